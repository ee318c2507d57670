/** The location problems of a file, solved: tables from places, networks or matrices, and the answer with its gap. */
import { CommonwatchError } from '../../core/errors.ts';
import type { LocationAnswer, WhatIfAnswer } from './api.ts';
import { solveCapacitated } from './capacitated.ts';
import type { CapacitatedProblem } from './assignment.ts';
import type { Rounding } from './costs.ts';
import { checkSize, costTable, greatCircleCosts, planeCosts, shortestWays } from './costs.ts';
import type { MipSolver } from './mip.ts';
import { solvePMedian } from './pmedian.ts';
import type { Customer, LocationProblem, Site } from './problem.ts';
import { wrong } from './problem.ts';

export interface SolveOptions {
  readonly solver?: MipSolver;
  /** Of the certifier of a capacitated problem, seconds (60). */
  readonly timeLimitS?: number;
  readonly isOver?: () => boolean;
}

/** A problem with its costs; a pair that no road joins has NaN. */
interface Tables {
  readonly customers: readonly Customer[];
  readonly sites: readonly Site[];
  readonly customerIds: readonly string[];
  readonly siteIds: readonly string[];
  /** Cost of a unit: `unit[i · customers + u]`. */
  readonly unit: Float64Array;
}

const defaultSeed = 1;

/** Solves a problem of a file. @throws `siting.invalid`, `siting.infeasible`, `siting.too-large` */
export function solveLocation(problem: LocationProblem, options: SolveOptions = {}): LocationAnswer {
  const tables = tablesOf(problem);
  const answer = solveOne(problem, tables, options);
  const whatIf = (problem.whatIf ?? []).map((change): WhatIfAnswer => {
    const changed = applied(tables, change);
    try {
      const then = solveOne(
        { ...problem, cuts: [...(problem.cuts ?? []), ...(change.cuts ?? [])] },
        changed,
        options,
      );
      return {
        name: change.name ?? '',
        status: then.status,
        objective: then.objective,
        bound: then.bound,
        gap: then.gap,
        open: then.open,
        unserved: then.unserved,
      };
    } catch (error) {
      if (!(error instanceof CommonwatchError) || error.code !== 'siting.infeasible') throw error;
      return {
        name: change.name ?? '',
        status: 'infeasible',
        objective: null,
        bound: null,
        gap: null,
        open: [],
        unserved: [],
      };
    }
  });
  return whatIf.length === 0 ? answer : { ...answer, whatIf };
}

function applied(tables: Tables, change: { readonly closed?: readonly string[] }): Tables {
  const closed = new Set(change.closed);
  for (const id of closed) if (!tables.siteIds.includes(id)) throw wrong('/whatIf', 'an unknown site', id);
  const sites = tables.sites.map((site, i) =>
    closed.has(tables.siteIds[i]) ? { ...site, status: 'closed' as const } : site,
  );
  return { ...tables, sites };
}

function solveOne(problem: LocationProblem, all: Tables, options: SolveOptions): LocationAnswer {
  const tables = withoutClosed(withCuts(all, problem));
  if (problem.problem === 'capacitated') return capacitated(problem, tables, options);
  return median(problem, tables, options);
}

function tablesOf(problem: LocationProblem): Tables {
  const { customers } = problem;
  const sites: readonly Site[] =
    problem.sites ??
    customers.map(({ id, name, lonDeg, latDeg, x, y }) => ({ id, name, lonDeg, latDeg, x, y }));
  checkSize(customers.length, sites.length);
  return {
    customers,
    sites,
    customerIds: ids(customers, '/customers'),
    siteIds: ids(sites, '/sites'),
    unit: unitCosts(problem, sites),
  };
}

/** Ids as given, or numbers from 1. */
function ids(places: readonly { readonly id?: string }[], path: string): string[] {
  const out = places.map(({ id }, at) => id ?? String(at + 1));
  if (new Set(out).size !== out.length) throw wrong(path, 'ids must differ');
  return out;
}

function unitCosts(problem: LocationProblem, sites: readonly Site[]): Float64Array {
  const { customers, costs, edges } = problem;
  const m = customers.length;
  if (costs !== undefined) {
    if (costs.length !== m || costs.some((row) => row.length !== sites.length))
      throw wrong(
        '/costs',
        `must be a row for each of ${m} customers, with a cost for each of ${sites.length} sites`,
      );
    const unit = new Float64Array(m * sites.length);
    costs.forEach((row, u) => {
      const share = problem.costsAre === 'whole-demand' ? 1 / (weightOf(problem, customers[u]) || 1) : 1;
      row.forEach((cost, i) => {
        unit[i * m + u] = cost === null ? Number.NaN : cost * share;
      });
    });
    return unit;
  }
  if (edges !== undefined) return networkCosts(problem, sites.length, m);
  const isPlane = customers[0].x !== undefined;
  const unit = isPlane
    ? planeCosts(coordinates(customers, 'x', 'y', '/customers'), coordinates(sites, 'x', 'y', '/sites'), {
        rounding: problem.rounding as Rounding,
      })
    : greatCircleCosts(
        coordinates(customers, 'lonDeg', 'latDeg', '/customers'),
        coordinates(sites, 'lonDeg', 'latDeg', '/sites'),
      );
  const { costPerUnitKm = 1 } = problem;
  return costPerUnitKm === 1 ? unit : unit.map((cost) => cost * costPerUnitKm);
}

