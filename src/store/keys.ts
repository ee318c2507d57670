/** The node's signing key: Ed25519, in the data folder, readable by its owner alone. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../core/index.ts';
import { writePrivate } from './files.ts';
import { checkpointBytes, headBytes, hex, sha256 } from './record.ts';
import type { Checkpoint, Head } from './record.ts';

export interface NodeKey {
  /** The first 16 hex digits of the public key's SHA-256. */
  readonly id: string;
  /** The raw public key, base64url. */
  readonly publicKey: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

export function keyFile(folder: string): string {
  return join(folder, 'node.key');
}

/** Reads the node's key, or makes one where there is none. @throws `journal.key-unreadable` */
export function openNodeKey(folder: string, passphrase?: string): NodeKey {
  const file = keyFile(folder);
  if (!existsSync(file)) return makeNodeKey(folder, passphrase);
  try {
    return nodeKey(createPrivateKey({ key: readFileSync(file, 'utf8'), passphrase }));
  } catch (cause) {
    throw new CommonwatchError('journal.key-unreadable', undefined, { cause });
  }
}

/** Makes a new key. The one before is kept beside it under its id, until the journal knows its successor and after. */
export function makeNodeKey(folder: string, passphrase?: string, before?: NodeKey): NodeKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const file = keyFile(folder);
  const made = nodeKey(privateKey);
  if (before !== undefined) renameSync(file, `${file}.${before.id}`);
  const secured = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  writePrivate(file, privateKey.export({ type: 'pkcs8', format: 'pem', ...secured }));
  return made;
}

/**
 * Takes back a rotation that was cut short before the journal knew the new key: the key that the journal ends with
 * signs on. @param current the id of that key
 */
export function settleNodeKey(folder: string, current: string): void {
  const kept = `${keyFile(folder)}.${current}`;
  if (existsSync(kept)) renameSync(kept, keyFile(folder));
}

function nodeKey(privateKey: KeyObject): NodeKey {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = x as string;
  return { id: keyId(publicKey), publicKey, sign: (bytes) => sign(null, bytes, privateKey) };
}

/** @param publicKey raw, base64url */
export function keyId(publicKey: string): string {
  return hex(sha256(Buffer.from(publicKey, 'base64url'))).slice(0, 16);
}

/** A public key that checks signatures. */
export class PublicKey {
  readonly id: string;
  readonly #key: KeyObject | undefined;

  /** @param publicKey raw, base64url; one that is no key checks nothing */
  constructor(publicKey: string) {
    this.id = keyId(publicKey);
    this.#key = readKey(publicKey);
  }

  checks(bytes: Uint8Array, signature: Uint8Array): boolean {
    return this.#key !== undefined && verify(null, bytes, this.#key, signature);
  }

  checksHead(head: Head, signature: Uint8Array): boolean {
    return this.checks(headBytes(head), signature);
  }
}

function readKey(publicKey: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

/** The bytes by which an old key vouches for a new one. */
export function successionBytes(publicKey: string): Uint8Array {
  return Buffer.from(`commonwatch key 1\n${publicKey}`, 'utf8');
}

export function signCheckpoint(
  key: NodeKey,
  unsigned: Omit<Checkpoint, 'signature' | 'key' | 'publicKey'>,
): Checkpoint {
  const named = { ...unsigned, key: key.id, publicKey: key.publicKey };
  return { ...named, signature: Buffer.from(key.sign(checkpointBytes(named))).toString('base64url') };
}

/** Whether a checkpoint is what the key that it names signed. */
export function isGenuine(checkpoint: Checkpoint): boolean {
  const key = new PublicKey(checkpoint.publicKey);
  return (
    key.id === checkpoint.key &&
    key.checks(checkpointBytes(checkpoint), Buffer.from(checkpoint.signature, 'base64url'))
  );
}
