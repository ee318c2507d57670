/**
 * The second factor of an account: one-time codes by time (TOTP, RFC 6238: 6 digits, 30 s, SHA-1, as every
 * authenticator has them) and a few recovery codes. A code counts once, and neighbouring time steps are accepted,
 * because clocks differ. Kept beside the journal like every secret, never in its backups.
 */
import { createHash, randomBytes } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import { CommonwatchError } from '../core/index.ts';
import type { LocalTables } from './local.ts';

/** `pending`: a secret was made and no code of it was shown yet; a login does not ask for it. */
export interface SecondFactorView {
  readonly state: 'none' | 'pending' | 'on';
  readonly recoveryCodesLeft: number;
}

interface FactorRow {
  secret: string;
  confirmed: number;
  last_step: number;
  recovery: string;
}

const columns = ['secret', 'confirmed', 'last_step', 'recovery'] as const;
const tables = `CREATE TABLE IF NOT EXISTS second_factor (
  account TEXT PRIMARY KEY, secret TEXT NOT NULL, confirmed INTEGER NOT NULL, last_step INTEGER NOT NULL,
  recovery TEXT NOT NULL
) STRICT;`;

const toleranceSeconds = 30;
const recoveryCodes = 8;

export class SecondFactors {
  readonly #local: LocalTables;
  readonly #now: () => number;

  constructor(local: LocalTables, now: () => number) {
    this.#local = local;
    this.#now = now;
    local.script(tables);
  }

  view(account: string): SecondFactorView {
    const row = this.#row(account);
    if (row === undefined) return { state: 'none', recoveryCodesLeft: 0 };
    return { state: row.confirmed === 1 ? 'on' : 'pending', recoveryCodesLeft: listOf(row).length };
  }

  isOn(account: string): boolean {
    return this.#row(account)?.confirmed === 1;
  }

  /**
   * Makes a secret for an authenticator; it counts once a code of it has been shown.
   * @returns the secret and its `otpauth:` address @throws `login.second-factor-on` while one is in use
   */
  begin(account: string, issuer: string): { secret: string; uri: string } {
    if (this.isOn(account)) throw new CommonwatchError('login.second-factor-on');
    const secret = generateSecret();
    this.#local.run(
      `INSERT INTO second_factor (account, secret, confirmed, last_step, recovery) VALUES (?, ?, 0, -1, '')
       ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, confirmed = 0, last_step = -1, recovery = ''`,
      [account, secret],
    );
    return { secret, uri: generateURI({ issuer, label: account, secret }) };
  }

  /** @returns recovery codes, shown once @throws `login.second-factor` for a wrong code */
  confirm(account: string, code: string): string[] {
    const row = this.#row(account);
    if (row === undefined || row.confirmed === 1 || !this.#takesCode(account, row, code))
      throw new CommonwatchError('login.second-factor');
    const codes = Array.from({ length: recoveryCodes }, () => randomBytes(5).toString('hex'));
    this.#local.run('UPDATE second_factor SET confirmed = 1, recovery = ? WHERE account = ?', [
      codes.map(digest).join(' '),
      account,
    ]);
    return codes;
  }

  /** Whether a code of the authenticator or a recovery code is right; it is then spent. */
  takes(account: string, code: string): boolean {
    const row = this.#row(account);
    if (row === undefined || row.confirmed !== 1) return false;
    return this.#takesCode(account, row, code) || this.#takesRecovery(account, row, code);
  }

  remove(account: string): void {
    this.#local.run('DELETE FROM second_factor WHERE account = ?', [account]);
  }

  #takesCode(account: string, { secret, last_step }: FactorRow, code: string): boolean {
    if (!/^\d{6}$/.test(code)) return false;
    const epoch = Math.floor(this.#now() / 1000);
    const result = verifySync({ secret, token: code, epoch, epochTolerance: toleranceSeconds });
    if (!result.valid || !('timeStep' in result)) return false;
    // Each code once: whoever looked over a shoulder comes too late.
    if (result.timeStep <= last_step) return false;
    this.#local.run('UPDATE second_factor SET last_step = ? WHERE account = ?', [result.timeStep, account]);
    return true;
  }

  #takesRecovery(account: string, row: FactorRow, code: string): boolean {
    const left = listOf(row);
    const spent = digest(code.trim().toLowerCase());
    if (!left.includes(spent)) return false;
    this.#local.run('UPDATE second_factor SET recovery = ? WHERE account = ?', [
      left.filter((each) => each !== spent).join(' '),
      account,
    ]);
    return true;
  }

  #row(account: string): FactorRow | undefined {
    return this.#local.all<FactorRow>(columns, 'FROM second_factor WHERE account = ?', [account])[0];
  }
}

function listOf({ recovery }: FactorRow): string[] {
  return recovery.split(' ').filter((each) => each !== '');
}

/** Forty random bits a code, tried under the account's lock-out: one hash is enough. */
function digest(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
