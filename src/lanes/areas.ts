/**
 * Areas that are closed as a whole: every edge of the network that lies in one or crosses its ring is left out. Named
 * seas are asked for often, so their masks are kept.
 */
import type { Network } from './network.ts';
import { unitVectors } from './path.ts';

export interface Area {
  readonly id: string;
  readonly name: { readonly en: string; readonly ja: string };
  readonly ring: readonly (readonly [number, number])[];
}

const radian = Math.PI / 180;
/** How many nodes are looked at between two pauses. */
const nodesAPause = 256;

/**
 * 1 for each directed edge that an area takes away. A generator, so that a job can show its progress and be cancelled:
 * it yields the share that is done.
 */
export function* edgesInside(
  network: Network,
  ring: readonly (readonly [number, number])[],
): Generator<number, Uint8Array> {
  const closed = closedRing(ring);
  const { nodes, starts, targets, lonDeg, latDeg } = network;
  const inside = Uint8Array.from({ length: nodes }, (_, i) =>
    contains(closed, lonDeg[i], latDeg[i]) ? 1 : 0,
  );
  const blocked = new Uint8Array(targets.length);
  const cap = capAround(closed);
  const pieces = piecesOf(closed);
  const at = unitVectors(lonDeg, latDeg);
  for (let a = 0; a < nodes; a++) {
    for (let e = starts[a]; e < starts[a + 1]; e++) {
      const b = targets[e];
      if (inside[a] === 1 || inside[b] === 1) blocked[e] = 1;
      else if (b > a && arcMeetsCap(at, a, b, cap) && arcMeetsRing(at, a, b, pieces)) {
        blocked[e] = 1;
        for (let back = starts[b]; back < starts[b + 1]; back++) if (targets[back] === a) blocked[back] = 1;
      }
    }
    if (a % nodesAPause === 0) yield a / nodes;
  }
  return blocked;
}

/** What several areas take away together; undefined where there is none. */
export function unionOf(areas: readonly { readonly blockedEdges: Uint8Array }[]): Uint8Array | undefined {
  if (areas.length < 2) return areas[0]?.blockedEdges;
  const out = areas[0].blockedEdges.slice();
  for (const { blockedEdges } of areas) for (let i = 0; i < out.length; i++) out[i] |= blockedEdges[i];
  return out;
}

/** Runs a generator to its end without pausing. */
export function finished<T>(steps: Generator<number, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The ring with its first place repeated at the end, longitudes running on without a jump. */
function closedRing(ring: readonly (readonly [number, number])[]): [number, number][] {
  let last = ring[0][0];
  const out = [...ring, ring[0]].map(([lon, lat]): [number, number] => {
    last = lon + 360 * Math.round((last - lon) / 360);
    return [last, lat];
  });
  return out;
}

/** Even and odd crossings of a line to the north. */
export function contains(ring: readonly (readonly [number, number])[], lon: number, lat: number): boolean {
  let odd = false;
  for (let i = 1; i < ring.length; i++) {
    const [px, py] = ring[i - 1];
    const turn = 360 * Math.round((px - lon) / 360);
    const x = lon + turn;
    const [qx, qy] = ring[i];
    if (px > x !== qx > x && lat < py + ((qy - py) * (x - px)) / (qx - px)) odd = !odd;
  }
  return odd;
}

interface Cap {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Sine and cosine of its radius. */
  readonly sin: number;
  readonly cos: number;
}

/** A cap that holds the ring; an edge that keeps out of it is not tested further. */
function capAround(ring: readonly (readonly [number, number])[]): Cap {
  const at = unitVectors(
    ring.map(([lon]) => lon),
    ring.map(([, lat]) => lat),
  );
  let [x, y, z] = [0, 0, 0];
  for (let i = 0; i < ring.length; i++) {
    x += at[i * 3];
    y += at[i * 3 + 1];
    z += at[i * 3 + 2];
  }
  const length = Math.hypot(x, y, z) || 1;
  [x, y, z] = [x / length, y / length, z / length];
  let cos = 1;
  for (let i = 0; i < ring.length; i++)
    cos = Math.min(cos, at[i * 3] * x + at[i * 3 + 1] * y + at[i * 3 + 2] * z);
  // Between two places the ring is straight in longitude and latitude and may bulge: a margin of three degrees.
  const radius = Math.min(Math.PI / 2, Math.acos(Math.max(-1, cos)) + 3 * radian);
  return { x, y, z, sin: Math.sin(radius), cos: Math.cos(radius) };
}

/** The ring in pieces of at most one degree, as unit vectors, six numbers a piece. */
function piecesOf(ring: readonly (readonly [number, number])[]): Float64Array {
  const lons: number[] = [];
  const lats: number[] = [];
  for (let i = 1; i < ring.length; i++) {
    const [[lonA, latA], [lonB, latB]] = [ring[i - 1], ring[i]];
    const parts = Math.ceil(Math.max(Math.abs(lonB - lonA), Math.abs(latB - latA))) || 1;
    for (let n = 0; n < parts; n++)
      for (const t of [n / parts, (n + 1) / parts]) {
        lons.push(lonA + (lonB - lonA) * t);
        lats.push(latA + (latB - latA) * t);
      }
  }
  return unitVectors(lons, lats);
}

/** Whether the great circle from node a to node b crosses a piece of a ring. */
function arcMeetsRing(at: Float64Array, a: number, b: number, pieces: Float64Array): boolean {
  const [ax, ay, az] = [at[a * 3], at[a * 3 + 1], at[a * 3 + 2]];
  const [bx, by, bz] = [at[b * 3], at[b * 3 + 1], at[b * 3 + 2]];
  const [nx, ny, nz] = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  for (let i = 0; i < pieces.length; i += 6) {
    const [px, py, pz] = [pieces[i], pieces[i + 1], pieces[i + 2]];
    const [qx, qy, qz] = [pieces[i + 3], pieces[i + 4], pieces[i + 5]];
    const sideP = nx * px + ny * py + nz * pz;
    const sideQ = nx * qx + ny * qy + nz * qz;
    if (sideP > 0 === sideQ > 0) continue;
    // Where the two circles meet, on the side of the globe on which the piece lies.
    const t = sideP / (sideP - sideQ);
    const [x, y, z] = [px + (qx - px) * t, py + (qy - py) * t, pz + (qz - pz) * t];
    const afterA = (ay * z - az * y) * nx + (az * x - ax * z) * ny + (ax * y - ay * x) * nz;
    const beforeB = (y * bz - z * by) * nx + (z * bx - x * bz) * ny + (x * by - y * bx) * nz;
    if (afterA >= 0 && beforeB >= 0) return true;
  }
  return false;
}

function arcMeetsCap(at: Float64Array, a: number, b: number, { x, y, z, sin, cos }: Cap): boolean {
  const [ax, ay, az] = [at[a * 3], at[a * 3 + 1], at[a * 3 + 2]];
  const [bx, by, bz] = [at[b * 3], at[b * 3 + 1], at[b * 3 + 2]];
  if (ax * x + ay * y + az * z >= cos || bx * x + by * y + bz * z >= cos) return true;
  const [nx, ny, nz] = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
  const off = nx * x + ny * y + nz * z;
  // Both ends lie outside: the arc meets the cap only if its circle does.
  return Math.abs(off) <= sin * Math.hypot(nx, ny, nz);
}
