/**
 * Ways on the sphere, as this room draws, tests and publishes them: a great circle cut into chunks that are straight in
 * longitude and latitude. What is tested against land and gates is exactly what is displayed.
 */
const radian = Math.PI / 180;

/**
 * Longest chunk of a way, degrees of arc. At 60° of latitude a chunk of 0.25° (15 nm) leaves the great circle by 26 m.
 */
export const chunkDeg = 0.25;

/** A great circle in equal chunks; `at(i)` puts the place after i chunks into `lonDeg` and `latDeg`. */
export class GreatCircle {
  steps = 1;
  lonDeg = 0;
  latDeg = 0;
  readonly #ends = new Float64Array(10);
  #arc = 0;
  #sinArc = 0;

  set(lonA: number, latA: number, lonB: number, latB: number): this {
    const cosA = Math.cos(latA * radian);
    const cosB = Math.cos(latB * radian);
    const ends = this.#ends;
    ends[0] = cosA * Math.cos(lonA * radian);
    ends[1] = cosA * Math.sin(lonA * radian);
    ends[2] = Math.sin(latA * radian);
    ends[3] = cosB * Math.cos(lonB * radian);
    ends[4] = cosB * Math.sin(lonB * radian);
    ends[5] = Math.sin(latB * radian);
    ends[6] = lonA;
    ends[7] = latA;
    ends[8] = lonB;
    ends[9] = latB;
    const chord = Math.hypot(ends[0] - ends[3], ends[1] - ends[4], ends[2] - ends[5]);
    this.#arc = 2 * Math.asin(Math.min(1, chord / 2));
    this.#sinArc = Math.sin(this.#arc);
    this.steps = Math.max(1, Math.ceil(this.#arc / (chunkDeg * radian)));
    return this;
  }

  at(i: number): void {
    const ends = this.#ends;
    if (i <= 0 || i >= this.steps) {
      this.lonDeg = ends[i <= 0 ? 6 : 8];
      this.latDeg = ends[i <= 0 ? 7 : 9];
      return;
    }
    const part = (this.#arc * i) / this.steps;
    const p = Math.sin(this.#arc - part) / this.#sinArc;
    const q = Math.sin(part) / this.#sinArc;
    this.lonDeg = Math.atan2(p * ends[1] + q * ends[4], p * ends[0] + q * ends[3]) / radian;
    this.latDeg = Math.asin(Math.max(-1, Math.min(1, p * ends[2] + q * ends[5]))) / radian;
  }
}

/** Places of a way; longitudes run on past ±180° so that no step jumps. */
export interface Way {
  count: number;
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
}

const circle = new GreatCircle();

export function createWay(): Way {
  const places = Math.ceil(180 / chunkDeg) + 2;
  return { count: 0, lonDeg: new Float64Array(places), latDeg: new Float64Array(places) };
}

/** Writes the great circle from A to B into `way`, both ends included; at least two places. */
export function greatCircle(way: Way, lonA: number, latA: number, lonB: number, latB: number): Way {
  circle.set(lonA, latA, lonB, latB);
  way.count = circle.steps + 1;
  let last = lonA;
  for (let i = 0; i <= circle.steps; i++) {
    circle.at(i);
    last = circle.lonDeg + 360 * Math.round((last - circle.lonDeg) / 360);
    way.lonDeg[i] = last;
    way.latDeg[i] = circle.latDeg;
  }
  return way;
}

/** Places as unit vectors, three numbers each. */
export function unitVectors(lonDeg: ArrayLike<number>, latDeg: ArrayLike<number>): Float64Array {
  const out = new Float64Array(lonDeg.length * 3);
  for (let i = 0; i < lonDeg.length; i++) {
    const [lon, lat] = [lonDeg[i] * radian, latDeg[i] * radian];
    out[i * 3] = Math.cos(lat) * Math.cos(lon);
    out[i * 3 + 1] = Math.cos(lat) * Math.sin(lon);
    out[i * 3 + 2] = Math.sin(lat);
  }
  return out;
}
