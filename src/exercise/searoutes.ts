/**
 * Ways over water: a grid of places at sea, A* between them, then every corner that is not needed is left out. A
 * straight way is clear when it keeps its distance from the coast, proven by stepping: from a place d off the coast
 * the next d nautical miles hold no land (sphere tracing, Hart 1996).
 */
import type { LonLat } from '../earth/index.ts';

/** Distance to what is to be kept clear of (coast, areas), nautical miles; a vessel's way changes it by no more than itself. */
export type ClearanceNm = (lonDeg: number, latDeg: number) => number;

/** West, south, east, north, degrees. */
export type Box = readonly [number, number, number, number];

const stepDeg = 0.25;
const nearestStepNm = 0.05;

/** Whether a straight way from a place at sea keeps at least so far away. */
export function isClear(clearanceNm: ClearanceNm, a: LonLat, b: LonLat, keepNm: number): boolean {
  const lengthNm = length(a, b);
  let alongNm = 0;
  while (alongNm < lengthNm) {
    const share = alongNm / lengthNm;
    const freeNm = clearanceNm(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])) - keepNm;
    if (freeNm < 0) return false;
    alongNm += Math.max(freeNm, nearestStepNm);
  }
  return clearanceNm(b[0], b[1]) >= keepNm;
}

export class SeaRoutes {
  readonly #clearanceNm: ClearanceNm;
  readonly #keepNm: number;
  readonly #box: Box;
  readonly #columns: number;
  readonly #freeNm: Float64Array;
  readonly #edges = new Map<number, boolean>();
  readonly #known = new Map<string, readonly LonLat[] | undefined>();

  /**
   * @param clearanceNm 0 on land
   * @param traceNm the same for places at sea; need not know land
   * @param keepNm how far from the coast the way stays, once it has left port
   */
  constructor(clearanceNm: ClearanceNm, traceNm: ClearanceNm, box: Box, keepNm: number) {
    this.#clearanceNm = traceNm;
    this.#keepNm = keepNm;
    this.#box = box;
    this.#columns = Math.floor((box[2] - box[0]) / stepDeg) + 1;
    const rows = Math.floor((box[3] - box[1]) / stepDeg) + 1;
    this.#freeNm = new Float64Array(this.#columns * rows);
    for (let node = 0; node < this.#freeNm.length; node++) {
      const [lon, lat] = this.#place(node);
      this.#freeNm[node] = clearanceNm(lon, lat);
    }
  }

  /** The corners of a way between two places at sea, both ends included; undefined when there is none. */
  between(from: LonLat, to: LonLat): readonly LonLat[] | undefined {
    const key = `${from.join()} ${to.join()}`;
    if (!this.#known.has(key)) {
      const way = this.#search(from, to);
      this.#known.set(key, way);
      this.#known.set(`${to.join()} ${from.join()}`, way && [...way].reverse());
    }
    return this.#known.get(key);
  }

  #place(node: number): LonLat {
    const column = node % this.#columns;
    return [this.#box[0] + column * stepDeg, this.#box[1] + ((node - column) / this.#columns) * stepDeg];
  }

