/**
 * The temporal context of a document: what dates a sentence that names none, or half of one. In this order: the
 * sentence itself, its footnote, what it takes up (a sentence before, an event named before, the event at which its
 * speaker spoke, the visit that the document reports), the document's own date. The basis is always recorded.
 */
import type { DatePrecision, TimeExpression } from './dates.ts';
import { lastDay } from './daterules.ts';
import { isoOf } from './dates.ts';
import type { DateBasis } from './vocabulary.ts';

export interface FactDate {
  /** ISO 8601 at its precision, `from/to` for a stretch; null when unknown. */
  readonly date: string | null;
  readonly datePrecision: DatePrecision;
  readonly dateBasis: DateBasis;
}

export const undated: FactDate = { date: null, datePrecision: 'undated', dateBasis: 'none' };
export const vague: FactDate = { date: null, datePrecision: 'vague', dateBasis: 'none' };

export interface Surroundings {
  /** The document's day, where it says one. */
  readonly documentDate: string | undefined;
  /** The year that the text speaks of most, for what names a month alone in an undated document. */
  readonly usualYear: number | undefined;
  /** The year last named in the paragraph. */
  readonly nearYear: number | undefined;
  /** The date named last, ISO 8601 at its precision. */
  readonly nearDate?: string | undefined;
  /** The sentence speaks of what is to come. */
  readonly isAhead?: boolean;
}

/** The expression of a clause that dates it: the most definite one, the first of its rank. */
export function decisive(times: readonly TimeExpression[]): TimeExpression | undefined {
  return [...times].sort((a, b) => rankOf(a) - rankOf(b) || a.start - b.start)[0];
}

const ranks: Readonly<Record<DatePrecision, number>> = {
  'fiscal-year': 0,
  day: 1,
  'day-range': 1,
  month: 2,
  year: 3,
  deadline: 4,
  decade: 6,
  'as-of': 7,
  vague: 8,
  undated: 9,
};

function rankOf({ precision, inName, yearsAgo, weekday, same }: TimeExpression): number {
  const rank = ranks[precision];
  // What the context must complete gives way to what is written out.
  if (weekday !== undefined || same !== undefined) return rank + 1.5;
  return inName === true ? Math.max(rank, 4.5) : yearsAgo !== undefined && precision === 'year' ? 5 : rank;
}

/** What an expression means in its surroundings. */
export function resolve(time: TimeExpression, around: Surroundings): FactDate {
  const { precision, from, to, inName } = time;
  if (time.yearsAgo !== undefined) return relativeYears(time, around);
  if (time.monthsAgo !== undefined || time.daysAgo !== undefined) return relativeDays(time, around);
  if (time.recent === true) return recent(around);
  if (time.weekday !== undefined) return onWeekday(time.weekday, time.ahead === true, around);
  if (time.same !== undefined) return sameAs(time, around);
  if (from === undefined) return vague;
  if (from.day !== undefined && from.month === undefined) return dayOfMonth(time, around);
  const year = from.year ?? yearFor(from.month, precision, around);
  if (year === undefined) return vague;
  const basis: DateBasis =
    from.year === undefined ? 'year-from-context' : inName === true ? 'explicit-in-name' : 'explicit';
  const first = isoOf({ ...from, year });
  const last = to === undefined ? undefined : isoOf({ ...to, year: to.year ?? year });
  const date = last === undefined || last === first ? first : `${first}/${last}`;
  return { date: date ?? null, datePrecision: precision, dateBasis: basis };
}

/** A month alone is of the year named nearby, else of the document's (the last such month before it). */
function yearFor(
  month: number | undefined,
  precision: DatePrecision,
  around: Surroundings,
): number | undefined {
  if (around.nearYear !== undefined) return around.nearYear;
  const { documentDate, usualYear } = around;
  if (documentDate === undefined) return usualYear;
  const year = Number(documentDate.slice(0, 4));
  if (month === undefined || precision === 'deadline') return year;
  const ownMonth = Number(documentDate.slice(5, 7));
  if (around.isAhead === true) return month < ownMonth ? year + 1 : year;
  return month > ownMonth ? year - 1 : year;
}

function relativeYears(
  { yearsAgo, precision }: TimeExpression,
  { documentDate, usualYear }: Surroundings,
): FactDate {
  const year = documentDate === undefined ? usualYear : Number(documentDate.slice(0, 4));
  if (year === undefined || yearsAgo === undefined) return vague;
  const [least, most] = yearsAgo;
  const date = least === most ? String(year - least) : `${year - most}/${year - least}`;
  return {
    date,
    datePrecision: least === most && precision === 'decade' ? 'year' : precision,
    dateBasis: 'relative',
  };
}

