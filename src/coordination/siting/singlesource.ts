/**
 * Every customer at one open site, within capacities: a generalised assignment. Customers who would lose most by waiting
 * are placed first (S. Martello and P. Toth, 1981); then shifts of one customer and exchanges of two while they pay.
 */
import type { CapacitatedProblem, Shipment } from './assignment.ts';

export class SingleAssigner {
  work = 0;
  readonly #problem: CapacitatedProblem;
  readonly #site: Int32Array;
  readonly #load: Float64Array;
  /** Assignments that the certifier found, by set of open sites. */
  readonly #remembered = new Map<string, Int32Array>();

  constructor(problem: CapacitatedProblem) {
    this.#problem = problem;
    this.#site = new Int32Array(problem.customers);
    this.#load = new Float64Array(problem.sites);
  }

  remember(open: readonly number[], site: Int32Array): void {
    this.#remembered.set(open.join(), site);
  }

  /** Cost of serving all, Infinity where no assignment was found. */
  cost(open: readonly number[]): number {
    const remembered = this.#remembered.get(open.join());
    if (remembered !== undefined) this.#site.set(remembered);
    else if (open.length === 0 || !this.#place(open)) return Number.POSITIVE_INFINITY;
    else this.#improve(open);
    return this.#total();
  }

  shipments(): Shipment[] {
    return Array.from(this.#site, (site, customer) => ({
      customer,
      site,
      amount: this.#problem.demands[customer],
    }));
  }

  #total(): number {
    const { customers, sites, costs } = this.#problem;
    let sum = 0;
    for (let u = 0; u < customers; u++) sum += costs[u * sites + this.#site[u]];
    return sum;
  }

  #place(open: readonly number[]): boolean {
    const { customers, sites, costs, demands, capacities } = this.#problem;
    this.#load.fill(0);
    const waiting = new Set(Array.from({ length: customers }, (_, u) => u));
    while (waiting.size > 0) {
      let pick = -1;
      let pickSite = -1;
      let most = Number.NEGATIVE_INFINITY;
      for (const u of waiting) {
        let first = -1;
        let second = Number.POSITIVE_INFINITY;
        for (const i of open) {
          if (this.#load[i] + demands[u] > capacities[i] + 1e-9) continue;
          const cost = costs[u * sites + i];
          if (first < 0 || cost < costs[u * sites + first]) {
            if (first >= 0) second = costs[u * sites + first];
            first = i;
          } else second = Math.min(second, cost);
        }
        if (first < 0) return false;
        const regret = second - costs[u * sites + first];
        const weight = regret === Number.POSITIVE_INFINITY ? Number.MAX_VALUE : regret;
        if (weight > most || pick < 0) {
          most = weight;
          pick = u;
          pickSite = first;
        }
      }
      this.work += waiting.size * open.length;
      waiting.delete(pick);
      this.#site[pick] = pickSite;
      this.#load[pickSite] += demands[pick];
    }
    return true;
  }

  #improve(open: readonly number[]): void {
    for (let improved = true; improved; ) {
      improved = false;
      for (let u = 0; u < this.#problem.customers; u++) if (this.#shift(u, open)) improved = true;
      for (let u = 0; u < this.#problem.customers; u++) if (this.#exchange(u)) improved = true;
    }
  }

  #shift(u: number, open: readonly number[]): boolean {
    const { sites, costs, demands, capacities } = this.#problem;
    const from = this.#site[u];
    let best = from;
    for (const i of open) {
      if (i === from || this.#load[i] + demands[u] > capacities[i] + 1e-9) continue;
      if (costs[u * sites + i] < costs[u * sites + best] - 1e-9) best = i;
    }
    this.work += open.length;
    if (best === from) return false;
    this.#load[from] -= demands[u];
    this.#load[best] += demands[u];
    this.#site[u] = best;
    return true;
  }

  #exchange(u: number): boolean {
    const { customers, sites, costs, demands, capacities } = this.#problem;
    for (let v = u + 1; v < customers; v++) {
      const [i, j] = [this.#site[u], this.#site[v]];
      if (i === j) continue;
      const more = demands[v] - demands[u];
      if (this.#load[i] + more > capacities[i] + 1e-9 || this.#load[j] - more > capacities[j] + 1e-9)
        continue;
      const saved = costs[u * sites + i] + costs[v * sites + j] - costs[u * sites + j] - costs[v * sites + i];
      if (saved <= 1e-9) continue;
      this.#load[i] += more;
      this.#load[j] -= more;
      this.#site[u] = j;
      this.#site[v] = i;
      return true;
    }
    this.work += customers - u;
    return false;
  }
}
