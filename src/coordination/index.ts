/** The coordination room: all that others may import. Pure: the hub brings store, clock and solver. */
export * from './drift/index.ts';
export * from './siting/index.ts';
export { coordinationRoom } from './room.ts';
export { fold, hashOf } from './fold.ts';
export { Contingencies } from './views.ts';
export { coordinationTypeNames } from './types.ts';
export { flagsOf } from './flags.ts';
export { foldLot, holdingsOf, ledgerRules, sinksOf, sumOf } from './ledger.ts';
export { count, createSubject, decide, move, openContingency, perform } from './write.ts';
export type { Written } from './api.ts';
export { parseScenarioFile, replay } from './replay/index.ts';
export type { ReplayReport, Scenario } from './replay/index.ts';
export { parseDirectory } from './directory.ts';
export type { LocalDirectory } from './directory.ts';
