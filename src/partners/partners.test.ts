import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, EntryDraft, EntryId } from '../core/index.ts';
import {
  WorldClock,
  carry,
  findingFor,
  link,
  openTestHubOf,
  release,
  seenBy,
  settle,
} from '../../test/worlds/hubs.ts';
import type { TestHub } from '../../test/worlds/hubs.ts';
import { relation } from '../../test/worlds/store.ts';
import type { Chunk } from './format.ts';

let clock: WorldClock;
let a: TestHub;
let b: TestHub;
let c: TestHub;

beforeEach(async () => {
  clock = new WorldClock();
  [a, b, c] = await Promise.all(
    ['astoria', 'borealia', 'cantor'].map((party) => openTestHubOf(party, clock)),
  );
  await link(a, b);
  await link(b, c);
});
afterEach(() => Promise.all([a, b, c].map((hub) => hub.close())));

async function put(hub: TestHub, ...drafts: EntryDraft[]): Promise<readonly Entry[]> {
  clock.utcMs += 1000;
  return hub.store.append(drafts, { account: 'test' });
}

const forB = () => release('astoria', ['borealia']);
const chunkFor = (from: TestHub, to: TestHub) =>
  from.partners.chunkAfter(to.party, to.partners.cursor(from.party)) as Promise<Chunk>;

describe('from hub to hub', () => {
  it('a partner gets what it may see, and nothing else', async () => {
    const [seen] = await put(
      a,
      findingFor('seen', forB()),
      findingFor('hidden', release('astoria', ['cantor'])),
    );
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([seen.id]);
    const [copy] = b.store.view(b.store.viewer('borealia')).entriesById([seen.id]).for('borealia');
    expect(copy).toMatchObject({ owner: 'astoria', modified: seen.modified, created: seen.created });
    expect(b.partners.provenance(seen.id)).toMatchObject({ path: ['astoria'], holder: 'astoria' });
  });

  it('nothing goes twice, and nothing goes where nothing changed', async () => {
    await put(a, findingFor('one', forB()));
    expect(await carry(a, b)).toBe(1);
    expect(await carry(a, b)).toBe(0);
    const before = await b.store.describe();
    await put(a, findingFor('two', forB()));
    await carry(a, b);
    expect((await b.store.describe()).seq).toBe(before.seq + 1);
  });

  it('numbers are dense whatever else the hub writes', async () => {
    await put(a, findingFor('one', forB()));
    const first = await chunkFor(a, b);
    await b.partners.receive('astoria', first);
    await put(a, ...Array.from({ length: 30 }, (_, i) => findingFor(`own ${i}`, release('astoria', []))));
    await put(a, findingFor('two', forB()));
    const second = JSON.parse((await chunkFor(a, b)).head);
    expect([second.first, second.last]).toEqual([2, 2]);
  });

  it('a new version follows the old one', async () => {
    const [entry] = await put(a, findingFor('first', forB()));
    await carry(a, b);
    const [newer] = await put(a, { ...findingFor('second', forB()), id: entry.id });
    await carry(a, b);
    expect(b.store.peek(entry.id)?.modified).toBe(newer.modified);
  });

  it('a narrowed release takes the copy back', async () => {
    const [entry] = await put(a, findingFor('narrowed', forB()));
    await carry(a, b);
    await put(a, { ...findingFor('narrowed', release('astoria', [])), id: entry.id });
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([]);
    expect(b.partners.list()[0]).toMatchObject({ party: 'astoria', revoked: 1 });
    await put(a, { ...findingFor('again', forB()), id: entry.id });
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    expect(b.partners.list()[0]).toMatchObject({ revoked: 0 });
  });

  it('leaving a group takes back what was given through it, and coming back gives it again', async () => {
    const group = (members: string[], from: string) => ({ from, members });
    await a.store.groups.put(
      {
        id: 'quad',
        name: { en: 'Quad', ja: 'クアッド' },
        versions: [group(['borealia'], '2026-01-01T00:00:00Z')],
      },
      'admin',
    );
    const audience = { kind: 'named' as const, parties: [], groups: ['quad'] };
    const [entry] = await put(a, findingFor('grouped', { ...forB(), audience }));
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    // The group itself stays with its hub: the copy names its reader.
    expect(JSON.stringify(b.store.peek(entry.id))).not.toContain('quad');
    await a.store.groups.addVersion('quad', group([], '2026-11-21T06:00:00Z'), 'admin');
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([]);
    clock.utcMs += 1000;
    await a.store.groups.addVersion('quad', group(['borealia'], '2026-11-21T06:00:01Z'), 'admin');
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
  });

  it('what was erased is erased at the partner, and does not come back', async () => {
    const [entry] = await put(a, findingFor('erased', forB()));
    const lost = await chunkFor(a, b);
    await carry(a, b);
    await a.store.erase(entry.id, { account: 'admin', reason: 'asked for' });
    await carry(a, b);
    expect(b.store.peek(entry.id)).toBeUndefined();
    await b.partners.receive('astoria', lost);
    expect(b.store.peek(entry.id)).toBeUndefined();
    expect(b.partners.quarantine()).toEqual([]);
  });

  it('what expires is seen no longer, on both hubs, even without a line', async () => {
    const [entry] = await put(a, findingFor('short', { ...forB(), expiresAt: '2026-11-21T07:00:00Z' }));
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    clock.utcMs += 7_200_000;
    expect(seenBy(b, 'borealia')).toEqual([]);
  });

  it('a relation travels only when both its ends are seen, and names nothing hidden', async () => {
    const [one, two] = await put(a, findingFor('one', forB()), findingFor('two', release('astoria', [])));
    const [tie] = await put(a, { ...relation(one.id, two.id, forB()), owner: 'astoria' });
    const [note] = await put(a, findingFor(`beside ${two.id}`, forB()));
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([one.id, note.id].sort());
    expect(JSON.stringify(b.store.peek(note.id))).not.toContain(two.id);
    await put(a, { ...findingFor('two', forB()), id: two.id });
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([one.id, two.id, tie.id, note.id].sort());
    // The text that named it is told again, in the same version.
    expect(JSON.stringify(b.store.peek(note.id))).toContain(two.id);
    expect(b.store.peek(note.id)?.modified).toBe(note.modified);
    expect(b.partners.quarantine()).toEqual([]);
  });
});

