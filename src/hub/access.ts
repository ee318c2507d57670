/**
 * The audit: who saw, exported, judged, released and revoked what, through whose eyes, and when. Kept beside the
 * journal, which holds what was changed; here stands also what was only read.
 */
import type { LocalTables, LocalValue } from './local.ts';

/** What was done, in the words of the audit page. */
export const auditActions = [
  'saw',
  'exported',
  'judged',
  'released',
  'revoked',
  'changed',
  'administered',
  'signed-in',
  'signed-out',
] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AccessRecord {
  readonly n: number;
  readonly timeUtcMs: number;
  readonly account: string;
  /** The account's own party. */
  readonly party: string;
  /** The party through whose eyes it was done. */
  readonly viewer: string;
  readonly action: AuditAction;
  readonly exit: string;
  /** The id, vessel or words asked for. */
  readonly target: string;
  /** What changed, such as a marking and audience before and after; empty where nothing did. */
  readonly detail: string;
}

export type AccessNote = Omit<AccessRecord, 'n' | 'timeUtcMs' | 'detail'> & { readonly detail?: string };

export interface AuditQuery {
  readonly party?: string;
  readonly account?: string;
  readonly action?: AuditAction;
  readonly target?: string;
  readonly fromUtcMs?: number;
  readonly toUtcMs?: number;
  /** Only records before this number: the page that follows. */
  readonly before?: number;
  readonly limit: number;
}

type AccessRow = Omit<AccessRecord, 'timeUtcMs'> & { time: number };

const columns = ['n', 'time', 'account', 'party', 'viewer', 'action', 'exit', 'target', 'detail'] as const;
const table = `CREATE TABLE IF NOT EXISTS audit (
  n INTEGER PRIMARY KEY, time INTEGER NOT NULL, account TEXT NOT NULL, party TEXT NOT NULL, viewer TEXT NOT NULL,
  action TEXT NOT NULL, exit TEXT NOT NULL, target TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS audit_time ON audit (time);
CREATE INDEX IF NOT EXISTS audit_target ON audit (target);`;

/** Written in groups: a read does not wait for its own line. */
const flushMs = 500;
const keepMs = 400 * 24 * 3_600_000;

export class AccessLog {
  readonly #local: LocalTables;
  readonly #now: () => number;
  #waiting: Omit<AccessRecord, 'n'>[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(local: LocalTables, now: () => number) {
    this.#local = local;
    this.#now = now;
    local.script(table);
    local.run('DELETE FROM audit WHERE time < ?', [now() - keepMs]);
  }

  note({ target, detail = '', ...rest }: AccessNote): void {
    this.#waiting.push({
      timeUtcMs: this.#now(),
      ...rest,
      target: target.replaceAll('\0', '').slice(0, 200),
      detail: detail.replaceAll('\0', '').slice(0, 2000),
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
        `INSERT INTO audit (time, account, party, viewer, action, exit, target, detail)
         VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
        some.flatMap(({ timeUtcMs, account, party, viewer, action, exit, target, detail }) => [
          timeUtcMs,
          account,
          party,
          viewer,
          action,
          exit,
          target,
          detail,
        ]),
      );
    }
  }

  /** Newest first. */
  list(query: AuditQuery): AccessRecord[] {
    this.flush();
    const tests: string[] = [];
    const values: LocalValue[] = [];
    const when = (test: string, value: LocalValue | undefined) => {
      if (value === undefined) return;
      tests.push(test);
      values.push(value);
    };
    when('party = ?', query.party);
    when('account = ?', query.account);
    when('action = ?', query.action);
    when('target = ?', query.target);
    when('time >= ?', query.fromUtcMs);
    when('time < ?', query.toUtcMs);
    when('n < ?', query.before);
    const where = tests.length === 0 ? '' : `WHERE ${tests.join(' AND ')} `;
    return this.#local
      .all<AccessRow>(columns, `FROM audit ${where}ORDER BY n DESC LIMIT ?`, [...values, query.limit])
      .map(({ time, ...rest }) => ({ ...rest, timeUtcMs: time }));
  }
}

/** What an answered request counts as, by its exit; what widens or narrows an audience is noted where it is done. */
export function actionOf(exit: string, method: string, kind: string): AuditAction {
  if (exit.startsWith('exports.') || exit === 'brief.pdf') return 'exported';
  if (/^session\.(open|identity|oidc-callback|certificate)$/.test(exit)) return 'signed-in';
  if (exit === 'session.close') return 'signed-out';
  if (exit === 'entries.judge') return 'judged';
  if (/^(parties|groups|accounts|second-factor|hubs)\./.test(exit) && method !== 'GET') return 'administered';
  if (method !== 'GET') return 'changed';
  return kind === 'file' ? 'exported' : 'saw';
}
