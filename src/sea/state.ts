/**
 * Plain data as bytes and back: what a detector remembers, so that a restart goes on where it was. Holds what JSON
 * holds and also NaN, undefined, maps, sets and typed arrays; objects keep the order of their members.
 */
import { CommonwatchError } from '../core/errors.ts';
import type { Column } from './columns.ts';

const tags = {
  nothing: 0,
  missing: 1,
  no: 2,
  yes: 3,
  number: 4,
  text: 5,
  list: 6,
  record: 7,
  map: 8,
  set: 9,
};
/** Typed arrays follow the plain tags, by their place in this list. */
const kinds = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Uint8Array,
] as const;
const firstKind = 16;
/** Changes whenever the meaning of any remembered state changes. */
const magic = 0x5ea_0001;

/** The value as bytes; the same value gives the same bytes. */
export function encodeState(value: unknown): Uint8Array {
  const writer = new Writer();
  writer.number(magic);
  writer.value(value);
  return writer.bytes();
}

/** @throws `sea.state-invalid` when the bytes are no state of this version */
export function decodeState(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  try {
    if (reader.number() === magic) return reader.value();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
  throw new CommonwatchError('sea.state-invalid', bytes.length);
}

class Writer {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  readonly #text = new TextEncoder();

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  number(value: number): void {
    this.#room(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  value(value: unknown): void {
    if (value === null) this.#tag(tags.nothing);
    else if (value === undefined) this.#tag(tags.missing);
    else if (typeof value === 'boolean') this.#tag(value ? tags.yes : tags.no);
    else if (typeof value === 'number') {
      this.#tag(tags.number);
      this.number(value);
    } else if (typeof value === 'string') {
      this.#tag(tags.text);
      this.#blob(this.#text.encode(value));
    } else if (Array.isArray(value)) this.#items(tags.list, value);
    else if (value instanceof Map) this.#items(tags.map, [...value].flat());
    else if (value instanceof Set) this.#items(tags.set, [...value]);
    else if (ArrayBuffer.isView(value)) this.#column(value as Column);
    else this.#items(tags.record, Object.entries(value as object).flat());
  }

  #items(tag: number, items: readonly unknown[]): void {
    this.#tag(tag);
    this.number(items.length);
    for (const item of items) this.value(item);
  }

  #column(column: Column): void {
    this.#tag(firstKind + kinds.findIndex((kind) => column instanceof kind));
    this.#blob(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }

  #blob(bytes: Uint8Array): void {
    this.number(bytes.length);
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #tag(tag: number): void {
    this.#room(1);
    this.#bytes[this.#at++] = tag;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  readonly #text = new TextDecoder();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }

  value(): unknown {
    const tag = this.#view.getUint8(this.#at++);
    switch (tag) {
      case tags.nothing:
        return null;
      case tags.missing:
        return undefined;
      case tags.no:
      case tags.yes:
        return tag === tags.yes;
      case tags.number:
        return this.number();
      case tags.text:
        return this.#text.decode(this.#blob());
      case tags.list:
        return this.#items();
      case tags.map:
        return new Map(this.#pairs());
      case tags.set:
        return new Set(this.#items());
      case tags.record:
        return Object.fromEntries(this.#pairs() as [string, unknown][]);
      default:
        return this.#column(tag);
    }
  }

  #items(): unknown[] {
    const length = this.number();
    if (length > this.#bytes.length) throw new RangeError('more items than bytes');
    return Array.from({ length }, () => this.value());
  }

  #pairs(): [unknown, unknown][] {
    const items = this.#items();
    return Array.from({ length: items.length / 2 }, (_, i) => [items[2 * i], items[2 * i + 1]]);
  }

  #column(tag: number): Column {
    const Kind = kinds[tag - firstKind];
    if (Kind === undefined) throw new RangeError('unknown tag');
    const bytes = this.#blob();
    return new Kind(bytes.buffer, 0, bytes.length / Kind.BYTES_PER_ELEMENT);
  }

  /** A copy, so that it is aligned and belongs to the reader's caller. */
  #blob(): Uint8Array<ArrayBuffer> {
    const length = this.number();
    if (!(length >= 0 && this.#at + length <= this.#bytes.length)) throw new RangeError('cut short');
    const blob = new Uint8Array(length);
    blob.set(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return blob;
  }
}
