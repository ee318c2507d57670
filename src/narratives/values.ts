/** Values of a record as exports write them: texts, lists in any spelling, counts, and paths into JSON. */

/** Hands out the value of a place, '' where there is none. */
export type Lookup = (place: string) => unknown;

/** Clients that say of themselves that they post by machine. */
const automaticClients = /^(1|true|yes|bot)$|ifttt|dlvr\.it|twitterfeed|zapier|\bbot\b/i;

export function isAutomated(text: string): boolean {
  return text !== '' && automaticClients.test(text);
}

export function textOf(lookup: Lookup, names: readonly string[] | undefined): string {
  for (const name of names ?? []) {
    const value = lookup(name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    // Telegram writes a text with links as a list of pieces.
    if (Array.isArray(value) && value.length > 0) return value.map(pieceText).join('');
  }
  return '';
}

/** Whole numbers summed; undefined where there is none. */
export function sumOf(lookup: Lookup, names: readonly string[] | undefined): number | undefined {
  let sum: number | undefined;
  for (const name of names ?? []) {
    const value = lookup(name);
    if (value === '' || value === null || typeof value === 'object') continue;
    const number = Number(String(value).replaceAll(',', ''));
    if (Number.isFinite(number) && number >= 0) sum = (sum ?? 0) + Math.floor(number);
  }
  return sum;
}

/** Paths to the values of a record, three levels deep, as a mapping names them. */
export function pathsOf(value: unknown, prefix = '', depth = 0): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .slice(0, 200)
    .flatMap(([key, child]) => {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      const inner = depth < 3 ? pathsOf(child, path, depth + 1) : [];
      return inner.length > 0 ? inner : [path];
    });
}

function pieceText(piece: unknown): string {
  if (typeof piece === 'string') return piece;
  const text = (piece as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : '';
}

/** As the QUT toolkit reads links: no link is the empty link. */
export function splitRaw(text: string): string[] {
  return text.split(' ');
}

/** A list as JSON holds it, or as tables write it: `['a', 'b']`, `["a"]`, `a b`, `a,b`, `a|b`. */
export function listOf(lookup: Lookup, names: readonly string[] | undefined): string[] {
  for (const name of names ?? []) {
    const value = lookup(name);
    if (Array.isArray(value)) {
      const texts = value.flatMap((item) => (typeof item === 'string' && item !== '' ? [item] : []));
      if (texts.length > 0) return texts;
    } else if (typeof value === 'string' && value !== '') return splitList(value);
  }
  return [];
}

function splitList(text: string): string[] {
  // One value is the usual case.
  if (!/[\s,|;[#'"]/.test(text)) return [text];
  const inner = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  return inner
    .split(/[\s,|;]+/)
    .filter((item) => item.length <= maxListItem)
    .map((item) => item.replace(/^['"#]+/, '').replace(/['"]{1,9}$/, ''))
    .filter((item) => /[\p{L}\p{N}]/u.test(item));
}

/** No address, tag or id is longer. */
const maxListItem = 8192;

/** `a.b.0.c`; `*` gathers over a list. '' where there is nothing. A key that holds dots is tried whole first. */
export function atPath(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return '';
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path] ?? '';
  let at: unknown = value;
  const parts = path.split('.');
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === '*') {
      if (!Array.isArray(at)) return '';
      const rest = parts.slice(i + 1).join('.');
      return at.map((item) => (rest === '' ? item : atPath(item, rest)));
    }
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, parts[i])) return '';
    at = (at as Record<string, unknown>)[parts[i]];
  }
  return at ?? '';
}
