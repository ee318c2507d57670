/**
 * Copies that other hubs gave: what stands beside an entry in the journal, and which of two copies holds. The owner
 * alone issues versions; a copy differs from another of the same version only in what its reader may see.
 */
import { CommonwatchError, ownerOnly, utcMs } from '../core/index.ts';
import type { Entry, EntryId, EntryTypes, Instant, PartyId } from '../core/index.ts';

/** Where a copy came from and who answers for it. It is stored with the entry, and erased with it. */
export interface CopySeal {
  /** The digest under which the owner's journal holds this version: the same for every copy, and says nothing of it. */
  readonly version: string;
  /** SHA-256 (hex) of the entry as it was received. */
  readonly copy: string;
  /** The owner's key, and its signature (base64url, Ed25519) over version and copy. */
  readonly key: string;
  readonly signature: string;
  /** The parties to which this hub may pass it on, each with the owner's signature over that party's copy. */
  readonly onward?: Readonly<Record<PartyId, string>>;
  /** The hubs that it came through, the owner's first. */
  readonly path: readonly PartyId[];
  readonly receivedAt: Instant;
  /** Taken back: by which hub, and the newest version that this holds for. Nobody but the owner sees it since. */
  readonly revoked?: { readonly by: PartyId; readonly modified: Instant };
}

/** An entry as another hub gave it. */
export interface Copy {
  readonly entry: Entry;
  readonly seal: CopySeal;
}

/**
 * What became of a copy: it was written, stood here already, is older than what stands here, or is refused.
 * `copy.fork`: two contents claim to be the same version.
 */
export type CopyOutcome =
  | { readonly kind: 'written' | 'same' | 'older' }
  | { readonly kind: 'refused'; readonly error: CommonwatchError };

const written: CopyOutcome = { kind: 'written' };
const same: CopyOutcome = { kind: 'same' };
const older: CopyOutcome = { kind: 'older' };

/** Decides by what stands here. @param standing the newest copy or version, undefined for none */
export function judgeCopy(
  copy: Copy,
  standing: { readonly entry: Entry; readonly seal?: CopySeal } | undefined,
  { types, wasErased }: { types: EntryTypes; wasErased: (id: EntryId) => boolean },
): CopyOutcome {
  try {
    types.check(copy.entry);
  } catch (error) {
    if (error instanceof CommonwatchError) return { kind: 'refused', error };
    throw error;
  }
  const { entry, seal } = copy;
  if (standing === undefined) return wasErased(entry.id) ? refused('entry.erased', entry.id) : written;
  if (standing.entry.owner !== entry.owner) return refused('entry.not-owner', entry.owner);
  const difference = utcMs(entry.modified) - utcMs(standing.entry.modified);
  if (difference < 0) return older;
  const before = standing.seal;
  // What was issued here in the owner's name is a second hand on the same entry.
  if (before === undefined) return refused('copy.fork', entry.id);
  if (isTakenBack(copy, before)) return older;
  if (difference > 0) return written;
  if (before.version !== seal.version) return refused('copy.fork', entry.id);
  if (before.copy === seal.copy && before.revoked === undefined) return same;
  // The owner's own word on what may be seen of a version goes before what others pass on.
  return isDirect(before, entry.owner) && !isDirect(seal, entry.owner) ? same : written;
}

/** Another hub still passes on what was taken back. */
function isTakenBack({ entry, seal }: Copy, { revoked }: CopySeal): boolean {
  if (revoked === undefined || giverOf(seal) === revoked.by || isDirect(seal, entry.owner)) return false;
  return utcMs(entry.modified) <= utcMs(revoked.modified);
}

/** The hub that gave a copy. */
export function giverOf({ path }: CopySeal): PartyId {
  return path[path.length - 1];
}

function isDirect(seal: CopySeal, owner: PartyId): boolean {
  return giverOf(seal) === owner;
}

/** A copy after it was taken back: the entry as it was, for its owner's eyes. */
export function takenBack({ entry, seal }: Copy, revoked: NonNullable<CopySeal['revoked']>): Copy {
  return { entry: { ...entry, release: ownerOnly(entry.owner) }, seal: { ...seal, revoked } };
}

function refused(code: 'entry.erased' | 'entry.not-owner' | 'copy.fork', value: string): CopyOutcome {
  return { kind: 'refused', error: new CommonwatchError(code, value) };
}
