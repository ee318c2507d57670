/**
 * The drift itself: steps of all particles over wind and current. Positions are in degrees on the WGS 84 ellipsoid,
 * whose radii of curvature are tabulated by latitude.
 */
import type { Field } from './fields.ts';
import type { DriftMode, Particles } from './particles.ts';
import { status } from './particles.ts';
import type { Draws } from './random.ts';

export interface DriftModel {
  readonly wind: Field;
  readonly current: Field;
  readonly mode: DriftMode;
  readonly stepS: number;
  /** `midpoint` reads the fields once more halfway: right where currents turn within a step. */
  readonly integrator: 'euler' | 'midpoint';
  /** Share of particles that jibe in an hour. */
  readonly jibePerHour: number;
  /** Jibes of given particles, by particle; instead of random ones. */
  readonly jibesUtcMs?: readonly (readonly number[])[];
  /** Horizontal diffusion, m²/s: what the fields do not resolve. */
  readonly diffusivityM2S: number;
  /** Standard deviation of a constant error of the current, m/s a component. */
  readonly currentErrorMs: number;
  readonly isLand?: (lonDeg: number, latDeg: number) => boolean;
  readonly draws: Draws;
}

/** Degrees a metre, by hundredths of a degree of latitude from −90; two of them for interpolation. */
const latitudeSteps = 18_000;
const lonPerM = new Float64Array(latitudeSteps + 2);
const latPerM = new Float64Array(latitudeSteps + 2);
for (let i = 0; i <= latitudeSteps + 1; i++) {
  // At a pole every direction is north: the cosine is kept from zero.
  const lat = ((Math.min(i, latitudeSteps) / 100 - 90) * Math.PI) / 180;
  const e2 = 0.00669437999014;
  const w = Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  const degree = Math.PI / 180;
  lonPerM[i] = 1 / (degree * (6378137 / w) * Math.max(1e-6, Math.cos(lat)));
  latPerM[i] = 1 / (degree * ((6378137 * (1 - e2)) / w ** 3));
}

export class Simulation {
  utcMs: number;
  readonly particles: Particles;
  readonly #model: DriftModel;
  readonly #halfLon: Float64Array;
  readonly #halfLat: Float64Array;
  readonly #errorEast: Float64Array | undefined;
  readonly #errorNorth: Float64Array | undefined;
  readonly #nextJibe: Uint32Array;
  readonly #isLand: ((lonDeg: number, latDeg: number) => boolean) | undefined;
  readonly #box = { west: 0, east: 0, south: 0, north: 0 };

  constructor(particles: Particles, model: DriftModel, startUtcMs: number) {
    this.particles = particles;
    this.#model = model;
    this.utcMs = startUtcMs;
    this.#halfLon = new Float64Array(particles.count);
    this.#halfLat = new Float64Array(particles.count);
    this.#nextJibe = new Uint32Array(particles.count);
    this.#isLand = model.isLand;
    if (model.currentErrorMs > 0) {
      const drawn = () =>
        Float64Array.from({ length: particles.count }, () => model.draws.normal() * model.currentErrorMs);
      this.#errorEast = drawn();
      this.#errorNorth = drawn();
    }
    this.#release();
    this.#jibeOnTime();
  }

