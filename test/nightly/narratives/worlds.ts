/** Groups, near-duplicates and origins in synthetic worlds that know the truth. */
import { coortweetNetwork } from '../../../src/narratives/coortweet.ts';
import { findCoordination } from '../../../src/narratives/groups.ts';
import type { NarrativeSet } from '../../../src/narratives/narratives.ts';
import { findNarratives } from '../../../src/narratives/narratives.ts';
import { jaccard, leastJaccard, shingles } from '../../../src/narratives/nearduplicates.ts';
import { normalise } from '../../../src/narratives/normalise.ts';
import { originOf, rowsOfPosts } from '../../../src/narratives/origin.ts';
import type { Posts } from '../../../src/narratives/posts.ts';
import { significanceDefaults } from '../../../src/narratives/significance.ts';
import type { World } from '../../../src/narratives/world.test-support.ts';
import {
  makeWorld,
  randomFrom,
  vocabulary,
  worldLanguages,
} from '../../../src/narratives/world.test-support.ts';

import { makeOtherWorld, plantedKinds } from './otherworld.ts';

const least = 0.95;
const leastNear = 0.98;

interface Score {
  readonly precision: number;
  readonly recall: number;
}

/** Precision and recall of the accounts that a method names. */
function score(named: ReadonlySet<string>, planted: ReadonlySet<string>): Score {
  const right = [...named].filter((name) => planted.has(name)).length;
  return { precision: right / Math.max(1, named.size), recall: right / planted.size };
}

/** The percentile rule of the peers, on the same near-duplicate texts and the same window. */
function percentileRule(posts: Posts, found: NarrativeSet, percentile: number): Set<string> {
  const byText = { ...posts, object: found.clusterOfRow };
  const flagged = new Set<string>();
  coortweetNetwork(byText, { windowS: 3600, minParticipation: 2, percentile }).forEachEdge((edge) => {
    if (edge.overThreshold) flagged.add(edge.from).add(edge.to);
  });
  return flagged;
}

/** The share of cascades whose origin is said rightly: the post, or that it is not in this collection. */
export function originScore({ posts, cascades }: World, found: NarrativeSet): number {
  const rowOfPost = rowsOfPosts(posts);
  const narrativeOf = new Map(found.narratives.flatMap((n) => n.rows.map((row) => [row, n] as const)));
  const rows = new Map(Array.from(posts.post, (post, row) => [posts.names.at(post), row]));
  const right = cascades.filter(({ origin, posts: own }) => {
    const narrative = narrativeOf.get(rows.get(own[0]) as number);
    if (narrative === undefined) return false;
    const { row } = originOf(posts, narrative, rowOfPost);
    return (row === undefined ? undefined : posts.names.at(posts.post[row])) === origin;
  });
  return right.length / cascades.length;
}

/** For each language the share of pairs at Jaccard 0.6 and above that stand in one cluster. */
function nearRecall(seed: number): Record<string, number> {
  return Object.fromEntries(worldLanguages.map((language) => [language, recallIn(language, seed)]));
}

function recallIn(language: (typeof worldLanguages)[number], seed: number): number {
  const random = randomFrom(seed * 977);
  const word = () => vocabulary[language][Math.floor(random() * vocabulary[language].length)];
  const glue = language === 'ja' || language === 'zh' ? '' : ' ';
  const texts = new Set<string>();
  for (let story = 0; story < 120; story++) {
    const words = Array.from({ length: 10 + Math.floor(random() * 14) }, word);
    for (let variant = 0; variant < 5; variant++) {
      const share = random() * 0.2;
      texts.add(normalise(words.map((w) => (random() < share ? word() : w)).join(glue)));
    }
  }
  const builder = [...texts];
  const grams = builder.map((text) => shingles(text).slice());
  const { clusterOfRow } = findNarratives(postsOf(builder), 1);
  let [pairs, found] = [0, 0];
  for (let i = 0; i < builder.length; i++)
    for (let j = i + 1; j < builder.length; j++)
      if (jaccard(grams[i], grams[j]) >= leastJaccard) {
        pairs += 1;
        if (clusterOfRow[i] === clusterOfRow[j]) found += 1;
      }
  return found / pairs;
}

