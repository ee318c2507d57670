/**
 * Which pairs act together more than chance allows. The null model keeps what an account does and how popular an
 * object is: λᵢⱼ = dᵢdⱼ · Σₒ kₒ(kₒ−1)pₒ / D², with d distinct objects of an account, D their sum, k accounts of an
 * object, p the share of its account pairs inside the window. Pairs are judged by the tail of Poisson and all pairs
 * together by Benjamini–Hochberg (1995). The second test shuffles the times within each object: a random pair on o
 * then lies inside the window with pₒ, so the count is Poisson-binomial and is computed, not sampled.
 */
import { CommonwatchError } from '../core/index.ts';
import type { Layer, LayerName } from './layers.ts';
import { ShareIndex } from './shares.ts';

export interface SignificanceOptions {
  readonly windowS: number;
  /** Distinct objects that two accounts must have in common inside the window. */
  readonly minObjects: number;
  /** Share of false edges that is accepted (Benjamini–Hochberg q). */
  readonly falseDiscovery: number;
}

export const significanceDefaults: SignificanceOptions = {
  windowS: 3600,
  minObjects: 3,
  falseDiscovery: 0.01,
};

/** One pair in one layer; `a` < `b` index accounts. */
export interface LayerEdge {
  readonly layer: LayerName;
  readonly a: number;
  readonly b: number;
  /** Distinct objects inside the window. */
  readonly weight: number;
  /** Mean time between two shares of the pair, over all inside the window. */
  readonly meanLagMs: number;
  /** Expected by the null model. */
  readonly expected: number;
  readonly p: number;
  /** The second test; near 1 when nobody but the pair shared its objects, which says nothing. */
  readonly timeP: number;
}

/** @throws `narratives.parameters-invalid`, `narratives.window-too-fine` */
export function significantEdges(
  layer: Layer,
  accounts: number,
  precisionMs: number,
  options: SignificanceOptions,
): LayerEdge[] {
  check(options, precisionMs);
  const index = new ShareIndex(layer.shares, layer.objects, accounts, 'object');
  const pass = countPairs(index, options.windowS * 1000, layer.objects, options.minObjects);
  const { degree, accountsOf } = degrees(index, layer.objects);
  const total = degree.reduce((sum, d) => sum + d, 0);
  const near = pass.nearPairs.reduce((sum, pairs) => sum + pairs, 0);
  const edges = pass.pairs.map(({ a, b, weight, meanLagMs }) => {
    const expected = (degree[a] * degree[b] * 2 * near) / (total * total);
    const p = poissonTail(weight, expected);
    return { layer: layer.name, a, b, weight, meanLagMs, expected, p, timeP: 1 };
  });
  const active = degree.reduce((count, d) => count + (d > 0 ? 1 : 0), 0);
  const kept = benjaminiHochberg(edges, (active * (active - 1)) / 2, options.falseDiscovery);
  const share = (object: number) => {
    const k = accountsOf[object];
    return k < 2 ? 0 : Math.min(1, (2 * pass.nearPairs[object]) / (k * (k - 1)));
  };
  return kept.map((edge) => ({ ...edge, timeP: shuffledTail(index, edge, share) }));
}

function check({ windowS, minObjects, falseDiscovery }: SignificanceOptions, precisionMs: number): void {
  const bad = (path: string, value: number) =>
    new CommonwatchError('narratives.parameters-invalid', value, { path });
  if (!(windowS > 0)) throw bad('/windowS', windowS);
  if (!Number.isInteger(minObjects) || minObjects < 1) throw bad('/minObjects', minObjects);
  if (!(falseDiscovery > 0 && falseDiscovery < 1)) throw bad('/falseDiscovery', falseDiscovery);
  if (windowS * 1000 < precisionMs)
    throw new CommonwatchError('narratives.window-too-fine', windowS, {
      detail: `The times of this collection are good to ${precisionMs / 1000} s.`,
    });
}

interface CountedPair {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
  readonly meanLagMs: number;
}

