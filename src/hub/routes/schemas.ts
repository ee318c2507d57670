/** Schemas that several routes share. */
import { Type } from 'typebox';
import { AudienceSchema, PartyIdSchema, tlps } from '../../core/index.ts';

const strict = { additionalProperties: false };
const words = (maxLength: number) => Type.String({ maxLength });

/** Comma-separated words, such as `finding,case`. */
export const ListText = Type.Optional(words(2000));
export const InstantText = Type.Optional(words(40));

/** The filters of every list of entries. */
export const QueryFields = {
  types: ListText,
  kinds: ListText,
  owner: Type.Optional(PartyIdSchema),
  from: InstantText,
  to: InstantText,
  bbox: Type.Optional(words(200)),
  modifiedSince: InstantText,
};
export const PageFields = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  cursor: Type.Optional(words(2000)),
};

export const IdParams = Type.Object({ id: words(128) }, strict);
export const Names = Type.Object({ en: words(200), ja: words(200) }, strict);

export const ReleaseRequestSchema = Type.Object(
  {
    tlp: Type.Union(tlps.map((tlp) => Type.Literal(tlp))),
    audience: AudienceSchema,
    caveats: Type.Optional(Type.Array(words(80), { maxItems: 64 })),
    orcon: Type.Optional(Type.Boolean()),
    expiresAt: Type.Optional(words(40)),
    sanitise: Type.Optional(
      Type.Object(
        {
          placeGridDeg: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10 })),
          timeGridMs: Type.Optional(Type.Number({ minimum: 60_000, maximum: 604_800_000 })),
          withoutEvidence: Type.Optional(Type.Boolean()),
          withoutSubjects: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
    ),
  },
  strict,
);

export const strictObject = <T extends Parameters<typeof Type.Object>[0]>(fields: T) =>
  Type.Object(fields, strict);
