/** One hub: opens the store, mounts the rooms, starts the feeds, and serves. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { CommonwatchError, instant } from '../core/index.ts';
import type { EntryDraft, Language, PartyId, Room } from '../core/index.ts';
import { exportsFor } from '../exchange/index.ts';
import type { ExchangeOptions } from '../exchange/index.ts';
import { PartnerHubs, httpAsk } from '../partners/index.ts';
import { openStore, partyOf } from '../store/index.ts';
import { AccessLog } from './access.ts';
import { Accounts } from './accounts.ts';
import type { Principal } from './accounts.ts';
import type { ExerciseIdentity } from './api.ts';
import { Clock } from './clock.ts';
import { assertSafeBind } from './config.ts';
import type { Config } from './config.ts';
import { ExitRegistry } from './exits.ts';
import type { Exit, HubContext } from './exits.ts';
import { Digests } from './digests.ts';
import { createServer } from './http.ts';
import { Jobs } from './jobs.ts';
import { LocalTables } from './local.ts';
import { Proposals } from './secondperson.ts';
import { Metrics } from './metrics.ts';
import { copyOpening } from './opening.ts';
import { Pipeline } from './pipeline.ts';
import { entryTypesOf, houseSpeaker, rooms as houseRooms } from './rooms.ts';
import { roomRoutes } from './routes/rooms.ts';
import { adminRoutes } from './routes/admin.ts';
import { auditRoutes } from './routes/audit.ts';
import { caseRoutes } from './routes/cases.ts';
import { entryRoutes } from './routes/entries.ts';
import { readyGroupRoutes } from './routes/groups.ts';
import { hubRoutes } from './routes/hubs.ts';
import { postRoutes } from './routes/posts.ts';
import { jobRoutes } from './routes/jobs.ts';
import type { HubParts } from './routes/parts.ts';
import { proposalRoutes } from './routes/proposals.ts';
import { mailMaker, publicRoutes } from './routes/public.ts';
import { readingRoutes } from './routes/reading.ts';
import { formatRoutes } from './routes/formats.ts';
import { driftRoutes } from './routes/drift.ts';
import { FieldShelf } from './fields.ts';
import { SitingThread } from './sitingthread.ts';
import { laneRoutes } from './routes/lanes.ts';
import { ogcRoutes } from './routes/ogc.ts';
import { positionRoutes } from './routes/sea.ts';
import { serviceRoutes } from './routes/service.ts';
import { sessionRoutes } from './routes/session.ts';
import { taxiiRoutes } from './routes/taxii.ts';
import { taxiiFeedRoutes } from './routes/taxiifeeds.ts';
import { TaxiiPoller } from './taxii/poller.ts';
import { WithdrawnVersions } from './taxii/withdrawn.ts';
import type { TaxiiAsk } from './taxii/poller.ts';
import { signInRoutes } from './routes/signin.ts';
import { LaneThread } from './lanethread.ts';
import { PostCollections } from './narratives.ts';
import { roomServices } from './services.ts';
import type { RoomServices } from './services.ts';

export interface HubOptions {
  readonly config: Config;
  /** The rooms to mount; those of the house when absent. */
  readonly rooms?: readonly Room[];
  /** An exercise's prepared opening to begin with, where it fits; see `opening.ts`. */
  readonly opening?: string;
  /** Writes the journal in this thread: for tests, which open many. Default false. */
  readonly inThread?: boolean;
  /** How TAXII servers are asked; over HTTP when absent. */
  readonly taxiiAsk?: TaxiiAsk;
}

