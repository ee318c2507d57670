/** How English writes time. */
import type { Rule } from './daterules.ts';
import {
  ago,
  dayAt,
  days,
  deadline,
  decadeAt,
  lastDay,
  monthAt,
  monthOf,
  number,
  rule,
  year,
  yearAt,
} from './daterules.ts';

export const month =
  '(January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?)';
const day = '(\\d{1,2})(?:st|nd|rd|th)?';
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** In order: what an earlier rule read, a later one leaves alone. */
export const english: readonly Rule[] = [
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
  rule(`\\b(\\d{1,2})\\.(\\d{1,2})\\.${year}\\b`, ([, d, m, y]) => dayAt(number(y), number(m), number(d))),
  rule(
    `\\b${month}(?:,? ${year})? (?:to|until|through|and|-) (?:early |late |mid-?)?${month},? ${year}\\b`,
    ([, first, y, last, y2]) => ({
      precision: 'month',
      from: { year: number(y ?? y2), month: monthOf(first) },
      to: { year: number(y2), month: monthOf(last) },
    }),
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
    `\\b(?:(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Dd]uring|of) (?:early |late |mid-?)?|[Ee]arly |[Ll]ate |[Mm]id-)${month}(?![a-z])`,
    ([, name]) => monthAt(undefined, monthOf(name)),
  ),
  rule(
    `\\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Tt]he|[Ll]ast|\\w's) ${month} (?=visit|trip|summit|meeting|talks|conference|exercise|election|agreement|attack)`,
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

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function count(text: string | undefined): number {
  if (text === undefined || text.toLowerCase() === 'a') return 1;
  const word = words.indexOf(text.toLowerCase());
  return word >= 0 ? word : Number(text);
}

function step(which: string | undefined): number {
  return which?.toLowerCase() === 'last' ? 1 : which?.toLowerCase() === 'next' ? -1 : 0;
}
