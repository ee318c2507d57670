/** A binary heap of keys with a number each. */
export class Heap {
  size = 0;
  readonly #keys: Float64Array;
  readonly #values: Uint32Array;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity);
    this.#values = new Uint32Array(capacity);
  }

  get topKey(): number {
    return this.#keys[0];
  }

  push(key: number, value: number): void {
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#keys[parent] <= key) break;
      this.#keys[at] = this.#keys[parent];
      this.#values[at] = this.#values[parent];
      at = parent;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  pop(): number {
    const top = this.#values[0];
    const key = this.#keys[--this.size];
    const value = this.#values[this.size];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.#keys[child + 1] < this.#keys[child]) child++;
      if (this.#keys[child] >= key) break;
      this.#keys[at] = this.#keys[child];
      this.#values[at] = this.#values[child];
      at = child;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
    return top;
  }
}
