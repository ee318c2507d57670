/** Two hubs as partners run them: over HTTP on loopback with a token, and over TLS with certificates on both sides. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { EntryDraft } from '../../src/core/index.ts';
import { httpAsk } from '../../src/partners/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import { openTestHub } from '../leaks/hub.ts';
import { finding } from '../worlds/store.ts';

const tls = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));
const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

interface Running {
  readonly hub: Hub;
  readonly url: string;
  readonly party: string;
}

async function start(party: string, settings: Record<string, unknown> = {}): Promise<Running> {
  const { hub, close } = await openTestHub({ party, ...settings });
  opened.push(close);
  const name = { en: party, ja: party };
  await hub.parts.store.parties.put({ id: party, name, level: 'other', clearances: {}, caveats: [] }, 'test');
  const url = await hub.listen();
  return { hub, url, party };
}

/** Both register each other; `from` may then visit `to` at its address. */
async function acquaint(from: Running, to: Running): Promise<void> {
  for (const [a, b] of [
    [from, to],
    [to, from],
  ]) {
    const { card, fingerprint } = await a.hub.parts.partners.card();
    await b.hub.parts.partners.register(card, fingerprint, 'admin');
  }
  await from.hub.parts.partners.change(to.party, { url: to.url, pushes: true }, 'admin');
}

async function admin({ hub, party }: Running): Promise<string> {
  const name = { en: 'Admin', ja: '管理者' };
  const account = await hub.parts.accounts.create({ account: 'admin', name, party, role: 'administrator' });
  return hub.parts.accounts.createToken(account, 'test', ['read', 'administer'], 1).token;
}

function say({ hub, party }: Running, to: string, note: string) {
  hub.parts.clock.set(hub.parts.clock.nowUtcMs() + 1000, 0);
  const release = {
    ...ownerOnly(party),
    tlp: 'AMBER' as const,
    audience: { kind: 'named' as const, parties: [to], groups: [] },
  };
  return hub.parts.store.append([{ ...finding(note, release), owner: party } as EntryDraft], {
    account: 'test',
  });
}

const seen = ({ hub, party }: Running) =>
  hub.parts.store
    .view(hub.parts.store.viewer(party))
    .entries({})
    .for(party)
    .entries.map(({ id }) => id)
    .sort();

describe('two hubs', () => {
  it('exchange both ways in one visit, with a token that the other one made', async () => {
    const [a, b] = [await start('astoria'), await start('borealia')];
    await acquaint(a, b);
    const token = await admin(b);
    const made = (await httpAsk({ certificate: '', key: '', authority: '' })(
      { url: b.url, token },
      'POST',
      '/hubs/partners/astoria/token',
      {},
    )) as { token: string };
    await expect(a.hub.parts.partners.visit('borealia')).rejects.toMatchObject({ code: 'session.none' });
    await a.hub.parts.partners.change('borealia', { token: made.token }, 'admin');
    const [mine] = await say(a, 'borealia', 'from astoria');
    const [theirs] = await say(b, 'astoria', 'from borealia');
    expect(await a.hub.parts.partners.visit('borealia')).toEqual({ received: 1, sent: 1 });
    expect(await a.hub.parts.partners.visit('borealia')).toEqual({ received: 0, sent: 0 });
    expect([seen(a), seen(b)]).toEqual([[mine.id, theirs.id].sort(), [mine.id, theirs.id].sort()]);
    // The token reads what its party may see, and administers nothing.
    await expect(
      httpAsk({ certificate: '', key: '', authority: '' })(
        { url: b.url, token: made.token },
        'GET',
        '/hubs/partners',
      ),
    ).rejects.toMatchObject({ code: 'permission.missing' });
  });

  it('keep a person of the partner off the stream: it would take what its hub has not got', async () => {
    const [a, b] = [await start('astoria'), await start('borealia')];
    await acquaint(a, b);
    const name = { en: 'Reader', ja: '閲覧者' };
    const { accounts } = b.hub.parts;
    const reader = await accounts.create({
      account: 'reader',
      name,
      party: 'astoria',
      role: 'partner-reader',
    });
    const { token } = accounts.createToken(reader, 'test', ['read'], 1);
    const ask = httpAsk({ certificate: '', key: '', authority: '' });
    for (const path of ['/hubs/outbox', '/hubs/cursor'])
      await expect(ask({ url: b.url, token }, 'GET', path)).rejects.toMatchObject({
        code: 'partner.unknown',
      });
  });

  it('know each other by certificates on both sides, without any token', async () => {
    const served = { tlsCertificate: tls('server.pem'), tlsKey: tls('server.key') };
    const b = await start('borealia', {
      http: { port: 0, requestsPerMinute: 100_000, tlsAuthority: tls('authority.pem'), ...served },
    });
    const hubs = (name: string) => ({
      certificate: tls(`${name}.pem`),
      key: tls(`${name}.key`),
      authority: tls('authority.pem'),
    });
    const a = await start('astoria', { hubs: hubs('client') });
    await acquaint(a, b);
    expect(b.url).toMatch(/^https:/);
    await say(b, 'astoria', 'from borealia');
    await expect(a.hub.parts.partners.visit('borealia')).rejects.toMatchObject({ code: 'session.none' });
    const der = new X509Certificate(readFileSync(tls('client.pem'))).raw;
    const certificate = createHash('sha256').update(der).digest('hex');
    await admin(b);
    await b.hub.parts.accounts.create({
      account: 'hub.astoria',
      name: { en: 'A', ja: 'A' },
      party: 'astoria',
      role: 'partner-reader',
    });
    await b.hub.parts.partners.change('astoria', { certificate, account: 'hub.astoria' }, 'admin');
    expect(await a.hub.parts.partners.visit('borealia')).toMatchObject({ received: 1 });
    // A certificate that no authority of ours signed opens nothing, nor does a server that none signed.
    const stranger = httpAsk(hubs('stranger'));
    await expect(stranger({ url: b.url, token: '' }, 'GET', '/hubs/cursor')).rejects.toMatchObject({
      code: 'session.none',
    });
    const distrustful = httpAsk({ ...hubs('client'), authority: tls('stranger.pem') });
    await expect(distrustful({ url: b.url, token: '' }, 'GET', '/hubs/cursor')).rejects.toMatchObject({
      code: 'partner.unreachable',
    });
  });

  it('are never asked in the clear beyond this machine', async () => {
    const [a, b] = [await start('astoria'), await start('borealia')];
    await acquaint(a, b);
    const change = (url: string) => a.hub.parts.partners.change('borealia', { url }, 'admin');
    for (const url of [
      'http://hub.example.org',
      'ftp://127.0.0.1',
      'https://user:word@hub.example.org',
      'nonsense',
    ])
      await expect(change(url)).rejects.toMatchObject({ code: 'partner.address-invalid' });
    await change('https://hub.example.org');
  });
});
