/** Posts and cascades as a screen shows them. */
import { instant } from '../core/index.ts';
import type { CascadeView, PostPage, PostRow } from './api.ts';
import type { Narrative } from './narratives.ts';
import { cascadeOf } from './origin.ts';
import type { ListColumn, Posts } from './posts.ts';
import { none } from './posts.ts';

/** How many posts of a cascade one answer shows: the earliest. */
const nodesShown = 500;

/** The earliest posts of a narrative and which followed which. */
export function cascadeView(posts: Posts, narrative: Narrative): CascadeView {
  const cascade = cascadeOf(posts, narrative);
  const text = (index: number) => (index === none ? '' : posts.names.at(index));
  const kinds = ['root', 'stated', 'inferred'] as const;
  return {
    narrative: narrative.id,
    posts: cascade.rows.length,
    nodes: cascade.rows.slice(0, nodesShown).map((row, place) => ({
      row,
      post: text(posts.post[row]),
      account: posts.accounts[posts.account[row]],
      at: isoOf(posts.timeUtcMs[row]),
      language: text(posts.language[row]),
      platform: text(posts.platform[row]),
      parent: cascade.parent[place] < 0 ? null : cascade.parent[place],
      link: kinds[cascade.link[place]],
      depth: cascade.depth[place],
    })),
  };
}

/** Posts by their rows, or all in order of time. */
export function postPage(
  posts: Posts,
  rows: readonly number[] | 'all',
  from: number,
  limit: number,
  narrativeOf: (row: number) => string | undefined = () => undefined,
): PostPage {
  const total = rows === 'all' ? posts.length : rows.length;
  const to = Math.min(total, from + limit);
  const page: PostRow[] = [];
  for (let i = from; i < to; i++) page.push(postRow(posts, rows === 'all' ? i : rows[i], narrativeOf));
  return { posts: page, total, ...(to < total ? { next: to } : {}) };
}

function postRow(posts: Posts, row: number, narrativeOf: (row: number) => string | undefined): PostRow {
  const text = (index: number) => (index === none ? '' : posts.names.at(index));
  const narrative = narrativeOf(row);
  return {
    row,
    post: text(posts.post[row]),
    account: posts.accounts[posts.account[row]],
    at: isoOf(posts.timeUtcMs[row]),
    precisionMs: posts.precision[row],
    text: posts.text.at(row),
    language: text(posts.language[row]),
    platform: text(posts.platform[row]),
    country: text(posts.country[row]),
    urls: Array.from(listOf(posts.urls, row), text),
    ...(posts.repostOf[row] === none ? {} : { repostOf: text(posts.repostOf[row]) }),
    ...(posts.replyTo[row] === none ? {} : { replyTo: text(posts.replyTo[row]) }),
    ...(narrative === undefined ? {} : { narrative }),
    source: text(posts.source[row]),
  };
}

export function listOf({ start, value }: ListColumn, row: number): Uint32Array {
  return value.subarray(start[row], start[row + 1]);
}

export function isoOf(utcMs: number): string {
  return instant(Math.floor(utcMs));
}
