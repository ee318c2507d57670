/** The detectors' state on disk, so that a hub that is started again goes on where it was. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Detection } from './detection.ts';

interface Snapshot {
  /** Names and versions: another detector's state is not restored. */
  readonly made: string;
  readonly states: readonly Uint8Array[];
}

const fileName = 'detectors.state';

/** Written beside and renamed: a kill in between leaves the one before. */
export function saveSnapshot(folder: string, made: string, detection: Detection): void {
  const path = join(folder, fileName);
  const snapshot: Snapshot = { made, states: detection.snapshot() };
  writeFileSync(`${path}.new`, serialize(snapshot), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Whether a state was there that these detectors can go on from. */
export function restoreSnapshot(folder: string, made: string, detection: Detection): boolean {
  const path = join(folder, fileName);
  if (!existsSync(path)) return false;
  const snapshot = deserialize(readFileSync(path)) as Snapshot;
  if (snapshot.made !== made) return false;
  detection.restore(snapshot.states);
  return true;
}
