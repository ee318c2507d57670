/**
 * Basic authentication (RFC 7617), for the protocols whose clients know nothing else: an account with its password, or
 * with one of its tokens in the password's place. A password is verified slowly on purpose, so that a good one opens a
 * session that answers for it meanwhile; the session ends as every session does.
 */
import { createHash } from 'node:crypto';
import { CommonwatchError } from '../core/index.ts';
import type { Accounts, Principal } from './accounts.ts';

const maxRemembered = 200;

export class BasicLogins {
  readonly #accounts: Accounts;
  /** The session that a header opened, by the header's digest. */
  readonly #sessions = new Map<string, string>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Who an Authorization header stands for; undefined where it is no Basic one, or is refused. */
  async principal(authorization: string | undefined): Promise<Principal | undefined> {
    const [scheme, encoded] = (authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'basic' || encoded === undefined) return undefined;
    const decoded = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    if (colon < 0) return undefined;
    const [account, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)];
    const byToken = this.#accounts.byToken(password);
    if (byToken !== undefined) return byToken.account.account === account ? byToken : undefined;
    return this.#byPassword(account, password);
  }

  async #byPassword(account: string, password: string): Promise<Principal | undefined> {
    const key = createHash('sha256')
      .update(JSON.stringify([account, password]))
      .digest('base64');
    const known = this.#sessions.get(key);
    const standing = known === undefined ? undefined : this.#accounts.bySession(known);
    const principal = standing ?? (await this.#login(key, account, password));
    // No browser sends this header by itself: there is nothing to forge.
    return principal === undefined ? undefined : { ...principal, csrf: undefined };
  }

  async #login(key: string, account: string, password: string): Promise<Principal | undefined> {
    try {
      const secret = await this.#accounts.login(account, password);
      if (this.#sessions.size >= maxRemembered)
        this.#sessions.delete(this.#sessions.keys().next().value as string);
      this.#sessions.set(key, secret);
      return this.#accounts.bySession(secret);
    } catch (error) {
      if (error instanceof CommonwatchError && error.code === 'login.refused') return undefined;
      throw error;
    }
  }
}
