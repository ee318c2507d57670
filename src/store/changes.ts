/**
 * What one party's hub should hold against what it holds: the same comparison of visibility as live events make, for
 * a reader that may be away for weeks. One pass over the columns, and exact whatever made an entry appear or vanish.
 */
import type { EntryId, PartyId, Viewer } from '../core/index.ts';
import type { Kept } from './kept.ts';

/** An entry by its number, with the seq of its newest version (0 when it was erased). */
export interface Change {
  readonly no: number;
  readonly seq: number;
  readonly id: EntryId;
  readonly owner: PartyId;
}

export interface Changes {
  /** Was given and may not be seen any longer. */
  readonly gone: readonly Change[];
  /** May be seen and was not given in this version, oldest first. */
  readonly put: readonly Change[];
  /** Whether that is all. */
  readonly complete: boolean;
}

/**
 * By entry number: the seq of the version that was given; 0 for none; negative for one that could not be given and is
 * not tried again before there is a newer one.
 */
export interface HeldVersions {
  readonly get: (no: number) => number;
}

/** @param limit how many changes at most */
export function changesFor(
  kept: Kept,
  viewer: Viewer,
  atUtcMs: number,
  held: HeldVersions,
  limit: number,
): Changes {
  const { columns } = kept;
  const { byAudience } = columns.verdicts(viewer);
  const gone: number[] = [];
  const put: number[] = [];
  let left = 0;
  for (let no = 1; no < columns.end; no++) {
    if (columns.no[no] !== no) continue;
    const seq = columns.latest[no];
    const given = held.get(no);
    const sees = seq > 0 && !isOwn(kept, seq, viewer) && columns.seesSeq(byAudience, atUtcMs, seq);
    if (!sees && given > 0) gone.push(no);
    else if (sees && given !== seq && given !== -seq) put.push(no);
    else continue;
    left += 1;
  }
  // What was taken back goes before anything new.
  const first = gone.slice(0, limit);
  const then = put.slice(0, limit - first.length);
  const change = (no: number) => changeOf(kept, no);
  return { gone: first.map(change), put: then.map(change), complete: first.length + then.length === left };
}

/** One bit an entry, by its number: whether a viewer sees it and does not own it. */
export function seenBits(kept: Kept, viewer: Viewer, atUtcMs: number): Uint8Array {
  const { columns } = kept;
  const { byAudience } = columns.verdicts(viewer);
  const bits = new Uint8Array((columns.end >>> 3) + 1);
  for (let no = 1; no < columns.end; no++) {
    const seq = columns.no[no] === no ? columns.latest[no] : 0;
    if (seq > 0 && !isOwn(kept, seq, viewer) && columns.seesSeq(byAudience, atUtcMs, seq))
      bits[no >>> 3] |= 1 << (no & 7);
  }
  return bits;
}

/** Entries that are in one set and not in the other, those that were erased meanwhile too. */
export function differing(kept: Kept, a: Uint8Array, b: Uint8Array): Change[] {
  const found: Change[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const changed = (a[i] ?? 0) ^ (b[i] ?? 0);
    for (let bit = 0; changed >>> bit > 0; bit++)
      if ((changed & (1 << bit)) !== 0) found.push(changeOf(kept, 8 * i + bit));
  }
  return found;
}

/** Entries by their numbers, without those that were erased. */
export function entriesAt(kept: Kept, nos: readonly number[]): Change[] {
  return nos.filter((no) => kept.columns.latest[no] > 0).map((no) => changeOf(kept, no));
}

function changeOf(kept: Kept, no: number): Change {
  const { columns } = kept;
  const seq = columns.latest[no];
  return { no, seq, id: kept.idOf(no), owner: ownerAt(kept, seq > 0 ? seq : no) };
}

/** Of an older version, or one that was erased, the audience is kept negated. */
function ownerAt({ columns }: Kept, seq: number): PartyId {
  return columns.releases[Math.abs(columns.audience[seq])]?.owner ?? '';
}

/** Nobody is given what is its own. */
function isOwn(kept: Kept, seq: number, viewer: Viewer): boolean {
  return ownerAt(kept, seq) === viewer.party;
}

/** Entries that name one of these: what may be read of them changes with it. */
export function namersOf(kept: Kept, ids: readonly EntryId[]): Change[] {
  if (ids.length === 0) return [];
  return kept.sql
    .all<[number, number]>(
      `SELECT DISTINCT entry.no, entry.seq FROM ref JOIN entry ON entry.no = ref.source
       WHERE ref.target IN (SELECT value FROM json_each(?)) ORDER BY entry.seq`,
      JSON.stringify(ids),
    )
    .map(([no]) => changeOf(kept, no));
}
