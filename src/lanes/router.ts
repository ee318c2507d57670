/** Routes between any two places at sea: via and avoiding gates, by class of ship, with the passages named in order. */
import type { Gate } from '../earth/gates.ts';
import { distanceNm } from '../earth/geodesy.ts';
import { contains, unionOf } from './areas.ts';
import type { GateIndex } from './closures.ts';
import { insteadOf, seasonalGates, shipClass } from './closures.ts';
import { Drawing } from './drawing.ts';
import type { Route } from './drawing.ts';
import { attach } from './ends.ts';
import type { Attached, EndOfRoute, Link } from './ends.ts';
import { Landmarks } from './landmarks.ts';
import type { Network } from './network.ts';
import { unreachable } from './network.ts';
import { Search } from './search.ts';
import type { ClosedGates, Reach, Towards } from './search.ts';
import type { SeaMask } from './seamask.ts';
import { Sight } from './sight.ts';

export type { Passage, Route } from './drawing.ts';

/** One end of a route: a place, or a port of the network by its index. */
export type End = EndOfRoute;

export interface RouteRequest {
  readonly from: End;
  readonly to: End;
  /** Gates to pass, in this order. */
  readonly via?: readonly string[];
  readonly close?: readonly string[];
  readonly shipClass?: string;
  /** Whether the Arctic passages may be taken; they may when `via` names them. */
  readonly arctic?: boolean;
  readonly areas?: readonly ClosedArea[];
}

/** An area that a route keeps out of: its ring, and its edges as `edgesInside` finds them. */
export interface ClosedArea {
  readonly ring: readonly (readonly [number, number])[];
  readonly blockedEdges: Uint8Array;
}

export interface Severed {
  readonly severed: true;
}

export class Router {
  readonly network: Network;
  readonly index: GateIndex;
  readonly #mask: () => SeaMask;
  readonly #search: Search;
  readonly #sight: Sight;
  readonly #drawing: Drawing;
  /** Made at the first route, in a tenth of a second. */
  #landmarks: Landmarks | undefined;
  /** What the route that is being searched keeps out of. */
  #blockedEdges: Uint8Array | undefined;

  /**
   * @param mask is asked for when a place is no port; making it takes about half a second
   * @param shoals lines that no way crosses
   */
  constructor(
    network: Network,
    index: GateIndex,
    mask: () => SeaMask,
    shoals: readonly { readonly line: Gate['line'] }[],
  ) {
    this.network = network;
    this.index = index;
    this.#mask = mask;
    this.#search = new Search(network);
    this.#sight = new Sight(network, index.gates, mask, shoals);
    this.#drawing = new Drawing(network, index);
  }

  /**
   * Gates that a request closes: its own, those its class does not fit, the Arctic ones unless asked for, and the other
   * ways round the continent that a named passage is the alternative to.
   */
  closedFor({ close = [], via = [], shipClass: ship, arctic = false }: RouteRequest): ClosedGates {
    const wanted = via.map((id) => this.index.gates[this.index.at(id)].id);
    const policy: string[] = arctic ? [] : [...seasonalGates];
    const instead = wanted.flatMap((id) => insteadOf[id] ?? []);
    const limits = ship === undefined ? [] : shipClass(ship).tooLargeFor;
    const left = [...policy, ...instead].filter((id) => !wanted.includes(id));
    return this.index.closed([...left, ...limits, ...close]);
  }

  /** The shortest route. @throws `lanes.not-at-sea`, `lanes.unknown-gate`, `lanes.unknown-class` */
  route(request: RouteRequest): Route | Severed {
    return this.routeUnder(request, this.closedFor(request));
  }

  /**
   * Up to `count` routes by different passages, shortest first: each gate of a found route is closed in turn. The first
   * is the shortest of all.
   */
  alternatives(request: RouteRequest, count: number): readonly Route[] {
    const first = this.closedFor(request);
    const open: { route: Route; closed: ClosedGates }[] = [];
    const found: Route[] = [];
    const seen = new Set<string>();
    const offer = (closed: ClosedGates) => {
      const route = this.routeUnder(request, closed);
      if (route.severed) return;
      const key = route.passages.map(({ gate, to }) => `${gate} ${to}`).join();
      if (seen.has(key)) return;
      seen.add(key);
      open.push({ route, closed });
    };
    offer(first);
    while (found.length < count && open.length > 0) {
      open.sort((a, b) => a.route.distanceNm - b.route.distanceNm);
      const [best] = open.splice(0, 1);
      found.push(best.route);
      for (const { gate } of best.route.passages) {
        const closed = best.closed.slice();
        closed[this.index.at(gate)] = 1;
        offer(closed);
      }
    }
    return found;
  }

