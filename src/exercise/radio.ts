/**
 * Who hears a transmission, and what goes wrong on the way. Every answer is drawn from the vessel and the time alone
 * (`chance`), so that the truth can ask whether a report was received without playing the exercise.
 */
import { rangeNm, satellites, stations } from './places.ts';
import { chance } from './random.ts';

/** Positions go out every 30 s. */
export const tickMs = 30_000;
/** The second within a tick at which the vessel with this index transmits. */
export function phaseOf(who: number): number {
  return (who * 7) % (tickMs / 1000);
}

/** The latest that a report is delivered after it was received. */
export const latestTicks = 125;

/** What became of one transmission. Filled by `Radio.hear`. */
export interface Reception {
  /** Index of the station that heard it, −1 when none did. */
  station: number;
  /** Index of another station that heard it too, −1 when none did. */
  second: number;
  /** Index of the satellite that heard it, −1 when none did. */
  satellite: number;
  /** What happened to the sentence of `station`. */
  fault: 'none' | 'checksum' | 'cut';
  /** The sentence of `station` is delivered twice. */
  twice: boolean;
  /** How much later than received the sentence of `station` is delivered, ticks. */
  lateTicks: number;
}

export function reception(): Reception {
  return { station: -1, second: -1, satellite: -1, fault: 'none', twice: false, lateTicks: 0 };
}

/** Each use of chance has a number of its own. */
const draw = {
  station: 1,
  second: 2,
  satellite: 3,
  fault: 4,
  twice: 5,
  late: 6,
  latency: 7,
  pass: 8,
  longRange: 9,
} as const;

/** How likely things are. */
const odds = {
  near: 0.99,
  atRange: 0.6,
  second: 0.03,
  /** A satellite hears a transmission over open sea; inshore it hears many at once and loses most. */
  satelliteA: 0.3,
  satelliteB: 0.1,
  satelliteInshore: 0.03,
  checksum: 0.002,
  cut: 0.0005,
  twice: 0.004,
  late: 0.005,
  /** Class A ships also send long-range reports (type 27), which satellites hear. */
  longRange: 0.1,
} as const;

/** Each satellite comes by every 96 minutes, one of the four every 24, and listens for nine. */
const pass = { periodTicks: 192, viewTicks: 18 } as const;
/** Where the chance to be heard begins to fall, as a share of the range. */
const nearShare = 0.8;
/** A class B transponder sends with 2 W instead of 12.5 W, from a lower antenna. */
const classBShare = 0.6;

/** No ship goes further in this time than `nearbyNm`. */
const nearbyTicks = 40;
const nearbyNm = 10;

export class Radio {
  readonly #seed: number;
  readonly #lonDeg = Float64Array.from(stations, ({ place }) => place[0]);
  readonly #latDeg = Float64Array.from(stations, ({ place }) => place[1]);
  readonly #lonNm = Float64Array.from(stations, ({ place }) => 60 * Math.cos((place[1] * Math.PI) / 180));
  readonly #rangeNm = Float64Array.from(stations, rangeNm);
  readonly #passOffset: number;
  /** Stations that a vessel might be heard by, looked up anew every `nearbyTicks`: whoever is not named is out of reach. */
  readonly #nearby: { block: number; stations: readonly number[] }[] = [];

  constructor(seed: number) {
    this.#seed = seed;
    this.#passOffset = Math.floor(chance(seed, draw.pass, 0, 0) * pass.periodTicks);
  }

  /** Who hears vessel `who` at a tick. @param classB sends with less power */
  hear(who: number, classB: boolean, lonDeg: number, latDeg: number, tick: number, out: Reception): void {
    const seed = this.#seed;
    out.station = -1;
    out.second = -1;
    out.fault = 'none';
    out.twice = false;
    out.lateTicks = 0;
    const inshore = this.#hearAshore(who, classB, lonDeg, latDeg, tick, out);
    out.satellite = this.#hearAbove(who, classB, inshore, tick);
    if (out.station < 0) return;
    const fault = chance(seed, draw.fault, who, tick);
    if (fault < odds.checksum + odds.cut) out.fault = fault < odds.checksum ? 'checksum' : 'cut';
    out.twice = chance(seed, draw.twice, who, tick) < odds.twice;
    const late = chance(seed, draw.late, who, tick);
    if (late < odds.late) out.lateTicks = 4 + Math.floor((late / odds.late) * 116);
  }

