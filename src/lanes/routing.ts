/**
 * Which way each flow goes while a scenario lasts. Time is cut where a closure begins or ends; within a slice nothing
 * changes, so a way is searched once for each set of closures. All later arithmetic works on the legs found here.
 */
import { distanceNm } from '../earth/geodesy.ts';
import { edgesInside, finished, unionOf } from './areas.ts';
import { shipClass } from './closures.ts';
import type { ShipClass } from './closures.ts';
import { flagShare } from './flags.ts';
import type { Flow } from './flows.ts';
import type { Lanes } from './lanes.ts';
import { unreachable } from './network.ts';
import type { ClosedArea } from './router.ts';
import { dateUtcMs } from './schema.ts';
import type { Closure, Scenario } from './schema.ts';
import { reachAt, Search } from './search.ts';
import type { ClosedGates } from './search.ts';

export const dayMs = 86_400_000;

export type FlowStatus = 'unaffected' | 'delayed' | 'severed' | 'no-route' | 'by-air' | 'production';

/** A flow in a slice of time. */
export interface Leg {
  /** Index of the flow. */
  readonly flow: number;
  /** Days after the scenario's start, and how long. */
  readonly startDay: number;
  readonly days: number;
  readonly closedNm: number;
  readonly closedGates: readonly number[];
  /** Share of the flow that meets a closure. */
  readonly shareHit: number;
  /** Share that is not made at all. */
  readonly shareLostAtOrigin: number;
  /** How long the closures that it meets last from now on, days: what waiting would take. */
  readonly closureDays: number;
  readonly usesPanama: boolean;
  /** The best way without Panama, for what Panama cannot take. */
  readonly otherNm: number;
  readonly otherGates: readonly number[];
}

export interface RoutedFlow {
  readonly flow: Flow;
  readonly ship: ShipClass;
  readonly status: FlowStatus;
  /** Infinite where there was no way before. */
  readonly openNm: number;
  readonly openGates: readonly number[];
  /** In the order of time; empty where nothing hits the flow. */
  readonly legs: readonly Leg[];
}

export interface Routed {
  readonly flows: readonly RoutedFlow[];
  readonly startUtcMs: number;
  readonly durationDays: number;
}

export interface Way {
  readonly nm: number;
  readonly gates: readonly number[];
  /** Directed edges of the way, to see which areas it meets. */
  readonly edges: readonly number[];
}

interface ActiveClosure {
  readonly closure: Closure;
  readonly fromMs: number;
  readonly toMs: number;
  readonly gates: readonly number[];
  readonly areas: readonly ClosedArea[];
  readonly ports: ReadonlySet<string>;
  readonly shareLost: number;
}

/**
 * @param pause is called between pieces of long work with the share done; a job breathes in it
 * @throws `lanes.unknown-gate`, `lanes.unknown-area`, `lanes.unknown-class`, `lanes.unknown-port`
 */
export function routeFlows(
  lanes: Lanes,
  scenario: Scenario,
  flows: readonly Flow[],
  polygonAreas: ReadonlyMap<Closure, ClosedArea> = polygonsOf(lanes, scenario),
): Routed {
  const finder = new WayFinder(lanes, flows);
  const closures = scenario.closures.map((closure) =>
    activeClosure(lanes, closure, polygonAreas.get(closure)),
  );
  const production = (scenario.production ?? []).map((hit) => ({
    ...hit,
    fromMs: dateUtcMs(hit.from),
    toMs: dateUtcMs(hit.to),
  }));
  const times = [...closures, ...production].flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
  const cuts = [...new Set(times)].sort((a, b) => a - b);
  const startUtcMs = cuts[0] ?? 0;
  const durationDays = cuts.length === 0 ? 0 : (cuts[cuts.length - 1] - startUtcMs) / dayMs;
  const routed = flows.map((flow, at): RoutedFlow => {
    const ship = shipClass(flow.class);
    const open = finder.open(flow, ship);
    const legs: Leg[] = [];
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [fromMs, toMs] = [cuts[i], cuts[i + 1]];
      const active = closures.filter((closure) => closure.fromMs <= fromMs && closure.toMs >= toMs);
      const leg = legOf(finder, flow, ship, open, active);
      const kept = production
        .filter((hit) => hit.fromMs <= fromMs && hit.toMs >= toMs)
        .filter(({ country, commodity }) => country === flow.origin && commodity === flow.commodity)
        .reduce((left, { shareLost }) => left * (1 - shareLost), 1);
      if (leg === undefined && kept === 1) continue;
      legs.push({
        ...(leg ?? unhit(open)),
        flow: at,
        startDay: (fromMs - startUtcMs) / dayMs,
        days: (toMs - fromMs) / dayMs,
        shareLostAtOrigin: 1 - kept,
        closureDays: leg === undefined ? 0 : (leg.endMs - fromMs) / dayMs,
      });
    }
    return { flow, ship, status: statusOf(flow, open, legs), openNm: open.nm, openGates: open.gates, legs };
  });
  return { flows: routed, startUtcMs, durationDays };
}

