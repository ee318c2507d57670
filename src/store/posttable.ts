/**
 * Posts at rest: one Parquet file a batch, columns of numbers, texts and lists of texts. A file is written beside its
 * place and moved there whole; what is to be erased is written anew without it. The store knows columns, not posts.
 */
import { chmodSync, renameSync, rmSync } from 'node:fs';
import { DOUBLE, DuckDBDataChunk, DuckDBInstance, LIST, VARCHAR, listValue } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBListValue, DuckDBType, DuckDBValue } from '@duckdb/node-api';

export interface TableColumn {
  readonly name: string;
  readonly kind: 'number' | 'text' | 'texts';
}

/** A value of a column of its kind; null where there is none. */
export type Cell = number | string | readonly string[] | null;

const types: Readonly<Record<TableColumn['kind'], DuckDBType>> = {
  number: DOUBLE,
  text: VARCHAR,
  texts: LIST(VARCHAR),
};
const chunkRows = 2048;

/** Writes rows into a file, which takes its place when it is whole. @param cellsOf a row's values, one a column */
export async function writeTable(
  file: string,
  columns: readonly TableColumn[],
  rows: number,
  cellsOf: (row: number) => readonly Cell[],
): Promise<void> {
  const fresh = `${file}.new`;
  await withDuckDb(async (connection) => {
    const declared = columns.map(({ name, kind }) => `${name} ${types[kind]}`).join(', ');
    await connection.run(`CREATE TABLE rows_of_file (${declared})`);
    const appender = await connection.createAppender('rows_of_file');
    const kinds = columns.map(({ kind }) => types[kind]);
    for (let from = 0; from < rows; from += chunkRows) {
      const length = Math.min(chunkRows, rows - from);
      const chunk = DuckDBDataChunk.create(kinds, length);
      const cells = Array.from({ length }, (_, i) => cellsOf(from + i));
      for (const [column] of columns.entries()) {
        const vector = chunk.getColumnVector(column);
        for (let i = 0; i < length; i++) vector.setItem(i, asValue(cells[i][column]));
        vector.flush();
      }
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
    await connection.run(`COPY rows_of_file TO ${quoted(fresh)} (FORMAT parquet, COMPRESSION zstd)`);
  }).catch((error: unknown) => {
    rmSync(fresh, { force: true });
    throw error;
  });
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
}

/** Hands on a file's rows, in the order in which they were written. */
export async function readTable(
  file: string,
  columns: readonly TableColumn[],
  take: (cells: readonly Cell[]) => void,
): Promise<void> {
  await withDuckDb(async (connection) => {
    const names = columns.map(({ name }) => name).join(', ');
    const result = await connection.stream(`SELECT ${names} FROM read_parquet(${quoted(file)})`);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const values = chunk.getColumns();
      for (let row = 0; row < chunk.rowCount; row++)
        take(columns.map(({ kind }, column) => asCell(kind, values[column][row])));
    }
  });
}

async function withDuckDb(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' });
  const connection = await instance.connect();
  try {
    await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function asValue(cell: Cell): DuckDBValue {
  return typeof cell === 'object' && cell !== null ? listValue([...cell]) : cell;
}

function asCell(kind: TableColumn['kind'], value: DuckDBValue): Cell {
  if (value === null) return null;
  if (kind === 'number') return Number(value);
  return kind === 'text' ? String(value) : (value as DuckDBListValue).items.map(String);
}

/** A text as SQL. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
