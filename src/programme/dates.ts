/**
 * Expressions of time in a sentence, English and Japanese, as written: what they name outright, and what is left to
 * the context (a year, an anchor). Dates are ISO 8601, shortened to their precision; a stretch is `from/to`.
 */

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
interface Moment {
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
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const month =
  '(January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?)';
const day = '(\\d{1,2})(?:st|nd|rd|th)?';
const year = '((?:19|20)\\d\\d)';
const era = '(令和|平成|昭和)';

interface Rule {
  /** A word without which the pattern cannot match, lower case. */
  readonly needs: string | undefined;
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
/** A rule's pattern is tried only where its hint stands in the sentence: most sentences name no time. */
const rule = (source: string, read: Rule['read'], flags = 'g'): Rule => ({
  needs: needOf.find(([mark]) => source.includes(mark))?.[1],
  pattern: new RegExp(source, flags),
  read,
});

/** In order: what an earlier rule read, a later one leaves alone. */
const english: readonly Rule[] = [
  rule(
    `\\b(?:from |between )?${day} (?:to|and|-|until|through) ?${day} (?:of )?${month}(?:,? ${year})?\\b`,
    days(1, 2, 3, 3, 4),
  ),
  rule(`\\b(?:from )?${day} ?- ?${day} (?:of )?${month}(?:,? ${year})?\\b`, days(1, 2, 3, 3, 4)),
  rule(`\\b(?:from )?${month} ${day} ?(?:-|to|and|through) ?${day}(?:,? ${year})?\\b`, days(2, 3, 1, 1, 4)),
  rule(`\\b(?:from )?${day} ${month} (?:to|-|until) ${day} ${month}(?:,? ${year})?\\b`, days(1, 3, 2, 4, 5)),
  rule(
    `\\b(?:by|until|no later than|before) (?:the )?end of ${month}(?: in| of|,)? ?${year}?\\b`,
    ([, name, y]) =>
      deadline({ year: number(y), month: monthOf(name), day: lastDay(number(y), monthOf(name)) }),
  ),
  rule(`\\b(?:by|no later than) (?:the )?(?:end of )?(?:the year )?${year}\\b`, ([, y]) =>
    deadline({ year: number(y) }),
  ),
  rule(`\\b(?:by|no later than) ${month} ${year}\\b`, ([, name, y]) =>
    deadline({ year: number(y), month: monthOf(name) }),
  ),
  rule(`\\b${day} (?:of )?${month},? ${year}\\b`, ([, d, name, y]) =>
    dayAt(number(y), monthOf(name), number(d)),
  ),
  rule(`\\b${month} ${day},? ${year}\\b`, ([, name, d, y]) => dayAt(number(y), monthOf(name), number(d))),
  rule(`\\b${year}[-/.](\\d{1,2})[-/.](\\d{1,2})\\b`, ([, y, m, d]) =>
    dayAt(number(y), number(m), number(d)),
  ),
  rule(`\\b(?:early |late |mid-|in )?${month}(?: of| in|,)? ${year}\\b`, ([, name, y]) =>
    monthAt(number(y), monthOf(name)),
  ),
  rule(`\\b${year} (?:fiscal|financial) year\\b`, ([, y]) => ({
    precision: 'fiscal-year',
    from: { year: number(y) },
  })),
  rule(
    `\\b(?:FY ?|fiscal year |fiscal-year |financial year |fiscal )${year}(?:[-/]\\d{2,4})?\\b`,
    ([, y]) => ({
      precision: 'fiscal-year',
      from: { year: number(y) },
    }),
  ),
  rule(`\\b(early|mid|late)?[- ]?(?:the )?((?:19|20)\\d)0'?s\\b`, ([, part, d]) => decadeAt(part, number(d))),
  rule(`\\b(?:spring|summer|autumn|fall|winter)(?: of)? ${year}\\b`, ([, y]) => yearAt(number(y))),
  rule(`\\b(?:from |between )?${year} ?(?:-|to|and|until) ?${year}\\b`, ([, a, b]) =>
    Number(a) < Number(b)
      ? { precision: 'year', from: { year: number(a) }, to: { year: number(b) } }
      : undefined,
  ),
  rule(`\\b(?:on |since |until |by )?${day} (?:of )?${month}\\b`, ([, d, name]) =>
    dayAt(undefined, monthOf(name), number(d)),
  ),
  rule(`\\b(?:on |since |until |by )?${month} ${day}\\b(?![,.]\\d)`, ([, name, d]) =>
    dayAt(undefined, monthOf(name), number(d)),
  ),
  rule(
    `\\b(?:(?:in|since|until|by|during|of) (?:early |late |mid-?)?|early |late |mid-)${month}(?![a-z])`,
    ([, name]) => monthAt(undefined, monthOf(name)),
  ),
  rule(
    '\\b(?:for |over )?(?:a (?:little|bit) |slightly |just )?(?:more than|over) (a|one|two|three) decades?\\b(?! later)',
    ([, n]) => ago(10 * count(n), 10 * count(n) + 2),
    'gi',
  ),
  rule(
    '\\b(?:over|in|during|for) the (?:past|last) (decade|two decades|three decades)\\b',
    ([, n]) => ({ ...ago(0, n === 'decade' ? 10 : n?.startsWith('two') === true ? 20 : 30) }),
    'gi',
  ),
  rule('\\b(a|one|two|three) decades? ago\\b', ([, n]) => ago(10 * count(n), 10 * count(n)), 'gi'),
  rule(
    '\\b(\\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) years ago\\b',
    ([, n]) => ({
      precision: 'year',
      yearsAgo: [count(n), count(n)],
    }),
    'gi',
  ),
  rule(
    '\\b(last|this|next) year\\b',
    ([, which]) => ({ precision: 'year', yearsAgo: [step(which), step(which)] }),
    'gi',
  ),
  rule('\\b(last|this|next) month\\b', ([, which]) => ({ precision: 'month', monthsAgo: step(which) }), 'gi'),
  rule(
    '\\b(yesterday|tomorrow)\\b',
    ([, which]) => ({ precision: 'day', daysAgo: which?.toLowerCase() === 'yesterday' ? 1 : -1 }),
    'gi',
  ),
  rule(
    '\\b(?:in|over|of) (?:the )?(?:recent|past few|last few) (?:years|months|decades)\\b|\\bover the years\\b',
    () => ({ precision: 'vague' }),
    'gi',
  ),
  rule('\\b(?:recently|most recently)\\b', () => ({ precision: 'vague', recent: true }), 'gi'),
  rule(
    `\\b(next |on |last |this |late |early )?(${weekdays.join('|')})\\b(?!,? (?:\\d|[A-Z][a-z]{2,8}\\.? \\d))`,
    ([, which, name]) => ({
      precision: 'day',
      weekday: weekdays.indexOf(name ?? ''),
      ahead: which === 'next ',
    }),
  ),
  rule(
    '(?<=\\b(?:met|signed|announced|held|agreed|visited|spoke|said|arrived|adopted|launched|concluded|welcomed|issued|opened)\\b[^.]{0,90})\\btoday\\b(?! ?[\\x27s])',
    () => ({ precision: 'day', daysAgo: 0 }),
  ),
  rule(
    '\\b(?:[Tt]he same|[Tt]hat same|[Tt]hat|[Tt]he following|[Tt]he next) (day|month|year)\\b',
    ([, unit], whole) => ({
      precision: unit as 'day' | 'month' | 'year',
      same: unit as 'day' | 'month' | 'year',
      plus: /following|next/.test(whole) ? 1 : 0,
    }),
  ),
  rule(
    '\\b(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (year|month)s? later\\b',
    ([, n, unit]) => ({
      precision: unit as 'month' | 'year',
      same: unit as 'month' | 'year',
      plus: count(n),
    }),
    'gi',
  ),
  rule('\\b[Aa] (year|month) later\\b', ([, unit]) => ({
    precision: unit as 'month' | 'year',
    same: unit as 'month' | 'year',
    plus: 1,
  })),
  rule(
    '\\bthis (?:spring|summer|autumn|fall|winter)\\b',
    () => ({ precision: 'year', yearsAgo: [0, 0] }),
    'gi',
  ),
];

const yearRule = new RegExp(`\\b${year}\\b`, 'g');

const japanese: readonly Rule[] = [
  rule(
    `(?:${year}年)?(\\d{1,2})月(\\d{1,2})日(?:から|[~〜～\\-−–])(?:(\\d{1,2})月)?(\\d{1,2})日`,
    ([, y, m, d, m2, d2]) => ({
      precision: 'day-range',
      from: { year: number(y), month: number(m), day: number(d) },
      to: { year: number(y), month: number(m2 ?? m), day: number(d2) },
    }),
  ),
  rule(`${year}年度(末)?まで(?:に|の)`, ([, y, end]) =>
    deadline(end === undefined ? { year: number(y) } : { year: Number(y) + 1, month: 3, day: 31 }),
  ),
  rule(`${year}年(?:(\\d{1,2})月)?末?まで(?:に|の)`, ([, y, m]) =>
    deadline({ year: number(y), month: number(m) }),
  ),
  rule(`${year}年度`, ([, y]) => ({ precision: 'fiscal-year', from: { year: number(y) } })),
  rule(`${era}(元|\\d{1,2})年度`, ([, name, n]) => ({
    precision: 'fiscal-year',
    from: { year: eraYear(name, n) },
  })),
  rule(`${year}年(\\d{1,2})月(\\d{1,2})日`, ([, y, m, d]) => dayAt(number(y), number(m), number(d))),
  rule(`${era}(元|\\d{1,2})年(\\d{1,2})月(\\d{1,2})日`, ([, name, n, m, d]) =>
    dayAt(eraYear(name, n), number(m), number(d)),
  ),
  rule(`${year}[-/.](\\d{1,2})[-/.](\\d{1,2})`, ([, y, m, d]) => dayAt(number(y), number(m), number(d))),
  rule(`${year}年(\\d{1,2})月`, ([, y, m]) => monthAt(number(y), number(m))),
  rule(`${era}(元|\\d{1,2})年(\\d{1,2})月`, ([, name, n, m]) => monthAt(eraYear(name, n), number(m))),
  rule(`((?:19|20)\\d)0年代(初頭|前半|半ば|後半)?`, ([, d, part]) =>
    decadeAt(part === '初頭' || part === '前半' ? 'early' : part === '後半' ? 'late' : undefined, number(d)),
  ),
  rule(`${year}年(?:から|[~〜～\\-−–])${year}年`, ([, a, b]) => ({
    precision: 'year',
    from: { year: number(a) },
    to: { year: number(b) },
  })),
  rule(`${year}年`, ([, y]) => yearAt(number(y))),
  rule(`${era}(元|\\d{1,2})年`, ([, name, n]) => yearAt(eraYear(name, n))),
  rule('(?:同年)?(\\d{1,2})月(\\d{1,2})日', ([, m, d]) => dayAt(undefined, number(m), number(d))),
  rule('(?:同年)?(\\d{1,2})月(?!\\d)', ([, m]) => monthAt(undefined, number(m))),
  rule('同月(?:(\\d{1,2})日)?', ([, d]) =>
    d === undefined
      ? { precision: 'month', same: 'month' }
      : { precision: 'day', same: 'month', from: { day: number(d) } },
  ),
  rule('同日', () => ({ precision: 'day', same: 'day' })),
  rule('翌日', () => ({ precision: 'day', same: 'day', plus: 1 })),
  rule('(?<=その)(\\d{1,2})年後', ([, n]) => ({ precision: 'year', same: 'year', plus: Number(n) })),
  rule('翌年', () => ({ precision: 'year', same: 'year', plus: 1 })),
  rule('(?<![\\d月])(\\d{1,2})日(?:から|[~〜～\\-−–])(\\d{1,2})日(?!間)', ([, d, d2]) => ({
    precision: 'day-range',
    from: { day: number(d) },
    to: { day: number(d2) },
  })),
  rule('(?<![\\d月])(\\d{1,2})日(?!間|前|後|以内|本|米|英|連続|分|目|米|ほど|程度|余り)', ([, d]) => ({
    precision: 'day',
    from: { day: number(d) },
  })),
  rule('(\\d{1,2})年前', ([, n]) => ({ precision: 'year', yearsAgo: [Number(n), Number(n)] })),
  rule('(\\d{1,2})年以上', ([, n]) => ago(Number(n), Number(n) + 2)),
  rule('昨年|去年|今年|本年|来年|今春|今夏|今秋|今冬|昨夏|昨秋|昨春', (_, whole) => {
    const years = /[昨去]/.test(whole) ? 1 : whole === '来年' ? -1 : 0;
    return { precision: 'year', yearsAgo: [years, years] };
  }),
  rule('先月|今月|来月', (_, whole) => ({
    precision: 'month',
    monthsAgo: whole === '先月' ? 1 : whole === '今月' ? 0 : -1,
  })),
  rule('昨日', () => ({ precision: 'day', daysAgo: 1 })),
  rule('本日', () => ({ precision: 'day', daysAgo: 0 })),
  rule('近年|ここ数年', () => ({ precision: 'vague' })),
  rule('最近|先ごろ|このほど', () => ({ precision: 'vague', recent: true })),
];

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
  const lowered = text.toLowerCase();
  for (const { needs, pattern, read } of rules) {
    if (needs !== undefined && !lowered.includes(needs)) continue;
    if (!namesMonth && pattern.source.includes(month)) continue;
    for (const match of text.matchAll(pattern)) {
      const span = { start: start + match.index, end: start + match.index + match[0].length };
      if (found.some((other) => other.start < span.end && span.start < other.end)) continue;
      const meaning = read(match, match[0]);
      if (meaning?.precision !== undefined && isPossible(meaning))
        found.push({ ...span, precision: meaning.precision, ...meaning });
    }
  }
  for (const match of text.matchAll(yearRule)) {
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

function days(first: number, last: number, month1: number, month2: number, yearAt: number): Rule['read'] {
  return (groups) => ({
    precision: 'day-range',
    from: { year: number(groups[yearAt]), month: monthOf(groups[month1]), day: number(groups[first]) },
    to: { year: number(groups[yearAt]), month: monthOf(groups[month2]), day: number(groups[last]) },
  });
}

function dayAt(y: number | undefined, m: number | undefined, d: number | undefined): Partial<TimeExpression> {
  return { precision: 'day', from: { year: y, month: m, day: d } };
}

function monthAt(y: number | undefined, m: number | undefined): Partial<TimeExpression> {
  return { precision: 'month', from: { year: y, month: m } };
}

function yearAt(y: number | undefined): Partial<TimeExpression> {
  return { precision: 'year', from: { year: y } };
}

function deadline(from: Moment): Partial<TimeExpression> {
  return { precision: 'deadline', from };
}

function ago(least: number, most: number): Partial<TimeExpression> {
  return { precision: 'decade', yearsAgo: [least, most] };
}

/** "Early 1990s" is 1990 to 1993, "late" 1997 to 1999, "mid" 1994 to 1996. */
function decadeAt(part: string | undefined, tens: number | undefined): Partial<TimeExpression> {
  const first = (tens ?? 0) * 10;
  const [a, b] = part === 'early' ? [0, 3] : part === 'mid' ? [4, 6] : part === 'late' ? [7, 9] : [0, 9];
  return { precision: 'decade', from: { year: first + a }, to: { year: first + b } };
}

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function count(text: string | undefined): number {
  if (text === undefined || text.toLowerCase() === 'a') return 1;
  const word = words.indexOf(text.toLowerCase());
  return word >= 0 ? word : Number(text);
}

function step(which: string | undefined): number {
  return which?.toLowerCase() === 'last' ? 1 : which?.toLowerCase() === 'next' ? -1 : 0;
}

function eraYear(name: string | undefined, n: string | undefined): number {
  const first = name === '令和' ? 2018 : name === '平成' ? 1988 : 1925;
  return first + (n === '元' ? 1 : Number(n));
}

function number(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}

function monthOf(name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const short = name.slice(0, 3).toLowerCase();
  return monthNames.findIndex((full) => full.startsWith(short)) + 1;
}

export function lastDay(y: number | undefined, m: number | undefined): number | undefined {
  return y === undefined || m === undefined ? undefined : new Date(Date.UTC(y, m, 0)).getUTCDate();
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
