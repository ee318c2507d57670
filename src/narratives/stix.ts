/**
 * Narratives, briefs and techniques in STIX 2.1. Two flavours: `strict` uses objects of the standard only (`grouping`,
 * `report`, `attack-pattern`); `opencti` uses the types that OpenCTI knows (`narrative`, `channel`), with the
 * ids that OpenCTI derives: UUIDv5 of the canonical JSON of the lower-cased name. The kill chain is named `disarm`;
 * the official bundle calls it `mitre-attack`, which merges it with another framework (OpenCTI #12299).
 */
import { sha1 } from '@noble/hashes/legacy.js';
import { instant } from '../core/index.ts';
import type { Entry, EntryId, Json, Shape } from '../core/index.ts';
import type {
  AbcdeBody,
  DisarmConfirmationBody,
  ExplainerBody,
  KnownNarrativeBody,
  NarrativeBody,
} from './api.ts';
import { explainerText } from './explainer.ts';

export type StixFlavour = 'strict' | 'opencti';
type StixDraft = Readonly<Record<string, Json>>;

const openctiNamespace = '00abedb4aa42466c9c01fed23315a9b7';

/** OpenCTI's id of an object that is known by its name: UUIDv5 of `{"name": …}` in canonical JSON (RFC 8785). */
export function openctiId(type: string, name: string): string {
  const space = Uint8Array.from({ length: 16 }, (_, i) =>
    Number.parseInt(openctiNamespace.slice(i * 2, i * 2 + 2), 16),
  );
  const text = new TextEncoder().encode(JSON.stringify({ name: name.trim().toLowerCase() }));
  const bytes = new Uint8Array(space.length + text.length);
  bytes.set(space);
  bytes.set(text, space.length);
  const digest = sha1(bytes).slice(0, 16);
  digest[6] = (digest[6] & 0x0f) | 0x50;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Types of narratives as other tools spell them. */
export function isNarrativeType(type: string): boolean {
  return type === 'narrative' || type === 'x-opencti-narrative';
}

/** Spelled `channel` or `x-opencti-channel`. */
export function isChannelType(type: string): boolean {
  return type === 'channel' || type === 'x-opencti-channel';
}

export function narrativeStix({ body }: Entry<NarrativeBody>, flavour: StixFlavour): readonly StixDraft[] {
  const facts = [
    `${body.posts} posts by ${body.accounts} accounts, ${instant(body.firstUtcMs)} to ${instant(body.lastUtcMs)}`,
    body.origin === 'earliest-here'
      ? 'The first is the earliest in this collection.'
      : 'It repeats something that is not in this collection.',
  ].join('. ');
  if (flavour === 'strict')
    return [
      groupingOf('narrative', body.title, `${body.text}\n\n${facts}`, [
        ...(body.known === undefined ? [] : [body.known]),
        ...(body.collection === undefined ? [] : [body.collection]),
      ]),
    ];
  return [
    narrativeObject(body.title, `${body.text}\n\n${facts}`),
    ...body.platforms.map((platform) => ({
      type: 'channel',
      id: openctiId('channel', platform),
      name: platform,
      channel_types: ['platform'],
    })),
  ];
}

function narrativeObject(name: string, description: string): StixDraft {
  return {
    type: 'narrative',
    id: openctiId('narrative', name),
    name,
    description,
    narrative_types: ['observed'],
  };
}

/** What STIX has no word for: a grouping of what it names, or of its owner where that is nothing the reader has. */
function groupingOf(kind: string, name: string, description: string, refs: readonly EntryId[]): StixDraft {
  return { type: 'grouping', name, description, context: `commonwatch-${kind}`, object_refs: [...refs] };
}

export function knownNarrativeStix(
  { body }: Entry<KnownNarrativeBody>,
  flavour: StixFlavour,
): readonly StixDraft[] {
  return [
    flavour === 'opencti'
      ? narrativeObject(body.title, body.claim)
      : groupingOf('known-narrative', body.title, body.claim, []),
  ];
}

export function techniqueStix({ body }: Entry<DisarmConfirmationBody>): readonly StixDraft[] {
  if (body.verdict === 'rejected') return [];
  return [
    {
      type: 'attack-pattern',
      name: body.techniqueName,
      external_references: [{ source_name: 'DISARM', external_id: body.technique }],
      kill_chain_phases: [
        { kill_chain_name: 'disarm', phase_name: body.tactic.toLowerCase().replaceAll(' ', '-') },
      ],
    },
  ];
}

/** Only what was signed is a report. */
export function explainerStix({ id, modified, body }: Entry<ExplainerBody>): readonly StixDraft[] {
  const content = explainerText(body);
  const stands = groupingOf(
    'explainer-brief',
    body.title,
    content,
    body.collection === undefined ? [] : [body.collection],
  );
  if (body.state !== 'signed') return [stands];
  return [
    stands,
    {
      type: 'report',
      name: body.title,
      description: content,
      lang: body.language,
      report_types: ['threat-report'],
      published: body.signedAt ?? modified,
      object_refs: [id],
    },
  ];
}

export function abcdeStix({ body }: Entry<AbcdeBody>): readonly StixDraft[] {
  const content = Object.entries(body.parts)
    .map(([part, { text, confidence }]) => `${part} (${confidence}): ${text}`)
    .join('\n');
  return [
    groupingOf('abcde-sheet', body.title, content, body.collection === undefined ? [] : [body.collection]),
  ];
}

/** The shapes of the strict profile; `openctiShapes` are their counterparts. */
export const narrativesShapes: readonly Shape[] = shapesOf('strict');
export const openctiShapes: readonly Shape[] = shapesOf('opencti');

function shapesOf(flavour: StixFlavour): readonly Shape[] {
  const shape = (type: string, stix: (entry: never) => readonly StixDraft[]): Shape => ({
    type,
    stix: stix as unknown as Shape['stix'],
  });
  return [
    shape('narrative', (entry: Entry<NarrativeBody>) => narrativeStix(entry, flavour)),
    shape('known-narrative', (entry: Entry<KnownNarrativeBody>) => knownNarrativeStix(entry, flavour)),
    shape('disarm-confirmation', techniqueStix),
    shape('explainer-brief', explainerStix),
    shape('abcde-sheet', abcdeStix),
  ];
}
