/** Puts a file whose rows are in no order of time into that order, before it is watched. */
import { positionBatch, type PositionBatch } from '../ais/index.ts';
import type { FeedPositions } from '../sea/index.ts';

/** Some 60 bytes a row: the sorting stays below 500 MB. */
export const maxRowsToSort = 6_000_000;
const batchRows = 8192;

interface Kept {
  readonly batch: FeedPositions;
  readonly first: number;
}

/** Keeps rows in memory and gives them back in order of time. */
export class TimeSorter {
  readonly #kept: Kept[] = [];
  #rows = 0;

  push(batch: FeedPositions): void {
    this.#kept.push({ batch, first: this.#rows });
    this.#rows += batch.length;
  }

  /** Hands over all rows, oldest first; rows of one instant in the order in which they came. */
  drain(take: (batch: FeedPositions) => void): void {
    const timeUtcMs = new Float64Array(this.#rows);
    const kept = new Uint32Array(this.#rows);
    this.#kept.forEach(({ batch, first }, k) => {
      timeUtcMs.set(batch.timeUtcMs.subarray(0, batch.length), first);
      kept.fill(k, first, first + batch.length);
    });
    const order = Uint32Array.from(timeUtcMs, (_, i) => i).sort(
      (a, b) => timeUtcMs[a] - timeUtcMs[b] || a - b,
    );
    for (let at = 0; at < order.length; at += batchRows)
      this.#hand(order.subarray(at, at + batchRows), kept, take);
  }

  /** Rows of several feeds make a batch a feed. */
  #hand(order: Uint32Array, kept: Uint32Array, take: (batch: FeedPositions) => void): void {
    const feeds = new Map<string, { batch: PositionBatch; texts: Texts }>();
    for (const row of order) {
      const { batch: from, first } = this.#kept[kept[row]];
      const feed = from.feed ?? '';
      let to = feeds.get(feed);
      if (to === undefined)
        feeds.set(feed, (to = { batch: positionBatch(order.length), texts: new Texts() }));
      copyRow(from, row - first, to.batch, to.texts);
    }
    for (const [feed, { batch, texts }] of feeds) take({ ...batch, strings: texts.strings, feed });
  }
}

function copyRow(from: PositionBatch, i: number, to: PositionBatch, texts: Texts): void {
  const j = to.length++;
  to.timeUtcMs[j] = from.timeUtcMs[i];
  to.mmsi[j] = from.mmsi[i];
  to.lonDeg[j] = from.lonDeg[i];
  to.latDeg[j] = from.latDeg[i];
  to.sogKn[j] = from.sogKn[i];
  to.cogDeg[j] = from.cogDeg[i];
  to.headingDeg[j] = from.headingDeg[i];
  to.status[j] = from.status[i];
  to.messageType[j] = from.messageType[i];
  to.stationClass[j] = from.stationClass[i];
  to.reception[j] = from.reception[i];
  to.receiver[j] = texts.of(from.strings[from.receiver[i]]);
}

/** Texts of a batch, each once; index 0 is ''. */
class Texts {
  readonly strings: string[] = [''];
  readonly #index = new Map([['', 0]]);

  of(text: string): number {
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    this.#index.set(text, this.strings.length);
    return this.strings.push(text) - 1;
  }
}
