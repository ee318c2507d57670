/**
 * Minimum-cost flow by successive shortest paths with potentials (R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network
 * Flows", 1993, ch. 9.7). Costs are ≥ 0. The potentials at the end are a dual solution: its value is the stated bound.
 */
import { Heap } from './heap.ts';

export class FlowNetwork {
  readonly nodes: number;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #cost: number[] = [];
  readonly #room: number[] = [];
  readonly #capacity: number[] = [];
  readonly #potential: Float64Array;
  #first: Uint32Array | undefined;
  #arcs: Uint32Array | undefined;

  constructor(nodes: number) {
    this.nodes = nodes;
    this.#potential = new Float64Array(nodes);
  }

  /** Adds an arc and its reverse; the number is for `flow`. @param cost of a unit, ≥ 0 */
  arc(from: number, to: number, capacity: number, cost: number): number {
    const id = this.#to.length;
    this.#from.push(from, to);
    this.#to.push(to, from);
    this.#cost.push(cost, -cost);
    this.#room.push(capacity, 0);
    this.#capacity.push(capacity, 0);
    this.#first = undefined;
    return id;
  }

  flow(arc: number): number {
    return this.#room[arc + 1];
  }

  /** What one more unit of capacity of an arc would change the cost by, ≤ 0. */
  worth(arc: number): number {
    const reduced = this.#cost[arc] + this.#potential[this.#from[arc]] - this.#potential[this.#to[arc]];
    return this.#capacity[arc] === Number.POSITIVE_INFINITY ? 0 : Math.min(0, reduced);
  }

  /** Sends as much as is wanted, or as goes, from a node to another at least cost. */
  send(source: number, sink: number, wanted: number): { sent: number; cost: number } {
    this.#index();
    const distance = new Float64Array(this.nodes);
    const by = new Int32Array(this.nodes);
    const heap = new Heap(this.#to.length + 1);
    let sent = 0;
    while (wanted - sent > 1e-9 * Math.max(1, wanted)) {
      if (!this.#shortest(source, sink, distance, by, heap)) break;
      let amount = wanted - sent;
      for (let v = sink; v !== source; v = this.#from[by[v]]) amount = Math.min(amount, this.#room[by[v]]);
      for (let v = sink; v !== source; v = this.#from[by[v]]) {
        this.#room[by[v]] -= amount;
        this.#room[by[v] ^ 1] += amount;
        if (this.#room[by[v]] < 1e-9) this.#room[by[v]] = 0;
      }
      sent += amount;
    }
    let cost = 0;
    for (let a = 0; a < this.#to.length; a += 2) cost += this.#cost[a] * this.#room[a + 1];
    return { sent, cost };
  }

  /** Value of the dual solution: no flow of this amount costs less. */
  bound(source: number, sink: number, sent: number): number {
    let sum = sent * (this.#potential[sink] - this.#potential[source]);
    for (let a = 0; a < this.#to.length; a += 2) {
      const worth = this.worth(a);
      if (worth < 0) sum += worth * this.#capacity[a];
    }
    return sum;
  }

  #index(): void {
    if (this.#first !== undefined) return;
    const first = new Uint32Array(this.nodes + 1);
    for (const from of this.#from) first[from + 1]++;
    for (let v = 0; v < this.nodes; v++) first[v + 1] += first[v];
    const next = first.slice();
    const arcs = new Uint32Array(this.#from.length);
    this.#from.forEach((from, a) => {
      arcs[next[from]++] = a;
    });
    this.#first = first;
    this.#arcs = arcs;
  }

  /** Dijkstra on reduced costs, up to the sink; potentials of what lies nearer are raised. */
  #shortest(source: number, sink: number, distance: Float64Array, by: Int32Array, heap: Heap): boolean {
    const first = this.#first as Uint32Array;
    const arcs = this.#arcs as Uint32Array;
    const potential = this.#potential;
    distance.fill(Number.POSITIVE_INFINITY);
    distance[source] = 0;
    heap.size = 0;
    heap.push(0, source);
    let reached = false;
    while (heap.size > 0) {
      const key = heap.topKey;
      const at = heap.pop();
      if (key > distance[at]) continue;
      if (at === sink) {
        reached = true;
        break;
      }
      for (let k = first[at]; k < first[at + 1]; k++) {
        const a = arcs[k];
        if (this.#room[a] <= 0) continue;
        const to = this.#to[a];
        const there = key + Math.max(0, this.#cost[a] + potential[at] - potential[to]);
        if (there >= distance[to]) continue;
        distance[to] = there;
        by[to] = a;
        heap.push(there, to);
      }
    }
    if (!reached) return false;
    const far = distance[sink];
    for (let v = 0; v < this.nodes; v++) potential[v] += Math.min(distance[v], far);
    return true;
  }
}
