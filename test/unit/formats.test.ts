/** Files of others read in through the hub, and lists as files, as clients would. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { Permission, Release } from '../../src/core/index.ts';
import { sharingGroupUuid } from '../../src/exchange/index.ts';
import type { EntryView, JobView } from '../../src/hub/api.ts';
import type { Hub } from '../../src/hub/index.ts';
import { readParquet } from '../fixtures/parquet.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';
import { finding, to as toOf } from '../worlds/store.ts';

// An upload is read in a thread of its own, which loads the house: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let open: Awaited<ReturnType<typeof openTestHub>>;
let hub: Hub;
const tokens: Record<string, string> = {};
const everything: Permission[] = ['read', 'watch', 'release', 'import'];

beforeAll(async () => {
  open = await openTestHub();
  hub = open.hub;
  const { store, accounts } = hub.parts;
  for (const id of ['north', 'south'])
    await store.parties.put(
      { id, name: { en: id, ja: id }, level: 'other', clearances: {}, caveats: [] },
      'test',
    );
  await store.groups.put(
    {
      id: 'allies',
      name: { en: 'Allies', ja: '同盟' },
      versions: [{ from: '2020-01-01T00:00:00.000Z', members: ['north', testParty] }],
    },
    'test',
  );
  for (const [name, party, scopes] of [
    ['officer', testParty, everything],
    ['importer', testParty, ['read', 'import']],
    ['north', 'north', ['read']],
    ['south', 'south', ['read']],
  ] as const) {
    const account = await accounts.create({
      account: name,
      name: { en: name, ja: name },
      party,
      role: 'desk-officer',
    });
    tokens[name] = accounts.createToken(account, 'test', [...scopes], 1).token;
  }
});
afterAll(() => open.close());

async function get<T>(who: string, path: string): Promise<{ status: number; body: T; bytes: Buffer }> {
  const answer = await hub.app.inject({
    method: 'GET',
    url: `/api${path}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${tokens[who]}` },
  });
  const isJson = String(answer.headers['content-type']).startsWith('application/json');
  return {
    status: answer.statusCode,
    body: (isJson ? answer.json() : answer.payload) as T,
    bytes: answer.rawPayload,
  };
}

/** Uploads a file and waits for the job that reads it. */
async function upload(who: string, fileName: string, text: string): Promise<JobView> {
  const boundary = 'x-x-x';
  const answer = await hub.app.inject({
    method: 'POST',
    url: '/api/imports',
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${tokens[who]}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n${text}\r\n--${boundary}--\r\n`,
  });
  const { id } = answer.json() as JobView;
  for (;;) {
    const job = (await get<JobView[]>(who, '/jobs')).body.find((each) => each.id === id);
    if (job !== undefined && !['running', 'waiting'].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const uuid = (n: number) => `5f${String(n).padStart(6, '0')}-0000-4000-8000-000000000000`;
const eventFor = (n: number, more: object) =>
  JSON.stringify({
    Event: {
      uuid: uuid(n),
      info: `Beacon ${n}`,
      date: '2026-01-02',
      Orgc: { uuid: uuid(900 + n), name: `Givers ${n}` },
      Attribute: [
        { uuid: uuid(100 + n), type: 'domain', value: `beacon${n}.example`, to_ids: true, distribution: '5' },
      ],
      ...more,
    },
  });
const toAllies = { distribution: '4', SharingGroup: { uuid: sharingGroupUuid('allies'), name: 'x' } };

async function found(who: string, words: string): Promise<EntryView[]> {
  return (await get<{ entries: EntryView[] }>(who, `/search?q=${encodeURIComponent(words)}`)).body.entries;
}

describe('files of others, uploaded', () => {
  it('MISP events are read, told of in a report, and found by who brought them alone', async () => {
    const job = await upload('officer', 'event.json', eventFor(1, { distribution: '3' }));
    expect(job).toMatchObject({ state: 'done', report: { read: 2, taken: 2 } });
    expect((await found('officer', 'beacon1.example')).length).toBeGreaterThan(0);
    for (const who of ['north', 'south']) expect(await found(who, 'beacon1.example')).toEqual([]);
  });

  it('12: a sharing group is heard of by its members, and only with distribution 4', async () => {
    await upload('officer', 'event.json', eventFor(2, toAllies));
    await upload('officer', 'event.json', eventFor(3, { ...toAllies, distribution: undefined }));
    expect((await found('north', 'beacon2.example')).length).toBeGreaterThan(0);
    expect(await found('south', 'beacon2.example')).toEqual([]);
    expect(await found('north', 'beacon3.example')).toEqual([]);
  });

  it('12b: no file releases for an account that may not', async () => {
    expect((await upload('importer', 'event.json', eventFor(4, toAllies))).report).toMatchObject({
      taken: 2,
    });
    expect((await found('importer', 'beacon4.example')).length).toBeGreaterThan(0);
    expect(await found('north', 'beacon4.example')).toEqual([]);
  });

  it('an alert is found by its words, stands at its place, and reaches nobody else', async () => {
    const alert = `<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>GALE-7</identifier>
<sender>met@weather.example</sender><sent>2026-11-28T00:00:00-00:00</sent><status>Actual</status><msgType>Alert</msgType>
<scope>Public</scope><info><category>Met</category><event>Gale</event><urgency>Expected</urgency><severity>Severe</severity>
<certainty>Likely</certainty><headline>Gale in the narrows</headline><area><areaDesc>Narrows</areaDesc>
<circle>35,135 10</circle></area></info></alert>`;
    expect(await upload('officer', 'alert.xml', alert)).toMatchObject({
      state: 'done',
      report: { taken: 1 },
    });
    const [view] = await found('officer', 'narrows');
    expect(view.title).toBe('met@weather.example says: Gale in the narrows');
    expect(await found('north', 'narrows')).toEqual([]);
    const near = await get<{ entries: EntryView[] }>('officer', '/entries?types=alert&bbox=134,34,136,36');
    expect(near.body.entries.map(({ entry }) => entry.id)).toEqual([view.entry.id]);
    const again = await get<string>('officer', `/cap/${view.entry.id}`);
    expect(again.body).toContain('met@weather.example says: Gale in the narrows');
    expect((await get('north', `/cap/${view.entry.id}`)).status).toBe(404);
  });

  it('what is no event and no alert is refused with its code', async () => {
    expect(await upload('officer', 'x.json', '{"Event": 1, "Attribute": 2}')).toMatchObject({
      error: { code: 'misp.invalid' },
    });
    expect(
      await upload('officer', 'x.xml', '<feed xmlns:c="urn:oasis:names:tc:emergency:cap:1.2"/>'),
    ).toMatchObject({ error: { code: 'cap.invalid' } });
  });
});

describe('a list as a file', () => {
  const release = (...parties: string[]): Release => ({ ...toOf(...parties), owner: testParty });

  it('of Parquet holds the rows of the CSV file, with types, for each reader what it may see', async () => {
    await hub.parts.store.append(
      [
        finding('open', release('north')),
        finding('=cmd, "quoted"\n次', release('north')),
        finding('own', ownerOnly(testParty)),
      ],
      { account: 'test' },
    );
    for (const who of ['officer', 'north', 'south']) {
      const csv = (await get<string>(who, '/exports/findings.csv')).body;
      const { columns, rows, metadata } = await readParquet(
        (await get(who, '/exports/findings.parquet')).bytes,
      );
      expect(columns.join()).toBe(csv.split('\r\n')[0]);
      expect(rows).toHaveLength(who === 'officer' ? 3 : who === 'north' ? 2 : 0);
      for (const row of rows) {
        expect(csv).toContain(String(row[columns.indexOf('id')]));
        expect(row[columns.indexOf('confidence')]).toBeTypeOf('number');
      }
      expect(metadata).toMatchObject({ source: testParty, exercise: 'false' });
    }
    const all = await readParquet((await get('officer', '/exports/findings.parquet')).bytes);
    const titles = all.rows.map((row) => String(row[all.columns.indexOf('title')]));
    expect(titles.some((title) => title.includes('次'))).toBe(true);
  });
});
