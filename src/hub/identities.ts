/**
 * What lets an account in besides its password: a subject of an OpenID provider, or a client certificate. Nobody is let
 * in who was not linked by an administrator: no account is made by itself.
 */
import { CommonwatchError } from '../core/index.ts';
import type { LocalTables } from './local.ts';

export type IdentityKind = 'oidc' | 'certificate';

export interface ExternalIdentity {
  readonly kind: IdentityKind;
  /** `issuer subject`, or the certificate's SHA-256 fingerprint in hex. */
  readonly key: string;
  readonly account: string;
}

const tables = `CREATE TABLE IF NOT EXISTS external_identity (
  kind TEXT NOT NULL, key TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT;`;
const columns = ['kind', 'key', 'account'] as const;

export class ExternalIdentities {
  readonly #local: LocalTables;

  constructor(local: LocalTables) {
    this.#local = local;
    local.script(tables);
  }

  of(account: string): ExternalIdentity[] {
    return this.#local.all<ExternalIdentity>(
      columns,
      'FROM external_identity WHERE account = ? ORDER BY kind, key',
      [account],
    );
  }

  accountOf(kind: IdentityKind, key: string): string | undefined {
    const from = 'FROM external_identity WHERE kind = ? AND key = ?';
    return this.#local.all<ExternalIdentity>(columns, from, [kind, key])[0]?.account;
  }

  /** @throws `account.identity-taken` when it lets somebody else in already */
  link(identity: ExternalIdentity): void {
    const holder = this.accountOf(identity.kind, identity.key);
    if (holder !== undefined && holder !== identity.account)
      throw new CommonwatchError('account.identity-taken', identity.kind);
    this.#local.run('INSERT OR REPLACE INTO external_identity (kind, key, account) VALUES (?, ?, ?)', [
      identity.kind,
      identity.key,
      identity.account,
    ]);
  }

  unlink(account: string, kind: IdentityKind, key: string): void {
    this.#local.run('DELETE FROM external_identity WHERE account = ? AND kind = ? AND key = ?', [
      account,
      kind,
      key,
    ]);
  }
}

export function oidcKey(issuer: string, subject: string): string {
  return `${issuer} ${subject}`;
}
