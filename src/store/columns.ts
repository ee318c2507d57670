/**
 * The gate in typed arrays. Everything that the gate and the filters test stands in columns by sequence number, so
 * a page, a count or a histogram is one pass over memory. The rule itself is core's `judge`, asked once for each
 * distinct audience and viewer; here only its answer, the expiry and the anchors are looked up.
 */
import { judge, maxAnchorDepth } from '../core/index.ts';
import type { Judgement, PartyId, Release, Viewer } from '../core/index.ts';

/** What the columns need to know of one version of an entry. */
export interface ColumnRow {
  readonly seq: number;
  /** The seq of the entry's first version, which numbers it. */
  readonly no: number;
  /** Interned, from 1. */
  readonly audience: number;
  readonly expiresUtcMs: number | null;
  readonly type: string;
  readonly kind: string;
  readonly modifiedUtcMs: number;
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly lonDeg: number | null;
  readonly latDeg: number | null;
  readonly strip: boolean;
}

/** An anchor that is named but has not been seen here. */
const absent = -1;

/** How a judgement is held in a byte. */
const codes: Record<Judgement, number> = { never: 0, 'until-expiry': 1, always: 2 };

/** Names as small numbers, from 1. */
export class Interned {
  readonly names: string[] = [''];
  readonly #codes = new Map<string, number>([['', 0]]);

  of(name: string): number {
    let code = this.#codes.get(name);
    if (code === undefined) {
      code = this.names.length;
      this.names.push(name);
      this.#codes.set(name, code);
    }
    return code;
  }

  /** The number of a name that is known, or -1. */
  find(name: string): number {
    return this.#codes.get(name) ?? -1;
  }
}

export class Columns {
  /** One past the highest seq. */
  end = 1;
  /** By seq: the audience of an entry's newest version; negated for an older one; 0 where there is no entry. */
  audience = new Int32Array(1024);
  expires = new Float64Array(1024);
  no = new Int32Array(1024);
  type = new Uint16Array(1024);
  kind = new Uint16Array(1024);
  modified = new Float64Array(1024);
  start = new Float64Array(1024);
  endTime = new Float64Array(1024);
  lon = new Float64Array(1024);
  lat = new Float64Array(1024);
  strip = new Uint8Array(1024);
  anchorA = new Int32Array(1024);
  anchorB = new Int32Array(1024);
  /** By entry number: the seq of its newest version; 0 when it was erased. */
  latest = new Int32Array(1024);
  readonly types = new Interned();
  readonly kinds = new Interned();
  /** By audience: a release that stands for it. */
  readonly releases: (Release | undefined)[] = [undefined];
  readonly #holder: PartyId;
  readonly #verdicts = new Map<string, Verdicts>();

  /** @param holder the party whose hub keeps these copies */
  constructor(holder: PartyId) {
    this.#holder = holder;
  }

  setAudience(id: number, release: Release): void {
    this.releases[id] = release;
  }

  /** Takes a version in; it becomes its entry's newest. Its anchors follow by `setAnchors`. */
  put(row: ColumnRow): void {
    const { seq, no } = row;
    this.#reach(seq);
    const before = this.latest[no];
    if (before > 0) this.audience[before] = -Math.abs(this.audience[before]);
    this.audience[seq] = row.audience;
    this.expires[seq] = row.expiresUtcMs ?? Number.POSITIVE_INFINITY;
    this.no[seq] = no;
    this.type[seq] = this.types.of(row.type);
    this.kind[seq] = this.kinds.of(row.kind);
    this.modified[seq] = row.modifiedUtcMs;
    this.start[seq] = row.startUtcMs;
    this.endTime[seq] = row.endUtcMs;
    this.lon[seq] = row.lonDeg ?? Number.NaN;
    this.lat[seq] = row.latDeg ?? Number.NaN;
    this.strip[seq] = row.strip ? 1 : 0;
    this.latest[no] = seq;
  }

  /** Takes in an older version, of which only the readers matter. */
  putOld(seq: number, no: number, audience: number, expiresUtcMs: number | null): void {
    this.#reach(seq);
    this.audience[seq] = -audience;
    this.expires[seq] = expiresUtcMs ?? Number.POSITIVE_INFINITY;
    this.no[seq] = no;
  }

  /** @param nos the numbers of the anchors, -1 for one that is not here; at most two */
  setAnchors(seq: number, nos: readonly number[]): void {
    this.anchorA[seq] = nos[0] ?? 0;
    this.anchorB[seq] = nos[1] ?? 0;
  }

