/**
 * The p-median problem as a mixed-integer program, for the certifier: sites that the Lagrangian bound already decides are
 * fixed, and customers are described by how far their nearest site is (the radius formulation of S. Elloumi, M. Labbé and
 * Y. Pochet, "A new formulation and resolution method for the p-center problem", INFORMS J. Computing 16, 2004; for
 * p-median S. García, M. Labbé and A. Marín, INFORMS J. Computing 23, 2011).
 */
import type { CostTable } from './costs.ts';
import type { Bound } from './lagrange.ts';
import type { MipSolver } from './mip.ts';
import { ModelWriter } from './mip.ts';

/** What is known of each site from the bound: −1 closed, 1 open in every better solution, 0 undecided. */
export function decided(
  table: CostTable,
  p: number,
  bound: Bound,
  upper: number,
  locked?: Uint8Array,
): Int8Array {
  const { sites, whole } = table;
  const { values, lower } = bound;
  const out = new Int8Array(sites);
  const rank = Int32Array.from({ length: sites }, (_, i) => i);
  rank.sort((a, b) => (locked?.[b] ?? 0) - (locked?.[a] ?? 0) || values[a] - values[b] || a - b);
  const last = values[rank[p - 1]];
  const next = p < sites ? values[rank[p]] : Number.POSITIVE_INFINITY;
  const beaten = (cost: number) => (whole ? Math.ceil(cost - 1e-6) >= upper : cost > upper * (1 + 1e-9));
  rank.forEach((site, at) => {
    if (locked?.[site] === 1) out[site] = 1;
    else if (at < p) out[site] = beaten(lower + next - values[site]) ? 1 : 0;
    else out[site] = beaten(lower + values[site] - last) ? -1 : 0;
  });
  return out;
}

/**
 * Proves the best solution, or finds a better one. Undefined where the model is larger than `maxRows` or a limit was met;
 * an empty list says that nothing beats `upper`.
 */
export function certify(
  table: CostTable,
  p: number,
  bound: Bound,
  upper: number,
  solver: MipSolver,
  options: { maxRows: number; timeLimitS: number; locked?: Uint8Array },
): readonly number[] | undefined {
  const state = decided(table, p, bound, upper, options.locked);
  const model = radiusModel(table, p, state, options.maxRows);
  if (model === undefined) return undefined;
  const { text, constant } = model;
  const answer = solver(text, { timeLimitS: options.timeLimitS });
  if (answer.status === 'infeasible') return [];
  if (answer.status !== 'optimal') return undefined;
  if (answer.objective + constant >= upper - (table.whole ? 0.5 : 1e-9 * upper)) return [];
  return Array.from(state.keys()).filter(
    (i) => state[i] === 1 || (state[i] === 0 && answer.value(`y${i}`) > 0.5),
  );
}

function radiusModel(table: CostTable, p: number, state: Int8Array, maxRows: number) {
  const { customers, sites, order, sorted } = table;
  const model = new ModelWriter();
  let constant = 0;
  let rows = 0;
  const free = Array.from(state.keys()).filter((i) => state[i] === 0);
  const fixedOpen = state.reduce((sum, x) => sum + (x === 1 ? 1 : 0), 0);
  model.row(
    free.map((i) => [1, `y${i}`] as const),
    '=',
    p - fixedOpen,
  );
  for (const i of free) model.binary(`y${i}`);
  for (let u = 0; u < customers; u++) {
    const from = u * sites;
    let k = from;
    while (k < from + sites && state[order[k]] < 0) k++;
    if (k === from + sites) return undefined;
    constant += sorted[k];
    let before: string | undefined;
    while (k < from + sites) {
      const radius = sorted[k];
      const within: (readonly [number, string])[] = [];
      let isServed = false;
      for (; k < from + sites && sorted[k] === radius; k++) {
        if (state[order[k]] === 1) isServed = true;
        if (state[order[k]] === 0) within.push([1, `y${order[k]}`]);
      }
      while (k < from + sites && state[order[k]] < 0) k++;
      if (isServed || k === from + sites) break;
      const beyond = `z${u}_${k - from}`;
      model.cost(sorted[k] - radius, beyond);
      if (before === undefined) model.row([[1, beyond], ...within], '>=', 1);
      else model.row([[1, beyond], ...within, [-1, before]], '>=', 0);
      before = beyond;
      if (++rows > maxRows) return undefined;
    }
  }
  return { text: model.text(), constant };
}
