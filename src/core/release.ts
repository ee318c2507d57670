import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { CommonwatchError } from './errors.ts';
import { GroupIdSchema, PartyIdSchema } from './party.ts';
import type { GroupId, PartyId } from './party.ts';
import { isNotAfter, utcMs } from './time.ts';
import type { Instant } from './time.ts';

/** TLP 2.0 (FIRST), widest first. */
export const tlps = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export type Tlp = (typeof tlps)[number];

/** Classifications, lowest first (the words of ADatP-4774; a hub for open data needs the first one). */
export const classifications = [
  'UNCLASSIFIED',
  'RESTRICTED',
  'CONFIDENTIAL',
  'SECRET',
  'TOP SECRET',
] as const;
export type Classification = (typeof classifications)[number];

export const AudienceSchema = Type.Union([
  Type.Object({ kind: Type.Literal('owner') }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('named'),
      parties: Type.Array(PartyIdSchema, { maxItems: 1000 }),
      groups: Type.Array(GroupIdSchema, { maxItems: 1000 }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('public') }, { additionalProperties: false }),
]);
export type Audience =
  | { kind: 'owner' }
  | { kind: 'named'; parties: readonly PartyId[]; groups: readonly GroupId[] }
  | { kind: 'public' };

export const ReleaseSchema = Type.Object(
  {
    /** Who owns what is released and alone issues its versions. */
    owner: PartyIdSchema,
    /** The security policy under which the classification is to be read, such as `OPEN` or `NATO`. */
    policy: Type.String({ minLength: 1, maxLength: 40 }),
    classification: Type.Union(classifications.map((level) => Type.Literal(level))),
    tlp: Type.Union(tlps.map((tlp) => Type.Literal(tlp))),
    audience: AudienceSchema,
    /** Restrictive categories: a reader must satisfy every one. */
    caveats: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 64 }),
    /** Originator control: a holder that is not the owner shows its copy to nobody but itself and the owner. */
    orcon: Type.Boolean(),
    reviewAt: Type.Optional(Type.String()),
    /** From this instant on only the owner sees it. */
    expiresAt: Type.Optional(Type.String()),
    /** The entry of which this is a sanitised version. */
    derivedFrom: Type.Optional(Type.String()),
    /** What was left out or made coarser on purpose, such as `place`, `receivers`. */
    redactions: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 64 }),
    labelVersion: Type.Literal(1),
  },
  { additionalProperties: false },
);
export type Release = Omit<Static<typeof ReleaseSchema>, 'audience' | 'classification' | 'tlp'> & {
  audience: Audience;
  classification: Classification;
  tlp: Tlp;
};

const releaseCheck = Compile(ReleaseSchema);

/** The narrowest release: the owner alone. */
export function ownerOnly(owner: PartyId): Release {
  return {
    owner,
    policy: 'OPEN',
    classification: 'UNCLASSIFIED',
    tlp: 'RED',
    audience: { kind: 'owner' },
    caveats: [],
    orcon: false,
    redactions: [],
    labelVersion: 1,
  };
}

/**
 * Reads a release from outside. @throws `release.invalid`, `release.public-needs-clear`, `release.red-needs-parties`.
 * Whoever cannot refuse the entry itself (a feed, a partner's bundle) catches and holds it as `ownerOnly`.
 */
export function parseRelease(value: unknown): Release {
  if (!releaseCheck.Check(value)) {
    const [first] = releaseCheck.Errors(value);
    throw new CommonwatchError('release.invalid', first?.instancePath ?? value, {
      path: first?.instancePath,
    });
  }
  const release = value as Release;
  for (const instant of [release.expiresAt, release.reviewAt]) if (instant !== undefined) utcMs(instant);
  const { audience, tlp } = release;
  if (audience.kind === 'public' && !mayBePublic(release))
    throw new CommonwatchError('release.public-needs-clear', tlp);
  if (audience.kind === 'named' && tlp === 'RED' && audience.groups.length > 0)
    throw new CommonwatchError('release.red-needs-parties', audience.groups);
  return release;
}

export function mayBePublic(release: Release): boolean {
  return release.tlp === 'CLEAR' && release.classification === 'UNCLASSIFIED' && release.caveats.length === 0;
}

/** How high a classification is; an unknown word is higher than all (deny by default). */
export function rankOf(classification: string): number {
  const rank = (classifications as readonly string[]).indexOf(classification);
  return rank < 0 ? classifications.length : rank;
}

/**
 * What decides who sees an entry, as a key to intern by. Expiry and review stay out: they differ by entry and are
 * tested by entry. Order and doubles of parties, groups and caveats do not matter.
 */
