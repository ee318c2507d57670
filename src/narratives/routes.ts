/** The room's routes; what each answers is typed in api.ts. Whatever comes of posts goes out under its collection's entry. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CommonwatchError, entryId, instant, ownerOnly } from '../core/index.ts';
import type {
  ActionContext,
  Body,
  Entry,
  EntryDraft,
  EntryId,
  Evidence,
  Released,
  Route,
  RouteRequest,
} from '../core/index.ts';
import type {
  AbcdeBody,
  Analysis,
  CollectionBody,
  CoordinationJudgementBody,
  DisarmConfirmationBody,
  ExplainerBody,
  GroupRow,
  KnownNarrativeBody,
  NarrativeBody,
  NarrativeCases,
  NarrativeRow,
} from './api.ts';
import { abcdeDraft } from './abcde.ts';
import {
  abcdeProperties,
  collectionProperties,
  disarmProperties,
  explainerProperties,
  judgementProperties,
  knownProperties,
} from './entries.ts';
import { explainerDraft, readyFaults, signed } from './explainer.ts';
import { groupFinding } from './findings.ts';
import { registerMatches } from './register.ts';

/** The types in api.ts say what an answer holds; the hub writes it as it is. */
const anything = Type.Unknown();
const closed = { additionalProperties: false } as const;
const collectionParams = Type.Object({ id: Type.String({ maxLength: 128 }) });
const thingParams = Type.Object({
  id: Type.String({ maxLength: 128 }),
  thing: Type.String({ pattern: '^(narrative|group)-[0-9a-f]{32}$' }),
});
const reasonText = Type.String({ minLength: 10, maxLength: 2000 });
const pageSize = 500;

const casesOf = (context: ActionContext): NarrativeCases => context.service<NarrativeCases>('narratives');

/** A collection that the viewer may see. @throws `entry.not-found` */
function collectionOf(context: ActionContext, id: string): Released<Entry<CollectionBody>> {
  const released = context.entry(entryId(id)) as Released<Entry>;
  if (released.for(context.viewer.party).type !== 'post-collection')
    throw new CommonwatchError('entry.not-found', id);
  return released as Released<Entry<CollectionBody>>;
}

/** Only the collection's own party works on it; others see it without knowing more. @throws `entry.not-owner` */
function ownCollection(context: ActionContext, id: string): Released<Entry<CollectionBody>> {
  const released = collectionOf(context, id);
  if (released.for(context.viewer.party).owner !== context.viewer.party)
    throw new CommonwatchError('entry.not-owner', id);
  return released;
}

/** The analysis with what of the register this viewer sees. */
async function analysisOf(context: ActionContext, id: string): Promise<Released<Analysis>> {
  const collection = collectionOf(context, id);
  const { body } = collection.for(context.viewer.party);
  const analysis = await casesOf(context).analysis(entryId(id), body.settings);
  const register = context.entries({ types: ['known-narrative'], limit: pageSize });
  return collection.with(register).map(([, { entries }]) => {
    const known = (entries as readonly Entry<KnownNarrativeBody>[]).map(({ id: entry, body: known }) => ({
      id: entry,
      body: known,
    }));
    return {
      ...analysis,
      narratives: analysis.narratives.map((row) => ({ ...row, register: registerMatches(row, known) })),
    };
  });
}

function narrativeIn({ narratives }: Analysis, id: string): NarrativeRow {
  const found = narratives.find((row) => row.id === id);
  if (found === undefined) throw new CommonwatchError('entry.not-found', id);
  return found;
}

function groupIn({ groups }: Analysis, id: string): GroupRow {
  const found = groups.find((row) => row.id === id);
  if (found === undefined) throw new CommonwatchError('entry.not-found', id);
  return found;
}

/** A new entry starts with its owner alone; people release it. */
function draftOf<B extends Body>(
  context: ActionContext,
  type: string,
  body: B,
  confidence = 50,
  evidence: readonly Evidence[] = [],
): EntryDraft<B> {
  const { viewer } = context;
  return {
    type,
    owner: viewer.party,
    level: viewer.level,
    confidence,
    release: ownerOnly(viewer.party),
    evidence,
    body,
  };
}

