/**
 * Live events under the gate. Each subscription remembers which entries its viewer holds (one bit an entry), so that
 * old and new visibility are compared exactly: whatever made an entry appear or vanish (a version, an anchor, a
 * group, an expiry, an erasure), the viewer is told `put` or `gone`, and of what it never held it is told nothing.
 */
import { CommonwatchError, instant, maxAnchorDepth } from '../core/index.ts';
import type { Entry, EntryId, Language, PartyId, Released, Viewer } from '../core/index.ts';
import { seal } from '../core/seal.ts';
import { fingerprint } from './columns.ts';
import type { Verdicts } from './columns.ts';
import type { Kept } from './kept.ts';
import { View } from './view.ts';

/** An event for one viewer. The cursor resumes after it, for this viewer alone. */
export type StoreEvent =
  | { readonly kind: 'put'; readonly cursor: string; readonly entry: Released<Entry> }
  | { readonly kind: 'gone'; readonly cursor: string; readonly id: Released<EntryId> };

export interface SubscribeOptions {
  /** Who looks; the viewer is made anew at every change, so groups count as they are at that time. */
  readonly party: PartyId;
  readonly language?: Language;
  /** From an event before: what was missed comes first. Absent: from now on. */
  readonly cursor?: string;
  readonly onEvent: (event: StoreEvent) => void;
}

export interface Subscription {
  /** Resumes from here. */
  readonly cursor: () => string;
  readonly close: () => void;
}

/** One bit an entry. */
class Bits {
  #words = new Uint32Array(256);

  has(n: number): boolean {
    return n >>> 5 < this.#words.length && (this.#words[n >>> 5] & (1 << (n & 31))) !== 0;
  }

