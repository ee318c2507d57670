import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CommonwatchError,
  EntryTypes,
  Released,
  derivedId,
  entryVisible,
  findingType,
  hasExpired,
  idsIn,
  instant,
  isMemberAt,
  judge,
  judgementType,
  membersAt,
  message,
  ownerOnly,
  pass,
  publicViewer,
  relationType,
  strip,
  viewerAt,
  visible,
  withoutHidden,
} from './index.ts';
import type { Entry, EntryId, Group, Lookup, Party, Release, Viewer } from './index.ts';

const at = '2026-11-21T06:00:00.000Z';
const ours = { at, holder: 'meridia' };

function viewer(party: string, more: Partial<Viewer> = {}): Viewer {
  return { party, level: 'other', groups: new Set(), clearances: {}, caveats: new Set(), ...more };
}

function released(more: Partial<Release> = {}): Release {
  return {
    ...ownerOnly('meridia'),
    tlp: 'GREEN',
    audience: { kind: 'named', parties: ['astoria'], groups: ['watch'] },
    ...more,
  };
}

function finding(name: string, release: Release, more: Partial<Entry> = {}): Entry {
  return {
    id: derivedId('finding', name),
    type: 'finding',
    owner: release.owner,
    created: at,
    modified: at,
    level: 'other',
    release,
    confidence: 50,
    evidence: [],
    body: { schema: 1 },
    ...more,
  };
}

function lookupIn(...entries: Entry[]): Lookup {
  const types = new EntryTypes([findingType, judgementType, relationType]);
  return (id) => {
    const entry = entries.find((candidate) => candidate.id === id);
    return entry === undefined ? undefined : { entry, type: types.get(entry.type) };
  };
}

