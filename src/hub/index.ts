/** The hub: all that the command line imports from it. */
export { Accounts } from './accounts.ts';
export { assembleBrief } from './brief.ts';
export type { BriefParts } from './brief.ts';
export { checkConfig, loadConfig } from './config.ts';
export type { Config } from './config.ts';
export { ExitRegistry } from './exits.ts';
export type { Exit, HubContext, HubRequest, LiveExit } from './exits.ts';
export { exerciseParty, playExercise, prepareExercise } from './exercise.ts';
export { openHub } from './hub.ts';
export type { Hub, HubOptions } from './hub.ts';
export { LocalTables } from './local.ts';
export { builtOpening, writeCard } from './opening.ts';
export { readAreas } from './pipeline.ts';
export { loadStartingRecord } from './programmerecord.ts';
export { entryTypesOf, houseSpeaker, rooms } from './rooms.ts';
export { Digests } from './digests.ts';
