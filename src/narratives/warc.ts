/**
 * Web archives (WARC, ISO 28500) → pages as flat records with the places `warc.id`, `warc.date`, `warc.url`,
 * `warc.domain`, `warc.text`, `warc.language`. Records are told apart by their lengths in bytes; only responses that
 * are HTML are pages. What is too large is passed over without being held.
 */
import { canonicalUrl, domainOf } from './normalise.ts';
import { decoderFor } from './encodings.ts';
import { textOfHtml, titleOfHtml } from './html.ts';

/** No page is longer: 16 MiB. */
const maxPageBytes = 1 << 24;
const maxHeaderBytes = 1 << 16;

export interface WarcSink {
  readonly page: (record: Readonly<Record<string, string>>) => void;
  readonly refuse: (reason: 'record-too-long' | 'warc-invalid') => void;
}

/** Bytes in, pages out; at most one record is held. */
export class WarcReader {
  readonly #sink: WarcSink;
  #held: Uint8Array = new Uint8Array(0);
  #skip = 0;

  constructor(sink: WarcSink) {
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    let rest = bytes;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, rest.length);
      this.#skip -= skipped;
      rest = rest.subarray(skipped);
    }
    if (rest.length === 0) return;
    const joined = new Uint8Array(this.#held.length + rest.length);
    joined.set(this.#held);
    joined.set(rest, this.#held.length);
    this.#held = this.#read(joined);
  }

  end(): void {
    if (latin(this.#held).trim() !== '') this.#sink.refuse('warc-invalid');
    this.#held = new Uint8Array(0);
  }

  /** Reads whole records; what is left. */
  #read(bytes: Uint8Array): Uint8Array {
    let at = 0;
    for (;;) {
      while (bytes[at] === 13 || bytes[at] === 10) at += 1;
      const header = headerAt(bytes, at);
      if (header === undefined) {
        if (bytes.length - at <= maxHeaderBytes) return bytes.slice(at);
        // No header where one must stand: reading goes on at the next one.
        this.#sink.refuse('warc-invalid');
        const next = indexOf(bytes, 'WARC/1.', at + 1);
        if (next < 0) return bytes.slice(Math.max(at, bytes.length - 16));
        at = next;
        continue;
      }
      const length = Number(header.fields.get('content-length'));
      if (!header.isWarc || !Number.isSafeInteger(length) || length < 0) {
        this.#sink.refuse('warc-invalid');
        const next = indexOf(bytes, 'WARC/1.', header.end);
        if (next < 0) return new Uint8Array(0);
        at = next;
        continue;
      }
      const end = header.end + length;
      const isPage = /^(response|resource)$/.test(header.fields.get('warc-type') ?? '');
      if (!isPage || length > maxPageBytes) {
        if (isPage) this.#sink.refuse('record-too-long');
        if (end > bytes.length) {
          this.#skip = end - bytes.length;
          return new Uint8Array(0);
        }
      } else {
        if (end > bytes.length) return bytes.slice(at);
        this.#page(header.fields, bytes.subarray(header.end, end));
      }
      at = end;
    }
  }

  #page(fields: ReadonlyMap<string, string>, block: Uint8Array): void {
    const type = fields.get('warc-type') ?? '';
    const http = type === 'response' ? headerAt(block, 0) : undefined;
    const contentType = http?.fields.get('content-type') ?? fields.get('content-type') ?? '';
    if (!/html/i.test(contentType) || (http !== undefined && !/^HTTP\/\S+ 2/.test(http.first))) return;
    const bytes = block.subarray(http?.end ?? 0);
    const html = decoderFor(bytes, contentType).decode(bytes);
    const url = (fields.get('warc-target-uri') ?? '').replace(/^<|>$/g, '');
    const title = titleOfHtml(html);
    const words = textOfHtml(html, 4000);
    this.#sink.page({
      'warc.id': fields.get('warc-record-id') ?? url,
      'warc.date': fields.get('warc-date') ?? '',
      'warc.url': url,
      'warc.domain': domainOf(canonicalUrl(url)),
      'warc.text': title === '' ? words : `${title}\n${words}`,
      'warc.language':
        /<html[^>]*\slang=["']?([a-zA-Z]{2,3})/.exec(html.slice(0, 4096))?.[1]?.toLowerCase() ?? '',
    });
  }
}

interface Header {
  readonly first: string;
  readonly isWarc: boolean;
  readonly fields: ReadonlyMap<string, string>;
  readonly end: number;
}

/** The lines up to the first empty one; undefined when it is not there within 64 KiB. */
function headerAt(bytes: Uint8Array, at: number): Header | undefined {
  const most = Math.min(bytes.length, at + maxHeaderBytes);
  let end = -1;
  for (let i = at; i + 1 < most && end < 0; i++)
    if (bytes[i] === 10 && bytes[i + 1] === 10) end = i + 2;
    else if (bytes[i] === 10 && bytes[i + 1] === 13 && bytes[i + 2] === 10) end = i + 3;
  if (end < 0) return undefined;
  const [first, ...lines] = new TextDecoder().decode(bytes.subarray(at, end)).split(/\r?\n/);
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { first, isWarc: /^WARC\/1\.\d/.test(first), fields, end };
}

function indexOf(bytes: Uint8Array, text: string, from: number): number {
  outer: for (let i = from; i + text.length <= bytes.length; i++) {
    for (let j = 0; j < text.length; j++) if (bytes[i + j] !== text.charCodeAt(j)) continue outer;
    return i;
  }
  return -1;
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 200));
}
