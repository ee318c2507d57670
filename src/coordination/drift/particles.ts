/** The particles of a drift: positions, coefficients of each, and what became of them. */
import type { LeewayClass, LeewayComponent } from './leeway.ts';
import { Draws } from './random.ts';

/**
 * `compatible` repeats the widely used open model, with its two peculiarities: a positive crosswind component goes to
 * the left of downwind (so left and right change places in asymmetric classes), and a jibe changes the sign of the
 * crosswind slope only. `strict` follows the reports: positive is to the right, and a jibe takes the other side's
 * coefficients.
 */
export type DriftMode = 'strict' | 'compatible';

/** What became of a particle. */
export const status = { waiting: 0, adrift: 1, aground: 2, leftField: 3 } as const;

/** A particle whose coefficients are known instead of drawn. ε in cm/s. */
export interface GivenParticle {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly startUtcMs: number;
  readonly orientation: 'right' | 'left';
  readonly epsilonDownwindCms: number;
  readonly epsilonCrosswindCms: number;
  /** Times at which it jibes; it never does at random. */
  readonly jibesUtcMs: readonly number[];
}

/** Where and when the object was last known. */
export interface Datum {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly startUtcMs: number;
  /** Probable error of the position: half of the particles begin within it (IAMSAR), nautical miles. */
  readonly radiusNm: number;
  /** Where it was going, for a line of positions and times. */
  readonly end?: { readonly lonDeg: number; readonly latDeg: number; readonly utcMs: number };
}

export class Particles {
  readonly count: number;
  /** Unwrapped: runs on beyond ±180°. */
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly status: Uint8Array;
  readonly startUtcMs: Float64Array;
  /** Downwind and crosswind speed (m/s) = slope · W + offset, the scatter included. */
  readonly downSlope: Float64Array;
  readonly downOffset: Float64Array;
  readonly crossSlope: Float64Array;
  readonly crossOffset: Float64Array;
  /** 0 right of downwind, 1 left. */
  readonly side: Uint8Array;
  /** Share of the probability; they add up to one, or to what searches have left of it. */
  readonly weight: Float64Array;
  /** The crosswind scatter in standard deviations, and the slope without it, %. */
  readonly #z: Float64Array;
  readonly #slopePct: Float64Array;
  readonly #leeway: LeewayClass;
  readonly #mode: DriftMode;

  constructor(count: number, leeway: LeewayClass, mode: DriftMode) {
    this.count = count;
    this.lonDeg = new Float64Array(count);
    this.latDeg = new Float64Array(count);
    this.status = new Uint8Array(count);
    this.startUtcMs = new Float64Array(count);
    this.downSlope = new Float64Array(count);
    this.downOffset = new Float64Array(count);
    this.crossSlope = new Float64Array(count);
    this.crossOffset = new Float64Array(count);
    this.side = new Uint8Array(count);
    this.weight = new Float64Array(count).fill(1 / count);
    this.#z = new Float64Array(count);
    this.#slopePct = new Float64Array(count);
    this.#leeway = leeway;
    this.#mode = mode;
  }

  set(i: number, lonDeg: number, latDeg: number, startUtcMs: number): void {
    this.lonDeg[i] = lonDeg;
    this.latDeg[i] = latDeg;
    this.startUtcMs[i] = startUtcMs;
  }

  setDownwind(i: number, epsilonCms: number): void {
    const { slopePct, offsetCms } = this.#leeway.downwind;
    this.downSlope[i] = (slopePct + epsilonCms / 20) / 100;
    this.downOffset[i] = (offsetCms + epsilonCms / 2) / 100;
  }

  setCrosswind(i: number, side: 0 | 1, epsilonCms: number): void {
    const component = side === 0 ? this.#leeway.right : this.#leeway.left;
    this.side[i] = side;
    this.#z[i] = component.sdCms === 0 ? 0 : epsilonCms / component.sdCms;
    this.#slopePct[i] = component.slopePct;
    this.crossSlope[i] = (component.slopePct + epsilonCms / 20) / 100;
    this.crossOffset[i] = (component.offsetCms + epsilonCms / 2) / 100;
  }

