/** The room's routes: what is read is folded from what came through the gate, what is written is checked first. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { CommonwatchError } from '../core/index.ts';
import type { ActionContext, Released, Route } from '../core/index.ts';
import type { ActRequest, CountRequest, MovementRequest, State, SubjectRequest } from './api.ts';
import { ContingencySchema, OrganisationSchema, kinds, measures } from './bodies.ts';
import { changesSince } from './changes.ts';
import { findLocal } from './directory.ts';
import type { LocalDirectory } from './directory.ts';
import { parseDrift, runDrift } from './drift/index.ts';
import type { Coast, LeewayClass, VectorGrid } from './drift/index.ts';
import { parseAllocation } from './siting/index.ts';
import type { SitingWork } from './siting/index.ts';
import { fileNames, fileOf } from './files.ts';
import { formKinds, formNumbers, keyOfForm, readFormNumber } from './forms.ts';
import type { FormKind } from './forms.ts';
import { reportNames, reportOf } from './reports.ts';
import { contingencyLines } from './views.ts';
import type { Contingencies } from './views.ts';
import { idFrom } from './window.ts';
import { count, createSubject, decide, move, openContingency, perform } from './write.ts';

const strict = { additionalProperties: false };
/** The types in api.ts say what an answer holds. */
const anything = Type.Unknown();
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const Key = Type.String({ minLength: 8, maxLength: 80, pattern: '^[A-Za-z0-9._/-]+$' });
const Id = Type.String({ maxLength: 128 });
const Party = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });
const Share = Type.Optional(Type.Array(Party, { maxItems: 200 }));
const Contingency = Type.Object({ contingency: Type.Optional(Id) }, strict);
const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
const Quantity = Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 });

const OpenBody = Type.Object(
  {
    key: Key,
    name: ContingencySchema.properties.name,
    kind: ContingencySchema.properties.kind,
    note: ContingencySchema.properties.note,
    startedUtcMs: optional(Type.Number()),
    me: Type.Object(
      {
        name: OrganisationSchema.properties.name,
        level: OrganisationSchema.properties.level,
        code: OrganisationSchema.properties.code,
      },
      strict,
    ),
  },
  strict,
);

const SubjectBody = Type.Object(
  {
    key: Key,
    contingency: Id,
    kind: Type.Union(
      kinds
        .filter((kind) => !['contingency', 'act', 'movement', 'count', 'decision'].includes(kind))
        .map((kind) => Type.Literal(kind)),
    ),
    body: Type.Record(Type.String({ maxLength: 40 }), Type.Unknown()),
    actingFor: optional(Party),
    source: optional(text(300)),
    asOfUtcMs: optional(Type.Number()),
    note: optional(text(2000)),
    atUtcMs: optional(Type.Number()),
    submit: optional(Type.Boolean()),
    stock: optional(Quantity),
    share: Share,
  },
  strict,
);

const ActBody = Type.Object(
  {
    key: Key,
    subject: Id,
    act: text(40),
    actingFor: optional(Party),
    reason: optional(text(2000)),
    other: optional(Id),
    site: optional(Id),
    people: optional(Type.Integer({ minimum: 0 })),
    received: optional(
      Type.Array(Type.Object({ lot: Id, quantity: Type.Integer({ minimum: 0 }) }, strict), { maxItems: 40 }),
    ),
    etaUtcMs: optional(Type.Number()),
    atUtcMs: optional(Type.Number()),
    note: optional(text(2000)),
    share: Share,
  },
  strict,
);

const MovementBody = Type.Object(
  {
    key: Key,
    lot: Id,
    move: Type.Union(
      (
        ['procure', 'adjust-up', 'adjust-down', 'consume', 'lose', 'grant', 'return-quota', 'draw'] as const
      ).map((kind) => Type.Literal(kind)),
    ),
    quantity: Quantity,
    party: optional(Party),
    note: optional(text(2000)),
    source: optional(text(300)),
    share: Share,
  },
  strict,
);

const CountBody = Type.Object(
  {
    key: Key,
    contingency: Id,
    measure: Type.Union(measures.map((measure) => Type.Literal(measure))),
    about: Id,
    value: Type.Integer({ minimum: 0 }),
    source: text(300),
    asOfUtcMs: Type.Number(),
    actingFor: optional(Party),
    note: optional(text(2000)),
  },
  strict,
);

const DecisionBody = Type.Object(
  {
    key: Key,
    contingency: Id,
    text: text(4000),
    reason: optional(text(4000)),
    about: optional(Id),
    actingFor: optional(Party),
    share: Share,
    private: optional(Type.Boolean()),
  },
  strict,
);

