/**
 * Searches: what a sortie that was flown or sailed leaves of the probability (Bayes), and who searches what next. The next
 * areas are rectangles along the axes of the spread, none over another; the bound is the optimal spread of the same effort
 * over cells without any shape (A. Charnes and W. W. Cooper, Management Science 5, 1958; L. D. Stone, "Theory of Optimal
 * Search", 1975), for exponential detection.
 */
import type { SearchAssignment, SearchPlan, SortieResult } from './api.ts';
import { correctedSweepWidthNm, coverageOf, probabilityOfDetection } from './detection.ts';
import type { DetectionModel, SweepWidth } from './detection.ts';
import { axisOf, spreadOf } from './map.ts';
import type { Particles } from './particles.ts';
import { expandingSquare, sector, sweep } from './patterns.ts';
import type { PatternKind } from './patterns.ts';
import type { Plane, Rectangle } from './plane.ts';
import { corners, fromPlane, inRectangle, turned } from './plane.ts';

/** A search that took place. */
export interface Sortie {
  readonly id: string;
  readonly unit: string;
  readonly utcMs: number;
  readonly contains: (lonDeg: number, latDeg: number) => boolean;
  readonly areaNm2: number;
  /** Either the probability of detection itself, or what it follows from. */
  readonly pod?: number;
  readonly width?: SweepWidth;
  readonly trackNm?: number;
  readonly model: DetectionModel;
}

/** Takes what a sortie would have found off the particles; the weights then add up to what is left. */
export function applySortie(particles: Particles, sortie: Sortie, alreadyFound: number): SortieResult {
  const { count, lonDeg, latDeg, weight } = particles;
  const coverage =
    sortie.width === undefined
      ? null
      : coverageOf(correctedSweepWidthNm(sortie.width), sortie.trackNm ?? 0, sortie.areaNm2);
  const pod = sortie.pod ?? probabilityOfDetection(coverage ?? 0, sortie.model);
  let left = 0;
  let within = 0;
  for (let i = 0; i < count; i++) {
    left += weight[i];
    if (!sortie.contains(lonDeg[i], latDeg[i])) continue;
    within += weight[i];
    weight[i] *= 1 - pod;
  }
  // If nobody saw the object: shares of what is left before this sortie.
  const containment = left > 0 ? within / left : 0;
  return {
    id: sortie.id,
    unit: sortie.unit,
    utc: new Date(sortie.utcMs).toISOString(),
    coverage,
    probabilityOfContainment: containment,
    probabilityOfDetection: pod,
    probabilityOfSuccess: containment * pod,
    cumulativeSuccess: alreadyFound + within * pod,
  };
}

/** Somebody who can search. */
export interface SearchUnit {
  readonly id: string;
  readonly speedKn: number;
  /** On scene, hours. */
  readonly hours: number;
  readonly width: SweepWidth;
  readonly pattern: PatternKind;
}

/** Particles counted on a plane that is turned to the axis of their spread. */
interface Counted {
  readonly plane: Plane;
  readonly axisDeg: number;
  readonly side: number;
  readonly cellNm: number;
  readonly along0: number;
  readonly across0: number;
  readonly share: Float64Array;
}

/** Cells on a side of the grid that rectangles are made of. */
const side = 36;

/** Share of the effort of an IAMSAR search that goes into turns and investigations: 15 %. */
const turningAllowance = 0.85;

/** Gives every unit an area and its legs, the one that can search most first. */
export function planSearch(
  particles: Particles,
  units: readonly SearchUnit[],
  model: DetectionModel,
  driftCourseDeg: number,
): SearchPlan {
  const counted = countTurned(particles);
  const taken = new Uint8Array(side * side);
  const ranked = units
    .map((unit) => ({ unit, effortNm2: effortOf(unit) }))
    .sort((a, b) => b.effortNm2 - a.effortNm2 || (a.unit.id < b.unit.id ? -1 : 1));
  const assignments: SearchAssignment[] = [];
  for (const { unit, effortNm2 } of ranked) {
    const box = bestBox(counted, taken, effortNm2, model);
    if (box === undefined) break;
    take(taken, box);
    assignments.push(assignment(counted, box, unit, model, driftCourseDeg));
  }
  const success = assignments.reduce((sum, one) => sum + one.probabilityOfSuccess, 0);
  const bound = optimalEffort(
    counted,
    ranked.reduce((sum, { effortNm2 }) => sum + effortNm2, 0),
    model,
  );
  return {
    model,
    assignments,
    probabilityOfSuccess: success,
    bound: Math.max(bound, success),
    gap: bound > success ? (bound - success) / bound : 0,
  };
}