function networkCosts(problem: LocationProblem, n: number, m: number): Float64Array {
  if (problem.sites !== undefined)
    throw wrong('/edges', 'a network has its vertices as customers and as sites');
  const edges = (problem.edges ?? []).map(([a, b, cost]) => {
    if (a > m || b > m) throw wrong('/edges', `vertices are 1 to ${m}`, [a, b]);
    return { a: a - 1, b: b - 1, cost };
  });
  return shortestWays(n, edges).map((cost) => (cost === Number.POSITIVE_INFINITY ? Number.NaN : cost));
}

function coordinates<P extends Customer | Site>(
  places: readonly P[],
  first: 'x' | 'lonDeg',
  second: 'y' | 'latDeg',
  path: string,
): (readonly [number, number])[] {
  return places.map((place, at) => {
    const [a, b] = [place[first], place[second]];
    if (a === undefined || b === undefined) throw wrong(`${path}/${at}`, `needs ${first} and ${second}`);
    return [a, b] as const;
  });
}

function weightOf(problem: LocationProblem, customer: Customer): number {
  return problem.problem === 'capacitated'
    ? (customer.demand ?? customer.weight ?? 1)
    : (customer.weight ?? customer.demand ?? 1);
}

function withCuts(tables: Tables, { cuts = [] }: LocationProblem): Tables {
  if (cuts.length === 0) return tables;
  const unit = tables.unit.slice();
  const siteAt = new Map(tables.siteIds.map((id, at) => [id, at]));
  const customerAt = new Map(tables.customerIds.map((id, at) => [id, at]));
  for (const { site, customer } of cuts) {
    const [i, u] = [siteAt.get(site), customerAt.get(customer)];
    if (i === undefined || u === undefined)
      throw wrong('/cuts', 'names a known site and customer', { site, customer });
    unit[i * tables.customers.length + u] = Number.NaN;
  }
  return { ...tables, unit };
}

function withoutClosed(tables: Tables): Tables {
  const kept = tables.sites.map((_, i) => i).filter((i) => tables.sites[i].status !== 'closed');
  if (kept.length === tables.sites.length) return tables;
  const m = tables.customers.length;
  const unit = new Float64Array(kept.length * m);
  kept.forEach((i, at) => unit.set(tables.unit.subarray(i * m, (i + 1) * m), at * m));
  return {
    ...tables,
    sites: kept.map((i) => tables.sites[i]),
    siteIds: kept.map((i) => tables.siteIds[i]),
    unit,
  };
}

/**
 * What not to serve somebody costs, a unit: more than any way there is, so that nobody is left out for cheapness. Such
 * pairs are reported as unserved, and the objective names what they add.
 */
function unservedCost(unit: Float64Array): number {
  let largest = 0;
  for (const cost of unit) if (cost > largest) largest = cost;
  return Math.max(1, Math.ceil(largest * 10));
}

/** Sites that must be open, as marks. */
function lockedOf(sites: readonly Site[]): Uint8Array | undefined {
  if (!sites.some(({ status }) => status === 'open')) return undefined;
  return Uint8Array.from(sites, ({ status }) => (status === 'open' ? 1 : 0));
}

