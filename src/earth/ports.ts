/** Ports and anchorages: data/earth/ports.json (built by scripts/earth/ports.mjs) as an index of points. */
import { CommonwatchError } from '../core/errors.ts';
import { chordToArcM, gaussianRadiusM, toCartesian } from './geodesy.ts';
import { lazily } from './lazily.ts';
import type { Nearest } from './tree.ts';
import { ChainTree } from './tree.ts';

/** data/earth/ports.json; each row is three differences from the row before: name, longitude, latitude. */
export interface PortTable {
  readonly unitDeg: number;
  readonly count: number;
  readonly names: readonly string[];
  readonly rows: readonly number[];
}

/** The nearest port or anchorage. */
export interface NearPort {
  /** Empty where the source gives no name. */
  readonly name: string;
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly distanceKm: number;
}

export class Ports {
  readonly #lonDeg: Float64Array;
  readonly #latDeg: Float64Array;
  readonly #name: Uint16Array;
  readonly #names: readonly string[];
  readonly #tree: () => ChainTree;
  readonly #found: Nearest = { chain: -1, chordM: 0 };
  readonly #point = new Float64Array(3);

  constructor({ unitDeg, count, names, rows }: PortTable) {
    if (rows.length !== count * 3)
      throw new CommonwatchError('earth.invalid-table', `ports, ${rows.length} numbers`);
    this.#lonDeg = new Float64Array(count);
    this.#latDeg = new Float64Array(count);
    this.#name = new Uint16Array(count);
    this.#names = names;
    const vertices = new Float32Array(count * 3);
    let name = 0;
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < count; i++) {
      name += rows[i * 3];
      lon += rows[i * 3 + 1];
      lat += rows[i * 3 + 2];
      this.#name[i] = name;
      this.#lonDeg[i] = lon * unitDeg;
      this.#latDeg[i] = lat * unitDeg;
      toCartesian(this.#lonDeg[i], this.#latDeg[i], vertices, i * 3);
    }
    const starts = Uint32Array.from({ length: count + 1 }, (_, i) => i);
    this.#tree = lazily(() => new ChainTree({ vertices, starts, groups: new Uint16Array(count) }));
  }

  get size(): number {
    return this.#name.length;
  }

  /** Distance to the nearest port or anchorage point, kilometres; infinite when there is none at all. */
  distanceKm(lonDeg: number, latDeg: number): number {
    toCartesian(lonDeg, latDeg, this.#point);
    const [x, y, z] = this.#point;
    this.#tree().nearest(x, y, z, Number.POSITIVE_INFINITY, this.#found);
    if (this.#found.chain < 0) return Number.POSITIVE_INFINITY;
    return chordToArcM(this.#found.chordM, gaussianRadiusM(latDeg)) / 1000;
  }

  /** The nearest port or anchorage itself. */
  nearest(lonDeg: number, latDeg: number): NearPort | undefined {
    const distanceKm = this.distanceKm(lonDeg, latDeg);
    const { chain } = this.#found;
    if (chain < 0) return undefined;
    const name = this.#names[this.#name[chain]];
    return { name, lonDeg: this.#lonDeg[chain], latDeg: this.#latDeg[chain], distanceKm };
  }
}
