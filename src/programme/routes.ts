/** The programme's routes; what each answers is typed in api.ts. */
import { Type } from 'typebox';
import type { TProperties } from 'typebox';
import { CommonwatchError } from '../core/index.ts';
import type { ActionContext, EntryDraft, Released, Route, RouteRequest } from '../core/index.ts';
import type { ActivityPlan, AnswerView } from './api.ts';
import { calendar } from './calendar.ts';
import { coverage } from './coverage.ts';
import { itemKinds } from './entries.ts';
import type { ItemKind } from './entries.ts';
import type { Holdings } from './holdings.ts';
import { allItems, itemList, itemPage, ItemRequestSchema, writeItem } from './items.ts';
import type { ItemRequest } from './items.ts';
import { network } from './network.ts';
import { PlanSchema, planView } from './plan.ts';
import { documentPage, documentViews, queueItem } from './queue.ts';
import { report } from './report.ts';
import type { ReportQuery } from './report.ts';
import { review, ReviewRequestSchema, undo } from './review.ts';
import type { ReviewRequest } from './review.ts';
import { statementPage, statementPageView, statementView } from './statements.ts';
import type { StatementQuery } from './statements.ts';
import { timelineColumns, timelineItems } from './timelineview.ts';
import type { TimelineWindow } from './timelineview.ts';
import { checkViews, overview, sourceView, sourceViews } from './views.ts';

/** The hub holds the record in memory, as this viewer may see it now. */
const holdingsOf = (context: ActionContext): Released<Holdings> =>
  context.service<Released<Holdings>>('programme');
/** The types in api.ts say what an answer holds. */
const anything = Type.Unknown();
const word = (maxLength = 120) => Type.Optional(Type.String({ maxLength }));
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const At = { at: Type.Optional(day) };
const Paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
};
const strict = { additionalProperties: false };
const IdParams = Type.Object({ id: Type.String({ maxLength: 128 }) });
const dayMs = 86_400_000;
/** A report or calendar covers the last so many days, and the calendar so many ahead, where nothing else is asked. */
const usualDays = 366;

type Asked = RouteRequest['query'];

/** The day asked about: today by the hub's clock where none is named. */
function dayOf({ nowUtcMs }: ActionContext, query: Asked, shiftDays = 0): string {
  return (
    (query.at as string | undefined) ?? new Date(nowUtcMs + shiftDays * dayMs).toISOString().slice(0, 10)
  );
}

/** A reading: what the holdings give, made for this viewer and this request. */
function read(
  path: string,
  summary: string,
  query: TProperties,
  view: (holdings: Holdings, context: ActionContext, request: RouteRequest) => unknown,
): Route {
  return {
    method: 'GET',
    path,
    summary,
    permission: 'read',
    ...(path.includes(':id') ? { params: IdParams } : {}),
    query: Type.Object(query, strict),
    response: anything,
    handle: (context, request) => holdingsOf(context).map((holdings) => view(holdings, context, request)),
  };
}

/** @throws `entry.not-found` for what is hidden as for what never was */
function found<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw new CommonwatchError('entry.not-found', id);
  return value;
}

const readings: readonly Route[] = [
  read(
    '/overview',
    'What falls due, what the checks find, and how much there is.',
    At,
    (holdings, context, { query }) => overview(holdings, dayOf(context, query)),
  ),
  read(
    '/checks',
    'The eighteen checks: evidence, or nothing ("none found in the record").',
    At,
    (holdings, context, { query }) => checkViews(holdings, dayOf(context, query)),
  ),
  read(
    '/statements',
    'Statements of the record by words and structure, newest date first.',
    {
      q: word(200),
      kind: word(),
      level: word(),
      area: word(),
      actor: word(300),
      from: Type.Optional(day),
      to: Type.Optional(day),
      document: word(500),
      ...Paging,
    },
    (holdings, { viewer }, { query }) =>
      statementPage(holdings.newestFirst, query as StatementQuery, holdings, viewer.party),
  ),
  read(
    '/statements/:id',
    'One statement with what stands beside it.',
    {},
    (holdings, { viewer }, { params }) =>
      statementPageView(found(holdings.statement(params.id), params.id), holdings, viewer.party),
  ),
  read('/timeline', 'Every dated statement as columns, a lane for each level.', {}, timelineColumns),
  read(
    '/timeline/items',
    'What a stretch of days holds.',
    { from: Type.Optional(day), to: Type.Optional(day), level: word(), limit: Paging.limit },
    (holdings, _context, { query }) => timelineItems(holdings, query as TimelineWindow),
  ),
  read(
    '/coverage',
    'Area × partner: what happened when, what never did.',
    { level: word() },
    (holdings, _context, { query }) => coverage(holdings, query.level as string | undefined),
  ),
  read('/items', 'Items of a kind, or all.', { kind: word() }, (holdings, _context, { query }) =>
    itemsOf(holdings, query.kind as string | undefined).map((held) => itemList(held, holdings)),
  ),
  read(
    '/items/:id',
    'An item: what it names, what names it, what is said of it.',
    At,
    (holdings, context, { params, query }) =>
      itemPage(
        found(holdings.item(params.id), params.id),
        holdings,
        context.viewer.party,
        dayOf(context, query),
      ),
  ),
  read('/network', 'Actors that stand together in statements.', {}, network),
  read(
    '/calendar',
    'What takes place when, and which exercises overlap.',
    { from: Type.Optional(day), to: Type.Optional(day) },
    (holdings, context, { query }) =>
      calendar(
        holdings,
        (query.from as string | undefined) ?? dayOf(context, {}, -usualDays),
        (query.to as string | undefined) ?? dayOf(context, {}, usualDays),
      ),
  ),
  read(
    '/ask',
    'A question: what sources say, with quotes, contradictions and unknowns.',
    { q: word(500) },
    (holdings, context, { query }) => answerOf(holdings, (query.q as string | undefined) ?? '', context),
  ),
  read('/documents', 'The documents of the record, newest first.', {}, (holdings, { viewer }) =>
    documentViews(holdings, viewer.party),
  ),
  read(
    '/documents/:id',
    'A document: its text and where its facts stand.',
    {},
    (holdings, { viewer }, { params }) =>
      documentPage(
        found(
          holdings.documents.find(({ id }) => id === params.id),
          params.id,
        ),
        holdings,
        viewer.party,
      ),
  ),
  read(
    '/queue',
    'What waits for review, in the order of its documents.',
    { document: word(500), ...Paging },
    (holdings, { viewer }, { query }) =>
      statementPage(holdings.waiting, query as StatementQuery, holdings, viewer.party),
  ),
  read(
    '/queue/:id',
    'One that waits: what is known beside it, and every contradiction.',
    {},
    (holdings, { viewer }, { params }) =>
      queueItem(found(holdings.statement(params.id), params.id), holdings, viewer.party),
  ),
  read(
    '/report',
    'A period or an area, to print.',
    { from: Type.Optional(day), to: Type.Optional(day), area: word(), ...At },
    (holdings, context, { query }) => {
      const asked = {
        from: (query.from as string | undefined) ?? dayOf(context, {}, -usualDays),
        to: (query.to as string | undefined) ?? dayOf(context, {}),
        ...(query.area === undefined ? {} : { area: query.area }),
      } as ReportQuery;
      return report(holdings, asked, context.viewer.party, dayOf(context, query));
    },
  ),
];

