/**
 * The failure modes of `failure-modes.test.ts` on the way from hub to hub, and those of synchronisation itself. A mode's
 * name is its test's name; `npm run nightly -- protections hub` removes the protection of each.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownerOnly } from '../../src/core/index.ts';
import type { Entry, EntryDraft } from '../../src/core/index.ts';
import type { Chunk } from '../../src/partners/index.ts';
import { WorldClock, carry, findingFor, link, openTestHubOf, release, seenBy } from '../worlds/hubs.ts';
import type { TestHub } from '../worlds/hubs.ts';
import { relation } from '../worlds/store.ts';

let clock: WorldClock;
let a: TestHub;
let b: TestHub;
beforeEach(async () => {
  clock = new WorldClock();
  [a, b] = await Promise.all(['astoria', 'borealia'].map((party) => openTestHubOf(party, clock)));
  await link(a, b);
});
afterEach(() => Promise.all([a, b].map((hub) => hub.close())));

async function put(...drafts: EntryDraft[]): Promise<readonly Entry[]> {
  clock.utcMs += 1000;
  return a.store.append(drafts, { account: 'test' });
}
const forB = (more = {}) => release('astoria', ['borealia'], more);
const alone = release('astoria', []);
const next = () => a.partners.chunkAfter('borealia', b.partners.cursor('astoria')) as Promise<Chunk>;
const text = async () => JSON.stringify((await next()) ?? {});

describe('failure modes seen in the field, from hub to hub', () => {
  it('1 and 4: a relation with a hidden end does not leave, and no hidden id leaves in what does', async () => {
    const [seen, hidden] = await put(findingFor('seen', forB()), findingFor('hidden', alone));
    await put(
      { ...relation(seen.id, hidden.id, forB()), owner: 'astoria' },
      findingFor(`beside ${hidden.id}`, forB()),
    );
    const said = await text();
    expect(said).toContain(seen.id);
    expect(said).not.toContain(hidden.id);
    expect(said).not.toContain('relation--');
  });

  it('4: evidence under a narrower marking stays', async () => {
    const evidence = [
      { kind: 'judgement' as const, by: 'x', at: '2026-01-01T00:00:00Z', text: 'NARROWWORD', release: alone },
    ];
    await put(findingFor('seen', forB(), { evidence }));
    const said = await text();
    expect(said).toContain('seen');
    expect(said).not.toContain('NARROWWORD');
  });

  it('8: what was created and then restricted does not leave, however the chunk was lost before', async () => {
    const [entry] = await put(findingFor('SECRETWORD', forB()));
    expect(await text()).toContain('SECRETWORD');
    await put({ ...findingFor('SECRETWORD', alone), id: entry.id });
    expect(await text()).not.toContain('SECRETWORD');
    await carry(a, b);
    expect(b.store.peek(entry.id)).toBeUndefined();
  });

  it('12 and 14: an audience of an empty or unknown group, or of nobody, reaches no hub', async () => {
    await a.store.groups.put({ id: 'empty', name: { en: 'E', ja: 'E' }, versions: [] }, 'admin');
    const named = (groups: string[]) => ({ kind: 'named' as const, parties: [], groups });
    await put(
      findingFor('one', forB({ audience: named(['empty']) })),
      findingFor('two', forB({ audience: named(['unknown']) })),
      findingFor('three', forB({ audience: named([]) })),
      findingFor('four', ownerOnly('astoria')),
    );
    expect(await next()).toBeUndefined();
  });

  it('15: a removal from a group reaches the former recipient, and its hub shows it no longer', async () => {
    const version = (members: string[], from: string) => ({ members, from });
    const versions = [version(['borealia'], '2026-01-01T00:00:00Z')];
    await a.store.groups.put({ id: 'watch', name: { en: 'W', ja: 'W' }, versions }, 'admin');
    const audience = { kind: 'named' as const, parties: [], groups: ['watch'] };
    const [entry] = await put(findingFor('grouped', forB({ audience })));
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    await a.store.groups.addVersion('watch', version([], '2026-11-21T06:00:00Z'), 'admin');
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([]);
  });

  it('15: a group of the same name on the other hub decides nothing about what was received', async () => {
    await b.store.parties.put(
      { id: 'cantor', name: { en: 'C', ja: 'C' }, level: 'other', clearances: {}, caveats: [] },
      'admin',
    );
    const group = (members: string[]) => ({
      id: 'watch',
      name: { en: 'W', ja: 'W' },
      versions: [{ members, from: '2026-01-01T00:00:00Z' }],
    });
    await a.store.groups.put(group(['borealia']), 'admin');
    await b.store.groups.put(group(['cantor']), 'admin');
    const audience = { kind: 'named' as const, parties: [], groups: ['watch'] };
    const [entry] = await put(findingFor('grouped', forB({ audience })));
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toEqual([entry.id]);
    expect(seenBy(b, 'cantor')).toEqual([]);
  });

  it('16: what is for one partner is refused by another, and by nobody taken as from another', async () => {
    await put(findingFor('one', forB()));
    const chunk = await next();
    const c = await openTestHubOf('cantor', clock);
    try {
      await link(a, c);
      await link(b, c);
      await expect(c.partners.receive('astoria', chunk)).rejects.toMatchObject({
        code: 'chunk.wrong-recipient',
      });
      await expect(c.partners.receive('borealia', chunk)).rejects.toMatchObject({ code: 'chunk.forged' });
    } finally {
      await c.close();
    }
  });

  it('also: numbers have no gaps by what is hidden, and nothing is told gone that was never given', async () => {
    const [hidden] = await put(findingFor('hidden', alone));
    await put(findingFor('one', forB()));
    await carry(a, b);
    await a.store.erase(hidden.id, { account: 'admin', reason: 'asked for' });
    await put({ ...findingFor('other', alone) }, findingFor('two', forB()));
    const chunk = await next();
    expect(JSON.parse(chunk.head)).toMatchObject({ first: 2, last: 2 });
    expect(JSON.stringify(chunk)).not.toContain(hidden.id);
  });

  it('also: an erased entry leaves no copy behind, not even in quarantine', async () => {
    const twin = await openTestHubOf('astoria', clock);
    try {
      const [entry] = await put(findingFor('one', forB()));
      await twin.store.append([{ ...findingFor('OTHERWORD', forB()), id: entry.id }], { account: 'test' });
      await carry(a, b);
      await link(twin, b);
      clock.utcMs += 1;
      await carry(twin, b);
      expect(b.partners.quarantine()).toHaveLength(1);
      await twin.store.erase(entry.id, { account: 'admin', reason: 'asked for' });
      await carry(twin, b);
      expect(b.partners.quarantine()).toHaveLength(0);
      expect(b.store.peek(entry.id)).toBeUndefined();
    } finally {
      await twin.close();
    }
  });
});
