/**
 * Bits of an AIS message. A payload travels as printable characters of six bits each (ITU-R M.1371-5, annex 8;
 * IEC 61162-1) and is kept here packed, eight bits a byte, most significant first, so that a field is one read.
 */

/** The longest payload that is decoded. M.1371-5 allows 5 slots (1,064 bits); real receivers exceed it. */
export const maxPayloadBits = 8192;

/** Spare zero bytes behind a payload, so that a five-byte read at its last bit stays inside the buffer. */
const guardBytes = 8;

/** A zeroed buffer which holds any accepted payload and its guard. */
export function payloadBuffer(): Uint8Array {
  return new Uint8Array(maxPayloadBits / 8 + guardBytes);
}

/** Six-bit value by armour character; 255 for a character which is not part of the armour. */
export const armourValue: Uint8Array = makeArmourValues();

function makeArmourValues(): Uint8Array {
  const values = new Uint8Array(256).fill(255);
  for (let value = 0; value < 64; value += 1) values[armourCharacter(value)] = value;
  return values;
}

/** The armour character (ASCII code) of a six-bit value. */
export function armourCharacter(sixBits: number): number {
  return sixBits < 40 ? sixBits + 48 : sixBits + 56;
}

/** ASCII codes of the six-bit text alphabet (M.1371-5, table 47): `@A…Z[\]^_ !"…?`. */
export function textCharacter(sixBits: number): number {
  return sixBits < 32 ? sixBits + 64 : sixBits;
}

/**
 * Reads `width` ≤ 32 bits from bit `start` as an unsigned number. The caller has made sure that the bits are
 * there; buffers from {@link payloadBuffer} read as zero behind the payload.
 */
export function readUint(bytes: Uint8Array, start: number, width: number): number {
  const at = start >>> 3;
  const shift = start & 7;
  const word = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  return ((word << shift) | (bytes[at + 4] >>> (8 - shift))) >>> (32 - width);
}

/** Reads `width` ≤ 32 bits from bit `start` as a two's complement number. */
export function readInt(bytes: Uint8Array, start: number, width: number): number {
  const at = start >>> 3;
  const shift = start & 7;
  const word = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  return ((word << shift) | (bytes[at + 4] >>> (8 - shift))) >> (32 - width);
}

/** Writes the low `width` ≤ 32 bits of `value` at bit `start`. */
export function writeBits(bytes: Uint8Array, start: number, width: number, value: number): void {
  for (let bit = 0; bit < width; bit += 1) {
    const at = start + bit;
    const mask = 0x80 >>> (at & 7);
    if ((value >>> (width - 1 - bit)) & 1) bytes[at >>> 3] |= mask;
    else bytes[at >>> 3] &= ~mask;
  }
}

/**
 * Reads six-bit text of `characters` from bit `start` into `out` as ASCII, up to the first `@`, without trailing
 * spaces. Returns the number of characters.
 */
export function readText(bytes: Uint8Array, start: number, characters: number, out: Uint8Array): number {
  let length = 0;
  // Four characters a look; what stands behind the last one is not written.
  scan: for (let bit = start; length < characters; bit += 24) {
    const word = readUint(bytes, bit, 24);
    for (let shift = 18; shift >= 0 && length < characters; shift -= 6) {
      const sixBits = (word >>> shift) & 63;
      if (sixBits === 0) break scan;
      out[length] = textCharacter(sixBits);
      length += 1;
    }
  }
  while (length > 0 && out[length - 1] === 32) length -= 1;
  return length;
}

/**
 * Unpacks the armour characters `[start, end)` of `source` behind the first `bitLength` bits of `bytes`. Returns
 * the new length in bits, without the `fillBits` at the end, or −1 if a character is no armour.
 * Bits that an earlier part had declared as fill are overwritten only where they are zero, as receivers send them.
 */
export function unarmour(
  bytes: Uint8Array,
  bitLength: number,
  source: Uint8Array,
  start: number,
  end: number,
  fillBits: number,
): number {
  let at = start;
  let bit = bitLength;
  if ((bit & 7) === 0) {
    let byte = bit >>> 3;
    for (; at + 4 <= end; at += 4) {
      const a = armourValue[source[at]];
      const b = armourValue[source[at + 1]];
      const c = armourValue[source[at + 2]];
      const d = armourValue[source[at + 3]];
      if ((a | b | c | d) > 63) return -1;
      bytes[byte] = (a << 2) | (b >>> 4);
      bytes[byte + 1] = (b << 4) | (c >>> 2);
      bytes[byte + 2] = (c << 6) | d;
      byte += 3;
    }
    bit = byte << 3;
  }
  for (; at < end; at += 1) {
    const value = armourValue[source[at]];
    if (value > 63) return -1;
    const byte = bit >>> 3;
    const spread = (value << 10) >>> (bit & 7);
    bytes[byte] = (bit & 7) === 0 ? spread >>> 8 : bytes[byte] | (spread >>> 8);
    bytes[byte + 1] = spread & 255;
    bit += 6;
  }
  return bit - fillBits;
}
