/** What every planner of the exercise works with: the sea, the ships so far, chance, and the clock. */
import type { Earth, LonLat } from '../earth/index.ts';
import { haversineM, metresPerNm } from '../earth/index.ts';
import { Fleet, offset } from './fleet.ts';
import { ports, rangeNm, stations, theatre, watchedAreas } from './places.ts';
import type { Port } from './places.ts';
import { Radio, phaseOf, reception, tickMs } from './radio.ts';
import { Random } from './random.ts';
import { SeaRoutes, isClear } from './searoutes.ts';
import type { Box, ClearanceNm } from './searoutes.ts';
import type { ExerciseKind, SilentTwin, TruthEvent } from './truth.ts';
import type { Voyage } from './motion.ts';

/** What the exercise asks of the earth. */
export type ExerciseEarth = Pick<Earth, 'distanceToCoastNm' | 'distanceToPortKm' | 'isLand' | 'gates'>;

export const hourMs = 3_600_000;
export const minuteMs = 60_000;

/** Ways of ships keep this far from coasts, and from watched areas unless they mean to enter. */
const keepNm = 3;
/** Places of planned events keep this far from each other, so that nobody else takes part. */
const apartNm = 6;
const mostTries = 20_000;

/** What a place for an event has to be like. Ranges are from, to. */
export interface SiteWish {
  readonly coastNm: readonly [number, number];
  /** At most this share of the range of the nearest station; absent: anywhere. */
  readonly withinRange?: number;
  readonly portKm?: number;
  /** Clear water around, with no gate line and no area, nautical miles. */
  readonly roomNm?: number;
}

export class Theatre {
  readonly random: Random;
  readonly earth: ExerciseEarth;
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly fleet: Fleet;
  readonly routes: SeaRoutes;
  readonly radio: Radio;
  readonly truth: TruthEvent[] = [];
  readonly twins: SilentTwin[] = [];
  /** Distance to coasts and watched areas. */
  readonly clearanceNm: ClearanceNm;
  readonly coastNm: ClearanceNm;
  /** Clearance for places that can only be at sea, because the way to them never came near land. */
  readonly #traceNm: ClearanceNm;
  readonly #sites: LonLat[] = [];
  readonly #planted = new Map<string, number>();

