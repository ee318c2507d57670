/** Strings kept once and named by a number from 0; the order of first sight. */
export class StringTable {
  readonly #indexes = new Map<string, number>();
  readonly #texts: string[] = [];

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text; a new text gets the next one. */
  intern(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#texts.length;
    this.#indexes.set(text, index);
    this.#texts.push(text);
    return index;
  }

  /** The number of a text, or -1. */
  find(text: string): number {
    return this.#indexes.get(text) ?? -1;
  }

  at(index: number): string {
    return this.#texts[index];
  }

  get texts(): readonly string[] {
    return this.#texts;
  }
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
