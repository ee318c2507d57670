/** MISP events of others, read into STIX objects with their releases. */
export { mispObjects } from './convert.ts';
export type { MispObject, MispOptions, MispTaken } from './convert.ts';
export { maxMispLength, readMisp } from './read.ts';
export { sharingGroupUuid } from './release.ts';
