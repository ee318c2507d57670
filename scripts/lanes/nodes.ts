/** Waypoints: corners of the 1:50m coast pushed out to sea, small islands, the limits of shipping, channels. */
import { readFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import type { Coastline } from '../../src/earth/coast.ts';
import type { SeaMask } from '../../src/lanes/seamask.ts';
import { northernLimitDeg, southernLimitDeg } from '../../src/lanes/limits.ts';

const radian = Math.PI / 180;
/** Douglas–Peucker tolerance, and how far a corner is pushed out (more than the tolerance); then what else is tried. */
const toleranceDeg = 0.06;
const offsetsDeg = [0.1, 0.06, 0.035, 0.02, 0.012];
/** Capes that stand out so far are rounded at 12 nm, as published tables do, not at six. */
const capeDeg = 0.45;
const capeOffsetDeg = 0.2;
/** Where islands lie before a corner, ways pass outside of them too. */
const outerOffsetsDeg = [0.15, 0.22, 0.3];
const islandReachDeg = 60;
/** The fjords of Norway, Canada, Patagonia: half of the coast of the world and no crossroads; taken more coarsely. */
const fjordToleranceDeg = 0.16;
const isFjord = (lat: number) => lat > 58.5 || lat < -41.5;
/** Nodes keep this distance from the coast. */
const nodeClearanceDeg = 0.006;
const mergeDeg = 0.03;

export interface Waypoint {
  lon: number;
  lat: number;
  /** Unit vectors (east, north) along the coast to the corner's neighbours; none where all directions count. */
  coast?: readonly [number, number, number, number];
  channel?: string;
  /** Longest edge that begins here, degrees of arc: small wiggles of the coast matter only nearby. */
  reachDeg: number;
}

/** By how far a corner stands out from the coast around it: how far away it can matter. */
function reachOf(outstandingDeg: number): number {
  if (outstandingDeg >= 0.25) return 180;
  return outstandingDeg >= 0.13 ? 60 : 15;
}

/** Oceanic islands of less than this size are where ways begin and end: their corners matter at any distance. */
const islandDeg = 2.5;
const isTropicOrTemperate = (lat: number) => Math.abs(lat) < 50;

export interface Channel {
  id: string;
  kind: 'canal' | 'river' | 'strait';
  line: [number, number][];
}

export function coastNodes(mask: SeaMask): Waypoint[] {
  const topology = JSON.parse(
    readFileSync(new URL('../../node_modules/world-atlas/land-50m.json', import.meta.url), 'utf8'),
  );
  const { features } = feature(
    topology,
    topology.objects.land,
  ) as unknown as GeoJSON.FeatureCollection<GeoJSON.MultiPolygon>;
  const out: Waypoint[] = [];
  for (const polygon of features.flatMap(({ geometry }) => geometry.coordinates))
    polygon.forEach((ring, i) => out.push(...ringNodes(unwrap(ring as [number, number][]), i > 0, mask)));
  return out;
}

/** Small islands of the 1:10m coast that the 1:50m coast leaves out: four nodes around each. */
export function isletNodes(coast: Coastline, mask: SeaMask, known: readonly Waypoint[]): Waypoint[] {
  const near = new Proximity(known, 0.2);
  const out: Waypoint[] = [];
  const { lonDeg, latDeg, starts } = coast;
  for (let line = 0; line + 1 < starts.length; line++) {
    const lons = lonDeg.subarray(starts[line], starts[line + 1]);
    const lats = latDeg.subarray(starts[line], starts[line + 1]);
    if (
      Math.abs(lons[0] - lons[lons.length - 1]) > 0.005 ||
      Math.abs(lats[0] - lats[lats.length - 1]) > 0.005
    )
      continue;
    const [west, east, south, north] = [
      Math.min(...lons),
      Math.max(...lons),
      Math.min(...lats),
      Math.max(...lats),
    ];
    if (east - west > 1 || isFjord(south) || near.has((west + east) / 2, (south + north) / 2)) continue;
    out.push(...aroundBox(west, south, east, north, mask));
  }
  return out;
}

/** A node every 4° along both limits of shipping, a little inside. */
export function limitNodes(mask: SeaMask): Waypoint[] {
  const out: Waypoint[] = [];
  for (let lon = -180; lon < 180; lon += 4) {
    for (const lat of [southernLimitDeg(lon) + 0.1, northernLimitDeg(lon) - 0.1])
      if (mask.isClear(lon, lat, nodeClearanceDeg)) out.push({ lon, lat, reachDeg: 180 });
  }
  // Where the limit steps, both of its corners.
  for (const [lon, lat] of [
    [-88.2, -49.9],
    [-47.8, -49.9],
    [-87.5, -58.8],
    [-48.5, -58.8],
    [9.8, -46.9],
    [144.2, -46.9],
  ])
    out.push({ lon, lat, reachDeg: 180 });
  return out;
}

/** A line that ships do not cross, because the water is shoal or foul. */
export interface Shoal {
  id: string;
  line: [number, number][];
}

/** Ways turn round the ends and the bends of a shoal's line: four nodes around each, 0.06° away. */
export function shoalNodes(shoals: readonly Shoal[], mask: SeaMask): Waypoint[] {
  return shoals.flatMap(({ line }) =>
    line.flatMap(([lon, lat]) =>
      [
        [0.06, 0],
        [-0.06, 0],
        [0, 0.06],
        [0, -0.06],
      ]
        .map(([dx, dy]) => ({ lon: lon + dx, lat: lat + dy, reachDeg: 180 }))
        .filter((node) => mask.isClear(node.lon, node.lat, nodeClearanceDeg)),
    ),
  );
}

/** Joins nodes that lie closer than 0.03°; channel nodes stay, the first of the others stays. */
export function merged(nodes: readonly Waypoint[]): Waypoint[] {
  const out: Waypoint[] = [];
  const seen = new Proximity([], mergeDeg);
  for (const node of [...nodes].sort(
    (a, b) => Number(b.channel !== undefined) - Number(a.channel !== undefined),
  )) {
    if (node.channel === undefined && seen.has(node.lon, node.lat)) continue;
    seen.add(node);
    out.push(node);
  }
  return out;
}

/** A hole in the land is a sea of its own: its land lies on the other side. */
function ringNodes(ring: [number, number][], isHole: boolean, mask: SeaMask): Waypoint[] {
  const lats = ring.map(([, lat]) => lat);
  const lons = ring.map(([lon]) => lon);
  if (Math.max(...lats) < -59.5 || Math.min(...lats) > 78) return [];
  const open = Math.abs(ring[0][0] - ring[ring.length - 1][0]) > 1;
  const { corners, outstandingDeg } = simplify(ring);
  if (corners.length < 5)
    return aroundBox(Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats), mask);
  const turn = (Math.sign(signedArea(ring)) || 1) * (isHole ? -1 : 1);
  const count = corners.length - 1;
  const out: Waypoint[] = [];
  const isIsland =
    Math.max(Math.max(...lons) - Math.min(...lons), Math.max(...lats) - Math.min(...lats)) < islandDeg &&
    isTropicOrTemperate(lats[0]);
  for (let i = open ? 1 : 0; i < count; i++) {
    const standing = outstandingDeg[i];
    const offsets = standing >= capeDeg ? [capeOffsetDeg, ...offsetsDeg] : offsetsDeg;
    const at = (offsets: readonly number[]) =>
      cornerNode(corners[(i - 1 + count) % count], corners[i], corners[i + 1], turn, mask, offsets);
    const reachDeg = Math.max(isIsland ? islandReachDeg : 0, reachOf(standing));
    const node = at(isFjord(corners[i][1]) ? [capeOffsetDeg, ...offsetsDeg] : offsets);
    if (node !== undefined) out.push({ ...node, reachDeg });
    if (isFjord(corners[i][1]) || at([offsetsDeg[0]]) !== undefined) continue;
    const outer = at(outerOffsetsDeg);
    if (outer !== undefined) out.push({ ...outer, reachDeg });
  }
  return out;
}

