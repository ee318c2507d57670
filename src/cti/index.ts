/** Cyber threat intelligence: STIX objects as entries. */
export { inVersionOrder, judgeObject, reasonOf } from './intake.ts';
export type { Giver, Judged } from './intake.ts';
export { mispImporter } from './mispimport.ts';
export { ctiRoom } from './room.ts';
export {
  draftOf as stixDraft,
  entryIdOf,
  isStixObject,
  referringTo,
  refsOf,
  stixObjectType,
  stixOf,
  versionOf,
} from './stixobject.ts';
export type { StixObjectBody } from './stixobject.ts';
export { stixText } from './write.ts';
