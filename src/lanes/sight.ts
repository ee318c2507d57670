/** What a place at sea sees of the network: great circles that keep to the water and pass no gate and no shoal. */
import type { Gate } from '../earth/gates.ts';
import { distanceNm } from '../earth/geodesy.ts';
import { GateLines } from './gatecrossing.ts';
import type { Network } from './network.ts';
import { createWay, greatCircle } from './path.ts';
import type { Way } from './path.ts';
import { leastMilliNm } from './search.ts';
import type { ClosedGates } from './search.ts';
import type { SeaMask } from './seamask.ts';

const radian = Math.PI / 180;
const cosLocal = Math.cos(radian);
/** As in scripts/lanes/visibility.ts: sine of how far a way may dip behind the coast at its ends. */
const looseness = 0.2;
/** A way along a gate's line arrives at neither of its sides. */
const alongGate = 0.01;

/** A place to look from, with its unit vector. */
export interface Outlook {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export function outlookFrom(lonDeg: number, latDeg: number): Outlook {
  const [lon, lat] = [lonDeg * radian, latDeg * radian];
  return {
    lonDeg,
    latDeg,
    x: Math.cos(lat) * Math.cos(lon),
    y: Math.cos(lat) * Math.sin(lon),
    z: Math.sin(lat),
  };
}

export class Sight {
  readonly #network: Network;
  readonly #mask: () => SeaMask;
  readonly #lines: GateLines;
  readonly #shoals: GateLines;
  readonly #way = createWay();
  /** Place, east and north of each node, nine numbers. */
  readonly #frames: Float64Array;
  readonly #cosReach: Float64Array;
  /** Direction of the gate's line at each portal. */
  readonly #alongLon: Float64Array;
  readonly #alongLat: Float64Array;
  /** Lines that the route in question keeps out of besides. */
  #areas = new GateLines([]);

  constructor(
    network: Network,
    gates: readonly Gate[],
    mask: () => SeaMask,
    shoals: readonly { readonly line: Gate['line'] }[],
  ) {
    this.#network = network;
    this.#mask = mask;
    this.#lines = new GateLines(gates);
    this.#shoals = new GateLines(shoals);
    this.#frames = framesOf(network);
    // Nodes of a reach of 0 serve channels alone; a portal is seen from anywhere unless a channel leads to it.
    this.#cosReach = Float64Array.from(network.reachDeg, (deg, node) => {
      if (node >= network.firstSide) return isOnChannel(network, node) ? 2 : -1;
      return deg === 0 ? 2 : Math.cos(deg * radian);
    });
    this.#alongLon = new Float64Array(network.portals);
    this.#alongLat = new Float64Array(network.portals);
    for (let p = 0; p < network.portals; p++) {
      const node = network.firstSide + 2 * p;
      const { line } = gates[network.gateOfPortal[p]];
      [this.#alongLon[p], this.#alongLat[p]] = directionAt(line, network.lonDeg[node], network.latDeg[node]);
    }
  }

  keepOutOf(rings: readonly (readonly (readonly [number, number])[])[]): void {
    this.#areas = new GateLines(rings.map((ring) => ({ line: [...ring, ring[0]] })));
  }

