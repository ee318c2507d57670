/**
 * Texts in the form in which they are compared: compatibility forms joined (NFKC), in lower case, without addresses,
 * mentions, the mark of a repost, invisible characters, emoji and punctuation. What is left is what was said.
 */
const addresses = /https?:\/\/\S+|www\.\S+/gi;
const mentions = /[@＠][\p{L}\p{N}_.-]+/gu;
const repostMark = /^\s*rt\b[\s:]*/i;
/** Zero-width and direction marks, soft hyphens, variation selectors, tags: nothing that a reader sees. */
const invisible =
  // oxlint-disable-next-line no-misleading-character-class -- these are the characters, one by one
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\u{E0000}-\u{E0FFF}]/gu;
const notWords = /[^\p{L}\p{N}\p{M}]+/gu;
const plainAscii = /^[\x20-\x7e\n\r\t]*$/;
const notWordsAscii = /[^a-z0-9]+/g;

/** Letters that have one form only, and marks that part words: nothing else to be folded, which is four times as fast. */
const simple =
  /^[a-z0-9 \n\r\t.,:;!?'"()/#+&%*=\-«»—–“”’…\u0430-\u044f\u0451\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fa5、。「」『』！？，：；（）]+$/;
const simpleMarks = /[^a-z0-9\u0430-\u044f\u0451\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fa5]+/g;

/** Letters that look like Latin ones and are put into Latin words to escape comparison. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
  ѕ: 's',
};
const mixedWord = /[a-z][а-яіѕ]|[а-яіѕ][a-z]/;

/** The longest text that is compared; the rest of a longer one is left out. */
export const maxChars = 20_000;

/** @returns words with single spaces between them, '' when nothing was said */
export function normalise(text: string): string {
  const short = text.length > maxChars ? text.slice(0, maxChars) : text;
  const bare = short.replace(addresses, ' ');
  if (plainAscii.test(bare))
    return bare
      .replace(repostMark, '')
      .replace(mentions, ' ')
      .toLowerCase()
      .replace(notWordsAscii, ' ')
      .trim();
  const lower = bare.toLowerCase();
  if (simple.test(lower)) return unmixed(lower.replace(repostMark, '').replace(simpleMarks, ' ').trim());
  const folded = bare
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(repostMark, '')
    .replace(mentions, ' ')
    .toLowerCase()
    .replace(notWords, ' ')
    .trim();
  return unmixed(folded);
}

function unmixed(folded: string): string {
  return mixedWord.test(folded) ? folded.split(' ').map(withoutLookAlikes).join(' ') : folded;
}

/** A word that mixes Latin and Cyrillic letters is read as the Latin one that it imitates. */
function withoutLookAlikes(word: string): string {
  return mixedWord.test(word) ? word.replace(/[аеорсхуіѕ]/g, (letter) => lookAlikes[letter]) : word;
}

const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30FC]/gu;
const anyCjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** How many characters of a normalised text are Japanese or Chinese. */
export function cjkChars(normalised: string): number {
  return anyCjk.test(normalised) ? (normalised.match(cjk)?.length ?? 0) : 0;
}

/** Whether a normalised text says enough to be compared: 12 characters, or 6 of Japanese or Chinese. */
export function isComparable(normalised: string): boolean {
  return normalised.length >= 12 || (normalised.length >= 6 && cjkChars(normalised) >= 6);
}

/**
 * Words by which a text says of a claim that it is false, in the four languages. A text with one is kept apart from
 * the texts that make the claim; whether it is right is not asked.
 */
const debunking =
  /fact[- ]?check|debunk|\bhoax\b|misinformation|disinformation|false claim|is (?:false|fake|untrue)|not true|ファクトチェック|デマ(?!ンド)|誤情報|偽情報|フェイクニュース|事実ではありません|事実ではない|根拠のない|辟谣|谣言|闢謠|謠言|不实信息|不實訊息|虚假信息|фактчек|фейк|опроверг|не соответствует действительности|дезинформаци|ложное утверждение/iu;

export function isDebunk(text: string): boolean {
  return debunking.test(text);
}

/** Query parameters that say who sent a reader, and nothing about the page. */
const tracking =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|ref|ref_src|ref_url|s|t|si|feature|spm|from|share\w*)$/i;

/**
 * One address for one page: scheme and `www.`/`m.` gone, host in lower case, parameters sorted without those that track,
 * no fragment and no slash at the end. What is no address comes back as it is.
 */
export function canonicalUrl(url: string): string {
  const parts = /^\s*https?:\/\/([^/?#\s]+)([^?#\s]*)(?:\?([^#\s]*))?/i.exec(url);
  if (parts === null) return url.trim();
  const host = parts[1]
    .toLowerCase()
    .replace(/^.*@/, '')
    .replace(/:(80|443)$/, '')
    .replace(/^(www|m|mobile|amp)\./, '');
  const keep = (parts[3] ?? '')
    .split('&')
    .filter((pair) => pair !== '' && !tracking.test(pair.split('=')[0]))
    .sort();
  const path = parts[2].replace(/\/(amp|index\.html?)?\/?$/, '');
  return `${host}${path}${keep.length > 0 ? `?${keep.join('&')}` : ''}`;
}

/** Second labels under which domains are given out, such as `co.jp`: enough to tell owners, no full suffix list. */
const secondLabels = /^(co|com|net|org|or|ne|ac|ad|ed|go|gr|lg|gov|edu|gob|mil|govt)$/;

/** The domain that somebody registered: `news.example.co.jp` → `example.co.jp`; '' for what is no address. */
export function domainOf(canonical: string): string {
  const host = canonical.split(/[/?:]/, 1)[0];
  const labels = host.split('.');
  if (labels.length < 2 || /^\d+$/.test(labels[labels.length - 1])) return '';
  const last = labels[labels.length - 1];
  const take = labels.length > 2 && last.length === 2 && secondLabels.test(labels[labels.length - 2]) ? 3 : 2;
  return labels.slice(-take).join('.');
}
