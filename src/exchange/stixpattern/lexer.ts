/** Tokens of the STIX 2.1 patterning language (OASIS Standard, section 9). */

export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'integer' | 'float'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'timestamp'; readonly value: string; readonly timeUtcMs: number }
  /** Bytes as lower-case hexadecimal. */
  | { readonly kind: 'hex' | 'binary'; readonly value: string };

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'literal'; readonly literal: Literal; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

/** Why a pattern is none, and where. */
export class PatternFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(`${message} at ${at}`);
    this.at = at;
  }
}

/** A pattern longer than this is refused before it is looked at. */
export const maxPatternLength = 65_536;

const space = /[\s\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/y;
const comment = /\/\/[^\n\r]*|\/\*[\s\S]*?\*\//y;
const number = /[+-]?(?:\d+\.\d+|\.\d+|\d+)/y;
const word = /[A-Za-z_][A-Za-z0-9_-]*/y;
const sign = /<=|>=|!=|<>|==|[=<>()[\],.:*]/y;
const quoted = /'(?:[^'\\]|\\['\\])*'/y;

const instant =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?Z$/;

/** @throws PatternFault */
export function tokensOf(pattern: string): Token[] {
  if (pattern.length > maxPatternLength) throw new PatternFault('too long', maxPatternLength);
  const tokens: Token[] = [];
  let at = skip(pattern, 0);
  while (at < pattern.length) {
    const [token, next] = tokenAt(pattern, at);
    tokens.push(token);
    at = skip(pattern, next);
  }
  tokens.push({ kind: 'end', at });
  return tokens;
}

function skip(text: string, from: number): number {
  let at = from;
  for (;;) {
    at += matched(space, text, at)?.length ?? 0;
    const passed = matched(comment, text, at);
    if (passed === undefined) return at;
    at += passed.length;
  }
}

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function tokenAt(text: string, at: number): [Token, number] {
  const prefix = /[hbt]/.test(text[at]) && text[at + 1] === "'" ? text[at] : '';
  const string = matched(quoted, text, at + prefix.length);
  if (string !== undefined) {
    const literal = literalOf(prefix, unescaped(string), at);
    return [{ kind: 'literal', literal, at }, at + prefix.length + string.length];
  }
  const digits = matched(number, text, at);
  if (digits !== undefined)
    return [{ kind: 'literal', literal: numberOf(digits, at), at }, at + digits.length];
  const letters = matched(word, text, at);
  if (letters !== undefined) return [wordOf(letters, at), at + letters.length];
  const mark = matched(sign, text, at);
  if (mark !== undefined) return [{ kind: 'sign', text: mark, at }, at + mark.length];
  throw new PatternFault(`unexpected ${JSON.stringify(text[at])}`, at);
}

function wordOf(text: string, at: number): Token {
  if (text === 'true' || text === 'false')
    return { kind: 'literal', literal: { kind: 'boolean', value: text === 'true' }, at };
  return { kind: 'word', text, at };
}

function unescaped(quotedText: string): string {
  return quotedText.slice(1, -1).replace(/\\(['\\])/g, '$1');
}

function numberOf(digits: string, at: number): Literal {
  const value = Number(digits);
  if (digits.includes('.')) return { kind: 'float', value };
  // STIX integers are 54 bits; what a double cannot hold would compare wrongly.
  if (!Number.isSafeInteger(value)) throw new PatternFault('an integer is within 2^53', at);
  return { kind: 'integer', value };
}

function literalOf(prefix: string, text: string, at: number): Literal {
  switch (prefix) {
    case 'h':
      if (!/^(?:[0-9a-fA-F]{2})*$/.test(text)) throw new PatternFault('hexadecimal has pairs of digits', at);
      return { kind: 'hex', value: text.toLowerCase() };
    case 'b':
      return { kind: 'binary', value: hexOfBase64(text, at) };
    case 't': {
      const timeUtcMs = instant.test(text) ? Date.parse(text.replace(/:60(?=[.Z])/, ':59')) : Number.NaN;
      if (Number.isNaN(timeUtcMs)) throw new PatternFault('a timestamp is RFC 3339 in UTC', at);
      return { kind: 'timestamp', value: text, timeUtcMs };
    }
    default:
      return { kind: 'string', value: text };
  }
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @throws PatternFault */
export function hexOfBase64(text: string, at = 0): string {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    throw new PatternFault('binary is base64', at);
  let hex = '';
  let held = 0;
  let bits = 0;
  for (const letter of text.replace(/=+$/, '')) {
    held = (held << 6) | base64.indexOf(letter);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    hex += ((held >> bits) & 0xff).toString(16).padStart(2, '0');
    held &= (1 << bits) - 1;
  }
  return hex;
}
