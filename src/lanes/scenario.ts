/**
 * What a closure costs, to whom, for how long. Routes are searched once; all the rest is arithmetic, so that ten
 * thousand draws cost little. The formulas and their sources stand in README.md.
 */
import type { Name } from '../earth/features.ts';
import { shipClasses } from './closures.ts';
import { LegCosts, certain, freightRatio, tonnesPerYear } from './cost.ts';
import type { LegOutcome } from './cost.ts';
import { countryResults, countryTotals, exposures } from './countries.ts';
import type { CountryResult, CountryTotal, Exposure } from './countries.ts';
import { draw } from './draws.ts';
import type { MonteCarlo } from './draws.ts';
import type { Flow, Stock } from './flows.ts';
import type { Lanes } from './lanes.ts';
import { parametersWith } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { ClosedArea } from './router.ts';
import { routeFlows } from './routing.ts';
import type { FlowStatus, Routed, RoutedFlow } from './routing.ts';
import type { Closure, Scenario } from './schema.ts';
import type { VoyageCost } from './voyage.ts';

export interface FlowResult {
  readonly flow: string;
  readonly origin: string;
  readonly destination: string;
  readonly commodity: string;
  readonly source: string;
  readonly status: FlowStatus;
  /** Null where there is no way. The closed way is that of the worst slice of time. */
  readonly openNm: number | null;
  readonly closedNm: number | null;
  readonly openPassages: readonly string[];
  readonly closedPassages: readonly string[];
  /** Share of the flow that meets the closure, on average, and what becomes of it: the next four add up to it. */
  readonly shareHit: number;
  readonly diverted: number;
  readonly waiting: number;
  readonly cancelled: number;
  readonly bypassed: number;
  readonly lostAtOrigin: number;
  /** Null where no way is left. */
  readonly extraDays: number | null;
  readonly waitDays: number | null;
  /** US dollars a tonne of what is hit; null: infinite, no way is left. 0 where nothing hits the flow. */
  readonly generalisedCostUsdPerT: number | null;
  /** Of one voyage that goes round, US dollars; null where none does. */
  readonly voyage: VoyageCost | null;
  /** Over the scenario; null where the flow has no amount. */
  readonly costUsd: number | null;
  readonly tonnes: number | null;
  readonly tonnesDelayed: number | null;
  readonly tonnesSevered: number | null;
}

/** Ships that the longer ways bind, by class: of the flows in the table alone. */
export interface FleetResult {
  readonly class: string;
  readonly ships: number;
  readonly fleetShips: number;
  readonly share: number;
  /** What is left of the class's carrying capacity: 1 / (1 + share). */
  readonly supply: number;
}

/** The queue before a closed gate after a closure, if every ship that it meets waited. */
export interface QueueResult {
  readonly gates: readonly string[];
  readonly closedDays: number;
  /** Mean wait of those who come while it is closed, days: T/2 (1 + 1/q). */
  readonly meanWaitDays: number;
  /** Days after the reopening until the queue is gone: T / (q − 1). */
  readonly clearsAfterDays: number;
}

/** As of a day, a month or a year: the newest of what is taken from it. */
export interface DatedSource {
  readonly text: string;
  readonly asOf: string;
}

export interface ScenarioResult {
  readonly name: string;
  readonly startUtcMs: number;
  readonly durationDays: number;
  readonly flows: readonly FlowResult[];
  readonly countries: readonly CountryResult[];
  readonly totals: readonly CountryTotal[];
  readonly exposure: readonly Exposure[];
  readonly fleet: readonly FleetResult[];
  readonly queues: readonly QueueResult[];
  /** Extra cost of carrying, over the whole closure, at resource prices. */
  readonly resourceCostUsd: number;
  /** Container freight over what it was; null where no share of the fleet is known. A market rate, not a cost. */
  readonly freightRatio: number | null;
  readonly co2T: number;
  readonly monteCarlo: MonteCarlo;
  /** Every source of the flows and stocks that were used. */
  readonly sources: readonly DatedSource[];
  /** Gates and areas that are closed, by the names that people read. */
  readonly closed: readonly { readonly id: string; readonly name: Name }[];
}

