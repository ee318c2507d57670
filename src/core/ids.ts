import { sha1 } from '@noble/hashes/legacy.js';
import { CommonwatchError } from './errors.ts';

/** `type--uuid`, lower case, as in STIX 2.1. */
export type EntryId = `${string}--${string}`;

const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const idPattern = new RegExp(`^([a-z][a-z0-9-]{0,62})--(${uuidPattern})$`);
const anyIdPattern = new RegExp(`[a-z][a-z0-9-]{0,62}--${uuidPattern}`, 'g');

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const encoder = new TextEncoder();

/** Names in this namespace are derived from what they name, so the same finding gets the same id everywhere. */
const namespace = hexToBytes('6f0c1f4e2a3b5d1c9e7a4b8c2d6e0f13');

export function isEntryId(value: unknown): value is EntryId {
  return typeof value === 'string' && idPattern.test(value);
}

/** @throws `id.invalid` */
export function entryId(value: string): EntryId {
  if (!isEntryId(value)) throw new CommonwatchError('id.invalid', value);
  return value;
}

/** The type that an id names. @throws `id.invalid` */
export function typeOf(id: EntryId): string {
  const match = idPattern.exec(id);
  if (match === null) throw new CommonwatchError('id.invalid', id);
  return match[1];
}

/** The UUID alone, for formats that want nothing before it. */
export function uuidOf(id: EntryId): string {
  return id.slice(typeOf(id).length + 2);
}

/** Every entry id that stands anywhere in a text, in order, doubles included. */
export function idsIn(text: string): EntryId[] {
  // Most of a text names none, and the pattern would try every letter: only what stands about two hyphens is tried.
  const found: EntryId[] = [];
  for (let at = text.indexOf('--'); at >= 0; ) {
    let from = at;
    while (from > 0 && isIdCharacter(text.charCodeAt(from - 1))) from -= 1;
    let to = at + 2;
    while (to < text.length && isIdCharacter(text.charCodeAt(to))) to += 1;
    for (const id of text.slice(from, to).match(anyIdPattern) ?? []) found.push(id as EntryId);
    at = text.indexOf('--', to);
  }
  return found;
}

/** Small letters, digits and the hyphen. */
function isIdCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45;
}

/** Replaces every entry id in a text. */
export function replaceIds(text: string, replace: (id: EntryId) => string): string {
  return text.replace(anyIdPattern, (id) => replace(id as EntryId));
}

/** A name-based id (UUID version 5, RFC 9562): the same parts give the same id. */
export function derivedId(type: string, ...parts: readonly (string | number)[]): EntryId {
  // A length before each part keeps ('ab', 'c') and ('a', 'bc') apart.
  const name = parts.map((part) => `${String(part).length}:${part}`).join('|');
  const bytes = sha1(concat(namespace, encoder.encode(`${type}|${name}`))).slice(0, 16);
  return entryId(`${type}--${uuid(bytes, 5)}`);
}

/**
 * A time-ordered id (UUID version 7, RFC 9562).
 * @param random ten random bytes from the caller: rooms are pure and make none themselves
 */
export function timedId(type: string, timeUtcMs: number, random: Uint8Array): EntryId {
  const bytes = new Uint8Array(16);
  let rest = timeUtcMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  return entryId(`${type}--${uuid(bytes, 7)}`);
}

function uuid(bytes: Uint8Array, version: number): string {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  let hex = '';
  for (const byte of bytes) hex += hexOfByte[byte];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function hexToBytes(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
