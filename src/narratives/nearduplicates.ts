/**
 * Texts that say the same in nearly the same words. Sets of character n-grams (3; 2 in Japanese and Chinese), MinHash
 * with 63 values in 21 bands of 3 (which catch 99.4 % of pairs at Jaccard 0.6), each candidate checked by its true
 * Jaccard, joined by union-find, and each cluster checked against its medoid so that chains do not grow.
 *
 * What comes out depends on the set of texts alone: candidates are all pairs that share a band, and ties are broken by
 * the texts. So any order and any batches give the same clusters.
 * Sources: Broder 1997 (MinHash), Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3 (banding).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { cjkChars, isComparable } from './normalise.ts';
import { Uint32Column } from './strings.ts';

export const signatureSize = 63;
const bands = 21;
const rowsPerBand = 3;
/** Pairs from this Jaccard on are near-duplicates. */
export const leastJaccard = 0.6;
/** A member that shares less than this with the medoid came by chaining; unrelated texts stay below 0.29 (p99). */
export const leastToMedoid = 0.35;

/** Numbers that make the 63 hash functions: drawn once from SplitMix32, seed 1. */
const multipliers = new Uint32Array(signatureSize);
const offsets = new Uint32Array(signatureSize);
{
  let state = 1;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  for (let k = 0; k < signatureSize; k++) {
    multipliers[k] = next() | 1;
    offsets[k] = next();
  }
}

/** The distinct n-grams of a normalised text as sorted 32-bit hashes. */
export function shingles(normalised: string): Uint32Array {
  const size = cjkChars(normalised) * 2 > normalised.length ? 2 : 3;
  const count = Math.max(1, normalised.length - size + 1);
  const hashes = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    let hash = size;
    for (let j = i; j < i + size && j < normalised.length; j++)
      hash = Math.imul(hash ^ normalised.charCodeAt(j), 0x01000193) + 0x9e3779b9;
    hashes[i] = mix(hash);
  }
  hashes.sort();
  let kept = 0;
  for (let i = 0; i < count; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[kept++] = hashes[i];
  return hashes.subarray(0, kept);
}

function mix(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x7feb352d);
  z = Math.imul(z ^ (z >>> 15), 0x846ca68b);
  return (z ^ (z >>> 16)) >>> 0;
}

/** The share of n-grams that two sorted sets have in common. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let [i, j, common] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      common += 1;
      i += 1;
      j += 1;
    } else if (a[i] < b[j]) i += 1;
    else j += 1;
  }
  const union = a.length + b.length - common;
  return union === 0 ? 0 : common / union;
}

/** Texts that belong together; `documents` in order of their texts, the medoid named. */
export interface Cluster {
  readonly documents: readonly number[];
  readonly medoid: number;
}

/** Collects distinct texts and finds those that are nearly the same. Texts may be added at any time. */
export class NearDuplicates {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #stance: number[] = [];
  readonly #grams = new Uint32Column();
  readonly #gramStart = new Uint32Column();
  readonly #parent: number[] = [];
  #signatures = new Uint32Array(signatureSize * 1024);
  /** For each band, the newest document of a bucket, and the one before each document. */
  #heads = Array.from({ length: bands }, () => new Int32Array(2048).fill(-1));
  #before = new Int32Array(bands * 1024);

  get size(): number {
    return this.#texts.length;
  }

  text(document: number): string {
    return this.#texts[document];
  }

  /** The n-grams of a document. */
  grams(document: number): Uint32Array {
    const end = document + 1 < this.#gramStart.length ? this.#gramStart.at(document + 1) : this.#grams.length;
    return this.#grams.slice(this.#gramStart.at(document), end);
  }

