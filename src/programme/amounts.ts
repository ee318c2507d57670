/** Amounts in a sentence: a number, what it counts, and how it is bounded ("more than $40 billion" is `>`). */

export interface Amount {
  /** In whole units: 40 billion is 40000000000. */
  readonly value: number;
  /** The other end of a range ("175 to 200 per cent"). */
  readonly toValue?: number;
  readonly op?: '>' | '<' | '~';
  /** ISO 4217, `%`, or the noun that is counted. */
  readonly unit: string;
}

const scales: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  bn: 1e9,
  trillion: 1e12,
  万: 1e4,
  億: 1e8,
  兆: 1e12,
};
const currencies: Readonly<Record<string, string>> = {
  $: 'USD',
  US$: 'USD',
  'us dollars': 'USD',
  dollars: 'USD',
  '€': 'EUR',
  euros: 'EUR',
  euro: 'EUR',
  '£': 'GBP',
  pounds: 'GBP',
  '¥': 'JPY',
  yen: 'JPY',
  円: 'JPY',
  ドル: 'USD',
  ユーロ: 'EUR',
};
const numberWords = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const bound =
  '(more than |over |at least |exceeding |up to |less than |under |nearly |almost |about |around |approximately |some )?';
const figure = '(\\d[\\d,]*(?:\\.\\d+)?)';
const word = `(${[...tens.map((ten) => `${ten}(?:-(?:${numberWords.slice(1, 10).join('|')}))?`), ...numberWords.slice(1)].sort((a, b) => b.length - a.length).join('|')})`;
const scale = '(hundred|thousand|million|billion|bn|trillion)';

const money = new RegExp(`${bound}(US\\$|[$€£¥]) ?${figure}(?: ?${scale})?`, 'gi');
const moneyAfter = new RegExp(
  `${bound}${figure}(?: ?${scale})? (US dollars|dollars|euros?|pounds|yen)\\b`,
  'gi',
);
const percent = new RegExp(
  `${bound}(?:${figure}|${word})(?: ?(?:to|-) ?${figure})? ?(?:%|per ?cent\\b)`,
  'gi',
);
const counted = new RegExp(
  `${bound}(?:\\b${figure}|\\b${word})(?: ${scale})? ((?:[A-Za-z][a-z-]+ |F-35 ){0,2}?(?:countries|nations|states|members|partners|lawmakers|ships|vessels|destroyers|aircraft|fighters|troops|personnel|soldiers|areas|priorities|tests|missiles|projects|pillars|days|years|months|COEs|centres|centers|objectives|exercises|participants|tonnes|tons|sites|bases|officers|students|companies|firms|allies|cables|rockets|satellites|warships|frigates|submarines|tanks|jets|helicopters|aircraft carriers|delegates|experts|observers|agreements|individuals))\\b`,
  'g',
);
/** A figure before any plural ("550 submarine cables"), unless it is a year. */
const figured = new RegExp(
  `${bound}(?<![\\d.,$€£¥-])(?!(?:19|20)\\d\\d ?[a-z])${figure} ((?:[a-z][a-z-]+ ){0,2}?[a-z]{4,}s)\\b`,
  'g',
);
const japaneseMoney = /(約|およそ)?((?:\d[\d,]*(?:\.\d+)?[兆億万]?)+)(円|ドル|ユーロ)/g;
const japaneseMore = /((?:\d[\d,]*(?:\.\d+)?))(%|パーセント|隻|か国|カ国|名|人|機|分野|回|件)/g;

/** The amounts in a stretch of a folded text, in order. */
export function amountsIn(text: string): Amount[] {
  if (
    !/\d|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Tt]went|[Tt]hirt|[Ff]ift|[Ee]leven/.test(
      text,
    )
  )
    return [];
  const found: { at: number; end: number; amount: Amount }[] = [];
  const take = (match: RegExpMatchArray, amount: Amount | undefined) => {
    const at = match.index ?? 0;
    const end = at + match[0].length;
    if (amount === undefined || !Number.isFinite(amount.value)) return;
    if (found.some((other) => other.at < end && at < other.end)) return;
    found.push({ at, end, amount });
  };
  const has = (hint: RegExp) => hint.test(text);
  for (const match of has(/[$€£¥]/) ? text.matchAll(money) : [])
    take(
      match,
      amountOf(
        match[1],
        valueOf(match[3], match[4]),
        currencies[match[2].toUpperCase()] ?? currencies[match[2]],
      ),
    );
  for (const match of has(/dollar|euro|pound|yen/i) ? text.matchAll(moneyAfter) : [])
    take(match, amountOf(match[1], valueOf(match[2], match[3]), currencies[match[4].toLowerCase()]));
  for (const match of has(/%|per ?cent/i) ? text.matchAll(percent) : []) {
    const amount = amountOf(match[1], valueOf(match[2] ?? match[3], undefined), '%');
    take(match, match[4] === undefined ? amount : { ...amount, toValue: valueOf(match[4], undefined) });
  }
  for (const match of text.matchAll(counted))
    take(match, amountOf(match[1], valueOf(match[2] ?? match[3], match[4]), match[5].trim()));
  for (const match of has(/\d [a-z]/) ? text.matchAll(figured) : [])
    take(match, amountOf(match[1], valueOf(match[2], undefined), match[3].trim()));
  for (const match of has(/[円ドユ]/) ? text.matchAll(japaneseMoney) : [])
    take(match, amountOf(match[1], japaneseValue(match[2]), currencies[match[3]]));
  for (const match of has(/\d(?:%|[\u3040-\u9fff])/) ? text.matchAll(japaneseMore) : [])
    take(match, { value: valueOf(match[1], undefined), unit: match[2] === 'パーセント' ? '%' : match[2] });
  return found.sort((a, b) => a.at - b.at).map(({ amount }) => amount);
}

function amountOf(boundWord: string | undefined, value: number, unit: string): Amount {
  const op = opOf(boundWord?.trim().toLowerCase());
  return op === undefined ? { value, unit } : { value, op, unit };
}

function opOf(boundWord: string | undefined): Amount['op'] {
  if (boundWord === undefined || boundWord === '') return undefined;
  if (/more than|over|at least|exceeding/.test(boundWord)) return '>';
  if (/less than|under|up to/.test(boundWord)) return '<';
  return '~';
}

function valueOf(text: string | undefined, scaleWord: string | undefined): number {
  if (text === undefined) return Number.NaN;
  const times = scaleWord === undefined ? 1 : (scales[scaleWord.toLowerCase()] ?? 1);
  const plain = /\d/.test(text) ? Number(text.replaceAll(',', '')) : spelled(text.toLowerCase());
  return Math.round(plain * times * 1e6) / 1e6;
}

function spelled(text: string): number {
  const whole = numberWords.indexOf(text);
  if (whole >= 0) return whole;
  const [ten, unit] = text.split('-');
  return (tens.indexOf(ten) + 2) * 10 + (unit === undefined ? 0 : numberWords.indexOf(unit));
}

/** 4兆3,000億 is 4.3e12. */
function japaneseValue(text: string): number {
  let sum = 0;
  for (const [, digits, unit] of text.matchAll(/(\d[\d,]*(?:\.\d+)?)([兆億万])?/g))
    sum += Number(digits.replaceAll(',', '')) * (unit === undefined ? 1 : scales[unit]);
  return sum;
}
