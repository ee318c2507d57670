/**
 * Which language a text is in: by its script where that decides (kana is Japanese, hangul Korean, Han alone Chinese),
 * by eld 2.1 (Apache-2.0; n-grams, the best of four that were tried) otherwise. '' when it is not sure.
 */
import { eld } from 'eld/small';

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const han = /\p{Script=Han}/u;
const hangul = /\p{Script=Hangul}/u;
const letters =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Thai}\p{Script=Hebrew}\p{Script=Greek}\p{Script=Devanagari}]/gu;
/** Characters of a script that spells words: as many of these as of Han mean that Han is quoted. */
const leastLetters = 12;

/** More does not make it surer. */
const enoughChars = 2000;

/** @returns an ISO 639-1 code, or '' */
export function languageOf(whole: string): string {
  const text = whole.slice(0, enoughChars);
  const spelled = text.match(letters)?.length ?? 0;
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (kana.test(text)) return 'ja';
  if (hangul.test(text)) return 'ko';
  if (han.test(text) && ideographs * 2 > spelled) return 'zh';
  if (spelled < leastLetters) return '';
  const found = eld.detect(text);
  return found.isReliable() ? found.language : '';
}
