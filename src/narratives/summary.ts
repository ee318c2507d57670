/** Narratives and groups as rows for a screen or a file. */
import type { GroupRow, NarrativeRow } from './api.ts';
import type { Group } from './groups.ts';
import { languageOf } from './language.ts';
import type { Narrative } from './narratives.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import type { Arrival } from './tracking.ts';
import { arrivals, burstsOf, originOf } from './tracking.ts';

export function narrativeRows(posts: Posts, narratives: readonly Narrative[]): NarrativeRow[] {
  return narratives.map((narrative) => {
    const { id, rows, medoidRow, debunk, accounts, firstUtcMs, lastUtcMs } = narrative;
    const { row, parentsMissing, depth, breadth, halfTimeMs } = originOf(posts, narrative);
    const stated = arrivals(posts, narrative, 'language');
    return {
      id,
      text: posts.text[medoidRow],
      debunk,
      posts: rows.length,
      accounts,
      first: isoOf(firstUtcMs),
      last: isoOf(lastUtcMs),
      languages: (stated.length > 0 ? stated : foundLanguages(posts, narrative)).map(
        ({ name, posts: count, lagMs }) => ({ language: name, posts: count, lagMs }),
      ),
      platforms: arrivals(posts, narrative, 'platform').map(({ name, posts: count, lagMs }) => ({
        platform: name,
        posts: count,
        lagMs,
      })),
      bursts: burstsOf(posts, narrative).map(({ hourUtcMs, posts: count, expected }) => ({
        hour: isoOf(hourUtcMs),
        posts: count,
        expected,
      })),
      origin: {
        ...(row === undefined
          ? {}
          : { post: posts.names[posts.post[row]], account: posts.accounts[posts.account[row]] }),
        parentsMissing,
        depth,
        breadth,
        halfTimeMs,
      },
    };
  });
}

/** Where the source states no language, the medoid's stands for all: they are nearly the same words. */
function foundLanguages(posts: Posts, { rows, medoidRow }: Narrative): Arrival[] {
  const name = languageOf(posts.text[medoidRow]);
  return name === '' ? [] : [{ name, firstUtcMs: posts.timeUtcMs[rows[0]], lagMs: 0, posts: rows.length }];
}

export function groupRows(posts: Posts, groups: readonly Group[]): GroupRow[] {
  return groups.map(({ id, verdict, members, layers, edges, rows }) => ({
    id,
    verdict: verdict.kind,
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason, share: verdict.share }),
    members,
    layers,
    edges,
    first: rows.length === 0 ? '' : isoOf(posts.timeUtcMs[rows[0]]),
    last: rows.length === 0 ? '' : isoOf(posts.timeUtcMs[rows[rows.length - 1]]),
    posts: rows.filter((row) => posts.post[row] !== none).map((row) => posts.names[posts.post[row]]),
  }));
}

function isoOf(utcMs: number): string {
  return new Date(Math.floor(utcMs)).toISOString();
}
