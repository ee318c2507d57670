/**
 * Where a line may end. English breaks at spaces; Japanese breaks between characters but for the prohibitions of
 * JIS X 4051 (kinsoku): no line begins with a closing bracket, a small kana or 。、 and none ends with an opening one.
 */

/** Glue: no line ends before or after it, and nothing is printed. */
export const wordJoiner = '\u2060';

const neverFirst = new Set(
  '、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】〙〗°′″℃％‰ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ–—…‥〜～)]},.:;?!%',
);
const neverLast = new Set('‘“（〔［｛〈《「『【〘〖￥＄£([{$');
/** Counters that belong to the figure before them. */
const counters = new Set('年月日時分秒件隻名組度人回海ノキ％');

function isJapanese(char: string): boolean {
  return /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\uffef]|[\u{20000}-\u{3ffff}]/u.test(char);
}

/** Whether a line may end between two characters. */
export function mayBreak(before: string, after: string): boolean {
  if (before === wordJoiner || after === wordJoiner || before === '\u00a0' || after === '\u00a0')
    return false;
  if (after === ' ') return false;
  if (before === ' ') return true;
  if (neverFirst.has(after) || neverLast.has(before)) return false;
  if (/\d/.test(before) && counters.has(after)) return false;
  if (isJapanese(before) || isJapanese(after)) return true;
  return before === '—' || before === '/' || (before === '-' && /\p{L}/u.test(after));
}

/** A figure and its unit stay together. */
export function glued(text: string): string {
  return text.replaceAll(/(\d) (?=(?:nm|kn|km|m|h|min|d|UTC)(?![A-Za-z])|%)/g, '$1\u00a0');
}

/** The stretches of a text that no line break divides; spaces end them. */
export function unbreakables(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let before: string | undefined;
  for (const char of text) {
    if (before !== undefined && mayBreak(before, char)) {
      parts.push(part);
      part = '';
    }
    part += char;
    before = char;
  }
  return part === '' ? parts : [...parts, part];
}
