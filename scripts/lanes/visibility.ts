/** Edges of the network: great circles between nodes that see each other and that a shortest way can use. */
import { distanceNm } from '../../src/earth/geodesy.ts';
import type { GateLines } from '../../src/lanes/gatecrossing.ts';
import { createWay, greatCircle } from '../../src/lanes/path.ts';
import type { SeaMask } from '../../src/lanes/seamask.ts';
import type { Waypoint } from './nodes.ts';

const radian = Math.PI / 180;
/** No edge comes nearer to the coast than this, degrees (0.24 nm). */
export const edgeClearanceDeg = 0.004;
/** Sine of how far a great circle may dip behind the coast at its ends and still count as passing it. */
export const looseness = 0.2;
/** Below this length (1°) nothing is left out, because there the shape of the coast is known too roughly. */
export const cosLocal = Math.cos(radian);

/** Edges in growing columns; `lengthMilliNm` in thousandths of a nautical mile, so that sums are exact. */
export class Edges {
  readonly a: number[] = [];
  readonly b: number[] = [];
  readonly lengthMilliNm: number[] = [];

  add(a: number, b: number, lengthMilliNm: number): void {
    this.a.push(a);
    this.b.push(b);
    this.lengthMilliNm.push(lengthMilliNm);
  }

  get count(): number {
    return this.a.length;
  }
}

export function lengthMilliNm(p: Waypoint, q: Waypoint): number {
  return Math.max(1, Math.round(distanceNm(p.lon, p.lat, q.lon, q.lat) * 1000));
}

/** Frames of the nodes on the sphere: place, east and north, nine numbers a node. */
export class Frames {
  readonly at: Float64Array;
  readonly nodes: readonly Waypoint[];
  readonly cosReach: Float64Array;

  constructor(nodes: readonly Waypoint[]) {
    this.nodes = nodes;
    this.at = new Float64Array(nodes.length * 9);
    this.cosReach = Float64Array.from(nodes, ({ reachDeg }) => Math.cos(reachDeg * radian));
    nodes.forEach(({ lon, lat }, i) => {
      const [sinLon, cosLon] = [Math.sin(lon * radian), Math.cos(lon * radian)];
      const [sinLat, cosLat] = [Math.sin(lat * radian), Math.cos(lat * radian)];
      this.at.set(
        [
          cosLat * cosLon,
          cosLat * sinLon,
          sinLat,
          -sinLon,
          cosLon,
          0,
          -sinLat * cosLon,
          -sinLat * sinLon,
          cosLat,
        ],
        i * 9,
      );
    });
  }

  /** Cosine of the arc between two nodes. */
  cos(i: number, j: number): number {
    const f = this.at;
    return f[i * 9] * f[j * 9] + f[i * 9 + 1] * f[j * 9 + 1] + f[i * 9 + 2] * f[j * 9 + 2];
  }

  /** Whether the great circle from node i towards node j passes the coast at i, instead of running into or away from it. */
  passes(i: number, j: number, loose: number): boolean {
    const { coast } = this.nodes[i];
    if (coast === undefined) return true;
    const f = this.at;
    const e = f[j * 9] * f[i * 9 + 3] + f[j * 9 + 1] * f[i * 9 + 4];
    const n = f[j * 9] * f[i * 9 + 6] + f[j * 9 + 1] * f[i * 9 + 7] + f[j * 9 + 2] * f[i * 9 + 8];
    const length = Math.sqrt(e * e + n * n) * loose;
    const p = e * coast[1] - n * coast[0];
    const q = e * coast[3] - n * coast[2];
    return (p > -length && q > -length) || (p < length && q < length);
  }
}

const way = createWay();

/** Useful edges of node i to the nodes from `from` up to `to`: into `edges`, or where they cross a gate into `across`. */
export function edgesOf(
  i: number,
  from: number,
  to: number,
  frames: Frames,
  mask: SeaMask,
  gates: GateLines,
  shoals: GateLines,
  edges: Edges,
  across: Edges,
): void {
  const { nodes } = frames;
  const a = nodes[i];
  for (let j = from; j < to; j++) {
    const cos = frames.cos(i, j);
    // Nearly antipodal places have no great circle of their own.
    if (cos < -0.99 || cos < frames.cosReach[i] || cos < frames.cosReach[j]) continue;
    if (cos < cosLocal && (!frames.passes(i, j, looseness) || !frames.passes(j, i, looseness))) continue;
    const b = nodes[j];
    if (!mask.sees(a.lon, a.lat, b.lon, b.lat, edgeClearanceDeg)) continue;
    const drawn = greatCircle(way, a.lon, a.lat, b.lon, b.lat);
    if (shoals.any(drawn)) continue;
    const crosses = gates.any(drawn);
    (crosses ? across : edges).add(i, j, lengthMilliNm(a, b));
  }
}