  /** A sequence number that holds no entry. */
  skip(seq: number): void {
    this.#reach(seq);
  }

  erase(no: number): void {
    const seq = this.latest[no];
    if (seq > 0) this.audience[seq] = -Math.abs(this.audience[seq]);
    this.latest[no] = 0;
  }

  /** What a viewer may see, as numbers by audience; judged once for each viewer and audience. */
  verdicts(viewer: Viewer): Verdicts {
    const key = fingerprint(viewer);
    let verdicts = this.#verdicts.get(key);
    if (verdicts === undefined) {
      if (this.#verdicts.size >= 256) this.#verdicts.delete(this.#verdicts.keys().next().value as string);
      verdicts = new Verdicts(viewer, this.#holder);
      this.#verdicts.set(key, verdicts);
    }
    verdicts.reach(this.releases);
    return verdicts;
  }

  /** Whether the entry of this number is seen, by its newest version. */
  sees(verdicts: Uint8Array, atUtcMs: number, no: number, depth = 0): boolean {
    const seq = no > 0 ? this.latest[no] : 0;
    return seq > 0 && this.seesSeq(verdicts, atUtcMs, seq, depth);
  }

  /** Whether a newest version is seen: by its own release, and each entry that it hangs on is seen too. */
  seesSeq(verdicts: Uint8Array, atUtcMs: number, seq: number, depth = 0): boolean {
    const audience = this.audience[seq];
    if (audience <= 0 || depth > maxAnchorDepth) return false;
    const verdict = verdicts[audience];
    if (verdict === 0 || (verdict === 1 && this.expires[seq] <= atUtcMs)) return false;
    const a = this.anchorA[seq];
    if (a === 0) return true;
    if (a === absent || !this.sees(verdicts, atUtcMs, a, depth + 1)) return false;
    const b = this.anchorB[seq];
    return b === 0 || (b !== absent && this.sees(verdicts, atUtcMs, b, depth + 1));
  }

  /** The earliest expiry after a time, ms UTC; infinity where nothing expires. */
  nextExpiry(afterUtcMs: number): number {
    const { expires, audience, end } = this;
    let next = Number.POSITIVE_INFINITY;
    for (let seq = 1; seq < end; seq++)
      if (audience[seq] > 0 && expires[seq] > afterUtcMs && expires[seq] < next) next = expires[seq];
    return next;
  }

  #reach(seq: number): void {
    if (seq >= this.audience.length) this.#grow(Math.max(seq + 1, this.audience.length * 2));
    if (seq >= this.end) this.end = seq + 1;
  }

  #grow(length: number): void {
    const longer = <T extends Int32Array | Uint16Array | Uint8Array | Float64Array>(old: T): T => {
      const grown = new (old.constructor as new (length: number) => T)(length);
      grown.set(old);
      return grown;
    };
    this.audience = longer(this.audience);
    this.expires = longer(this.expires);
    this.no = longer(this.no);
    this.type = longer(this.type);
    this.kind = longer(this.kind);
    this.modified = longer(this.modified);
    this.start = longer(this.start);
    this.endTime = longer(this.endTime);
    this.lon = longer(this.lon);
    this.lat = longer(this.lat);
    this.strip = longer(this.strip);
    this.anchorA = longer(this.anchorA);
    this.anchorB = longer(this.anchorB);
    this.latest = longer(this.latest);
  }
}

/** One viewer's judgements by audience: 0 never, 1 until expiry, 2 always. */
export class Verdicts {
  byAudience = new Uint8Array(64);
  #judged = 1;
  readonly #viewer: Viewer;
  readonly #holder: PartyId;

  constructor(viewer: Viewer, holder: PartyId) {
    this.#viewer = viewer;
    this.#holder = holder;
  }

  /** Judges the audiences that have come since. */
  reach(releases: readonly (Release | undefined)[]): void {
    if (releases.length > this.byAudience.length) {
      const longer = new Uint8Array(releases.length * 2);
      longer.set(this.byAudience);
      this.byAudience = longer;
    }
    for (; this.#judged < releases.length; this.#judged++) {
      const release = releases[this.#judged];
      this.byAudience[this.#judged] =
        release === undefined ? 0 : codes[judge(this.#viewer, release, this.#holder)];
    }
  }
}

/** All that the rule asks of a viewer, as a key. */
export function fingerprint(viewer: Viewer): string {
  return JSON.stringify([
    viewer.party,
    viewer.level,
    [...viewer.groups].sort(),
    Object.entries(viewer.clearances).sort(([a], [b]) => (a < b ? -1 : 1)),
    [...viewer.caveats].sort(),
  ]);
}