describe('on to the next hub', () => {
  beforeEach(async () => {
    await a.store.parties.put(
      { id: 'cantor', name: { en: 'C', ja: 'C' }, level: 'other', clearances: {}, caveats: [] },
      'admin',
    );
    const { card, fingerprint } = await a.partners.card();
    await c.partners.register(card, fingerprint, 'admin');
  });
  const forBoth = (more = {}) => release('astoria', ['borealia', 'cantor'], more);

  it('a partner passes on what the owner lets it, under the signature of the owner', async () => {
    await settle(a, 'borealia', { passesTo: ['cantor'] });
    const [both, alone] = await put(a, findingFor('both', forBoth()), findingFor('alone', forB()));
    await carry(a, b);
    await carry(b, c);
    expect(seenBy(b, 'borealia')).toEqual([both.id, alone.id].sort());
    expect(seenBy(c, 'cantor')).toEqual([both.id]);
    expect(c.partners.provenance(both.id)).toMatchObject({
      path: ['astoria', 'borealia'],
      holder: 'borealia',
    });
    expect(JSON.stringify(c.store.peek(both.id)?.release)).not.toContain('borealia');
  });

  it('a partner that was not told to pass on passes nothing on', async () => {
    await put(a, findingFor('both', forBoth()));
    await carry(a, b);
    await carry(b, c);
    expect(seenBy(c, 'cantor')).toEqual([]);
  });

  it('what is under originator control stays where it was given', async () => {
    await settle(a, 'borealia', { passesTo: ['cantor'] });
    const [entry] = await put(a, findingFor('orcon', forBoth({ orcon: true })));
    await carry(a, b);
    // Its copy over there is signed for nobody else, and names nobody else.
    expect(b.store.sealOf(entry.id)?.onward).toBeUndefined();
    expect(b.store.peek(entry.id)?.release.audience).toMatchObject({ parties: ['borealia'] });
    await carry(b, c);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    expect(seenBy(c, 'cantor')).toEqual([]);
  });

  it('what the owner takes back, it takes back from everyone down the line', async () => {
    await settle(a, 'borealia', { passesTo: ['cantor'] });
    const [entry, other] = await put(a, findingFor('both', forBoth()), findingFor('other', forBoth()));
    await carry(a, b);
    await carry(b, c);
    expect(seenBy(c, 'cantor')).toEqual([entry.id, other.id].sort());
    await put(a, { ...findingFor('both', forB()), id: entry.id });
    await a.store.erase(other.id, { account: 'admin', reason: 'asked for' });
    await carry(a, b);
    await carry(b, c);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    expect(seenBy(c, 'cantor')).toEqual([]);
    expect(c.store.peek(other.id)).toBeUndefined();
  });

  it('what its owner erased is not taken from another either, though it had never come', async () => {
    await link(a, c);
    await settle(a, 'borealia', { passesTo: ['cantor'] });
    const [entry] = await put(a, findingFor('both', forBoth()));
    await carry(a, b);
    await chunkFor(a, c);
    await a.store.erase(entry.id, { account: 'admin', reason: 'asked for' });
    await carry(a, c);
    // Borealia has not heard of it yet, and still passes it on.
    expect(await carry(b, c)).toBe(1);
    expect(c.store.peek(entry.id)).toBeUndefined();
    expect(c.partners.quarantine()).toEqual([]);
  });

  it('what is public goes on from hub to hub', async () => {
    const audience = { kind: 'public' as const };
    const [entry] = await put(a, findingFor('open', { ...forB(), tlp: 'CLEAR', audience }));
    await carry(a, b);
    await carry(b, c);
    expect(seenBy(c, '')).toEqual([entry.id]);
  });
});

