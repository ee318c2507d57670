/**
 * Entries into watched areas. The threshold is the edge: the magnitude is the size of the area over the least distance
 * to its centre, so that 1.05 to 3 goes in and 0.7 to 0.95 passes by outside. What counts as inside is the area itself
 * (at least two fixes or ten minutes: every planted entry has both).
 */
import { createArea } from '../earth/index.ts';
import type { Area, LonLat } from '../earth/index.ts';
import { errand, firstSiteLeg, sailed } from './errand.ts';
import { hulls, offset } from './fleet.ts';
import type { Hull } from './fleet.ts';
import type { Voyage } from './motion.ts';
import { watchedAreas } from './places.ts';
import type { WatchedArea } from './places.ts';
import { spread } from './theatre.ts';
import type { Theatre } from './theatre.ts';

const kinds: readonly Hull[] = [hulls.cargo, hulls.trawler, hulls.tanker];
/** How far from the area's centre line the run begins and ends, beyond what the area takes. */
const runNm = 10;

/** Plants `count` entries and as many passers-by. The truth of entries is measured afterwards, over all ships. */
export function plantZoneEntries(theatre: Theatre, count: number): void {
  const entries = spread(theatre.random, count, [1.05, 3]);
  const misses = spread(theatre.random, count, [0.7, 0.95]);
  for (let i = 0; i < count; i++) {
    const area = watchedAreas[i % watchedAreas.length];
    const into = run(theatre, area, area.innerNm / entries[i]);
    theatre.planted('zone-entry', into.mmsis[0], area.spec.id, entries[i]);
    const past = run(theatre, area, area.outerNm / misses[i]);
    theatre.twins.push({
      twinOf: 'zone-entry',
      ...past,
      magnitude: misses[i],
      area: area.spec.id,
    });
  }
}

/** Sends a ship along a straight line at a distance from the area's centre. */
function run(theatre: Theatre, area: WatchedArea, nearestNm: number) {
  const { random } = theatre;
  const hull = random.pick(kinds);
  const speedKn = random.between(...hull.speedKn);
  const [from, to] = line(theatre, area, nearestNm);
  const plan = errand(theatre, from, to);
  const sailing = sailed(plan, hull, speedKn, [{ through: [to], speedKn }]);
  const leg = sailing.legs[firstSiteLeg];
  const lengthMs = leg.endUtcMs - leg.beginUtcMs;
  const startUtcMs = random.between(theatre.at(4), theatre.at(45) - lengthMs);
  const voyage = sailing.shifted(startUtcMs - leg.beginUtcMs);
  const { mmsi } = theatre.fleet.launch({ hull, voyage, destination: plan.destination });
  return { mmsis: [mmsi], startUtcMs, endUtcMs: startUtcMs + lengthMs };
}

function line(theatre: Theatre, area: WatchedArea, nearestNm: number): readonly [LonLat, LonLat] {
  const halfNm = Math.sqrt(Math.max(0, area.outerNm ** 2 - nearestNm ** 2)) + runNm;
  for (let tries = 0; tries < 500; tries++) {
    const bearing = theatre.random.between(0, 2 * Math.PI);
    const middle = offset(area.centre, bearing, nearestNm);
    const from = offset(middle, bearing + Math.PI / 2, halfNm);
    const to = offset(middle, bearing - Math.PI / 2, halfNm);
    const reachable = [from, to].every(([lon, lat]) => theatre.clearanceNm(lon, lat) > 3.5);
    if (reachable && theatre.isOpen(from, to)) return [from, to];
  }
  throw new RangeError(`no open line at ${nearestNm} nm from ${area.spec.id}`);
}

const stepMs = 30_000;
const precisionMs = 100;

/** Every stay of a voyage in a watched area within the time of the exercise, from edge to edge. */
export function staysInAreas(
  voyage: Voyage,
  fromUtcMs: number,
  toUtcMs: number,
): { readonly area: string; readonly startUtcMs: number; readonly endUtcMs: number }[] {
  return watchedAreas.flatMap(({ spec }) => {
    const area = createArea(spec);
    return stays(voyage, area, fromUtcMs, toUtcMs).map((stay) => ({ area: spec.id, ...stay }));
  });
}

const fastestKn = 25;

function stays(voyage: Voyage, area: Area, fromUtcMs: number, toUtcMs: number) {
  const found: { startUtcMs: number; endUtcMs: number }[] = [];
  const state = { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 };
  const signedNm = (at: number) => {
    voyage.at(at, state);
    return area.signedDistanceNm(state.lonDeg, state.latDeg);
  };
  let entered = Number.NaN;
  for (let at = fromUtcMs; at < toUtcMs; ) {
    const nm = signedNm(at);
    if (nm <= 0 && Number.isNaN(entered)) entered = edge(signedNm, at - stepMs, at);
    if (nm > 0 && !Number.isNaN(entered)) {
      found.push({ startUtcMs: entered, endUtcMs: edge(signedNm, at - stepMs, at) });
      entered = Number.NaN;
    }
    // Outside, no ship is faster over the way to the edge than this.
    at += nm > 0 ? Math.max(stepMs, Math.floor(((nm / fastestKn) * 3_600_000) / stepMs) * stepMs) : stepMs;
  }
  if (!Number.isNaN(entered)) found.push({ startUtcMs: entered, endUtcMs: toUtcMs });
  return found;
}

/** When between two times the edge was crossed. */
function edge(signedNm: (at: number) => number, fromUtcMs: number, toUtcMs: number): number {
  const inside = signedNm(toUtcMs) <= 0;
  let low = fromUtcMs;
  let high = toUtcMs;
  while (high - low > precisionMs) {
    const middle = (low + high) / 2;
    if (signedNm(middle) <= 0 === inside) high = middle;
    else low = middle;
  }
  return Math.round(high);
}
