/** Formats in and out. Writers are bound to one viewer and accept only what passed the gate. */
export * from './antimeridian.ts';
export { csv } from './csv.ts';
export { exportsFor } from './exports.ts';
export { featureCollection } from './geojson.ts';
export { handlingOf, markingsOf } from './markings.ts';
export { parseStixRelease, writeRelease } from './release.ts';
export { readEntryId, readRelease, stixBundle } from './stix.ts';
export type { StixBundle, StixObject } from './stix.ts';
export type { ExchangeOptions } from './writer.ts';
