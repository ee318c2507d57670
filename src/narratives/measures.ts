/** Small measures of an analysis. */
import type { CalendarEntry } from './api.ts';
import { jaccard } from './nearduplicates.ts';
import { hourMs } from './tracking.ts';

const dayMs = 86_400_000;
const domainsShown = 20;

/** Distinct values by how often, at most twenty. */
export function counted(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, domainsShown);
}

/** The share of the first set that stands in the second. */
export function containment(inner: Int32Array, outer: Int32Array): number {
  const share = jaccard(inner, outer);
  const common = (share * (inner.length + outer.length)) / (1 + share);
  return inner.length === 0 ? 0 : common / inner.length;
}

export function nearEntries(calendar: readonly CalendarEntry[], hourUtcMs: number): CalendarEntry[] {
  return calendar.filter(
    ({ from, to }) =>
      hourUtcMs + hourMs > Date.parse(from) - 2 * dayMs && hourUtcMs < Date.parse(to) + 3 * dayMs,
  );
}

/**
 * 0 to 95: how surprising an edge is on average (12 orders of magnitude and more count as much as can be), more than
 * one layer, more than one day. It says how sure co-action is, never who or why.
 */
export function confidenceOf(surprisePerEdge: number, layers: number, days: number): number {
  const surprise = Math.min(1, surprisePerEdge / 12);
  return Math.round(40 + 35 * surprise + 10 * Math.min(1, layers - 1) + 10 * Math.min(1, (days - 1) / 4));
}
