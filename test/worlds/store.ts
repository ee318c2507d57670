/** What tests of the store share: a store in a folder of its own, a clock that stands, and small entries. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findingType, judgementType, message, ownerOnly, relationType } from '../../src/core/index.ts';
import type {
  Audience,
  EntryDraft,
  EntryId,
  FindingBody,
  Projection,
  Release,
} from '../../src/core/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Store, StoreOptions } from '../../src/store/index.ts';
import { Speaker, coreWords } from '../../src/words/index.ts';

export const startUtcMs = Date.UTC(2026, 10, 21, 6);

/** Rows by subject: what a room's projection looks like. */
export const bySubject: Projection = {
  name: 'by-subject',
  version: 1,
  rows: (entry, previous) =>
    ((entry.body as Partial<FindingBody>).subjects ?? []).map(({ id, name }) => ({
      key: id,
      order: (entry.body as unknown as FindingBody).startUtcMs,
      value: { name: name ?? null, before: previous?.modified ?? null },
    })),
};

export interface Fixture {
  readonly store: Store;
  readonly folder: string;
  /** Moves the clock on, ms. */
  readonly pass: (ms: number) => void;
  /** Closes and opens it again. */
  readonly reopen: (more?: Partial<StoreOptions>) => Promise<Fixture>;
  readonly end: () => Promise<void>;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'commonwatch-store-'));
}

/** A store of the party `us`, with the parties astoria and borealia and the group watch (astoria). */
export async function makeFixture(more: Partial<StoreOptions> = {}): Promise<Fixture> {
  const fixture = await open(temporaryFolder(), { utcMs: startUtcMs }, more);
  for (const id of ['us', 'astoria', 'borealia'])
    await fixture.store.parties.put(
      { id, name: { en: id, ja: id }, level: 'member-state', clearances: {}, caveats: [] },
      'admin',
    );
  const versions = [{ from: '2026-01-01T00:00:00Z', members: ['astoria'] }];
  await fixture.store.groups.put({ id: 'watch', name: { en: 'Watch', ja: '監視' }, versions }, 'admin');
  return fixture;
}

async function open(folder: string, clock: { utcMs: number }, more: Partial<StoreOptions>): Promise<Fixture> {
  const store = await openStore({
    folder,
    party: 'us',
    types: [findingType, judgementType, relationType],
    projections: [bySubject],
    speaker: new Speaker([coreWords]),
    now: () => clock.utcMs,
    inThread: true,
    ...more,
  });
  return {
    store,
    folder,
    pass: (ms) => {
      clock.utcMs += ms;
    },
    reopen: async (changed = {}) => {
      await store.close();
      return open(folder, clock, { ...more, ...changed });
    },
    end: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const account = { account: 'watch-officer' };

export function to(...parties: string[]): Release {
  return releasedTo({ kind: 'named', parties, groups: [] });
}

export function releasedTo(audience: Audience, more: Partial<Release> = {}): Release {
  return { ...ownerOnly('us'), tlp: audience.kind === 'public' ? 'CLEAR' : 'GREEN', audience, ...more };
}

export function finding(
  note: string,
  release: Release = ownerOnly('us'),
  more: Partial<EntryDraft<FindingBody>> & { body?: FindingBody } = {},
): EntryDraft {
  const draft: EntryDraft<FindingBody> = {
    type: 'finding',
    owner: release.owner,
    level: 'other',
    confidence: 50,
    release,
    evidence: [],
    body: findingBody(note),
    ...more,
  };
  return draft as unknown as EntryDraft;
}

export function findingBody(note: string, more: Partial<FindingBody> = {}): FindingBody {
  return {
    schema: 1,
    room: 'sea',
    kind: 'encounter',
    detector: { name: 'encounter', version: '1', parameters: {}, source: 'test' },
    subjects: [],
    startUtcMs,
    endUtcMs: startUtcMs + 1000,
    ongoing: false,
    sentence: message('core.relation', { kind: 'encounter', note }),
    against: [],
    facts: {},
    withdrawn: false,
    ...more,
  };
}

export function relation(source: EntryId, target: EntryId, release: Release): EntryDraft {
  return {
    type: 'relation',
    owner: 'us',
    level: 'other',
    confidence: 50,
    release,
    evidence: [],
    body: { schema: 1, source, target, kind: 'related-to' } as EntryDraft['body'],
  };
}

/** What a party sees: ids, newest first. */
export function seenBy(store: Store, party: string): EntryId[] {
  const page = store.view(store.viewer(party)).entries({}).for(party);
  return page.entries.map(({ id }) => id);
}