function median(problem: LocationProblem, tables: Tables, options: SolveOptions): LocationAnswer {
  const { customers, sites, unit } = tables;
  const { p, radius } = problem;
  const isCovering = problem.problem === 'maximal-covering';
  if (p === undefined) throw wrong('/p', 'says how many sites are to be open');
  if (isCovering && radius === undefined) throw wrong('/radius', 'says how far a site covers');
  const locked = lockedOf(sites);
  const mustOpen = locked?.reduce((a, b) => a + b, 0) ?? 0;
  if (p > sites.length || p < mustOpen)
    throw new CommonwatchError('siting.infeasible', p, {
      detail: `There are ${sites.length} sites, ${mustOpen} of which must be open.`,
    });
  const m = customers.length;
  const cutOff = unservedCost(unit);
  const bySite = unit.map((cost, at) => {
    const weight = weightOf(problem, customers[at % m]);
    // Covering is the p-median of what stays uncovered: nothing within the radius, the weight beyond.
    if (isCovering) return cost <= (radius as number) ? 0 : weight;
    return (Number.isNaN(cost) ? cutOff : cost) * weight;
  });
  const seed = problem.seed ?? defaultSeed;
  const solved = solvePMedian(costTable(m, sites.length, bySite), p, {
    seed,
    work: (3e8 + 120 * m * sites.length) * (problem.effort ?? 1),
    certifierTimeLimitS: isCovering ? 5 : 3,
    locked,
    ...options,
  });
  const total = customers.reduce((sum, customer) => sum + weightOf(problem, customer), 0);
  const assignments = Array.from(solved.serving, (site, u) => ({
    customer: tables.customerIds[u],
    site: tables.siteIds[site],
    amount: weightOf(problem, customers[u]),
    cost: bySite[site * m + u],
  }));
  const common = {
    problem: problem.problem,
    name: problem.name ?? '',
    status: solved.isOptimal ? ('optimal' as const) : ('feasible' as const),
    provedBy: solved.provedBy,
    open: solved.open.map((i) => tables.siteIds[i]),
    seed,
    work: solved.work,
  };
  if (isCovering) {
    const covered = total - solved.cost;
    const upper = total - solved.lower;
    return {
      ...common,
      objective: covered,
      bound: upper,
      gap: gapOf(upper, covered),
      sense: 'maximise',
      coveredShare: total === 0 ? 1 : covered / total,
      assignments: assignments.filter(({ cost }) => cost === 0),
      unserved: assignments.filter(({ cost }) => cost > 0).map(({ customer }) => customer),
    };
  }
  return {
    ...common,
    objective: solved.cost,
    bound: solved.lower,
    gap: gapOf(solved.cost, solved.lower),
    sense: 'minimise',
    meanCost: total === 0 ? 0 : solved.cost / total,
    assignments,
    unserved: Array.from(solved.serving.keys())
      .filter((u) => Number.isNaN(unit[solved.serving[u] * m + u]))
      .map((u) => tables.customerIds[u]),
  };
}

/** Share of the larger by which two values differ; 0 when they are the same. */
function gapOf(larger: number, smaller: number): number {
  return larger <= smaller ? 0 : (larger - smaller) / Math.max(Math.abs(larger), 1e-12);
}

function capacitated(problem: LocationProblem, tables: Tables, options: SolveOptions): LocationAnswer {
  const { customers, sites, unit } = tables;
  const m = customers.length;
  const n = sites.length;
  const demands = Float64Array.from(customers, (customer) => weightOf(problem, customer));
  const cutOff = unservedCost(unit);
  const costs = new Float64Array(m * n);
  for (let u = 0; u < m; u++)
    for (let i = 0; i < n; i++) {
      const cost = unit[i * m + u];
      costs[u * n + i] = (Number.isNaN(cost) ? cutOff : cost) * demands[u];
    }
  const totalDemand = demands.reduce((a, b) => a + b, 0);
  const instance: CapacitatedProblem = {
    customers: m,
    sites: n,
    capacities: Float64Array.from(sites, ({ capacity }) => capacity ?? totalDemand),
    fixedCosts: Float64Array.from(sites, ({ fixedCost }) => fixedCost ?? 0),
    demands,
    costs,
  };
  const capacity = instance.capacities.reduce((a, b) => a + b, 0);
  if (capacity < totalDemand * (1 - 1e-12))
    throw new CommonwatchError('siting.infeasible', capacity, { detail: `The demand is ${totalDemand}.` });
  const seed = problem.seed ?? defaultSeed;
  const solved = solveCapacitated(instance, {
    seed,
    work: (4e8 + 15_000 * m * n) * (problem.effort ?? 1),
    singleSource: problem.singleSource ?? false,
    locked: lockedOf(sites),
    ...options,
  });
  if (solved.cost === Number.POSITIVE_INFINITY)
    throw new CommonwatchError('siting.infeasible', capacity, {
      detail: 'No assignment of each customer to one site was found.',
    });
  return {
    problem: problem.problem,
    name: problem.name ?? '',
    status: solved.isOptimal ? 'optimal' : 'feasible',
    provedBy: solved.provedBy,
    objective: solved.cost,
    bound: solved.lower,
    gap: gapOf(solved.cost, solved.lower),
    sense: 'minimise',
    open: solved.open.map((i) => tables.siteIds[i]),
    assignments: solved.shipments.map(({ customer, site, amount }) => ({
      customer: tables.customerIds[customer],
      site: tables.siteIds[site],
      amount,
      cost: demands[customer] === 0 ? 0 : (costs[customer * n + site] * amount) / demands[customer],
    })),
    loads: solved.open.map((i) => ({
      site: tables.siteIds[i],
      load: solved.shipments.reduce((sum, s) => sum + (s.site === i ? s.amount : 0), 0),
      capacity: instance.capacities[i],
    })),
    unserved: [
      ...new Set(
        solved.shipments
          .filter(({ customer, site }) => Number.isNaN(unit[site * m + customer]))
          .map(({ customer }) => tables.customerIds[customer]),
      ),
    ],
    seed,
    work: solved.work,
  };
}
