/** TAXII 2.1 as its clients speak it: over HTTP, page by page, as parties that may see different things. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { Entry, EntryDraft, Json, Release } from '../../src/core/index.ts';
import { entryIdOf } from '../../src/cti/index.ts';
import { validateStix } from '../../src/exchange/index.ts';
import type { Issue } from '../../src/exchange/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import { testParty } from '../leaks/hub.ts';
import { base, clear, green, indicator, media, openTaxii } from '../leaks/taxii.ts';
import type { StixObject, TaxiiHub } from '../leaks/taxii.ts';
import { finding, to as toOf } from '../worlds/store.ts';

const builtInRed = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed';

// A hub opens its files before each: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let open: TaxiiHub;
let hub: Hub;
let [ask, get, add, all]: [TaxiiHub['ask'], TaxiiHub['get'], TaxiiHub['add'], TaxiiHub['all']] = [] as never;
let tokens: TaxiiHub['tokens'];

beforeAll(async () => {
  open = await openTaxii();
  ({ hub, ask, get, add, all, tokens } = open);
});
afterAll(() => open.close());

describe('a TAXII 2.1 server', () => {
  it('tells what it offers, in its own media type', async () => {
    const discovery = await get('north', '/taxii2/');
    expect(discovery.headers['content-type']).toBe(media);
    expect(discovery.body.api_roots).toEqual(['http://127.0.0.1/taxii2/hub/']);
    const root = await get('north', '/taxii2/hub/');
    expect(root.body.versions).toEqual([media]);
    const { body } = await get('north', `${base}/`);
    const [cti, findings] = body.collections as StixObject[];
    expect([cti.can_write, findings.can_write]).toEqual([true, false]);
    expect((await get('north', `${base}/${String(cti.id)}/`)).body).toEqual(cti);
  });

  it('asks who is there, and takes a token or a password by Basic', async () => {
    const nobody = await get('', '/taxii2/');
    expect(nobody.status).toBe(401);
    expect(nobody.headers['www-authenticate']).toContain('Basic');
    expect(nobody.body.http_status).toBe('401');
    const basic = (password: string, account = 'north') => ({
      authorization: `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`,
    });
    expect((await get('', '/taxii2/', basic(tokens.north))).status).toBe(200);
    expect((await get('', '/taxii2/', basic('a long password'))).status).toBe(200);
    expect((await get('', '/taxii2/', basic('another password'))).status).toBe(401);
    expect((await get('', '/taxii2/', basic(tokens.north, 'south'))).status).toBe(401);
    // As the TAXII client in Python sends one.
    expect((await get('', '/taxii2/', { authorization: `Token ${tokens.north}` })).status).toBe(200);
    expect((await get('', '/taxii2/', { authorization: `Tok ${tokens.north}` })).status).toBe(401);
  });

  it('never has the frame wait for its reply, which would listen to the end of the response', async () => {
    const { prototype } = createRequire(import.meta.url)('fastify/lib/reply.js') as {
      prototype: Promise<void>;
    };
    const waits = vi.spyOn(prototype, 'then');
    await get('north', '/taxii2/');
    await get('north', '/taxii2/hub/status/none/');
    await get('', '/taxii2/');
    for (const url of ['/api/entries', '/api/entries/none']) await get('north', url);
    expect(waits).not.toHaveBeenCalled();
    waits.mockRestore();
  });

  it('speaks 2.1 and nothing else', async () => {
    const status = async (accept: string) => (await get('north', '/taxii2/', { accept })).status;
    expect(await status('application/taxii+json')).toBe(200);
    expect(await status('*/*')).toBe(200);
    expect(await status('application/taxii+json;version=2.0')).toBe(406);
    expect(await status('application/json')).toBe(406);
    const wrong = await ask('north', 'POST', `${base}/cti/objects/`, {
      body: { objects: [indicator()] },
      headers: { 'content-type': 'application/json' },
    });
    expect(wrong.status).toBe(415);
  });

  it('takes objects one by one, and tells what became of each', async () => {
    const good = indicator();
    const bad = indicator({ pattern: "[domain-name:value = 'x'" });
    const { status, body } = await add('north', good, bad, 'nothing');
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'complete', total_count: 3, success_count: 1, failure_count: 2 });
    expect((body.failures as StixObject[])[0].message).toContain('pattern');
    const again = await get('north', `/taxii2/hub/status/${String(body.id)}/`);
    expect(again.body).toEqual(body);
    // Another's status is nobody's business.
    expect((await get('south', `/taxii2/hub/status/${String(body.id)}/`)).status).toBe(404);
    const { body: one } = await get('north', `${base}/cti/objects/${String(good.id)}/`);
    expect(one.objects).toEqual([good]);
  });

  it('keeps versions apart, and takes each once', async () => {
    const first = indicator();
    const second = { ...first, modified: '2026-01-01T01:00:00.000Z', name: 'Another beacon' };
    await add('north', second, first);
    const url = `${base}/cti/objects/${String(first.id)}/`;
    expect((await get('north', `${url}versions/`)).body.versions).toEqual([first.modified, second.modified]);
    expect((await get('north', url)).body.objects).toEqual([second]);
    expect((await get('north', `${url}?match[version]=first`)).body.objects).toEqual([first]);
    expect((await get('north', `${url}?match[version]=all`)).body.objects).toEqual([first, second]);
    expect((await get('north', `${url}?match[version]=${first.modified}`)).body.objects).toEqual([first]);
    const { body } = await add('north', second);
    expect(body).toMatchObject({ success_count: 1, failure_count: 0 });
    expect((await get('north', `${url}versions/`)).body.versions).toHaveLength(2);
  });

  it('pages without loss or repetition, under dates that grow', async () => {
    const given = Array.from({ length: 7 }, () => indicator({ labels: ['paging'] }));
    await add('south', ...given);
    const { ids, dates } = await all('south');
    expect(ids).toEqual(given.map(({ id }) => id));
    expect(dates).toEqual([...dates].sort());
    const { body } = await get('south', `${base}/cti/manifest/`);
    const added = (body.objects ?? []).map(({ date_added }) => String(date_added));
    expect(new Set(added).size).toBe(7);
    expect(added).toEqual([...added].sort());
    expect(added[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    for (const [i, date] of added.entries())
      expect((await all('south', `&added_after=${date}`)).ids).toEqual(ids.slice(i + 1));
  });

  it('has nothing on an empty page, dates included', async () => {
    const { body, headers } = await get('south', `${base}/cti/objects/?added_after=2100-01-01T00:00:00Z`);
    expect(body).toEqual({});
    expect(headers['x-taxii-date-added-first']).toBeUndefined();
  });

  it('filters, and goes on as a page began', async () => {
    const { ids } = await all('south');
    const one = await get('south', `${base}/cti/objects/?match[id]=${ids[2]},${ids[4]}`);
    expect(one.body.objects?.map(({ id }) => id)).toEqual([ids[2], ids[4]]);
    expect((await get('south', `${base}/cti/objects/?match[type]=malware`)).body).toEqual({});
    expect((await get('south', `${base}/cti/objects/?match[spec_version]=2.0`)).body).toEqual({});
    const first = await get('south', `${base}/cti/objects/?limit=3&match[type]=indicator`);
    const next = first.body.next ?? '';
    const goesOn = async (query: string) => get('south', `${base}/cti/objects/?limit=3&next=${next}${query}`);
    const expected = ids.slice(3, 6);
    const found = async (query: string) => (await goesOn(query)).body.objects?.map(({ id }) => id);
    expect(await found('')).toEqual(expected);
    expect(await found('&match[type]=indicator')).toEqual(expected);
    expect(await found('&added_after=2020-01-01T00:00:00Z')).toEqual(expected);
    expect((await goesOn('&match[type]=malware')).status).toBe(400);
  });

  it('refuses a token that it did not give, or gave to another or for another collection', async () => {
    const { body } = await get('south', `${base}/cti/objects/?limit=3`);
    const next = body.next ?? '';
    const url = (collection: string, token: string) => `${base}/${collection}/objects/?next=${token}`;
    expect((await get('north', url('cti', next))).status).toBe(400);
    expect((await get('south', url('findings', next))).status).toBe(400);
    expect((await get('south', url('cti', `${next.slice(0, -2)}AA`))).status).toBe(400);
    expect(Buffer.from(next, 'base64url').toString('latin1')).not.toContain('collection');
  });

  it('refuses what is no query', async () => {
    for (const query of [
      'limit=0',
      'limit=x',
      'added_after=yesterday',
      'match[version]=newest',
      'match[id]=',
    ])
      expect((await get('south', `${base}/cti/objects/?${query}`)).status).toBe(400);
  });

  it('answers alike for what is hidden and what never was', async () => {
    const hidden = indicator();
    await add('north', hidden);
    const normal = async (id: string, path: string, method: 'GET' | 'DELETE' = 'GET') => {
      const { status, text } = await ask('south', method, `${base}/cti/objects/${id}/${path}`);
      return JSON.stringify([status, text.replaceAll(id, 'ID')]);
    };
    const never = `indicator--${randomUUID()}`;
    for (const path of ['', 'versions/'])
      expect(await normal(String(hidden.id), path)).toBe(await normal(never, path));
    expect(await normal(String(hidden.id), '', 'DELETE')).toBe(await normal(never, '', 'DELETE'));
    // The very id may be given by another too: both are kept, neither is told.
    const theirs = { ...hidden, name: 'Ours' };
    expect((await add('south', theirs)).body).toMatchObject({ success_count: 1 });
    expect((await get('south', `${base}/cti/objects/${String(hidden.id)}/`)).body.objects).toEqual([theirs]);
    expect((await get('north', `${base}/cti/objects/${String(hidden.id)}/`)).body.objects).toEqual([hidden]);
  });

  it('lets an owner delete, and nobody else', async () => {
    const shared = indicator({ object_marking_refs: [clear] });
    await add('north', shared);
    const url = `${base}/cti/objects/${String(shared.id)}/`;
    expect((await get('south', url)).status).toBe(200);
    expect((await ask('south', 'DELETE', url)).status).toBe(403);
    expect((await ask('north', 'DELETE', url)).status).toBe(200);
    expect((await get('north', url)).status).toBe(404);
    expect((await get('south', url)).status).toBe(404);
  });

  it('keeps an older version that comes after a newer one, which stays the newest', async () => {
    const version = (hour: number) => ({ modified: `2026-01-01T0${hour}:00:00.000Z`, name: `At ${hour}` });
    const first = indicator({ object_marking_refs: [clear] });
    const [second, third] = [1, 2].map((hour) => ({ ...first, ...version(hour) }));
    await add('north', third);
    expect((await add('north', first)).body).toMatchObject({ success_count: 1, failure_count: 0 });
    await add('north', second);
    const again = await add('north', first);
    expect((again.body.successes as StixObject[])[0].message).toContain('already');
    for (const who of ['north', 'south']) {
      const at = async (query: string) =>
        (await get(who, `${base}/cti/objects/${String(first.id)}/${query}`)).body.objects;
      expect(await at('')).toEqual([third]);
      expect(await at('?match[version]=first')).toEqual([first]);
      expect(await at('?match[version]=last')).toEqual([third]);
      expect(await at(`?match[version]=${second.modified}`)).toEqual([second]);
      expect(await at('?match[version]=all')).toEqual([first, second, third]);
      const every = await all(who, '&match[version]=all', 1000);
      expect(every.objects.filter(({ id }) => id === first.id)).toEqual([first, second, third]);
      expect((await all(who, '', 1000)).ids.filter((id) => id === first.id)).toHaveLength(1);
    }
  });

  it('deletes one version, and gives it out again only when it is added again', async () => {
    const first = indicator({ object_marking_refs: [clear] });
    const second = { ...first, modified: '2026-01-01T01:00:00.000Z', object_marking_refs: [green] };
    await add('north', first, second);
    const url = `${base}/cti/objects/${String(first.id)}/`;
    const erase = async (version: string) =>
      (await ask('north', 'DELETE', `${url}?match[version]=${version}`)).status;
    expect(await erase('2020-01-01T00:00:00.000Z')).toBe(404);
    expect(await erase(second.modified)).toBe(200);
    expect((await get('north', url)).body.objects?.map(({ modified }) => modified)).toEqual([first.modified]);
    expect((await get('north', `${url}versions/`)).body.versions).toEqual([first.modified]);
    // Who might not read the newest is not given the one before it instead.
    expect((await get('south', url)).status).toBe(404);
    await add('north', second);
    expect((await get('north', `${url}versions/`)).body.versions).toEqual([first.modified, second.modified]);
    expect(await erase('first')).toBe(200);
    expect((await get('north', `${url}versions/`)).body.versions).toEqual([second.modified]);
    expect(await erase('last')).toBe(200);
    expect((await get('north', url)).status).toBe(404);
    expect(hub.parts.store.peek(entryIdOf('north', String(first.id)))).toBeUndefined();
  });

  it('reads markings: unmarked stays with its giver, GREEN reaches the hub, CLEAR everyone', async () => {
    const [unmarked, forHub, open_] = [
      indicator(),
      indicator({ object_marking_refs: [green] }),
      indicator({ object_marking_refs: [clear] }),
    ];
    const unknown = indicator({ object_marking_refs: [clear, `marking-definition--${randomUUID()}`] });
    await add('north', unmarked, forHub, open_, unknown);
    const reads = async (who: string, { id }: StixObject) =>
      (await get(who, `${base}/cti/objects/${String(id)}/`)).status === 200;
    const readers = async (object: StixObject) =>
      Promise.all(['north', 'hub', 'south'].map((who) => reads(who, object)));
    expect(await readers(unmarked)).toEqual([true, false, false]);
    expect(await readers(forHub)).toEqual([true, true, false]);
    expect(await readers(open_)).toEqual([true, true, true]);
    expect(await readers(unknown)).toEqual([true, false, false]);
  });
});

