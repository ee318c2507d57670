/** The contract that every room passes: those of the hub's list, and the template that the next one is copied from. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EntryTypes, Released, assertDistinct, instant } from '../../src/core/index.ts';
import type { Detector, FindingDraft, MessageRef, Room, SectionContext } from '../../src/core/index.ts';
import { positionBatch } from '../../src/ais/index.ts';
import { loadEarth } from '../../src/feeds/earth.ts';
import { entryTypesOf, rooms } from '../../src/hub/index.ts';
import { houseSpeaker } from '../../src/hub/rooms.ts';
import { templateRoom, templateWords } from '../../src/rooms.template/index.ts';
import { Speaker } from '../../src/words/index.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

const all: readonly Room[] = [...rooms, templateRoom];
const templateSpeaker = new Speaker([templateWords]);
const house = houseSpeaker();
const speaks = (key: string) => house.has(key) || templateSpeaker.has(key);

describe('the rooms together', () => {
  it('have names that differ, of every kind', () => {
    expect(() => assertDistinct(all)).not.toThrow();
  });

  it('are refused when two claim the same name', () => {
    expect(() => assertDistinct([...all, templateRoom])).toThrow(/distinct names/);
  });

  it('bring entry types whose schemas compile', () => {
    expect(new EntryTypes(entryTypesOf(all)).names).toContain('sighting');
  });
});

describe.each(all.map((room) => [room.name, room] as const))('the room %s', (name, room) => {
  const folder = name === 'template' ? 'rooms.template' : name;

  it('has the files that its neighbours look for', () => {
    const files = readdirSync(join('src', folder));
    expect(files).toEqual(expect.arrayContaining(['index.ts', 'room.ts', 'README.md']));
  });

  it('speaks both languages for every sentence that its source names', () => {
    const keys = keysIn(join('src', folder), name);
    for (const key of keys) expect(speaks(key), key).toBe(true);
  });

  it('has routes whose schemas compile, under its own name', () => {
    for (const { path, params, query, body, response, summary } of room.routes) {
      expect(path).toMatch(/^\/[a-z]/);
      expect(summary).not.toBe('');
      for (const schema of [params, query, body, response]) if (schema !== undefined) Compile(schema);
    }
  });

  it('has detectors that give the same findings again, also from a snapshot in between', () => {
    for (const detector of room.detectors as readonly unknown[] as readonly Detector<Fed>[]) {
      expect(Compile(detector.parameters).Check(detector.defaults), detector.name).toBe(true);
      const whole = findingsOf(detector, false);
      expect(JSON.stringify(findingsOf(detector, false))).toBe(JSON.stringify(whole));
      expect(JSON.stringify(findingsOf(detector, true))).toBe(JSON.stringify(whole));
      expect(whole.length, 'a meeting at sea is found').toBeGreaterThan(0);
    }
  });
});

type Fed = ReturnType<typeof positionBatch> & { readonly feed: string };

/** Two ships that lie beside each other for four hours, far from any coast. */
function meeting(fromHour: number, toHour: number): Fed {
  const startUtcMs = Date.UTC(2026, 0, 1);
  const minutes = (toHour - fromHour) * 60;
  const batch = positionBatch(minutes * 2);
  for (let minute = 0; minute < minutes; minute++)
    for (const ship of [0, 1]) {
      const i = batch.length++;
      batch.timeUtcMs[i] = startUtcMs + (fromHour * 60 + minute) * 60_000 + ship * 1000;
      batch.mmsi[i] = 431_000_001 + ship;
      batch.lonDeg[i] = 140 + ship * 0.001;
      batch.latDeg[i] = 25;
      batch.sogKn[i] = 0.4;
      batch.cogDeg[i] = 90;
      batch.headingDeg[i] = Number.NaN;
    }
  return { ...batch, feed: 'test' };
}

function findingsOf(detector: Detector<Fed>, withSnapshot: boolean): FindingDraft[] {
  const world = { earth: loadEarth(), areas: [] };
  let running = detector.start(detector.defaults, world);
  running.push('positions', meeting(0, 3));
  if (withSnapshot) {
    const state = running.snapshot();
    running = detector.start(detector.defaults, world);
    running.restore(state);
  }
  running.push('positions', meeting(3, 6));
  running.end();
  return running.take();
}

/** Keys of whole sentences as the source writes them: `message('room.what'`. Built keys are their tests' business. */
function keysIn(folder: string, room: string): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  return [...text.matchAll(/message\(\s*'([a-z][\w.-]+)'/g)]
    .map(([, key]) => key)
    .filter((key) => key.startsWith(room));
}

describe('rooms in a hub', () => {
  let open: Awaited<ReturnType<typeof openTestHub>>;
  beforeAll(async () => {
    open = await openTestHub({}, all);
  });
  afterAll(() => open.close());

  it('answer with what the gate released, and nothing else', async () => {
    const { hub } = open;
    const account = await hub.parts.accounts.create({
      account: 'officer',
      name: { en: 'Officer', ja: '担当' },
      party: testParty,
      role: 'watch-officer',
    });
    const context = hub.contextFor({ account, permissions: ['read', 'watch'], csrf: undefined });
    for (const room of all)
      for (const route of room.routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'))) {
        if (route.permission === 'exercise') continue;
        const answer = await route.handle(context, { params: {}, query: {}, body: undefined });
        expect(Released.is(answer), `${room.name} ${route.path}`).toBe(true);
      }
  });

  it('say in the brief only what their reader was given, each sentence with its sources', async () => {
    const { hub } = open;
    const account = hub.parts.accounts.get('officer');
    const context = hub.contextFor({ account, permissions: ['read', 'watch'], csrf: undefined });
    const post = templateRoom.routes.find(({ method }) => method === 'POST');
    await post?.handle(context, { params: {}, query: {}, body: { what: 'a light off the cape' } });
    const { entries } = context.entries({}).for(testParty);
    expect(entries).toHaveLength(1);
    const given: SectionContext = {
      viewer: testParty,
      language: 'en',
      since: instant(0),
      at: context.at,
      entries: context.entries({}).map((page) => page.entries),
      named: context.entriesById([]),
      standing: (query) => context.entries(query).map((page) => page.entries),
    };
    const texts: MessageRef[] = [];
    for (const { build } of all.flatMap((room) => room.sections))
      for (const block of build(given)?.blocks ?? []) {
        expect(block.sources.length).toBeGreaterThan(0);
        if (block.kind === 'sentence') texts.push(block.text);
        expect(() => build({ ...given, viewer: 'somebody-else' })).toThrow(/refuses what was released/);
      }
    expect(texts.map(({ key }) => key)).toContain('template.count');
  });
});
