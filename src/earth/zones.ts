/**
 * Zones by distance: within 12, 24 and 200 nautical miles of which coast, how sure, and how far a vessel must move
 * before the answer could change. Baselines are the recorded coast itself; no overlap is divided (docs/geography.md).
 */
import type { Area } from './areas.ts';
import type { BandLimitNm, Feature } from './features.ts';
import { bandLimitsNm, isEntitled, reachNm } from './features.ts';

/** The legal name of a band, or, where no undisputed entitlement is known, the bare distance. */
export type Band =
  | 'territorial-sea'
  | 'contiguous-zone'
  | 'economic-zone'
  | 'within-12-nm'
  | 'within-24-nm'
  | 'within-200-nm';

/** That a place lies in a band of one coast. */
export interface Presence {
  readonly band: Band;
  /** Breadth of the band: 12, 24 or 200, and 3 in the straits where the territorial sea is held at 3. */
  readonly limitNm: number;
  /** The nearest feature of those who share the claim; see `featureLabel`. */
  readonly feature: Feature;
  readonly distanceNm: number;
  /** How far the recorded coast may be off. */
  readonly uncertaintyNm: number;
  /** Whether a limit lies within the uncertainty, so that the neighbouring band cannot be excluded. */
  readonly nearBoundary: boolean;
}

/** The answer for one place. */
export interface Zone {
  readonly onLand: boolean;
  /** Innermost first; at most one for each set of administering and claiming parties. Empty on the high seas. */
  readonly presences: readonly Presence[];
  /** Whether coasts of different parties reach here with bands of the same breadth. */
  readonly overlap: boolean;
  /**
   * Distance, nautical miles, that must be covered before bands, parties or `nearBoundary` could change: nothing
   * needs to be asked again until then. (`distanceNm`, and which feature of a coast is the nearest, may change.)
   */
  readonly marginNm: number;
}

/** A strait in which a party holds its territorial sea at 3 nm. */
export interface Strait {
  readonly id: string;
  readonly parties: readonly string[];
  readonly territorialSeaNm: number;
  readonly area: Area;
}

/** Features that answer alike: same parties, same status for the law, same uncertainty. */
export interface Group {
  /** Equal for groups that differ in uncertainty only. */
  readonly claim: string;
  readonly feature: Feature;
  readonly uncertaintyNm: number;
  readonly reachNm: BandLimitNm;
}

/** Farther than the outermost band by this much is searched, so that the margin far out is not too short. */
export const searchNm = bandLimitsNm[2] + 60;

/** The groups of a list of features, and the group of each. */
export function groupFeatures(features: readonly Feature[]): { groups: Group[]; groupOf: Uint16Array } {
  const groups: Group[] = [];
  const indexOf = new Map<string, number>();
  const groupOf = Uint16Array.from(features, (feature) => {
    const { administeredBy, claimedBy, uncertaintyNm } = feature;
    const reach = reachNm(feature);
    const names = bandLimitsNm.map((limit) => isEntitled(feature, limit)).join();
    const claim = `${administeredBy.join()}|${claimedBy.join()}|${names}|${claimedBy.length === 0 ? '' : reach}`;
    const key = `${claim}|${reach}|${uncertaintyNm}`;
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    indexOf.set(key, groups.length);
    groups.push({ claim, feature, uncertaintyNm, reachNm: reach });
    return groups.length - 1;
  });
  return { groups, groupOf };
}

/** Breadth of the territorial sea of a feature at a place: 12 nm but for the straits. */
export function territorialSeaNm(feature: Feature, straitsHere: readonly Strait[]): number {
  const party = feature.administeredBy[0];
  const strait = straitsHere.find(({ parties }) => parties.includes(party));
  return strait !== undefined && isEntitled(feature, 12) ? strait.territorialSeaNm : bandLimitsNm[0];
}

/** The band that a distance falls in, or undefined beyond the reach of the feature. */
export function presenceAt(
  group: Group,
  feature: Feature,
  distanceNm: number,
  seaNm: number,
): Presence | undefined {
  const limits = limitsOf(group, seaNm);
  const at = limits.findIndex((limit) => distanceNm <= limit);
  if (at < 0) return undefined;
  const { uncertaintyNm } = group;
  const nearBoundary = limits.some((limit) => Math.abs(distanceNm - limit) <= uncertaintyNm);
  return {
    band: bandName(feature, at),
    limitNm: limits[at],
    feature,
    distanceNm,
    uncertaintyNm,
    nearBoundary,
  };
}

/** How far from a change of `presenceAt` a distance is: the answer is constant for any shorter way. */
export function marginOf(group: Group, distanceNm: number, seaNm: number): number {
  let margin = Number.POSITIVE_INFINITY;
  for (const limit of limitsOf(group, seaNm)) {
    for (const edge of [limit - group.uncertaintyNm, limit, limit + group.uncertaintyNm]) {
      margin = Math.min(margin, Math.abs(distanceNm - edge));
    }
  }
  return margin;
}

function limitsOf(group: Group, seaNm: number): number[] {
  return [seaNm, ...bandLimitsNm.slice(1)].filter((limit) => limit <= group.reachNm);
}

function bandName(feature: Feature, at: number): Band {
  const limit = bandLimitsNm[at];
  if (!isEntitled(feature, limit)) return `within-${limit}-nm`;
  return (['territorial-sea', 'contiguous-zone', 'economic-zone'] as const)[at];
}

/** Of two presences of the same claim the one farther in; at the same limit the surer one. */
export function innermost(a: Presence | undefined, b: Presence): Presence {
  if (a === undefined) return b;
  if (a.limitNm !== b.limitNm) return a.limitNm < b.limitNm ? a : b;
  return a.distanceNm + a.uncertaintyNm <= b.distanceNm + b.uncertaintyNm ? a : b;
}

/** Whether two presences of different parties are of the same breadth. */
export function overlaps(presences: readonly Presence[]): boolean {
  const breadth = (p: Presence) => bandLimitsNm.find((limit) => p.limitNm <= limit);
  return presences.some((a, i) => presences.some((b, j) => j > i && breadth(a) === breadth(b)));
}
