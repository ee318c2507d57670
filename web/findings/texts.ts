import { position } from '../../src/words/index.ts';
import type { FindingBody, GroupView, PartyView, Release } from '../../src/hub/api.ts';
import type { Words } from '../state/words.tsx';

/** STIX 2.1, appendix A: 0 none, 1–29 low, 30–69 medium, 70–100 high. */
export function confidenceText(confidence: number, { t }: Words): string {
  const word = confidence >= 70 ? 'high' : confidence >= 30 ? 'medium' : confidence > 0 ? 'low' : 'none';
  return t(`confidence.${word}`, { confidence });
}

/** `27°12′N 126°54′E ± 0.3 nm` */
export function placeText(place: FindingBody['place'], language: 'en' | 'ja'): string {
  if (place === undefined) return '—';
  const unit = language === 'ja' ? '海里' : 'nm';
  return `${position(place.lonDeg, place.latDeg)} ± ${place.uncertaintyNm.toFixed(1)} ${unit}`;
}

/** Who a release is for, by name; ids of parties and groups that the reader does not know stay ids. */
export function audienceText(
  { audience }: Release,
  { t, name }: Words,
  parties: readonly PartyView[],
  groups: readonly GroupView[],
): string {
  if (audience.kind === 'owner') return t('audience.owner');
  if (audience.kind === 'public') return t('audience.public');
  const nameOf = (known: readonly { id: string; name: { en: string; ja: string } }[], id: string) => {
    const found = known.find((each) => each.id === id);
    return found === undefined ? id : name(found.name);
  };
  return [
    ...audience.parties.map((id) => nameOf(parties, id)),
    ...audience.groups.map((id) => nameOf(groups, id)),
  ].join(', ');
}
