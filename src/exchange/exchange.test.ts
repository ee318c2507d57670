import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Type } from 'typebox';
import {
  EntryTypes,
  classifications,
  derivedId,
  findingType,
  idsIn,
  instant,
  isEntryId,
  judgementType,
  message,
  pass,
  publicViewer,
  relationType,
  tlps,
} from '../core/index.ts';
import type { Body, Entry, EntryId, EntryType, FindingBody, Json, Release, Viewer } from '../core/index.ts';
import { Speaker, coreWords } from '../words/index.ts';
import { sharedData } from '../../test/shared.ts';
import {
  csv,
  exportsFor,
  featureCollection,
  parseStixRelease,
  readEntryId,
  readRelease,
  stixBundle,
  writeRelease,
} from './index.ts';
import type { ExchangeOptions, StixObject } from './index.ts';

const caseType: EntryType<Body & { title: string; members: string[] }> = {
  type: 'case',
  schema: Type.Object({ schema: Type.Literal(1), title: Type.String(), members: Type.Array(Type.String()) }),
  version: 1,
  title: ({ body }) => message('test.case', { title: body.title }),
};
const types = new EntryTypes([findingType, judgementType, relationType, caseType]);
const options: ExchangeOptions = {
  shapes: [],
  types,
  speaker: new Speaker([
    coreWords,
    {
      'test.finding': { en: 'Two tankers, "side by side", {note}', ja: 'タンカー2隻が接舷、{note}' },
      'test.against': { en: 'Bunkering is usual here.', ja: 'ここでの給油は通常のことです。' },
      'test.case': { en: '{title}', ja: '{title}' },
    },
  ]),
  exercise: true,
  source: 'meridia',
  partyName: (party) => ({ en: `Party ${party}`, ja: `組織 ${party}` }),
};

const at = '2026-11-21T06:00:00.000Z';
const release: Release = {
  owner: 'meridia',
  policy: 'OPEN',
  classification: 'UNCLASSIFIED',
  tlp: 'AMBER',
  audience: { kind: 'named', parties: ['lumen'], groups: [] },
  caveats: [],
  orcon: false,
  redactions: [],
  labelVersion: 1,
};
const viewerOf = (party: string): Viewer => ({ ...publicViewer, party, level: 'member-state' });

function entry(type: string, name: string, body: Body, changes: Partial<Entry> = {}): Entry {
  return {
    id: derivedId(type, name),
    type,
    owner: 'meridia',
    created: '2026-11-20T20:00:00.000Z',
    modified: '2026-11-20T21:00:00.001Z',
    level: 'member-state',
    release,
    confidence: 80,
    evidence: [],
    body,
    ...changes,
  };
}

function finding(name: string, changes: Partial<FindingBody> = {}, envelope: Partial<Entry> = {}): Entry {
  const body: FindingBody = {
    schema: 1,
    room: 'sea',
    kind: 'encounter',
    detector: { name: 'encounter', version: '1.2', parameters: { distanceM: 500 }, source: 'GFW' },
    subjects: [
      { kind: 'vessel', id: '990000001', name: '=HYPERLINK("x")', facts: { imo: 9074729 } },
      { kind: 'vessel', id: '990000002' },
    ],
    startUtcMs: Date.parse('2026-11-20T17:22:00Z'),
    endUtcMs: Date.parse('2026-11-20T21:02:00Z'),
    ongoing: false,
    place: { lonDeg: 126.9, latDeg: 27.2, uncertaintyNm: 0.1 },
    sentence: message('test.finding', { note: name }),
    against: [message('test.against')],
    facts: { medianDistanceM: 180, portNm: null },
    withdrawn: false,
    ...changes,
  };
  return entry('finding', name, body, {
    evidence: [
      {
        kind: 'fixes',
        feed: 'coastal-a',
        mmsi: 990000001,
        fromUtcMs: body.startUtcMs,
        toUtcMs: body.endUtcMs,
        count: 440,
        fixes: [],
        receivers: ['R1'],
      },
    ],
    ...envelope,
  });
}

