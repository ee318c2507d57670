/** The programme room: documents → facts → a record, its checks and questions. All that others may import. */
export { Asker } from './ask.ts';
export type { Answer } from './ask.ts';
export { checkNames, concentration, runChecks } from './checks.ts';
export type { CheckFinding, CheckName } from './checks.ts';
export { boundsOf } from './context.ts';
export { extractFacts } from './extract.ts';
export type { ExtractOptions, Fact } from './extract.ts';
export { recordDrafts } from './entries.ts';
export { Holdings, programmeTypes } from './holdings.ts';
export { factsOfDocument, isQuoted } from './read.ts';
export { emptyRecord, heldAt, statementsOf } from './record.ts';
export type * from './record.ts';
export { programmeRoom } from './room.ts';
export { timelineOf } from './timeline.ts';
export type { TimelineItem } from './timeline.ts';
