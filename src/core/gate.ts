/**
 * The one gate. `judge` is the rule; everything else applies it. Deny by default: whatever is missing, empty or
 * unknown leaves an entry with its owner alone.
 */
import type { Entry, EntryType } from './entry.ts';
import type { Evidence } from './evidence.ts';
import { replaceIds } from './ids.ts';
import type { EntryId } from './ids.ts';
import { isMemberAt } from './party.ts';
import type { Group, GroupId, Party, PartyId, PartyLevel } from './party.ts';
import { mayBePublic, rankOf } from './release.ts';
import type { Release } from './release.ts';
import { Released, seal } from './seal.ts';
import { isInstant, isNotAfter } from './time.ts';
import type { Instant } from './time.ts';

export { Released };

/** Who looks. Groups are those that the party belongs to at the time of reading. */
export interface Viewer {
  /** '' is the public: it owns nothing and is named by no audience. */
  readonly party: PartyId;
  readonly level: PartyLevel;
  readonly groups: ReadonlySet<GroupId>;
  readonly clearances: Readonly<Record<string, string>>;
  readonly caveats: ReadonlySet<string>;
}

/** When, and on whose hub. The holder is the party that keeps this copy. */
export interface GateContext {
  readonly at: Instant;
  readonly holder: PartyId;
}

/** The viewer that a party is at an instant. */
export function viewerAt(party: Party, groups: Iterable<Group>, at: Instant): Viewer {
  const joined = new Set<GroupId>();
  for (const group of groups) if (isMemberAt(group, party, at)) joined.add(group.id);
  return {
    party: party.id,
    level: party.level,
    groups: joined,
    clearances: party.clearances,
    caveats: new Set(party.caveats),
  };
}

/** Anyone at all: sees what is public and nothing else. */
export const publicViewer: Viewer = {
  party: '',
  level: 'other',
  groups: new Set(),
  clearances: {},
  caveats: new Set(),
};

/** What a viewer may ever see of an audience: nothing, what has not expired, or all. */
export type Judgement = 'never' | 'until-expiry' | 'always';

/**
 * The rule, without expiry (so that it can be judged once for each distinct audience):
 * 1. the owner always sees;
 * 2. a copy under originator control is seen, besides the owner, by its holder alone;
 * 3. the viewer is cleared for the classification under its policy and satisfies every caveat;
 * 4. the audience names the viewer or, unless TLP:RED, one of its groups; or it is public and marked so.
 */
export function judge(viewer: Viewer, release: Release, holder: PartyId): Judgement {
  if (viewer.party !== '' && viewer.party === release.owner) return 'always';
  if (release.orcon && holder !== release.owner && viewer.party !== holder) return 'never';
  if (!isCleared(viewer, release)) return 'never';
  return isAddressed(viewer, release) ? 'until-expiry' : 'never';
}

function isCleared(viewer: Viewer, release: Release): boolean {
  const { policy, classification } = release;
  const held = Object.hasOwn(viewer.clearances, policy) ? viewer.clearances[policy] : 'UNCLASSIFIED';
  // An unknown word in a clearance clears for nothing; in a classification it is above everything.
  const heldRank = rankOf(held) > rankOf('TOP SECRET') ? 0 : rankOf(held);
  return rankOf(classification) <= heldRank && release.caveats.every((caveat) => viewer.caveats.has(caveat));
}

function isAddressed(viewer: Viewer, release: Release): boolean {
  const { audience } = release;
  switch (audience?.kind) {
    case 'public':
      return mayBePublic(release);
    case 'named':
      if (viewer.party === '') return false;
      if (audience.parties.includes(viewer.party)) return true;
      return release.tlp !== 'RED' && audience.groups.some((group) => viewer.groups.has(group));
    default:
      return false;
  }
}

/** Whether a release has ended. One whose end cannot be read has ended. */
export function hasExpired({ expiresAt }: Release, at: Instant): boolean {
  if (expiresAt === undefined) return false;
  return !isInstant(expiresAt) || isNotAfter(expiresAt, at);
}

/** Whether a viewer sees what is under a release, at a time, on the hub of a holder. */
export function visible(viewer: Viewer, release: Release, { at, holder }: GateContext): boolean {
  const judgement = judge(viewer, release, holder);
  return judgement === 'always' || (judgement === 'until-expiry' && !hasExpired(release, at));
}

/** How deep anchors may hang on anchors (a judgement on a relation between findings is 2); deeper is hidden. */
export const maxAnchorDepth = 4;

/** Finds an entry's newest version and its type, or undefined when there is none. */
export type Lookup = (
  id: EntryId,
) => { readonly entry: Entry; readonly type: Pick<EntryType, 'anchors'> } | undefined;

/** Whether a viewer sees an entry: by its release, and every entry that it hangs on is seen too. */
export function entryVisible(
  viewer: Viewer,
  entry: Entry,
  type: Pick<EntryType, 'anchors'>,
  lookup: Lookup,
  context: GateContext,
  depth = 0,
): boolean {
  if (depth > maxAnchorDepth || !visible(viewer, entry.release, context)) return false;
  const anchors = type.anchors?.(entry.body) ?? [];
  return anchors.every((id) => {
    const anchor = lookup(id);
    return (
      anchor !== undefined && entryVisible(viewer, anchor.entry, anchor.type, lookup, context, depth + 1)
    );
  });
}

