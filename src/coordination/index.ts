/** The coordination room. Pure: the hub brings store, clock and solver. */
export * from './siting/index.ts';
