/** What the hub and the thread that has the lanes say to each other. */
import type {
  Flow,
  LaneFlowLines,
  LaneLinesRequest,
  LaneRouteAnswer,
  LaneRouteRequest,
  Scenario,
  ScenarioResult,
  Validation,
} from '../lanes/index.ts';

/** Questions by name, with what they take and give. */
export interface LaneCalls {
  scenario: [{ scenario: Scenario; flows: readonly Flow[]; mark: number }, ScenarioResult];
  /** Takes a scenario back: what was asked under that mark ends with `job.cancelled`. */
  cancel: [{ mark: number }, undefined];
  lines: [{ request: LaneLinesRequest; flows: readonly Flow[] }, LaneFlowLines[]];
  route: [LaneRouteRequest, LaneRouteAnswer];
  validation: [undefined, readonly Validation[]];
  warm: [undefined, void];
}
