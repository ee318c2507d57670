/**
 * The coast as data: decoding of data/earth/coast.bin (built by scripts/earth/coast.mjs), chains for distances,
 * and the test for land.
 */
import { CommonwatchError } from '../core/errors.ts';
import { toCartesian } from './geodesy.ts';
import type { Chains } from './tree.ts';

/** data/earth/coast.json: how to read coast.bin. */
export interface CoastHeader {
  readonly scale: readonly number[];
  readonly translate: readonly number[];
  readonly polylines: number;
  readonly uncertaintyNm: number;
  /** Ids of the features that the polylines are labelled with. */
  readonly labels: readonly string[];
}

/**
 * Runs of coast in degrees; polyline i is vertices `starts[i]` up to `starts[i + 1]`. Longitudes run on past ±180°
 * where a coast crosses the antimeridian, so that no edge jumps.
 */
export interface Coastline {
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly starts: Uint32Array;
  /** Index into the labels of the header. */
  readonly labels: Uint16Array;
}

/**
 * Reads coast.bin: for each polyline four Int32 (first x, first y, number of vertices, label), then for every
 * further vertex two Int16 (differences), all little-endian, in steps of the header's grid.
 */
export function decodeCoast(header: CoastHeader, bytes: ArrayBuffer): Coastline {
  const { polylines } = header;
  if (bytes.byteLength < polylines * 16 || bytes.byteLength % 4 !== 0) {
    throw new CommonwatchError('earth.invalid-table', `coast.bin, ${bytes.byteLength} bytes`);
  }
  const heads = new Int32Array(bytes, 0, polylines * 4);
  const deltas = new Int16Array(bytes, polylines * 16);
  const total = deltas.length / 2 + polylines;
  const coast: Coastline = {
    lonDeg: new Float64Array(total),
    latDeg: new Float64Array(total),
    starts: new Uint32Array(polylines + 1),
    labels: new Uint16Array(polylines),
  };
  const [scaleX, scaleY] = header.scale;
  const [originX, originY] = header.translate;
  let at = 0;
  let delta = 0;
  for (let i = 0; i < polylines; i++) {
    let x = heads[i * 4];
    let y = heads[i * 4 + 1];
    const end = at + heads[i * 4 + 2];
    coast.starts[i] = at;
    coast.labels[i] = heads[i * 4 + 3];
    for (;;) {
      coast.lonDeg[at] = x * scaleX + originX;
      coast.latDeg[at] = y * scaleY + originY;
      if (++at >= end) break;
      x += deltas[delta++];
      y += deltas[delta++];
    }
  }
  coast.starts[polylines] = at;
  if (at !== total)
    throw new CommonwatchError('earth.invalid-table', `coast.bin, ${at} of ${total} vertices`);
  return coast;
}

/** A run of vertices in degrees, with the group that it belongs to. */
export interface Run {
  readonly lonDeg: ArrayLike<number>;
  readonly latDeg: ArrayLike<number>;
  /** Index of the first vertex, and of the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly group: number;
}

/** Segments a chain: short enough for tight boxes, long enough that the tree stays small. */
const segmentsPerChain = 8;
/**
 * Longest step along an edge, degrees. Edges are straight in longitude and latitude (RFC 7946); a chord of 0.1°
 * (6 nm) dips 2.4 m below the surface, which bounds the error of a distance to it.
 */
const maxStepDeg = 0.1;

/** Cuts runs into chains for a `ChainTree`; edges are straight in longitude and latitude. */
export function toChains(runs: Iterable<Run>): Chains {
  const chains = new ChainWriter();
  for (const { lonDeg, latDeg, from, to, group } of runs) {
    chains.open(group);
    chains.push(lonDeg[from], latDeg[from]);
    for (let i = from + 1; i < to; i++) {
      const dLon = lonDeg[i] - lonDeg[i - 1];
      const dLat = latDeg[i] - latDeg[i - 1];
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dLon), Math.abs(dLat)) / maxStepDeg));
      for (let s = 1; s <= steps; s++) {
        if (chains.isFull) chains.reopen(group);
        chains.push(lonDeg[i - 1] + (dLon * s) / steps, latDeg[i - 1] + (dLat * s) / steps);
      }
    }
  }
  return chains.finish();
}

