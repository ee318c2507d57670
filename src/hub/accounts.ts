/**
 * Accounts, sessions of people and tokens of machines. They are kept beside the journal, in the local database:
 * secrets are never synchronised, never in a backup of the journal, and stored as hashes only.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash as hashPassword, verify as verifyPassword } from '@node-rs/argon2';
import { CommonwatchError } from '../core/index.ts';
import type { Language, Permission } from '../core/index.ts';
import type { Names } from './api.ts';
import { ExternalIdentities } from './identities.ts';
import type { LocalTables } from './local.ts';
import { isRole, permissionsOf } from './roles.ts';
import type { Role } from './roles.ts';
import { SecondFactors } from './secondfactor.ts';

export type Theme = 'day' | 'night' | 'contrast' | 'system';

export interface Account {
  readonly account: string;
  readonly name: Names;
  readonly party: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly language: Language;
  readonly theme: Theme;
}

/** Who makes a request: an account by its session, or a machine by a token with fewer permissions. */
export interface Principal {
  readonly account: Account;
  readonly permissions: readonly Permission[];
  /** The session's own token against forged requests; undefined for a machine, which has no cookie to abuse. */
  readonly csrf: string | undefined;
}

export interface AccountDraft {
  account: string;
  name: Names;
  party: string;
  role: string;
  /** Absent: nobody signs in by password (the identities of an exercise). */
  password?: string;
  disabled?: boolean;
}

export interface TokenView {
  id: string;
  label: string;
  scopes: Permission[];
  createdAt: string;
  expiresAt: string;
  lastUsedAt?: string;
}

export interface AccountLimits {
  readonly idleMinutes: number;
  readonly hours: number;
  readonly failures: number;
  readonly lockMinutes: number;
  readonly secondFactor?: 'optional' | 'required';
}

export interface SessionView {
  /** The first digits of its hash: names it, and opens nothing. */
  readonly id: string;
  readonly openedAt: string;
  readonly seenAt: string;
  readonly isThis: boolean;
}

const tables = `
  CREATE TABLE IF NOT EXISTS account (
    account TEXT PRIMARY KEY, name_en TEXT NOT NULL, name_ja TEXT NOT NULL, party TEXT NOT NULL, role TEXT NOT NULL,
    password TEXT, disabled INTEGER NOT NULL DEFAULT 0, language TEXT NOT NULL DEFAULT 'en',
    theme TEXT NOT NULL DEFAULT 'system', failures INTEGER NOT NULL DEFAULT 0,
    locked_until INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS session (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL, csrf TEXT NOT NULL,
    created INTEGER NOT NULL, seen INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL, account TEXT NOT NULL, label TEXT NOT NULL, scopes TEXT NOT NULL,
    created INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER
  ) STRICT;
`;

interface AccountRow {
  account: string;
  name_en: string;
  name_ja: string;
  party: string;
  role: string;
  password: string | null;
  disabled: number;
  language: string;
  theme: string;
  failures: number;
  locked_until: number;
}

const accountColumns = [
  'account',
  'name_en',
  'name_ja',
  'party',
  'role',
  'password',
  'disabled',
  'language',
  'theme',
  'failures',
  'locked_until',
] as const satisfies readonly (keyof AccountRow)[];

const accountPattern = /^[a-z0-9][a-z0-9.-]{0,62}$/;
const minPasswordLength = 12;
const minuteMs = 60_000;
const sessionIdLength = 16;
/** A session's last use is written at most so often. */
const seenGrainMs = minuteMs;

export class Accounts {
  readonly #local: LocalTables;
  readonly #limits: AccountLimits;
  readonly #now: () => number;
  readonly secondFactors: SecondFactors;
  readonly identities: ExternalIdentities;
  /** Verified in place of an unknown account's password, so that a login takes as long either way. */
  readonly #decoy: Promise<string>;

