/** CSV as RFC 4180 has it, read in pieces: rows of texts with the line they begin at. */
import { CommonwatchError } from '../core/errors.ts';

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A field longer than this is no table's; it would be an unclosed quote that swallows the file. */
const maxFieldChars = 100_000;

/** Feed it pieces of text; it gives whole rows. A byte order mark and CRLF are taken off. */
export class CsvReader {
  #text = '';
  #line = 1;
  #isFirst = true;
  readonly #separator: string;

  constructor(separator = ',') {
    this.#separator = separator;
  }

  /** @throws `lanes.invalid-import` for a quote that is not closed within 100,000 characters */
  push(text: string): CsvRow[] {
    this.#text += this.#isFirst ? text.replace(/^\uFEFF/, '') : text;
    if (text !== '') this.#isFirst = false;
    return this.#take(false);
  }

  end(): CsvRow[] {
    return this.#take(true);
  }

  #take(isEnd: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    const text = this.#text;
    let [at, done] = [0, 0];
    let cells: string[] = [];
    const line = () => this.#line;
    let start = line();
    while (at < text.length) {
      let cell: string;
      if (text[at] === '"') {
        const close = closingQuote(text, at + 1);
        if (close < 0) {
          if (isEnd || text.length - at > maxFieldChars)
            throw new CommonwatchError(
              'lanes.invalid-import',
              `a quote opened in line ${line()} is not closed`,
            );
          break;
        }
        cell = text.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
      } else {
        let to = at;
        while (to < text.length && text[to] !== this.#separator && text[to] !== '\n') to++;
        if (to === text.length && !isEnd) break;
        cell = text.slice(at, to).replace(/\r$/, '');
        at = to;
      }
      if (at >= text.length && !isEnd) break;
      cells.push(cell);
      if (text[at] === '\r') at++;
      if (text[at] === this.#separator) {
        at++;
        if (at < text.length || !isEnd) continue;
        cells.push('');
      }
      this.#line += count(text, done, at + 1);
      at++;
      if (cells.length > 1 || cells[0].trim() !== '') rows.push({ line: start, cells });
      cells = [];
      start = line();
      done = at;
    }
    this.#text = text.slice(done);
    return rows;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}

function count(text: string, from: number, to: number): number {
  let lines = 0;
  for (let i = from; i < Math.min(to, text.length); i++) if (text[i] === '\n') lines++;
  return lines;
}

/** The separator that the header holds most of: comma, semicolon or tab. */
export function separatorOf(head: string): string {
  const [first = ''] = head.split('\n', 1);
  const counts = [',', ';', '\t'].map((sign) => ({ sign, n: first.split(sign).length }));
  return counts.sort((a, b) => b.n - a.n)[0].sign;
}

/** A number as tables write it; NaN for anything else. An empty text is null. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(/^(\d{1,3})(,\d{3})+(\.\d+)?$/, (whole) => whole.replaceAll(',', ''));
  if (plain === '' || plain.toUpperCase() === 'NA') return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}
