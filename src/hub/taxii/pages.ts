/** Pages of a collection: filters, limits and the token that goes on. */
import { CommonwatchError } from '../../core/index.ts';
import type { EntryId } from '../../core/index.ts';
import { asksForOlder, asksForStix21, compareTimestamps, isTimestamp, utcUs } from '../../exchange/index.ts';
import type { TaxiiFilters, TaxiiQuery } from '../../exchange/index.ts';
import type { Placed, TimelineReader } from '../../store/index.ts';
import type { HubContext } from '../exits.ts';
import type { Collection, Item } from './collections.ts';

export interface ItemPage {
  readonly items: readonly Item[];
  /** Where there is more. */
  readonly next?: string;
}

/** Where a page begins: later than this, under these filters. */
interface Start {
  readonly filters: TaxiiFilters;
  readonly afterUtcUs: number | undefined;
}

interface SealedNext extends Start {
  readonly collection: string;
}

/**
 * The token carries the filters, so that a page goes on as it began whatever is repeated beside it; what is repeated
 * and differs is refused. @throws `taxii.query`
 */
export function startOf({ filters, next }: TaxiiQuery, { id }: Collection, reader: TimelineReader): Start {
  const afterUtcUs = filters.addedAfter === undefined ? undefined : utcUs(filters.addedAfter);
  if (next === undefined) return { filters, afterUtcUs };
  const sealed = openNext(next, reader);
  const repeats = (name: keyof TaxiiFilters) =>
    filters[name] === undefined || JSON.stringify(filters[name]) === JSON.stringify(sealed.filters[name]);
  const isSame = (['ids', 'types', 'versions', 'specVersions'] as const).every(repeats);
  // `added_after` may be repeated, or moved on to the newest date that the client has seen: the token stands.
  if (sealed.collection !== id || !isSame)
    throw new CommonwatchError('taxii.query', undefined, { path: '/next' });
  return sealed;
}

function openNext(next: string, reader: TimelineReader): SealedNext {
  try {
    return JSON.parse(reader.openNext(next)) as SealedNext;
  } catch {
    throw new CommonwatchError('taxii.query', undefined, { path: '/next' });
  }
}

export function pageOf(
  query: TaxiiQuery,
  collection: Collection,
  reader: TimelineReader,
  context: HubContext,
): ItemPage {
  const start = startOf(query, collection, reader);
  if (!asksForStix21(start.filters)) return { items: [] };
  const found: Item[] = [];
  const isVersionAsked = versionsAsked(start.filters, collection, reader, context);
  for (const items of chunks(start, query.limit, collection, reader, context)) {
    for (const item of items) if (isAsked(item, start) && isVersionAsked(item)) found.push(item);
    if (found.length > query.limit) break;
  }
  return cut(found, query.limit, start, collection, reader);
}

/**
 * The fast way for a page of objects as they are: newest versions by type, whose texts are kept at hand.
 * @returns undefined where the request asks for more than that
 */
export function textPageOf(
  query: TaxiiQuery,
  collection: Collection,
  reader: TimelineReader,
  context: HubContext,
): { texts: string[]; first?: number; last?: number; next?: string } | undefined {
  const start = startOf(query, collection, reader);
  const { filters, afterUtcUs } = start;
  if (collection.textsOf === undefined || filters.ids !== undefined || asksForOlder(filters))
    return undefined;
  if (!asksForStix21(filters)) return { texts: [] };
  const { party } = context.viewer;
  const places = reader.page({ afterUtcUs, limit: query.limit, kinds: filters.types }).for(party);
  const shown = places.slice(0, query.limit);
  const texts = collection.textsOf(
    reader,
    shown.map(({ seq }) => seq),
    party,
  );
  const [first, last] = [shown[0]?.addedUtcUs, shown.at(-1)?.addedUtcUs];
  if (places.length <= query.limit) return { texts, first, last };
  return { texts, first, last, next: nextOf(start, last as number, collection, reader) };
}

function cut(
  found: readonly Item[],
  limit: number,
  start: Start,
  collection: Collection,
  reader: TimelineReader,
): ItemPage {
  const items = found.slice(0, limit);
  if (found.length <= limit) return { items };
  return { items, next: nextOf(start, items[items.length - 1].addedUtcUs, collection, reader) };
}

function nextOf({ filters }: Start, afterUtcUs: number, { id }: Collection, reader: TimelineReader): string {
  return reader.sealNext(JSON.stringify({ collection: id, filters, afterUtcUs } satisfies SealedNext));
}