describe('what must not be taken', () => {
  it('a chunk that was changed, or signed by another', async () => {
    await put(a, findingFor('one', forB()));
    const chunk = await chunkFor(a, b);
    const [payload] = chunk.payloads;
    const changed = { ...payload, body: payload?.body.replace('one', 'two') } as typeof payload;
    const refused = (value: unknown) => b.partners.receive('astoria', value);
    await expect(refused({ ...chunk, payloads: [changed] })).rejects.toMatchObject({ code: 'chunk.forged' });
    const head = chunk.head.replace('"first":1', '"first":2').replace('"last":1', '"last":2');
    await expect(refused({ ...chunk, head })).rejects.toMatchObject({ code: 'chunk.forged' });
    await expect(c.partners.receive('borealia', chunk)).rejects.toMatchObject({ code: 'chunk.forged' });
    expect(seenBy(b, 'borealia')).toEqual([]);
    expect(b.partners.list()[0].received.problem?.code).toBe('chunk.forged');
  });

  it('an entry of ours, or of an owner who did not sign it', async () => {
    // Borealia makes up an entry of Astoria's, signs it as its own hub does, and gives it to Cantor.
    const [forged] = await b.store.append([findingFor('made up', release('astoria', ['cantor']))], {
      account: 'x',
      as: 'astoria',
    });
    const [ours] = await b.store.append([findingFor('made up', release('cantor', ['cantor', 'borealia']))], {
      account: 'x',
      as: 'cantor',
    });
    await carry(b, c);
    expect(seenBy(c, 'cantor')).toEqual([]);
    expect(c.store.peek(ours.id)).toBeUndefined();
    expect(c.partners.quarantine().map(({ code, entry }) => [code, entry])).toEqual([
      ['copy.unknown-owner', forged.id],
    ]);
  });

  it('a second content of one version: it is kept apart and shown', async () => {
    const [entry] = await put(a, findingFor('one', forB()));
    await carry(a, b);
    // A copy of Astoria's hub goes on by itself, from before the entry was written.
    const twin = await openTestHubOf('astoria', clock);
    try {
      const [other] = await twin.store.append([{ ...findingFor('other', forB()), id: entry.id }], {
        account: 'test',
      });
      expect(other.modified).toBe(entry.modified);
      await link(twin, b);
      clock.utcMs += 1;
      await carry(twin, b);
      expect(b.partners.quarantine()).toMatchObject([{ code: 'copy.fork', entry: entry.id }]);
      expect(JSON.stringify(b.store.peek(entry.id))).toContain('one');
    } finally {
      await twin.close();
    }
  });

  it('a hub whose fingerprint nobody compared', async () => {
    const { card } = await c.partners.card();
    await a.partners.register(card, undefined, 'admin');
    await expect(async () =>
      a.partners.chunkAfter('cantor', c.partners.cursor('borealia')),
    ).rejects.toMatchObject({
      code: 'partner.unverified',
    });
    await expect(a.partners.register(card, '0000 1111', 'admin')).rejects.toMatchObject({
      code: 'partner.fingerprint',
    });
  });
});