const post = <Body>(
  path: string,
  summary: string,
  body: TSchema,
  handle: (context: ActionContext, asked: Body) => ReturnType<Route['handle']>,
): Route => ({
  method: 'POST',
  path,
  summary,
  permission: 'coordinate',
  body,
  response: anything,
  handle: (context, request) => handle(context, request.body as Body),
});

interface Asked {
  readonly held: Contingencies;
  /** The contingency that was asked for, or the newest; undefined where there is none. */
  readonly contingency: string | undefined;
}

/** What this viewer sees of the room, kept by the hub from one request to the next. */
const heldFor = (context: ActionContext) => context.service<Released<Contingencies>>('coordination');

/** @throws `entry.not-found` for a contingency that is hidden or never was */
function askedFor(context: ActionContext, query: Readonly<Record<string, unknown>>): Released<Asked> {
  const all = heldFor(context);
  if (typeof query.contingency !== 'string')
    return all.map((held) => ({ held, contingency: held.lastOpened }));
  return context
    .entry(idFrom(query.contingency))
    .with(all)
    .map(([{ id }, held]) => ({ held, contingency: id }));
}

const reading: readonly Route[] = [
  {
    method: 'GET',
    path: '/contingencies',
    summary: 'The contingencies that the viewer may see, newest first.',
    permission: 'read',
    response: anything,
    handle: (context) =>
      heldFor(context).map(({ entries }) => contingencyLines(entries, context.viewer.party)),
  },
  {
    method: 'GET',
    path: '/state',
    summary:
      'A contingency folded from every entry of it that the viewer may see, with what needs attention; what changed since a state, by its hash.',
    permission: 'read',
    query: Type.Object(
      { contingency: Type.Optional(Id), since: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })) },
      strict,
    ),
    response: anything,
    handle: (context, { query }) =>
      askedFor(context, query).map(({ held, contingency }) =>
        contingency === undefined
          ? null
          : held.stateSince(
              contingency,
              context.viewer.party,
              context.nowUtcMs,
              typeof query.since === 'string' ? query.since : undefined,
            ),
      ),
  },
  ...reportNames.map(
    (name): Route => ({
      method: 'GET',
      path: `/reports/${name}`,
      summary: `A report made from the ledger as it stands: ${name}.`,
      permission: 'read',
      query: Contingency,
      response: anything,
      handle: (context, { query }) =>
        withState(context, query, (state) => reportOf(name, state, context.nowUtcMs)),
    }),
  ),
  {
    method: 'GET',
    path: '/changes',
    summary: 'What came after an entry: what changed by it, what was overridden and by whom, and forks.',
    permission: 'read',
    query: Type.Object({ contingency: Type.Optional(Id), after: Type.Optional(Id) }, strict),
    response: anything,
    handle: (context, { query }) =>
      askedFor(context, query).map(({ held: { entries }, contingency }) =>
        contingency === undefined
          ? null
          : changesSince(entries, contingency, typeof query.after === 'string' ? query.after : undefined),
      ),
  },
  {
    method: 'GET',
    path: '/files',
    summary: 'A list as a file: tables as CSV with HXL hashtags, places and consignments as GeoJSON.',
    permission: 'read',
    query: Type.Object(
      {
        contingency: Type.Optional(Id),
        name: Type.Optional(Type.Union(fileNames.map((name) => Type.Literal(name)))),
      },
      strict,
    ),
    response: anything,
    handle: (context, { query }) => {
      const name = typeof query.name === 'string' ? query.name : fileNames[0];
      return withState(
        context,
        query,
        (state) => fileOf(name, state, context.nowUtcMs, context.language) ?? null,
      );
    },
  },
];

/** A form of the state that was asked for; null where there is none. */
function withState<T>(
  context: ActionContext,
  query: Readonly<Record<string, unknown>>,
  form: (state: State) => T,
): Released<T | null> {
  return askedFor(context, query).map(({ held, contingency }) => {
    const state = contingency === undefined ? undefined : held.state(contingency);
    return state === undefined ? null : form(state);
  });
}

