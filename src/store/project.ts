/** What the store derives from one version of an entry: pure, so that a rebuild gives the same rows. */
import { CommonwatchError, audienceKey, languages, referencesOf, utcMs } from '../core/index.ts';
import type { Entry, EntryId, EntryTypes, Projection, Release } from '../core/index.ts';
import type { Speaker } from '../words/index.ts';
import { tokensOf } from './tokens.ts';

/** The columns of an entry that the gate and the filters test; times in ms UTC. */
export interface EntryRow {
  readonly id: EntryId;
  readonly type: string;
  /** `body.kind`, or '' where bodies of this type have none. */
  readonly kind: string;
  readonly audienceKey: string;
  /** A release that stands for all of this key. */
  readonly release: string;
  readonly expiresUtcMs: number | null;
  readonly modifiedUtcMs: number;
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly lonDeg: number | null;
  readonly latDeg: number | null;
  /** Whether something in it may have to be withheld from some of its readers. */
  readonly strip: boolean;
  /** Entries without which it is not seen; at most two. */
  readonly anchors: readonly EntryId[];
  /** Every other entry that it names, anchors included. */
  readonly refs: readonly EntryId[];
  /** Distinct search tokens, joined by spaces. */
  readonly tokens: string;
  readonly rows: readonly StoredRow[];
}

/** A row of a room's projection, its value as JSON. */
export interface StoredRow {
  readonly projection: string;
  readonly key: string;
  readonly order: number;
  readonly value: string;
}

/** What `projectEntry` needs to know of the house. */
export interface Projecting {
  readonly types: EntryTypes;
  readonly projections: readonly Projection[];
  readonly speaker: Speaker;
}

/**
 * The rows of one version. A projection is told of the version before only if that was released alike: its rows are
 * seen by whoever sees this version.
 * @param content the entry as it is stored, as JSON: looking through it is cheaper than writing it once more
 * @throws `entry.invalid` when it hangs on more than two others
 */
export function projectEntry(
  entry: Entry,
  previous: Entry | undefined,
  by: Projecting,
  content: string,
): EntryRow {
  const current = by.types.upgraded(entry);
  const type = by.types.get(entry.type);
  const refs = namesOthers(content, entry.id) ? referencesOf(entry) : [];
  const anchors = type.anchors?.(current.body as never) ?? [];
  if (anchors.length > 2)
    throw new CommonwatchError('entry.invalid', anchors.length, {
      path: '/body',
      detail: 'An entry hangs on at most two others.',
    });
  const created = utcMs(entry.created);
  const span = type.span?.(current.body as never) ?? { startUtcMs: created, endUtcMs: created };
  const place = type.place?.(current.body as never);
  const { kind } = current.body as { kind?: unknown };
  return {
    id: entry.id,
    type: entry.type,
    kind: typeof kind === 'string' ? kind : '',
    audienceKey: audienceKey(entry.release),
    release: JSON.stringify(bareRelease(entry.release)),
    expiresUtcMs: expiryOf(entry.release),
    modifiedUtcMs: utcMs(entry.modified),
    startUtcMs: span.startUtcMs,
    endUtcMs: span.endUtcMs,
    lonDeg: place?.lonDeg ?? null,
    latDeg: place?.latDeg ?? null,
    strip:
      refs.length > 0 ||
      type.forReaders !== undefined ||
      entry.evidence.some((piece) => piece.release !== undefined),
    anchors,
    refs: [...new Set([...refs, ...anchors])],
    tokens: tokensOf(textsOf(current, by)),
    rows: rowsOf(current, previous && by.types.upgraded(previous), by.projections),
  };
}

/** Whether two hyphens, which every id has, stand anywhere but in the entry's own id at the place of its `id`. */
function namesOthers(content: string, id: EntryId): boolean {
  const first = content.indexOf('--');
  return first !== content.indexOf(id) + id.indexOf('--') || content.includes('--', first + 1);
}

/** Everything that search finds an entry by: its title in each language and what its type adds. */
export function textsOf(entry: Entry, { types, speaker }: Pick<Projecting, 'types' | 'speaker'>): string[] {
  const type = types.get(entry.type);
  const title = type.title(entry as never);
  const titles = speaker.has(title.key) ? languages.map((language) => speaker.say(language, title)) : [];
  return [...titles, ...(type.searchTexts?.(entry as never) ?? [])];
}

export function rowsOf(
  entry: Entry,
  previous: Entry | undefined,
  projections: readonly Projection[],
): StoredRow[] {
  const alike = previous !== undefined && sameReaders(entry, previous) ? previous : undefined;
  return projections.flatMap((projection) =>
    projection.rows(entry, alike).map(({ key, order, value }) => ({
      projection: projection.name,
      key,
      order,
      value: JSON.stringify(value),
    })),
  );
}

/** Whether both versions are for the same readers until the same time, whole. */
function sameReaders(entry: Entry, previous: Entry): boolean {
  return (
    audienceKey(entry.release) === audienceKey(previous.release) &&
    entry.release.expiresAt === previous.release.expiresAt &&
    previous.evidence.every((piece) => piece.release === undefined) &&
    referencesOf(previous).length === 0
  );
}

/** A release without what differs between entries of one audience, and without free text. */
export function bareRelease(release: Release): Release {
  const { owner, policy, classification, tlp, audience, caveats, orcon, labelVersion } = release;
  return { owner, policy, classification, tlp, audience, caveats, orcon, redactions: [], labelVersion };
}

/** When a release ends, ms UTC; null for never; long ago where the time cannot be read (deny by default). */
export function expiryOf(release: Release): number | null {
  if (release.expiresAt === undefined) return null;
  try {
    return utcMs(release.expiresAt);
  } catch {
    return -8.64e15;
  }
}
