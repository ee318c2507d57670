/** Routes of collections: what is in them, what comes of them, and what is kept of that. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CommonwatchError, entryId } from '../core/index.ts';
import type { ActionContext, EntryId, Released, Route, RouteRequest } from '../core/index.ts';
import { abcdeDraft } from './abcde.ts';
import type { CollectionBody, NarrativeBody, NarrativeRow } from './api.ts';
import { collectionProperties } from './entries.ts';
import { explainerDraft } from './explainer.ts';
import { groupFinding } from './findings.ts';
import {
  analysisOf,
  anything,
  casesOf,
  closed,
  collectionOf,
  collectionParams,
  draftOf,
  groupIn,
  kept,
  listOf,
  narrativeIn,
  ownCollection,
  pageSize,
  reasonText,
  revised,
  thingParams,
} from './routeparts.ts';

const CollectionRequest = Type.Object(collectionProperties, closed);

const KeepRequest = Type.Object(
  { title: Type.String({ minLength: 1, maxLength: 200 }), note: Type.String({ maxLength: 4000 }) },
  closed,
);

const ReidentifyRequest = Type.Object(
  {
    accounts: Type.Array(Type.String({ pattern: '^acct-[0-9a-f]{20}$' }), { minItems: 1, maxItems: 100 }),
    reason: reasonText,
  },
  closed,
);

const EraseRequest = Type.Object(
  {
    what: Type.Union([
      Type.Object({ kind: Type.Literal('account'), account: Type.String({ maxLength: 100 }) }, closed),
      Type.Object({ kind: Type.Literal('post'), post: Type.String({ maxLength: 500 }) }, closed),
      Type.Object({ kind: Type.Literal('before'), utcMs: Type.Number() }, closed),
    ]),
    reason: reasonText,
  },
  closed,
);

const PostsQuery = Type.Object({
  narrative: Type.Optional(Type.String({ maxLength: 80 })),
  group: Type.Optional(Type.String({ maxLength: 80 })),
  edge: Type.Optional(Type.String({ maxLength: 80 })),
  from: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageSize })),
});

const collections: readonly Route[] = [
  listOf('post-collection', '/collections', 'Collections of posts that the viewer may see.'),
  {
    method: 'POST',
    path: '/collections',
    summary: 'Opens a collection with a key of its own.',
    permission: 'import',
    body: CollectionRequest,
    response: anything,
    handle: async (context, { body }) => {
      const entry = await kept(
        context,
        draftOf(context, 'post-collection', {
          schema: 1,
          ...(body as Static<typeof CollectionRequest>),
        } as CollectionBody),
      );
      await casesOf(context).open(entry.for(context.viewer.party).id);
      return entry;
    },
  },
  {
    method: 'PUT',
    path: '/collections/:id',
    summary: 'Changes what a collection is called, how long it is kept, and how it is analysed.',
    permission: 'watch',
    params: collectionParams,
    body: CollectionRequest,
    response: anything,
    handle: (context, { params, body }) =>
      revised<CollectionBody>(context, params.id, 'post-collection', () => ({
        schema: 1,
        ...(body as Omit<CollectionBody, 'schema'>),
      })),
  },
  {
    method: 'GET',
    path: '/collections/:id',
    summary: 'A collection: its entry and what was read and refused.',
    permission: 'read',
    params: collectionParams,
    response: anything,
    handle: (context, { params }) =>
      collectionOf(context, params.id).map((entry) => ({ entry, files: casesOf(context).files(entry.id) })),
  },
  {
    method: 'GET',
    path: '/collections/:id/analysis',
    summary: 'Narratives, stories, groups and edges of a collection.',
    permission: 'read',
    params: collectionParams,
    response: anything,
    handle: (context, { params }) => analysisOf(context, params.id),
  },
  {
    method: 'GET',
    path: '/collections/:id/posts',
    summary: 'Posts of a narrative, a group or an edge, in order of time; all where none is named.',
    permission: 'read',
    params: collectionParams,
    query: PostsQuery,
    response: anything,
    handle: posts,
  },
  {
    method: 'GET',
    path: '/collections/:id/cascade/:thing',
    summary: 'Which post of a narrative followed which, as stated or inferred.',
    permission: 'read',
    params: thingParams,
    response: anything,
    handle: async (context, { params }) => {
      const seen = collectionOf(context, params.id);
      const cascade = await casesOf(context).cascade(entryId(params.id), params.thing);
      return seen.map(() => cascade);
    },
  },
  {
    method: 'POST',
    path: '/collections/:id/reidentify',
    summary: 'Handles behind pseudonyms, by a logged reason.',
    permission: 'administer',
    params: collectionParams,
    body: ReidentifyRequest,
    response: anything,
    handle: async (context, { params, body }) => {
      const seen = ownCollection(context, params.id);
      const { accounts, reason } = body as Static<typeof ReidentifyRequest>;
      const handles = await casesOf(context).reidentify(
        entryId(params.id),
        accounts,
        context.account,
        reason,
      );
      return seen.map(() => handles);
    },
  },
  {
    method: 'POST',
    path: '/collections/:id/erase',
    summary: 'Erases an account, a post or what is older than a day, by a logged reason.',
    permission: 'administer',
    params: collectionParams,
    body: EraseRequest,
    response: anything,
    handle: async (context, { params, body }) => {
      const seen = ownCollection(context, params.id);
      const { what, reason } = body as Static<typeof EraseRequest>;
      const gone = await casesOf(context).erase(entryId(params.id), what, context.account, reason);
      return seen.map(() => gone);
    },
  },
];

async function posts(context: ActionContext, { params, query }: RouteRequest): Promise<Released<unknown>> {
  const { narrative, group, edge, from = 0, limit = 100 } = query as Static<typeof PostsQuery>;
  const released = await analysisOf(context, params.id);
  const analysis = released.for(context.viewer.party);
  const named = narrative ?? group ?? edge;
  const cases = casesOf(context);
  const id = entryId(params.id);
  if (narrative !== undefined) {
    narrativeIn(analysis, narrative);
    const { nodes } = await cases.cascade(id, narrative);
    const page = await cases.posts(
      id,
      nodes.map(({ row }) => row),
      from,
      limit,
    );
    return released.map(() => page);
  }
  const rows =
    named === undefined
      ? 'all'
      : group !== undefined
        ? groupIn(analysis, group).rows
        : analysis.edges.find((row) => row.id === edge)?.rows;
  if (rows === undefined) throw new CommonwatchError('entry.not-found', named);
  const page = await cases.posts(id, rows, from, limit);
  return released.map(() => page);
}

const keeping: readonly Route[] = [
  {
    method: 'POST',
    path: '/collections/:id/narratives/:thing/keep',
    summary: 'Keeps a narrative as an entry.',
    permission: 'watch',
    params: thingParams,
    body: KeepRequest,
    response: anything,
    handle: async (context, { params, body }) => {
      ownCollection(context, params.id);
      const analysis = (await analysisOf(context, params.id)).for(context.viewer.party);
      const row = narrativeIn(analysis, params.thing);
      return kept(
        context,
        draftOf(
          context,
          'narrative',
          narrativeBody(row, entryId(params.id), body as Static<typeof KeepRequest>),
          50,
          [{ kind: 'entry', id: entryId(params.id) }],
        ),
      );
    },
  },
  {
    method: 'POST',
    path: '/collections/:id/groups/:thing/keep',
    summary: 'Keeps a group as a finding with its evidence and what speaks against it.',
    permission: 'watch',
    params: thingParams,
    response: anything,
    handle: async (context, { params }) => {
      ownCollection(context, params.id);
      const analysis = (await analysisOf(context, params.id)).for(context.viewer.party);
      const group = groupIn(analysis, params.thing);
      const examples = await casesOf(context).posts(entryId(params.id), group.rows, 0, 20);
      const finding = groupFinding(group, analysis, entryId(params.id), examples.posts);
      return kept(context, {
        ...draftOf(context, 'finding', finding.body, finding.confidence, finding.evidence),
        id: finding.id,
      });
    },
  },
  {
    method: 'GET',
    path: '/collections/:id/abcde/:thing',
    summary: 'An ABCDE sheet begun from what was measured.',
    permission: 'read',
    params: thingParams,
    response: anything,
    handle: async (context, { params }) =>
      (await analysisOf(context, params.id)).map((analysis) =>
        abcdeDraft(analysis, params.thing, entryId(params.id)),
      ),
  },
  {
    method: 'GET',
    path: '/collections/:id/explainer/:thing',
    summary: 'An explainer brief begun from what was measured.',
    permission: 'read',
    params: thingParams,
    response: anything,
    handle: async (context, { params }) =>
      (await analysisOf(context, params.id)).map((analysis) =>
        explainerDraft(analysis, params.thing, entryId(params.id), context.language),
      ),
  },
];

export const collectionRoutes: readonly Route[] = [...collections, ...keeping];

/** What a reader of the entry sees without the posts. */
export function narrativeBody(
  row: NarrativeRow,
  collection: EntryId,
  { title, note }: { title: string; note: string },
): NarrativeBody {
  return {
    schema: 1,
    collection,
    narrative: row.id,
    title,
    text: row.text.slice(0, 4000),
    languages: row.languages.map(({ name }) => name).slice(0, 50),
    platforms: row.platforms.map(({ name }) => name).slice(0, 50),
    debunk: row.debunk,
    posts: row.posts,
    accounts: row.accounts,
    firstUtcMs: Date.parse(row.first),
    lastUtcMs: Date.parse(row.last),
    origin: row.origin.kind,
    ...(row.register[0] === undefined ? {} : { known: row.register[0].entry }),
    note,
  };
}
