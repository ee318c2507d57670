/** What is worked out of a collection: the same from any order and any batches, and honest about where it began. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, defaultSettings } from './analysis.ts';
import { cascadeView } from './pages.ts';
import { lowReach, reachOf } from './explainer.ts';
import { EntityFinder } from './links.ts';
import { findNarratives } from './narratives.ts';
import type { PostFields, Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import { openctiId } from './stix.ts';
import { parseTables } from './tables.ts';
import { erasePosts, fieldsOf, joinPosts } from './collection.ts';
import { makeWorld } from './world.test-support.ts';

const json = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../data/narratives/${name}.json`, import.meta.url), 'utf8'));
const tables = parseTables(json('disarm'), json('glossary'));

const blank: PostFields = {
  post: '',
  account: '',
  timeUtcMs: 0,
  precisionMs: 1000,
  text: '',
  repostOf: '',
  replyTo: '',
  language: '',
  platform: 'x',
  country: '',
  urls: [],
  tags: [],
  media: [],
  object: '',
  declaredAutomated: false,
};

function postsOf(rows: readonly Partial<PostFields>[]): Posts {
  const builder = new PostBuilder();
  for (const row of rows) builder.add({ ...blank, ...row });
  return builder.done();
}

const minute = 60_000;
const start = Date.UTC(2026, 10, 3);
const words = 'The bridge over the harbour was sold to strangers during the night';

const analysisOf = (posts: Posts) =>
  analyse(posts, { ...defaultSettings, homeLanguages: ['ja'] }, tables).analysis;

describe('an analysis', () => {
  const small = makeWorld(11, 0.01).posts;
  const rows = Array.from({ length: small.length }, (_, row) => fieldsOf(small, row));
  const whole = analysisOf(small);

  it('is the same from any order of reading and any batches, also where posts are read twice', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...rows.keys()], { minLength: rows.length }), (order) => {
        const twice = order.slice(0, 40);
        expect(analysisOf(postsOf([...order, ...twice].map((i) => rows[i])))).toEqual(whole);
      }),
      { numRuns: 2 },
    );
  });

  it('lists for every edge its posts, of both accounts and inside the window', () => {
    const { analysis, posts } = analyse(small, defaultSettings, tables);
    expect(analysis.edges.length).toBeGreaterThan(10);
    for (const { from, to, rows: behind } of analysis.edges) {
      const accounts = behind.map((row) => posts.accounts[posts.account[row]]);
      expect(new Set(accounts)).toEqual(new Set([from, to]));
    }
  });
});

describe('a collection', () => {
  const { posts } = makeWorld(13, 0.01);

  it('is its batches, however they were cut', () => {
    const rows = Array.from({ length: posts.length }, (_, row) => fieldsOf(posts, row));
    const batches = [rows.slice(0, 100), rows.slice(100, 101), rows.slice(101)].map(postsOf);
    expect(analysisOf(joinPosts(batches))).toEqual(analysisOf(posts));
  });

  it('holds nothing more of an account that was erased, in no column and no answer', () => {
    const account = posts.accounts[posts.account[0]];
    const own = Array.from(posts.account.keys()).filter(
      (row) => posts.accounts[posts.account[row]] === account,
    );
    const naming = { ...fieldsOf(posts, 0), post: 'm', account: 'other', text: `said @${account} again` };
    const { posts: left, erased } = erasePosts(joinPosts([posts, postsOf([naming])]), {
      kind: 'account',
      account,
    });
    expect([erased, left.length]).toEqual([own.length, posts.length + 1 - own.length]);
    const texts = [...left.text, ...left.names, ...left.accounts, JSON.stringify(analysisOf(left))];
    expect(texts.some((text) => new RegExp(`${account}(?!\\d)`).test(text))).toBe(false);
  });
});

describe('narratives as data grows', () => {
  it('keep their ids when later posts come', () => {
    const { posts } = makeWorld(12, 0.2);
    const byTime = Array.from({ length: posts.length }, (_, row) => fieldsOf(posts, row)).sort(
      (a, b) => a.timeUtcMs - b.timeUtcMs,
    );
    const idsOf = (count: number) =>
      new Map(findNarratives(postsOf(byTime.slice(0, count))).narratives.map((n) => [n.id, n.rows.length]));
    const [before, after] = [idsOf(Math.floor(byTime.length / 2)), idsOf(byTime.length)];
    const kept = [...before.keys()].filter((id) => after.has(id));
    expect(kept.length / before.size).toBeGreaterThan(0.98);
    for (const id of kept) expect(after.get(id)).toBeGreaterThanOrEqual(before.get(id) ?? 0);
  });
});

describe('origin', () => {
  const of = (rows: readonly Partial<PostFields>[]) => {
    const posts = postsOf(rows.map((row, i) => ({ account: `a${i}`, text: words, ...row })));
    const { analysis, narratives, posts: own } = analyse(posts, defaultSettings, tables);
    const narrative = narratives.get(analysis.narratives[0].id);
    return {
      row: analysis.narratives[0],
      view: cascadeView(own, narrative as NonNullable<typeof narrative>),
    };
  };

  it('is the earliest post here, and links are told apart: stated by the source, or inferred', () => {
    const { row, view } = of([
      { post: '1', timeUtcMs: start },
      { post: '2', timeUtcMs: start + minute, repostOf: '1', text: '' },
      { post: '3', timeUtcMs: start + 2 * minute, repostOf: '2', text: '' },
      { post: '4', timeUtcMs: start + 3 * minute },
    ]);
    expect(row.origin).toMatchObject({
      kind: 'earliest-here',
      post: '1',
      depth: 2,
      breadth: 2,
      knownLinks: 2,
      inferredLinks: 1,
      halfTimeMs: minute,
    });
    expect(view.nodes.map(({ link, parent }) => [link, parent])).toEqual([
      ['root', null],
      ['stated', 0],
      ['stated', 1],
      ['inferred', 0],
    ]);
    expect(row.origin.spreaders[0]).toEqual({ account: 'a0', descendants: 3 });
  });

  it('is not in this collection when what the earliest posts repeat is not', () => {
    const { row } = of([
      { post: '2', timeUtcMs: start, repostOf: '1' },
      { post: '3', timeUtcMs: start + minute },
    ]);
    expect(row.origin).toMatchObject({ kind: 'not-in-collection', missingParent: '1' });
    expect(row.origin.post).toBeUndefined();
    expect(
      of([
        { post: '2', timeUtcMs: start, text: `RT @a: ${words}` },
        { post: '3', timeUtcMs: start },
      ]).row.origin.kind,
    ).toBe('not-in-collection');
  });

  it('states the gap that ends before it', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      post: `q${i}`,
      text: '',
      timeUtcMs: start + i * minute + (i < 100 ? 0 : 40 * 3_600_000),
    }));
    const { row } = of([
      ...rows,
      { post: '1', timeUtcMs: start + 42 * 3_600_000 },
      { post: '2', timeUtcMs: start + 42 * 3_600_000 + minute },
    ]);
    expect(row.origin.gapsBefore).toEqual([
      { from: '2026-11-03T01:39:00.000Z', to: '2026-11-04T17:40:00.000Z' },
    ]);
  });
});

describe('tracking', () => {
  it('counts by narrative, language, platform, country and hour, and a jump of language has its lag', () => {
    const posts = postsOf(
      ['ru', 'ru', 'en', 'en'].map((language, i) => ({
        post: `${i}`,
        account: `a${i}`,
        text: words,
        language,
        country: i < 2 ? 'RU' : 'GB',
        timeUtcMs: start + i * 40 * minute,
      })),
    );
    const { analysis } = analyse(posts, { ...defaultSettings, homeCountries: ['GB'] }, tables);
    expect(
      analysis.track.map(({ language, country, hourUtcMs, posts: count }) => [
        language,
        country,
        (hourUtcMs - start) / 3_600_000,
        count,
      ]),
    ).toEqual([
      ['ru', 'RU', 0, 2],
      ['en', 'GB', 1, 1],
      ['en', 'GB', 2, 1],
    ]);
    const [row] = analysis.narratives;
    expect(row.languages.map(({ name, lagMs }) => [name, lagMs])).toEqual([
      ['ru', 0],
      ['en', 80 * minute],
    ]);
    expect(row.audience).toEqual({ domestic: 2, international: 2 });
  });

  it('puts the calendar beside a burst, measured against the same hour of other days', () => {
    const daily = Array.from({ length: 20 }, (_, day) => ({ timeUtcMs: start + day * 86_400_000 }));
    const burst = Array.from({ length: 30 }, (_, i) => ({ timeUtcMs: start + 10 * 86_400_000 + i * 1000 }));
    const posts = postsOf(
      [...daily, ...burst].map((row, i) => ({ ...row, post: `${i}`, account: `a${i}`, text: words })),
    );
    const vote = { name: 'The vote', kind: 'election', from: '2026-11-14', to: '2026-11-14' } as const;
    const { analysis } = analyse(posts, { ...defaultSettings, calendar: [vote] }, tables);
    expect(
      analysis.narratives[0].bursts.map(({ hour, posts: count, near }) => [hour, count, near.length]),
    ).toEqual([['2026-11-13T00:00:00.000Z', 31, 1]]);
  });
});

describe('what is published', () => {
  it('is not to be amplified while few have seen it', () => {
    const row = { accounts: 3, platforms: [{ name: 'x' }] } as never;
    const seen = { accounts: lowReach.accounts, platforms: [{ name: 'x' }] } as never;
    expect([reachOf([row]).low, reachOf([seen]).low]).toEqual([true, false]);
  });

  it('keeps a debunk apart from its claim and beside it', () => {
    const claim = 'The bridge was sold to strangers last night';
    const posts = postsOf(
      [claim, claim, `Fact check: ${claim}`, `Fact check: ${claim}`].map((text, i) => ({
        post: `${i}`,
        account: `a${i}`,
        text,
        timeUtcMs: start + i * minute,
      })),
    );
    const { narratives } = analyse(posts, defaultSettings, tables).analysis;
    expect(narratives.map(({ debunk, debunks }) => [debunk, debunks.length])).toEqual(
      [
        [false, 1],
        [true, 1],
      ].sort(() => (narratives[0].debunk ? -1 : 1)),
    );
  });

  it('names things of the glossary as whole words, in four languages', () => {
    const finder = new EntityFinder(tables.glossary);
    expect(finder.of('NATO and Japan met on Okinawa')).toEqual(['japan', 'nato', 'okinawa']);
    expect(finder.of('Natosha japans')).toEqual([]);
    expect(finder.of('沖縄の米軍基地')).toEqual(['military-base', 'okinawa']);
    expect(finder.of('冲绳的美军基地')).toEqual(['military-base', 'okinawa']);
    expect(finder.of('военная база на Окинаве')).toEqual(['military-base', 'okinawa']);
  });

  it('has the ids that OpenCTI derives, whatever the case and the spaces of a name', () => {
    expect(openctiId('narrative', ' Poisoned Water ')).toBe(openctiId('narrative', 'poisoned water'));
    // Made with Python's uuid5 from OpenCTI's namespace and {"name":"poisoned water"}.
    expect(openctiId('narrative', 'Poisoned Water')).toBe('narrative--d4eb58f3-e9ad-5178-9eb0-a0880bee0a80');
  });
});
