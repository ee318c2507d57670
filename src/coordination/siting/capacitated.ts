/**
 * Capacitated facility location, with customers served by several sites or by one. A Lagrangian bound relaxes who serves
 * whom (as in J. E. Beasley, "Lagrangean heuristics for location problems", EJOR 65, 1993); local search opens, closes
 * and swaps sites, each set judged by the exact transportation problem; sites that the bound decides are fixed, and what
 * is left goes to the mixed-integer solver as certifier where it is small enough.
 */
import type { CapacitatedProblem, Shipment } from './assignment.ts';
import { Assigner } from './assignment.ts';
import type { MipSolver } from './mip.ts';
import { ModelWriter } from './mip.ts';
import { seededRandom } from './random.ts';
import { SingleAssigner } from './singlesource.ts';

export interface CapacitatedOptions {
  readonly seed: number;
  readonly work: number;
  readonly singleSource: boolean;
  readonly locked?: Uint8Array;
  readonly solver?: MipSolver;
  /** Largest model for the certifier, in customer–site pairs that are left undecided. */
  readonly certifierPairs?: number;
  readonly timeLimitS?: number;
  readonly isOver?: () => boolean;
}

export interface CapacitatedSolution {
  readonly open: readonly number[];
  readonly shipments: readonly Shipment[];
  /** Fixed and serving costs together; Infinity where no set of sites has the capacity. */
  readonly cost: number;
  readonly lower: number;
  readonly isOptimal: boolean;
  /** What proved the bound. */
  readonly provedBy: 'lagrangian' | 'mip';
  readonly work: number;
}

export function solveCapacitated(
  problem: CapacitatedProblem,
  options: CapacitatedOptions,
): CapacitatedSolution {
  return new Search(problem, options).run();
}

const relativeTolerance = 1e-9;
/** Of the subgradient ascent: rounds, and rounds without much gain before its steps become half as long. */
const mostRounds = 3000;
const patience = 25;

class Search {
  readonly #problem: CapacitatedProblem;
  readonly #options: CapacitatedOptions;
  readonly #random: () => number;
  readonly #assigner: Assigner | SingleAssigner;
  readonly #known = new Map<string, number>();
  #best: number[] = [];
  #bestCost = Number.POSITIVE_INFINITY;
  #lower = Number.NEGATIVE_INFINITY;
  /** Bounds with a site open and with it closed, from the best prices. */
  #ifOpen: Float64Array;
  #ifClosed: Float64Array;
  #work = 0;
  #provedBy: 'lagrangian' | 'mip' = 'lagrangian';

  constructor(problem: CapacitatedProblem, options: CapacitatedOptions) {
    this.#problem = problem;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#assigner = options.singleSource ? new SingleAssigner(problem) : new Assigner(problem);
    this.#ifOpen = new Float64Array(problem.sites).fill(Number.NEGATIVE_INFINITY);
    this.#ifClosed = new Float64Array(problem.sites).fill(Number.NEGATIVE_INFINITY);
  }

