/** What it costs to serve each customer from each site, laid out for the searches. */
import { CommonwatchError } from '../../core/errors.ts';
import type { LonLat } from '../../earth/index.ts';
import { haversineM } from '../../earth/index.ts';
import { Heap } from './heap.ts';

/** The largest table of costs, customers × sites: about 500 MB in the three layouts. */
export const maxCells = 25_000_000;

/** Costs of m customers at n sites. */
export interface CostTable {
  readonly customers: number;
  readonly sites: number;
  /** Cost of customer u at site i: `bySite[i · customers + u]`. */
  readonly bySite: Float64Array;
  /** Sites of each customer, nearest first: `order[u · sites + rank]`. */
  readonly order: Uint32Array;
  /** Their costs, ascending: `sorted[u · sites + rank]`. */
  readonly sorted: Float64Array;
  /** Whether all costs are whole numbers: a bound may then be rounded up. */
  readonly whole: boolean;
}

/** @throws `siting.too-large`, `siting.invalid` where a cost is no finite number ≥ 0 */
export function costTable(customers: number, sites: number, bySite: Float64Array): CostTable {
  checkSize(customers, sites);
  const order = new Uint32Array(customers * sites);
  const sorted = new Float64Array(customers * sites);
  const row = new Float64Array(sites);
  const index = new Uint32Array(sites);
  let whole = true;
  for (let u = 0; u < customers; u++) {
    for (let i = 0; i < sites; i++) {
      const cost = bySite[i * customers + u];
      if (!(cost >= 0 && cost < Number.POSITIVE_INFINITY))
        throw new CommonwatchError('siting.invalid', cost, {
          path: `/costs/${u}/${i}`,
          detail: 'Every customer must be reachable from every site.',
        });
      if (!Number.isInteger(cost)) whole = false;
      row[i] = cost;
      index[i] = i;
    }
    index.sort((a, b) => row[a] - row[b] || a - b);
    for (let k = 0; k < sites; k++) {
      order[u * sites + k] = index[k];
      sorted[u * sites + k] = row[index[k]];
    }
  }
  return { customers, sites, bySite, order, sorted, whole };
}

export function checkSize(customers: number, sites: number): void {
  if (customers * sites > maxCells) throw new CommonwatchError('siting.too-large', `${customers} × ${sites}`);
}

/** Shortest ways between all vertices of an undirected graph, by Dijkstra from each; unreachable is Infinity. */
export function shortestWays(
  vertices: number,
  edges: readonly { readonly a: number; readonly b: number; readonly cost: number }[],
): Float64Array {
  checkSize(vertices, vertices);
  const starts = new Uint32Array(vertices + 1);
  for (const { a, b } of edges) {
    starts[a + 1]++;
    starts[b + 1]++;
  }
  for (let v = 0; v < vertices; v++) starts[v + 1] += starts[v];
  const targets = new Uint32Array(edges.length * 2);
  const costs = new Float64Array(edges.length * 2);
  const next = starts.slice();
  for (const { a, b, cost } of edges) {
    targets[next[a]] = b;
    costs[next[a]++] = cost;
    targets[next[b]] = a;
    costs[next[b]++] = cost;
  }
  const all = new Float64Array(vertices * vertices).fill(Number.POSITIVE_INFINITY);
  const heap = new Heap(edges.length * 2 + 1);
  for (let from = 0; from < vertices; from++) {
    const distance = all.subarray(from * vertices, (from + 1) * vertices);
    distance[from] = 0;
    heap.push(0, from);
    while (heap.size > 0) {
      const key = heap.topKey;
      const at = heap.pop();
      if (key > distance[at]) continue;
      for (let e = starts[at]; e < starts[at + 1]; e++) {
        const reached = key + costs[e];
        if (reached >= distance[targets[e]]) continue;
        distance[targets[e]] = reached;
        heap.push(reached, targets[e]);
      }
    }
  }
  return all;
}

/** Great-circle kilometres from every site to every customer, times the customer's weight. */
export function greatCircleCosts(
  customers: readonly LonLat[],
  sites: readonly LonLat[],
  weights?: readonly number[],
): Float64Array {
  checkSize(customers.length, sites.length);
  const bySite = new Float64Array(customers.length * sites.length);
  sites.forEach(([lonI, latI], i) => {
    customers.forEach(([lonU, latU], u) => {
      bySite[i * customers.length + u] = (haversineM(lonU, latU, lonI, latI) / 1000) * (weights?.[u] ?? 1);
    });
  });
  return bySite;
}

/** How a distance in the plane is made whole: published optima of p-median on TSPLIB cut off the fraction. */
export type Rounding = 'none' | 'nearest' | 'truncate';
const rounded: Record<Rounding, (x: number) => number> = {
  none: (x) => x,
  nearest: Math.round,
  truncate: Math.floor,
};

/** Distances in the plane, times the weight. */
export function planeCosts(
  customers: readonly LonLat[],
  sites: readonly LonLat[],
  options: { weights?: readonly number[]; rounding?: Rounding } = {},
): Float64Array {
  checkSize(customers.length, sites.length);
  const bySite = new Float64Array(customers.length * sites.length);
  sites.forEach(([xI, yI], i) => {
    customers.forEach(([xU, yU], u) => {
      const far = rounded[options.rounding ?? 'none'](Math.hypot(xU - xI, yU - yI));
      bySite[i * customers.length + u] = far * (options.weights?.[u] ?? 1);
    });
  });
  return bySite;
}
