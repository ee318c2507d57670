/** Numbers and times out of the bytes of a CSV, without a string where the usual forms are met. */

const latin1 = new TextDecoder('latin1');

/** The text of `[start, end)`, without spaces around it. */
export function fieldText(source: Uint8Array, start: number, end: number): string {
  return latin1.decode(source.subarray(start, end)).trim();
}

/** A decimal number; NaN for an empty field, `NA` or anything else. */
export function parseDecimal(source: Uint8Array, start: number, end: number, decimalPoint = 46): number {
  let at = start;
  while (at < end && source[at] === 32) at += 1;
  const negative = source[at] === 45;
  if (negative || source[at] === 43) at += 1;
  let digits = 0;
  let decimals = -1;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = source[at] - 48;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits += 1;
      if (decimals >= 0) decimals += 1;
    } else if (source[at] === decimalPoint && decimals < 0) decimals = 0;
    else if (source[at] !== 32) return rareNumber(source, start, end);
  }
  if (digits === 0) return NaN;
  if (digits > 15) return rareNumber(source, start, end);
  // Both are exact, so the quotient is the nearest double.
  const magnitude = decimals > 0 ? value / 10 ** decimals : value;
  return negative ? -magnitude : magnitude;
}

/** Exponents and more digits than a double holds. */
function rareNumber(source: Uint8Array, start: number, end: number): number {
  const text = fieldText(source, start, end);
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
}

/** How dates with slashes are to be read. */
export type SlashOrder = 'day-first' | 'unknown';

/**
 * A time in ms since 1970 UTC; NaN if it is none. Unix seconds, ms, µs or ns by the number of digits; ISO 8601 with
 * `T` or a space, with an offset or as UTC (`Z`, `UTC`, `GMT` or nothing); `dd/mm/yyyy hh:mm:ss` where the source is
 * known to write the day first or the numbers leave no other reading.
 */
export function parseTime(source: Uint8Array, start: number, end: number, slashes: SlashOrder): number {
  const length = end - start;
  if (length >= 19 && source[start + 4] === 45 && source[start + 7] === 45)
    return isoTime(source, start, end);
  if (length >= 16 && source[start + 2] === 47 && source[start + 5] === 47)
    return slashTime(source, start, end, slashes);
  const text = fieldText(source, start, end);
  if (/^\d+(\.\d+)?$/.test(text)) return unixTime(text);
  return isoText(text);
}

function two(source: Uint8Array, at: number): number {
  const tens = source[at] - 48;
  const ones = source[at + 1] - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** `yyyy-mm-dd hh:mm:ss` with what may follow. */
function isoTime(source: Uint8Array, start: number, end: number): number {
  const year = two(source, start) * 100 + two(source, start + 2);
  const whole = utcMs(year, two(source, start + 5), two(source, start + 8), clockMs(source, start + 11));
  if (end === start + 19 || Number.isNaN(whole)) return whole;
  let at = start + 19;
  let ms = 0;
  if (source[at] === 46) {
    let scale = 100;
    for (at += 1; at < end && source[at] >= 48 && source[at] <= 57; at += 1) {
      ms += (source[at] - 48) * scale;
      scale /= 10;
    }
  }
  return whole + Math.floor(ms + 1e-6) - zoneMs(fieldText(source, at, end));
}

/** Offset from UTC of `Z`, `UTC`, `+09:00`, …; NaN for anything else. */
function zoneMs(zone: string): number {
  if (zone === '' || /^(z|utc|gmt)$/i.test(zone)) return 0;
  const match = /^(?:utc|gmt)?([-+])(\d\d):?(\d\d)?$/i.exec(zone);
  if (match === null) return NaN;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

function clockMs(source: Uint8Array, at: number): number {
  const [hour, minute, second] = [two(source, at), two(source, at + 3), two(source, at + 6)];
  if (source[at + 2] !== 58 || source[at + 5] !== 58) return NaN;
  return hour < 24 && minute < 60 && second < 61 ? ((hour * 60 + minute) * 60 + second) * 1000 : NaN;
}

function slashTime(source: Uint8Array, start: number, end: number, slashes: SlashOrder): number {
  const first = two(source, start);
  const second = two(source, start + 3);
  if (slashes === 'unknown' && first <= 12 && second <= 12 && first !== second) return NaN;
  const monthFirst = slashes === 'unknown' && second > 12;
  const year = two(source, start + 6) * 100 + two(source, start + 8);
  const clock =
    end - start >= 19
      ? clockMs(source, start + 11)
      : (two(source, start + 11) * 60 + two(source, start + 14)) * 60_000;
  return monthFirst ? utcMs(year, first, second, clock) : utcMs(year, second, first, clock);
}

function utcMs(year: number, month: number, day: number, clock: number): number {
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return NaN;
  const date = Date.UTC(year, month - 1, day);
  return new Date(date).getUTCDate() === day ? date + clock : NaN;
}

function unixTime(text: string): number {
  const digits = text.split('.')[0].length;
  const value = Number(text);
  if (digits < 9) return NaN;
  if (digits > 16) return Math.floor(value / 1e6);
  if (digits > 13) return Math.floor(value / 1e3);
  return digits > 11 ? Math.floor(value) : Math.round(value * 1000);
}

/** Forms that are rare: `2022-01-03T00:00Z`, `20220103T000000Z`, `2022-01-03`. */
function isoText(text: string): number {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?)?\s*(.*)$/.exec(text);
  if (match === null) return NaN;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (hour > 23 || minute > 59 || second > 60) return NaN;
  return (
    utcMs(year ?? NaN, month ?? NaN, day ?? NaN, ((hour * 60 + minute) * 60 + second) * 1000) -
    zoneMs(match[7])
  );
}
