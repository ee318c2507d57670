/**
 * Finds phrases of a lexicon in a text in one pass: a trie of characters, entered at each beginning of a word, and at
 * each character of Japanese. The longest phrase at a place wins.
 */

export interface Phrase<T> {
  /** As written. All capitals (`US`) match capitals only; a last `*` matches any ending (`exercis*`). */
  readonly text: string;
  readonly value: T;
}

export interface Match<T> {
  readonly start: number;
  readonly end: number;
  readonly value: T;
}

interface Node<T> {
  next: Map<number, Node<T>> | undefined;
  whole: Held<T>[] | undefined;
  prefix: Held<T>[] | undefined;
}

interface Held<T> {
  readonly value: T;
  /** The exact capitals, where they matter. */
  readonly exact: string | undefined;
}

/** Codes of Latin letters, digits and signs end here. */
const latinEnd = 0x250;

export class Phrases<T> {
  readonly #root: Node<T> = node();
  /** The root's branches of Latin letters by code: most places of a text lead nowhere, and an array says so fastest. */
  readonly #latin: (Node<T> | undefined)[] = Array.from({ length: latinEnd });
  readonly #other = new Map<number, Node<T>>();

  constructor(phrases: Iterable<Phrase<T>>) {
    for (const phrase of phrases) this.#add(phrase);
    for (const [code, branch] of this.#root.next ?? [])
      if (code < latinEnd) this.#latin[code] = branch;
      else this.#other.set(code, branch);
  }

  #add({ text, value }: Phrase<T>): void {
    const isPrefix = text.endsWith('*');
    if (text === '' || text === '*') return;
    const written = isPrefix ? text.slice(0, -1) : text;
    let at = this.#root;
    for (const char of written.toLowerCase()) {
      at.next ??= new Map();
      const code = char.charCodeAt(0);
      const found = at.next.get(code) ?? node<T>();
      at.next.set(code, found);
      at = found;
    }
    const exact = /[A-Z]/.test(written) && written === written.toUpperCase() ? written : undefined;
    const held = { value, exact };
    if (isPrefix) at.prefix = [...(at.prefix ?? []), held];
    else at.whole = [...(at.whole ?? []), held];
  }

  /**
   * @param folded the text, for capitals
   * @param lowered the same in lower case, of the same length
   */
  find(folded: string, lowered: string, start: number, end: number): Match<T>[] {
    const matches: Match<T>[] = [];
    let isAfterLatin = false;
    for (let i = start; i < end; i++) {
      const code = lowered.charCodeAt(i);
      const isWithin = isAfterLatin && isLatin(code);
      isAfterLatin = isLatin(code);
      if (isWithin) continue;
      const branch = code < latinEnd ? this.#latin[code] : this.#other.get(code);
      if (branch === undefined) continue;
      const found = longest(branch, folded, lowered, i, end);
      if (found === undefined) continue;
      for (const value of found.values) matches.push({ start: i, end: found.end, value });
      i = found.end - 1;
      isAfterLatin = isLatin(lowered.charCodeAt(i));
    }
    return matches;
  }
}

/** @param branch the node after the first character of the place */
function longest<T>(
  branch: Node<T>,
  folded: string,
  lowered: string,
  start: number,
  end: number,
): { end: number; values: T[] } | undefined {
  let at: Node<T> | undefined = branch;
  let best: { end: number; values: T[] } | undefined;
  for (let i = start + 1; at !== undefined && i <= end; i++) {
    if (at.prefix !== undefined) {
      const values = fitting(at.prefix, folded, start);
      if (values.length > 0) best = { end: wordEnd(lowered, i, end), values };
    }
    if (at.whole !== undefined && isBoundary(lowered, i, end)) {
      const values = fitting(at.whole, folded, start);
      if (values.length > 0) best = { end: i, values };
    }
    at = i < end ? at.next?.get(lowered.charCodeAt(i)) : undefined;
  }
  return best;
}

function node<T>(): Node<T> {
  return { next: undefined, whole: undefined, prefix: undefined };
}

function fitting<T>(held: readonly Held<T>[], folded: string, start: number): T[] {
  return held
    .filter(({ exact }) => exact === undefined || folded.startsWith(exact, start))
    .map(({ value }) => value);
}

/** Letters and digits that make words with blanks between them. */
function isLatin(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 0xc0 && code <= 0x24f) // é, ö, …
  );
}

function isBoundary(lowered: string, at: number, end: number): boolean {
  return at >= end || !isLatin(lowered.charCodeAt(at)) || !isLatin(lowered.charCodeAt(at - 1));
}

function wordEnd(lowered: string, at: number, end: number): number {
  let i = at;
  while (i < end && isLatin(lowered.charCodeAt(i))) i++;
  return i;
}
