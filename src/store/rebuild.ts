/** Makes every projection again from the journal's content. */
import type { Entry, EntryId } from '../core/index.ts';
import { projectEntry } from './project.ts';
import type { Projecting } from './project.ts';
import type { ErasureContent } from './record.ts';
import { Sql } from './sql.ts';
import type { Projectable } from './projector.ts';
import type { Writing } from './writing.ts';

/** Told how far long work has come. */
export type Progress = (done: number, total: number) => void;

/** A page is a transaction: the more rows it has, the fewer pages of the tables are written twice. */
const pageSize = 10_000;

type Row = [number, string, Uint8Array | null];

/**
 * Reads the journal in pages and hands them to the writer, one page ahead of it. A process that ends meanwhile leaves
 * a mark by which the next one begins again.
 * @returns how many records were read
 */
export async function replayJournal(
  journal: string,
  writing: Writing,
  by: Projecting,
  fingerprint: string,
  onProgress?: Progress,
): Promise<number> {
  await writing.ask({ op: 'replay-begin' });
  const sql = new Sql(journal, { readOnly: true });
  try {
    const total = sql.get<[number]>('SELECT count(*) FROM journal')?.[0] ?? 0;
    let done = 0;
    let written: Promise<undefined> = Promise.resolve(undefined);
    // The page before may not be in the tables yet when this one looks for its entries' earlier versions.
    let recent: ReadonlyMap<EntryId, Entry> = new Map();
    for (let after = 0; ; ) {
      const page = sql.all<Row>(
        'SELECT seq, kind, content FROM journal WHERE seq > ? ORDER BY seq LIMIT ?',
        after,
        pageSize,
      );
      if (page.length === 0) break;
      after = page[page.length - 1][0];
      const newest = new Map<EntryId, Entry>();
      const records = recordsOf(page, by, (entry, seq) => {
        const previous = newest.get(entry.id) ?? recent.get(entry.id) ?? versionBefore(sql, seq, entry, by);
        newest.set(entry.id, entry);
        return previous;
      });
      recent = newest;
      await written;
      written = writing.ask({ op: 'replay', records });
      done += page.length;
      onProgress?.(done, total);
    }
    await written;
    await writing.ask({ op: 'replay-end', fingerprint });
    return done;
  } finally {
    sql.close();
  }
}

/** The records of a page that have something to project. */
function recordsOf(
  page: readonly Row[],
  by: Projecting,
  previousOf: (entry: Entry, seq: number) => Entry | undefined,
): Projectable[] {
  return page.flatMap(([seq, kind, bytes]): Projectable[] => {
    if (bytes === null) return [];
    const content = Buffer.from(bytes).toString('utf8');
    const record = { seq, content };
    switch (kind) {
      case 'entry': {
        const { entry } = JSON.parse(content) as { entry: Entry };
        return [
          { ...record, kind, content: '', row: projectEntry(entry, previousOf(entry, seq), by, content) },
        ];
      }
      case 'party':
      case 'group': {
        const named = JSON.parse(content) as Record<string, { id: string }>;
        return [{ ...record, kind, name: named[kind].id }];
      }
      case 'erasure':
        return [{ ...record, kind, erasure: JSON.parse(content) as ErasureContent }];
      default:
        return [];
    }
  });
}

/**
 * The version that this one followed, from the rows made so far; only asked for where a projection could want it.
 */
function versionBefore(sql: Sql, seq: number, entry: Entry, by: Projecting): Entry | undefined {
  if (by.projections.length === 0 || entry.created === entry.modified) return undefined;
  const row = sql.get<[Uint8Array | null]>(
    `SELECT journal.content FROM entry JOIN version USING (no) JOIN journal ON journal.seq = version.seq
     WHERE entry.id = ? AND version.seq < ? ORDER BY version.seq DESC LIMIT 1`,
    entry.id,
    seq,
  );
  if (row === undefined || row[0] === null) return undefined;
  return (JSON.parse(Buffer.from(row[0]).toString('utf8')) as { entry: Entry }).entry;
}
