/**
 * Images that are nearly one: perceptual hashes (pHash, dHash, aHash: 64 bits as 16 hexadecimal digits) that differ in few
 * bits. Every other mark of an image (MD5, SHA, an address) is compared as it stands.
 */
import type { Posts } from './posts.ts';

/** Of 64 bits: an eighth, the share that PDQ takes for its 256. Two unrelated hashes are as near by chance once in 10 billion pairs. */
export const mostBitsApart = 7;
const perceptual = /^[0-9a-f]{16}$/i;
const parts = 8;

/**
 * For numbers of media (indexes into `names`) the name under which near copies are one. Hashes are taken in the order of
 * their digits, each to the first that is near enough and begins a name: the same for any order of reading.
 */
export function imageNames({ media, names }: Posts): Map<number, string> {
  const named = new Map<number, string>();
  const hashes: [string, number][] = [];
  for (const number of new Set(media.value)) {
    const name = names.at(number);
    named.set(number, name);
    if (perceptual.test(name)) hashes.push([name.toLowerCase(), number]);
  }
  const leaders = new Leaders();
  hashes.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [hash, number] of hashes) named.set(number, leaders.near(hash) ?? hash);
  return named;
}

/** Hashes that begin a name, findable by any of their bytes: of two that differ in seven bits, one of eight bytes is the same. */
class Leaders {
  readonly #byByte = Array.from({ length: parts * 256 }, (): number[] => []);
  readonly #hashes: string[] = [];
  readonly #high: number[] = [];
  readonly #low: number[] = [];

  /** The first near enough; where there is none, the hash begins a name itself. */
  near(hash: string): string | undefined {
    const high = Number.parseInt(hash.slice(0, 8), 16);
    const low = Number.parseInt(hash.slice(8), 16);
    const buckets = Array.from(
      { length: parts },
      (_, part) => this.#byByte[part * 256 + Number.parseInt(hash.slice(part * 2, part * 2 + 2), 16)],
    );
    let first = this.#hashes.length;
    for (const bucket of buckets)
      for (const leader of bucket) {
        if (leader >= first) break;
        if (bits(high ^ this.#high[leader]) + bits(low ^ this.#low[leader]) <= mostBitsApart) first = leader;
      }
    if (first < this.#hashes.length) return this.#hashes[first];
    for (const bucket of buckets) bucket.push(this.#hashes.length);
    this.#hashes.push(hash);
    this.#high.push(high);
    this.#low.push(low);
    return undefined;
  }
}

/** How many bits of a 32-bit number are set. */
function bits(value: number): number {
  let v = value - ((value >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
