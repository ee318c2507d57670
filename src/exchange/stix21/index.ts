/** STIX 2.1: its objects, what they must and should be, their ids, and their markings. */
export { activeChecks, shouldChecks } from './checks.ts';
export type { Issue, MustCheck, ShouldCheck, ValidationOptions } from './checks.ts';
export { compareTimestamps, isTimestamp, typeOfId } from './forms.ts';
export type { Properties } from './object.ts';
export { isObservableType, objectShapes, shapeNamed } from './shapes.ts';
export { standing } from './standing.ts';
export { validateStix } from './validate.ts';
export type { Validation } from './validate.ts';
export {
  isTlpMarking,
  markedAs,
  markedRed,
  markedTlp,
  markingRefsOf,
  releaseOf,
  remarked,
  withRelease,
  withoutReleaseExtension,
} from './released.ts';
export type { Addressees, ReadRelease } from './released.ts';
export { shieldedJson, shownJson } from './shield.ts';
export { toStix20 } from './downgrade.ts';
export type { Downgraded, LeftOut } from './downgrade.ts';
export { canonicalJson, observableId } from './ids.ts';
