import { Type } from 'typebox';
import { ReleaseSchema } from './release.ts';
import type { Release } from './release.ts';
import type { EntryId } from './ids.ts';
import type { Instant } from './time.ts';

/**
 * What a statement rests on. Every piece may be narrower than the entry that holds it: it then carries its own
 * release, and the gate drops it for whoever may not see it.
 */
export type Evidence = FixesEvidence | EntryEvidence | DocumentEvidence | DatasetEvidence | JudgementEvidence;

/** One fix: time (ms UTC), longitude, latitude (degrees), speed over ground (knots), course (degrees); null = unknown. */
export type Fix = readonly [
  timeUtcMs: number,
  lonDeg: number,
  latDeg: number,
  sogKn: number | null,
  cogDeg: number | null,
];

/** Positions from a feed. `fixes` are the decisive ones (at most 200); `count` says how many there were. */
export interface FixesEvidence {
  kind: 'fixes';
  feed: string;
  mmsi: number;
  fromUtcMs: number;
  toUtcMs: number;
  count: number;
  fixes: readonly Fix[];
  receivers: readonly string[];
  release?: Release;
}

/** Another entry of any room. */
export interface EntryEvidence {
  kind: 'entry';
  id: EntryId;
  note?: string;
  release?: Release;
}

/** A passage of a document: an exact quote with its offsets in UTF-16 units. */
export interface DocumentEvidence {
  kind: 'document';
  document: string;
  sha256: string;
  quote: string;
  start: number;
  end: number;
  release?: Release;
}

/** A table, with where it came from and as of when. */
export interface DatasetEvidence {
  kind: 'dataset';
  source: string;
  asOf: Instant;
  licence?: string;
  note?: string;
  release?: Release;
}

/** What a person says. Kept as "X says", never as fact. */
export interface JudgementEvidence {
  kind: 'judgement';
  by: string;
  at: Instant;
  text: string;
  release?: Release;
}

const text = (maxLength: number) => Type.String({ maxLength });
const release = Type.Optional(ReleaseSchema);
const nullable = Type.Union([Type.Number(), Type.Null()]);

export const EvidenceSchema = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('fixes'),
      feed: text(200),
      mmsi: Type.Integer({ minimum: 0, maximum: 1_073_741_823 }),
      fromUtcMs: Type.Number(),
      toUtcMs: Type.Number(),
      count: Type.Integer({ minimum: 0 }),
      fixes: Type.Array(Type.Tuple([Type.Number(), Type.Number(), Type.Number(), nullable, nullable]), {
        maxItems: 200,
      }),
      receivers: Type.Array(text(80), { maxItems: 64 }),
      release,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('entry'), id: text(128), note: Type.Optional(text(2000)), release },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('document'),
      document: text(500),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      quote: text(4000),
      start: Type.Integer({ minimum: 0 }),
      end: Type.Integer({ minimum: 0 }),
      release,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('dataset'),
      source: text(1000),
      asOf: text(40),
      licence: Type.Optional(text(200)),
      note: Type.Optional(text(2000)),
      release,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('judgement'), by: text(200), at: text(40), text: text(4000), release },
    { additionalProperties: false },
  ),
]);