/** The edges that each drawn polygon of a scenario takes away. */
export function polygonsOf(lanes: Lanes, { closures }: Scenario): Map<Closure, ClosedArea> {
  const out = new Map<Closure, ClosedArea>();
  for (const closure of closures)
    if (closure.polygon !== undefined)
      out.set(closure, {
        ring: closure.polygon,
        blockedEdges: finished(edgesInside(lanes.network, closure.polygon)),
      });
  return out;
}

function activeClosure(lanes: Lanes, closure: Closure, polygon: ClosedArea | undefined): ActiveClosure {
  const { gates = [], areas = [], ports = [], classes = [], shareLost = 1 } = closure;
  for (const id of classes) shipClass(id);
  for (const id of ports) if (!lanes.airports.some((airport) => airport.id === id)) lanes.portAt(id);
  return {
    closure,
    fromMs: dateUtcMs(closure.from),
    toMs: dateUtcMs(closure.to),
    gates: gates.map((id) => lanes.index.at(id)),
    areas: [...areas.map((id) => lanes.closedArea(id)), ...(polygon === undefined ? [] : [polygon])],
    ports: new Set(ports),
    shareLost,
  };
}

function legOf(finder: WayFinder, flow: Flow, ship: ShipClass, open: Way, active: readonly ActiveClosure[]) {
  const mine = active.filter(
    ({ shareLost, closure: { classes } }) =>
      shareLost > 0 && (classes === undefined || classes.some((id) => shipClass(id).id === ship.id)),
  );
  const byAir = flow.mode === 'air';
  const isShut = ({ ports }: ActiveClosure) => ports.has(flow.originPort) || ports.has(flow.destinationPort);
  const hitting = mine.filter(
    (closure) =>
      isShut(closure) ||
      (!byAir &&
        (closure.gates.some((gate) => open.gates.includes(gate)) ||
          closure.areas.some(({ blockedEdges }) => open.edges.some((edge) => blockedEdges[edge] === 1)))),
  );
  if (hitting.length === 0 || !Number.isFinite(open.nm)) return undefined;
  const left = hitting.reduce(
    (rest, { shareLost, closure: { flags, exceptFlags } }) =>
      rest * (1 - shareLost * flagShare(flags, exceptFlags)),
    1,
  );
  const severed = byAir || hitting.some(isShut);
  const ways = severed
    ? { after: noWay, usesPanama: false, other: noWay }
    : finder.after(flow, ship, open, mine);
  return {
    closedNm: ways.after.nm,
    closedGates: ways.after.gates,
    shareHit: 1 - left,
    endMs: Math.max(...hitting.map(({ toMs }) => toMs)),
    usesPanama: ways.usesPanama,
    otherNm: ways.other.nm,
    otherGates: ways.other.gates,
  };
}

const noWay: Way = { nm: Number.POSITIVE_INFINITY, gates: [], edges: [] };

function unhit(open: Way) {
  return {
    closedNm: open.nm,
    closedGates: open.gates,
    shareHit: 0,
    usesPanama: false,
    otherNm: open.nm,
    otherGates: open.gates,
  };
}

function statusOf({ mode }: Flow, open: Way, legs: readonly Leg[]): FlowStatus {
  if (!Number.isFinite(open.nm)) return 'no-route';
  const hit = legs.filter(({ shareHit }) => shareHit > 0);
  if (hit.some(({ closedNm }) => !Number.isFinite(closedNm))) return 'severed';
  if (hit.length > 0) return 'delayed';
  if (legs.length > 0) return 'production';
  return mode === 'air' ? 'by-air' : 'unaffected';
}

/** From so many flows of one origin on, a search of the whole tree costs less than one for each end. */
const sharedTree = 4;
/** Ways that are kept between scenarios, at most. */
const keptWays = 20_000;

class WayFinder {
  readonly #lanes: Lanes;
  readonly #search: Search;
  readonly #flowsFrom = new Map<number, number>();
  readonly #ways = new Map<string, Way>();
  readonly #trees = new Map<string, { distance: Int32Array; before: Int32Array }>();
  readonly #areaIds = new Map<ClosedArea, number>();

  constructor(lanes: Lanes, flows: readonly Flow[]) {
    this.#lanes = lanes;
    this.#search = new Search(lanes.network);
    for (const { mode, originPort } of flows) {
      if (mode === 'air') continue;
      const port = lanes.portAt(originPort);
      this.#flowsFrom.set(port, (this.#flowsFrom.get(port) ?? 0) + 1);
    }
  }

