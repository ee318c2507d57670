import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommonwatchError } from '../core/index.ts';
import type { Entry, EntryDraft, ImportReport, Json, Release } from '../core/index.ts';
import { mispEvents, sharingGroupUuid, validateStix } from '../exchange/index.ts';
import { finding, options as writing, release, releasedTo } from '../exchange/entries.test-support.ts';
import { sharedData } from '../../test/shared.ts';
import { mispImporter } from './mispimport.ts';
import { stixOf } from './stixobject.ts';
import type { StixObjectBody } from './stixobject.ts';

interface Imported {
  readonly report: ImportReport;
  readonly drafts: readonly EntryDraft<StixObjectBody>[];
}

function imported(text: string, groups: readonly string[] = ['allies']): Imported {
  const drafts: EntryDraft[] = [];
  const open = mispImporter.open(
    { batch: () => {}, entry: (draft) => drafts.push(draft) },
    { party: 'hub', level: 'other', mayNameGroups: groups, at: '2026-11-28T00:00:00.000Z' },
  );
  open.push(new TextEncoder().encode(text));
  return { report: open.end(), drafts: drafts as unknown as EntryDraft<StixObjectBody>[] };
}

const objectsOf = ({ drafts }: Imported) =>
  drafts.map((draft) => stixOf(draft as unknown as Entry<StixObjectBody>));
const ofKind = (all: Imported, kind: string) => objectsOf(all).filter(({ type }) => type === kind);

const uuid = (n: number) => `5f${String(n).padStart(6, '0')}-0000-4000-8000-000000000000`;
const allies = { uuid: sharingGroupUuid('allies'), name: 'Allies' };
const attribute = (n: number, more: Readonly<Record<string, Json>> = {}) => ({
  uuid: uuid(n),
  type: 'ip-dst',
  category: 'Network activity',
  value: `192.0.2.${n}`,
  to_ids: true,
  distribution: '5',
  timestamp: '1700000000',
  ...more,
});
const event = (more: Readonly<Record<string, Json>> = {}) => ({
  Event: {
    uuid: uuid(999),
    info: 'A beacon',
    date: '2026-01-02',
    distribution: '0',
    Orgc: { uuid: uuid(998), name: 'Others' },
    Attribute: [attribute(1)],
    ...more,
  },
});
const read = (more: Readonly<Record<string, Json>> = {}, groups?: readonly string[]) =>
  imported(JSON.stringify(event(more)), groups);
const releases = ({ drafts }: Imported): Release[] => drafts.map((draft) => draft.release);
const kinds = (all: Imported) => [...new Set(releases(all).map(({ audience }) => audience.kind))];