describe('dates of adding', () => {
  const release = async (stixId: string, next: Release) => {
    const entry = hub.parts.store.peek(entryIdOf('north', stixId));
    if (entry === undefined) throw new Error('missing');
    const { created: _, modified: __, ...draft } = entry;
    await hub.parts.store.append([{ ...draft, release: next } as EntryDraft], {
      account: 'test',
      as: 'north',
    });
  };
  const newest = async (who: string) => {
    const { body } = await get(who, `${base}/cti/manifest/?limit=1000`);
    return String(body.objects?.at(-1)?.date_added ?? '2000-01-01T00:00:00Z');
  };

  it('are later for what becomes visible later, and leave no gap for what does not', async () => {
    const [hidden, seen] = [indicator(), indicator({ object_marking_refs: [clear] })];
    await add('north', hidden, seen);
    const before = await newest('south');
    expect((await all('south', `&added_after=${before}`)).ids).toEqual([]);
    await release(String(hidden.id), {
      ...ownerOnly('north'),
      tlp: 'AMBER',
      audience: { kind: 'named', parties: ['south'], groups: [] },
    });
    expect((await all('south', `&added_after=${before}`)).ids).toEqual([hidden.id]);
  });

  it('are later for whoever joins a group', async () => {
    const { store } = hub.parts;
    const at = '2026-01-02T00:00:00.000Z';
    await store.groups.put(
      { id: 'circle', name: { en: 'C', ja: 'C' }, versions: [{ from: at, members: [] }] },
      'test',
    );
    const object = indicator();
    await add('north', object);
    await release(String(object.id), {
      ...ownerOnly('north'),
      tlp: 'GREEN',
      audience: { kind: 'named', parties: [], groups: ['circle'] },
    });
    const before = await newest('south');
    const joins = (members: string[]) => store.groups.addVersion('circle', { from: at, members }, 'test');
    await joins(['south']);
    expect((await all('south', `&added_after=${before}`)).ids).toEqual([object.id]);
    const after = await newest('south');
    await joins([]);
    expect((await all('south')).ids).not.toContain(object.id);
    await joins(['south']);
    expect((await all('south', `&added_after=${after}`)).ids).toEqual([object.id]);
  });

  it('stay what they were after a restart', async () => {
    const before = (await get('south', `${base}/cti/manifest/?limit=1000`)).text;
    await hub.parts.store.rebuild();
    expect((await get('south', `${base}/cti/manifest/?limit=1000`)).text).toBe(before);
  });
});

