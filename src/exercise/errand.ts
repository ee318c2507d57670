import type { LonLat } from '../earth/index.ts';
import type { Hull } from './fleet.ts';
import { Voyage } from './motion.ts';
import type { Leg } from './motion.ts';
import type { Theatre } from './theatre.ts';

/** From a berth to a place at sea, and from another place there to a berth. */
export interface Errand {
  readonly berth: LonLat;
  /** Through the roads to the first place at sea. */
  readonly out: readonly LonLat[];
  /** From behind the last place at sea to the berth where it ends. */
  readonly back: readonly LonLat[];
  readonly destination: string;
}

/** The index of the first leg at the site in a voyage made by `sailed`. */
export const firstSiteLeg = 1;

/**
 * Finds ports and ways for what is to happen at sea between two places.
 * @param gate a gate line that neither the way there nor the way back may cross
 */
export function errand(theatre: Theatre, first: LonLat, last: LonLat, gate?: string): Errand {
  const home = theatre.portFor(first, gate);
  const next = theatre.portFor(last, gate);
  return {
    berth: theatre.fleet.berth(home.port),
    out: home.way,
    back: [...[...next.way].reverse().slice(1), theatre.fleet.berth(next.port)],
    destination: next.port.name,
  };
}

/** The voyage of an errand, beginning at time 0: to be shifted to where its events belong. */
export function sailed(
  { berth, out, back }: Errand,
  hull: Hull,
  speedKn: number,
  site: readonly Leg[],
): Voyage {
  return Voyage.plan(berth, [{ through: out, speedKn }, ...site, { through: back, speedKn }], hull, 0);
}
