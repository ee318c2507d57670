/**
 * Puts rows that arrive out of order back into the order of their time. Rows wait in buckets of a minute until the
 * newest time seen is `latenessMin` ahead of their bucket; what comes later than that is handed on at once as late.
 * Which rows are late depends on the sequence of rows alone, never on how it was cut into batches.
 */
import { addRow, table } from './columns.ts';
import type { Table } from './columns.ts';
import { copyFix, fixColumns } from './fixes.ts';
import type { FixColumns } from './fixes.ts';

export interface WaitingColumns extends FixColumns {
  mmsi: Uint32Array;
  /** Next row of the same bucket, or of the free list; −1 ends it. */
  next: Int32Array;
}

export interface ReorderSink {
  /** A row in its turn. */
  readonly row: (rows: WaitingColumns, row: number) => void;
  /** A row whose turn has passed. */
  readonly late: (rows: WaitingColumns, row: number) => void;
  /** A row whose clock is wrong: it lies hours ahead of all others. */
  readonly ahead: (rows: WaitingColumns, row: number) => void;
  /** Every row before this time has had its turn. */
  readonly clock: (timeUtcMs: number) => void;
}

export interface ReorderState {
  waiting: Table<WaitingColumns>;
  free: number;
  /** First row of each bucket, by minute modulo the number of buckets. */
  buckets: Int32Array;
  /** The newest minute seen, and the first that still waits; NaN before the first row. */
  newestMin: number;
  floorMin: number;
  /** Rows far ahead of the rest, until others confirm or refute them. */
  ahead: number[];
}

const minuteMs = 60_000;
/** A row this far ahead of all others moves the clock only when more follow it. */
const suspiciousMin = 6 * 60;
const confirmations = 3;

export class Reorder {
  state: ReorderState;
  readonly #latenessMin: number;
  readonly #sink: ReorderSink;
  #order = new Uint32Array(1024);

  constructor(latenessMin: number, sink: ReorderSink) {
    this.#latenessMin = latenessMin;
    this.#sink = sink;
    this.state = {
      waiting: table(4096, (rows) => ({
        ...fixColumns(rows),
        mmsi: new Uint32Array(rows),
        next: new Int32Array(rows),
      })),
      free: -1,
      buckets: new Int32Array(latenessMin + 2).fill(-1),
      newestMin: Number.NaN,
      floorMin: Number.NaN,
      ahead: [],
    };
  }

  push(mmsi: number, fixes: FixColumns, i: number): void {
    const row = this.#store(mmsi, fixes, i);
    const minute = this.#minuteOf(row);
    if (minute > this.state.newestMin + suspiciousMin) this.#suspect(row);
    else {
      this.#refute();
      this.#place(row, minute);
    }
  }

  /** No more rows: everything has its turn. */
  end(): void {
    this.#confirm();
    const { newestMin } = this.state;
    if (!Number.isNaN(newestMin)) this.#flushBefore(newestMin + 1);
  }

  #minuteOf(row: number): number {
    return Math.floor(this.state.waiting.columns.timeUtcMs[row] / minuteMs);
  }

  #store(mmsi: number, fixes: FixColumns, i: number): number {
    const { state } = this;
    let row = state.free;
    if (row >= 0) state.free = state.waiting.columns.next[row];
    else row = addRow(state.waiting);
    copyFix(fixes, i, state.waiting.columns, row);
    state.waiting.columns.mmsi[row] = mmsi;
    return row;
  }

  #release(row: number): void {
    this.state.waiting.columns.next[row] = this.state.free;
    this.state.free = row;
  }

  #suspect(row: number): void {
    const { ahead } = this.state;
    ahead.push(row);
    if (ahead.length >= confirmations) this.#confirm();
  }

  #confirm(): void {
    const rows = this.state.ahead;
    this.state.ahead = [];
    for (const row of rows) this.#place(row, this.#minuteOf(row));
  }

  #refute(): void {
    const { ahead, waiting } = this.state;
    if (ahead.length === 0) return;
    this.state.ahead = [];
    for (const row of ahead) {
      this.#sink.ahead(waiting.columns, row);
      this.#release(row);
    }
  }

  #place(row: number, minute: number): void {
    const { state } = this;
    if (Number.isNaN(state.newestMin)) {
      state.newestMin = minute;
      state.floorMin = minute - this.#latenessMin;
    }
    if (minute < state.floorMin) {
      this.#sink.late(state.waiting.columns, row);
      this.#release(row);
      return;
    }
    if (minute > state.newestMin) {
      this.#flushBefore(minute - this.#latenessMin);
      state.newestMin = minute;
    }
    const bucket = minute % state.buckets.length;
    state.waiting.columns.next[row] = state.buckets[bucket];
    state.buckets[bucket] = row;
  }

  #flushBefore(minute: number): void {
    const { state } = this;
    const end = Math.min(minute, state.newestMin + 1);
    for (; state.floorMin < end; state.floorMin++) this.#flush(state.floorMin);
    if (state.floorMin >= minute) return;
    state.floorMin = minute;
    this.#sink.clock(minute * minuteMs);
  }

  #flush(minute: number): void {
    const { state } = this;
    const { columns } = state.waiting;
    const bucket = minute % state.buckets.length;
    let count = 0;
    for (let row = state.buckets[bucket]; row >= 0; row = columns.next[row]) {
      if (count === this.#order.length) this.#order = doubled(this.#order);
      this.#order[count++] = row;
    }
    state.buckets[bucket] = -1;
    const order = this.#order.subarray(0, count).reverse().sort(inOrderOf(columns));
    for (let i = 0; i < count; i++) this.#sink.row(columns, order[i]);
    for (let i = 0; i < count; i++) this.#release(order[i]);
    this.#sink.clock((minute + 1) * minuteMs);
  }
}

function doubled(order: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(order.length * 2);
  larger.set(order);
  return larger;
}

/** By time, then by vessel, then by content, so that rows of one instant have one order however they arrived. */
function inOrderOf(rows: WaitingColumns): (a: number, b: number) => number {
  const { timeUtcMs, mmsi } = rows;
  return (a, b) => timeUtcMs[a] - timeUtcMs[b] || mmsi[a] - mmsi[b] || byContent(rows, a, b);
}

function byContent(rows: WaitingColumns, a: number, b: number): number {
  return (
    rows.lonDeg[a] - rows.lonDeg[b] ||
    rows.latDeg[a] - rows.latDeg[b] ||
    (rows.sogKn[a] || -1) - (rows.sogKn[b] || -1) ||
    (rows.cogDeg[a] || -1) - (rows.cogDeg[b] || -1) ||
    rows.messageType[a] - rows.messageType[b] ||
    rows.reception[a] - rows.reception[b] ||
    rows.status[a] - rows.status[b] ||
    rows.feed[a] - rows.feed[b] ||
    rows.receiver[a] - rows.receiver[b]
  );
}
