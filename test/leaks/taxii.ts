/** A hub with parties north and south, spoken to in TAXII 2.1 as their tools do. */
import { randomUUID } from 'node:crypto';
import type { Json } from '../../src/core/index.ts';
import type { Hub } from '../../src/hub/index.ts';
import { openTestHub, testParty } from './hub.ts';

export const media = 'application/taxii+json;version=2.1';
export const base = '/taxii2/hub/collections';
export type StixObject = Record<string, Json>;

export const clear = 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487';
export const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb';
export const red = 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1';

export interface TaxiiAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, Json> & { objects?: StixObject[]; next?: string; more?: boolean };
}

export interface TaxiiHub {
  readonly hub: Hub;
  readonly tokens: Readonly<Record<string, string>>;
  readonly ask: (
    who: string,
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ) => Promise<TaxiiAnswer>;
  readonly get: (who: string, url: string, headers?: Record<string, string>) => Promise<TaxiiAnswer>;
  readonly add: (who: string, ...objects: readonly unknown[]) => Promise<TaxiiAnswer>;
  /** Every object of a collection, page by page, with the dates of its pages. */
  readonly all: (
    who: string,
    query?: string,
    limit?: number,
    collection?: string,
  ) => Promise<{ objects: StixObject[]; dates: string[]; ids: string[] }>;
  readonly close: () => Promise<void>;
}

export async function openTaxii(): Promise<TaxiiHub> {
  const { hub, close } = await openTestHub();
  const tokens: Record<string, string> = {};
  const { store, accounts } = hub.parts;
  for (const id of ['north', 'south'])
    await store.parties.put(
      { id, name: { en: id, ja: id }, level: 'other', clearances: {}, caveats: [] },
      'test',
    );
  for (const [name, party] of [
    ['hub', testParty],
    ['north', 'north'],
    ['south', 'south'],
  ]) {
    const account = await accounts.create({
      account: name,
      name: { en: name, ja: name },
      party,
      role: 'desk-officer',
      password: 'a long password',
    });
    tokens[name] = accounts.createToken(account, 'test', ['read', 'import', 'release', 'watch'], 1).token;
  }
  const ask: TaxiiHub['ask'] = async (who, method, url, options = {}) => {
    const answer = await hub.app.inject({
      method,
      url,
      headers: {
        host: '127.0.0.1',
        accept: media,
        ...(who === '' ? {} : { authorization: `Bearer ${tokens[who]}` }),
        ...(options.body === undefined ? {} : { 'content-type': media }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { payload: JSON.stringify(options.body) }),
    });
    return {
      status: answer.statusCode,
      text: answer.payload,
      headers: answer.headers,
      body: answer.json() as TaxiiAnswer['body'],
    };
  };
  const get: TaxiiHub['get'] = (who, url, headers) => ask(who, 'GET', url, { headers });
  const all: TaxiiHub['all'] = async (who, query = '', limit = 2, collection = 'cti') => {
    const objects: StixObject[] = [];
    const dates: string[] = [];
    let next = '';
    do {
      const url = `${base}/${collection}/objects/?limit=${limit}${query}${next === '' ? '' : `&next=${next}`}`;
      const { body, headers, status } = await get(who, url);
      if (status !== 200) throw new Error(`${url} answers ${status}`);
      objects.push(...(body.objects ?? []));
      if (body.objects !== undefined)
        dates.push(String(headers['x-taxii-date-added-first']), String(headers['x-taxii-date-added-last']));
      next = body.next ?? '';
    } while (next !== '');
    return { objects, dates, ids: objects.map(({ id }) => String(id)) };
  };
  const add: TaxiiHub['add'] = (who, ...objects) =>
    ask(who, 'POST', `${base}/cti/objects/`, { body: { objects } });
  return { hub, tokens, ask, get, add, all, close };
}

export function indicator(more: StixObject = {}): StixObject {
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${randomUUID()}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name: 'A beacon',
    description: 'Seen twice',
    indicator_types: ['malicious-activity'],
    pattern: "[domain-name:value = 'beacon.example']",
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    ...more,
  };
}
