/**
 * Tag blocks `\k:v,…*hh\` before a sentence (IEC 61162-450, section 7.1; NMEA 0183 4.x) and the grouping of
 * IEC 62320-1 (`1G2:1234`). Read in place: nothing is allocated.
 */
import { hexValue, parseDigits, xorChecksum } from './digits.ts';

/** What the tag blocks before one sentence said. Adjacent blocks add to each other. */
export class TagBlock {
  /** `c:` in ms since 1970 UTC, NaN if absent. The standard has seconds; receivers send ms, µs and ns too. */
  timeUtcMs = NaN;
  /** Where the text of `s:` stands in the source, empty if absent. */
  sourceStart = 0;
  sourceEnd = 0;
  /** Hash of the group id of `g:`, 0 if absent. */
  group = 0;
  present = false;

  reset(): void {
    this.timeUtcMs = NaN;
    this.sourceStart = 0;
    this.sourceEnd = 0;
    this.group = 0;
    this.present = false;
  }

  /** Reads the block between its backslashes, `[start, end)`. Returns false if its checksum is absent or wrong. */
  read(source: Uint8Array, start: number, end: number): boolean {
    this.present = true;
    let star = end;
    while (star > start && source[star - 1] !== 42) star -= 1;
    const hasChecksum = star > start && end - star === 2;
    const bodyEnd = star > start ? star - 1 : end;
    for (let at = start; at < bodyEnd; ) {
      let comma = at;
      while (comma < bodyEnd && source[comma] !== 44) comma += 1;
      this.readField(source, at, comma);
      at = comma + 1;
    }
    if (!hasChecksum) return false;
    const stated = (hexValue[source[star]] << 4) | hexValue[source[star + 1]];
    return stated === xorChecksum(source, start, bodyEnd);
  }

  /**
   * Reads a block which begins at `start` and is just `\\c:` with ten digits of seconds and a right checksum, as most
   * are. Returns what is behind it, or `start` if it is another, with nothing read.
   */
  readTimeOnly(source: Uint8Array, start: number): number {
    // `\c:1565218798*53\`
    const star = start + 13;
    if (star + 4 > source.length) return start;
    const isSo =
      source[start + 1] === 99 && source[start + 2] === 58 && source[star] === 42 && source[star + 3] === 92;
    if (!isSo) return start;
    let sum = 99 ^ 58;
    let seconds = 0;
    for (let at = start + 3; at < star; at += 1) {
      const character = source[at];
      if (character < 48 || character > 57) return start;
      sum ^= character;
      seconds = seconds * 10 + (character - 48);
    }
    if (((hexValue[source[star + 1]] << 4) | hexValue[source[star + 2]]) !== sum) return start;
    this.present = true;
    this.timeUtcMs = seconds * 1000;
    return star + 4;
  }

  private readField(source: Uint8Array, start: number, end: number): void {
    if (end - start < 3) return;
    const key = source[start];
    if (source[start + 1] === 58) {
      if (key === 99) this.readTime(source, start + 2, end);
      else if (key === 115) this.readSource(start + 2, end);
      else if (key === 103) this.readGroup(source, start + 2, end);
    } else if (source[start + 1] === 71 && source[start + 3] === 58) {
      this.group = hashBytes(source, start + 4, end);
    }
  }

  private readTime(source: Uint8Array, start: number, end: number): void {
    const time = epochMs(source, start, end);
    if (!Number.isNaN(time)) this.timeUtcMs = time;
  }

  private readSource(start: number, end: number): void {
    this.sourceStart = start;
    this.sourceEnd = end;
  }

  /** `part-total-id`; the id is kept as a hash, because it may be any text (`001`, `-001`). */
  private readGroup(source: Uint8Array, start: number, end: number): void {
    let at = start;
    for (let dashes = 0; at < end && dashes < 2; at += 1) if (source[at] === 45) dashes += 1;
    this.group = hashBytes(source, at, end);
  }
}

/** FNV-1a of some bytes; 0 stands for "none" and is never returned for a text. */
function hashBytes(source: Uint8Array, start: number, end: number): number {
  if (end <= start) return 0;
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ source[at], 0x01000193);
  return hash === 0 ? 1 : hash;
}

/**
 * An epoch as ms since 1970 UTC: seconds (with decimals), or ms, µs or ns by the number of digits. NaN if it is
 * no number. Ten digits of seconds last until 2286.
 */
export function epochMs(source: Uint8Array, start: number, end: number): number {
  let point = start;
  while (point < end && source[point] !== 46) point += 1;
  const digits = point - start;
  if (digits < 1 || digits > 19) return NaN;
  const whole = parseDigits(source, start, point);
  if (Number.isNaN(whole)) return NaN;
  if (digits > 16) return Math.floor(whole / 1e6);
  if (digits > 13) return Math.floor(whole / 1e3);
  if (digits > 11) return whole;
  if (point === end) return whole * 1000;
  const fraction = parseDigits(source, point + 1, end);
  return Number.isNaN(fraction)
    ? NaN
    : whole * 1000 + Math.round((fraction / 10 ** (end - point - 1)) * 1000);
}