  constructor(local: LocalTables, limits: AccountLimits, now: () => number) {
    this.#local = local;
    this.#limits = limits;
    this.#now = now;
    this.#decoy = hashPassword(randomBytes(16).toString('hex'));
    local.script(tables);
    this.secondFactors = new SecondFactors(local, now);
    this.identities = new ExternalIdentities(local);
  }

  list(): Account[] {
    return this.#local.all<AccountRow>(accountColumns, 'FROM account ORDER BY account').map(accountOf);
  }

  peopleOf(party: string): number {
    const from = 'FROM account WHERE party = ? AND disabled = 0';
    return this.#local.all<{ account: string }>(['account'], from, [party]).length;
  }

  /** @throws `account.not-found` */
  get(account: string): Account {
    const row = this.#row(account);
    if (row === undefined) throw new CommonwatchError('account.not-found', account);
    return accountOf(row);
  }

  /** @throws `account.duplicate`, `account.invalid` */
  async create(draft: AccountDraft): Promise<Account> {
    assertAccount(draft);
    if (this.#row(draft.account) !== undefined)
      throw new CommonwatchError('account.duplicate', draft.account);
    const password = draft.password === undefined ? null : await hashPassword(draft.password);
    this.#local.run(
      'INSERT INTO account (account, name_en, name_ja, party, role, password) VALUES (?, ?, ?, ?, ?, ?)',
      [draft.account, draft.name.en, draft.name.ja, draft.party, draft.role, password],
    );
    return this.get(draft.account);
  }

