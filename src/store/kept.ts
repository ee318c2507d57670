/** What an open store keeps in hand, shared by its readers: a connection, the columns and who is who. */
import { CommonwatchError } from '../core/index.ts';
import type { Entry, EntryId, EntryTypes, PartyId, Projection, Release } from '../core/index.ts';
import type { Speaker } from '../words/index.ts';
import { Columns } from './columns.ts';
import type { Cursors } from './cursor.ts';
import { Directory } from './directory.ts';
import type { EntryRow } from './project.ts';
import type { CopySeal } from './copies.ts';
import { hex } from './record.ts';
import type { ErasureContent } from './record.ts';
import type { Sql } from './sql.ts';
import type { Placed } from './projector.ts';

/** An entry's content as it stands in the journal: who wrote it, and what. */
export interface StoredEntry {
  readonly by: string;
  readonly entry: Entry;
  /** Of a copy that another hub gave. */
  readonly seal?: CopySeal;
}

/** How many decoded versions are kept at hand. */
const decodedLimit = 2000;

export class Kept {
  readonly columns: Columns;
  readonly directory = new Directory();
  readonly party: PartyId;
  readonly sql: Sql;
  readonly types: EntryTypes;
  readonly projections: readonly Projection[];
  readonly speaker: Speaker;
  readonly cursors: Cursors;
  /** Anchors that are named but not here yet: whose, and in which place. */
  readonly #awaited = new Map<EntryId, { readonly seq: number; readonly place: 0 | 1 }[]>();
  readonly #decoded = new Map<number, StoredEntry>();
  /** The numbers of what was erased: few, and asked for whenever an entry is new. */
  readonly #erased = new Map<EntryId, number>();

  constructor(parts: {
    party: PartyId;
    sql: Sql;
    types: EntryTypes;
    projections: readonly Projection[];
    speaker: Speaker;
    cursors: Cursors;
  }) {
    this.columns = new Columns(parts.party);
    this.party = parts.party;
    this.sql = parts.sql;
    this.types = parts.types;
    this.projections = parts.projections;
    this.speaker = parts.speaker;
    this.cursors = parts.cursors;
  }

  /** Reads every column from the tables. */
  load(): void {
    for (const [id, release] of this.sql.all<[number, string]>('SELECT id, release FROM audience'))
      this.columns.setAudience(id, JSON.parse(release) as Release);
    this.#loadVersions();
    this.#loadEntries();
    this.#loadAnchors();
    for (const [id, no] of this.sql.all<[EntryId, number]>('SELECT id, no FROM erased'))
      this.#erased.set(id, no);
    for (const [seq, kind, content] of this.sql.all<[number, string, string]>(
      'SELECT seq, kind, content FROM directory ORDER BY seq',
    ))
      this.putDirectory(seq, kind, content);
  }

  putDirectory(seq: number, kind: string, content: string): void {
    if (kind === 'party') this.directory.putParty(seq, JSON.parse(content).party);
    if (kind === 'group') this.directory.putGroup(seq, JSON.parse(content).group);
  }

