import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { CommonwatchError, isNoWider, timedId } from '../../core/index.ts';
import type { Entry, EntryDraft, JudgementBody, Release } from '../../core/index.ts';
import type { ReleaseRequest } from '../api.ts';
import { principalOf } from '../exits.ts';
import type { Exit, HubContext } from '../exits.ts';
import { entryQuery, timeOf } from '../query.ts';
import { memberAt, planRelease, previewRelease } from '../releasing.ts';
import { needsSecondPerson } from '../secondperson.ts';
import { pageView, viewOf } from '../views.ts';
import { directoryFor, idFrom } from './parts.ts';
import type { HubParts } from './parts.ts';
import {
  IdParams,
  ListText,
  PageFields,
  QueryFields,
  ReleaseRequestSchema,
  strictObject,
} from './schemas.ts';

/** Reading, judging and releasing entries of any kind. */
export function entryRoutes(parts: HubParts): Exit[] {
  return [...readingRoutes(parts), ...judgingRoutes(parts), ...releasingRoutes(parts)];
}

function readingRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'entries.list',
      method: 'GET',
      path: '/entries',
      summary: 'Entries that the viewer may see, newest first.',
      permission: 'read',
      query: strictObject({ ...QueryFields, ...PageFields }),
      handle: (context, { query }) => pageView(context.entries(entryQuery(query)), context, parts),
    },
    {
      kind: 'json',
      name: 'entries.get',
      method: 'GET',
      path: '/entries/:id',
      summary: 'One entry. What is hidden and what never existed give the same answer.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) =>
        context.entry(idFrom(params.id)).map((entry) => viewOf(entry, context, parts)),
    },
    {
      kind: 'json',
      name: 'entries.versions',
      method: 'GET',
      path: '/entries/:id/versions',
      summary: 'Past versions, newest first: those that their own and the latest release allow.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) => context.versions(idFrom(params.id)),
    },
    {
      kind: 'json',
      name: 'entries.neighbours',
      method: 'GET',
      path: '/entries/:id/neighbours',
      summary: 'Entries that name this one and that the viewer may see.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) =>
        context
          .neighbours(idFrom(params.id))
          .map((entries) => entries.map((entry) => viewOf(entry, context, parts))),
    },
    {
      kind: 'json',
      name: 'entries.count',
      method: 'GET',
      path: '/count',
      summary: 'How many entries a query finds among those that the viewer may see.',
      permission: 'read',
      query: strictObject(QueryFields),
      handle: (context, { query }) => context.count(entryQuery(query)).map((count) => ({ count })),
    },
    {
      kind: 'json',
      name: 'entries.histogram',
      method: 'GET',
      path: '/histogram',
      summary: 'Entries an hour, for the time bar.',
      permission: 'read',
      query: strictObject({
        from: Type.String({ maxLength: 40 }),
        to: Type.String({ maxLength: 40 }),
        types: ListText,
        kinds: ListText,
      }),
      handle: (context, { query }) => histogram(context, query),
    },
  ];
}

const hourMs = 3_600_000;
const maxSteps = 1000;

function histogram(context: HubContext, query: Readonly<Record<string, unknown>>) {
  const fromUtcMs = timeOf(query.from as string);
  const toUtcMs = timeOf(query.to as string);
  if (toUtcMs <= fromUtcMs) throw new CommonwatchError('request.invalid', query.to, { path: '/to' });
  // Whole hours a step, so that there are at most `maxSteps` of them.
  const stepMs = Math.max(1, Math.ceil((toUtcMs - fromUtcMs) / hourMs / maxSteps)) * hourMs;
  const { types, kinds } = entryQuery({ types: query.types, kinds: query.kinds });
  return context.histogram({ types, kinds }, { fromUtcMs, toUtcMs, stepMs });
}

function judgingRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'entries.judge',
      method: 'POST',
      path: '/entries/:id/judgements',
      summary:
        'What a person thinks of an entry: confirmed, dismissed, dissent, or the judgement taken back.',
      permission: 'watch',
      params: IdParams,
      body: strictObject({
        verdict: Type.Union(
          ['confirmed', 'dismissed', 'dissent', 'withdrawn'].map((verdict) => Type.Literal(verdict)),
        ),
        reason: Type.String({ maxLength: 4000 }),
        confidence: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
      }),
      handle: async (context, { params, body }) => {
        const id = idFrom(params.id);
        const entry = context.entry(id).for(context.viewer.party);
        await context.append([judgementOf(entry, body as JudgementRequest, context)]);
        return context.entry(id).map((latest) => viewOf(latest, context, parts));
      },
    },
  ];
}

