/**
 * What people decide of what waits: accept, edit, merge, reject. A decision is an entry of its own and keeps how its
 * target read before, so that it can be taken back; a merge is a judgement beside both, and neither is changed by it.
 */
import { Type } from 'typebox';
import { CommonwatchError } from '../core/index.ts';
import type { ActionContext, Entry, EntryDraft, EntryId, Released } from '../core/index.ts';
import { confidence, StatementFields, statementType, reviewType } from './entries.ts';
import type { ReviewBody, StatementBody } from './entries.ts';
import type { Level } from './vocabulary.ts';

const Id = Type.String({ maxLength: 128 });
const strict = { additionalProperties: false };

export const ReviewRequestSchema = Type.Object(
  {
    target: Id,
    decision: Type.Union(['accept', 'edit', 'merge', 'reject'].map((each) => Type.Literal(each))),
    into: Type.Optional(Id),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    changes: Type.Optional(
      Type.Object(
        {
          ...Object.fromEntries(
            Object.entries(StatementFields).map(([name, schema]) => [name, Type.Optional(schema)]),
          ),
          level: Type.Optional(Type.String({ maxLength: 20 })),
          assertedBy: Type.Optional(Type.String({ maxLength: 300 })),
        },
        strict,
      ),
    ),
  },
  strict,
);

export interface ReviewRequest {
  readonly target: string;
  readonly decision: ReviewBody['decision'];
  readonly into?: string;
  readonly note?: string;
  readonly changes?: Partial<StatementBody> & { readonly level?: Level };
}

/** What a decision keeps of its target to take it back by. */
interface Before {
  readonly body: StatementBody;
  readonly level: Level;
  readonly confidence: number;
}

/**
 * Takes a decision. @returns the review's entry
 * @throws `entry.not-found` for what is hidden or never was, `entry.not-owner`, `request.invalid`
 */
export async function review(context: ActionContext, request: ReviewRequest): Promise<Released<Entry>> {
  const target = ownStatement(context, request.target);
  if (request.decision === 'merge') {
    const into = ownStatement(context, request.into ?? '');
    if (into.id === target.id) throw new CommonwatchError('request.invalid', into.id, { path: '/into' });
  }
  const before: Before = { body: target.body, level: target.level, confidence: target.confidence };
  const [, written] = await context.append([
    decided(target, request) as unknown as EntryDraft,
    reviewDraft(context, request, before, target) as unknown as EntryDraft,
  ]);
  return context.entry(written.id);
}

/**
 * Takes a decision back: its target reads again as before, and the review says who took it back.
 * @throws `entry.not-found`, `entry.not-owner`, `programme.review-superseded`
 */
export async function undo(context: ActionContext, id: string): Promise<Released<Entry>> {
  const taken = owned<ReviewBody>(context, id, reviewType.type);
  const target = ownStatement(context, taken.body.target);
  const newest = context
    .neighbours(target.id)
    .for(context.viewer.party)
    .filter((entry) => entry.type === reviewType.type) as unknown as readonly Entry<ReviewBody>[];
  const standing = newest.filter(({ body }) => body.target === target.id && body.undone === undefined);
  const isNewest = standing.every(({ created }) => created <= taken.created);
  if (taken.body.undone !== undefined || !isNewest)
    throw new CommonwatchError('programme.review-superseded', id);
  const before = taken.body.before as Before;
  await context.append([
    draftOf({ ...target, ...before }),
    draftOf({ ...taken, body: { ...taken.body, undone: { by: context.account, at: context.at } } }),
  ]);
  return context.entry(taken.id);
}

function decided(target: Entry<StatementBody>, { decision, changes = {} }: ReviewRequest): EntryDraft {
  const { level, ...fields } = changes;
  const state = decision === 'reject' ? 'rejected' : 'accepted';
  const edited = decision === 'edit' ? { ...target.body, ...fields } : target.body;
  return draftOf({
    ...target,
    level: decision === 'edit' ? (level ?? target.level) : target.level,
    confidence: decision === 'reject' ? target.confidence : Math.max(target.confidence, confidence.accepted),
    body: { ...edited, state },
  });
}

function reviewDraft(
  { account, viewer }: ActionContext,
  { decision, into, note }: ReviewRequest,
  before: Before,
  target: Entry<StatementBody>,
): EntryDraft<ReviewBody> {
  const { derivedFrom: _source, ...release } = target.release;
  return {
    type: reviewType.type,
    owner: viewer.party,
    level: target.level,
    confidence: 100,
    // Whoever sees both ends of a merge sees one statement with both passages; what is a reader's own stays hidden.
    release: { ...release, redactions: [] },
    evidence: [],
    body: {
      schema: 1,
      target: target.id,
      decision,
      ...(into === undefined ? {} : { into }),
      by: account,
      ...(note === undefined ? {} : { note }),
      before,
    },
  };
}

function ownStatement(context: ActionContext, id: string): Entry<StatementBody> {
  return owned<StatementBody>(context, id, statementType.type);
}

function owned<B extends { schema: number }>(context: ActionContext, id: string, type: string): Entry<B> {
  const entry = context.entry(id as EntryId).for(context.viewer.party);
  if (entry.type !== type) throw new CommonwatchError('entry.not-found', id);
  if (entry.owner !== context.viewer.party) throw new CommonwatchError('entry.not-owner', id);
  return entry as unknown as Entry<B>;
}

function draftOf<B extends { schema: number }>(entry: Entry<B>): EntryDraft {
  const { created: _created, modified: _modified, ...draft } = entry;
  return draft as unknown as EntryDraft;
}
