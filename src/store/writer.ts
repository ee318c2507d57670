/**
 * The one writer of a journal: appends records, their projections beside them, and signs the head, in one
 * transaction. Synchronous and without a clock or a key of its own making; `writer.worker.ts` runs it in a thread.
 */
import type { Instant, PartyId } from '../core/index.ts';
import type { NodeKey } from './keys.ts';
import { signCheckpoint } from './keys.ts';
import { Projector, Rows } from './projector.ts';
import type { Placed, Projectable } from './projector.ts';
import { contentDigest, genesis, headBytes, headerBytes, hex, sha256 } from './record.ts';
import type { Checkpoint, ErasureContent, Head, RecordHeader } from './record.ts';
import { cacheMegabytes, clearProjections, createTables, setCache } from './schema.ts';
import { Sql } from './sql.ts';

/** At most so many records share a transaction: more gain nothing and hold readers' snapshots for longer. */
export const maxBatch = 500;

/** While every row is made again, pages of all tables are written to by turns. */
const replayCacheMegabytes = 256;

/** A record to be appended: its content as the bytes to be stored, and what is derived from it. */
export interface Draft extends Omit<Projectable, 'seq'> {
  readonly timeUtcMs: number;
  readonly salt: Uint8Array;
}

export class Writer {
  readonly #sql: Sql;
  readonly #projector: Projector;
  #key: NodeKey;
  #head: Head;

  constructor(path: string, key: NodeKey, party: PartyId) {
    this.#sql = new Sql(path);
    createTables(this.#sql);
    this.#key = key;
    this.#head = readHead(this.#sql);
    this.#projector = new Projector(this.#sql);
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
      return this.#sql.transaction(() => this.#projector.project(this.#write(drafts)));
    } catch (error) {
      this.#head = before;
      this.#projector.reload();
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
    setCache(this.#sql, replayCacheMegabytes);
    this.#projector.reload();
  }

  /** Makes the projections of records that are in the journal already. */
  replay(records: readonly Projectable[]): void {
    this.#sql.transaction(() => this.#projector.project(records));
  }

  /** Says what the projections were made by, now that all of them are there. */
  endReplay(fingerprint: string): void {
    this.setMeta('projected', fingerprint);
    setCache(this.#sql, cacheMegabytes);
  }

  close(): void {
    this.#sql.close();
  }

  /** Chains the records, signs the last header and writes them all. */
  #write(drafts: readonly Draft[]): Projectable[] {
    const rows = new Rows(this.#sql, 'journal', 9);
    const records = drafts.map((draft, i) => {
      const content = Buffer.from(draft.content, 'utf8');
      const header = this.#chain(draft, contentDigest(draft.salt, content));
      const signature = i === drafts.length - 1 ? this.#key.sign(headBytes(this.#head)) : null;
      const { seq, epoch, prev, kind, timeUtcMs, digest } = header;
      rows.add(seq, epoch, prev, kind, timeUtcMs, digest, draft.salt, content, signature);
      return { ...draft, seq };
    });
    rows.flush();
    for (const { erasure } of drafts) if (erasure !== undefined) this.#removeContent(erasure);
    return records;
  }

  /** The header of the next record, which becomes the head. */
  #chain({ kind, timeUtcMs }: Draft, digest: Uint8Array): RecordHeader {
    const { epoch, seq, hash } = this.#head;
    const header: RecordHeader = { epoch, seq: seq + 1, prev: hash, kind, timeUtcMs, digest };
    this.#head = { epoch, seq: header.seq, hash: sha256(headerBytes(header)) };
    return header;
  }

  #removeContent({ versions }: ErasureContent): void {
    for (const { seq } of versions)
      this.#sql.run('UPDATE journal SET content = NULL, salt = NULL WHERE seq = ?', seq);
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
