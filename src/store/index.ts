/** The store: journal, projections and gated windows. All that the hub and the command line import from here. */
export type { TimeHistogram, Facets, StoreView } from './view.ts';
export type { StoreEvent, SubscribeOptions, Subscription } from './live.ts';
export type { Checkpoint, RecordKind } from './record.ts';
export type { RecordPage, RecordSummary } from './records.ts';
export type { Progress } from './rebuild.ts';
export type { SqlValue } from './sql.ts';
export type { AppendOptions, DirectoryAccess, StoreOptions } from './store.ts';
export { Sql, flag } from './sql.ts';
export { Store, openStore } from './store.ts';
export { startWorker } from './worker.ts';
export { makePrivateFolder, writePrivate } from './files.ts';
