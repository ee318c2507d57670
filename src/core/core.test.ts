import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CommonwatchError,
  EntryTypes,
  derivedId,
  depthOf,
  entryId,
  errorCodes,
  findingType,
  idsIn,
  instant,
  isNotAfter,
  judgementType,
  maxDepth,
  message,
  nextModified,
  ownerOnly,
  referencesOf,
  sanitised,
  timedId,
  typeOf,
  utcMs,
} from './index.ts';
import type { Entry, EntryType, FindingBody } from './index.ts';

const at = '2026-11-21T06:00:00.000Z';

const body: FindingBody = {
  schema: 1,
  room: 'sea',
  kind: 'encounter',
  detector: { name: 'encounter', version: '1', parameters: { maxNm: 0.3 }, source: 'test' },
  subjects: [{ kind: 'vessel', id: '999000001', name: 'HOKUTO' }],
  startUtcMs: 1_700_000_123_456,
  endUtcMs: 1_700_003_723_456,
  ongoing: false,
  place: { lonDeg: 126.9012, latDeg: 26.2345, uncertaintyNm: 1, words: message('core.relation') },
  sentence: message('core.relation', { kind: 'x', note: 'HOKUTO' }),
  against: [],
  facts: { distanceNm: 0.2 },
  withdrawn: true,
  withdrawnBecause: message('core.relation', { kind: 'x', note: 'HOKUTO was elsewhere' }),
};

const entry: Entry<FindingBody> = {
  id: derivedId('finding', 'one'),
  type: 'finding',
  owner: 'us',
  created: at,
  modified: at,
  level: 'other',
  release: ownerOnly('us'),
  confidence: 60,
  evidence: [
    {
      kind: 'fixes',
      feed: 'coast',
      mmsi: 999000001,
      fromUtcMs: 1_700_000_123_456,
      toUtcMs: 1_700_003_723_456,
      count: 3,
      fixes: [[1_700_000_123_456, 126.9012, 26.2345, 0.1, null]],
      receivers: ['station-7'],
    },
  ],
  body,
};

const types = new EntryTypes([findingType, judgementType]);

function refusal(value: unknown): string | undefined {
  try {
    types.check(value);
    return undefined;
  } catch (error) {
    return (error as CommonwatchError).code;
  }
}

