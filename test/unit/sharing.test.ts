/** What goes out besides hubs: the public tier, releases by two people, ready-made groups, digests by mail. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { Permission, Release } from '../../src/core/index.ts';
import { readXml } from '../../src/exchange/xml.ts';
import { Digests, LocalTables } from '../../src/hub/index.ts';
import { mailMaker } from '../../src/hub/routes/public.ts';
import type { Hub } from '../../src/hub/index.ts';
import { Sql } from '../../src/store/index.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';
import { finding, findingBody } from '../worlds/store.ts';

const opened: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function start(settings: Record<string, unknown> = {}) {
  const { hub, close } = await openTestHub(settings);
  opened.push(close);
  for (const id of ['japan', 'australia', 'farland'])
    await hub.parts.store.parties.put(
      { id, name: { en: id, ja: id }, level: 'member-state', clearances: {}, caveats: [] },
      'test',
    );
  const tokens: Record<string, string> = {};
  const people: [string, string, Permission[]][] = [
    ['first', 'desk-officer', ['read', 'release']],
    ['second', 'crisis-manager', ['read', 'release']],
    ['admin', 'administrator', ['read', 'administer']],
  ];
  for (const [account, role, scopes] of people) {
    const made = await hub.parts.accounts.create({
      account,
      name: { en: account, ja: account },
      party: testParty,
      role,
    });
    tokens[account] = hub.parts.accounts.createToken(made, 'test', scopes, 1).token;
  }
  const ask = async (
    who: string | undefined,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ) => {
    const answer = await hub.app.inject({
      method,
      url: `/api${path}`,
      headers: {
        host: '127.0.0.1',
        ...(who === undefined ? {} : { authorization: `Bearer ${tokens[who]}` }),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, text: answer.payload, headers: answer.headers };
  };
  return { hub, ask };
}

const everyone: Release = { ...ownerOnly(testParty), tlp: 'CLEAR', audience: { kind: 'public' } };
const to = (...parties: string[]): Release => ({
  ...ownerOnly(testParty),
  tlp: 'GREEN',
  audience: { kind: 'named', parties, groups: [] },
});
const put = async (hub: Hub, note: string, release: Release) => {
  const place = { lonDeg: 139.5, latDeg: -35.25, uncertaintyNm: 30 };
  const draft = finding(note, release, { body: findingBody(note, { place }) });
  return (await hub.parts.store.append([draft], { account: 'test' }))[0];
};

describe('the public tier', () => {
  it('is read without a login as page, feed and digest, and holds what is released to everyone alone', async () => {
    const { hub, ask } = await start();
    await put(hub, 'OPENWORD <script>', everyone);
    await put(hub, 'NARROWWORD', to('japan'));
    for (const path of ['/public/page', '/public/page?lang=ja', '/public/feed.atom', '/public/digest.md'])
      for (const who of [undefined, 'first']) {
        const { status, text } = await ask(who, 'GET', path);
        expect([path, status]).toEqual([path, 200]);
        expect(text).toContain('OPENWORD');
        expect(text).not.toContain('NARROWWORD');
        expect(text).not.toContain('<script>');
      }
    const page = await ask(undefined, 'GET', '/public/page');
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.text).toContain('35°15′S 139°30′E ± 30 nm');
    const { feed } = readXml((await ask(undefined, 'GET', '/public/feed.atom')).text) as {
      feed: { entry: unknown[] }[];
    };
    expect(feed[0].entry).toHaveLength(1);
  });

  it('can be switched off', async () => {
    const { hub, ask } = await start({ public: { enabled: false } });
    await put(hub, 'OPENWORD', everyone);
    for (const path of ['/public/page', '/public/feed.atom', '/public/digest.md'])
      expect((await ask(undefined, 'GET', path)).status).toBe(404);
  });
});

describe('a release that needs a second person', () => {
  const request = { tlp: 'CLEAR', audience: { kind: 'public' } };

  it('waits, and is made when somebody else agrees', async () => {
    const { hub, ask } = await start({ release: { secondPerson: 'public' } });
    const entry = await put(hub, 'word', to('japan'));
    const asked = await ask('first', 'POST', `/entries/${entry.id}/release`, request);
    expect([asked.status, JSON.parse(asked.text).code]).toEqual([409, 'release.second-person']);
    expect(hub.parts.store.peek(entry.id)?.release.audience.kind).toBe('named');
    const [proposal] = JSON.parse((await ask('second', 'GET', '/proposals')).text);
    expect(proposal).toMatchObject({ by: 'first', request, entry: { entry: { id: entry.id } } });
    const own = await ask('first', 'POST', `/proposals/${proposal.id}`, { agree: true });
    expect(JSON.parse(own.text).code).toBe('proposal.same-person');
    expect(hub.parts.store.peek(entry.id)?.release.audience.kind).toBe('named');
    expect((await ask('second', 'POST', `/proposals/${proposal.id}`, { agree: true })).text).toBe('[]');
    expect(hub.parts.store.peek(entry.id)?.release.audience.kind).toBe('public');
  });

  it('falls when the entry has changed since, or somebody refuses', async () => {
    const { hub, ask } = await start({ release: { secondPerson: 'public' } });
    const entry = await put(hub, 'word', to('japan'));
    await ask('first', 'POST', `/entries/${entry.id}/release`, request);
    const [proposal] = JSON.parse((await ask('second', 'GET', '/proposals')).text);
    await hub.parts.store.append([{ ...finding('worse', to('japan')), id: entry.id }], { account: 'test' });
    const late = await ask('second', 'POST', `/proposals/${proposal.id}`, { agree: true });
    expect(JSON.parse(late.text).code).toBe('proposal.outdated');
    expect((await ask('second', 'POST', `/proposals/${proposal.id}`, { agree: false })).text).toBe('[]');
    expect(hub.parts.store.peek(entry.id)?.release.audience.kind).toBe('named');
  });

  it('is not asked for what narrows', async () => {
    const { hub, ask } = await start({ release: { secondPerson: 'always' } });
    const entry = await put(hub, 'word', to('japan', 'australia'));
    for (const audience of [{ kind: 'named', parties: ['japan'], groups: [] }, { kind: 'owner' }]) {
      const answer = await ask('first', 'POST', `/entries/${entry.id}/release`, { tlp: 'RED', audience });
      expect(answer.status).toBe(200);
    }
  });
});

describe('ready-made groups', () => {
  it('are taken with the members that are here, and later again with those that came', async () => {
    const { hub, ask } = await start();
    const ready = JSON.parse((await ask('admin', 'GET', '/groups/ready-made')).text) as {
      id: string;
      source: string;
    }[];
    expect(ready.map(({ id }) => id)).toEqual([
      'nato-organisation',
      'nato-member-states',
      'japan-nato',
      'ip4',
      'japan-rok-us',
      'quad',
      'aukus',
      'japan-us-australia-philippines',
    ]);
    expect(ready.every(({ source }) => source.length > 10)).toBe(true);
    await ask('admin', 'POST', '/groups/ready-made/quad');
    expect(hub.parts.store.groups.get('quad')?.versions.at(-1)?.members).toEqual(['australia', 'japan']);
    await hub.parts.store.parties.put(
      {
        id: 'india',
        name: { en: 'India', ja: 'インド' },
        level: 'member-state',
        clearances: {},
        caveats: [],
      },
      'test',
    );
    await ask('admin', 'POST', '/groups/ready-made/quad');
    expect(hub.parts.store.groups.get('quad')?.versions.map(({ members }) => members.length)).toEqual([2, 3]);
  });
});

describe('a digest by mail', () => {
  it('holds what its party may see, is due at its hour, and once for what was missed', async () => {
    const { hub } = await start();
    const folder = mkdtempSync(join(tmpdir(), 'commonwatch-mail-'));
    opened.push(() => rmSync(folder, { recursive: true, force: true }));
    const sql = new Sql(':memory:');
    opened.push(() => sql.close());
    let now = hub.parts.clock.nowUtcMs();
    const digests = new Digests(new LocalTables(sql), folder, () => now);
    await put(hub, 'FORJAPAN', to('japan'));
    await put(hub, 'NARROWWORD', to('australia'));
    const address = 'desk@example.org';
    const [made] = digests.add({ party: 'japan', address, language: 'ja', everyHours: 24, atHourUtc: 21 });
    expect(made.nextAt).toBe('2026-01-02T21:00:00.000Z');
    expect(await digests.sendDue(mailMaker(hub.parts))).toEqual([]);
    now += 15 * 3_600_000;
    expect(await digests.sendDue(mailMaker(hub.parts))).toHaveLength(1);
    expect(await digests.sendDue(mailMaker(hub.parts))).toHaveLength(0);
    now += 5 * 86_400_000;
    expect(await digests.sendDue(mailMaker(hub.parts))).toHaveLength(1);
    const [file] = readdirSync(folder).sort();
    const mail = readFileSync(join(folder, file), 'utf8');
    expect(mail).toContain(`To: ${address}\r\n`);
    const [, text] = /text\/plain[^\r]*\r\n[^\r]*\r\n\r\n([\s\S]*?)\r\n--/.exec(mail) ?? [];
    const body = Buffer.from(text.replaceAll('\r\n', ''), 'base64').toString('utf8');
    expect(body).toContain('FORJAPAN');
    expect(body).not.toContain('NARROWWORD');
    expect(mail.split('\r\n').every((line) => line.length <= 998)).toBe(true);
    expect(/filename="brief-japan-[\d-]+\.pdf"/.test(mail)).toBe(true);
  });

  it('goes to one mailbox and begins no header of its own', async () => {
    const { ask } = await start();
    const draft = { party: 'japan', language: 'en', everyHours: 24, atHourUtc: 6 };
    for (const address of ['a@b\r\nBcc: c@d', 'a@b, c@d', '<a@b>', 'nobody'])
      expect((await ask('admin', 'POST', '/subscriptions', { ...draft, address })).status).toBe(400);
    expect((await ask('first', 'GET', '/subscriptions')).status).toBe(403);
    const added = await ask('admin', 'POST', '/subscriptions', { ...draft, address: 'desk@example.org' });
    const [{ id }] = JSON.parse(added.text);
    expect((await ask('admin', 'DELETE', `/subscriptions/${id}`)).text).toBe('[]');
  });
});
