/**
 * The cheapest way to serve all demand from open sites of limited capacity, where a customer may be served by several:
 * a transportation problem, solved by successive cheapest reassignment on the graph of open sites (an arc i → j is worth
 * the cheapest unit that can move from i to j). Sites are few and customers many, so the graph stays small. The method is
 * that of successive shortest paths (R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows", 1993, ch. 9.7).
 */

/** A location problem with capacities; costs are for a customer's whole demand, `costs[u · sites + i]`. */
export interface CapacitatedProblem {
  readonly customers: number;
  readonly sites: number;
  readonly capacities: Float64Array;
  readonly fixedCosts: Float64Array;
  readonly demands: Float64Array;
  readonly costs: Float64Array;
}

export interface Shipment {
  readonly customer: number;
  readonly site: number;
  readonly amount: number;
}

/** Amounts below this share of a demand are rounding errors. */
const dust = 1e-9;

export class Assigner {
  work = 0;
  readonly #problem: CapacitatedProblem;
  /** Cost of a unit, `[u · sites + i]`. */
  readonly #unit: Float64Array;
  readonly #flow: Float64Array;
  readonly #load: Float64Array;
  readonly #arc: Float64Array;
  readonly #mover: Int32Array;
  readonly #distance: Float64Array;
  readonly #from: Int32Array;
  readonly #members: number[][];

  constructor(problem: CapacitatedProblem) {
    const { customers, sites, costs, demands } = problem;
    this.#problem = problem;
    this.#unit = Float64Array.from(costs, (cost, at) => {
      const demand = demands[Math.floor(at / sites)];
      return demand > 0 ? cost / demand : 0;
    });
    this.#flow = new Float64Array(customers * sites);
    this.#load = new Float64Array(sites);
    this.#arc = new Float64Array(sites * sites);
    this.#mover = new Int32Array(sites * sites);
    this.#distance = new Float64Array(sites);
    this.#from = new Int32Array(sites);
    this.#members = Array.from({ length: sites }, () => []);
  }

  /** Cost of serving all from these sites, without their fixed costs; Infinity where their capacity is too small. */
  cost(open: readonly number[]): number {
    const { customers, sites, demands, capacities } = this.#problem;
    let room = 0;
    for (const i of open) room += capacities[i];
    let demanded = 0;
    for (const d of demands) demanded += d;
    if (room < demanded * (1 - 1e-12) || open.length === 0) return Number.POSITIVE_INFINITY;
    this.#start(open);
    for (const over of open)
      while (this.#load[over] > capacities[over] * (1 + dust) + dust)
        if (!this.#relieve(over, open)) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (const i of open)
      for (const u of this.#members[i]) sum += this.#flow[u * sites + i] * this.#unit[u * sites + i];
    for (let u = 0; u < customers; u++)
      if (demands[u] === 0) {
        let least = Number.POSITIVE_INFINITY;
        for (const i of open) least = Math.min(least, this.#problem.costs[u * sites + i]);
        sum += least;
      }
    return sum;
  }

  /** What the last call of `cost` decided. */
  shipments(): Shipment[] {
    const { sites } = this.#problem;
    return this.#members.flatMap((members, site) =>
      members.map((customer) => ({ customer, site, amount: this.#flow[customer * sites + site] })),
    );
  }

  /** Everybody at the cheapest open site, whatever its capacity. */
  #start(open: readonly number[]): void {
    const { customers, sites, demands } = this.#problem;
    this.#flow.fill(0);
    this.#load.fill(0);
    for (const members of this.#members) members.length = 0;
    for (let u = 0; u < customers; u++) {
      if (demands[u] === 0) continue;
      let best = open[0];
      for (const i of open) if (this.#unit[u * sites + i] < this.#unit[u * sites + best]) best = i;
      this.#flow[u * sites + best] = demands[u];
      this.#load[best] += demands[u];
      this.#members[best].push(u);
    }
    this.work += customers * open.length;
    for (const i of open) this.#arcsFrom(i, open);
  }

  /** The cheapest unit that can move from a site to each other. */
  #arcsFrom(i: number, open: readonly number[]): void {
    const { sites } = this.#problem;
    const unit = this.#unit;
    for (const j of open) {
      let least = Number.POSITIVE_INFINITY;
      let mover = -1;
      if (j !== i)
        for (const u of this.#members[i]) {
          const rise = unit[u * sites + j] - unit[u * sites + i];
          if (rise < least) {
            least = rise;
            mover = u;
          }
        }
      this.#arc[i * sites + j] = least;
      this.#mover[i * sites + j] = mover;
    }
    this.work += open.length * (this.#members[i].length + 1);
  }

  /** Moves as much as goes along the cheapest way from an overloaded site to one with room. */
  #relieve(over: number, open: readonly number[]): boolean {
    const { sites, capacities } = this.#problem;
    this.#shortestFrom(over, open);
    let end = -1;
    for (const i of open)
      if (this.#load[i] < capacities[i] * (1 - dust) && (end < 0 || this.#distance[i] < this.#distance[end]))
        end = i;
    if (end < 0 || this.#distance[end] === Number.POSITIVE_INFINITY) return false;
    let amount = Math.min(this.#load[over] - capacities[over], capacities[end] - this.#load[end]);
    for (let j = end; j !== over; j = this.#from[j])
      amount = Math.min(amount, this.#flow[this.#mover[this.#from[j] * sites + j] * sites + this.#from[j]]);
    const path: number[] = [];
    for (let j = end; j !== over; j = this.#from[j]) path.push(j);
    // All movers are read before any moves: one move may change who would move next.
    const movers = path.map((j) => this.#mover[this.#from[j] * sites + j]);
    path.forEach((j, k) => this.#move(movers[k], this.#from[j], j, amount));
    for (const i of [over, ...path]) this.#arcsFrom(i, open);
    return true;
  }

  #move(u: number, i: number, j: number, amount: number): void {
    const { sites, demands } = this.#problem;
    const flow = this.#flow;
    if (flow[u * sites + j] === 0) this.#members[j].push(u);
    flow[u * sites + j] += amount;
    flow[u * sites + i] -= amount;
    this.#load[i] -= amount;
    this.#load[j] += amount;
    if (flow[u * sites + i] > demands[u] * dust) return;
    flow[u * sites + i] = 0;
    this.#members[i].splice(this.#members[i].indexOf(u), 1);
  }

  /** Bellman and Ford: arcs may be negative, cycles never are. */
  #shortestFrom(over: number, open: readonly number[]): void {
    const { sites } = this.#problem;
    const distance = this.#distance;
    distance.fill(Number.POSITIVE_INFINITY);
    distance[over] = 0;
    for (let round = 0; round < open.length; round++) {
      let changed = false;
      for (const i of open) {
        if (distance[i] === Number.POSITIVE_INFINITY) continue;
        for (const j of open) {
          const reached = distance[i] + this.#arc[i * sites + j];
          if (reached >= distance[j] - 1e-12) continue;
          distance[j] = reached;
          this.#from[j] = i;
          changed = true;
        }
      }
      this.work += open.length * open.length;
      if (!changed) return;
    }
  }
}
