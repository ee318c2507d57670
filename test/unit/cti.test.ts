/** The CTI room through the hub: search, patterns against what is held, graph, sightings and the brief. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { clear, indicator, openTaxii } from '../leaks/taxii.ts';
import type { StixObject, TaxiiHub } from '../leaks/taxii.ts';
import { entryIdOf } from '../../src/cti/index.ts';
import type { GraphAnswer, ObjectList, ObjectPage } from '../../src/cti/api.ts';

// A hub opens its files before each: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let open: TaxiiHub;
beforeAll(async () => {
  open = await openTaxii();
});
afterAll(() => open.close());

async function api<T>(
  who: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ status: number; body: T }> {
  const answer = await open.hub.app.inject({
    method,
    url: `/api/cti${path}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${open.tokens[who]}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json() as T };
}

const at = { spec_version: '2.1', created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' };
const marks = { object_marking_refs: [clear] };
const beacon = indicator({ name: 'Beacon of a loader', ...marks });
const domain = { type: 'domain-name', id: `domain-name--${randomUUID()}`, value: 'beacon.example', ...marks };
const other = {
  type: 'domain-name',
  id: `domain-name--${randomUUID()}`,
  value: 'harmless.example',
  ...marks,
};
const hidden = { type: 'domain-name', id: `domain-name--${randomUUID()}`, value: 'beacon.example' };
const malware = {
  type: 'malware',
  id: `malware--${randomUUID()}`,
  ...at,
  is_family: true,
  name: 'Loader',
  ...marks,
};
const indicates: StixObject = {
  type: 'relationship',
  id: `relationship--${randomUUID()}`,
  ...at,
  relationship_type: 'indicates',
  source_ref: beacon.id,
  target_ref: malware.id,
  ...marks,
};
const path = (object: StixObject) => `/objects/${entryIdOf('north', String(object.id))}`;

describe('cyber threat intelligence', () => {
  it('is found by its words and by its kind', async () => {
    await open.add('north', beacon, domain, other, hidden, malware, indicates);
    const found = (await api<ObjectList>('south', 'GET', '/objects?q=loader')).body.objects;
    expect(found.map(({ kind }) => kind).sort()).toEqual(['indicator', 'malware']);
    const domains = (await api<ObjectList>('south', 'GET', '/objects?kind=domain-name')).body.objects;
    expect(domains).toHaveLength(2);
    expect((await api<ObjectList>('north', 'GET', '/objects?kind=domain-name')).body.objects).toHaveLength(3);
  });

  it('tells what a pattern matches of what its reader sees', async () => {
    const matches = async (who: string) => (await api<ObjectPage>(who, 'GET', path(beacon))).body.matches;
    expect((await matches('south'))?.matches.map(({ stixId }) => stixId)).toEqual([domain.id]);
    expect((await matches('north'))?.matches).toHaveLength(2);
    expect((await api<ObjectPage>('south', 'GET', path(malware))).body.matches).toBeUndefined();
  });

  it('draws what hangs together', async () => {
    const { body } = await api<GraphAnswer>('south', 'GET', `${path(malware)}/graph`);
    expect(body.nodes.map(({ line }) => line.stixId).sort()).toEqual(
      [String(malware.id), String(beacon.id)].sort(),
    );
    expect(body.edges).toEqual([
      expect.objectContaining({ from: entryIdOf('north', String(beacon.id)), label: 'indicates' }),
    ]);
  });

  it('notes a sighting, for its own party alone until it is released', async () => {
    const body = {
      count: 3,
      firstSeen: '2026-01-01T01:00:00Z',
      lastSeen: '2026-01-01T02:00:00Z',
      note: 'At the gateway',
    };
    expect((await api('hub', 'POST', `${path(beacon)}/sightings`, body)).status).toBe(200);
    const seen = async (who: string) =>
      (await api<ObjectPage>(who, 'GET', path(beacon))).body.sightings.map(({ count, note }) => [
        count,
        note,
      ]);
    expect(await seen('hub')).toEqual([[3, 'At the gateway']]);
    expect(await seen('south')).toEqual([]);
    const mine = (await open.all('hub', '&match[type]=sighting')).objects;
    expect(mine.map(({ sighting_of_ref, count }) => [sighting_of_ref, count])).toEqual([[beacon.id, 3]]);
    const late = { ...body, lastSeen: '2025-12-31T00:00:00Z' };
    expect((await api('hub', 'POST', `${path(beacon)}/sightings`, late)).status).toBe(400);
  });

  it('answers alike for what is hidden and what never was', async () => {
    for (const suffix of ['', '/graph']) {
      const [a, b] = [hidden, { ...hidden, id: `domain-name--${randomUUID()}` }].map(
        (each) => `${path(each)}${suffix}`,
      );
      const [one, two] = [await api<object>('south', 'GET', a), await api<object>('south', 'GET', b)];
      const normal = (answer: object, id: string) =>
        JSON.stringify(answer).replaceAll(id.split('/')[2], 'ID');
      expect(one.status).toBe(404);
      expect(normal(one, a)).toBe(normal(two, b));
    }
  });

  it('is in the brief, with its sources', async () => {
    const answer = await open.hub.app.inject({
      url: '/api/brief?since=2020-01-01T00:00:00Z',
      headers: { host: '127.0.0.1', authorization: `Bearer ${open.tokens.south}` },
    });
    expect(answer.payload).toContain('cti.section.title');
    expect(answer.payload).toContain('Beacon of a loader');
    expect(answer.payload).not.toContain(String(entryIdOf('north', hidden.id)));
  });
});
