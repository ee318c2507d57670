/** What the pipeline knows, on disk, so that a hub that is started again goes on where it was. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { VesselStatic } from './statics.ts';
import type { StoryPlan } from './story.ts';
import type { VesselRows } from './vessels.ts';

export interface Snapshot {
  /** What the states are good for: names, versions and parameters; another detector's state is not restored. */
  readonly made: string;
  /** Up to when (ms UTC of the feeds' clock) everything that came is in it. */
  readonly reachedUtcMs: number;
  /** The detectors', in the order in which they are mounted. */
  readonly states: readonly Uint8Array[];
  /** Ids, in the order in which the columns below count them. */
  readonly feeds: readonly string[];
  readonly positions: VesselRows;
  readonly statics: readonly (readonly VesselStatic[])[];
  /** Of an exercise: so that its hub need not wait until it is planned again. */
  readonly plan?: StoryPlan;
}

const fileName = 'pipeline.state';

/** Grows when the columns of positions change: those of an earlier program would be read as others. */
export const snapshotLayout = 2;

/** Written beside and renamed: a kill in between leaves the one before. */
export function saveSnapshot(folder: string, snapshot: Snapshot): void {
  const path = join(folder, fileName);
  writeFileSync(`${path}.new`, serialize(snapshot), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The state that was saved for exactly this, if any. */
export function readSnapshot(folder: string, made: string): Snapshot | undefined {
  const path = join(folder, fileName);
  if (!existsSync(path)) return undefined;
  const snapshot = deserialize(readFileSync(path)) as Snapshot;
  return snapshot.made === made ? snapshot : undefined;
}
