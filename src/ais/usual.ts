import { armourValue, maxPayloadBits } from './bits.ts';
import { hexValue } from './digits.ts';
import { maxParts } from './fragments.ts';

/** The sequence id of a sentence that names none. */
export const noSequence = -1;

const comma = 44;
/** `,f*hh` and a line end stand behind every payload; a sentence nearer to the end of a chunk is not usual. */
const tailBytes = 8;
/** Longest header: `!ttVDM,2,1,3,A,`. */
const headerBytes = 15;

/**
 * Reads a sentence as nearly all are written, `!ttVDM,1,1,,A,payload,0*hh` and a line end, in one pass: checksum,
 * fields and payload together. Anything else is left to the decoder's general way, which gives the same result
 * for these too; a property test holds both together.
 */
export class UsualSentence {
  total = 0;
  part = 0;
  /** {@link noSequence} if the sentence names none. */
  sequence = noSequence;
  /** ASCII code, 0 if the sentence names none. */
  channel = 0;
  payloadStart = 0;
  payloadEnd = 0;
  fillBits = 0;
  /** How many characters have been unpacked, also when the sentence turned out to be another. */
  characters = 0;

  /**
   * Reads the sentence at `start` and unpacks its payload into `bits`. Returns where the next line begins, or −1 if
   * the sentence is not usual or its checksum is wrong.
   */
  read(source: Uint8Array, start: number, bits: Uint8Array): number {
    this.characters = 0;
    if (start + headerBytes + tailBytes > source.length) return -1;
    const headerSum = this.readHeader(source, start);
    if (headerSum < 0) return -1;
    const sum = headerSum ^ this.readPayload(source, bits);
    const end = this.payloadEnd;
    const fill = source[end + 1];
    const isUsual =
      end > this.payloadStart &&
      source[end] === comma &&
      fill >= 48 &&
      fill <= 53 &&
      source[end + 2] === 42 &&
      ((hexValue[source[end + 3]] << 4) | hexValue[source[end + 4]]) === (sum ^ fill);
    if (!isUsual) return -1;
    this.fillBits = fill - 48;
    if (source[end + 5] === 10) return end + 6;
    return source[end + 5] === 13 && source[end + 6] === 10 ? end + 7 : -1;
  }

  /** Returns the exclusive or of the header, or −1. Of the commas six are summed, which leaves nothing. */
  private readHeader(source: Uint8Array, start: number): number {
    const last = source[start + 5];
    const total = source[start + 7];
    const part = source[start + 9];
    const isUsual =
      source[start] === 33 &&
      source[start + 3] === 86 &&
      source[start + 4] === 68 &&
      (last === 77 || last === 79) &&
      source[start + 6] === comma &&
      source[start + 8] === comma &&
      source[start + 10] === comma &&
      part > 48 &&
      part <= total &&
      total <= 48 + maxParts;
    if (!isUsual) return -1;
    let sum = source[start + 1] ^ source[start + 2] ^ 86 ^ 68 ^ last ^ total ^ part;
    let at = start + 11;
    let sequence = noSequence;
    if (source[at] !== comma) {
      sequence = source[at] - 48;
      if (sequence < 0 || sequence > 9) return -1;
      sum ^= source[at];
      at += 1;
    }
    if (source[at] !== comma) return -1;
    at += 1;
    let channel = 0;
    if (source[at] !== comma) {
      channel = source[at];
      if (channel < 48 || channel > 90) return -1;
      sum ^= channel;
      at += 1;
    }
    if (source[at] !== comma) return -1;
    this.total = total - 48;
    this.part = part - 48;
    this.sequence = sequence;
    this.channel = channel;
    this.payloadStart = at + 1;
    return sum;
  }

  /** Unpacks armour up to the first character that is none; returns the exclusive or of what it took. */
  private readPayload(source: Uint8Array, bits: Uint8Array): number {
    const start = this.payloadStart;
    const limit = Math.min(source.length - tailBytes, start + maxPayloadBits / 6);
    let sum = 0;
    let byte = 0;
    let at = start;
    for (; at + 4 <= limit; at += 4) {
      const a = armourValue[source[at]];
      const b = armourValue[source[at + 1]];
      const c = armourValue[source[at + 2]];
      const d = armourValue[source[at + 3]];
      if ((a | b | c | d) > 63) break;
      sum ^= source[at] ^ source[at + 1] ^ source[at + 2] ^ source[at + 3];
      bits[byte] = (a << 2) | (b >>> 4);
      bits[byte + 1] = (b << 4) | (c >>> 2);
      bits[byte + 2] = (c << 6) | d;
      byte += 3;
    }
    let word = 0;
    for (let shift = 18; at < limit && shift > 0; shift -= 6, at += 1) {
      const value = armourValue[source[at]];
      if (value > 63) break;
      sum ^= source[at];
      word |= value << shift;
    }
    bits[byte] = word >>> 16;
    bits[byte + 1] = word >>> 8;
    bits[byte + 2] = word;
    this.payloadEnd = at;
    this.characters = at - start;
    return sum;
  }
}
