/** Replays of whole contingencies. */
export { replay } from './replay.ts';
export type { ReplayReport } from './replay.ts';
export { parseScenarioFile } from './scenario.ts';
export type { Scenario } from './scenario.ts';
