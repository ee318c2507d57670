/** What a held view rests on is asked again instead of read again: the answer must be that of a view that holds nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryDraft, EntryId, Release } from '../core/index.ts';
import { account, finding, makeFixture, relation, releasedTo, to } from '../../test/worlds/store.ts';
import type { Standing, StoreView } from './index.ts';

const parties = ['us', 'astoria', 'borealia'] as const;

/** One thing that happens to a world of entries; numbers choose among what is there. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('new' as const), names: fc.nat(), audience: fc.nat(5) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('release' as const), of: fc.nat(), audience: fc.nat(5) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), of: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('group' as const), members: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('relate' as const), of: fc.nat(), to: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const) }) },
);

function releaseOf(audience: number, expiresAt: string): Release {
  return [
    releasedTo({ kind: 'owner' }),
    to('astoria'),
    to('astoria', 'borealia'),
    releasedTo({ kind: 'named', parties: [], groups: ['watch'] }),
    releasedTo({ kind: 'public' }),
    { ...to('astoria', 'borealia'), expiresAt },
  ][audience];
}

function told({ seqs, shown }: Standing) {
  return { seqs: [...seqs], shown: Object.fromEntries(shown) };
}

describe('what stands', () => {
  it('is the same with what stood before as without it, whatever was released, taken back, erased or run out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const fixture = await makeFixture();
        const { store } = fixture;
        const held = new Map<string, Standing>();
        const ids: EntryId[] = [];
        let utcMs = Date.UTC(2026, 10, 21, 6);
        const put = (draft: EntryDraft) => store.append([draft], account);
        const pick = (n: number) => ids[n % Math.max(1, ids.length)];
        try {
          for (const each of steps) {
            const soon = new Date(utcMs + 90_000).toISOString();
            if (each.kind === 'new') {
              const named = ids.length === 0 ? 'nothing' : pick(each.names);
              const [entry] = await put(finding(`as in ${named}`, releaseOf(each.audience, soon)));
              ids.push(entry.id);
            } else if (each.kind === 'pass') {
              fixture.pass(60_000);
              utcMs += 60_000;
            } else if (each.kind === 'group') {
              const members = ['astoria', 'borealia'].filter((_, i) => (each.members & (1 << i)) !== 0);
              const before = store.groups.get('watch');
              const versions = [
                ...(before?.versions ?? []),
                { from: new Date(utcMs).toISOString(), members },
              ];
              await store.groups.put({ id: 'watch', name: { en: 'Watch', ja: '監視' }, versions }, 'admin');
              fixture.pass(1000);
              utcMs += 1000;
            } else if (ids.length > 0 && each.kind === 'erase') {
              const id = pick(each.of);
              ids.splice(ids.indexOf(id), 1);
              await store.erase(id, { account: 'admin', reason: 'test' });
            } else if (ids.length > 0 && each.kind === 'relate')
              await put(relation(pick(each.of), pick(each.to), to('astoria', 'borealia')));
            else if (ids.length > 0 && each.kind === 'release')
              await put({
                ...finding(`again ${pick(each.of + 1)}`, releaseOf(each.audience, soon)),
                id: pick(each.of),
              });
            for (const party of parties) {
              const view = (): StoreView => store.view(store.viewer(party));
              const standing = view().standing({}, held.get(party));
              expect(told(standing)).toEqual(told(view().standing({})));
              held.set(party, standing);
            }
          }
        } finally {
          await fixture.end();
        }
      }),
      { numRuns: 40 },
    );
  });
});
