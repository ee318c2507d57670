import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  audienceKey,
  classifications,
  combineReleases,
  isNoWider,
  ownerOnly,
  parseRelease,
  tlps,
  visible,
} from './index.ts';
import type { Release, Viewer } from './index.ts';

const at = '2026-11-21T06:00:00.000Z';
const parties = ['us', 'astoria', 'borealia', 'caldera'];
const groups: Record<string, readonly string[]> = { watch: ['astoria', 'borealia'], staffs: ['caldera'] };
const memberOf = (party: string, group: string) => groups[group]?.includes(party) === true;

const arbitraryRelease: fc.Arbitrary<Release> = fc.record(
  {
    owner: fc.constantFrom(...parties),
    policy: fc.constantFrom('OPEN', 'NATO'),
    classification: fc.constantFrom(...classifications.slice(0, 3)),
    tlp: fc.constantFrom(...tlps),
    audience: fc.oneof(
      fc.constant({ kind: 'owner' as const }),
      fc.constant({ kind: 'public' as const }),
      fc.record({
        kind: fc.constant('named' as const),
        parties: fc.subarray(parties),
        groups: fc.subarray(Object.keys(groups)),
      }),
    ),
    caveats: fc.subarray(['A', 'B']),
    orcon: fc.boolean(),
    expiresAt: fc.constantFrom('2026-11-21T06:00:00Z', '2026-11-21T06:00:00.500Z', '2027-01-01T00:00:00Z'),
    redactions: fc.constant([]),
    labelVersion: fc.constant(1 as const),
  },
  {
    requiredKeys: [
      'owner',
      'policy',
      'classification',
      'tlp',
      'audience',
      'caveats',
      'orcon',
      'redactions',
      'labelVersion',
    ],
  },
);

const arbitraryViewer: fc.Arbitrary<Viewer> = fc
  .record({
    party: fc.constantFrom(...parties),
    clearances: fc.dictionary(fc.constantFrom('OPEN', 'NATO'), fc.constantFrom(...classifications)),
    caveats: fc.subarray(['A', 'B']),
  })
  .map(({ party, clearances, caveats }) => ({
    party,
    level: 'other' as const,
    groups: new Set(Object.keys(groups).filter((group) => memberOf(party, group))),
    clearances,
    caveats: new Set(caveats),
  }));

const arbitraryAt = fc.constantFrom(at, '2026-11-21T06:00:00.250Z', '2026-11-21T06:00:00.750Z');