describe('references', () => {
  it('to what a reader does not see are dropped, and a relation without its ends is not there', async () => {
    const at = {
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      spec_version: '2.1',
    };
    const [seen, hidden] = [indicator({ object_marking_refs: [clear] }), indicator()];
    const report = {
      ...at,
      type: 'report',
      id: `report--${randomUUID()}`,
      name: 'Both',
      published: '2026-01-01T00:00:00Z',
      object_refs: [seen.id, hidden.id],
      object_marking_refs: [clear],
    };
    const malware = {
      ...at,
      type: 'malware',
      id: `malware--${randomUUID()}`,
      is_family: false,
      object_marking_refs: [clear],
    };
    const relation = (source: Json) => ({
      ...at,
      type: 'relationship',
      id: `relationship--${randomUUID()}`,
      relationship_type: 'indicates',
      source_ref: source,
      target_ref: malware.id,
      object_marking_refs: [clear],
    });
    const [open_, half] = [relation(seen.id), relation(hidden.id)];
    await add('north', half, open_, report, malware, seen, hidden);
    const { objects, ids } = await all('south', '', 1000);
    expect(ids).toContain(open_.id);
    expect(ids).not.toContain(half.id);
    expect(objects.find(({ id }) => id === report.id)?.object_refs).toEqual([seen.id]);
    const own = (await all('north', '', 1000)).objects;
    expect(own.find(({ id }) => id === report.id)).toEqual(report);
    expect(own.find(({ id }) => id === half.id)).toEqual(half);
  });
});

