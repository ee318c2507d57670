/** Names that people read, of what the tables hold by code. */
import type { MessageParam } from '../core/index.ts';
import { message } from '../core/index.ts';
import { lanesScreenWords } from '../words/index.ts';

const languages = { en: regionsIn('en'), ja: regionsIn('ja') };

function regionsIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'region' });
}

/** A country or economy by its ISO 3166 code, as ICU names it; a code that is none stands as it is. */
export function countryName(code: string): { en: string; ja: string } {
  const of = (regions: Intl.DisplayNames) => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code);
  return { en: of(languages.en), ja: of(languages.ja) };
}

/** Commodities of the starting table have words; those of one's own tables go by the name they have there. */
export function commodityName(commodity: string): MessageParam {
  const key = `lanes.commodity.${commodity.replaceAll(' ', '-')}`;
  return key in lanesScreenWords ? message(key) : commodity;
}