function postsOf(texts: readonly string[]): Posts {
  return {
    ...makeWorld(1, 0.01).posts,
    length: texts.length,
    text: {
      length: texts.length,
      at: (row) => texts[row],
      [Symbol.iterator]: () => texts[Symbol.iterator](),
    },
    timeUtcMs: Float64Array.from(texts.keys()),
    repostOf: new Uint32Array(texts.length).fill(0xffffffff),
    account: new Uint32Array(texts.length),
    post: new Uint32Array(texts.length),
  };
}

/** Prints a line a seed. @returns how many seeds missed a bar */
export function worlds(seeds: number, first = 1): number {
  const show = (value: number) => value.toFixed(3);
  const both = ({ precision, recall }: Score) => `${show(precision)} ${show(recall)}`;
  let failed = 0;
  console.log('precision and recall of accounts; bars 0.95, near-duplicates 0.98');
  for (let seed = first; seed < first + seeds; seed++) {
    const world = makeWorld(seed);
    const { posts, planted, declaredOwners } = world;
    const truth = new Set(planted.flat());
    const found = findNarratives(posts);
    const { groups } = findCoordination(posts, found, {}, declaredOwners);
    const called = groups.filter(({ verdict }) => verdict.kind === 'coordinated');
    const ours = score(new Set(called.flatMap(({ members }) => members)), truth);
    const origins = originScore(world, found);
    const near = nearRecall(seed);
    const held =
      Math.min(ours.precision, ours.recall, origins) >= least &&
      Math.min(...Object.values(near)) >= leastNear;
    if (!held) failed += 1;
    console.log(
      [
        `seed ${seed}: ours ${both(ours)}`,
        `percentile 0.5 ${both(score(percentileRule(posts, found, 0.5), truth))}`,
        `0.9 ${both(score(percentileRule(posts, found, 0.9), truth))}`,
        `0.99 ${both(score(percentileRule(posts, found, 0.99), truth))}`,
        `origins ${show(origins)}`,
        `near ${Object.entries(near)
          .map(([language, share]) => `${language} ${show(share)}`)
          .join(' ')}`,
        held ? '' : 'BELOW',
      ].join('; '),
    );
  }
  return failed;
}

const dayS = 86_400;

/**
 * The other world, with the usual window and with that of a day, which finds what is spread over days. Prints a line a
 * seed. @returns how many seeds missed a bar
 */
export function otherWorlds(seeds: number, first = 1): number {
  const show = (value: number) => value.toFixed(3);
  let failed = 0;
  console.log(
    'the other world: accounts; recall by way of acting, where copies over days are asked for by the day alone',
  );
  for (let seed = first; seed < first + seeds; seed++) {
    const { posts, planted, declaredOwners } = makeOtherWorld(seed);
    const found = findNarratives(posts);
    const lines = [significanceDefaults.windowS, dayS].map((windowS) => {
      const { groups } = findCoordination(posts, found, { windowS }, declaredOwners);
      const called = groups.filter(({ verdict }) => verdict.kind === 'coordinated');
      const named = new Set(called.flatMap(({ members }) => members));
      const asked = planted.filter(({ kind }) => windowS === dayS || kind !== 'days');
      const all = new Set(planted.flatMap(({ members }) => members));
      const { precision } = score(named, all);
      const { recall } = score(named, new Set(asked.flatMap(({ members }) => members)));
      const kinds = plantedKinds.map((kind) => {
        const own = new Set(planted.filter((group) => group.kind === kind).flatMap(({ members }) => members));
        return `${kind} ${show(score(named, own).recall)}`;
      });
      if (Math.min(precision, recall) < least) failed += 1;
      return `${show(precision)} ${show(recall)} (${kinds.join(', ')})`;
    });
    console.log(`seed ${seed}: an hour ${lines[0]}; a day ${lines[1]}`);
  }
  return failed;
}
