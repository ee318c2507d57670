/**
 * Position reports as bytes, without a string a message: fields go straight into six-bit characters (ITU-R M.1371-5
 * annex 8; NMEA 0183 VDM; tag blocks as in IEC 61162-450). `ais` encodes everything that is not sent every 30 s; a
 * test holds the two against each other through the decoder.
 */
import { encodeSentences } from '../ais/index.ts';
import type { OutgoingMessage } from '../ais/index.ts';

const comma = 44;
const star = 42;
const backslash = 92;
const hexDigits = new TextEncoder().encode('0123456789ABCDEF');
const firstOfTwo = new TextEncoder().encode('g:1-2-');
const secondOfTwo = new TextEncoder().encode('g:2-2-');
const opening = new TextEncoder().encode('!AIVDM,1,1,,');

/** Bytes of one feed, growing as needed. */
export class Outlet {
  bytes = new Uint8Array(1 << 16);
  length = 0;

  /** Makes room for so many more bytes. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(2 * this.bytes.length + more);
    larger.set(this.bytes);
    this.bytes = larger;
  }

  /** What was written since the last call, as a copy. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  push(byte: number): void {
    this.bytes[this.length++] = byte;
  }

  text(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** `*hh` with the exclusive or of what was written from `from` on. */
  checksum(from: number, change = 0): void {
    let sum = change;
    for (let i = from; i < this.length; i++) sum ^= this.bytes[i];
    this.push(star);
    this.push(hexDigits[sum >> 4]);
    this.push(hexDigits[sum & 15]);
  }

  lineEnd(): void {
    this.push(13);
    this.push(10);
  }
}

/** What a sentence carries besides its message. */
export interface Origin {
  /** `s:NAME,c:` as bytes. */
  readonly tag: Uint8Array;
  /** Milliseconds in `c:`; else seconds. */
  readonly milliseconds: boolean;
}

export function origin(name: string, milliseconds: boolean): Origin {
  return { tag: new TextEncoder().encode(`s:${name},c:`), milliseconds };
}

/** Writes `\g:1-2-7,s:NAME,c:TIME*hh\`, with `g:` for part 1 or 2 of a message in two parts. */
export function writeTag(out: Outlet, from: Origin, timeUtcMs: number, part = 0, group = 0): void {
  out.reserve(256);
  out.push(backslash);
  const start = out.length;
  if (part > 0) {
    out.text(part === 1 ? firstOfTwo : secondOfTwo);
    writeDigits(out, group);
    out.push(comma);
  }
  out.text(from.tag);
  writeDigits(out, from.milliseconds ? timeUtcMs : Math.floor(timeUtcMs / 1000));
  out.checksum(start);
  out.push(backslash);
}

