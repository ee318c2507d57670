/**
 * The main thread's side of the pipeline: starts its thread, appends what it finds, and offers the newest positions to
 * routes, each viewer's from the feeds that it may see.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { CommonwatchError, combineReleases, instant, isNoWider, ownerOnly, visible } from '../core/index.ts';
import type {
  Entry,
  EntryDraft,
  Evidence,
  FindingDraft,
  GateContext,
  Json,
  PartyId,
  Release,
  Room,
  Viewer,
} from '../core/index.ts';
import { areasFromGeoJson } from '../earth/index.ts';
import type { AreaSpec } from '../earth/index.ts';
import { loadEarth, readEarthTables } from '../feeds/earth.ts';
import type { ExerciseTold } from '../exercise/index.ts';
import { startWorker } from '../store/index.ts';
import type { ArchivedFleet, Seal, Store } from '../store/index.ts';
import type { FeedView } from './api.ts';
import type { Clock } from './clock.ts';
import type { Config, FeedConfig } from './config.ts';
import type {
  FromPipeline,
  PipelineSetup,
  ScenarioSetup,
  ToPipeline,
  TrackColumns,
} from './pipeline.messages.ts';
import { memberAt, releasesOf } from './releasing.ts';
import { PortNames } from './ports.ts';
import { positionsFor } from './positions.ts';
import { Statics } from './statics.ts';
import { VesselTable } from './vessels.ts';

export interface PipelineParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly rooms: readonly Room[];
}

/** What evidence takes from the feed or the upload that it comes from. */
export type FeedSource = Pick<FeedConfig, 'id' | 'release' | 'share'>;

/** The account under which detectors write, in the journal. */
const pipelineAccount = 'pipeline';

export class Pipeline {
  readonly #parts: PipelineParts;
  readonly earth = loadEarth();
  readonly #ports = new PortNames(readEarthTables().ports);
  #feeds: readonly FeedConfig[] = [];
  #views: readonly FeedView[] = [];
  #areas: readonly AreaSpec[] = [];
  #table = new VesselTable(0);
  #statics: readonly Statics[] = [];
  #worker: Worker | undefined;
  #appending: Promise<void> = Promise.resolve();
  #failure: CommonwatchError | undefined;
  readonly #asked = new Map<number, (answer: never) => void>();
  #nextAsked = 1;
  #told: ExerciseTold | undefined;
  #onStopped = () => {};

  constructor(parts: PipelineParts) {
    this.#parts = parts;
  }

