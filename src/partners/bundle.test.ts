import { createHash } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, EntryDraft } from '../core/index.ts';
import {
  WorldClock,
  carry,
  findingFor,
  link,
  openTestHubOf,
  release,
  seenBy,
} from '../../test/worlds/hubs.ts';
import type { TestHub } from '../../test/worlds/hubs.ts';
import { openIdentity } from './card.ts';

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
  await link(a, c);
  await link(b, c);
});
afterEach(() => Promise.all([a, b, c].map((hub) => hub.close())));

async function put(hub: TestHub, ...drafts: EntryDraft[]): Promise<readonly Entry[]> {
  clock.utcMs += 1000;
  return hub.store.append(drafts, { account: 'test' });
}

const forB = () => release('astoria', ['borealia']);
const fileForB = async (...names: string[]) => {
  await put(a, ...names.map((name) => findingFor(name, forB())));
  return (await a.partners.exportBundle('borealia')).bytes;
};

describe('a bundle', () => {
  it('carries what a line would, and an answer carries the acknowledgement', async () => {
    const bytes = await fileForB('one', 'two');
    const inspected = await b.partners.inspectBundle(bytes);
    expect(inspected).toMatchObject({
      manifest: { from: 'astoria', to: 'borealia', first: 1, last: 2 },
      contents: { put: 2, revoke: 0, erase: 0, withheld: 0 },
    });
    expect(inspected.refusal).toBeUndefined();
    expect(seenBy(b, 'borealia')).toEqual([]);
    await b.partners.importBundle(bytes);
    expect(seenBy(b, 'borealia')).toHaveLength(2);
    expect(a.partners.list()[0].sent).toMatchObject({ n: 2, exported: 2, acknowledged: 0 });
    await a.partners.importBundle((await b.partners.exportBundle('astoria')).bytes);
    expect(a.partners.list()[0].sent.acknowledged).toBe(2);
    // The line goes on where the file ended.
    expect(await carry(a, b)).toBe(0);
  });

  it('says nothing in the clear of what it holds', async () => {
    const bytes = Buffer.from(await fileForB('SECRETWORD'));
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    for (const word of ['SECRETWORD', 'astoria', 'borealia', 'finding'])
      expect(bytes.includes(word)).toBe(false);
  });

  it('is imported once', async () => {
    const bytes = await fileForB('one');
    await b.partners.importBundle(bytes);
    const before = await b.store.describe();
    await expect(b.partners.importBundle(bytes)).rejects.toMatchObject({ code: 'bundle.replay' });
    expect((await b.partners.inspectBundle(bytes)).refusal?.code).toBe('bundle.replay');
    expect(await b.store.describe()).toEqual(before);
  });

  it('is not imported while one before it is missing', async () => {
    const first = await fileForB('one');
    const second = await fileForB('two');
    const third = await fileForB('three');
    await expect(b.partners.importBundle(second)).rejects.toMatchObject({ code: 'bundle.gap' });
    await b.partners.importBundle(first);
    await expect(b.partners.importBundle(third)).rejects.toMatchObject({ code: 'bundle.gap' });
    expect(seenBy(b, 'borealia')).toHaveLength(1);
    await b.partners.importBundle(second);
    await b.partners.importBundle(third);
    expect(seenBy(b, 'borealia')).toHaveLength(3);
  });

  it('that was lost is made again, together with what came since', async () => {
    await fileForB('lost');
    await fileForB('lost too');
    await put(a, findingFor('three', forB()));
    const { bytes, manifest } = await a.partners.exportBundle('borealia', { again: true });
    expect([manifest.first, manifest.last]).toEqual([1, 3]);
    await b.partners.importBundle(bytes);
    expect(seenBy(b, 'borealia')).toHaveLength(3);
  });

  it('made again does not hold what was taken back meanwhile', async () => {
    await fileForB('SECRETWORD');
    const [entry] = a.store.view(a.store.viewer('astoria')).entries({}).for('astoria').entries;
    await put(a, { ...findingFor('SECRETWORD', release('astoria', [])), id: entry.id });
    const { bytes } = await a.partners.exportBundle('borealia', { again: true });
    expect((await b.partners.inspectBundle(bytes)).contents).toMatchObject({
      put: 0,
      withheld: 1,
      revoke: 1,
    });
    await b.partners.importBundle(bytes);
    expect(b.store.peek(entry.id)).toBeUndefined();
  });

  it('for another hub is refused there, also when it was encrypted anew', async () => {
    const bytes = await fileForB('one');
    await expect(c.partners.importBundle(bytes)).rejects.toMatchObject({ code: 'bundle.wrong-recipient' });
    // Borealia opens it and encrypts it for Cantor, as if Astoria had sent it there.
    const decrypter = new Decrypter();
    decrypter.addIdentity(await openIdentity(b.folder));
    const encrypter = new Encrypter();
    encrypter.addRecipient(((await c.partners.card()).card as { recipient: string }).recipient);
    const forwarded = await encrypter.encrypt(await decrypter.decrypt(bytes));
    await expect(c.partners.importBundle(forwarded)).rejects.toMatchObject({
      code: 'bundle.wrong-recipient',
    });
    expect(seenBy(c, 'cantor')).toEqual([]);
  });

  it('of which any byte was changed is refused', async () => {
    const bytes = await fileForB('one');
    for (let at = 0; at < bytes.length; at += 37) {
      const changed = bytes.slice();
      changed[at] ^= 1;
      await expect(b.partners.importBundle(changed)).rejects.toMatchObject({
        code: expect.stringMatching(/^bundle\.(tampered|unreadable|wrong-recipient)$/),
      });
    }
    await expect(b.partners.importBundle(bytes.slice(0, -1))).rejects.toMatchObject({
      code: 'bundle.tampered',
    });
    const bodyAt = bytes.length - 40;
    const changed = bytes.slice();
    changed[bodyAt] ^= 1;
    await expect(b.partners.importBundle(changed)).rejects.toMatchObject({ code: 'bundle.tampered' });
    expect(seenBy(b, 'borealia')).toEqual([]);
  });

  it('from nobody that was verified, or in the name of one, is refused', async () => {
    const stranger = await openTestHubOf('dorado', clock);
    const twin = await openTestHubOf('astoria', clock);
    try {
      const { card, fingerprint } = await b.partners.card();
      for (const [hub, code] of [
        [stranger, 'bundle.unknown-sender'],
        [twin, 'bundle.tampered'],
      ] as const) {
        await hub.partners.register(card, fingerprint, 'admin');
        await put(hub, findingFor('one', release(hub.party, ['borealia'])));
        const { bytes } = await hub.partners.exportBundle('borealia');
        await expect(b.partners.importBundle(bytes)).rejects.toMatchObject({ code });
      }
    } finally {
      await stranger.close();
      await twin.close();
    }
  });

  it('is refused when it has expired', async () => {
    await put(a, findingFor('one', forB()));
    const { bytes } = await a.partners.exportBundle('borealia', { days: 1 });
    clock.utcMs += 86_400_000;
    await expect(b.partners.importBundle(bytes)).rejects.toMatchObject({ code: 'bundle.expired' });
  });

  it('that is no bundle is said to be none', async () => {
    const noise = createHash('sha512').update('noise').digest();
    await expect(b.partners.importBundle(noise)).rejects.toMatchObject({ code: 'bundle.unreadable' });
  });

  it('is not written for nothing', async () => {
    await fileForB('one');
    await expect(a.partners.exportBundle('borealia')).rejects.toMatchObject({ code: 'bundle.nothing-new' });
  });

  it('may come by turns with a line', async () => {
    await fileForB('one');
    await carry(a, b);
    const bytes = await fileForB('two');
    await b.partners.importBundle(bytes);
    await put(a, findingFor('three', forB()));
    await carry(a, b);
    expect(seenBy(b, 'borealia')).toHaveLength(3);
  });
});
