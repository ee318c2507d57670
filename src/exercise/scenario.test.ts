import { beforeAll, describe, expect, it } from 'vitest';
import { createIngest } from '../ais/index.ts';
import { loadEarth } from '../feeds/earth.ts';
import { nearDistanceM, nearDistanceNm } from '../earth/index.ts';
import type { Earth } from '../earth/index.ts';
import { areasGeoJson, describe as described, truthLines } from './files.ts';
import { Radio, phaseOf, reception, tickMs } from './radio.ts';
import { scenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { exerciseKinds } from './truth.ts';
import type { Vessel } from './vessel.ts';
import { isSilent } from './vessel.ts';

const hourMs = 3_600_000;
const seed = 7;
const options = { vessels: 190 };
let earth: Earth;
let story: Scenario;
let ships: readonly Vessel[];

beforeAll(() => {
  earth = loadEarth();
  story = scenario(seed, options, earth);
  ships = story.vessels.filter(({ station }) => station === 'a' || station === 'b');
}, 120_000);

const state = { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 };
const at = (vessel: Vessel, timeUtcMs: number) => ({ ...vessel.voyage.at(timeUtcMs, state) });
const shipOf = (mmsi: number) => story.vessels.find((vessel) => vessel.mmsi === mmsi) as Vessel;

/** When a ship's reports arrive whole, ms UTC; from satellites alone if asked. */
function heardTimes(vessel: Vessel, satellitesOnly = false): number[] {
  const radio = new Radio(seed);
  const out = reception();
  const who = story.vessels.indexOf(vessel);
  const times: number[] = [];
  for (let tick = 0; tick < (story.endUtcMs - story.startUtcMs) / tickMs; tick++) {
    const time = story.startUtcMs + tick * tickMs + phaseOf(who) * 1000;
    const { lonDeg, latDeg } = vessel.voyage.at(time, state);
    if (isSilent(vessel, time) || !radio.isHeard(who, vessel.station === 'b', lonDeg, latDeg, tick, out))
      continue;
    if (!satellitesOnly || out.satellite >= 0) times.push(time);
  }
  return times;
}

function bytesOf(from: number, to: number, pieceMs: number, of = story): string {
  const feeds = new Map<string, string[]>();
  const decoder = new TextDecoder();
  for (let time = from; time < to; time += pieceMs)
    of.play(time, Math.min(to, time + pieceMs), ({ feed, bytes }) => {
      feeds.set(feed, [...(feeds.get(feed) ?? []), decoder.decode(bytes)]);
    });
  return [...feeds]
    .sort()
    .map(([feed, texts]) => `${feed}\n${texts.join('')}`)
    .join('');
}

describe('a scenario', () => {
  it('is the same for the same seed, byte for byte, and another for another', () => {
    const again = scenario(seed, options, earth);
    expect(truthLines(again)).toBe(truthLines(story));
    expect(described(again)).toBe(described(story));
    const [from, to] = [story.startUtcMs + hourMs, story.startUtcMs + 1.1 * hourMs];
    expect(bytesOf(from, to, 600_000, again)).toBe(bytesOf(from, to, 600_000));
    expect(truthLines(scenario(seed + 1, options, earth))).not.toBe(truthLines(story));
  });

  it('plays the same bytes in any pieces of time, from any point', () => {
    const [from, to] = [story.startUtcMs + 20 * hourMs, story.startUtcMs + 20.3 * hourMs];
    const whole = bytesOf(from, to, hourMs);
    expect(whole.length).toBeGreaterThan(100_000);
    expect(bytesOf(from, to, 7_000)).toBe(whole);
    story.play(story.startUtcMs, story.startUtcMs + 60_000, () => {});
    expect(bytesOf(from, to, 61_000)).toBe(whole);
  });

  it('refuses what it cannot plan, naming the option', () => {
    expect(() => scenario(1.5, {}, earth)).toThrow(
      expect.objectContaining({ code: 'exercise.invalid', path: '/seed' }),
    );
    expect(() => scenario(1, { vessels: 100 }, earth)).toThrow(expect.objectContaining({ path: '/vessels' }));
    expect(() => scenario(1, { hours: 24 }, earth)).toThrow(expect.objectContaining({ path: '/hours' }));
  });

  it('is valid M.1371: every sentence decodes, save the damaged ones, and says where the ship is', () => {
    const refused = new Map<string, number>();
    let worstM = 0;
    let positions = 0;
    const ingest = createIngest({
      onPositions: (batch) => {
        for (let i = 0; i < batch.length; i++) {
          if (batch.messageType[i] === 27) continue;
          positions += 1;
          const truth = at(shipOf(batch.mmsi[i]), batch.timeUtcMs[i]);
          worstM = Math.max(
            worstM,
            nearDistanceM(batch.lonDeg[i], batch.latDeg[i], truth.lonDeg, truth.latDeg),
          );
        }
      },
      onStatics: () => {},
    });
    story.play(story.startUtcMs + 30 * hourMs, story.startUtcMs + 31 * hourMs, ({ bytes }) =>
      ingest.push(bytes),
    );
    ingest.end();
    const stats = ingest.stats();
    for (const [reason, cases] of Object.entries(stats.refusedByReason))
      refused.set(reason, cases?.count ?? 0);
    expect(stats.records).toBe(stats.decoded + stats.refused);
    expect(positions).toBeGreaterThan(15_000);
    expect(worstM).toBeLessThan(7);
    expect(stats.refused).toBeGreaterThan(10);
    expect(stats.refused / stats.records).toBeLessThan(0.01);
  });

  it('flies flags that were given to nobody, and gives each ship a number and a name of its own', () => {
    for (const { mmsi } of ships) expect([281, 282, 283, 284, 285, 286]).toContain(Math.floor(mmsi / 1e6));
    expect(new Set(story.vessels.map(({ mmsi }) => mmsi)).size).toBe(story.vessels.length);
    expect(new Set(story.vessels.map(({ name }) => name)).size).toBe(story.vessels.length);
  });

  it('describes its areas as GeoJSON', () => {
    const { features } = JSON.parse(areasGeoJson(story)) as { features: { id: string }[] };
    expect(features.map(({ id }) => id)).toContain('minna-shoal');
  });
});

describe('its ships', () => {
  it('stay on the water', () => {
    const ashore: string[] = [];
    for (const ship of ships)
      for (let time = story.startUtcMs; time < story.endUtcMs; time += 600_000) {
        const { lonDeg, latDeg } = at(ship, time);
        if (earth.isLand(lonDeg, latDeg)) ashore.push(`${ship.role} ${ship.mmsi} at ${lonDeg} ${latDeg}`);
      }
    expect(ashore).toEqual([]);
  });

  it('move as ships do: as fast as they say, and no faster than a ferry', () => {
    let fastestKn = 0;
    let worstSpeedKn = 0;
    let worstChangeKn = 0;
    for (const ship of ships)
      for (let time = story.startUtcMs; time < story.endUtcMs; time += 1_190_000) {
        const a = at(ship, time);
        const b = at(ship, time + 30_000);
        const impliedKn = nearDistanceNm(a.lonDeg, a.latDeg, b.lonDeg, b.latDeg) * 120;
        fastestKn = Math.max(fastestKn, impliedKn);
        worstSpeedKn = Math.max(worstSpeedKn, Math.abs(impliedKn - (a.sogKn + b.sogKn) / 2));
        worstChangeKn = Math.max(worstChangeKn, Math.abs(a.sogKn - b.sogKn));
      }
    expect(fastestKn).toBeGreaterThan(15);
    expect(fastestKn).toBeLessThan(24);
    // Five knots a minute is what the nimblest can do; a corner shortens the way a little.
    expect(worstChangeKn).toBeLessThan(2.6);
    expect(worstSpeedKn).toBeLessThan(2.6);
  });
});

describe('its truth', () => {
  it('holds at least ten planted events of every kind, at 1.05 to 3 times the threshold, each kind with as many twins', () => {
    for (const kind of exerciseKinds) {
      const planted = story.truth.filter((event) => event.kind === kind && event.cause === 'planted');
      const twins = story.twins.filter(({ twinOf }) => twinOf === kind);
      expect(planted.length, kind).toBeGreaterThanOrEqual(10);
      expect(twins.length, kind).toBe(10);
      for (const { magnitude = 0 } of planted) {
        expect(magnitude, kind).toBeGreaterThanOrEqual(1.05);
        expect(magnitude, kind).toBeLessThanOrEqual(kind === 'suspected-disabling' ? 1.8 : 3);
      }
      for (const { magnitude } of twins) {
        expect(magnitude, kind).toBeGreaterThanOrEqual(0.7);
        expect(magnitude, kind).toBeLessThanOrEqual(0.95);
      }
    }
  });

  it('lists no event of a kind for the twins of that kind', () => {
    for (const { twinOf, mmsis, startUtcMs, endUtcMs } of story.twins) {
      const same = story.truth.filter(
        (event) =>
          event.kind === twinOf &&
          event.mmsis.join() === mmsis.join() &&
          event.startUtcMs < endUtcMs &&
          event.endUtcMs > startUtcMs,
      );
      expect(same, twinOf).toEqual([]);
    }
  });

  it('knows every silence of more than six hours, to the second, and there is no other', () => {
    const gaps = story.truth.filter(({ kind }) => kind === 'coverage-gap' || kind === 'suspected-disabling');
    const found: string[] = [];
    for (const ship of ships) {
      const times = [story.startUtcMs, ...heardTimes(ship), story.endUtcMs];
      times.forEach((time, i) => {
        if (i > 0 && time - times[i - 1] > 6 * hourMs) found.push(`${ship.mmsi} ${times[i - 1]} ${time}`);
      });
    }
    expect(found.sort()).toEqual(
      gaps.map(({ mmsis, startUtcMs, endUtcMs }) => `${mmsis[0]} ${startUtcMs} ${endUtcMs}`).sort(),
    );
  });

  it('suspects disabling only where every condition of Welch et al. holds, and never for the plain gaps', () => {
    const holds = ({ mmsis, startUtcMs, endUtcMs }: Scenario['truth'][0]) => {
      const ship = shipOf(mmsis[0]);
      const { lonDeg, latDeg } = at(ship, startUtcMs);
      const before = heardTimes(ship, true).filter(
        (time) => time <= startUtcMs && time > startUtcMs - 12 * hourMs,
      );
      return (
        endUtcMs - startUtcMs >= 12 * hourMs &&
        earth.distanceToCoastNm(lonDeg, latDeg) >= 50 &&
        before.length >= 14
      );
    };
    for (const event of story.truth) {
      if (event.kind === 'suspected-disabling') expect(holds(event)).toBe(true);
      if (event.kind === 'coverage-gap') expect(holds(event)).toBe(false);
    }
  });

  it('lists every encounter there is, measured again over all pairs on the ten-minute grid', () => {
    const grid = 600_000;
    const steps = (story.endUtcMs - story.startUtcMs) / grid;
    const runs = new Map<number, number>();
    const met = new Set<string>();
    for (let step = 0; step < steps; step++) {
      const places = ships.map((ship) => at(ship, story.startUtcMs + step * grid));
      for (let a = 0; a < ships.length; a++)
        for (let b = a + 1; b < ships.length; b++) {
          const [p, q] = [places[a], places[b]];
          const key = a * ships.length + b;
          const isNear =
            Math.abs(p.latDeg - q.latDeg) < 0.005 &&
            nearDistanceM(p.lonDeg, p.latDeg, q.lonDeg, q.latDeg) <= 500 &&
            Math.max(p.sogKn, q.sogKn) < 2 &&
            earth.distanceToPortKm(p.lonDeg, p.latDeg) >= 10;
          if (!isNear) {
            runs.delete(key);
            continue;
          }
          runs.set(key, (runs.get(key) ?? 0) + 1);
          // Twelve of these are 110 minutes or more at less than 2 kn; a minute or two of slowing down is left out.
          if (runs.get(key) === 12) met.add([ships[a].mmsi, ships[b].mmsi].sort((x, y) => x - y).join());
        }
    }
    const listed = story.truth.filter(({ kind }) => kind === 'encounter').map(({ mmsis }) => mmsis.join());
    expect([...met].sort()).toEqual(listed.sort());
  });

  it('lists every loitering there is, measured again by clock hours', () => {
    const loitered = new Set<number>();
    for (const ship of ships) {
      let slowHours = 0;
      for (let hour = story.startUtcMs; hour < story.endUtcMs; hour += hourMs) {
        const places = Array.from({ length: 7 }, (_, i) => at(ship, hour + i * 600_000));
        const wayNm = places
          .slice(1)
          .reduce(
            (sum, b, i) => sum + nearDistanceNm(places[i].lonDeg, places[i].latDeg, b.lonDeg, b.latDeg),
            0,
          );
        const isOffshore = earth.distanceToCoastNm(places[3].lonDeg, places[3].latDeg) >= 20;
        slowHours = wayNm < 2 && isOffshore ? slowHours + 1 : 0;
        if (slowHours >= 2) loitered.add(ship.mmsi);
      }
    }
    const listed = story.truth.filter(({ kind }) => kind === 'loitering').map(({ mmsis }) => mmsis[0]);
    expect([...loitered].sort()).toEqual(listed.sort());
  });
});
