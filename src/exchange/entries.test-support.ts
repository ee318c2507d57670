/** Entries of every awkward kind, released to one reader, for the tests of the writers. */
import fc from 'fast-check';
import { EntryTypes, derivedId, findingType, message, pass, publicViewer } from '../core/index.ts';
import type { Entry, FindingBody, PartyId, Release, Released } from '../core/index.ts';
import { Speaker, coreWords } from '../words/index.ts';
import type { ExchangeOptions } from './writer.ts';

export const at = '2026-11-21T06:00:00.000Z';
const types = new EntryTypes([findingType]);

export const options: ExchangeOptions = {
  shapes: [],
  types,
  speaker: new Speaker([
    coreWords,
    {
      'test.finding': { en: 'Two tankers <side by side> & {note}', ja: 'タンカー2隻が接舷 & {note}' },
      'test.against': { en: 'Bunkering is usual here.', ja: 'ここでの給油は通常のことです。' },
      'sea.kind.encounter': { en: 'Encounter', ja: '会合' },
    },
  ]),
  exercise: true,
  source: 'meridia',
  partyName: (party) => ({ en: `Party ${party}`, ja: `組織 ${party}` }),
};

export const release: Release = {
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

export function finding(
  note: string,
  body: Partial<FindingBody> = {},
  envelope: Partial<Entry<FindingBody>> = {},
): Entry<FindingBody> {
  return {
    id: derivedId('finding', note),
    type: 'finding',
    owner: 'meridia',
    created: '2026-11-20T20:00:00.000Z',
    modified: '2026-11-20T21:00:00.001Z',
    level: 'member-state',
    release,
    confidence: 80,
    evidence: [],
    body: {
      schema: 1,
      room: 'sea',
      kind: 'encounter',
      detector: { name: 'encounter', version: '1', parameters: {}, source: 'GFW' },
      subjects: [{ kind: 'vessel', id: '990000001', name: 'A & B', facts: { imo: 9074729 } }],
      startUtcMs: Date.parse('2026-11-20T17:22:00Z'),
      endUtcMs: Date.parse('2026-11-20T21:02:00Z'),
      ongoing: false,
      place: { lonDeg: 126.9, latDeg: 27.2, uncertaintyNm: 0.3 },
      sentence: message('test.finding', { note }),
      against: [message('test.against')],
      facts: {},
      withdrawn: false,
      ...body,
    },
    ...envelope,
  };
}

/** Findings with any text, any place (the poles and the date line included) and any standing. */
export const anyFinding = fc
  .record({
    note: fc.string({ unit: 'grapheme', maxLength: 60 }),
    lonDeg: fc.oneof(fc.constantFrom(-180, 180, 0), fc.double({ min: -180, max: 180, noNaN: true })),
    latDeg: fc.oneof(fc.constantFrom(-90, 90, 0), fc.double({ min: -90, max: 90, noNaN: true })),
    uncertaintyNm: fc.double({ min: 0, max: 5000, noNaN: true }),
    hasPlace: fc.boolean(),
    ongoing: fc.boolean(),
    withdrawn: fc.boolean(),
    isFirst: fc.boolean(),
    tlp: fc.constantFrom('GREEN', 'AMBER', 'AMBER+STRICT', 'RED'),
    orcon: fc.boolean(),
  })
  .map(({ note, lonDeg, latDeg, uncertaintyNm, hasPlace, ongoing, withdrawn, isFirst, ...marks }) =>
    finding(
      note,
      { ongoing, withdrawn, place: hasPlace ? { lonDeg, latDeg, uncertaintyNm } : undefined },
      {
        release: { ...release, ...marks } as Release,
        ...(isFirst ? { modified: '2026-11-20T20:00:00.000Z' } : {}),
      },
    ),
  );

export function releasedTo(
  party: PartyId,
  entries: readonly Entry<FindingBody>[],
  groups: readonly string[] = [],
): Released<readonly Entry[]> {
  const all = new Map(
    entries.map((item) => [item.id, { entry: item as unknown as Entry, type: types.get(item.type) }]),
  );
  const viewer = { ...publicViewer, party, level: 'member-state' as const, groups: new Set(groups) };
  return pass([...all.values()], viewer, (id) => all.get(id), { at, holder: 'meridia' });
}
