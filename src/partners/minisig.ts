/**
 * A file's detached signature as minisign reads it (prehashed: Ed25519 over BLAKE2b-512), and the key to verify it with:
 * for a guard or a courier that knows no bundle. Nothing in it names anybody; who holds the card has the key.
 */
import { createHash } from 'node:crypto';

/** What a signature says in words, under a signature of its own: nothing that a bundle does not say in the clear. */
const trusted = 'Commonwatch bundle';

/** The id that minisign tells keys by; any eight bytes. */
function keyId(publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, 8);
}

function base64(...parts: readonly Uint8Array[]): string {
  return Buffer.concat(parts).toString('base64');
}

/** @param publicKey raw Ed25519, base64url, as the card has it */
export function minisignKey(publicKey: string): string {
  const key = Buffer.from(publicKey, 'base64url');
  return `untrusted comment: minisign public key\n${base64(Buffer.from('Ed'), keyId(key), key)}\n`;
}

/**
 * @param publicKey raw Ed25519, base64url: the one that `sign` signs with
 * @returns the text of a `.minisig` file
 */
export async function minisignature(
  bytes: Uint8Array,
  publicKey: string,
  sign: (text: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const signature = await sign(createHash('blake2b512').update(bytes).digest());
  const whole = await sign(Buffer.concat([signature, Buffer.from(trusted)]));
  const id = keyId(Buffer.from(publicKey, 'base64url'));
  return [
    'untrusted comment: signature of a Commonwatch hub',
    base64(Buffer.from('ED'), id, signature),
    `trusted comment: ${trusted}`,
    `${base64(whole)}\n`,
  ].join('\n');
}