function writeDigits(out: Outlet, value: number): void {
  let digits = 1;
  for (let power = 10; power <= value; power *= 10) digits += 1;
  let rest = value;
  for (let i = digits - 1; i >= 0; i--) {
    out.bytes[out.length + i] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  out.length += digits;
}

/** What happens to a sentence on its way: a checksum that does not fit, or the end cut off. */
export type Fault = 'none' | 'checksum' | 'cut';

/** One position report, in the units of its names. */
export interface Report {
  mmsi: number;
  lonDeg: number;
  latDeg: number;
  sogKn: number;
  cogDeg: number;
  status: number;
  timeUtcMs: number;
}

/** Fills a payload six bits at a time and writes it as a sentence. */
export class ReportWriter {
  readonly #characters = new Uint8Array(64);
  #count = 0;
  #bits = 0;
  #waiting = 0;

  /** Type 1, scheduled position report of class A. */
  classA(out: Outlet, report: Report, channel: 'A' | 'B', fault: Fault): void {
    this.#begin(1, report.mmsi);
    this.#put(report.status, 4);
    this.#put(128, 8); // no rate of turn: few ships have the sensor
    this.#put(Math.round(report.sogKn * 10), 10);
    this.#put(1, 1);
    this.#place(report);
    this.#put(Math.round(report.cogDeg * 10) % 3600, 12);
    this.#put(Math.round(report.cogDeg) % 360, 9);
    this.#put(second(report), 6);
    this.#put(0, 2 + 3 + 1 + 19);
    this.#end(out, channel, fault);
  }

  /** Type 18, standard position report of class B, carrier sense. */
  classB(out: Outlet, report: Report, channel: 'A' | 'B', fault: Fault): void {
    this.#begin(18, report.mmsi);
    this.#put(0, 8);
    this.#put(Math.round(report.sogKn * 10), 10);
    this.#put(0, 1);
    this.#place(report);
    this.#put(Math.round(report.cogDeg * 10) % 3600, 12);
    this.#put(511, 9);
    this.#put(second(report), 6);
    this.#put(0b00_1_0_1_1_1_0_0, 9);
    this.#put(0xe0006 >>> 0, 20); // communication state of a carrier-sense unit
    this.#end(out, channel, fault);
  }

  /** Type 27, long-range report for satellites: a tenth of a minute, whole knots and degrees. */
  longRange(out: Outlet, report: Report, channel: 'A' | 'B', fault: Fault): void {
    this.#begin(27, report.mmsi);
    this.#put(0b10, 2);
    this.#put(report.status, 4);
    this.#put(Math.round(report.lonDeg * 600) & 0x3ffff, 18);
    this.#put(Math.round(report.latDeg * 600) & 0x1ffff, 17);
    this.#put(Math.min(62, Math.round(report.sogKn)), 6);
    this.#put(Math.round(report.cogDeg) % 360, 9);
    this.#put(0, 2);
    this.#end(out, channel, fault);
  }

  /** Type 4, base station report. */
  base(out: Outlet, report: Report, channel: 'A' | 'B', fault: Fault): void {
    const date = new Date(report.timeUtcMs);
    this.#begin(4, report.mmsi);
    this.#put(date.getUTCFullYear(), 14);
    this.#put(date.getUTCMonth() + 1, 4);
    this.#put(date.getUTCDate(), 5);
    this.#put(date.getUTCHours(), 5);
    this.#put(date.getUTCMinutes(), 6);
    this.#put(date.getUTCSeconds(), 6);
    this.#put(1, 1);
    this.#place(report);
    this.#put(7, 4); // surveyed
    this.#put(0, 1 + 9 + 1 + 13);
    this.#put(0, 6);
    this.#end(out, channel, fault);
  }

  #begin(type: number, mmsi: number): void {
    this.#count = 0;
    this.#bits = 0;
    this.#waiting = 0;
    this.#put(type, 6);
    this.#put(0, 2);
    this.#put(mmsi >>> 15, 15);
    this.#put(mmsi & 0x7fff, 15);
  }

  #place({ lonDeg, latDeg }: Report): void {
    const lon = Math.round(lonDeg * 600_000) & 0xfffffff;
    const lat = Math.round(latDeg * 600_000) & 0x7ffffff;
    this.#put(lon >>> 14, 14);
    this.#put(lon & 0x3fff, 14);
    this.#put(lat >>> 14, 13);
    this.#put(lat & 0x3fff, 14);
  }

  /** @param width at most 25 bits */
  #put(value: number, width: number): void {
    this.#bits = (this.#bits << width) | value;
    this.#waiting += width;
    while (this.#waiting >= 6) {
      this.#waiting -= 6;
      const six = (this.#bits >>> this.#waiting) & 63;
      this.#characters[this.#count++] = six < 40 ? six + 48 : six + 56;
    }
    this.#bits &= (1 << this.#waiting) - 1;
  }

  #end(out: Outlet, channel: 'A' | 'B', fault: Fault): void {
    out.reserve(128);
    const start = out.length + 1;
    out.text(opening);
    out.push(channel === 'A' ? 65 : 66);
    out.push(comma);
    const count = fault === 'cut' ? this.#count >> 1 : this.#count;
    for (let i = 0; i < count; i++) out.push(this.#characters[i]);
    if (fault !== 'cut') {
      out.push(comma);
      out.push(48);
      out.checksum(start, fault === 'checksum' ? 0x11 : 0);
    }
    out.lineEnd();
  }
}

function second({ timeUtcMs }: Report): number {
  return Math.floor(timeUtcMs / 1000) % 60;
}

/** The sentences of a message that stays the same, ready to be copied behind a tag block. */
export function readySentences(message: OutgoingMessage, sequence: number): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  return encodeSentences(message, { sequence, channel: 'A' }).map((text) => encoder.encode(`${text}\r\n`));
}
