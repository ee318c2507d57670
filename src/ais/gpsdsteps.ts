/** The steps of which the gpsd profile consists: each writes one field of a message, with the comma before it. */
import { readInt, readText, readUint } from './bits.ts';
import { type ByteWriter, PreparedText, utf8 } from './bytewriter.ts';
import type { MessageView } from './message.ts';

export type Step = (out: ByteWriter, view: MessageView, scaled: boolean) => void;
export type Steps = readonly Step[];

export const scratch = new Uint8Array(2048);

export const key = (name: string): PreparedText => utf8(`,"${name}":`);
export const jsonQuote = (text: string): string => JSON.stringify(text);

/** `,"name":123` */
export function uint(name: string, start: number, width: number): Step {
  const label = key(name);
  return (out, view) => {
    out.raw(label);
    out.uint(readUint(view.bytes, start, width));
  };
}

export function int(name: string, start: number, width: number): Step {
  const label = key(name);
  return (out, view) => {
    out.raw(label);
    out.int(readInt(view.bytes, start, width));
  };
}

export function flag(name: string, start: number): Step {
  const yes = utf8(`,"${name}":true`);
  const no = utf8(`,"${name}":false`);
  return (out, view) => out.raw(readUint(view.bytes, start, 1) === 1 ? yes : no);
}

/** A constant, such as a field which gpsd prints but never reads. */
export function constant(text: string): Step {
  const bytes = utf8(text);
  return (out) => out.raw(bytes);
}

/** Scaled: raw / 10^decimals. Unscaled: raw. */
export function tenths(name: string, start: number, width: number, decimals = 1): Step {
  const label = key(name);
  return (out, view, scaled) => {
    const raw = readUint(view.bytes, start, width);
    out.raw(label);
    if (scaled) out.decimal(raw, decimals);
    else out.uint(raw);
  };
}

/** Scaled: (raw − offset) / divisor with `decimals`. Unscaled: raw. */
export function scaledUint(
  name: string,
  start: number,
  width: number,
  offset: number,
  divisor: number,
  decimals: number,
): Step {
  const label = key(name);
  return (out, view, scaled) => {
    const raw = readUint(view.bytes, start, width);
    out.raw(label);
    if (scaled) out.fixed((raw - offset) / divisor, decimals);
    else out.uint(raw);
  };
}

export function scaledInt(
  name: string,
  start: number,
  width: number,
  divisor: number,
  decimals: number,
): Step {
  const label = key(name);
  return (out, view, scaled) => {
    const raw = readInt(view.bytes, start, width);
    out.raw(label);
    if (scaled) out.fixed(raw / divisor, decimals);
    else out.int(raw);
  };
}

/** Degrees from 1/10,000 minute. raw × 5 / 3 is never halfway between two, so whole numbers round as a double does. */
export function fineDegrees(name: string, start: number, width: number): Step {
  const label = key(name);
  return (out, view, scaled) => {
    const raw = readInt(view.bytes, start, width);
    out.raw(label);
    if (!scaled) return out.int(raw);
    out.decimal(Math.round((raw * 5) / 3), 6);
  };
}

/** Degrees of a channel area, which gpsd quotes when they are scaled. */
export function areaDegrees(name: string, start: number, width: number): Step {
  const label = key(name);
  return (out, view, scaled) => {
    const raw = readInt(view.bytes, start, width);
    out.raw(label);
    if (!scaled) return out.int(raw);
    out.byte(34);
    out.fixed(raw / 600, 6);
    out.byte(34);
  };
}

/** A code and the text that goes with it: `,"status":1,"status_text":"At anchor"`. */
export function coded(
  name: string,
  start: number,
  width: number,
  texts: readonly string[],
  otherwise: string,
): Step {
  const forms = Array.from({ length: 2 ** width }, (_, code) =>
    utf8(`,"${name}":${code},"${name}_text":${jsonQuote(texts[code] ?? otherwise)}`),
  );
  return (out, view) => out.raw(forms[readUint(view.bytes, start, width)]);
}

