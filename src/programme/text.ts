/**
 * A document's text in paragraphs and sentences, each with its offsets in UTF-16 units of the text as it is. Nothing
 * is removed or added: a quote is `text.slice(start, end)`, non-breaking spaces, curly quotes and all.
 */

/** A stretch of a text, in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Sentence extends Span {
  /** Index of the paragraph (a line of the text) that it stands in. */
  readonly paragraph: number;
}

const folds = new Map<number, string>([
  [0xa0, ' '],
  [0x202f, ' '],
  [0x2007, ' '],
  [0x3000, ' '],
  [0x2018, "'"],
  [0x2019, "'"],
  [0x201c, '"'],
  [0x201d, '"'],
  [0x2010, '-'],
  [0x2011, '-'],
  [0x2013, '-'],
  [0x2014, '-'],
]);

/**
 * The text for matching: special spaces as spaces, curly quotes and dashes plain, full-width digits as digits. It has
 * the same length, so that every offset holds in both. Case stays.
 */
export function fold(text: string): string {
  return text.replace(/[\u00a0\u2007-\u202f\u3000\uff10-\uff19]/g, (char) => {
    const code = char.charCodeAt(0);
    if (code >= 0xff10 && code <= 0xff19) return String.fromCharCode(code - 0xff10 + 48);
    return folds.get(code) ?? char;
  });
}

/** Lower case of the same length: the few letters whose lower case is longer stay as they are. */
export function lower(text: string): string {
  const lowered = text.toLowerCase();
  if (lowered.length === text.length) return lowered;
  return Array.from(text, (char) =>
    char.toLowerCase().length === char.length ? char.toLowerCase() : char,
  ).join('');
}

/** The paragraphs of a text: its lines that hold something, without the blanks around them. */
export function paragraphsOf(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\r\n\f\u2028\u2029]+/g)) {
    const trimmed = trim(text, index, index + line.length);
    if (trimmed.start < trimmed.end) spans.push(trimmed);
  }
  return spans;
}

/** Words after which a full stop ends no sentence. */
const abbreviations = new Set(
  'dr mr mrs ms prof gen adm col lt capt maj sgt sen rep gov st no art vs etc e.g i.e u.s u.k u.n jr sr ret cf fig vol approx dept inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec h.e pp p'.split(
    ' ',
  ),
);

/**
 * Sentences in order. A sentence ends at `.`, `!`, `?`, `…` or their Japanese forms, with the closing quotes and
 * footnote marks behind it; never within a number, after an initial or a common abbreviation.
 */
export function sentencesOf(folded: string, paragraphs: readonly Span[]): Sentence[] {
  const sentences: Sentence[] = [];
  for (const [paragraph, { start, end }] of paragraphs.entries()) {
    let from = start;
    const push = (to: number) => {
      const span = trim(folded, from, to);
      if (span.start < span.end) sentences.push({ ...span, paragraph });
      from = to;
    };
    const stops = /(?:[.!?…]+|[。！？]+)["')\]」』）]*(?:\[\d{1,3}\])*["')\]]*/g;
    stops.lastIndex = start;
    for (let stop = stops.exec(folded); stop !== null && stop.index < end; stop = stops.exec(folded)) {
      const after = Math.min(end, stop.index + stop[0].length);
      if (after >= end || endsSentence(folded, from, stop.index, after)) push(after);
    }
    push(end);
  }
  return sentences;
}

function endsSentence(text: string, from: number, stop: number, after: number): boolean {
  const mark = text[stop];
  if (mark === '。' || mark === '！' || mark === '？') return !insideJapaneseQuote(text, from, after);
  const next = text[after];
  if (next !== ' ' && next !== '\t') {
    // "Taiwan.If it should succeed": a space was forgotten; "3.5", "nato.int" and "U.S." are no ends.
    if (!(/[A-Z["([]/.test(next) && /[a-z\])"….]/.test(text[stop - 1] ?? ''))) return false;
    return !/[.]/.test(text.slice(Math.max(from, stop - 2), stop));
  }
  if (mark === '.' && after === stop + 1) {
    const word = /[A-Za-z.]*$/.exec(text.slice(Math.max(from, stop - 12), stop))?.[0] ?? '';
    // "J. Smith" goes on; "progress in S&T. It" ends.
    const isInitial = /^[A-Z]$/.test(word) && text[stop - 2] !== '&';
    if (isInitial || abbreviations.has(word.toLowerCase())) return false;
  }
  // After an ellipsis or a stop, a small letter goes on with the sentence.
  return !/[a-z,;]/.test(text.slice(after, after + 8).trimStart()[0] ?? '');
}

function insideJapaneseQuote(text: string, from: number, after: number): boolean {
  let depth = 0;
  for (let i = from; i < after; i++) {
    if (text[i] === '「') depth++;
    if (text[i] === '」') depth--;
  }
  return depth > 0;
}

/** The stretch without blanks at its ends. */
export function trim(text: string, start: number, end: number): Span {
  while (start < end && /[\s\u00a0\u3000]/.test(text[start])) start++;
  while (end > start && /[\s\u00a0\u3000]/.test(text[end - 1])) end--;
  return { start, end };
}

/** Whether a text is written in Japanese, at least here. */
export function isJapanese(text: string): boolean {
  return /[\u3040-\u30ff]/.test(text) || /[\u4e00-\u9fff]{2}/.test(text);
}
