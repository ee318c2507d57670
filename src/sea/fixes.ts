/** Fixes in columns, and trails: the few fixes of a track that a finding rests on. */
import type { Fix, FixesEvidence } from '../core/index.ts';

/** What the detectors know of a fix. Unknown numbers are NaN. */
export interface FixColumns {
  timeUtcMs: Float64Array;
  lonDeg: Float64Array;
  latDeg: Float64Array;
  sogKn: Float32Array;
  cogDeg: Float32Array;
  status: Uint8Array;
  messageType: Uint8Array;
  stationClass: Uint8Array;
  reception: Uint8Array;
  /** Index into the watch's feeds. */
  feed: Uint8Array;
  /** Index into the watch's receivers. */
  receiver: Uint32Array;
}

export function fixColumns(rows: number): FixColumns {
  return {
    timeUtcMs: new Float64Array(rows),
    lonDeg: new Float64Array(rows),
    latDeg: new Float64Array(rows),
    sogKn: new Float32Array(rows),
    cogDeg: new Float32Array(rows),
    status: new Uint8Array(rows),
    messageType: new Uint8Array(rows),
    stationClass: new Uint8Array(rows),
    reception: new Uint8Array(rows),
    feed: new Uint8Array(rows),
    receiver: new Uint32Array(rows),
  };
}

export function copyFix(from: FixColumns, i: number, to: FixColumns, j: number): void {
  to.timeUtcMs[j] = from.timeUtcMs[i];
  to.lonDeg[j] = from.lonDeg[i];
  to.latDeg[j] = from.latDeg[i];
  to.sogKn[j] = from.sogKn[i];
  to.cogDeg[j] = from.cogDeg[i];
  to.status[j] = from.status[i];
  to.messageType[j] = from.messageType[i];
  to.stationClass[j] = from.stationClass[i];
  to.reception[j] = from.reception[i];
  to.feed[j] = from.feed[i];
  to.receiver[j] = from.receiver[i];
}

/**
 * Real fixes of one vessel, thinned evenly to at most `limit`: when it is full, every second one goes and only every
 * second one that follows is kept. Plain data, so that it can be remembered.
 */
export interface Trail {
  readonly mmsi: number;
  readonly limit: number;
  stride: number;
  seen: number;
  /** Seven numbers a fix: time, longitude, latitude, speed, course, feed, receiver. */
  kept: number[];
  /** The newest fix, kept or not. */
  newest: number[];
  /** How many fixes each feed brought, by its index. */
  countOfFeed: number[];
}

const width = 7;
/** Enough to see a meeting or a drift; with 50,000 vessels a longer trail costs more memory than it shows. */
export const trailLimit = 48;

export function trail(mmsi: number, limit = trailLimit): Trail {
  return { mmsi, limit, stride: 1, seen: 0, kept: [], newest: [], countOfFeed: [] };
}

export function addFix(to: Trail, fixes: FixColumns, i: number): void {
  addNumbers(to, [
    fixes.timeUtcMs[i],
    fixes.lonDeg[i],
    fixes.latDeg[i],
    fixes.sogKn[i],
    fixes.cogDeg[i],
    fixes.feed[i],
    fixes.receiver[i],
  ]);
}

/** Adds one fix as its seven numbers. */
export function addNumbers(to: Trail, fix: number[]): void {
  to.newest = fix;
  to.countOfFeed[fix[5]] = (to.countOfFeed[fix[5]] ?? 0) + 1;
  if (to.seen++ % to.stride !== 0) return;
  to.kept.push(...fix);
  if (to.kept.length < to.limit * width) return;
  to.kept = to.kept.filter((_, i) => Math.floor(i / width) % 2 === 0);
  to.stride *= 2;
}

/** Evidence, one piece a feed, because feeds may be released to different readers. */
export function evidenceOf(
  from: Trail,
  feeds: readonly string[],
  receivers: readonly string[],
): FixesEvidence[] {
  const rows = rowsOf(from);
  return Array.from(from.countOfFeed, (count, feed) => ({ count, feed }))
    .filter(({ count }) => count > 0)
    .map(({ count, feed }) =>
      piece(
        from.mmsi,
        feeds[feed] ?? '',
        count,
        rows.filter((row) => row[5] === feed),
        from,
        receivers,
      ),
    );
}

/** The kept fixes and the newest, in order of time. */
export function rowsOf({ kept, newest }: Trail): number[][] {
  const rows = Array.from({ length: kept.length / width }, (_, i) => kept.slice(i * width, (i + 1) * width));
  const last = rows.at(-1);
  if (newest.length > 0 && last?.[0] !== newest[0]) rows.push(newest);
  return rows.sort((a, b) => a[0] - b[0]);
}

function piece(
  mmsi: number,
  feed: string,
  count: number,
  rows: readonly number[][],
  from: Trail,
  receivers: readonly string[],
): FixesEvidence {
  const names = new Set(rows.map((row) => receivers[row[6]] ?? '').filter((name) => name !== ''));
  const span = rows.length > 0 ? rows : rowsOf(from);
  return {
    kind: 'fixes',
    feed,
    mmsi,
    fromUtcMs: span[0][0],
    toUtcMs: span[span.length - 1][0],
    count,
    fixes: rows.map(fixOf),
    receivers: [...names].sort().slice(0, 64),
  };
}

function fixOf([time, lon, lat, sog, cog]: number[]): Fix {
  return [time, rounded(lon, 1e6), rounded(lat, 1e6), known(sog), known(cog)];
}

/** Speeds and courses come with one decimal; the fourth byte of a float32 is no information. */
function known(value: number): number | null {
  return Number.isNaN(value) ? null : rounded(value, 10);
}

export function rounded(value: number, per: number): number {
  return Math.round(value * per) / per;
}
