/**
 * The lanes room's part of the API: types only, for the page. Places are [longitude, latitude] in degrees, distances
 * nautical miles, money US dollars at the prices of the scenario's parameters, shares 0 to 1.
 *
 *   GET  /api/lanes/gates             LaneGate[]
 *   GET  /api/lanes/areas             LaneArea[]: seas that can be closed as a whole
 *   GET  /api/lanes/ports             LanePort[]            GET /api/lanes/airports   LaneAirport[]
 *   GET  /api/lanes/classes           LaneShipClass[]
 *   GET  /api/lanes/parameters        Parameter[]: every number of the model, with range, source and as-of date
 *   GET  /api/lanes/starting          LaneStarting: flows, stocks, totals and where sources disagree
 *   GET  /api/lanes/validation        Validation[]
 *   POST /api/lanes/routes            LaneRouteRequest → LaneRouteAnswer
 *   GET  /api/lanes/scenarios/ready   ReadyScenario[]
 *   POST /api/lanes/scenarios/run     Scenario → ScenarioResult (≤ 0.6 s; a polygon takes about a second more)
 *   POST /api/lanes/scenarios/routes  LaneLinesRequest → LaneFlowLines[]: ways before and after, for the map
 *   POST /api/lanes/scenarios/compare { scenarios: Scenario[] (2 to 4) } → LaneComparison
 *   GET  /api/lanes/scenarios         Entry<LaneScenarioBody>[]: kept scenarios that one may see, newest first
 *   POST /api/lanes/scenarios         { name, scenario } → Entry<LaneScenarioBody>: computes and keeps (owner only at first)
 *   POST /api/lanes/imports/preview   LaneImportRequest → LaneImportPreview: nothing is kept
 *   POST /api/lanes/imports           LaneImportRequest & { name } → Entry<LaneFlowsBody> or Entry<LaneTransitsBody>
 *   GET  /api/lanes/imports           Entry[]: imported tables that one may see
 *   POST /api/lanes/scenarios/table.csv { table: countries | flows | exposure, scenario } → CSV
 *   GET  /api/lanes/scenarios/:id/report.pdf?lang= → the report of two pages
 *   GET  /api/lanes/status?days=      StatusBoard
 *   job  lanes-scenario               Scenario → ScenarioResult, with progress and Cancel: for drawn polygons
 *
 * Errors: lanes.invalid-scenario (400, `path`), lanes.unknown-gate, -area, -port, -class, lanes.not-at-sea,
 * lanes.invalid-import.
 */
import type { CountryResult, CountryTotal, Exposure, Tonnes } from './countries.ts';
import type { Contribution, MonteCarlo, Range } from './draws.ts';
import type { Airport, Flow, ImportTotal, ReadyScenario, StartingTable, Stock } from './flows.ts';
import type {
  ImportFormat,
  ImportReportRows,
  Mapping,
  OwnField,
  RejectedRow,
  Rejection,
  TransitDay,
} from './imports.ts';
import type { LanePort } from './lanes.ts';
import type { Parameter, ParameterId, ParameterRole } from './parameters.ts';
import type { Passage } from './router.ts';
import type { FlowStatus } from './routing.ts';
import type { FleetResult, FlowResult, QueueResult, ScenarioResult } from './scenario.ts';
import type { Closure, Polygon, ProductionHit, Scenario } from './schema.ts';
import type { GateStatus, StatusBoard } from './status.ts';
import type { StockCover, StockPoint } from './stocks.ts';
import type { Validation } from './validate.ts';
import type { VoyageCost } from './voyage.ts';

export interface LaneName {
  readonly en: string;
  readonly ja: string;
}

export interface LaneGate {
  readonly id: string;
  readonly name: LaneName;
  readonly aliases: readonly string[];
  readonly line: readonly (readonly [number, number])[];
  /** Whether an end lies at the limit of shipping and not on land. */
  readonly openEnd: boolean;
  readonly portals: number;
  /** Taken only when asked for: the Arctic passages. */
  readonly isSeasonal: boolean;
}

export interface LaneArea {
  readonly id: string;
  readonly name: LaneName;
  readonly ring: readonly (readonly [number, number])[];
}

export type LaneAirport = Airport;

export interface LaneShipClass {
  readonly id: string;
  readonly name: LaneName;
  readonly speedKn: number;
  readonly fuelTPerDay: number;
  readonly charterUsdPerDay: number;
  readonly cargoT: number;
  readonly fleetShips: number;
  /** Gates that it does not fit through or does not use. */
  readonly tooLargeFor: readonly string[];
}