describe('what another party gave', () => {
  const at = {
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    spec_version: '2.1',
  };
  const relation = (source: StixObject, target: StixObject) => ({
    ...at,
    type: 'relationship',
    id: `relationship--${randomUUID()}`,
    relationship_type: 'related-to',
    source_ref: source.id,
    target_ref: target.id,
    object_marking_refs: [clear],
  });

  it('can be an end of a relation, for those who see both', async () => {
    const [theirs, hidden] = [indicator({ object_marking_refs: [clear] }), indicator()];
    await add('north', theirs, hidden);
    const own = indicator({ object_marking_refs: [clear] });
    const [seen, unseen] = [relation(own, theirs), relation(own, hidden)];
    await add('south', own, seen, unseen);
    for (const who of ['north', 'hub', 'south']) {
      const { objects } = await all(who, '', 1000);
      expect(objects.find(({ id }) => id === seen.id)).toEqual(seen);
    }
    // What the giver does not see is no end for it, whether or not it is here.
    expect((await all('north', '', 1000)).ids).not.toContain(unseen.id);
    await ask('north', 'DELETE', `${base}/cti/objects/${String(theirs.id)}/`);
    expect((await all('hub', '', 1000)).ids).not.toContain(seen.id);
  });

  it('is marked TLP:RED where the definition of its marking is not seen', async () => {
    const statement = {
      type: 'marking-definition',
      spec_version: '2.1',
      id: `marking-definition--${randomUUID()}`,
      created: at.created,
      definition_type: 'statement',
      definition: { statement: 'For the desk alone.' },
    };
    const marked = indicator({ object_marking_refs: [statement.id] });
    await add('north', statement, marked);
    const release: Release = {
      ...ownerOnly('north'),
      tlp: 'GREEN',
      audience: { kind: 'named', parties: ['south'], groups: [] },
    };
    const widen = async (object: StixObject) => {
      const {
        created: _,
        modified: __,
        ...draft
      } = hub.parts.store.peek(entryIdOf('north', String(object.id))) as Entry;
      await hub.parts.store.append([{ ...draft, release } as EntryDraft], { account: 'test', as: 'north' });
    };
    const marks = async (who: string) =>
      (await get(who, `${base}/cti/objects/${String(marked.id)}/`)).body.objects?.[0].object_marking_refs;
    await widen(marked);
    expect(await marks('south')).not.toContain(statement.id);
    expect(await marks('south')).toContain(builtInRed);
    expect(await marks('north')).toContain(statement.id);
    await widen(statement);
    expect(await marks('south')).toContain(statement.id);
  });
});