describe('combining releases', () => {
  it('never lets anyone but the new owner see what some part would not let it see', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryRelease, { minLength: 1, maxLength: 4 }),
        arbitraryViewer,
        arbitraryAt,
        (parts, viewer, when) => {
          fc.pre(viewer.party !== 'us');
          const context = { at: when, holder: 'us' };
          const combined = combineReleases('us', parts, memberOf);
          if (visible(viewer, combined, context))
            for (const part of parts) expect(visible(viewer, part, context)).toBe(true);
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('gives a release that is no wider than any part', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRelease, { minLength: 1, maxLength: 4 }), (parts) => {
        const combined = combineReleases('us', parts, memberOf);
        for (const part of parts) expect(isNoWider(combined, part, memberOf)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('reaches the same readers whatever the order of the parts', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRelease, { minLength: 2, maxLength: 4 }), (parts) => {
        const forth = combineReleases('us', parts, memberOf);
        const back = combineReleases('us', [...parts].reverse(), memberOf);
        expect(forth.audience).toEqual(back.audience);
        expect(forth.tlp).toBe(back.tlp);
        expect(forth.classification).toBe(back.classification);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves what rests on nothing, or on a part without a release, with the owner', () => {
    expect(combineReleases('us', [], memberOf)).toEqual(ownerOnly('us'));
    expect(combineReleases('us', [ownerOnly('us'), undefined], memberOf)).toEqual(ownerOnly('us'));
  });

  it('leaves parts that are classified under two policies with the owner', () => {
    const named = { kind: 'named' as const, parties: ['astoria'], groups: [] };
    const nato = { ...ownerOnly('us'), policy: 'NATO', classification: 'SECRET' as const, audience: named };
    const open = {
      ...ownerOnly('us'),
      policy: 'OPEN',
      classification: 'RESTRICTED' as const,
      audience: named,
    };
    expect(combineReleases('us', [nato, open], memberOf)).toEqual(ownerOnly('us'));
  });

  it('keeps the readers whom every part names, by name or by group', () => {
    const green = { ...ownerOnly('us'), tlp: 'GREEN' as const };
    const byGroup = { ...green, audience: { kind: 'named' as const, parties: [], groups: ['watch'] } };
    const byName = {
      ...green,
      audience: { kind: 'named' as const, parties: ['astoria', 'caldera'], groups: [] },
    };
    expect(combineReleases('us', [byGroup, byName], memberOf).audience).toEqual({
      kind: 'named',
      parties: ['astoria'],
      groups: [],
    });
  });
});

describe('no wider', () => {
  it('is true only where nobody gains sight', () => {
    fc.assert(
      fc.property(
        arbitraryRelease,
        arbitraryRelease,
        arbitraryViewer,
        arbitraryAt,
        (release, limit, viewer, when) => {
          fc.pre(viewer.party !== release.owner && isNoWider(release, limit, memberOf));
          const context = { at: when, holder: release.owner };
          if (visible(viewer, release, context)) expect(visible(viewer, limit, context)).toBe(true);
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('does not let a holder pass on what its originator controls', () => {
    const limit = {
      ...ownerOnly('astoria'),
      orcon: true,
      audience: { kind: 'named' as const, parties: ['us', 'borealia'], groups: [] },
    };
    const onward = {
      ...ownerOnly('us'),
      orcon: true,
      audience: { kind: 'named' as const, parties: ['borealia'], groups: [] },
    };
    expect(isNoWider(onward, limit, memberOf)).toBe(false);
    expect(
      isNoWider({ ...onward, audience: { ...onward.audience, parties: ['astoria'] } }, limit, memberOf),
    ).toBe(true);
  });
});

describe('reading a release', () => {
  it('refuses what is public but not clear', () => {
    const open = { ...ownerOnly('us'), audience: { kind: 'public' } };
    expect(() => parseRelease(open)).toThrow(expect.objectContaining({ code: 'release.public-needs-clear' }));
    expect(parseRelease({ ...open, tlp: 'CLEAR' }).audience).toEqual({ kind: 'public' });
  });

  it('refuses groups under TLP:RED', () => {
    const red = { ...ownerOnly('us'), audience: { kind: 'named', parties: ['astoria'], groups: ['watch'] } };
    expect(() => parseRelease(red)).toThrow(expect.objectContaining({ code: 'release.red-needs-parties' }));
  });

  it('refuses words and members that it does not know', () => {
    const bad = [
      { tlp: 'WHITE' },
      { classification: 'COSMIC' },
      { audience: null },
      { audience: { kind: 'everybody' } },
      { labelVersion: 2 },
      { extra: true },
      { caveats: 'none' },
    ];
    for (const change of bad)
      expect(() => parseRelease({ ...ownerOnly('us'), ...change })).toThrow(
        expect.objectContaining({ code: 'release.invalid' }),
      );
    expect(() => parseRelease({ ...ownerOnly('us'), expiresAt: 'soon' })).toThrow(
      expect.objectContaining({ code: 'time.invalid' }),
    );
  });
});

describe('the key of an audience', () => {
  it('ignores order, doubles and whatever differs by entry', () => {
    const one = {
      ...ownerOnly('us'),
      audience: { kind: 'named' as const, parties: ['a', 'b'], groups: ['g'] },
      caveats: ['x', 'y'],
    };
    const two = {
      ...one,
      audience: { ...one.audience, parties: ['b', 'a', 'a'] },
      caveats: ['y', 'x', 'x'],
      expiresAt: at,
      redactions: ['place'],
    };
    expect(audienceKey(two)).toBe(audienceKey(one));
  });

  it('differs by each thing that the rule asks', () => {
    const base = { ...ownerOnly('us'), audience: { kind: 'named' as const, parties: ['a'], groups: ['g'] } };
    const others: Release[] = [
      base,
      { ...base, owner: 'them' },
      { ...base, policy: 'NATO' },
      { ...base, classification: 'SECRET' },
      { ...base, tlp: 'GREEN' },
      { ...base, orcon: true },
      { ...base, caveats: ['A'] },
      { ...base, audience: { ...base.audience, parties: [] } },
      { ...base, audience: { ...base.audience, groups: [] } },
      { ...base, audience: { kind: 'owner' } },
      { ...base, audience: { kind: 'public' } },
    ];
    expect(new Set(others.map(audienceKey)).size).toBe(others.length);
  });

  it('keeps parties and groups of one name apart', () => {
    const party = { ...ownerOnly('us'), audience: { kind: 'named' as const, parties: ['x'], groups: [] } };
    const group = { ...ownerOnly('us'), audience: { kind: 'named' as const, parties: [], groups: ['x'] } };
    expect(audienceKey(party)).not.toBe(audienceKey(group));
  });

  it('differs wherever some viewer would be judged differently', () => {
    fc.assert(
      fc.property(arbitraryRelease, arbitraryRelease, arbitraryViewer, (a, b, viewer) => {
        const context = { at: '2026-01-01T00:00:00.000Z', holder: 'us' };
        if (audienceKey(a) === audienceKey(b))
          expect(visible(viewer, a, context)).toBe(visible(viewer, b, context));
      }),
      { numRuns: 1000 },
    );
  });
});
