import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommonwatchError, ownerOnly } from '../../src/core/index.ts';
import type { Entry, EntryDraft, Release } from '../../src/core/index.ts';
import { Accounts, ExitRegistry, LocalTables, loadConfig, openHub } from '../../src/hub/index.ts';
import type { Exit, Hub } from '../../src/hub/index.ts';
import { assertSafeBind, checkConfig, environmentName } from '../../src/hub/config.ts';
import { Sql } from '../../src/store/index.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

const sources = (args: string[], environment = {}) => ({ args, environment, workingFolder: '/nowhere' });

describe('the configuration', () => {
  it('takes flags before the environment, and the environment before defaults', () => {
    const environment = { COMMONWATCH_HTTP_PORT: '9001', COMMONWATCH_LANGUAGE: 'ja' };
    const config = loadConfig(sources(['--port', '9002'], environment));
    expect([config.http.port, config.language, config.http.host]).toEqual([9002, 'ja', '127.0.0.1']);
    expect(environmentName('http.behindProxy')).toBe('COMMONWATCH_HTTP_BEHIND_PROXY');
  });

  it('refuses what it does not know, what is no number, and a flag without its value', () => {
    expect(() => loadConfig(sources(['--colour', 'red']))).toThrow(/usage line/);
    expect(() => loadConfig(sources(['--port', 'many']))).toThrow(/is a number/);
    expect(() => loadConfig(sources(['--port']))).toThrow(/value is missing/);
    expect(() => checkConfig({ party: 'a', http: { port: 70_000 } })).toThrow(/port/);
  });

  it('listens in the clear on loopback only', () => {
    const bind =
      (http: object, exercise = {}) =>
      () =>
        assertSafeBind(checkConfig({ party: 'a', http, exercise }));
    expect(bind({})).not.toThrow();
    expect(bind({ host: '0.0.0.0' })).toThrow(/loopback/);
    expect(bind({ host: '0.0.0.0', behindProxy: true })).not.toThrow();
    expect(bind({ host: '0.0.0.0', behindProxy: true }, { enabled: true })).toThrow(/loopback/);
    expect(bind({ behindProxy: true }, { enabled: true })).toThrow(/loopback/);
  });

  it('keeps an exercise, which empties its folder, out of the folder of real data', () => {
    expect(loadConfig(sources(['--data', '/srv/real'])).data).toBe('/srv/real');
    expect(loadConfig(sources(['--data', '/srv/real', '--exercise'])).data).toBe('/srv/real/exercise');
    const environment = { COMMONWATCH_DATA: '/srv/real', COMMONWATCH_EXERCISE_ENABLED: '1' };
    expect(loadConfig(sources([], environment)).data).toBe('/srv/real/exercise');
  });
});

describe('an exercise', () => {
  const parent = mkdtempSync(join(tmpdir(), 'commonwatch-data-'));
  const data = join(parent, 'exercise');
  afterAll(() => rmSync(parent, { recursive: true, force: true }));
  const openOf = (party: string, enabled: boolean) =>
    openHub({
      config: checkConfig({ data, party, log: 'silent', exercise: { enabled } }),
      inThread: true,
    });

  it('empties a folder that it wrote itself, and touches no other', async () => {
    mkdirSync(data);
    const letter = join(data, 'letter.txt');
    writeFileSync(letter, 'kept');
    await expect(openOf('exercise', true)).rejects.toMatchObject({ code: 'config.invalid', path: '/data' });
    expect(existsSync(letter)).toBe(true);
    rmSync(letter);
    await (await openOf('real', false)).close();
    await expect(openOf('exercise', true)).rejects.toMatchObject({ code: 'config.invalid' });
    expect(existsSync(join(data, 'commonwatch.db'))).toBe(true);
    rmSync(data, { recursive: true });
    await (await openOf('exercise', true)).close();
    writeFileSync(letter, 'of the exercise');
    await (await openOf('exercise', true)).close();
    expect(existsSync(letter)).toBe(false);
  });
});

