/** Shortest ways on the network: Dijkstra with a binary heap in typed arrays, stopping early. */
import type { Network } from './network.ts';
import { unreachable } from './network.ts';

/** Which gates are closed, 1 each, by the index of the gate. */
export type ClosedGates = Uint8Array;

type Graph = Pick<Network, 'nodes' | 'starts' | 'targets' | 'lengthsMilliNm' | 'gateOfEdge'>;

/** Scratch space for searches on one network; one per thread. */
export class Search {
  /** After `run`: thousandths of a nautical mile from the nearest start, and the node before. */
  readonly distance: Int32Array;
  readonly before: Int32Array;
  readonly #graph: Graph;
  readonly #heap: Int32Array;
  readonly #place: Int32Array;
  #size = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.distance = new Int32Array(graph.nodes);
    this.before = new Int32Array(graph.nodes);
    this.#heap = new Int32Array(graph.nodes + 1);
    this.#place = new Int32Array(graph.nodes);
  }

  /**
   * Distances from the starts (pairs of node and distance already made).
   * @param finish for each node what is still to go from there, 0 where it is no end; the search stops as soon as no
   * better end can follow. Undefined: all nodes.
   * @returns the last node of the best way, or −1
   */
  run(
    starts: ArrayLike<number>,
    closed: ClosedGates,
    finish?: ReadonlyMap<number, number>,
    blockedEdges?: Uint8Array,
  ): number {
    const { starts: first, targets, lengthsMilliNm, gateOfEdge } = this.#graph;
    const { distance, before } = this;
    distance.fill(unreachable);
    before.fill(-1);
    this.#place.fill(0);
    this.#size = 0;
    for (let i = 0; i < starts.length; i += 2) this.#offer(starts[i], starts[i + 1], -1);
    let best = unreachable;
    let end = -1;
    while (this.#size > 0) {
      const node = this.#pop();
      const so = distance[node];
      if (so >= best) break;
      const rest = finish?.get(node);
      if (rest !== undefined && so + rest < best) {
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

  #offer(node: number, length: number, from: number): void {
    if (length >= this.distance[node]) return;
    this.distance[node] = length;
    this.before[node] = from;
    const heap = this.#heap;
    const place = this.#place;
    let at = place[node];
    if (at === 0) at = ++this.#size;
    while (at > 1) {
      const parent = at >> 1;
      if (this.distance[heap[parent]] <= length) break;
      heap[at] = heap[parent];
      place[heap[at]] = at;
      at = parent;
    }
    heap[at] = node;
    place[node] = at;
  }

  #pop(): number {
    const heap = this.#heap;
    const { distance } = this;
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
