import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { EntryDraft, EntryType } from './entry.ts';
import type { EntryId } from './ids.ts';
import { message } from './message.ts';
import type { MessageRef } from './message.ts';

/** A sentence of the catalogues, as it is stored. Parameters are checked for size only: words/ knows their meaning. */
export const MessageRefSchema = Type.Object(
  {
    key: Type.String({ maxLength: 120 }),
    params: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
  },
  { additionalProperties: false },
);

/** What a finding is about: a vessel by MMSI, an account by pseudonym, a gate, a document. */
export const SubjectSchema = Type.Object(
  {
    /** `vessel`, `area`, `gate`, `narrative`, … */
    kind: Type.String({ maxLength: 40 }),
    /** The subject's own id: an MMSI as text, a gate's id. */
    id: Type.String({ maxLength: 200 }),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    /** Further facts with units in their names, such as `imo`, `shipType`, `lengthM`. */
    facts: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 60 }),
        Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Null()]),
      ),
    ),
  },
  { additionalProperties: false },
);
export type Subject = Static<typeof SubjectSchema>;

export const PlaceSchema = Type.Object(
  {
    lonDeg: Type.Number({ minimum: -180, maximum: 180 }),
    latDeg: Type.Number({ minimum: -90, maximum: 90 }),
    /** Radius around the point within which it happened. */
    uncertaintyNm: Type.Number({ minimum: 0 }),
    /** In words, such as "27 nm WSW of Okinawa". */
    words: Type.Optional(MessageRefSchema),
  },
  { additionalProperties: false },
);
export type Place = Static<typeof PlaceSchema>;

/**
 * What a detector observed. It says what, by which detector with which parameters, how sure, and what would speak
 * against it; it attributes no intent. The evidence stands in the envelope.
 */
export const FindingBodySchema = Type.Object(
  {
    schema: Type.Literal(1),
    /** The room that found it, such as `sea`. */
    room: Type.String({ maxLength: 40 }),
    /** What it is, in the room's terms, such as `encounter` or `coverage-gap`. */
    kind: Type.String({ maxLength: 60 }),
    detector: Type.Object(
      {
        name: Type.String({ maxLength: 60 }),
        version: Type.String({ maxLength: 20 }),
        parameters: Type.Record(
          Type.String({ maxLength: 60 }),
          Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean(), Type.Null()]),
        ),
        /** Where the definition comes from, such as "Global Fishing Watch, pipe-encounters". */
        source: Type.String({ maxLength: 300 }),
      },
      { additionalProperties: false },
    ),
    subjects: Type.Array(SubjectSchema, { maxItems: 200 }),
    startUtcMs: Type.Number(),
    endUtcMs: Type.Number(),
    /** It still goes on: `endUtcMs` is the latest fix, not the end. */
    ongoing: Type.Boolean(),
    place: Type.Optional(PlaceSchema),
    sentence: MessageRefSchema,
    /** What would explain it innocently, and what is missing. */
    against: Type.Array(MessageRefSchema, { maxItems: 40 }),
    /** Measured figures, units in their names. */
    facts: Type.Record(
      Type.String({ maxLength: 60 }),
      Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean(), Type.Null()]),
    ),
    /** Late data took it back; `withdrawnBecause` says what. */
    withdrawn: Type.Boolean(),
    withdrawnBecause: Type.Optional(MessageRefSchema),
  },
  { additionalProperties: false },
);
export type FindingBody = Omit<
  Static<typeof FindingBodySchema>,
  'sentence' | 'against' | 'withdrawnBecause' | 'place'
> & {
  sentence: MessageRef;
  against: MessageRef[];
  withdrawnBecause?: MessageRef;
  place?: Omit<Place, 'words'> & { words?: MessageRef };
};

/** A finding as a detector emits it: its id is fixed when first emitted (`derivedId`), revisions repeat it. */
export type FindingDraft = Pick<EntryDraft<FindingBody>, 'confidence' | 'evidence' | 'body'> & {
  id: EntryId;
};

export const findingType: EntryType<FindingBody> = {
  type: 'finding',
  schema: FindingBodySchema,
  version: 1,
  title: ({ body }) => body.sentence,
  searchTexts: ({ body }) => [
    body.kind,
    ...body.subjects.flatMap((subject) => [subject.id, subject.name ?? '']),
  ],
  span: ({ startUtcMs, endUtcMs }) => ({ startUtcMs, endUtcMs }),
  place: ({ place }) => place,
};

/** What a person or a partner thinks of an entry. Kept as theirs, beside it; seen only by who sees the entry too. */
export const JudgementBodySchema = Type.Object(
  {
    schema: Type.Literal(1),
    target: Type.String({ maxLength: 128 }),
    /** The version judged: a later revision may answer the reason. */
    targetModified: Type.String({ maxLength: 40 }),
    verdict: Type.Union([
      Type.Literal('confirmed'),
      Type.Literal('dismissed'),
      Type.Literal('dissent'),
      Type.Literal('withdrawn'),
    ]),
    reason: Type.String({ maxLength: 4000 }),
    /** The account that judged. */
    by: Type.String({ maxLength: 200 }),
    /** 0–100, where the judge states one of their own. */
    confidence: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
  },
  { additionalProperties: false },
);
export type JudgementBody = Static<typeof JudgementBodySchema> & { target: string };

export const judgementType: EntryType<JudgementBody> = {
  type: 'judgement',
  schema: JudgementBodySchema,
  version: 1,
  anchors: ({ target }) => [target as EntryId],
  title: ({ body }) => message(`core.judgement.${body.verdict}`, { by: body.by, reason: body.reason }),
};

/** That two entries belong together in a named way. Seen only by who sees both ends. */
export const RelationBodySchema = Type.Object(
  {
    schema: Type.Literal(1),
    source: Type.String({ maxLength: 128 }),
    target: Type.String({ maxLength: 128 }),
    /** A verb, as in STIX: `related-to`, `derived-from`, `duplicate-of`, … */
    kind: Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' }),
    note: Type.Optional(Type.String({ maxLength: 4000 })),
  },
  { additionalProperties: false },
);
export type RelationBody = Static<typeof RelationBodySchema>;

export const relationType: EntryType<RelationBody> = {
  type: 'relation',
  schema: RelationBodySchema,
  version: 1,
  anchors: ({ source, target }) => [source as EntryId, target as EntryId],
  title: ({ body }) => message('core.relation', { kind: body.kind, note: body.note ?? '' }),
};
