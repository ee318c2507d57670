/** The lanes of this thread, made at the first call of the tables that ship with the package, and kept. */
import { readLanesFiles } from '../feeds/lanes.ts';
import { createLanes } from '../lanes/index.ts';
import type { Lanes, LanesTables } from '../lanes/index.ts';

let loaded: Lanes | undefined;

/** @throws `lanes.missing`, `lanes.invalid-table` */
export function loadLanes(): Lanes {
  // The tables are the package's own: createLanes checks what must belong together.
  loaded ??= createLanes(readLanesFiles() as LanesTables);
  return loaded;
}
