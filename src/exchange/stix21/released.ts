/**
 * From markings to a release and back (STIX 2.1, section 7.2; TLP 2.0 by its OASIS extension). Whatever a marking does
 * not say stays with the owner; of several markings the narrowest holds; granular markings count for the whole object,
 * because an entry is given whole or not at all.
 */
import { mayBePublic, ownerOnly, tlps } from '../../core/index.ts';
import type { Audience, Json, PartyId, Release, Tlp } from '../../core/index.ts';
import { releaseExtension } from '../extensions.ts';
import { handlingOf, markingsOf } from '../markings.ts';
import { isRecord, parseStixRelease, writeRelease } from '../release.ts';
import { typeOfId } from './forms.ts';
import type { Properties } from './object.ts';

/** TLP by the id of its marking: 2.0, and 1.0 as STIX has it built in. */
const tlpByMarking: Readonly<Record<string, Tlp>> = {
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487': 'CLEAR',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'GREEN',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'AMBER',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003': 'AMBER+STRICT',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1': 'RED',
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'CLEAR',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'GREEN',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'AMBER',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'RED',
};
const tlp2AmberStrict = 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003';
const builtInRed = 'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed';

/** To whom what is marked is addressed, beside its owner, where a marking allows it to be passed on at all. */
export interface Addressees {
  /** The party that receives it: every marking allows its recipient. */
  readonly recipient: PartyId;
  /** Beside the recipient, for GREEN and AMBER, where an agreement with the sender says so. */
  readonly green?: Pick<Extract<Audience, { kind: 'named' }>, 'parties' | 'groups'>;
  readonly amber?: Pick<Extract<Audience, { kind: 'named' }>, 'parties' | 'groups'>;
}

export interface ReadRelease {
  readonly release: Release;
  /** Our own extension said it. */
  readonly stated: boolean;
}

/** The release of an object that somebody gives us. It never throws: what cannot be read is for its owner alone. */
export function releaseOf(object: Properties, owner: PartyId, addressees: Addressees): ReadRelease {
  const stated = statedRelease(object, owner);
  if (stated !== undefined) return { release: narrowed(stated, object), stated: true };
  const tlp = tlpOf(markingsIn(object));
  if (tlp === undefined || tlp === 'unknown') return { release: ownerOnly(owner), stated: false };
  return {
    release: { ...ownerOnly(owner), tlp, audience: audienceOf(tlp, owner, addressees) },
    stated: false,
  };
}

/** The narrowest TLP of all markings; undefined where there is none, or one that this hub does not know. */
export function markedTlp(object: Properties): Tlp | undefined {
  const tlp = tlpOf(markingsIn(object));
  return tlp === 'unknown' ? undefined : tlp;
}

/** The markings of an object: of the whole, and of its parts. */
function markingsIn(object: Properties): {
  readonly whole: readonly string[];
  readonly parts: readonly string[];
} {
  const whole = Array.isArray(object.object_marking_refs) ? object.object_marking_refs.map(String) : [];
  const granular = Array.isArray(object.granular_markings) ? object.granular_markings : [];
  const parts = granular.flatMap((each) =>
    isRecord(each) && each.marking_ref !== undefined ? [String(each.marking_ref)] : [],
  );
  return { whole, parts };
}

/** Whether every reader of STIX knows this marking: TLP 1 and 2.0. */
export function isTlpMarking(id: string): boolean {
  return Object.hasOwn(tlpByMarking, id);
}

/** Every marking of an object, of the whole and of its parts. */
export function markingRefsOf(object: Properties): string[] {
  const { whole, parts } = markingsIn(object);
  return [...whole, ...parts].filter((ref) => typeOfId(ref) !== undefined);
}

/** The object under TLP:RED, which STIX has built in, beside its other markings. */
export function markedRed(object: Properties): Properties {
  const { object_marking_refs: refs } = object;
  return { ...object, object_marking_refs: [...new Set([...(Array.isArray(refs) ? refs : []), builtInRed])] };
}

/** The object with TLP:RED for each marking that is not kept; the very object where all are. */
export function remarked(object: Properties, isKept: (ref: string) => boolean): Properties {
  if (markingRefsOf(object).every(isKept)) return object;
  const kept = (ref: Json | undefined) => (isKept(String(ref)) ? (ref as Json) : builtInRed);
  const { object_marking_refs, granular_markings } = object;
  return {
    ...object,
    ...(Array.isArray(object_marking_refs)
      ? { object_marking_refs: [...new Set(object_marking_refs.map(kept))] }
      : {}),
    ...(Array.isArray(granular_markings)
      ? {
          granular_markings: granular_markings.map((each) =>
            isRecord(each) && each.marking_ref !== undefined
              ? { ...each, marking_ref: kept(each.marking_ref) }
              : each,
          ),
        }
      : {}),
  };
}