/** Chains in growing typed arrays. */
class ChainWriter {
  #vertices = new Float32Array(3072);
  #count = 0;
  readonly #starts: number[] = [];
  readonly #groups: number[] = [];

  get isFull(): boolean {
    return this.#count - this.#starts[this.#starts.length - 1] > segmentsPerChain;
  }

  open(group: number): void {
    this.#starts.push(this.#count);
    this.#groups.push(group);
  }

  /** A new chain that begins where the last one ends. */
  reopen(group: number): void {
    this.open(group);
    this.#grow();
    this.#vertices.copyWithin(this.#count * 3, this.#count * 3 - 3, this.#count * 3);
    this.#count++;
  }

  push(lonDeg: number, latDeg: number): void {
    this.#grow();
    toCartesian(lonDeg, latDeg, this.#vertices, this.#count * 3);
    this.#count++;
  }

  finish(): Chains {
    return {
      vertices: this.#vertices.slice(0, this.#count * 3),
      starts: Uint32Array.from([...this.#starts, this.#count]),
      groups: Uint16Array.from(this.#groups),
    };
  }

  #grow(): void {
    if (this.#count * 3 + 3 <= this.#vertices.length) return;
    const larger = new Float32Array(this.#vertices.length * 2);
    larger.set(this.#vertices);
    this.#vertices = larger;
  }
}

/** Columns of 0.1°: a land test reads the few hundred edges of one. */
const columns = 3600;

/**
 * Land or water, by counting the coasts on the meridian north of a place: an odd number is land. The North Pole is
 * water, so this is right everywhere, Antarctica and the antimeridian included. Lakes and rivers are land.
 */
export class LandTest {
  readonly #coast: Coastline;
  /** First entry of each column in `#edges`. */
  readonly #columnStarts = new Uint32Array(columns + 1);
  /** Index of an edge's first vertex. */
  readonly #edges: Uint32Array;

  constructor(coast: Coastline) {
    this.#coast = coast;
    this.#visit((column) => this.#columnStarts[column + 1]++);
    for (let i = 0; i < columns; i++) this.#columnStarts[i + 1] += this.#columnStarts[i];
    this.#edges = new Uint32Array(this.#columnStarts[columns]);
    const next = this.#columnStarts.slice();
    this.#visit((column, edge) => {
      this.#edges[next[column]++] = edge;
    });
  }

  /** Whether a place is on land. */
  isLand(lonDeg: number, latDeg: number): boolean {
    const east = (((lonDeg + 180) % 360) + 360) % 360;
    const lon = east - 180;
    const column = Math.min(columns - 1, Math.floor((east * columns) / 360));
    const { lonDeg: lons, latDeg: lats } = this.#coast;
    let land = false;
    for (let i = this.#columnStarts[column]; i < this.#columnStarts[column + 1]; i++) {
      const edge = this.#edges[i];
      const turn = nearestTurn(lon, lons[edge]);
      const a = lons[edge] + turn;
      const b = lons[edge + 1] + turn;
      if (a <= lon === b <= lon) continue;
      const lat = lats[edge] + ((lats[edge + 1] - lats[edge]) * (lon - a)) / (b - a);
      if (lat > latDeg) land = !land;
    }
    return land;
  }

  /** Calls back for every column that an edge passes. */
  #visit(callback: (column: number, edge: number) => void): void {
    const { lonDeg, starts } = this.#coast;
    for (let line = 0; line + 1 < starts.length; line++) {
      for (let edge = starts[line]; edge + 1 < starts[line + 1]; edge++) {
        const west = Math.min(lonDeg[edge], lonDeg[edge + 1]);
        const east = Math.max(lonDeg[edge], lonDeg[edge + 1]);
        const first = Math.floor(((west + 180) * columns) / 360 - 1e-6);
        const last = Math.floor(((east + 180) * columns) / 360 + 1e-6);
        for (let column = first; column <= last; column++)
          callback(((column % columns) + columns) % columns, edge);
      }
    }
  }
}

/** 0, 360 or −360: what brings a longitude into the half turn around another. */
function nearestTurn(lon: number, edgeLon: number): number {
  if (lon - edgeLon > 180) return 360;
  return lon - edgeLon < -180 ? -360 : 0;
}
