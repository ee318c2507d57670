import type { Language } from '../../src/hub/api.ts';
import { timeText } from './times.ts';

/** Units as the names of figures end in them; the longest ending wins. */
const units: readonly (readonly [suffix: string, write: (value: number, language: Language) => string])[] = [
  ['UtcMs', (value) => timeText(value)],
  ['Minutes', (value, language) => `${tidy(value)} ${language === 'ja' ? '分' : 'min'}`],
  ['Hours', (value, language) => `${tidy(value)} ${language === 'ja' ? '時間' : 'h'}`],
  ['Min', (value, language) => `${tidy(value)} ${language === 'ja' ? '分' : 'min'}`],
  ['Deg', (value) => `${tidy(value)}°`],
  ['Nm', (value, language) => `${tidy(value)} ${language === 'ja' ? '海里' : 'nm'}`],
  ['Kn', (value, language) => `${tidy(value)} ${language === 'ja' ? 'ノット' : 'kn'}`],
  ['Km', (value) => `${tidy(value)} km`],
  ['Ms', (value, language) => `${tidy(value / 60_000)} ${language === 'ja' ? '分' : 'min'}`],
  ['M', (value) => `${tidy(value)} m`],
  ['H', (value, language) => `${tidy(value)} ${language === 'ja' ? '時間' : 'h'}`],
  ['S', (value, language) => `${tidy(value)} ${language === 'ja' ? '秒' : 's'}`],
];

function tidy(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(Number(value.toPrecision(4)));
}

/** A name such as `meanDistanceNm` in words, without its unit: `mean distance`. */
export function factName(name: string): string {
  const unit = unitOf(name);
  const bare = unit === undefined ? name : name.slice(0, -unit[0].length);
  return bare.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

/** The figure with the unit that its name ends in. */
export function factText(name: string, value: string | number | boolean | null, language: Language): string {
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  if (typeof value === 'string') return value;
  return unitOf(name)?.[1](value, language) ?? tidy(value);
}

function unitOf(name: string): (typeof units)[number] | undefined {
  return units.find(([suffix]) => name.length > suffix.length && name.endsWith(suffix));
}
