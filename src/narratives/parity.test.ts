/** The networks of two published tools, edge by edge, on their own data. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import type { CoortweetEdge, CoortweetNetwork } from './coortweet.ts';
import { coortweetNetwork, quantile } from './coortweet.ts';
import type { Posts } from './posts.ts';
import { PostBuilder } from './posts.ts';
import { qutEdges, qutModes, wordsOf } from './qut.ts';
import { readPosts } from './reader.ts';

const folder = 'narratives';

function load(name: string, objectColumn?: string): Posts {
  const bytes = readFileSync(sharedData(`${folder}/${name}`) as string);
  const { posts, reports } = readPosts([{ name, bytes }], { objectColumn, rawUrls: true });
  const [{ read, taken, refused }] = reports;
  expect(read).toBe(taken + refused.reduce((sum, { count }) => sum + count, 0));
  return posts;
}

function edgesOf(network: CoortweetNetwork): CoortweetEdge[] {
  const edges: CoortweetEdge[] = [];
  network.forEachEdge((edge) => edges.push(edge));
  return edges;
}

const available = sharedData(folder) !== undefined;

describe.skipIf(!available)('CooRTweet 2.1.3 (skipped where its data are not beside the checkout)', () => {
  const cases = [
    ['russian_coord_tweets.csv', undefined, 'russian_tw10_mp2_p50', 10],
    ['german_elections.csv', 'url_id', 'german_url_tw30_mp2_p50', 30],
    ['german_elections.csv', 'hashtag_id', 'german_hashtag_tw30_mp2_p50', 30],
  ] as const;
  it.each(cases)('%s by %s gives the edges of %s', (file, objectColumn, expected, windowS) => {
    const network = coortweetNetwork(load(file, objectColumn), {
      windowS,
      minParticipation: 2,
      percentile: 0.5,
    });
    const ours = edgesOf(network).map(
      ({ from, to, weight, avgTimeDeltaS, overThreshold }) =>
        `${from},${to},${weight},${Number(avgTimeDeltaS.toPrecision(14))},${Number(overThreshold)}`,
    );
    const theirs = readFileSync(sharedData(`${folder}/${expected}.edges.csv`) as string, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map((f) => `${f[0]},${f[1]},${f[2]},${Number(Number(f[3]).toPrecision(14))},${f[7]}`);
    expect(ours.sort()).toEqual(theirs.sort());
    const summary = JSON.parse(
      readFileSync(sharedData(`${folder}/${expected}.summary.json`) as string, 'utf8'),
    );
    expect([network.pairs, network.edges, network.weightThreshold]).toEqual([
      summary.pairs,
      summary.edges,
      summary.threshold,
    ]);
  });
});

describe.skipIf(!available)('the QUT toolkit (skipped where its data are not beside the checkout)', () => {
  const posts = available ? load('sample_data.csv') : undefined;
  it.each(qutModes)('%s gives the directed edges of the peer', (mode) => {
    const path = sharedData(`${folder}/sample_data.tw60.expected.json`) as string;
    const { networks } = JSON.parse(readFileSync(path, 'utf8')) as {
      networks: Record<string, [string, string, number][]>;
    };
    const ours: [string, string, number][] = [];
    qutEdges(posts as Posts, { mode, windowS: 60, minWeight: 1, similarity: 0.9 }, ({ from, to, weight }) =>
      ours.push([from, to, weight]),
    );
    expect(ours).toEqual(networks[mode.slice(4).replaceAll('-', '_')]);
  });
});

/** A share as the plain method takes it. */
interface PlainShare {
  readonly object: string;
  readonly account: string;
  readonly content: string;
  readonly timeS: number;
}

function postsOf(shares: readonly PlainShare[]): Posts {
  const builder = new PostBuilder();
  for (const { object, account, content, timeS } of shares)
    builder.add({
      post: content,
      account,
      timeUtcMs: timeS * 1000,
      precisionMs: 1000,
      text: '',
      repostOf: '',
      replyTo: '',
      language: '',
      platform: '',
      country: '',
      urls: [],
      tags: [],
      media: [],
      object,
      declaredAutomated: false,
    });
  return builder.done();
}