  set(n: number, value: boolean): void {
    if (n >>> 5 >= this.#words.length) {
      const longer = new Uint32Array(Math.max((n >>> 5) + 1, this.#words.length * 2));
      longer.set(this.#words);
      this.#words = longer;
    }
    if (value) this.#words[n >>> 5] |= 1 << (n & 31);
    else this.#words[n >>> 5] &= ~(1 << (n & 31));
  }
}

/** The viewer of a party at a time, as the directory stood at a seq; the public for ''. */
export type ViewerOf = (party: PartyId, atUtcMs: number, asOfSeq?: number) => Viewer;

/** Changes are gathered for so long, ms, before they are told: one look for many versions. */
const gatherMs = 20;

/** All subscriptions of a store. */
export class Live {
  readonly #kept: Kept;
  readonly #now: () => number;
  readonly #viewerOf: ViewerOf;
  readonly #subscribers = new Set<Subscriber>();
  readonly #changed = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(kept: Kept, now: () => number, viewerOf: ViewerOf) {
    this.#kept = kept;
    this.#now = now;
    this.#viewerOf = viewerOf;
  }

  /** @throws `cursor.invalid`, `party.unknown` */
  subscribe(options: SubscribeOptions): Subscription {
    const subscriber = new Subscriber(this.#kept, options, this.#viewerOf);
    subscriber.begin(options.cursor, this.#now());
    this.#subscribers.add(subscriber);
    return {
      cursor: () => subscriber.cursor(),
      close: () => {
        this.#subscribers.delete(subscriber);
      },
    };
  }

  /** New versions, parties or groups are in place: those whom it concerns are told soon. */
  changed(nos: readonly number[]): void {
    if (this.#subscribers.size === 0) return;
    for (const no of nos) this.#changed.add(no);
    this.#timer ??= setTimeout(() => this.flush(), gatherMs).unref();
  }

  /** Tells what has changed by now: versions, groups, clearances, and what time has ended. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const nos = [...this.#changed];
    this.#changed.clear();
    for (const subscriber of this.#subscribers) subscriber.changed(nos, this.#now());
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#subscribers.clear();
  }
}

class Subscriber {
  readonly #kept: Kept;
  readonly #options: SubscribeOptions;
  readonly #viewerOf: ViewerOf;
  readonly #holds = new Bits();
  /** What was told is true as of this seq and time. */
  #seq = 0;
  #atUtcMs = 0;
  #fingerprint = '';
  #nextExpiryUtcMs = Number.POSITIVE_INFINITY;

  constructor(kept: Kept, options: SubscribeOptions, viewerOf: ViewerOf) {
    this.#kept = kept;
    this.#options = options;
    this.#viewerOf = viewerOf;
  }

  cursor(): string {
    return this.#sealed(this.#seq, this.#atUtcMs);
  }

  begin(cursor: string | undefined, nowUtcMs: number): void {
    if (cursor === undefined) {
      this.#remember(this.#view(nowUtcMs), nowUtcMs);
      return;
    }
    const [seq, atUtcMs] = this.#kept.cursors.open(this.#bound(), cursor);
    const changedSince = this.#recall(seq, atUtcMs);
    this.#seq = seq;
    this.#atUtcMs = atUtcMs;
    this.#tell(this.#everyNo(), changedSince, nowUtcMs);
  }

  changed(nos: readonly number[], nowUtcMs: number): void {
    if (this.#mayDiffer(nowUtcMs)) this.#tell(this.#everyNo(), new Set(nos), nowUtcMs);
    else if (nos.length > 0) this.#tell(this.#withDependents(nos, nowUtcMs), new Set(nos), nowUtcMs);
  }

  /** Whether the viewer changed, or something expired since. */
  #mayDiffer(nowUtcMs: number): boolean {
    const viewer = this.#viewerOf(this.#options.party, nowUtcMs);
    if (fingerprint(viewer) !== this.#fingerprint) return true;
    return this.#nextExpiryUtcMs <= nowUtcMs;
  }

  /** The changed entries and, where their visibility changes, all that hang on them or name them. */
  #withDependents(nos: readonly number[], nowUtcMs: number): number[] {
    const { sql, columns } = this.#kept;
    const { byAudience } = this.#verdictsAt(nowUtcMs);
    const found = new Set(nos);
    for (const no of found) {
      if (columns.sees(byAudience, nowUtcMs, no) === this.#holds.has(no)) continue;
      for (const [source] of sql.all<[number]>('SELECT source FROM ref WHERE target = ?', this.#idOf(no)))
        found.add(source);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Compares what is held with what is seen now, and says so: what is gone first. */
  #tell(nos: readonly number[], changed: ReadonlySet<number>, nowUtcMs: number): void {
    const { columns } = this.#kept;
    const view = this.#view(nowUtcMs);
    const { byAudience } = this.#verdictsAt(nowUtcMs);
    const gone: number[] = [];
    const put = new Set<number>();
    for (const no of nos) {
      const held = this.#holds.has(no);
      const seen = columns.sees(byAudience, nowUtcMs, no);
      if (held && !seen) gone.push(no);
      else if (seen && (!held || changed.has(no))) put.add(no);
      if (held === seen) continue;
      this.#holds.set(no, seen);
      this.#referrers(no, byAudience, nowUtcMs, put);
    }
    const before = this.cursor();
    this.#standAt(view, nowUtcMs);
    this.#emit(
      gone,
      [...put].filter((no) => this.#holds.has(no)),
      view,
      before,
    );
  }

  /** Whoever is seen and names an entry that appeared or vanished reads differently now. */
  #referrers(no: number, byAudience: Uint8Array, nowUtcMs: number, put: Set<number>): void {
    const { columns, sql } = this.#kept;
    for (const [source] of sql.all<[number]>('SELECT source FROM ref WHERE target = ?', this.#idOf(no)))
      if (this.#holds.has(source) && columns.sees(byAudience, nowUtcMs, source)) put.add(source);
  }

  /** Every event but the last repeats the cursor before: who resumes in between is told all of it again. */
  #emit(gone: readonly number[], put: readonly number[], view: View, before: string): void {
    const after = this.cursor();
    const entries = this.#stillThere(put, view);
    const last = gone.length + entries.length - 1;
    for (const [i, no] of gone.entries())
      this.#options.onEvent({
        kind: 'gone',
        cursor: i === last ? after : before,
        id: seal(this.#idOf(no), view.viewer.party, view.at),
      });
    for (const [i, entry] of entries.entries())
      this.#options.onEvent({ kind: 'put', cursor: gone.length + i === last ? after : before, entry });
  }

  /**
   * The entries to put, oldest version first. The database may be ahead of the columns by what the writer has just
   * erased: that was never put, so it must not be held, or its id would be told as gone.
   */
  #stillThere(put: readonly number[], view: View): Released<Entry>[] {
    const { columns } = this.#kept;
    const seqs = put.map((no) => columns.latest[no]).sort((a, b) => a - b);
    return seqs.flatMap((seq) => {
      try {
        return [view.entry(this.#idOf(columns.no[seq]))];
      } catch (error) {
        if (!(error instanceof CommonwatchError && error.code === 'entry.not-found')) throw error;
        this.#holds.set(columns.no[seq], false);
        return [];
      }
    });
  }

  #remember(view: View, nowUtcMs: number): void {
    const { columns } = this.#kept;
    const { byAudience } = this.#verdictsAt(nowUtcMs);
    for (const no of this.#everyNo()) this.#holds.set(no, columns.sees(byAudience, nowUtcMs, no));
    this.#standAt(view, nowUtcMs);
  }

  #standAt(view: View, nowUtcMs: number): void {
    const { columns } = this.#kept;
    this.#seq = columns.end - 1;
    this.#atUtcMs = nowUtcMs;
    this.#fingerprint = fingerprint(view.viewer);
    this.#nextExpiryUtcMs = columns.nextExpiry(nowUtcMs);
  }

  /**
   * Works out what the viewer held when the journal stood at `seq`: by the versions, groups and clearances of then.
   * @returns the entries that have newer versions since
   */
  #recall(seq: number, atUtcMs: number): Set<number> {
    const { columns, sql } = this.#kept;
    const then = columns.verdicts(this.#viewerOf(this.#options.party, atUtcMs, seq)).byAudience;
    const standing = new Map<number, number>();
    for (const [no] of sql.all<[number]>(
      'SELECT no FROM version WHERE seq > ? UNION SELECT no FROM erased WHERE seq > ?',
      seq,
      seq,
    )) {
      const old = sql.get<[number | null]>('SELECT max(seq) FROM version WHERE no = ? AND seq <= ?', no, seq);
      standing.set(no, old?.[0] ?? 0);
    }
    for (const no of this.#everyNo()) this.#holds.set(no, this.#saw(then, atUtcMs, no, standing));
    return new Set(standing.keys());
  }

  /** Whether an entry was seen by verdicts of then. @param standing the version of then, of what has changed since */
  #saw(
    then: Uint8Array,
    atUtcMs: number,
    no: number,
    standing: ReadonlyMap<number, number>,
    depth = 0,
  ): boolean {
    const { columns } = this.#kept;
    const old = standing.get(no);
    const seq = no > 0 ? (old ?? columns.latest[no]) : 0;
    if (seq <= 0 || depth > maxAnchorDepth) return false;
    const verdict = then[Math.abs(columns.audience[seq])];
    if (verdict === 0 || (verdict === 1 && columns.expires[seq] <= atUtcMs)) return false;
    const anchors =
      old === undefined
        ? [columns.anchorA[seq], columns.anchorB[seq]].filter((anchor) => anchor !== 0)
        : this.#kept.anchorsOfVersion(no, seq);
    return anchors.every((anchor) => this.#saw(then, atUtcMs, anchor, standing, depth + 1));
  }

  /** The numbers of all entries that are or were here. */
  #everyNo(): number[] {
    const { no, end } = this.#kept.columns;
    const nos: number[] = [];
    for (let seq = 1; seq < end; seq++) if (no[seq] === seq) nos.push(seq);
    return nos;
  }

  #view(nowUtcMs: number): View {
    const viewer = this.#viewerOf(this.#options.party, nowUtcMs);
    return new View(this.#kept, viewer, instant(nowUtcMs), this.#options.language ?? 'en');
  }

  #verdictsAt(nowUtcMs: number): Verdicts {
    return this.#kept.columns.verdicts(this.#viewerOf(this.#options.party, nowUtcMs));
  }

  #idOf(no: number): EntryId {
    return this.#kept.idOf(no);
  }

  #bound(): string {
    return `live ${this.#options.party}`;
  }

  #sealed(seq: number, atUtcMs: number): string {
    return this.#kept.cursors.seal(this.#bound(), [seq, atUtcMs]);
  }
}
