/**
 * Keeps the projections beside the journal. Rows wait in memory and go in many a statement, because the way into the
 * database costs more than a row; they are all there when `project` returns.
 */
import { audienceKey } from '../core/index.ts';
import type { EntryId } from '../core/index.ts';
import { bareRelease, expiryOf } from './project.ts';
import type { EntryRow } from './project.ts';
import type { ErasureContent, RecordKind } from './record.ts';
import { flag } from './sql.ts';
import type { Sql, SqlValue } from './sql.ts';

/** What there is to project of one record. */
export interface Projectable {
  readonly seq: number;
  readonly kind: RecordKind;
  readonly content: string;
  /** For an `entry`. */
  readonly row?: EntryRow;
  /** For a `party` or `group`: its id. */
  readonly name?: string;
  /** For an `erasure`. */
  readonly erasure?: ErasureContent;
}

/** Where a record came to stand. */
export interface Placed {
  readonly seq: number;
  /** For an entry: the seq of its first version, which numbers it, and of the one before (0 for none). */
  readonly no: number;
  readonly previousSeq: number;
  /** The interned audience; 0 for what is no entry. */
  readonly audience: number;
}

/** An entry's number and the seq of its newest version. */
interface Standing {
  readonly no: number;
  readonly seq: number;
}

export class Projector {
  readonly #sql: Sql;
  readonly #audiences = new Map<string, number>();

  constructor(sql: Sql) {
    this.#sql = sql;
    this.reload();
  }

  /** Reads anew what is interned, after the tables were emptied or a transaction was undone. */
  reload(): void {
    this.#audiences.clear();
    for (const [id, key] of this.#sql.all<[number, string]>('SELECT id, key FROM audience'))
      this.#audiences.set(key, id);
  }

  /** Projects records in order; to be called within a transaction. */
  project(records: readonly Projectable[]): Placed[] {
    const standing = this.#standingOf(records);
    const waiting = new WaitingRows(this.#sql);
    const placed = records.map((record) => this.#projectOne(record, standing, waiting));
    waiting.flush();
    return placed;
  }

  /** The entries among those to be projected that are here already. */
  #standingOf(records: readonly Projectable[]): Map<EntryId, Standing> {
    const ids = records.flatMap(({ row }) => (row === undefined ? [] : [row.id]));
    if (ids.length === 0) return new Map();
    const rows = this.#sql.all<[EntryId, number, number]>(
      'SELECT id, no, seq FROM entry WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    );
    return new Map(rows.map(([id, no, seq]) => [id, { no, seq }]));
  }

  #projectOne(record: Projectable, standing: Map<EntryId, Standing>, waiting: WaitingRows): Placed {
    const { seq, kind, row, name, content, erasure } = record;
    if (row !== undefined) return this.#projectEntry(seq, row, standing, waiting);
    if (erasure !== undefined) {
      waiting.flush();
      this.#projectErasure(seq, erasure);
      standing.delete(erasure.entry);
    }
    if (name !== undefined)
      this.#sql.run('INSERT INTO directory VALUES (?, ?, ?, ?)', seq, kind, name, content);
    return { seq, no: 0, previousSeq: 0, audience: 0 };
  }

  #projectEntry(seq: number, row: EntryRow, standing: Map<EntryId, Standing>, waiting: WaitingRows): Placed {
    const audience = this.#intern(row.audienceKey, row.release);
    const { no, seq: previousSeq } = standing.get(row.id) ?? { no: seq, seq: 0 };
    if (previousSeq >= waiting.since) waiting.flush();
    if (previousSeq > 0) this.#forget(no, previousSeq);
    standing.set(row.id, { no, seq });
    waiting.put(seq, no, audience, row);
    return { seq, no, previousSeq, audience };
  }

