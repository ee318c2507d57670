/** Where the object probably is: particles counted by cells, and what says it shorter. */
import type { ProbabilityMap } from './api.ts';
import type { Particles } from './particles.ts';
import { status } from './particles.ts';
import type { Plane } from './plane.ts';
import { planeAt } from './plane.ts';

/** Most cells of a map on a side. */
const maxSide = 400;

/** Weighted mean of the particles and their covariance on the plane at it, nm². */
export interface Spread {
  readonly plane: Plane;
  readonly eastEast: number;
  readonly eastNorth: number;
  readonly northNorth: number;
  readonly weight: number;
}

export function spreadOf({ count, lonDeg, latDeg, weight, status: state }: Particles): Spread {
  let [sum, lon, lat] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    if (state[i] === status.waiting) continue;
    sum += weight[i];
    lon += weight[i] * lonDeg[i];
    lat += weight[i] * latDeg[i];
  }
  const scale = sum > 0 ? 1 / sum : 0;
  const plane = planeAt(sum > 0 ? lon * scale : lonDeg[0], sum > 0 ? lat * scale : latDeg[0]);
  let [eastEast, eastNorth, northNorth] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    if (state[i] === status.waiting) continue;
    const east = (lonDeg[i] - plane.lonDeg) * plane.nmPerLon;
    const north = (latDeg[i] - plane.latDeg) * plane.nmPerLat;
    eastEast += weight[i] * east * east;
    eastNorth += weight[i] * east * north;
    northNorth += weight[i] * north * north;
  }
  return {
    plane,
    eastEast: eastEast * scale,
    eastNorth: eastNorth * scale,
    northNorth: northNorth * scale,
    weight: sum,
  };
}

/** Direction of the longer axis of the spread, 0 ≤ degrees true < 180. */
export function axisOf({ eastEast, eastNorth, northNorth }: Spread): number {
  const axis = (Math.atan2(2 * eastNorth, northNorth - eastEast) * 90) / Math.PI;
  return (axis + 180) % 180;
}

/**
 * Counts the particles by cells of `cellNm`; probabilities add up to one. A cell is centred on the anchor (the last
 * known position), so that what is symmetric about it stays so. Particles that wait for their start count where they
 * will start.
 */
export function probabilityMap(
  particles: Particles,
  utcMs: number,
  anchor: { readonly lonDeg: number; readonly latDeg: number },
  cellNm: number | undefined,
): ProbabilityMap {
  const { count, lonDeg, latDeg, weight } = particles;
  const plane = planeAt(anchor.lonDeg, anchor.latDeg);
  let [west, east, south, north] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = (lonDeg[i] - anchor.lonDeg) * plane.nmPerLon;
    const y = (latDeg[i] - anchor.latDeg) * plane.nmPerLat;
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const across = Math.max(east - west, north - south);
  const cell = Math.max(cellNm ?? niceCell(across / 40), across / maxSide);
  const [c0, r0] = [Math.floor(west / cell + 0.5), Math.floor(south / cell + 0.5)];
  const columns = Math.floor(east / cell + 0.5) - c0 + 1;
  const rows = Math.floor(north / cell + 0.5) - r0 + 1;
  const probability = new Array<number>(columns * rows).fill(0);
  let total = 0;
  for (let i = 0; i < count; i++) total += weight[i];
  for (let i = 0; i < count; i++) {
    const c = Math.floor(((lonDeg[i] - anchor.lonDeg) * plane.nmPerLon) / cell + 0.5) - c0;
    const r = Math.floor(((latDeg[i] - anchor.latDeg) * plane.nmPerLat) / cell + 0.5) - r0;
    probability[r * columns + c] += total > 0 ? weight[i] / total : 0;
  }
  const [cellLonDeg, cellLatDeg] = [cell / plane.nmPerLon, cell / plane.nmPerLat];
  return {
    utc: new Date(utcMs).toISOString(),
    westDeg: anchor.lonDeg + (c0 - 0.5) * cellLonDeg,
    southDeg: anchor.latDeg + (r0 - 0.5) * cellLatDeg,
    cellLonDeg,
    cellLatDeg,
    cellNm: cell,
    columns,
    rows,
    probability,
    ...shares(particles, total),
    containment: containment(probability, cell),
  };
}

function shares({ count, status: state, weight }: Particles, total: number) {
  let [aground, leftField] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (state[i] === status.aground) aground += weight[i];
    if (state[i] === status.leftField) leftField += weight[i];
  }
  return { aground: total > 0 ? aground / total : 0, leftField: total > 0 ? leftField / total : 0 };
}

/** Smallest areas of whole cells that hold half and nine tenths of the probability. */
function containment(probability: readonly number[], cellNm: number) {
  const sorted = probability.filter((p) => p > 0).sort((a, b) => b - a);
  const areaOf = (share: number) => {
    let sum = 0;
    let cells = 0;
    while (cells < sorted.length && sum < share - 1e-12) sum += sorted[cells++];
    return cells * cellNm * cellNm;
  };
  return { halfNm2: areaOf(0.5), ninetyPctNm2: areaOf(0.9) };
}

/** A round size of cell: 1, 2 or 5 times a power of ten, at least 0.01 nm. */
function niceCell(wantedNm: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(0.01, wantedNm)));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= wantedNm) ?? 10;
  return step * power;
}
