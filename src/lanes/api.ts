/** What the lanes room answers to the screen; types alone. */
import type { Validation } from './validate.ts';
import type { Parameter } from './parameters.ts';
import type { Route } from './router.ts';
import type { Scenario, ScenarioResult } from './scenario.ts';

/** GET /api/lanes/gates */
export interface LaneGate {
  readonly id: string;
  readonly name: { readonly en: string; readonly ja: string };
  readonly aliases: readonly string[];
  readonly line: readonly (readonly [number, number])[];
  /** Whether an end lies at the limit of shipping and not on land. */
  readonly openEnd: boolean;
  readonly portals: number;
}

/** POST /api/lanes/routes */
export interface LaneRouteAnswer {
  /** No way under these closures; `routes` is empty. */
  readonly severed: boolean;
  /** Shortest first. */
  readonly routes: readonly Route[];
}

/** Body of an entry of type `lane-scenario`. */
export interface LaneScenarioBody {
  readonly schema: 1;
  readonly name: string;
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
}

export type { Parameter, Route, Scenario, ScenarioResult, Validation };
export type { CountryResult, FlowResult, Range, StockCover, VoyageCost } from './scenario.ts';
