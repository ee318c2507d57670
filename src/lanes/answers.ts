/** What the room's routes answer, as plain functions of the lanes. */
import type {
  LaneComparison,
  LaneFlowLines,
  LaneGate,
  LaneImportPreview,
  LaneLine,
  LaneLinesRequest,
  LanePlace,
  LaneRoute,
  LaneRouteAnswer,
  LaneRouteRequest,
  LaneSummary,
} from './api.ts';
import { seasonalGates, shipClass } from './closures.ts';
import type { Flow } from './flows.ts';
import type { Imported } from './imports.ts';
import type { Lanes } from './lanes.ts';
import { splitAtAntimeridian, thinned } from './line.ts';
import { createWay, greatCircle } from './path.ts';
import type { ClosedArea, End, Route } from './router.ts';
import { polygonsOf, routeFlows } from './routing.ts';
import type { RoutedFlow } from './routing.ts';
import type { ScenarioResult } from './scenario.ts';
import type { Closure, Scenario } from './schema.ts';

export function gateViews({ index, network }: Lanes): LaneGate[] {
  return index.gates.map(({ id, name, line, openEnd }, at) => ({
    id,
    name,
    aliases: index.aliasesOf(id),
    line,
    openEnd: openEnd ?? false,
    portals: network.gateOfPortal.filter((gate) => gate === at).length,
    isSeasonal: seasonalGates.some((gate) => gate === id),
  }));
}

/** @throws as `Router.route`, and `lanes.unknown-area` */
export function routeAnswer(
  lanes: Lanes,
  body: LaneRouteRequest,
  areaOf: (ring: ClosedArea['ring']) => ClosedArea,
): LaneRouteAnswer {
  const { alternatives = 1, closeAreas = [], polygon, shipClass: ship } = body;
  const areas = [
    ...closeAreas.map((id) => lanes.closedArea(id)),
    ...(polygon === undefined ? [] : [areaOf(polygon)]),
  ];
  const end = (place: LanePlace): End => ('portId' in place ? { port: lanes.portAt(place.portId) } : place);
  const request = { ...body, areas, from: end(body.from), to: end(body.to) };
  const first = lanes.router.route(request);
  if (first.severed) return { severed: true, routes: [] };
  const others = alternatives > 1 ? lanes.router.alternatives(request, alternatives).slice(1) : [];
  return { severed: false, routes: [first, ...others].map((route) => routeView(route, ship)) };
}

function routeView({ distanceNm, passages, line, snappedNm }: Route, ship: string | undefined): LaneRoute {
  return {
    distanceNm,
    passages,
    line: drawn(line),
    snappedNm,
    days: ship === undefined ? null : distanceNm / (24 * shipClass(ship).speedKn),
  };
}

function drawn(line: Route['line']): LaneLine {
  return splitAtAntimeridian(thinned(line));
}

const linesAtOnce = 200;

/** Ways of flows before and under a scenario. */
export function flowLines(
  lanes: Lanes,
  { scenario, flows: wanted }: LaneLinesRequest,
  extraFlows: readonly Flow[] = [],
  polygons: ReadonlyMap<Closure, ClosedArea> = polygonsOf(lanes, scenario),
): LaneFlowLines[] {
  const all = [...(scenario.flows ?? lanes.starting.flows), ...extraFlows];
  const asked = wanted === undefined ? all : all.filter(({ id }) => wanted.includes(id));
  const { flows } = routeFlows(lanes, scenario, asked, polygons);
  const hit = wanted === undefined ? flows.filter(({ legs }) => legs.length > 0) : flows;
  return hit.slice(0, linesAtOnce).map((routed) => linesOf(lanes, scenario, routed, [...polygons.values()]));
}

function linesOf(
  lanes: Lanes,
  scenario: Scenario,
  { flow, ship, status, legs }: RoutedFlow,
  polygons: readonly ClosedArea[],
): LaneFlowLines {
  const base = { flow: flow.id, status, mode: flow.mode };
  if (flow.mode === 'air') {
    const before = airLine(lanes, flow);
    return { ...base, before, after: status === 'severed' ? null : before };
  }
  const ends = {
    from: { port: lanes.portAt(flow.originPort) },
    to: { port: lanes.portAt(flow.destinationPort) },
    shipClass: ship.id,
  };
  const open = lanes.router.route({ ...ends, via: flow.via ?? [] });
  const before = open.severed ? [] : drawn(open.line);
  const hit = legs.filter(({ shareHit }) => shareHit > 0);
  if (hit.length === 0) return { ...base, before, after: before };
  if (hit.some(({ closedNm }) => !Number.isFinite(closedNm))) return { ...base, before, after: null };
  const closures = scenario.closures.filter(
    ({ classes }) => classes === undefined || classes.some((id) => shipClass(id).id === ship.id),
  );
  // What Panama cannot take goes by the other way: that one is drawn.
  const byOther = hit.some(({ usesPanama }) => usesPanama);
  const after = lanes.router.route({
    ...ends,
    close: [...closures.flatMap(({ gates = [] }) => gates), ...(byOther ? ['panama'] : [])],
    areas: [...closures.flatMap(({ areas = [] }) => areas.map((id) => lanes.closedArea(id))), ...polygons],
  });
  return { ...base, before, after: after.severed ? null : drawn(after.line) };
}

function airLine(lanes: Lanes, { originPort, destinationPort }: Flow): LaneLine {
  const [a, b] = [lanes.airport(originPort), lanes.airport(destinationPort)];
  const way = greatCircle(createWay(), a.lonDeg, a.latDeg, b.lonDeg, b.latDeg);
  return drawn(Array.from({ length: way.count }, (_, i) => [way.lonDeg[i], way.latDeg[i]] as const));
}

export function comparison(results: readonly ScenarioResult[]): LaneComparison {
  const countries = [...new Set(results.flatMap(({ totals }) => totals.map(({ country }) => country)))];
  return {
    scenarios: results.map(summary),
    countries: countries.map((country) => ({
      country,
      totals: results.map(({ totals }) => totals.find((row) => row.country === country) ?? null),
    })),
  };
}

export function summary(result: ScenarioResult): LaneSummary {
  const sum = (of: 'tonnesDelayed' | 'tonnesSevered') =>
    result.totals.reduce((total, row) => total + row[of], 0);
  const count = (status: string) => result.flows.filter((flow) => flow.status === status).length;
  const empty = result.countries
    .flatMap(({ country, commodity, stocks }) =>
      stocks.flatMap(({ emptyDay }) => (emptyDay === null ? [] : [{ country, commodity, day: emptyDay }])),
    )
    .sort((a, b) => a.day - b.day);
  return {
    name: result.name,
    durationDays: result.durationDays,
    resourceCostUsd: result.resourceCostUsd,
    rangeUsd: result.monteCarlo.resourceCostUsd,
    freightRatio: result.freightRatio,
    tonnesDelayed: sum('tonnesDelayed'),
    tonnesSevered: sum('tonnesSevered'),
    flowsDelayed: count('delayed'),
    flowsSevered: count('severed'),
    firstEmpty: empty[0] ?? null,
  };
}

const previewRows = 50;

export function importPreview({
  format,
  columns,
  report,
  flows,
  transits,
  totals,
}: Imported): LaneImportPreview {
  return {
    format,
    columns,
    report,
    flows: flows.slice(0, previewRows),
    transits: transits.slice(0, previewRows),
    flowCount: flows.length,
    transitCount: transits.length,
    totals,
  };
}
