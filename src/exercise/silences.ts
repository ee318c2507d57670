/**
 * Transmitters that fall silent. A coverage gap is a silence of more than 6 hours. It is suspected disabling (Welch et
 * al. 2022) when all of this holds: 12 hours or more; begun 50 nm or more offshore, where more than 10 positions a day
 * are received; 14 or more satellite positions in the 12 hours before. Start and end are the last report received
 * before and the first one after.
 */
import type { LonLat } from '../earth/index.ts';
import { errand, sailed } from './errand.ts';
import { bearingRad, hulls, lengthNm, offset } from './fleet.ts';
import { Voyage } from './motion.ts';
import type { Leg } from './motion.ts';
import { hourMs, minuteMs, spread } from './theatre.ts';
import type { Theatre } from './theatre.ts';

const gapMs = 6 * hourMs;
const disablingMs = 12 * hourMs;
/** Near shore: whatever its length, no suspected disabling; and too near for work in one place to be loitering. */
const coastal = { coastNm: [11, 16], withinRange: 0.75, roomNm: 5 } as const;
const offshore = { coastNm: [64, 170], roomNm: 20 } as const;
const offshoreNm = 58;

/** Plants `count` gaps near shore and as many silences that are too short. */
export function plantCoverageGaps(theatre: Theatre, count: number): void {
  for (const magnitude of spread(theatre.random, count, [1.05, 3]))
    theatre.truth.push({
      kind: 'coverage-gap',
      ...nearShore(theatre, magnitude * gapMs),
      cause: 'planted',
      magnitude,
    });
  for (const magnitude of spread(theatre.random, count, [0.7, 0.95]))
    theatre.twins.push({ twinOf: 'coverage-gap', ...nearShore(theatre, magnitude * gapMs), magnitude });
}

/** Plants `count` suspected disablings and as many that are too short for it: those are coverage gaps. */
export function plantDisablings(theatre: Theatre, count: number): void {
  for (const magnitude of spread(theatre.random, count, [1.05, 1.8])) {
    const silence = onTheHighSea(theatre, magnitude * disablingMs);
    theatre.truth.push({ kind: 'suspected-disabling', ...silence, cause: 'planted', magnitude });
  }
  // Satellites come by every 24 minutes: the silence, received to received, is up to so much longer than planned.
  for (const wanted of spread(theatre.random, count, [0.7, 0.91])) {
    const silence = onTheHighSea(theatre, wanted * disablingMs);
    const magnitude = (silence.endUtcMs - silence.startUtcMs) / disablingMs;
    theatre.twins.push({ twinOf: 'suspected-disabling', ...silence, magnitude });
    theatre.truth.push({ kind: 'coverage-gap', ...silence, cause: 'planted', magnitude: 2 * magnitude });
  }
}

/** Laps around a place, back and forth: long enough to keep a ship at work for so many hours. */
function laps(
  centre: LonLat,
  bearing: number,
  lengthNmOfLap: number,
  widthNm: number,
  speedKn: number,
  hours: number,
): LonLat[] {
  const corner = (along: number, across: number) =>
    offset(offset(centre, bearing, along), bearing + Math.PI / 2, across);
  const [half, side] = [lengthNmOfLap / 2, widthNm / 2];
  const lap = [corner(-half, -side), corner(half, -side), corner(half, side), corner(-half, side)];
  const roundNm = lengthNm([...lap, lap[0]]);
  const rounds = Math.ceil((speedKn * hours) / roundNm) + 1;
  return Array.from({ length: rounds }, () => lap).flat();
}

/** A trawler at work off the coast, its transmitter off for a while. */
function nearShore(theatre: Theatre, durationMs: number) {
  const { random } = theatre;
  const hull = hulls.trawler;
  const centre = theatre.site(coastal);
  const workKn = random.between(4, 5.5);
  const through = laps(centre, random.between(0, Math.PI), 4, 1.4, workKn, durationMs / hourMs + 2);
  const speedKn = random.between(...hull.speedKn);
  const plan = errand(theatre, through[0], through[through.length - 1]);
  const sailing = sailed(plan, hull, speedKn, [{ through: through.slice(1), speedKn: workKn }]);
  const begin = random.between(theatre.at(3), theatre.at(45.5) - durationMs);
  const voyage = sailing.shifted(begin - hourMs - sailing.legs[1].steadyUtcMs);
  return silenced(theatre, voyage, begin, durationMs, plan.destination);
}

/** A longliner that works far offshore, moves unheard to another ground, and is heard again there. */
function onTheHighSea(theatre: Theatre, durationMs: number) {
  const { random } = theatre;
  const hours = durationMs / hourMs;
  const speedKn = random.between(7, 8.5);
  let other: LonLat = [0, 0];
  const centre = theatre.site(offshore, (site) => {
    const movedNm = random.between(3.4, 4.6) * hours;
    other = offset(site, random.between(0, 2 * Math.PI), movedNm);
    const way = [site, other];
    return (
      theatre.clearanceNm(other[0], other[1]) > offshoreNm &&
      theatre.isOpen(site, other) &&
      !theatre.crossesGate(way)
    );
  });
  const latestMs = Math.min(theatre.at(24), theatre.at(46) - durationMs);
  const begin = random.between(theatre.at(12.6), latestMs);
  const voyage = twoGrounds(centre, other, speedKn, begin);
  return silenced(theatre, voyage, begin, durationMs, '');
}

/** Works at one ground until a while after a time, then at another until the exercise is over. */
function twoGrounds(centre: LonLat, other: LonLat, speedKn: number, movesUtcMs: number): Voyage {
  const bearing = bearingRad(centre, other) + Math.PI / 2;
  const before = laps(centre, bearing, 14, 2.5, speedKn, 30);
  const after = laps(other, bearing, 14, 2.5, speedKn, 60);
  const legs: Leg[] = [
    { through: before.slice(1), speedKn },
    { through: after, speedKn },
  ];
  const sailing = Voyage.plan(before[0], legs, hulls.longliner, 0);
  return sailing.shifted(movesUtcMs + 20 * minuteMs - sailing.legs[0].endUtcMs);
}

/** Launches a ship that is silent from the last report heard before a time on, until one is heard again. */
function silenced(
  theatre: Theatre,
  voyage: Voyage,
  fromUtcMs: number,
  durationMs: number,
  destination: string,
) {
  const who = theatre.fleet.next;
  const startUtcMs = theatre.heardFrom(who, voyage, fromUtcMs, -1);
  const endUtcMs = theatre.heardFrom(who, voyage, startUtcMs + durationMs);
  const hull = destination === '' ? hulls.longliner : hulls.trawler;
  const silences = [[startUtcMs + 1, endUtcMs]] as const;
  const { mmsi } = theatre.fleet.launch({ hull, voyage, destination, silences });
  return { mmsis: [mmsi], startUtcMs, endUtcMs };
}
