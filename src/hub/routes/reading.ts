import { Type } from 'typebox';
import { CommonwatchError, instant, visible } from '../../core/index.ts';
import type { Entry, EntryId, Released } from '../../core/index.ts';
import { columnTypes, tableOf } from '../../exchange/index.ts';
import { briefPdf } from '../../print/index.ts';
import { assembleBrief } from '../brief.ts';
import { parquetFile } from '../../store/index.ts';
import type { RecordSummary } from '../../store/index.ts';
import type { Brief, FeedView, JournalPage, JournalRecordView, LiveEvent, SearchAnswer } from '../api.ts';
import type { Exit, HubContext, HubRequest } from '../exits.ts';
import { entryQuery, sinceOf } from '../query.ts';
import { titleOf, viewOf } from '../views.ts';
import { assertHolder, partyOf } from './parts.ts';
import type { HubParts } from './parts.ts';
import { PageFields, QueryFields, strictObject } from './schemas.ts';

const Cursor = Type.Optional(Type.String({ maxLength: 2000 }));

/** Search, the brief, exports, live events, feeds and the journal. */
export function readingRoutes(parts: HubParts): Exit[] {
  return [
    searchExit(parts),
    ...briefExits(parts),
    ...exportExits(parts),
    parquetExit(parts),
    liveExit(parts),
    {
      kind: 'json',
      name: 'feeds.list',
      method: 'GET',
      path: '/feeds',
      summary: 'How the feeds are that the viewer may see.',
      permission: 'read',
      handle: (context) => context.common(feedsFor(context, parts)),
    },
    {
      kind: 'json',
      name: 'journal.list',
      method: 'GET',
      path: '/journal',
      summary:
        'The journal, newest first: for the hub’s own party alone, because its numbers count everything.',
      permission: 'read',
      query: strictObject(PageFields),
      handle: (context, { query }) => {
        assertHolder(parts, context);
        return journalPage(context, query as { limit?: number; cursor?: string }, parts);
      },
    },
    {
      kind: 'json',
      name: 'journal.verify',
      method: 'POST',
      path: '/journal/verify',
      summary: 'Checks every record of the journal, as a job.',
      permission: 'read',
      handle: (context) => {
        assertHolder(parts, context);
        return context.common(startVerify(context, parts));
      },
    },
  ];
}