function itemsOf(holdings: Holdings, kind: string | undefined) {
  if (kind === undefined) return allItems(holdings);
  return (itemKinds as readonly string[]).includes(kind) ? holdings.items(kind as ItemKind) : [];
}

function answerOf(holdings: Holdings, question: string, { viewer, language }: ActionContext): AnswerView {
  const { answer, evidence, conflicts, unknowns } = holdings.asker.ask(question, language);
  return {
    question,
    answer,
    evidence: evidence.map(({ file, quote, start, end }) => {
      const held = holdings.statementAt(file, start, end);
      return {
        source: sourceView({ document: file, quote, start, end }, holdings),
        ...(held === undefined ? {} : { statement: statementView(held, holdings, viewer.party) }),
      };
    }),
    conflicts: conflicts.map((each) => ({ ...each, evidence: sourceViews(each.evidence, holdings) })),
    unknowns,
  };
}

const DocumentChanges = Type.Object(
  {
    title: word(500),
    date: Type.Optional(Type.Union([Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' }), Type.Null()])),
    author: word(300),
    publisher: word(300),
    address: word(1000),
  },
  strict,
);

const writings: readonly Route[] = [
  {
    method: 'POST',
    path: '/plan',
    summary: 'What the checks, instruments, obstacles and precedents say of an activity before it is agreed.',
    permission: 'read',
    body: PlanSchema,
    response: anything,
    handle: (context, { body }) =>
      holdingsOf(context).map((holdings) =>
        planView(holdings, body as ActivityPlan, context.viewer.party, dayOf(context, {})),
      ),
  },
  {
    method: 'POST',
    path: '/items',
    summary: 'Writes an item, or a new version of the one with this key. It needs a source.',
    permission: 'programme',
    body: ItemRequestSchema,
    response: anything,
    handle: (context, { body }) =>
      writeItem(context, holdingsOf(context).for(context.viewer.party), body as ItemRequest),
  },
  {
    method: 'PUT',
    path: '/documents/:id',
    summary: 'What is known of a document: title, date, author, publisher, address.',
    permission: 'programme',
    params: IdParams,
    body: DocumentChanges,
    response: anything,
    handle: async (context, { params, body }) => {
      const holdings = holdingsOf(context).for(context.viewer.party);
      const document = found(
        holdings.documents.find(({ id }) => id === params.id),
        params.id,
      );
      if (document.owner !== context.viewer.party) throw new CommonwatchError('entry.not-owner', params.id);
      const { created: _created, modified: _modified, ...draft } = document;
      const { date, ...rest } = body as { date?: string | null };
      // A date that a person states is explicit; none is none.
      const dated = date === undefined ? {} : { date, dateBasis: date === null ? 'none' : 'explicit' };
      await context.append([
        { ...draft, body: { ...draft.body, ...rest, ...dated } } as unknown as EntryDraft,
      ]);
      return context.entry(document.id);
    },
  },
  {
    method: 'POST',
    path: '/reviews',
    summary: 'Accepts, edits, merges or rejects a statement.',
    permission: 'programme',
    body: ReviewRequestSchema,
    response: anything,
    handle: async (context, { body }) =>
      (await review(context, body as ReviewRequest)).map(({ id }) => ({ id })),
  },
  {
    method: 'POST',
    path: '/reviews/:id/undo',
    summary: 'Takes a decision back.',
    permission: 'programme',
    params: IdParams,
    response: anything,
    handle: async (context, { params }) => (await undo(context, params.id)).map(({ id }) => ({ id })),
  },
];

export const programmeRoutes: readonly Route[] = [...readings, ...writings];
