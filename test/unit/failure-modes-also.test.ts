/**
 * The smaller ways in which others' systems told of what was hidden: the order of a list, its next page, the subject of
 * a notification, 403 where 404 was due, and the time that a refusal takes.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { Entry, EntryDraft, EntryId, Release } from '../../src/core/index.ts';
import type { EntryView } from '../../src/hub/api.ts';
import type { Hub } from '../../src/hub/index.ts';
import { mailMaker } from '../../src/hub/routes/public.ts';
import { Kept } from '../../src/store/kept.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';
import { finding, to as toOf } from '../worlds/store.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let open: Awaited<ReturnType<typeof openTestHub>>;
let hub: Hub;
let token: string;

beforeAll(async () => {
  open = await openTestHub();
  hub = open.hub;
  const { store, accounts } = hub.parts;
  await store.parties.put(
    { id: 'north', name: { en: 'north', ja: 'north' }, level: 'other', clearances: {}, caveats: [] },
    'test',
  );
  const account = await accounts.create({
    account: 'north',
    name: { en: 'n', ja: 'n' },
    party: 'north',
    role: 'desk-officer',
  });
  token = accounts.createToken(account, 'test', ['read', 'watch', 'release'], 1).token;
});
afterAll(() => open.close());

async function ask(method: 'GET' | 'POST', path: string, body?: object) {
  const answer = await hub.app.inject({
    method,
    url: `/api${path}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, text: answer.payload };
}

const list = async (query: string) =>
  JSON.parse((await ask('GET', `/entries${query}`)).text) as { entries: EntryView[]; cursor?: string };
const idsOf = (views: readonly EntryView[]) => views.map(({ entry }) => entry.id);
const north: Release = { ...toOf('north'), owner: testParty };
const alone = ownerOnly(testParty);

async function put(...drafts: EntryDraft[]): Promise<readonly Entry[]> {
  return hub.parts.store.append(drafts, { account: 'test' });
}

describe('also seen in the field', () => {
  it('the order of a list is that of what its reader sees, and no question sorts it otherwise', async () => {
    const [first] = await put(finding('first', north));
    await put(finding('between', alone));
    const [second] = await put(finding('second', north));
    const before = idsOf((await list('?types=finding')).entries);
    expect(before).toEqual([second.id, first.id]);
    // A hidden entry that comes or changes moves nothing.
    const [hidden] = await put(finding('later', alone));
    await put(finding('later', alone, { id: hidden.id, confidence: 99 }));
    expect(idsOf((await list('?types=finding')).entries)).toEqual(before);
    for (const sort of ['sort=confidence', 'order=release.tlp', 'sortby=-body.facts'])
      expect((await ask('GET', `/entries?${sort}`)).status, sort).toBe(400);
  });

  it('a next page is offered only where something visible stands on it, and its token says nothing', async () => {
    const [first] = await put(finding('page one', north));
    const hidden = await put(...Array.from({ length: 20 }, (_, i) => finding(`hidden ${i}`, alone)));
    const [second] = await put(finding('page two', north));
    const pages: EntryId[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(`?types=finding&limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      expect(page.entries).toHaveLength(1);
      pages.push(...idsOf(page.entries));
      cursor = page.cursor;
      if (cursor === undefined) break;
      const plain = `${cursor} ${Buffer.from(cursor, 'base64url').toString('latin1')}`;
      for (const { id } of [first, second, ...hidden]) expect(plain).not.toContain(id.slice(-12));
    } while (pages.length < 50);
    expect(pages.slice(0, 2)).toEqual([second.id, first.id]);
    expect(pages).toHaveLength(4);
  });

  it('the subject of a digest is the same whatever is hidden, and names no entry', async () => {
    const subject = () => mailMaker(hub.parts)('north', 'en', Date.UTC(2026, 0, 1));
    const before = await subject();
    await put(finding('NARROWWORD', alone));
    const after = await subject();
    expect(after?.subject).toBe(before?.subject);
    expect(after?.subject).not.toMatch(/NARROWWORD|--/);
  });

  it('whoever may not see is told 404, and never 403, by every act on an entry', async () => {
    const [hidden] = await put(finding('hidden', alone));
    const missing = 'finding--00000000-0000-5000-8000-000000000000';
    const acts: readonly [string, object][] = [
      ['judgements', { verdict: 'dissent', reason: 'x' }],
      ['release', { audience: { kind: 'public' }, tlp: 'CLEAR', reason: 'x' }],
      ['release/preview', { audience: { kind: 'public' }, tlp: 'CLEAR', reason: 'x' }],
    ];
    for (const [act, body] of acts) {
      const answers = await Promise.all(
        [hidden.id, missing].map(async (id) => {
          const { status, text } = await ask('POST', `/entries/${id}/${act}`, body);
          return [status, text.replaceAll(id, 'ID')];
        }),
      );
      expect(answers[0], act).toEqual(answers[1]);
      expect(answers[0][0], act).not.toBe(403);
    }
  });

  it('a refusal takes no longer for what is there: neither what is hidden nor what is missing is read', async () => {
    const [hidden] = await put(finding('hidden', alone));
    const missing = 'finding--00000000-0000-5000-8000-000000000000';
    const reads = [
      vi.spyOn(Kept.prototype, 'read'),
      vi.spyOn(Kept.prototype, 'readAll'),
      vi.spyOn(Kept.prototype, 'stored'),
    ];
    const readsOf = async (id: string) => {
      for (const spy of reads) spy.mockClear();
      for (const path of ['', '/versions', '/neighbours', '/label'])
        expect((await ask('GET', `/entries/${id}${path}`)).status).toBe(404);
      expect((await ask('GET', `/cap/${id}`)).status).toBe(404);
      return reads.flatMap((spy) => spy.mock.calls.filter(([seq]) => !Array.isArray(seq) || seq.length > 0))
        .length;
    };
    expect(await readsOf(hidden.id)).toBe(0);
    expect(await readsOf(missing)).toBe(0);
    for (const spy of reads) spy.mockRestore();
  });
});
