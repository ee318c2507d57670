/** The coordination room. Pure: the hub brings store, clock and solver. */
export * from './siting/index.ts';
/** All that others may import from this room. */
export { coordinationRoom } from './room.ts';
export { fold, hashOf } from './fold.ts';
export { flagsOf } from './flags.ts';
export { foldLot, holdingsOf, ledgerRules, sinksOf, sumOf } from './ledger.ts';
export { count, createSubject, decide, move, openContingency, perform } from './write.ts';
export type { Written } from './api.ts';
