/** Routes between any two places at sea: via and avoiding gates, by class of ship, with the passages named in order. */
import { CommonwatchError } from '../core/errors.ts';
import { distanceNm } from '../earth/geodesy.ts';
import { approach } from './approach.ts';
import type { GateIndex } from './closures.ts';
import { seasonalGates, shipClass } from './closures.ts';
import { GateLines } from './gatecrossing.ts';
import type { Network } from './network.ts';
import { createWay, greatCircle } from './path.ts';
import { Search } from './search.ts';
import type { ClosedGates } from './search.ts';
import type { SeaMask } from './seamask.ts';

const radian = Math.PI / 180;

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

interface Attached {
  readonly links: readonly { node: number; milliNm: number }[];
  readonly places: readonly (readonly [number, number])[];
  /** Length of `places`. */
  readonly approachMilliNm: number;
  readonly snappedNm: number;
  /** Drawn straight: the end lies on a river. */
  readonly isChannel: boolean;
}

export class Router {
  readonly network: Network;
  readonly index: GateIndex;
  readonly #mask: () => SeaMask;
  readonly #lines: GateLines;
  readonly #search: Search;
  readonly #way = createWay();
  readonly #frames: Float64Array;

  /** @param mask is asked for when a place is no port; making it takes about half a second */
  constructor(network: Network, index: GateIndex, mask: () => SeaMask) {
    this.network = network;
    this.index = index;
    this.#mask = mask;
    this.#lines = new GateLines(index.gates);
    this.#search = new Search(network);
    this.#frames = new Float64Array(network.nodes * 9);
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

  /** Gates that a request closes: its own, those its class does not fit, the Arctic ones unless asked for. */
  closedFor({ close = [], via = [], shipClass: ship, arctic = false }: RouteRequest): ClosedGates {
    const wanted = via.map((id) => this.index.gates[this.index.at(id)].id);
    const policy: string[] = arctic ? [] : seasonalGates.filter((id) => !wanted.includes(id));
    // A way by the Arctic passes the Bering Strait, and may pass the other route's waters too.
    const limits = ship === undefined ? [] : shipClass(ship).tooLargeFor;
    return this.index.closed([...policy, ...limits, ...close]);
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

  routeUnder({ from, to, via = [] }: RouteRequest, closed: ClosedGates): Route | Severed {
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

  /** Node sequence through the gates in order; undefined where there is none, or none shorter than `limit`. */
  #legs(
    start: Attached,
    end: Attached,
    via: readonly number[],
    closed: ClosedGates,
    limit: number | undefined,
  ): number[] | undefined {
    let seeds = start.links.flatMap(({ node, milliNm }) => [node, milliNm]);
    const heads: Map<number, number[]>[] = [];
    for (const gate of via) {
      const leg = this.#through(gate, seeds, closed);
      if (leg === undefined) return undefined;
      heads.push(leg.trails);
      seeds = leg.seeds;
    }
    const last = closed.slice();
    for (const gate of via) last[gate] = 1;
    const finish = new Map(end.links.map(({ node, milliNm }) => [node, milliNm]));
    const node = this.#search.run(seeds, last, finish);
    if (node < 0) return undefined;
    const total = this.#search.distance[node] + (finish.get(node) ?? 0);
    if (limit !== undefined && limit <= total + start.approachMilliNm + end.approachMilliNm) return undefined;
    let nodes = this.#trail(node);
    for (const trails of heads.reverse()) nodes = [...(trails.get(nodes[0]) ?? []), ...nodes];
    return nodes;
  }

  /** From the seeds to every portal of a gate and over it, once; the gate serves no other crossing before. */
  #through(gate: number, seeds: readonly number[], closed: ClosedGates) {
    if (closed[gate] === 1) return undefined;
    const before = closed.slice();
    before[gate] = 1;
    this.#search.run(seeds, before);
    const { firstSide, gateOfPortal } = this.network;
    const next: number[] = [];
    const trails = new Map<number, number[]>();
    for (let p = 0; p < gateOfPortal.length; p++) {
      if (gateOfPortal[p] !== gate) continue;
      for (const side of [0, 1]) {
        const near = firstSide + 2 * p + side;
        const far = firstSide + 2 * p + 1 - side;
        const so = this.#search.distance[near];
        if (so >= 0x3fffffff) continue;
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
  #direct(start: Attached, end: Attached, closed: ClosedGates): { milliNm: number } | undefined {
    if (start.isChannel || end.isChannel || start.places.length === 0 || end.places.length === 0)
      return undefined;
    const [lonA, latA] = start.places[start.places.length - 1];
    const [lonB, latB] = end.places[end.places.length - 1];
    if (Math.abs(latA - latB) > 30 || !this.#mask().sees(lonA, latA, lonB, latB, 0)) return undefined;
    let blocked = false;
    this.#lines.crossings(greatCircle(this.#way, lonA, latA, lonB, latB), (gate) => {
      if (closed[gate] === 1) blocked = true;
    });
    if (blocked) return undefined;
    const between = Math.round(distanceNm(lonA, latA, lonB, latB) * 1000);
    return { milliNm: between + start.approachMilliNm + end.approachMilliNm };
  }

  #attach(end: End): Attached {
    if ('port' in end) {
      const node = this.network.firstPort + end.port;
      return {
        links: [{ node, milliNm: 0 }],
        places: [],
        approachMilliNm: 0,
        snappedNm: 0,
        isChannel: false,
      };
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
    const found = approach(mask, lon, latDeg, (x, y) => this.#visible(x, y, 1, near).length > 0);
    if (found === undefined) throw new CommonwatchError('lanes.not-at-sea', [lonDeg, latDeg]);
    const [x, y] = found.places[found.places.length - 1];
    const [firstLon, firstLat] = found.places[0];
    return {
      links: this.#visible(x, y, Number.POSITIVE_INFINITY),
      places: found.places,
      approachMilliNm: lengthMilliNm(found.places),
      snappedNm: distanceNm(lon, latDeg, firstLon, firstLat),
      isChannel: false,
    };
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
    return { links: [{ node: at, milliNm: 0 }], places: [], approachMilliNm: 0, snappedNm, isChannel: true };
  }

  /** Waypoints within 4° of a place: those that a search nearby may see. */
  #nodesNear(lonDeg: number, latDeg: number): Int32Array {
    const { network } = this;
    const out: number[] = [];
    for (let i = 0; i < network.firstPort; i++) {
      const dLon = ((((network.lonDeg[i] - lonDeg + 180) % 360) + 360) % 360) - 180;
      if (Math.hypot(dLon * Math.cos(latDeg * radian), network.latDeg[i] - latDeg) < 4) out.push(i);
    }
    return Int32Array.from(out);
  }

  /** Nodes that a place sees without passing a gate; the search for `enough` of them looks nearby alone. */
  #visible(
    lonDeg: number,
    latDeg: number,
    enough: number,
    among?: Int32Array,
  ): { node: number; milliNm: number }[] {
    const { network } = this;
    const mask = this.#mask();
    const [x, y, z] = [
      Math.cos(latDeg * radian) * Math.cos(lonDeg * radian),
      Math.cos(latDeg * radian) * Math.sin(lonDeg * radian),
      Math.sin(latDeg * radian),
    ];
    const out: { node: number; milliNm: number }[] = [];
    const frames = this.#frames;
    const count = among?.length ?? network.firstPort;
    for (let n = 0; n < count && out.length < enough; n++) {
      const i = among === undefined ? n : among[n];
      const cos = frames[i * 9] * x + frames[i * 9 + 1] * y + frames[i * 9 + 2] * z;
      if (cos < -0.99 || cos < Math.cos(network.reachDeg[i] * radian) || network.reachDeg[i] === 0) continue;
      if (enough < 10 && cos < 0.9986) continue;
      if (!this.#passes(i, x, y, z, cos > Math.cos(Math.PI / 180) ? 0.7 : 0.2)) continue;
      if (!mask.sees(lonDeg, latDeg, network.lonDeg[i], network.latDeg[i], 0)) continue;
      if (this.#lines.any(greatCircle(this.#way, lonDeg, latDeg, network.lonDeg[i], network.latDeg[i])))
        continue;
      out.push({
        node: i,
        milliNm: Math.round(distanceNm(lonDeg, latDeg, network.lonDeg[i], network.latDeg[i]) * 1000),
      });
    }
    return out;
  }

  /** Whether a great circle from node i to a place passes the coast at i (as the build script has it). */
  #passes(i: number, x: number, y: number, z: number, loose: number): boolean {
    const { coast } = this.network;
    if (coast[i * 4] === 0 && coast[i * 4 + 1] === 0) return true;
    const f = this.#frames;
    const e = x * f[i * 9 + 3] + y * f[i * 9 + 4];
    const n = x * f[i * 9 + 6] + y * f[i * 9 + 7] + z * f[i * 9 + 8];
    const length = Math.sqrt(e * e + n * n) * loose * 127;
    const p = e * coast[i * 4 + 1] - n * coast[i * 4];
    const q = e * coast[i * 4 + 3] - n * coast[i * 4 + 2];
    return (p > -length && q > -length) || (p < length && q < length);
  }

  #drawDirect(start: Attached, end: Attached, { milliNm }: { milliNm: number }): Route {
    const line: [number, number][] = start.places.map(([lon, lat]) => [lon, lat]);
    for (const [lon, lat] of [...end.places].reverse()) this.#extend(line, lon, lat, false);
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
    const line: [number, number][] = start.places.map(([lon, lat]) => [lon, lat]);
    const passages: Passage[] = [];
    let milliNm = start.approachMilliNm + end.approachMilliNm;
    milliNm += start.links.find(({ node }) => node === nodes[0])?.milliNm ?? 0;
    milliNm += end.links.find(({ node }) => node === nodes[nodes.length - 1])?.milliNm ?? 0;
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
    for (const [lon, lat] of [...end.places].reverse()) this.#extend(line, lon, lat, false);
    return {
      severed: false,
      distanceNm: milliNm / 1000,
      passages,
      line,
      snappedNm: [start.snappedNm, end.snappedNm],
    };
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

function lengthMilliNm(places: readonly (readonly [number, number])[]): number {
  let sum = 0;
  for (let i = 1; i < places.length; i++)
    sum += distanceNm(places[i - 1][0], places[i - 1][1], places[i][0], places[i][1]);
  return Math.round(sum * 1000);
}
