/** What the hub offers to rooms by name, each through one viewer's window. The next room's service is a line here. */
import type { StoreView } from '../store/index.ts';
import { loadLanes } from './lanes.ts';
import { ProgrammeHoldings } from './programme.ts';

export type RoomServices = Readonly<Record<'programme' | 'lanes', (view: StoreView) => unknown>>;

export function roomServices(): RoomServices {
  const programme = new ProgrammeHoldings();
  // The network is read when somebody opens the lanes: a hub that nobody asks keeps its memory.
  return { programme: (view) => programme.of(view), lanes: () => loadLanes() };
}
