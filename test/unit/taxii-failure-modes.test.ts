/**
 * What went wrong for others who share over TAXII, each as a test under the number that the list of failure modes has
 * for it (see failure-modes.test.ts for the other ways out). `npm run nightly -- protections taxii` removes each
 * protection once and demands that one of these misses it.
 */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { EntryDraft, Json, Release } from '../../src/core/index.ts';
import { entryIdOf } from '../../src/cti/index.ts';
import { releaseExtension } from '../../src/exchange/extensions.ts';
import { writeRelease } from '../../src/exchange/index.ts';
import { base, clear, indicator, openTaxii, red } from '../leaks/taxii.ts';
import type { StixObject, TaxiiHub } from '../leaks/taxii.ts';

// A hub opens its files before each: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let open: TaxiiHub;
beforeEach(async () => {
  open = await openTaxii();
});
afterEach(() => open.close());

const at = {
  spec_version: '2.1',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
};
const public_ = { object_marking_refs: [clear] };

function relation(source: Json, target: Json): StixObject {
  return {
    type: 'relationship',
    id: `relationship--${randomUUID()}`,
    ...at,
    relationship_type: 'related-to',
    source_ref: source,
    target_ref: target,
    ...public_,
  };
}

function report(...refs: Json[]): StixObject {
  return {
    type: 'report',
    id: `report--${randomUUID()}`,
    ...at,
    name: 'A report',
    published: '2026-01-01T00:00:00Z',
    object_refs: refs,
    ...public_,
  };
}

/** All that a party may ask of a collection, as bytes: pages, manifest and headers. */
async function everything(who: string): Promise<string> {
  const answers: unknown[] = [];
  for (const path of ['objects/', 'manifest/']) {
    let next = '';
    do {
      const url = `${base}/cti/${path}?limit=2${next === '' ? '' : `&next=${next}`}`;
      const { text, headers, body } = await open.get(who, url);
      const told = Object.entries(headers).filter(([name]) => !/^(date|x-ratelimit-.*)$/.test(name));
      answers.push([text, told]);
      next = body.next ?? '';
    } while (next !== '');
  }
  return JSON.stringify(answers);
}

async function release(stixId: Json, next: Partial<Release>): Promise<void> {
  const { store } = open.hub.parts;
  const entry = store.peek(entryIdOf('north', String(stixId)));
  if (entry === undefined) throw new Error('missing');
  const { created: _, modified: __, ...draft } = entry;
  await store.append([{ ...draft, release: { ...entry.release, ...next } } as EntryDraft], {
    account: 'test',
    as: 'north',
  });
}

