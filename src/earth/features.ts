/**
 * Whose coast: features (coasts of countries and economies, islets, and coasts in dispute) and what each may be
 * said to carry. The rules are those of docs/geography.md: nothing that states dispute is decided here.
 */

/** A name in the two languages of the hub. */
export interface Name {
  readonly en: string;
  readonly ja: string;
}

/**
 * `coast` is the coast of a country or economy without known dispute. `disputed` says that sovereignty, or the
 * status under Article 121 of UNCLOS, is in dispute; the other words are those of the Convention.
 */
export type FeatureStatus = 'coast' | 'island' | 'rock' | 'low-tide-elevation' | 'artificial' | 'disputed';

/** A stretch of coast or an islet. */
export interface Feature {
  readonly id: string;
  readonly name: Name;
  readonly featureStatus: FeatureStatus;
  /** Codes of `Party`: who administers or occupies it; empty when nobody does, or when that is itself disputed. */
  readonly administeredBy: readonly string[];
  /** Codes of `Party`: who else claims it. */
  readonly claimedBy: readonly string[];
  /** How far, in nautical miles, the recorded coast may lie from the real one. */
  readonly uncertaintyNm: number;
  readonly sources: readonly string[];
  readonly note?: string;
}

/** A country or economy; `of` names who answers abroad for a dependent territory. */
export interface Party {
  readonly id: string;
  readonly name: Name;
  readonly of?: string;
}

/** A row of data/earth/features.json: a feature with its own points, or boxes of the coast that belong to it. */
export interface FeatureRow extends Feature {
  readonly points: readonly (readonly number[])[];
}

/** The bands measured from a coast, in nautical miles (UNCLOS articles 3, 33 and 57). */
export const bandLimitsNm = [12, 24, 200] as const;
export type BandLimitNm = (typeof bandLimitsNm)[number];

/**
 * How far out a feature is reported at all: a low-tide elevation or an artificial island has at most a safety
 * interest within 12 nm, a rock no exclusive economic zone (Article 121(3)), everything else all three bands.
 */
export function reachNm(feature: Feature): BandLimitNm {
  if (feature.featureStatus === 'low-tide-elevation' || feature.featureStatus === 'artificial') return 12;
  return feature.featureStatus === 'rock' ? 24 : 200;
}

/**
 * Whether a band of the feature may be called by its legal name. Never for a feature whose sovereignty is claimed
 * by several, for one that generates no sea of its own, or for the economic zone of one whose status is disputed.
 */
export function isEntitled(feature: Feature, limitNm: BandLimitNm): boolean {
  if (feature.claimedBy.length > 0 || feature.administeredBy.length === 0) return false;
  if (feature.featureStatus === 'low-tide-elevation' || feature.featureStatus === 'artificial') return false;
  if (feature.featureStatus === 'disputed') return limitNm <= 24;
  return limitNm <= reachNm(feature);
}

/** The coast of a country or economy, as a feature. */
export function coastFeature(party: Party, uncertaintyNm: number): Feature {
  return {
    id: party.id,
    name: party.name,
    featureStatus: 'coast',
    // Antarctica belongs to nobody here: the claims are in abeyance (Antarctic Treaty, article IV).
    administeredBy: party.id === 'AQ' ? [] : [party.of ?? party.id],
    claimedBy: [],
    uncertaintyNm,
    sources: ['Natural Earth 1:10m'],
  };
}

/** "Uotsuri-shima / Diaoyu Dao (administered by Japan; claimed by China and by Taiwan)", in either language. */
export function featureLabel(
  feature: Feature,
  parties: ReadonlyMap<string, Party>,
  language: keyof Name,
): string {
  const named = (ids: readonly string[]) => ids.map((id) => partyInSentence(id, parties, language));
  const { administeredBy, claimedBy, name } = feature;
  if (claimedBy.length === 0) return name[language];
  if (language === 'ja') {
    const by = administeredBy.length > 0 ? `${named(administeredBy).join('と')}が施政、` : '';
    return `${name.ja}（${by}${named(claimedBy).join('と')}が領有権を主張）`;
  }
  const by = administeredBy.length > 0 ? `administered by ${joined(named(administeredBy))}; ` : '';
  return `${name.en} (${by}claimed by ${joined(named(claimedBy))})`;
}

/** Countries and economies that English names with an article. */
const withArticle = new Set('AE BS CD CF CG DO GB GM KM KY MH MV NL PH SB SC US'.split(' '));

/** The name of a country or economy as it stands in a sentence: "Japan", "the Philippines". */
export function partyInSentence(
  id: string,
  parties: ReadonlyMap<string, Party>,
  language: keyof Name,
): string {
  const name = parties.get(id)?.name[language] ?? id;
  return language === 'en' && withArticle.has(id) ? `the ${name}` : name;
}

/** "China", "China and by Taiwan", "China, by Taiwan and by the Philippines". */
export function joined(names: readonly string[], preposition = 'by'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(`, ${preposition} `)} and ${preposition} ${names[names.length - 1]}`;
}
