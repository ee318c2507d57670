// What Natural Earth calls a country or territory, as an ISO 3166 code; who answers for a dependent territory; and
// the names of both, by Unicode CLDR. "Country or economy": a code says who administers a coast, nothing more.
import { readFileSync } from 'node:fs';

const atlas = JSON.parse(
  readFileSync(new URL('../../node_modules/world-atlas/countries-10m.json', import.meta.url), 'utf8'),
);

/** Entries of Natural Earth that carry no code of their own, or share one. */
const uncoded = {
  Akrotiri: 'GB',
  'Ashmore and Cartier Is.': 'AU',
  'Bajo Nuevo Bank': 'CO',
  Baikonur: 'KZ',
  'Clipperton I.': 'FR',
  'Coral Sea Is.': 'AU',
  'Cyprus U.N. Buffer Zone': 'CY',
  Dhekelia: 'GB',
  'Indian Ocean Ter.': 'AU',
  Kosovo: 'XK',
  'N. Cyprus': 'CY',
  'Scarborough Reef': 'ZZ',
  'Serranilla Bank': 'CO',
  'Siachen Glacier': 'ZZ',
  Somaliland: 'SO',
  'Spratly Is.': 'ZZ',
  'USNB Guantanamo Bay': 'CU',
};

const numeric = new Map(
  atlas.objects.countries.geometries.map(({ id, properties }) => [properties.name, id]),
);

/** The ISO 3166-1 alpha-2 code of an entry of Natural Earth. */
export function countryCode(name) {
  if (uncoded[name] !== undefined) return uncoded[name];
  const region = new Intl.Locale(`und-${numeric.get(name)}`).region;
  if (!/^[A-Z]{2}$/.test(region ?? '')) throw new Error(`no code for ${name}`);
  return region;
}

/** Territories for whose waters another answers abroad. */
export const dependencies = {
  AI: 'GB',
  AS: 'US',
  AW: 'NL',
  AX: 'FI',
  BL: 'FR',
  BM: 'GB',
  CK: 'NZ',
  CW: 'NL',
  FK: 'GB',
  FO: 'DK',
  GG: 'GB',
  GI: 'GB',
  GL: 'DK',
  GS: 'GB',
  GU: 'US',
  HK: 'CN',
  HM: 'AU',
  IM: 'GB',
  IO: 'GB',
  JE: 'GB',
  KY: 'GB',
  MF: 'FR',
  MO: 'CN',
  MP: 'US',
  MS: 'GB',
  NC: 'FR',
  NF: 'AU',
  NU: 'NZ',
  PF: 'FR',
  PM: 'FR',
  PN: 'GB',
  PR: 'US',
  SH: 'GB',
  SX: 'NL',
  TC: 'GB',
  TF: 'FR',
  UM: 'US',
  VG: 'GB',
  VI: 'US',
  WF: 'FR',
};

const cldr = Object.fromEntries(
  ['en', 'ja'].map((language) => [
    language,
    new Intl.DisplayNames([language], { type: 'region', style: 'short' }),
  ]),
);

/** Names in English and Japanese. */
export function names(id) {
  const own = { 'EH-PF': { en: 'the Sahrawi Republic', ja: 'サハラ・アラブ民主共和国' } };
  return own[id] ?? { en: cldr.en.of(id), ja: cldr.ja.of(id) };
}
