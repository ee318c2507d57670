/** The room's routes: what is read is folded from what came through the gate, what is written is checked first. */
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import type { ActionContext, Entry, Released, Route } from '../core/index.ts';
import type { ActRequest, CountRequest, MovementRequest, State, SubjectRequest } from './api.ts';
import { ContingencySchema, OrganisationSchema, kinds, measures } from './bodies.ts';
import { changesSince } from './changes.ts';
import { fileNames, fileOf } from './files.ts';
import { fold } from './fold.ts';
import { reportNames, reportOf } from './reports.ts';
import { isKind } from './types.ts';
import { contingencyLines, stateView } from './views.ts';
import { idFrom, loadAll } from './window.ts';
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
  readonly entries: readonly Entry[];
  /** The contingency that was asked for, or the newest; undefined where there is none. */
  readonly contingency: string | undefined;
}

/** @throws `entry.not-found` for a contingency that is hidden or never was */
function askedFor(context: ActionContext, query: Readonly<Record<string, unknown>>): Released<Asked> {
  const all = loadAll(context);
  if (typeof query.contingency !== 'string')
    return all.map((entries) => ({
      entries,
      contingency: entries.findLast((entry) => isKind(entry, 'contingency'))?.id,
    }));
  return context
    .entry(idFrom(query.contingency))
    .with(all)
    .map(([{ id }, entries]) => ({ entries, contingency: id }));
}

const reading: readonly Route[] = [
  {
    method: 'GET',
    path: '/contingencies',
    summary: 'The contingencies that the viewer may see, newest first.',
    permission: 'read',
    response: anything,
    handle: (context) => loadAll(context).map((entries) => contingencyLines(entries, context.viewer.party)),
  },
  {
    method: 'GET',
    path: '/state',
    summary:
      'A contingency folded from every entry of it that the viewer may see, with what needs attention.',
    permission: 'read',
    query: Contingency,
    response: anything,
    handle: (context, { query }) =>
      askedFor(context, query).map(({ entries, contingency }) =>
        contingency === undefined
          ? null
          : stateView(entries, contingency, context.viewer.party, context.nowUtcMs),
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
      askedFor(context, query).map(({ entries, contingency }) =>
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
  return askedFor(context, query).map(({ entries, contingency }) => {
    const state = contingency === undefined ? undefined : fold(entries, contingency);
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
];

export const coordinationRoutes: readonly Route[] = [...reading, ...writing];
