/**
 * Where a narrative began in this collection, and how it went from post to post. "Earliest" means earliest here: what
 * was not collected is not known. A link that the source states is told apart from one that is inferred.
 */
import type { Narrative } from './narratives.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import { normalise } from './normalise.ts';

/** The cascade of a narrative: for the i-th of its rows the place of its parent among them, or -1. */
export interface Cascade {
  readonly rows: readonly number[];
  readonly parent: Int32Array;
  /** 0 root, 1 stated by the source, 2 inferred. */
  readonly link: Uint8Array;
  readonly depth: Uint32Array;
}

/** An inferred parent lies at most this long before: an older one says nothing. */
const inferredWithinMs = 86_400_000;

/** Rows by the post that they are; of one that was read twice the first. -1 where a post is not in the collection. */
export function rowsOfPosts(posts: Posts): Int32Array {
  const row = new Int32Array(posts.names.length).fill(-1);
  for (let i = posts.length - 1; i >= 0; i--) row[posts.post[i]] = i;
  return row;
}

/**
 * Stated parents first (the post that is reposted, or answered); for the others the latest earlier post of another
 * account, within a day, that has the same words or the same address.
 */
export function cascadeOf(posts: Posts, { rows }: Narrative): Cascade {
  const placeOfPost = new Map<number, number>();
  rows.forEach((row, place) => {
    if (!placeOfPost.has(posts.post[row])) placeOfPost.set(posts.post[row], place);
  });
  const parent = new Int32Array(rows.length).fill(-1);
  const link = new Uint8Array(rows.length);
  const depth = new Uint32Array(rows.length);
  const latest = new LatestSame(posts);
  rows.forEach((row, place) => {
    const stated = placeOfPost.get(parentPost(posts, row)) ?? -1;
    // Rows come in order of time: a parent that stands later is a clock that is off, and its child a root.
    if (stated >= 0 && stated < place) [parent[place], link[place]] = [stated, 1];
    else if (posts.repostOf[row] === none) {
      const inferred = latest.before(row, rows);
      if (inferred >= 0) [parent[place], link[place]] = [inferred, 2];
    }
    if (parent[place] >= 0) depth[place] = depth[parent[place]] + 1;
    latest.add(row, place);
  });
  return { rows, parent, link, depth };
}

function parentPost(posts: Posts, row: number): number {
  return posts.repostOf[row] === none ? posts.replyTo[row] : posts.repostOf[row];
}

/** The two latest places of each text and each address, so that one of another account is known. */
class LatestSame {
  readonly #posts: Posts;
  readonly #places = new Map<string, [latest: number, before: number]>();

  constructor(posts: Posts) {
    this.#posts = posts;
  }

  before(row: number, rows: readonly number[]): number {
    const { account, timeUtcMs } = this.#posts;
    let found = -1;
    for (const key of this.#keys(row))
      for (const place of this.#places.get(key) ?? []) {
        if (place <= found || account[rows[place]] === account[row]) continue;
        if (timeUtcMs[row] - timeUtcMs[rows[place]] <= inferredWithinMs) found = place;
      }
    return found;
  }

  add(row: number, place: number): void {
    for (const key of this.#keys(row)) {
      const [latest = -1] = this.#places.get(key) ?? [];
      this.#places.set(key, [place, latest]);
    }
  }

  #keys(row: number): string[] {
    const { urls, text } = this.#posts;
    const links = Array.from(urls.value.subarray(urls.start[row], urls.start[row + 1]), (url) => `u${url}`);
    const words = normalise(text.at(row));
    return words === '' ? links : [...links, `t${words}`];
  }
}

