/** What the rules of reading dates are made of (`daterules.en.ts`, `daterules.ja.ts`): a pattern and what it means. */
import type { Moment, TimeExpression } from './dates.ts';

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
export const year = '((?:19|20)\\d\\d)';

export interface Rule {
  /** A word without which the pattern cannot match, lower case. */
  readonly needs: string | undefined;
  /** It cannot match without four digits of a year. */
  readonly needsYear: boolean;
  readonly pattern: RegExp;
  readonly read: (
    groups: readonly (string | undefined)[],
    whole: string,
  ) => Partial<TimeExpression> | undefined;
}

/** The rules of relative time, by the one word that each of them cannot do without. */
const needOf: readonly (readonly [mark: string, need: string])[] = [
  ['recent|past few', 's'],
  ['decade', 'decade'],
  ['today', 'today'],
  ['years ago', 'years ago'],
  ['later', ' later'],
  ['recently', 'recently'],
  ['next) year', 'year'],
  ['next) month', 'month'],
  ['yesterday', 'o'],
  ['(day|month|year)', 'th'],
  ['this (?:spring', 'this '],
  ['Sunday', 'day'],
];
const optional = /^[^()]{0,2}\)?\?/;
/** A rule's pattern is tried only where its hint stands in the sentence: most sentences name no time. */
export const rule = (source: string, read: Rule['read'], flags = 'g'): Rule => ({
  needs: needOf.find(([mark]) => source.includes(mark))?.[1],
  needsYear: source
    .split(year)
    .slice(1)
    .some((rest) => !optional.test(rest)),
  pattern: new RegExp(source, flags),
  read,
});

export function days(
  first: number,
  last: number,
  month1: number,
  month2: number,
  yearAt: number,
): Rule['read'] {
  return (groups) => ({
    precision: 'day-range',
    from: { year: number(groups[yearAt]), month: monthOf(groups[month1]), day: number(groups[first]) },
    to: { year: number(groups[yearAt]), month: monthOf(groups[month2]), day: number(groups[last]) },
  });
}

export function dayAt(
  y: number | undefined,
  m: number | undefined,
  d: number | undefined,
): Partial<TimeExpression> {
  return { precision: 'day', from: { year: y, month: m, day: d } };
}

export function monthAt(y: number | undefined, m: number | undefined): Partial<TimeExpression> {
  return { precision: 'month', from: { year: y, month: m } };
}

export function yearAt(y: number | undefined): Partial<TimeExpression> {
  return { precision: 'year', from: { year: y } };
}

export function deadline(from: Moment): Partial<TimeExpression> {
  return { precision: 'deadline', from };
}

export function ago(least: number, most: number): Partial<TimeExpression> {
  return { precision: 'decade', yearsAgo: [least, most] };
}

/** "Early 1990s" is 1990 to 1993, "late" 1997 to 1999, "mid" 1994 to 1996. */
export function decadeAt(part: string | undefined, tens: number | undefined): Partial<TimeExpression> {
  const first = (tens ?? 0) * 10;
  const [a, b] = part === 'early' ? [0, 3] : part === 'mid' ? [4, 6] : part === 'late' ? [7, 9] : [0, 9];
  return { precision: 'decade', from: { year: first + a }, to: { year: first + b } };
}

export function number(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

export function monthOf(name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const short = name.slice(0, 3).toLowerCase();
  return monthNames.findIndex((full) => full.startsWith(short)) + 1;
}

export function lastDay(y: number | undefined, m: number | undefined): number | undefined {
  return y === undefined || m === undefined ? undefined : new Date(Date.UTC(y, m, 0)).getUTCDate();
}
