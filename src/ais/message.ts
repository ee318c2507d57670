import { isAuxiliaryCraft, type Field, type Layout, layoutsByType } from './layouts.ts';
import { payloadBuffer, readInt, readText, readUint } from './bits.ts';

/**
 * What a field says: a number in the unit of its name, a flag, text, the bits of application data as
 * `"<bits>:<hex>"`, `null` for "not available", or `undefined` where the message or its payload lacks the field.
 * A rate of turn beyond its indicator's scale is `"left"` or `"right"` (M.1371-5, table 45: ±127).
 */
export type FieldValue = number | boolean | string | null | undefined;

/** Where the time of a message came from; the first that is there wins. */
export const timeBasis = {
  /** No time at all: `timeUtcMs` is NaN. */
  none: 0,
  /** `c:` of a tag block. */
  tagBlock: 1,
  /** A `$PGHP` line before the sentence. */
  pghp: 2,
  /** An epoch or a time of day behind the sentence, or on the next line. */
  suffix: 3,
  /** An epoch before the sentence. */
  prefix: 4,
  /** The caller's clock. */
  clock: 5,
  /** The last time seen in this stream. */
  inherited: 6,
  /** The last report of a base station (types 4 and 11), in a stream with no other time. */
  baseStation: 7,
} as const;

/** Names of {@link timeBasis} by code. */
export const timeBasisNames = Object.keys(timeBasis) as (keyof typeof timeBasis)[];

const fieldsByName = new Map<Layout, Map<string, Field>>();

/** The field of that name, or undefined. */
export function fieldOf(layout: Layout, name: string): Field | undefined {
  let index = fieldsByName.get(layout);
  if (index === undefined) {
    index = new Map(layout.fields.map((field) => [field.name, field]));
    fieldsByName.set(layout, index);
  }
  return index.get(name);
}

/** Why a payload is no message; see `refusalReasons`. */
export type PayloadRefusal = 'payload-empty' | 'type-unknown' | 'part-unknown' | 'length-short';

/** The layout of a payload, or why it has none. Lengths are in bits. */
export function layoutOf(bytes: Uint8Array, bitLength: number): Layout | PayloadRefusal {
  if (bitLength <= 0) return 'payload-empty';
  const forms = layoutsByType[bytes[0] >>> 2];
  if (forms.length === 0) return bitLength < 6 ? 'length-short' : 'type-unknown';
  if (bitLength < 40) return 'length-short';
  const layout = forms.length === 1 ? forms[0] : forms[formOf(bytes, bitLength)];
  if (layout === undefined) return 'part-unknown';
  return bitLength < layout.minBits ? 'length-short' : layout;
}

/** Which form of its type a message has, by the flag that says so. */
function formOf(bytes: Uint8Array, bitLength: number): number {
  switch (bytes[0] >>> 2) {
    case 22:
      return bitLength > 139 ? readUint(bytes, 139, 1) : 0;
    case 24: {
      const part = readUint(bytes, 38, 2);
      if (part === 1 && isAuxiliaryCraft(readUint(bytes, 8, 30))) return 2;
      return part < 2 ? part : -1;
    }
    default:
      return readUint(bytes, 38, 2);
  }
}

/** First bit of a field in a message of that length. */
export function startOf(field: Field, bitLength: number): number {
  return field.start < 0 ? bitLength + field.start : field.start;
}

/** Width of a field in a message of that length; 0 or less where an open field is empty. */
export function widthOf(field: Field, bitLength: number): number {
  return field.width > 0 ? field.width : bitLength + field.width - startOf(field, bitLength);
}

/** Bits as `"<count>:<hex>"`, the last byte filled with zeros. Made-up bits never appear in it. */
export function hexBits(bytes: Uint8Array, start: number, width: number): string {
  let hex = '';
  for (let at = 0; at < width; at += 8) {
    const bits = Math.min(8, width - at);
    hex += (readUint(bytes, start + at, bits) << (8 - bits)).toString(16).padStart(2, '0');
  }
  return `${Math.max(0, width)}:${hex}`;
}

const textScratch = new Uint8Array(2048);
const ascii = new TextDecoder('latin1');

/**
 * One message as it came, its fields read when somebody asks. The decoder hands out one view and fills it anew
 * for every message: take what you need before you return, or {@link MessageView.copy} it.
 */
