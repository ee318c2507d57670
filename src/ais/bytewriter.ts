/** Text as bytes, for lines that are too many to build as strings. Only ASCII is written by the number methods. */

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text, to be prepared once and written often. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** A growing buffer of bytes. `take()` hands over what has gathered. */
export class ByteWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** A copy of what has been written; the writer starts anew. */
  take(): Uint8Array {
    const taken = this.bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length] = value;
    this.length += 1;
  }

  /** Prepared bytes. Short ones are copied by hand, which is faster than a call into the runtime. */
  raw(text: Uint8Array): void {
    const count = text.length;
    if (this.length + count > this.bytes.length) this.reserve(count);
    const { bytes, length } = this;
    if (count > 96) bytes.set(text, length);
    else for (let at = 0; at < count; at += 1) bytes[length + at] = text[at];
    this.length = length + count;
  }

  /** A text that is not prepared. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }

  /** A non-negative whole number below 2³², in at least `digits` digits. */
  uint(value: number, digits = 1): void {
    if (this.length + 12 > this.bytes.length) this.reserve(12);
    if (value > 0x7fff_ffff) return this.largeUint(value);
    const { bytes, length } = this;
    let count = digits;
    while (count < 10 && value >= powersOfTen[count]) count += 1;
    let rest = value | 0;
    for (let at = length + count - 1; at >= length; at -= 1) {
      const next = (rest / 10) | 0;
      bytes[at] = 48 + rest - next * 10;
      rest = next;
    }
    this.length = length + count;
  }

  /** Numbers beyond 31 bits, whose division is not one of integers. */
  private largeUint(value: number): void {
    const tens = Math.floor(value / 10);
    this.uint(tens);
    this.byte(48 + value - tens * 10);
  }

  /** A whole number. */
  int(value: number): void {
    if (value < 0) this.byte(45);
    this.uint(Math.abs(value));
  }

  /** `units` of the last of `decimals` decimals, |units| < 2³¹: `decimal(-123, 1)` writes `-12.3`. */
  decimal(units: number, decimals: number): void {
    if (units < 0) this.byte(45);
    const magnitude = Math.abs(units) | 0;
    const scale = powersOfTen[decimals];
    const whole = (magnitude / scale) | 0;
    this.uint(whole);
    this.byte(46);
    this.uint(magnitude - whole * scale, decimals);
  }

  /** A number with a fixed number of decimals, rounded as C's `printf` does. */
  fixed(value: number, decimals: number): void {
    const text = toFixedEven(value, decimals);
    this.reserve(text.length);
    for (let at = 0; at < text.length; at += 1) this.bytes[this.length + at] = text.charCodeAt(at);
    this.length += text.length;
  }

  /** ASCII text inside a JSON string: quotes and backslashes are escaped. */
  jsonText(source: Uint8Array, start: number, end: number): void {
    this.reserve(2 * (end - start));
    const { bytes } = this;
    let { length } = this;
    for (let at = start; at < end; at += 1) {
      const character = source[at];
      if (character === 34 || character === 92) {
        bytes[length] = 92;
        length += 1;
      }
      bytes[length] = character;
      length += 1;
    }
    this.length = length;
  }
}

const powersOfTen = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/**
 * `toFixed`, but a value exactly between two is rounded to the even one, as `printf` does. A double lies exactly
 * between two only if it is an odd multiple of 2^−(decimals + 1); the product below is exact.
 */
export function toFixedEven(value: number, decimals: number): string {
  const halves = Math.abs(value) * 2 ** (decimals + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return value.toFixed(decimals);
  const below = Math.floor(Math.abs(value) * powersOfTen[decimals]);
  const even = below % 2 === 0 ? below : below + 1;
  const digits = String(even).padStart(decimals + 1, '0');
  const sign = value < 0 ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
