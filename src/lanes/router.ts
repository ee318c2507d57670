/** Routes between any two places at sea: via and avoiding gates, by class of ship, with the passages named in order. */
import { CommonwatchError } from '../core/errors.ts';
import type { Gate } from '../earth/gates.ts';
import { distanceNm } from '../earth/geodesy.ts';
import { approach, surroundings } from './approach.ts';
import { contains, unionOf } from './areas.ts';
import type { GateIndex } from './closures.ts';
import { insteadOf, seasonalGates, shipClass } from './closures.ts';
import { GateLines } from './gatecrossing.ts';
import type { Network } from './network.ts';
import { unreachable } from './network.ts';
import { createWay, greatCircle } from './path.ts';
import { Search } from './search.ts';
import type { ClosedGates, Sightings, Towards } from './search.ts';
import type { SeaMask } from './seamask.ts';

const radian = Math.PI / 180;
const cosLocal = Math.cos(radian);
/** As in scripts/lanes/visibility.ts: sine of how far a way may dip behind the coast at its ends. */
const looseness = 0.2;

/** One end of a route: a place, or a port of the network by its index. */
export type End = { readonly lonDeg: number; readonly latDeg: number } | { readonly port: number };

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

export interface Passage {
  readonly gate: string;
  /** The side that is entered: `plus` lies to the left of the gate's line. */
  readonly to: 'plus' | 'minus';
  readonly lonDeg: number;
  readonly latDeg: number;
}

export interface Route {
  /** No way: the rest is empty. */
  readonly severed: false;
  readonly distanceNm: number;
  readonly passages: readonly Passage[];
  /** Longitude, latitude; chunks of at most 0.25°, longitudes running on past ±180°. */
  readonly line: readonly (readonly [number, number])[];
  /** How far the first and the last place of the line lie from what was asked for, nautical miles. */
  readonly snappedNm: readonly [number, number];
}

export interface Severed {
  readonly severed: true;
}

type Places = readonly (readonly [number, number])[];

/** A way from an end to a node of the network. */
interface Link {
  readonly node: number;
  /** All of it: the way over `places`, and from the last of them to the node. */
  readonly milliNm: number;
  /** From the end outwards; empty where the end is the node. */
  readonly places: Places;
}

interface Outlook {
  readonly lonDeg: number;
  readonly latDeg: number;
  /** Unit vector. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

interface Attached {
  readonly links: readonly Link[];
  /** A place at sea looks over all the world, but only when a search asks. */
  readonly outlook?: Outlook;
  /** Ways out to places from which another end may be in sight. */
  readonly ways: readonly { readonly places: Places; readonly milliNm: number }[];
  readonly snappedNm: number;
}

export class Router {
  readonly network: Network;
  readonly index: GateIndex;
  readonly #mask: () => SeaMask;
  readonly #lines: GateLines;
  readonly #search: Search;
  readonly #way = createWay();
  readonly #frames: Float64Array;
  readonly #cosReach: Float64Array;

  readonly #shoals: GateLines;
  /** What the route that is being searched keeps out of. */
  #areas: readonly ClosedArea[] = [];
  #areaLines = new GateLines([]);
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
    this.#lines = new GateLines(index.gates);
    this.#shoals = new GateLines(shoals);
    this.#search = new Search(network);
    this.#frames = new Float64Array(network.nodes * 9);
    // Nodes of a reach of 0 serve channels and portals alone.
    this.#cosReach = Float64Array.from(network.reachDeg, (deg) => (deg === 0 ? 2 : Math.cos(deg * radian)));
    for (let i = 0; i < network.nodes; i++) {
      const [sinLon, cosLon] = [Math.sin(network.lonDeg[i] * radian), Math.cos(network.lonDeg[i] * radian)];
      const [sinLat, cosLat] = [Math.sin(network.latDeg[i] * radian), Math.cos(network.latDeg[i] * radian)];
      const frame = [
        cosLat * cosLon,
        cosLat * sinLon,
        sinLat,
        -sinLon,
        cosLon,
        0,
        -sinLat * cosLon,
        -sinLat * sinLon,
        cosLat,
      ];
      this.#frames.set(frame, i * 9);
    }
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
    this.#areas = areas;
    this.#areaLines = new GateLines(areas.map(({ ring }) => ({ line: [...ring, ring[0]] })));
    this.#blockedEdges = unionOf(areas);
    if ([from, to].some((end) => this.#isShut(end))) return { severed: true };
    const start = this.#attach(from);
    const end = this.#attach(to);
    const direct = via.length === 0 ? this.#direct(start, end, closed) : undefined;
    const nodes = this.#legs(
      start,
      end,
      via.map((id) => this.index.at(id)),
      closed,
      direct?.milliNm,
    );
    if (nodes === undefined)
      return direct === undefined ? { severed: true } : this.#drawDirect(start, end, direct);
    return this.#draw(start, end, nodes);
  }

