/**
 * Timelines: what one party sees of some types, in the order in which it came to see it. Every place has a date of its
 * own, in microseconds, later than the one before, so that who asks for "everything after" loses and repeats nothing;
 * and what becomes visible later (a wider release, a group joined, an anchor that arrived) stands later, with a later
 * date, however old it is. Dates and places are the party's own: what is hidden leaves no gap in them.
 *
 * A timeline is brought up to date when it is read. It only remembers places: the gate is asked again for every page.
 */
import { instant } from '../core/index.ts';
import type { Entry, EntryId, PartyId, Viewer } from '../core/index.ts';
import { fingerprint } from './columns.ts';
import type { Kept } from './kept.ts';
import type { Sql } from './sql.ts';
import type { View } from './view.ts';

export interface TimelineSpec {
  /**
   * A projection by whose keys entries of several owners may be rivals for one name: of those that a party sees, its own
   * is shown, or else the one that was here first. Nobody overwrites for others what is another's.
   */
  readonly rivals?: string;
  /** Names what is kept on disk; a timeline of other types has another name. */
  readonly name: string;
  readonly types: (type: string) => boolean;
  /** How far apart dates stand at least, µs: as many parts as one entry may have. */
  readonly strideUs: number;
  /** Texts that belong before the first entry of an audience, such as who its owner is: by key, once. */
  readonly before?: (release: Entry['release']) => readonly { readonly key: string; readonly text: string }[];
}

/** An entry, or a text that came before it, and since when the party sees it. */
export interface Placed {
  readonly addedUtcUs: number;
  /** The entry's number and version for `entriesAt`; 0 for a text. */
  readonly seq: number;
  readonly text?: string;
}

export interface TimelineQuery {
  /** Only what was added later than this, µs UTC. */
  readonly afterUtcUs?: number;
  readonly limit: number;
  /** Kinds of bodies; all when absent. */
  readonly kinds?: readonly string[];
  /** Older versions too, where their own release and the newest one's allow. */
  readonly allVersions?: boolean;
  /** Further conditions, by the version's seq (0 for a text). */
  readonly accepts?: (seq: number, text: string | undefined) => boolean;
}

const segmentLength = 4096;
const rowBytes = 12;
/** A row that says of an entry (by number) that it is seen no longer. */
const goneBase = -(2 ** 30);

const tables = `
CREATE TABLE IF NOT EXISTS timeline (
  party TEXT NOT NULL, name TEXT NOT NULL, segment INTEGER NOT NULL, rows BLOB NOT NULL,
  PRIMARY KEY (party, name, segment)
) STRICT;
CREATE TABLE IF NOT EXISTS timeline_text (
  party TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (party, name, n)
) STRICT;
`;

/** All timelines of a store. */
export class Timelines {
  readonly #kept: Kept;
  readonly #local: Sql;
  readonly #open = new Map<string, Timeline>();

  constructor(kept: Kept, local: Sql) {
    this.#kept = kept;
    this.#local = local;
    local.exec(tables);
  }

  /** A party's timeline, as it is kept. */
  of(party: PartyId, spec: TimelineSpec): Timeline {
    const key = JSON.stringify([party, spec.name]);
    let timeline = this.#open.get(key);
    if (timeline === undefined) {
      timeline = new Timeline(this.#kept, this.#local, party, spec);
      this.#open.set(key, timeline);
    }
    return timeline;
  }
}

export class Timeline {
  readonly #kept: Kept;
  readonly #local: Sql;
  readonly #party: PartyId;
  readonly #spec: TimelineSpec;
  #added = new Float64Array(segmentLength);
  #rows = new Int32Array(segmentLength);
  #length = 0;
  /** By entry number: its place plus one while it is seen. */
  #placeOf = new Int32Array(1024);
  readonly #texts: string[] = [];
  readonly #textKeys = new Set<string>();
  /** By audience: whether what belongs before it stands here. */
  readonly #introduced = new Set<number>();
  /** Numbers of entries that only wait for what they hang on. */
  #waiting = new Set<number>();
  /** Numbers of entries that share a name, by each of them, lowest first. */
  readonly #rivals = new Map<number, readonly number[]>();
  #seq = 0;
  #rivalsSeq = 0;
  #fingerprint = '';
  #nextExpiryUtcMs = 0;
  /** Places from here on are not on disk yet. */
  #saved = 0;

  constructor(kept: Kept, local: Sql, party: PartyId, spec: TimelineSpec) {
    this.#kept = kept;
    this.#local = local;
    this.#party = party;
    this.#spec = spec;
    this.#load();
  }

