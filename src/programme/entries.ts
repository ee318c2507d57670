/**
 * The record as entries: `document`, `statement`, `programme-item` (instrument, goal, actor, activity, …) and `review`
 * (what a person decided about one of them). A quote stands in the envelope's evidence alone, so that the gate can
 * drop it by itself; items name each other by their keys, documents by their names.
 */
import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';
import { derivedId, message, ownerOnly } from '../core/index.ts';
import type {
  Entry,
  EntryDraft,
  EntryId,
  EntryType,
  Evidence,
  MessageRef,
  PartyId,
  PartyLevel,
} from '../core/index.ts';
import { boundsOf } from './context.ts';
import type { DatePrecision } from './dates.ts';
import type { ProgrammeRecord, RecordDocument, Source, Statement } from './record.ts';
import { dateBases, factKinds, modalities } from './vocabulary.ts';

const strict = { additionalProperties: false };
const text = (maxLength: number) => Type.String({ maxLength });
const words = (maxItems: number) => Type.Array(text(300), { maxItems });
const oneOf = (values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const optional = Type.Optional;
const PartialDateSchema = Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' });
const NullableDate = Type.Union([PartialDateSchema, Type.Null()]);
const LevelSchema = oneOf([
  'organisation',
  'member-state',
  'minilateral',
  'domestic',
  'parliamentary',
  'other',
]);

/** `proposed` waits for review; only what is `accepted` is part of the record. */
export const states = ['proposed', 'accepted', 'rejected'] as const;
export type ReviewState = (typeof states)[number];

export const StatementFields = {
  date: Type.Union([text(40), Type.Null()]),
  datePrecision: text(20),
  dateBasis: oneOf(dateBases),
  kind: oneOf(factKinds),
  title: text(500),
  actors: words(100),
  areas: words(60),
  places: words(100),
  amounts: Type.Array(Type.Record(text(40), Type.Union([text(200), Type.Number(), Type.Boolean()])), {
    maxItems: 100,
  }),
  modality: oneOf(modalities),
  subject: optional(text(300)),
  predicate: optional(text(200)),
  object: optional(Type.Union([text(500), Type.Number()])),
};

const StatementSchema = Type.Object(
  {
    schema: Type.Literal(1),
    state: oneOf(states),
    ...StatementFields,
    assertedBy: optional(text(300)),
    recordedAt: optional(text(40)),
    retractedAt: optional(text(40)),
    /** Other statements of the record, by id. */
    derivedFrom: optional(Type.Array(text(200), { maxItems: 100 })),
  },
  strict,
);
export type StatementBody = Omit<Statement, 'id' | 'file' | 'quote' | 'start' | 'end' | 'level' | 'tlp'> & {
  readonly schema: 1;
  readonly state: ReviewState;
};

const DocumentSchema = Type.Object(
  {
    schema: Type.Literal(1),
    file: text(500),
    title: optional(text(500)),
    date: Type.Union([text(40), Type.Null()]),
    dateBasis: oneOf(dateBases),
    author: optional(text(300)),
    publisher: optional(text(300)),
    address: optional(text(1000)),
    quotes: optional(words(100)),
    sha256: optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    format: optional(text(20)),
    /** Its text, where it was read here: quotes are verified against it. */
    text: optional(text(8_000_000)),
  },
  strict,
);
export type DocumentBody = Omit<RecordDocument, 'tlp'> & {
  readonly schema: 1;
  readonly publisher?: string;
  readonly address?: string;
  readonly format?: string;
};

const SourceSchema = Type.Object(
  {
    document: optional(text(500)),
    quote: optional(text(4000)),
    start: optional(Type.Integer({ minimum: 0 })),
    end: optional(Type.Integer({ minimum: 0 })),
    address: optional(text(1000)),
    note: optional(text(2000)),
  },
  strict,
);

/** What each kind of item holds besides its key and title. Dates are ISO 8601, shortened to their precision. */
const itemFields = {
  instrument: {
    type: text(40),
    level: LevelSchema,
    parties: words(100),
    signed: optional(PartialDateSchema),
    inForce: optional(PartialDateSchema),
    expiry: optional(PartialDateSchema),
    binding: optional(Type.Boolean()),
    supersedes: optional(text(120)),
    successor: optional(text(120)),
  },
  /** `rank`: objective, issue, area or goal; `within` is the key of the one above it. */
  goal: {
    area: text(60),
    instrument: text(120),
    rank: optional(text(20)),
    within: optional(text(120)),
  },
  actor: {
    class: text(40),
    aliases: Type.Array(
      Type.Object(
        { name: text(300), from: optional(PartialDateSchema), to: optional(PartialDateSchema) },
        strict,
      ),
      { maxItems: 100 },
    ),
    parent: optional(text(300)),
  },
  activity: {
    kind: text(60),
    area: text(60),
    level: LevelSchema,
    host: optional(text(120)),
    place: optional(text(300)),
    participants: words(200),
    forces: Type.Boolean(),
    start: PartialDateSchema,
    end: optional(PartialDateSchema),
    legalBasis: optional(text(300)),
    status: optional(text(40)),
  },
  commitment: {
    by: text(300),
    due: PartialDateSchema,
    baseline: optional(text(300)),
    target: optional(text(300)),
    outcome: oneOf(['kept', 'late', 'unknown']),
  },
  proposal: {
    states: Type.Array(
      Type.Object(
        {
          state: oneOf(['considered', 'proposed', 'decided', 'done', 'rejected']),
          at: NullableDate,
          source: SourceSchema,
        },
        strict,
      ),
      { maxItems: 100 },
    ),
    blockedBy: optional(words(100)),
    mitigation: optional(text(2000)),
  },
  obstacle: { status: oneOf(['open', 'overcome']) },
  position: {
    actor: text(300),
    proposal: text(120),
    stance: oneOf(['for', 'against', 'unknown']),
    at: optional(NullableDate),
  },
  technology: { edt: text(80), sensitivity: optional(text(80)) },
  dependency: {
    item: text(300),
    year: Type.Integer({ minimum: 1900, maximum: 2200 }),
    shares: Type.Record(text(120), Type.Number({ minimum: 0, maximum: 1 })),
    stockDays: optional(Type.Number({ minimum: 0 })),
  },
  body: { eligible: words(200), joined: words(200) },
} as const satisfies Readonly<Record<string, Readonly<Record<string, TSchema>>>>;

export type ItemKind = keyof typeof itemFields;
export const itemKinds = Object.keys(itemFields) as readonly ItemKind[];

/** The fields that a kind is written with, for the forms of the screen and the request that they send. */
export const ItemSchemas = Object.fromEntries(
  itemKinds.map((kind) => [kind, Type.Object({ title: text(500), ...itemFields[kind] }, strict)]),
) as unknown as Readonly<Record<ItemKind, TSchema>>;

const ItemSchema = Type.Object(
  {
    schema: Type.Literal(1),
    kind: oneOf(itemKinds),
    key: Type.String({ minLength: 1, maxLength: 120 }),
    state: oneOf(states),
    item: Type.Union(itemKinds.map((kind) => ItemSchemas[kind])),
  },
  strict,
);
/** An item in its envelope. Its sources stand in the evidence; a proposal's with each of its states too. */
export interface ItemBody {
  readonly schema: 1;
  readonly kind: ItemKind;
  /** What other items name it by. */
  readonly key: string;
  readonly state: ReviewState;
  readonly item: { readonly title: string; readonly [field: string]: unknown };
}

const ReviewSchema = Type.Object(
  {
    schema: Type.Literal(1),
    target: text(128),
    decision: oneOf(['accept', 'edit', 'merge', 'reject']),
    /** Of a merge: what the target is the same as. */
    into: optional(text(128)),
    by: text(200),
    note: optional(text(2000)),
    /** The target's body before, to take the decision back by. */
    before: Type.Unknown(),
    undone: optional(Type.Object({ by: text(200), at: text(40) }, strict)),
  },
  strict,
);
export type ReviewBody = Omit<Static<typeof ReviewSchema>, 'before' | 'decision'> & {
  readonly decision: 'accept' | 'edit' | 'merge' | 'reject';
  readonly before: unknown;
};

export const statementType: EntryType<StatementBody> = {
  type: 'statement',
  schema: StatementSchema,
  version: 1,
  title: ({ body, evidence }) => said(body, evidence),
  searchTexts: ({ body, evidence }) => [
    ...body.actors,
    ...body.places,
    ...evidence.flatMap((piece) => (piece.kind === 'document' ? [piece.quote] : [])),
  ],
  span: ({ date, datePrecision }) => spanOf(date, datePrecision),
};

/** "X says: …": never a fact of the record's own. */
function said({ title, assertedBy }: StatementBody, evidence: readonly Evidence[]): MessageRef {
  const piece = evidence.find((each) => each.kind === 'document');
  const by = assertedBy ?? piece?.document;
  return by === undefined
    ? message('programme.statement.unsourced', { title })
    : message('programme.statement', { by, title });
}

export const documentType: EntryType<DocumentBody> = {
  type: 'document',
  schema: DocumentSchema,
  version: 1,
  title: ({ body }) => message('programme.document', { title: body.title ?? body.file }),
  searchTexts: ({ body }) => [body.file, body.author ?? '', body.publisher ?? ''],
  span: ({ date }) => spanOf(date, 'day'),
};

export const itemType: EntryType<ItemBody> = {
  type: 'programme-item',
  schema: ItemSchema,
  version: 1,
  title: ({ body }) =>
    message('programme.item', { kind: message(`programme.kind.${body.kind}`), title: body.item.title }),
  searchTexts: ({ body }) => [body.key],
};

export const reviewType: EntryType<ReviewBody> = {
  type: 'review',
  schema: ReviewSchema,
  version: 1,
  anchors: ({ target, into }) => [target, ...(into === undefined ? [] : [into])] as EntryId[],
  title: ({ body }) => message(`programme.review.${body.decision}`, { by: body.by }),
  // Who decided, why, and how it read before are the owner's working notes.
  forReaders: ({ schema, target, decision, into }) =>
    ({
      schema,
      target,
      decision,
      ...(into === undefined ? {} : { into }),
      by: '',
      before: null,
    }) as ReviewBody,
};

function spanOf(date: string | null, precision: DatePrecision) {
  const bounds = boundsOf(date, precision);
  if (bounds === undefined) return undefined;
  const [startUtcMs, endUtcMs] = [Date.parse(bounds[0]), Date.parse(`${bounds[1]}T23:59:59Z`)];
  return Number.isFinite(startUtcMs) && Number.isFinite(endUtcMs) && startUtcMs <= endUtcMs
    ? { startUtcMs, endUtcMs }
    : undefined;
}

/** Whose record it is written into, and when. */
export interface Recording {
  readonly party: PartyId;
  readonly at: string;
}

/** How sure a fact is that a program read and nobody has looked at, and one that a person has accepted. */
export const confidence = { read: 50, accepted: 75 } as const;

const noDigest = '0'.repeat(64);

/** A statement as an entry of its own; the same passage of the same document gives the same id. */
export function statementDraft(
  statement: Statement,
  state: ReviewState,
  sha256: string | undefined,
  { party, at }: Recording,
): EntryDraft<StatementBody> & { id: EntryId } {
  const { id, file, quote, start, end, level, tlp: _tlp, ...rest } = statement;
  return {
    id: derivedId('statement', party, sha256 ?? file, id),
    type: 'statement',
    owner: party,
    level,
    confidence: state === 'accepted' ? confidence.accepted : confidence.read,
    release: ownerOnly(party),
    evidence: [{ kind: 'document', document: file, sha256: sha256 ?? noDigest, quote, start, end }],
    body: { schema: 1, state, ...rest, recordedAt: rest.recordedAt ?? at },
  };
}

export function documentDraft(
  document: RecordDocument & Partial<Pick<DocumentBody, 'format' | 'publisher' | 'address'>>,
  { party }: Recording,
  level: PartyLevel = 'other',
): EntryDraft<DocumentBody> & { id: EntryId } {
  const { tlp: _tlp, ...rest } = document;
  return {
    id: derivedId('document', party, document.sha256 ?? document.file),
    type: 'document',
    owner: party,
    level,
    confidence: 100,
    release: ownerOnly(party),
    evidence: [],
    body: { schema: 1, ...rest },
  };
}

/** @param digests the documents' digests by name */
export function itemDraft(
  kind: ItemKind,
  {
    id,
    sources = [],
    ...item
  }: { readonly id: string; readonly title?: string; readonly sources?: readonly Source[] },
  digests: ReadonlyMap<string, string>,
  { party, at }: Recording,
): EntryDraft<ItemBody> & { id: EntryId } {
  const fields = item as Readonly<Record<string, unknown>>;
  const inline =
    kind === 'proposal' ? (fields.states as { source: Source }[]).map(({ source }) => source) : [];
  return {
    id: derivedId('programme-item', party, kind, id),
    type: 'programme-item',
    owner: party,
    level: (fields.level as PartyLevel | undefined) ?? 'other',
    confidence: confidence.accepted,
    release: ownerOnly(party),
    evidence: [...inline, ...sources].flatMap((source) => evidenceOf(source, digests, at)),
    body: {
      schema: 1,
      kind,
      key: id,
      state: 'accepted',
      item: { ...fields, title: item.title ?? String(fields.item ?? id) },
    },
  };
}

function evidenceOf(source: Source, digests: ReadonlyMap<string, string>, at: string): Evidence[] {
  const { document, quote, start, end, address, note } = source;
  if (document !== undefined && quote !== undefined && start !== undefined && end !== undefined)
    return [{ kind: 'document', document, sha256: digests.get(document) ?? noDigest, quote, start, end }];
  const named = address ?? document;
  return named === undefined
    ? []
    : [{ kind: 'dataset', source: named, asOf: at, ...(note === undefined ? {} : { note }) }];
}

/** Lists of a record and the kind that their rows are as items. */
const itemLists = {
  instruments: 'instrument',
  goals: 'goal',
  actors: 'actor',
  activities: 'activity',
  commitments: 'commitment',
  proposals: 'proposal',
  obstacles: 'obstacle',
  positions: 'position',
  technologies: 'technology',
  dependencies: 'dependency',
  bodies: 'body',
} as const satisfies Readonly<Record<string, ItemKind>>;

/** A whole record as entries of one party, which alone sees them until it releases them. */
export function recordDrafts(record: ProgrammeRecord, recording: Recording): EntryDraft[] {
  const digests = new Map(
    record.documents.map(({ file, sha256 }) => [file, sha256 ?? '']).filter(([, it]) => it !== '') as [
      string,
      string,
    ][],
  );
  const lists = record as unknown as Readonly<Record<string, readonly { id: string }[] | undefined>>;
  return [
    ...record.documents.map((document) => documentDraft(document, recording)),
    ...Object.entries(itemLists).flatMap(([list, kind]) =>
      (lists[list] ?? []).map((item) => itemDraft(kind, item, digests, recording)),
    ),
    ...record.statements.map((statement) =>
      statementDraft(statement, 'accepted', digests.get(statement.file), recording),
    ),
  ] as unknown as EntryDraft[];
}

export function isStatement(entry: Entry): entry is Entry<StatementBody> & Entry {
  return entry.type === statementType.type;
}

export function isItem(entry: Entry): entry is Entry<ItemBody> & Entry {
  return entry.type === itemType.type;
}

export function isDocument(entry: Entry): entry is Entry<DocumentBody> & Entry {
  return entry.type === documentType.type;
}

export function isReview(entry: Entry): entry is Entry<ReviewBody> & Entry {
  return entry.type === reviewType.type;
}

/**
 * A statement of the record out of its entry. Where its evidence is withheld, so are document and quote. Every one has
 * the same fields in the same order, whether or not it has a value: what reads 100,000 of them is ten times as fast.
 */
export function statementOf({ id, level, release, evidence, body }: Entry<StatementBody>): Statement {
  const piece = evidence.find((each) => each.kind === 'document');
  return {
    id,
    file: piece?.document ?? '',
    quote: piece?.quote ?? '',
    start: piece?.start ?? 0,
    end: piece?.end ?? 0,
    date: body.date,
    datePrecision: body.datePrecision,
    dateBasis: body.dateBasis,
    kind: body.kind,
    title: body.title,
    actors: body.actors,
    level,
    areas: body.areas,
    places: body.places,
    amounts: body.amounts,
    modality: body.modality,
    subject: body.subject,
    predicate: body.predicate,
    object: body.object,
    assertedBy: body.assertedBy,
    recordedAt: body.recordedAt,
    retractedAt: body.retractedAt,
    tlp: release.tlp,
    derivedFrom: body.derivedFrom,
  } satisfies Record<keyof Statement, unknown>;
}

export function documentOf({ body, release }: Entry<DocumentBody>): RecordDocument {
  const { schema: _schema, ...rest } = body;
  return { ...rest, tlp: release.tlp };
}

export function sourcesOf(evidence: readonly Evidence[]): Source[] {
  return evidence.flatMap((piece): Source[] => {
    if (piece.kind === 'document') {
      const { document, quote, start, end } = piece;
      return [{ document, quote, start, end }];
    }
    return piece.kind === 'dataset'
      ? [{ address: piece.source, ...(piece.note === undefined ? {} : { note: piece.note }) }]
      : [];
  });
}

/** An item as the record has it. */
export function itemOf({ body, evidence }: Entry<ItemBody>): { id: string; sources: Source[] } {
  return { ...body.item, id: body.key, sources: sourcesOf(evidence) };
}

/** The list of a record that a kind of item belongs to. */
export const listOf = Object.fromEntries(
  Object.entries(itemLists).map(([list, kind]) => [kind, list]),
) as Readonly<Record<ItemKind, keyof typeof itemLists>>;