/** Scaled: the text alone. Unscaled: the code alone. */
export function textOrCode(name: string, start: number, width: number, texts: readonly string[]): Step {
  const label = key(name);
  const forms = texts.map((text) => utf8(jsonQuote(text)));
  return (out, view, scaled) => {
    const code = readUint(view.bytes, start, width);
    out.raw(label);
    if (scaled) out.raw(forms[code]);
    else out.uint(code);
  };
}

/** Six-bit text of a fixed number of characters. */
export function chars(name: string, start: number, count: number): Step {
  const label = key(name);
  return (out, view) => {
    out.raw(label);
    writeText(out, view.bytes, start, count);
  };
}

/** Six-bit text up to the end of the message. */
export function charsToEnd(name: string, start: number): Step {
  const label = key(name);
  return (out, view) => {
    out.raw(label);
    writeText(out, view.bytes, start, Math.floor(Math.max(0, view.bitLength - start) / 6));
  };
}

export function writeText(out: ByteWriter, bytes: Uint8Array, start: number, count: number): void {
  out.byte(34);
  out.jsonText(scratch, 0, readText(bytes, start, count, scratch));
  out.byte(34);
}

/** A part of a time: bits and least number of digits, or a text between. */
export type TimePart = string | readonly [start: number, width: number, digits: number];

export function time(name: string, ...parts: TimePart[]): Step {
  const label = key(name);
  const pieces = parts.map((part) => (typeof part === 'string' ? utf8(part) : part));
  return (out, view) => {
    out.raw(label);
    out.byte(34);
    for (const piece of pieces)
      if (piece instanceof PreparedText) out.raw(piece);
      else out.uint(readUint(view.bytes, piece[0], piece[1]), piece[2]);
    out.byte(34);
  };
}

/** `MM-DDThh:mmZ` from month, day, hour and minute which follow each other. */
export function monthToMinute(name: string, start: number, digits = 2, end = 'Z'): Step {
  const part = (offset: number, width: number): TimePart => [start + offset, width, digits];
  return time(name, part(0, 4), '-', part(4, 5), 'T', part(9, 5), ':', part(14, 6), end);
}

/**
 * `,"data":"<bits>:<hex>"` of what stands between `start` and the last `tailBits`. gpsd copies whole bytes from
 * `copiedFrom` on, so that the last byte shows fill bits, except in type 8, where it is `masked`.
 */
export function hexData(start: number, { masked = false, tailBits = 0, copiedFrom = start } = {}): Step {
  const label = utf8(',"data":"');
  return (out, view) => {
    const end = view.bitLength - tailBits;
    const copiedTo = masked ? end : copiedFrom + 8 * Math.ceil((end - copiedFrom) / 8);
    out.raw(label);
    out.uint(end - start);
    out.byte(58);
    for (let at = start; at < end; at += 8) {
      const width = Math.min(8, copiedTo - at);
      const value = readUint(view.bytes, at, width) << (8 - width);
      out.byte(hexDigits[value >> 4]);
      out.byte(hexDigits[value & 15]);
    }
    out.byte(34);
  };
}

const hexDigits = new TextEncoder().encode('0123456789abcdef');

/** `,"name":[{…},{…}]` of elements that the step writes with leading commas. */
export function list(
  name: string,
  count: (view: MessageView) => number,
  element: (index: number) => Steps,
): Step {
  const label = utf8(`,"${name}":[`);
  const prepared: Steps[] = [];
  return (out, view, scaled) => {
    out.raw(label);
    const elements = count(view);
    for (let index = 0; index < elements; index += 1) {
      if (index > 0) out.byte(44);
      writeObject(out, (prepared[index] ??= element(index)), view, scaled);
    }
    out.byte(93);
  };
}

/** `{…}` of steps: the comma before the first field becomes the brace. */
export function writeObject(out: ByteWriter, steps: Steps, view: MessageView, scaled: boolean): void {
  const open = out.length;
  for (let step = 0; step < steps.length; step += 1) steps[step](out, view, scaled);
  out.bytes[open] = 123;
  out.byte(125);
}

/** Longitude and latitude at the resolution of position reports. */
export const lonLat = (lon: number, lat: number, prefix = ''): Steps => [
  fineDegrees(`${prefix}lon`, lon, 28),
  fineDegrees(`${prefix}lat`, lat, 27),
];
