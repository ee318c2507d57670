/** Text as bytes, for lines that are too many to build as strings. Only ASCII is written by the number methods. */

const encoder = new TextEncoder();

/** A text prepared once to be written often: its bytes in words of four, filled up with zeros. */
export class PreparedText {
  /** Bytes of the text. */
  readonly length: number;
  /** The bytes as little-endian words. */
  readonly words: Int32Array;

  constructor(text: string) {
    const bytes = encoder.encode(text);
    const filled = new DataView(new ArrayBuffer((bytes.length + 3) & ~3));
    new Uint8Array(filled.buffer).set(bytes);
    this.length = bytes.length;
    this.words = Int32Array.from({ length: filled.byteLength >> 2 }, (_, word) =>
      filled.getInt32(word << 2, true),
    );
  }
}

/** The UTF-8 bytes of a text, to be prepared once and written often. */
export function utf8(text: string): PreparedText {
  return new PreparedText(text);
}

/** A growing buffer of bytes. `take()` hands over what has gathered. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  /** The same buffer, for writing words at any place. */
  private view: DataView<ArrayBuffer>;

  constructor(capacity = 1 << 16) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
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

  /** A prepared text, four bytes at a time; what is written behind its end is written over. */
  raw(text: PreparedText): void {
    const { length } = this;
    if (length + text.length + 4 > this.bytes.length) this.reserve(text.length + 4);
    const { words } = text;
    for (let word = 0; word < words.length; word += 1)
      this.view.setInt32(length + (word << 2), words[word], true);
    this.length = length + text.length;
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
    let at = length + count;
    for (; at >= length + 2; at -= 2) {
      const next = (rest / 100) | 0;
      const pair = (rest - next * 100) << 1;
      bytes[at - 1] = digitPairs[pair + 1];
      bytes[at - 2] = digitPairs[pair];
      rest = next;
    }
    if (at > length) bytes[length] = 48 + rest;
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

/** `00` to `99` as ASCII. */
const digitPairs = encoder.encode(Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0')).join(''));

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