  /** Whether an edge between the place and a node could be part of a shortest way, as the build script has it. */
  matters({ x, y, z }: Outlook, node: number): boolean {
    const f = this.#frames;
    const cos = f[node * 9] * x + f[node * 9 + 1] * y + f[node * 9 + 2] * z;
    if (cos < -0.99 || cos < this.#cosReach[node]) return false;
    if (node >= this.#network.firstSide) return this.#liesOnSide(node, x, y, z);
    return cos >= cosLocal || this.#passes(node, x, y, z);
  }

  sees({ lonDeg, latDeg }: Outlook, node: number): boolean {
    const { lonDeg: lons, latDeg: lats, firstSide, gateOfPortal } = this.#network;
    if (!this.#mask().sees(lonDeg, latDeg, lons[node], lats[node], 0)) return false;
    const drawn = greatCircle(this.#way, lonDeg, latDeg, lons[node], lats[node]);
    if (this.#shoals.any(drawn) || this.#areas.any(drawn)) return false;
    if (node < firstSide) return !this.#lines.any(drawn);
    // It arrives at the portal's own gate and touches no other.
    const own = gateOfPortal[(node - firstSide) >> 1];
    let crosses = false;
    this.#lines.crossings(drawn, (gate, chunk, t) => {
      if (gate !== own || chunk < drawn.count - 1 || t < 0.99) crosses = true;
    });
    return !crosses;
  }

  milliNmTo({ lonDeg, latDeg }: Outlook, node: number): number {
    const { lonDeg: lons, latDeg: lats } = this.#network;
    return Math.round(distanceNm(lonDeg, latDeg, lons[node], lats[node]) * 1000);
  }

  /** Never more than `milliNmTo`, and found sooner. */
  leastMilliNmTo({ x, y, z }: Outlook, node: number): number {
    const f = this.#frames;
    return leastMilliNm(f[node * 9] * x + f[node * 9 + 1] * y + f[node * 9 + 2] * z);
  }

  /** Whether two places see each other past all gates that are open. */
  isOpen(lonA: number, latA: number, lonB: number, latB: number, closed: ClosedGates): boolean {
    if (!this.#mask().sees(lonA, latA, lonB, latB, 0)) return false;
    const drawn = greatCircle(this.#way, lonA, latA, lonB, latB);
    if (this.#shoals.any(drawn) || this.#areas.any(drawn)) return false;
    let blocked = false;
    this.#lines.crossings(drawn, (gate) => {
      if (closed[gate] === 1) blocked = true;
    });
    return !blocked;
  }

  /** Whether a drawn way touches a gate, a shoal or the ring of an area. */
  crossesAny(places: readonly (readonly [number, number])[]): boolean {
    const way = wayThrough(places);
    return this.#lines.any(way) || this.#shoals.any(way) || this.#areas.any(way);
  }

  /** Whether a great circle from node i to a place passes the coast at i (as the build script has it). */
  #passes(i: number, x: number, y: number, z: number): boolean {
    const { coast } = this.#network;
    if (coast[i * 4] === 0 && coast[i * 4 + 1] === 0) return true;
    const f = this.#frames;
    const e = x * f[i * 9 + 3] + y * f[i * 9 + 4];
    const n = x * f[i * 9 + 6] + y * f[i * 9 + 7] + z * f[i * 9 + 8];
    const length = Math.sqrt(e * e + n * n) * looseness * 127;
    const p = e * coast[i * 4 + 1] - n * coast[i * 4];
    const q = e * coast[i * 4 + 3] - n * coast[i * 4 + 2];
    return (p > -length && q > -length) || (p < length && q < length);
  }

  /** Whether a place lies on that side of a gate whose node this is: plus is to the left of its line. */
  #liesOnSide(node: number, x: number, y: number, z: number): boolean {
    const { firstSide } = this.#network;
    const p = (node - firstSide) >> 1;
    const f = this.#frames;
    const cosLat = Math.max(0.01, f[node * 9 + 8]);
    const east = (x * f[node * 9 + 3] + y * f[node * 9 + 4]) / cosLat;
    const north = x * f[node * 9 + 6] + y * f[node * 9 + 7] + z * f[node * 9 + 8];
    const [dx, dy] = [this.#alongLon[p], this.#alongLat[p]];
    const cross = (dx * north - dy * east) / Math.hypot(east, north);
    return (node - firstSide) % 2 === 0 ? cross > alongGate : cross < -alongGate;
  }
}

export function wayThrough(places: readonly (readonly [number, number])[]): Way {
  return {
    count: places.length,
    lonDeg: Float64Array.from(places, ([lon]) => lon),
    latDeg: Float64Array.from(places, ([, lat]) => lat),
  };
}

function framesOf({ nodes, lonDeg, latDeg }: Network): Float64Array {
  const frames = new Float64Array(nodes * 9);
  for (let i = 0; i < nodes; i++) {
    const [sinLon, cosLon] = [Math.sin(lonDeg[i] * radian), Math.cos(lonDeg[i] * radian)];
    const [sinLat, cosLat] = [Math.sin(latDeg[i] * radian), Math.cos(latDeg[i] * radian)];
    const place = [cosLat * cosLon, cosLat * sinLon, sinLat];
    frames.set([...place, -sinLon, cosLon, 0, -sinLat * cosLon, -sinLat * sinLon, cosLat], i * 9);
  }
  return frames;
}

/** Whether an edge of a channel ends here; a portal's own link is none. */
function isOnChannel({ starts, isChannel, gateOfEdge }: Network, node: number): boolean {
  for (let e = starts[node]; e < starts[node + 1]; e++)
    if (isChannel[e] === 1 && gateOfEdge[e] < 0) return true;
  return false;
}

/** Direction, of length 1 in degrees, of the segment of a line that a place lies on. */
function directionAt(line: Gate['line'], lon: number, lat: number): [number, number] {
  let best = { off: Number.POSITIVE_INFINITY, along: [1, 0] as [number, number] };
  for (let i = 1; i < line.length; i++) {
    const turn = 360 * Math.round((line[i][0] - lon) / 360);
    const [ax, ay] = [lon - (line[i - 1][0] - turn), lat - line[i - 1][1]];
    const [dx, dy] = [line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]];
    const length = Math.hypot(dx, dy);
    const t = Math.max(0, Math.min(1, (ax * dx + ay * dy) / (length * length)));
    const off = Math.hypot(ax - t * dx, ay - t * dy);
    if (off < best.off) best = { off, along: [dx / length, dy / length] };
  }
  return best.along;
}