export interface Hub {
  readonly parts: HubParts;
  readonly app: FastifyInstance;
  readonly pipeline: Pipeline;
  readonly exits: readonly Exit[];
  /** A principal's window, as its requests have it. */
  readonly contextFor: (
    principal: Principal | undefined,
    view?: { as?: string; lang?: string },
  ) => HubContext;
  readonly setReady: (identities?: readonly ExerciseIdentity[]) => void;
  /** @returns the address that it listens on */
  readonly listen: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openHub({
  config,
  rooms = houseRooms,
  opening,
  inThread,
  taxiiAsk,
}: HubOptions): Promise<Hub> {
  assertSafeBind(config);
  prepareFolder(config, opening);
  const speaker = houseSpeaker();
  const clock = new Clock();
  const store = await openStore({
    folder: config.data,
    party: config.party,
    types: entryTypesOf(rooms),
    projections: rooms.flatMap((room) => room.projections),
    speaker,
    now: () => clock.nowUtcMs(),
    inThread,
  });
  const local = new LocalTables(store.local);
  const now = () => clock.nowUtcMs();
  const lanes = new LaneThread();
  const siting = new SitingThread();
  const collections = new PostCollections({ local, store, folder: config.data, party: config.party, now });
  const fields = new FieldShelf();
  const jobs = new Jobs();
  const partners = new PartnerHubs({ store, now: () => clock.nowUtcMs(), ask: httpAsk(config.hubs) });
  const accounts = new Accounts(local, config.sessions, Date.now);
  const state: { ready: boolean; identities: readonly ExerciseIdentity[] } = { ready: false, identities: [] };
  const exits = new ExitRegistry();
  const pipeline = new Pipeline({ config, store, clock, rooms });
  const metrics = new Metrics();
  const exchange: ExchangeOptions = {
    shapes: rooms.flatMap((room) => room.shapes),
    speaker,
    types: store.types,
    source: config.party,
    partyName: (party) => store.parties.get(party)?.name ?? { en: party, ja: party },
    groupOf: (group) => store.groups.get(group),
    exercise: config.exercise.enabled,
  };
  const withdrawn = new WithdrawnVersions(local);
  const taxii = new TaxiiPoller({
    withdrawn,
    feeds: config.taxii.feeds,
    store,
    local,
    holder: config.party,
    level: () => store.parties.get(config.party)?.level ?? 'other',
    now: () => clock.nowUtcMs(),
    ask: taxiiAsk,
  });
  const parts: HubParts = {
    config,
    holder: config.party,
    store,
    types: store.types,
    rooms,
    speaker,
    accounts,
    access: new AccessLog(local, Date.now),
    local,
    jobs,
    partners,
    taxii,
    withdrawn,
    proposals: new Proposals(local),
    digests: new Digests(
      local,
      config.digests.folder === '' ? join(config.data, 'outgoing') : config.digests.folder,
      () => clock.nowUtcMs(),
    ),
    publicContext: (language) => makeContext(parts, undefined, '', language),
    partyContext: (party, language) => makeContext(parts, undefined, party, language),
    metrics,
    clock,
    pipeline,
    directory: () => ({
      parties: store.parties.all(),
      groups: store.groups.all(),
      peopleOf: (party) => accounts.peopleOf(party),
    }),
    identities: () => state.identities,
    feeds: () => pipeline.feeds(),
    importFolder: join(config.data, 'imports'),
    exits: () => exits.all,
    exchange,
    exports: exportsFor(exchange),
    collections,
    lanes,
    services: roomServices(collections, { lanes, siting, fields }),
    fields,
    isReady: () => state.ready,
    openapi: () => app.swagger(),
    renewed: (context) => makeContext(parts, context.principal, context.viewer.party, context.language),
  };
  exits.add(
    ...sessionRoutes(parts),
    ...signInRoutes(parts),
    ...adminRoutes(parts),
    ...auditRoutes(parts),
    ...entryRoutes(parts),
    ...caseRoutes(parts),
    ...readingRoutes(parts),
    ...hubRoutes(parts),
    ...proposalRoutes(parts),
    ...publicRoutes(parts),
    ...readyGroupRoutes(parts),
    ...jobRoutes(parts),
    ...serviceRoutes(parts),
    ...laneRoutes(parts),
    ...driftRoutes(parts),
    ...ogcRoutes(parts),
    ...formatRoutes(parts),
    ...taxiiRoutes(parts),
    ...taxiiFeedRoutes(parts),
    ...roomRoutes(parts),
    ...postRoutes(parts),
    ...positionRoutes(),
  );
  const contextFor: Hub['contextFor'] = (principal, view = {}) => contextOf(parts, principal, view);
  countThings(parts);
  const app = await createServer({
    config,
    exits,
    accounts,
    access: parts.access,
    accountByCertificate: (fingerprint) => partners.accountByCertificate(fingerprint),
    contextFor,
    onAnswer: (exit, status, durationMs) => metrics.answered(exit, status, durationMs),
  });
  const visits = startVisits(parts);
  const digests = startDigests(parts);
  const retention = repeat(retentionMs, async () => void (await collections.expire()));
  return {
    parts,
    app,
    pipeline,
    exits: exits.all,
    contextFor,
    setReady: (identities) => {
      state.ready = true;
      if (identities !== undefined) state.identities = identities;
    },
    listen: () => {
      taxii.start();
      return app.listen({ host: config.http.host, port: config.http.port });
    },
    close: async () => {
      jobs.stopAll();
      await visits.stop();
      await taxii.close();
      await digests.stop();
      await retention.stop();
      await collections.close();
      await lanes.close();
      await siting.close();
      await app.close();
      await pipeline.close();
      parts.access.flush();
      await store.close();
    },
  };
}

/** An exercise starts afresh each time, so that everybody sees the same story. */
function prepareFolder(config: Config, opening: string | undefined): void {
  const { data, exercise } = config;
  if (exercise.enabled && !exercise.keep) emptyFolder(config);
  mkdirSync(dirname(data), { recursive: true, mode: 0o700 });
  if (exercise.enabled && opening !== undefined && !existsSync(data)) copyOpening(opening, config);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  // Uploads of an earlier run were never finished.
  rmSync(join(data, 'imports'), { recursive: true, force: true });
  mkdirSync(join(data, 'imports'), { recursive: true, mode: 0o700 });
}

/** @throws `config.invalid`: what no exercise of this party wrote is not ours to delete */
function emptyFolder({ data, party }: Config): void {
  // A start that was cut off may have left its folder of uploads and no journal yet.
  const held = existsSync(data) ? readdirSync(data).filter((name) => name !== 'imports') : [];
  if (held.length > 0 && journalPartyOf(data) !== party)
    throw new CommonwatchError('config.invalid', data, {
      path: '/data',
      detail: 'The folder is not one of an exercise; nothing in it was touched.',
    });
  rmSync(data, { recursive: true, force: true });
}

/** Undefined where there is no journal that can be read. */
function journalPartyOf(folder: string): PartyId | undefined {
  try {
    return partyOf(folder);
  } catch {
    return undefined;
  }
}

/** Whose eyes: one's own party's, or those of another for who may release to it. @throws `party.unknown` */
function contextOf(
  parts: HubParts,
  principal: Principal | undefined,
  { as, lang }: { as?: string; lang?: string },
): HubContext {
  const language: Language = lang === 'en' || lang === 'ja' ? lang : (principal?.account.language ?? 'en');
  const own = principal?.account.party ?? '';
  if (as === undefined || as === own || principal === undefined)
    return makeContext(parts, principal, own, language);
  // Only the hub's own people look through others' eyes: what they see there, they released themselves.
  if (own !== parts.holder || !principal.permissions.includes('release'))
    throw new CommonwatchError('permission.missing');
  if (parts.store.parties.get(as) === undefined) throw new CommonwatchError('party.unknown', as);
  return makeContext(parts, principal, as, language);
}

function makeContext(
  parts: HubParts,
  principal: Principal | undefined,
  party: PartyId,
  language: Language,
): HubContext {
  const { store, clock, pipeline, services } = parts;
  const open = () => {
    const at = instant(clock.nowUtcMs());
    return store.view(store.viewer(party, at), { at, language });
  };
  let view = open();
  const account = principal?.account.account ?? '';
  return {
    principal,
    isSeeingAs: principal !== undefined && principal.account.party !== party,
    account,
    language,
    get viewer() {
      return view.viewer;
    },
    get at() {
      return view.at;
    },
    holder: parts.holder,
    get nowUtcMs() {
      return Date.parse(view.at);
    },
    entry: (id) => view.entry(id),
    entries: (query) => view.entries(query),
    count: (query) => view.count(query),
    search: (words, query) => view.search(words, query),
    rows: (projection, query) => view.rows(projection, query),
    neighbours: (id) => view.neighbours(id),
    versions: (id) => view.versions(id),
    common: (value) => view.common(value),
    histogram: (query, bars) => view.histogram(query, bars),
    facets: (query) => view.facets(query),
    sees: (id) => view.sees(id),
    firstOf: (projection, keys) => view.firstOf(projection, keys),
    entriesById: (ids) => view.entriesById(ids),
    standing: (query, before) => view.standing(query, before),
    entriesOf: (seqs) => view.entriesOf(seqs),
    append: async (drafts: readonly EntryDraft[]) => {
      const entries = await store.append(drafts, { account, as: party });
      // What was just written is seen by what the same request reads next.
      view = open();
      return entries;
    },
    service: <T>(name: string): T =>
      (Object.hasOwn(services, name)
        ? services[name as keyof RoomServices](view)
        : pipeline.service(name, view.viewer, view)) as T,
  };
}

/** How often it is looked whether posts are to be erased: they are kept for days. */
const retentionMs = 3_600_000;

interface Repeating {
  readonly stop: () => Promise<void>;
}

/** Visits partners' hubs from time to time. An exercise visits nobody, and sends nobody mail. */
function startVisits({ config, partners }: HubParts): Repeating {
  const { everySeconds } = config.hubs;
  const isOff = everySeconds === 0 || config.exercise.enabled;
  return repeat(isOff ? 0 : everySeconds * 1000, () => partners.visitAll());
}

function startDigests(parts: HubParts): Repeating {
  const make = mailMaker(parts);
  return repeat(parts.config.exercise.enabled ? 0 : 60_000, async () => {
    await parts.digests.sendDue(make);
  });
}

/** Does something again and again, never twice at once; what fails is tried again the next time. 0 for never. */
function repeat(everyMs: number, work: () => Promise<void>): Repeating {
  if (everyMs === 0) return { stop: () => Promise.resolve() };
  let working: Promise<void> | undefined;
  const timer = setInterval(() => {
    working ??= work()
      .catch(() => undefined)
      .finally(() => {
        working = undefined;
      });
  }, everyMs).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await working;
    },
  };
}

function countThings({ metrics, store, jobs, holder, pipeline }: HubParts): void {
  metrics.gauge(
    'commonwatch_journal_records',
    'Records in the journal.',
    () => store.records({ limit: 1 }).records[0]?.seq ?? 0,
  );
  metrics.gauge(
    'commonwatch_jobs_running',
    'Jobs of the hub’s party that run or wait.',
    () => jobs.list(holder).filter(({ state }) => state === 'running' || state === 'waiting').length,
  );
  metrics.gauge('commonwatch_resident_bytes', 'Memory of the process.', () => process.memoryUsage().rss);
  metrics.gauge('commonwatch_feed_messages', 'Messages read from all feeds.', () =>
    pipeline.feeds().reduce((sum, { view }) => sum + view.messages, 0),
  );
}
