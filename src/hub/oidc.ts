/**
 * Signing in by an OpenID provider (authorization code with PKCE, state and nonce; OpenID Connect Core 1.0, RFC 9700)
 * through openid-client. A started login is bound to the browser that started it by a cookie, and counts once.
 */
import { readFileSync } from 'node:fs';
import * as client from 'openid-client';
import { CommonwatchError } from '../core/index.ts';
import type { Config } from './config.ts';

interface Started {
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  readonly endsUtcMs: number;
}

/** A login takes no longer, and no more are open at once: a stranger may start as many as they like. */
const maxMinutes = 10;
const maxStarted = 1000;
const loopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;

export class OpenIdLogin {
  readonly #settings: Config['oidc'];
  readonly #now: () => number;
  readonly #started = new Map<string, Started>();
  #provider: Promise<client.Configuration> | undefined;

  constructor(settings: Config['oidc'], now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  get isOffered(): boolean {
    return this.#settings.issuer !== '' && this.#settings.clientId !== '';
  }

  /** @returns where the browser goes, and the state that its cookie holds @throws `login.provider-failed` */
  async start(redirectUri: string): Promise<{ url: string; state: string }> {
    const provider = await this.#configuration();
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    this.#forgetOld();
    this.#started.set(state, {
      verifier,
      nonce,
      redirectUri,
      endsUtcMs: this.#now() + maxMinutes * 60_000,
    });
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: this.#settings.scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    return { url: url.href, state };
  }

  /**
   * @param address the whole address that the browser came back to
   * @param bound the state in the browser's cookie
   * @returns who it is, as the provider says: `subject`, and the value of the configured claim, if any
   * @throws `login.refused`, `login.provider-failed`
   */
  async finish(address: URL, bound: string | undefined): Promise<{ subject: string; claim?: string }> {
    const state = address.searchParams.get('state') ?? '';
    const started = this.#started.get(state);
    this.#started.delete(state);
    if (started === undefined || state !== bound || started.endsUtcMs <= this.#now())
      throw new CommonwatchError('login.refused');
    const back = new URL(started.redirectUri);
    back.search = address.search;
    const provider = await this.#configuration();
    const tokens = await client
      .authorizationCodeGrant(provider, back, {
        pkceCodeVerifier: started.verifier,
        expectedState: state,
        expectedNonce: started.nonce,
        idTokenExpected: true,
      })
      .catch((cause: unknown) => {
        throw new CommonwatchError('login.refused', undefined, { cause });
      });
    const claims = tokens.claims();
    if (claims === undefined) throw new CommonwatchError('login.refused');
    const claim = this.#settings.accountClaim === '' ? undefined : claims[this.#settings.accountClaim];
    return { subject: claims.sub, ...(typeof claim === 'string' ? { claim } : {}) };
  }

  get issuer(): string {
    return this.#settings.issuer;
  }

  #configuration(): Promise<client.Configuration> {
    this.#provider ??= this.#discover().catch((cause: unknown) => {
      // The next attempt asks again: a provider that was down comes back.
      this.#provider = undefined;
      throw new CommonwatchError('login.provider-failed', undefined, { cause });
    });
    return this.#provider;
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecretFile } = this.#settings;
    const secret = clientSecretFile === '' ? undefined : readFileSync(clientSecretFile, 'utf8').trim();
    const authentication = secret === undefined ? client.None() : client.ClientSecretPost(secret);
    // In the clear only on this machine, as the hub itself.
    const execute = loopback.test(issuer) ? [client.allowInsecureRequests] : [];
    return client.discovery(new URL(issuer), clientId, undefined, authentication, { execute });
  }

  #forgetOld(): void {
    const now = this.#now();
    for (const [state, { endsUtcMs }] of this.#started)
      if (endsUtcMs <= now || this.#started.size >= maxStarted) this.#started.delete(state);
  }
}
