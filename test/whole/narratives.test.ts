import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/index.ts';
import { exercisePosts } from '../../src/exercise/index.ts';
import { readAnalysis } from '../../src/hub/analysiscache.ts';
import type { JobView } from '../../src/hub/api.ts';
import { urlOf } from '../../src/hub/exits.ts';
import { defaultSettings } from '../../src/narratives/index.ts';
import type { Analysis, PreviewReport } from '../../src/narratives/index.ts';
import { readTable } from '../../src/store/index.ts';
import { pdfText } from '../fixtures/pdftext.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

const endUtcMs = Date.UTC(2026, 0, 2, 6);
const lines = exercisePosts(5, endUtcMs);
/** Handles as the export has them: of those who post, and of those who are only named. */
const handles = [
  ...new Set([
    ...[...lines.matchAll(/"author":"([^"]+)"/g)].map(([, name]) => name),
    ...[...lines.matchAll(/@([a-z]+_islander\d+)/g)].map(([, name]) => name),
  ]),
].filter((name) => /[a-z]_[a-z]/.test(name));

let open: Awaited<ReturnType<typeof openTestHub>>;
let data: string;
const tokens: Record<string, string> = {};
let collection: Entry;
let analysis: Analysis;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'commonwatch-posts-'));
  open = await openTestHub({ data: join(data, 'hub') });
  const { parties } = open.hub.parts.store;
  const north = { id: 'north', name: { en: 'North', ja: '北' }, level: 'other', clearances: {}, caveats: [] };
  await parties.put(north as Parameters<typeof parties.put>[0], 'test');
  tokens.analyst = await tokenOf('analyst', testParty, ['read', 'watch', 'import', 'release']);
  tokens.second = await tokenOf('second', testParty, ['read', 'watch', 'release']);
  tokens.keeper = await tokenOf('keeper', testParty, ['read', 'administer']);
  tokens.north = await tokenOf('north', 'north', ['read', 'watch', 'import']);
  collection = await ask<Entry>('analyst', 'POST', '/narratives/collections', {
    title: 'Minna',
    zoneMinutes: 540,
    retentionDays: 30,
    settings: defaultSettings,
    note: '',
  });
});
afterAll(async () => {
  await open.close();
  rmSync(data, { recursive: true, force: true });
});

async function tokenOf(
  account: string,
  party: string,
  permissions: readonly ('read' | 'watch' | 'import' | 'release' | 'administer')[],
): Promise<string> {
  const { accounts } = open.hub.parts;
  const role = permissions.includes('administer') ? 'administrator' : 'desk-officer';
  const made = await accounts.create({ account, name: { en: account, ja: account }, party, role });
  return accounts.createToken(made, 'test', [...permissions], 1).token;
}

async function answer(who: string, method: string, url: string, payload?: FormData | object) {
  const headers = { host: '127.0.0.1', authorization: `Bearer ${tokens[who]}` };
  return open.hub.app.inject({ method: method as 'GET', url: `/api${url}`, headers, payload });
}

async function ask<T>(who: string, method: string, url: string, payload?: FormData | object): Promise<T> {
  const { statusCode, body } = await answer(who, method, url, payload);
  if (statusCode >= 300) throw new Error(`${method} ${url}: ${statusCode} ${body}`);
  return JSON.parse(body) as T;
}

function exportForm(text: string, name: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([text]), name);
  return form;
}

async function load(text: string, name: string, fields?: Readonly<Record<string, string>>): Promise<JobView> {
  const started = await ask<JobView>(
    'analyst',
    'POST',
    `/narratives/collections/${collection.id}/files`,
    exportForm(text, name, fields),
  );
  return ended(started.id);
}

