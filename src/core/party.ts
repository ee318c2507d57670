import { Type } from 'typebox';
import type { Static } from 'typebox';
import { isInstant, utcMs } from './time.ts';
import type { Instant } from './time.ts';

/** An organisation, short and lower case: `meridia-coast-watch`. The public has none: see `publicViewer`. */
export type PartyId = string;
export type GroupId = string;

/**
 * What a party is. "NATO, the organisation" and "NATO's member states" are different groups, because their
 * members have different levels.
 */
export const partyLevels = [
  'organisation',
  'member-state',
  'minilateral',
  'domestic',
  'parliamentary',
  'other',
] as const;
export const PartyLevelSchema = Type.Union(partyLevels.map((level) => Type.Literal(level)));
export type PartyLevel = (typeof partyLevels)[number];

export const idPattern = '^[a-z0-9][a-z0-9-]{0,62}$';
export const PartyIdSchema = Type.String({ pattern: idPattern });
export const GroupIdSchema = Type.String({ pattern: idPattern });

export const CountryCodeSchema = Type.String({ pattern: '^[A-Z]{2}$' });

export const PartySchema = Type.Object(
  {
    id: PartyIdSchema,
    name: Type.Object({ en: Type.String({ maxLength: 200 }), ja: Type.String({ maxLength: 200 }) }),
    level: PartyLevelSchema,
    /** ISO 3166-1 alpha-2 code of the country or economy that it belongs to, if any: figures by country are picked by it. */
    country: Type.Optional(CountryCodeSchema),
    /** Highest classification this party is cleared for, by policy; a policy that is missing means UNCLASSIFIED. */
    clearances: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 40 })),
    /** Restrictive caveats this party satisfies. */
    caveats: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 64 }),
  },
  { additionalProperties: false },
);
export type Party = Omit<Static<typeof PartySchema>, 'level'> & { level: PartyLevel };

/** A group's members from an instant on. Versions are only ever added: who could see what on a past day stays known. */
export const GroupVersionSchema = Type.Object(
  { from: Type.String(), members: Type.Array(PartyIdSchema, { maxItems: 1000 }) },
  { additionalProperties: false },
);

export const GroupSchema = Type.Object(
  {
    id: GroupIdSchema,
    name: Type.Object({ en: Type.String({ maxLength: 200 }), ja: Type.String({ maxLength: 200 }) }),
    /** Where set, only parties of this level count as members, whoever is listed. */
    level: Type.Optional(PartyLevelSchema),
    versions: Type.Array(GroupVersionSchema, { maxItems: 10_000 }),
  },
  { additionalProperties: false },
);
export type Group = Omit<Static<typeof GroupSchema>, 'level'> & { level?: PartyLevel };

/**
 * The members of a group at an instant: those of the newest version not later than `at`; none before the first. Of
 * versions from the same instant the last one listed holds.
 */
export function membersAt(group: Group, at: Instant): readonly PartyId[] {
  const atUtcMs = utcMs(at);
  let members: readonly PartyId[] = [];
  let newestUtcMs = Number.NEGATIVE_INFINITY;
  for (const version of group.versions) {
    const fromUtcMs = isInstant(version.from) ? utcMs(version.from) : Number.POSITIVE_INFINITY;
    if (fromUtcMs <= atUtcMs && fromUtcMs >= newestUtcMs) {
      newestUtcMs = fromUtcMs;
      members = version.members;
    }
  }
  return members;
}

/** Whether a party belongs to a group at an instant: it is listed, and of the level that the group asks for. */
export function isMemberAt(group: Group, party: Pick<Party, 'id' | 'level'>, at: Instant): boolean {
  return (
    (group.level === undefined || group.level === party.level) && membersAt(group, at).includes(party.id)
  );
}
