/**
 * Widening and narrowing who sees an entry. A finding is given no wider than the evidence it rests on; beyond that
 * only a sanitised version, with an id of its own, may go. What an entry's owner judged of it goes with it; a dissent
 * stays where it is until it is released itself.
 */
import {
  CommonwatchError,
  combineReleases,
  isMemberAt,
  isNoWider,
  ownerOnly,
  parseRelease,
  pass,
  sanitised,
  viewerAt,
  visible,
} from '../core/index.ts';
import type {
  Entry,
  EntryDraft,
  EntryId,
  EntryType,
  Evidence,
  Group,
  JudgementBody,
  MemberOf,
  Party,
  PartyId,
  Release,
  ViewerContext,
} from '../core/index.ts';
import type { ApiError, ReleasePreview, ReleaseRequest } from './api.ts';
import { judgementsOf, titleOf, viewWith } from './views.ts';
import type { Viewing } from './views.ts';

/** Who there is on this hub. */
export interface Directory {
  readonly parties: readonly Party[];
  readonly groups: readonly Group[];
  readonly peopleOf: (party: PartyId) => number;
}

export function memberAt({ parties, groups }: Directory, at: string): MemberOf {
  const levels = new Map(parties.map((party) => [party.id, party]));
  const byId = new Map(groups.map((group) => [group.id, group]));
  return (partyId, groupId) => {
    const party = levels.get(partyId);
    const group = byId.get(groupId);
    return party !== undefined && group !== undefined && isMemberAt(group, party, at);
  };
}

/**
 * The widest that an entry may be given: what all its evidence allows together. Undefined: its owner's own word, or
 * a sanitised version without evidence. One that kept its evidence is bound by it like any other entry.
 */
export function limitOf(entry: Entry, context: ViewerContext, memberOf: MemberOf): Release | undefined {
  const parts = releasesOf(
    entry.evidence.filter((piece) => !isUpload(piece)),
    entry.owner,
  );
  for (const piece of entry.evidence) if (piece.kind === 'entry') parts.push(releaseOf(piece.id, context));
  return parts.length === 0 ? undefined : combineReleases(entry.owner, parts, memberOf);
}

/** What feeds uploads are named: one of its own for each. */
export function uploadFeed(id: string): string {
  return `import-${id.slice(0, 8)}`;
}

/** Positions that somebody of the owner uploaded: with the finding they go wherever its owner decides. */
function isUpload(piece: Evidence): boolean {
  return piece.kind === 'fixes' && piece.release === undefined && /^import-[0-9a-f]{8}$/.test(piece.feed);
}

/** What pieces of evidence themselves allow. Positions of a feed of which nothing is known are the owner's alone. */
export function releasesOf(evidence: readonly Evidence[], owner: PartyId): Release[] {
  return evidence.flatMap(({ kind, release }) => {
    if (release !== undefined) return [release];
    return kind === 'fixes' ? [ownerOnly(owner)] : [];
  });
}

/** Evidence that its owner can no longer see binds the entry to the owner. */
function releaseOf(id: EntryId, context: ViewerContext): Release {
  try {
    return context.entry(id).for(context.viewer.party).release;
  } catch (error) {
    if (error instanceof CommonwatchError && error.code === 'entry.not-found')
      return ownerOnly(context.viewer.party);
    throw error;
  }
}

/** The release that a request asks for, on top of what the entry's own keeps (policy, classification). */
export function releaseFor(entry: Entry, request: ReleaseRequest): Release {
  const { release } = entry;
  return parseRelease({
    owner: entry.owner,
    policy: release.policy,
    classification: release.classification,
    tlp: request.tlp,
    audience: request.audience,
    caveats: request.caveats ?? release.caveats,
    orcon: request.orcon ?? release.orcon,
    ...(release.reviewAt === undefined ? {} : { reviewAt: release.reviewAt }),
    ...(request.expiresAt === undefined ? {} : { expiresAt: request.expiresAt }),
    ...(release.derivedFrom === undefined ? {} : { derivedFrom: release.derivedFrom }),
    redactions: release.redactions,
    labelVersion: 1,
  });
}