  /**
   * Changes what is given and ends the account's sessions. Its tokens end with a new password (the old one may be
   * known), with another party (they were made for the former one's eyes) and with disabling.
   */
  async change(account: string, draft: Partial<Omit<AccountDraft, 'account'>>): Promise<Account> {
    const before = this.get(account);
    const next = { ...before, ...draft, account };
    assertAccount(next);
    this.#local.run(
      'UPDATE account SET name_en = ?, name_ja = ?, party = ?, role = ?, disabled = ? WHERE account = ?',
      [next.name.en, next.name.ja, next.party, next.role, next.disabled ? 1 : 0, account],
    );
    if (draft.password !== undefined)
      this.#local.run('UPDATE account SET password = ?, failures = 0, locked_until = 0 WHERE account = ?', [
        await hashPassword(draft.password),
        account,
      ]);
    this.#local.run('DELETE FROM session WHERE account = ?', [account]);
    if (next.disabled || draft.password !== undefined || next.party !== before.party)
      this.#local.run('DELETE FROM token WHERE account = ?', [account]);
    return this.get(account);
  }

  prefer(account: string, language: Language | undefined, theme: Theme | undefined): void {
    if (language !== undefined)
      this.#local.run('UPDATE account SET language = ? WHERE account = ?', [language, account]);
    if (theme !== undefined)
      this.#local.run('UPDATE account SET theme = ? WHERE account = ?', [theme, account]);
  }

  /**
   * Checks a password, then the code of a second factor, and opens a session. Unknown, disabled, locked and wrong give
   * the same answer; that a code is needed is said only to who has the password. Wrong codes count as failures too.
   * @returns the secret for the cookie @throws `login.refused`, `login.second-factor`
   */
  async login(account: string, password: string, code?: string): Promise<string> {
    const asked = this.#row(account)?.password;
    const matches = await verifyPassword(asked ?? (await this.#decoy), password).catch(() => false);
    // Read only now: other attempts at the same time may have failed, locked or changed the account meanwhile.
    const row = this.#row(account);
    const isOpen = row !== undefined && row.disabled === 0 && row.locked_until <= this.#now();
    if (!isOpen || row.password === null || row.password !== asked || !matches) {
      if (isOpen) this.#countFailure(row);
      throw new CommonwatchError('login.refused');
    }
    if (this.secondFactors.isOn(account)) {
      if (code === undefined) throw new CommonwatchError('login.second-factor');
      if (!this.secondFactors.takes(account, code)) {
        this.#countFailure(row);
        throw new CommonwatchError('login.second-factor');
      }
    }
    this.#local.run('UPDATE account SET failures = 0 WHERE account = ?', [account]);
    return this.open(account);
  }

  #countFailure(row: AccountRow): void {
    const failures = row.failures + 1;
    const isLocked = failures >= this.#limits.failures;
    this.#local.run('UPDATE account SET failures = ?, locked_until = ? WHERE account = ?', [
      isLocked ? 0 : failures,
      isLocked ? this.#now() + this.#limits.lockMinutes * minuteMs : 0,
      row.account,
    ]);
  }

  /** Opens a session without a password: for `login`, and for the made-up identities of an exercise. */
  open(account: string): string {
    const { disabled } = this.get(account);
    if (disabled) throw new CommonwatchError('login.refused');
    const secret = randomBytes(32).toString('base64url');
    const now = this.#now();
    this.#local.run('INSERT INTO session (hash, account, csrf, created, seen) VALUES (?, ?, ?, ?, ?)', [
      digest(secret),
      account,
      randomBytes(24).toString('base64url'),
      now,
      now,
    ]);
    return secret;
  }

  close(secret: string): void {
    this.#local.run('DELETE FROM session WHERE hash = ?', [digest(secret)]);
  }

  /** The sessions of an account that are not over, newest first. @param secret of the one that asks */
  sessions(account: string, secret: string | undefined): SessionView[] {
    const own = secret === undefined ? '' : digest(secret);
    const { idleMinutes, hours } = this.#limits;
    const now = this.#now();
    return this.#local
      .all<SessionRow & { hash: string }>(
        ['hash', ...sessionColumns],
        'FROM session WHERE account = ? AND seen > ? AND created > ? ORDER BY created DESC',
        [account, now - idleMinutes * minuteMs, now - hours * 60 * minuteMs],
      )
      .map(({ hash, created, seen }) => ({
        id: hash.slice(0, sessionIdLength),
        openedAt: new Date(created).toISOString(),
        seenAt: new Date(seen).toISOString(),
        isThis: hash === own,
      }));
  }

  /** Ends one session of an account, or all of them. */
  endSessions(account: string, id?: string): void {
    if (id === undefined) this.#local.run('DELETE FROM session WHERE account = ?', [account]);
    else
      this.#local.run(`DELETE FROM session WHERE account = ? AND substr(hash, 1, ${sessionIdLength}) = ?`, [
        account,
        id,
      ]);
  }

  /** Who a session's cookie belongs to, or undefined when it is over. */
  bySession(secret: string): Principal | undefined {
    const hash = digest(secret);
    const [row] = this.#local.all<SessionRow>(sessionColumns, 'FROM session WHERE hash = ?', [hash]);
    if (row === undefined) return undefined;
    const now = this.#now();
    const { idleMinutes, hours } = this.#limits;
    if (now - row.seen > idleMinutes * minuteMs || now - row.created > hours * 60 * minuteMs) {
      this.#local.run('DELETE FROM session WHERE hash = ?', [hash]);
      return undefined;
    }
    if (now - row.seen > seenGrainMs)
      this.#local.run('UPDATE session SET seen = ? WHERE hash = ?', [now, hash]);
    const principal = this.#principal(row.account, undefined, row.csrf);
    return principal !== undefined && this.#mustEnrol(row.account)
      ? { ...principal, permissions: [] }
      : principal;
  }

  /** Where one is required, who signs in by password and has none may set one up and nothing else. */
  #mustEnrol(account: string): boolean {
    const isByPassword = this.#row(account)?.password !== null;
    return this.#limits.secondFactor === 'required' && isByPassword && !this.secondFactors.isOn(account);
  }

  /**
   * Makes a token for a machine: shown once, stored hashed, with no more than its account's permissions.
   * @throws `token.scope`
   */
  createToken(
    account: Account,
    label: string,
    scopes: readonly Permission[],
    days: number,
  ): { token: string; view: TokenView } {
    const allowed = permissionsOf(account.role);
    for (const scope of scopes)
      if (!allowed.includes(scope)) throw new CommonwatchError('token.scope', scope);
    const id = randomBytes(6).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const now = this.#now();
    this.#local.run(
      'INSERT INTO token (id, hash, account, label, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [id, digest(secret), account.account, label, scopes.join(' '), now, now + days * 24 * 60 * minuteMs],
    );
    const view = this.tokens(account.account).find((token) => token.id === id) as TokenView;
    return { token: `cw_${id}_${secret}`, view };
  }

  tokens(account: string): TokenView[] {
    const from = 'FROM token WHERE account = ? ORDER BY created, id';
    return this.#local.all<TokenRow>(tokenColumns, from, [account]).map(tokenOf);
  }

  revokeToken(account: string, id: string): void {
    this.#local.run('DELETE FROM token WHERE id = ? AND account = ?', [id, account]);
  }

  /** Who a token belongs to, or undefined when it is unknown or has expired. */
  byToken(token: string): Principal | undefined {
    const match = /^cw_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/.exec(token);
    if (match === null) return undefined;
    const [row] = this.#local.all<TokenRow>(tokenColumns, 'FROM token WHERE id = ?', [match[1]]);
    const now = this.#now();
    if (row === undefined || row.expires <= now || !same(row.hash, digest(match[2]))) return undefined;
    if (row.used === null || now - row.used > seenGrainMs)
      this.#local.run('UPDATE token SET used = ? WHERE id = ?', [now, row.id]);
    return this.#principal(row.account, row.scopes.split(' ') as Permission[], undefined);
  }

  /** A machine that has shown by other means which account it is. */
  machine(account: string, scopes: readonly Permission[]): Principal | undefined {
    return this.#principal(account, scopes, undefined);
  }

  #principal(
    account: string,
    scopes: readonly Permission[] | undefined,
    csrf: string | undefined,
  ): Principal | undefined {
    const row = this.#row(account);
    if (row === undefined || row.disabled === 1) return undefined;
    const held = permissionsOf(accountOf(row).role);
    // A role that was taken away takes its tokens' scopes with it.
    const permissions = scopes === undefined ? held : held.filter((each) => scopes.includes(each));
    return { account: accountOf(row), permissions, csrf };
  }

  #row(account: string): AccountRow | undefined {
    return this.#local.all<AccountRow>(accountColumns, 'FROM account WHERE account = ?', [account])[0];
  }
}

