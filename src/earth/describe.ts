/** Zones in words, English and Japanese, under the rules of docs/geography.md: distances and parties, no verdict. */
import type { Feature, Name, Party } from './features.ts';
import { bandLimitsNm, featureLabel, joined, partyInSentence } from './features.ts';
import type { Presence, Zone } from './zones.ts';

/** What the sentences need to know besides the zone. */
export interface Describing {
  readonly parties: ReadonlyMap<string, Party>;
  /** Pairs of parties, sorted, of whom it is known that they have agreed no boundary. */
  readonly noAgreedBoundary: readonly (readonly string[])[];
}

type Language = keyof Name;

const legalName = {
  'territorial-sea': { en: 'territorial sea of', ja: '領海' },
  'contiguous-zone': { en: 'contiguous zone of', ja: '接続水域' },
  'economic-zone': { en: 'exclusive economic zone of', ja: '排他的経済水域' },
} as const;

/** "territorial sea of Japan (within 12 nm of Danjo Gunto)", or "within 12 nm of X (administered by …)". */
export function describePresence(presence: Presence, { parties }: Describing, language: Language): string {
  const { band, feature, limitNm } = presence;
  const within = (name: string) =>
    language === 'ja' ? `${name}から${limitNm}海里以内` : `within ${limitNm} nm of ${name}`;
  const near = presence.nearBoundary ? (language === 'ja' ? '（境界付近）' : ', near the boundary') : '';
  if (band !== 'territorial-sea' && band !== 'contiguous-zone' && band !== 'economic-zone') {
    return within(featureLabel(feature, parties, language)) + near;
  }
  const party = coastName(feature, parties, language);
  const legal = legalName[band][language];
  const coast = language === 'ja' ? '海岸' : 'the coast';
  const detail = within(feature.featureStatus === 'coast' ? coast : feature.name[language]);
  return (language === 'ja' ? `${party}の${legal}（${detail}）` : `${legal} ${party} (${detail})`) + near;
}

/**
 * One sentence for a place. Where bands of one breadth overlap it names all and divides nothing: "within 200 nm of
 * China and of Japan; no agreed boundary".
 */
export function describeZone(zone: Zone, describing: Describing, language: Language): string {
  const { presences } = zone;
  if (zone.onLand) return language === 'ja' ? '陸上' : 'on land';
  if (presences.length === 0)
    return language === 'ja' ? 'どの海岸からも200海里超' : 'more than 200 nm from any coast';
  const rest = [...presences];
  const parts: string[] = [];
  for (const limit of bandLimitsNm) {
    const here = rest.filter((presence) => presence.limitNm <= limit);
    rest.splice(0, here.length);
    if (here.length === 1) parts.push(describePresence(here[0], describing, language));
    if (here.length > 1) parts.push(describeOverlap(here, limit, describing, language));
  }
  return parts.join(language === 'ja' ? '。' : '; ');
}

function describeOverlap(
  here: readonly Presence[],
  limit: number,
  describing: Describing,
  language: Language,
): string {
  const { parties, noAgreedBoundary } = describing;
  const names = here.map(({ band, feature }) =>
    band.startsWith('within')
      ? featureLabel(feature, parties, language)
      : coastName(feature, parties, language),
  );
  const claimants = here.map(({ feature }) => [...feature.administeredBy, ...feature.claimedBy]);
  const open = claimants.some((a, i) =>
    claimants.slice(i + 1).some((b) => noAgreedBoundary.some(([p, q]) => between(a, b, p, q))),
  );
  const near = here.some(({ nearBoundary }) => nearBoundary);
  if (language === 'ja') {
    const note = open ? '合意された境界なし' : '重複は分割しない';
    return `${names.join('、')}から${limit}海里以内（${note}${near ? '、境界付近' : ''}）`;
  }
  const note = open ? 'no agreed boundary' : 'the overlap is not divided here';
  return `within ${limit} nm of ${joined(names, 'of')}; ${note}${near ? ', near the boundary' : ''}`;
}

function between(a: readonly string[], b: readonly string[], p: string, q: string): boolean {
  return (a.includes(p) && b.includes(q)) || (a.includes(q) && b.includes(p));
}

function coastName(
  { administeredBy, name }: Feature,
  parties: ReadonlyMap<string, Party>,
  language: Language,
): string {
  return administeredBy.length > 0 ? partyInSentence(administeredBy[0], parties, language) : name[language];
}