  /**
   * The document of a normalised text; -1 when it says too little to be compared.
   * @param stance texts of different stance (a claim, its debunk) are never joined
   */
  add(normalised: string, stance: 0 | 1 = 0): number {
    if (!isComparable(normalised)) return -1;
    const key = stance === 0 ? normalised : `\u0001${normalised}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const document = this.#texts.length;
    this.#numbers.set(key, document);
    this.#texts.push(normalised);
    this.#stance.push(stance);
    this.#parent.push(document);
    this.#gramStart.push(this.#grams.length);
    const grams = shingles(normalised);
    for (const gram of grams) this.#grams.push(gram);
    this.#grow(document);
    this.#sign(document, grams);
    this.#join(document, grams);
    return document;
  }

  #sign(document: number, grams: Uint32Array): void {
    const base = document * signatureSize;
    for (let k = 0; k < signatureSize; k++) {
      const multiplier = multipliers[k];
      const offset = offsets[k];
      let least = 0xffffffff;
      for (let i = 0; i < grams.length; i++) {
        const hash = (Math.imul(grams[i] ^ offset, multiplier) ^ offset) >>> 0;
        if (hash < least) least = hash;
      }
      this.#signatures[base + k] = least;
    }
  }

  /** Looks at every earlier document of the same bucket that is not joined yet. */
  #join(document: number, grams: Uint32Array): void {
    for (let band = 0; band < bands; band++) {
      const heads = this.#heads[band];
      const slot = this.#bandHash(document, band) & (heads.length - 1);
      let root = this.#root(document);
      for (let other = heads[slot]; other >= 0; other = this.#before[other * bands + band]) {
        if (this.#stance[other] !== this.#stance[document] || !this.#sameBand(document, other, band))
          continue;
        const otherRoot = this.#root(other);
        if (otherRoot === root || !this.#alike(grams, other)) continue;
        this.#parent[Math.max(root, otherRoot)] = Math.min(root, otherRoot);
        root = this.#root(document);
      }
      this.#before[document * bands + band] = heads[slot];
      heads[slot] = document;
    }
  }

  #alike(grams: Uint32Array, other: number): boolean {
    const theirs = this.grams(other);
    const [small, large] =
      grams.length < theirs.length ? [grams.length, theirs.length] : [theirs.length, grams.length];
    return small >= leastJaccard * large && jaccard(grams, theirs) >= leastJaccard;
  }

  #bandHash(document: number, band: number): number {
    const at = document * signatureSize + band * rowsPerBand;
    let hash = band;
    for (let r = 0; r < rowsPerBand; r++) hash = mix(hash ^ this.#signatures[at + r]);
    return hash;
  }

  #sameBand(a: number, b: number, band: number): boolean {
    const offset = band * rowsPerBand;
    for (let r = 0; r < rowsPerBand; r++)
      if (
        this.#signatures[a * signatureSize + offset + r] !== this.#signatures[b * signatureSize + offset + r]
      )
        return false;
    return true;
  }

  #root(document: number): number {
    let root = document;
    while (this.#parent[root] !== root) {
      this.#parent[root] = this.#parent[this.#parent[root]];
      root = this.#parent[root];
    }
    return root;
  }

  /** Doubles what is full, and the buckets with it. */
  #grow(document: number): void {
    if ((document + 1) * signatureSize > this.#signatures.length) {
      const larger = new Uint32Array(this.#signatures.length * 2);
      larger.set(this.#signatures);
      this.#signatures = larger;
    }
    if ((document + 1) * bands > this.#before.length) {
      const larger = new Int32Array(this.#before.length * 2);
      larger.set(this.#before);
      this.#before = larger;
    }
    if (document * 2 > this.#heads[0].length) this.#rehash(document);
  }

  #rehash(documents: number): void {
    const size = this.#heads[0].length * 2;
    this.#heads = Array.from({ length: bands }, () => new Int32Array(size).fill(-1));
    for (let document = 0; document < documents; document++)
      for (let band = 0; band < bands; band++) {
        const slot = this.#bandHash(document, band) & (size - 1);
        this.#before[document * bands + band] = this.#heads[band][slot];
        this.#heads[band][slot] = document;
      }
  }

  /** All clusters, each document in one; in order of their medoids' texts. */
  clusters(): Cluster[] {
    const members = new Map<number, number[]>();
    for (let document = 0; document < this.size; document++) {
      const root = this.#root(document);
      const list = members.get(root);
      if (list === undefined) members.set(root, [document]);
      else list.push(document);
    }
    return [...members.values()]
      .flatMap((list) => this.#checked(list.sort(this.#byText)))
      .sort((a, b) => this.#byText(a.medoid, b.medoid));
  }

  readonly #byText = (a: number, b: number): number =>
    this.#texts[a] < this.#texts[b]
      ? -1
      : this.#texts[a] > this.#texts[b]
        ? 1
        : this.#stance[a] - this.#stance[b];

  /** Takes what is near the medoid; what came by chaining is looked at again on its own. */
  #checked(documents: number[]): Cluster[] {
    const clusters: Cluster[] = [];
    let rest = documents;
    while (rest.length > 0) {
      const medoid = this.#medoid(rest);
      const grams = this.grams(medoid);
      const near = rest.filter((d) => d === medoid || jaccard(grams, this.grams(d)) >= leastToMedoid);
      clusters.push({ documents: near, medoid });
      const taken = new Set(near);
      rest = rest.filter((d) => !taken.has(d));
    }
    return clusters;
  }

  /** The document whose signature agrees most with the commonest value of each place: linear, not quadratic. */
  #medoid(documents: readonly number[]): number {
    if (documents.length < 3) return documents[0];
    const agreement = new Map<number, number>(documents.map((document) => [document, 0]));
    for (let k = 0; k < signatureSize; k++) {
      const counts = new Map<number, number>();
      for (const d of documents) {
        const value = this.#signatures[d * signatureSize + k];
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      for (const d of documents)
        agreement.set(
          d,
          (agreement.get(d) ?? 0) + (counts.get(this.#signatures[d * signatureSize + k]) ?? 0),
        );
    }
    return documents.reduce((best, d) => ((agreement.get(d) ?? 0) > (agreement.get(best) ?? 0) ? d : best));
  }
}

/** An id that a text keeps for ever: 128 bits of its SHA-256, in hexadecimal. */
export function textId(normalised: string): string {
  const digest = sha256(new TextEncoder().encode(normalised));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