interface SessionRow {
  account: string;
  csrf: string;
  created: number;
  seen: number;
}

const sessionColumns = ['account', 'csrf', 'created', 'seen'] as const;

interface TokenRow {
  id: string;
  hash: string;
  account: string;
  label: string;
  scopes: string;
  created: number;
  expires: number;
  used: number | null;
}

const tokenColumns = ['id', 'hash', 'account', 'label', 'scopes', 'created', 'expires', 'used'] as const;

function tokenOf(row: TokenRow): TokenView {
  return {
    id: row.id,
    label: row.label,
    scopes: row.scopes.split(' ').filter((scope) => scope !== '') as Permission[],
    createdAt: new Date(row.created).toISOString(),
    expiresAt: new Date(row.expires).toISOString(),
    ...(row.used === null ? {} : { lastUsedAt: new Date(row.used).toISOString() }),
  };
}

function accountOf(row: AccountRow): Account {
  return {
    account: row.account,
    name: { en: row.name_en, ja: row.name_ja },
    party: row.party,
    role: row.role as Role,
    disabled: row.disabled === 1,
    language: row.language as Language,
    theme: row.theme as Theme,
  };
}

function assertAccount({ account, role, password }: AccountDraft): void {
  if (!accountPattern.test(account)) throw new CommonwatchError('account.invalid', account);
  if (!isRole(role)) throw new CommonwatchError('account.invalid', role);
  // The value is a secret: it is not repeated.
  if (password !== undefined && password.length < minPasswordLength)
    throw new CommonwatchError('account.invalid', undefined, { path: '/password' });
}

/** Secrets are random, 256 bits: one hash is enough, and a look-up by it reveals nothing by its timing. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