  /** Whether a report of the vessel at this tick arrives whole, sooner or later. */
  isHeard(
    who: number,
    classB: boolean,
    lonDeg: number,
    latDeg: number,
    tick: number,
    out: Reception,
  ): boolean {
    this.hear(who, classB, lonDeg, latDeg, tick, out);
    return (
      (out.station >= 0 && out.fault === 'none') ||
      out.second >= 0 ||
      (out.satellite >= 0 && !this.isLongRange(who, tick))
    );
  }

  /** Whether what a satellite hears of this transmission is the long-range report. */
  isLongRange(who: number, tick: number): boolean {
    return chance(this.#seed, draw.longRange, who, tick) < odds.longRange;
  }

  /** How much later a satellite's pass reaches the ground, ticks: 7 to 17 minutes, one figure a pass. */
  downlinkTicks(tick: number): number {
    const number = Math.floor((tick + this.#passOffset) / (pass.periodTicks / satellites.length));
    return 14 + Math.floor(chance(this.#seed, draw.latency, number, 0) * 20);
  }

  /** Fills station and second; says whether the place is within reach of any station. */
  #hearAshore(
    who: number,
    classB: boolean,
    lonDeg: number,
    latDeg: number,
    tick: number,
    out: Reception,
  ): boolean {
    const reach = classB ? classBShare : 1;
    let best = -1;
    let next = -1;
    let bestShare = 1;
    let nextShare = 1;
    for (const i of this.#stationsNear(who, lonDeg, latDeg, tick)) {
      const y = (latDeg - this.#latDeg[i]) * 60;
      const range = this.#rangeNm[i] * reach;
      const x = (lonDeg - this.#lonDeg[i]) * this.#lonNm[i];
      const share = (x * x + y * y) / (range * range);
      if (share < bestShare) {
        next = best;
        nextShare = bestShare;
        best = i;
        bestShare = share;
      } else if (share < nextShare) {
        next = i;
        nextShare = share;
      }
    }
    if (best < 0) return false;
    const share = Math.sqrt(bestShare);
    const fall = Math.max(0, share - nearShare) / (1 - nearShare);
    const likely = odds.near + (odds.atRange - odds.near) * fall;
    if (chance(this.#seed, draw.station, who, tick) < likely) out.station = best;
    if (next >= 0 && out.station >= 0 && chance(this.#seed, draw.second, who, tick) < odds.second)
      out.second = next;
    return true;
  }

  #stationsNear(who: number, lonDeg: number, latDeg: number, tick: number): readonly number[] {
    const block = Math.floor(tick / nearbyTicks);
    const known = this.#nearby[who];
    if (known !== undefined && known.block === block) return known.stations;
    const near: number[] = [];
    for (let i = 0; i < this.#rangeNm.length; i++) {
      const y = (latDeg - this.#latDeg[i]) * 60;
      const x = (lonDeg - this.#lonDeg[i]) * this.#lonNm[i];
      if (Math.hypot(x, y) < this.#rangeNm[i] + nearbyNm) near.push(i);
    }
    this.#nearby[who] = { block, stations: near };
    return near;
  }

  #hearAbove(who: number, classB: boolean, inshore: boolean, tick: number): number {
    const spacing = pass.periodTicks / satellites.length;
    const since = tick + this.#passOffset;
    if (since % spacing >= pass.viewTicks) return -1;
    const offshore = classB ? odds.satelliteB : odds.satelliteA;
    const likely = inshore ? odds.satelliteInshore : offshore;
    if (chance(this.#seed, draw.satellite, who, tick) >= likely) return -1;
    return Math.floor(since / spacing) % satellites.length;
  }
}