describe('failure modes of TAXII and STIX', () => {
  it('1: a relation whose one end is hidden is not there (OpenCTI #11496, #6867)', async () => {
    const [seen, hidden] = [indicator(public_), indicator()];
    const link = relation(seen.id, hidden.id);
    await open.add('north', seen, hidden, link);
    expect((await open.all('south')).ids).toEqual([seen.id]);
    expect((await open.all('north')).ids).toHaveLength(3);
  });

  it('2: an older version that was narrower stays hidden when the object is opened (OpenCTI #6785)', async () => {
    const first = indicator({ name: 'SECRETNAME' });
    await open.add('north', first);
    await open.add('north', { ...first, modified: '2026-01-01T01:00:00.000Z', name: 'Open', ...public_ });
    const url = `${base}/cti/objects/${String(first.id)}/`;
    expect((await open.get('south', `${url}versions/`)).body.versions).toEqual(['2026-01-01T01:00:00.000Z']);
    for (const path of ['?match[version]=all', '?match[version]=first'])
      expect((await open.get('south', url + path)).text).not.toContain('SECRETNAME');
    expect((await open.get('north', `${url}?match[version]=all`)).text).toContain('SECRETNAME');
  });

  it('3: what is hidden changes no count, page, date, header or token of others (OpenCTI #3319, #11283)', async () => {
    await open.add('north', ...Array.from({ length: 5 }, () => indicator(public_)));
    const before = await everything('south');
    await open.add('north', indicator(), indicator(), indicator());
    expect(await everything('south')).toBe(before);
  });

  it('3b: dates leave no gap where something hidden stands between', async () => {
    const [a, b, c] = [indicator(public_), indicator(), indicator(public_)];
    await open.add('north', a, b, c);
    const { body } = await open.get('south', `${base}/cti/manifest/`);
    const us = (body.objects ?? []).map(({ date_added }) => Number(String(date_added).slice(-7, -1)));
    expect(us[1] - us[0]).toBe(1);
  });

  it('4: no object names a hidden one in its references (OpenCTI #6745)', async () => {
    const [seen, hidden] = [indicator(public_), indicator()];
    const both = report(seen.id, hidden.id);
    await open.add('north', seen, hidden, both);
    const { objects } = await open.all('south');
    expect(JSON.stringify(objects)).not.toContain(String(hidden.id));
    expect(objects.find(({ id }) => id === both.id)?.object_refs).toEqual([seen.id]);
  });

  it('5: what is asked for since a time stays within collection and filters (OpenCTI #10090)', async () => {
    await open.add('north', indicator(public_), report(`indicator--${randomUUID()}`));
    const since = '&added_after=2020-01-01T00:00:00Z';
    expect((await open.all('south', `${since}&match[type]=report`)).objects.map(({ type }) => type)).toEqual([
      'report',
    ]);
    expect((await open.all('south', since, 2, 'findings')).ids).toEqual([]);
  });

  it('6: a relation keeps its markings, and one without has none but its giver (OpenCTI #785, #6068)', async () => {
    const [a, b] = [indicator(public_), indicator(public_)];
    const { object_marking_refs: _, ...unmarked } = relation(a.id, b.id);
    const marked = relation(b.id, a.id);
    await open.add('north', a, b, unmarked, marked);
    const { objects } = await open.all('south');
    expect(objects).toHaveLength(3);
    expect(objects.find(({ id }) => id === marked.id)?.object_marking_refs).toEqual([clear]);
  });

  it('7: no header of a request widens an answer (PYSEC-2026-3445)', async () => {
    await open.add('north', indicator());
    const plain = await open.get('south', `${base}/cti/objects/`);
    for (const [name, value] of [
      ['x-forwarded-user', 'north'],
      ['x-tlp', 'RED'],
      ['x-commonwatch-party', 'north'],
      ['prefer', 'include=all'],
    ])
      expect((await open.get('south', `${base}/cti/objects/`, { [name]: value })).text).toBe(plain.text);
  });

  it('8: what is given and then restricted is on no later page (OpenCTI #9160)', async () => {
    const given = Array.from({ length: 4 }, () => indicator(public_));
    await open.add('north', ...given);
    const first = await open.get('south', `${base}/cti/objects/?limit=2`);
    await release(given[2].id, { tlp: 'RED', audience: { kind: 'owner' } });
    const { body } = await open.get('south', `${base}/cti/objects/?limit=2&next=${String(first.body.next)}`);
    expect(body.objects?.map(({ id }) => id)).toEqual([given[3].id]);
  });

  it('10: a part that is marked more strictly than its object keeps the whole back (CVE-2026-95683)', async () => {
    const part = { granular_markings: [{ marking_ref: red, selectors: ['description'] }] };
    await open.add('north', indicator({ ...public_, ...part }));
    expect((await open.all('south')).ids).toEqual([]);
  });

  it('12: an audience that is missing, unknown or another’s leaves an object with its giver (CVE-2026-85533)', async () => {
    const wide: Release = { ...ownerOnly('north'), tlp: 'CLEAR', audience: { kind: 'public' } };
    const stated = (value: Json) =>
      indicator({
        ...public_,
        extensions: { [releaseExtension]: { extension_type: 'property-extension', release: value } },
      });
    const { audience: _, ...without } = writeRelease(wide);
    await open.add(
      'north',
      stated(without as Json),
      stated({ ...writeRelease(wide), audience: { kind: 'everyone' } } as Json),
      stated(writeRelease({ ...wide, owner: 'south' }) as Json),
      indicator({ object_marking_refs: [clear, `marking-definition--${randomUUID()}`] }),
    );
    expect((await open.all('south')).ids).toEqual([]);
    expect((await open.all('north')).ids).toHaveLength(4);
  });

  it('13: whoever gives another’s id changes only what is its own (CVE-2026-56424)', async () => {
    const theirs = indicator(public_);
    await open.add('north', theirs);
    const forged = { ...theirs, modified: '2026-01-01T02:00:00.000Z', name: 'Forged' };
    await open.add('south', forged);
    const url = `${base}/cti/objects/${String(theirs.id)}/`;
    for (const who of ['north', 'hub']) expect((await open.get(who, url)).body.objects).toEqual([theirs]);
    expect((await open.get('south', url)).body.objects).toEqual([forged]);
    await open.ask('south', 'DELETE', url);
    expect((await open.get('north', url)).body.objects).toEqual([theirs]);
  });

  it('15: a member that leaves a group loses its objects at once (OpenCTI #10899)', async () => {
    const { store } = open.hub.parts;
    const from = '2026-01-02T00:00:00.000Z';
    const names = { en: 'C', ja: 'C' };
    await store.groups.put({ id: 'circle', name: names, versions: [{ from, members: ['south'] }] }, 'test');
    const object = indicator();
    await open.add('north', object);
    await release(object.id, { tlp: 'GREEN', audience: { kind: 'named', parties: [], groups: ['circle'] } });
    expect((await open.all('south')).ids).toEqual([object.id]);
    await store.groups.addVersion('circle', { from, members: [] }, 'test');
    expect((await open.all('south')).ids).toEqual([]);
  });

  it('17: the manifest tells of what the objects give, and of nothing else (OpenCTI #6033)', async () => {
    const [seen, hidden] = [indicator(public_), indicator()];
    await open.add('north', seen, hidden, report(seen.id, hidden.id), relation(seen.id, hidden.id));
    const { body } = await open.get('south', `${base}/cti/manifest/`);
    expect((body.objects ?? []).map(({ id }) => id)).toEqual((await open.all('south')).ids);
  });

  it('an answer has no ETag and no Last-Modified that would tell of changes to hidden objects', async () => {
    await open.add('north', indicator(public_));
    for (const path of ['', 'cti/', 'cti/objects/', 'cti/manifest/']) {
      const { headers } = await open.get('south', `${base}/${path}`);
      expect(headers.etag).toBeUndefined();
      expect(headers['last-modified']).toBeUndefined();
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it('what is hidden, what was deleted and what never was give the same answer', async () => {
    const [hidden, deleted] = [indicator(), indicator(public_)];
    await open.add('north', hidden, deleted);
    await open.ask('north', 'DELETE', `${base}/cti/objects/${String(deleted.id)}/`);
    const answers = new Set<string>();
    for (const id of [hidden.id, deleted.id, `indicator--${randomUUID()}`])
      for (const method of ['GET', 'DELETE'] as const) {
        const { status, text } = await open.ask('south', method, `${base}/cti/objects/${String(id)}/`);
        answers.add(JSON.stringify([status, text]));
      }
    expect(answers.size).toBe(1);
  });
});