async function kept(context: ActionContext, draft: EntryDraft<never> | EntryDraft): Promise<Released<Entry>> {
  const [{ id }] = await context.append([draft as EntryDraft]);
  return context.entry(id);
}

/** A next version of the viewer's own entry, with its envelope as it was. */
async function revised<B extends Body>(
  context: ActionContext,
  id: string,
  type: string,
  change: (body: B) => B,
): Promise<Released<Entry>> {
  const before = context.entry(entryId(id)).for(context.viewer.party) as Entry<B>;
  if (before.type !== type) throw new CommonwatchError('entry.not-found', id);
  if (before.owner !== context.viewer.party) throw new CommonwatchError('entry.not-owner', id);
  const { created: _created, modified: _modified, ...envelope } = before;
  return kept(context, { ...envelope, body: change(before.body) } as unknown as EntryDraft);
}

const listOf = (type: string, path: string, summary: string): Route => ({
  method: 'GET',
  path,
  summary,
  permission: 'read',
  response: anything,
  handle: (context) => context.entries({ types: [type], limit: pageSize }).map(({ entries }) => entries),
});

const CollectionRequest = Type.Object(collectionProperties, closed);
const KnownRequest = Type.Object(knownProperties, closed);
const AbcdeRequest = Type.Object(abcdeProperties, closed);
const ExplainerRequest = Type.Object(explainerProperties, closed);
const DisarmRequest = Type.Object(disarmProperties, closed);
const JudgementRequest = Type.Object(judgementProperties, closed);
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

const register: readonly Route[] = [
  listOf('narrative', '/kept', 'Narratives that were kept.'),
  listOf('known-narrative', '/register', 'The register of known narratives.'),
  {
    method: 'POST',
    path: '/register',
    summary: 'Adds a known narrative to the register.',
    permission: 'watch',
    body: KnownRequest,
    response: anything,
    handle: (context, { body }) =>
      kept(
        context,
        draftOf(context, 'known-narrative', { schema: 1, ...(body as Omit<KnownNarrativeBody, 'schema'>) }),
      ),
  },
  {
    method: 'PUT',
    path: '/register/:id',
    summary: 'Changes a known narrative.',
    permission: 'watch',
    params: collectionParams,
    body: KnownRequest,
    response: anything,
    handle: (context, { params, body }) =>
      revised<KnownNarrativeBody>(context, params.id, 'known-narrative', () => ({
        schema: 1,
        ...(body as Omit<KnownNarrativeBody, 'schema'>),
      })),
  },
];

const judging: readonly Route[] = [
  {
    method: 'GET',
    path: '/disarm/techniques',
    summary: 'The techniques of DISARM, in the pinned version.',
    permission: 'read',
    response: anything,
    handle: (context) => context.common(casesOf(context).disarm()),
  },
  listOf('disarm-confirmation', '/disarm', 'Techniques that were confirmed or rejected.'),
  {
    method: 'POST',
    path: '/disarm',
    summary: 'Confirms or rejects a technique for a narrative or a group.',
    permission: 'watch',
    body: DisarmRequest,
    response: anything,
    handle: (context, { body }) => {
      const asked = body as Static<typeof DisarmRequest>;
      const { techniques, version } = casesOf(context).disarm();
      const technique = techniques.find(({ id }) => id === asked.technique);
      if (technique === undefined) throw new CommonwatchError('narratives.technique', asked.technique);
      return kept(
        context,
        draftOf(context, 'disarm-confirmation', {
          schema: 1,
          ...aboutSeen(context, asked),
          techniqueName: technique.name,
          tactic: technique.tactic,
          tableVersion: version,
          by: context.account,
        } as DisarmConfirmationBody),
      );
    },
  },
  listOf('coordination-judgement', '/judgements', 'Judgements of groups that people made.'),
  {
    method: 'POST',
    path: '/judgements',
    summary: 'An analyst calls a group inauthentic, attributed or organic, with reasons of their own.',
    permission: 'watch',
    body: JudgementRequest,
    response: anything,
    handle: (context, { body }) => {
      const asked = body as Static<typeof JudgementRequest>;
      if (asked.judgement === 'attributed' && asked.to.trim() === '')
        throw new CommonwatchError('request.invalid', asked.to, { path: '/body/to' });
      const said: Evidence = {
        kind: 'judgement',
        by: context.account,
        at: instant(context.nowUtcMs),
        text: asked.reason.slice(0, 4000),
      };
      return kept(
        context,
        draftOf(
          context,
          'coordination-judgement',
          { schema: 1, ...aboutSeen(context, asked), by: context.account } as CoordinationJudgementBody,
          50,
          [said],
        ),
      );
    },
  },
  listOf('abcde-sheet', '/abcde', 'ABCDE sheets.'),
  {
    method: 'POST',
    path: '/abcde',
    summary: 'Keeps an ABCDE sheet.',
    permission: 'watch',
    body: AbcdeRequest,
    response: anything,
    handle: (context, { body }) =>
      kept(
        context,
        draftOf(context, 'abcde-sheet', { schema: 1, ...(body as Omit<AbcdeBody, 'schema'>) } as AbcdeBody),
      ),
  },
  {
    method: 'PUT',
    path: '/abcde/:id',
    summary: 'Changes an ABCDE sheet.',
    permission: 'watch',
    params: collectionParams,
    body: AbcdeRequest,
    response: anything,
    handle: (context, { params, body }) =>
      revised<AbcdeBody>(context, params.id, 'abcde-sheet', () => ({
        schema: 1,
        ...(body as Omit<AbcdeBody, 'schema'>),
      })),
  },
];

