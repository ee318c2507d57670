/** Hubs of several parties in one process, each on a folder of its own, with one clock. */
import { rmSync } from 'node:fs';
import { findingType, judgementType, ownerOnly, relationType } from '../../src/core/index.ts';
import type { EntryDraft, EntryId, PartyId, Release } from '../../src/core/index.ts';
import { PartnerHubs } from '../../src/partners/index.ts';
import type { LinkSettings } from '../../src/partners/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Store } from '../../src/store/index.ts';
import { Speaker, coreWords } from '../../src/words/index.ts';
import { finding, startUtcMs, temporaryFolder } from './store.ts';

/** The one clock of a world, ms UTC; time goes on by what a test says, and never stands still between two entries. */
export class WorldClock {
  utcMs = startUtcMs;
  now = (): number => this.utcMs;
}

export interface TestHub {
  readonly party: PartyId;
  readonly folder: string;
  readonly store: Store;
  readonly partners: PartnerHubs;
  readonly clock: WorldClock;
  readonly close: () => Promise<void>;
}

export async function openTestHubOf(
  party: PartyId,
  clock: WorldClock,
  folder = temporaryFolder(),
): Promise<TestHub> {
  const store = await openStore({
    folder,
    party,
    types: [findingType, judgementType, relationType],
    speaker: new Speaker([coreWords]),
    now: clock.now,
    inThread: true,
  });
  if (store.parties.get(party) === undefined)
    await store.parties.put(
      { id: party, name: { en: party, ja: party }, level: 'member-state', clearances: {}, caveats: [] },
      'admin',
    );
  return {
    party,
    folder,
    store,
    partners: new PartnerHubs({ store, now: clock.now }),
    clock,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Both register each other, with the fingerprint as two people compared it. */
export async function link(a: TestHub, b: TestHub): Promise<void> {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ]) {
    const { card, fingerprint } = await from.partners.card();
    await to.partners.register(card, fingerprint, 'admin');
  }
}

export function settle(hub: TestHub, party: PartyId, settings: Partial<LinkSettings>): Promise<void> {
  return hub.partners.change(party, settings, 'admin');
}

/** Carries over what waits from one to the other, as a poll does. @returns how many chunks */
export async function carry(from: TestHub, to: TestHub): Promise<number> {
  for (let chunks = 0; ; chunks++) {
    const chunk = await from.partners.chunkAfter(to.party, to.partners.cursor(from.party));
    if (chunk === undefined) return chunks;
    const { state } = await to.partners.receive(from.party, structuredClone(chunk));
    if (state !== 'applied') throw new Error(`a chunk was ${state}`);
  }
}

export function release(owner: PartyId, parties: readonly PartyId[], more: Partial<Release> = {}): Release {
  const audience = { kind: 'named' as const, parties: [...parties], groups: [] };
  return { ...ownerOnly(owner), tlp: 'AMBER', audience, ...more };
}

export function findingFor(name: string, to: Release, more: object = {}): EntryDraft {
  return { ...finding(name, to), owner: to.owner, ...more };
}

/** The ids that a party sees on a hub, sorted. */
export function seenBy(hub: TestHub, party: PartyId): EntryId[] {
  const view = hub.store.view(hub.store.viewer(party));
  const ids: EntryId[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = view.entries({ limit: 10_000, ...(cursor === undefined ? {} : { cursor }) }).for(party);
    ids.push(...page.entries.map(({ id }) => id));
    if (page.cursor === undefined) return ids.sort();
    ({ cursor } = page);
  }
}