  /** Starts the feeds; resolves when they run, or when the scenario's earlier hours are worked through and stored. */
  start(feeds: readonly FeedConfig[], areas: readonly AreaSpec[], scenario?: ScenarioSetup): Promise<void> {
    this.#feeds = feeds;
    this.#areas = areas;
    this.#views = feeds.map(waitingView);
    this.#statics = feeds.map(() => new Statics());
    this.#table = new VesselTable(feeds.length);
    const setup: PipelineSetup = {
      feeds,
      table: this.#table.buffer,
      areas,
      folder: this.#parts.config.data,
      ...(scenario === undefined ? {} : { scenario }),
    };
    this.#worker = startWorker('hub/pipeline', setup);
    return new Promise((resolve, reject) => {
      this.#worker?.on('message', (message: FromPipeline) =>
        this.#take(message, scenario !== undefined, resolve, reject),
      );
      this.#worker?.on('error', reject);
    });
  }

  /** The exercise's clock, from which its thread takes how far to play. */
  setClock(atUtcMs: number, rate: number): void {
    this.#parts.clock.set(atUtcMs, rate);
    this.#tell({ kind: 'clock', atUtcMs, rate });
  }

  feeds(): { config: FeedConfig; view: FeedView }[] {
    return this.#feeds.map((config, i) => ({ config, view: this.#views[i] }));
  }

  /** What rooms ask the hub for, cut to what a viewer may see. @throws `hub.failed` for a name that nothing has */
  service(name: string, viewer: Viewer, context: GateContext): unknown {
    if (name === 'earth') return this.earth;
    if (name === 'areas') return this.#areas.filter((area) => this.#isWatchedFor(area, viewer, context));
    if (name === 'exercise') return this.#exercise();
    const feeds = this.#seenFeeds(viewer, context);
    const positions = positionsFor({
      feeds,
      feedIds: this.#feeds.map(({ id }) => id),
      table: this.#table,
      statics: this.#statics,
      ports: this.#ports,
      nowUtcMs: () => this.#parts.clock.nowUtcMs(),
      track: (mmsi, fromUtcMs, toUtcMs) =>
        this.#ask<TrackColumns>(noTrack, (id) => ({ kind: 'track', id, mmsi, fromUtcMs, toUtcMs, feeds })),
      fleet: (atUtcMs) => this.#ask<ArchivedFleet>(noFleet, (id) => ({ kind: 'fleet', id, atUtcMs, feeds })),
    });
    if (name === 'positions' || name === 'places') return positions;
    throw new CommonwatchError('hub.failed', name);
  }

  /** What a hub watches tells what it fears: others know it only where it says so. */
  #isWatchedFor({ release }: AreaSpec, viewer: Viewer, context: GateContext): boolean {
    return visible(viewer, release ?? ownerOnly(this.#parts.config.party), context);
  }

  /** @throws `hub.starting` */
  #exercise(): ExerciseTold {
    if (this.#told === undefined) throw new CommonwatchError('hub.starting');
    return this.#told;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const stopped = new Promise<void>((resolve) => {
      this.#onStopped = resolve;
      worker.once('exit', () => resolve());
    });
    this.#tell({ kind: 'stop' });
    await stopped;
    await worker.terminate();
    await this.#appending;
  }

  #seenFeeds(viewer: Viewer, context: GateContext): number[] {
    return this.#feeds.flatMap(({ release }, feed) => (visible(viewer, release, context) ? [feed] : []));
  }

  #tell(message: ToPipeline): void {
    this.#worker?.postMessage(message);
  }

  /** Asks the pipeline's thread; without feeds there is nobody who would answer. */
  #ask<T>(none: T, question: (id: number) => ToPipeline): Promise<T> {
    if (this.#worker === undefined) return Promise.resolve(none);
    const id = this.#nextAsked++;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#tell(question(id));
    });
  }

  #answer(id: number, answer: unknown): void {
    this.#asked.get(id)?.(answer as never);
    this.#asked.delete(id);
  }

  #take(
    message: FromPipeline,
    isScenario: boolean,
    resolve: () => void,
    reject: (error: Error) => void,
  ): void {
    switch (message.kind) {
      case 'findings':
        this.#queue(async () => {
          // While the scenario catches up, its clock is where the findings are: they are dated as they were made.
          const { clock } = this.#parts;
          if (isScenario && clock.rate === 0) clock.set(message.atUtcMs, 0);
          await this.#append(message.drafts);
        });
        break;
      case 'areas':
        this.#areas = message.areas;
        break;
      case 'statics':
        for (const vessel of message.vessels) this.#statics[message.feed].set(vessel);
        break;
      case 'health':
        this.#views = message.feeds;
        break;
      case 'track':
        this.#answer(message.id, message.track);
        break;
      case 'fleet':
        this.#answer(message.id, message.fleet);
        break;
      case 'exercise':
        this.#told = message.told;
        break;
      case 'seals':
        this.#queue(() => this.#recordSeals(message.seals));
        break;
      case 'ready':
        this.#queue(async () => {
          if (isScenario) this.#parts.clock.set(message.atUtcMs, 0);
          if (this.#failure === undefined) resolve();
          else reject(this.#failure);
        });
        break;
      case 'ended':
        this.#parts.clock.set(message.atUtcMs, 0);
        break;
      case 'failed':
        reject(new CommonwatchError('hub.failed', undefined, { cause: message.message }));
        break;
      case 'stopped':
        this.#onStopped();
    }
  }

  /** One after another: a revision must find the version before it. */
  #queue(work: () => Promise<void>): void {
    this.#appending = this.#appending.then(work).catch((cause: unknown) => {
      this.#failure ??= new CommonwatchError('hub.failed', undefined, { cause });
    });
  }

  /** The journal holds the digest of every file of the archive: bulk data are outside it, but not unwatched. */
  async #recordSeals(seals: readonly Seal[]): Promise<void> {
    await this.#parts.store.record('feed', { archive: seals as unknown as Json }, pipelineAccount);
  }

  async #append(drafts: readonly FindingDraft[]): Promise<void> {
    const { party } = this.#parts.config;
    const entries = drafts.map((draft) => this.findingEntry(draft, this.#feeds, party));
    await this.#parts.store.append(entries, { account: pipelineAccount, skipUnchanged: true });
  }

  /**
   * A detector's finding in its envelope. It starts with the hub's party alone, or with everyone that all its feeds
   * allow where they share at once; a revision keeps its readers as long as the evidence still allows them.
   */
  findingEntry(draft: FindingDraft, feeds: readonly FeedSource[], owner: PartyId): EntryDraft {
    const { store } = this.#parts;
    const byId = new Map(feeds.map((feed) => [feed.id, feed]));
    const evidence = draft.evidence.map((piece) => withFeedRelease(piece, byId));
    const releases = releasesOf(evidence, owner);
    const memberOf = memberAt(
      { parties: store.parties.all(), groups: store.groups.all(), peopleOf: () => 0 },
      instant(this.#parts.clock.nowUtcMs()),
    );
    const limit = releases.length === 0 ? undefined : combineReleases(owner, releases, memberOf);
    const previous = store.peek(draft.id);
    return {
      ...draft,
      type: 'finding',
      owner,
      level: store.parties.get(owner)?.level ?? 'other',
      release: releaseOf(previous, limit, sharesAtOnce(evidence, byId), owner, memberOf),
      evidence,
    };
  }
}

function releaseOf(
  previous: Entry | undefined,
  limit: Release | undefined,
  atOnce: boolean,
  owner: string,
  memberOf: Parameters<typeof isNoWider>[2],
): Release {
  const alone = ownerOnly(owner);
  if (previous === undefined) return atOnce ? (limit ?? alone) : alone;
  return limit === undefined || isNoWider(previous.release, limit, memberOf) ? previous.release : alone;
}

/** Evidence carries its feed's release, so that the gate can drop it by itself. */
function withFeedRelease(piece: Evidence, feeds: ReadonlyMap<string, FeedSource>): Evidence {
  if (piece.kind !== 'fixes' || piece.release !== undefined) return piece;
  const feed = feeds.get(piece.feed);
  return feed === undefined ? piece : { ...piece, release: feed.release };
}

function sharesAtOnce(evidence: readonly Evidence[], feeds: ReadonlyMap<string, FeedSource>): boolean {
  const used = evidence.flatMap((piece) => (piece.kind === 'fixes' ? [feeds.get(piece.feed)] : []));
  return used.length > 0 && used.every((feed) => feed?.share === 'at-once');
}

const noTrack: TrackColumns = {
  timeUtcMs: new Float64Array(0),
  lonDeg: new Float64Array(0),
  latDeg: new Float64Array(0),
  sogKn: new Float32Array(0),
};
const noFleet: ArchivedFleet = {
  ...noTrack,
  cogDeg: new Float32Array(0),
  mmsi: new Uint32Array(0),
  status: new Uint8Array(0),
};

function waitingView({ id, label }: FeedConfig): FeedView {
  return { id, label, state: 'silent', messages: 0, refused: 0, refusedByReason: [] };
}

/** The watched areas of the configuration. @throws `config.invalid`, `area.*` */
export function readAreas({ areas }: Config): AreaSpec[] {
  if (areas === '') return [];
  if (!existsSync(areas)) throw new CommonwatchError('config.invalid', areas, { path: '/areas' });
  return areasFromGeoJson(JSON.parse(readFileSync(areas, 'utf8')));
}
