/** The way back: fields → payload → sentences, from the same table of layouts that the decoder uses. */
import { CommonwatchError } from '../core/errors.ts';
import { armourCharacter, maxPayloadBits, readUint, writeBits } from './bits.ts';
import { type Field, isAuxiliaryCraft, type Layout, layoutsByType } from './layouts.ts';

/** A message to send: its type and MMSI, and any field of its layout in the unit of its name. */
export type OutgoingMessage = Readonly<Record<string, number | boolean | string | null | undefined>> & {
  readonly type: number;
  readonly mmsi: number;
};

/** How the sentences are written. */
export interface SentenceOptions {
  /** Two letters, `AI` unless told. */
  readonly talker?: string;
  /** `VDM` (heard) unless told; `VDO` for the own ship. */
  readonly formatter?: 'VDM' | 'VDO';
  /** Radio channel, `A` unless told. */
  readonly channel?: string;
  /** Sequence id of a message in several parts, 0–9. */
  readonly sequence?: number;
  /** Armour characters a sentence; 60 keeps it within 82 characters. */
  readonly charactersPerSentence?: number;
  /** Tag block: time in ms since 1970 UTC, written in seconds, or in ms where it has a fraction of a second. */
  readonly timeUtcMs?: number;
  /** Tag block: source, such as a station. */
  readonly source?: string;
  /** Tag block: group id of a message in several parts. */
  readonly group?: number;
}

/** A payload: packed bits and how many. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly bitLength: number;
}

/** The sentences of a message, each without its line end. Throws `ais.encode-invalid` for what AIS cannot say. */
export function encodeSentences(message: OutgoingMessage, options: SentenceOptions = {}): string[] {
  return armourSentences(encodePayload(message), options);
}

/** The payload of a message. A field left out is "not available" where the standard has such a value, else 0. */
export function encodePayload(message: OutgoingMessage): Payload {
  const layout = outgoingLayout(message);
  const sizes = layout.fields.map((field) => fieldBits(field, message[field.name], layout));
  const closing = layout.fields.reduce((bits, field) => (field.start < 0 ? bits + field.width : bits), 0);
  const last = layout.fields.reduce(
    (end, field, i) => (field.start < 0 || sizes[i] === 0 ? end : Math.max(end, field.start + sizes[i])),
    0,
  );
  const bitLength = wholeBits(layout, Math.max(last + closing, layout.bits));
  if (bitLength > maxPayloadBits) throw invalid(layout, 'data', bitLength);
  const bytes = new Uint8Array((bitLength >>> 3) + 8);
  layout.fields.forEach((field, i) => {
    const start = field.start < 0 ? bitLength + field.start : field.start;
    if (field.name === 'type') writeBits(bytes, 0, 6, layout.type);
    else if (sizes[i] > 0) writeField(bytes, start, sizes[i], field, message[field.name], layout);
  });
  return { bytes, bitLength };
}

/** Writes a payload as sentences, with tag blocks where the options ask for them. */
export function armourSentences(payload: Payload, options: SentenceOptions = {}): string[] {
  const {
    talker = 'AI',
    formatter = 'VDM',
    channel = 'A',
    sequence = 0,
    charactersPerSentence = 60,
  } = options;
  const characters = armour(payload);
  const fillBits = characters.length * 6 - payload.bitLength;
  const total = Math.max(1, Math.ceil(characters.length / charactersPerSentence));
  if (total > 9)
    throw new CommonwatchError('ais.encode-invalid', total, { detail: 'A message has at most 9 parts.' });
  return Array.from({ length: total }, (_, i) => {
    const part = characters.slice(i * charactersPerSentence, (i + 1) * charactersPerSentence);
    const id = total > 1 ? sequence : '';
    const fill = i === total - 1 ? fillBits : 0;
    const body = `${talker}${formatter},${total},${i + 1},${id},${channel},${part},${fill}`;
    return `${tagBlockText(options, i + 1, total)}!${body}*${checksumText(body)}`;
  });
}

/** Armour characters of a payload. */
export function armour({ bytes, bitLength }: Payload): string {
  const codes: number[] = [];
  for (let bit = 0; bit < bitLength; bit += 6) {
    const width = Math.min(6, bitLength - bit);
    codes.push(armourCharacter(readUint(bytes, bit, width) << (6 - width)));
  }
  return String.fromCharCode(...codes);
}

/** The two hexadecimal digits of the exclusive or of a sentence's characters. */
export function checksumText(body: string): string {
  let sum = 0;
  for (let at = 0; at < body.length; at += 1) sum ^= body.charCodeAt(at);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}

function tagBlockText(options: SentenceOptions, part: number, total: number): string {
  const { timeUtcMs, source, group } = options;
  const fields: string[] = [];
  if (group !== undefined && total > 1) fields.push(`g:${part}-${total}-${group}`);
  if (source !== undefined && part === 1) fields.push(`s:${source}`);
  if (timeUtcMs !== undefined && part === 1)
    fields.push(`c:${timeUtcMs % 1000 === 0 ? timeUtcMs / 1000 : timeUtcMs}`);
  const body = fields.join(',');
  return body === '' ? '' : `\\${body}*${checksumText(body)}\\`;
}