  constructor(seed: number, earth: ExerciseEarth, startUtcMs: number, endUtcMs: number) {
    this.random = new Random(seed, 1);
    this.earth = earth;
    this.startUtcMs = startUtcMs;
    this.endUtcMs = endUtcMs;
    this.radio = new Radio(seed);
    this.#traceNm = (lon, lat) => Math.min(earth.distanceToCoastNm(lon, lat), areasNm(lon, lat));
    this.coastNm = (lon, lat) => (earth.isLand(lon, lat) ? 0 : earth.distanceToCoastNm(lon, lat));
    this.clearanceNm = (lon, lat) => Math.min(this.coastNm(lon, lat), areasNm(lon, lat));
    this.fleet = new Fleet(this.random, this.coastNm);
    this.routes = new SeaRoutes(this.clearanceNm, this.#traceNm, theatre, keepNm);
  }

  /** Notes that an event whose truth is measured later was planted, and with which magnitude. */
  planted(kind: ExerciseKind, mmsi: number, where: string, magnitude: number): void {
    this.#planted.set(`${kind} ${mmsi} ${where}`, magnitude);
  }

  /** The magnitude with which an event was planted; undefined when it was not. */
  plantedAt(kind: ExerciseKind, mmsi: number, where: string): number | undefined {
    return this.#planted.get(`${kind} ${mmsi} ${where}`);
  }

  /** A time of the exercise, ms UTC. */
  at(hours: number): number {
    return this.startUtcMs + hours * hourMs;
  }

  /**
   * The corners from a port's roads to a place, or back; undefined when there is no way, or only one that cuts a gate
   * line and comes back: nobody could say whether that is a passage.
   */
  way(from: LonLat, to: LonLat): readonly LonLat[] | undefined {
    const way = this.routes.between(from, to);
    if (way === undefined) return undefined;
    const crossed = this.gatesCrossed(way);
    return new Set(crossed).size === crossed.length ? way : undefined;
  }

  /** Whether a straight way is clear of the coast. */
  isOpen(a: LonLat, b: LonLat): boolean {
    return isClear((lon, lat) => this.earth.distanceToCoastNm(lon, lat), a, b, keepNm);
  }

  /** The gates that a way crosses, one after the other. */
  gatesCrossed(places: readonly LonLat[]): string[] {
    const crossed: string[] = [];
    for (let i = 1; i < places.length; i++) {
      const [a, b] = [places[i - 1], places[i]];
      this.earth.gates.crossings(a[0], a[1], b[0], b[1], ({ id }) => crossed.push(id));
    }
    return crossed;
  }

  /** Whether a way crosses a gate line, or any. */
  crossesGate(places: readonly LonLat[], id?: string): boolean {
    const crossed = this.gatesCrossed(places);
    return id === undefined ? crossed.length > 0 : crossed.includes(id);
  }

  /**
   * A place at sea that fits a wish, away from the places of other events.
   * @throws RangeError when there is none: the wish and the theatre do not fit each other
   */
  site(wish: SiteWish, suits: (place: LonLat) => boolean = () => true, within: Box = theatre): LonLat {
    for (let tries = 0; tries < mostTries; tries++) {
      const place: LonLat = [
        this.random.between(within[0], within[2]),
        this.random.between(within[1], within[3]),
      ];
      if (!this.#fits(place, wish) || !suits(place)) continue;
      this.#sites.push(place);
      return place;
    }
    throw new RangeError(`no place at sea for ${JSON.stringify(wish)}`);
  }

  #fits(place: LonLat, { coastNm, withinRange, portKm, roomNm = 0 }: SiteWish): boolean {
    const [lon, lat] = place;
    const [west, south, east, north] = theatre;
    const inner = roomNm / 50;
    if (lon < west + inner || lon > east - inner || lat < south + inner || lat > north - inner) return false;
    if (withinRange !== undefined && rangeShare(place) > withinRange) return false;
    const offCoast = this.coastNm(lon, lat);
    if (offCoast < coastNm[0] || offCoast > coastNm[1]) return false;
    if (portKm !== undefined && this.earth.distanceToPortKm(lon, lat) < portKm) return false;
    if (this.#sites.some((other) => sphereNm(other[0], other[1], lon, lat) < apartNm)) return false;
    if (areasNm(lon, lat) < roomNm + keepNm) return false;
    return roomNm === 0 || !this.crossesGate(cross(place, roomNm + keepNm));
  }

  /** The ports by the length of the straight way. */
  portsNear(place: LonLat): readonly Port[] {
    const way = ({ roads }: Port) => sphereNm(roads[0], roads[1], place[0], place[1]);
    return [...ports].sort((a, b) => way(a) - way(b));
  }

  /** A port and the way from its roads to a place: one of the nearest few that there is a way from. */
  portFor(place: LonLat, gate?: string): { readonly port: Port; readonly way: readonly LonLat[] } {
    const few = this.random.shuffled(this.portsNear(place).slice(0, 4));
    for (const port of [...few, ...this.portsNear(place)]) {
      const way = this.way(port.roads, place);
      if (way !== undefined && !(gate !== undefined && this.crossesGate(way, gate))) return { port, way };
    }
    throw new RangeError(`no way from any port to ${place.join()}`);
  }

  /** The first tick from a time on at which a report of the ship with this index arrives whole, as its time. */
  heardFrom(who: number, voyage: Voyage, timeUtcMs: number, step: 1 | -1 = 1): number {
    const out = reception();
    const state = { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 };
    const phaseMs = phaseOf(who) * 1000;
    const round = step === 1 ? Math.ceil : Math.floor;
    for (let tick = round((timeUtcMs - this.startUtcMs - phaseMs) / tickMs); tick >= 0; tick += step) {
      const at = this.startUtcMs + tick * tickMs + phaseMs;
      const { lonDeg, latDeg } = voyage.at(at, state);
      if (this.radio.isHeard(who, false, lonDeg, latDeg, tick, out) || at > this.endUtcMs) return at;
    }
    return this.startUtcMs;
  }
}

/** How far from the nearest station a place is, as a share of how far it hears. */
export function rangeShare([lon, lat]: LonLat): number {
  let least = Number.POSITIVE_INFINITY;
  for (const station of stations)
    least = Math.min(least, sphereNm(station.place[0], station.place[1], lon, lat) / rangeNm(station));
  return least;
}

function areasNm(lon: number, lat: number): number {
  let least = Number.POSITIVE_INFINITY;
  // A degree of latitude is 59.7 nm or more: most areas are too far to be looked at.
  for (const { centre, outerNm } of watchedAreas)
    if (Math.abs(lat - centre[1]) * 59.7 - outerNm < least)
      least = Math.min(least, sphereNm(centre[0], centre[1], lon, lat) - outerNm);
  return least;
}

/** Distance on the sphere, nautical miles: right to half a percent, which is enough to plan by. */
function sphereNm(lonA: number, latA: number, lonB: number, latB: number): number {
  return haversineM(lonA, latA, lonB, latB) / metresPerNm;
}

/** Two lines through a place. */
function cross(place: LonLat, nm: number): LonLat[] {
  const arm = (quarter: number) => offset(place, (quarter * Math.PI) / 2, nm);
  return [arm(0), arm(2), place, arm(1), arm(3), arm(0), arm(1), arm(2), arm(3)];
}

/** `count` magnitudes spread over a range: one drawn from each of as many equal parts, in random order. */
export function spread(random: Random, count: number, [from, to]: readonly [number, number]): number[] {
  const part = (to - from) / count;
  return random.shuffled(Array.from({ length: count }, (_, i) => from + part * (i + random.unit())));
}
