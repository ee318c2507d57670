/** Where to put things, and how to bring them there. Pure: the mixed-integer solver is handed in. */
export * from './api.ts';
export type { MipAnswer, MipSolver } from './mip.ts';
export { solveLocation } from './location.ts';
export type { SolveOptions } from './location.ts';
export { parseLocation } from './problem.ts';
export type { LocationProblem } from './problem.ts';
export { problemFromText } from './files.ts';