  routeUnder({ from, to, via = [], areas = [] }: RouteRequest, closed: ClosedGates): Route | Severed {
    this.#sight.keepOutOf(areas.map(({ ring }) => ring));
    this.#blockedEdges = unionOf(areas);
    if ([from, to].some((end) => this.#isShut(end, areas))) return { severed: true };
    const start = this.#attach(from);
    const end = this.#attach(to);
    const direct = via.length === 0 ? this.#direct(start, end, closed) : undefined;
    const gates = via.map((id) => this.index.at(id));
    const nodes = this.#legs(start, end, gates, closed, direct?.milliNm ?? unreachable);
    if (nodes !== undefined) return this.#drawing.along(start, end, nodes);
    return direct === undefined ? { severed: true } : this.#drawing.through(start, end, direct);
  }

  #attach(end: End): Attached {
    return attach(this.network, this.#sight, this.#mask, end);
  }

  #isShut(end: End, areas: readonly ClosedArea[]): boolean {
    const { firstPort, lonDeg, latDeg } = this.network;
    const [lon, lat] =
      'port' in end ? [lonDeg[firstPort + end.port], latDeg[firstPort + end.port]] : [end.lonDeg, end.latDeg];
    return areas.some(({ ring }) => contains([...ring, ring[0]], lon, lat));
  }

  /** Node sequence through the gates in order; undefined where there is none, or none shorter than `limit`. */
  #legs(
    start: Attached,
    end: Attached,
    via: readonly number[],
    closed: ClosedGates,
    limit: number,
  ): number[] | undefined {
    let seeds: readonly number[] = [];
    let from: Reach | undefined = start;
    const heads: Map<number, number[]>[] = [];
    for (const gate of via) {
      const leg = this.#through(gate, seeds, from, closed);
      if (leg === undefined) return undefined;
      heads.push(leg.trails);
      seeds = leg.seeds;
      from = undefined;
    }
    const last = closed.slice();
    for (const gate of via) last[gate] = 1;
    const node = this.#search.run(seeds, last, {
      from,
      finish: end,
      blockedEdges: this.#blockedEdges,
      // What is still to go from a node never falls short of its own arc to the end.
      to: this.#search.towards(end.lonDeg, end.latDeg, 0, this.#landmarksTo(end, last)),
    });
    if (node < 0 || this.#search.distance[node] + end.milliNmTo(node, unreachable) >= limit) return undefined;
    let nodes = this.#trail(node);
    for (const trails of heads.reverse()) nodes = [...(trails.get(nodes[0]) ?? []), ...nodes];
    return nodes;
  }

  #landmarksTo({ anchor }: Attached, closed: ClosedGates): Towards['landmarks'] {
    this.#landmarks ??= new Landmarks(this.network, this.#search, this.index.closed(seasonalGates));
    return anchor !== undefined && this.#landmarks.holdUnder(closed)
      ? { known: this.#landmarks, anchor }
      : undefined;
  }

  /** From the seeds to every portal of a gate and over it, once; the gate serves no other crossing before. */
  #through(gate: number, seeds: readonly number[], from: Reach | undefined, closed: ClosedGates) {
    if (closed[gate] === 1) return undefined;
    const before = closed.slice();
    before[gate] = 1;
    this.#search.run(seeds, before, { from, blockedEdges: this.#blockedEdges });
    const { firstSide, gateOfPortal } = this.network;
    const next: number[] = [];
    const trails = new Map<number, number[]>();
    for (let p = 0; p < gateOfPortal.length; p++) {
      if (gateOfPortal[p] !== gate) continue;
      for (const side of [0, 1]) {
        const near = firstSide + 2 * p + side;
        const far = firstSide + 2 * p + 1 - side;
        const so = this.#search.distance[near];
        if (so >= unreachable) continue;
        next.push(far, so);
        trails.set(far, this.#trail(near));
      }
    }
    return next.length === 0 ? undefined : { seeds: next, trails };
  }

  #trail(end: number): number[] {
    const out: number[] = [];
    for (let node = end; node >= 0; node = this.#search.before[node]) out.push(node);
    return out.reverse();
  }

  /** Two places that see each other need no network, whichever open gates lie between them. */
  #direct(start: Attached, end: Attached, closed: ClosedGates): Link | undefined {
    if (start.ways.length === 0 || end.ways.length === 0 || Math.abs(start.latDeg - end.latDeg) > 30)
      return undefined;
    // Nearby ends may see each other from before their harbours; far ones from where they lie.
    const near = distanceNm(start.lonDeg, start.latDeg, end.lonDeg, end.latDeg) < 60;
    let best: Link | undefined;
    for (const from of near ? start.ways : start.ways.slice(0, 1)) {
      for (const to of near ? end.ways : end.ways.slice(0, 1)) {
        const [a, b] = [from.outlook, to.outlook];
        const between = distanceNm(a.lonDeg, a.latDeg, b.lonDeg, b.latDeg);
        const milliNm = Math.round(between * 1000) + from.milliNm + to.milliNm;
        if (best !== undefined && milliNm >= best.milliNm) continue;
        if (this.#sight.isOpen(a.lonDeg, a.latDeg, b.lonDeg, b.latDeg, closed))
          best = { milliNm, places: [...from.places, ...to.places.toReversed()] };
      }
    }
    return best;
  }
}
