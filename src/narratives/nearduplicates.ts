/**
 * Texts that say the same in nearly the same words. Sets of character n-grams (3; 2 in Japanese and Chinese), MinHash
 * with 63 values in 21 bands of 3 (which catch 99.4 % of pairs at Jaccard 0.6), each candidate checked by its true
 * Jaccard, joined by union-find, and each cluster checked against its medoid so that chains do not grow.
 *
 * What comes out depends on the set of texts alone: texts are looked at in an order of their own (by hash, then by
 * text), whatever the order in which they came. So any order and any batches give the same clusters. Texts may be
 * added at any time; n-grams and bands, which cost most, are made once a text.
 * Sources: Broder 1997 (MinHash), Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch. 3 (banding).
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { cjkChars, isComparable } from './normalise.ts';
import { Int32Pieces, TextColumn, Uint32Column } from './strings.ts';

const bands = 21;
const rowsPerBand = 3;
export const signatureSize = bands * rowsPerBand;
/** Pairs from this Jaccard on are near-duplicates. */
export const leastJaccard = 0.6;
/** A member that shares less than this with the medoid came by chaining; unrelated texts stay below 0.29 (p99). */
export const leastToMedoid = 0.35;
/**
 * How many clusters of one bucket a text is compared with. Unrelated texts of one template can fill a bucket with
 * thousands; near-duplicates of at least 0.6 meet in several of 21 bands, and in none of them behind so many others.
 */
const comparedPerBucket = 64;

/** Numbers that make the 63 hash functions: drawn once from SplitMix32, seed 1. */
const multipliers = new Int32Array(signatureSize);
const offsets = new Int32Array(signatureSize);
{
  let state = 1;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state ^ 0x5bd1e995);
  };
  for (let k = 0; k < signatureSize; k++) {
    multipliers[k] = next() | 1;
    offsets[k] = next();
  }
}

let scratch = new Int32Array(1024);

/**
 * The distinct n-grams of a normalised text as sorted 32-bit hashes. The list holds until the next call: whoever keeps
 * it copies it.
 */
