/**
 * The one writer of a journal: appends records, their projections beside them, and signs the head, in one
 * transaction. Synchronous and without a clock or a key of its own making; `writer.worker.ts` runs it in a thread.
 */
import { audienceKey } from '../core/index.ts';
import type { Instant, PartyId } from '../core/index.ts';
import type { NodeKey } from './keys.ts';
import { signCheckpoint } from './keys.ts';
import { bareRelease, expiryOf } from './project.ts';
import type { EntryRow } from './project.ts';
import { contentDigest, genesis, headBytes, headerBytes, hex, sha256 } from './record.ts';
import type { Checkpoint, ErasureContent, Head, RecordHeader, RecordKind } from './record.ts';
import { clearProjections, createTables } from './schema.ts';
import { Sql, flag } from './sql.ts';

/** At most so many records share a transaction: more gain nothing and hold readers' snapshots for longer. */
export const maxBatch = 100;

/** A record to be appended: its content as the bytes to be stored, and what is derived from it. */
export interface Draft {
  readonly kind: RecordKind;
  readonly timeUtcMs: number;
  readonly content: string;
  readonly salt: Uint8Array;
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

/** A record of the journal, for making its projections again. */
export type Replayed = Omit<Draft, 'salt'> & { readonly seq: number };

export class Writer {
  readonly #sql: Sql;
  readonly #audiences = new Map<string, number>();
  #key: NodeKey;
  #head: Head;

  constructor(path: string, key: NodeKey, party: PartyId) {
    this.#sql = new Sql(path);
    createTables(this.#sql);
    this.#key = key;
    this.#head = readHead(this.#sql);
    this.#loadAudiences();
    if (this.#head.seq === 0) this.#sql.run("INSERT INTO meta VALUES ('party', ?)", party);
  }

  get head(): Head {
    return this.#head;
  }

  get key(): NodeKey {
    return this.#key;
  }

  /**
   * Appends records as one transaction; they are on disk when this returns. @throws whatever the disk does, with
   * nothing appended
   */
  append(drafts: readonly Draft[]): Placed[] {
    const before = this.#head;
    try {
      return this.#sql.transaction(() => {
        const placed = drafts.map((draft) => this.#appendOne(draft));
        this.#signHead();
        return placed;
      });
    } catch (error) {
      this.#head = before;
      this.#loadAudiences();
      throw error;
    }
  }

  /** Signs with another key from the next batch on; the record that says so is signed by it already. */
  useKey(key: NodeKey): void {
    this.#key = key;
  }

  /** Overwrites what an erasure left behind in the log and in the search index. */
  scrub(): void {
    this.#sql.run("INSERT INTO search (search) VALUES ('optimize')");
    this.#sql.get('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  checkpoint(at: Instant): Checkpoint {
    const [party] = this.#sql.get<[string]>("SELECT value FROM meta WHERE key = 'party'") ?? [''];
    const { epoch, seq, hash } = this.#head;
    return signCheckpoint(this.#key, { v: 1, party, epoch, seq, head: hex(hash), at });
  }

  /** Begins a new epoch: the next record names the head that was left. */
  beginEpoch(): void {
    this.#head = { ...this.#head, epoch: this.#head.epoch + 1 };
  }

  setMeta(key: string, value: string): void {
    this.#sql.run(
      'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }

  /** Empties every projection; a store that is opened before `replayed` goes on to make them again. */
  beginReplay(): void {
    this.#sql.transaction(() => {
      this.setMeta('projected', '');
      clearProjections(this.#sql);
    });
    this.#loadAudiences();
  }

  /** Makes the projections of records that are in the journal already. */
  replay(records: readonly Replayed[]): void {
    this.#sql.transaction(() => {
      for (const record of records) this.#project(record.seq, record);
    });
  }

  close(): void {
    this.#sql.close();
  }

  #appendOne(draft: Draft): Placed {
    const content = Buffer.from(draft.content, 'utf8');
    const header: RecordHeader = {
      epoch: this.#head.epoch,
      seq: this.#head.seq + 1,
      prev: this.#head.hash,
      kind: draft.kind,
      timeUtcMs: draft.timeUtcMs,
      digest: contentDigest(draft.salt, content),
    };
    this.#sql.run(
      'INSERT INTO journal (seq, epoch, prev, kind, time, digest, salt, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      header.seq,
      header.epoch,
      header.prev,
      header.kind,
      header.timeUtcMs,
      header.digest,
      draft.salt,
      content,
    );
    this.#head = { epoch: header.epoch, seq: header.seq, hash: sha256(headerBytes(header)) };
    if (draft.erasure !== undefined) this.#removeContent(draft.erasure);
    return this.#project(header.seq, draft);
  }

  #signHead(): void {
    const signature = this.#key.sign(headBytes(this.#head));
    this.#sql.run('UPDATE journal SET signature = ? WHERE seq = ?', signature, this.#head.seq);
  }

  #removeContent({ versions }: ErasureContent): void {
    for (const { seq } of versions)
      this.#sql.run('UPDATE journal SET content = NULL, salt = NULL WHERE seq = ?', seq);
  }

  #project(seq: number, { kind, row, name, content, erasure }: Omit<Draft, 'salt'>): Placed {
    if (row !== undefined) return this.#projectEntry(seq, row);
    if (erasure !== undefined) this.#projectErasure(seq, erasure);
    if (name !== undefined)
      this.#sql.run('INSERT INTO directory VALUES (?, ?, ?, ?)', seq, kind, name, content);
    return { seq, no: 0, previousSeq: 0, audience: 0 };
  }

  #projectEntry(seq: number, row: EntryRow): Placed {
    const audience = this.#intern(row.audienceKey, row.release);
    const [no, previousSeq] = this.#sql.get<[number, number]>(
      'SELECT no, seq FROM entry WHERE id = ?',
      row.id,
    ) ?? [seq, 0];
    if (previousSeq > 0) this.#forget(no, previousSeq);
    this.#sql.run(
      'INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
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
    this.#sql.run('INSERT INTO version VALUES (?, ?, ?, ?)', seq, no, audience, row.expiresUtcMs);
    for (const target of row.refs)
      this.#sql.run('INSERT INTO ref VALUES (?, ?, ?)', no, target, row.anchors.indexOf(target) + 1);
    for (const [n, { projection, key, order, value }] of row.rows.entries())
      this.#sql.run(
        'INSERT INTO projection_row VALUES (?, ?, ?, ?, ?, ?)',
        projection,
        key,
        order,
        no,
        n,
        value,
      );
    if (row.tokens !== '') this.#sql.run('INSERT INTO search (rowid, tokens) VALUES (?, ?)', seq, row.tokens);
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

  #loadAudiences(): void {
    this.#audiences.clear();
    for (const [id, key] of this.#sql.all<[number, string]>('SELECT id, key FROM audience'))
      this.#audiences.set(key, id);
  }
}

/** The head of the chain as it stands in the tables. */
export function readHead(sql: Sql): Head {
  const row = sql.get<[number, number, Uint8Array, string, number, Uint8Array]>(
    'SELECT seq, epoch, prev, kind, time, digest FROM journal ORDER BY seq DESC LIMIT 1',
  );
  if (row === undefined) return genesis;
  const [seq, epoch, prev, kind, timeUtcMs, digest] = row;
  return { epoch, seq, hash: sha256(headerBytes({ epoch, seq, prev, kind, timeUtcMs, digest })) };
}
