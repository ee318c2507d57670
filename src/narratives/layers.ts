/**
 * The layers in which accounts may act together. Each turns posts into shares of objects; an account counts once an
 * object. Reposts say nothing of their own: they count in the repost layers only.
 */
import { imageNames } from './images.ts';
import type { NarrativeSet } from './narratives.ts';
import { canonicalAddresses } from './narratives.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import type { Shares } from './shares.ts';
import { ShareBuilder } from './shares.ts';
import { StringTable } from './strings.ts';

export const layerNames = [
  'co-repost',
  'fast-repost',
  'co-link',
  'co-domain',
  'co-hashtags',
  'co-image',
  'co-text',
  'co-reply',
] as const;
export type LayerName = (typeof layerNames)[number];

export interface Layer {
  readonly name: LayerName;
  /** `content` is the row of the post: every edge can show its posts. */
  readonly shares: Shares;
  readonly objects: number;
  /** What an object is called: an address, a tag sequence, a post's id, a cluster's number. */
  readonly objectName: (object: number) => string;
}

/** Fast: within a minute of the post that is reposted. */
const fastRepostMs = 60_000;

/** A site is one object a day: coming back to it together on several days is what tells. */
const dayMs = 86_400_000;

export function layersOf(posts: Posts, { clusterOfRow }: NarrativeSet, windowMs: number): Layer[] {
  const occasion = occasionsOf(posts, clusterOfRow, windowMs);
  const { url, domain } = canonicalAddresses(posts);
  const image = imageNames(posts);
  const timeOf = new Map<number, number>();
  for (let i = 0; i < posts.length; i++) timeOf.set(posts.post[i], posts.timeUtcMs[i]);
  const list = ({ start, value }: Posts['urls'], row: number) => value.subarray(start[row], start[row + 1]);
  const name = (index: number) => posts.names.at(index);
  const objectsOf: Record<LayerName, (row: number, isRepost: boolean) => Iterable<string>> = {
    'co-repost': (row, isRepost) => (isRepost ? [name(posts.repostOf[row])] : []),
    'fast-repost': (row, isRepost) => {
      const original = isRepost ? timeOf.get(posts.repostOf[row]) : undefined;
      if (original === undefined) return [];
      const lag = posts.timeUtcMs[row] - original;
      return lag >= 0 && lag <= fastRepostMs ? [name(posts.repostOf[row])] : [];
    },
    'co-link': (row, isRepost) =>
      isRepost ? [] : new Set(Array.from(list(posts.urls, row), (u) => url.get(u) as string)),
    'co-domain': (row, isRepost) => {
      if (isRepost) return [];
      const domains = new Set(Array.from(list(posts.urls, row), (u) => domain.get(u) as string));
      domains.delete('');
      const day = Math.floor(posts.timeUtcMs[row] / dayMs);
      return Array.from(domains, (each) => `${each} ${day}`);
    },
    'co-hashtags': (row, isRepost) => {
      const tags = list(posts.tags, row);
      return isRepost || tags.length < 2
        ? []
        : [Array.from(tags, (tag) => name(tag).toLowerCase()).join(' ')];
    },
    'co-image': (row, isRepost) =>
      isRepost ? [] : new Set(Array.from(list(posts.media, row), (media) => image.get(media) as string)),
    'co-text': (row, isRepost) =>
      isRepost || clusterOfRow[row] === none ? [] : [`cluster ${clusterOfRow[row]} ${occasion[row]}`],
    'co-reply': (row, isRepost) =>
      isRepost || posts.replyTo[row] === none ? [] : [name(posts.replyTo[row])],
  };
  return layerNames.map((layer) => layerOf(layer, posts, objectsOf[layer]));
}

function layerOf(
  name: LayerName,
  posts: Posts,
  objectsOf: (row: number, isRepost: boolean) => Iterable<string>,
): Layer {
  const objects = new StringTable();
  const shares = new ShareBuilder();
  for (let row = 0; row < posts.length; row++)
    for (const object of objectsOf(row, posts.repostOf[row] !== none))
      shares.add(objects.intern(object), posts.account[row], row, posts.timeUtcMs[row]);
  return { name, shares: shares.done(), objects: objects.length, objectName: (object) => objects.at(object) };
}

/**
 * Which time a text is said, for each row: it is said anew when nobody said it for longer than the window. Who comes back
 * to one text together, again and again, does more than who says it once.
 */
function occasionsOf(posts: Posts, clusterOfRow: Uint32Array, windowMs: number): Uint32Array {
  const saying = (row: number) => clusterOfRow[row] !== none && posts.repostOf[row] === none;
  const { timeUtcMs } = posts;
  const rows = Uint32Array.from({ length: posts.length }, (_, row) => row).filter(saying);
  const isInOrder = rows.every((row, i) => i === 0 || timeUtcMs[rows[i - 1]] <= timeUtcMs[row]);
  if (!isInOrder) rows.sort((a, b) => timeUtcMs[a] - timeUtcMs[b]);
  const clusters = rows.reduce((most, row) => Math.max(most, clusterOfRow[row] + 1), 0);
  const lastMs = new Float64Array(clusters).fill(Number.NaN);
  const count = new Uint32Array(clusters);
  const occasion = new Uint32Array(posts.length);
  for (const row of rows) {
    const cluster = clusterOfRow[row];
    if (timeUtcMs[row] - lastMs[cluster] > windowMs) count[cluster] += 1;
    occasion[row] = count[cluster];
    lastMs[cluster] = timeUtcMs[row];
  }
  return occasion;
}
