/** Where to put things, and how to bring them there. Pure: the mixed-integer solver is handed in. */
export * from './api.ts';
export { allocate, parseAllocation } from './allocate.ts';
export type { SitingWork } from './allocate.ts';
export { dockQueue, storagePallets } from './docks.ts';
export type { DockHub } from './docks.ts';
export type { MipAnswer, MipSolver } from './mip.ts';
export { norms } from './norms.ts';
export type { Norm } from './norms.ts';
export { planPush } from './push.ts';
export type { PushProblem } from './push.ts';
export { planTransport } from './transport.ts';
export type { TransportProblem } from './transport.ts';
export { solveLocation } from './location.ts';
export type { SolveOptions } from './location.ts';
export type { LocationProblem } from './problem.ts';
export { problemFromText } from './files.ts';
