/**
 * The exercise room's part of the API: types only, for the page. All of it needs the permission `exercise`.
 *
 *   GET /api/exercise/scenario   ScenarioView: seed, times, how much was planted
 *   GET /api/exercise/injects    InjectView[]: everything planted and every near miss, in order of time
 *   GET /api/exercise/score      ScoreView: of what is over by now, how much was found
 */
import type { MessageRef } from '../core/index.ts';

export type { MessageRef };

export interface ScenarioView {
  seed: number;
  startUtcMs: number;
  endUtcMs: number;
  vessels: number;
  events: number;
  twins: number;
}

export interface InjectView {
  startUtcMs: number;
  endUtcMs: number;
  kind: string;
  mmsis: number[];
  /** Times the threshold of the definition; below 1 for a near miss. */
  magnitude: number;
  /** A near miss, which must not be found. */
  isTwin: boolean;
  sentence: MessageRef;
}

export interface ScoreView {
  atUtcMs: number;
  kinds: {
    kind: string;
    truth: number;
    findings: number;
    matched: number;
    /** Null when nothing happened, or nothing was found. */
    recall: number | null;
    precision: number | null;
  }[];
}