  /** Takes in what the writer has put on disk. */
  put(placed: Placed, row: EntryRow): void {
    const { columns } = this;
    if (columns.releases[placed.audience] === undefined)
      columns.setAudience(placed.audience, JSON.parse(row.release) as Release);
    columns.put({ ...row, ...placed });
    columns.setAnchors(placed.seq, this.#anchorsOf(placed.seq, row.anchors));
    for (const { seq, place } of this.#awaited.get(row.id) ?? [])
      if (place === 0) columns.anchorA[seq] = placed.no;
      else columns.anchorB[seq] = placed.no;
    this.#awaited.delete(row.id);
  }

  /** The number of an entry's first version; 0 for one that is not here. */
  noOf(id: EntryId): number {
    return this.sql.get<[number]>('SELECT no FROM entry WHERE id = ?', id)?.[0] ?? 0;
  }

  /** Every version of an entry, oldest first. */
  history(id: EntryId): Entry[] {
    const seqs = this.sql.all<[number]>('SELECT seq FROM version WHERE no = ? ORDER BY seq', this.noOf(id));
    return this.readAll(seqs.map(([seq]) => seq)).map(({ entry }) => entry);
  }

  /** Which of these entries are here: one question for all of them. */
  among(ids: readonly EntryId[]): Set<EntryId> {
    if (ids.length === 0) return new Set();
    const rows = this.sql.all<[EntryId]>(
      'SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    );
    return new Set(rows.map(([id]) => id));
  }

  /** The id of an entry that is or was here. */
  idOf(no: number): EntryId {
    const row =
      this.sql.get<[string]>('SELECT id FROM entry WHERE no = ?', no) ??
      this.sql.get<[string]>('SELECT id FROM erased WHERE no = ?', no);
    if (row === undefined) throw new CommonwatchError('entry.not-found');
    return row[0] as EntryId;
  }

  /** What a past version hung on, as numbers; -1 for what never came. What was erased is asked of the erasure. */
  anchorsOfVersion(no: number, seq: number): number[] {
    const erased = this.sql.get<[number]>('SELECT seq FROM erased WHERE no = ?', no);
    const anchors =
      erased === undefined ? this.#anchorsIn(this.read(seq)) : this.#anchorsErased(erased[0], seq);
    return anchors.map((id) => this.noOf(id) || this.#erasedNo(id));
  }

  wasErased(id: EntryId): boolean {
    return this.#erasedNo(id) > 0;
  }

  #anchorsIn(entry: Entry): readonly EntryId[] {
    return this.types.get(entry.type).anchors?.(entry.body as never) ?? [];
  }

  #anchorsErased(erasureSeq: number, seq: number): readonly EntryId[] {
    const [content] =
      this.sql.get<[Uint8Array]>('SELECT content FROM journal WHERE seq = ?', erasureSeq) ?? [];
    if (content === undefined) return [];
    const { versions } = JSON.parse(Buffer.from(content).toString('utf8')) as ErasureContent;
    return versions.find((version) => version.seq === seq)?.anchors ?? [];
  }

  #erasedNo(id: EntryId): number {
    return this.#erased.get(id) ?? -1;
  }

  /** The newest version and who wrote it, past the gate: for writers and the gate's own lookups. */
  newest(id: EntryId): Entry | undefined {
    const seq = this.sql.get<[number]>('SELECT seq FROM entry WHERE id = ?', id)?.[0];
    return seq === undefined ? undefined : this.read(seq);
  }

  /** What came with the newest version of an entry that another hub gave; undefined for one issued here. */
  sealOf(id: EntryId): CopySeal | undefined {
    const seq = this.sql.get<[number]>('SELECT seq FROM entry WHERE id = ?', id)?.[0];
    return seq === undefined ? undefined : this.stored(seq).seal;
  }

  /** The digests by which versions stand in the journal: salted, so that they say nothing of the content. */
  digestsOf(seqs: readonly number[]): ReadonlyMap<number, string> {
    const rows = this.sql.all<[number, Uint8Array]>(
      'SELECT seq, digest FROM journal WHERE seq IN (SELECT value FROM json_each(?))',
      JSON.stringify(seqs),
    );
    return new Map(rows.map(([seq, digest]) => [seq, hex(digest)]));
  }

  /** A version as it was written, its body at the newest schema. @throws `entry.not-found` when it was erased */
  read(seq: number): Entry {
    return this.stored(seq).entry;
  }

  stored(seq: number): StoredEntry {
    const known = this.#decoded.get(seq);
    if (known !== undefined) return known;
    const content = this.sql.get<[Uint8Array | null]>('SELECT content FROM journal WHERE seq = ?', seq)?.[0];
    if (content === undefined || content === null) throw new CommonwatchError('entry.not-found');
    return this.#keep(seq, this.#decode(content));
  }

  /** Versions in the order asked for; what was erased meanwhile is left out. */
  readAll(seqs: readonly number[]): { readonly seq: number; readonly entry: Entry }[] {
    const found = new Map<number, StoredEntry>();
    const missing = seqs.filter((seq) => {
      const known = this.#decoded.get(seq);
      if (known !== undefined) found.set(seq, known);
      return known === undefined;
    });
    if (missing.length > 0)
      for (const [seq, content] of this.sql.all<[number, Uint8Array | null]>(
        'SELECT seq, content FROM journal WHERE seq IN (SELECT value FROM json_each(?))',
        JSON.stringify(missing),
      ))
        if (content !== null) found.set(seq, this.#decode(content));
    return seqs.flatMap((seq) => {
      const stored = found.get(seq);
      return stored === undefined ? [] : [{ seq, entry: stored.entry }];
    });
  }

  /** Takes an entry out whose erasure is on disk; nothing of it stays at hand. */
  erase(id: EntryId, no: number): void {
    this.columns.erase(no);
    this.#erased.set(id, no);
    this.#decoded.clear();
  }

  #decode(content: Uint8Array): StoredEntry {
    const stored = JSON.parse(Buffer.from(content).toString('utf8')) as StoredEntry;
    return { ...stored, entry: this.types.upgraded(stored.entry) };
  }

  #keep(seq: number, stored: StoredEntry): StoredEntry {
    if (this.#decoded.size >= decodedLimit) this.#decoded.delete(this.#decoded.keys().next().value as number);
    this.#decoded.set(seq, stored);
    return stored;
  }

  #anchorsOf(seq: number, anchors: readonly EntryId[]): number[] {
    return anchors.map((id, place) => {
      const no = this.noOf(id);
      if (no === 0) this.#await(id, seq, place as 0 | 1);
      return no === 0 ? -1 : no;
    });
  }