/** Computes a scenario on the lanes: routes, costs, draws, countries. @throws as `routeFlows` and `parametersWith` */
export function runScenario(
  lanes: Lanes,
  scenario: Scenario,
  extraFlows: readonly Flow[] = [],
  polygons?: ReadonlyMap<Closure, ClosedArea>,
): ScenarioResult {
  const parameters = parametersWith(scenario.parameters);
  const flows = [...(scenario.flows ?? lanes.starting.flows), ...extraFlows];
  const routed = routeFlows(lanes, scenario, flows, polygons);
  const legs = new LegCosts(routed.flows, lanes.index);
  const outcomes = legs.facts.map((_, i) => legs.outcome(i, parameters, certain));
  const drawn = draw(legs, lanes.index, scenario, parameters);
  const stocks = scenario.stocks ?? lanes.starting.stocks;
  const countries = countryResults({ lanes, routed, legs, outcomes, parameters, drawn, stocks });
  const costOf = (outcome: LegOutcome) => (Number.isFinite(outcome.costUsd) ? outcome.costUsd : 0);
  const flowRows = flowResults(lanes, routed, legs, outcomes, parameters);
  return {
    name: scenario.name ?? '',
    startUtcMs: routed.startUtcMs,
    durationDays: routed.durationDays,
    flows: flowRows,
    countries,
    totals: countryTotals(countries, drawn),
    exposure: exposures(routed, lanes, parameters),
    fleet: fleetResults(legs, outcomes),
    queues: queueResults(lanes, scenario, parameters),
    resourceCostUsd: outcomes.reduce((sum, outcome) => sum + costOf(outcome), 0),
    freightRatio: freightRatio(legs, lanes.index, parameters, certain),
    co2T: co2(legs, outcomes),
    monteCarlo: drawn.monteCarlo,
    sources: datedSources(
      flows,
      countries.flatMap((row) => row.stocks.map(({ stock }) => stock)),
    ),
    closed: closedNames(lanes, scenario),
  };
}

function datedSources(flows: readonly Flow[], stocks: readonly Stock[]): DatedSource[] {
  const newest = new Map<string, string>();
  const add = (text: string, asOf: string) => {
    if (asOf > (newest.get(text) ?? '')) newest.set(text, asOf);
  };
  for (const { source, year } of flows) add(source, String(year));
  for (const { source, asOf } of stocks) add(source, asOf);
  return [...newest].map(([text, asOf]) => ({ text, asOf }));
}

function closedNames({ index, areas }: Lanes, { closures }: Scenario): ScenarioResult['closed'] {
  const gates = closures.flatMap((closure) => closure.gates ?? []).map((id) => index.gates[index.at(id)]);
  const named = closures.flatMap((closure) => closure.areas ?? []);
  const closed = [...new Set([...gates, ...areas.filter(({ id }) => named.includes(id))])];
  return closed.map(({ id, name }) => ({ id, name }));
}

function flowResults(
  lanes: Lanes,
  { flows, durationDays }: Routed,
  legs: LegCosts,
  outcomes: readonly LegOutcome[],
  p: Parameters,
): FlowResult[] {
  const mine: number[][] = flows.map(() => []);
  legs.facts.forEach(({ leg }, i) => mine[leg.flow].push(i));
  return flows.map((routed, at) => flowResult(lanes, routed, legs, outcomes, mine[at], durationDays, p));
}