  /** Takes an entry's newest version out of every table that shows newest versions. */
  #forget(no: number, seq: number): void {
    this.#sql.run('DELETE FROM search WHERE rowid = ?', seq);
    this.#sql.run('DELETE FROM projection_row WHERE no = ?', no);
    this.#sql.run('DELETE FROM ref WHERE source = ?', no);
    this.#sql.run('DELETE FROM entry WHERE no = ?', no);
  }

  #projectErasure(seq: number, { entry, versions }: ErasureContent): void {
    const known = this.#sql.get<[number, number]>('SELECT no, seq FROM entry WHERE id = ?', entry);
    const no = known?.[0] ?? versions[0]?.seq ?? seq;
    if (known !== undefined) this.#forget(no, known[1]);
    // What was erased before a rebuild has no content to project, but who could see it is still said here.
    for (const { seq: erasedSeq, release } of versions)
      this.#sql.run(
        'INSERT INTO version VALUES (?, ?, ?, ?) ON CONFLICT (seq) DO NOTHING',
        erasedSeq,
        no,
        this.#intern(audienceKey(release), JSON.stringify(bareRelease(release))),
        expiryOf(release),
      );
    this.#sql.run('INSERT INTO erased VALUES (?, ?, ?)', no, entry, seq);
  }

  #intern(key: string, release: string): number {
    const known = this.#audiences.get(key);
    if (known !== undefined) return known;
    const id = this.#audiences.size + 1;
    this.#sql.run('INSERT INTO audience VALUES (?, ?, ?)', id, key, release);
    this.#audiences.set(key, id);
    return id;
  }
}

/** The rows of entries that wait to be written. */
class WaitingRows {
  /** The seq of the first that waits; infinity for none. */
  since = Number.POSITIVE_INFINITY;
  readonly #entries: Rows;
  readonly #versions: Rows;
  readonly #refs: Rows;
  readonly #projected: Rows;
  readonly #search: Rows;

  constructor(sql: Sql) {
    this.#entries = new Rows(sql, 'entry', 13);
    this.#versions = new Rows(sql, 'version', 4);
    this.#refs = new Rows(sql, 'ref', 3);
    this.#projected = new Rows(sql, 'projection_row', 6);
    this.#search = new Rows(sql, 'search (rowid, tokens)', 2);
  }

  put(seq: number, no: number, audience: number, row: EntryRow): void {
    this.since = Math.min(this.since, seq);
    this.#entries.add(
      no,
      row.id,
      seq,
      audience,
      row.expiresUtcMs,
      row.type,
      row.kind,
      row.modifiedUtcMs,
      row.startUtcMs,
      row.endUtcMs,
      row.lonDeg,
      row.latDeg,
      flag(row.strip),
    );
    this.#versions.add(seq, no, audience, row.expiresUtcMs);
    for (const target of row.refs) this.#refs.add(no, target, row.anchors.indexOf(target) + 1);
    for (const [n, { projection, key, order, value }] of row.rows.entries())
      this.#projected.add(projection, key, order, no, n, value);
    if (row.tokens !== '') this.#search.add(seq, row.tokens);
  }

  flush(): void {
    for (const rows of [this.#entries, this.#versions, this.#refs, this.#projected, this.#search])
      rows.flush();
    this.since = Number.POSITIVE_INFINITY;
  }
}

/** How many rows a statement takes: few sizes, so that each is compiled once. */
const statementSizes = [64, 16, 4, 2, 1];

/** Rows for one table. */
export class Rows {
  readonly #sql: Sql;
  readonly #into: string;
  readonly #width: number;
  #values: SqlValue[] = [];

  /**
   * @param into the table, with its columns where not all are given
   * @param width how many values a row has
   */
  constructor(sql: Sql, into: string, width: number) {
    this.#sql = sql;
    this.#into = into;
    this.#width = width;
  }

  add(...values: readonly SqlValue[]): void {
    this.#values.push(...values);
  }

  /** Writes what waits. */
  flush(): void {
    const values = this.#values;
    this.#values = [];
    const count = values.length / this.#width;
    for (let done = 0; done < count; ) {
      const size = statementSizes.find((rows) => rows <= count - done) as number;
      this.#sql.run(
        insertStatement(this.#into, this.#width, size),
        ...values.slice(done * this.#width, (done + size) * this.#width),
      );
      done += size;
    }
  }
}

const statements = new Map<string, string>();

function insertStatement(into: string, width: number, rows: number): string {
  const key = `${into} ${rows}`;
  let statement = statements.get(key);
  if (statement === undefined) {
    const row = `(${Array(width).fill('?').join(', ')})`;
    statement = `INSERT INTO ${into} VALUES ${Array(rows).fill(row).join(', ')}`;
    statements.set(key, statement);
  }
  return statement;
}