describe('errors', () => {
  it('are listed in the source and explained in docs/errors.md, both ways and with the same status', () => {
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z.0-9-]+)` \| (\d+) \| (.+) \|$/gm)];
    const documented = Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]));
    const defined = Object.fromEntries(
      Object.entries(errorCodes).map(([code, { status }]) => [code, status]),
    );
    expect(documented).toEqual(defined);
    expect(rows.map(([, code]) => code)).toEqual(rows.map(([, code]) => code).sort());
    for (const [, code, , words] of rows) expect(words.length, code).toBeGreaterThan(20);
  });

  it('name the rule and the value, shortly', () => {
    const error = new CommonwatchError('id.invalid', 'x'.repeat(500), { path: '/id' });
    expect(error.message).toContain(errorCodes['id.invalid'].rule);
    expect(error.message.length).toBeLessThan(250);
    expect(error).toMatchObject({ code: 'id.invalid', status: 400, path: '/id' });
  });

  it('show values that have no JSON', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    for (const value of [loop, 1n, undefined, () => 0])
      expect(() => new CommonwatchError('id.invalid', value)).not.toThrow();
  });
});

describe('ids', () => {
  it('are the same for the same parts, and keep neighbouring parts apart', () => {
    expect(derivedId('finding', 'ab', 'c')).toBe(derivedId('finding', 'ab', 'c'));
    expect(derivedId('finding', 'ab', 'c')).not.toBe(derivedId('finding', 'a', 'bc'));
    expect(derivedId('finding', 'a')).toMatch(/^finding--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/);
  });

  it('by time sort by time', () => {
    const random = new Uint8Array(10).fill(255);
    const zero = new Uint8Array(10);
    expect(timedId('case', 1000, random) < timedId('case', 1001, zero)).toBe(true);
    expect(timedId('case', 2 ** 41, zero)).toMatch(/^case--[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('are found in running text and nothing else is', () => {
    const id = derivedId('finding', 'x');
    expect(idsIn(`see ${id}, (${id})`)).toEqual([id, id]);
    expect(idsIn('finding--not-a-uuid')).toEqual([]);
    const piece = fc.oneof(
      fc.constantFrom(id, id.slice(7), '--', '-', 'a', '9', 'Z', ' ', '"', `x${id}`, `${id}-`),
      fc.string({ maxLength: 4 }),
    );
    const anywhere = /[a-z][a-z0-9-]{0,62}--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        expect(idsIn(pieces.join(''))).toEqual(pieces.join('').match(anywhere) ?? []);
      }),
    );
  });

  it('are refused when they are not `type--uuid`', () => {
    for (const bad of ['', 'finding', 'Finding--00000000-0000-5000-8000-000000000000', `${entry.id} `])
      expect(() => entryId(bad)).toThrow(expect.objectContaining({ code: 'id.invalid' }));
    expect(typeOf(entry.id)).toBe('finding');
  });
});

describe('times', () => {
  it('round-trip to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (timeUtcMs) => {
        expect(utcMs(instant(timeUtcMs))).toBe(timeUtcMs);
      }),
    );
  });

  it('compare as times, not as text', () => {
    expect(isNotAfter('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.500Z')).toBe(true);
    expect(isNotAfter('2026-01-01T00:00:00.500Z', '2026-01-01T00:00:00Z')).toBe(false);
  });

  it('are refused where they are not RFC 3339 in UTC', () => {
    for (const bad of [
      '2026-11-21',
      '2026-11-21T06:00:00',
      '2026-11-21T06:00:00+09:00',
      '2026-13-01T00:00:00Z',
      '',
    ])
      expect(() => utcMs(bad)).toThrow(expect.objectContaining({ code: 'time.invalid' }));
    expect(() => instant(Number.NaN)).toThrow(CommonwatchError);
  });

  it('of a next version are later than the one before, even when the clock stands or goes back', () => {
    expect(nextModified(utcMs(at), at)).toBe('2026-11-21T06:00:00.001Z');
    expect(nextModified(0, at)).toBe('2026-11-21T06:00:00.001Z');
    expect(nextModified(utcMs(at) + 50, at)).toBe('2026-11-21T06:00:00.050Z');
  });
});

describe('checking an entry', () => {
  it('takes a whole one', () => {
    expect(types.check(entry)).toBe(entry);
  });

  it('refuses each thing that is wrong with its own code', () => {
    expect(refusal({ ...entry, extra: 1 })).toBe('entry.invalid');
    expect(refusal({ ...entry, confidence: 101 })).toBe('entry.invalid');
    expect(refusal({ ...entry, confidence: 50.5 })).toBe('entry.invalid');
    expect(refusal({ ...entry, owner: 'Us!' })).toBe('entry.invalid');
    expect(refusal({ ...entry, id: 'finding--1' })).toBe('id.invalid');
    expect(refusal({ ...entry, id: derivedId('case', 'one') })).toBe('id.invalid');
    expect(refusal({ ...entry, modified: '2025-01-01T00:00:00.000Z' })).toBe('entry.invalid');
    expect(refusal({ ...entry, created: 'yesterday' })).toBe('time.invalid');
    expect(refusal({ ...entry, release: ownerOnly('them') })).toBe('entry.invalid');
    expect(refusal({ ...entry, id: derivedId('case', 'x'), type: 'case' })).toBe('entry.unknown-type');
    expect(refusal({ ...entry, body: { schema: 1 } })).toBe('entry.invalid');
    expect(refusal({ ...entry, body: { ...body, schema: 9 } })).toBe('entry.invalid');
    expect(refusal(null)).toBe('entry.invalid');
  });

  it('refuses JSON that is nested too deep, before anything recurses over it', () => {
    let deep: unknown = 0;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    expect(depthOf(deep)).toBe(maxDepth + 1);
    expect(refusal({ ...entry, body: deep })).toBe('entry.too-deep');
  });

  it('says where it went wrong', () => {
    expect(() => types.check({ ...entry, body: { ...body, kind: 7 } })).toThrow(
      expect.objectContaining({ path: expect.stringContaining('/body') as string }),
    );
  });

  it('refuses two types of one name', () => {
    expect(() => new EntryTypes([findingType, findingType])).toThrow(
      expect.objectContaining({ code: 'room.duplicate' }),
    );
  });

  it('upgrades a body step by step when it is read, and never changes what was written', () => {
    const newer = {
      ...findingType,
      version: 3,
      upgrades: {
        1: (old: unknown) => ({ ...(old as object), schema: 2, added: 'two' }),
        2: (old: unknown) => ({ ...(old as object), schema: 3, added: 'three' }),
      },
    } as unknown as EntryType<FindingBody>;
    const upgraded = new EntryTypes([newer]).upgraded(entry as unknown as Entry);
    expect(upgraded.body).toMatchObject({ schema: 3, added: 'three', kind: 'encounter' });
    expect(entry.body.schema).toBe(1);
  });
});

describe('references', () => {
  it('are every other id that stands anywhere in an entry', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => derivedId('finding', name));
    const naming: Entry = {
      ...(entry as unknown as Entry),
      release: { ...ownerOnly('us'), derivedFrom: a },
      evidence: [{ kind: 'entry', id: b }],
      body: { schema: 1, text: `as ${c} and ${entry.id} say` } as Entry['body'],
    };
    expect(referencesOf(naming).sort()).toEqual([a, b, c].sort());
  });
});

describe('a sanitised version', () => {
  const release = { ...ownerOnly('us'), tlp: 'GREEN' as const };

  it('holds no exact place, time, name, number or reason of the source', () => {
    const derived = sanitised(entry as unknown as Entry, release, {
      placeGridDeg: 1,
      timeGridMs: 3_600_000,
      withoutSubjects: true,
    });
    const text = JSON.stringify({ ...derived, release: undefined });
    for (const trace of ['126.9', '26.23', '1700000123456', 'HOKUTO', '999000001', 'station-7', '0.2'])
      expect(text).not.toContain(trace);
    expect(derived.release.derivedFrom).toBe(entry.id);
    expect(derived.body.withdrawn).toBe(true);
  });

  it('widens the uncertainty by what the place was moved', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.constantFrom(0.1, 0.5, 1, 5),
        (lonDeg, latDeg, placeGridDeg) => {
          const placed = { ...entry, body: { ...body, place: { lonDeg, latDeg, uncertaintyNm: 1 } } };
          const { place } = sanitised(placed as unknown as Entry, release, { placeGridDeg }).body;
          expect(Math.abs((place?.latDeg ?? 999) - latDeg) * 60).toBeLessThanOrEqual(
            place?.uncertaintyNm ?? 0,
          );
          expect(Math.abs(place?.lonDeg ?? 999)).toBeLessThanOrEqual(180);
        },
      ),
    );
  });

  it('is made of findings only', () => {
    expect(() => sanitised({ ...entry, type: 'case' } as unknown as Entry, release, {})).toThrow(
      expect.objectContaining({ code: 'entry.invalid' }),
    );
  });
});