describe('keys', () => {
  it('a new key is followed when the old one vouches for it', async () => {
    await put(a, findingFor('one', forB()));
    await carry(a, b);
    await a.store.rotateKey();
    const [second] = await put(a, findingFor('two', forB()));
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toContain(second.id);
  });

  it('a key that nobody vouches for needs an administrator', async () => {
    const twin = await openTestHubOf('astoria', clock);
    try {
      const { card, fingerprint } = await b.partners.card();
      await twin.partners.register(card, fingerprint, 'admin');
      // Its newer key is vouched for by a key that nobody knows here.
      await twin.store.rotateKey();
      const [entry] = await put(twin, findingFor('one', forB()));
      await expect(carry(twin, b)).rejects.toMatchObject({ code: 'chunk.forged' });
      const own = await twin.partners.card();
      await expect(b.partners.register(own.card, undefined, 'admin')).rejects.toMatchObject({
        code: 'partner.fingerprint',
      });
      await b.partners.register(own.card, own.fingerprint, 'admin');
      await carry(twin, b);
      expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    } finally {
      await twin.close();
    }
  });
});

describe('breaks', () => {
  it('a chunk may come twice, and before its turn', async () => {
    const ids: EntryId[] = [];
    const chunks: Chunk[] = [];
    for (const name of ['one', 'two', 'three']) {
      ids.push((await put(a, findingFor(name, forB())))[0].id);
      chunks.push((await a.partners.chunkFrom('borealia', ids.length)) as Chunk);
    }
    expect((await b.partners.receive('astoria', chunks[2])).state).toBe('parked');
    expect((await b.partners.receive('astoria', chunks[2])).state).toBe('parked');
    expect(b.partners.list()[0].received).toMatchObject({ n: 0, parked: 1 });
    expect((await b.partners.receive('astoria', chunks[0])).state).toBe('applied');
    expect((await b.partners.receive('astoria', chunks[1])).cursor.n).toBe(3);
    expect((await b.partners.receive('astoria', chunks[0])).state).toBe('known');
    expect(seenBy(b, 'borealia')).toEqual(ids.sort());
    expect(await a.partners.chunkAfter('borealia', b.partners.cursor('astoria'))).toBeUndefined();
    expect(a.partners.list()[0].sent).toMatchObject({ n: 3, acknowledged: 3 });
  });

  it('what reads otherwise before it arrived arrives as it reads then', async () => {
    const note = {
      kind: 'judgement' as const,
      by: 'officer',
      at: '2026-11-21T05:00:00Z',
      text: 'for an hour',
    };
    const brief = { ...note, release: { ...forB(), expiresAt: '2026-11-21T07:00:00Z' } };
    const [entry] = await put(a, { ...findingFor('noted', forB()), evidence: [brief] });
    await chunkFor(a, b);
    clock.utcMs += 7_200_000;
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    expect(JSON.stringify(b.store.peek(entry.id))).not.toContain('for an hour');
  });

  it('what was taken back before it arrived does not arrive', async () => {
    const [entry] = await put(a, findingFor('SECRETWORD', forB()));
    await chunkFor(a, b);
    await put(a, { ...findingFor('SECRETWORD', release('astoria', [])), id: entry.id });
    const again = await chunkFor(a, b);
    expect(again.payloads).toEqual([null]);
    await carry(a, b);
    expect(b.store.peek(entry.id)).toBeUndefined();
  });

  it('a partner that lost its place is told everything anew, and what is gone meanwhile is taken back', async () => {
    const [stays, goes] = await put(a, findingFor('stays', forB()), findingFor('goes', forB()));
    await carry(a, b);
    await put(a, { ...findingFor('goes', release('astoria', [])), id: goes.id });
    // Astoria forgets what it sent, as after a restore.
    await a.partners.chunkAfter('borealia', { ...b.partners.cursor('astoria'), n: 77 });
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([stays.id]);
  });
});
