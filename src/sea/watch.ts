/**
 * The watch: positions in, findings out. Rows are put into order, cleaned, joined to tracks, and shown to every
 * detector; what the detectors see is composed into findings. Nothing here is allocated a row.
 */
import type { PositionBatch, StaticBatch } from '../ais/index.ts';
import { reception } from '../ais/index.ts';
import type { EntryId, FindingDraft, RunningDetector } from '../core/index.ts';
import type { Bench, Observation, SeaDetector } from './detect.ts';
import { compose } from './detect.ts';
import { EncounterDetector } from './encounter.ts';
import type { FixColumns } from './fixes.ts';
import { fixColumns } from './fixes.ts';
import { GapDetector } from './gap.ts';
import { LoiteringDetector } from './loitering.ts';
import type { DetectorName, Parameters } from './parameters.ts';
import { resolveParameters } from './parameters.ts';
import { PassageDetector } from './passage.ts';
import { Reorder } from './reorder.ts';
import type { WaitingColumns } from './reorder.ts';
import { decodeState, encodeState } from './state.ts';
import type { FixRefusal, Step } from './tracks.ts';
import { refusalOf, Tracks } from './tracks.ts';
import { Vessels } from './vessels.ts';
import type { SeaWorld } from './world.ts';
import { ZoneEntryDetector } from './zone-entry.ts';

const makers: Record<DetectorName, new (bench: Bench) => SeaDetector> = {
  'zone-entry': ZoneEntryDetector,
  encounter: EncounterDetector,
  gap: GapDetector,
  loitering: LoiteringDetector,
  passage: PassageDetector,
};

/** Positions of one feed. Without a name the feed is `''`. */
export type FeedPositions = PositionBatch & { readonly feed?: string };

/** What became of the rows: `read` = `used` + the sum of `refused` + `waiting`. */
export interface WatchReport {
  readonly read: number;
  readonly used: number;
  readonly waiting: number;
  readonly refused: readonly { reason: FixRefusal; count: number; samples: readonly string[] }[];
  readonly vessels: number;
  /** Rows that were late and used nevertheless, because nothing newer was known of their vessel. */
  readonly lateUsed: number;
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
}

interface Counts {
  read: number;
  used: number;
  lateUsed: number;
  fromUtcMs: number;
  toUtcMs: number;
  readonly refused: Map<FixRefusal, { count: number; readonly samples: string[] }>;
}

const samplesKept = 3;

