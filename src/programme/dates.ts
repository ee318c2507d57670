/**
 * Expressions of time in a sentence, English and Japanese, as written: what they name outright, and what is left to
 * the context (a year, an anchor). Dates are ISO 8601, shortened to their precision; a stretch is `from/to`.
 */
import { english, month } from './daterules.en.ts';
import { japanese } from './daterules.ja.ts';
import { lastDay, year } from './daterules.ts';

export const datePrecisions = [
  'day',
  'day-range',
  'month',
  'year',
  'decade',
  'fiscal-year',
  'as-of',
  'deadline',
  'vague',
  'undated',
] as const;
export type DatePrecision = (typeof datePrecisions)[number];

/** A year and perhaps more; `year` is missing where only the context knows it ("in mid-June"). */
export interface Moment {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
}

export interface TimeExpression {
  readonly start: number;
  readonly end: number;
  readonly precision: DatePrecision;
  readonly from?: Moment;
  readonly to?: Moment;
  /** Years before (or, negative, after) the document's: "a decade ago" is `[10, 10]`, "more than a decade" `[10, 12]`. */
  readonly yearsAgo?: readonly [number, number];
  /** Months before the document's. */
  readonly monthsAgo?: number;
  /** Days before the document's. */
  readonly daysAgo?: number;
  /** The year stands in a name ("Vostok 2022", "the 2022 Strategic Concept"). */
  readonly inName?: boolean;
  /** "recently": in the document's own year, as far as one can tell. */
  readonly recent?: boolean;
  /** "on Saturday": 0 is Sunday; `ahead` for the one to come. */
  readonly weekday?: number;
  readonly ahead?: boolean;
  /** "the same day", "同月15日", "the following year": counts from the date named last; `plus` in its unit. */
  readonly same?: 'day' | 'month' | 'year';
  readonly plus?: number;
}

const yearRule = new RegExp(`\\b${year}\\b`, 'g');

const both = [...japanese, ...english];
const monthHint = /Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec/;
/** Where none of these stands, no rule can match. */
const anyHint =
  /\d{4}|\d(?:st|nd|rd|th)?[ -]|[ -][A-Z][a-z]{2,8}\.? ?\d|January|February|March|April|\bMay\b|June|July|August|September|October|November|December|decade|year|recent|yesterday|tomorrow|month|day\b|this (?:spring|summer|autumn|fall|winter)/i;
const japaneseHint = /[年月日]|最近|先ごろ|このほど|[今昨][春夏秋冬]/;

/** The expressions of time in a stretch of a folded text, in order. */
export function timesIn(folded: string, start: number, end: number): TimeExpression[] {
  const text = folded.slice(start, end);
  const isJapanese = /[\u3040-\u30ff\u4e00-\u9fff]/.test(text);
  if (!(isJapanese ? japaneseHint : anyHint).test(text) && !anyHint.test(text)) return [];
  const found: TimeExpression[] = [];
  const rules = isJapanese ? both : english;
  const namesMonth = monthHint.test(text);
  const namesYear = /(?:19|20)\d\d/.test(text);
  const lowered = text.toLowerCase();
  for (const { needs, needsYear, pattern, read } of rules) {
    if ((needs !== undefined && !lowered.includes(needs)) || (needsYear && !namesYear)) continue;
    if (!namesMonth && pattern.source.includes(month)) continue;
    for (const match of text.matchAll(pattern)) {
      const span = { start: start + match.index, end: start + match.index + match[0].length };
      if (found.some((other) => other.start < span.end && span.start < other.end)) continue;
      const meaning = read(match, match[0]);
      if (meaning?.precision !== undefined && isPossible(meaning))
        found.push({ ...span, precision: meaning.precision, ...meaning });
    }
  }
  for (const match of namesYear ? text.matchAll(yearRule) : []) {
    const span = { start: start + match.index, end: start + match.index + 4 };
    if (found.some((other) => other.start < span.end && span.start < other.end)) continue;
    const meaning = bareYear(text, match.index);
    if (meaning !== undefined) found.push({ ...span, ...meaning });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Four digits that are a year, not a number of something or of a resolution. */
function bareYear(text: string, at: number): Omit<TimeExpression, 'start' | 'end'> | undefined {
  const before = text.slice(Math.max(0, at - 24), at);
  const after = text.slice(at + 4, at + 30);
  if (
    /(?:[$€£¥#]|resolution|resolutions|no\.?|nr\.?|ISO|UNSCR|article|part|p\.|route|flight) ?$/i.test(before)
  )
    return undefined;
  if (
    /^(?:[.,:]\d| ?(?:people|troops|soldiers|personnel|ships|vessels|aircraft|tons|tonnes|km|kilomet|nm|miles|million|billion|trillion|yen|dollars|euros|men|members|participants|companies|staff|hours|times|units|percent|per cent|%))/i.test(
      after,
    )
  )
    return undefined;
  if (/[\d/-]$/.test(before)) return undefined;
  const precision = 'year' as const;
  const from = { year: Number(text.slice(at, at + 4)) };
  const named =
    /^(?:[ -](?!and\b|or\b)[A-Z][\w-]+)/.test(after) ||
    /^ (?:[A-Z]|elections?\b|law\b|summit\b|white paper\b)/.test(after) ||
    /(?:^|\s)[A-Z][\w'-]+ $/.test(before);
  const isNamed =
    named &&
    !/(?:^|\s)(?:In|Since|By|From|Until|During|After|Before|For|Of|The|Between|Throughout)\s$/.test(before) &&
    !/(?:^|\s)(?:in|since|by|until|during) $/.test(before);
  return isNamed ? { precision, from, inName: true } : { precision, from };
}

/** No 31 June, no month 13: such figures are something else than a date. */
function isPossible({ from, to }: Partial<TimeExpression>): boolean {
  return [from, to].every((moment) => {
    if (moment === undefined) return true;
    const { year: y = 2024, month: m, day: d } = moment;
    if (m !== undefined && (m < 1 || m > 12)) return false;
    return d === undefined || (d >= 1 && d <= (lastDay(y, m ?? 1) ?? 31));
  });
}

/** ISO 8601 to the precision that is known; undefined without a year. */
export function isoOf({ year: y, month: m, day: d }: Moment): string | undefined {
  if (y === undefined) return undefined;
  const parts = [String(y).padStart(4, '0')];
  if (m !== undefined) parts.push(String(m).padStart(2, '0'));
  if (m !== undefined && d !== undefined) parts.push(String(d).padStart(2, '0'));
  return parts.join('-');
}
