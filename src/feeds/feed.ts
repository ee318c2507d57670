/**
 * A feed: where bytes come in. It knows its transport and nothing else: bytes go to a decoder, batches to a callback,
 * and its state of health can be read at any time. What it delivers carries the release of the feed.
 */
import {
  createIngest,
  type Ingest,
  type IngestOptions,
  type IngestStats,
  type PositionBatch,
  type StaticBatch,
} from '../ais/index.ts';

/** `waiting` before a first connection and between attempts, `lost` when there will be no further one. */
export type FeedState = 'stopped' | 'waiting' | 'open' | 'ended' | 'lost';

export interface FeedHealth {
  readonly id: string;
  readonly label: string;
  readonly state: FeedState;
  /** When the last bytes came, ms since 1970 UTC; undefined before. */
  readonly lastMessageUtcMs: number | undefined;
  /** Times that the transport was opened again after it had failed. */
  readonly reconnects: number;
  /** The last error of the transport in words, undefined if there was none since it opened. */
  readonly lastError: string | undefined;
  readonly counts: IngestStats;
}

/** What every feed is made of; `Release` is whatever the hub puts on what comes from it. */
export interface FeedOptions<Release = unknown>
  extends Pick<IngestOptions, 'satelliteSource' | 'batchRows' | 'format'> {
  readonly id: string;
  readonly label: string;
  readonly release: Release;
  readonly onPositions?: (batch: PositionBatch, feed: FeedIdentity<Release>) => void;
  readonly onStatics?: (batch: StaticBatch, feed: FeedIdentity<Release>) => void;
  /** The time of what carries none; live transports take `Date.now`. */
  readonly clock?: () => number;
  /** How long a row may wait for its batch to fill, ms; 250 unless told. */
  readonly flushMs?: number;
}

export interface FeedIdentity<Release = unknown> {
  readonly id: string;
  readonly label: string;
  readonly release: Release;
}

/** A feed that runs until it is stopped or its source ends. */
export interface Feed {
  readonly health: FeedHealth;
  /** Opens the transport; resolves when the source has ended or the feed was stopped. */
  run(): Promise<void>;
  /** Closes the transport and hands over what has gathered. */
  stop(): Promise<void>;
}

/** What transports share: the decoder, the flush timer, the state of health. */
export class FeedCore<Release> {
  state: FeedState = 'stopped';
  lastMessageUtcMs: number | undefined;
  lastError: string | undefined;
  reconnects = 0;
  readonly ingest: Ingest;
  private readonly options: FeedOptions<Release>;
  private timer: NodeJS.Timeout | undefined;

  constructor(options: FeedOptions<Release>, clock?: () => number) {
    const identity = { id: options.id, label: options.label, release: options.release };
    const { onPositions, onStatics } = options;
    this.options = options;
    this.ingest = createIngest({
      ...options,
      clock: options.clock ?? clock,
      onPositions: onPositions && ((batch) => onPositions(batch, identity)),
      onStatics: onStatics && ((batch) => onStatics(batch, identity)),
    });
  }

  get health(): FeedHealth {
    const { state, lastMessageUtcMs, reconnects, lastError } = this;
    const { id, label } = this.options;
    return { id, label, state, lastMessageUtcMs, reconnects, lastError, counts: this.ingest.stats() };
  }

  /** Takes bytes of a stream; rows are handed over within `flushMs`. */
  take(bytes: Uint8Array): void {
    this.lastMessageUtcMs = Date.now();
    this.ingest.push(bytes);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.ingest.flush();
    }, this.options.flushMs ?? 250);
  }

  /** Takes a datagram, which holds whole lines. */
  takeDatagram(bytes: Uint8Array): void {
    this.take(bytes);
    this.ingest.endOfDatagram();
  }

  /** The connection broke: half a line must not be joined to what another connection brings. */
  cut(): void {
    this.ingest.endOfDatagram();
  }

  close(state: FeedState): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.ingest.end();
    this.state = state;
  }
}