function flowResult(
  lanes: Lanes,
  { flow, status, openNm, openGates }: RoutedFlow,
  legs: LegCosts,
  outcomes: readonly LegOutcome[],
  mine: readonly number[],
  durationDays: number,
  p: Parameters,
): FlowResult {
  const finite = (x: number) => (Number.isFinite(x) ? x : null);
  const names = (gates: readonly number[]) => gates.map((gate) => lanes.index.gates[gate].id);
  const mean = (of: (outcome: LegOutcome) => number) =>
    durationDays === 0
      ? 0
      : mine.reduce((sum, i) => sum + of(outcomes[i]) * outcomes[i].days, 0) / durationDays;
  const hit = mine.filter((i) => outcomes[i].shareHit > 0);
  const worst = hit.toSorted((a, b) => legs.facts[b].leg.closedNm - legs.facts[a].leg.closedNm)[0];
  const outcome = worst === undefined ? undefined : outcomes[worst];
  const leg = worst === undefined ? undefined : legs.facts[worst].leg;
  const mostlyOther = leg !== undefined && leg.usesPanama && outcome !== undefined && outcome.byPanama < 0.5;
  const isSevered = leg !== undefined && !Number.isFinite(leg.closedNm);
  const perDay = tonnesPerYear(flow, p) / 365;
  const tonnesOf = (of: (outcome: LegOutcome) => number) =>
    finite(perDay * mine.reduce((sum, i) => sum + of(outcomes[i]) * outcomes[i].days, 0));
  const isCut = (o: LegOutcome) => !Number.isFinite(o.generalisedUsdPerT);
  return {
    flow: flow.id,
    origin: flow.origin,
    destination: flow.destination,
    commodity: flow.commodity,
    source: flow.source,
    status,
    openNm: finite(openNm),
    closedNm: finite(leg === undefined ? openNm : mostlyOther ? leg.otherNm : leg.closedNm),
    openPassages: names(openGates),
    closedPassages: names(leg === undefined ? openGates : mostlyOther ? leg.otherGates : leg.closedGates),
    shareHit: mean((o) => o.shareHit),
    diverted: mean((o) => o.diverted),
    waiting: mean((o) => o.waiting),
    cancelled: mean((o) => o.cancelled),
    bypassed: mean((o) => o.bypassed),
    lostAtOrigin: mean((o) => o.lostAtOrigin),
    extraDays: isSevered ? null : (outcome?.voyage.days ?? 0),
    waitDays: outcome?.waitDays ?? null,
    generalisedCostUsdPerT: outcome === undefined ? 0 : finite(outcome.generalisedUsdPerT),
    voyage: outcome === undefined || isSevered ? null : outcome.voyage,
    costUsd: finite(mine.reduce((sum, i) => sum + outcomes[i].costUsd, 0)),
    tonnes: finite(perDay * durationDays),
    tonnesDelayed: tonnesOf((o) => (isCut(o) ? 0 : o.shareHit - o.bypassed)),
    tonnesSevered: tonnesOf((o) => (isCut(o) ? o.shareHit - o.bypassed : 0)),
  };
}

/** A = ships · (T₁ − T₀) / T₀ on those ways, both directions; supply falls to 1 / (1 + A). */
function fleetResults(legs: LegCosts, outcomes: readonly LegOutcome[]): FleetResult[] {
  return shipClasses.flatMap(({ id, cargoT, fleetShips }) => {
    let ships = 0;
    legs.facts.forEach(({ leg, routed }, i) => {
      const { diverted, voyage, tonnesPerDay } = outcomes[i];
      if (routed.ship.id !== id || Number.isNaN(tonnesPerDay) || !Number.isFinite(leg.closedNm)) return;
      ships = Math.max(ships, 0) + (tonnesPerDay * diverted * 2 * Math.max(0, voyage.days)) / cargoT;
    });
    if (ships === 0) return [];
    return [
      { class: id, ships, fleetShips, share: ships / fleetShips, supply: 1 / (1 + ships / fleetShips) },
    ];
  });
}

function queueResults({ index }: Lanes, { closures }: Scenario, p: Parameters): QueueResult[] {
  return closures.flatMap(({ gates = [], from, to, shareLost = 1 }) => {
    if (gates.length === 0 || shareLost === 0) return [];
    const closedDays = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    return [
      {
        gates: gates.map((id) => index.gates[index.at(id)].id),
        closedDays,
        meanWaitDays: (closedDays / 2) * (1 + 1 / p.queueDrainFactor),
        clearsAfterDays:
          p.queueDrainFactor > 1 ? closedDays / (p.queueDrainFactor - 1) : Number.MAX_SAFE_INTEGER,
      },
    ];
  });
}

/** Tonnes of CO₂ more, of the voyages that go round. */
function co2(legs: LegCosts, outcomes: readonly LegOutcome[]): number {
  return legs.facts.reduce((sum, { leg, routed }, i) => {
    const { diverted, voyage, tonnesPerDay, days } = outcomes[i];
    if (Number.isNaN(tonnesPerDay) || !Number.isFinite(leg.closedNm)) return sum;
    return sum + (voyage.co2T * tonnesPerDay * days * diverted) / routed.ship.cargoT;
  }, 0);
}
