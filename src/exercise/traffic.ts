/**
 * Ordinary traffic: what goes on every day and must raise nothing, save for the gates that it passes. It keeps to sea
 * ways, rests in the roads of ports only, works near shore, and moves while it is at sea. Some of it looks like an
 * event on purpose: pilots beside ships, crowded roads, trawlers at slow speed.
 */
import type { LonLat } from '../earth/index.ts';
import { lengthNm, hulls, offset } from './fleet.ts';
import type { Hull } from './fleet.ts';
import { Voyage } from './motion.ts';
import type { Leg } from './motion.ts';
import { grazesGate } from './passages.ts';
import { ports, stations } from './places.ts';
import type { Port } from './places.ts';
import { hourMs, minuteMs } from './theatre.ts';
import type { Box } from './searoutes.ts';
import type { Theatre } from './theatre.ts';

/** How ordinary ships divide among trades, as shares of all. */
const trades: readonly (readonly [number, (theatre: Theatre) => boolean])[] = [
  [0.27, (theatre) => trader(theatre, hulls.cargo)],
  [0.12, (theatre) => trader(theatre, hulls.tanker)],
  [0.11, ferry],
  [0.13, (theatre) => fisher(theatre, hulls.trawler)],
  [0.09, (theatre) => fisher(theatre, hulls.boat)],
  [0.07, yacht],
  [0.06, (theatre) => harbourCraft(theatre, hulls.tug)],
  [0.03, (theatre) => harbourCraft(theatre, hulls.pilot)],
  [0.12, moored],
];

/** Adds so many ordinary ships. */
export function addTraffic(theatre: Theatre, count: number): void {
  let planned = 0;
  let share = 0;
  for (const [part, launch] of trades) {
    share += part;
    const upTo = Math.round(count * share);
    // A draw without a way (a port across the land) is drawn again.
    for (let tries = 0; planned < upTo && tries < 100 * count; tries++) if (launch(theatre)) planned += 1;
  }
}

/** A base station at every receiver, and buoys off the ports. */
export function addStations(theatre: Theatre): void {
  const still = {
    imo: 0,
    shipType: 0,
    lengthM: 0,
    beamM: 0,
    draughtM: 0,
    destination: '',
    callSign: '',
    silences: [],
  };
  const status = { movingStatus: 15, restStatus: 15 };
  stations.forEach(({ id, place }, i) =>
    theatre.fleet.moor({
      ...still,
      ...status,
      mmsi: 2_810_100 + i,
      name: id,
      station: 'base',
      role: 'base station',
      voyage: Voyage.rest(place),
    }),
  );
  ports.forEach(({ name, roads }, i) =>
    theatre.fleet.moor({
      ...still,
      ...status,
      mmsi: 992_810_100 + i,
      name: `${name.toUpperCase()} ROADS`,
      station: 'aton',
      role: 'buoy',
      voyage: Voyage.rest(roads),
    }),
  );
}

/** From port to port, resting in between; at the beginning somewhere on the first way. */
function itinerary(
  theatre: Theatre,
  hull: Hull,
  speedKn: number,
  first: Port,
  next: (from: Port) => Port,
  restMs: () => number,
): boolean {
  const { random, fleet } = theatre;
  const neededHours = (theatre.endUtcMs - theatre.startUtcMs) / hourMs;
  const start = fleet.berth(first);
  const legs: Leg[] = [];
  let hours = 0;
  let destination = first;
  for (let from = first, firstHours = 0; hours - firstHours < neededHours + 1; ) {
    const to = next(from);
    const way = from === to ? undefined : theatre.way(from.roads, to.roads);
    if (way === undefined) return false;
    const rest = restMs();
    const aside = shifted(theatre, way);
    legs.push({ through: [...aside, fleet.berth(to)], speedKn, restMs: rest });
    const legHours = lengthNm(aside) / speedKn;
    if (firstHours === 0) firstHours = legHours;
    hours += legHours + rest / hourMs;
    if (legs.length === 1) destination = to;
    from = to;
  }
  const voyage = Voyage.plan(start, legs, hull, 0);
  const underWayMs = random.unit() * (voyage.legs[0].endUtcMs - voyage.legs[0].beginUtcMs);
  return launched(theatre, hull, voyage.shifted(theatre.startUtcMs - underWayMs), destination);
}

