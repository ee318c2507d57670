/** Value of a hexadecimal digit by its ASCII code; 255 for anything else. */
export const hexValue: Uint8Array = makeHexValues();

function makeHexValues(): Uint8Array {
  const values = new Uint8Array(256).fill(255);
  for (let value = 0; value < 16; value += 1) {
    values[value.toString(16).charCodeAt(0)] = value;
    values[value.toString(16).toUpperCase().charCodeAt(0)] = value;
  }
  return values;
}

/** The number whose decimal digits stand in `[start, end)`; NaN if there is none or anything else is there. */
export function parseDigits(source: Uint8Array, start: number, end: number): number {
  if (end <= start) return NaN;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const digit = source[at] - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The NMEA checksum of `[start, end)`: the exclusive or of its bytes (IEC 61162-1, section 7.2.5). */
export function xorChecksum(source: Uint8Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at += 1) sum ^= source[at];
  return sum;
}
