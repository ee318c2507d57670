/**
 * Text → records, in bounded memory: rows of CSV (RFC 4180, or with tabs), lines of JSON, and the objects inside one
 * large JSON document. A record that is too long or cannot be read is refused and the rest is read.
 */

/** No record of a post is longer: 16 Mi characters. */
export const maxRecordChars = 1 << 24;

export interface RecordSink {
  /** `record` is reused by nobody and may be kept. */
  readonly row: (record: readonly string[]) => void;
  readonly refuse: (reason: 'record-too-long' | 'row-fields' | 'json-invalid', sample: string) => void;
}

export interface TextReader {
  readonly push: (text: string) => void;
  readonly end: () => void;
}

/** Rows of delimited text, the header among them. A quote counts where a field begins, as in RFC 4180. */
export class DelimitedReader implements TextReader {
  readonly #sink: RecordSink;
  readonly #delimiter: string;
  readonly #quotes: boolean;
  #rest = '';
  #skipping = false;
  /** A row that was not whole is tried again when the text has doubled: each character is read a few times only. */
  #retryAtLength = 0;

  /** @param delimiter one character; tab-separated files of GDELT have no quotes */
  constructor(sink: RecordSink, delimiter = ',', quotes = true) {
    this.#sink = sink;
    this.#delimiter = delimiter;
    this.#quotes = quotes;
  }

  push(text: string): void {
    this.#rest += text;
    if (this.#rest.length >= this.#retryAtLength) this.#read(false);
  }

  end(): void {
    this.#read(true);
  }

  #read(final: boolean): void {
    const text = this.#rest;
    let at = this.#skipping ? this.#skipLine(text, 0) : 0;
    while (at < text.length) {
      const next = this.#row(text, at, final);
      if (next < 0) break;
      at = next;
    }
    this.#rest = text.slice(at);
    this.#retryAtLength = this.#rest.length * 2;
  }

  /** Reads one row; the place after it, or -1 when it is not whole yet. */
  #row(text: string, start: number, final: boolean): number {
    const fields: string[] = [];
    let at = start;
    let lineEnd = text.indexOf('\n', at);
    for (;;) {
      if (this.#quotes && text.charCodeAt(at) === 34) {
        const close = closingQuote(text, at + 1);
        if (close < 0) return this.#unfinished(text, start, final);
        fields.push(text.slice(at + 1, close).replaceAll('""', '"'));
        at = close + 1;
        if (lineEnd >= 0 && lineEnd < at) lineEnd = text.indexOf('\n', at);
        if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at += 1;
        if (at >= text.length && !final) return this.#unfinished(text, start, final);
        if (at >= text.length || at === lineEnd) break;
        if (text[at] === this.#delimiter) {
          at += 1;
          continue;
        }
        // Text after a closing quote: no field of RFC 4180.
        return this.#refuseLine(text, start);
      }
      if (lineEnd < 0 && !final) return this.#unfinished(text, start, final);
      const stop = lineEnd < 0 ? text.length : lineEnd;
      const delimiter = text.indexOf(this.#delimiter, at);
      if (delimiter < 0 || delimiter >= stop) {
        fields.push(text.slice(at, text.charCodeAt(stop - 1) === 13 && stop > at ? stop - 1 : stop));
        at = stop;
        break;
      }
      fields.push(text.slice(at, delimiter));
      at = delimiter + 1;
    }
    if (fields.length > 1 || fields[0].trim() !== '') this.#sink.row(fields);
    return at + 1;
  }

  #unfinished(text: string, start: number, final: boolean): number {
    if (!final && text.length - start <= maxRecordChars) return -1;
    // A quote that is never closed: the line that opened it is refused, and reading goes on after it.
    const lineEnd = text.indexOf('\n', start);
    this.#sink.refuse(
      final ? 'row-fields' : 'record-too-long',
      text.slice(start, Math.min(start + 200, lineEnd < 0 ? text.length : lineEnd)),
    );
    if (lineEnd >= 0) return lineEnd + 1;
    this.#skipping = !final;
    return text.length;
  }

  #refuseLine(text: string, start: number): number {
    const lineEnd = text.indexOf('\n', start);
    this.#sink.refuse('row-fields', text.slice(start, start + 200));
    if (lineEnd >= 0) return lineEnd + 1;
    this.#skipping = true;
    return text.length;
  }

  #skipLine(text: string, from: number): number {
    const lineEnd = text.indexOf('\n', from);
    this.#skipping = lineEnd < 0;
    return lineEnd < 0 ? text.length : lineEnd + 1;
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === 34) at = text.indexOf('"', at + 2);
  return at;
}

/** What a JSON reader hands on: the value of one record. */
export interface JsonSink {
  readonly value: (value: unknown) => void;
  /** The start of a document whose records follow, as it stands before them (its last 4,000 characters). */
  readonly wrapper: (text: string) => void;
  readonly refuse: RecordSink['refuse'];
}

/** Nesting beyond this is counted and not remembered. */
const maxNesting = 4096;

/** Arrays whose members are records when they stand inside a document: Telegram, JSON Feed, and common wrappers. */
const recordArrays = new Set([
  'messages',
  'items',
  'data',
  'posts',
  'tweets',
  'articles',
  'list',
  'orderedItems',
]);