/** Launches a ship; not one whose way only grazes a gate line. */
function launched(theatre: Theatre, hull: Hull, voyage: Voyage, destination: Port): boolean {
  if (grazesGate(theatre, voyage)) return false;
  theatre.fleet.launch({ hull, voyage, destination: destination.name });
  return true;
}

/** The way moved to starboard by up to a mile and a half, as ships that meet keep: where there is water for it. */
function shifted(theatre: Theatre, way: readonly LonLat[]): readonly LonLat[] {
  const asideNm = theatre.random.between(0.3, 1.5);
  const moved = way.map((place, i): LonLat => {
    if (i === 0 || i === way.length - 1) return place;
    const [before, after] = [way[i - 1], way[i + 1]];
    const course = Math.atan2(
      (after[0] - before[0]) * Math.cos((place[1] * Math.PI) / 180),
      after[1] - before[1],
    );
    const aside = offset(place, course + Math.PI / 2, asideNm);
    return theatre.clearanceNm(aside[0], aside[1]) > 2.5 ? aside : place;
  });
  const isOpen = moved.every(
    (place, i) => i < 2 || i > moved.length - 2 || theatre.isOpen(moved[i - 1], place),
  );
  return isOpen ? moved : way;
}

function trader(theatre: Theatre, hull: Hull): boolean {
  const { random } = theatre;
  const speedKn = random.between(...hull.speedKn);
  return itinerary(
    theatre,
    hull,
    speedKn,
    random.pick(ports),
    () => random.pick(ports),
    () => random.between(5, 12) * hourMs,
  );
}

function ferry(theatre: Theatre): boolean {
  const { random } = theatre;
  const a = random.pick(ports);
  const near = theatre.portsNear(a.roads).slice(1, 5);
  const b = random.pick(near);
  if (lengthNm([a.roads, b.roads]) > 260) return false;
  const speedKn = random.between(...hulls.ferry.speedKn);
  return itinerary(
    theatre,
    hulls.ferry,
    speedKn,
    a,
    (from) => (from === a ? b : a),
    () => random.between(0.8, 1.8) * hourMs,
  );
}

const ground = { coastNm: [6, 15], roomNm: 3 } as const;

/** Trips to a ground of its own near the home port, at work for hours at 3 to 4.5 kn, and back to rest. */
function fisher(theatre: Theatre, hull: Hull): boolean {
  const { random, fleet } = theatre;
  const home = random.pick(ports);
  const place = groundNear(theatre, home);
  const way = place && theatre.way(home.roads, place);
  if (way === undefined) return false;
  const speedKn = random.between(...hull.speedKn);
  const workKn = random.between(3.2, 4.5);
  const berth = fleet.berth(home);
  const legs: Leg[] = [];
  for (let hours = 0; hours < 62; ) {
    const workHours = random.between(5, 9);
    const restMs = random.between(4, 8) * hourMs;
    const haul = hauls(random.between(0, Math.PI), way[way.length - 1], workKn * workHours);
    legs.push({ through: way, speedKn }, { through: haul, speedKn: workKn });
    legs.push({ through: [...[...way].reverse(), berth], speedKn, restMs });
    hours += workHours + restMs / hourMs + (2 * lengthNm(way)) / speedKn;
  }
  const voyage = Voyage.plan(berth, legs, hull, 0);
  const intoMs = random.between(-3, 12) * hourMs;
  return launched(theatre, hull, voyage.shifted(theatre.startUtcMs - intoMs), home);
}

