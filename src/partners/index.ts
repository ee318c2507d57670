/** Hub to hub: one mechanism, over HTTPS or by file. */
export type { HubCard, PartnerHubView, ProvenanceView, QuarantineView } from './api.ts';
export type { ExportOptions, InspectedBundle, Manifest, WrittenBundle } from './bundle.ts';
export { CardSchema, fingerprintOf } from './card.ts';
export type { Card } from './card.ts';
export { httpAsk } from './client.ts';
export type { Ask, TransportOptions } from './client.ts';
export { ChunkSchema, CursorSchema } from './format.ts';
export type { Chunk, Cursor } from './format.ts';
export type { Acknowledgement } from './inbox.ts';
export { minisignKey } from './minisig.ts';
export { PartnerHubs } from './partners.ts';
export type { PartnerOptions, Visit } from './partners.ts';
export type { LinkSettings } from './tables.ts';
