/**
 * Texts as UTF-8 in large pieces of memory, and no string until somebody reads one: a million posts are a hundred
 * megabytes, nothing that a garbage collector has to walk, and no slice that keeps a whole file alive.
 */
const pieceBytes = 1 << 22;
/** Small collections take little: the first pieces double. */
const sizeOfPiece = (pieces: number) => Math.min(pieceBytes, 1 << (14 + pieces));
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A growing column of texts, read by row. */
export class TextColumn {
  readonly #pieces: Uint8Array[] = [];
  readonly #piece = new Uint32Column();
  readonly #offset = new Uint32Column();
  readonly #bytes = new Uint32Column();
  #used = pieceBytes;

  get length(): number {
    return this.#piece.length;
  }

  /** Adds a text; its row is the length before. */
  push(text: string): void {
    const most = text.length * 3;
    let piece = this.#pieces.at(-1);
    if (piece === undefined || this.#used + most > piece.length) {
      piece = new Uint8Array(Math.max(sizeOfPiece(this.#pieces.length), most));
      this.#pieces.push(piece);
      this.#used = 0;
    }
    const at = this.#used;
    const bytes = write(text, piece, at);
    // A piece of its own for a very long text is cut to its size.
    if (most > pieceBytes) this.#pieces[this.#pieces.length - 1] = piece.slice(0, bytes);
    this.#piece.push(this.#pieces.length - 1);
    this.#offset.push(at);
    this.#bytes.push(bytes);
    this.#used = most > pieceBytes ? Number.MAX_SAFE_INTEGER : at + bytes;
  }

  /** Takes the last text away again. */
  pop(): void {
    this.#used = this.#offset.at(this.length - 1);
    for (const column of [this.#piece, this.#offset, this.#bytes]) column.length -= 1;
  }

  at(row: number): string {
    return decoder.decode(this.bytes(row));
  }

  /** The text as UTF-8; it is not copied. */
  bytes(row: number): Uint8Array {
    const offset = this.#offset.at(row);
    return this.#pieces[this.#piece.at(row)].subarray(offset, offset + this.#bytes.at(row));
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }
}

/** Short texts of ASCII, which most are, cost less by hand than by a call. */
function write(text: string, piece: Uint8Array, at: number): number {
  if (text.length > 48) return encoder.encodeInto(text, piece.subarray(at)).written;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return encoder.encodeInto(text, piece.subarray(at)).written;
    piece[at + i] = code;
  }
  return text.length;
}

/** Texts kept once and named by a number from 0, in the order of first sight. */
export class StringTable {
  readonly #texts = new TextColumn();
  /** Open addressing by hash; number + 1, 0 where free. */
  #slots = new Uint32Array(1024);
  readonly #hash = new Uint32Column();

  get length(): number {
    return this.#texts.length;
  }

  /** The number of a text; a new text gets the next one. */
  intern(text: string): number {
    const number = this.#texts.length;
    this.#texts.push(text);
    const bytes = this.#texts.bytes(number);
    const hash = hashOf(bytes);
    let slot = this.#slotOf(hash, bytes);
    if (this.#slots[slot] !== 0) {
      this.#texts.pop();
      return this.#slots[slot] - 1;
    }
    if (number * 2 >= this.#slots.length) {
      this.#grow();
      slot = this.#slotOf(hash, bytes);
    }
    this.#slots[slot] = number + 1;
    this.#hash.push(hash);
    return number;
  }

  /** The number of a text, or -1. */
  find(text: string): number {
    const bytes = encoder.encode(text);
    return this.#slots[this.#slotOf(hashOf(bytes), bytes)] - 1;
  }

  at(index: number): string {
    return this.#texts.at(index);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#texts[Symbol.iterator]();
  }

  /** The slot of a text: its own, or the free one where it would stand. */
  #slotOf(hash: number, bytes: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const known = this.#slots[slot];
      if (known === 0) return slot;
      if (this.#hash.at(known - 1) === hash && isSame(this.#texts.bytes(known - 1), bytes)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#hash.length; number++) {
      let slot = this.#hash.at(number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** FNV-1a, stirred at the end so that its low bits can be used. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A growing column of whole numbers below 2³². */
export class Uint32Column {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index];
  }

  /** A part of the column; it is not copied and holds until the column grows. */
  slice(start: number, end: number): Uint32Array {
    return this.#values.subarray(start, end);
  }

  /** The column as it stands; it is not copied. */
  done(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }
}

/** A growing column of numbers. */
export class Float64Column {
  #values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  done(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}

/** Lists of whole numbers in pieces of memory: growing copies nothing. */
export class Int32Pieces {
  readonly #pieces: Int32Array[] = [];
  readonly #piece = new Uint32Column();
  readonly #offset = new Uint32Column();
  readonly #count = new Uint32Column();
  #used = 0;

  push(values: Int32Array): void {
    let piece = this.#pieces.at(-1);
    if (piece === undefined || this.#used + values.length > piece.length) {
      piece = new Int32Array(Math.max(sizeOfPiece(this.#pieces.length) / 4, values.length));
      this.#pieces.push(piece);
      this.#used = 0;
    }
    piece.set(values, this.#used);
    this.#piece.push(this.#pieces.length - 1);
    this.#offset.push(this.#used);
    this.#count.push(values.length);
    this.#used += values.length;
  }

  /** A list; it is not copied. */
  list(index: number): Int32Array {
    const offset = this.#offset.at(index);
    return this.#pieces[this.#piece.at(index)].subarray(offset, offset + this.#count.at(index));
  }

  value(index: number, place: number): number {
    return this.#pieces[this.#piece.at(index)][this.#offset.at(index) + place];
  }
}
