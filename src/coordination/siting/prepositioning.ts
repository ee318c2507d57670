/**
 * Where to keep stocks before anybody knows what will happen: sites and stocks are chosen first, then a scenario cuts
 * routes, damages sites and sets the needs, and what is left is sent where it costs least. The L-shaped method (R. M. Van
 * Slyke and R. Wets, SIAM J. Applied Mathematics 17, 1969): each scenario is a flow whose dual prices tell the master
 * problem what a further pallet at a site would be worth. The master's optimum is the bound.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from '../../core/errors.ts';
import type { PrepositioningAnswer, ScenarioOutcome } from './api.ts';
import { greatCircleCosts } from './costs.ts';
import { FlowNetwork } from './flow.ts';
import type { MipSolver } from './mip.ts';
import { ModelWriter } from './mip.ts';
import { CustomerSchema, SiteSchema, checked, eachRenamed, placeAliases, wrong } from './problem.ts';

const amount = Type.Number({ minimum: 0 });
const label = Type.String({ minLength: 1, maxLength: 120 });
export const PrepositioningSchema = Type.Object({
  problem: Type.Literal('pre-positioning'),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  sites: Type.Array(SiteSchema, { minItems: 1, maxItems: 500 }),
  customers: Type.Array(CustomerSchema, { minItems: 1, maxItems: 5000 }),
  /** `costs[customer][site]` of a unit; great-circle kilometres when absent. null: no route at all. */
  costs: Type.Optional(Type.Array(Type.Array(Type.Union([amount, Type.Null()])))),
  costPerUnitKm: Type.Optional(amount),
  scenarios: Type.Array(
    Type.Object({
      name: Type.Optional(Type.String({ maxLength: 200 })),
      probability: Type.Number({ minimum: 0, maximum: 1 }),
      needs: Type.Array(Type.Object({ customer: label, amount }), { maxItems: 5000 }),
      cuts: Type.Optional(Type.Array(Type.Object({ site: label, customer: label }), { maxItems: 200_000 })),
      damage: Type.Optional(
        Type.Array(Type.Object({ site: label, shareLost: Type.Number({ minimum: 0, maximum: 1 }) }), {
          maxItems: 500,
        }),
      ),
    }),
    { minItems: 1, maxItems: 200 },
  ),
  /** Cost of a unit that is needed and does not come. */
  unmetPenalty: amount,
  /** At most so many sites, and so much stock in all. */
  p: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  totalStock: Type.Optional(amount),
  /** Of fixed and stock costs together. */
  budget: Type.Optional(amount),
  relativeGap: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
});
export type PrepositioningProblem = Static<typeof PrepositioningSchema>;
const validator = Compile(PrepositioningSchema);

/** @throws `siting.invalid` */
export function parsePrepositioning(value: unknown): PrepositioningProblem {
  const named = value as Record<string, unknown>;
  const problem = checked(validator, {
    ...named,
    sites: eachRenamed(named.sites, placeAliases),
    customers: eachRenamed(named.customers, placeAliases),
  });
  const sum = problem.scenarios.reduce((total, { probability }) => total + probability, 0);
  if (Math.abs(sum - 1) > 1e-6) throw wrong('/scenarios', 'probabilities add up to one', sum);
  return problem;
}

const maxRounds = 200;
const defaultGap = 1e-6;

/** @throws `siting.invalid`, `siting.infeasible` */
export function solvePrepositioning(
  problem: PrepositioningProblem,
  options: { readonly solver: MipSolver; readonly isOver?: () => boolean },
): PrepositioningAnswer {
  return new LShaped(problem, options).run();
}

/** Expected value of a scenario at given stocks, as a plane below it: value + Σ slope · (stock − at). */
interface Cut {
  readonly scenario: number;
  readonly constant: number;
  readonly slopes: Float64Array;
}

class LShaped {
  readonly #problem: PrepositioningProblem;
  readonly #options: { readonly solver: MipSolver; readonly isOver?: () => boolean };
  readonly #siteIds: string[];
  readonly #customerAt: Map<string, number>;
  readonly #siteAt: Map<string, number>;
  readonly #unit: Float64Array;
  readonly #capacities: Float64Array;
  readonly #cuts: Cut[] = [];