function relativeDays(
  { monthsAgo, daysAgo, from, to, precision }: TimeExpression,
  { documentDate }: Surroundings,
): FactDate {
  if (documentDate === undefined) return vague;
  const [y, m, d] = documentDate.split('-').map(Number);
  if (monthsAgo !== undefined) {
    const date = new Date(Date.UTC(y, m - 1 - monthsAgo, 1)).toISOString().slice(0, 7);
    if (from?.day === undefined) return { date, datePrecision: 'month', dateBasis: 'relative' };
    const dayIn = (n: number) => `${date}-${String(n).padStart(2, '0')}`;
    const days = to?.day === undefined ? dayIn(from.day) : `${dayIn(from.day)}/${dayIn(to.day)}`;
    return { date: days, datePrecision: precision, dateBasis: 'relative' };
  }
  if (d === undefined) return vague;
  const date = new Date(Date.UTC(y, m - 1, d - (daysAgo ?? 0))).toISOString().slice(0, 10);
  return { date, datePrecision: 'day', dateBasis: 'relative' };
}

const shortDayMs = 86_400_000;

function isoDay(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}

/** "On Saturday" in a document of a day: the last one until that day, or the one to come. */
function onWeekday(weekday: number, isAhead: boolean, { documentDate }: Surroundings): FactDate {
  if (documentDate === undefined || documentDate.length < 10) return vague;
  const utcMs = Date.parse(documentDate);
  const back = (new Date(utcMs).getUTCDay() - weekday + 7) % 7;
  const days = isAhead ? (back === 0 ? 7 : 7 - back) : -back;
  return { date: isoDay(utcMs + days * shortDayMs), datePrecision: 'day', dateBasis: 'relative' };
}

/** "22日" in a document of a day: the nearest day of that number. */
function dayOfMonth({ from, to, precision }: TimeExpression, { documentDate }: Surroundings): FactDate {
  if (documentDate === undefined || documentDate.length < 10) return vague;
  const first = nearestDay(from?.day ?? 1, documentDate);
  const last = to?.day === undefined ? undefined : nearestDay(to.day, first);
  const date = last === undefined || last <= first ? first : `${first}/${last}`;
  return { date, datePrecision: precision, dateBasis: 'year-from-context' };
}

function nearestDay(day: number, anchor: string): string {
  const [y, m] = anchor.split('-').map(Number);
  const anchorMs = Date.parse(anchor);
  const candidates = [-1, 0, 1]
    .map((shift) => Date.UTC(y, m - 1 + shift, day))
    .filter((utcMs) => new Date(utcMs).getUTCDate() === day);
  return isoDay(
    candidates.reduce((best, utcMs) =>
      Math.abs(utcMs - anchorMs) < Math.abs(best - anchorMs) ? utcMs : best,
    ),
  );
}

/** "The same day", "同月15日", "the following year": from the date named last, as far as that one is known. */
function sameAs({ same, plus = 0, from, precision }: TimeExpression, { nearDate }: Surroundings): FactDate {
  const length = same === 'day' ? 10 : same === 'month' ? 7 : 4;
  const first = nearDate?.split('/')[0];
  if (first === undefined || first.length < length) return vague;
  const base = first.slice(0, length);
  const shifted =
    same === 'day'
      ? isoDay(Date.parse(base) + plus * shortDayMs)
      : same === 'month'
        ? isoDay(Date.UTC(Number(base.slice(0, 4)), Number(base.slice(5)) - 1 + plus, 1)).slice(0, 7)
        : String(Number(base) + plus);
  const date = from?.day === undefined ? shifted : `${shifted}-${String(from.day).padStart(2, '0')}`;
  return { date, datePrecision: precision, dateBasis: 'relative' };
}

/** "Recently", in a dated document, is its year; more cannot be said. */
function recent({ documentDate }: Surroundings): FactDate {
  if (documentDate === undefined) return vague;
  return { date: documentDate.slice(0, 4), datePrecision: 'year', dateBasis: 'document-context' };
}

/** What holds as of the document: its month, for a paper is written over weeks. */
export function asOfDocument(documentDate: string | undefined): FactDate {
  if (documentDate === undefined) return undated;
  return { date: documentDate.slice(0, 7), datePrecision: 'as-of', dateBasis: 'document-date' };
}

export function inherited(date: FactDate): FactDate {
  return { ...date, dateBasis: 'inherited' };
}

/** First and last day of a date as written, for timelines and comparisons; undefined when unknown. */
export function boundsOf(
  date: string | null,
  precision: DatePrecision,
): readonly [string, string] | undefined {
  if (date === null) return undefined;
  const [first, last = first] = date.split('/');
  if (precision === 'fiscal-year') return [`${first}-04-01`, `${Number(last) + 1}-03-31`];
  return [firstDay(first), finalDay(last)];
}

function firstDay(date: string): string {
  return date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date;
}

function finalDay(date: string): string {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length > 7) return date;
  const [year, month] = date.split('-').map(Number);
  return `${date}-${lastDay(year, month)}`;
}