/**
 * The entries that a viewer may see, each without what it may not: evidence under a narrower release, what its type
 * keeps for the owner, and every mention of a hidden entry. This, and the store's reader that is tested against it, are the only makers of Released.
 */
export function pass(
  entries: readonly { readonly entry: Entry; readonly type: Pick<EntryType, 'anchors' | 'forReaders'> }[],
  viewer: Viewer,
  lookup: Lookup,
  context: GateContext,
): Released<readonly Entry[]> {
  const seen = entries.filter(({ entry, type }) => entryVisible(viewer, entry, type, lookup, context));
  const isHidden = (id: EntryId) => {
    const other = lookup(id);
    return other === undefined || !entryVisible(viewer, other.entry, other.type, lookup, context);
  };
  return seal(
    seen.map(({ entry, type }) => withoutHidden(entry, type, viewer, isHidden, context)),
    viewer.party,
    context.at,
  );
}

/** One entry as a viewer may see it; assumes that the entry itself is visible. */
export function withoutHidden(
  entry: Entry,
  type: Pick<EntryType, 'forReaders'>,
  viewer: Viewer,
  isHidden: (id: EntryId) => boolean,
  context: GateContext,
): Entry {
  const shown = entry.evidence.filter(
    (piece) => piece.release === undefined || visible(viewer, piece.release, context),
  );
  const evidence = shown.length === entry.evidence.length ? entry.evidence : shown;
  const hides = (id: EntryId) => id !== entry.id && isHidden(id);
  return {
    ...entry,
    release: strip(asSeenBy(viewer, entry.release), hides) as Release,
    evidence: strip(piecesFor(viewer, evidence), hides) as Entry['evidence'],
    body: strip(bodyFor(viewer, entry, type), hides) as Entry['body'],
  };
}

/**
 * A release as a reader sees it. Whom else an entry was given to is the owner's business: another reader finds in the
 * audience itself and its own groups (so that it knows to whom it may pass it on) and nobody else.
 */
export function asSeenBy(viewer: Viewer, release: Release): Release {
  const { audience } = release;
  if (audience.kind !== 'named' || viewer.party === release.owner) return release;
  const parties = audience.parties.filter((party) => party === viewer.party);
  const groups = audience.groups.filter((group) => viewer.groups.has(group));
  if (parties.length === audience.parties.length && groups.length === audience.groups.length) return release;
  return { ...release, audience: { ...audience, parties, groups } };
}

function bodyFor(viewer: Viewer, { owner, body }: Entry, { forReaders }: Pick<EntryType, 'forReaders'>) {
  return viewer.party === owner || forReaders === undefined ? body : forReaders(body);
}

/** The pieces with their releases as this reader sees them; the very same list where none differs. */
function piecesFor(viewer: Viewer, evidence: Entry['evidence']): Entry['evidence'] {
  const pieces = evidence.map((piece) => pieceFor(viewer, piece));
  return pieces.every((piece, i) => piece === evidence[i]) ? evidence : pieces;
}

function pieceFor(viewer: Viewer, piece: Evidence): Evidence {
  if (piece.release === undefined) return piece;
  const release = asSeenBy(viewer, piece.release);
  return release === piece.release ? piece : { ...piece, release };
}

const gone = Symbol('gone');

/**
 * A copy of a JSON value without any mention of hidden entries. In a list, the whole item that names one goes, because
 * what stands beside the name speaks of it; an object's property goes; inside running text the id is replaced. Returns
 * the value itself when nothing had to go. Keys that are ids go with their values.
 */
export function strip(value: unknown, isHidden: (id: EntryId) => boolean): unknown {
  const stripped = stripped_(value, isHidden);
  return stripped === gone ? null : stripped;
}

function stripped_(value: unknown, isHidden: (id: EntryId) => boolean): unknown {
  if (typeof value === 'string') return strippedText(value, isHidden);
  if (Array.isArray(value)) {
    const kept = value.filter((item) => !names(item, isHidden)).map((item) => stripped_(item, isHidden));
    return kept.length === value.length && kept.every((item, i) => item === value[i]) ? value : kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const kept: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const next = strippedText(key, isHidden) === key ? stripped_(child, isHidden) : gone;
    if (next !== gone) kept[key] = next;
    changed ||= next !== child;
  }
  return changed ? kept : value;
}

/** Whether a list's item is, or directly holds, the id of a hidden entry. */
function names(item: unknown, isHidden: (id: EntryId) => boolean): boolean {
  if (typeof item === 'string') return strippedText(item, isHidden) === gone;
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return false;
  return Object.values(item).some(
    (child) => typeof child === 'string' && strippedText(child, isHidden) === gone,
  );
}

function strippedText(text: string, isHidden: (id: EntryId) => boolean): string | typeof gone {
  if (!text.includes('--')) return text;
  let whole = false;
  const replaced = replaceIds(text, (id) => {
    if (!isHidden(id)) return id;
    whole ||= id.length === text.length;
    return '[withheld]';
  });
  return whole ? gone : replaced;
}
