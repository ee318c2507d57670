/** Portals: places on the lines of the gates at which ways may pass. */
import type { Gate } from '../../src/earth/gates.ts';
import type { GateLines } from '../../src/lanes/gatecrossing.ts';
import { createWay, greatCircle } from '../../src/lanes/path.ts';
import type { SeaMask } from '../../src/lanes/seamask.ts';
import type { Waypoint } from './nodes.ts';
import { cosLocal, edgeClearanceDeg, Frames, lengthMilliNm, looseness, type Edges } from './visibility.ts';

export interface Portal extends Waypoint {
  gate: number;
  /** Direction of the gate's line here. */
  dx: number;
  dy: number;
  /** Number of the stretch of water on its gate. */
  stretch: number;
}

const stepDeg = 0.004;

/** Even places and places near both shores of each stretch of water, and the feet of near nodes. */
export function portalCandidates(
  gates: readonly Gate[],
  mask: SeaMask,
  nodes: readonly Waypoint[],
): Portal[] {
  return gates.flatMap((gate, g) => {
    const points = linePoints(gate);
    const out: Portal[] = [];
    let stretch = 0;
    for (let from = 0; from < points.length; from++) {
      if (!mask.isClear(points[from].lon, points[from].lat, 0.004)) continue;
      let to = from;
      while (to + 1 < points.length && mask.isClear(points[to + 1].lon, points[to + 1].lat, 0.004)) to++;
      const picks = new Set(
        [0, 0.04, 0.12, 0.3, 0.5, 0.7, 0.88, 0.96, 1].map((t) => Math.round(from + (to - from) * t)),
      );
      for (const foot of feet(points.slice(from, to + 1), nodes)) picks.add(from + foot);
      for (const pick of picks) out.push({ ...points[pick], gate: g, stretch, reachDeg: 180 });
      stretch++;
      from = to;
    }
    return out;
  });
}

function linePoints({ line }: Gate): Omit<Portal, 'gate' | 'stretch' | 'reachDeg'>[] {
  const out = [];
  for (let i = 1; i < line.length; i++) {
    const [dx, dy] = [line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]];
    const steps = Math.ceil(Math.hypot(dx, dy) / stepDeg);
    for (let s = 0; s <= steps; s++) {
      const t = Math.min(1 - 1e-4, Math.max(1e-4, s / steps));
      out.push({ lon: line[i - 1][0] + dx * t, lat: line[i - 1][1] + dy * t, dx, dy });
    }
  }
  return out;
}

/** Indices of the points nearest to the (at most eight) nodes that lie nearest to the line. */
function feet(points: readonly { lon: number; lat: number }[], nodes: readonly Waypoint[]): number[] {
  const near: { d: number; at: number }[] = [];
  for (const node of nodes) {
    if (Math.abs(node.lat - points[0].lat) > 40) continue;
    let best = { d: 1.2, at: -1 };
    for (let i = 0; i < points.length; i += 2) {
      const d = Math.hypot(node.lon - points[i].lon, node.lat - points[i].lat);
      if (d < best.d) best = { d, at: i };
    }
    if (best.at >= 0) near.push(best);
  }
  return near
    .sort((a, b) => a.d - b.d)
    .slice(0, 8)
    .map(({ at }) => at);
}

const way = createWay();

/**
 * Edges of a portal to nodes `from` up to `to`: on the side on which they lie, crossing no gate but touching the
 * portal's own (and, at another portal, that one's).
 * @param sideNode gives the node of a portal's side; @param portalOf the portal whose node j is, if it is one
 */
export function portalEdges(
  portal: Portal,
  i: number,
  frames: Frames,
  from: number,
  to: number,
  portalOf: (j: number) => Portal | undefined,
  sideNode: (portal: Portal, plus: boolean) => number,
  mask: SeaMask,
  gates: GateLines,
  shoals: GateLines,
  edges: Edges,
): void {
  for (let j = from; j < to; j++) {
    const cos = frames.cos(i, j);
    if (cos < -0.99 || cos < frames.cosReach[j] || (cos < cosLocal && !frames.passes(j, i, looseness)))
      continue;
    const other = frames.nodes[j];
    const target = portalOf(j);
    if (target?.gate === portal.gate) continue;
    if (!mask.sees(portal.lon, portal.lat, other.lon, other.lat, edgeClearanceDeg)) continue;
    greatCircle(way, portal.lon, portal.lat, other.lon, other.lat);
    if (shoals.any(way)) continue;
    const side = sideOf(portal, way.lonDeg[1] - way.lonDeg[0], way.latDeg[1] - way.latDeg[0]);
    const last = way.count - 1;
    const targetSide =
      target &&
      sideOf(target, way.lonDeg[last - 1] - way.lonDeg[last], way.latDeg[last - 1] - way.latDeg[last]);
    if (side === 0 || targetSide === 0) continue;
    let crosses = false;
    gates.crossings(way, (gate, chunk, t) => {
      const leaves = gate === portal.gate && chunk === 1 && t < 0.01;
      const arrives = gate === target?.gate && chunk === last && t > 0.99;
      if (!leaves && !arrives) crosses = true;
    });
    if (crosses) continue;
    const a = sideNode(portal, side > 0);
    const b = target === undefined ? j : sideNode(target, (targetSide ?? 0) > 0);
    edges.add(a, b, lengthMilliNm(portal, other));
  }
}

/** +1 left of the gate's line, −1 right of it, 0 along it. */
export function sideOf({ dx, dy }: Portal, x: number, y: number): number {
  const cross = (dx * y - dy * x) / (Math.hypot(dx, dy) * Math.hypot(x, y));
  return Math.abs(cross) < 0.01 ? 0 : Math.sign(cross);
}