describe('accounts', () => {
  const limits = { idleMinutes: 10, hours: 2, failures: 3, lockMinutes: 15 };
  const time = { now: 1_000_000 };
  const accounts = new Accounts(new LocalTables(new Sql(':memory:')), limits, () => time.now);
  const draft = { account: 'mio', name: { en: 'Mio', ja: 'ミオ' }, party: 'p', role: 'watch-officer' };
  const password = 'correct horse battery';
  beforeAll(() => accounts.create({ ...draft, password }));

  it('open a session by password, which ends when it is idle or old', async () => {
    const secret = await accounts.login('mio', password);
    expect(accounts.bySession(secret)?.account.account).toBe('mio');
    time.now += 11 * 60_000;
    expect(accounts.bySession(secret)).toBeUndefined();
  });

  it('answer an unknown name, a wrong password and a locked account alike', async () => {
    const refused = async (name: string, word: string) =>
      accounts.login(name, word).then(
        () => 'open',
        (error: CommonwatchError) => `${error.code} ${error.message}`,
      );
    const unknown = await refused('nobody', password);
    expect(await refused('mio', 'wrong')).toBe(unknown);
    await refused('mio', 'wrong');
    await refused('mio', 'wrong');
    expect(await refused('mio', password)).toBe(unknown);
    time.now += 16 * 60_000;
    expect(await refused('mio', password)).toBe('open');
  });

  it('keep no secret that could be read back', async () => {
    const sql = new Sql(':memory:');
    const local = new Accounts(new LocalTables(sql), limits, () => time.now);
    const account = await local.create({ ...draft, password });
    const { token } = local.createToken(account, 'machine', ['read'], 1);
    const session = await local.login('mio', password);
    const rows = ['account', 'session', 'token'].flatMap((table) => sql.all(`SELECT * FROM ${table}`));
    const text = JSON.stringify(rows);
    for (const secret of [password, token.split('_')[2], session]) expect(text).not.toContain(secret);
    expect(local.byToken(token)?.permissions).toEqual(['read']);
    expect(local.byToken(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeUndefined();
  });

  it('end their tokens with a new password or another party, and keep them with a new name', async () => {
    const held = await accounts.create({ ...draft, account: 'ren', password });
    const token = () => accounts.createToken(held, 'machine', ['read'], 1).token;
    const first = token();
    await accounts.change('ren', { name: { en: 'Ren', ja: '蓮' } });
    expect(accounts.byToken(first)?.account.name.en).toBe('Ren');
    await accounts.change('ren', { password: 'another long password' });
    expect(accounts.byToken(first)).toBeUndefined();
    const second = token();
    await accounts.change('ren', { party: 'q' });
    expect(accounts.byToken(second)).toBeUndefined();
  });

  it('give a token no more than its account may do, and not for longer than asked', () => {
    const account = accounts.get('mio');
    expect(() => accounts.createToken(account, 'x', ['administer'], 1)).toThrow(/no more permissions/);
    const { token } = accounts.createToken(account, 'x', ['read', 'watch'], 1);
    time.now += 25 * 3_600_000;
    expect(accounts.byToken(token)).toBeUndefined();
  });
});

describe('the registry of exits', () => {
  it('refuses two ways out under one name or one address', () => {
    const exit = {
      kind: 'json',
      name: 'a',
      method: 'GET',
      path: '/a',
      summary: '',
      permission: 'read',
    } as Exit;
    const registry = new ExitRegistry();
    registry.add(exit);
    expect(() => registry.add({ ...exit, path: '/b' })).toThrow(/distinct names/);
    expect(() => registry.add({ ...exit, name: 'b' })).toThrow(/distinct names/);
  });
});

describe('a hub', () => {
  let open: Awaited<ReturnType<typeof openTestHub>>;
  let hub: Hub;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    open = await openTestHub();
    hub = open.hub;
    for (const id of ['north', 'south'])
      await hub.parts.store.parties.put(
        { id, name: { en: id, ja: id }, level: 'other', clearances: {}, caveats: [] },
        'test',
      );
    for (const [name, party, role] of [
      ['officer', testParty, 'desk-officer'],
      ['admin', testParty, 'administrator'],
      ['north', 'north', 'desk-officer'],
      ['south', 'south', 'partner-reader'],
    ]) {
      const names = { en: name, ja: name };
      const account = await hub.parts.accounts.create({ account: name, name: names, party, role });
      const scopes = ['read', 'watch', 'release', 'import', 'administer'] as const;
      const held = scopes.filter((scope) =>
        (role === 'administrator'
          ? ['read', 'administer']
          : role === 'partner-reader'
            ? ['read']
            : ['read', 'watch', 'release', 'import']
        ).includes(scope),
      );
      tokens[name] = hub.parts.accounts.createToken(account, 'test', held, 1).token;
    }
  });
  afterAll(() => open.close());

  const ask = async (
    who: string,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    headers = {},
  ) => {
    const authorization = tokens[who] === undefined ? {} : { authorization: `Bearer ${tokens[who]}` };
    const answer = await hub.app.inject({
      method,
      url: `/api${path}`,
      headers: { host: '127.0.0.1', ...authorization, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      body: isJson ? answer.json() : answer.payload,
      headers: answer.headers,
    };
  };

  const named = (...parties: string[]): Release['audience'] => ({ kind: 'named', parties, groups: [] });
  const finding = async (evidenceRelease?: Release): Promise<Entry> => {
    const draft = {
      type: 'finding',
      owner: testParty,
      level: 'other',
      confidence: 60,
      release: ownerOnly(testParty),
      evidence: [
        {
          kind: 'judgement',
          by: 'a receiver',
          at: '2026-01-01T00:00:00Z',
          text: 'heard',
          ...(evidenceRelease ? { release: evidenceRelease } : {}),
        },
      ],
      body: {
        schema: 1,
        room: 'sea',
        kind: 'loitering',
        detector: { name: 'd', version: '1', parameters: {}, source: 's' },
        subjects: [{ kind: 'vessel', id: '431000001', name: 'QUIET HERON' }],
        startUtcMs: 0,
        endUtcMs: 1,
        ongoing: false,
        sentence: { key: 'core.relation', params: { kind: 'k', note: 'n' } },
        against: [],
        facts: {},
        withdrawn: false,
      },
    } as unknown as EntryDraft;
    const [entry] = await hub.parts.store.append([draft], { account: 'test' });
    return entry;
  };

  it('asks for a session, its own name, and the right permission', async () => {
    expect((await ask('nobody', 'GET', '/entries')).body.code).toBe('session.none');
    expect((await ask('officer', 'GET', '/entries', undefined, { host: 'evil.example' })).body.code).toBe(
      'request.foreign-host',
    );
    const origin = { origin: 'http://127.0.0.1:9999' };
    expect((await ask('officer', 'GET', '/entries', undefined, origin)).body.code).toBe(
      'request.foreign-host',
    );
    expect((await ask('officer', 'GET', '/accounts')).body.code).toBe('permission.missing');
    expect((await ask('admin', 'GET', '/accounts')).status).toBe(200);
    expect((await ask('south', 'POST', '/cases', { title: 'x' })).body.code).toBe('permission.missing');
  });

  it('wants the session’s own token with every change that a cookie could be abused for', async () => {
    const secret = hub.parts.accounts.open('officer');
    const csrf = hub.parts.accounts.bySession(secret)?.csrf ?? '';
    const cookie = { cookie: `commonwatch_session=${secret}` };
    expect((await ask('nobody', 'POST', '/cases', { title: 'x' }, cookie)).body.code).toBe('request.csrf');
    const right = { ...cookie, 'x-commonwatch-csrf': csrf };
    expect((await ask('nobody', 'POST', '/cases', { title: 'x' }, right)).status).toBe(200);
  });

  it('lets no machine make or revoke a token: a stolen one could put the others out', async () => {
    const { accounts } = hub.parts;
    const { view } = accounts.createToken(accounts.get('officer'), 'other', ['read'], 1);
    expect((await ask('officer', 'DELETE', `/tokens/${view.id}`)).body.code).toBe('permission.missing');
    const asked = { label: 'more', scopes: ['read'], days: 1 };
    expect((await ask('officer', 'POST', '/tokens', asked)).body.code).toBe('permission.missing');
    expect(accounts.tokens('officer').map(({ id }) => id)).toContain(view.id);
  });

  it('lets no inline script run and nobody frame it', async () => {
    const policy = String((await ask('nobody', 'GET', '/health')).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('tells of a fault no more than its code', async () => {
    const answer = await ask('officer', 'POST', '/entries/finding--x/judgements', {
      verdict: 'maybe',
      reason: '',
    });
    expect(answer.body.code).toBe('request.invalid');
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at .*\.ts/);
  });

  it('releases a finding to one partner, who then has it, while the third notices nothing', async () => {
    const { id } = await finding();
    const before = await ask('south', 'GET', '/count');
    await ask('officer', 'POST', `/entries/${id}/judgements`, { verdict: 'confirmed', reason: 'seen twice' });
    const request = { tlp: 'AMBER', audience: named('north') };
    const preview = await ask('officer', 'POST', `/entries/${id}/release/preview`, request);
    expect(preview.body.problems).toEqual([]);
    expect(preview.body.organisations.map(({ party }: { party: string }) => party)).toEqual(['north']);
    expect((await ask('north', 'GET', `/entries/${id}`)).status).toBe(404);
    await ask('officer', 'POST', `/entries/${id}/release`, request);
    const theirs = await ask('north', 'GET', `/entries/${id}`);
    expect([theirs.status, theirs.body.standing, theirs.body.mine]).toEqual([200, 'confirmed', false]);
    expect(theirs.body.entry).toEqual({ ...preview.body.seen.entry, modified: theirs.body.entry.modified });
    expect((await ask('north', 'GET', '/exports/findings.csv')).body).toContain(id);
    const hidden = await ask('south', 'GET', `/entries/${id}`);
    const never = await ask('south', 'GET', `/entries/finding--00000000-0000-5000-8000-000000000000`);
    expect(hidden.body.message.replace(id, 'ID')).toBe(
      never.body.message.replace(/finding--[0-9a-f-]{36}/, 'ID'),
    );
    expect((await ask('south', 'GET', '/count')).body).toEqual(before.body);
  });

  it('keeps a dissent inside when its finding is released', async () => {
    const { id } = await finding();
    await ask('officer', 'POST', `/entries/${id}/judgements`, {
      verdict: 'dissent',
      reason: 'bunkering, I think',
    });
    await ask('officer', 'POST', `/entries/${id}/release`, { tlp: 'AMBER', audience: named('north') });
    expect(JSON.stringify((await ask('north', 'GET', `/entries/${id}`)).body)).not.toContain('bunkering');
  });

  it('gives a finding no wider than its evidence, but a sanitised version of it', async () => {
    const narrow: Release = { ...ownerOnly(testParty), tlp: 'AMBER', audience: named('north') };
    const { id } = await finding(narrow);
    const wide = { tlp: 'AMBER', audience: named('north', 'south') };
    expect((await ask('officer', 'POST', `/entries/${id}/release`, wide)).body.code).toBe(
      'release.wider-than-evidence',
    );
    const halfway = { ...wide, sanitise: { placeGridDeg: 1 } };
    expect((await ask('officer', 'POST', `/entries/${id}/release`, halfway)).body.path).toBe(
      '/sanitise/withoutEvidence',
    );
    const coarse = { ...wide, sanitise: { withoutEvidence: true, withoutSubjects: true } };
    const { body } = await ask('officer', 'POST', `/entries/${id}/release`, coarse);
    const seen = await ask('south', 'GET', `/entries/${body.entry.id}`);
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.body)).not.toMatch(new RegExp(`${id}|QUIET HERON|heard`));
  });

  it('lets nobody but the owner release or change, whoever may see', async () => {
    const { id } = await finding();
    const request = { tlp: 'AMBER', audience: named('north') };
    await ask('officer', 'POST', `/entries/${id}/release`, request);
    const wider = { tlp: 'AMBER', audience: named('north', 'south') };
    expect((await ask('north', 'POST', `/entries/${id}/release`, wider)).body.code).toBe('entry.not-owner');
  });

  it('takes back what it released: the reader has it no longer', async () => {
    const { id } = await finding();
    await ask('officer', 'POST', `/entries/${id}/release`, { tlp: 'AMBER', audience: named('north') });
    await ask('officer', 'POST', `/entries/${id}/release`, { tlp: 'RED', audience: { kind: 'owner' } });
    expect((await ask('north', 'GET', `/entries/${id}`)).status).toBe(404);
    expect((await ask('north', 'GET', `/entries/${id}/versions`)).status).toBe(404);
  });

  it('refuses an audience of names that nobody has', async () => {
    const { id } = await finding();
    const request = { tlp: 'AMBER', audience: named('atlantis') };
    expect((await ask('officer', 'POST', `/entries/${id}/release`, request)).body.code).toBe('party.unknown');
  });

  it('joins entries into a case that never widens them', async () => {
    const shared = await finding();
    const secret = await finding();
    await ask('officer', 'POST', `/entries/${shared.id}/release`, { tlp: 'AMBER', audience: named('north') });
    const made = (await ask('officer', 'POST', '/cases', { title: 'Meetings' })).body.entry.id;
    await ask('officer', 'POST', `/cases/${made}/members`, { entry: shared.id });
    await ask('officer', 'POST', `/cases/${made}/members`, { entry: secret.id, note: 'inside only' });
    const { body } = await ask('officer', 'POST', `/cases/${made}/assessments`, {
      text: 'Transfers',
      confidence: 70,
    });
    const dissentOf = body.entry.body.assessments[0].id;
    await ask('officer', 'POST', `/cases/${made}/assessments`, { text: 'Fuel', confidence: 40, dissentOf });
    await ask('officer', 'POST', `/entries/${made}/release`, { tlp: 'AMBER', audience: named('north') });
    const theirs = (await ask('north', 'GET', `/cases/${made}`)).body;
    expect(theirs.members.map(({ entry }: { entry: Entry }) => entry.id)).toEqual([shared.id]);
    expect(JSON.stringify(theirs)).not.toMatch(new RegExp(`${secret.id}|inside only`));
    expect((await ask('south', 'GET', '/cases')).body).toEqual([]);
  });

  it('keeps what a case’s owner notes and decides from its readers, but for what it shares', async () => {
    const made = (await ask('officer', 'POST', '/cases', { title: 'Heron meetings' })).body.entry.id;
    const assess = (text: string, more: object) =>
      ask('officer', 'POST', `/cases/${made}/assessments`, { text, confidence: 50, ...more });
    const { body } = await assess('Kept: they know', {});
    const dissentOf = body.entry.body.assessments[0].id;
    await assess('Shared: it is fuel', { shared: true, dissentOf });
    await ask('officer', 'POST', `/cases/${made}/decisions`, { text: 'Kept: give it to south next' });
    const request = { tlp: 'AMBER', audience: named('north') };
    const preview = await ask('officer', 'POST', `/entries/${made}/release/preview`, request);
    expect(JSON.stringify(preview.body.seen)).not.toContain('Kept');
    expect(preview.body.leftOut.join()).toContain('stay with you');
    await ask('officer', 'POST', `/entries/${made}/release`, request);
    const paths = [`/cases/${made}`, `/entries/${made}`, `/entries/${made}/versions`, '/entries?types=case'];
    for (const path of [...paths, '/brief', '/search?q=Heron']) {
      const text = JSON.stringify((await ask('north', 'GET', path)).body);
      expect(text, path).toContain('Heron meetings');
      expect(text, path).not.toMatch(new RegExp(`Kept|${dissentOf}`));
    }
    const theirs = (await ask('north', 'GET', `/cases/${made}`)).body.entry.body;
    expect(theirs.assessments.map(({ text }: { text: string }) => text)).toEqual(['Shared: it is fuel']);
    expect((await ask('north', 'GET', '/search?q=Kept')).body.entries).toEqual([]);
    expect((await ask('officer', 'GET', `/cases/${made}`)).body.entry.body.decisions).toHaveLength(1);
  });

  it('tells a partner of itself and the hub, and of no other partner', async () => {
    const { body } = await ask('north', 'GET', '/parties');
    expect(body.map(({ id }: { id: string }) => id)).toEqual([testParty, 'north']);
    expect((await ask('north', 'GET', '/journal')).body.code).toBe('permission.missing');
  });

  it('remembers who read what, and shows it to administrators alone', async () => {
    await ask('north', 'GET', '/search?q=heron');
    const { body } = await ask('admin', 'GET', '/audit?limit=5');
    expect(body.rows[0]).toMatchObject({
      account: 'north',
      party: 'north',
      action: 'saw',
      exit: 'search',
      target: 'heron',
    });
    expect((await ask('north', 'GET', '/accounts')).body.code).toBe('permission.missing');
  });

  it('describes every exit in OpenAPI 3.1', async () => {
    const { body } = await ask('nobody', 'GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.values(body.paths as Record<string, object>).flatMap((path) =>
      Object.keys(path),
    );
    expect(operations.length).toBe(hub.exits.length);
  });
});