/**
 * The objects of JSON lines, of a JSON array, and of arrays named above inside a document. Only the object at hand is
 * held, so that a document of any size is read; nesting is counted and never recursed over.
 */
export class JsonReader implements TextReader {
  readonly #sink: JsonSink;
  readonly #stack: number[] = [];
  readonly #keys: string[] = [];
  /** How much deeper it is than the stack tells: a bomb of brackets takes no memory. */
  #deeper = 0;
  #record: string[] | undefined;
  #recordChars = 0;
  #recordDepth = 0;
  #inString = false;
  #escaped = false;
  #lastString = '';
  #stringParts: string[] = [];
  #stringChars = 0;

  constructor(sink: JsonSink) {
    this.#sink = sink;
  }

  push(text: string): void {
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (this.#inString) {
        i = this.#string(text, i, code);
        continue;
      }
      if (code === 34) {
        this.#inString = true;
        this.#stringParts = [];
        this.#stringChars = 0;
      } else if (code === 123 || code === 91) {
        if (this.#record === undefined && code === 123 && this.#beginsRecord()) {
          this.#record = [];
          this.#recordChars = 0;
          this.#recordDepth = this.#stack.length;
          from = i;
        }
        if (code === 91 && this.#wraps()) {
          this.#keep(text.slice(from, i));
          this.#sink.wrapper((this.#record ?? []).join('').slice(-4000));
          this.#record = undefined;
        }
        this.#open(code);
      } else if (code === 125 || code === 93) {
        if (this.#deeper > 0) {
          this.#deeper -= 1;
          continue;
        }
        this.#stack.pop();
        this.#keys.pop();
        if (this.#record !== undefined && this.#stack.length === this.#recordDepth) {
          this.#keep(text.slice(from, i + 1));
          this.#emit();
        }
      } else if (code === 10 && this.#record !== undefined && this.#recordDepth === 0) {
        i = this.#brokenLine(text, from, i);
        from = i + 1;
      }
    }
    if (this.#record !== undefined) this.#keep(text.slice(from));
  }

  end(): void {
    if (this.#record !== undefined) this.#sink.refuse('json-invalid', this.#record.join('').slice(0, 200));
    this.#record = undefined;
  }

  /**
   * A line break inside a record of the outermost level: a pretty-printed document, which goes on, or JSON lines of
   * which one was cut off. The next character tells: a line that begins with `{` in column one is a new record.
   */
  #brokenLine(text: string, _from: number, at: number): number {
    if (text.charCodeAt(at + 1) !== 123 || this.#record === undefined) {
      this.#keep(text.slice(_from, at + 1));
      return at;
    }
    this.#keep(text.slice(_from, at));
    this.#sink.refuse('json-invalid', this.#record.join('').slice(0, 200));
    this.#record = undefined;
    this.#stack.length = 0;
    this.#keys.length = 0;
    this.#deeper = 0;
    return at;
  }

  #string(text: string, from: number, _code: number): number {
    for (let i = from; i < text.length; i++) {
      if (this.#escaped) {
        this.#escaped = false;
        continue;
      }
      const code = text.charCodeAt(i);
      if (code === 92) this.#escaped = true;
      else if (code === 34) {
        this.#noteString(text.slice(from, i));
        this.#inString = false;
        this.#lastString = this.#stringParts.join('');
        return i;
      } else if (code === 10) {
        // No string of JSON holds a line break: the line was cut off.
        this.#inString = false;
        return this.#record !== undefined && this.#recordDepth === 0 ? i - 1 : i;
      }
    }
    this.#noteString(text.slice(from));
    return text.length;
  }

  /** Keys are short: the start is enough. */
  #noteString(text: string): void {
    if (this.#stringChars < 100) this.#stringParts.push(text.slice(0, 100));
    this.#stringChars += text.length;
  }

  #beginsRecord(): boolean {
    const depth = this.#stack.length;
    // At the outermost level an object is a line, unless it turns out to hold a named array of records.
    if (depth === 0) return true;
    return this.#stack[depth - 1] === 91 && (depth === 1 || recordArrays.has(this.#keys[depth - 1]));
  }

  #open(code: number): void {
    if (this.#stack.length < maxNesting) {
      this.#stack.push(code);
      this.#keys.push(this.#lastString);
    } else this.#deeper += 1;
    this.#lastString = '';
  }

  /**
   * Whether the array that begins holds records of which the held text is but the document: in the outermost object,
   * or in a chat of the list that Telegram's whole export is. What was held is then let go.
   */
  #wraps(): boolean {
    if (this.#record === undefined) return false;
    const inside = this.#stack.length - this.#recordDepth;
    if (inside === 1) return recordArrays.has(this.#lastString) && this.#mayWrap();
    return inside === 2 && this.#recordDepth === 0 && this.#lastString === 'list';
  }

  #mayWrap(): boolean {
    return this.#recordDepth === 0 || this.#lastString === 'messages';
  }

  #keep(text: string): void {
    if (this.#recordChars <= maxRecordChars) this.#record?.push(text);
    this.#recordChars += text.length;
  }

  #emit(): void {
    const text = (this.#record ?? []).join('');
    this.#record = undefined;
    if (this.#recordChars > maxRecordChars) {
      this.#sink.refuse('record-too-long', text.slice(0, 200));
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#sink.refuse('json-invalid', text.slice(0, 200));
      return;
    }
    this.#sink.value(value);
  }
}
