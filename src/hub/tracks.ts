/**
 * Recent positions in memory, so that a track is read without touching a file. One growing block of columns a vessel;
 * what is older than the window is dropped when a block is full.
 */
import type { PositionBatch } from '../ais/index.ts';
import type { TrackColumns } from './pipeline.messages.ts';

const hourMs = 3_600_000;
/** How far back memory goes; the archive has the rest. */
const windowMs = 48 * hourMs;
const firstRows = 256;

interface Block {
  length: number;
  timeUtcMs: Float64Array;
  lonDeg: Float64Array;
  latDeg: Float64Array;
  sogKn: Float32Array;
  feed: Uint8Array;
}

export class Tracks {
  readonly #blocks = new Map<number, Block>();
  #firstUtcMs = Number.POSITIVE_INFINITY;
  #newestUtcMs = 0;

  /** From when on every fix is here that came in this run. */
  get sinceUtcMs(): number {
    return Math.max(this.#firstUtcMs, this.#newestUtcMs - windowMs);
  }

  put(feed: number, batch: PositionBatch): void {
    for (let i = 0; i < batch.length; i++) {
      const block = this.#room(batch.mmsi[i], batch.timeUtcMs[i]);
      const at = block.length++;
      this.#firstUtcMs = Math.min(this.#firstUtcMs, batch.timeUtcMs[i]);
      this.#newestUtcMs = Math.max(this.#newestUtcMs, batch.timeUtcMs[i]);
      block.timeUtcMs[at] = batch.timeUtcMs[i];
      block.lonDeg[at] = batch.lonDeg[i];
      block.latDeg[at] = batch.latDeg[i];
      block.sogKn[at] = batch.sogKn[i];
      block.feed[at] = feed;
    }
  }

  /** One vessel's fixes from some feeds, in order of time, doubles once. */
  read(mmsi: number, fromUtcMs: number, toUtcMs: number, feeds: readonly number[]): TrackColumns {
    const block = this.#blocks.get(mmsi);
    const rows: number[] = [];
    for (let i = 0; i < (block?.length ?? 0); i++) {
      const time = (block as Block).timeUtcMs[i];
      if (time >= fromUtcMs && time <= toUtcMs && feeds.includes((block as Block).feed[i])) rows.push(i);
    }
    if (block === undefined || rows.length === 0) return gather(emptyBlock(0), []);
    rows.sort((a, b) => block.timeUtcMs[a] - block.timeUtcMs[b]);
    const once = rows.filter((row, i) => i === 0 || !isSame(block, row, rows[i - 1]));
    return gather(block, once);
  }

  #room(mmsi: number, timeUtcMs: number): Block {
    const block = this.#blocks.get(mmsi);
    if (block !== undefined && block.length < block.timeUtcMs.length) return block;
    const next = block === undefined ? emptyBlock(firstRows) : renewed(block, timeUtcMs - windowMs);
    this.#blocks.set(mmsi, next);
    return next;
  }
}

function emptyBlock(rows: number): Block {
  return {
    length: 0,
    timeUtcMs: new Float64Array(rows),
    lonDeg: new Float64Array(rows),
    latDeg: new Float64Array(rows),
    sogKn: new Float32Array(rows),
    feed: new Uint8Array(rows),
  };
}

/** The rows that are young enough, with as much room again. */
function renewed(block: Block, oldestUtcMs: number): Block {
  const rows: number[] = [];
  for (let i = 0; i < block.length; i++) if (block.timeUtcMs[i] >= oldestUtcMs) rows.push(i);
  const next = emptyBlock(Math.max(firstRows, rows.length * 2));
  for (const row of rows) {
    const at = next.length++;
    next.timeUtcMs[at] = block.timeUtcMs[row];
    next.lonDeg[at] = block.lonDeg[row];
    next.latDeg[at] = block.latDeg[row];
    next.sogKn[at] = block.sogKn[row];
    next.feed[at] = block.feed[row];
  }
  return next;
}

function isSame(block: Block, a: number, b: number): boolean {
  return (
    block.timeUtcMs[a] === block.timeUtcMs[b] &&
    block.lonDeg[a] === block.lonDeg[b] &&
    block.latDeg[a] === block.latDeg[b]
  );
}

function gather(block: Block, rows: readonly number[]): TrackColumns {
  return {
    timeUtcMs: Float64Array.from(rows, (row) => block.timeUtcMs[row]),
    lonDeg: Float64Array.from(rows, (row) => block.lonDeg[row]),
    latDeg: Float64Array.from(rows, (row) => block.latDeg[row]),
    sogKn: Float32Array.from(rows, (row) => block.sogKn[row]),
  };
}
