import { CommonwatchError } from './errors.ts';

/** An instant as RFC 3339 in UTC with milliseconds: `2026-11-21T21:14:08.000Z`. Sorts as text. */
export type Instant = string;

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/** @param timeUtcMs ms since 1970 UTC. */
export function instant(timeUtcMs: number): Instant {
  if (!Number.isFinite(timeUtcMs) || Math.abs(timeUtcMs) > 8.64e15)
    throw new CommonwatchError('time.invalid', timeUtcMs);
  return new Date(timeUtcMs).toISOString();
}

/** @returns ms since 1970 UTC. @throws `time.invalid` */
export function utcMs(value: Instant): number {
  const timeUtcMs = instantPattern.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(timeUtcMs)) throw new CommonwatchError('time.invalid', value);
  return timeUtcMs;
}

/** Whether a value reads as an instant. */
export function isInstant(value: unknown): value is Instant {
  return typeof value === 'string' && instantPattern.test(value) && !Number.isNaN(Date.parse(value));
}

/** The `modified` of a next version: now, but always later than the one before (by 1 ms at least). */
export function nextModified(nowUtcMs: number, previous: Instant | undefined): Instant {
  return instant(previous === undefined ? nowUtcMs : Math.max(nowUtcMs, utcMs(previous) + 1));
}

/**
 * Whether `a` is not later than `b`. Instants compare as text only when both have the same precision
 * (`…08Z` sorts after `…08.500Z`), so they are compared as times.
 * @throws `time.invalid`
 */
export function isNotAfter(a: Instant, b: Instant): boolean {
  return utcMs(a) <= utcMs(b);
}