/** Which form of its type a message takes. */
function outgoingLayout(message: OutgoingMessage): Layout {
  const forms = layoutsByType[message.type] ?? [];
  let form = 0;
  if (message.type === 22) form = message.addressed === true ? 1 : 0;
  else if (message.type === 24 && message.partNumber === 1) form = isAuxiliaryCraft(message.mmsi) ? 2 : 1;
  else if (message.type === 25 || message.type === 26)
    form = (message.addressed === true ? 2 : 0) + (message.structured === true ? 1 : 0);
  const layout = forms[form];
  if (layout === undefined) throw new CommonwatchError('ais.encode-invalid', message.type, { path: '/type' });
  const unknown = Object.keys(message).find((name) => !layout.fields.some((field) => field.name === name));
  if (unknown !== undefined) throw invalid(layout, unknown, message[unknown]);
  return layout;
}

/** Bits that a field takes; 0 for an optional one behind the standard length which is left out. */
function fieldBits(field: Field, value: OutgoingMessage[string], layout: Layout): number {
  if (field.width > 0)
    return value === undefined && field.start + field.width > layout.bits ? 0 : field.width;
  if (value === undefined || value === null) return 0;
  if (field.kind === 'text') return 6 * String(value).length;
  const bits = Number.parseInt(String(value), 10);
  if (!(bits >= 0)) throw invalid(layout, field.name, value);
  return bits;
}

/** Messages whose optional parts come in groups end where the group ends. */
function wholeBits(layout: Layout, bits: number): number {
  if (layout.type === 15) return bits <= 88 ? 88 : bits <= 110 ? 110 : 160;
  if (layout.type === 16) return bits <= 96 ? 96 : 144;
  if (layout.type === 7 || layout.type === 13) return 40 + 32 * Math.ceil((bits - 40) / 32);
  if (layout.type === 20) return Math.max(72, Math.ceil((40 + 30 * Math.ceil((bits - 40 - 2) / 30)) / 8) * 8);
  return bits;
}

function writeField(
  bytes: Uint8Array,
  start: number,
  bits: number,
  field: Field,
  value: OutgoingMessage[string],
  layout: Layout,
): void {
  if (field.kind === 'text') return writeText(bytes, start, bits / 6, value, field, layout);
  if (field.kind === 'data') return writeData(bytes, start, bits, String(value));
  writeBits(bytes, start, bits, rawValue(field, value, layout));
}

/** Text is filled up with `@`; a character that the alphabet lacks is an error. */
function writeText(
  bytes: Uint8Array,
  start: number,
  characters: number,
  value: OutgoingMessage[string],
  field: Field,
  layout: Layout,
): void {
  const text = value === undefined || value === null ? '' : String(value).toUpperCase();
  if (text.length > characters) throw invalid(layout, field.name, value);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 95) throw invalid(layout, field.name, value);
    writeBits(bytes, start + 6 * at, 6, code & 63);
  }
}

/** Data as the decoder gives it: `"<bits>:<hex>"`. */
function writeData(bytes: Uint8Array, start: number, bits: number, value: string): void {
  const hex = value.slice(value.indexOf(':') + 1);
  for (let at = 0; at < bits; at += 4) {
    const width = Math.min(4, bits - at);
    writeBits(bytes, start + at, width, (Number.parseInt(hex[at >> 2] ?? '0', 16) || 0) >>> (4 - width));
  }
}

/** The bits of a number or flag: the nearest that the field can say, or an error outside its range. */
function rawValue(field: Field, value: OutgoingMessage[string], layout: Layout): number {
  if (value === undefined || value === null) return field.notAvailable ?? 0;
  if (field.kind === 'turn') return turnRaw(value, layout);
  if (typeof value === 'boolean') return value ? 1 : 0;
  const raw = Math.round(Number(value) * (field.per ?? 1));
  const low = field.kind === 'int' ? -(2 ** (field.width - 1)) : 0;
  const high = field.kind === 'int' ? 2 ** (field.width - 1) - 1 : 2 ** field.width - 1;
  if (!(raw >= low && raw <= high)) throw invalid(layout, field.name, value);
  return raw;
}

function turnRaw(value: number | boolean | string, layout: Layout): number {
  if (value === 'right') return 127;
  if (value === 'left') return -127;
  const degPerMin = Number(value);
  if (Number.isNaN(degPerMin)) throw invalid(layout, 'rateOfTurnDegPerMin', value);
  return Math.sign(degPerMin) * Math.min(126, Math.round(4.733 * Math.sqrt(Math.abs(degPerMin))));
}

function invalid(layout: Layout, name: string, value: unknown): CommonwatchError {
  return new CommonwatchError('ais.encode-invalid', value, {
    path: `/${name}`,
    detail: `Message ${layout.type} cannot say this in ${name}.`,
  });
}
