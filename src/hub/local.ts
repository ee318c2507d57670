/** Tables in the store's local database, which holds what is no part of the journal: secrets, sessions, reads. */
import type { Sql } from '../store/index.ts';

export type LocalValue = string | number | null;

export class LocalTables {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Several statements without parameters. */
  script(sql: string): void {
    this.#sql.exec(sql);
  }

  run(sql: string, values: readonly LocalValue[] = []): void {
    this.#sql.run(sql, ...values);
  }

  /** The named columns of every row, as objects. */
  all<Row extends { [K in keyof Row]: LocalValue }>(
    columns: readonly (keyof Row & string)[],
    from: string,
    values: readonly LocalValue[] = [],
  ): Row[] {
    return this.#sql
      .all(`SELECT ${columns.join(', ')} ${from}`, ...values)
      .map((tuple) => Object.fromEntries(columns.map((column, i) => [column, tuple[i]])) as Row);
  }
}