function groundNear(theatre: Theatre, { roads: [lon, lat] }: Port): LonLat | undefined {
  const reachDeg = 0.7;
  const around: Box = [lon - reachDeg, lat - reachDeg, lon + reachDeg, lat + reachDeg];
  try {
    return theatre.site(ground, undefined, around);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Hauls back and forth, two miles long and each beside the one before. */
function hauls(bearing: number, centre: LonLat, totalNm: number): LonLat[] {
  const haulNm = 2;
  const besideNm = 0.5;
  const count = Math.max(2, Math.round(totalNm / (haulNm + besideNm)));
  const end = (along: number, across: number) =>
    offset(offset(centre, bearing, along), bearing + Math.PI / 2, across);
  return Array.from({ length: count }, (_, i) => {
    // Up one side and down the other, four tracks wide.
    const track = [0, 1, 2, 3, 2, 1][i % 6];
    const across = (track - 1.5) * besideNm;
    const sign = i % 2 === 0 ? 1 : -1;
    return [end((-sign * haulNm) / 2, across), end((sign * haulNm) / 2, across)];
  }).flat();
}

/** Out for the day and back to the berth. */
function yacht(theatre: Theatre): boolean {
  const { random, fleet } = theatre;
  const home = random.pick(ports);
  const legs: Leg[] = [];
  const berth = fleet.berth(home);
  const speedKn = random.between(...hulls.yacht.speedKn);
  for (let trip = 0; trip < 5; trip++) {
    const bearing = random.between(0, 2 * Math.PI);
    const turn = offset(home.roads, bearing, random.between(4, 9));
    const aside = offset(turn, bearing + Math.PI / 2, 1.5);
    if (![turn, aside].every((place) => isInshore(theatre, home, place))) continue;
    legs.push({
      through: [home.roads, turn, aside, home.roads, berth],
      speedKn,
      restMs: random.between(8, 16) * hourMs,
    });
  }
  if (legs.length === 0) return false;
  const voyage = Voyage.plan(berth, legs, hulls.yacht, 0);
  return launched(theatre, hulls.yacht, voyage.shifted(theatre.at(random.between(-2, 8))), home);
}

/** Whether a place can be sailed to straight from the roads, with a little room, and without passing a gate. */
function isInshore(theatre: Theatre, { roads }: Port, place: LonLat): boolean {
  const steps = 12;
  for (let i = 0; i <= steps; i++) {
    const lon = roads[0] + ((place[0] - roads[0]) * i) / steps;
    const lat = roads[1] + ((place[1] - roads[1]) * i) / steps;
    if (theatre.clearanceNm(lon, lat) < 0.8) return false;
  }
  return !theatre.crossesGate([roads, place]);
}

/** Tugs and pilots: short runs within the roads, waiting beside ships in between; always within 10 km of the port. */
function harbourCraft(theatre: Theatre, hull: Hull): boolean {
  const { random, fleet } = theatre;
  const home = random.pick(ports);
  const berth = fleet.berth(home);
  const speedKn = random.between(...hull.speedKn) * 0.6;
  const legs: Leg[] = [];
  for (let hours = 0; hours < 60; ) {
    const out = offset(home.roads, random.between(0, 2 * Math.PI), random.between(0.8, 1.8));
    if (theatre.coastNm(out[0], out[1]) < 0.6) {
      hours += 0.1;
      continue;
    }
    const besideMs = random.between(20, 60) * minuteMs;
    const restMs = random.between(30, 180) * minuteMs;
    legs.push({ through: [out], speedKn, restMs: besideMs }, { through: [berth], speedKn, restMs });
    hours += (besideMs + restMs) / hourMs + 0.4;
  }
  if (legs.length === 0) return false;
  const voyage = Voyage.plan(berth, legs, hull, 0);
  return launched(theatre, hull, voyage.shifted(theatre.at(random.between(-3, 0))), home);
}

/** A ship at anchor for the whole time. */
function moored(theatre: Theatre): boolean {
  const { random, fleet } = theatre;
  const port = random.pick(ports);
  const hull = random.pick([hulls.cargo, hulls.tanker, hulls.cargo]);
  fleet.launch({ hull, voyage: Voyage.rest(fleet.berth(port)), destination: port.name });
  return true;
}