/**
 * The narrowest of them; `unknown` where one is not known, because it may ask for anything. A statement alone says
 * nothing of who may read, so it does not widen.
 */
function tlpOf({ whole, parts }: ReturnType<typeof markingsIn>): Tlp | 'unknown' | undefined {
  // For old readers AMBER+STRICT has RED beside it, which STIX has built in and which is no wider.
  const isFallback = (ref: string) => ref === builtInRed && whole.includes(tlp2AmberStrict);
  let narrowest: Tlp | undefined;
  for (const ref of [...whole.filter((each) => !isFallback(each)), ...parts]) {
    const tlp = tlpByMarking[ref];
    if (tlp === undefined) return 'unknown';
    if (narrowest === undefined || tlps.indexOf(tlp) > tlps.indexOf(narrowest)) narrowest = tlp;
  }
  return narrowest;
}

function statedRelease(object: Properties, owner: PartyId): Release | undefined {
  const extension = isRecord(object.extensions) ? object.extensions[releaseExtension] : undefined;
  if (!isRecord(extension) || extension.release === undefined) return undefined;
  try {
    const release = parseStixRelease(extension.release);
    // Nobody releases in another's name: what names another owner is for the giver alone.
    return release.owner === owner ? release : ownerOnly(owner);
  } catch {
    return ownerOnly(owner);
  }
}

/** Markings beside the extension, other than those that we write with it, may narrow it and never widen. */
function narrowed(release: Release, object: Properties): Release {
  const { whole, parts } = markingsIn(object);
  const written = new Set(
    [true, false].flatMap((exercise) => markingsOf(release, exercise).map(({ id }) => id)),
  );
  const tlp = tlpOf({ whole: whole.filter((ref) => !written.has(ref)), parts });
  if (tlp === undefined) return release;
  if (tlp === 'unknown') return { ...release, audience: { kind: 'owner' } };
  if (tlps.indexOf(tlp) <= tlps.indexOf(release.tlp)) return release;
  const next: Release = { ...release, tlp };
  if (next.audience.kind === 'public' && !mayBePublic(next)) return { ...next, audience: { kind: 'owner' } };
  if (tlp === 'RED' && next.audience.kind === 'named')
    return { ...next, audience: { ...next.audience, groups: [] } };
  return next;
}

function audienceOf(tlp: Tlp, owner: PartyId, { recipient, green, amber }: Addressees): Audience {
  if (tlp === 'CLEAR') return { kind: 'public' };
  const agreed = tlp === 'GREEN' ? green : tlp === 'AMBER' ? amber : undefined;
  const parties = [...new Set([recipient, ...(agreed?.parties ?? [])])]
    .filter((party) => party !== owner)
    .sort();
  const groups = [...(agreed?.groups ?? [])].sort();
  return parties.length + groups.length === 0 ? { kind: 'owner' } : { kind: 'named', parties, groups };
}

/** What markings say of a release, in a word: two that are equal are told by the same markings. */
export function markedAs(release: Release): string {
  return `${release.tlp} ${release.audience.kind === 'public' ? 'public' : 'held'} ${handlingOf(release) ?? ''}`
    .trim()
    .slice(0, 200);
}

/** An object under markings of ours and with our extension, which says the whole release. */
export function withRelease(object: Properties, release: Release, exercise: boolean): Properties {
  const others = (Array.isArray(object.object_marking_refs) ? object.object_marking_refs : []).filter(
    (ref) => tlpByMarking[String(ref)] === undefined,
  );
  const own = markingsOf(release, exercise).map(({ id }) => id);
  const { extensions, object_marking_refs: _, ...rest } = object;
  return {
    ...rest,
    object_marking_refs: [...new Set<Json>([...own, ...others])],
    extensions: {
      ...(isRecord(extensions) ? extensions : {}),
      [releaseExtension]: { extension_type: 'property-extension', release: writeRelease(release) },
    },
  };
}

/** An object without our extension: the release is kept by the entry. */
export function withoutReleaseExtension(object: Properties): Properties {
  if (!isRecord(object.extensions) || object.extensions[releaseExtension] === undefined) return object;
  const { [releaseExtension]: _, ...others } = object.extensions;
  const { extensions: __, ...rest } = object;
  return Object.keys(others).length === 0 ? rest : { ...rest, extensions: others };
}
