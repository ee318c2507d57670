import { CommonwatchError, utcMs } from '../core/index.ts';
import type { EntryQuery } from '../core/index.ts';

/** The filters of an address as the gated reader takes them. @throws `time.invalid`, `request.invalid` */
export function entryQuery(query: Readonly<Record<string, unknown>>): EntryQuery {
  const text = (key: string) => query[key] as string | undefined;
  const list = (key: string) =>
    text(key)
      ?.split(',')
      .map((word) => word.trim());
  const time = (key: string) => (text(key) === undefined ? undefined : timeOf(text(key) as string));
  const asked: { [K in keyof EntryQuery]: EntryQuery[K] | undefined } = {
    types: list('types'),
    kinds: list('kinds'),
    owner: text('owner'),
    fromUtcMs: time('from'),
    toUtcMs: time('to'),
    bbox: text('bbox') === undefined ? undefined : bboxOf(text('bbox') as string),
    modifiedSince: text('modifiedSince'),
    limit: query.limit as number | undefined,
    cursor: text('cursor'),
  };
  if (asked.modifiedSince !== undefined) utcMs(asked.modifiedSince);
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** An instant, or ms since 1970 as the page's time bar has them. @throws `time.invalid` */
export function timeOf(text: string): number {
  return /^-?\d{1,16}$/.test(text) ? Number(text) : utcMs(text);
}

/** `west,south,east,north`, degrees. */
export function bboxOf(text: string): [number, number, number, number] {
  const numbers = text.split(',').map(Number);
  const [west, south, east, north] = numbers;
  const isBox =
    numbers.length === 4 &&
    numbers.every(Number.isFinite) &&
    Math.abs(west) <= 180 &&
    Math.abs(east) <= 180 &&
    south >= -90 &&
    north <= 90 &&
    south <= north;
  if (!isBox) throw new CommonwatchError('request.invalid', text, { path: '/bbox' });
  return [west, south, east, north];
}

/** `2026-11-21T21:14:08Z`, or a length back from now: `24h`, `90m`, `3d`. @throws `time.invalid` */
export function sinceOf(text: string, nowUtcMs: number): number {
  const match = /^(\d{1,6})([mhd])$/.exec(text);
  if (match === null) return timeOf(text);
  const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as 'm' | 'h' | 'd'];
  return nowUtcMs - Number(match[1]) * unitMs;
}