async function ended(id: string): Promise<JobView> {
  for (;;) {
    const job = await ask<JobView>('analyst', 'GET', `/jobs/${id}`);
    if (job.state !== 'running' && job.state !== 'waiting') return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const analysisNow = () =>
  ask<Analysis>('analyst', 'GET', `/narratives/collections/${collection.id}/analysis`);

const inspectAll = { depth: null, maxArrayLength: null, maxStringLength: null } as const;

/** Every byte that the hub keeps, its Parquet files and kept analyses as the texts in them. */
async function keptTexts(): Promise<{ name: string; text: string }[]> {
  const folder = join(data, 'hub');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  const found = [];
  for (const name of names) {
    const file = join(folder, name);
    const texts: string[] = [];
    if (name.endsWith('.parquet'))
      await readTable(
        file,
        ['post', 'account', 'text', 'repostOf', 'source'].map((column) => ({
          name: `post_${column}`,
          kind: 'text' as const,
        })),
        (cells) => texts.push(cells.join(' ')),
      );
    if (name.endsWith('.analysis')) texts.push(inspect(readAnalysis(file), inspectAll));
    found.push({ name, text: readFileSync(file, 'latin1') + texts.join('\n') });
  }
  return found;
}

function namedIn(text: string): string[] {
  return handles.filter((handle) => text.includes(handle));
}

describe('an export in the hub', () => {
  it('is looked at before it is read: columns, posts under pseudonyms, and what would be refused', async () => {
    const report = await ask<PreviewReport>(
      'analyst',
      'POST',
      `/narratives/collections/${collection.id}/preview`,
      exportForm(lines.slice(0, 60_000), 'minna.ndjson'),
    );
    expect(report.columns).toContain('created_at');
    expect(report.posts.length).toBe(20);
    expect(report.posts[0].account).toMatch(/^acct-[0-9a-f]{20}$/);
    expect(namedIn(JSON.stringify(report))).toEqual([]);
  });

  it('is read by a job; what is no post is counted by its reason', async () => {
    const job = await load(`${lines}{"id":"x","author":"nobody_here","text":"no time"}\n`, 'minna.ndjson');
    expect(job).toMatchObject({ state: 'done', unit: 'bytes' });
    const { files } = await ask<{ files: unknown }>(
      'analyst',
      'GET',
      `/narratives/collections/${collection.id}`,
    );
    expect(files).toMatchObject([{ refused: [{ reason: 'time-invalid', count: 1 }] }]);
    analysis = await analysisNow();
    expect(analysis.summary.posts).toBeGreaterThan(1000);
    expect(analysis.groups.some(({ verdict }) => verdict === 'coordinated')).toBe(true);
  });

  it('is cancelled whole: nothing of the file stays', async () => {
    const before = (await analysisNow()).summary.posts;
    const started = await ask<JobView>(
      'analyst',
      'POST',
      `/narratives/collections/${collection.id}/files`,
      exportForm(lines.replaceAll('"id":"m', '"id":"again').repeat(40), 'again.ndjson'),
    );
    await ask('analyst', 'DELETE', `/jobs/${started.id}`);
    expect((await ended(started.id)).state).toBe('cancelled');
    expect((await analysisNow()).summary.posts).toBe(before);
  });

  it('is read by a saved mapping, where nothing has the usual names', async () => {
    const mapping = { post: 'nr', account: 'who', time: 'when', text: 'words' };
    await ask('analyst', 'POST', '/narratives/mappings', { name: 'forum', mapping });
    const [saved] = await ask<{ mapping: object }[]>('analyst', 'GET', '/narratives/mappings');
    const csv = 'nr,who,when,words\n1,forum_person1,2026-01-01 10:00:00,Bread on the table tonight for all\n';
    const job = await load(csv, 'forum.csv', { mapping: JSON.stringify(saved.mapping) });
    expect(job.state).toBe('done');
    // Tokyo's time, as the collection says.
    const { posts } = await ask<{ posts: { at: string; text: string }[] }>(
      'analyst',
      'GET',
      `/narratives/collections/${collection.id}/posts?limit=500&from=1200`,
    );
    expect(posts.find(({ text }) => text.startsWith('Bread'))?.at).toBe('2026-01-01T01:00:00.000Z');
  });

  it('is there at once after a restart: what was worked out is kept beside the posts', async () => {
    const before = await analysisNow();
    await open.close();
    const folder = join(data, 'hub', 'posts', collection.id);
    const aside = mkdtempSync(join(data, 'aside-'));
    const tables = readdirSync(folder).filter((name) => name.endsWith('.parquet'));
    // Without the posts, nothing can be worked out.
    for (const name of tables) renameSync(join(folder, name), join(aside, name));
    open = await openTestHub({ data: join(data, 'hub') });
    expect(await analysisNow()).toEqual(before);
    for (const name of tables) renameSync(join(aside, name), join(folder, name));
    const { posts } = await ask<{ posts: unknown[] }>(
      'analyst',
      'GET',
      `/narratives/collections/${collection.id}/posts?limit=5`,
    );
    expect(posts.length).toBe(5);
  });

  it('is nobody else’s: a partner who knows its id is told that there is none', async () => {
    for (const path of ['', '/analysis', '/posts'])
      expect(
        (await answer('north', 'GET', `/narratives/collections/${collection.id}${path}`)).statusCode,
      ).toBe(404);
    const form = exportForm(lines, 'x.ndjson');
    const sent = await answer('north', 'POST', `/narratives/collections/${collection.id}/files`, form);
    expect(sent.statusCode).toBe(404);
  });
});

describe('privacy', () => {
  const group = () =>
    analysis.groups.find(({ verdict }) => verdict === 'coordinated') as Analysis['groups'][0];

  it('keeps no handle in any file, and answers with none by any exit', async () => {
    const path = `/narratives/collections/${collection.id}`;
    await ask('analyst', 'POST', `${path}/groups/${group().id}/keep`);
    const narrative = analysis.narratives[0].id;
    await ask('analyst', 'POST', `${path}/narratives/${narrative}/keep`, { title: 'Kept', note: '' });
    expect(
      (await keptTexts()).flatMap(({ name, text }) => namedIn(text).map((handle) => `${name}: ${handle}`)),
    ).toEqual([]);
    let [asked, pdfs] = [0, 0];
    for (const exit of open.hub.exits) {
      if (exit.method !== 'GET' || exit.kind === 'live') continue;
      const things = exit.path.includes(':thing') ? [group().id, narrative] : [''];
      for (const thing of things)
        for (const who of ['analyst', 'keeper']) {
          const url = urlOf(exit)
            .replace(':id', collection.id)
            .replace(':thing', thing)
            .replace(/^\/api/, '');
          const { body, rawPayload, headers } = await answer(who, 'GET', url);
          const isPdf = headers['content-type'] === 'application/pdf';
          asked += 1;
          pdfs += Number(isPdf);
          expect(namedIn(isPdf ? pdfText(rawPayload) : body), `${exit.name} for ${who}`).toEqual([]);
        }
    }
    expect(asked).toBeGreaterThan(100);
    expect(pdfs).toBeGreaterThan(0);
  }, 120_000);

  it('names nobody where it refuses: broken exports, unknown columns, and what was sent to the wrong place', async () => {
    const path = `/narratives/collections/${collection.id}`;
    const [name] = handles;
    const line = lines.split('\n')[0];
    const broken: Readonly<Record<string, string>> = {
      'cut.ndjson': `${line.slice(0, -20)}\n${line.slice(0, 40)}`,
      'other.csv': `who,what\n${name},@${name} said it\n`,
      'times.csv': `id,author,created_at,text\n1,${name},31/12/2024,@${name} hello\n2,,2026-01-01,by @${name}\n`,
      'words.txt': `@${name} and nothing else`,
      'list.json': `[{"author":"${name}"`,
    };
    const told: string[] = [];
    for (const [file, text] of Object.entries(broken)) {
      told.push((await answer('analyst', 'POST', `${path}/preview`, exportForm(text, file))).body);
      told.push(JSON.stringify(await load(text, file)));
    }
    told.push((await answer('analyst', 'GET', path)).body);
    for (const exit of [
      '/preview',
      '/files',
      '/erase',
      '/reidentify',
      '/groups/x/keep',
      '/narratives/x/keep',
    ])
      told.push((await answer('north', 'POST', `${path}${exit}`, exportForm(lines, 'x.ndjson'))).body);
    expect(told.flatMap(namedIn)).toEqual([]);
    expect(told.filter((text) => /"code":"/.test(text)).length).toBeGreaterThan(5);
  }, 60_000);

  it('tells a handle to an administrator with a reason, on record before it is shown', async () => {
    const path = `/narratives/collections/${collection.id}/reidentify`;
    const body = { accounts: [group().members[0]], reason: 'Asked for by the court, file 12' };
    expect((await answer('analyst', 'POST', path, body)).statusCode).toBe(403);
    expect((await answer('keeper', 'POST', path, { ...body, reason: 'why' })).statusCode).toBe(400);
    const decisions = () => open.hub.parts.store.records({ kind: 'decision', limit: 100 }).records.length;
    const before = decisions();
    const told = await ask<Record<string, string>>('keeper', 'POST', path, body);
    expect(handles).toContain(told[body.accounts[0]]);
    expect(decisions()).toBe(before + 1);
  });

  it('erases an account from posts, handles, and what was kept of it', async () => {
    const [account] = group().members;
    const path = `/narratives/collections/${collection.id}`;
    const findings = () => ask<{ count: number }>('analyst', 'GET', '/count?kinds=coordinated-group');
    expect((await findings()).count).toBe(1);
    const { posts } = await ask<{ posts: number }>('keeper', 'POST', `${path}/erase`, {
      what: { kind: 'account', account },
      reason: 'Asked for by the person, letter of today',
    });
    expect(posts).toBeGreaterThan(0);
    expect((await findings()).count).toBe(0);
    expect(JSON.stringify(await analysisNow())).not.toContain(account);
    const told = await ask<object>('keeper', 'POST', `${path}/reidentify`, {
      accounts: [account],
      reason: 'Whether anything of it is left',
    });
    expect(told).toEqual({});
    for (const { name, text } of await keptTexts())
      if (/\.(parquet|analysis)$/.test(name)) expect(text.includes(account), name).toBe(false);
  });

  it('erases what was read longer ago than the collection is kept', async () => {
    const { parts } = open.hub;
    expect(await parts.collections.expire()).toBe(0);
    parts.clock.set(endUtcMs + 31 * 86_400_000, 0);
    expect(await parts.collections.expire()).toBe(2);
    expect((await analysisNow()).summary.posts).toBe(0);
    expect(readdirSync(join(data, 'hub', 'posts', collection.id))).toEqual([]);
    parts.clock.set(endUtcMs, 0);
  });
});
