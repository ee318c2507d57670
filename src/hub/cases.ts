/**
 * A case joins entries of any rooms by reference and keeps what was thought and decided, and when. It is an entry
 * itself: the gate drops the members that a reader may not see, so that it never widens what it joins. Decisions, notes
 * and assessments that were not shared speak of other readers and of intentions: they stay with the owner.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { message } from '../core/index.ts';
import type { Entry, EntryType } from '../core/index.ts';

const Text = Type.String({ minLength: 1, maxLength: 4000 });
const Id = Type.String({ maxLength: 128 });
const By = Type.String({ maxLength: 200 });
const At = Type.String({ maxLength: 40 });
const strict = { additionalProperties: false };

export const CaseBodySchema = Type.Object(
  {
    schema: Type.Literal(1),
    title: Type.String({ minLength: 1, maxLength: 300 }),
    status: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
    members: Type.Array(
      Type.Object(
        { entry: Id, at: At, by: By, note: Type.Optional(Type.String({ maxLength: 4000 })) },
        strict,
      ),
      { maxItems: 2000 },
    ),
    /** What somebody makes of it, how sure; `dissentOf` is the assessment that it speaks against. */
    assessments: Type.Array(
      Type.Object(
        {
          id: Id,
          at: At,
          by: By,
          text: Text,
          confidence: Type.Integer({ minimum: 0, maximum: 100 }),
          dissentOf: Type.Optional(Id),
          /** For readers of the case too; the others are working notes of its owner. */
          shared: Type.Optional(Type.Boolean()),
        },
        strict,
      ),
      { maxItems: 1000 },
    ),
    decisions: Type.Array(Type.Object({ id: Id, at: At, by: By, text: Text }, strict), { maxItems: 1000 }),
  },
  strict,
);
export type CaseBody = Static<typeof CaseBodySchema>;
export type CaseEntry = Entry<CaseBody>;

export const caseType: EntryType<CaseBody> = {
  type: 'case',
  schema: CaseBodySchema,
  version: 1,
  title: ({ body }) => message('hub.case', { title: body.title }),
  searchTexts: ({ body }) => [
    ...body.assessments.map(({ text }) => text),
    ...body.decisions.map(({ text }) => text),
    ...body.members.map(({ note }) => note ?? ''),
  ],
  forReaders: (body) => ({
    ...body,
    members: body.members.map(({ entry, at }) => ({ entry, at, by: '' })),
    assessments: sharedOf(body.assessments),
    decisions: [],
  }),
};

/** A dissent from what is not shared stands alone. */
function sharedOf(assessments: CaseBody['assessments']): CaseBody['assessments'] {
  const shared = assessments.filter((each) => each.shared === true);
  const ids = new Set(shared.map(({ id }) => id));
  return shared.map(({ dissentOf, ...rest }) =>
    dissentOf !== undefined && ids.has(dissentOf) ? { ...rest, dissentOf } : rest,
  );
}

export function emptyCase(title: string): CaseBody {
  return { schema: 1, title, status: 'open', members: [], assessments: [], decisions: [] };
}

/** Adds a member, or changes its note; a member stands once. */
export function withMember(body: CaseBody, entry: string, by: string, at: string, note?: string): CaseBody {
  const others = body.members.filter((member) => member.entry !== entry);
  const member = { entry, at, by, ...(note === undefined ? {} : { note }) };
  return { ...body, members: [...others, member] };
}

export function withoutMember(body: CaseBody, entry: string): CaseBody {
  return { ...body, members: body.members.filter((member) => member.entry !== entry) };
}

export function withAssessment(body: CaseBody, assessment: CaseBody['assessments'][number]): CaseBody {
  return { ...body, assessments: [...body.assessments, assessment] };
}

export function withDecision(body: CaseBody, decision: CaseBody['decisions'][number]): CaseBody {
  return { ...body, decisions: [...body.decisions, decision] };
}
