/** The ways in: a second factor on a clock of the test's own, a real OpenID provider on loopback, real certificates. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Party } from '../../src/core/index.ts';
import { Accounts, LocalTables, openHub } from '../../src/hub/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import { checkConfig } from '../../src/hub/config.ts';
import { Sql } from '../../src/store/index.ts';

const limits = { idleMinutes: 10, hours: 2, failures: 3, lockMinutes: 15 };
const password = 'correct horse battery';
const draft = { account: 'mio', name: { en: 'Mio', ja: 'ミオ' }, party: 'meridia', role: 'desk-officer' };

function accountsAt(time: { now: number }, secondFactor: 'optional' | 'required' = 'optional') {
  return new Accounts(new LocalTables(new Sql(':memory:')), { ...limits, secondFactor }, () => time.now);
}

describe('a second factor', () => {
  const codeAt = (secret: string, now: number) => generateSync({ secret, epoch: Math.floor(now / 1000) });
  const outcome = (login: Promise<string>) =>
    login.then(
      () => 'in',
      (error: { code: string }) => error.code,
    );

  async function enrolled() {
    const time = { now: Date.parse('2026-11-21T06:00:00Z') };
    const accounts = accountsAt(time);
    await accounts.create({ ...draft, password });
    const { secret, uri } = accounts.secondFactors.begin('mio', 'Commonwatch meridia');
    return { time, accounts, secret, uri };
  }

  it('is asked for once a code of it was shown, and only of who has the password', async () => {
    const { time, accounts, secret, uri } = await enrolled();
    expect(uri).toContain('otpauth://totp/');
    expect(await outcome(accounts.login('mio', password))).toBe('in');
    accounts.secondFactors.confirm('mio', codeAt(secret, time.now));
    expect(await outcome(accounts.login('mio', password))).toBe('login.second-factor');
    expect(await outcome(accounts.login('mio', 'wrong password'))).toBe('login.refused');
    time.now += 60_000;
    expect(await outcome(accounts.login('mio', password, codeAt(secret, time.now)))).toBe('in');
  });

  it('takes each code once, that of a neighbouring step too, and no older one', async () => {
    const { time, accounts, secret } = await enrolled();
    accounts.secondFactors.confirm('mio', codeAt(secret, time.now));
    time.now += 90_000;
    const code = codeAt(secret, time.now - 30_000);
    expect(accounts.secondFactors.takes('mio', code)).toBe(true);
    expect(accounts.secondFactors.takes('mio', code)).toBe(false);
    expect(accounts.secondFactors.takes('mio', codeAt(secret, time.now - 90_000))).toBe(false);
  });

  it('locks the account after wrong codes, like wrong passwords', async () => {
    const { time, accounts, secret } = await enrolled();
    accounts.secondFactors.confirm('mio', codeAt(secret, time.now));
    time.now += 60_000;
    const right = codeAt(secret, time.now);
    const wrong = right === '000000' ? '000001' : '000000';
    for (let i = 0; i < limits.failures; i++) await outcome(accounts.login('mio', password, wrong));
    expect(await outcome(accounts.login('mio', password, right))).toBe('login.refused');
  });

  it('lets a recovery code in once', async () => {
    const { time, accounts, secret } = await enrolled();
    const [first] = accounts.secondFactors.confirm('mio', codeAt(secret, time.now));
    expect(await outcome(accounts.login('mio', password, first))).toBe('in');
    expect(await outcome(accounts.login('mio', password, first))).toBe('login.second-factor');
    expect(accounts.secondFactors.view('mio')).toEqual({ state: 'on', recoveryCodesLeft: 7 });
  });

  it('where it is required, leaves who has none without any permission until it is set up', async () => {
    const time = { now: Date.parse('2026-11-21T06:00:00Z') };
    const accounts = accountsAt(time, 'required');
    await accounts.create({ ...draft, password });
    const session = await accounts.login('mio', password);
    expect(accounts.bySession(session)?.permissions).toEqual([]);
    const { secret } = accounts.secondFactors.begin('mio', 'x');
    accounts.secondFactors.confirm('mio', codeAt(secret, time.now));
    expect(accounts.bySession(session)?.permissions).toContain('release');
  });
});

describe('sessions', () => {
  it('are listed without their secrets and ended one by one', async () => {
    const accounts = accountsAt({ now: 1_000_000 });
    await accounts.create({ ...draft, password });
    const [here, there] = [await accounts.login('mio', password), await accounts.login('mio', password)];
    const listed = accounts.sessions('mio', here);
    expect(listed.filter(({ isThis }) => isThis)).toHaveLength(1);
    for (const secret of [here, there]) expect(JSON.stringify(listed)).not.toContain(secret);
    accounts.endSessions('mio', listed.find(({ isThis }) => !isThis)?.id);
    expect([accounts.bySession(here) !== undefined, accounts.bySession(there)]).toEqual([true, undefined]);
  });
});

const party: Party = {
  id: 'meridia',
  name: { en: 'Meridia', ja: 'メリディア' },
  level: 'member-state',
  clearances: {},
  caveats: [],
};

async function hubWith(folder: string, config: object): Promise<{ hub: Hub; url: string }> {
  const hub = await openHub({
    config: checkConfig({
      data: join(folder, 'data'),
      party: 'meridia',
      log: 'silent',
      ...config,
      http: { port: 0, loginsPerMinute: 1000, ...(config as { http?: object }).http },
    }),
    inThread: true,
  });
  await hub.parts.store.parties.put(party, 'test');
  await hub.parts.accounts.create(draft);
  hub.setReady();
  return { hub, url: await hub.listen() };
}

describe('a real OpenID provider', () => {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatch-oidc-'));
  let provider: Server;
  let issuer: string;
  let hub: Hub;
  let url: string;
  beforeAll(async () => {
    provider = createServer();
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    writeFileSync(join(folder, 'secret'), 'a secret of the client\n');
    ({ hub, url } = await hubWith(folder, {
      oidc: { issuer, clientId: 'commonwatch', clientSecretFile: join(folder, 'secret') },
    }));
    const oidc = new Provider(issuer, {
      clients: [
        {
          client_id: 'commonwatch',
          client_secret: 'a secret of the client',
          redirect_uris: [`${url}/api/session/oidc/callback`],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      pkce: { required: () => true },
      findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    });
    provider.on('request', oidc.callback());
  });
  afterAll(async () => {
    await hub.close();
    provider.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A browser's part: follows redirects, keeps cookies by site, and gives the provider's forms what they ask. */
  async function walk(login: string): Promise<{ callback: string; cookies: Map<string, string> }> {
    const jars = new Map<string, Map<string, string>>();
    const visit = async (address: string, form?: Record<string, string>) => {
      const { origin } = new URL(address);
      const jar = jars.get(origin) ?? new Map<string, string>();
      jars.set(origin, jar);
      const answer = await fetch(address, {
        redirect: 'manual',
        method: form === undefined ? 'GET' : 'POST',
        headers: {
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [pair] = cookie.split(';');
        jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      return answer;
    };
    let next = `${url}/api/session/oidc`;
    for (let steps = 0; steps < 20; steps++) {
      const form: Record<string, string> | undefined = next.includes('/interaction/')
        ? { prompt: 'login', login, password: 'any' }
        : undefined;
      const shown = form === undefined ? undefined : await (await visit(next)).text();
      const asked = /name="prompt" value="(\w+)"/.exec(shown ?? '')?.[1];
      const answer = await visit(
        next,
        form === undefined ? undefined : { ...form, prompt: asked ?? 'login' },
      );
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`${next} answers ${answer.status}: ${await answer.text()}`);
      next = new URL(location, next).href;
      if (next.startsWith(`${url}/api/session/oidc/callback`))
        return { callback: next, cookies: jars.get(new URL(url).origin) ?? new Map() };
    }
    throw new Error('the provider never came back');
  }

  const comeBack = (callback: string, cookies: Map<string, string>) =>
    fetch(callback, { headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } });

  it('lets in nobody whom no administrator linked', async () => {
    const { callback, cookies } = await walk('stranger');
    const answer = await comeBack(callback, cookies);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'login.refused']);
  });

  it('lets in whom an administrator linked, in the browser that began, once', async () => {
    hub.parts.accounts.identities.link({ kind: 'oidc', key: `${issuer} mio-at-home`, account: 'mio' });
    const { callback, cookies } = await walk('mio-at-home');
    expect((await comeBack(callback, new Map())).status).toBe(401);
    const again = await walk('mio-at-home');
    const answer = await comeBack(again.callback, again.cookies);
    expect(answer.status).toBe(200);
    const session = answer.headers.getSetCookie().find((each) => each.startsWith('commonwatch_session='));
    expect(session).toMatch(/HttpOnly.*SameSite=Strict/i);
    const who = await fetch(`${url}/api/session`, { headers: { cookie: session?.split(';')[0] ?? '' } });
    expect(((await who.json()) as { account: string }).account).toBe('mio');
    expect((await comeBack(again.callback, again.cookies)).status).toBe(401);
    expect(cookies.size).toBeGreaterThan(0);
  });

  it('does not let in who comes back with a state or an error of their own', async () => {
    const { cookies } = await walk('mio-at-home');
    for (const query of ['code=x&state=y', 'error=access_denied', ''])
      expect((await comeBack(`${url}/api/session/oidc/callback?${query}`, cookies)).status).toBe(401);
  });

  it('is named on the login page', async () => {
    expect(await (await fetch(`${url}/api/session/ways`)).json()).toEqual({
      oidc: { label: 'OpenID' },
      certificate: false,
    });
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasOpenssl)('a client certificate (needs openssl to make some)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatch-tls-'));
  const file = (name: string) => join(folder, name);
  let hub: Hub;
  let url: string;
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const authority = (name: string) =>
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    );
  const signed = (name: string, by: string) => {
    openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    );
    writeFileSync(file('san'), 'subjectAltName=DNS:localhost,IP:127.0.0.1');
    openssl(
      'x509',
      '-req',
      '-days',
      '2',
      '-in',
      `${name}.csr`,
      '-CA',
      `${by}.pem`,
      '-CAkey',
      `${by}.key`,
      '-CAcreateserial',
      '-extfile',
      'san',
      '-out',
      `${name}.pem`,
    );
  };
  const fingerprint = (name: string) => {
    const { stdout } = spawnSync(
      'openssl',
      ['x509', '-in', file(`${name}.pem`), '-noout', '-fingerprint', '-sha256'],
      { encoding: 'utf8' },
    );
    return stdout.split('=')[1].trim().replaceAll(':', '').toLowerCase();
  };
  beforeAll(async () => {
    authority('ours');
    authority('theirs');
    signed('hub', 'ours');
    signed('mio', 'ours');
    signed('unknown', 'ours');
    signed('forged', 'theirs');
    ({ hub, url } = await hubWith(folder, {
      http: { tlsCertificate: file('hub.pem'), tlsKey: file('hub.key'), tlsAuthority: file('ours.pem') },
    }));
    for (const name of ['mio', 'forged'])
      if (name === 'mio')
        hub.parts.accounts.identities.link({ kind: 'certificate', key: fingerprint(name), account: 'mio' });
  });
  afterAll(async () => {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const signIn = (name: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const sent = httpsRequest(
        `${url}/api/session/certificate`,
        {
          method: 'POST',
          ca: readFileSync(file('ours.pem')),
          ...(name === undefined
            ? {}
            : { cert: readFileSync(file(`${name}.pem`)), key: readFileSync(file(`${name}.key`)) }),
        },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      sent.on('error', reject);
      sent.end();
    });

  it('lets in as the account that it was linked to', async () => {
    expect(await signIn('mio')).toBe(200);
  });

  it('lets in nobody without one, with one that was not linked, or with one of another authority', async () => {
    hub.parts.accounts.identities.link({ kind: 'certificate', key: fingerprint('forged'), account: 'mio' });
    expect([await signIn(undefined), await signIn('unknown'), await signIn('forged')]).toEqual([
      401, 401, 401,
    ]);
  });
});
