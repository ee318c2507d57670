/**
 * How a narrative spreads: by language, platform and country; bursts against what the same hour of the day usually
 * brings; and where it began in this collection. "Earliest" means earliest here: what was not collected is not known.
 */
import type { Narrative } from './narratives.ts';
import { poissonTail } from './significance.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';

const hourMs = 3_600_000;

/** An hour in which a narrative was posted far more than that hour of the day usually brings. */
export interface Burst {
  readonly hourUtcMs: number;
  readonly posts: number;
  readonly expected: number;
  readonly p: number;
}

/** Bonferroni over the hours of the narrative; below five posts nothing is called a burst. */
const burstP = 0.01;
const burstPosts = 5;

export function burstsOf(posts: Posts, { rows }: Narrative): Burst[] {
  if (rows.length === 0 || posts.precisionMs > hourMs) return [];
  const counts = new Map<number, number>();
  for (const row of rows) {
    const hour = Math.floor(posts.timeUtcMs[row] / hourMs);
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
  }
  const hours = [...counts.keys()];
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  const days = Math.max(1, (last - first + 1) / 24);
  const byHourOfDay = new Float64Array(24);
  for (const [hour, count] of counts) byHourOfDay[hour % 24] += count;
  const mean = rows.length / (last - first + 1);
  return [...counts]
    .flatMap(([hour, count]) => {
      // The hour itself is left out of its baseline, which is drawn to the mean of all hours by one day's weight.
      const expected = (byHourOfDay[hour % 24] - count + mean) / days;
      const p = poissonTail(count, Math.max(expected, 1e-6));
      return count >= burstPosts && p * (last - first + 1) <= burstP
        ? [{ hourUtcMs: hour * hourMs, posts: count, expected, p }]
        : [];
    })
    .sort((a, b) => a.hourUtcMs - b.hourUtcMs);
}

/** When a language, platform or country first had a narrative, after the first of all. */
export interface Arrival {
  readonly name: string;
  readonly firstUtcMs: number;
  readonly lagMs: number;
  readonly posts: number;
}

/** In order of arrival; posts that do not state it are left out. */
export function arrivals(
  posts: Posts,
  narrative: Narrative,
  column: 'language' | 'platform' | 'country',
): Arrival[] {
  const found = new Map<number, { firstUtcMs: number; posts: number }>();
  for (const row of narrative.rows) {
    const value = posts[column][row];
    if (value === none) continue;
    const entry = found.get(value) ?? { firstUtcMs: posts.timeUtcMs[row], posts: 0 };
    entry.posts += 1;
    found.set(value, entry);
  }
  return [...found].map(([value, { firstUtcMs, posts: count }]) => ({
    name: posts.names[value],
    firstUtcMs,
    lagMs: firstUtcMs - narrative.firstUtcMs,
    posts: count,
  }));
}

/** Where a narrative began, as far as this collection can tell. */
export interface Origin {
  /** The earliest row, or undefined when it reposts something that was not collected. */
  readonly row: number | undefined;
  /** Posts that are reposts of, or replies to, what is not in this collection. */
  readonly parentsMissing: number;
  /** Cascade by parents that are known; a post without one is a root. */
  readonly depth: number;
  readonly breadth: number;
  readonly roots: number;
  /** Time from the first post until half of all had been posted, ms. */
  readonly halfTimeMs: number;
}

export function originOf(posts: Posts, { rows, firstUtcMs }: Narrative): Origin {
  const rowOfPost = new Map(rows.map((row) => [posts.post[row], row]));
  const depths = new Map<number, number>();
  let [parentsMissing, roots] = [0, 0];
  const byDepth = new Map<number, number>();
  for (const row of rows) {
    const parent = posts.repostOf[row] === none ? posts.replyTo[row] : posts.repostOf[row];
    const parentRow = parent === none ? undefined : rowOfPost.get(parent);
    if (parent !== none && parentRow === undefined) parentsMissing += 1;
    if (parentRow === undefined) roots += 1;
    // Rows come in order of time: a parent that stands later is a clock that is off, and its child a root.
    const depth = parentRow === undefined ? 0 : (depths.get(parentRow) ?? -1) + 1;
    depths.set(row, depth);
    byDepth.set(depth, (byDepth.get(depth) ?? 0) + 1);
  }
  const [first] = rows;
  const firstParent = posts.repostOf[first] === none ? posts.replyTo[first] : posts.repostOf[first];
  return {
    row: firstParent === none || rowOfPost.has(firstParent) ? first : undefined,
    parentsMissing,
    depth: Math.max(0, ...byDepth.keys()),
    breadth: Math.max(0, ...byDepth.values()),
    roots,
    halfTimeMs: posts.timeUtcMs[rows[Math.ceil(rows.length / 2) - 1]] - firstUtcMs,
  };
}