export interface LaneStarting {
  readonly flows: readonly Flow[];
  readonly stocks: readonly Stock[];
  readonly totals: readonly ImportTotal[];
  readonly disagreements: StartingTable['disagreements'];
}

export type LanePlace = { readonly lonDeg: number; readonly latDeg: number } | { readonly portId: string };

export interface LaneRouteRequest {
  readonly from: LanePlace;
  readonly to: LanePlace;
  readonly via?: readonly string[];
  readonly close?: readonly string[];
  readonly closeAreas?: readonly string[];
  readonly polygon?: Polygon;
  readonly shipClass?: string;
  readonly arctic?: boolean;
  /** 1 to 10, shortest first. */
  readonly alternatives?: number;
}

/** Pieces within ±180° of longitude, thinned for the map. */
export type LaneLine = readonly (readonly (readonly [number, number])[])[];

export interface LaneRoute {
  readonly distanceNm: number;
  readonly passages: readonly Passage[];
  readonly line: LaneLine;
  /** How far the ends lie from what was asked for. */
  readonly snappedNm: readonly [number, number];
  /** At the class's service speed; null without a class. */
  readonly days: number | null;
}

export interface LaneRouteAnswer {
  /** No way under these closures; `routes` is empty. */
  readonly severed: boolean;
  /** Shortest first. */
  readonly routes: readonly LaneRoute[];
}

export interface LaneLinesRequest {
  readonly scenario: Scenario;
  /** Ids of flows; all that are hit when absent, at most 200. */
  readonly flows?: readonly string[];
}

export interface LaneFlowLines {
  readonly flow: string;
  readonly status: FlowStatus;
  /** By air: a great circle. */
  readonly mode: 'sea' | 'air';
  readonly before: LaneLine;
  /** Under all closures of the scenario together; null: severed. */
  readonly after: LaneLine | null;
}

/** Scenarios side by side: a column each. */
export interface LaneComparison {
  readonly scenarios: readonly LaneSummary[];
  readonly countries: readonly {
    readonly country: string;
    /** One for each scenario, in their order. */
    readonly totals: readonly (CountryTotal | null)[];
  }[];
}

export interface LaneSummary {
  readonly name: string;
  readonly durationDays: number;
  readonly resourceCostUsd: number;
  readonly rangeUsd: Range;
  readonly freightRatio: number | null;
  readonly tonnesDelayed: number;
  readonly tonnesSevered: number;
  readonly flowsDelayed: number;
  readonly flowsSevered: number;
  /** The stock that is used up first. */
  readonly firstEmpty: { readonly country: string; readonly commodity: string; readonly day: number } | null;
}

/** Body of an entry of type `lane-scenario`. */
export interface LaneScenarioBody {
  readonly schema: 1;
  readonly name: string;
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
}

export interface LaneImportRequest {
  readonly format: ImportFormat;
  /** The file's text, at most 8 million characters. */
  readonly text: string;
  readonly mapping?: Mapping;
  readonly source: string;
}

export interface LaneImportPreview {
  readonly format: ImportFormat;
  readonly columns: readonly string[];
  readonly report: ImportReportRows;
  /** The first 50 flows or days. */
  readonly flows: readonly Flow[];
  readonly transits: readonly TransitDay[];
  readonly flowCount: number;
  readonly transitCount: number;
  readonly totals: { readonly tonnes: number; readonly valueUsd: number };
}

/** Body of an entry of type `lane-flows`: an imported table; a scenario adds it by `flowTables`. */
export interface LaneFlowsBody {
  readonly schema: 1;
  readonly name: string;
  readonly source: string;
  readonly format: ImportFormat;
  readonly report: ImportReportRows;
  readonly flows: readonly Flow[];
}

/** Body of an entry of type `lane-transits`. */
export interface LaneTransitsBody {
  readonly schema: 1;
  readonly name: string;
  readonly source: string;
  readonly report: ImportReportRows;
  readonly days: readonly TransitDay[];
}

export type {
  Closure,
  Contribution,
  CountryResult,
  CountryTotal,
  Exposure,
  FleetResult,
  Flow,
  FlowResult,
  FlowStatus,
  GateStatus,
  ImportFormat,
  ImportReportRows,
  ImportTotal,
  LanePort,
  Mapping,
  MonteCarlo,
  OwnField,
  Parameter,
  ParameterId,
  ParameterRole,
  Passage,
  Polygon,
  ProductionHit,
  QueueResult,
  Range,
  ReadyScenario,
  RejectedRow,
  Rejection,
  Scenario,
  ScenarioResult,
  StatusBoard,
  Stock,
  StockCover,
  StockPoint,
  Tonnes,
  TransitDay,
  Validation,
  VoyageCost,
};
