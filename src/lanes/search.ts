/**
 * Shortest ways on the network: Dijkstra with a binary heap in typed arrays, stopping early. Towards a known end it is
 * A* (Hart, Nilsson and Raphael, 1968): the great circle to the end on the smallest sphere that WGS 84 allows is never
 * longer than the way, so the answer stays the shortest.
 */
import type { Anchor, Landmarks } from './landmarks.ts';
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
  /** Knows more than the great circle, where it holds. */
  readonly landmarks?: { readonly known: Landmarks; readonly anchor: Anchor };
}

/** An end that hangs together with nodes by ways of its own: each is measured only when its turn comes, as few do. */
export interface Reach {
  /** Nodes that it may reach, and the least that the way to each may be. */
  candidates(): { readonly nodes: ArrayLike<number>; readonly leastMilliNm: ArrayLike<number> };
  /** The way to a node if it is less than `limit`, else `unreachable`. */
  milliNmTo(node: number, limit: number): number;
}

/** An end that is a node. */
export function reachAt(node: number): Reach {
  return {
    candidates: () => ({ nodes: [node], leastMilliNm: [0] }),
    milliNmTo: (other, limit) => (other === node && limit > 0 ? 0 : unreachable),
  };
}

export interface SearchOptions {
  /** Where the search may begin besides its seeds. */
  readonly from?: Reach;
  /** Where it ends; without it the search goes to all nodes. */
  readonly finish?: Reach;
  /** 1 where an edge may not be used. */
  readonly blockedEdges?: Uint8Array;
  /** Lets the search hurry towards the region of its ends. */
  readonly to?: Towards;
}

/** Least length of a radian of arc between geodetic places: the meridian at the equator, 6,335 km, less a little. */
const milliNmPerRadian = 3_420_000;
/** Node numbers fit into 16 bits. */
const nodesAKey = 0x10000;
/** For lengths rounded to whole thousandths, over some hundred edges. */
const roundingMilliNm = 1000;

/** Never more than a way of this arc, given its cosine. */
export function leastMilliNm(cos: number): number {
  return Math.floor(Math.acos(Math.max(-1, Math.min(1, cos))) * milliNmPerRadian);
}

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
  /** Length of the best way that is known so far. */
  #best = unreachable;

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
  towards(lonDeg: number, latDeg: number, slackMilliNm: number, landmarks?: Towards['landmarks']): Towards {
    const [x, y, z] = unitVectors([lonDeg], [latDeg]);
    return { x, y, z, slackMilliNm: slackMilliNm + roundingMilliNm, landmarks };
  }

  /**
   * Distances from the starts (pairs of node and distance already made).
   * @returns the last node of the best way, or −1
   */
  run(starts: ArrayLike<number>, closed: ClosedGates, options: SearchOptions = {}): number {
    const { starts: first, targets, lengthsMilliNm, gateOfEdge } = this.#graph;
    const { distance, before } = this;
    const { from, finish, blockedEdges, to } = options;
    distance.fill(unreachable);
    before.fill(-1);
    this.#place.fill(0);
    this.#size = 0;
    this.#best = unreachable;
    this.#to = to;
    if (to !== undefined) this.#towards.fill(-1);
    for (let i = 0; i < starts.length; i += 2) this.#offer(starts[i], starts[i + 1], -1);
    const waiting = from === undefined ? [] : this.#sorted(from);
    let [next, end] = [0, -1];
    for (;;) {
      const top = this.#size > 0 ? this.#key[this.#heap[1]] : unreachable;
      if (from !== undefined && next < waiting.length) {
        const key = Math.floor(waiting[next] / nodesAKey);
        if (key <= Math.min(top, this.#best - 1)) {
          const node = waiting[next++] % nodesAKey;
          this.#offer(node, from.milliNmTo(node, distance[node]), -1);
          continue;
        }
      }
      if (this.#size === 0) break;
      const node = this.#pop();
      const so = distance[node];
      if (this.#key[node] >= this.#best) break;
      const rest = finish?.milliNmTo(node, this.#best - so) ?? unreachable;
      if (so + rest < this.#best) {
        this.#best = so + rest;
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

  /** Candidates in the order of the least that a way by them may be: key and node in one number. */
  #sorted(from: Reach): Float64Array {
    const { nodes, leastMilliNm: least } = from.candidates();
    const out = new Float64Array(nodes.length);
    for (let i = 0; i < nodes.length; i++) {
      const rest = this.#to === undefined ? 0 : this.#leastTo(nodes[i], this.#to);
      out[i] = (least[i] + rest) * nodesAKey + nodes[i];
    }
    return out.sort();
  }

  #offer(node: number, length: number, from: number): void {
    if (length >= this.distance[node]) return;
    const key = this.#to === undefined ? length : length + this.#leastTo(node, this.#to);
    // No way by this node is better than the one that is known.
    if (key >= this.#best) return;
    this.distance[node] = length;
    this.before[node] = from;
    const heap = this.#heap;
    const place = this.#place;
    const keys = this.#key;
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

  #leastTo(node: number, { x, y, z, slackMilliNm, landmarks }: Towards): number {
    const known = this.#towards[node];
    if (known >= 0) return known;
    const at = this.#at;
    const cos = at[node * 3] * x + at[node * 3 + 1] * y + at[node * 3 + 2] * z;
    let least = Math.max(0, leastMilliNm(cos) - slackMilliNm);
    if (landmarks !== undefined)
      least = Math.max(least, landmarks.known.leastMilliNm(node, landmarks.anchor));
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
