import type { Instant } from '../core/index.ts';
import { instant } from '../core/index.ts';

/** The last instant of a year (`2024`), a month (`2024-05`) or a day, which is when a figure of it was complete. */
export function endOf(asOf: string): Instant {
  const [year, month, day] = asOf.slice(0, 10).split('-').map(Number);
  const next =
    day === undefined ? [month === undefined ? year + 1 : year, month ?? 0, 1] : [year, month - 1, day + 1];
  return instant(Date.UTC(next[0], next[1], next[2]) - 1);
}