const writing: readonly Route[] = [
  post('/contingencies', 'Opens a contingency.', OpenBody, openContingency),
  post<SubjectRequest>(
    '/subjects',
    'Enters an organisation, site, lot, request, offer, task, consignment, directive or plan.',
    SubjectBody,
    createSubject,
  ),
  post<ActRequest>('/acts', 'Does something to one of them, where its author may.', ActBody, perform),
  post<MovementRequest>('/movements', 'Moves stock of one’s own.', MovementBody, move),
  post<CountRequest>('/counts', 'Reports a figure with its source and as-of time.', CountBody, count),
  post('/decisions', 'Notes a decision.', DecisionBody, decide),
  {
    method: 'GET',
    path: '/forms',
    summary: 'Numbers with check letters for paper forms that can be keyed back.',
    permission: 'read',
    query: Type.Object(
      {
        kind: Type.Optional(Type.Union(formKinds.map((kind) => Type.Literal(kind)))),
        count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
      },
      strict,
    ),
    response: anything,
    handle: (context, { query }) => {
      const { kind = 'request', count: wanted = 4 } = query as { kind?: FormKind; count?: number };
      return context.common(formNumbers(kind, wanted, context.nowUtcMs));
    },
  },
  post<{ number: string; request?: SubjectRequest; count?: CountRequest; act?: ActRequest }>(
    '/forms',
    'Enters a paper form under its number: however often it is keyed, it is one entry.',
    Type.Object(
      {
        key: Key,
        number: text(20),
        request: optional(Type.Omit(SubjectBody, ['key'])),
        count: optional(Type.Omit(CountBody, ['key'])),
        act: optional(Type.Omit(ActBody, ['key'])),
      },
      strict,
    ),
    (context, asked) => {
      const key = keyOfForm(asked.number);
      const { kind } = readFormNumber(asked.number);
      if (kind === 'request' && asked.request !== undefined)
        return createSubject(context, { ...asked.request, key });
      if (kind === 'count' && asked.count !== undefined) return count(context, { ...asked.count, key });
      if (kind === 'receipt' && asked.act !== undefined) return perform(context, { ...asked.act, key });
      throw new CommonwatchError('request.invalid', asked.number, { path: '/request' });
    },
  ),
];

/** A plan that is asked for on the screen is answered at once; larger ones are the command line's. */
const mostPlacesOnScreen = 2_000;
const mostParticlesOnScreen = 20_000;

const planning: readonly Route[] = [
  {
    method: 'GET',
    path: '/municipalities',
    summary: 'Prefectures and municipalities of Japan by code, name or reading.',
    permission: 'read',
    query: Type.Object({ words: Type.Optional(Type.String({ maxLength: 80 })) }, strict),
    response: anything,
    handle: (context, { query }) =>
      context.common(
        findLocal(context.service<LocalDirectory>('municipalities'), String(query.words ?? ''), 20),
      ),
  },
  {
    method: 'POST',
    path: '/siting',
    summary:
      'Where to put stock: p-median, covering, capacitated or pre-positioning, with its bound, and what if a site or a road is out.',
    permission: 'read',
    body: Type.Object({ problem: anything }, strict),
    response: anything,
    handle: async (context, { body }) => {
      const problem = parseAllocation((body as { problem: unknown }).problem);
      const size = Math.max(
        'customers' in problem ? problem.customers.length : 0,
        'sites' in problem ? (problem.sites?.length ?? 0) : 0,
      );
      if (size > mostPlacesOnScreen) throw new CommonwatchError('siting.too-large', size);
      return context.common(await context.service<SitingWork>('siting-work').allocate(problem));
    },
  },
  {
    method: 'GET',
    path: '/drift/classes',
    summary: 'What can drift: the leeway classes, with their source.',
    permission: 'read',
    response: anything,
    handle: (context) =>
      context.common(
        context
          .service<DriftTables>('drift')
          .classes.map(({ id, description, source }) => ({ id, description, source })),
      ),
  },
  {
    method: 'POST',
    path: '/drift',
    summary: 'Where something drifts by the leeway model: probability maps, sorties, who searches what next.',
    permission: 'read',
    body: Type.Object({ problem: anything }, strict),
    response: anything,
    handle: (context, { body }) => {
      const problem = parseDrift((body as { problem: unknown }).problem);
      const count = problem.particles?.length ?? problem.count ?? 0;
      if (count > mostParticlesOnScreen) throw new CommonwatchError('drift.too-large', count);
      const { classes, coast, field } = context.service<DriftTables>('drift');
      return context.common(
        runDrift(problem, {
          classes,
          coast: problem.coast === false ? undefined : coast,
          // What is called a file here is one that was uploaded: no name opens anything of the machine's.
          grid: ({ file }) => field(context.account, file),
        }),
      );
    },
  },
];

/** What the hub hands in for a drift, because a room opens no file. */
interface DriftTables {
  readonly classes: readonly LeewayClass[];
  readonly coast: Coast;
  /** A field that an account has uploaded. @throws `drift.field-gone` */
  readonly field: (account: string, id: string) => VectorGrid;
}

export const coordinationRoutes: readonly Route[] = [...reading, ...writing, ...planning];
