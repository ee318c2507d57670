/**
 * How a narrative spreads: by language, platform, country and hour; bursts against what the same hour of the day
 * usually brings; and the hours in which nothing at all was collected.
 */
import type { Narrative } from './narratives.ts';
import type { Posts } from './posts.ts';
import { none } from './posts.ts';
import { poissonTail } from './significance.ts';

export const hourMs = 3_600_000;

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
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const hour of counts.keys()) [first, last] = [Math.min(first, hour), Math.max(last, hour)];
  const days = Math.max(1, (last - first + 1) / 24);
  const byHourOfDay = new Float64Array(24);
  for (const [hour, count] of counts) byHourOfDay[((hour % 24) + 24) % 24] += count;
  const mean = rows.length / (last - first + 1);
  return [...counts]
    .flatMap(([hour, count]) => {
      // The hour itself is left out of its baseline, which is drawn to the mean of all hours by one day's weight.
      const expected = (byHourOfDay[((hour % 24) + 24) % 24] - count + mean) / days;
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
    name: posts.names.at(value),
    firstUtcMs,
    lagMs: firstUtcMs - narrative.firstUtcMs,
    posts: count,
  }));
}

/** Posts of a narrative in one hour, language, platform and country. */
export interface Cell {
  readonly language: string;
  readonly platform: string;
  readonly country: string;
  readonly hourUtcMs: number;
  readonly posts: number;
}

/** @param language that of the narrative, for posts that state none */
export function cellsOf(posts: Posts, { rows }: Narrative, language: string): Cell[] {
  const name = (index: number, otherwise = '') => (index === none ? otherwise : posts.names.at(index));
  const cells = new Map<string, { row: number; hour: number; posts: number }>();
  for (const row of rows) {
    const hour = Math.floor(posts.timeUtcMs[row] / hourMs);
    const key = `${hour} ${posts.language[row]} ${posts.platform[row]} ${posts.country[row]}`;
    const cell = cells.get(key) ?? { row, hour, posts: 0 };
    cell.posts += 1;
    cells.set(key, cell);
  }
  return [...cells.values()]
    .map(({ row, hour, posts: count }) => ({
      language: name(posts.language[row], language),
      platform: name(posts.platform[row]),
      country: name(posts.country[row]),
      hourUtcMs: hour * hourMs,
      posts: count,
    }))
    .sort((a, b) => a.hourUtcMs - b.hourUtcMs || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Hours without any post at all: longer than six hours, and than chance would leave one in the whole collection. */
export function gapsOf(posts: Posts): { fromUtcMs: number; toUtcMs: number }[] {
  if (posts.length < 2) return [];
  const times = Float64Array.from(posts.timeUtcMs).sort();
  const spanMs = times[times.length - 1] - times[0];
  // In a Poisson stream, P(some gap > g) ≤ n·exp(−g·rate): g at which that is 1 %.
  const byChanceMs = (Math.log(times.length / 0.01) * spanMs) / times.length;
  const least = Math.max(6 * hourMs, byChanceMs);
  const gaps: { fromUtcMs: number; toUtcMs: number }[] = [];
  for (let i = 1; i < times.length; i++)
    if (times[i] - times[i - 1] > least) gaps.push({ fromUtcMs: times[i - 1], toUtcMs: times[i] });
  return gaps;
}