describe('the rule', () => {
  it('lets the owner see, whatever the marking, the caveats or the expiry', () => {
    const closed = released({
      audience: { kind: 'owner' },
      classification: 'TOP SECRET',
      caveats: ['NONE'],
      expiresAt: '2020-01-01T00:00:00Z',
    });
    expect(visible(viewer('meridia'), closed, ours)).toBe(true);
  });

  it('lets nobody else see what is for the owner', () => {
    expect(visible(viewer('astoria'), released({ audience: { kind: 'owner' } }), ours)).toBe(false);
  });

  it('lets a named party and a member of a named group see, and nobody else', () => {
    expect(visible(viewer('astoria'), released(), ours)).toBe(true);
    expect(visible(viewer('borealia', { groups: new Set(['watch']) }), released(), ours)).toBe(true);
    expect(visible(viewer('borealia'), released(), ours)).toBe(false);
  });

  it('does not let a group stand in for a party under TLP:RED', () => {
    const red = released({ tlp: 'RED' });
    expect(visible(viewer('borealia', { groups: new Set(['watch']) }), red, ours)).toBe(false);
    expect(visible(viewer('astoria'), red, ours)).toBe(true);
  });

  it('asks for a clearance under the very policy of the release', () => {
    const secret = released({ policy: 'NATO', classification: 'SECRET' });
    expect(visible(viewer('astoria', { clearances: { OTHER: 'TOP SECRET' } }), secret, ours)).toBe(false);
    expect(visible(viewer('astoria', { clearances: { NATO: 'CONFIDENTIAL' } }), secret, ours)).toBe(false);
    expect(visible(viewer('astoria', { clearances: { NATO: 'SECRET' } }), secret, ours)).toBe(true);
  });

  it('holds an unknown classification above every clearance, and an unknown clearance for none', () => {
    const unknown = released({ classification: 'COSMIC' as Release['classification'] });
    const restricted = released({ classification: 'RESTRICTED' });
    expect(visible(viewer('astoria', { clearances: { OPEN: 'TOP SECRET' } }), unknown, ours)).toBe(false);
    expect(visible(viewer('astoria', { clearances: { OPEN: 'COSMIC' } }), restricted, ours)).toBe(false);
    expect(visible(viewer('astoria', { clearances: { OPEN: 'COSMIC' } }), released(), ours)).toBe(true);
  });

  it('is not fooled by a policy that is named like a property of every object', () => {
    const odd = released({ policy: 'constructor', classification: 'RESTRICTED' });
    expect(visible(viewer('astoria'), odd, ours)).toBe(false);
  });

  it('asks for every caveat', () => {
    const limited = released({ caveats: ['REL-A', 'REL-B'] });
    expect(visible(viewer('astoria', { caveats: new Set(['REL-A']) }), limited, ours)).toBe(false);
    expect(visible(viewer('astoria', { caveats: new Set(['REL-A', 'REL-B']) }), limited, ours)).toBe(true);
  });

  it('shows a copy under originator control to its owner and its holder alone', () => {
    const controlled = released({
      orcon: true,
      audience: { kind: 'named', parties: ['astoria', 'borealia'], groups: [] },
    });
    const elsewhere = { at, holder: 'astoria' };
    expect(visible(viewer('astoria'), controlled, elsewhere)).toBe(true);
    expect(visible(viewer('meridia'), controlled, elsewhere)).toBe(true);
    expect(visible(viewer('borealia'), controlled, elsewhere)).toBe(false);
    expect(visible(viewer('borealia'), controlled, ours)).toBe(true);
  });

  it('shows the public what says so and is marked so, and owns it nothing', () => {
    const open = released({ tlp: 'CLEAR', audience: { kind: 'public' } });
    expect(visible(publicViewer, open, ours)).toBe(true);
    expect(visible(publicViewer, { ...open, tlp: 'GREEN' }, ours)).toBe(false);
    expect(visible(publicViewer, { ...open, caveats: ['X'] }, ours)).toBe(false);
    expect(visible(publicViewer, { ...ownerOnly(''), owner: '' }, ours)).toBe(false);
    const namesNobody = released({ audience: { kind: 'named', parties: [''], groups: [] } });
    expect(visible(publicViewer, namesNobody, ours)).toBe(false);
  });

  it('holds a missing, empty or unknown audience for the owner alone', () => {
    const audiences = [undefined, null, { kind: 'everybody' }, { kind: 'named', parties: [], groups: [] }];
    for (const audience of audiences) {
      const odd = released({ audience: audience as Release['audience'] });
      expect(visible(viewer('astoria', { groups: new Set(['watch']) }), odd, ours)).toBe(false);
      expect(visible(viewer('meridia'), odd, ours)).toBe(true);
    }
  });

  it('ends at the expiry, to the millisecond and whatever the precision it is written in', () => {
    const ending = released({ expiresAt: '2026-11-21T06:00:00Z' });
    expect(visible(viewer('astoria'), ending, { at: '2026-11-21T05:59:59.999Z', holder: 'meridia' })).toBe(
      true,
    );
    expect(visible(viewer('astoria'), ending, { at: '2026-11-21T06:00:00.000Z', holder: 'meridia' })).toBe(
      false,
    );
    expect(visible(viewer('astoria'), ending, { at: '2026-11-21T06:00:00.500Z', holder: 'meridia' })).toBe(
      false,
    );
    expect(hasExpired(released({ expiresAt: 'soon' }), at)).toBe(true);
  });

  it('depends on nothing but what the audience is interned by', () => {
    const seen = judge(viewer('astoria'), released(), 'meridia');
    expect(judge(viewer('astoria'), released({ redactions: ['place'], reviewAt: at }), 'meridia')).toBe(seen);
  });
});