describe('MISP events of others', () => {
  it('become a report, its author, and what its attributes are', () => {
    const all = read({
      Attribute: [
        attribute(1),
        attribute(2, { to_ids: false }),
        attribute(3, { type: 'domain|ip', value: 'a.example|2001:db8::1', to_ids: false }),
        attribute(4, { type: 'filename|sha256', value: `x.exe|${'a'.repeat(64)}` }),
        attribute(5, { type: 'vulnerability', value: 'CVE-2026-1234' }),
        attribute(6, { type: 'comment', value: 'seen twice' }),
        attribute(7, { type: 'yara', value: 'rule x { condition: true }' }),
        attribute(8, { type: 'ip-dst|port', value: '192.0.2.8|443', to_ids: false }),
      ],
    });
    expect(all.report).toMatchObject({ read: 9, taken: 9, refused: [] });
    const types = objectsOf(all).map(({ type }) => type);
    expect(types.sort()).toEqual(
      [
        'indicator',
        'ipv4-addr',
        'ipv6-addr',
        'domain-name',
        'indicator',
        'vulnerability',
        'note',
        'indicator',
        'ipv4-addr',
        'network-traffic',
        'identity',
        'report',
      ].sort(),
    );
    expect(ofKind(all, 'indicator').map(({ pattern }) => pattern)).toEqual([
      "[ipv4-addr:value = '192.0.2.1']",
      `[file:hashes.'SHA-256' = '${'a'.repeat(64)}' AND file:name = 'x.exe']`,
      'rule x { condition: true }',
    ]);
    for (const object of objectsOf(all))
      expect(validateStix(object).valid, JSON.stringify(object)).toBe(true);
    const [report] = ofKind(all, 'report');
    expect(report).toMatchObject({ name: 'A beacon', created: '2026-01-02T00:00:00.000Z' });
    expect(report.object_refs).toHaveLength(9);
  });

  it('make one location of a geolocation as MISP’s Python library writes it: numbers, and no distribution of parts', () => {
    const part = (n: number, object_relation: string, value: Json) => {
      const { distribution: _, ...rest } = attribute(n, {
        object_relation,
        value,
        type: 'float',
        to_ids: false,
      });
      return rest;
    };
    const Attribute = [
      part(71, 'latitude', 35.5),
      part(72, 'longitude', -139.25),
      part(73, 'accuracy-radius', 2),
    ];
    const place = { uuid: uuid(70), name: 'geolocation', distribution: '5', Attribute };
    expect(ofKind(read({ Object: [place] }), 'location')).toMatchObject([
      { id: `location--${uuid(70)}`, latitude: 35.5, longitude: -139.25, precision: 2000 },
    ]);
    // Parts without a distribution are for whoever brought them, also where the object goes to a group.
    const all = read({ distribution: '4', SharingGroup: allies, Object: [place] });
    expect(ofKind(all, 'location')).toEqual([]);
    expect(kinds(all).sort()).toEqual(['named', 'owner']);
  });

  it('keep tags and galaxies word for word', () => {
    const tag = 'misp-galaxy:threat-actor="Sofacy — 日本"';
    const all = read({
      Tag: [{ name: 'osint:source-type="blog-post"' }],
      Galaxy: [{ GalaxyCluster: [{ tag_name: tag }] }],
      Attribute: [attribute(1, { Tag: [{ name: 'kill-chain:Delivery' }] })],
    });
    expect(ofKind(all, 'report')[0].labels).toEqual(['osint:source-type="blog-post"', tag]);
    expect(ofKind(all, 'indicator')[0].labels).toContain('kill-chain:Delivery');
  });

  it('make one file of a file object, and relations of references', () => {
    const file = {
      uuid: uuid(50),
      name: 'file',
      distribution: '5',
      Attribute: [
        attribute(51, { type: 'md5', value: 'b'.repeat(32), object_relation: 'md5' }),
        attribute(52, { type: 'filename', value: 'b.exe', object_relation: 'filename' }),
        attribute(53, { type: 'text', value: 'Malicious', object_relation: 'state' }),
      ],
      ObjectReference: [{ uuid: uuid(55), referenced_uuid: uuid(1), relationship_type: 'Connects to' }],
    };
    const all = read({ Object: [file] });
    expect(ofKind(all, 'indicator').map(({ pattern }) => pattern)).toContain(
      `[file:hashes.'MD5' = '${'b'.repeat(32)}' AND file:name = 'b.exe']`,
    );
    expect(ofKind(all, 'relationship')[0]).toMatchObject({
      relationship_type: 'connects-to',
      source_ref: `indicator--${uuid(50)}`,
      target_ref: `indicator--${uuid(1)}`,
    });
    // The event, four attributes and the reference.
    expect(all.report).toMatchObject({ read: 6, taken: 6 });
  });

  it('refuse with a reason what is deleted, empty, a proposal, or leads nowhere, and count it', () => {
    const { report } = read({
      Attribute: [attribute(1), attribute(2, { deleted: true }), attribute(3, { value: ' ' })],
      ShadowAttribute: [attribute(4)],
      Object: [{ uuid: uuid(9), name: 'x', Attribute: [], ObjectReference: [{ referenced_uuid: uuid(8) }] }],
    });
    expect(report.refused.map(({ reason, count }) => [reason, count])).toEqual([
      ['deleted', 1],
      ['no-value', 1],
      ['reference', 1],
      ['proposal', 1],
    ]);
    expect(report.read).toBe(report.taken + 4);
  });

  it('are no events where the JSON is broken, too deep, or a feed’s list of what it has', () => {
    for (const text of [
      '{',
      '[]',
      '{"a":'.repeat(100) + '1' + '}'.repeat(100),
      `{"${uuid(1)}":{"info":"x"}}`,
    ])
      expect(() => imported(text)).toThrow(CommonwatchError);
  });

  it('of a text that was broken are read or refused with a code, and what is read is valid STIX', () => {
    const text = JSON.stringify(event({ Object: [{ name: 'file', Attribute: [attribute(5)] }] }));
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), fc.string({ maxLength: 8 }), (from, cut, put) => {
        try {
          const all = imported(text.slice(0, from) + put + text.slice(from + cut));
          const refused = all.report.refused.reduce((sum, { count }) => sum + count, 0);
          expect(all.report.read).toBe(all.report.taken + refused);
          for (const object of objectsOf(all)) expect(validateStix(object).valid).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CommonwatchError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('whom a MISP event reaches', () => {
  it('is nobody but who brought it, for every distribution but a sharing group’s', () => {
    for (const distribution of ['0', '1', '2', '3', 3, '5', '6', 'x', null, ''])
      expect(kinds(read({ distribution, SharingGroup: allies })), String(distribution)).toEqual(['owner']);
  });

  it('12: is nobody where a sharing group is given and the distribution is left out (CVE-2026-85533)', () => {
    const { distribution: _, ...rest } = event().Event;
    const text = JSON.stringify({ Event: { ...rest, sharing_group_id: '1', SharingGroup: allies } });
    expect(kinds(imported(text))).toEqual(['owner']);
  });

  it('12: is not the sharing group of another level (CVE-2026-112178)', () => {
    expect(kinds(read({ distribution: '1', sharing_group_id: '1', SharingGroup: allies }))).toEqual([
      'owner',
    ]);
  });

  it('is the group of this hub that distribution 4 names by its UUID, and under no wider TLP than told', () => {
    const all = read({ distribution: '4', SharingGroup: allies });
    expect(releases(all).map(({ audience }) => audience)).toEqual(
      all.drafts.map(() => ({ kind: 'named', parties: [], groups: ['allies'] })),
    );
    expect(releases(all)[0].tlp).toBe('AMBER+STRICT');
    expect(kinds(read({ distribution: 4, SharingGroup: { ...allies, uuid: uuid(7) } }))).toEqual(['owner']);
  });

  it('14: is nobody where the group is empty, unknown, without a UUID, or not to be named (MISP #4200)', () => {
    const strange: readonly Json[] = [{}, { name: 'Allies' }, { uuid: '' }, null, [], 'allies'];
    for (const SharingGroup of strange)
      expect(kinds(read({ distribution: '4', SharingGroup }))).toEqual(['owner']);
    expect(kinds(read({ distribution: '4', SharingGroup: allies }, []))).toEqual(['owner']);
  });

  it('10: of a part is never more than of its whole, and less where the part says so', () => {
    const parts = (distribution: string, of: Json) => [attribute(1, { distribution, SharingGroup: of })];
    const one = (all: Imported) => releases(all)[0].audience.kind;
    expect(one(read({ Attribute: parts('4', allies) }))).toBe('owner');
    const whole = { distribution: '4', SharingGroup: allies };
    expect(one(read({ ...whole, Attribute: parts('0', null) }))).toBe('owner');
    expect(one(read({ ...whole, Attribute: parts('', null) }))).toBe('owner');
    expect(one(read({ ...whole, Attribute: parts('4', allies) }))).toBe('named');
    expect(one(read({ ...whole, Attribute: [attribute(1, { Tag: [{ name: 'tlp:red' }] })] }))).toBe('owner');
  });

  it('is the owner for TLP:RED, a TLP that is not known, and whatever a TLP cannot say', () => {
    const whole = { distribution: '4', SharingGroup: allies };
    for (const name of [
      'tlp:red',
      'TLP:RED',
      'tlp:purple',
      'nato:classification="NS"',
      'commonwatch:handling="x"',
    ])
      expect(kinds(read({ ...whole, Tag: [{ name }] })), name).toEqual(['owner']);
    expect(releases(read({ ...whole, Tag: [{ name: 'tlp:green' }] }))[0].tlp).toBe('GREEN');
  });

  it('is never everybody, whatever an event says', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: -1, max: 6 }), fc.constantFrom('0', '3', '4', '5', 'all', null)),
        fc.constantFrom('tlp:clear', 'tlp:white', 'tlp:green', 'x'),
        (distribution, name) => {
          const all = read({ distribution, SharingGroup: allies, Tag: [{ name }] });
          expect(kinds(all)).not.toContain('public');
          if (String(distribution) !== '4') expect(kinds(all)).toEqual(['owner']);
        },
      ),
    );
  });
});

