/** What the hub's main thread and its pipeline say to each other. */
import type { FindingDraft } from '../core/index.ts';
import type { AreaSpec } from '../earth/index.ts';
import type { ExerciseTold } from '../exercise/index.ts';
import type { ArchivedFleet, Seal } from '../store/index.ts';
import type { FeedView } from './api.ts';
import type { FeedConfig } from './config.ts';
import type { VesselStatic } from './statics.ts';

export interface PipelineSetup {
  readonly feeds: readonly FeedConfig[];
  readonly table: SharedArrayBuffer;
  /** The watched areas of the configuration; a scenario brings its own. */
  readonly areas: readonly AreaSpec[];
  /** Where snapshots and archives are kept. */
  readonly folder: string;
  readonly scenario?: ScenarioSetup;
}

/** The built-in exercise instead of feeds from outside. */
export interface ScenarioSetup {
  readonly seed: number;
  /** 0: the scenario's own number. */
  readonly vessels: number;
  readonly startUtcMs: number;
  readonly hours: number;
}

export type ToPipeline =
  | {
      readonly kind: 'track';
      readonly id: number;
      readonly mmsi: number;
      readonly fromUtcMs: number;
      readonly toUtcMs: number;
      readonly feeds: readonly number[];
    }
  | {
      readonly kind: 'fleet';
      readonly id: number;
      readonly atUtcMs: number;
      readonly feeds: readonly number[];
    }
  /** From now on the scenario follows this clock. */
  | { readonly kind: 'clock'; readonly atUtcMs: number; readonly rate: number }
  | { readonly kind: 'stop' };

export type FromPipeline =
  | { readonly kind: 'areas'; readonly areas: readonly AreaSpec[] }
  /** The scenario's earlier hours are being worked through; `atUtcMs` is the time reached. */
  | { readonly kind: 'findings'; readonly atUtcMs: number; readonly drafts: readonly FindingDraft[] }
  | { readonly kind: 'statics'; readonly feed: number; readonly vessels: readonly VesselStatic[] }
  | { readonly kind: 'health'; readonly feeds: readonly FeedView[] }
  | { readonly kind: 'ready'; readonly atUtcMs: number }
  /** The scenario is played to its end: its clock stands still from now on. */
  | { readonly kind: 'ended'; readonly atUtcMs: number }
  | { readonly kind: 'track'; readonly id: number; readonly track: TrackColumns }
  | { readonly kind: 'fleet'; readonly id: number; readonly fleet: ArchivedFleet }
  /** Files of the archive that were closed: their digests go into the journal. */
  | { readonly kind: 'seals'; readonly seals: readonly Seal[] }
  | { readonly kind: 'exercise'; readonly told: ExerciseTold }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

export interface TrackColumns {
  readonly timeUtcMs: Float64Array;
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly sogKn: Float32Array;
}
