import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOpening } from '../../src/cli/opening.ts';
import { instant } from '../../src/core/index.ts';
import type { Entry } from '../../src/core/index.ts';
import { defaultStartUtcMs } from '../../src/exercise/index.ts';
import { checkConfig, exerciseParty, openHub, playExercise } from '../../src/hub/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import type { Positions } from '../../src/hub/positions.ts';
import { places, verifyJournal } from '../../src/store/index.ts';

/** Few ships and few hours: the way is the same. */
const exercise = { seed: 7, vessels: 180, hours: 4 };
const openingUtcMs = defaultStartUtcMs + exercise.hours * 3_600_000;

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-opening-'));
const opening = join(folder, 'opening');
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(settings: object): Promise<Hub> {
  const config = checkConfig({
    data,
    party: exerciseParty,
    log: 'silent',
    exercise: { ...exercise, enabled: true, rate: 0, ...settings },
  });
  return openHub({ config, opening });
}

/** What the hub's own party sees, oldest first. */
function entriesOf({ parts: { store } }: Hub, atUtcMs: number): Entry[] {
  const at = instant(atUtcMs);
  const view = store.view(store.viewer(exerciseParty, at), { at, language: 'en' });
  return [...view.entries({ limit: 1000 }).for(exerciseParty).entries].reverse() as Entry[];
}

function positionsOf({ contextFor, parts: { accounts } }: Hub): Positions {
  const principal = { account: accounts.get('hana'), permissions: ['read'], csrf: undefined } as const;
  return contextFor(principal).service<Positions>('positions');
}

/** Vessels on the chart, and the sum of their longitudes. */
function chartOf(hub: Hub): { count: number; sum: number } {
  const bytes = positionsOf(hub).columns();
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const longitudes = new Float32Array(bytes.buffer, 16 + Math.ceil((4 * count) / 8) * 8, count);
  return { count, sum: longitudes.reduce((sum, lonDeg) => sum + lonDeg, 0) };
}

describe('an exercise that begins with its prepared opening', () => {
  let hub: Hub;
  let before: Entry[];
  beforeAll(async () => {
    await makeOpening(opening, exercise);
    hub = await open({});
    before = entriesOf(hub, openingUtcMs);
    await playExercise(hub);
  });
  afterAll(() => hub.close());

  it('stands at the opening, with its people and its findings, and has written nothing new', () => {
    expect(hub.parts.isReady()).toBe(true);
    expect(hub.parts.clock.nowUtcMs()).toBe(openingUtcMs);
    expect(hub.parts.identities().length).toBeGreaterThan(5);
    expect(before.filter(({ type }) => type === 'finding').length).toBeGreaterThan(5);
    expect(entriesOf(hub, openingUtcMs)).toEqual(before);
  });

  it('has the vessels on its chart, with their names and their earlier tracks, before anything new came', async () => {
    expect(chartOf(hub).count).toBeGreaterThan(100);
    const positions = positionsOf(hub);
    const [named] = positions.vessels('2', 1);
    const track = await positions.track(named.mmsi, defaultStartUtcMs, openingUtcMs);
    expect(named.name).not.toBe('');
    expect(track.timeUtcMs.length).toBeGreaterThan(10);
  });

  it('goes on live: vessels move, findings are added, and none is made twice', async () => {
    const { sum } = chartOf(hub);
    hub.pipeline.setClock(openingUtcMs, 3600);
    await expect.poll(() => hub.parts.clock.nowUtcMs() > openingUtcMs + 3_600_000).toBe(true);
    await expect
      .poll(() => entriesOf(hub, hub.parts.clock.nowUtcMs()).length, { timeout: 120_000, interval: 300 })
      .toBeGreaterThan(before.length);
    expect(chartOf(hub).sum).not.toBe(sum);
    hub.pipeline.setClock(hub.parts.clock.nowUtcMs(), 0);
    const ids = entriesOf(hub, hub.parts.clock.nowUtcMs()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  });

  it('is kept when asked: it goes on where it was stopped, and its journal is whole', async () => {
    const reachedUtcMs = hub.parts.clock.nowUtcMs();
    await hub.close();
    expect(verifyJournal(places.journal(data)).problems).toEqual([]);
    hub = await open({ keep: true });
    await playExercise(hub);
    const goneOnUtcMs = hub.parts.clock.nowUtcMs();
    expect(goneOnUtcMs).toBeGreaterThan(openingUtcMs);
    expect(goneOnUtcMs).toBeLessThanOrEqual(reachedUtcMs);
  });
});

it('holds its clock at the end of the scenario, also when it is kept and started again', async () => {
  const endUtcMs = defaultStartUtcMs + 48 * 3_600_000;
  for (const keep of [false, true]) {
    const hub = await open({ keep, rate: 3600 });
    await playExercise(hub);
    if (!keep) hub.pipeline.setClock(endUtcMs, 1);
    await expect
      .poll(() => [hub.parts.clock.rate, hub.parts.clock.nowUtcMs()], { timeout: 120_000, interval: 200 })
      .toEqual([0, endUtcMs]);
    await hub.close();
  }
});

it('is not taken for another exercise', async () => {
  const other = join(folder, 'other');
  const config = checkConfig({
    data: other,
    party: exerciseParty,
    exercise: { ...exercise, seed: 8, enabled: true },
  });
  const hub = await openHub({ config, opening });
  expect(hub.parts.accounts.list()).toEqual([]);
  await hub.close();
  expect(existsSync(join(other, 'pipeline.state'))).toBe(false);
});