  /**
   * Brings the timeline up to the newest version and the present viewer, and puts what is new on disk.
   * @param viewer the party as it is at `nowUtcMs`
   */
  sync(viewer: Viewer, nowUtcMs: number): void {
    const { columns } = this.#kept;
    const now = fingerprint(viewer);
    const { byAudience } = columns.verdicts(viewer);
    this.#reach(columns.end);
    if (now !== this.#fingerprint) {
      // Another viewer than before (or the first look): everything is compared.
      for (let seq = 1; seq < columns.end; seq++) this.#compare(seq, byAudience, nowUtcMs, seq > this.#seq);
    } else {
      if (this.#nextExpiryUtcMs <= nowUtcMs)
        for (let seq = 1; seq <= this.#seq; seq++) this.#compare(seq, byAudience, nowUtcMs, false);
      for (const no of this.#waiting) this.#compare(columns.latest[no], byAudience, nowUtcMs, false);
      for (let seq = this.#seq + 1; seq < columns.end; seq++) this.#compareNew(seq, byAudience, nowUtcMs);
    }
    this.#fingerprint = now;
    this.#findRivals();
    this.#seq = columns.end - 1;
    if (this.#nextExpiryUtcMs <= nowUtcMs) this.#nextExpiryUtcMs = columns.nextExpiry(nowUtcMs);
    this.#save();
  }

  /** A page for the party's viewer, judged now; one more place than asked for tells whether there is more. */
  page(view: View, { afterUtcUs, limit, kinds, allVersions = false, accepts }: TimelineQuery): Placed[] {
    const { columns } = this.#kept;
    const { byAudience } = columns.verdicts(view.viewer);
    const atUtcMs = Date.parse(view.at);
    const codes = kinds?.map((kind) => columns.kinds.find(kind));
    const found: Placed[] = [];
    for (let i = this.#firstAfter(afterUtcUs); i < this.#length && found.length <= limit; i++) {
      const row = this.#rows[i];
      if (row < 0) {
        const text = this.#texts[-row - 1];
        if (row > goneBase && accepts?.(0, text) !== false)
          found.push({ addedUtcUs: this.#added[i], seq: 0, text });
        continue;
      }
      if (!this.#isShown(row, i, byAudience, atUtcMs, allVersions)) continue;
      if (codes !== undefined && !codes.includes(columns.kind[row])) continue;
      if (accepts?.(row, undefined) === false) continue;
      found.push({ addedUtcUs: this.#added[i], seq: row });
    }
    return found;
  }

  /** Where the newest version of an entry stands, or all that are shown, oldest first. */
  placesOf(view: View, id: EntryId, allVersions: boolean): Placed[] {
    const no = this.#kept.noOf(id);
    const newest = no === 0 ? 0 : this.#placeOf[no];
    if (newest === 0) return [];
    const { columns, sql } = this.#kept;
    const { byAudience } = columns.verdicts(view.viewer);
    const atUtcMs = Date.parse(view.at);
    const rows = sql.all<[number]>('SELECT seq FROM version WHERE no = ?', no);
    const seqs = new Set(rows.map(([seq]) => seq));
    const found: Placed[] = [];
    // The newest version stands last.
    for (let i = allVersions && seqs.size > 1 ? 0 : newest - 1; i < newest; i++) {
      const seq = this.#rows[i];
      if (seq > 0 && seqs.has(seq) && this.#isShown(seq, i, byAudience, atUtcMs, allVersions))
        found.push({ addedUtcUs: this.#added[i], seq });
    }
    return found;
  }

  #isShown(seq: number, place: number, verdicts: Uint8Array, atUtcMs: number, allVersions: boolean): boolean {
    const { columns } = this.#kept;
    const no = columns.no[seq];
    if (!this.#isFirst(no, verdicts, atUtcMs)) return false;
    if (columns.latest[no] === seq)
      return this.#placeOf[no] === place + 1 && columns.seesSeq(verdicts, atUtcMs, seq);
    if (!allVersions || this.#placeOf[no] === 0 || !columns.sees(verdicts, atUtcMs, no)) return false;
    const verdict = verdicts[Math.abs(columns.audience[seq])];
    if (verdict === 0 || (verdict === 1 && columns.expires[seq] <= atUtcMs)) return false;
    return this.#kept
      .anchorsOfVersion(no, seq)
      .every((anchor) => anchor > 0 && columns.sees(verdicts, atUtcMs, anchor));
  }

  /** Whether no rival of an entry stands before it for this party. */
  #isFirst(no: number, verdicts: Uint8Array, atUtcMs: number): boolean {
    const rivals = this.#rivals.get(no);
    if (rivals === undefined) return true;
    const { columns } = this.#kept;
    const seen = rivals.filter((each) => columns.sees(verdicts, atUtcMs, each));
    const isOwn = (each: number) =>
      columns.releases[Math.abs(columns.audience[columns.latest[each]])]?.owner === this.#party;
    return (seen.find(isOwn) ?? seen[0]) === no;
  }

  #findRivals(): void {
    const { rivals: projection } = this.#spec;
    const { columns, sql } = this.#kept;
    if (projection === undefined || this.#rivalsSeq === columns.end - 1) return;
    const keys = sql.all<[string]>(
      `SELECT DISTINCT a.key FROM projection_row AS a WHERE a.no > ? AND a.projection = ? AND EXISTS (
         SELECT 1 FROM projection_row AS b WHERE b.projection = a.projection AND b.key = a.key AND b.no <> a.no)`,
      this.#rivalsSeq,
      projection,
    );
    for (const [key] of keys) {
      const rows = sql.all<[number]>(
        'SELECT DISTINCT no FROM projection_row WHERE projection = ? AND key = ? ORDER BY no',
        projection,
        key,
      );
      const nos = rows.map(([no]) => no);
      for (const no of nos) this.#rivals.set(no, nos);
    }
    this.#rivalsSeq = columns.end - 1;
  }

  /** A version that came since: it stands here whenever it is seen, as a new version of what may stand here already. */
  #compareNew(seq: number, verdicts: Uint8Array, nowUtcMs: number): void {
    const { columns, sql } = this.#kept;
    const no = columns.no[seq];
    if (no === 0 || columns.latest[no] !== seq) return this.#placeOld(seq, verdicts, nowUtcMs);
    const was = this.#placeOf[no] !== 0;
    this.#compare(seq, verdicts, nowUtcMs, true);
    const sees = columns.seesSeq(verdicts, nowUtcMs, seq);
    // What hangs on it vanishes with it; what waits for it is looked at in any case.
    if (!(was && !sees) && !this.#isForeign(seq)) return;
    for (const [dependent] of sql.all<[number]>(
      'SELECT source FROM ref WHERE target = ? AND anchor > 0',
      this.#kept.idOf(no),
    ))
      this.#compare(columns.latest[dependent], verdicts, nowUtcMs, false);
  }

  /** Of another type: others may hang on it, itself it does not stand here. */
  #isForeign(seq: number): boolean {
    const { columns } = this.#kept;
    return !this.#spec.types(columns.types.names[columns.type[seq]]);
  }

  #compare(seq: number, verdicts: Uint8Array, nowUtcMs: number, isNew: boolean): void {
    const { columns } = this.#kept;
    const no = columns.no[seq];
    if (seq > 0 && isNew && columns.latest[no] !== seq) this.#placeOld(seq, verdicts, nowUtcMs);
    if (seq <= 0 || no === 0 || columns.latest[no] !== seq || this.#isForeign(seq)) return;
    const sees = columns.seesSeq(verdicts, nowUtcMs, seq);
    const stands = this.#placeOf[no] !== 0;
    if (sees) {
      this.#waiting.delete(no);
      const isNewer = stands && this.#rows[this.#placeOf[no] - 1] !== seq;
      if (!stands || isNewer) this.#place(seq, isNew ? Math.min(columns.modified[seq], nowUtcMs) : nowUtcMs);
      return;
    }
    if (stands) this.#takeAway(no, nowUtcMs);
    if (verdicts[Math.abs(columns.audience[seq])] > 0 && columns.expires[seq] > nowUtcMs)
      this.#waiting.add(no);
  }

  /** A version that was followed before anybody looked: it stands before the one that followed it, where both are seen. */
  #placeOld(seq: number, verdicts: Uint8Array, nowUtcMs: number): void {
    const { columns } = this.#kept;
    const no = columns.no[seq];
    if (no === 0 || this.#isForeign(columns.latest[no]) || !columns.sees(verdicts, nowUtcMs, no)) return;
    const verdict = verdicts[Math.abs(columns.audience[seq])];
    if (verdict === 2 || (verdict === 1 && columns.expires[seq] > nowUtcMs))
      this.#append(seq, nowUtcMs, this.#spec.strideUs);
  }

  #place(seq: number, timeUtcMs: number): void {
    const { columns } = this.#kept;
    const audience = columns.audience[seq];
    if (!this.#introduced.has(audience)) this.#introduce(audience, timeUtcMs);
    this.#append(seq, timeUtcMs, this.#spec.strideUs);
    this.#placeOf[columns.no[seq]] = this.#length;
  }

  #introduce(audience: number, timeUtcMs: number): void {
    this.#introduced.add(audience);
    const release = this.#kept.columns.releases[audience];
    if (release === undefined) return;
    for (const { key, text } of this.#spec.before?.(release) ?? []) {
      if (this.#textKeys.has(key)) continue;
      this.#textKeys.add(key);
      this.#texts.push(text);
      this.#local.run(
        'INSERT OR REPLACE INTO timeline_text (party, name, n, key, text) VALUES (?, ?, ?, ?, ?)',
        this.#party,
        this.#spec.name,
        this.#texts.length,
        key,
        text,
      );
      this.#append(-this.#texts.length, timeUtcMs, this.#spec.strideUs);
    }
  }

  #takeAway(no: number, nowUtcMs: number): void {
    this.#append(goneBase - no, nowUtcMs, 1);
    this.#placeOf[no] = 0;
  }

  #append(row: number, timeUtcMs: number, strideUs: number): void {
    if (this.#length === this.#rows.length) {
      const rows = new Int32Array(this.#length * 2);
      rows.set(this.#rows);
      this.#rows = rows;
      const added = new Float64Array(this.#length * 2);
      added.set(this.#added);
      this.#added = added;
    }
    const last = this.#length === 0 ? 0 : this.#added[this.#length - 1];
    this.#rows[this.#length] = row;
    this.#added[this.#length] = Math.max(Math.floor(timeUtcMs) * 1000, last + strideUs);
    this.#length += 1;
  }

  #firstAfter(afterUtcUs: number | undefined): number {
    if (afterUtcUs === undefined) return 0;
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#added[middle] > afterUtcUs) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #reach(length: number): void {
    if (length <= this.#placeOf.length) return;
    const longer = new Int32Array(Math.max(length, this.#placeOf.length * 2));
    longer.set(this.#placeOf);
    this.#placeOf = longer;
  }

  #load(): void {
    const { columns } = this.#kept;
    this.#reach(columns.end);
    for (const [key, text] of this.#local.all<[string, string]>(
      'SELECT key, text FROM timeline_text WHERE party = ? AND name = ? ORDER BY n',
      this.#party,
      this.#spec.name,
    )) {
      this.#textKeys.add(key);
      this.#texts.push(text);
    }
    for (let segment = 0; ; segment++) {
      const stored = this.#local.get<[Uint8Array]>(
        'SELECT rows FROM timeline WHERE party = ? AND name = ? AND segment = ?',
        this.#party,
        this.#spec.name,
        segment,
      );
      if (stored === undefined) break;
      this.#loadSegment(stored[0]);
    }
    this.#saved = this.#length;
  }

  #loadSegment(bytes: Uint8Array): void {
    const { columns } = this.#kept;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + rowBytes <= bytes.byteLength; at += rowBytes) {
      const row = view.getInt32(at + 8);
      this.#append(row, 0, 1);
      this.#added[this.#length - 1] = view.getFloat64(at);
      if (row > 0 && row < columns.end) this.#placeOf[columns.no[row]] = this.#length;
      else if (row <= goneBase) this.#placeOf[goneBase - row] = 0;
      this.#seq = Math.max(this.#seq, row);
    }
  }

  /** The last segment is written again until it is full. */
  #save(): void {
    if (this.#saved === this.#length) return;
    const first = Math.floor(this.#saved / segmentLength);
    for (let segment = first; segment * segmentLength < this.#length; segment++) {
      const from = segment * segmentLength;
      const count = Math.min(segmentLength, this.#length - from);
      const bytes = new Uint8Array(count * rowBytes);
      const view = new DataView(bytes.buffer);
      for (let i = 0; i < count; i++) {
        view.setFloat64(i * rowBytes, this.#added[from + i]);
        view.setInt32(i * rowBytes + 8, this.#rows[from + i]);
      }
      this.#local.run(
        'INSERT OR REPLACE INTO timeline (party, name, segment, rows) VALUES (?, ?, ?, ?)',
        this.#party,
        this.#spec.name,
        segment,
        bytes,
      );
    }
    this.#saved = this.#length;
  }
}

/** A date of a timeline as TAXII writes it: RFC 3339 with microseconds. */
export function instantOfUs(timeUtcUs: number): string {
  const ms = Math.floor(timeUtcUs / 1000);
  return instant(ms).replace('Z', `${String(Math.round(timeUtcUs - ms * 1000)).padStart(3, '0')}Z`);
}
