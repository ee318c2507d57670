/**
 * The pipeline's thread: bytes of the feeds → decoder → detectors → findings, the archive and the table of newest
 * positions. The main thread only appends what is found.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createIngest } from '../ais/index.ts';
import type { Ingest, PositionBatch, StaticBatch } from '../ais/index.ts';
import { loadEarth } from '../feeds/earth.ts';
import { openArchive } from '../store/index.ts';
import { startDetection } from './detection.ts';
import { runFeeds } from './feedrunner.ts';
import type { FeedRunner } from './feedrunner.ts';
import { feedView } from './feedviews.ts';
import type { FromPipeline, PipelineSetup, ScenarioSetup, ToPipeline } from './pipeline.messages.ts';
import { rooms } from './rooms.ts';
import { Statics } from './statics.ts';
import { readSnapshot, saveSnapshot, snapshotLayout } from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';
import { openStory } from './story.ts';
import type { Story, StoryChunk, StoryPlan } from './story.ts';
import { Tracks } from './tracks.ts';
import { version } from './version.ts';
import { VesselTable } from './vessels.ts';

const setup = workerData as PipelineSetup;
const port = parentPort;
if (port === null) throw new Error('this file runs as a worker');

const minuteMs = 60_000;
/** How much of the scenario is played between two looks at the mail. */
const sliceMs = 10 * minuteMs;
const liveTickMs = 500;
const snapshotMs = 5 * minuteMs;
const archivedAtOnce = 8;
const archivePauseMs = 20;
const healthMs = 2_000;
/** Files of the archive are closed so often; what waits in between is read from memory. */
const sealMs = 15 * minuteMs;