  run(): CapacitatedSolution {
    const all = Array.from({ length: this.#problem.sites }, (_, i) => i);
    if (this.#judge(all) < Number.POSITIVE_INFINITY) {
      // The bound comes first: it closes most sites to the search, and its choices are better starts than all sites.
      this.#ascend();
      this.#descend(this.#best);
      this.#perturb(this.#options.solver === undefined ? 1 : 0.7);
    }
    const chosen = this.#isOptimal() ? undefined : this.#certify();
    if (chosen !== undefined) this.#judge(chosen);
    else if (this.#bestCost < Number.POSITIVE_INFINITY) this.#perturb(1);
    const cost = this.#costOf(this.#best, true);
    return {
      open: this.#best,
      shipments: this.#assigner.shipments(),
      cost,
      lower: Math.min(this.#lower, cost),
      isOptimal: this.#isOptimal(),
      provedBy: this.#provedBy,
      work: this.#work + this.#assigner.work,
    };
  }

  #isOptimal(): boolean {
    if (this.#bestCost === Number.POSITIVE_INFINITY) return false;
    return this.#bestCost - this.#lower <= relativeTolerance * Math.abs(this.#bestCost);
  }

  #isDone(share: number): boolean {
    return (
      this.#isOptimal() ||
      this.#work + this.#assigner.work > this.#options.work * share ||
      this.#options.isOver?.() === true
    );
  }

  #costOf(open: readonly number[], fresh = false): number {
    const key = open.join();
    const known = this.#known.get(key);
    if (known !== undefined && !fresh) return known;
    let fixed = 0;
    for (const i of open) fixed += this.#problem.fixedCosts[i];
    const cost = fixed + this.#assigner.cost(open);
    if (this.#known.size < 200_000) this.#known.set(key, cost);
    return cost;
  }

  #judge(open: readonly number[]): number {
    const cost = this.#costOf(open);
    if (cost < this.#bestCost) {
      this.#bestCost = cost;
      this.#best = [...open];
    }
    return cost;
  }

  /** Opens, closes or swaps a site while that pays; the first change that does is taken. */
  #descend(start: readonly number[]): number {
    const { sites } = this.#problem;
    let open = [...start].sort((a, b) => a - b);
    let cost = this.#judge(open);
    for (let improved = true; improved; ) {
      improved = false;
      for (const next of this.#neighbours(open, sites)) {
        if (this.#isDone(1)) return cost;
        const there = this.#judge(next);
        if (there >= cost - relativeTolerance * Math.abs(cost)) continue;
        open = next;
        cost = there;
        improved = true;
        break;
      }
    }
    return cost;
  }

  *#neighbours(open: readonly number[], sites: number): Generator<number[]> {
    const { locked } = this.#options;
    const isOpen = new Uint8Array(sites);
    for (const i of open) isOpen[i] = 1;
    const first = Math.floor(this.#random() * sites);
    const turned = Array.from({ length: sites }, (_, k) => (first + k) % sites);
    // What the bound thinks least of is tried first; what it rules out is not tried.
    const closing = turned
      .filter((i) => isOpen[i] === 1 && locked?.[i] !== 1 && this.#mayClose(i))
      .sort((a, b) => this.#ifClosed[a] - this.#ifClosed[b]);
    const opening = turned
      .filter((i) => isOpen[i] === 0 && this.#mayOpen(i))
      .sort((a, b) => this.#ifOpen[a] - this.#ifOpen[b]);
    for (const i of closing) yield open.filter((x) => x !== i);
    for (const i of opening) yield [...open, i].sort((a, b) => a - b);
    const swaps = closing.flatMap((out) => opening.map((i) => [out, i] as const));
    const worth = ([out, i]: readonly [number, number]) => this.#ifClosed[out] + this.#ifOpen[i];
    for (const [out, i] of swaps.sort((a, b) => worth(a) - worth(b)))
      yield open.map((x) => (x === out ? i : x)).sort((a, b) => a - b);
  }

  #mayClose(i: number): boolean {
    return this.#ifClosed[i] < this.#bestCost;
  }

  #mayOpen(i: number): boolean {
    return this.#ifOpen[i] < this.#bestCost;
  }

  /** Changes some sites at random and descends again. */
  #perturb(share: number): void {
    const { sites } = this.#problem;
    for (let round = 0; round < 60 && !this.#isDone(share); round++) {
      const isOpen = new Uint8Array(sites);
      for (const i of this.#best) isOpen[i] = 1;
      for (let k = 2 + Math.floor(this.#random() * 3); k > 0; k--) {
        const i = Math.floor(this.#random() * sites);
        if (this.#options.locked?.[i] !== 1 && (isOpen[i] === 1 || this.#mayOpen(i)))
          isOpen[i] = 1 - isOpen[i];
      }
      this.#descend(this.#withRoom(isOpen));
    }
  }

  /** Opens more sites until the demand fits. */
  #withRoom(isOpen: Uint8Array): number[] {
    const { sites, capacities, demands } = this.#problem;
    let room = 0;
    for (let i = 0; i < sites; i++) room += isOpen[i] * capacities[i];
    let demanded = 0;
    for (const d of demands) demanded += d;
    for (let i = 0; i < sites && room < demanded; i++) {
      if (isOpen[i] === 1) continue;
      isOpen[i] = 1;
      room += capacities[i];
    }
    return Array.from({ length: sites }, (_, i) => i).filter((i) => isOpen[i] === 1);
  }

  /** Subgradient ascent on the prices of the customers' demand. */
  #ascend(): void {
    const { customers, sites } = this.#problem;
    const prices = this.#startingPrices();
    const best = prices.slice();
    const direction = new Float64Array(customers);
    const relaxed = new Relaxation(this.#problem, this.#options.locked);
    let scale = 1.5;
    let stale = 0;
    let upper = this.#bestCost;
    for (let round = 0; round < mostRounds && scale > 1e-4 && !this.#isDone(0.4); round++) {
      const lower = relaxed.solve(prices);
      this.#work += customers * sites * 3;
      if (lower > this.#lower + 1e-9 * Math.abs(lower)) {
        if (lower > this.#lower + 1e-3 * (this.#bestCost - this.#lower)) stale = 0;
        this.#lower = lower;
        best.set(prices);
      } else stale++;
      for (let i = 0; i < sites; i++) {
        this.#ifOpen[i] = Math.max(this.#ifOpen[i], relaxed.ifOpen[i]);
        this.#ifClosed[i] = Math.max(this.#ifClosed[i], relaxed.ifClosed[i]);
      }
      if (round < 10 || round % 10 === 9) this.#judge(this.#withRoom(relaxed.chosen.slice()));
      if (this.#bestCost < 0.98 * upper) {
        // Steps were meant for a solution that was far too dear: they begin anew.
        upper = this.#bestCost;
        scale = 1.5;
        stale = 0;
      }
      if (stale >= patience) {
        stale = 0;
        scale /= 2;
        prices.set(best);
        direction.fill(0);
        continue;
      }
      let norm = 0;
      // Part of the last direction is kept: it stops the prices from swinging to and fro (Crowder 1976).
      for (let u = 0; u < customers; u++) {
        direction[u] = relaxed.missing[u] + 0.7 * direction[u];
        norm += direction[u] * direction[u];
      }
      if (norm < 1e-12) break;
      const step = (scale * (this.#bestCost * 1.0001 - lower)) / norm;
      for (let u = 0; u < customers; u++) prices[u] += step * direction[u];
    }
  }

  /** The cheapest site, with its share of the cheapest fixed cost of a unit of capacity. */
  #startingPrices(): Float64Array {
    const { customers, sites, costs, demands, fixedCosts, capacities } = this.#problem;
    let perUnit = Number.POSITIVE_INFINITY;
    for (let i = 0; i < sites; i++)
      if (capacities[i] > 0) perUnit = Math.min(perUnit, fixedCosts[i] / capacities[i]);
    return Float64Array.from({ length: customers }, (_, u) => {
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < sites; i++) least = Math.min(least, costs[u * sites + i]);
      return least + demands[u] * perUnit;
    });
  }

  /** The rest as a mixed-integer program: undecided sites, with the strong constraints. */
  #certify(): number[] | undefined {
    const { customers, sites, capacities, fixedCosts, demands, costs } = this.#problem;
    const { solver, certifierPairs = 30_000, timeLimitS = 60, singleSource } = this.#options;
    const margin = this.#bestCost * (1 + 1e-7);
    const left = Array.from({ length: sites }, (_, i) => i).filter((i) => this.#ifOpen[i] <= margin);
    if (solver === undefined || left.length * customers > certifierPairs || this.#options.isOver?.() === true)
      return undefined;
    const model = new ModelWriter();
    for (const i of left) {
      model.cost(fixedCosts[i], `y${i}`);
      model.binary(`y${i}`);
      if (this.#ifClosed[i] > margin || this.#options.locked?.[i] === 1) model.row([[1, `y${i}`]], '>=', 1);
      const load = Array.from({ length: customers }, (_, u) => [demands[u], `x${u}_${i}`] as const);
      model.row([...load, [-capacities[i], `y${i}`]], '<=', 0);
      for (let u = 0; u < customers; u++) {
        model.cost(costs[u * sites + i], `x${u}_${i}`);
        model.row(
          [
            [1, `x${u}_${i}`],
            [-1, `y${i}`],
          ],
          '<=',
          0,
        );
        if (singleSource) model.binary(`x${u}_${i}`);
      }
    }
    for (let u = 0; u < customers; u++)
      model.row(
        left.map((i) => [1, `x${u}_${i}`] as const),
        '=',
        1,
      );
    const answer = solver(model.text(), { timeLimitS });
    if (answer.status !== 'optimal') return undefined;
    this.#lower = Math.max(this.#lower, Math.min(answer.objective, this.#bestCost));
    this.#provedBy = 'mip';
    const open = left.filter((i) => answer.value(`y${i}`) > 0.5);
    if (this.#assigner instanceof SingleAssigner) {
      const site = Int32Array.from(
        { length: customers },
        (_, u) => left.find((i) => answer.value(`x${u}_${i}`) > 0.5) as number,
      );
      this.#assigner.remember(open, site);
      this.#known.delete(open.join());
    }
    return open;
  }
}

/** The relaxation at given prices: every site a fractional knapsack, and all chosen sites together hold the demand. */
class Relaxation {
  /** Share of each customer's demand that nobody serves (negative: served more than once). */
  readonly missing: Float64Array;
  readonly chosen: Uint8Array;
  readonly ifOpen: Float64Array;
  readonly ifClosed: Float64Array;
  readonly #problem: CapacitatedProblem;
  readonly #locked: Uint8Array | undefined;
  readonly #demanded: number;
  readonly #order: number[][] = [];
  readonly #value: Float64Array;

  constructor(problem: CapacitatedProblem, locked: Uint8Array | undefined) {
    this.#problem = problem;
    this.#locked = locked;
    this.missing = new Float64Array(problem.customers);
    this.chosen = new Uint8Array(problem.sites);
    this.ifOpen = new Float64Array(problem.sites);
    this.ifClosed = new Float64Array(problem.sites);
    this.#value = new Float64Array(problem.sites);
    this.#demanded = problem.demands.reduce((a, b) => a + b, 0);
  }

  solve(prices: Float64Array): number {
    const { customers, sites, fixedCosts } = this.#problem;
    const shares: Float64Array[] = [];
    for (let i = 0; i < sites; i++) {
      const share = new Float64Array(customers);
      this.#value[i] = fixedCosts[i] + this.#fill(i, prices, share);
      shares.push(share);
    }
    let sum = 0;
    for (const price of prices) sum += price;
    const partly = this.#choose();
    this.missing.fill(1);
    for (let i = 0; i < sites; i++) {
      if (partly[i] === 0) continue;
      sum += partly[i] * this.#value[i];
      for (let u = 0; u < customers; u++) this.missing[u] -= partly[i] * shares[i][u];
    }
    // Forcing one site changes the value by at least its own worth: capacity only makes the bound stronger.
    for (let i = 0; i < sites; i++) {
      const isForced = this.#threshold(i) < 0;
      this.ifOpen[i] = isForced ? sum : sum + this.#threshold(i);
      this.ifClosed[i] = isForced ? sum - this.#threshold(i) : sum;
    }
    return sum;
  }

  /** Price of a unit of capacity that the covering constraint set; see `#choose`. */
  #capacityPrice = 0;

  #threshold(i: number): number {
    if (this.#locked?.[i] === 1) return 0;
    return this.#value[i] - this.#capacityPrice * this.#problem.capacities[i];
  }

  /** Most worthwhile first, up to the capacity; a site's order of the last round is nearly right for this one. */
  #fill(i: number, prices: Float64Array, share: Float64Array): number {
    const { customers, sites, costs, demands, capacities } = this.#problem;
    this.#order[i] ??= Array.from({ length: customers }, (_, u) => u);
    const order = this.#order[i];
    const worth = new Float64Array(customers);
    for (let u = 0; u < customers; u++)
      worth[u] = (costs[u * sites + i] - prices[u]) / Math.max(demands[u], 1e-12);
    order.sort((a, b) => worth[a] - worth[b]);
    let room = capacities[i];
    let value = 0;
    for (const u of order) {
      if (worth[u] >= 0) break;
      const part = demands[u] <= room ? 1 : room / demands[u];
      if (part <= 0) break;
      share[u] = part;
      value += part * (costs[u * sites + i] - prices[u]);
      room -= part * demands[u];
    }
    return value;
  }

  /** Sites worth opening, then the cheapest a unit of capacity until the demand fits, the last one in part. */
  #choose(): Float64Array {
    const { sites, capacities } = this.#problem;
    const part = new Float64Array(sites);
    let room = 0;
    this.#capacityPrice = 0;
    for (let i = 0; i < sites; i++) {
      const taken = this.#value[i] < 0 || this.#locked?.[i] === 1;
      this.chosen[i] = taken ? 1 : 0;
      part[i] = this.chosen[i];
      if (taken) room += capacities[i];
    }
    const rest = Array.from({ length: sites }, (_, i) => i).filter((i) => part[i] === 0 && capacities[i] > 0);
    rest.sort((a, b) => this.#value[a] / capacities[a] - this.#value[b] / capacities[b] || a - b);
    for (const i of rest) {
      if (room >= this.#demanded) break;
      part[i] = Math.min(1, (this.#demanded - room) / capacities[i]);
      room += part[i] * capacities[i];
      this.chosen[i] = 1;
      this.#capacityPrice = this.#value[i] / capacities[i];
    }
    return part;
  }
}
