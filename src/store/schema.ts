/**
 * The tables. `journal` is what is true; every other table is a projection of it and can be made again. Inserts are
 * dense by `seq`, so the journal's B-tree only ever grows at its end.
 */
import type { Sql } from './sql.ts';

/** Raised when a projection below changes shape: the store then makes them all again when it opens. */
export const storeVersion = 1;

const journal = `
CREATE TABLE IF NOT EXISTS journal (
  seq INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  prev BLOB NOT NULL,
  kind TEXT NOT NULL,
  time INTEGER NOT NULL,
  digest BLOB NOT NULL,
  salt BLOB,
  content BLOB,
  signature BLOB
) STRICT;
CREATE INDEX IF NOT EXISTS journal_kind ON journal (kind, seq) WHERE kind <> 'entry';
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

const projections = `
CREATE TABLE IF NOT EXISTS audience (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, release TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS entry (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  audience INTEGER NOT NULL,
  expires INTEGER,
  type TEXT NOT NULL,
  kind TEXT NOT NULL,
  modified INTEGER NOT NULL,
  span_start INTEGER NOT NULL,
  span_end INTEGER NOT NULL,
  lon REAL,
  lat REAL,
  strip INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS version (
  seq INTEGER PRIMARY KEY, no INTEGER NOT NULL, audience INTEGER NOT NULL, expires INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS version_no ON version (no, seq);
CREATE TABLE IF NOT EXISTS ref (
  source INTEGER NOT NULL, target TEXT NOT NULL, anchor INTEGER NOT NULL, PRIMARY KEY (source, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ref_target ON ref (target, source);
CREATE TABLE IF NOT EXISTS projection_row (
  projection TEXT NOT NULL, key TEXT NOT NULL, ord REAL NOT NULL, no INTEGER NOT NULL, n INTEGER NOT NULL,
  value TEXT NOT NULL, PRIMARY KEY (projection, key, ord, no, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS projection_row_no ON projection_row (no);
CREATE TABLE IF NOT EXISTS directory (
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, content TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS erased (no INTEGER PRIMARY KEY, id TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS erased_id ON erased (id);
-- Pre-made tokens: the ascii tokenizer splits at spaces only, because a token holds nothing else of ASCII than
-- letters and digits. No positions and no ranking: global figures would speak of what is hidden.
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(
  tokens, content='', contentless_delete=1, detail=none, tokenize="ascii"
);
`;

const projectionTables = [
  'audience',
  'entry',
  'version',
  'ref',
  'projection_row',
  'directory',
  'erased',
  'search',
];

/** Makes what is missing. Erased content is overwritten with zeros, not only unlinked. */
export function createTables(sql: Sql): void {
  sql.get('PRAGMA journal_mode = WAL');
  sql.exec('PRAGMA synchronous = FULL');
  sql.exec('PRAGMA secure_delete = ON');
  setCache(sql, cacheMegabytes);
  sql.exec(journal);
  sql.exec(projections);
}

/** What the writer keeps of the tables in memory. */
export const cacheMegabytes = 64;

/** Lets a connection keep so many megabytes of pages in memory. */
export function setCache(sql: Sql, megabytes: number): void {
  sql.exec(`PRAGMA cache_size = -${megabytes * 1024}`);
}

/** Drops every projection and makes them anew, empty. */
export function clearProjections(sql: Sql): void {
  for (const table of projectionTables) sql.exec(`DROP TABLE IF EXISTS ${table}`);
  sql.exec(projections);
}
