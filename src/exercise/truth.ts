/** What really happens in an exercise. */

/** The kinds of event that an exercise plants and scores, named as the sea room names its findings. */
export const exerciseKinds = [
  'zone-entry',
  'encounter',
  'coverage-gap',
  'suspected-disabling',
  'loitering',
  'passage',
] as const;
export type ExerciseKind = (typeof exerciseKinds)[number];

/** One line of `truth.jsonl`. Times in ms UTC; an instant (a passage) has the same start and end. */
export interface TruthEvent {
  readonly kind: ExerciseKind;
  /** Ascending. */
  readonly mmsis: readonly number[];
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  /** The id of the gate that was passed. */
  readonly gate?: string;
  /** The id of the area that was entered. */
  readonly area?: string;
  /** `planted` on purpose, or what traffic does by itself and is one by definition all the same. */
  readonly cause: 'planted' | 'traffic';
  /** Times the threshold of the definition. */
  readonly magnitude?: number;
}

/** A near miss: what looks like an event and is none, because it stays below the threshold. */
export interface SilentTwin {
  /** The kind that must not be found for these vessels around this time. */
  readonly twinOf: ExerciseKind;
  readonly mmsis: readonly number[];
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  /** Times the threshold of the definition: below 1. */
  readonly magnitude: number;
  readonly gate?: string;
  readonly area?: string;
}

/** By start, then kind, then vessels: the order of `truth.jsonl`. */
export function byStart<T extends { startUtcMs: number; mmsis: readonly number[] }>(a: T, b: T): number {
  return a.startUtcMs - b.startUtcMs || a.mmsis[0] - b.mmsis[0] || a.mmsis.length - b.mmsis.length;
}