  /** Grid places that a place is joined to by a clear way; near the coast the way may be as near as its beginning. */
  #gates(place: LonLat): number[] {
    const keep = Math.min(this.#keepNm, this.#clearanceNm(place[0], place[1]) * 0.6);
    const around: number[] = [];
    for (let radius = 1; radius <= 4 && around.length === 0; radius++)
      for (const node of this.#around(place, radius))
        if (this.#freeNm[node] >= this.#keepNm && isClear(this.#clearanceNm, place, this.#place(node), keep))
          around.push(node);
    return around;
  }

  #around([lon, lat]: LonLat, radius: number): number[] {
    const column = Math.round((lon - this.#box[0]) / stepDeg);
    const row = Math.round((lat - this.#box[1]) / stepDeg);
    const nodes: number[] = [];
    for (let y = row - radius; y <= row + radius; y++)
      for (let x = column - radius; x <= column + radius; x++) {
        const node = y * this.#columns + x;
        if (x >= 0 && x < this.#columns && y >= 0 && node < this.#freeNm.length) nodes.push(node);
      }
    return nodes;
  }

  #search(from: LonLat, to: LonLat): readonly LonLat[] | undefined {
    if (isClear(this.#clearanceNm, from, to, this.#keepNm)) return [from, to];
    const goals = new Set(this.#gates(to));
    const cost = new Map<number, number>();
    const before = new Map<number, number>();
    const open = new Heap();
    const offer = (node: number, way: number, previous: number) => {
      if (way >= (cost.get(node) ?? Number.POSITIVE_INFINITY)) return;
      cost.set(node, way);
      before.set(node, previous);
      open.push(node, way + length(this.#place(node), to));
    };
    for (const node of this.#gates(from)) offer(node, length(from, this.#place(node)), -1);
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (goals.has(node)) return this.#pulled(from, to, node, before);
      const here = this.#place(node);
      const way = cost.get(node) ?? 0;
      for (const next of this.#around(here, 1))
        if (next !== node && this.#joined(node, next))
          offer(next, way + length(here, this.#place(next)), node);
    }
    return undefined;
  }

  #joined(a: number, b: number): boolean {
    const key = Math.min(a, b) * this.#freeNm.length + Math.max(a, b);
    const known = this.#edges.get(key) ?? this.#isJoined(Math.min(a, b), Math.max(a, b));
    this.#edges.set(key, known);
    return known;
  }

  #isJoined(a: number, b: number): boolean {
    const [from, to] = [this.#place(a), this.#place(b)];
    const lengthNm = length(from, to);
    const [freeA, freeB] = [this.#freeNm[a], this.#freeNm[b]];
    if (freeA < this.#keepNm || freeB < this.#keepNm) return false;
    if (freeA + freeB - lengthNm >= 2 * this.#keepNm) return true;
    return isClear(this.#clearanceNm, from, to, this.#keepNm);
  }

  /** The way back through `before`, with only the corners that it needs. */
  #pulled(from: LonLat, to: LonLat, last: number, before: ReadonlyMap<number, number>): readonly LonLat[] {
    const grid: LonLat[] = [];
    for (let node = last; node >= 0; node = before.get(node) ?? -1) grid.unshift(this.#place(node));
    const corners = [from, grid[0]];
    for (let i = 0; i < grid.length - 1; ) {
      let next = grid.length - 1;
      while (next > i + 1 && !isClear(this.#clearanceNm, grid[i], grid[next], this.#keepNm)) next -= 1;
      corners.push(grid[next]);
      i = next;
    }
    corners.push(to);
    return corners;
  }
}

function length(a: LonLat, b: LonLat): number {
  return Math.hypot((b[0] - a[0]) * Math.cos(((a[1] + b[1]) * Math.PI) / 360), b[1] - a[1]) * 60;
}

/** A binary heap of nodes by cost; ties in order of node, so that ways are the same everywhere. */
class Heap {
  readonly #nodes: number[] = [];
  readonly #costs: number[] = [];

  push(node: number, cost: number): void {
    let at = this.#nodes.length;
    this.#nodes.push(node);
    this.#costs.push(cost);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): number | undefined {
    const [top] = this.#nodes;
    if (top === undefined) return undefined;
    this.#swap(0, this.#nodes.length - 1);
    this.#nodes.pop();
    this.#costs.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#nodes.length && this.#before(child, least)) least = child;
      if (least === at) return top;
      this.#swap(at, least);
      at = least;
    }
  }

  #before(a: number, b: number): boolean {
    return (
      this.#costs[a] < this.#costs[b] ||
      (this.#costs[a] === this.#costs[b] && this.#nodes[a] < this.#nodes[b])
    );
  }

  #swap(a: number, b: number): void {
    [this.#nodes[a], this.#nodes[b]] = [this.#nodes[b], this.#nodes[a]];
    [this.#costs[a], this.#costs[b]] = [this.#costs[b], this.#costs[a]];
  }
}