const isMust = ({ level }: Issue) => level === 'must';

describe('an object of which references are withheld', () => {
  it('is valid STIX, or is not given', async () => {
    const at = {
      created: '2026-01-01T00:00:00.000Z',
      modified: '2026-01-01T00:00:00.000Z',
      spec_version: '2.1',
      object_marking_refs: [clear],
    };
    const made = (type: string, more: StixObject): StixObject => ({
      ...at,
      type,
      id: `${type}--${randomUUID()}`,
      ...more,
    });
    const hidden = indicator();
    const address: StixObject = { type: 'ipv4-addr', id: `ipv4-addr--${randomUUID()}`, value: '192.0.2.77' };
    const raw: StixObject = { type: 'artifact', id: `artifact--${randomUUID()}`, payload_bin: 'YQ==' };
    const author = made('identity', { name: 'Author' });
    const note = made('note', { content: 'x', object_refs: [hidden.id], created_by_ref: author.id });
    const report = made('report', {
      name: 'x',
      published: '2026-01-01T00:00:00Z',
      object_refs: [hidden.id],
    });
    const times = { first_observed: '2026-01-01T00:00:00Z', last_observed: '2026-01-01T00:00:00Z' };
    const observed = made('observed-data', { ...times, number_observed: 1, object_refs: [address.id] });
    const { created: _, modified: __, ...open_ } = at;
    const mail: StixObject = {
      ...open_,
      type: 'email-message',
      id: `email-message--${randomUUID()}`,
      is_multipart: true,
      body_multipart: [
        { content_type: 'text/plain', body: 'x' },
        { content_type: 'image/png', body_raw_ref: raw.id },
      ],
    };
    const file: StixObject = {
      ...open_,
      type: 'file',
      id: `file--${randomUUID()}`,
      name: 'x.zip',
      extensions: { 'archive-ext': { contains_refs: [address.id], comment: 'x' } },
    };
    const given = [hidden, address, raw, author, note, report, observed, mail, file];
    const added = await add('north', ...given);
    expect(added.body.failure_count).toBe(0);
    const { objects } = await all('south', '', 1000);
    const of = (object: StixObject) => objects.find(({ id }) => id === object.id);
    expect(of(note)?.object_refs).toEqual([author.id]);
    expect(of(report)?.object_refs).toEqual([report.id]);
    expect(of(observed)).toBeUndefined();
    expect((await get('south', `${base}/cti/objects/${String(observed.id)}/`)).status).toBe(404);
    expect(of(mail)?.body_multipart).toEqual([{ content_type: 'text/plain', body: 'x' }]);
    expect(of(file)?.extensions).toBeUndefined();
    for (const object of objects)
      expect(validateStix(object).issues.filter(isMust), String(object.id)).toEqual([]);
    const own = (await all('north', '', 1000)).objects;
    expect(own).toEqual(expect.arrayContaining(given));
  });
});

