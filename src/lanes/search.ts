/**
 * Shortest ways on the network: Dijkstra with a binary heap in typed arrays, stopping early. Towards a known end it is
 * A* (Hart, Nilsson and Raphael, 1968): the great circle to the end on the smallest sphere that WGS 84 allows is never
 * longer than the way, so the answer stays the shortest.
 */
import type { Network } from './network.ts';
import { unreachable } from './network.ts';
import { unitVectors } from './path.ts';

/** Which gates are closed, 1 each, by the index of the gate. */
export type ClosedGates = Uint8Array;

/** Where a search goes: a unit vector, and how much shorter than the great circle a rest of the way may be. */
export interface Towards {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly slackMilliNm: number;
}

/** Nodes that a start may see: each is looked at only when its turn comes, because few turns come. */
export interface Sightings {
  readonly nodes: ArrayLike<number>;
  readonly milliNm: ArrayLike<number>;
  readonly sees: (node: number) => boolean;
}

export interface SearchOptions {
  /**
   * For each node what is still to go from there, 0 where it is an end; the search stops as soon as no better end can
   * follow. Neither this nor `lastLeg`: all nodes.
   */
  readonly finish?: ReadonlyMap<number, number>;
  /** The same, asked when a node's turn comes: what is still to go if it is less than `limit`, else `unreachable`. */
  readonly lastLeg?: (node: number, limit: number) => number;
  /** 1 where an edge may not be used. */
  readonly blockedEdges?: Uint8Array;
  /** Lets the search hurry towards the region of its ends. */
  readonly to?: Towards;
  readonly sightings?: Sightings;
}

/** Least length of a radian of arc between geodetic places: the meridian at the equator, 6,335 km, less a little. */
const milliNmPerRadian = 3_420_000;
/** For lengths rounded to whole thousandths, over some hundred edges. */
const roundingMilliNm = 1000;

type Graph = Pick<Network, 'nodes' | 'starts' | 'targets' | 'lengthsMilliNm' | 'gateOfEdge'> &
  Partial<Pick<Network, 'lonDeg' | 'latDeg'>>;

/** Scratch space for searches on one network; one per thread. */
export class Search {
  /** After `run`: thousandths of a nautical mile from the nearest start, and the node before. */
  readonly distance: Int32Array;
  readonly before: Int32Array;
  readonly #graph: Graph;
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  /** Distance and the least that is still to go. */
  readonly #key: Int32Array;
  readonly #towards: Int32Array;
  readonly #at: Float64Array;
  #to: Towards | undefined;
  #size = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.distance = new Int32Array(graph.nodes);
    this.before = new Int32Array(graph.nodes);
    this.#heap = new Int32Array(graph.nodes + 1);
    this.#place = new Int32Array(graph.nodes);
    this.#key = new Int32Array(graph.nodes);
    this.#towards = new Int32Array(graph.nodes);
    this.#at = unitVectors(graph.lonDeg ?? [], graph.latDeg ?? []);
  }

  /** Towards one place, for `run`. */
  towards(lonDeg: number, latDeg: number, slackMilliNm: number): Towards {
    const [x, y, z] = unitVectors([lonDeg], [latDeg]);
    return { x, y, z, slackMilliNm: slackMilliNm + roundingMilliNm };
  }

  /**
   * Distances from the starts (pairs of node and distance already made).
   * @returns the last node of the best way, or −1
   */
  run(starts: ArrayLike<number>, closed: ClosedGates, options: SearchOptions = {}): number {
    const { starts: first, targets, lengthsMilliNm, gateOfEdge } = this.#graph;
    const { distance, before } = this;
    const { finish, lastLeg, blockedEdges, to, sightings } = options;
    distance.fill(unreachable);
    before.fill(-1);
    this.#place.fill(0);
    this.#size = 0;
    this.#to = to;
    if (to !== undefined) this.#towards.fill(-1);
    for (let i = 0; i < starts.length; i += 2) this.#offer(starts[i], starts[i + 1], -1);
    const waiting = sightings === undefined ? [] : this.#sorted(sightings);
    let [next, best, end] = [0, unreachable, -1];
    for (;;) {
      const top = this.#size > 0 ? this.#key[this.#heap[1]] : unreachable;
      if (sightings !== undefined && next < waiting.length && waiting[next].key <= Math.min(top, best - 1)) {
        const { node, length } = waiting[next++];
        if (length < distance[node] && sightings.sees(node)) this.#offer(node, length, -1);
        continue;
      }
      if (this.#size === 0) break;
      const node = this.#pop();
      const so = distance[node];
      if (this.#key[node] >= best) break;
      const rest = Math.min(finish?.get(node) ?? unreachable, lastLeg?.(node, best - so) ?? unreachable);
      if (so + rest < best) {
        best = so + rest;
        end = node;
      }
      for (let e = first[node]; e < first[node + 1]; e++) {
        const gate = gateOfEdge[e];
        if (gate >= 0 && closed[gate] === 1) continue;
        const length = so + lengthsMilliNm[e];
        if (length < distance[targets[e]] && (blockedEdges === undefined || blockedEdges[e] === 0))
          this.#offer(targets[e], length, node);
      }
    }
    return end;
  }

  #sorted({ nodes, milliNm }: Sightings): { node: number; length: number; key: number }[] {
    const out = [];
    for (let i = 0; i < nodes.length; i++) {
      const rest = this.#to === undefined ? 0 : this.#leastTo(nodes[i], this.#to);
      out.push({ node: nodes[i], length: milliNm[i], key: milliNm[i] + rest });
    }
    return out.sort((p, q) => p.key - q.key);
  }

  #offer(node: number, length: number, from: number): void {
    if (length >= this.distance[node]) return;
    this.distance[node] = length;
    this.before[node] = from;
    const heap = this.#heap;
    const place = this.#place;
    const keys = this.#key;
    const key = this.#to === undefined ? length : length + this.#leastTo(node, this.#to);
    keys[node] = key;
    let at = place[node];
    if (at === 0) at = ++this.#size;
    while (at > 1) {
      const parent = at >> 1;
      if (keys[heap[parent]] <= key) break;
      heap[at] = heap[parent];
      place[heap[at]] = at;
      at = parent;
    }
    heap[at] = node;
    place[node] = at;
  }

  #leastTo(node: number, { x, y, z, slackMilliNm }: Towards): number {
    const known = this.#towards[node];
    if (known >= 0) return known;
    const at = this.#at;
    const cos = at[node * 3] * x + at[node * 3 + 1] * y + at[node * 3 + 2] * z;
    const arc = Math.acos(Math.max(-1, Math.min(1, cos)));
    const least = Math.max(0, Math.floor(arc * milliNmPerRadian) - slackMilliNm);
    this.#towards[node] = least;
    return least;
  }

  #pop(): number {
    const heap = this.#heap;
    const distance = this.#key;
    const top = heap[1];
    const last = heap[this.#size--];
    this.#place[top] = 0;
    if (this.#size === 0) return top;
    const length = distance[last];
    let at = 1;
    for (;;) {
      let child = at * 2;
      if (child > this.#size) break;
      if (child < this.#size && distance[heap[child + 1]] < distance[heap[child]]) child++;
      if (distance[heap[child]] >= length) break;
      heap[at] = heap[child];
      this.#place[heap[at]] = at;
      at = child;
    }
    heap[at] = last;
    this.#place[last] = at;
    return top;
  }
}
