import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import { anyFinding, finding, options, release, releasedTo } from './entries.test-support.ts';
import { kml, kmlNetworkLink } from './kml.ts';
import { findingsOfEvent, mispEvents, mispManifest } from './misp.ts';
import { nvg } from './nvg.ts';
import { readXml, writeXml } from './xml.ts';

const kmlOf = (entries: ReturnType<typeof finding>[], next?: string) =>
  kml(releasedTo('lumen', entries), 'lumen', 'ja', options, next);
const mispOptions = { ...options, groupOf: (id: string) => ({ id, name: { en: id, ja: id } }) };
const mispOf = (entries: ReturnType<typeof finding>[]) =>
  mispEvents(releasedTo('lumen', entries), 'lumen', 'en', mispOptions);

describe('XML', () => {
  it('that we write is well-formed, whatever a text holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (any) => {
        expect(() => readXml(writeXml({ a: { '@b': any, c: any } }))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('from outside is refused when it is too large, too deep, has a document type or does not close', () => {
    const deep = `${'<a>'.repeat(41)}${'</a>'.repeat(41)}`;
    for (const [text, code] of [
      ['<a>'.padEnd(20, 'x'), 'xml.malformed'],
      [deep, 'xml.too-deep'],
      ['<!doctype a><a/>', 'xml.doctype'],
    ])
      expect(() => readXml(text)).toThrow(expect.objectContaining({ code }));
    expect(() => readXml('<a></a>', { maxLength: 3 })).toThrow(
      expect.objectContaining({ code: 'xml.too-large' }),
    );
  });

  it('with a hundred thousand levels is refused before anything recurses', () => {
    expect(() => readXml('<a>'.repeat(100_000))).toThrow(expect.objectContaining({ code: 'xml.too-deep' }));
  });
});

describe('KML', () => {
  it('is well-formed and has a placemark for each entry, with or without a place', () => {
    fc.assert(
      fc.property(fc.array(anyFinding, { maxLength: 6 }), (any) => {
        const distinct = [...new Map(any.map((each) => [each.id, each])).values()];
        const text = kmlOf(distinct);
        expect(readXml(text)).toHaveProperty('kml');
        expect(text.match(/<Placemark /g) ?? []).toHaveLength(distinct.length);
      }),
      { numRuns: 100 },
    );
  });

  it('names source, marking and exercise in each placemark', () => {
    const text = kmlOf([finding('x')]);
    for (const value of ['組織 meridia', 'TLP:AMBER', 'EXERCISE']) expect(text).toContain(value);
  });

  it('leads to its next page by a network link', () => {
    expect(kmlOf([finding('x')], '/next?a=1&b=2')).toContain('<href>/next?a=1&amp;b=2</href>');
    expect(kmlNetworkLink('n', '/x', 60)).toContain('<refreshInterval>60</refreshInterval>');
  });
});

describe('an NVG overlay', () => {
  it('shows an unknown identity and no track', () => {
    const text = nvg(releasedTo('lumen', [finding('x')]), 'lumen', 'en', options);
    expect(text).toContain('symbol="app6b:SUS');
    expect(text).not.toMatch(/symbol="app6b:S[FH]/);
    expect(readXml(text)).toHaveProperty('nvg');
  });

  it('draws the uncertainty as a circle in metres', () => {
    const text = nvg(releasedTo('lumen', [finding('x')]), 'lumen', 'en', options);
    expect(text).toContain('r="556"');
  });
});

describe('a MISP event', () => {
  it('is for the reading organisation alone unless one group that it knows was named', () => {
    const named = (groups: string[]) => ({
      ...release,
      audience: { kind: 'named', parties: ['lumen'], groups } as const,
    });
    const [plain] = mispOf([finding('x')]);
    expect(plain.Event).toMatchObject({ distribution: '0', sharing_group_id: '0' });
    // The reader's copy of a release names no group that the reader is not in.
    const [foreign] = mispOf([finding('y', {}, { release: named(['others']) })]);
    expect(foreign.Event).toMatchObject({ distribution: '0', sharing_group_id: '0' });
  });

  it('never marks anything for intrusion detection, and inherits its distribution inside', () => {
    const text = JSON.stringify(mispOf([finding('x')]));
    expect(text).not.toContain('"to_ids":true');
    expect(text).toContain('"distribution":"5"');
  });

  it('stands in the manifest of the feed', () => {
    const events = mispOf([finding('x'), finding('y')]);
    expect(Object.keys(mispManifest(events))).toEqual(events.map(({ Event }) => Event.uuid));
  });

  it('has a UUID that STIX takes, by which its finding is found again', () => {
    const own = finding('x');
    const young = { ...own, id: 'finding--01a1ffe8-a880-7e28-8904-516489d497aa' as const };
    const [, { Event }] = mispOf([own, young]);
    expect(Event.uuid).toBe('01a1ffe8-a880-4e28-8904-516489d497aa');
    expect(findingsOfEvent(Event.uuid)).toContain(young.id);
    const [{ Event: same }] = mispOf([own]);
    expect(findingsOfEvent(same.uuid)).toContain(own.id);
  });

  const templates = sharedData('exchange/misp/objects');
  it.skipIf(templates === undefined)('holds objects as their templates ask (needs ../shared/data)', () => {
    const vessel = { kind: 'vessel', id: '999000123', facts: {} } as const;
    const [{ Event }] = mispOf([finding('x', { subjects: [vessel] })]);
    type Made = Record<string, string> & { Attribute: Record<string, string>[] };
    const made = Event.Object as unknown as Made[];
    expect(made.map(({ name }) => name)).toEqual(['geolocation', 'ftm-Vessel']);
    for (const each of made) {
      const { uuid, version, required, attributes } = JSON.parse(
        readFileSync(`${templates ?? ''}/${each.name}/definition.json`, 'utf8'),
      ) as {
        uuid: string;
        version: number;
        required?: string[];
        attributes: Record<string, { 'misp-attribute': string }>;
      };
      expect([each.template_uuid, each.template_version]).toEqual([uuid, String(version)]);
      const relations = each.Attribute.map(({ object_relation }) => object_relation);
      expect(relations).toEqual(expect.arrayContaining(required ?? []));
      for (const { object_relation, type } of each.Attribute)
        expect(type).toBe(attributes[object_relation]['misp-attribute']);
    }
  });

  const schema = sharedData('exchange/misp/schema-lax.json');
  it.skipIf(schema === undefined)('passes the schema that MISP publishes (needs ../shared/data)', () => {
    const ajv = new Ajv({ strict: false, validateSchema: false });
    const {
      $schema: _schema,
      id: _id,
      ...lax
    } = JSON.parse(readFileSync(schema ?? '', 'utf8')) as Record<string, unknown>;
    const check = ajv.compile(lax);
    for (const { Event } of mispOf([finding('x'), finding('y', { place: undefined, ongoing: true })])) {
      // The published schema knows no objects; they are held to their own templates.
      const { Object: _objects, ...rest } = Event;
      expect(check({ Event: rest }), JSON.stringify(check.errors)).toBe(true);
    }
  });
});