/** Where a narrative began, as far as this collection can tell. */
export interface Origin {
  /** The earliest row, or undefined when it repeats something that was not collected. */
  readonly row: number | undefined;
  /** The post that is repeated and not here, index into `names`, or `none`. */
  readonly missingParent: number;
  /** Posts that repeat, or answer, what is not in this collection. */
  readonly parentsMissing: number;
  readonly depth: number;
  readonly breadth: number;
  readonly roots: number;
  readonly knownLinks: number;
  readonly inferredLinks: number;
  /** Time from the first post until half of all had been posted, ms. */
  readonly halfTimeMs: number;
  /** Accounts, as indexes, by how many posts hang below theirs, most first. */
  readonly spreaders: readonly { readonly account: number; readonly descendants: number }[];
}

/** The mark of a repost in a text of which the source states no parent. */
const repostMark = /^\s*(RT\s*[@＠]|转发|轉發|Репост\b)/i;
const spreadersShown = 10;
/** The first tenth of a narrative, and at least so many posts, are its beginning. */
const earlyPosts = 3;

/** @param rowOfPost of `rowsOfPosts` */
export function originOf(posts: Posts, narrative: Narrative, rowOfPost: Int32Array): Origin {
  const { rows, firstUtcMs } = narrative;
  const cascade = cascadeOf(posts, narrative);
  let parentsMissing = 0;
  for (const row of rows) {
    const parent = parentPost(posts, row);
    if (parent !== none && rowOfPost[parent] < 0) parentsMissing += 1;
  }
  const breadths = new Map<number, number>();
  let [roots, known, inferred] = [0, 0, 0];
  cascade.link.forEach((link, place) => {
    if (link === 0) roots += 1;
    else if (link === 1) known += 1;
    else inferred += 1;
    breadths.set(cascade.depth[place], (breadths.get(cascade.depth[place]) ?? 0) + 1);
  });
  const [first] = rows;
  const repeated = missingEarly(posts, rows, rowOfPost);
  const isRepeat = repeated !== none || isMarkedRepost(posts, first);
  return {
    row: isRepeat ? undefined : first,
    missingParent: repeated,
    parentsMissing,
    depth: cascade.depth.reduce((most, depth) => Math.max(most, depth), 0),
    breadth: [...breadths.values()].reduce((most, count) => Math.max(most, count), 0),
    roots,
    knownLinks: known,
    inferredLinks: inferred,
    halfTimeMs: posts.timeUtcMs[rows[Math.ceil(rows.length / 2) - 1]] - firstUtcMs,
    spreaders: spreadersOf(posts, cascade),
  };
}

/**
 * What the earliest posts repeat and is not here. Whoever repeats it early tells that it stood somewhere before, even
 * where another post without a parent happens to be the first of those collected.
 */
function missingEarly(posts: Posts, rows: readonly number[], rowOfPost: Int32Array): number {
  const early = rows.slice(0, Math.max(earlyPosts, Math.ceil(rows.length / 10)));
  const row = early.find((each) => posts.repostOf[each] !== none && rowOfPost[posts.repostOf[each]] < 0);
  return row === undefined ? none : posts.repostOf[row];
}

function isMarkedRepost(posts: Posts, row: number): boolean {
  return posts.repostOf[row] === none && repostMark.test(posts.text.at(row));
}

function spreadersOf(posts: Posts, { rows, parent }: Cascade): Origin['spreaders'] {
  const below = new Uint32Array(rows.length);
  // Children stand behind their parents: one pass from the end adds up.
  for (let place = rows.length - 1; place >= 0; place--)
    if (parent[place] >= 0) below[parent[place]] += below[place] + 1;
  const byAccount = new Map<number, number>();
  below.forEach((count, place) => {
    if (count === 0) return;
    const account = posts.account[rows[place]];
    byAccount.set(account, (byAccount.get(account) ?? 0) + count);
  });
  return [...byAccount]
    .map(([account, descendants]) => ({ account, descendants }))
    .sort(
      (a, b) =>
        b.descendants - a.descendants || (posts.accounts[a.account] < posts.accounts[b.account] ? -1 : 1),
    )
    .slice(0, spreadersShown);
}
