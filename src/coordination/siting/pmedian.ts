/**
 * The p-median problem: p sites so that the customers' total cost at their nearest is least. A Lagrangian bound gives
 * the start and the gap; then variable neighbourhood search (P. Hansen and N. Mladenović, "Variable neighborhood search
 * for the p-median", Location Science 5, 1997) with swaps that stay near one place, over the swap search of `swap.ts`,
 * and path relinking between the best solutions (Resende and Werneck, J. Heuristics 10, 2004).
 */
import { certify } from './certify.ts';
import type { CostTable } from './costs.ts';
import type { Bound } from './lagrange.ts';
import { lowerBound } from './lagrange.ts';
import type { MipSolver } from './mip.ts';
import { seededRandom } from './random.ts';
import { SwapState } from './swap.ts';

export interface PMedianOptions {
  readonly seed: number;
  /** Elementary steps that the search may take; about 10⁸ a second. */
  readonly work: number;
  /** Sites that must be open. */
  readonly locked?: Uint8Array;
  /** Proves or mends what is left open where the model has at most so many rows (30,000). */
  readonly solver?: MipSolver;
  readonly certifierRows?: number;
  readonly certifierTimeLimitS?: number;
  /** Says that time is up, asked now and then; a search that it ends is no longer the same on every machine. */
  readonly isOver?: () => boolean;
}

export interface PMedianSolution {
  readonly open: readonly number[];
  /** Site of each customer. */
  readonly serving: Int32Array;
  readonly cost: number;
  /** No solution costs less. */
  readonly lower: number;
  readonly bound: Bound;
  readonly isOptimal: boolean;
  /** What proved the bound. */
  readonly provedBy: 'lagrangian' | 'mip' | 'enumeration';
  readonly work: number;
}

/** @throws nothing: p is within 1 … sites, which the caller has checked */
export function solvePMedian(table: CostTable, p: number, options: PMedianOptions): PMedianSolution {
  if (p === 1 || p === table.sites) return enumerated(table, p, options.locked);
  const search = new Search(table, p, options);
  return search.run();
}

/** One site: try them all. All sites: open them all. */
function enumerated(table: CostTable, p: number, locked?: Uint8Array): PMedianSolution {
  const { customers, sites, bySite, order } = table;
  let best = Array.from({ length: sites }, (_, i) => i);
  const sumOf = (site: number) => {
    let sum = 0;
    for (let u = 0; u < customers; u++) sum += bySite[site * customers + u];
    return sum;
  };
  if (p === 1) {
    const held = locked?.indexOf(1) ?? -1;
    const site = held >= 0 ? held : best.reduce((a, b) => (sumOf(b) < sumOf(a) ? b : a));
    best = [site];
  }
  const serving = Int32Array.from({ length: customers }, (_, u) => (p === 1 ? best[0] : order[u * sites]));
  let cost = 0;
  for (let u = 0; u < customers; u++) cost += bySite[serving[u] * customers + u];
  const bound: Bound = {
    lower: cost,
    prices: new Float64Array(customers),
    values: new Float64Array(sites),
    work: 0,
  };
  return {
    open: best,
    serving,
    cost,
    lower: cost,
    bound,
    isOptimal: true,
    provedBy: 'enumeration',
    work: customers * sites,
  };
}

/** How many of the best solutions are kept for relinking. */
const eliteSize = 10;
/** Most swaps of one shake. */
const maxShake = 7;

class Search {
  readonly #table: CostTable;
  readonly #options: PMedianOptions;
  readonly #random: () => number;
  readonly #state: SwapState;
  readonly #tolerance: number;
  readonly #elite: { cost: number; open: Int32Array }[] = [];
  #best: Int32Array;
  #bestCost: number;
  #bound: Bound;

  constructor(table: CostTable, p: number, options: PMedianOptions) {
    this.#table = table;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#state = new SwapState(table, this.#scattered(p), options.locked);
    this.#tolerance = table.whole ? 0.5 : 1e-9 * this.#state.cost;
    this.#state.descend(this.#tolerance);
    this.#best = this.#state.open.slice();
    this.#bestCost = this.#state.cost;
    this.#bound = this.#ascend(2000);
  }

