/**
 * The one door to libsql. Its binding has sharp edges: it ends the process on a boolean, a Date or a bare Buffer as
 * a bound value, cuts text at NUL, leaves `RETURNING` statements open when they are run, and pins a snapshot when an
 * iterator is left early. So every statement goes through `Sql`, which checks each value, reads rows as tuples to
 * their end, and keeps its statements compiled.
 */
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { CommonwatchError } from '../core/index.ts';

/** What SQL takes and gives. Blobs come back as `Uint8Array`. */
export type SqlValue = null | number | string | Uint8Array;

export interface SqlOptions {
  /** Opens without the right to write. Default false. */
  readonly readOnly?: boolean;
  /** How long a statement waits for another's lock, ms. Default 5,000. */
  readonly busyMs?: number;
}

type Statement = ReturnType<InstanceType<typeof Database>['prepare']>;

/** One connection. Synchronous; long reads belong in a worker with a connection of their own. */
export class Sql {
  readonly #db: InstanceType<typeof Database>;
  readonly #writes = new Map<string, Statement>();
  readonly #reads = new Map<string, Statement>();

  /** @param path a file, or `:memory:` */
  constructor(path: string, { readOnly = false, busyMs = 5000 }: SqlOptions = {}) {
    this.#db = new Database(readOnly ? `${pathToFileURL(path).href}?mode=ro` : path);
    this.#db.exec(`PRAGMA busy_timeout = ${busyMs}`);
    if (readOnly) this.#db.exec('PRAGMA query_only = ON');
  }

  /** Runs statements that take nothing and give nothing, such as DDL. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** Runs one statement that gives no rows; returns how many rows it changed. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    let statement = this.#writes.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#writes.set(sql, statement);
    }
    return statement.run(checked(values)).changes;
  }

  /** The first row as a tuple. */
  get<Row extends readonly SqlValue[]>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.#reading(sql).get(checked(values)) as Row | undefined;
  }

  /** Every row as a tuple; ask for pages by key where there may be many. */
  all<Row extends readonly SqlValue[]>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#reading(sql).all(checked(values)) as Row[];
  }

  /** Runs `work` as one transaction that takes the write lock at once; what it throws undoes everything. */
  transaction<T>(work: () => T): T {
    this.run('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (error) {
      // SQLite has ended the transaction itself after a full disk: a second ROLLBACK would hide the first error.
      if (this.#db.inTransaction) this.run('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#writes.clear();
    this.#reads.clear();
    if (this.#db.open) this.#db.close();
  }

  #reading(sql: string): Statement {
    let statement = this.#reads.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql).raw();
      this.#reads.set(sql, statement);
    }
    return statement;
  }
}

/** @throws `store.bad-value` for what libsql would cut short or not survive */
function checked(values: readonly SqlValue[]): unknown[] {
  for (const value of values as readonly unknown[]) {
    if (typeof value === 'string' ? value.includes('\0') : !isBindable(value))
      throw new CommonwatchError('store.bad-value', value);
  }
  return values as unknown[];
}

function isBindable(value: unknown): boolean {
  return value === null || Number.isFinite(value) || value instanceof Uint8Array;
}

/** SQLite's integers and booleans as libsql binds them. */
export function flag(value: boolean): number {
  return value ? 1 : 0;
}