/** Distinct objects a pair, and distinct pairs an object, inside the window; only pairs with enough are kept. */
function countPairs(
  index: ShareIndex,
  windowMs: number,
  objects: number,
  least: number,
): { pairs: CountedPair[]; nearPairs: Float64Array } {
  const { account, object, timeMs } = index.shares;
  const weight = new Uint32Array(index.accounts);
  const lastObject = new Int32Array(index.accounts);
  const lagSumMs = new Float64Array(index.accounts);
  const lags = new Uint32Array(index.accounts);
  const nearPairs = new Float64Array(objects);
  const pairs: CountedPair[] = [];
  for (let a = 0; a < index.accounts; a++) {
    const neighbours: number[] = [];
    index.forEachNear(a, windowMs, (mine, other) => {
      const b = account[other];
      if (b <= a) return;
      lagSumMs[b] += Math.abs(timeMs[mine] - timeMs[other]);
      lags[b] += 1;
      if (weight[b] > 0 && lastObject[b] === object[mine]) return;
      if (weight[b] === 0) neighbours.push(b);
      lastObject[b] = object[mine];
      weight[b] += 1;
      nearPairs[object[mine]] += 1;
    });
    for (const b of neighbours) {
      if (weight[b] >= least) pairs.push({ a, b, weight: weight[b], meanLagMs: lagSumMs[b] / lags[b] });
      weight[b] = lagSumMs[b] = lags[b] = 0;
    }
  }
  return { pairs, nearPairs };
}

/** Distinct objects of each account, distinct accounts of each object. */
function degrees(index: ShareIndex, objects: number): { degree: Float64Array; accountsOf: Float64Array } {
  const degree = new Float64Array(index.accounts);
  const accountsOf = new Float64Array(objects);
  for (let a = 0; a < index.accounts; a++)
    for (const object of objectsOfAccount(index, a)) {
      degree[a] += 1;
      accountsOf[object] += 1;
    }
  return { degree, accountsOf };
}

/** An account's objects, each once, in ascending order. */
function objectsOfAccount(index: ShareIndex, account: number): number[] {
  const { start, rows } = index.byAccount;
  const objects: number[] = [];
  for (let i = start[account]; i < start[account + 1]; i++) {
    const object = index.shares.object[rows[i]];
    if (objects[objects.length - 1] !== object) objects.push(object);
  }
  return objects;
}

/** P(X ≥ weight) for X ~ Poisson(expected), summed upwards so that small values keep their digits. */
export function poissonTail(weight: number, expected: number): number {
  if (weight <= 0) return 1;
  if (expected <= 0) return 0;
  let logTerm = -expected + weight * Math.log(expected);
  for (let k = 2; k <= weight; k++) logTerm -= Math.log(k);
  let term = Math.exp(logTerm);
  let sum = 0;
  for (let k = weight; term > sum * 1e-17 || k < expected; k++) {
    sum += term;
    term *= expected / (k + 1);
    if (k > weight + 100_000) break;
  }
  return Math.min(1, sum);
}

/** The edges that pass when at most a share `q` of them may be false, of `tests` pairs that might have been edges. */
export function benjaminiHochberg<E extends { readonly p: number }>(
  edges: readonly E[],
  tests: number,
  q: number,
): E[] {
  const sorted = [...edges].sort((a, b) => a.p - b.p);
  let pass = 0;
  sorted.forEach(({ p }, i) => {
    if (p <= ((i + 1) / tests) * q) pass = i + 1;
  });
  const limit = pass === 0 ? -1 : sorted[pass - 1].p;
  return edges.filter(({ p }) => p <= limit);
}

/** P(at least `weight` of the common objects inside the window) when times are shuffled within each object. */
function shuffledTail(index: ShareIndex, edge: LayerEdge, share: (object: number) => number): number {
  const theirs = new Set(objectsOfAccount(index, edge.b));
  let chances = [1];
  for (const object of objectsOfAccount(index, edge.a)) {
    if (!theirs.has(object)) continue;
    const p = share(object);
    const next = new Array<number>(chances.length + 1).fill(0);
    chances.forEach((chance, count) => {
      next[count] += chance * (1 - p);
      next[count + 1] += chance * p;
    });
    chances = next;
  }
  return Math.min(
    1,
    chances.slice(edge.weight).reduce((sum, chance) => sum + chance, 0),
  );
}
