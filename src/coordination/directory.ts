/** Local governments of Japan: 47 prefectures and 1,741 municipalities, by code, name or reading. */
import { CommonwatchError } from '../core/index.ts';
import type { Municipality } from './api.ts';

/** The check digit of a local government code: (11 − s mod 11) mod 10, s = Σ (6, 5, 4, 3, 2) · digits. */
export function checkDigit(code: string): number {
  const sum = [6, 5, 4, 3, 2].reduce((total, weight, i) => total + weight * Number(code[i]), 0);
  return (11 - (sum % 11)) % 10;
}

export function isLocalCode(code: string): boolean {
  return /^\d{6}$/.test(code) && checkDigit(code) === Number(code[5]);
}

export interface LocalDirectory {
  readonly prefectures: readonly Municipality[];
  readonly municipalities: readonly (Municipality & { readonly kana: string })[];
}

/**
 * Reads the two tables of data/coordination.
 * @throws `coordination.directory-invalid` for a wrong check digit, an unknown prefecture or no place
 */
export function parseDirectory(prefectures: string, municipalities: string): LocalDirectory {
  const regions = rowsOf(prefectures).map(([code, ja, en, lon, lat]) => ({
    ...checked(code, lon, lat),
    name: { en, ja },
    prefecture: code.slice(0, 2),
  }));
  const known = new Set(regions.map(({ prefecture }) => prefecture));
  return {
    prefectures: regions,
    municipalities: rowsOf(municipalities).map(([code, ja, kana, lon, lat]) => {
      if (!known.has(code.slice(0, 2))) throw new CommonwatchError('coordination.directory-invalid', code);
      return { ...checked(code, lon, lat), name: { ja }, kana, prefecture: code.slice(0, 2) };
    }),
  };
}

function rowsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.slice(1).map((line) => line.split(','));
}

function checked(code: string, lon: string, lat: string) {
  const [lonDeg, latDeg] = [Number(lon), Number(lat)];
  if (!isLocalCode(code) || !Number.isFinite(lonDeg) || !Number.isFinite(latDeg) || lon === '' || lat === '')
    throw new CommonwatchError('coordination.directory-invalid', code);
  return { code, lonDeg, latDeg };
}

/** Those whose code, name or reading begins with the words, then those that hold them; prefectures first. */
export function findLocal(
  { prefectures, municipalities }: LocalDirectory,
  words: string,
  limit: number,
): Municipality[] {
  const asked = words.trim().toLowerCase();
  if (asked === '') return [];
  const all = [
    ...prefectures.map((each) => ({ each, texts: [each.code, each.name.en ?? '', each.name.ja] })),
    ...municipalities.map((each) => ({ each, texts: [each.code, each.name.ja, each.kana] })),
  ].map(({ each, texts }) => ({ each, texts: texts.map((text) => text.toLowerCase()) }));
  const begins = all.filter(({ texts }) => texts.some((text) => text.startsWith(asked)));
  const holds = all.filter((one) => !begins.includes(one) && one.texts.some((text) => text.includes(asked)));
  return [...begins, ...holds]
    .slice(0, limit)
    .map(({ each: { code, name, prefecture, lonDeg, latDeg } }) => ({
      code,
      name,
      prefecture,
      lonDeg,
      latDeg,
    }));
}
