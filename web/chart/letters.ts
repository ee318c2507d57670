import type { FeatureCollection } from 'geojson';
import type { Language } from '../../src/hub/api.ts';

const fonts = ['400 24px "Noto Sans"', '400 24px "Noto Sans JP"'];

/**
 * Loads the parts of the page's fonts that hold these labels' letters. MapLibre draws a letter once and keeps it: one
 * that is drawn before its font has come stays an empty box.
 */
export async function lettersOf(labels: FeatureCollection, language: Language): Promise<void> {
  const names = language === 'ja' ? ['ja', 'labelJa', 'label'] : ['en', 'labelEn', 'label'];
  const letters = new Set<string>();
  for (const { properties } of labels.features)
    for (const name of names) for (const letter of String(properties?.[name] ?? '')) letters.add(letter);
  const text = [...letters].join('');
  // A font that does not come leaves the fallback's letters: worse to look at, but they are there.
  if (text !== '') await Promise.allSettled(fonts.map((font) => document.fonts.load(font, text)));
}