  open(flow: Flow, ship: ShipClass): Way {
    const { index, router } = this.#lanes;
    if (flow.mode === 'air') {
      const [a, b] = [this.#lanes.airport(flow.originPort), this.#lanes.airport(flow.destinationPort)];
      return { ...noWay, nm: distanceNm(a.lonDeg, a.latDeg, b.lonDeg, b.latDeg) };
    }
    const { via } = flow;
    if (via === undefined) return this.#way(flow, this.#limits(flow, ship), []);
    const route = router.route({ ...this.#ends(flow), via, shipClass: ship.id });
    if (route.severed) return noWay;
    return { nm: route.distanceNm, gates: route.passages.map(({ gate }) => index.at(gate)), edges: [] };
  }

  /** The best way that keeps out of every closure; never shorter than what was open. */
  after(flow: Flow, ship: ShipClass, open: Way, mine: readonly ActiveClosure[]) {
    const panama = this.#lanes.index.at('panama');
    const closed = this.#limits(flow, ship);
    for (const { gates } of mine) for (const gate of gates) closed[gate] = 1;
    const areas = mine.flatMap((closure) => closure.areas);
    const atLeast = (way: Way): Way => (way.nm < open.nm ? { ...way, nm: open.nm } : way);
    // A way that its source names may be longer than the shortest; what is left is never counted as shorter.
    const after = atLeast(this.#way(flow, closed, areas));
    const usesPanama = after.gates.includes(panama) && !open.gates.includes(panama);
    if (!usesPanama) return { after, usesPanama, other: after };
    const without = closed.slice();
    without[panama] = 1;
    return { after, usesPanama, other: atLeast(this.#way(flow, without, areas)) };
  }

  #ends({ originPort, destinationPort }: Flow) {
    return {
      from: { port: this.#lanes.portAt(originPort) },
      to: { port: this.#lanes.portAt(destinationPort) },
    };
  }

  #limits(flow: Flow, ship: ShipClass): ClosedGates {
    return this.#lanes.router.closedFor({ ...this.#ends(flow), shipClass: ship.id });
  }

  #way(flow: Flow, closed: ClosedGates, areas: readonly ClosedArea[]): Way {
    const { network } = this.#lanes;
    const { from, to } = this.#ends(flow);
    const end = network.firstPort + to.port;
    const under = `${closed.join('')}:${[...new Set(areas.map((area) => this.#areaId(area)))].sort().join()}`;
    const key = `${from.port}:${to.port}:${under}`;
    // Ways of ordinary times are asked for by every scenario; the lanes keep them.
    const ways = areas.length === 0 ? this.#lanes.knownWays : this.#ways;
    let way = ways.get(key);
    if (way === undefined) {
      const { distance, before } = this.#tree(from.port, end, closed, areas, under);
      way = this.#trace(distance, before, end);
      if (ways.size > keptWays) ways.clear();
      ways.set(key, way);
    }
    return way;
  }

  #areaId(area: ClosedArea): number {
    const known = this.#areaIds.get(area) ?? this.#areaIds.size;
    this.#areaIds.set(area, known);
    return known;
  }

  #tree(port: number, end: number, closed: ClosedGates, areas: readonly ClosedArea[], under: string) {
    const { network } = this.#lanes;
    const search = this.#search;
    const key = `${port}:${under}`;
    const known = this.#trees.get(key);
    if (known !== undefined) return known;
    const blockedEdges = unionOf(areas);
    const start = [network.firstPort + port, 0];
    if ((this.#flowsFrom.get(port) ?? 0) < sharedTree) {
      const to = search.towards(network.lonDeg[end], network.latDeg[end], 0);
      search.run(start, closed, { finish: reachAt(end), to, blockedEdges });
      return search;
    }
    search.run(start, closed, { blockedEdges });
    const tree = { distance: search.distance.slice(), before: search.before.slice() };
    this.#trees.set(key, tree);
    return tree;
  }

  #trace(distance: Int32Array, before: Int32Array, end: number): Way {
    const { firstSide, gateOfPortal, starts, targets } = this.#lanes.network;
    if (distance[end] >= unreachable) return noWay;
    const gates: number[] = [];
    const edges: number[] = [];
    for (let node = end; before[node] >= 0; node = before[node]) {
      const [a, b] = [node - firstSide, before[node] - firstSide];
      if (a >= 0 && b >= 0 && a >> 1 === b >> 1 && a !== b) gates.push(gateOfPortal[a >> 1]);
      for (let e = starts[before[node]]; e < starts[before[node] + 1]; e++)
        if (targets[e] === node) edges.push(e);
    }
    return { nm: distance[end] / 1000, gates: gates.reverse(), edges };
  }
}
