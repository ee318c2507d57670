/** Who acts together, found again in worlds that know it. */
import { describe, expect, it } from 'vitest';
import { communities } from './communities.ts';
import { findCoordination } from './groups.ts';
import { findNarratives } from './narratives.ts';
import type { Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import { benjaminiHochberg, poissonTail } from './significance.ts';
import type { World } from './world.test-support.ts';
import { fieldsOf } from './collection.ts';
import { makeWorld, randomFrom, vocabulary } from './world.test-support.ts';

/** Accounts called coordinated against those planted. */
function scoreOf({ posts, planted, declaredOwners }: World, isCalled: 'after triage' | 'any group') {
  const { groups } = findCoordination(posts, findNarratives(posts), {}, declaredOwners);
  const truth = new Set(planted.flat());
  const called = groups.filter((g) => isCalled === 'any group' || g.verdict.kind === 'coordinated');
  const names = new Set(called.flatMap(({ members }) => members));
  const right = [...names].filter((name) => truth.has(name)).length;
  return { precision: right / names.size, recall: right / truth.size };
}

describe('groups in a synthetic world of four languages', () => {
  it.each([1, 2])('seed %i: precision and recall of accounts are at least 0.95 after triage', (seed) => {
    const { precision, recall } = scoreOf(makeWorld(seed), 'after triage');
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it('needs triage: without it most of what acts together is harmless', () => {
    expect(scoreOf(makeWorld(3, 0.5), 'any group').precision).toBeLessThan(0.6);
  });

  it('comes out the same whatever the order of reading', () => {
    const { posts, declaredOwners } = makeWorld(4, 0.3);
    const backwards = reversed(posts);
    const resultOf = (read: Posts) => {
      const found = findNarratives(read);
      const { edges, groups } = findCoordination(read, found, {}, declaredOwners);
      return {
        narratives: found.narratives.map(({ id, rows, accounts }) => [id, rows.length, accounts]),
        edges: edges.map(({ from, to, weight }) => [from, to, weight]),
        groups: groups.map(({ id, members, verdict }) => [id, members, verdict.kind, verdict.reason]),
      };
    };
    expect(resultOf(backwards)).toEqual(resultOf(posts));
  });
});

/** Six accounts repost, within minutes, twenty posts of so many authors, and say things of their own; others do as they like. */
function reposters(authors: number): Posts {
  const builder = new PostBuilder();
  let made = 0;
  const post = (account: string, timeS: number, text: string, repostOf = '') => {
    const id = `p${made++}`;
    builder.add({
      post: id,
      account,
      timeUtcMs: (1_700_000_000 + timeS) * 1000,
      precisionMs: 1000,
      text,
      repostOf,
      replyTo: '',
      language: '',
      platform: '',
      country: '',
      urls: [],
      tags: [],
      media: [],
      object: '',
      declaredAutomated: false,
    });
    return id;
  };
  for (let i = 0; i < 20; i++) {
    const at = i * 40_000;
    const original = post(`author${i % authors}`, at, `what author ${i} has to say about number ${i * 7}`);
    for (let a = 0; a < 6; a++) post(`near${a}`, at + 60 + a * 20, '', original);
    for (let a = 0; a < 6; a++) post(`near${a}`, at + 9000 * a, `own words ${a} of ${i} and ${a * i}`);
  }
  // Everybody else reposts now and then what few do.
  for (let i = 0; i < 400; i++) post(`other${i % 80}`, i * 2000, '', `p${(i * 13) % 260}`);
  return builder.done();
}

describe('who reposts together', () => {
  it.each([
    [1, 'benign', 'fans'],
    [20, 'coordinated', undefined],
  ])('what %i authors wrote is %s', (authors, kind, reason) => {
    const posts = reposters(authors);
    const { groups } = findCoordination(posts, findNarratives(posts), {});
    const group = groups.find(({ members }) => members.includes('near0'));
    expect([group?.verdict.kind, group?.verdict.reason]).toEqual([kind, reason]);
  });
});

/** Seven accounts say one text in some waves, hours apart, among others. */
function waves(count: number): Posts {
  const builder = new PostBuilder();
  let made = 0;
  const post = (account: string, minute: number, text: string) =>
    builder.add({
      post: `w${made++}`,
      account,
      timeUtcMs: 1_700_000_000_000 + minute * 60_000,
      precisionMs: 1000,
      text,
      repostOf: '',
      replyTo: '',
      language: '',
      platform: '',
      country: '',
      urls: [],
      tags: [],
      media: [],
      object: '',
      declaredAutomated: false,
    });
  for (let wave = 0; wave < count; wave++)
    for (let m = 0; m < 7; m++)
      post(`wave${m}`, wave * 300 + m * 3, 'the lighthouse was paid for by the school roof');
  // What people say is now and then what others said: without that there is nothing to compare with.
  const random = randomFrom(3);
  const said = Array.from({ length: 150 }, () =>
    Array.from({ length: 10 }, () => vocabulary.en[Math.floor(random() * vocabulary.en.length)]).join(' '),
  );
  for (let i = 0; i < 900; i++)
    post(`other${i % 110}`, Math.floor(random() * 7000), said[Math.floor(random() * said.length)]);
  return builder.done();
}

describe('who says one text', () => {
  it.each([
    [10, 1],
    [2, 0],
  ])('together in %i waves: groups that are called coordinated are %i', (count, groups) => {
    const posts = waves(count);
    const found = findCoordination(posts, findNarratives(posts), {});
    const called = found.groups.filter(({ verdict }) => verdict.kind === 'coordinated');
    expect(called.length).toBe(groups);
    if (groups > 0) expect(called[0].members.length).toBe(7);
  });
});

function reversed(posts: Posts): Posts {
  const builder = new PostBuilder();
  for (let row = posts.length - 1; row >= 0; row--) builder.add(fieldsOf(posts, row));
  return builder.done();
}

describe('the tests of significance', () => {
  it('gives the tail of Poisson to many digits', () => {
    expect(poissonTail(1, 2)).toBeCloseTo(1 - Math.exp(-2), 12);
    expect(poissonTail(3, 0.01)).toBeCloseTo(1.6542e-7, 10);
    expect(poissonTail(0, 5)).toBe(1);
  });

  it('passes edges by Benjamini–Hochberg, counting pairs that were never seen', () => {
    const edges = [0.001, 0.008, 0.039, 0.041, 0.042].map((p) => ({ p }));
    expect(benjaminiHochberg(edges, 5, 0.05).length).toBe(5);
    expect(benjaminiHochberg(edges, 10, 0.05).length).toBe(2);
    expect(benjaminiHochberg(edges, 1000, 0.05).length).toBe(0);
  });
});

describe('communities', () => {
  it('parts two cliques that one weak edge joins', () => {
    const clique = (from: number) =>
      [0, 1, 2, 3].flatMap((a) => [1, 2, 3].filter((b) => b > a).map((b) => [from + a, from + b]));
    const edges = [...clique(0), ...clique(4)].map(([a, b]) => ({ a, b, weight: 5 }));
    const order = Uint32Array.from({ length: 8 }, (_, i) => i);
    expect(communities([...edges, { a: 3, b: 4, weight: 1 }], order)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
  });
});