  #await(id: EntryId, seq: number, place: 0 | 1): void {
    const waiting = this.#awaited.get(id) ?? [];
    waiting.push({ seq, place });
    this.#awaited.set(id, waiting);
  }

  #loadVersions(): void {
    const { columns, sql } = this;
    columns.skip(sql.get<[number | null]>('SELECT max(seq) FROM journal')?.[0] ?? 0);
    for (
      let after = 0, page: [number, number, number, number | null][] = [];
      ;
      after = page.at(-1)?.[0] ?? 0
    ) {
      page = sql.all(
        'SELECT seq, no, audience, expires FROM version WHERE seq > ? ORDER BY seq LIMIT 10000',
        after,
      );
      for (const [seq, no, audience, expires] of page) columns.putOld(seq, no, audience, expires);
      if (page.length === 0) return;
    }
  }

  #loadEntries(): void {
    type Row = [
      number,
      number,
      number,
      number | null,
      string,
      string,
      number,
      number,
      number,
      number | null,
      number | null,
      number,
    ];
    for (let after = 0, page: Row[] = []; ; after = page.at(-1)?.[1] ?? 0) {
      page = this.sql.all<Row>(
        `SELECT seq, no, audience, expires, type, kind, modified, span_start, span_end, lon, lat, strip
         FROM entry WHERE no > ? ORDER BY no LIMIT 10000`,
        after,
      );
      if (page.length === 0) return;
      for (const [
        seq,
        no,
        audience,
        expiresUtcMs,
        type,
        kind,
        modifiedUtcMs,
        startUtcMs,
        endUtcMs,
        lonDeg,
        latDeg,
        strip,
      ] of page)
        this.columns.put({
          seq,
          no,
          audience,
          expiresUtcMs,
          type,
          kind,
          modifiedUtcMs,
          startUtcMs,
          endUtcMs,
          lonDeg,
          latDeg,
          strip: strip === 1,
        });
    }
  }

  #loadAnchors(): void {
    const rows = this.sql.all<[number, string, number, number | null]>(
      `SELECT source.seq, ref.target, ref.anchor, target.no FROM ref
       JOIN entry AS source ON source.no = ref.source LEFT JOIN entry AS target ON target.id = ref.target
       WHERE ref.anchor > 0`,
    );
    for (const [seq, target, anchor, no] of rows) {
      const place = (anchor - 1) as 0 | 1;
      if (no === null) this.#await(target as EntryId, seq, place);
      if (place === 0) this.columns.anchorA[seq] = no ?? -1;
      else this.columns.anchorB[seq] = no ?? -1;
    }
  }
}
