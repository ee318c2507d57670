/**
 * Deterministic ids of observables (STIX 2.1, section 2.9): a version 5 UUID of the properties that contribute to an
 * id, as canonical JSON (RFC 8785), so that two who see the same address give it the same id.
 */
import { sha1 } from '@noble/hashes/legacy.js';
import type { Json } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import type { Properties } from './object.ts';
import { shapeNamed } from './shapes.ts';

/** 00abedb4-aa42-466c-9c01-fed23315a9b7 */
const namespace = Uint8Array.from([
  0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7,
]);

/** Of several hashes the first of these counts. */
const preferredHashes = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512'];

/** The id of an observable; undefined where nothing contributes, so that its id is random. */
export function observableId(object: Properties): string | undefined {
  const idFrom = shapeNamed(String(object.type))?.idFrom;
  const parts: Record<string, Json> = {};
  for (const name of idFrom ?? [])
    if (object[name] !== undefined) parts[name] = name === 'hashes' ? oneHash(object[name]) : object[name];
  if (Object.keys(parts).length === 0) return undefined;
  const name = new TextEncoder().encode(canonicalJson(parts));
  const bytes = new Uint8Array(namespace.length + name.length);
  bytes.set(namespace);
  bytes.set(name, namespace.length);
  return `${String(object.type)}--${uuidOf(sha1(bytes))}`;
}

function oneHash(hashes: Json): Json {
  if (!isRecord(hashes)) return hashes;
  const names = Object.keys(hashes).sort();
  const name = preferredHashes.find((each) => each in hashes) ?? names[0];
  return name === undefined ? hashes : { [name]: hashes[name] };
}

function uuidOf(digest: Uint8Array): string {
  const bytes = digest.slice(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** RFC 8785: members in the order of their names' UTF-16 units, numbers and strings as ECMAScript writes them. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`);
  return `{${members.join(',')}}`;
}