export function audienceKey(release: Release): string {
  const { audience } = release;
  const named = audience?.kind === 'named' ? [sorted(audience.parties), sorted(audience.groups)] : [];
  return JSON.stringify([
    release.owner,
    release.policy,
    release.classification,
    release.tlp,
    release.orcon,
    sorted(release.caveats),
    audience?.kind ?? 'owner',
    ...named,
  ]);
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** Whether a party is, at the instant in question, a member of a group. */
export type MemberOf = (party: PartyId, group: GroupId) => boolean;

/**
 * The release of what rests on several parts: the highest classification, the strictest marking, the union of the
 * restrictive caveats, the intersection of the permissive audiences, the earliest expiry. A part without a release
 * (or none at all) leaves it with the owner alone.
 */
export function combineReleases(
  owner: PartyId,
  parts: readonly (Release | undefined)[],
  memberOf: MemberOf,
): Release {
  const [first, ...rest] = parts;
  if (first === undefined || rest.includes(undefined)) return ownerOnly(owner);
  if (policiesDiffer(parts as readonly Release[])) return ownerOnly(owner);
  let combined: Release = { ...first, owner, redactions: [], derivedFrom: undefined };
  // Another owner's audience never speaks of that owner (it always sees); our own copy must name it.
  let audience = spoken(first, owner);
  for (const part of rest as Release[]) {
    audience = intersect(audience, spoken(part, owner), memberOf);
    combined = {
      ...combined,
      policy: rankOf(part.classification) > rankOf(combined.classification) ? part.policy : combined.policy,
      classification:
        rankOf(part.classification) > rankOf(combined.classification)
          ? part.classification
          : combined.classification,
      tlp: tlps[Math.max(tlps.indexOf(combined.tlp), tlps.indexOf(part.tlp))],
      caveats: sorted([...combined.caveats, ...part.caveats]),
      orcon: combined.orcon || part.orcon,
      expiresAt: earliest(combined.expiresAt, part.expiresAt),
      reviewAt: earliest(combined.reviewAt, part.reviewAt),
    };
  }
  combined = { ...combined, audience };
  if (audience.kind === 'public' && !mayBePublic(combined)) return ownerOnly(owner);
  if (audience.kind === 'named' && combined.tlp === 'RED' && audience.groups.length > 0)
    combined = { ...combined, audience: { ...audience, groups: [] } };
  return prune(combined);
}

/** A release names one policy: whoever is cleared under it need not be cleared under another. */
function policiesDiffer(parts: readonly Release[]): boolean {
  const policies = parts
    .filter(({ classification }) => rankOf(classification) > 0)
    .map(({ policy }) => policy);
  return new Set(policies).size > 1;
}

/** Drops optional members that are undefined, so that equal releases are equal as JSON. */
function prune(release: Release): Release {
  return Object.fromEntries(Object.entries(release).filter(([, value]) => value !== undefined)) as Release;
}

/** A part's audience as the combining owner would have to say it: with the part's own owner named. */
function spoken(part: Release, owner: PartyId): Audience {
  const audience = reached(part);
  if (part.owner === owner) return audience;
  if (part.orcon || audience.kind === 'owner') return { kind: 'named', parties: [part.owner], groups: [] };
  if (audience.kind === 'public') return audience;
  return { ...audience, parties: sorted([...audience.parties, part.owner]) };
}

/** Whom the gate lets an audience reach, whatever the release says: the rules of `parseRelease` hold here too. */
function reached({ audience, ...release }: Release): Audience {
  if (audience.kind === 'public') return mayBePublic({ audience, ...release }) ? audience : { kind: 'owner' };
  return audience.kind === 'named' && release.tlp === 'RED' ? { ...audience, groups: [] } : audience;
}

function intersect(a: Audience, b: Audience, memberOf: MemberOf): Audience {
  if (a.kind === 'owner' || b.kind === 'owner') return { kind: 'owner' };
  if (a.kind === 'public') return b;
  if (b.kind === 'public') return a;
  const isIn = (party: PartyId, by: { parties: readonly PartyId[]; groups: readonly GroupId[] }) =>
    by.parties.includes(party) || by.groups.some((group) => memberOf(party, group));
  const parties = sorted([
    ...a.parties.filter((party) => isIn(party, b)),
    ...b.parties.filter((party) => isIn(party, a)),
  ]);
  const groups = sorted(a.groups.filter((group) => b.groups.includes(group)));
  return parties.length + groups.length === 0 ? { kind: 'owner' } : { kind: 'named', parties, groups };
}

function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isNotAfter(a, b) ? a : b;
}

/**
 * Whether nobody sees `release` who could not see `limit` (other than through the same owner): each marking at least
 * as strict, each reader within the limit's audience. Judged by membership at the instant that `memberOf` stands for.
 */
export function isNoWider(release: Release, limit: Release, memberOf: MemberOf): boolean {
  if (release.audience.kind === 'owner') return true;
  if (rankOf(release.classification) < rankOf(limit.classification)) return false;
  if (rankOf(limit.classification) > 0 && release.policy !== limit.policy) return false;
  if (tlps.indexOf(release.tlp) < tlps.indexOf(limit.tlp)) return false;
  if (limit.orcon && !release.orcon) return false;
  if (!limit.caveats.every((caveat) => release.caveats.includes(caveat))) return false;
  if (
    limit.expiresAt !== undefined &&
    (release.expiresAt === undefined || !isNotAfter(release.expiresAt, limit.expiresAt))
  )
    return false;
  const within = spoken(limit, release.owner);
  if (within.kind === 'public') return true;
  if (release.audience.kind === 'public' || within.kind === 'owner') return false;
  return (
    release.audience.parties.every(
      (party) =>
        party === release.owner ||
        within.parties.includes(party) ||
        within.groups.some((group) => memberOf(party, group)),
    ) && release.audience.groups.every((group) => within.groups.includes(group))
  );
}
