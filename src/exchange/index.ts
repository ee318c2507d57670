/** Formats in and out. Writers are bound to one viewer and accept only what passed the gate. */
export * from './antimeridian.ts';
export { capAlert, capFeed } from './cap.ts';
export { readCap } from './capreader.ts';
export type { CapAlert, CapArea, CapInfo, CapProblem } from './capreader.ts';
export { csv } from './csv.ts';
export { exportsFor } from './exports.ts';
export { featureCollection } from './geojson.ts';
export { kml, kmlNetworkLink } from './kml.ts';
export { readLabel, writeLabel } from './label4774.ts';
export { mispEvents, mispManifest } from './misp.ts';
export type { MispEvent, MispOptions } from './misp.ts';
export { nvg } from './nvg.ts';
export { handlingOf, markingsOf } from './markings.ts';
export { parseStixRelease, writeRelease } from './release.ts';
export { readEntryId, readRelease, stixBundle } from './stix.ts';
export type { StixBundle, StixObject } from './stix.ts';
export type { ExchangeOptions } from './writer.ts';