/** An analyst's words are about something that they may see. @throws `entry.not-found` */
function aboutSeen<T extends { collection?: string }>(context: ActionContext, asked: T): T {
  if (asked.collection !== undefined) collectionOf(context, asked.collection);
  return asked;
}

const explaining: readonly Route[] = [
  listOf('explainer-brief', '/explainers', 'Explainer briefs.'),
  {
    method: 'POST',
    path: '/explainers',
    summary: 'Keeps a draft of an explainer brief.',
    permission: 'watch',
    body: ExplainerRequest,
    response: anything,
    handle: (context, { body }) =>
      kept(
        context,
        draftOf(context, 'explainer-brief', {
          schema: 1,
          ...(body as Static<typeof ExplainerRequest>),
          state: 'draft',
          writtenBy: context.account,
        } as ExplainerBody),
      ),
  },
  {
    method: 'PUT',
    path: '/explainers/:id',
    summary: 'Changes a brief; a change takes a signature back.',
    permission: 'watch',
    params: collectionParams,
    body: ExplainerRequest,
    response: anything,
    handle: (context, { params, body }) =>
      revised<ExplainerBody>(
        context,
        params.id,
        'explainer-brief',
        () =>
          ({
            schema: 1,
            ...(body as Static<typeof ExplainerRequest>),
            state: 'draft',
            // Whoever changed it last has written it: nobody signs their own words.
            writtenBy: context.account,
          }) as ExplainerBody,
      ),
  },
  {
    method: 'POST',
    path: '/explainers/:id/ready',
    summary: 'Says that a brief is ready to be signed by a second person.',
    permission: 'watch',
    params: collectionParams,
    response: anything,
    handle: (context, { params }) =>
      revised<ExplainerBody>(context, params.id, 'explainer-brief', (body) => {
        const [fault] = readyFaults(body);
        if (fault !== undefined)
          throw new CommonwatchError('narratives.brief-not-ready', fault, { path: `/${fault}` });
        return { ...body, state: 'ready' };
      }),
  },
  {
    method: 'POST',
    path: '/explainers/:id/sign',
    summary: 'A second person signs a brief that is ready.',
    permission: 'release',
    params: collectionParams,
    response: anything,
    handle: (context, { params }) =>
      revised<ExplainerBody>(context, params.id, 'explainer-brief', (body) =>
        signed(body, context.account, instant(context.nowUtcMs)),
      ),
  },
];

export const narrativesRoutes: readonly Route[] = [
  ...collections,
  ...keeping,
  ...register,
  ...judging,
  ...explaining,
];

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