function effortOf(unit: SearchUnit): number {
  return correctedSweepWidthNm(unit.width) * trackOf(unit);
}

function trackOf({ speedKn, hours }: SearchUnit): number {
  return speedKn * hours * turningAllowance;
}

function countTurned(particles: Particles): Counted {
  const spread = spreadOf(particles);
  const { plane } = spread;
  const axisDeg = axisOf(spread);
  const { count, lonDeg, latDeg, weight } = particles;
  let [along0, along1, across0, across1] = [Infinity, -Infinity, Infinity, -Infinity];
  const along = new Float64Array(count);
  const across = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    [along[i], across[i]] = turned(
      (lonDeg[i] - plane.lonDeg) * plane.nmPerLon,
      (latDeg[i] - plane.latDeg) * plane.nmPerLat,
      axisDeg,
    );
    along0 = Math.min(along0, along[i]);
    along1 = Math.max(along1, along[i]);
    across0 = Math.min(across0, across[i]);
    across1 = Math.max(across1, across[i]);
  }
  const cellNm = Math.max(0.05, (1.0001 * Math.max(along1 - along0, across1 - across0)) / side);
  const middle = (a: number, b: number) => (a + b) / 2 - (side / 2) * cellNm;
  const [left, bottom] = [middle(along0, along1), middle(across0, across1)];
  const share = new Float64Array(side * side);
  let total = 0;
  for (let i = 0; i < count; i++) total += weight[i];
  for (let i = 0; i < count; i++) {
    const c = Math.min(side - 1, Math.floor((along[i] - left) / cellNm));
    const r = Math.min(side - 1, Math.floor((across[i] - bottom) / cellNm));
    share[r * side + c] += total > 0 ? weight[i] / total : 0;
  }
  return { plane, axisDeg, side, cellNm, along0: left, across0: bottom, share };
}

interface Box {
  readonly c0: number;
  readonly c1: number;
  readonly r0: number;
  readonly r1: number;
  readonly success: number;
  readonly share: number;
}

/** Of all rectangles of free cells, the one in which this effort succeeds most often. */
function bestBox(
  counted: Counted,
  taken: Uint8Array,
  effortNm2: number,
  model: DetectionModel,
): Box | undefined {
  const { share, cellNm } = counted;
  const sums = summed(share, taken);
  let best: Box | undefined;
  for (let r0 = 0; r0 < side; r0++)
    for (let r1 = r0; r1 < side; r1++)
      for (let c0 = 0; c0 < side; c0++)
        for (let c1 = c0; c1 < side; c1++) {
          const within = boxSum(sums, c0, c1, r0, r1);
          // A taken cell weighs −10: no rectangle with one has a share above nothing.
          if (within <= (best?.success ?? 0)) continue;
          const areaNm2 = (c1 - c0 + 1) * (r1 - r0 + 1) * cellNm * cellNm;
          const success = within * probabilityOfDetection(effortNm2 / areaNm2, model);
          if (success > (best?.success ?? 0) + 1e-12) best = { c0, c1, r0, r1, success, share: within };
        }
  return best;
}

function summed(share: Float64Array, taken: Uint8Array): Float64Array {
  const sums = new Float64Array((side + 1) * (side + 1));
  for (let r = 0; r < side; r++)
    for (let c = 0; c < side; c++) {
      const value = taken[r * side + c] === 1 ? -10 : share[r * side + c];
      sums[(r + 1) * (side + 1) + c + 1] =
        value + sums[r * (side + 1) + c + 1] + sums[(r + 1) * (side + 1) + c] - sums[r * (side + 1) + c];
    }
  return sums;
}