/** Items from the start on, some at a time. */
function* chunks(
  { filters, afterUtcUs }: Start,
  limit: number,
  collection: Collection,
  reader: TimelineReader,
  context: HubContext,
): Generator<Item[]> {
  const { party } = context.viewer;
  const allVersions = asksForOlder(filters);
  if (filters.ids !== undefined) {
    const places = placesOfIds(filters.ids, allVersions, collection, reader, context);
    yield collection.itemsOf(reader, places, context).sort((a, b) => a.addedUtcUs - b.addedUtcUs);
    return;
  }
  // An entry of several objects may have been given in part.
  let after = afterUtcUs === undefined ? undefined : afterUtcUs - collection.spec.strideUs;
  for (;;) {
    const places = reader
      .page({ afterUtcUs: after, limit, allVersions, kinds: kindsOf(filters, collection) })
      .for(party);
    const shown = places.slice(0, limit);
    yield collection.itemsOf(reader, shown, context);
    if (places.length <= limit) return;
    after = shown[shown.length - 1].addedUtcUs;
  }
}

/** Kinds of entries are types of objects only where a place is one object. */
function kindsOf({ types }: TaxiiFilters, { textsOf }: Collection): readonly string[] | undefined {
  return textsOf === undefined ? undefined : types;
}

function placesOfIds(
  ids: readonly string[],
  allVersions: boolean,
  collection: Collection,
  reader: TimelineReader,
  context: HubContext,
): Placed[] {
  const { party } = context.viewer;
  const entries = new Set<EntryId>(ids.flatMap((id) => collection.entriesOf(id, reader, context)));
  const common = collection.spec.before === undefined ? [] : commonPlaces(ids, reader, party);
  const places = [...entries].flatMap((entry) => reader.placesOf(entry, allVersions).for(party));
  return [...common, ...places].sort((a, b) => a.addedUtcUs - b.addedUtcUs);
}

/** Identities and markings stand in a collection without an entry of their own. */
function commonPlaces(ids: readonly string[], reader: TimelineReader, party: string): readonly Placed[] {
  const isAskedFor = (text: string) => ids.some((id) => text.includes(`"id":"${id}"`));
  return reader
    .page({ limit: 10_000, accepts: (_seq, text) => text !== undefined && isAskedFor(text) })
    .for(party);
}

function isAsked(item: Item, { filters, afterUtcUs }: Start): boolean {
  if (afterUtcUs !== undefined && item.addedUtcUs <= afterUtcUs) return false;
  if (filters.ids !== undefined && !filters.ids.includes(item.id)) return false;
  return filters.types === undefined || filters.types.includes(item.type);
}

/** Whether this version of an object is one of those that are asked for; newest ones unless told. */
function versionsAsked(
  { versions }: TaxiiFilters,
  collection: Collection,
  reader: TimelineReader,
  context: HubContext,
): (item: Item) => boolean {
  if (versions === undefined) return () => true;
  const shown = new Map<EntryId, readonly Item[]>();
  const versionsOf = (entry: EntryId): readonly Item[] => {
    const known = shown.get(entry) ?? shownVersions(entry, collection, reader, context);
    shown.set(entry, known);
    return known;
  };
  return (item) => {
    const all = item.entry === undefined ? [item] : versionsOf(item.entry);
    if (!all.some(({ seq }) => seq === item.seq)) return false;
    return (
      versions.includes('all') ||
      versions.some((version) => isTimestamp(version) && compareVersions(version, item.version) === 0) ||
      (versions.includes('first') && all[0]?.seq === item.seq) ||
      (versions.includes('last') && all.at(-1)?.seq === item.seq)
    );
  };
}

/**
 * The versions of an entry's object that are shown, oldest first. One that was written several times, because its
 * release changed or an older one was added after it, stands here as it was written last.
 */
export function shownVersions(
  entry: EntryId,
  collection: Collection,
  reader: TimelineReader,
  context: HubContext,
): readonly Item[] {
  const places = reader.placesOf(entry, true).for(context.viewer.party);
  const items = collection.itemsOf(reader, places, context);
  // Where a place may be several objects, versions are those of the entry.
  if (collection.textsOf === undefined) return items;
  const last = new Map(items.map((item) => [item.version === '' ? item.seq : item.version, item]));
  return [...last.values()].sort((a, b) => compareVersions(a.version, b.version));
}

/** What has no version stands in the order in which it came. */
function compareVersions(a: string, b: string): number {
  return isTimestamp(a) && isTimestamp(b) ? compareTimestamps(a, b) : a === b ? 0 : 1;
}
