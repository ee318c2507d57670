/**
 * Words to search by, made here and not by the database, so that Japanese and Chinese are found without a
 * dictionary and Latin letters without regard to case, width and accents.
 */

const cjk = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー々〆';
const runs = new RegExp(`[${cjk}]+|(?:(?![${cjk}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const cjkRun = new RegExp(`^[${cjk}]`, 'u');
const marks = /\p{M}+/gu;
const latinRuns = /[a-z0-9]+/g;
// What is not ASCII needs folding, scripts and marks; most names, numbers and sentences are nothing but ASCII.
const beyondAscii = /[^\0-\x7f]/;

/** The distinct tokens of texts, joined by spaces: words; of Japanese and Chinese, pairs of characters. */
export function tokensOf(texts: readonly string[]): string {
  const tokens = new Set<string>();
  for (const text of texts)
    if (beyondAscii.test(text)) addTokens(tokens, text);
    else for (const word of text.toLowerCase().match(latinRuns) ?? []) tokens.add(word);
  return [...tokens].join(' ');
}

function addTokens(tokens: Set<string>, text: string): void {
  for (const run of folded(text).match(runs) ?? [])
    if (!beyondAscii.test(run)) tokens.add(run);
    else if (cjkRun.test(run)) for (const token of pairs(run)) tokens.add(token);
    else tokens.add(withoutMarks(run));
}

/** What somebody looks for: each token must be there, `prefix` ones as a beginning. */
export interface SearchTerm {
  readonly token: string;
  readonly prefix: boolean;
}

/** The terms of a query. The last word may be unfinished, and so may a single character of Japanese. */
export function termsOf(query: string): SearchTerm[] {
  const found = [...folded(query).matchAll(runs)].map(([run]) => run);
  const terms: SearchTerm[] = [];
  for (const [i, run] of found.entries()) {
    if (!cjkRun.test(run)) terms.push({ token: withoutMarks(run), prefix: i === found.length - 1 });
    else if ([...run].length === 1) terms.push({ token: run, prefix: true });
    // The last character alone is indexed only where a run ends: do not ask for it.
    else for (const token of pairs(run).slice(0, -1)) terms.push({ token, prefix: false });
  }
  return terms.slice(0, 32);
}

/** The full-text expression of terms. A token holds no quote, so quoting is enough. */
export function matchExpression(terms: readonly SearchTerm[]): string {
  return terms.map(({ token, prefix }) => `"${token}"${prefix ? '*' : ''}`).join(' AND ');
}

/** Whether tokens (as `tokensOf` joins them) satisfy every term. */
export function matches(tokens: string, terms: readonly SearchTerm[]): boolean {
  const padded = ` ${tokens} `;
  return terms.every(({ token, prefix }) => padded.includes(` ${token}${prefix ? '' : ' '}`));
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function withoutMarks(word: string): string {
  return word.normalize('NFKD').replace(marks, '').normalize('NFC') || word;
}

/** ab, bc, cd, and the last character alone, so that one character finds every place where it stands. */
function pairs(run: string): string[] {
  const characters = [...run];
  return characters.map((character, i) => character + (characters[i + 1] ?? ''));
}