function boxSum(sums: Float64Array, c0: number, c1: number, r0: number, r1: number): number {
  const row = side + 1;
  return (
    sums[(r1 + 1) * row + c1 + 1] - sums[r0 * row + c1 + 1] - sums[(r1 + 1) * row + c0] + sums[r0 * row + c0]
  );
}

function take(taken: Uint8Array, { c0, c1, r0, r1 }: Box): void {
  for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) taken[r * side + c] = 1;
}

function assignment(
  counted: Counted,
  box: Box,
  unit: SearchUnit,
  model: DetectionModel,
  driftCourseDeg: number,
): SearchAssignment {
  const { cellNm, plane } = counted;
  const along = counted.along0 + ((box.c0 + box.c1 + 1) / 2) * cellNm;
  const across = counted.across0 + ((box.r0 + box.r1 + 1) / 2) * cellNm;
  const axis = (counted.axisDeg * Math.PI) / 180;
  const [lonDeg, latDeg] = fromPlane(
    plane,
    along * Math.sin(axis) + across * Math.cos(axis),
    along * Math.cos(axis) - across * Math.sin(axis),
  );
  const [a, b] = [(box.c1 - box.c0 + 1) * cellNm, (box.r1 - box.r0 + 1) * cellNm];
  const area: Rectangle =
    a >= b
      ? { lonDeg, latDeg, lengthNm: a, widthNm: b, axisDeg: counted.axisDeg }
      : { lonDeg, latDeg, lengthNm: b, widthNm: a, axisDeg: (counted.axisDeg + 90) % 180 };
  const sweepWidthNm = correctedSweepWidthNm(unit.width);
  const trackNm = trackOf(unit);
  const coverage = coverageOf(sweepWidthNm, trackNm, a * b);
  return {
    unit: unit.id,
    area: { ...area, corners: corners(area) },
    areaNm2: a * b,
    sweepWidthNm,
    coverage,
    probabilityOfContainment: box.share,
    probabilityOfDetection: probabilityOfDetection(coverage, model),
    probabilityOfSuccess: box.success,
    pattern: patternFor(unit.pattern, area, trackNm, driftCourseDeg),
    hours: unit.hours,
  };
}

function patternFor(kind: PatternKind, area: Rectangle, trackNm: number, driftCourseDeg: number) {
  const datum = [area.lonDeg, area.latDeg] as const;
  if (kind === 'expanding-square')
    return expandingSquare(datum, (area.lengthNm * area.widthNm) / trackNm, driftCourseDeg, trackNm);
  if (kind === 'sector') return sector(datum, Math.min(area.lengthNm, area.widthNm) / 2, driftCourseDeg);
  return sweep(kind, area, trackNm);
}

/**
 * The most that so much effort could ever succeed by when it may be spread at will: over the densest cells, each up to
 * the density at which a further mile is worth the same everywhere. For the other models the same with their curve bounded
 * by certainty: effort covers the densest cells.
 */
function optimalEffort({ share, cellNm }: Counted, effortNm2: number, model: DetectionModel): number {
  const cellNm2 = cellNm * cellNm;
  const dense = Array.from(share)
    .filter((p) => p > 0)
    .sort((a, b) => b - a);
  if (dense.length === 0) return 0;
  if (model !== 'exponential') {
    let left = effortNm2 / cellNm2;
    let sum = 0;
    for (const p of dense) {
      const part = Math.min(1, left);
      sum += p * part;
      left -= part;
      if (left <= 0) break;
    }
    return sum;
  }
  // Effort of cell j is ln(p_j / μ) cells; the level μ that uses all of it is found for every number of cells.
  let logs = 0;
  let best = 0;
  for (let n = 1; n <= dense.length; n++) {
    logs += Math.log(dense[n - 1]);
    const level = Math.exp((logs - effortNm2 / cellNm2) / n);
    if (n < dense.length && level < dense[n]) continue;
    best = dense.slice(0, n).reduce((sum, p) => sum + Math.max(0, p - level), 0);
    break;
  }
  return best;
}

/** A rectangle or polygon of degrees as the area of a sortie. */
export function areaOfRectangle(area: Rectangle) {
  return {
    areaNm2: area.lengthNm * area.widthNm,
    contains: (lonDeg: number, latDeg: number) => inRectangle(area, lonDeg, latDeg),
  };
}