function searchExit(parts: HubParts): Exit {
  return {
    kind: 'json',
    name: 'search',
    method: 'GET',
    path: '/search',
    summary: 'Entries, vessels and ports by words, newest first.',
    permission: 'read',
    query: strictObject({
      q: Type.String({ maxLength: 200 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    handle: (context, { query }) => {
      const words = query.q as string;
      const limit = (query.limit as number | undefined) ?? 20;
      const places = context.service<Places>('places');
      return context.search(words, { limit }).map(
        ({ entries }): SearchAnswer => ({
          entries: entries.map((entry) => viewOf(entry, context, parts)),
          vessels: places.vessels(words, limit),
          ports: places.ports(words, limit),
        }),
      );
    },
  };
}

/** What search finds besides entries, from the feeds that the viewer may see. */
export interface Places {
  readonly vessels: (words: string, limit: number) => SearchAnswer['vessels'];
  readonly ports: (words: string, limit: number) => SearchAnswer['ports'];
}

const dayMs = 24 * 3_600_000;

function briefExits(parts: HubParts): Exit[] {
  const query = strictObject({
    for: Type.Optional(Type.String({ maxLength: 63 })),
    since: Type.Optional(Type.String({ maxLength: 40 })),
  });
  return [
    {
      kind: 'json',
      name: 'brief.get',
      method: 'GET',
      path: '/brief',
      summary: 'One partner’s morning: what it may see, with sources, and what it may pass on.',
      permission: 'read',
      query,
      handle: (context, request) => briefFor(context, request, parts),
    },
    {
      kind: 'file',
      name: 'brief.pdf',
      method: 'GET',
      path: '/brief.pdf',
      summary: 'The brief as a page to print.',
      permission: 'read',
      query,
      handle: async (context, request) => {
        const brief = briefFor(context, request, parts);
        const content = await briefPdf(brief.for(context.viewer.party), parts.speaker);
        return brief.map(({ party, at }) => ({
          mediaType: 'application/pdf',
          fileName: `brief-${party}-${at.slice(0, 10)}.pdf`,
          content,
        }));
      },
    },
  ];
}

/** `for` is whose brief it is: one's own, or what `as` would show. It is made through that party's eyes. */
function briefFor(context: HubContext, { query }: HubRequest, parts: HubParts): Released<Brief> {
  const wanted = query.for as string | undefined;
  if (wanted !== undefined && wanted !== context.viewer.party)
    throw new CommonwatchError('request.invalid', wanted, { path: '/for' });
  const nowUtcMs = context.nowUtcMs;
  const since = query.since as string | undefined;
  const sinceUtcMs = since === undefined ? nowUtcMs - dayMs : sinceOf(since, nowUtcMs);
  const party = partyOf(parts, context.viewer.party);
  return assembleBrief(context, {
    rooms: parts.rooms,
    viewing: parts,
    party,
    from: partyOf(parts, parts.holder),
    groups: parts.directory().groups,
    since: instant(sinceUtcMs),
    exercise: parts.config.exercise.enabled,
  });
}

function exportExits(parts: HubParts): Exit[] {
  return parts.rooms
    .flatMap((room) => room.exports)
    .concat(parts.exports)
    .map(({ name, mediaType, types = ['finding'], write }) => ({
      kind: 'file',
      name: `exports.${name}`,
      method: 'GET',
      path: `/exports/${name}`,
      summary: `The entries of a query as ${mediaType}.`,
      permission: 'read',
      query: strictObject(QueryFields),
      handle: (context, { query }) => {
        const entries = everything(context, { types: types.join(','), ...query });
        const content = write(entries, context.viewer.party, context.language, {
          exercise: parts.config.exercise.enabled,
        });
        return entries.map(() => ({ mediaType, fileName: name, content }));
      },
    }));
}

/** The table of the CSV file, in columns. */
function parquetExit(parts: HubParts): Exit {
  const name = 'findings.parquet';
  return {
    kind: 'file',
    name: `exports.${name}`,
    method: 'GET',
    path: `/exports/${name}`,
    summary: 'The entries of a query as Parquet, with the columns of the CSV file.',
    permission: 'read',
    query: strictObject(QueryFields),
    handle: async (context, { query }) => {
      const entries = everything(context, { types: 'finding', ...query });
      const { party } = context.viewer;
      const { header, rows } = tableOf(entries, party, context.language, parts.exchange);
      const columns = header.map((column) => ({
        name: column,
        type: columnTypes[column] ?? ('text' as const),
      }));
      const content = await parquetFile(columns, rows, parts.importFolder, {
        source: parts.holder,
        releasedTo: party,
        asOf: context.at,
        exercise: String(parts.config.exercise.enabled),
      });
      return entries.map(() => ({ mediaType: 'application/vnd.apache.parquet', fileName: name, content }));
    },
  };
}

/** Every page of a query; an export is bounded by what one file can hold. */
const maxExported = 100_000;

function everything(
  context: HubContext,
  query: Readonly<Record<string, unknown>>,
): Released<readonly Entry[]> {
  const asked = { ...entryQuery(query), limit: 1000 };
  let page = context.entries(asked);
  let all: Released<readonly Entry[]> = page.map(({ entries }) => entries);
  let count = 0;
  for (;;) {
    const { cursor, entries } = page.for(context.viewer.party);
    count += entries.length;
    if (cursor === undefined || count >= maxExported) return all;
    page = context.entries({ ...asked, cursor });
    all = all.with(page).map(([before, { entries: next }]) => [...before, ...next]);
  }
}

const clockTickMs = 5_000;

function liveExit(parts: HubParts): Exit {
  return {
    kind: 'live',
    name: 'live',
    method: 'GET',
    path: '/live',
    summary: 'Server-sent events: what appears, changes and disappears for the viewer; jobs; the clock.',
    permission: 'read',
    query: strictObject({ cursor: Cursor }),
    open: (context, { query }, send) => openLive(context, query.cursor as string | undefined, send, parts),
  };
}

function openLive(
  context: HubContext,
  cursor: string | undefined,
  send: (event: Released<LiveEvent>) => void,
  parts: HubParts,
): () => void {
  const { clock, jobs, store } = parts;
  const { party } = context.viewer;
  const subscription = store.subscribe({
    party,
    language: context.language,
    cursor,
    onEvent: (event) =>
      send(
        event.kind === 'gone'
          ? event.id.map((id): LiveEvent => ({ kind: 'gone', cursor: event.cursor, id }))
          : event.entry.map((entry): LiveEvent => {
              const view = viewOf(entry, parts.renewed(context), parts);
              return { kind: 'put', cursor: event.cursor, entry: view };
            }),
      ),
  });
  // A job or a tick of the clock repeats the last cursor: nothing of the journal happened.
  const stopJobs = jobs.subscribe((job, owner) => {
    if (owner === party && !context.isSeeingAs)
      send(context.common({ kind: 'job', cursor: subscription.cursor(), job }));
  });
  const tick = () =>
    send(
      context.common({
        kind: 'clock',
        cursor: subscription.cursor(),
        nowUtcMs: clock.nowUtcMs(),
        clockRate: clock.rate,
      }),
    );
  tick();
  const timer = setInterval(tick, clockTickMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    stopJobs();
    subscription.close();
  };
}

/** Feeds by their release; only the hub's own party reads what was refused, which may quote the feed. */
function feedsFor(context: HubContext, parts: HubParts): FeedView[] {
  return parts
    .feeds()
    .filter(({ config }) => visible(context.viewer, config.release, context))
    .map(({ view }) => (context.viewer.party === parts.holder ? view : { ...view, refusedByReason: [] }));
}

/** The cursor is the sequence number itself: only the hub's own party comes here. */
async function journalPage(
  context: HubContext,
  { limit = 100, cursor }: { limit?: number; cursor?: string },
  parts: HubParts,
): Promise<Released<JournalPage>> {
  const before = cursor === undefined ? undefined : Number(cursor);
  if (before !== undefined && !Number.isSafeInteger(before)) throw new CommonwatchError('cursor.invalid');
  const page = parts.store.records({ limit, before });
  const { epoch, seq, head } = await parts.store.describe();
  return context.common({
    records: page.records.map((record) => recordView(record, context, parts)),
    ...(page.before === undefined ? {} : { cursor: String(page.before) }),
    head: { epoch, seq, digest: head },
  });
}

function recordView(
  { epoch, seq, timeUtcMs, kind, account, digest, entry }: RecordSummary,
  context: HubContext,
  parts: HubParts,
): JournalRecordView {
  const [seen] = entry === undefined ? [] : context.entriesById([entry as EntryId]).for(context.viewer.party);
  return {
    epoch,
    seq,
    at: instant(timeUtcMs),
    kind,
    digest,
    ...(account === undefined ? {} : { account }),
    ...(seen === undefined ? {} : { entry: seen.id, title: titleOf(seen, context, parts) }),
  };
}

function startVerify(context: HubContext, { jobs, store }: HubParts) {
  return jobs.start({
    name: 'journal.verify',
    label: 'journal',
    unit: 'records',
    account: context.account,
    party: context.viewer.party,
    run: async ({ progress, report }) => {
      const result = await store.verify({ onProgress: progress });
      report({
        file: 'journal',
        read: result.records,
        taken: result.records - result.problems.length,
        refused: result.problems.map(({ seq, what }) => ({ reason: what, count: 1, samples: [String(seq)] })),
        vessels: 0,
        findings: 0,
        notes: [],
      });
    },
  });
}
