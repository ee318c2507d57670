/**
 * Cursors that reveal nothing: where a list went on, sealed to one viewer and one question. The nonce is made of the
 * content (as in SIV), so that the same page has the same cursor and answers can be compared byte for byte.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { CommonwatchError } from '../core/index.ts';

const nonceLength = 12;
const tagLength = 16;

export class Cursors {
  readonly #nonceKey: Uint8Array;
  readonly #sealKey: Uint8Array;

  /** @param secret 32 bytes that stay on this hub */
  constructor(secret: Uint8Array) {
    this.#nonceKey = createHmac('sha256', secret).update('cursor nonce').digest();
    this.#sealKey = createHmac('sha256', secret).update('cursor seal').digest();
  }

  /** @param bound what the cursor holds for: the viewer and the question */
  seal(bound: string, position: readonly number[]): string {
    const plain = Buffer.alloc(8 * position.length);
    for (const [i, value] of position.entries()) plain.writeDoubleBE(value, 8 * i);
    return this.#sealed(bound, plain);
  }

  /** A text that only this hub can read again, and only for the same purpose. */
  sealText(bound: string, text: string): string {
    return this.#sealed(bound, Buffer.from(text, 'utf8'));
  }

  /** The position that was sealed for this viewer and question. @throws `cursor.invalid` */
  open(bound: string, cursor: string): number[] {
    const plain = this.#opened(bound, cursor);
    return Array.from({ length: Math.floor(plain.length / 8) }, (_, i) => plain.readDoubleBE(8 * i));
  }

  /** @throws `cursor.invalid` */
  openText(bound: string, cursor: string): string {
    return this.#opened(bound, cursor).toString('utf8');
  }

  #sealed(bound: string, plain: Buffer): string {
    const nonce = createHmac('sha256', this.#nonceKey)
      .update(`${bound.length}:${bound}`)
      .update(plain)
      .digest()
      .subarray(0, nonceLength);
    const cipher = createCipheriv('chacha20-poly1305', this.#sealKey, nonce, { authTagLength: tagLength });
    cipher.setAAD(Buffer.from(bound, 'utf8'), { plaintextLength: plain.length });
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return sealed.toString('base64url');
  }

  #opened(bound: string, cursor: string): Buffer {
    try {
      const sealed = Buffer.from(cursor, 'base64url');
      // The decoder skips what is no base64url: a cursor is passed on unchanged or it is none.
      if (sealed.toString('base64url') !== cursor) throw new Error('not as it was given');
      const body = sealed.subarray(nonceLength, sealed.length - tagLength);
      const decipher = createDecipheriv('chacha20-poly1305', this.#sealKey, sealed.subarray(0, nonceLength), {
        authTagLength: tagLength,
      });
      decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
      decipher.setAAD(Buffer.from(bound, 'utf8'), { plaintextLength: body.length });
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      throw new CommonwatchError('cursor.invalid');
    }
  }
}
