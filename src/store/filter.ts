/** What an `EntryQuery` asks, as a test over the columns. */
import { CommonwatchError, utcMs } from '../core/index.ts';
import type { EntryQuery } from '../core/index.ts';
import type { Columns, Interned } from './columns.ts';

/** Whether the version at a seq is asked for; visibility is tested apart. */
export type Filter = (seq: number) => boolean;

const everything: Filter = () => true;
const nothing: Filter = () => false;

/** Whether a filter is known to let nothing pass. */
export function isNothing(filter: Filter): boolean {
  return filter === nothing;
}

/** @throws `query.invalid`, `time.invalid` */
export function compileQuery(columns: Columns, query: EntryQuery): Filter {
  const tests = [
    namesTest(columns.type, columns.types, query.types),
    namesTest(columns.kind, columns.kinds, query.kinds),
    ownerTest(columns, query),
    timeTest(columns, query),
    placeTest(columns, query.bbox),
    modifiedTest(columns, query.modifiedSince),
  ].filter((test) => test !== everything);
  if (tests.includes(nothing)) return nothing;
  if (tests.length === 0) return everything;
  return tests.length === 1 ? tests[0] : (seq) => tests.every((test) => test(seq));
}

function namesTest(codes: Uint16Array, known: Interned, names: readonly string[] | undefined): Filter {
  if (names === undefined) return everything;
  const wanted = new Set(names.map((name) => known.find(name)).filter((code) => code > 0));
  return wanted.size === 0 ? nothing : (seq) => wanted.has(codes[seq]);
}

function ownerTest(columns: Columns, { owner }: EntryQuery): Filter {
  if (owner === undefined) return everything;
  const { audience, releases } = columns;
  return (seq) => releases[Math.abs(audience[seq])]?.owner === owner;
}

function timeTest({ start, endTime }: Columns, { fromUtcMs, toUtcMs }: EntryQuery): Filter {
  if (fromUtcMs === undefined && toUtcMs === undefined) return everything;
  const from = fromUtcMs ?? Number.NEGATIVE_INFINITY;
  const to = toUtcMs ?? Number.POSITIVE_INFINITY;
  return (seq) => start[seq] <= to && endTime[seq] >= from;
}

function placeTest({ lon, lat }: Columns, bbox: EntryQuery['bbox']): Filter {
  if (bbox === undefined) return everything;
  const [west, south, east, north] = bbox;
  if (!bbox.every(Number.isFinite) || south > north)
    throw new CommonwatchError('query.invalid', bbox, { path: '/bbox' });
  // What has no place has NaN and is in no box.
  if (west <= east)
    return (seq) => lon[seq] >= west && lon[seq] <= east && lat[seq] >= south && lat[seq] <= north;
  return (seq) => (lon[seq] >= west || lon[seq] <= east) && lat[seq] >= south && lat[seq] <= north;
}

function modifiedTest({ modified }: Columns, since: EntryQuery['modifiedSince']): Filter {
  if (since === undefined) return everything;
  const sinceUtcMs = utcMs(since);
  return (seq) => modified[seq] >= sinceUtcMs;
}