const say = (message: FromPipeline, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

const earth = loadEarth();
let detection = startDetection(rooms, { earth, areas: setup.areas });
const feedIds = setup.feeds.map(({ id }) => id);
const table = new VesselTable(setup.feeds.length, setup.table);
const statics = setup.feeds.map(() => new Statics());
const tracks = new Tracks();
const archive = await openArchive(
  join(setup.folder, 'positions'),
  new Map(setup.feeds.map(({ id, release }) => [id, release])),
);

/**
 * While a scenario's earlier hours are worked through, the archive waits: memory answers for those hours, and the hub
 * opens the sooner.
 */
let waitingForArchive: (() => void)[] | undefined;

function archiveSoon(append: () => void): void {
  if (waitingForArchive === undefined) append();
  else waitingForArchive.push(append);
}

/** Appends what waited, a piece at a time, in the order in which it came. */
async function archiveWhatWaits(): Promise<void> {
  while (waitingForArchive !== undefined && waitingForArchive.length > 0) {
    for (const append of waitingForArchive.splice(0, archivedAtOnce)) append();
    await pause(archivePauseMs);
  }
  waitingForArchive = undefined;
}

function takePositions(feed: number, batch: PositionBatch): void {
  table.put(feed, batch);
  tracks.put(feed, batch);
  archiveSoon(() => archive.appendPositions(setup.feeds[feed].id, batch));
  detection.push('positions', batch, setup.feeds[feed].id);
}

function takeStatics(feed: number, batch: StaticBatch): void {
  const vessels = statics[feed].put(batch);
  for (const { mmsi, shipType, timeUtcMs } of vessels) table.setShipType(feed, mmsi, shipType, timeUtcMs);
  if (vessels.length > 0) say({ kind: 'statics', feed, vessels });
  archiveSoon(() => archive.appendStatics(setup.feeds[feed].id, batch));
  detection.push('statics', batch, setup.feeds[feed].id);
}

function sayFindings(atUtcMs: number): void {
  const drafts = detection.take();
  if (drafts.length > 0) say({ kind: 'findings', atUtcMs, drafts });
}

type Asked<K extends ToPipeline['kind']> = Extract<ToPipeline, { kind: K }>;

const idsOf = (feeds: readonly number[]) => feeds.map((feed) => setup.feeds[feed].id);

/** From memory where it reaches back far enough, else from the archive. */
async function answerTrack({ id, mmsi, fromUtcMs, toUtcMs, feeds }: Asked<'track'>): Promise<void> {
  const track =
    fromUtcMs >= tracks.sinceUtcMs
      ? tracks.read(mmsi, fromUtcMs, toUtcMs, feeds)
      : await archive.track(mmsi, fromUtcMs, toUtcMs, idsOf(feeds));
  say({ kind: 'track', id, track });
}

async function answerFleet({ id, atUtcMs, feeds }: Asked<'fleet'>): Promise<void> {
  say({ kind: 'fleet', id, fleet: await archive.latest(atUtcMs, idsOf(feeds)) });
}

async function sealArchive(): Promise<void> {
  const seals = await archive.seal();
  if (seals.length > 0) say({ kind: 'seals', seals });
}

function fail(error: unknown): void {
  say({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

/** The clock that the hub gave us. */
const clock = { atUtcMs: 0, wallMs: 0, rate: 0 };
const nowUtcMs = () => clock.atUtcMs + (Date.now() - clock.wallMs) * clock.rate;

let stopping = false;
const sealing = setInterval(() => sealArchive().catch(fail), sealMs);
let stop = async (): Promise<void> => {};

port.on('message', (message: ToPipeline) => {
  if (message.kind === 'track') answerTrack(message).catch(fail);
  if (message.kind === 'fleet') answerFleet(message).catch(fail);
  if (message.kind === 'clock') Object.assign(clock, { ...message, wallMs: Date.now() });
  if (message.kind === 'stop') {
    stopping = true;
    void stop()
      .then(async () => {
        clearInterval(sealing);
        for (const append of waitingForArchive?.splice(0) ?? []) append();
        const seals = await archive.close();
        if (seals.length > 0) say({ kind: 'seals', seals });
      })
      .catch(fail)
      .then(() => {
        say({ kind: 'stopped' });
        port.close();
      });
  }
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const breathe = () => new Promise((resolve) => setImmediate(resolve));

async function playScenario(scenario: ScenarioSetup): Promise<void> {
  const { startUtcMs, hours } = scenario;
  const story = openStory(scenario);
  story.planned.catch(fail);
  const made = madeOf([version, scenario.seed, scenario.vessels, scenario.startUtcMs]);
  const saved = readSnapshot(setup.folder, made);
  const plan = saved?.plan ?? (await story.planned);
  detection = startDetection(rooms, { earth, areas: plan.areas });
  if (saved === undefined) waitingForArchive = [];
  else restore(saved);
  say({ kind: 'areas', areas: plan.areas });
  say({ kind: 'exercise', told: plan.told });
  const ingests: Ingest[] = setup.feeds.map((_, feed) =>
    createIngest({
      format: 'nmea',
      onPositions: (batch) => takePositions(feed, batch),
      onStatics: (batch) => takeStatics(feed, batch),
    }),
  );
  const lastBytesUtcMs = setup.feeds.map(() => 0);
  const feedOf = new Map(setup.feeds.map(({ id }, feed) => [id, feed]));
  const take = (chunks: readonly StoryChunk[], toUtcMs: number) => {
    for (const { feed, bytes, deliveredUtcMs } of chunks) {
      const index = feedOf.get(feed) as number;
      lastBytesUtcMs[index] = deliveredUtcMs;
      ingests[index].push(bytes);
    }
    for (const ingest of ingests) ingest.flush();
    sayFindings(toUtcMs);
  };
  const sayHealth = (atUtcMs: number) =>
    say({
      kind: 'health',
      feeds: setup.feeds.map((feed, i) =>
        feedView(
          feed,
          atUtcMs < plan.endUtcMs ? 'open' : 'ended',
          ingests[i].stats(),
          lastBytesUtcMs[i],
          atUtcMs,
        ),
      ),
    });
  const openingUtcMs = startUtcMs + hours * 60 * minuteMs;
  let atUtcMs = await catchUp(story, saved?.reachedUtcMs ?? startUtcMs, openingUtcMs, take);
  sayHealth(atUtcMs);
  say({ kind: 'ready', atUtcMs });
  void archiveWhatWaits().catch(fail);
  let isPlaying = false;
  const live = setInterval(async () => {
    const to = Math.min(nowUtcMs(), plan.endUtcMs);
    if (isPlaying || clock.rate === 0) return;
    if (atUtcMs >= plan.endUtcMs) {
      clock.rate = 0;
      say({ kind: 'ended', atUtcMs });
    }
    if (to <= atUtcMs) return;
    isPlaying = true;
    take(await story.play(atUtcMs, to), to);
    atUtcMs = to;
    isPlaying = false;
  }, liveTickMs);
  const health = setInterval(() => sayHealth(atUtcMs), healthMs);
  const saving = setInterval(() => save(made, atUtcMs, plan), snapshotMs);
  stop = async () => {
    clearInterval(live);
    clearInterval(health);
    clearInterval(saving);
    await story.close();
    save(made, atUtcMs, plan);
  };
}

/** Works the earlier hours through; the next slice is being made while this one is taken. */
async function catchUp(
  story: Story,
  fromUtcMs: number,
  toUtcMs: number,
  take: (chunks: readonly StoryChunk[], toUtcMs: number) => void,
): Promise<number> {
  const ends = (at: number) => Math.min(toUtcMs, at + sliceMs);
  let at = fromUtcMs;
  let next = story.play(at, ends(at));
  while (at < toUtcMs && !stopping) {
    const chunks = await next;
    const end = ends(at);
    next = story.play(end, ends(end));
    take(chunks, end);
    at = end;
    await breathe();
  }
  return at;
}

/** What a state is good for: exactly these detectors, over these areas or this scenario. */
function madeOf(over: unknown): string {
  const detectors = rooms.flatMap((room) =>
    room.detectors.map(({ name, version, defaults }) => [name, version, defaults]),
  );
  return JSON.stringify([snapshotLayout, detectors, over]);
}

function save(made: string, reachedUtcMs: number, plan?: StoryPlan): void {
  saveSnapshot(setup.folder, {
    made,
    reachedUtcMs,
    states: detection.snapshot(),
    feeds: feedIds,
    positions: table.snapshot(),
    statics: statics.map(({ all }) => [...all]),
    ...(plan === undefined ? {} : { plan }),
  });
}

function restore(saved: Snapshot): void {
  detection.restore(saved.states);
  // With other feeds the columns would count them wrongly; positions come again soon enough.
  if (saved.feeds.join() !== feedIds.join()) return;
  table.restore(saved.positions);
  for (const [feed, vessels] of saved.statics.entries()) {
    for (const vessel of vessels) statics[feed].set(vessel);
    say({ kind: 'statics', feed, vessels });
  }
}

function followFeeds(): void {
  // Who may know of an area changes nothing of what is found there.
  const made = madeOf(setup.areas.map(({ release: _release, ...area }) => area));
  const saved = readSnapshot(setup.folder, made);
  if (saved !== undefined) restore(saved);
  const saving = setInterval(() => save(made, Date.now()), snapshotMs);
  const runners: FeedRunner[] = runFeeds(setup.feeds, takePositions, takeStatics);
  const findings = setInterval(() => sayFindings(Date.now()), liveTickMs);
  const health = setInterval(
    () => say({ kind: 'health', feeds: runners.map(({ view }) => view()) }),
    healthMs,
  );
  stop = async () => {
    clearInterval(findings);
    clearInterval(health);
    clearInterval(saving);
    await Promise.all(runners.map((runner) => runner.stop()));
    sayFindings(Date.now());
    save(made, Date.now());
  };
  say({ kind: 'ready', atUtcMs: Date.now() });
}

try {
  if (setup.scenario === undefined) followFeeds();
  else await playScenario(setup.scenario);
} catch (error) {
  fail(error);
}