describe('the collection of findings', () => {
  it('gives findings as STIX objects, each once, with what they refer to', async () => {
    const shared: Release = { ...toOf('north'), owner: testParty };
    await hub.parts.store.append(
      [finding('one', shared), finding('two', shared), finding('three', ownerOnly(testParty))],
      { account: 'test' },
    );
    const { objects, ids, dates } = await all('north', '', 3, 'findings');
    expect(new Set(ids).size).toBe(ids.length);
    expect(dates).toEqual([...dates].sort());
    expect(objects.filter(({ type }) => type === 'observed-data')).toHaveLength(2);
    const types = new Set(objects.map(({ type }) => type));
    expect(types).toContain('identity');
    expect(types).toContain('marking-definition');
    // Evidence may be marked more narrowly than its finding: no mark of a TLP leads nowhere.
    expect(ids).toEqual(
      expect.arrayContaining(['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', builtInRed]),
    );
    const observed = objects.find(({ type }) => type === 'observed-data') as StixObject;
    const one = await get('north', `${base}/findings/objects/${String(observed.id)}/`);
    expect(one.body.objects).toEqual([observed]);
    expect((await get('south', `${base}/findings/objects/${String(observed.id)}/`)).status).toBe(404);
    const marking = objects.find(({ type }) => type === 'identity') as StixObject;
    expect((await get('north', `${base}/findings/objects/${String(marking.id)}/`)).body.objects).toEqual([
      marking,
    ]);
    expect((await get('south', `${base}/findings/objects/`)).body).toEqual({});
    expect(
      (await ask('north', 'POST', `${base}/findings/objects/`, { body: { objects: [indicator()] } })).status,
    ).toBe(403);
  });
});
