/**
 * Narratives as this collection shows them: posts whose texts are nearly the same, under an id that stays while data
 * grows. The id is that of the earliest text (ties by the text), so later posts never change it; debunks are apart.
 */
import { canonicalUrl, domainOf, isDebunk, normalise } from './normalise.ts';
import { NearDuplicates, textId } from './nearduplicates.ts';
import { rowsOfPosts } from './origin.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';

export interface Narrative {
  /** `narrative-` and 32 hexadecimal digits. */
  readonly id: string;
  /** Rows of its posts, in order of time. */
  readonly rows: readonly number[];
  /** The row whose text stands for all. */
  readonly medoidRow: number;
  readonly accounts: number;
  readonly firstUtcMs: number;
  readonly lastUtcMs: number;
  /** Its texts say of a claim that it is false. */
  readonly debunk: boolean;
}

/** Narratives of at least `leastPosts` posts, the largest first, and the narrative of each row (`none` without one). */
export interface NarrativeSet {
  readonly narratives: readonly Narrative[];
  /** Index into all clusters, whatever their size, or `none`: what the co-text layer counts. */
  readonly clusterOfRow: Uint32Array;
}

export function findNarratives(posts: Posts, leastPosts = 2): NarrativeSet {
  const texts = new NearDuplicates();
  const document = new Int32Array(posts.length);
  for (let i = 0; i < posts.length; i++) {
    const text = posts.text.at(i);
    document[i] = texts.add(normalise(text), isDebunk(text) ? 1 : 0);
  }
  inheritDocuments(posts, document);
  const clusterOfDocument = new Uint32Array(texts.size);
  const clusters = texts.clusters();
  clusters.forEach(({ documents }, cluster) => {
    for (const d of documents) clusterOfDocument[d] = cluster;
  });
  const clusterOfRow = new Uint32Array(posts.length).fill(none);
  const rows = clusters.map((): number[] => []);
  for (let i = 0; i < posts.length; i++) {
    if (document[i] < 0) continue;
    clusterOfRow[i] = clusterOfDocument[document[i]];
    rows[clusterOfRow[i]].push(i);
  }
  const narratives = clusters.flatMap(({ medoid }, cluster) => {
    if (rows[cluster].length < leastPosts) return [];
    return [narrativeOf(posts, texts, document, rows[cluster], medoid)];
  });
  narratives.sort((a, b) => b.rows.length - a.rows.length || (a.id < b.id ? -1 : 1));
  return { narratives, clusterOfRow };
}

/** A repost without words of its own says what its original says, also through reposts of reposts. */
function inheritDocuments(posts: Posts, document: Int32Array): void {
  const isRepost = (row: number) => posts.repostOf[row] !== none;
  if (!posts.repostOf.some((parent) => parent !== none)) return;
  const rowOfPost = rowsOfPosts(posts);
  for (let i = 0; i < posts.length; i++) {
    if (document[i] >= 0 || !isRepost(i)) continue;
    let row = i;
    // A ring of reposts is broken data: no chain is longer than a hundred.
    for (let step = 0; step < 100 && document[row] < 0 && isRepost(row); step++) {
      const parent = rowOfPost[posts.repostOf[row]];
      if (parent < 0) break;
      row = parent;
    }
    document[i] = document[row];
  }
}

function narrativeOf(
  posts: Posts,
  texts: NearDuplicates,
  document: Int32Array,
  rows: number[],
  medoid: number,
): Narrative {
  const nameOf = (row: number) => posts.names.at(posts.post[row]);
  rows.sort((a, b) => posts.timeUtcMs[a] - posts.timeUtcMs[b] || (nameOf(a) < nameOf(b) ? -1 : 1));
  const firstUtcMs = posts.timeUtcMs[rows[0]];
  // The earliest post that has words; ties by the words.
  const founder = rows
    .filter((row) => posts.timeUtcMs[row] === firstUtcMs)
    .map((row) => texts.text(document[row]))
    .sort()[0];
  const founderRow = rows.find((row) => posts.text.at(row) !== '') ?? rows[0];
  const debunk = isDebunk(posts.text.at(founderRow));
  return {
    id: `narrative-${textId(debunk ? `debunk ${founder}` : founder)}`,
    rows,
    medoidRow: rows.find((row) => document[row] === medoid) ?? rows[0],
    accounts: new Set(rows.map((row) => posts.account[row])).size,
    firstUtcMs,
    lastUtcMs: posts.timeUtcMs[rows[rows.length - 1]],
    debunk,
  };
}

/** Every address of the collection in its one form, and its domain; by index into `posts.names`. */
export function canonicalAddresses(posts: Posts): { url: Map<number, string>; domain: Map<number, string> } {
  const url = new Map<number, string>();
  const domain = new Map<number, string>();
  for (const name of posts.urls.value) {
    if (url.has(name)) continue;
    const canonical = canonicalUrl(posts.names.at(name));
    url.set(name, canonical);
    domain.set(name, domainOf(canonical));
  }
  return { url, domain };
}
