/** The room's entry types: what people keep and judge. Posts are no entries; they lie in columns behind a collection. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError, entryId, isEntryId, message, MessageRefSchema } from '../core/index.ts';
import type { EntryId, EntryType } from '../core/index.ts';
import type {
  AbcdeBody,
  AnalysisSettings,
  CollectionBody,
  CoordinationJudgementBody,
  DisarmConfirmationBody,
  ExplainerBody,
  KnownNarrativeBody,
  NarrativeBody,
} from './api.ts';

const text = (maxLength: number) => Type.String({ maxLength });
const needed = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const texts = (maxLength: number, maxItems = 50) => Type.Array(text(maxLength), { maxItems });
const entry = Type.String({ maxLength: 128, pattern: '^[a-z][a-z0-9-]*--[0-9a-f-]{36}$' });
const stable = Type.String({ maxLength: 80, pattern: '^(narrative|group|story)-[0-9a-f]{32}$' });
const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const schema = Type.Literal(1);
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const CalendarSchema = closed({
  name: needed(200),
  kind: Type.Union([
    Type.Literal('election'),
    Type.Literal('summit'),
    Type.Literal('exercise'),
    Type.Literal('anniversary'),
    Type.Literal('other'),
  ]),
  from: day,
  to: day,
});

export const SettingsSchema = closed({
  windowS: Type.Number({ exclusiveMinimum: 0, maximum: 31_536_000 }),
  minObjects: Type.Integer({ minimum: 1, maximum: 1000 }),
  falseDiscovery: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  leastPosts: Type.Integer({ minimum: 2, maximum: 1_000_000 }),
  homeLanguages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }), { maxItems: 20 }),
  homeCountries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 20 }),
  declaredOwners: Type.Record(Type.String({ maxLength: 253 }), text(200)),
  merges: Type.Array(Type.Tuple([stable, stable]), { maxItems: 2000 }),
  calendar: Type.Array(CalendarSchema, { maxItems: 500 }),
});

const settingsCheck = Compile(SettingsSchema);

/** @throws `narratives.settings` with the path of what does not fit */
export function checkSettings(value: unknown): AnalysisSettings {
  if (settingsCheck.Check(value)) return value as AnalysisSettings;
  const path = settingsCheck.Errors(value)[0]?.instancePath ?? '/';
  throw new CommonwatchError('narratives.settings', path, { path });
}

export const collectionProperties = {
  title: needed(200),
  zoneMinutes: Type.Integer({ minimum: -840, maximum: 840 }),
  retentionDays: Type.Integer({ minimum: 0, maximum: 36_500 }),
  settings: SettingsSchema,
  note: text(4000),
};

export const collectionType: EntryType<CollectionBody> = {
  type: 'post-collection',
  schema: closed({ schema, ...collectionProperties }),
  version: 1,
  title: ({ body }) => message('narratives.collection.title', { title: body.title }),
  searchTexts: ({ body }) => [body.title],
  // Working notes of whoever collected stay with the owner.
  forReaders: (body) => ({ ...body, note: '' }),
};

export const narrativeProperties = {
  collection: Type.Optional(entry),
  narrative: stable,
  title: needed(200),
  text: text(4000),
  languages: texts(10),
  platforms: texts(60),
  debunk: Type.Boolean(),
  posts: Type.Integer({ minimum: 0 }),
  accounts: Type.Integer({ minimum: 0 }),
  firstUtcMs: Type.Number(),
  lastUtcMs: Type.Number(),
  origin: Type.Union([Type.Literal('earliest-here'), Type.Literal('not-in-collection')]),
  known: Type.Optional(entry),
  note: text(4000),
};

export const narrativeType: EntryType<NarrativeBody> = {
  type: 'narrative',
  schema: closed({ schema, ...narrativeProperties }),
  version: 1,
  title: ({ body }) =>
    message(body.debunk ? 'narratives.narrative.debunk' : 'narratives.narrative.title', {
      title: body.title,
    }),
  searchTexts: ({ body }) => [body.title, body.text],
  forReaders: (body) => ({ ...body, note: '' }),
  span: ({ firstUtcMs, lastUtcMs }) => ({ startUtcMs: firstUtcMs, endUtcMs: lastUtcMs }),
};

export const knownProperties = {
  title: needed(200),
  claim: needed(2000),
  objective: text(2000),
  targetRelation: text(200),
  audience: texts(200),
  diaspora: texts(200),
  languages: texts(10),
  firstSeen: Type.Union([day, Type.Literal('')]),
  examples: texts(4000, 100),
  terms: Type.Array(texts(200), { maxItems: 50 }),
  domains: texts(253, 200),
  sources: texts(1000),
};

