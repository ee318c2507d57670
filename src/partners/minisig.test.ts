import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { minisignKey, minisignature } from './minisig.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = (publicKey.export({ format: 'jwk' }) as { x: string }).x;
const signing = (text: Uint8Array) => Promise.resolve(sign(null, text, privateKey));
const parts = (text: string) => text.split('\n').map((line) => Buffer.from(line, 'base64'));

describe('a signature for minisign', () => {
  it('is Ed25519 over the BLAKE2b digest of the file, and over itself with its comment', async () => {
    const bytes = Buffer.from('what a courier carries');
    const text = await minisignature(bytes, raw, signing);
    const [, head, , whole, end] = parts(text);
    expect(head.length).toBe(2 + 8 + 64);
    expect(head.subarray(0, 2).toString()).toBe('ED');
    const signature = head.subarray(10);
    const digest = createHash('blake2b512').update(bytes).digest();
    expect(verify(null, digest, publicKey, signature)).toBe(true);
    const comment = /^trusted comment: (.*)$/m.exec(text)?.[1] ?? '';
    expect(verify(null, Buffer.concat([signature, Buffer.from(comment)]), publicKey, whole)).toBe(true);
    expect(end.length).toBe(0);
  });

  it('goes with the key of the card, by one id', async () => {
    const [, key] = parts(minisignKey(raw));
    expect(key.subarray(0, 2).toString()).toBe('Ed');
    expect(key.subarray(10).toString('base64url')).toBe(raw);
    const [, head] = parts(await minisignature(Buffer.from('x'), raw, signing));
    expect(head.subarray(2, 10)).toEqual(key.subarray(2, 10));
  });
});