  run(): PMedianSolution {
    this.#state.reset(this.#best);
    let misses = 0;
    let k = 1;
    while (!this.#isDone()) {
      if (this.#shakeAndDescend(k)) {
        k = 1;
        misses = 0;
        continue;
      }
      k = (k % Math.min(maxShake, this.#state.p)) + 1;
      if (++misses < 400) continue;
      misses = 0;
      this.#restart();
    }
    return this.#answer(this.#isOptimal() ? false : this.#certify());
  }

  /** Whether the mixed-integer solver proved the best solution (perhaps one that it found itself). */
  #certify(): boolean {
    const { solver, certifierRows = 30_000, certifierTimeLimitS = 3, locked, isOver } = this.#options;
    if (solver === undefined || isOver?.() === true) return false;
    const found = certify(this.#table, this.#state.p, this.#bound, this.#bestCost, solver, {
      maxRows: certifierRows,
      timeLimitS: certifierTimeLimitS,
      locked,
    });
    if (found === undefined) return false;
    if (found.length > 0) {
      this.#state.reset(found);
      this.#keep();
    }
    return true;
  }

  #isDone(): boolean {
    return this.#isOptimal() || this.#work >= this.#options.work || this.#options.isOver?.() === true;
  }

  get #work(): number {
    return this.#state.work + (this.#bound?.work ?? 0);
  }

  #isOptimal(): boolean {
    return (
      this.#bestCost - this.#bound.lower < (this.#table.whole ? 1 - 1e-6 : 1e-9 * Math.max(1, this.#bestCost))
    );
  }

  /** The Lagrangian bound; its choices are searched from as well. */
  #ascend(rounds: number): Bound {
    const { locked } = this.#options;
    return lowerBound(
      this.#table,
      this.#state.p,
      this.#bestCost,
      { rounds, locked, work: this.#options.work / 3 },
      (open) => {
        this.#state.reset(open);
        this.#state.descend(this.#tolerance);
        this.#keep();
        return this.#bestCost;
      },
    );
  }

  /** Random sites, the locked ones first. */
  #scattered(p: number): Int32Array {
    const { sites } = this.#table;
    const { locked } = this.#options;
    const rank = Int32Array.from({ length: sites }, (_, i) => i);
    for (let i = sites - 1; i > 0; i--) {
      const j = Math.floor(this.#random() * (i + 1));
      [rank[i], rank[j]] = [rank[j], rank[i]];
    }
    if (locked !== undefined) rank.sort((a, b) => locked[b] - locked[a]);
    return rank.slice(0, p);
  }

  /** Remembers the present solution; whether it is better than all before. */
  #keep(): boolean {
    const cost = this.#state.cost;
    const open = this.#state.open.slice().sort();
    this.#intoElite(cost, open);
    if (cost >= this.#bestCost - this.#tolerance * 1e-3) return false;
    this.#best = open;
    this.#bestCost = cost;
    return true;
  }

  #intoElite(cost: number, open: Int32Array): void {
    const elite = this.#elite;
    if (elite.length === eliteSize && cost >= elite[elite.length - 1].cost) return;
    if (elite.some((other) => Math.abs(other.cost - cost) <= this.#tolerance)) return;
    elite.push({ cost, open });
    elite.sort((a, b) => a.cost - b.cost);
    if (elite.length > eliteSize) elite.pop();
  }

  /** Swaps k sites near one place at random, descends, and goes back where that did not pay. */
  #shakeAndDescend(k: number): boolean {
    const state = this.#state;
    const before = state.open.slice();
    const cost = state.cost;
    this.#shake(k);
    state.descend(this.#tolerance);
    const now = state.cost;
    if (now < cost - this.#tolerance * 1e-3) return this.#keep() || true;
    if (now > cost) this.#goBack(before);
    return false;
  }

  /** Back to an earlier solution by the few swaps that lie between. */
  #goBack(to: Int32Array): void {
    const state = this.#state;
    const wanted = new Uint8Array(this.#table.sites);
    for (const site of to) wanted[site] = 1;
    const missing: number[] = [];
    for (const site of to) if (state.slotOf[site] < 0) missing.push(site);
    for (let slot = 0; slot < state.p && missing.length > 0; slot++)
      if (wanted[state.open[slot]] === 0) state.swap(missing.pop() as number, slot);
  }

  #shake(k: number): void {
    const { customers, sites, order } = this.#table;
    const state = this.#state;
    const local = this.#random() < 0.75;
    const pivot = Math.floor(this.#random() * customers) * sites;
    const reach = local ? Math.min(sites, Math.ceil(((k + 2) * 1.5 * sites) / state.p)) : sites;
    for (let i = 0; i < k; i++) {
      const site = this.#pick(pivot, reach, (at) => state.slotOf[order[at]] < 0);
      const out = this.#pick(
        pivot,
        reach,
        (at) => state.slotOf[order[at]] >= 0 && this.#options.locked?.[order[at]] !== 1,
      );
      if (site < 0 || out < 0) return;
      state.swap(order[site], state.slotOf[order[out]]);
    }
  }

  /** A random place within reach of the pivot that fits, or the next that does; −1 where none does. */
  #pick(pivot: number, reach: number, fits: (at: number) => boolean): number {
    const first = Math.floor(this.#random() * reach);
    for (let i = 0; i < reach; i++) {
      const at = pivot + ((first + i) % reach);
      if (fits(at)) return at;
    }
    return -1;
  }

  /** Another start: a path between two of the best, or scattered sites. */
  #restart(): void {
    this.#keep();
    const elite = this.#elite;
    if (elite.length < 4 || this.#random() < 0.3) {
      this.#state.reset(this.#scattered(this.#state.p));
      this.#state.descend(this.#tolerance);
      this.#keep();
    }
    const a = elite[Math.floor(this.#random() * elite.length)];
    const b = elite[Math.floor(this.#random() * elite.length)];
    if (a !== b) this.#relink(a.open, b.open);
    else this.#state.reset(this.#best);
  }

  /** Goes from one solution towards another by best swaps, and descends from the best place halfway. */
  #relink(from: Int32Array, to: Int32Array): void {
    const state = this.#state;
    state.reset(from);
    const enter = new Uint8Array(this.#table.sites);
    const leave = new Uint8Array(this.#table.sites);
    for (const site of from) leave[site] = 1;
    for (const site of to) {
      if (leave[site] === 1) leave[site] = 0;
      else enter[site] = 1;
    }
    const length = enter.reduce((sum, x) => sum + x, 0);
    let best: Int32Array | undefined;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let step = 1; step < length; step++) {
      const swap = state.bestSwap(enter, leave);
      if (swap === undefined) break;
      leave[state.open[swap.slot]] = 0;
      enter[swap.site] = 0;
      state.swap(swap.site, swap.slot);
      const isMiddle = step >= length / 4 && step <= (3 * length) / 4;
      const cost = state.cost;
      if (!isMiddle || cost >= bestCost) continue;
      bestCost = cost;
      best = state.open.slice();
    }
    if (best !== undefined) state.reset(best);
    state.descend(this.#tolerance);
    this.#keep();
  }

  #answer(isProved: boolean): PMedianSolution {
    const state = this.#state;
    state.reset(this.#best);
    const cost = state.cost;
    const bounded = Math.min(
      cost,
      this.#table.whole ? Math.ceil(this.#bound.lower - 1e-6) : this.#bound.lower,
    );
    return {
      open: Array.from(this.#best).sort((a, b) => a - b),
      serving: state.serving(),
      cost,
      lower: isProved ? cost : bounded,
      bound: this.#bound,
      isOptimal: isProved || this.#isOptimal(),
      provedBy: isProved ? 'mip' : 'lagrangian',
      work: this.#work,
    };
  }
}
