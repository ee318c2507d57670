/**
 * Search patterns as lines: parallel sweep and creeping line over a rectangle, expanding square and sector about a
 * datum. Definitions: IAMSAR Manual, volume II, chapter 5, and volume III, section 3 (IMO and ICAO).
 */
import type { LonLat } from '../../earth/index.ts';
import { destination, inverse } from '../../earth/index.ts';
import type { Rectangle } from './plane.ts';
import { fromCentre } from './plane.ts';

export type PatternKind = 'parallel-sweep' | 'creeping-line' | 'expanding-square' | 'sector';

export interface Leg {
  readonly from: LonLat;
  readonly to: LonLat;
  readonly courseDeg: number;
  readonly lengthNm: number;
}

export interface Pattern {
  readonly kind: PatternKind;
  readonly legs: readonly Leg[];
  readonly trackSpacingNm: number;
  readonly trackLengthNm: number;
}

/**
 * Legs to and fro over a rectangle, half a spacing inside its edges: along its length (parallel sweep) or across it
 * (creeping line).
 *
 * @param trackNm how far the unit can go while searching: the spacing is the area divided by it
 */
export function sweep(kind: 'parallel-sweep' | 'creeping-line', area: Rectangle, trackNm: number): Pattern {
  const isAlong = kind === 'parallel-sweep';
  const [reach, breadth] = isAlong ? [area.lengthNm, area.widthNm] : [area.widthNm, area.lengthNm];
  const count = Math.max(1, Math.round(trackNm / reach));
  const spacing = breadth / count;
  const half = Math.max(0, (reach - spacing) / 2);
  const points: LonLat[] = [];
  const corner = (along: number, across: number) =>
    isAlong ? fromCentre(area, along, across) : fromCentre(area, across, along);
  for (let k = 0; k < count; k++) {
    const across = -breadth / 2 + (k + 0.5) * spacing;
    const ends = [corner(-half, across), corner(half, across)];
    points.push(...(k % 2 === 0 ? ends : ends.reverse()));
  }
  return pattern(kind, points, spacing);
}

/** Legs of S, S, 2S, 2S, 3S …, each 90° to starboard of the last; the first goes the way the object drifts. */
export function expandingSquare(
  datum: LonLat,
  spacingNm: number,
  firstCourseDeg: number,
  trackNm: number,
): Pattern {
  const points: LonLat[] = [datum];
  let at = datum;
  let done = 0;
  for (let k = 0; done < trackNm - 1e-9 && k < 200; k++) {
    const length = Math.min(spacingNm * (Math.floor(k / 2) + 1), trackNm - done);
    at = destination(at[0], at[1], (firstCourseDeg + 90 * k) % 360, length * 1852);
    points.push(at);
    done += length;
  }
  return pattern('expanding-square', points, spacingNm);
}

/** Nine legs of a radius each with turns of 120° to starboard, through the datum twice and back to it. */
export function sector(datum: LonLat, radiusNm: number, firstCourseDeg: number): Pattern {
  const turns = [0, 120, 240, 240, 0, 120, 120, 240, 0];
  const points: LonLat[] = [datum];
  // Each leg ends where the plane figure does, so that the ninth ends on the datum itself.
  let [east, north] = [0, 0];
  for (const turn of turns) {
    const course = ((firstCourseDeg + turn) * Math.PI) / 180;
    east += radiusNm * Math.sin(course);
    north += radiusNm * Math.cos(course);
    const away = Math.hypot(east, north);
    const bearing = (Math.atan2(east, north) * 180) / Math.PI;
    points.push(away < 1e-9 * radiusNm ? datum : destination(datum[0], datum[1], bearing, away * 1852));
  }
  // Mean distance between the sector's legs at half the radius.
  return pattern('sector', points, radiusNm / 2);
}

function pattern(kind: PatternKind, points: readonly LonLat[], trackSpacingNm: number): Pattern {
  const legs: Leg[] = [];
  for (let k = 1; k < points.length; k++) {
    const [from, to] = [points[k - 1], points[k]];
    const line = inverse(from[0], from[1], to[0], to[1]);
    if (line.distanceM < 0.01) continue;
    legs.push({ from, to, courseDeg: line.initialBearingDeg, lengthNm: line.distanceM / 1852 });
  }
  return { kind, legs, trackSpacingNm, trackLengthNm: legs.reduce((sum, leg) => sum + leg.lengthNm, 0) };
}
