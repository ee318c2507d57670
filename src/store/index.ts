/** The store: journal, projections and gated windows. All that the hub and the command line import from here. */
export type { TimeHistogram, Facets, Standing, StoreView } from './view.ts';
export type { StoreEvent, SubscribeOptions, Subscription } from './live.ts';
export type { Checkpoint, RecordKind } from './record.ts';
export type { RecordPage, RecordSummary } from './records.ts';
export type { Progress } from './rebuild.ts';
export type { SqlValue } from './sql.ts';
export type { AppendOptions, DirectoryAccess, StoreOptions } from './store.ts';
export { Sql, flag } from './sql.ts';
export { Store, openStore, partyOf } from './store.ts';
export { startWorker } from './worker.ts';
export type { BackupManifest, RestoreOptions } from './backup.ts';
export { backupFolder, checkpointOf, restoreBackup } from './backup.ts';
export type { Problem, ProblemKind, Verification, VerifyOptions } from './verify.ts';
export { parseCheckpoint, verifyJournal } from './verify.ts';
export { isGenuine } from './keys.ts';
export { makePrivateFolder, places, writePrivate } from './files.ts';
export type { ArchivedFleet, ArchivedStatics, ArchivedTrack, PositionArchive, Seal } from './archive.ts';
export { openArchive } from './archive.ts';