/** A convex corner pushed out along its bisector; undefined where the coast is hollow or there is no water. */
function cornerNode(
  before: [number, number],
  at: [number, number],
  after: [number, number],
  turn: number,
  mask: SeaMask,
  offsets: readonly number[],
): Omit<Waypoint, 'reachDeg'> | undefined {
  const shrink = Math.max(0.05, Math.cos(at[1] * radian));
  const a = unit((before[0] - at[0]) * shrink, before[1] - at[1]);
  const b = unit((after[0] - at[0]) * shrink, after[1] - at[1]);
  const cross = -a[0] * b[1] + a[1] * b[0];
  // Outside of the bend, even for slight hollows: the pushed node must see round both sides.
  if (cross * turn < -0.05) return undefined;
  let [ox, oy] = unit(-(a[0] + b[0]), -(a[1] + b[1]));
  if (Math.hypot(a[0] + b[0], a[1] + b[1]) < 0.2) [ox, oy] = turn > 0 ? [b[1], -b[0]] : [-b[1], b[0]];
  for (const offset of offsets) {
    const lon = at[0] + (ox * offset) / shrink;
    const lat = at[1] + oy * offset;
    if (mask.isClear(lon, lat, nodeClearanceDeg)) return { lon, lat, coast: [a[0], a[1], b[0], b[1]] };
  }
  return undefined;
}

