/**
 * What the journal holds and how it is chained. A record's header is a fixed run of bytes; its SHA-256 is the `prev`
 * of the next one. The content is hashed with a salt of its own, as the bytes that are stored: nothing is ever
 * serialised again to be checked, and erasing content and salt leaves a digest that says nothing.
 */
import { hash } from 'node:crypto';
import type { EntryId, Instant, PartyId, Release } from '../core/index.ts';

/** What a record is about. `epoch` opens a restored journal and names the head it left. */
export const recordKinds = [
  'entry',
  'decision',
  'group',
  'party',
  'key',
  'feed',
  'erasure',
  'epoch',
] as const;
export type RecordKind = (typeof recordKinds)[number];

/** A record without its content: what is chained. */
export interface RecordHeader {
  readonly epoch: number;
  readonly seq: number;
  /** SHA-256 of the header before; zeros for the first. */
  readonly prev: Uint8Array;
  readonly kind: string;
  readonly timeUtcMs: number;
  /** SHA-256 of salt and content. */
  readonly digest: Uint8Array;
}

/** The newest record of a chain. */
export interface Head {
  readonly epoch: number;
  readonly seq: number;
  /** SHA-256 of the record's header. */
  readonly hash: Uint8Array;
}

/** Where a new journal begins: nothing, at epoch 1. */
export const genesis: Head = { epoch: 1, seq: 0, hash: new Uint8Array(32) };

/** What an `erasure` record says: who removed what, and why. */
export interface ErasureContent {
  readonly by: string;
  readonly reason: string;
  readonly entry: EntryId;
  /** The removed versions: who could see them stays known, so that exactly those are told. */
  readonly versions: readonly {
    readonly seq: number;
    readonly release: Release;
    readonly anchors: readonly EntryId[];
  }[];
}

/** What an `epoch` record says: the journal it goes on from. */
export interface EpochContent {
  readonly by: string;
  readonly reason: string;
  readonly previous: { readonly epoch: number; readonly seq: number; readonly head: string };
}

/** What a `key` record says: the key that signs from here on, and who vouches for it. */
export interface KeyContent {
  readonly key: string;
  readonly publicKey: string;
  readonly from: Instant;
  /** The key before, and its signature over the new one. */
  readonly previous?: { readonly key: string; readonly signature: string };
  /** Without the old key: the administrator's act. */
  readonly act?: { readonly by: string; readonly reason: string };
}

const magic = 0x43_57_4a_01; // "CWJ", version 1
const headMagic = 0x43_57_48_01; // "CWH", version 1

/** The bytes of a header, big-endian: magic, epoch, seq, prev, time, digest, kind. */
export function headerBytes(header: RecordHeader): Uint8Array {
  const kind = Buffer.from(header.kind, 'utf8');
  const bytes = Buffer.alloc(88 + kind.length);
  bytes.writeUInt32BE(magic, 0);
  bytes.writeUInt32BE(header.epoch, 4);
  bytes.writeBigUInt64BE(BigInt(header.seq), 8);
  bytes.set(header.prev, 16);
  bytes.writeBigInt64BE(BigInt(header.timeUtcMs), 48);
  bytes.set(header.digest, 56);
  bytes.set(kind, 88);
  return bytes;
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/** SHA-256(salt ‖ content). */
export function contentDigest(salt: Uint8Array, content: Uint8Array): Uint8Array {
  return sha256(Buffer.concat([salt, content]));
}

/** The bytes that the node signs at the end of each batch. */
export function headBytes(head: Head): Uint8Array {
  const bytes = Buffer.alloc(48);
  bytes.writeUInt32BE(headMagic, 0);
  bytes.writeUInt32BE(head.epoch, 4);
  bytes.writeBigUInt64BE(BigInt(head.seq), 8);
  bytes.set(head.hash, 16);
  return bytes;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** A signed statement of how far the journal went: without one, nobody can see that its tail was cut off. */
export interface Checkpoint {
  readonly v: 1;
  readonly party: PartyId;
  readonly epoch: number;
  readonly seq: number;
  /** Hex of the head's hash. */
  readonly head: string;
  readonly at: Instant;
  /** The id of the key that signed. */
  readonly key: string;
  readonly publicKey: string;
  /** Base64url, Ed25519 over `checkpointBytes`. */
  readonly signature: string;
}

export function checkpointBytes(checkpoint: Omit<Checkpoint, 'signature'>): Uint8Array {
  const { party, epoch, seq, head, at, key } = checkpoint;
  return Buffer.from(['commonwatch checkpoint 1', party, epoch, seq, head, at, key].join('\n'), 'utf8');
}
