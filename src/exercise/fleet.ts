/** Ships of the exercise: hulls, names, numbers, and berths in the roads of ports. */
import type { LonLat } from '../earth/index.ts';
import { nearDistanceNm } from '../earth/index.ts';
import { nameWords, states } from './cast.ts';
import type { Handling, Voyage } from './motion.ts';
import type { ClearanceNm } from './searoutes.ts';
import type { Port } from './places.ts';
import type { Random } from './random.ts';
import type { Vessel } from './vessel.ts';

/** A kind of ship: what it reports, how large and how fast it is, how it handles. Ranges are from, to. */
export interface Hull extends Handling {
  readonly role: string;
  readonly shipType: number;
  readonly station: 'a' | 'b';
  readonly lengthM: readonly [number, number];
  readonly speedKn: readonly [number, number];
  readonly movingStatus: number;
  readonly restStatus: number;
}

const hull = (
  role: string,
  shipType: number,
  station: 'a' | 'b',
  lengthM: readonly [number, number],
  speedKn: readonly [number, number],
  [accelerationKnPerMin, turnRadiusNm]: readonly [number, number],
  [movingStatus, restStatus]: readonly [number, number] = [0, 1],
): Hull => ({
  role,
  shipType,
  station,
  lengthM,
  speedKn,
  accelerationKnPerMin,
  turnRadiusNm,
  movingStatus,
  restStatus,
});

export const hulls = {
  cargo: hull('cargo', 70, 'a', [110, 300], [11, 17], [0.8, 0.35]),
  tanker: hull('tanker', 80, 'a', [140, 330], [10, 13.5], [0.6, 0.4]),
  ferry: hull('ferry', 60, 'a', [80, 190], [16, 22], [1.5, 0.25], [0, 5]),
  trawler: hull('trawler', 30, 'a', [28, 60], [8, 11], [2.5, 0.1], [7, 5]),
  longliner: hull('longliner', 30, 'a', [45, 65], [8, 10], [2, 0.12], [7, 5]),
  boat: hull('fishing boat', 30, 'b', [11, 22], [7, 10], [3, 0.06], [0, 5]),
  yacht: hull('yacht', 36, 'b', [9, 22], [5, 7], [3, 0.05], [0, 5]),
  tug: hull('tug', 52, 'a', [25, 40], [8, 11], [3, 0.06], [0, 5]),
  pilot: hull('pilot boat', 50, 'a', [14, 24], [12, 18], [5, 0.06], [0, 5]),
} as const satisfies Record<string, Hull>;

/** What one ship differs in from others of its kind. */
export interface Launch {
  readonly hull: Hull;
  readonly voyage: Voyage;
  readonly destination?: string;
  readonly silences?: Vessel['silences'];
}

const berthSpacingNm = 0.16;
const goldenAngle = Math.PI * (3 - Math.sqrt(5));
const berthKeepNm = 0.35;

export class Fleet {
  readonly vessels: Vessel[] = [];
  readonly #random: Random;
  readonly #clearanceNm: ClearanceNm;
  readonly #berths = new Map<Port, number>();
  readonly #names: string[];

  constructor(random: Random, clearanceNm: ClearanceNm) {
    this.#random = random;
    this.#clearanceNm = clearanceNm;
    this.#names = random.shuffled(
      nameWords.first.flatMap((first) => nameWords.second.map((second) => `${first} ${second}`)),
    );
  }

  /** The index that the next ship will have: radio and phase are drawn by it. */
  get next(): number {
    return this.vessels.length;
  }

  /** Adds a ship under a made-up flag. */
  launch({ hull: kind, voyage, destination = '', silences = [] }: Launch): Vessel {
    const who = this.next;
    const random = this.#random;
    const lengthM = Math.round(random.between(kind.lengthM[0], kind.lengthM[1]));
    const state = states[who % states.length];
    const vessel: Vessel = {
      mmsi: state.mid * 1_000_000 + 100_000 + who * 137,
      name: this.#names[who % this.#names.length],
      callSign: `${String.fromCharCode(65 + (who % 26))}${state.mid}${String(100 + (who % 900))}`,
      imo: kind.station === 'a' && lengthM > 60 ? imoNumber(300_000 + who * 11) : 0,
      shipType: kind.shipType,
      station: kind.station,
      lengthM,
      beamM: Math.max(3, Math.round(lengthM / 6.5)),
      draughtM: Math.round(Math.min(25, lengthM / 20) * 10) / 10,
      destination: destination.toUpperCase(),
      movingStatus: kind.movingStatus,
      restStatus: kind.restStatus,
      role: kind.role,
      voyage,
      silences,
    };
    this.vessels.push(vessel);
    return vessel;
  }

  /** A base station or buoy. */
  moor(vessel: Vessel): void {
    this.vessels.push(vessel);
  }

  /** A free place in the roads of a port: on a spiral, so that none lies on another. */
  berth(port: Port): LonLat {
    for (let turn = this.#berths.get(port) ?? 0; ; turn++) {
      const radiusNm = berthSpacingNm * Math.sqrt(turn + 1);
      const place = offset(port.roads, turn * goldenAngle, radiusNm);
      this.#berths.set(port, turn + 1);
      if (radiusNm > 2 || this.#clearanceNm(place[0], place[1]) >= berthKeepNm) return place;
    }
  }
}

/** A place so far from another, in a direction given in radians from north; right over a few tens of miles. */
export function offset([lon, lat]: LonLat, bearingRad: number, nm: number): LonLat {
  const scale = 60 * Math.cos((lat * Math.PI) / 180);
  return [lon + (nm * Math.sin(bearingRad)) / scale, lat + (nm * Math.cos(bearingRad)) / 60];
}

/** From one place to another, radians from north. */
export function bearingRad(from: LonLat, to: LonLat): number {
  return Math.atan2((to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180), to[1] - from[1]);
}

/** How long the way through the places is, nautical miles. */
export function lengthNm(places: readonly LonLat[]): number {
  return places
    .slice(1)
    .reduce((sum, place, i) => sum + nearDistanceNm(places[i][0], places[i][1], place[0], place[1]), 0);
}

/** Six digits and their check digit. Numbers from 3,000,000 on were never given out, so no real ship is named. */
function imoNumber(six: number): number {
  const digits = String(six).split('').map(Number);
  return six * 10 + (digits.reduce((sum, digit, i) => sum + digit * (7 - i), 0) % 10);
}
