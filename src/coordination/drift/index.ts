/** Drift at sea and the search for what drifts. Pure: tables, coast and files are handed in. */
export * from './api.ts';
export type { Coast } from './coast.ts';
export { runDrift } from './drift.ts';
export type { DriftWorld } from './drift.ts';
export type { VectorGrid } from './fields.ts';
export { parseLeewayCsv } from './leeway.ts';
export type { LeewayClass } from './leeway.ts';
export { parseDrift, utcMs } from './problem.ts';
export type { DriftProblem } from './problem.ts';