function judgement(target: EntryId, verdict: string, envelope: Partial<Entry> = {}): Entry {
  const body = { schema: 1, target, targetModified: at, verdict, reason: `because ${verdict}`, by: 'hana' };
  return entry('judgement', `${target} ${verdict}`, body, envelope);
}

function relation(source: EntryId, target: EntryId): Entry {
  return entry('relation', `${source} ${target}`, { schema: 1, source, target, kind: 'related-to' } as Body);
}

const hidden: Partial<Entry> = { release: { ...release, audience: { kind: 'owner' } } };

function released(entries: readonly Entry[], viewer = 'lumen') {
  const all = new Map(entries.map((item) => [item.id, { entry: item, type: types.get(item.type) }]));
  return pass([...all.values()], viewerOf(viewer), (id) => all.get(id), { at, holder: 'meridia' });
}

const bundleOf = (entries: readonly Entry[], changes: Partial<ExchangeOptions> = {}) =>
  stixBundle(released(entries), 'lumen', 'en', { ...options, ...changes });
const ofType = (objects: readonly StixObject[] | undefined, type: string) =>
  (objects ?? []).filter((object) => object.type === type);

const schemas = sharedData('exchange/stix/schemas/schemas');

describe.skipIf(schemas === undefined)('STIX against the OASIS schemas (needs ../shared/data)', () => {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, validateFormats: false });
  const folder = schemas ?? '';
  const files = schemas === undefined ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const idOf = new Map<string, string>();
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { $id: string; title: string };
    ajv.addSchema(schema);
    idOf.set(schema.title, schema.$id);
  }
  const problems = (title: string, value: unknown) => {
    const check = ajv.getSchema(idOf.get(title) ?? '');
    if (check === undefined) throw new Error(`no schema for ${title}`);
    return check(value) === true
      ? []
      : (check.errors ?? []).map((e) => `${title} ${e.instancePath} ${e.message}`);
  };

  it('finds fault with a bundle that breaks them', () => {
    expect(problems('bundle', { type: 'bundle', id: 'bundle--1' })).not.toEqual([]);
    expect(problems('note', { type: 'note', content: 'x' })).not.toEqual([]);
  });

  it.each(['en', 'ja'] as const)(
    'passes them with findings, judgements, relations and a case (%s)',
    (language) => {
      const first = finding('first');
      const second = finding('second', { withdrawn: true, subjects: [], place: undefined });
      const entries = [
        first,
        second,
        judgement(first.id, 'confirmed'),
        judgement(first.id, 'dissent', { release: { ...release, orcon: true } }),
        judgement(second.id, 'withdrawn'),
        relation(first.id, second.id),
        entry('case', 'case', { schema: 1, title: 'Tankers', members: [first.id] } as Body),
      ];
      const bundle = stixBundle(released(entries), 'lumen', language, options);
      // Each object by its own schema, as OASIS's validator does: the bundle's own list of types lacks location, note,
      // opinion, grouping and extension-definition, and its branch for custom types refuses them.
      expect(problems('bundle', { ...bundle, objects: ofType(bundle.objects, 'identity') })).toEqual([]);
      expect(bundle.objects?.length).toBeGreaterThan(15);
      for (const object of bundle.objects ?? []) {
        const title = String(object.type).startsWith('x-') ? 'cyber-observable-core' : String(object.type);
        expect(problems(title, object)).toEqual([]);
      }
      expect(problems('bundle', stixBundle(released([]), 'lumen', language, options))).toEqual([]);
    },
  );
});

