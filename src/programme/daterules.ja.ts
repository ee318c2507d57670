/** How Japanese writes time, eras included. */
import type { Rule } from './daterules.ts';
import { ago, dayAt, deadline, decadeAt, monthAt, number, rule, year, yearAt } from './daterules.ts';

const era = '(令和|平成|昭和)';

/** Both ways of counting years at once, as government papers write; what comes of a year, a month, a day. */
function rulesOf(counted: string, yearOf: (groups: readonly (string | undefined)[]) => number): Rule[] {
  const after = (groups: readonly (string | undefined)[], n: number) => number(groups.at(n));
  return [
    rule(`${counted}年(\\d{1,2})月(\\d{1,2})日`, (groups) =>
      dayAt(yearOf(groups), after(groups, -2), after(groups, -1)),
    ),
    rule(`${counted}年(\\d{1,2})月`, (groups) => monthAt(yearOf(groups), after(groups, -1))),
    rule(`${counted}年度`, (groups) => ({ precision: 'fiscal-year', from: { year: yearOf(groups) } })),
    rule(`${counted}年`, (groups) => yearAt(yearOf(groups))),
  ];
}
/** `18（平成30）年`, `2018(平成30)年`: the era's year says the century too. */
const eraInside = rulesOf(`(?<!\\d)(?:20|19)?\\d\\d[(（]${era}(元|\\d{1,2})[)）]`, ([, name, n]) =>
  eraYear(name, n),
);
/** `平成30（2018）年` */
const eraOutside = rulesOf(`${era}(?:元|\\d{1,2})[(（]${year}[)）]`, ([, , y]) => Number(y));

export const japanese: readonly Rule[] = [
  ...eraInside,
  ...eraOutside,
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
  rule(`${year}年(\\d{1,2})月(?:から|[~〜～\\-−–])(?:${year}年)?(\\d{1,2})月`, ([, y, m, y2, m2]) => ({
    precision: 'month',
    from: { year: number(y), month: number(m) },
    to: { year: number(y2 ?? y), month: number(m2) },
  })),
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
  rule('(先月|今月|来月)(\\d{1,2})日(?:(?:から|[~〜～\\-−–])(\\d{1,2})日)?', ([, which, d, d2]) => ({
    precision: d2 === undefined ? 'day' : 'day-range',
    monthsAgo: which === '先月' ? 1 : which === '今月' ? 0 : -1,
    from: { day: number(d) },
    to: d2 === undefined ? undefined : { day: number(d2) },
  })),
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

function eraYear(name: string | undefined, n: string | undefined): number {
  const first = name === '令和' ? 2018 : name === '平成' ? 1988 : 1925;
  return first + (n === '元' ? 1 : Number(n));
}