function aroundBox(west: number, south: number, east: number, north: number, mask: SeaMask): Waypoint[] {
  const lat = (south + north) / 2;
  const lon = (west + east) / 2;
  const shrink = Math.max(0.05, Math.cos(lat * radian));
  const out: Waypoint[] = [];
  for (const [ex, ny] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    for (const offset of offsetsDeg) {
      const at = {
        lon: ex === 0 ? lon : (ex > 0 ? east : west) + (ex * offset) / shrink,
        lat: ny === 0 ? lat : (ny > 0 ? north : south) + ny * offset,
      };
      if (!mask.isClear(at.lon, at.lat, nodeClearanceDeg)) continue;
      // Its neighbours are the two nodes at right angles: a square corner.
      const h = Math.SQRT1_2;
      out.push({
        ...at,
        reachDeg: Math.max(7, reachOf(Math.max(east - west, north - south))),
        coast: ex === 0 ? [h, -ny * h, -h, -ny * h] : [-ex * h, h, -ex * h, -h],
      });
      break;
    }
  }
  return out;
}

function unwrap(ring: [number, number][]): [number, number][] {
  let last = ring[0][0];
  return ring.map(([lon, lat]) => {
    last = lon + 360 * Math.round((last - lon) / 360);
    return [last, lat];
  });
}

function signedArea(ring: [number, number][]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += (ring[i][0] - ring[i - 1][0]) * (ring[i][1] + ring[i - 1][1]);
  return -sum;
}

/** Douglas–Peucker on a closed ring, cut at its two outermost vertices; longitude scaled to the latitude. */
function simplify(ring: [number, number][]): { corners: [number, number][]; outstandingDeg: number[] } {
  const outstanding = new Float64Array(ring.length);
  const last = ring.length - 1;
  const far = ring.reduce(
    (best, [lon, lat], i) => {
      const d = Math.hypot((lon - ring[0][0]) * Math.cos(lat * radian), lat - ring[0][1]);
      return d > best.d ? { i, d } : best;
    },
    { i: 0, d: 0 },
  );
  outstanding[0] = outstanding[far.i] = outstanding[last] = Math.max(far.d, 1e-9);
  const stack: [number, number, number][] = [
    [0, far.i, far.d],
    [far.i, last, far.d],
  ];
  for (;;) {
    const span = stack.pop();
    if (span === undefined) break;
    const [from, to, above] = span;
    let worst = isFjord(ring[from][1]) ? fjordToleranceDeg : toleranceDeg;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const d = offLine(ring[i], ring[from], ring[to]);
      if (d > worst) [worst, at] = [d, i];
    }
    if (at < 0) continue;
    // A part never stands out more than the whole, so that near and far see the same coast.
    outstanding[at] = Math.min(worst, above);
    stack.push([from, at, outstanding[at]], [at, to, outstanding[at]]);
  }
  const kept = [...outstanding.keys()].filter((i) => outstanding[i] > 0);
  return { corners: kept.map((i) => ring[i]), outstandingDeg: kept.map((i) => outstanding[i]) };
}

function offLine(p: [number, number], a: [number, number], b: [number, number]): number {
  const shrink = Math.cos(p[1] * radian);
  const dx = (b[0] - a[0]) * shrink;
  const dy = b[1] - a[1];
  const px = (p[0] - a[0]) * shrink;
  const py = p[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
  return Math.hypot(px - t * dx, py - t * dy);
}

function unit(x: number, y: number): [number, number] {
  const length = Math.hypot(x, y) || 1;
  return [x / length, y / length];
}

/** Which places lie within a distance of one already there: a hash of cells. */
export class Proximity {
  readonly #cells = new Map<string, Waypoint[]>();
  readonly #withinDeg: number;

  constructor(nodes: readonly Waypoint[], withinDeg: number) {
    this.#withinDeg = withinDeg;
    for (const node of nodes) this.add(node);
  }

  add(node: Waypoint): void {
    const key = this.#key(node.lon, node.lat);
    const cell = this.#cells.get(key);
    if (cell === undefined) this.#cells.set(key, [node]);
    else cell.push(node);
  }

  has(lon: number, lat: number): boolean {
    const shrink = Math.max(0.05, Math.cos(lat * radian));
    const reach = Math.ceil(1 / shrink);
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        for (const other of this.#cells.get(
          this.#key(lon + dx * this.#withinDeg, lat + dy * this.#withinDeg),
        ) ?? []) {
          const dLon = ((((other.lon - lon + 540) % 360) + 360) % 360) - 180;
          if (Math.hypot(dLon * shrink, other.lat - lat) < this.#withinDeg) return true;
        }
    return false;
  }

  #key(lon: number, lat: number): string {
    const wrapped = (((lon + 180) % 360) + 360) % 360;
    return `${Math.floor(wrapped / this.#withinDeg)},${Math.floor(lat / this.#withinDeg)}`;
  }
}
