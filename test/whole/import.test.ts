import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIngest } from '../../src/ais/index.ts';
import { ownerOnly } from '../../src/core/index.ts';
import type { Entry, FindingDraft, Release } from '../../src/core/index.ts';
import { loadEarth } from '../../src/feeds/earth.ts';
import { startDetection } from '../../src/hub/detection.ts';
import { rooms } from '../../src/hub/rooms.ts';
import type { JobView } from '../../src/hub/api.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

const tokens: Record<string, string> = {};
let open: Awaited<ReturnType<typeof openTestHub>>;
beforeAll(async () => {
  open = await openTestHub();
  const { parties } = open.hub.parts.store;
  const north = { id: 'north', name: { en: 'North', ja: '北' }, level: 'other', clearances: {}, caveats: [] };
  await parties.put(north as Parameters<typeof parties.put>[0], 'test');
  tokens.officer = await tokenOf('officer', testParty);
  tokens.north = await tokenOf('north', 'north');
});
afterAll(() => open.close());

/** Two ships beside each other for four hours far from any coast, and a line that is no row. */
function meeting(): string {
  const rows = ['datetime,mmsi,lon,lat,sog,cog'];
  for (let minute = 0; minute < 240; minute++)
    for (const ship of [0, 1]) {
      const time = new Date(Date.UTC(2026, 0, 1) + minute * 60_000 + ship * 1000).toISOString();
      rows.push(`${time},${431_000_001 + ship},${140 + ship * 0.001},25,0.4,90`);
    }
  rows.push('not a time,431000001,somewhere,25,0,0');
  return `${rows.join('\n')}\n`;
}

async function tokenOf(name: string, party: string): Promise<string> {
  const { accounts } = open.hub.parts;
  const account = await accounts.create({
    account: name,
    name: { en: name, ja: name },
    party,
    role: 'desk-officer',
  });
  return accounts.createToken(account, 'test', ['read', 'watch', 'release', 'import'], 1).token;
}

async function ask<T>(who: string, url: string, payload?: FormData | object): Promise<T> {
  const headers = { host: '127.0.0.1', authorization: `Bearer ${tokens[who]}` };
  const method = payload === undefined ? 'GET' : 'POST';
  return (await open.hub.app.inject({ method, url: `/api${url}`, headers, payload })).json<T>();
}

const encounters = async (who: string): Promise<Entry[]> => {
  const list = await ask<{ entries: { entry: Entry }[] }>(who, '/entries?kinds=encounter');
  return list.entries.map(({ entry }) => entry);
};

async function upload(who: string): Promise<JobView> {
  const form = new FormData();
  form.append('file', new Blob([meeting()]), 'plan-blue.csv');
  const { id } = await ask<JobView>(who, '/imports', form);
  const job = () => ask<JobView>(who, `/jobs/${id}`);
  const isOver = async () => ['done', 'failed'].includes((await job()).state);
  await expect.poll(isOver, { timeout: 60_000, interval: 200 }).toBe(true);
  return job();
}

/** What the detectors find where a feed brings the same positions. */
function foundByFeed(feed: string): FindingDraft[] {
  const detection = startDetection(rooms, { earth: loadEarth(), areas: [] });
  const ingest = createIngest({
    onPositions: (batch) => detection.push('positions', batch, feed),
    onStatics: (batch) => detection.push('statics', batch, feed),
  });
  ingest.push(new TextEncoder().encode(meeting()));
  ingest.end();
  detection.end();
  return detection.take();
}

const audience: Release['audience'] = { kind: 'named', parties: ['north'], groups: [] };

describe('an uploaded file', () => {
  it('is read into findings of its sender’s party, and what was refused is said', async () => {
    const { report, state } = await upload('officer');
    expect(state).toBe('done');
    expect(report).toMatchObject({ file: 'plan-blue.csv', read: 481, taken: 480, vessels: 2 });
    expect(report?.refused.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    expect(report?.findings).toBeGreaterThan(0);
    expect((await encounters('officer')).map(({ owner }) => owner)).toEqual([testParty]);
  });

  it('is its sender’s alone until released, does not say its name, and is taken back by a further upload', async () => {
    const [found] = await encounters('officer');
    expect(JSON.stringify(found)).not.toContain('plan-blue');
    expect(await encounters('north')).toEqual([]);
    await ask('officer', `/entries/${found.id}/release`, { tlp: 'AMBER', audience });
    expect((await encounters('north')).map(({ id }) => id)).toEqual([found.id]);
    await upload('officer');
    expect(await encounters('north')).toEqual([]);
  });

  it('may be a partner’s, who then owns what is found', async () => {
    expect((await upload('north')).state).toBe('done');
    expect((await encounters('north')).map(({ owner }) => owner)).toEqual(['north']);
    expect((await encounters('officer')).map(({ owner }) => owner)).toEqual([testParty]);
  });

  it('revises nothing that feeds found in the same positions and that was released', async () => {
    const { pipeline, store } = open.hub.parts;
    const release: Release = { ...ownerOnly(testParty), tlp: 'AMBER', audience };
    const coast = { id: 'coast', release, share: 'at-once' } as const;
    const drafts = foundByFeed('coast').map((draft) => pipeline.findingEntry(draft, [coast], testParty));
    await store.append(drafts, { account: 'test' });
    const before = (await encounters('north')).filter(({ owner }) => owner === testParty);
    expect(before).toHaveLength(1);
    await upload('officer');
    const after = (await encounters('north')).filter(({ owner }) => owner === testParty);
    expect(after).toEqual(before);
  });
});

describe('positions of a feed of which nothing is known', () => {
  it('take a released finding back, and let none be released', async () => {
    const { pipeline, store } = open.hub.parts;
    const [draft] = foundByFeed('gone');
    expect(store.peek(draft.id)?.release.audience).toEqual(audience);
    const revision = pipeline.findingEntry(draft, [], testParty);
    expect(revision.release.audience).toEqual({ kind: 'owner' });
    await store.append([revision], { account: 'test' });
    const asked = { tlp: 'AMBER', audience };
    const refused = await ask<{ code: string }>('officer', `/entries/${draft.id}/release`, asked);
    expect(refused.code).toBe('release.wider-than-evidence');
  });
});
