/**
 * Chance that is the same on every machine: one generator for planning (drawn in order), one hash for the radio
 * (drawn by place and time, so that any hour can be played without the hours before it).
 */

/** sfc32 by Chris Doty-Humphrey (PractRand, public domain): small, fast, passes PractRand. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param stream keeps the draws of one part of the scenario apart from those of another */
  constructor(seed: number, stream = 0) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 2 ** 32) >>> 0;
    this.#c = stream >>> 0;
    for (let i = 0; i < 16; i++) this.uint32();
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.uint32() / 2 ** 32;
  }

  /** In [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** A copy in random order (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [copy[i], copy[j]] = [copy[j], copy[i]];
    }
    return copy;
  }
}

/** A number in [0, 1) that depends on nothing but its arguments (the finalizer of MurmurHash3, public domain). */
export function chance(seed: number, what: number, who: number, when: number): number {
  let hash = seed | 0;
  hash = mixed(hash ^ Math.imul(what, 0x9e3779b1));
  hash = mixed(hash ^ Math.imul(who, 0x85ebca77));
  hash = mixed(hash ^ Math.imul(when, 0xc2b2ae3d));
  return (hash >>> 0) / 2 ** 32;
}

function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
