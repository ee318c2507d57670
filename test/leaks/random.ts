/** A small seeded generator (mulberry32): the same world again from its number. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  is(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  some<T>(list: readonly T[], share: number): T[] {
    return list.filter(() => this.is(share));
  }

  /** A word that nothing else in any world holds. */
  canary(): string {
    const letters = Array.from({ length: 14 }, () => 'abcdefghijklmnopqrstuvwxyz'[this.below(26)]).join('');
    return `zq${letters}`;
  }
}