describe('groups', () => {
  const party: Party = {
    id: 'astoria',
    name: { en: 'Astoria', ja: 'アストリア' },
    level: 'member-state',
    clearances: {},
    caveats: [],
  };
  const group: Group = {
    id: 'watch',
    name: { en: 'Watch', ja: '監視' },
    versions: [
      { from: '2026-01-01T00:00:00Z', members: ['astoria'] },
      { from: '2026-06-01T00:00:00Z', members: [] },
    ],
  };

  it('have the members of the time that is asked for', () => {
    expect(membersAt(group, '2025-12-31T23:59:59.999Z')).toEqual([]);
    expect(membersAt(group, '2026-01-01T00:00:00.500Z')).toEqual(['astoria']);
    expect(membersAt(group, '2026-06-01T00:00:00.000Z')).toEqual([]);
  });

  it('of a level count only parties of that level', () => {
    const staffs: Group = { ...group, level: 'organisation' };
    expect(isMemberAt(staffs, party, '2026-02-01T00:00:00Z')).toBe(false);
    expect(isMemberAt({ ...group, level: 'member-state' }, party, '2026-02-01T00:00:00Z')).toBe(true);
  });

  it('of which a version has no readable time never use it', () => {
    const odd: Group = { ...group, versions: [{ from: 'always', members: ['astoria'] }] };
    expect(membersAt(odd, at)).toEqual([]);
  });

  it('make the viewer that a party is at an instant', () => {
    expect([...viewerAt(party, [group], '2026-02-01T00:00:00Z').groups]).toEqual(['watch']);
    expect([...viewerAt(party, [group], '2026-07-01T00:00:00Z').groups]).toEqual([]);
  });
});

describe('what hangs on others', () => {
  const open = released({ audience: { kind: 'named', parties: ['astoria'], groups: [] } });
  const closed = ownerOnly('meridia');
  const a = finding('a', open);
  const b = finding('b', closed);
  const relation = (source: Entry, target: Entry): Entry => ({
    ...finding('relation', open),
    id: derivedId('relation', source.id, target.id),
    type: 'relation',
    body: { schema: 1, source: source.id, target: target.id, kind: 'related-to' } as Entry['body'],
  });

  it('is hidden where either end is', () => {
    const between = relation(a, b);
    const lookup = lookupIn(a, b, between);
    const type = { anchors: relationType.anchors as never };
    expect(entryVisible(viewer('astoria'), between, type, lookup, ours)).toBe(false);
    expect(entryVisible(viewer('meridia'), between, type, lookup, ours)).toBe(true);
  });

  it('is hidden where an end never came', () => {
    const between = relation(a, finding('never', open));
    const type = { anchors: relationType.anchors as never };
    expect(entryVisible(viewer('meridia'), between, type, lookupIn(a, between), ours)).toBe(false);
  });

  it('is hidden, not endless, where it hangs on itself', () => {
    const loop = relation(a, a);
    const self = { ...loop, body: { ...loop.body, source: loop.id, target: loop.id } } as Entry;
    const type = { anchors: relationType.anchors as never };
    expect(entryVisible(viewer('meridia'), self, type, lookupIn(self), ours)).toBe(false);
  });
});

