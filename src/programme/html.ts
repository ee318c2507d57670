/** The text of an HTML page, and where each of its characters stands in the source. No script is run. */

export interface MappedText {
  readonly text: string;
  /** For each UTF-16 unit of `text` where it begins in the source, and one more for its end. */
  readonly offsets: Uint32Array;
}

const skipped = /^(?:script|style|head|nav|svg|template|noscript|iframe|select|button|form)$/;
const block =
  /^(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|section|article|header|footer|main|aside|blockquote|figure|figcaption|dd|dt|dl|hr|pre|title)$/;
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  eacute: 'é',
  ouml: 'ö',
  uuml: 'ü',
  auml: 'ä',
  euro: '€',
  pound: '£',
  yen: '¥',
  copy: '©',
};
const token =
  /<!--[\s\S]*?(?:-->|$)|<\/?([a-zA-Z][a-zA-Z0-9]*)\b(?:[^>"']|"[^"]*"|'[^']*')*>|&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z]{2,8}));/g;

/** Whether a document is HTML, by its beginning. */
export function looksLikeHtml(source: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype html|html|head|body|article|p|div)\b/i.test(
    source.slice(0, 2000),
  );
}

export function htmlText(source: string): MappedText {
  const writer = new Writer(source.length);
  let at = 0;
  let skipUntil: string | undefined;
  for (const match of source.matchAll(token)) {
    const [whole, tag, hex, decimal, name] = match;
    if (skipUntil === undefined) writer.run(source, at, match.index);
    at = match.index + whole.length;
    const element = tag?.toLowerCase();
    if (skipUntil !== undefined) {
      if (element === skipUntil && whole.startsWith('</')) skipUntil = undefined;
    } else if (element !== undefined) {
      if (skipped.test(element) && !whole.startsWith('</') && !whole.endsWith('/>')) skipUntil = element;
      else if (block.test(element)) writer.line(match.index);
    } else if (!whole.startsWith('<')) {
      writer.put(decoded(whole, hex, decimal, name), match.index);
    }
  }
  if (skipUntil === undefined) writer.run(source, at, source.length);
  return writer.end(source.length);
}

function decoded(whole: string, hex?: string, decimal?: string, name?: string): string {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (name !== undefined) return entities[name] ?? whole;
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** The day that a page's own metadata gives it, ISO 8601. */
export function htmlDate(source: string): string | undefined {
  const head = source.slice(0, 100_000);
  const meta =
    /<meta[^>]+(?:property|name|itemprop)=["'](?:article:published_time|date|dc\.date|dcterms\.(?:date|issued|created)|datePublished|citation_(?:publication_)?date)["'][^>]*content=["'](\d{4})[-/](\d{2})[-/](\d{2})/i.exec(
      head,
    ) ??
    /"datePublished"\s*:\s*"(\d{4})-(\d{2})-(\d{2})/.exec(head) ??
    /<time[^>]+datetime=["'](\d{4})-(\d{2})-(\d{2})/i.exec(head);
  return meta === null ? undefined : `${meta[1]}-${meta[2]}-${meta[3]}`;
}

/** Collects text with its offsets: runs of blanks become one, as a browser shows them. */
class Writer {
  readonly #offsets: Uint32Array;
  readonly #parts: string[] = [];
  #length = 0;
  #last = '\n';

  constructor(capacity: number) {
    this.#offsets = new Uint32Array(capacity + 2);
  }

  put(text: string, at: number): void {
    for (const char of text.split('')) {
      this.#parts.push(char);
      this.#offsets[this.#length++] = at;
      this.#last = char;
    }
  }

  run(source: string, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const char = source[i];
      const isBlank = char === ' ' || char === '\n' || char === '\t' || char === '\r';
      if (!isBlank) this.put(char, i);
      else if (this.#last !== ' ' && this.#last !== '\n') this.put(' ', i);
    }
  }

  line(at: number): void {
    if (this.#last !== '\n') this.put('\n', at);
  }

  end(length: number): MappedText {
    this.#offsets[this.#length] = length;
    return { text: this.#parts.join(''), offsets: this.#offsets.slice(0, this.#length + 1) };
  }
}