/** Pairs by the definition, one by one, as the peer's R code says it; and the narrower ones among them. */
function plainPairs(all: readonly PlainShare[], windowS: number, least: number, fastWindowS: number) {
  const enough = (rows: readonly PlainShare[]) =>
    rows.filter(({ account }) => rows.filter((row) => row.account === account).length >= least);
  const distinct = [...new Map(all.map((share) => [Object.values(share).join(' '), share])).values()];
  const shares = enough(distinct);
  const participating = (pairs: readonly (readonly [PlainShare, PlainShare])[]) => {
    const paired = new Set(pairs.flat().map(({ content }) => content));
    const kept = new Set(enough(shares.filter(({ content }) => paired.has(content))).map((s) => s.content));
    return pairs.filter(([a, b]) => kept.has(a.content) || kept.has(b.content));
  };
  const pairs: [PlainShare, PlainShare][] = [];
  for (let i = 0; i < shares.length; i++)
    for (let j = i + 1; j < shares.length; j++) {
      const [a, b] = [shares[i], shares[j]];
      if (a.object !== b.object || Math.abs(a.timeS - b.timeS) > windowS) continue;
      if (a.account === b.account || a.content === b.content) continue;
      if (a.object === a.content || b.object === b.content) continue;
      pairs.push([a, b]);
    }
  const wide = participating(pairs);
  return {
    wide: weightsOf(wide),
    fast: weightsOf(participating(wide.filter(([a, b]) => Math.abs(a.timeS - b.timeS) <= fastWindowS))),
  };
}

/** For each pair of accounts the time between their contents, of every pair. */
function weightsOf(pairs: readonly (readonly [PlainShare, PlainShare])[]): Map<string, number[]> {
  const weights = new Map<string, number[]>();
  for (const [a, b] of pairs) {
    const key = [a.account, b.account].sort().join(' ');
    weights.set(key, [...(weights.get(key) ?? []), Math.abs(a.timeS - b.timeS)]);
  }
  return weights;
}

const shareArbitrary = fc.record({
  object: fc.constantFrom('o1', 'o2', 'c1', 'c2'),
  account: fc.constantFrom('a', 'b', 'c', 'd'),
  content: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6'),
  timeS: fc.integer({ min: 0, max: 40 }),
});