export function shingles(normalised: string): Int32Array {
  const size = cjkChars(normalised) * 2 > normalised.length ? 2 : 3;
  const count = Math.max(1, normalised.length - size + 1);
  if (count > scratch.length) scratch = new Int32Array(count * 2);
  const hashes = scratch.subarray(0, count);
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

const bandScratch = new Int32Array(bands);

/** One number a band: the least value of each of three hash functions over all n-grams, stirred together. */
function bandsOf(grams: Int32Array): Int32Array {
  for (let band = 0; band < bands; band++) {
    const k = band * rowsPerBand;
    const [m0, m1, m2] = [multipliers[k], multipliers[k + 1], multipliers[k + 2]];
    const [o0, o1, o2] = [offsets[k], offsets[k + 1], offsets[k + 2]];
    let [least0, least1, least2] = [0x7fffffff, 0x7fffffff, 0x7fffffff];
    for (let i = 0; i < grams.length; i++) {
      const gram = grams[i];
      const hash0 = Math.imul(gram ^ o0, m0) ^ o0;
      const hash1 = Math.imul(gram ^ o1, m1) ^ o1;
      const hash2 = Math.imul(gram ^ o2, m2) ^ o2;
      if (hash0 < least0) least0 = hash0;
      if (hash1 < least1) least1 = hash1;
      if (hash2 < least2) least2 = hash2;
    }
    bandScratch[band] = mix(mix(mix(band ^ least0) ^ least1) ^ least2);
  }
  return bandScratch;
}

function mix(value: number): number {
  let z = value;
  z = Math.imul(z ^ (z >>> 16), 0x7feb352d);
  z = Math.imul(z ^ (z >>> 15), 0x846ca68b);
  return z ^ (z >>> 16);
}

/** The share of n-grams that two sorted sets have in common. */
export function jaccard(a: Int32Array, b: Int32Array): number {
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

/** Texts that belong together; `documents` in an order that depends on the texts alone, the medoid named. */
export interface Cluster {
  readonly documents: readonly number[];
  readonly medoid: number;
}

/** Collects distinct texts and finds those that are nearly the same. */
export class NearDuplicates {
  readonly #texts = new TextColumn();
  readonly #hash = new Uint32Column();
  readonly #stance = new Uint32Column();
  readonly #grams = new Int32Pieces();
  readonly #bands = new Int32Pieces();
  /** Open addressing by hash; document + 1, 0 where free. */
  #slots = new Uint32Array(1024);

  get size(): number {
    return this.#hash.length;
  }

  text(document: number): string {
    return this.#texts.at(document);
  }

  /** The n-grams of a document, sorted. */
  grams(document: number): Int32Array {
    return this.#grams.list(document);
  }

  /**
   * The document of a normalised text; -1 when it says too little to be compared.
   * @param stance texts of different stance (a claim, its debunk) are never joined
   */
  add(normalised: string, stance: 0 | 1 = 0): number {
    if (!isComparable(normalised)) return -1;
    const hash = textHash(normalised, stance);
    const slot = this.#slotOf(normalised, stance, hash);
    if (this.#slots[slot] !== 0) return this.#slots[slot] - 1;
    const document = this.size;
    this.#slots[slot] = document + 1;
    this.#texts.push(normalised);
    this.#hash.push(hash);
    this.#stance.push(stance);
    const grams = shingles(normalised);
    this.#grams.push(grams);
    this.#bands.push(bandsOf(grams));
    if (document * 2 > this.#slots.length) this.#growSlots();
    return document;
  }

  #slotOf(text: string, stance: 0 | 1, hash: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot];
      if (known === 0) return slot;
      const d = known - 1;
      if (this.#hash.at(d) === hash && this.#stance.at(d) === stance && this.#texts.at(d) === text)
        return slot;
    }
  }

  #growSlots(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let document = 0; document < this.size; document++) {
      let slot = this.#hash.at(document) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = document + 1;
    }
    this.#slots = slots;
  }

  /** All clusters, each document in one; in order of their medoids' texts. */
  clusters(): Cluster[] {
    const order = this.#order();
    const root = this.#joined(order);
    const members = new Map<number, number[]>();
    for (const document of order) {
      const list = members.get(root[document]);
      if (list === undefined) members.set(root[document], [document]);
      else list.push(document);
    }
    const clusters: Cluster[] = [];
    for (const list of members.values())
      if (list.length === 1) clusters.push({ documents: list, medoid: list[0] });
      else clusters.push(...this.#checked(list));
    return clusters;
  }

  /** Documents by hash, then by text: an order that every collection of the same texts has. */
  #order(): Uint32Array {
    const keys = this.#hash.done();
    const order = sortedByKey(Uint32Array.from(keys.keys()), (document) => keys[document]);
    for (let i = 1, from = 0; i <= order.length; i++) {
      if (i < order.length && keys[order[i]] === keys[order[from]]) continue;
      if (i - from > 1) order.subarray(from, i).sort(this.#byText);
      from = i;
    }
    return order;
  }

  readonly #byText = (a: number, b: number): number => {
    const [textA, textB] = [this.text(a), this.text(b)];
    return textA < textB ? -1 : textA > textB ? 1 : this.#stance.at(a) - this.#stance.at(b);
  };

  /** For each document the root of its cluster: all pairs that share a band and are alike, joined. */
  #joined(order: Uint32Array): Uint32Array {
    const parent = Uint32Array.from({ length: this.size }, (_, i) => i);
    const keys = new Int32Array(this.size);
    for (let band = 0; band < bands; band++) {
      for (let document = 0; document < this.size; document++)
        keys[document] = this.#bands.value(document, band);
      const sorted = sortedByKey(order, (document) => keys[document]);
      for (let i = 1, from = 0; i <= sorted.length; i++) {
        if (i < sorted.length && keys[sorted[i]] === keys[sorted[from]]) continue;
        if (i - from > 1) this.#joinBucket(sorted.subarray(from, i), parent);
        from = i;
      }
    }
    for (let document = 0; document < this.size; document++) parent[document] = rootOf(parent, document);
    return parent;
  }

  /** In a small bucket every pair is compared; in a large one each document with those that began a cluster there. */
  #joinBucket(bucket: Uint32Array, parent: Uint32Array): void {
    const seen: number[] = [];
    for (const document of bucket) {
      let isNew = true;
      const grams = this.grams(document);
      for (let k = seen.length - 1; k >= 0 && k >= seen.length - comparedPerBucket; k--) {
        const other = seen[k];
        const [own, theirs] = [rootOf(parent, document), rootOf(parent, other)];
        if (own === theirs) {
          isNew = false;
          continue;
        }
        if (this.#stance.at(other) !== this.#stance.at(document) || !this.#alike(grams, other)) continue;
        parent[Math.max(own, theirs)] = Math.min(own, theirs);
        isNew = false;
      }
      if (isNew || bucket.length <= comparedPerBucket) seen.push(document);
    }
  }

  #alike(grams: Int32Array, other: number): boolean {
    const theirs = this.grams(other);
    const [small, large] =
      grams.length < theirs.length ? [grams.length, theirs.length] : [theirs.length, grams.length];
    return small >= leastJaccard * large && jaccard(grams, theirs) >= leastJaccard;
  }

  /** Takes what is near the medoid; what came by chaining is looked at again on its own. */
  #checked(documents: number[]): Cluster[] {
    const clusters: Cluster[] = [];
    let rest = documents;
    while (rest.length > 0) {
      const medoid = this.#medoid(rest);
      const grams = this.grams(medoid);
      const near: number[] = [];
      const far: number[] = [];
      for (const d of rest)
        if (d === medoid || jaccard(grams, this.grams(d)) >= leastToMedoid) near.push(d);
        else far.push(d);
      clusters.push({ documents: near, medoid });
      rest = far;
    }
    return clusters;
  }

  /** The document whose bands agree most with those of the others; the first in order among equals. */
  #medoid(documents: readonly number[]): number {
    if (documents.length < 3) return documents[0];
    const agreement = new Float64Array(documents.length);
    for (let band = 0; band < bands; band++) {
      const values = Int32Array.from(documents, (d) => this.#bands.value(d, band));
      const counts = new Map<number, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      values.forEach((value, i) => {
        agreement[i] += counts.get(value) ?? 0;
      });
    }
    let best = 0;
    for (let i = 1; i < agreement.length; i++) if (agreement[i] > agreement[best]) best = i;
    return documents[best];
  }
}

function rootOf(parent: Uint32Array, document: number): number {
  let root = document;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]];
    root = parent[root];
  }
  return root;
}

function textHash(text: string, stance: number): number {
  let hash = 0x811c9dc5 ^ stance;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash) >>> 0;
}

/** Rows sorted by a 32-bit key, equal ones as they stood: a radix sort in three passes of 11 bits. */
function sortedByKey(rows: Uint32Array, key: (row: number) => number): Uint32Array {
  let from = rows;
  for (let shift = 0; shift < 32; shift += 11) {
    const start = new Uint32Array(2049);
    for (const row of from) start[((key(row) >>> shift) & 2047) + 1] += 1;
    for (let k = 0; k < 2048; k++) start[k + 1] += start[k];
    const to = new Uint32Array(rows.length);
    for (const row of from) to[start[(key(row) >>> shift) & 2047]++] = row;
    from = to;
  }
  return from;
}

/** An id that a text keeps for ever: 128 bits of its SHA-256, in hexadecimal. */
export function textId(normalised: string): string {
  return sha256Hex(normalised).slice(0, 32);
}

export function sha256Hex(text: string): string {
  const digest = sha256(new TextEncoder().encode(text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