export class MessageView {
  /** The payload packed in bytes; zero behind `bitLength`, save for the fill bits. */
  readonly bytes: Uint8Array;
  bitLength = 0;
  type = 0;
  repeat = 0;
  mmsi = 0;
  layout: Layout = layoutsByType[1][0];
  /** Ms since 1970 UTC; NaN where nothing gave a time. */
  timeUtcMs = NaN;
  /** A code of {@link timeBasis}. */
  timeBasis = 0;
  /** ASCII code of the channel, 0 when the sentence named none. */
  channel = 0;
  /** True for a VDO: the receiver's own ship. */
  ownShip = false;
  /** How many sentences carried it. */
  sentences = 1;
  /** Source tag or station of the receiver as ASCII bytes, `receiverLength` of them. */
  readonly receiverBytes: Uint8Array = new Uint8Array(64);
  receiverLength = 0;

  constructor(bytes: Uint8Array = payloadBuffer()) {
    this.bytes = bytes;
  }

  /** Takes the payload in `bytes` as a message. Returns why not, or undefined when it is one. */
  adopt(bitLength: number): PayloadRefusal | undefined {
    const layout = layoutOf(this.bytes, bitLength);
    if (typeof layout === 'string') return layout;
    this.layout = layout;
    this.bitLength = bitLength;
    this.type = this.bytes[0] >>> 2;
    this.repeat = this.bytes[0] & 3;
    this.mmsi = readUint(this.bytes, 8, 30);
    return undefined;
  }

  /** Source tag or station of the receiver, '' when unknown. */
  get receiver(): string {
    return ascii.decode(this.receiverBytes.subarray(0, this.receiverLength));
  }

  /** True where the payload carries the whole field. */
  has(field: Field): boolean {
    const start = startOf(field, this.bitLength);
    const width = widthOf(field, this.bitLength);
    return width > 0 && start + width <= this.bitLength;
  }

  /** The bits of a number or flag as they were sent; undefined where the payload lacks them. */
  raw(field: Field): number | undefined {
    if (!this.has(field)) return undefined;
    const start = startOf(field, this.bitLength);
    return field.kind === 'int' || field.kind === 'turn'
      ? readInt(this.bytes, start, field.width)
      : readUint(this.bytes, start, field.width);
  }

  /** The value of a field of this message's layout. */
  value(field: Field): FieldValue {
    if (field.kind === 'text') return this.text(field);
    if (field.kind === 'data')
      return this.has(field)
        ? hexBits(this.bytes, startOf(field, this.bitLength), widthOf(field, this.bitLength))
        : undefined;
    const raw = this.raw(field);
    return raw === undefined ? undefined : fieldValue(field, raw);
  }

  /** The value of the field of that name. */
  field(name: string): FieldValue {
    const field = fieldOf(this.layout, name);
    return field === undefined ? undefined : this.value(field);
  }

  /** Every field of the message by name, without spare bits and without fields that the payload lacks. */
  fields(): Record<string, FieldValue> {
    const fields: Record<string, FieldValue> = {};
    for (const field of this.layout.fields) {
      const value = field.kind === 'spare' ? undefined : this.value(field);
      if (value !== undefined) fields[field.name] = value;
    }
    return fields;
  }

  /** A view of its own, which later messages do not change. */
  copy(): MessageView {
    const copy = new MessageView(this.bytes.slice());
    copy.receiverBytes.set(this.receiverBytes);
    const { bitLength, type, repeat, mmsi, layout, timeUtcMs, channel, ownShip, sentences, receiverLength } =
      this;
    const basis = this.timeBasis;
    return Object.assign(copy, {
      bitLength,
      type,
      repeat,
      mmsi,
      layout,
      timeUtcMs,
      timeBasis: basis,
      channel,
      ownShip,
      sentences,
      receiverLength,
    });
  }

  /** Text is cut to the whole characters that the payload carries: types 5 of 420 bits end inside a character. */
  private text(field: Field): string | undefined {
    const start = field.start;
    const bits = Math.min(widthOf(field, this.bitLength), this.bitLength - start);
    if (bits < 0 || (bits === 0 && field.width > 0)) return undefined;
    const characters = Math.floor(bits / 6);
    if (characters === 0 && field.width <= 0) return undefined;
    return ascii.decode(textScratch.subarray(0, readText(this.bytes, start, characters, textScratch)));
  }
}

/** What the raw bits of a number or flag mean. */
export function fieldValue(field: Field, raw: number): FieldValue {
  if (field.kind === 'bool') return raw === 1;
  if (raw === field.notAvailable) return null;
  if (field.kind === 'turn') return turnValue(raw);
  return field.per === undefined ? raw : raw / field.per;
}

/** Rate of turn in degrees a minute, positive to starboard: (raw / 4.733)² (M.1371-5, table 45). */
function turnValue(raw: number): FieldValue {
  if (raw === 127) return 'right';
  if (raw === -127) return 'left';
  return Math.sign(raw) * (raw / 4.733) ** 2;
}
