import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { CommonwatchError, ownerOnly } from '../../core/index.ts';
import type { Entry, EntryDraft, EntryId } from '../../core/index.ts';
import type { CaseView } from '../api.ts';
import { emptyCase, withAssessment, withDecision, withMember, withoutMember } from '../cases.ts';
import type { CaseBody, CaseEntry } from '../cases.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext, HubRequest } from '../exits.ts';
import { draftOf } from '../releasing.ts';
import { viewOf } from '../views.ts';
import { idFrom } from './parts.ts';
import type { HubParts } from './parts.ts';
import { IdParams, strictObject } from './schemas.ts';

const Title = Type.String({ minLength: 1, maxLength: 300 });
const Text = Type.String({ minLength: 1, maxLength: 4000 });

/** Cases: what belongs together, what it means, what was decided. */
export function caseRoutes(parts: HubParts): Exit[] {
  const changes = new Changes(parts);
  return [
    {
      kind: 'json',
      name: 'cases.list',
      method: 'GET',
      path: '/cases',
      summary: 'The cases that the viewer may see, newest first.',
      permission: 'read',
      handle: (context) =>
        context
          .entries({ types: ['case'], limit: 1000 })
          .map(({ entries }) => entries.map((entry) => caseView(entry, context, parts))),
    },
    {
      kind: 'json',
      name: 'cases.get',
      method: 'GET',
      path: '/cases/:id',
      summary: 'One case with those of its members that the viewer may see.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) =>
        context.entry(caseId(params.id)).map((entry) => caseView(entry, context, parts)),
    },
    {
      kind: 'json',
      name: 'cases.create',
      method: 'POST',
      path: '/cases',
      summary: 'Opens a case. Only its owner sees it until it is released.',
      permission: 'watch',
      body: strictObject({ title: Title }),
      handle: async (context, { body }) => {
        const { title } = body as { title: string };
        const [entry] = await context.append([newCase(title, context)]);
        return context.entry(entry.id).map((latest) => caseView(latest, context, parts));
      },
    },
    changes.exit({
      name: 'cases.change',
      method: 'PUT',
      path: '/cases/:id',
      summary: 'Renames, closes or reopens a case.',
      body: strictObject({
        title: Type.Optional(Title),
        status: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed')])),
      }),
      change: (body, { body: asked }) => ({ ...body, ...(asked as Partial<CaseBody>) }),
    }),
    changes.exit({
      name: 'cases.join',
      method: 'POST',
      path: '/cases/:id/members',
      summary: 'Puts an entry into the case, by reference.',
      body: strictObject({
        entry: Type.String({ maxLength: 128 }),
        note: Type.Optional(Type.String({ maxLength: 4000 })),
      }),
      change: (body, { body: asked }, context, by) => {
        const { entry, note } = asked as { entry: string; note?: string };
        const { id } = context.entry(idFrom(entry)).for(context.viewer.party);
        return withMember(body, id, by, context.at, note);
      },
    }),
    changes.exit({
      name: 'cases.leave',
      method: 'DELETE',
      path: '/cases/:id/members/:entry',
      summary: 'Takes an entry out of the case; earlier versions keep it.',
      params: strictObject({ id: Type.String({ maxLength: 128 }), entry: Type.String({ maxLength: 128 }) }),
      change: (body, { params }) => withoutMember(body, params.entry),
    }),
    changes.exit({
      name: 'cases.assess',
      method: 'POST',
      path: '/cases/:id/assessments',
      summary:
        'What somebody makes of it and how sure; or why somebody sees it differently. Only the owner reads it unless shared.',
      body: strictObject({
        text: Text,
        confidence: Type.Integer({ minimum: 0, maximum: 100 }),
        dissentOf: Type.Optional(Type.String({ maxLength: 128 })),
        shared: Type.Optional(Type.Boolean()),
      }),
      change: (body, { body: asked }, context, by) => {
        const assessment = asked as Omit<CaseBody['assessments'][number], 'id' | 'at' | 'by'>;
        const { dissentOf } = assessment;
        if (dissentOf !== undefined && !body.assessments.some(({ id }) => id === dissentOf))
          throw new CommonwatchError('entry.not-found', dissentOf, { path: '/dissentOf' });
        return withAssessment(body, { id: randomUUID(), at: context.at, by, ...assessment });
      },
    }),
    changes.exit({
      name: 'cases.decide',
      method: 'POST',
      path: '/cases/:id/decisions',
      summary: 'What was decided, by whom and when.',
      body: strictObject({ text: Text }),
      change: (body, { body: asked }, context, by) =>
        withDecision(body, {
          id: randomUUID(),
          at: context.at,
          by,
          text: (asked as { text: string }).text,
        }),
    }),
  ];
}

function newCase(title: string, { viewer }: HubContext): EntryDraft {
  return {
    type: 'case',
    owner: viewer.party,
    level: viewer.level,
    confidence: 100,
    release: { ...ownerOnly(viewer.party), tlp: 'AMBER' },
    evidence: [],
    body: emptyCase(title),
  };
}

function caseId(value: string) {
  const id = idFrom(value);
  if (!id.startsWith('case--')) throw new CommonwatchError('entry.not-found', value);
  return id;
}

/** A case as a page shows it: every member comes through the gate by itself. */
export function caseView(entry: Entry, context: HubContext, parts: HubParts): CaseView {
  const { members } = (entry as CaseEntry).body;
  return {
    entry: entry as CaseView['entry'],
    members: context
      .entriesById(members.map((member) => member.entry as EntryId))
      .for(context.viewer.party)
      .map((member) => viewOf(member, context, parts)),
    mine: entry.owner === context.viewer.party,
  };
}

interface Change {
  readonly name: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly params?: Exit['params'];
  readonly body?: Exit['body'];
  readonly change: (body: CaseBody, request: HubRequest, context: HubContext, by: string) => CaseBody;
}

/** Changes to cases, one after another, so that two officers at once do not undo each other's. */
class Changes {
  readonly #parts: HubParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: HubParts) {
    this.#parts = parts;
  }

  exit({ change, ...rest }: Change): Exit {
    return {
      kind: 'json',
      permission: 'watch',
      params: IdParams,
      ...rest,
      handle: (context, request) => this.#queued(() => this.#apply(change, context, request)),
    };
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => {});
    return next;
  }

  async #apply(change: Change['change'], context: HubContext, request: HubRequest) {
    const { party } = context.viewer;
    const id = caseId(request.params.id);
    const entry = context.entry(id).for(party) as CaseEntry;
    if (entry.owner !== party) throw new CommonwatchError('entry.not-owner', id);
    const body = change(entry.body, request, context, principalOf(context).account.account);
    await context.append([{ ...draftOf(entry as Entry), body }]);
    return context.entry(id).map((latest) => caseView(latest, context, this.#parts));
  }
}