export const knownNarrativeType: EntryType<KnownNarrativeBody> = {
  type: 'known-narrative',
  schema: closed({ schema, ...knownProperties }),
  version: 1,
  title: ({ body }) => message('narratives.known.title', { title: body.title }),
  searchTexts: ({ body }) => [body.title, body.claim, ...body.terms.flat()],
};

const abcdeField = closed({
  text: text(8000),
  observed: Type.Array(MessageRefSchema, { maxItems: 50 }),
  confidence: Type.Integer({ minimum: 0, maximum: 100 }),
  alternatives: texts(2000, 20),
});

export const abcdeProperties = {
  title: needed(200),
  collection: Type.Optional(entry),
  about: Type.Array(stable, { maxItems: 100 }),
  parts: closed({
    actor: abcdeField,
    behaviour: abcdeField,
    content: abcdeField,
    degree: abcdeField,
    effect: abcdeField,
  }),
};

export const abcdeType: EntryType<AbcdeBody> = {
  type: 'abcde-sheet',
  schema: closed({ schema, ...abcdeProperties }),
  version: 1,
  title: ({ body }) => message('narratives.abcde.title', { title: body.title }),
  searchTexts: ({ body }) => [body.title, ...Object.values(body.parts).map((part) => part.text)],
};

/** What an author writes; who wrote and who signed is set by the room. */
export const explainerProperties = {
  title: needed(200),
  about: Type.Array(stable, { maxItems: 100 }),
  collection: Type.Optional(entry),
  language: Type.String({ pattern: '^[a-z]{2,3}$' }),
  facts: Type.Array(closed({ text: text(2000), source: text(1000) }), { maxItems: 30 }),
  warning: text(1000),
  technique: text(4000),
  disarm: texts(20),
  audience: text(500),
  languages: texts(10),
  doNotAmplify: Type.Boolean(),
  doNotAmplifyBecause: MessageRefSchema,
};

export const explainerType: EntryType<ExplainerBody> = {
  type: 'explainer-brief',
  schema: closed({
    schema,
    ...explainerProperties,
    state: Type.Union([
      Type.Literal('draft'),
      Type.Literal('ready'),
      Type.Literal('signed'),
      Type.Literal('withdrawn'),
    ]),
    writtenBy: needed(200),
    signedBy: Type.Optional(needed(200)),
    signedAt: Type.Optional(text(40)),
  }),
  version: 1,
  title: ({ body }) => message(`narratives.explainer.${body.state}`, { title: body.title }),
  searchTexts: ({ body }) => [body.title, body.technique, ...body.facts.map((fact) => fact.text)],
};

export const disarmProperties = {
  collection: Type.Optional(entry),
  about: stable,
  technique: Type.String({ pattern: '^T\\d{4}(\\.\\d{3})?$' }),
  verdict: Type.Union([Type.Literal('confirmed'), Type.Literal('rejected')]),
  reason: text(4000),
};

export const disarmConfirmationType: EntryType<DisarmConfirmationBody> = {
  type: 'disarm-confirmation',
  schema: closed({
    schema,
    ...disarmProperties,
    techniqueName: text(300),
    tactic: text(200),
    tableVersion: text(120),
    by: needed(200),
  }),
  version: 1,
  anchors: ({ collection }) => anchorsOf(collection),
  title: ({ body }) =>
    message(`narratives.disarm.${body.verdict}`, {
      technique: body.technique,
      name: body.techniqueName,
      by: body.by,
    }),
};

export const judgementProperties = {
  about: stable,
  collection: Type.Optional(entry),
  judgement: Type.Union([Type.Literal('inauthentic'), Type.Literal('attributed'), Type.Literal('organic')]),
  to: text(300),
  reason: needed(8000),
  alternatives: texts(2000, 20),
};

export const coordinationJudgementType: EntryType<CoordinationJudgementBody> = {
  type: 'coordination-judgement',
  schema: closed({ schema, ...judgementProperties, by: needed(200) }),
  version: 1,
  anchors: ({ collection }) => anchorsOf(collection),
  title: ({ body }) =>
    message(`narratives.judgement.${body.judgement}`, { by: body.by, to: body.to, reason: body.reason }),
};

/** What is judged is seen only with its collection. */
function anchorsOf(collection: EntryId | undefined): readonly EntryId[] {
  return collection !== undefined && isEntryId(collection) ? [entryId(collection)] : [];
}

export const narrativesEntryTypes = [
  collectionType,
  narrativeType,
  knownNarrativeType,
  abcdeType,
  explainerType,
  disarmConfirmationType,
  coordinationJudgementType,
];