  /** Particles whose time has come begin to drift; those that begin on land are aground. */
  #release(): void {
    const { count, status: state, startUtcMs, lonDeg, latDeg } = this.particles;
    for (let i = 0; i < count; i++) {
      if (state[i] !== status.waiting || startUtcMs[i] > this.utcMs) continue;
      state[i] = this.#isLand?.(lonDeg[i], latDeg[i]) === true ? status.aground : status.adrift;
    }
  }

  /** One step of `stepS` seconds, or a shorter one. */
  step(seconds = this.#model.stepS): void {
    const { integrator, wind, current } = this.#model;
    const { lonDeg, latDeg } = this.particles;
    this.#findBox();
    wind.at(this.utcMs, this.#box);
    current.at(this.utcMs, this.#box);
    if (integrator === 'midpoint') {
      this.#move(lonDeg, latDeg, this.#halfLon, this.#halfLat, seconds / 2);
      const half = this.utcMs + seconds * 500;
      wind.at(half, this.#box);
      current.at(half, this.#box);
      this.#move(this.#halfLon, this.#halfLat, this.#halfLon, this.#halfLat, seconds);
    } else this.#move(lonDeg, latDeg, this.#halfLon, this.#halfLat, seconds);
    if (this.#model.diffusivityM2S > 0) this.#diffuse(seconds);
    this.#settle();
    this.#jibeAtRandom(seconds);
    this.utcMs += seconds * 1000;
    this.#release();
    this.#jibeOnTime();
  }

  /** The box of the particles, with the reach of a step around it. */
  #findBox(): void {
    const { lonDeg, latDeg, count } = this.particles;
    let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < count; i++) {
      if (lonDeg[i] < west) west = lonDeg[i];
      if (lonDeg[i] > east) east = lonDeg[i];
      if (latDeg[i] < south) south = latDeg[i];
      if (latDeg[i] > north) north = latDeg[i];
    }
    Object.assign(this.#box, { west: west - 0.2, east: east + 0.2, south: south - 0.2, north: north + 0.2 });
  }

  /**
   * Where every drifting particle gets to from its position within `seconds`, with the velocity that rules at another
   * place (`atLon`, `atLat`). The hot path: two bilinear look-ups and no trigonometry a particle.
   */
  #move(
    atLon: Float64Array,
    atLat: Float64Array,
    outLon: Float64Array,
    outLat: Float64Array,
    seconds: number,
  ): void {
    const {
      count,
      lonDeg,
      latDeg,
      status: state,
      downSlope,
      downOffset,
      crossSlope,
      crossOffset,
    } = this.particles;
    const { wind, current, mode } = this.#model;
    const { now: windNow, west: windWest, south: windSouth, perLon: windPerLon, perLat: windPerLat } = wind;
    const { now: seaNow, west: seaWest, south: seaSouth, perLon: seaPerLon, perLat: seaPerLat } = current;
    const [windRow, seaRow] = [2 * wind.columns, 2 * current.columns];
    const [windColumns, windRows] = [wind.columns - 1, wind.rows - 1];
    const [seaColumns, seaRows] = [current.columns - 1, current.rows - 1];
    const errorEast = this.#errorEast;
    const errorNorth = this.#errorNorth;
    const hand = mode === 'strict' ? 1 : -1;
    const stillDown = mode === 'strict' ? 0 : 1;
    for (let i = 0; i < count; i++) {
      if (state[i] !== status.adrift) {
        outLon[i] = lonDeg[i];
        outLat[i] = latDeg[i];
        continue;
      }
      const lon = atLon[i];
      const lat = atLat[i];
      let fx = (lon - windWest) * windPerLon;
      let fy = (lat - windSouth) * windPerLat;
      let gx = (lon - seaWest) * seaPerLon;
      let gy = (lat - seaSouth) * seaPerLat;
      if (
        !(fx >= 0 && fy >= 0 && gx >= 0 && gy >= 0) ||
        fx > windColumns ||
        fy > windRows ||
        gx > seaColumns ||
        gy > seaRows
      ) {
        state[i] = status.leftField;
        outLon[i] = lonDeg[i];
        outLat[i] = latDeg[i];
        continue;
      }
      let c = fx | 0;
      let r = fy | 0;
      // The last node belongs to the cell before it.
      if (c === windColumns) c--;
      if (r === windRows) r--;
      fx -= c;
      fy -= r;
      let k = r * windRow + 2 * c;
      let a = (1 - fx) * (1 - fy);
      let b = fx * (1 - fy);
      let d = (1 - fx) * fy;
      let e = fx * fy;
      const windEast =
        a * windNow[k] + b * windNow[k + 2] + d * windNow[k + windRow] + e * windNow[k + windRow + 2];
      const windNorth =
        a * windNow[k + 1] + b * windNow[k + 3] + d * windNow[k + windRow + 1] + e * windNow[k + windRow + 3];
      c = gx | 0;
      r = gy | 0;
      if (c === seaColumns) c--;
      if (r === seaRows) r--;
      gx -= c;
      gy -= r;
      k = r * seaRow + 2 * c;
      a = (1 - gx) * (1 - gy);
      b = gx * (1 - gy);
      d = (1 - gx) * gy;
      e = gx * gy;
      let east = a * seaNow[k] + b * seaNow[k + 2] + d * seaNow[k + seaRow] + e * seaNow[k + seaRow + 2];
      let north =
        a * seaNow[k + 1] + b * seaNow[k + 3] + d * seaNow[k + seaRow + 1] + e * seaNow[k + seaRow + 3];
      if (errorEast !== undefined && errorNorth !== undefined) {
        east += errorEast[i];
        north += errorNorth[i];
      }
      const speed = Math.sqrt(windEast * windEast + windNorth * windNorth);
      const down = downSlope[i] * speed + downOffset[i];
      const cross = hand * (crossSlope[i] * speed + crossOffset[i]);
      if (speed > 0) {
        east += (down * windEast + cross * windNorth) / speed;
        north += (down * windNorth - cross * windEast) / speed;
      } else {
        // Without wind the open model drifts by the offsets as if it blew to the north.
        east += stillDown * cross;
        north += stillDown * down;
      }
      const rank = (latDeg[i] + 90) * 100;
      const step = rank | 0;
      const part = rank - step;
      outLon[i] = lonDeg[i] + east * seconds * (lonPerM[step] + part * (lonPerM[step + 1] - lonPerM[step]));
      outLat[i] = latDeg[i] + north * seconds * (latPerM[step] + part * (latPerM[step + 1] - latPerM[step]));
    }
  }

  #diffuse(seconds: number): void {
    const { count, status: state, latDeg } = this.particles;
    const metres = Math.sqrt(2 * this.#model.diffusivityM2S * seconds);
    for (let i = 0; i < count; i++) {
      if (state[i] !== status.adrift) continue;
      const rank = Math.round((latDeg[i] + 90) * 100);
      this.#halfLon[i] += this.#model.draws.normal() * metres * lonPerM[rank];
      this.#halfLat[i] += this.#model.draws.normal() * metres * latPerM[rank];
    }
  }

  /** Takes over the new positions; what would be on land stops at the shore. */
  #settle(): void {
    const { count, lonDeg, latDeg, status: state } = this.particles;
    const isLand = this.#isLand;
    if (isLand === undefined) {
      lonDeg.set(this.#halfLon);
      latDeg.set(this.#halfLat);
      return;
    }
    for (let i = 0; i < count; i++) {
      if (state[i] !== status.adrift) continue;
      if (isLand(this.#halfLon[i], this.#halfLat[i])) this.#ground(i, isLand);
      else {
        lonDeg[i] = this.#halfLon[i];
        latDeg[i] = this.#halfLat[i];
      }
    }
  }

  /** The last place in the water on the way, to a thousandth of the step. */
  #ground(i: number, isLand: (lonDeg: number, latDeg: number) => boolean): void {
    const { lonDeg, latDeg, status: state } = this.particles;
    let wet = 0;
    let dry = 1;
    const [dLon, dLat] = [this.#halfLon[i] - lonDeg[i], this.#halfLat[i] - latDeg[i]];
    for (let round = 0; round < 10; round++) {
      const middle = (wet + dry) / 2;
      if (isLand(lonDeg[i] + middle * dLon, latDeg[i] + middle * dLat)) dry = middle;
      else wet = middle;
    }
    lonDeg[i] += wet * dLon;
    latDeg[i] += wet * dLat;
    state[i] = status.aground;
  }

  #jibeOnTime(): void {
    const { jibesUtcMs } = this.#model;
    if (jibesUtcMs === undefined) return;
    jibesUtcMs.forEach((times, i) => {
      while (times[this.#nextJibe[i]] <= this.utcMs) {
        this.particles.jibe(i);
        this.#nextJibe[i]++;
      }
    });
  }

  /** Pairs jibe together, which keeps them mirrored. Only those that do cost a draw. */
  #jibeAtRandom(seconds: number): void {
    const { jibePerHour, jibesUtcMs, draws } = this.#model;
    if (jibesUtcMs !== undefined || jibePerHour <= 0) return;
    const pairs = (this.particles.count + 1) >> 1;
    // The chance of a step is such that an hour of steps of any length has the chance of an hour.
    const scale = 3600 / seconds / Math.log(1 - Math.min(jibePerHour, 1 - 1e-12));
    for (let pair = -1; ; ) {
      // How many pairs are passed over before the next that jibes.
      pair += 1 + Math.floor(Math.log(1 - draws.uniform()) * scale);
      if (pair >= pairs) return;
      for (const i of [2 * pair, 2 * pair + 1])
        if (i < this.particles.count && this.particles.status[i] === status.adrift) this.particles.jibe(i);
    }
  }
}