  #isShut(end: End): boolean {
    const { firstPort, lonDeg, latDeg } = this.network;
    const [lon, lat] =
      'port' in end ? [lonDeg[firstPort + end.port], latDeg[firstPort + end.port]] : [end.lonDeg, end.latDeg];
    return this.#areas.some(({ ring }) => contains([...ring, ring[0]], lon, lat));
  }

  /** Node sequence through the gates in order; undefined where there is none, or none shorter than `limit`. */
  #legs(
    start: Attached,
    end: Attached,
    via: readonly number[],
    closed: ClosedGates,
    limit: number | undefined,
  ): number[] | undefined {
    let seeds = start.links.flatMap(({ node, milliNm }) => [node, milliNm]);
    let sightings = start.outlook && this.#sightings(start.outlook);
    const heads: Map<number, number[]>[] = [];
    for (const gate of via) {
      const leg = this.#through(gate, seeds, sightings, closed);
      if (leg === undefined) return undefined;
      heads.push(leg.trails);
      seeds = leg.seeds;
      sightings = undefined;
    }
    const last = closed.slice();
    for (const gate of via) last[gate] = 1;
    const finish = new Map<number, number>();
    for (const { node, milliNm } of end.links)
      finish.set(node, Math.min(milliNm, finish.get(node) ?? unreachable));
    const { outlook } = end;
    const lastLeg = outlook && ((node: number, limit: number) => this.#lastLeg(outlook, node, limit));
    const node = this.#search.run(seeds, last, {
      finish,
      lastLeg,
      sightings,
      blockedEdges: this.#blockedEdges,
      to: this.#towards(end),
    });
    if (node < 0) return undefined;
    const total =
      this.#search.distance[node] +
      Math.min(finish.get(node) ?? unreachable, lastLeg?.(node, unreachable) ?? unreachable);
    if (limit !== undefined && limit <= total) return undefined;
    let nodes = this.#trail(node);
    for (const trails of heads.reverse()) nodes = [...(trails.get(nodes[0]) ?? []), ...nodes];
    return nodes;
  }

  /** The end's nodes may lie anywhere in sight; what is still to go from each never falls short of its own arc. */
  #towards({ links, ways }: Attached): Towards {
    const { lonDeg, latDeg } = this.network;
    const [lon, lat] = ways[0]?.places[0] ?? [lonDeg[links[0].node], latDeg[links[0].node]];
    return this.#search.towards(lon, lat, 0);
  }

  /** From the seeds to every portal of a gate and over it, once; the gate serves no other crossing before. */
  #through(gate: number, seeds: readonly number[], sightings: Sightings | undefined, closed: ClosedGates) {
    if (closed[gate] === 1) return undefined;
    const before = closed.slice();
    before[gate] = 1;
    this.#search.run(seeds, before, { sightings, blockedEdges: this.#blockedEdges });
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
  #direct(start: Attached, end: Attached, closed: ClosedGates): Direct | undefined {
    const [first, last] = [start.ways[0]?.places[0], end.ways[0]?.places[0]];
    if (first === undefined || last === undefined || Math.abs(first[1] - last[1]) > 30) return undefined;
    // Nearby ends may see each other from before their harbours; far ones from where they lie.
    const near = distanceNm(first[0], first[1], last[0], last[1]) < 60;
    let best: Direct | undefined;
    for (const from of near ? start.ways : start.ways.slice(0, 1)) {
      for (const to of near ? end.ways : end.ways.slice(0, 1)) {
        const [lonA, latA] = from.places[from.places.length - 1];
        const [lonB, latB] = to.places[to.places.length - 1];
        const milliNm = Math.round(distanceNm(lonA, latA, lonB, latB) * 1000) + from.milliNm + to.milliNm;
        if (best !== undefined && milliNm >= best.milliNm) continue;
        if (this.#isOpen(lonA, latA, lonB, latB, closed))
          best = { milliNm, places: [...from.places, ...to.places.toReversed()] };
      }
    }
    return best;
  }

  /** Whether a great circle keeps to the water and passes no shoal and no closed gate. */
  #isOpen(lonA: number, latA: number, lonB: number, latB: number, closed: ClosedGates): boolean {
    if (!this.#mask().sees(lonA, latA, lonB, latB, 0)) return false;
    const drawn = greatCircle(this.#way, lonA, latA, lonB, latB);
    if (this.#shoals.any(drawn) || this.#areaLines.any(drawn)) return false;
    let blocked = false;
    this.#lines.crossings(drawn, (gate) => {
      if (closed[gate] === 1) blocked = true;
    });
    return !blocked;
  }

  #attach(end: End): Attached {
    if ('port' in end) {
      const node = this.network.firstPort + end.port;
      return { links: [{ node, milliNm: 0, places: [] }], ways: [], snappedNm: 0 };
    }
    const { lonDeg, latDeg } = end;
    if (!(Math.abs(latDeg) <= 90) || !(Math.abs(lonDeg) <= 540))
      throw new CommonwatchError('lanes.not-at-sea', [lonDeg, latDeg]);
    const mask = this.#mask();
    const lon = lonDeg - 360 * Math.round(lonDeg / 360);
    if (!mask.isClear(lon, latDeg, 0)) {
      const river = this.#riverNode(lon, latDeg);
      if (river !== undefined) return river;
    }
    const near = this.#nodesNear(lon, latDeg);
    const ways = surroundings(mask, lon, latDeg).filter((way) => !this.#crossesAny(way.places));
    // Nearby all that the place and its surroundings see; farther away the place itself looks when it is asked.
    let links = ways.flatMap(({ places }) => this.#linksFrom(places, near));
    const [at] = ways;
    if (links.length === 0 && (at === undefined || this.#visible(...at.places[0], 1).length === 0)) {
      const found = approach(mask, lon, latDeg, (x, y) => this.#visible(x, y, 1, near).length > 0);
      if (found === undefined || this.#crossesAny(found.places))
        throw new CommonwatchError('lanes.not-at-sea', [lonDeg, latDeg]);
      links = this.#linksFrom(found.places, undefined);
      if (ways.length === 0) ways.push(found);
    }
    const [firstLon, firstLat] = ways[0].places[0];
    return {
      links,
      outlook: outlookFrom(...ways[0].places[0]),
      ways: ways.map(({ places }) => ({ places, milliNm: lengthMilliNm(places) })),
      snappedNm: distanceNm(lon, latDeg, firstLon, firstLat),
    };
  }

  /** Whether the short way to a harbour's surroundings passes a gate or a shoal: it then serves no end. */
  #crossesAny(places: Places): boolean {
    const way = {
      count: places.length,
      lonDeg: Float64Array.from(places, ([lon]) => lon),
      latDeg: Float64Array.from(places, ([, lat]) => lat),
    };
    return this.#lines.any(way) || this.#shoals.any(way) || this.#areaLines.any(way);
  }

  #linksFrom(places: Places, among: Int32Array | undefined): Link[] {
    const [lon, lat] = places[places.length - 1];
    const so = lengthMilliNm(places);
    return this.#visible(lon, lat, Number.POSITIVE_INFINITY, among).map(({ node, milliNm }) => ({
      node,
      milliNm: so + milliNm,
      places,
    }));
  }

  /** A place on land within 0.12° of a river's fairway begins there. */
  #riverNode(lonDeg: number, latDeg: number): Attached | undefined {
    const { network } = this;
    let best = 0.12;
    let at = -1;
    for (let i = 0; i < network.firstPort; i++) {
      const d = Math.hypot(
        (network.lonDeg[i] - lonDeg) * Math.cos(latDeg * radian),
        network.latDeg[i] - latDeg,
      );
      if (d >= best || network.isChannel[network.starts[i + 1] - 1] === 0) continue;
      best = d;
      at = i;
    }
    if (at < 0) return undefined;
    const snappedNm = distanceNm(lonDeg, latDeg, network.lonDeg[at], network.latDeg[at]);
    return { links: [{ node: at, milliNm: 0, places: [] }], ways: [], snappedNm };
  }

  /** Waypoints and ports within 2° of a place: those that a search nearby may see. */
  #nodesNear(lonDeg: number, latDeg: number): Int32Array {
    const { network } = this;
    const out: number[] = [];
    for (let i = 0; i < network.firstSide; i++) {
      const dLat = network.latDeg[i] - latDeg;
      if (dLat > 2 || dLat < -2) continue;
      const dLon = ((((network.lonDeg[i] - lonDeg + 180) % 360) + 360) % 360) - 180;
      if (Math.hypot(dLon * Math.cos(latDeg * radian), dLat) < 2) out.push(i);
    }
    return Int32Array.from(out);
  }

  /** Nodes that a place sees without passing a gate; `among` all, or those given. */
  #visible(
    lonDeg: number,
    latDeg: number,
    enough: number,
    among?: Int32Array,
  ): { node: number; milliNm: number }[] {
    const from = outlookFrom(lonDeg, latDeg);
    const out: { node: number; milliNm: number }[] = [];
    const count = among?.length ?? this.network.firstSide;
    for (let n = 0; n < count && out.length < enough; n++) {
      const node = among === undefined ? n : among[n];
      if (this.#matters(from, node) && this.#sees(from, node))
        out.push({ node, milliNm: this.#milliNmTo(from, node) });
    }
    return out;
  }

  /** Whether an edge between the place and a node could be part of a shortest way, as the build script has it. */
  #matters({ x, y, z }: Outlook, node: number): boolean {
    const f = this.#frames;
    const cos = f[node * 9] * x + f[node * 9 + 1] * y + f[node * 9 + 2] * z;
    return cos >= -0.99 && cos >= this.#cosReach[node] && (cos >= cosLocal || this.#passes(node, x, y, z));
  }

  #sees({ lonDeg, latDeg }: Outlook, node: number): boolean {
    const { lonDeg: lons, latDeg: lats } = this.network;
    if (!this.#mask().sees(lonDeg, latDeg, lons[node], lats[node], 0)) return false;
    const drawn = greatCircle(this.#way, lonDeg, latDeg, lons[node], lats[node]);
    return !this.#lines.any(drawn) && !this.#shoals.any(drawn) && !this.#areaLines.any(drawn);
  }

  #milliNmTo({ lonDeg, latDeg }: Outlook, node: number): number {
    return Math.round(
      distanceNm(lonDeg, latDeg, this.network.lonDeg[node], this.network.latDeg[node]) * 1000,
    );
  }

  #sightings(from: Outlook): Sightings {
    const nodes: number[] = [];
    for (let node = 0; node < this.network.firstSide; node++) if (this.#matters(from, node)) nodes.push(node);
    return {
      nodes,
      milliNm: nodes.map((node) => this.#milliNmTo(from, node)),
      sees: (node) => this.#sees(from, node),
    };
  }

  #lastLeg(from: Outlook, node: number, limit: number): number {
    if (node >= this.network.firstSide || !this.#matters(from, node)) return unreachable;
    const milliNm = this.#milliNmTo(from, node);
    return milliNm < limit && this.#sees(from, node) ? milliNm : unreachable;
  }

  /** Whether a great circle from node i to a place passes the coast at i (as the build script has it). */
  #passes(i: number, x: number, y: number, z: number): boolean {
    const { coast } = this.network;
    if (coast[i * 4] === 0 && coast[i * 4 + 1] === 0) return true;
    const f = this.#frames;
    const e = x * f[i * 9 + 3] + y * f[i * 9 + 4];
    const n = x * f[i * 9 + 6] + y * f[i * 9 + 7] + z * f[i * 9 + 8];
    const length = Math.sqrt(e * e + n * n) * looseness * 127;
    const p = e * coast[i * 4 + 1] - n * coast[i * 4];
    const q = e * coast[i * 4 + 3] - n * coast[i * 4 + 2];
    return (p > -length && q > -length) || (p < length && q < length);
  }

  #drawDirect(start: Attached, end: Attached, { milliNm, places }: Direct): Route {
    const line: [number, number][] = [];
    for (const [lon, lat] of places) this.#extend(line, lon, lat, false);
    return {
      severed: false,
      distanceNm: milliNm / 1000,
      passages: this.#passagesOf(line),
      line,
      snappedNm: [start.snappedNm, end.snappedNm],
    };
  }

  #draw(start: Attached, end: Attached, nodes: readonly number[]): Route {
    const { network } = this;
    const first = this.#shortest(start, nodes[0]);
    const last = this.#shortest(end, nodes[nodes.length - 1]);
    const line: [number, number][] = [];
    for (const [lon, lat] of first.places) this.#extend(line, lon, lat, false);
    const passages: Passage[] = [];
    let milliNm = first.milliNm + last.milliNm;
    nodes.forEach((node, i) => {
      const [lon, lat] = [network.lonDeg[node], network.latDeg[node]];
      if (i === 0) this.#extend(line, lon, lat, false);
      else {
        const edge = this.#edgeBetween(nodes[i - 1], node);
        milliNm += network.lengthsMilliNm[edge];
        const gate = network.gateOfEdge[edge];
        if (gate < 0) this.#extend(line, lon, lat, network.isChannel[edge] === 1);
        else
          passages.push({
            gate: this.index.gates[gate].id,
            to: (node - network.firstSide) % 2 === 0 ? 'plus' : 'minus',
            lonDeg: lon,
            latDeg: lat,
          });
      }
    });
    for (const [lon, lat] of last.places.toReversed()) this.#extend(line, lon, lat, false);
    return {
      severed: false,
      distanceNm: milliNm / 1000,
      passages,
      line,
      snappedNm: [start.snappedNm, end.snappedNm],
    };
  }

  #shortest({ links, outlook }: Attached, node: number): Link {
    let best: Link | undefined;
    for (const link of links)
      if (link.node === node && (best === undefined || link.milliNm < best.milliNm)) best = link;
    if (outlook === undefined) return best ?? { node, milliNm: 0, places: [] };
    const milliNm = this.#lastLeg(outlook, node, best?.milliNm ?? unreachable);
    if (best !== undefined && milliNm >= best.milliNm) return best;
    return { node, milliNm, places: [[outlook.lonDeg, outlook.latDeg]] };
  }

  #edgeBetween(a: number, b: number): number {
    const { starts, targets, lengthsMilliNm } = this.network;
    let best = -1;
    for (let e = starts[a]; e < starts[a + 1]; e++)
      if (targets[e] === b && (best < 0 || lengthsMilliNm[e] < lengthsMilliNm[best])) best = e;
    return best;
  }

  /** Continues a line to a place, along the great circle or, in a channel, straight. */
  #extend(line: [number, number][], lon: number, lat: number, straight: boolean): void {
    const last = line[line.length - 1];
    if (last === undefined) {
      line.push([lon, lat]);
      return;
    }
    if (straight) {
      line.push([lon + 360 * Math.round((last[0] - lon) / 360), lat]);
      return;
    }
    const way = greatCircle(this.#way, last[0], last[1], lon, lat);
    for (let i = 1; i < way.count; i++) {
      const turn = 360 * Math.round((last[0] - way.lonDeg[0]) / 360);
      const at: [number, number] = [way.lonDeg[i] + turn, way.latDeg[i]];
      if (at[0] !== line[line.length - 1][0] || at[1] !== line[line.length - 1][1]) line.push(at);
    }
    if (way.count === 2 && line.length > 1 && line[line.length - 1][1] !== lat) line.push([lon, lat]);
  }

  #passagesOf(line: readonly (readonly [number, number])[]): Passage[] {
    const way = {
      count: line.length,
      lonDeg: Float64Array.from(line, ([lon]) => lon),
      latDeg: Float64Array.from(line, ([, lat]) => lat),
    };
    const out: Passage[] = [];
    this.#lines.crossings(way, (gate, chunk, t, direction) => {
      const [a, b] = [line[chunk - 1], line[chunk]];
      out.push({
        gate: this.index.gates[gate].id,
        to: direction > 0 ? 'plus' : 'minus',
        lonDeg: a[0] + (b[0] - a[0]) * t,
        latDeg: a[1] + (b[1] - a[1]) * t,
      });
    });
    return out;
  }
}

interface Direct {
  readonly milliNm: number;
  readonly places: Places;
}

function outlookFrom(lonDeg: number, latDeg: number): Outlook {
  const [lon, lat] = [lonDeg * radian, latDeg * radian];
  return {
    lonDeg,
    latDeg,
    x: Math.cos(lat) * Math.cos(lon),
    y: Math.cos(lat) * Math.sin(lon),
    z: Math.sin(lat),
  };
}

function lengthMilliNm(places: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let i = 1; i < places.length; i++)
    sum += distanceNm(places[i - 1][0], places[i - 1][1], places[i][0], places[i][1]);
  return Math.round(sum * 1000);
}
