/**
 * The copy of an entry that one partner's hub gets: what the gate shows to that partner, addressed to it by name. Groups
 * stay here, because who belongs to one is decided by its own hub: the copy names the partner and, of those to whom the
 * partner may pass it on, the parties that may see it. Each gets its owner's signature over its own copy.
 */
import { CommonwatchError } from '../core/index.ts';
import type { Entry, EntryId, Evidence, PartyId, Release } from '../core/index.ts';
import type { CopySeal, PublicKey, Store, StoreView } from '../store/index.ts';
import { base64url, copyBytes, sha256Hex } from './format.ts';
import type { SentSeal } from './format.ts';

/** A copy to be sent. */
export interface MadeCopy {
  readonly id: EntryId;
  readonly text: string;
  /** SHA-256 (hex) of the text. */
  readonly copy: string;
  readonly seal: SentSeal;
}

/** An entry as its reader gets it, before anybody has signed for it. */
interface Drafted {
  readonly entry: Entry;
  readonly text: string;
  readonly copy: string;
  readonly version: string;
  /** For each party that it may be passed to, the digest of that party's copy. */
  readonly onward: readonly (readonly [PartyId, string])[];
}

export interface Copying {
  readonly store: Store;
  /** The partner's own window. */
  readonly view: StoreView;
  /** The windows of those to whom it may pass on. */
  readonly onward: readonly StoreView[];
  /** The key that speaks for an owner; `host` is the hub that issued. */
  readonly keyOf: (owner: PartyId, key: string, host: PartyId) => PublicKey | undefined;
}

/** `same`: what the partner holds is what it would get. */
export type Made = MadeCopy | 'same';

/**
 * Copies of entries that the partner sees; what is not visible is left out. What another hub gave is passed on only as
 * its owner signed it for this partner: a copy that would have to be cut here has to come from its owner.
 * @param versions the digest of each entry's newest version issued here, by id
 * @param holds whether the partner holds this very copy
 */
export async function makeCopies(
  ids: readonly EntryId[],
  versions: ReadonlyMap<EntryId, string>,
  copying: Copying,
  holds: (id: EntryId, copy: string) => boolean,
): Promise<ReadonlyMap<EntryId, Made>> {
  const { store, view } = copying;
  const entries = view.entriesById(ids).for(view.viewer.party);
  const made = new Map<EntryId, Made>();
  const issued: Drafted[] = [];
  for (const entry of entries) {
    const seal = store.sealOf(entry.id);
    const draft = seal === undefined ? drafted(entry, versions.get(entry.id) ?? '', copying) : undefined;
    const passed = seal === undefined ? undefined : passedOn(entry, seal, copying);
    const copy = draft?.copy ?? passed?.copy;
    if (copy !== undefined && holds(entry.id, copy)) made.set(entry.id, 'same');
    else if (draft !== undefined) issued.push(draft);
    else if (passed !== undefined) made.set(entry.id, passed);
  }
  for (const copy of await signed(issued, store)) made.set(copy.id, copy);
  return made;
}

/** The entry as JSON for its reader, as it is sent now. */
export function textFor(id: EntryId, copying: Copying): string | undefined {
  const { store, view } = copying;
  const [entry] = view.entriesById([id]).for(view.viewer.party);
  if (entry === undefined) return undefined;
  return store.sealOf(id) === undefined ? drafted(entry, '', copying).text : JSON.stringify(entry);
}

function drafted(entry: Entry, version: string, { view, onward }: Copying): Drafted {
  const further = mayGoOn(entry.release)
    ? onward.flatMap((other): Reading[] => {
        const [seen] = other.entriesById([entry.id]).for(other.viewer.party);
        return seen === undefined ? [] : [{ party: other.viewer.party, seen }];
      })
    : [];
  const text = addressed(entry, [{ party: view.viewer.party, seen: entry }, ...further]);
  return {
    entry,
    text,
    copy: sha256Hex(text),
    version,
    onward: further.map((reading) => [reading.party, sha256Hex(addressed(reading.seen, [reading]))] as const),
  };
}

/** A party, and an entry as the gate shows it to that party. */
interface Reading {
  readonly party: PartyId;
  readonly seen: Entry;
}

/** Under originator control nobody passes it on; what is public everybody may, under the very same signature. */
function mayGoOn({ orcon, audience }: Release): boolean {
  return !orcon && audience.kind === 'named';
}

/** The entry as JSON with every audience said by name: those of `readers` whom it reaches. */
function addressed(entry: Entry, readers: readonly Reading[]): string {
  const evidence = entry.evidence.map((piece) => {
    if (piece.release === undefined) return piece;
    const same = withoutRelease(piece);
    const reached = readers.filter(({ seen }) =>
      seen.evidence.some((other) => withoutRelease(other) === same),
    );
    return { ...piece, release: named(piece.release, reached) };
  });
  return JSON.stringify({ ...entry, release: named(entry.release, readers), evidence });
}

function named(release: Release, readers: readonly Reading[]): Release {
  if (release.audience.kind !== 'named') return release;
  const parties = readers.map(({ party }) => party);
  return { ...release, audience: { kind: 'named', parties, groups: [] } };
}

function withoutRelease({ release: _release, ...piece }: Evidence): string {
  return JSON.stringify(piece);
}

async function signed(drafts: readonly Drafted[], store: Store): Promise<MadeCopy[]> {
  const texts = drafts.flatMap(({ entry, version, copy, onward }) =>
    [copy, ...onward.map(([, digest]) => digest)].map((digest) => copyBytes(entry.owner, version, digest)),
  );
  if (texts.length === 0) return [];
  const { key, signatures } = await store.sign(texts);
  let next = 0;
  return drafts.map(({ entry, text, copy, version, onward }) => {
    const signature = base64url(signatures[next++]);
    const further = Object.fromEntries(onward.map(([party]) => [party, base64url(signatures[next++])]));
    const seal = { version, key, signature, path: [store.party] };
    return {
      id: entry.id,
      text,
      copy,
      seal: onward.length === 0 ? seal : { ...seal, onward: further },
    };
  });
}

/** Undefined where its owner has not signed exactly this for this party, or it came from there. */
function passedOn(entry: Entry, seal: CopySeal, { store, view, keyOf }: Copying): MadeCopy | undefined {
  const { party } = view.viewer;
  if (seal.path.includes(party) || seal.revoked !== undefined) return undefined;
  const text = JSON.stringify(entry);
  const copy = sha256Hex(text);
  const signature = entry.release.audience.kind === 'public' ? seal.signature : (seal.onward?.[party] ?? '');
  const isOwners = keyOf(entry.owner, seal.key, seal.path[0])?.checks(
    copyBytes(entry.owner, seal.version, copy),
    Buffer.from(signature, 'base64url'),
  );
  if (isOwners !== true) return undefined;
  const { version, key } = seal;
  return { id: entry.id, text, copy, seal: { version, key, signature, path: [...seal.path, store.party] } };
}

/** @throws `copy.unsigned`, `copy.unknown-owner` */
export function assertOwnersWord(
  owner: PartyId,
  key: PublicKey | undefined,
  bytes: Uint8Array,
  signature: string,
): void {
  if (key === undefined) throw new CommonwatchError('copy.unknown-owner', owner);
  if (!key.checks(bytes, Buffer.from(signature, 'base64url')))
    throw new CommonwatchError('copy.unsigned', owner);
}
