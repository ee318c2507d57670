/**
 * A solution of the p-median problem that knows, at any time, what every swap of one open site for a closed one would
 * save. After M. G. C. Resende and R. F. Werneck, "A fast swap-based local search procedure for location problems",
 * Annals of Operations Research 150 (2007): profit(in, out) = gain(in) − loss(out) + extra(in, out), where extra is
 * sparse, and after a swap only customers whose nearest two sites changed are counted anew.
 */
import type { CostTable } from './costs.ts';

/** The best swap that a scan found; `slot` is the place of the site that would close. */
export interface Swap {
  site: number;
  slot: number;
  profit: number;
}

export class SwapState {
  readonly p: number;
  /** Open sites by slot. */
  readonly open: Int32Array;
  /** Slot of a site, −1 for a closed one. */
  readonly slotOf: Int32Array;
  /** Elementary steps so far: the budget of a search, the same on every machine. */
  work = 0;
  readonly #table: CostTable;
  readonly #near1: Int32Array;
  readonly #near2: Int32Array;
  readonly #cost1: Float64Array;
  readonly #cost2: Float64Array;
  readonly #gain: Float64Array;
  readonly #loss: Float64Array;
  readonly #extra: Float64Array;
  /** How many customers contribute to a cell of `extra`. */
  readonly #count: Int32Array;
  /** A bit for each cell of `extra` that is not empty. */
  readonly #filled: Uint32Array;
  readonly #words: number;
  /** Sites that must stay open. */
  readonly #locked: Uint8Array;
  #swapsSinceFresh = 0;

  /** @param open at least two sites, all different */
  constructor(table: CostTable, open: ArrayLike<number>, locked?: Uint8Array) {
    const { customers, sites } = table;
    this.#table = table;
    this.p = open.length;
    this.open = Int32Array.from(open);
    this.slotOf = new Int32Array(sites).fill(-1);
    this.#near1 = new Int32Array(customers);
    this.#near2 = new Int32Array(customers);
    this.#cost1 = new Float64Array(customers);
    this.#cost2 = new Float64Array(customers);
    this.#gain = new Float64Array(sites);
    this.#loss = new Float64Array(this.p);
    this.#extra = new Float64Array(sites * this.p);
    this.#count = new Int32Array(sites * this.p);
    this.#words = (this.p + 31) >> 5;
    this.#filled = new Uint32Array(sites * this.#words);
    this.#locked = locked ?? new Uint8Array(sites);
    this.#recount();
  }

  /** Sum of every customer's cost at its nearest open site. */
  get cost(): number {
    let sum = 0;
    for (const cost of this.#cost1) sum += cost;
    return sum;
  }

  /** The site that serves each customer. */
  serving(): Int32Array {
    return this.#near1.slice();
  }

  /** The solution becomes this one. */
  reset(open: ArrayLike<number>): void {
    this.open.set(open);
    this.#recount();
  }

  #recount(): void {
    this.slotOf.fill(-1);
    for (let slot = 0; slot < this.p; slot++) this.slotOf[this.open[slot]] = slot;
    this.#gain.fill(0);
    this.#loss.fill(0);
    this.#extra.fill(0);
    this.#count.fill(0);
    this.#filled.fill(0);
    this.#swapsSinceFresh = 0;
    for (let u = 0; u < this.#table.customers; u++) {
      this.#findNearest(u);
      this.#contribute(u, 1);
    }
  }