  constructor(
    problem: PrepositioningProblem,
    options: { readonly solver: MipSolver; readonly isOver?: () => boolean },
  ) {
    this.#problem = problem;
    this.#options = options;
    this.#siteIds = problem.sites.map(({ id }, i) => id ?? String(i + 1));
    this.#siteAt = new Map(this.#siteIds.map((id, i) => [id, i]));
    this.#customerAt = new Map(problem.customers.map(({ id }, u) => [id ?? String(u + 1), u]));
    this.#unit = this.#unitCosts();
    const most = Math.max(
      ...problem.scenarios.map(({ needs }) => needs.reduce((sum, need) => sum + need.amount, 0)),
    );
    this.#capacities = Float64Array.from(problem.sites, ({ capacity, status }) =>
      status === 'closed' ? 0 : (capacity ?? most),
    );
  }

  run(): PrepositioningAnswer {
    const { relativeGap = defaultGap } = this.#problem;
    let best: { stocks: Float64Array; open: number[]; cost: number } | undefined;
    let lower = 0;
    let rounds = 0;
    while (rounds < maxRounds && this.#options.isOver?.() !== true) {
      rounds++;
      const master = this.#master();
      lower = Math.max(lower, master.objective);
      const cost = this.#firstStage(master.open, master.stocks) + this.#expected(master.stocks, true);
      if (best === undefined || cost < best.cost) best = { stocks: master.stocks, open: master.open, cost };
      if (best.cost - lower <= relativeGap * Math.max(1, Math.abs(best.cost))) break;
    }
    if (best === undefined) throw new CommonwatchError('siting.infeasible', this.#problem.p);
    const { open, stocks, cost } = best;
    const bound = Math.min(lower, cost);
    return {
      problem: 'pre-positioning',
      name: this.#problem.name ?? '',
      status: cost - bound <= relativeGap * Math.max(1, cost) ? 'optimal' : 'feasible',
      provedBy: 'mip',
      objective: cost,
      bound,
      gap: cost > bound ? (cost - bound) / cost : 0,
      open: open.map((i) => this.#siteIds[i]),
      stocks: open.map((i) => ({ site: this.#siteIds[i], amount: stocks[i] })),
      scenarios: this.#problem.scenarios.map((_, k) => this.#outcome(k, stocks)),
      rounds,
      assumptions: [{ key: 'siting.assume.unmet-penalty', params: { cost: this.#problem.unmetPenalty } }],
    };
  }

  #unitCosts(): Float64Array {
    const { customers, sites, costs, costPerUnitKm = 1 } = this.#problem;
    if (costs === undefined) {
      const places = (
        list: readonly { readonly lonDeg?: number; readonly latDeg?: number }[],
        path: string,
      ) =>
        list.map(({ lonDeg, latDeg }, at) => {
          if (lonDeg === undefined || latDeg === undefined)
            throw wrong(`${path}/${at}`, 'needs lonDeg and latDeg, or costs');
          return [lonDeg, latDeg] as const;
        });
      return greatCircleCosts(places(customers, '/customers'), places(sites, '/sites')).map(
        (km) => km * costPerUnitKm,
      );
    }
    if (costs.length !== customers.length || costs.some((row) => row.length !== sites.length))
      throw wrong('/costs', `must be ${customers.length} rows of ${sites.length}`);
    const m = customers.length;
    return Float64Array.from(
      { length: m * sites.length },
      (_, at) => costs[at % m][Math.floor(at / m)] ?? Number.NaN,
    );
  }

  /** Sites and stocks that are best as far as the cuts know. */
  #master(): { open: number[]; stocks: Float64Array; objective: number } {
    const { sites, scenarios, p, totalStock, budget } = this.#problem;
    const model = new ModelWriter();
    const all = sites.map((_, i) => i);
    for (const i of all) {
      const { fixedCost = 0, stockCost = 0, status } = sites[i];
      model.cost(fixedCost, `y${i}`);
      model.cost(stockCost, `s${i}`);
      model.binary(`y${i}`);
      model.row(
        [
          [1, `s${i}`],
          [-this.#capacities[i], `y${i}`],
        ],
        '<=',
        0,
      );
      if (status === 'open') model.row([[1, `y${i}`]], '>=', 1);
      if (status === 'closed') model.row([[1, `y${i}`]], '<=', 0);
    }
    scenarios.forEach(({ probability }, k) => model.cost(probability, `t${k}`));
    if (p !== undefined)
      model.row(
        all.map((i) => [1, `y${i}`] as const),
        '<=',
        p,
      );
    if (totalStock !== undefined)
      model.row(
        all.map((i) => [1, `s${i}`] as const),
        '<=',
        totalStock,
      );
    if (budget !== undefined)
      model.row(
        all.flatMap((i) => [
          [sites[i].fixedCost ?? 0, `y${i}`] as const,
          [sites[i].stockCost ?? 0, `s${i}`] as const,
        ]),
        '<=',
        budget,
      );
    for (const { scenario, constant, slopes } of this.#cuts)
      model.row([[1, `t${scenario}`], ...all.map((i) => [-slopes[i], `s${i}`] as const)], '>=', constant);
    const answer = this.#options.solver(model.text(), { timeLimitS: 30 });
    if (answer.status === 'infeasible')
      throw new CommonwatchError('siting.infeasible', p, {
        detail: 'The limits on sites, stock and budget contradict each other.',
      });
    if (answer.status !== 'optimal')
      throw new CommonwatchError('siting.too-large', `${sites.length} sites, ${scenarios.length} scenarios`);
    return {
      open: all.filter((i) => answer.value(`y${i}`) > 0.5),
      stocks: Float64Array.from(all, (i) => Math.max(0, answer.value(`s${i}`))),
      objective: answer.objective,
    };
  }

  #firstStage(open: readonly number[], stocks: Float64Array): number {
    const { sites } = this.#problem;
    return (
      open.reduce((sum, i) => sum + (sites[i].fixedCost ?? 0), 0) +
      stocks.reduce((sum, stock, i) => sum + stock * (sites[i].stockCost ?? 0), 0)
    );
  }

  #expected(stocks: Float64Array, adds: boolean): number {
    return this.#problem.scenarios.reduce((sum, { probability }, k) => {
      const { cost, slopes } = this.#recourse(k, stocks);
      if (adds) {
        let constant = cost;
        for (let i = 0; i < slopes.length; i++) constant -= slopes[i] * stocks[i];
        this.#cuts.push({ scenario: k, constant, slopes });
      }
      return sum + probability * cost;
    }, 0);
  }

  #recourse(k: number, stocks: Float64Array) {
    const { sites, customers, scenarios, unmetPenalty } = this.#problem;
    const { needs, cuts = [], damage = [] } = scenarios[k];
    const [n, m] = [sites.length, customers.length];
    const [source, sink] = [n + m, n + m + 1];
    const network = new FlowNetwork(n + m + 2);
    const left = new Float64Array(n).fill(1);
    for (const { site, shareLost } of damage)
      left[this.#site(site, `/scenarios/${k}/damage`)] = 1 - shareLost;
    const closed = new Set(
      cuts.map(
        ({ site, customer }) =>
          this.#site(site, `/scenarios/${k}/cuts`) * m + this.#customer(customer, `/scenarios/${k}/cuts`),
      ),
    );
    const supply = sites.map((_, i) => network.arc(source, i, stocks[i] * left[i], 0));
    const unmet: { customer: string; arc: number }[] = [];
    let total = 0;
    for (const { customer, amount: needed } of needs) {
      const u = this.#customer(customer, `/scenarios/${k}/needs`);
      total += needed;
      network.arc(n + u, sink, needed, 0);
      unmet.push({ customer, arc: network.arc(source, n + u, needed, unmetPenalty) });
      for (let i = 0; i < n; i++)
        if (!closed.has(i * m + u) && this.#unit[i * m + u] < unmetPenalty)
          network.arc(i, n + u, Number.POSITIVE_INFINITY, this.#unit[i * m + u]);
    }
    const { cost } = network.send(source, sink, total);
    return {
      cost,
      total,
      network,
      unmet,
      slopes: Float64Array.from(supply, (arc, i) => network.worth(arc) * left[i]),
    };
  }

  #outcome(k: number, stocks: Float64Array): ScenarioOutcome {
    const { name = String(k + 1), probability } = this.#problem.scenarios[k];
    const { cost, total, network, unmet } = this.#recourse(k, stocks);
    const missing = unmet
      .map(({ customer, arc }) => ({ customer, amount: network.flow(arc) }))
      .filter(({ amount: short }) => short > 1e-6);
    const short = missing.reduce((sum, one) => sum + one.amount, 0);
    return {
      name,
      probability,
      cost,
      needed: total,
      unmet: short,
      servedShare: total > 0 ? 1 - short / total : 1,
      missing,
    };
  }

  #site(id: string, path: string): number {
    const at = this.#siteAt.get(id);
    if (at === undefined) throw wrong(path, 'names a known site', id);
    return at;
  }

  #customer(id: string, path: string): number {
    const at = this.#customerAt.get(id);
    if (at === undefined) throw wrong(path, 'names a known customer', id);
    return at;
  }
}