describe('a STIX bundle', () => {
  it('is the same, byte for byte, from the same entries', () => {
    const entries = [finding('first'), finding('second')];
    expect(JSON.stringify(bundleOf(entries))).toBe(JSON.stringify(bundleOf(entries)));
    expect(bundleOf(entries).id).not.toBe(bundleOf([finding('first')]).id);
  });

  it('keeps the rules beyond the schemas: one version an id, times in order, every extension defined', () => {
    const { objects = [] } = bundleOf([finding('first'), finding('second', { withdrawn: true })]);
    expect(new Set(objects.map(({ id }) => id)).size).toBe(objects.length);
    const defined = new Set(ofType(objects, 'extension-definition').map(({ id }) => id));
    defined.add('extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'); // TLP 2.0, defined by OASIS
    for (const object of objects) {
      if ('created' in object && 'modified' in object)
        expect(String(object.created) <= String(object.modified)).toBe(true);
      if (object.type === 'observed-data')
        expect(String(object.first_observed) <= String(object.last_observed)).toBe(true);
      for (const key of Object.keys(object.extensions ?? {})) expect(defined).toContain(key);
      if (object.type === 'x-commonwatch-finding') expect(object).not.toHaveProperty('created_by_ref');
    }
    expect(objects.filter(({ revoked }) => revoked === true).map(({ type }) => type)).toEqual([
      'observed-data',
      'note',
    ]);
  });

  it('refers to nothing that is not in it', () => {
    const seen = finding('seen');
    const secret = finding('secret', {}, hidden);
    const { objects } = bundleOf([
      seen,
      secret,
      relation(seen.id, secret.id),
      judgement(secret.id, 'confirmed'),
      entry('case', 'case', { schema: 1, title: 'Both', members: [seen.id, secret.id] } as Body),
    ]);
    const present = new Set(objects?.map(({ id }) => id));
    for (const object of objects ?? [])
      for (const [name, value] of Object.entries(object))
        if (/_refs?$/.test(name)) for (const ref of [value].flat()) expect(present).toContain(ref);
    expect(ofType(objects, 'relationship')).toEqual([]);
    expect(ofType(objects, 'opinion')).toEqual([]);
    expect(ofType(objects, 'grouping')[0].object_refs).toHaveLength(1);
    expect(JSON.stringify(objects)).not.toContain(secret.id.split('--')[1]);
  });

  it('keeps a case whose members are all hidden, as a grouping of its owner alone', () => {
    const secret = finding('secret', {}, hidden);
    const body = { schema: 1, title: 'A case', members: [secret.id] } as Body;
    const [grouping] = ofType(bundleOf([secret, entry('case', 'case', body)]).objects, 'grouping');
    expect(grouping.object_refs).toEqual([grouping.created_by_ref]);
  });

  it('marks every object of an entry with TLP 2.0 and carries its whole release', () => {
    const { objects } = bundleOf([finding('first')]);
    const own = (objects ?? []).filter((object) => readEntryId(object) !== undefined);
    expect(own.map(({ type }) => type)).toEqual([
      'observed-data',
      'x-commonwatch-finding',
      'location',
      'note',
      'note',
    ]);
    for (const object of own) {
      expect(object.object_marking_refs).toContain(
        'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
      );
      expect(readRelease(object)).toEqual(release);
    }
  });

  it('puts evidence under its own, narrower release', () => {
    const narrower: Release = { ...release, tlp: 'AMBER+STRICT' };
    const whole = finding('first');
    const [piece] = whole.evidence;
    const { objects } = bundleOf([{ ...whole, evidence: [{ ...piece, release: narrower }] }]);
    const notes = ofType(objects, 'note');
    expect(notes.map(readRelease).map((r) => r?.tlp)).toEqual(['AMBER', 'AMBER+STRICT']);
    expect(JSON.stringify(notes[0])).not.toContain('coastal-a');
    expect(ofType(objects, 'observed-data')[0].number_observed).toBe(1);
  });

  it.each([
    [{ tlp: 'CLEAR' }, 'TLP:WHITE'],
    [{ tlp: 'GREEN' }, 'TLP:GREEN'],
    [{ tlp: 'AMBER' }, 'TLP:AMBER'],
    [{ tlp: 'AMBER+STRICT' }, 'TLP:RED'],
    [{ tlp: 'RED' }, 'TLP:RED'],
    [{ tlp: 'GREEN', orcon: true }, 'TLP:RED'],
  ] as const)('falls back from %o to the native marking %s', (changes, native) => {
    const { objects } = bundleOf([finding('first', {}, { release: { ...release, ...changes } })]);
    const markings = ofType(objects, 'marking-definition');
    expect(markings.find(({ definition_type }) => definition_type === 'tlp')?.name).toBe(native);
    expect(markings[0].name).toBe(`TLP:${changes.tlp}`);
  });

  it('says EXERCISE in markings and labels, and only in an exercise', () => {
    expect(JSON.stringify(bundleOf([finding('first')]))).toContain('EXERCISE');
    expect(JSON.stringify(bundleOf([finding('first')], { exercise: false }))).not.toMatch(/exercise/i);
  });

  it("uses a room's shape, and maps the entries that it refers to", () => {
    const [first, second] = [finding('first'), finding('second', { kind: 'gap' })];
    const shape = {
      type: 'finding',
      kind: 'gap',
      stix: () => [{ type: 'note', content: 'gap', object_refs: [first.id] }],
    };
    const { objects } = bundleOf([first, second], { shapes: [shape] });
    const [observed] = ofType(objects, 'observed-data');
    expect(ofType(objects, 'note').at(-1)).toMatchObject({ content: 'gap', object_refs: [observed.id] });
    expect(ofType(objects, 'observed-data')).toHaveLength(1);
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const anyRelease: fc.Arbitrary<Release> = fc
  .record(
    {
      owner: word,
      policy: fc.string({ minLength: 1, maxLength: 40 }),
      classification: fc.constantFrom(...classifications),
      tlp: fc.constantFrom(...tlps),
      audience: fc.oneof(
        fc.constant({ kind: 'owner' } as const),
        fc.record({ kind: fc.constant('named' as const), parties: fc.array(word), groups: fc.array(word) }),
        fc.constant({ kind: 'public' } as const),
      ),
      caveats: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 4 }),
      orcon: fc.boolean(),
      reviewAt: fc.integer({ min: 0, max: 4e12 }).map(instant),
      expiresAt: fc.integer({ min: 0, max: 4e12 }).map(instant),
      derivedFrom: word.map((name) => derivedId('finding', name) as string),
      redactions: fc.array(fc.string({ maxLength: 20 }), { maxLength: 4 }),
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
  )
  .map((made) => {
    const { audience } = made;
    if (audience.kind === 'public')
      return { ...made, tlp: 'CLEAR', classification: 'UNCLASSIFIED', caveats: [] } as Release;
    if (audience.kind === 'named' && made.tlp === 'RED')
      return { ...made, audience: { ...audience, groups: [] } };
    return made as Release;
  });

describe('a release', () => {
  it('comes back whole through the STIX extension', () => {
    fc.assert(
      fc.property(anyRelease, (any) => {
        const written = JSON.parse(JSON.stringify(writeRelease(any))) as Json;
        expect(parseStixRelease(written)).toEqual(any);
        expect(hasNothing(written)).toBe(false);
      }),
    );
  });

  it('is refused when it cannot be read', () => {
    expect(() => parseStixRelease({ owner: 'meridia' })).toThrow(/release/i);
    expect(() => parseStixRelease('public')).toThrow(/release/i);
    expect(readRelease({ type: 'note' })).toBeUndefined();
  });
});

/** Whether an empty list or a null stands anywhere: STIX has neither. */
function hasNothing(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.some(hasNothing);
  return value === null || (typeof value === 'object' && Object.values(value).some(hasNothing));
}

describe('every way out', () => {
  const exits = exportsFor(options);

  it("refuses another viewer's release", () => {
    for (const exit of exits)
      expect(() => exit.write(released([finding('first')]), 'aurelia', 'en')).toThrow(
        expect.objectContaining({ code: 'released.foreign-viewer' }),
      );
  });

  it('names no entry but those that were released to the viewer', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), fc.nat(), (shown, salt) => {
        const findings = shown.map((show, i) => finding(`${salt} ${i}`, {}, show ? {} : hidden));
        const joined = findings.flatMap((item, i) => [
          judgement(item.id, 'confirmed'),
          ...(i === 0 ? [] : [relation(findings[i - 1].id, item.id)]),
        ]);
        const members = findings.map(({ id }) => id);
        const all = [...findings, ...joined, entry('case', 'c', { schema: 1, title: 'c', members } as Body)];
        const gate = released(all);
        const seen = new Set(gate.for('lumen').map(({ id }) => id.split('--')[1]));
        const secret = all.map(({ id }) => id.split('--')[1]).filter((uuid) => !seen.has(uuid));
        for (const exit of exits) {
          const written = String(exit.write(gate, 'lumen', 'en'));
          for (const uuid of secret) expect(written).not.toContain(uuid);
          for (const id of idsIn(written).filter(
            (named) => types.has(named.split('--')[0]) && isEntryId(named),
          ))
            if (exit.name !== 'findings.stix.json') expect(seen).toContain(id.split('--')[1]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('GeoJSON', () => {
  it('carries ids, source, as-of, marking and EXERCISE in every feature', () => {
    const collection = featureCollection(released([finding('first')]), 'lumen', 'ja', options);
    expect(collection).toMatchObject({ asOf: at, exercise: true, source: 'meridia', releasedTo: 'lumen' });
    expect(collection.bbox).toEqual([126.9, 27.2, 126.9, 27.2]);
    expect(collection.features[0]).toMatchObject({
      id: finding('first').id,
      geometry: { type: 'Point', coordinates: [126.9, 27.2] },
      properties: {
        kind: 'encounter',
        title: 'タンカー2隻が接舷、first',
        start: '2026-11-20T17:22:00.000Z',
        marking: 'TLP:AMBER',
        source: '組織 meridia',
        asOf: at,
        exercise: true,
      },
    });
  });

  it('gives no geometry to what has no place, and no box to what has no geometry', () => {
    const collection = featureCollection(
      released([finding('x', { place: undefined })]),
      'lumen',
      'en',
      options,
    );
    expect(collection.features[0].geometry).toBeNull();
    expect(collection).not.toHaveProperty('bbox');
  });

  it("takes a room's feature and cuts it at the antimeridian", () => {
    const line = {
      type: 'LineString',
      coordinates: [
        [179, 0],
        [-179, 2],
      ],
    };
    const shape = {
      type: 'finding',
      geojson: () => ({ type: 'Feature', geometry: line, properties: { room: 'sea', marking: 'none' } }),
    };
    const [first] = featureCollection(released([finding('x')]), 'lumen', 'en', {
      ...options,
      shapes: [shape],
    }).features;
    expect(first.geometry?.type).toBe('MultiLineString');
    expect(first.properties.marking).toBe('TLP:AMBER');
  });
});

describe('CSV', () => {
  it('quotes as RFC 4180 and disarms formulas, but not negative numbers', () => {
    const place = { lonDeg: -126.9, latDeg: -27.2, uncertaintyNm: 0.1 };
    const sentence = message('test.case', { title: '=cmd|"/c calc"!A1\nnext' });
    const text = csv(released([finding('x', { place, sentence })]), 'lumen', 'en', options);
    expect(text).toContain(`,"'=cmd|""/c calc""!A1\nnext",`);
    expect(text).toContain(',-126.9,-27.2,0.1,990000001 990000002,');
    expect(text.split('\r\n')).toHaveLength(3);
  });

  it('has a header even when there is nothing to tell', () => {
    expect(csv(released([]), 'lumen', 'en', options)).toMatch(/^id,type,kind,[a-z_,]+\r\n$/);
  });
});