  #findNearest(u: number): void {
    const { sites, order, sorted } = this.#table;
    const from = u * sites;
    let k = from;
    while (this.slotOf[order[k]] < 0) k++;
    this.#near1[u] = order[k];
    this.#cost1[u] = sorted[k];
    k++;
    while (this.slotOf[order[k]] < 0) k++;
    this.#near2[u] = order[k];
    this.#cost2[u] = sorted[k];
    this.work += k - from;
  }

  /** Adds (sign 1) or takes back (−1) what a customer contributes to gain, loss and extra. */
  #contribute(u: number, sign: number): void {
    const { sites, order, sorted } = this.#table;
    const { p, slotOf } = this;
    const gain = this.#gain;
    const extra = this.#extra;
    const count = this.#count;
    const cost1 = this.#cost1[u];
    const cost2 = this.#cost2[u];
    const slot = slotOf[this.#near1[u]];
    this.#loss[slot] += sign * (cost2 - cost1);
    const word = slot >> 5;
    const bit = 1 << (slot & 31);
    const from = u * sites;
    let k = from;
    for (; ; k++) {
      const cost = sorted[k];
      if (cost >= cost2) break;
      const site = order[k];
      if (slotOf[site] >= 0) continue;
      const cell = site * p + slot;
      if (cost < cost1) {
        gain[site] += sign * (cost1 - cost);
        extra[cell] += sign * (cost2 - cost1);
      } else extra[cell] += sign * (cost2 - cost);
      if (sign > 0) {
        if (count[cell]++ === 0) this.#filled[site * this.#words + word] |= bit;
      } else if (--count[cell] === 0) {
        extra[cell] = 0;
        this.#filled[site * this.#words + word] &= ~bit;
      }
    }
    this.work += k - from;
  }

  /** Closes the site of a slot and opens another in its place. */
  swap(site: number, slot: number): void {
    const { customers, bySite } = this.#table;
    const out = this.open[slot];
    const column = site * customers;
    for (let u = 0; u < customers; u++)
      if (this.#touched(u, out, bySite[column + u])) this.#contribute(u, -1);
    this.slotOf[out] = -1;
    this.slotOf[site] = slot;
    this.open[slot] = site;
    this.#gain[site] = 0;
    for (let u = 0; u < customers; u++) {
      if (!this.#touched(u, out, bySite[column + u])) continue;
      this.#update(u, out, site, bySite[column + u]);
      this.#contribute(u, 1);
    }
    this.work += customers;
    // Sums of fractions drift by a rounding error a swap; now and then they are made anew.
    if (!this.#table.whole && ++this.#swapsSinceFresh >= 2000) this.#recount();
  }

  #touched(u: number, out: number, cost: number): boolean {
    return cost < this.#cost2[u] || this.#near1[u] === out || this.#near2[u] === out;
  }

  /** The nearest two sites of a customer after a swap. */
  #update(u: number, out: number, site: number, cost: number): void {
    if (this.#near1[u] === out || this.#near2[u] === out) {
      // A site nearer than both takes the place of one that closed without a search.
      const kept = this.#near1[u] === out ? this.#near2[u] : this.#near1[u];
      const keptCost = this.#near1[u] === out ? this.#cost2[u] : this.#cost1[u];
      if (cost > this.#cost2[u]) return this.#findNearest(u);
      const first = cost < keptCost;
      this.#near1[u] = first ? site : kept;
      this.#cost1[u] = first ? cost : keptCost;
      this.#near2[u] = first ? kept : site;
      this.#cost2[u] = first ? keptCost : cost;
      return;
    }
    const first = cost < this.#cost1[u];
    if (first) {
      this.#near2[u] = this.#near1[u];
      this.#cost2[u] = this.#cost1[u];
      this.#near1[u] = site;
      this.#cost1[u] = cost;
    } else {
      this.#near2[u] = site;
      this.#cost2[u] = cost;
    }
  }

  /**
   * The most profitable swap, or the least harmful one. With masks, only sites with `enter[site] = 1` open and only
   * those with `leave[site] = 1` close (path relinking).
   */
  bestSwap(enter?: Uint8Array, leave?: Uint8Array): Swap | undefined {
    const { sites } = this.#table;
    const { p } = this;
    const loss = this.#loss;
    let least = -1;
    const free = new Uint32Array(this.#words);
    for (let slot = 0; slot < p; slot++) {
      if (this.#locked[this.open[slot]] === 1 || (leave !== undefined && leave[this.open[slot]] === 0))
        continue;
      free[slot >> 5] |= 1 << (slot & 31);
      if (least < 0 || loss[slot] < loss[least]) least = slot;
    }
    if (least < 0) return undefined;
    const best: Swap = { site: -1, slot: -1, profit: Number.NEGATIVE_INFINITY };
    for (let site = 0; site < sites; site++) {
      if (this.slotOf[site] >= 0 || (enter !== undefined && enter[site] === 0)) continue;
      // Where `least` has an extra as well, its own cell below is at least as good.
      this.#offer(best, site, least, this.#gain[site] - loss[least]);
      for (let w = 0; w < this.#words; w++) {
        let bits = this.#filled[site * this.#words + w] & free[w];
        while (bits !== 0) {
          const slot = (w << 5) + 31 - Math.clz32(bits);
          bits &= ~(1 << (slot & 31));
          this.#offer(best, site, slot, this.#gain[site] - loss[slot] + this.#extra[site * p + slot]);
        }
      }
      this.work += this.#words;
    }
    return best.site < 0 ? undefined : best;
  }

  #offer(best: Swap, site: number, slot: number, profit: number): void {
    this.work++;
    if (profit <= best.profit) return;
    best.site = site;
    best.slot = slot;
    best.profit = profit;
  }

  /** Swaps while that pays. `tolerance` keeps rounding errors from going round in circles. */
  descend(tolerance: number): void {
    for (;;) {
      const best = this.bestSwap();
      if (best === undefined || best.profit <= tolerance) return;
      this.swap(best.site, best.slot);
    }
  }
}