describe('what is withheld', () => {
  const hidden = derivedId('finding', 'hidden');
  const shown = derivedId('finding', 'shown');
  const isHidden = (id: EntryId) => id === hidden;

  it('takes the whole item of a list, the property of an object, and the id out of running text', () => {
    const value = {
      items: [
        { ref: hidden, note: 'because of the submarine' },
        { ref: shown, note: 'kept' },
        hidden,
        'text',
      ],
      one: hidden,
      text: `see ${hidden} and ${shown}`,
      [hidden]: 1,
    };
    expect(strip(value, isHidden)).toEqual({
      items: [{ ref: shown, note: 'kept' }, 'text'],
      text: `see [withheld] and ${shown}`,
    });
  });

  it('gives the very same value back where nothing is hidden', () => {
    const value = { items: [{ ref: shown }], text: `see ${shown}` };
    expect(strip(value, isHidden)).toBe(value);
  });

  it('leaves no hidden id anywhere, however the value is nested', () => {
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(hidden, shown, `${hidden}${shown}`, `a ${hidden}.`, `x-${hidden}`, 7, null),
      fc.string(),
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'b', hidden, `k ${hidden}`), tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(value, (nested) => {
        expect(idsIn(JSON.stringify(strip(nested, isHidden)))).not.toContain(hidden);
      }),
      { numRuns: 500 },
    );
  });

  it('takes evidence under a narrower release, and says nothing of it', () => {
    const entry = finding('with evidence', released(), {
      evidence: [
        { kind: 'dataset', source: 'open table', asOf: at },
        { kind: 'dataset', source: 'closed table', asOf: at, release: ownerOnly('meridia') },
      ],
    });
    const seen = withoutHidden(entry, {}, viewer('astoria'), () => false, ours);
    expect(seen.evidence).toEqual([{ kind: 'dataset', source: 'open table', asOf: at }]);
    expect(withoutHidden(entry, {}, viewer('meridia'), () => false, ours).evidence).toHaveLength(2);
  });

  it('names to a reader none of the other readers, and to the owner all of them', () => {
    const audience = {
      kind: 'named' as const,
      parties: ['astoria', 'borealia'],
      groups: ['watch', 'staffs'],
    };
    const evidence: Entry['evidence'] = [
      { kind: 'dataset', source: 'table', asOf: at, release: released({ audience }) },
    ];
    const entry = finding('shared', released({ audience }), { evidence });
    const member = viewer('astoria', { groups: new Set(['watch']) });
    const seen = withoutHidden(entry, {}, member, () => false, ours);
    const own = { kind: 'named', parties: ['astoria'], groups: ['watch'] };
    expect(seen.release.audience).toEqual(own);
    expect(seen.evidence[0].release?.audience).toEqual(own);
    expect(withoutHidden(entry, {}, viewer('meridia'), () => false, ours)).toEqual(entry);
  });

  it('leaves with the owner what a type keeps from readers', () => {
    const entry = finding('noted', released({}));
    const type = { forReaders: (body: Entry['body']) => ({ ...body, facts: {} }) };
    expect(withoutHidden(entry, type, viewer('astoria'), () => false, ours).body).toEqual({
      ...entry.body,
      facts: {},
    });
    expect(withoutHidden(entry, type, viewer('meridia'), () => false, ours).body).toEqual(entry.body);
  });

  it('names no hidden source of a sanitised version', () => {
    const source = finding('source', ownerOnly('meridia'));
    const derived = finding('derived', released({ derivedFrom: source.id }));
    const types = new EntryTypes([findingType]);
    const given = [{ entry: derived, type: types.get('finding') }];
    const passed = pass(given, viewer('astoria'), lookupIn(source, derived), ours).for('astoria');
    expect(passed[0].release).not.toHaveProperty('derivedFrom');
    expect(passed[0].id).toBe(derived.id);
  });
});

describe('Released', () => {
  const given = pass([], viewer('astoria'), () => undefined, ours);

  it('cannot be made outside the gate', () => {
    expect(() => new Released(Symbol('the gate'), 'secret', 'astoria', at)).toThrow(
      expect.objectContaining({ code: 'released.forged' }),
    );
    expect(Released.is({ viewer: 'astoria', at, for: () => 'secret' })).toBe(false);
    expect(Released.is(Object.create(Released.prototype))).toBe(false);
    expect(Released.is(given)).toBe(true);
  });

  it('opens for its own viewer alone', () => {
    expect(given.for('astoria')).toEqual([]);
    expect(() => given.for('borealia')).toThrow(expect.objectContaining({ code: 'released.foreign-viewer' }));
    expect(() => given.map((entries) => entries.length).for('borealia')).toThrow(CommonwatchError);
  });

  it('joins only with what was released to the same viewer', () => {
    const other = pass([], viewer('borealia'), () => undefined, ours);
    expect(given.with(given).for('astoria')).toEqual([[], []]);
    expect(() => given.with(other)).toThrow(expect.objectContaining({ code: 'released.foreign-viewer' }));
  });

  it('shows nothing when it is written out by mistake', () => {
    expect(JSON.stringify(given.map(() => 'secret'))).not.toContain('secret');
    expect(message('core.relation')).toEqual({ key: 'core.relation' });
    expect(instant(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});