describe('our own events', () => {
  const group = { id: 'allies', name: { en: 'Allies', ja: '同盟' } };
  const toGroup: Release = { ...release, audience: { kind: 'named', parties: [], groups: ['allies'] } };
  const written = (as: Release) => {
    const one = releasedTo('lumen', [finding('beside', {}, { release: as })], ['allies']);
    const events = mispEvents(one, 'lumen', 'en', { ...writing, groupOf: () => group });
    return JSON.stringify({ response: events });
  };

  it('come back whole: title, tags, place and precision, times, vessels and the group', () => {
    const all = imported(written(toGroup));
    expect(all.report.refused).toEqual([]);
    const [report] = ofKind(all, 'report');
    expect(report.name).toMatch(/^EXERCISE: .*Two tankers <side by side>/);
    expect(report.labels).toEqual(
      expect.arrayContaining(['tlp:amber', 'commonwatch:kind="encounter"', 'commonwatch:exercise']),
    );
    expect(ofKind(all, 'location')[0]).toMatchObject({ latitude: 27.2, longitude: 126.9, precision: 556 });
    const notes = ofKind(all, 'note').map(({ content }) => String(content));
    for (const told of ['990000001', '9074729', '2026-11-20T17:22:00.000Z'])
      expect(
        notes.some((note) => note.includes(told)),
        told,
      ).toBe(true);
    for (const { tlp, audience } of releases(all)) {
      expect(tlp).toBe('AMBER');
      expect(audience).toEqual({ kind: 'named', parties: [], groups: ['allies'] });
    }
  });

  it('under a caveat stay with whoever reads them in: no tag can say it', () => {
    const all = imported(written({ ...toGroup, orcon: true }));
    expect(kinds(all)).toEqual(['owner']);
  });
});

describe('MISP’s own samples', () => {
  const folder = sharedData('exchange/misp');

  it.skipIf(folder === undefined)(
    'are read, each object of theirs valid STIX, or refused with a reason',
    () => {
      let taken = 0;
      for (const file of readdirSync(folder as string, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.json') || /stix2|schema|definition|describeTypes/.test(file)) continue;
        const text = readFileSync(join(folder as string, file), 'utf8');
        try {
          const all = imported(text);
          taken += all.report.taken;
          expect(
            all.report.refused.filter(({ reason }) => reason === 'stix'),
            file,
          ).toEqual([]);
          for (const object of objectsOf(all)) expect(validateStix(object).valid, file).toBe(true);
        } catch (error) {
          expect(error, file).toBeInstanceOf(CommonwatchError);
        }
      }
      expect(taken).toBeGreaterThan(300);
    },
  );
});
