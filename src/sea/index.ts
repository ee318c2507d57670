/** The sea room: positions → findings. All that others may import. */
export type { DetectorName, Parameters, PresetName } from './parameters.ts';
export { defaults, detectorNames, ParametersSchema, presets, resolveParameters } from './parameters.ts';
export { fixRefusals } from './tracks.ts';
export type { FixRefusal } from './tracks.ts';
export { identityMarks } from './vessels.ts';
export type { IdentityMark } from './vessels.ts';
export { SeaWatch, startWatch } from './watch.ts';
export type { FeedPositions, WatchReport } from './watch.ts';
export type { SeaEarth, SeaWorld, WatchedArea } from './world.ts';
export { episodesOf } from './episodes.ts';
export type { Standing } from './episodes.ts';
export { flagName } from './flags.ts';
export { seaDetector, seaRoom } from './room.ts';
export type { SeaDetectorWorld } from './room.ts';
export type { AreasService, EarthService, PositionsService } from './services.ts';