/** What a release would append: the entry's new version or its sanitised derivative, then the judgements with it. */
export interface ReleasePlan {
  readonly drafts: readonly EntryDraft[];
  readonly release: Release;
}

/** @throws `entry.not-owner`, `release.invalid`, `release.wider-than-evidence`, and those of `parseRelease` */
export function planRelease(
  entry: Entry,
  request: ReleaseRequest,
  context: ViewerContext,
  directory: Directory,
): ReleasePlan {
  if (entry.owner !== context.viewer.party) throw new CommonwatchError('entry.not-owner', entry.id);
  const release = releaseFor(entry, request);
  assertKnown(release, directory);
  const memberOf = memberAt(directory, context.at);
  const limit = limitOf(entry, context, memberOf);
  const isWider = limit !== undefined && !isNoWider(release, limit, memberOf);
  if (request.sanitise === undefined) {
    if (isWider) throw new CommonwatchError('release.wider-than-evidence', request.audience);
    return { drafts: [draftOf(entry, release), ...followingJudgements(entry, release, context)], release };
  }
  // Coarser fixes are still fixes of a receiver that these readers may not know of.
  if (isWider && request.sanitise.withoutEvidence !== true)
    throw new CommonwatchError('release.wider-than-evidence', request.audience, {
      path: '/sanitise/withoutEvidence',
    });
  const draft = sanitised(entry, release, request.sanitise) as EntryDraft;
  return { drafts: [draft], release: draft.release };
}

/** A name that no party or group has would look like a release and reach nobody. @throws `party.unknown` */
function assertKnown({ audience }: Release, { parties, groups }: Directory): void {
  if (audience.kind !== 'named') return;
  for (const id of audience.parties)
    if (!parties.some((party) => party.id === id))
      throw new CommonwatchError('party.unknown', id, { path: '/audience/parties' });
  for (const id of audience.groups)
    if (!groups.some((group) => group.id === id))
      throw new CommonwatchError('group.unknown', id, { path: '/audience/groups' });
}

export function draftOf(entry: Entry, release: Release = entry.release): EntryDraft {
  const { created: _created, modified: _modified, ...draft } = entry;
  return { ...draft, release };
}

function followingJudgements(entry: Entry, release: Release, context: ViewerContext): EntryDraft[] {
  return ownVerdicts(entry, context)
    .map((judgement) =>
      draftOf(judgement as unknown as Entry, {
        ...release,
        redactions: [],
        derivedFrom: undefined as unknown as string,
      }),
    )
    .map(withoutUndefined);
}

function withoutUndefined(draft: EntryDraft): EntryDraft {
  const release = Object.fromEntries(
    Object.entries(draft.release).filter(([, value]) => value !== undefined),
  ) as Release;
  return { ...draft, release };
}

function ownVerdicts(entry: Entry, context: ViewerContext): Entry<JudgementBody>[] {
  const neighbours = context.neighbours(entry.id).for(context.viewer.party);
  return judgementsOf(entry, neighbours).filter(
    ({ owner, body }) => owner === entry.owner && body.verdict !== 'dissent',
  );
}

