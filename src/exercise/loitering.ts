/**
 * Loitering as Global Fishing Watch defines it (pipe-loitering): consecutive clock hours with an implied speed below
 * 2 kn, two hours or more, at a mean distance of 20 nm or more from shore. The threshold is the two hours.
 */
import { errand, firstSiteLeg, sailed } from './errand.ts';
import { hulls, offset } from './fleet.ts';
import type { Hull } from './fleet.ts';
import { hourMs, minuteMs, spread } from './theatre.ts';
import type { Theatre } from './theatre.ts';

const thresholdMs = 2 * hourMs;
/** Far enough from shore on every chart, near enough to be heard every 30 s. */
const wish = { coastNm: [24, 42], withinRange: 0.8, roomNm: 8 } as const;
const shoreNm = 23;
const kinds: readonly Hull[] = [hulls.cargo, hulls.tanker, hulls.trawler];

/** Plants `count` drifts and as many that are too short. */
export function plantLoitering(theatre: Theatre, count: number): void {
  for (const magnitude of spread(theatre.random, count, [1.05, 3]))
    theatre.truth.push({ kind: 'loitering', ...drift(theatre, magnitude), cause: 'planted', magnitude });
  for (const magnitude of spread(theatre.random, count, [0.7, 0.95]))
    theatre.twins.push({ twinOf: 'loitering', ...drift(theatre, magnitude), magnitude });
}

function drift(theatre: Theatre, magnitude: number) {
  const { random } = theatre;
  const hull = random.pick(kinds);
  const durationMs = magnitude * thresholdMs;
  const driftKn = random.between(0.4, 1.3);
  const bearing = random.between(0, 2 * Math.PI);
  const travelNm = 2 + (driftKn * durationMs) / hourMs;
  const place = theatre.site(wish, (site) => {
    const [lon, lat] = offset(site, bearing, travelNm);
    return theatre.coastNm(lon, lat) > shoreNm;
  });
  const speedKn = random.between(...hull.speedKn);
  const slowingNm = (speedKn ** 2 - driftKn ** 2) / (2 * 60 * hull.accelerationKnPerMin);
  const before = offset(place, bearing, -1);
  const end = offset(place, bearing, slowingNm + (driftKn * durationMs) / hourMs);
  const plan = errand(theatre, before, end);
  const sailing = sailed(plan, hull, speedKn, [
    { through: [place], speedKn },
    { through: [end], speedKn: driftKn, turnsOnSpot: true },
  ]);
  const leg = sailing.legs[firstSiteLeg + 1];
  const startUtcMs = begin(theatre, leg.endUtcMs - leg.steadyUtcMs);
  const byMs = startUtcMs - leg.steadyUtcMs;
  const { mmsi } = theatre.fleet.launch({
    hull,
    voyage: sailing.shifted(byMs),
    destination: plan.destination,
  });
  return { mmsis: [mmsi], startUtcMs, endUtcMs: leg.endUtcMs + byMs };
}

/**
 * A time to begin. The definition counts clock hours: a drift of two hours or more is laid around as many whole ones as
 * fit, a shorter one begins at half past, so that it fills one clock hour and no more.
 */
function begin(theatre: Theatre, durationMs: number): number {
  const hour =
    Math.ceil(theatre.random.between(theatre.at(4), theatre.at(45) - durationMs) / hourMs) * hourMs;
  if (durationMs < thresholdMs) return hour + 30 * minuteMs;
  return hour - Math.round((durationMs % hourMs) / 2);
}