describe('coordination by the sliding window', () => {
  it('equals the definition pair by pair, the narrower window too, in any order of reading', () => {
    fc.assert(
      fc.property(
        fc.array(shareArbitrary, { maxLength: 24 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom(0, 0.25, 0.5, 0.9),
        (shares, windowS, minParticipation, narrower, percentile) => {
          const fastWindowS = Math.max(0, windowS - 1 - narrower);
          const { wide, fast } = plainPairs(shares, windowS, minParticipation, fastWindowS);
          const mean = (deltas: readonly number[]) => deltas.reduce((sum, d) => sum + d, 0) / deltas.length;
          const limits = [wide, fast].map((weights) =>
            plainQuantile(
              [...weights.values()].map((deltas) => deltas.length),
              percentile,
            ),
          );
          const expected = [...wide]
            .map(([key, deltas]) => {
              const inside = fast.get(key);
              return [
                key,
                deltas.length,
                mean(deltas),
                deltas.length > limits[0],
                inside && [inside.length, mean(inside), inside.length > limits[1]],
              ];
            })
            .sort();
          for (const order of [shares, shares.toReversed()]) {
            const options = { windowS, minParticipation, percentile, fastWindowS };
            const ours = edgesOf(coortweetNetwork(postsOf(order), options)).map((edge) => [
              `${edge.from} ${edge.to}`,
              edge.weight,
              edge.avgTimeDeltaS,
              edge.overThreshold,
              edge.fast && Object.values(edge.fast),
            ]);
            expect(ours).toEqual(expected);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts the contents of each account on its own side, which the peer mixes up', () => {
    const shares = [
      { object: 'o', account: 'b', content: 'b1', timeS: 0 },
      { object: 'o', account: 'a', content: 'a1', timeS: 1 },
      { object: 'o', account: 'a', content: 'a2', timeS: 2 },
      { object: 'x', account: 'b', content: 'b2', timeS: 900 },
    ];
    const [edge] = edgesOf(
      coortweetNetwork(postsOf(shares), { windowS: 10, minParticipation: 2, percentile: 0.5 }),
    );
    expect(edge).toMatchObject({ from: 'a', to: 'b', contentsFrom: 2, contentsTo: 1, symmetry: 0.5 });
  });

  it('counts as fast the pairs inside the narrower window alone, also where two contents meet more than once', () => {
    const shares = [
      { object: 'o', account: 'a', content: 'a1', timeS: 0 },
      { object: 'o', account: 'b', content: 'b1', timeS: 1 },
      { object: 'p', account: 'a', content: 'a1', timeS: 100 },
      { object: 'p', account: 'b', content: 'b1', timeS: 108 },
    ];
    const options = { windowS: 10, minParticipation: 1, percentile: 0.5, fastWindowS: 2 };
    const [edge] = edgesOf(coortweetNetwork(postsOf(shares), options));
    expect([edge.weight, edge.fast?.weight, edge.fast?.avgTimeDeltaS]).toEqual([2, 1, 1]);
  });

  it('refuses a window that is finer than the times', () => {
    const posts = { ...postsOf([]), precisionMs: 60_000 };
    expect(() => coortweetNetwork(posts, { windowS: 10, minParticipation: 2, percentile: 0.5 })).toThrow(
      expect.objectContaining({ code: 'narratives.window-too-fine' }),
    );
  });
});

/** R's type 7 by its formula, over the sorted values. */
function plainQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [Math.floor(place), Math.ceil(place)];
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}

const messageArbitrary = fc.record({
  user: fc.constantFrom('u1', 'u2', 'u3'),
  repost: fc.constantFrom('', '', 'm0', 'm1'),
  reply: fc.constantFrom('', 'm0', 'm1'),
  text: fc.constantFrom(
    'one two three',
    'One  two three',
    '@a one two three',
    'one two three four',
    'five',
    '',
  ),
  urls: fc.subarray(['http://a', 'http://b', 'http://c']),
  timeS: fc.integer({ min: 0, max: 60 }),
});
type PlainMessage = (typeof messageArbitrary extends fc.Arbitrary<infer T> ? T : never) & { id: string };

/** Whether two messages match in a mode, by the words of the toolkit's documentation. */
const matches: Record<
  (typeof qutModes)[number],
  (a: PlainMessage, b: PlainMessage, least: number) => boolean
> = {
  'qut-co-tweet': (a, b) => bothOwn(a, b) && plain(a.text).join(' ') === plain(b.text).join(' '),
  'qut-co-link': (a, b) => bothOwn(a, b) && a.urls.some((url) => b.urls.includes(url)),
  'qut-co-retweet': (a, b) => a.repost !== '' && a.repost === b.repost,
  'qut-co-reply': (a, b) => bothOwn(a, b) && a.reply !== '' && a.reply === b.reply,
  'qut-co-post': () => true,
  'qut-co-similar-tweet': (a, b, least) => {
    const [one, two] = [new Set(plain(a.text)), new Set(plain(b.text))];
    const all = new Set([...one, ...two]);
    return (
      bothOwn(a, b) && all.size > 0 && [...one].filter((word) => two.has(word)).length / all.size >= least
    );
  },
};
const bothOwn = (a: PlainMessage, b: PlainMessage) => a.repost === '' && b.repost === '';
const plain = (text: string) => text.toLowerCase().replace(/@\S*/g, '').split(/\s+/).filter(Boolean);

describe('the words of the QUT toolkit', () => {
  it.each([
    ["Don't 'quote' it", ["don't", 'it', 'quote']],
    ['コンピュータを使う', ['う', 'を', 'コンピュータ', '使']],
    ['ｶﾞｷﾞ と ไทย', ['と', 'ท', 'ย', 'ไ', 'ｶﾞｷﾞ']],
    ['@someone e\u0301t 3.14 😀', ['3.14', 'e\u0301t', '😀']],
  ])('of %s are those between the breaks of UAX 29, without a lone apostrophe', (text, expected) => {
    expect([...wordsOf(text)].sort()).toEqual([...expected].sort());
  });
});

describe('the modes of the QUT toolkit', () => {
  it('takes messages without a link as sharing the empty link, as the peer does', () => {
    const head = 'message_id,user_id,username,repost_id,reply_id,message,timestamp,urls';
    const bytes = new TextEncoder().encode(`${head}\n1,a,a,,,one,1600000000,\n2,b,b,,,two,1600000005,\n`);
    const { posts } = readPosts([{ name: 'x.csv', bytes }], { rawUrls: true });
    const ours: unknown[] = [];
    qutEdges(
      posts,
      { mode: 'qut-co-link', windowS: 60, minWeight: 1, similarity: 0.9 },
      ({ from, to, weight }) => ours.push([from, to, weight]),
    );
    expect(ours).toEqual([
      ['a', 'b', 1],
      ['b', 'a', 1],
    ]);
  });

  it.each(qutModes)('%s equals the definition message by message, at any window and threshold', (mode) => {
    fc.assert(
      fc.property(
        fc.array(messageArbitrary, { maxLength: 14 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(0.5, 0.75, 0.9),
        (drawn, windowS, minWeight, similarity) => {
          const messages = drawn.map((message, i) => ({ ...message, id: `m${i}` }));
          const weight = new Map<string, { ids: Set<string>; deltas: number[] }>();
          for (const a of messages)
            for (const b of messages) {
              if (a.id === b.id || Math.abs(a.timeS - b.timeS) > windowS) continue;
              if (!matches[mode](a, b, similarity)) continue;
              const key = `${a.user} ${b.user}`;
              const edge = weight.get(key) ?? { ids: new Set(), deltas: [] };
              // Two links in common are two matches of one message.
              const times = mode === 'qut-co-link' ? a.urls.filter((url) => b.urls.includes(url)).length : 1;
              for (let i = 0; i < times; i++) edge.deltas.push(Math.abs(a.timeS - b.timeS));
              weight.set(key, { ...edge, ids: edge.ids.add(a.id) });
            }
          const expected = [...weight]
            .filter(([, { ids }]) => ids.size >= minWeight)
            .map(([key, { ids, deltas }]) => [
              key,
              ids.size,
              deltas.reduce((sum, delta) => sum + delta, 0) / deltas.length,
            ])
            .sort();
          const ours: unknown[] = [];
          qutEdges(messagePosts(messages), { mode, windowS, minWeight, similarity }, (edge) =>
            ours.push([`${edge.from} ${edge.to}`, edge.weight, edge.avgTimeDeltaS]),
          );
          expect(ours).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what the modes of the QUT toolkit take out of a file', () => {
  const linkEdges = (rows: readonly string[]) => {
    const header = 'message_id,user_id,username,repost_id,reply_id,message,timestamp,urls';
    const bytes = new TextEncoder().encode([header, ...rows, ''].join('\n'));
    const { posts } = readPosts([{ name: 'messages.csv', bytes }], { rawUrls: true });
    const edges: string[] = [];
    const options = { mode: 'qut-co-link', windowS: 10, minWeight: 1, similarity: 0.9 } as const;
    qutEdges(posts, options, ({ from, to, weight }) => edges.push(`${from} ${to} ${weight}`));
    return edges;
  };

  it('a message that stands twice has the links of both rows, each with its row’s time, as in the peer', () => {
    const rows = [
      'm1,u1,,,,one,1600000000,http://a',
      'm2,u2,,,,two,1600000105,http://b',
      'm1,u1,,,,one,1600000100,http://a http://b',
    ];
    expect(linkEdges(rows)).toEqual(['u1 u2 1', 'u2 u1 1']);
  });
});

function messagePosts(messages: readonly PlainMessage[]): Posts {
  const builder = new PostBuilder();
  for (const { id, user, repost, reply, text, urls, timeS } of messages)
    builder.add({
      post: id,
      account: user,
      timeUtcMs: timeS * 1000,
      precisionMs: 1000,
      text,
      repostOf: repost,
      replyTo: reply,
      language: '',
      platform: '',
      country: '',
      urls,
      tags: [],
      media: [],
      object: '',
      declaredAutomated: false,
    });
  return builder.done();
}

describe('the quantile of type 7', () => {
  it('interpolates between the two weights beside it, as R does', () => {
    const weights = new Map([
      [1, 2],
      [4, 2],
    ]);
    expect([0, 0.5, 0.9, 1].map((share) => quantile(weights, 4, share))).toEqual([1, 2.5, 4, 4]);
  });
});
