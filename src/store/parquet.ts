/** A table as one Parquet file, for whoever reads columns rather than lines: DuckDB writes it in a folder of the hub's own. */
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BOOLEAN, DOUBLE, DuckDBDataChunk, DuckDBInstance, VARCHAR } from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api';

export interface ParquetColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'boolean';
}
export type ParquetCell = string | number | boolean | undefined;

const typeOf: Readonly<Record<ParquetColumn['type'], DuckDBType>> = {
  text: VARCHAR,
  number: DOUBLE,
  boolean: BOOLEAN,
};
const chunkRows = 2048;

/**
 * @param folder a private folder, in which the file stands while it is written
 * @param metadata what the file says of itself, beside its columns
 * @returns the bytes of the file; a cell that is undefined is null
 */
export async function parquetFile(
  columns: readonly ParquetColumn[],
  rows: readonly (readonly ParquetCell[])[],
  folder: string,
  metadata: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const path = join(folder, `${randomUUID()}.parquet`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await fill(connection, columns, rows);
    const pairs = Object.entries(metadata).map(([name, value]) => `${identifier(name)}: ${literal(value)}`);
    await connection.run(
      `COPY exported TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${pairs.join(', ')}})`,
    );
    return await readFile(path);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(path, { force: true });
  }
}

async function fill(
  connection: DuckDBConnection,
  columns: readonly ParquetColumn[],
  rows: readonly (readonly ParquetCell[])[],
): Promise<void> {
  const types = columns.map(({ type }) => typeOf[type]);
  const declared = columns.map(({ name }, i) => `${identifier(name)} ${types[i]}`);
  await connection.run(`CREATE TABLE exported (${declared.join(', ')})`);
  const appender = await connection.createAppender('exported');
  for (let from = 0; from < rows.length; from += chunkRows) {
    const part = rows.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create(types, part.length);
    columns.forEach((_, column) => {
      const vector = chunk.getColumnVector(column);
      part.forEach((row, i) => vector.setItem(i, row[column] ?? null));
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