  /** The object turns and goes off on the other side of downwind. */
  jibe(i: number): void {
    const other = this.side[i] === 0 ? 1 : 0;
    if (this.#mode === 'strict') {
      const component = other === 0 ? this.#leeway.right : this.#leeway.left;
      // The same object seen in a mirror: as far from the mean of its side as before.
      this.setCrosswind(i, other, -this.#z[i] * component.sdCms);
      return;
    }
    this.crossSlope[i] -= (2 * this.#slopePct[i]) / 100;
    this.#slopePct[i] = -this.#slopePct[i];
    this.side[i] = other;
  }
}

/** Particles whose coefficients are given. */
export function givenParticles(
  given: readonly GivenParticle[],
  leeway: LeewayClass,
  mode: DriftMode,
): Particles {
  const particles = new Particles(given.length, leeway, mode);
  given.forEach((one, i) => {
    particles.set(i, one.lonDeg, one.latDeg, one.startUtcMs);
    particles.setDownwind(i, one.epsilonDownwindCms);
    particles.setCrosswind(i, one.orientation === 'right' ? 0 : 1, one.epsilonCrosswindCms);
  });
  return particles;
}

/**
 * Drawn particles: half begin right of downwind and half left. They come in mirrored pairs about the axis of
 * `downwindDeg` (degrees true, the direction the first wind blows to): a symmetric class then gives a symmetric map,
 * and every mean has less scatter (antithetic draws).
 */
export function drawnParticles(
  count: number,
  datum: Datum,
  leeway: LeewayClass,
  mode: DriftMode,
  draws: Draws,
  downwindDeg: number,
): Particles {
  const particles = new Particles(count, leeway, mode);
  const place = placer(datum, downwindDeg);
  for (let i = 0; i < count; i += 2) {
    const along = draws.normal();
    const across = draws.normal();
    const downwind = notUpwind(leeway.downwind, draws);
    const crosswind = draws.normal();
    const share = count < 3 ? 0 : i / (count - 1 - ((count - 1) % 2));
    for (const side of [0, 1] as const) {
      if (i + side >= count) break;
      const mirror = side === 0 ? 1 : -1;
      const [lonDeg, latDeg, utcMs] = place(share, along, mirror * across);
      particles.set(i + side, lonDeg, latDeg, utcMs);
      particles.setDownwind(i + side, downwind);
      particles.setCrosswind(
        i + side,
        side,
        mirror * crosswind * (side === 0 ? leeway.right : leeway.left).sdCms,
      );
    }
  }
  return particles;
}

/** Draws ε again while the object would go up the wind: the scatter of some classes is wider than their slope. */
function notUpwind({ slopePct, sdCms }: LeewayComponent, draws: Draws): number {
  for (let tries = 0; tries < 1000; tries++) {
    const epsilon = draws.normal() * sdCms;
    if (slopePct + epsilon / 20 >= 0) return epsilon;
  }
  return 0;
}

/** Half of a round normal distribution lies within 1.17741 standard deviations. */
const probableErrors = Math.sqrt(2 * Math.LN2);

function placer(datum: Datum, downwindDeg: number) {
  const axis = (downwindDeg * Math.PI) / 180;
  const sd = datum.radiusNm / probableErrors / 60;
  const { end } = datum;
  return (share: number, along: number, across: number): [number, number, number] => {
    const lat = datum.latDeg + share * ((end?.latDeg ?? datum.latDeg) - datum.latDeg);
    const lon = datum.lonDeg + share * ((end?.lonDeg ?? datum.lonDeg) - datum.lonDeg);
    const utcMs = datum.startUtcMs + share * ((end?.utcMs ?? datum.startUtcMs) - datum.startUtcMs);
    const north = sd * (along * Math.cos(axis) - across * Math.sin(axis));
    const east = sd * (along * Math.sin(axis) + across * Math.cos(axis));
    return [lon + east / Math.cos((lat * Math.PI) / 180), lat + north, utcMs];
  };
}
