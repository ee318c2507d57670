/**
 * What went wrong for others who share information under rules, each as a test of every way out where it could go wrong
 * here: OpenCTI's and MISP's issues and the CVEs that they became. A mode's name is its test's name.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CommonwatchError, ownerOnly } from '../../src/core/index.ts';
import type { Entry, EntryDraft, EntryId, Json, Release } from '../../src/core/index.ts';
import { Accounts, LocalTables } from '../../src/hub/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import { failureOf } from '../../src/hub/imports.ts';
import { Sql } from '../../src/store/index.ts';
import type { StoreEvent } from '../../src/store/index.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';
import { finding, findingBody, relation, to as toOf } from '../worlds/store.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

let open: Awaited<ReturnType<typeof openTestHub>>;
let hub: Hub;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  open = await openTestHub();
  hub = open.hub;
  const { store, accounts } = hub.parts;
  for (const id of ['north', 'south', 'farland'])
    await store.parties.put(
      { id, name: { en: id, ja: id }, level: 'other', clearances: {}, caveats: [] },
      'test',
    );
  for (const [name, party, role] of [
    ['officer', testParty, 'desk-officer'],
    ['north', 'north', 'desk-officer'],
    ['north-reader', 'north', 'partner-reader'],
    ['north-admin', 'north', 'administrator'],
    ['administrator', testParty, 'administrator'],
    ['south', 'south', 'desk-officer'],
  ]) {
    const account = await accounts.create({ account: name, name: { en: name, ja: name }, party, role });
    tokens[name] = accounts.createToken(account, 'test', permissionsFor(role), 1).token;
  }
});
afterAll(() => open.close());
afterEach(() => vi.useRealTimers());

function permissionsFor(role: string): ('read' | 'watch' | 'release' | 'import' | 'administer')[] {
  if (role === 'partner-reader') return ['read'];
  return role === 'administrator' ? ['read', 'administer'] : ['read', 'watch', 'release', 'import'];
}

async function ask(who: string, method: Method, path: string, body?: object, headers = {}) {
  const answer = await hub.app.inject({
    method,
    url: `/api${path}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${tokens[who]}`, ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
  const isJson = String(answer.headers['content-type']).startsWith('application/json');
  return {
    status: answer.statusCode,
    text: answer.payload,
    body: isJson ? answer.json() : undefined,
    headers: answer.headers,
  };
}

const get = (who: string, path: string) => ask(who, 'GET', path);
const to = (...parties: string[]): Release => ({ ...toOf(...parties), owner: testParty });
const alone = ownerOnly(testParty);

async function put(...drafts: EntryDraft[]): Promise<readonly Entry[]> {
  return hub.parts.store.append(drafts, { account: 'test' });
}

const vessel = { subjects: [{ kind: 'vessel' as const, id: '431000001' }] };
const note = (text: string, release: Release, more: object = {}) =>
  finding(text, release, { body: findingBody(text, vessel), ...more });
const said = (text: string, release?: Release) => ({
  evidence: [
    {
      kind: 'judgement' as const,
      by: 'r',
      at: '2026-01-01T00:00:00Z',
      text,
      ...(release ? { release } : {}),
    },
  ],
});
const span = 'from=2026-11-20T00:00:00Z&to=2026-11-22T00:00:00Z';

function listen(party: string): { readonly events: StoreEvent[]; readonly close: () => void } {
  const events: StoreEvent[] = [];
  const { close } = hub.parts.store.subscribe({ party, onEvent: (event) => events.push(event) });
  return { events, close };
}

describe('failure modes seen in the field', () => {
  it('1: a relation whose one end is hidden is not inferred from the other (OpenCTI #11496, #6867)', async () => {
    const [seen, hidden] = await put(note('seen', to('north')), note('hidden', alone));
    const [link] = await put({ ...relation(seen.id, hidden.id, to('north')), owner: testParty });
    expect((await get('officer', `/entries/${seen.id}/neighbours`)).text).toContain(link.id);
    expect((await get('north', `/entries/${seen.id}/neighbours`)).body).toEqual([]);
    expect((await get('north', `/entries/${link.id}`)).status).toBe(404);
    expect((await get('north', '/count?types=relation')).body).toEqual({ count: 0 });
  });

  it('2: the text of a past version names no hidden entry (OpenCTI #6785)', async () => {
    const [hidden] = await put(note('hidden', alone));
    const [first] = await put(note(`as in ${hidden.id}`, to('north')));
    await put({ ...note('said otherwise', to('north')), id: first.id });
    expect((await get('officer', `/entries/${first.id}/versions`)).text).toContain(hidden.id);
    const theirs = await get('north', `/entries/${first.id}/versions`);
    expect(theirs.body).toHaveLength(2);
    expect(theirs.text).not.toContain(hidden.id);
  });

  it('3: counts, bars of time and facets hold nothing hidden (OpenCTI #3319, #11283)', async () => {
    const asked = ['/count', `/histogram?${span}`, '/count?kinds=encounter', '/brief?since=30d'];
    const before = await Promise.all(asked.map((path) => get('south', path)));
    await put(note('hidden', alone), note('for another', to('north')));
    const after = await Promise.all(asked.map((path) => get('south', path)));
    expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    const { store } = hub.parts;
    expect(store.view(store.viewer('south')).facets({}).for('south')).toEqual({ types: {}, kinds: {} });
  });

  it('4: exports keep no hidden id and no evidence under a narrower marking (OpenCTI #6745, #11643)', async () => {
    const [hidden] = await put(note('hidden', alone));
    const [seen] = await put(note(`beside ${hidden.id}`, to('north'), said('NARROWWORD', alone)));
    for (const file of ['findings.csv', 'findings.geojson', 'findings.stix.json']) {
      const { text } = await get('north', `/exports/${file}`);
      expect(text).toContain(seen.id);
      expect(text).toContain('TLP:GREEN');
      expect(text).not.toMatch(new RegExp(`${hidden.id.split('--')[1]}|NARROWWORD`));
    }
  });

  it('5: what is asked for since a time stays within the other filters (OpenCTI #10090)', async () => {
    const since = 'modifiedSince=2020-01-01T00:00:00Z';
    await put(note('seen', to('north')));
    expect((await get('north', `/count?${since}&kinds=loitering`)).body).toEqual({ count: 0 });
    const { entries } = (await get('north', `/entries?${since}&types=case`)).body;
    expect(entries).toEqual([]);
  });

  it('6: every object of an export is marked, relations too (OpenCTI #785, #6068)', async () => {
    const [a, b] = await put(note('one', to('north')), note('two', to('north')));
    await put({ ...relation(a.id, b.id, to('north')), owner: testParty });
    const { text } = await get('north', '/exports/findings.stix.json?types=finding,relation');
    const { objects } = JSON.parse(text) as { objects: Record<string, Json>[] };
    const own = objects.filter(({ type }) => !/^(identity|marking-definition|extension-)/.test(String(type)));
    expect(own.map(({ type }) => type)).toContain('relationship');
    for (const object of own) expect(object.object_marking_refs).toHaveLength(2);
  });

  it('7: no header of a request widens an answer (PYSEC-2026-3445)', async () => {
    const red = { ...to('south'), tlp: 'RED' as const };
    const [entry] = await put(note('red', red));
    const plain = await get('north', `/entries/${entry.id}`);
    const words = { 'x-tlp': 'RED', 'x-forwarded-user': 'officer', 'x-commonwatch-party': testParty };
    const claimed = await ask('north', 'GET', `/entries/${entry.id}`, undefined, {
      ...words,
      accept: '*/*;tlp=red',
      'x-original-url': '/api/journal',
    });
    expect([claimed.status, claimed.text]).toEqual([404, plain.text]);
  });

  it('8: what is created and then restricted does not run on in the live stream (OpenCTI #9160)', async () => {
    const { events, close } = listen('north');
    const [entry] = await put(note('open at first', to('north')));
    await put({ ...note('RESTRICTEDWORD', alone), id: entry.id });
    hub.parts.store.flushLive();
    await put({ ...note('RESTRICTEDWORD again', alone), id: entry.id });
    hub.parts.store.flushLive();
    close();
    const told = JSON.stringify(
      events.map((event) => (event.kind === 'put' ? event.entry.for('north') : '')),
    );
    expect(told).not.toContain('RESTRICTEDWORD');
    expect(events.at(-1)?.kind ?? 'gone').toBe('gone');
  });

  it('9: what belongs together is told of visible entries only (MISP CVE-2026-85226)', async () => {
    const [seen, hidden] = await put(note('seen', to('north')), note('hidden', alone));
    for (const path of [`/sea/episodes?${span}`, '/search?q=431000001', `/entries/${seen.id}/neighbours`])
      expect((await get('north', path)).text).not.toContain(hidden.id);
    expect((await get('officer', `/sea/episodes?${span}`)).text).toContain(hidden.id);
  });

  it('10: a part stricter than its whole shows in no preview, brief or reference (CVE-2026-95683, CVE-2026-94394)', async () => {
    const [entry] = await put(note('whole', to('north'), said('STRICTWORD', alone)));
    for (const path of [`/entries/${entry.id}`, '/brief?since=30d', '/entries', '/search?q=STRICTWORD'])
      expect((await get('north', path)).text).not.toContain('STRICTWORD');
    const asked = { tlp: 'GREEN', audience: { kind: 'named', parties: ['north'], groups: [] } };
    const preview = await ask('officer', 'POST', `/entries/${entry.id}/release/preview`, asked);
    expect(preview.body.problems[0].code).toBe('release.wider-than-evidence');
  });

  it('10b: a sanitised version that kept its evidence is bound by that evidence', async () => {
    const [entry] = await put(note('whole', alone, said('heard by north', to('north'))));
    const narrow = { tlp: 'GREEN', audience: { kind: 'named', parties: ['north'], groups: [] } };
    const made = await ask('officer', 'POST', `/entries/${entry.id}/release`, {
      ...narrow,
      sanitise: { placeGridDeg: 1 },
    });
    expect(made.body.entry.evidence).toHaveLength(1);
    const wide = { tlp: 'GREEN', audience: { kind: 'named', parties: ['south'], groups: [] } };
    const wider = await ask('officer', 'POST', `/entries/${made.body.entry.id}/release`, wide);
    expect(wider.body.code).toBe('release.wider-than-evidence');
  });

  it('11: the second question of a page passes the gate like the first (CVE-2026-86283)', async () => {
    const [hidden, seen] = await put(note('hidden', alone), note('seen', to('north')));
    const made = (await ask('officer', 'POST', '/cases', { title: 'Two' })).body.entry.id;
    for (const { id } of [hidden, seen])
      await ask('officer', 'POST', `/cases/${made}/members`, { entry: id });
    const asked = { tlp: 'GREEN', audience: { kind: 'named', parties: ['north'], groups: [] } };
    await ask('officer', 'POST', `/entries/${made}/release`, asked);
    for (const path of [`/cases/${made}`, '/cases', `/entries/${seen.id}`])
      expect((await get('north', path)).text).not.toContain(hidden.id);
  });

  it('12: an audience that is missing, unknown or against its marking is refused (CVE-2026-85533, CVE-2026-112178)', async () => {
    const [{ id }] = await put(note('mine', alone));
    const code = async (body: object) =>
      (await ask('officer', 'POST', `/entries/${id}/release`, body)).body.code;
    const group = { kind: 'named', parties: [], groups: ['nobody-has-it'] };
    expect(await code({ tlp: 'GREEN' })).toBe('request.invalid');
    expect(await code({ tlp: 'GREEN', audience: null })).toBe('request.invalid');
    expect(await code({ tlp: 'GREEN', audience: { kind: 'named', groups: ['watch'] } })).toBe(
      'request.invalid',
    );
    expect(await code({ tlp: 'GREEN', audience: group })).toBe('group.unknown');
    expect(await code({ tlp: 'RED', audience: group })).toBe('release.red-needs-parties');
    expect(await code({ tlp: 'AMBER', audience: { kind: 'public' } })).toBe('release.public-needs-clear');
  });

  it('13: the entry that was authorised is the one that changes (CVE-2026-56424, CVE-2026-56423)', async () => {
    const shared = (await ask('officer', 'POST', '/cases', { title: 'Theirs to read' })).body.entry.id;
    const asked = { tlp: 'GREEN', audience: { kind: 'named', parties: ['north'], groups: [] } };
    await ask('officer', 'POST', `/entries/${shared}/release`, asked);
    const own = (await ask('north', 'POST', '/cases', { title: 'Own' })).body.entry.id;
    const change = { title: 'changed', id: shared, entry: shared, owner: testParty };
    expect((await ask('north', 'PUT', `/cases/${shared}`, { title: 'changed' })).body.code).toBe(
      'entry.not-owner',
    );
    expect((await ask('north', 'PUT', `/cases/${own}`, change)).body.code).toBe('request.invalid');
    await ask('north', 'DELETE', `/cases/${own}/members/${shared}`);
    expect((await get('officer', `/entries/${shared}`)).body.entry.body.title).toBe('Theirs to read');
  });

  it('13b: a job is ended by its starter or who may import, never by another party', async () => {
    const { jobs } = hub.parts;
    const started = (account: string) =>
      jobs.start({
        name: 'import',
        label: 'x',
        unit: 'bytes',
        account,
        party: 'north',
        run: () => new Promise(() => {}),
      });
    const [first, second] = [started('north'), started('north-reader')];
    const end = async (who: string, id: string) => (await ask(who, 'DELETE', `/jobs/${id}`)).body;
    expect((await end('south', first.id)).code).toBe('job.not-found');
    expect((await end('officer', first.id)).code).toBe('job.not-found');
    expect((await end('north-reader', first.id)).code).toBe('permission.missing');
    expect((await end('north-reader', second.id)).state).toBe('cancelled');
    expect((await end('north', first.id)).state).toBe('cancelled');
  });

  it('13c: the audit of others is for administrators of the hub’s own party (CVE-2023-50918)', async () => {
    for (const who of ['officer', 'north', 'north-admin'])
      for (const path of ['/accounts', '/metrics'])
        expect((await get(who, path)).body.code).toBe('permission.missing');
    await get('south', '/entries');
    const parties = async (who: string) => {
      const { rows } = (await get(who, '/audit?limit=1000')).body as unknown as { rows: { party: string }[] };
      return new Set(rows.map(({ party }) => party));
    };
    expect(await parties('north')).toEqual(new Set(['north']));
    expect(await parties('north-admin')).toEqual(new Set(['north']));
    expect((await parties('administrator')).size).toBeGreaterThan(1);
  });

  it('13d: the audit names no entry that its reader may not see', async () => {
    const [secret] = await put(note('hidden', alone));
    hub.parts.access.note({
      account: 'north',
      party: 'north',
      viewer: 'north',
      action: 'saw',
      exit: 'entries.get',
      target: secret.id,
    });
    expect(JSON.stringify((await get('north', '/audit?limit=1000')).body)).not.toContain(secret.id);
  });

  it('14: an empty group, an empty list and no group at all reach nobody (MISP #4200)', async () => {
    const empty = { id: 'empty', name: { en: 'Empty', ja: '空' }, versions: [] };
    await hub.parts.store.groups.put(empty, 'test');
    const audiences = [
      { kind: 'named' as const, parties: [], groups: ['empty'] },
      { kind: 'named' as const, parties: [], groups: [] },
    ];
    for (const audience of audiences) {
      const [{ id }] = await put(note('for nobody', { ...alone, tlp: 'GREEN', audience }));
      for (const who of ['north', 'south']) expect((await get(who, `/entries/${id}`)).status).toBe(404);
      const preview = await ask('officer', 'POST', `/entries/${id}/release/preview`, {
        tlp: 'GREEN',
        audience,
      });
      expect(preview.body.organisations).toEqual([]);
    }
  });

  it('15: a member that leaves loses what its group had, and is told so (OpenCTI #10899)', async () => {
    const { groups } = hub.parts.store;
    const from = (at: string, members: string[]) => ({ from: at, members });
    const joined = [from('2026-01-01T00:00:00Z', ['north', 'south'])];
    await groups.put({ id: 'club', name: { en: 'Club', ja: '会' }, versions: joined }, 'test');
    const audience = { kind: 'named' as const, parties: [], groups: ['club'] };
    const [{ id }] = await put(note('for the club', { ...alone, tlp: 'GREEN', audience }));
    const { events, close } = listen('north');
    await groups.addVersion('club', from('2026-01-02T00:00:00Z', ['south']), 'test');
    hub.parts.store.flushLive();
    close();
    expect(events.map((event) => event.kind === 'gone' && event.id.for('north'))).toEqual([id]);
    expect((await get('north', `/entries/${id}`)).status).toBe(404);
    expect((await get('south', `/entries/${id}`)).status).toBe(200);
  });

  it('16: a token acts for its account’s party and for no other (MISP #1720, #1721)', async () => {
    expect((await ask('north', 'POST', '/cases', { title: 'x' })).body.entry.owner).toBe('north');
    expect((await get('north', `/entries?as=${testParty}`)).body.code).toBe('permission.missing');
    expect((await ask('officer', 'POST', '/cases?as=north', { title: 'x' })).body.code).toBe(
      'request.invalid',
    );
  });

  it('16b: a stream ends when its account moves to another party, though its token goes on', async () => {
    const { accounts } = hub.parts;
    const names = { en: 'mover', ja: 'mover' };
    const draft = { account: 'mover', name: names, party: 'north', role: 'analyst' };
    tokens.mover = accounts.createToken(await accounts.create(draft), 'test', ['read'], 1).token;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let ended = false;
    const stream = get('mover', '/live').then((answer) => {
      ended = true;
      return answer;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    vi.advanceTimersByTime(16_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ended).toBe(false);
    await accounts.change('mover', { party: 'south' });
    vi.advanceTimersByTime(16_000);
    expect((await stream).text).toContain(': alive');
  }, 5_000);

  it('17: the index finds nothing that the page refuses (OpenCTI #6033)', async () => {
    const [hidden] = await put(note('ZEBRAWORD', alone));
    const [part] = await put(note('seen', to('north'), said('GIRAFFEWORD', alone)));
    for (const word of ['ZEBRAWORD', 'GIRAFFEWORD', 'zebra', hidden.id, part.id.slice(0, 12)])
      expect((await get('north', `/search?q=${word}`)).text).not.toMatch(/ZEBRAWORD|GIRAFFEWORD/);
    expect((await get('officer', '/search?q=ZEBRAWORD')).body.entries).toHaveLength(1);
    expect((await get('north', '/search?q=ZEBRAWORD')).body.entries).toEqual([]);
  });

  it('also: hidden and missing differ in nothing, headers included, and no validator tells of a change', async () => {
    const [hidden] = await put(note('hidden', alone));
    const missing = 'finding--00000000-0000-5000-8000-000000000000' as EntryId;
    const shown = async (id: EntryId, path: string) => {
      const { status, text, headers } = await get('north', path.replace('ID', id));
      const kept = Object.entries(headers).filter(
        ([name]) => !/^(date|x-ratelimit-|content-length)/.test(name),
      );
      return [status, text.replaceAll(id, 'ID'), kept];
    };
    for (const path of ['/entries/ID', '/entries/ID/versions', '/entries/ID/neighbours'])
      expect(await shown(hidden.id, path)).toEqual(await shown(missing, path));
    const { headers } = await get('north', '/entries');
    expect([headers.etag, headers['last-modified'], headers['cache-control']]).toEqual([
      undefined,
      undefined,
      'no-store',
    ]);
  });

  it('also: no tombstone of what was never seen', async () => {
    const { events, close } = listen('south');
    const [entry] = await put(note('hidden', alone));
    await hub.parts.store.erase(entry.id, { account: 'test', reason: 'test' });
    hub.parts.store.flushLive();
    close();
    expect(events).toEqual([]);
  });

  it('also: a partner learns from no preview which parties and groups there are, nor who has people here', async () => {
    const secret = { from: '2026-01-01T00:00:00Z', members: ['farland', 'south'] };
    const group = { id: 'quiet', name: { en: 'Quiet', ja: '静' }, versions: [secret] };
    await hub.parts.store.groups.put(group, 'test');
    const own = (await ask('north', 'POST', '/cases', { title: 'Mine' })).body.entry.id;
    const asked = async (parties: string[], groups: string[] = []) => {
      const audience = { kind: 'named', parties, groups };
      const path = `/entries/${own}/release`;
      const preview = await ask('north', 'POST', `${path}/preview`, { tlp: 'GREEN', audience });
      const release = await ask('north', 'POST', path, { tlp: 'GREEN', audience });
      return [preview.text, release.text].join('\n');
    };
    const name = (text: string, id: string) => text.replaceAll(id, 'NAME');
    expect(name(await asked(['farland']), 'farland')).toBe(name(await asked(['atlantis']), 'atlantis'));
    expect(name(await asked([], ['quiet']), 'quiet')).toBe(name(await asked([], ['none']), 'none'));
    const clear = { tlp: 'CLEAR', audience: { kind: 'public' } };
    const open = await ask('north', 'POST', `/entries/${own}/release/preview`, clear);
    expect(open.body.organisations).toEqual([
      { party: testParty, name: { en: 'Hub', ja: 'ハブ' }, people: 0 },
    ]);
  });
});

