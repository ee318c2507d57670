/**
 * Encounters as Global Fishing Watch defines them (pipe-encounters): two ships within 500 m for two hours or more, at a
 * median speed below 2 kn, 10 km or more from any port. The threshold is the two hours.
 */
import { nearDistanceM } from '../earth/index.ts';
import type { LonLat } from '../earth/index.ts';
import { errand, firstSiteLeg, sailed } from './errand.ts';
import { hulls, offset } from './fleet.ts';
import type { Hull } from './fleet.ts';
import type { Voyage } from './motion.ts';
import { hourMs, minuteMs, spread } from './theatre.ts';
import type { Theatre } from './theatre.ts';

const nearM = 500;
const thresholdMs = 2 * hourMs;
/** Published implementations look at every tenth minute. */
const gridMs = 10 * minuteMs;
/** Near enough to shore that waiting there is no loitering (20 nm), and well away from ports. */
const wish = { coastNm: [9, 15], withinRange: 0.75, portKm: 22, roomNm: 4 } as const;
const pairs: readonly (readonly [Hull, Hull])[] = [
  [hulls.trawler, hulls.cargo],
  [hulls.tanker, hulls.tanker],
  [hulls.longliner, hulls.trawler],
];

/** Plants `count` encounters and as many that part too early. */
export function plantEncounters(theatre: Theatre, count: number): void {
  const { random } = theatre;
  for (const magnitude of spread(random, count, [1.05, 3])) {
    const met = meeting(theatre, magnitude, gridMs - 2 * minuteMs);
    theatre.truth.push({ kind: 'encounter', ...met, cause: 'planted', magnitude });
  }
  // Begun just after a tenth minute: however the grid is counted, it holds less than two hours.
  for (const magnitude of spread(random, count, [0.7, 0.95]))
    theatre.twins.push({ twinOf: 'encounter', ...meeting(theatre, magnitude, minuteMs), magnitude });
}

/** Two ships drift side by side for so many times the threshold, beginning at this time of the ten minutes. */
function meeting(theatre: Theatre, magnitude: number, beginsAtMs: number) {
  const { random } = theatre;
  const [hullA, hullB] = random.pick(pairs);
  const wantedMs = magnitude * thresholdMs;
  const driftKn = random.between(0.3, 0.6);
  const bearing = random.between(0, 2 * Math.PI);
  const travelNm = driftKn * (wantedMs / hourMs + 2);
  const place = theatre.site(wish, (site) => {
    const [lon, lat] = offset(site, bearing, travelNm);
    const coastNm = theatre.coastNm(lon, lat);
    return coastNm > 7 && coastNm < 17 && theatre.earth.distanceToPortKm(lon, lat) > 18;
  });
  const leadMs = random.between(15, 40) * minuteMs;
  const beside = offset(place, bearing + Math.PI / 2, random.between(0.1, 0.19));
  // The second ship slows down where, after its lead, the first one is beside it.
  const aheadNm = (driftKn * leadMs) / hourMs + slowingNm(hullA, driftKn) - slowingNm(hullB, driftKn);
  const first = drifter(theatre, hullA, place, bearing, driftKn);
  const second = drifter(theatre, hullB, offset(beside, bearing, aheadNm), bearing, driftKn);
  const a = first.sail(wantedMs + 2 * leadMs);
  const steadyUtcMs = a.legs[driftLeg].steadyUtcMs + leadMs;
  const { b, contact } = fitted(a, second, steadyUtcMs, wantedMs);
  const startUtcMs = begin(theatre, contact, beginsAtMs);
  const byMs = startUtcMs - contact.startUtcMs;
  const ships = [
    theatre.fleet.launch({ hull: hullA, voyage: a.shifted(byMs), destination: first.destination }),
    theatre.fleet.launch({ hull: hullB, voyage: b.shifted(byMs), destination: second.destination }),
  ];
  return {
    mmsis: ships.map(({ mmsi }) => mmsi).sort((x, y) => x - y),
    startUtcMs,
    endUtcMs: contact.endUtcMs + byMs,
  };
}

/** The last miles before the drift are sailed on its course and at this speed, so that nobody arrives with a turn. */
const approachKn = 5;
const approachNm = 3;
const driftLeg = firstSiteLeg + 1;

/** The way over which a hull slows down from the approach to the drift. */
function slowingNm({ accelerationKnPerMin }: Hull, driftKn: number): number {
  return (approachKn ** 2 - driftKn ** 2) / (2 * 60 * accelerationKnPerMin);
}

/** A ship that comes to a place, drifts from there, and goes on. */
function drifter(theatre: Theatre, hull: Hull, place: LonLat, bearing: number, driftKn: number) {
  const before = offset(place, bearing, -approachNm);
  const plan = errand(theatre, before, place);
  const speedKn = theatre.random.between(...hull.speedKn);
  const sail = (driftMs: number) =>
    sailed(plan, hull, speedKn, [
      { through: [place], speedKn: approachKn },
      {
        through: [offset(place, bearing, slowingNm(hull, driftKn) + (driftKn * driftMs) / hourMs)],
        speedKn: driftKn,
        turnsOnSpot: true,
      },
    ]);
  return { sail, destination: plan.destination };
}

/** The second ship's voyage, its drift as long as makes the time within 500 m the wanted one. */
function fitted(a: Voyage, second: ReturnType<typeof drifter>, steadyUtcMs: number, wantedMs: number) {
  let driftMs = wantedMs - 10 * minuteMs;
  for (let tries = 0; tries < 20; tries++) {
    const sailing = second.sail(driftMs);
    const b = sailing.shifted(steadyUtcMs - sailing.legs[driftLeg].steadyUtcMs);
    const contact = contactOf(a, b, steadyUtcMs + minuteMs);
    const excessMs = contact.endUtcMs - contact.startUtcMs - wantedMs;
    if (Math.abs(excessMs) < 20_000) return { b, contact };
    driftMs -= excessMs;
  }
  throw new RangeError(`no meeting of ${wantedMs} ms`);
}

/** A time to begin, at this much past a tenth minute. */
function begin(theatre: Theatre, { startUtcMs, endUtcMs }: Contact, pastGridMs: number): number {
  const wanted = theatre.random.between(theatre.at(3), theatre.at(46) - (endUtcMs - startUtcMs));
  return Math.floor(wanted / gridMs) * gridMs + pastGridMs;
}

interface Contact {
  readonly startUtcMs: number;
  readonly endUtcMs: number;
}

/** The time around `at` in which two ships are within 500 m; empty when they are not. */
function contactOf(a: Voyage, b: Voyage, at: number): Contact {
  const state = { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 };
  const near = (time: number) => {
    const { lonDeg, latDeg } = a.at(time, state);
    b.at(time, state);
    return nearDistanceM(lonDeg, latDeg, state.lonDeg, state.latDeg) <= nearM;
  };
  const stepMs = 5_000;
  let startUtcMs = at;
  let endUtcMs = at;
  while (near(startUtcMs - stepMs) && at - startUtcMs < 12 * hourMs) startUtcMs -= stepMs;
  while (near(endUtcMs) && endUtcMs - at < 12 * hourMs) endUtcMs += stepMs;
  return { startUtcMs, endUtcMs };
}
