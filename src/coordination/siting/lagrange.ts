/**
 * A lower bound of the p-median problem: the assignment of each customer is relaxed with a price λ, so that each site
 * is worth ρ = Σ min(0, cost − λ) and the p best are taken. Subgradient ascent after M. Held, P. Wolfe and
 * H. P. Crowder, "Validation of subgradient optimization", Mathematical Programming 6 (1974).
 */
import type { CostTable } from './costs.ts';

export interface Bound {
  /** No solution costs less. */
  lower: number;
  /** Prices at which the bound was found. */
  readonly prices: Float64Array;
  /** Value ρ of each site at these prices, ≤ 0. */
  readonly values: Float64Array;
  work: number;
}

/**
 * @param upper cost of a known solution
 * @param found is called with the p best sites whenever the bound rises much: a start for a search
 */
export function lowerBound(
  table: CostTable,
  p: number,
  upper: number,
  options: { rounds: number; work: number; locked?: Uint8Array },
  found: (open: Int32Array) => number,
): Bound {
  const { customers, sites, order, sorted } = table;
  const prices = startingPrices(table, p);
  const values = new Float64Array(sites);
  const chosen = new Uint8Array(sites);
  const served = new Int32Array(customers);
  const best: Bound = {
    lower: Number.NEGATIVE_INFINITY,
    prices: prices.slice(),
    values: values.slice(),
    work: 0,
  };
  let scale = 1.5;
  let stale = 0;
  for (let round = 0; round < options.rounds && best.work < options.work; round++) {
    values.fill(0);
    let sum = 0;
    for (let u = 0; u < customers; u++) {
      const price = prices[u];
      sum += price;
      const from = u * sites;
      let k = from;
      for (const end = from + sites; k < end && sorted[k] < price; k++) values[order[k]] += sorted[k] - price;
      best.work += k - from + 1;
    }
    const open = lowest(values, p, options.locked);
    chosen.fill(0);
    for (const site of open) {
      sum += values[site];
      chosen[site] = 1;
    }
    if (sum > best.lower + 1e-9 * Math.abs(sum)) {
      if (sum > best.lower + 0.001 * (upper - best.lower)) stale = 0;
      best.lower = sum;
      best.prices.set(prices);
      best.values.set(values);
    } else if (++stale >= 20) {
      stale = 0;
      scale /= 2;
      if (scale < 1e-4) break;
    }
    if (round % 25 === 24) upper = Math.min(upper, found(open));
    if (upper - best.lower < (table.whole ? 1 - 1e-6 : 1e-9 * upper)) break;
    let norm = 0;
    for (let u = 0; u < customers; u++) {
      let times = 0;
      const from = u * sites;
      for (let k = from; k < from + sites && sorted[k] < prices[u]; k++) times += chosen[order[k]];
      served[u] = times;
      norm += (1 - times) * (1 - times);
    }
    if (norm === 0) break;
    const step = (scale * (upper * 1.0001 - sum)) / norm;
    for (let u = 0; u < customers; u++) prices[u] = Math.max(0, prices[u] + step * (1 - served[u]));
  }
  return best;
}

/** A little more than the cost at the site whose rank is that of an even spread. */
function startingPrices({ customers, sites, sorted }: CostTable, p: number): Float64Array {
  const rank = Math.min(sites - 1, Math.floor(sites / p));
  return Float64Array.from({ length: customers }, (_, u) => sorted[u * sites + rank]);
}

/** The p sites of lowest value; those that are locked always. */
function lowest(values: Float64Array, p: number, locked?: Uint8Array): Int32Array {
  const rank = Int32Array.from({ length: values.length }, (_, i) => i);
  rank.sort((a, b) => (locked?.[b] ?? 0) - (locked?.[a] ?? 0) || values[a] - values[b] || a - b);
  return rank.slice(0, p);
}