describe('a fault', () => {
  it('of the hub’s own while it reads an upload names no folder of the machine', () => {
    const told = (code: string) => failureOf({ kind: 'failed', code, message: 'ENOENT /srv/data/x' });
    expect(told('hub.failed').message).not.toContain('/srv');
    expect(told('no-code').code).toBe('hub.failed');
    expect(told('import.unrecognised')).toBeInstanceOf(CommonwatchError);
    expect(told('import.unrecognised').message).toContain('ENOENT');
  });

  it('is counted as the fault that it was answered with', async () => {
    await get('north', '/entries/finding--00000000-0000-5000-8000-000000000000');
    expect(hub.parts.metrics.text()).toContain('{exit="entries.get",status="404"}');
  });
});

describe('an account', () => {
  it('is locked by attempts that are made at the same time, too', async () => {
    const limits = { idleMinutes: 10, hours: 2, failures: 3, lockMinutes: 15 };
    const accounts = new Accounts(new LocalTables(new Sql(':memory:')), limits, () => 1_000_000);
    const password = 'correct horse battery';
    const names = { en: 'Mio', ja: 'ミオ' };
    await accounts.create({ account: 'mio', name: names, party: 'p', role: 'analyst', password });
    await Promise.allSettled(Array.from({ length: 4 }, (_, i) => accounts.login('mio', `guess ${i}`)));
    await expect(accounts.login('mio', password)).rejects.toThrow(
      expect.objectContaining({ code: 'login.refused' }),
    );
  });
});
