/** The log of reads: who asked for what, through whose eyes. Kept beside the journal, and read by administrators. */
import type { LocalTables } from './local.ts';

export interface AccessRecord {
  readonly timeUtcMs: number;
  readonly account: string;
  /** The party through whose eyes it was read. */
  readonly viewer: string;
  readonly exit: string;
  /** The id, vessel or words asked for. */
  readonly target: string;
}

type AccessRow = Omit<AccessRecord, 'timeUtcMs'> & { time: number };

const table = `CREATE TABLE IF NOT EXISTS access (
  n INTEGER PRIMARY KEY, time INTEGER NOT NULL, account TEXT NOT NULL, viewer TEXT NOT NULL, exit TEXT NOT NULL,
  target TEXT NOT NULL
) STRICT; CREATE INDEX IF NOT EXISTS access_time ON access (time);`;

/** Written in groups: a read does not wait for its own line. */
const flushMs = 500;
const keepMs = 400 * 24 * 3_600_000;

export class AccessLog {
  readonly #local: LocalTables;
  readonly #now: () => number;
  #waiting: AccessRecord[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(local: LocalTables, now: () => number) {
    this.#local = local;
    this.#now = now;
    local.script(table);
    local.run('DELETE FROM access WHERE time < ?', [now() - keepMs]);
  }

  note(account: string, viewer: string, exit: string, target: string): void {
    this.#waiting.push({
      timeUtcMs: this.#now(),
      account,
      viewer,
      exit,
      target: target.replaceAll('\0', '').slice(0, 200),
    });
    this.#timer ??= setTimeout(() => this.flush(), flushMs).unref();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const records = this.#waiting;
    this.#waiting = [];
    const perStatement = 100;
    for (let i = 0; i < records.length; i += perStatement) {
      const some = records.slice(i, i + perStatement);
      this.#local.run(
        `INSERT INTO access (time, account, viewer, exit, target) VALUES ${some.map(() => '(?, ?, ?, ?, ?)').join(', ')}`,
        some.flatMap((each) => [each.timeUtcMs, each.account, each.viewer, each.exit, each.target]),
      );
    }
  }

  /** Newest first. */
  list(limit: number): AccessRecord[] {
    this.flush();
    return this.#local
      .all<AccessRow>(
        ['time', 'account', 'viewer', 'exit', 'target'],
        'FROM access ORDER BY n DESC LIMIT ?',
        [limit],
      )
      .map(({ time, ...rest }) => ({ timeUtcMs: time, ...rest }));
  }
}