/** Turns positions into findings. Open it with `startWatch`. */
export class SeaWatch implements RunningDetector<FeedPositions | StaticBatch> {
  readonly parameters: Parameters;
  readonly #world: SeaWorld;
  readonly #vessels = new Vessels();
  readonly #tracks: Tracks;
  readonly #reorder: Reorder;
  readonly #detectors: readonly { readonly name: DetectorName; readonly detector: SeaDetector }[];
  readonly #running: readonly SeaDetector[];
  readonly #step: Step;
  #feeds: string[] = [''];
  #receivers: string[] = [''];
  #receiverIndex = new Map<string, number>([['', 0]]);
  #counts: Counts = {
    read: 0,
    used: 0,
    lateUsed: 0,
    fromUtcMs: Number.POSITIVE_INFINITY,
    toUtcMs: Number.NEGATIVE_INFINITY,
    refused: new Map(),
  };
  #found = new Map<EntryId, FindingDraft>();

  constructor(parameters: Parameters, world: SeaWorld) {
    this.parameters = parameters;
    this.#world = world;
    this.#tracks = new Tracks(this.#vessels, (track) => {
      for (const detector of this.#running) detector.forget?.(track);
    });
    this.#reorder = new Reorder(parameters.latenessMin, {
      row: (rows, row) => this.#take(rows, row),
      late: (rows, row) => this.#takeLate(rows, row),
      ahead: (rows, row) => this.#refuse('time-ahead', rows.mmsi[row], rows, row),
      clock: (timeUtcMs) => {
        for (const detector of this.#running) detector.clock?.(timeUtcMs);
      },
    });
    const bench: Bench = {
      parameters,
      world,
      vessels: this.#vessels,
      tracks: this.#tracks,
      report: (observation) => this.#report(observation),
    };
    this.#detectors = parameters.detectors.map((name) => ({ name, detector: new makers[name](bench) }));
    this.#running = this.#detectors.map(({ detector }) => detector);
    const none = fixColumns(1);
    this.#step = {
      track: 0,
      vessel: 0,
      joins: 'first',
      before: none,
      fix: none,
      row: 0,
      elapsedMs: 0,
      distanceNm: 0,
    };
  }

  /** Takes a batch of `positions` or `statics`. */
  push(name: string, batch: FeedPositions | StaticBatch): void {
    if (name === 'statics') this.#vessels.push(batch as StaticBatch);
    else if (name === 'positions') this.#pushPositions(batch as FeedPositions);
  }

  #pushPositions(batch: FeedPositions): void {
    const feed = this.#feedOf(batch.feed ?? '');
    const receivers = batch.strings.map((text) => this.#receiverOf(text));
    const n = batch.length;
    const fixes: FixColumns = {
      timeUtcMs: batch.timeUtcMs,
      lonDeg: batch.lonDeg,
      latDeg: batch.latDeg,
      sogKn: batch.sogKn,
      cogDeg: batch.cogDeg,
      status: batch.status,
      messageType: batch.messageType,
      stationClass: batch.stationClass,
      reception: batch.reception,
      feed: new Uint8Array(n).fill(feed),
      receiver: new Uint32Array(n),
    };
    for (let i = 0; i < n; i++) fixes.receiver[i] = receivers[batch.receiver[i]] ?? 0;
    this.#counts.read += n;
    for (let i = 0; i < n; i++) {
      const refusal = refusalOf(fixes, i);
      if (refusal === undefined) this.#reorder.push(batch.mmsi[i], fixes, i);
      else this.#refuse(refusal, batch.mmsi[i], fixes, i);
    }
  }

  #feedOf(name: string): number {
    const known = this.#feeds.indexOf(name);
    if (known >= 0) return known;
    // More feeds than a byte counts share the last number; their release is then the narrowest of them.
    return this.#feeds.length < 255 ? this.#feeds.push(name) - 1 : 254;
  }

  #receiverOf(name: string): number {
    const known = this.#receiverIndex.get(name);
    if (known !== undefined) return known;
    this.#receiverIndex.set(name, this.#receivers.length);
    return this.#receivers.push(name) - 1;
  }

  #take(rows: WaitingColumns, row: number): void {
    const vessel = this.#vessels.of(rows.mmsi[row]);
    const step = this.#step;
    const refusal = this.#tracks.place(vessel, rows, row, step);
    if (refusal !== undefined) {
      this.#refuse(refusal, rows.mmsi[row], rows, row);
      this.#heard(vessel, rows, row);
      return;
    }
    this.#counts.used += 1;
    if (rows.timeUtcMs[row] < this.#counts.fromUtcMs) this.#counts.fromUtcMs = rows.timeUtcMs[row];
    if (rows.timeUtcMs[row] > this.#counts.toUtcMs) this.#counts.toUtcMs = rows.timeUtcMs[row];
    for (const detector of this.#running) detector.fix(step);
    this.#tracks.advance(step);
  }

  /** A report that adds no fix may still be a reception by satellite. */
  #heard(vessel: number, rows: WaitingColumns, row: number): void {
    if (rows.reception[row] !== reception.satellite) return;
    const track = this.#vessels.state.rows.columns.firstTrack[vessel];
    if (track >= 0) for (const detector of this.#running) detector.heard?.(track, rows, row);
  }

  /** A late row is still in order for a vessel of which nothing newer is known. */
  #takeLate(rows: WaitingColumns, row: number): void {
    const vessel = this.#vessels.of(rows.mmsi[row]);
    if (!(rows.timeUtcMs[row] < this.#tracks.lastSeenUtcMs(vessel))) {
      this.#counts.lateUsed += 1;
      this.#take(rows, row);
      return;
    }
    this.#refuse('time-late', rows.mmsi[row], rows, row);
    for (const detector of this.#running) detector.late?.(vessel, rows, row);
  }

  #refuse(reason: FixRefusal, mmsi: number, fixes: FixColumns, i: number): void {
    let entry = this.#counts.refused.get(reason);
    if (entry === undefined) this.#counts.refused.set(reason, (entry = { count: 0, samples: [] }));
    entry.count += 1;
    if (entry.samples.length >= samplesKept) return;
    const { timeUtcMs, lonDeg, latDeg, sogKn, cogDeg } = fixes;
    entry.samples.push(
      `${mmsi} at ${timeUtcMs[i]}: ${lonDeg[i]} ${latDeg[i]}, ${sogKn[i]} kn, ${cogDeg[i]}°`,
    );
  }

  #report(observation: Observation): void {
    const context = { parameters: this.parameters, world: this.#world, vessels: this.#vessels };
    this.#found.set(observation.id, compose(observation, context, this.#feeds, this.#receivers));
  }

  end(): void {
    this.#reorder.end();
    for (const detector of this.#running) detector.end?.(this.#counts.toUtcMs);
  }

  take(): FindingDraft[] {
    const found = [...this.#found.values()];
    this.#found = new Map();
    return found;
  }

  report(): WatchReport {
    const { read, used, lateUsed, fromUtcMs, toUtcMs, refused } = this.#counts;
    const list = [...refused].map(([reason, { count, samples }]) => ({
      reason,
      count,
      samples: [...samples],
    }));
    const waiting = read - used - list.reduce((sum, { count }) => sum + count, 0);
    return { read, used, waiting, refused: list, vessels: this.#vessels.count, lateUsed, fromUtcMs, toUtcMs };
  }

  snapshot(): Uint8Array {
    return encodeState({
      parameters: this.parameters,
      vessels: this.#vessels.state,
      tracks: this.#tracks.state,
      reorder: this.#reorder.state,
      detectors: this.#detectors.map(({ name, detector }) => [name, detector.state]),
      feeds: this.#feeds,
      receivers: this.#receivers,
      counts: this.#counts,
      found: [...this.#found.values()],
    });
  }

  /** @throws `sea.state-invalid` for bytes that are no state, or the state of a watch with other detectors */
  restore(bytes: Uint8Array): void {
    const state = decodeState(bytes) as Remembered;
    this.#vessels.state = state.vessels;
    this.#tracks.state = state.tracks;
    this.#reorder.state = state.reorder;
    const states = new Map(state.detectors);
    for (const { name, detector } of this.#detectors) if (states.has(name)) detector.state = states.get(name);
    this.#feeds = state.feeds;
    this.#receivers = state.receivers;
    this.#receiverIndex = new Map(state.receivers.map((name, i) => [name, i]));
    this.#counts = state.counts;
    this.#found = new Map(state.found.map((draft) => [draft.id, draft]));
  }
}

interface Remembered {
  vessels: Vessels['state'];
  tracks: Tracks['state'];
  reorder: Reorder['state'];
  detectors: [DetectorName, unknown][];
  feeds: string[];
  receivers: string[];
  counts: Counts;
  found: FindingDraft[];
}

/** A watch with the published defaults and the changes given. @throws `sea.parameters-invalid` */
export function startWatch(changes: Readonly<Record<string, unknown>>, world: SeaWorld): SeaWatch {
  return new SeaWatch(resolveParameters(changes), world);
}