/** Who would see it, exactly what, and what is left out. Problems instead of errors: the dialog shows them live. */
export function previewRelease(
  entry: Entry,
  request: ReleaseRequest,
  context: ViewerContext,
  directory: Directory,
  viewing: Viewing,
): ReleasePreview {
  const nobody = { organisations: [], people: 0, seen: viewWith(entry, [], context, viewing), leftOut: [] };
  let plan: ReleasePlan;
  try {
    plan = planRelease(entry, request, context, directory);
  } catch (error) {
    if (!(error instanceof CommonwatchError)) throw error;
    return { ...nobody, problems: [problemOf(error)] };
  }
  const readers = directory.parties.filter(
    (party) =>
      party.id !== entry.owner &&
      visible(viewerAt(party, directory.groups, context.at), plan.release, context),
  );
  const proposed = entryOf(entry, plan.drafts[0]);
  const judgements = plan.drafts.slice(1).map((draft) => draft as unknown as Entry<JudgementBody>);
  const type = viewing.types.get(entry.type);
  const seenBy = (party: Party) => asSeenBy(party, proposed, type, plan.release, context, directory);
  const first = readers[0];
  const seen = first === undefined ? proposed : (seenBy(first) ?? proposed);
  return {
    organisations: readers.map(({ id, name }) => ({ party: id, name, people: directory.peopleOf(id) })),
    people: readers.reduce((sum, { id }) => sum + directory.peopleOf(id), 0),
    seen: {
      ...viewWith(seen, judgementsOf(seen, judgements as unknown as Entry[]), context, viewing),
      mine: false,
    },
    leftOut: leftOut(
      entry,
      proposed,
      readers.map((party) => [party, seenBy(party) ?? proposed]),
      context,
      viewing,
    ),
    problems: [],
  };
}

function problemOf(error: CommonwatchError): ApiError {
  const { code, path } = error;
  return { code, message: error.message, ...(path === undefined ? {} : { path }) };
}

/** A draft as the entry that it would become; a derivative has no id yet, and shows its source's type with zeros. */
function entryOf(entry: Entry, draft: EntryDraft): Entry {
  const id = draft.id ?? (`${draft.type}--00000000-0000-0000-0000-000000000000` as EntryId);
  return { ...draft, id, created: entry.created, modified: entry.modified } as Entry;
}

/** The pure rule, applied to the entry as it would be. */
function asSeenBy(
  party: Party,
  proposed: Entry,
  { forReaders }: Pick<EntryType, 'forReaders'>,
  release: Release,
  context: ViewerContext,
  { groups }: Directory,
): Entry | undefined {
  const lookup = (id: EntryId) => {
    if (id === proposed.id) return { entry: { ...proposed, release }, type: {} };
    try {
      return { entry: context.entry(id).for(context.viewer.party), type: {} };
    } catch {
      return undefined;
    }
  };
  const viewer = viewerAt(party, groups, context.at);
  return pass([{ entry: { ...proposed, release }, type: { forReaders } }], viewer, lookup, context).for(
    party.id,
  )[0];
}

function leftOut(
  entry: Entry,
  proposed: Entry,
  seen: readonly (readonly [Party, Entry])[],
  context: ViewerContext,
  viewing: Viewing,
): string[] {
  const say = (key: string, params = {}) => viewing.speaker.say(context.language, { key, params });
  const sentences = proposed.release.redactions
    .filter((redaction) => !entry.release.redactions.includes(redaction))
    .map((redaction) => say('hub.left-out.redaction', { what: redactionName(redaction) }));
  if (viewing.types.get(entry.type).forReaders !== undefined) sentences.push(say('hub.left-out.notes'));
  for (const [party, copy] of seen) {
    const lost = proposed.evidence.filter((piece) => !holds(copy.evidence, piece)).length;
    if (lost > 0) sentences.push(say('hub.left-out.evidence', { party: party.name, count: lost }));
    const members = (body: Entry['body']) => (body as { members?: readonly unknown[] }).members?.length ?? 0;
    const lostMembers = members(proposed.body) - members(copy.body);
    if (lostMembers > 0)
      sentences.push(say('hub.left-out.members', { party: party.name, count: lostMembers }));
  }
  return sentences;
}

function redactionName(redaction: string) {
  const [what, grid] = redaction.split(':');
  return { key: `hub.redaction.${what}`, params: { grid: grid ?? '' } };
}

function holds(pieces: readonly Evidence[], piece: Evidence): boolean {
  const { release: _release, ...bare } = piece;
  const text = JSON.stringify(bare);
  return pieces.some(({ release: _other, ...other }) => JSON.stringify(other) === text);
}

export { titleOf };
