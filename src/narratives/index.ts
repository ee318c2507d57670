/** The narratives room: posts → narratives, coordination, origin. All that others may import. */
export { coortweetDefaults, coortweetNetwork } from './coortweet.ts';
export type { CoortweetEdge, CoortweetNetwork, CoortweetOptions } from './coortweet.ts';
export type { FieldPlaces } from './formats.ts';
export type { Disguise, Posts } from './posts.ts';
export { PostBuilder } from './posts.ts';
export { qutDefaults, qutEdges, qutModes } from './qut.ts';
export type { QutEdge, QutMode, QutOptions } from './qut.ts';
export { parseMapping, postRefusals, PostReader } from './reader.ts';
export type { PostReport, ReadOptions } from './reader.ts';
