/** What the hub offers to rooms by name, each through one viewer's window. The next room's service is a line here. */
import type { StoreView } from '../store/index.ts';
import { ProgrammeHoldings } from './programme.ts';

export type RoomServices = Readonly<Record<'programme', (view: StoreView) => unknown>>;

export function roomServices(): RoomServices {
  const programme = new ProgrammeHoldings();
  return { programme: (view) => programme.of(view) };
}