type JudgementRequest = Pick<JudgementBody, 'verdict' | 'reason' | 'confidence'>;

/** The owner's verdict goes where its entry goes; a dissent, and what a partner thinks, stay inside at first. */
export function judgementOf(
  entry: Entry,
  request: JudgementRequest,
  context: HubContext,
): EntryDraft<JudgementBody> {
  const owner = context.viewer.party;
  const isVerdict = owner === entry.owner && request.verdict !== 'dissent';
  const { derivedFrom: _source, ...release } = entry.release;
  return {
    id: timedId('judgement', context.nowUtcMs, randomBytes(10)),
    type: 'judgement',
    owner,
    level: context.viewer.level,
    confidence: request.confidence ?? 100,
    release: isVerdict
      ? { ...release, redactions: [] }
      : { ...release, owner, tlp: 'RED', audience: { kind: 'owner' }, redactions: [] },
    evidence: [],
    body: {
      schema: 1,
      target: entry.id,
      targetModified: entry.modified,
      by: principalOf(context).account.account,
      ...request,
    },
  };
}

/** Beside the request itself stands what it did: whether more or fewer may see it now, and from what to what. */
export function noteRelease(
  entry: Entry,
  release: Release,
  id: string,
  exit: string,
  context: HubContext,
  parts: HubParts,
): void {
  const { account } = principalOf(context);
  const isNarrower = isNoWider(release, entry.release, memberAt(directoryFor(context, parts), context.at));
  parts.access.note({
    account: account.account,
    party: account.party,
    viewer: context.viewer.party,
    action: id === entry.id && isNarrower ? 'revoked' : 'released',
    exit,
    target: id,
    detail: `${inWords(entry.release)} → ${inWords(release)}`,
  });
}

function inWords({ tlp, audience }: Release): string {
  const named = audience.kind === 'named' ? [...audience.parties, ...audience.groups] : [audience.kind];
  return `TLP:${tlp} ${named.join(', ')}`;
}

function releasingRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'entries.release-preview',
      method: 'POST',
      path: '/entries/:id/release/preview',
      summary: 'Who would see it, and exactly what, if it were released so. Nothing is changed.',
      permission: 'release',
      params: IdParams,
      body: ReleaseRequestSchema,
      handle: (context, { params, body }) =>
        context
          .entry(idFrom(params.id))
          .map((entry) =>
            previewRelease(entry, body as ReleaseRequest, context, directoryFor(context, parts), parts),
          ),
    },
    {
      kind: 'json',
      name: 'entries.release',
      method: 'POST',
      path: '/entries/:id/release',
      summary: 'Releases an entry, or a sanitised version of it, and the verdicts of its owner with it.',
      permission: 'release',
      params: IdParams,
      body: ReleaseRequestSchema,
      handle: async (context, { params, body }) => {
        const entry = context.entry(idFrom(params.id)).for(context.viewer.party);
        const plan = planRelease(entry, body as ReleaseRequest, context, directoryFor(context, parts));
        proposeInstead(entry, body as ReleaseRequest, plan.release, context, parts);
        const [released] = await context.append(plan.drafts);
        noteRelease(entry, plan.release, released.id, 'entries.release', context, parts);
        return context.entry(released.id).map((latest) => viewOf(latest, context, parts));
      },
    },
  ];
}

/** Where the house asks for a second person, the release is kept as a proposal. @throws `release.second-person` */
function proposeInstead(
  entry: Entry,
  request: ReleaseRequest,
  release: Release,
  context: HubContext,
  parts: HubParts,
): void {
  const isNarrower =
    request.sanitise === undefined &&
    isNoWider(release, entry.release, memberAt(parts.directory(), context.at));
  if (isNarrower || !needsSecondPerson(parts.config, request)) return;
  parts.proposals.add({
    party: context.viewer.party,
    account: principalOf(context).account.account,
    entry: entry.id,
    modified: entry.modified,
    request,
    at: context.at,
  });
  throw new CommonwatchError('release.second-person', entry.id);
}
