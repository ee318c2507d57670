/**
 * Times as exports write them → milliseconds since 1970 UTC and how fine they are. Nothing is guessed: a time
 * without a zone is read in the zone that the caller names (UTC unless told otherwise), and day-first or month-first
 * dates are refused.
 */

/** A time with its precision, both in milliseconds. */
export interface ReadTime {
  readonly timeUtcMs: number;
  /** The smallest step that the text can tell: 1000 for whole seconds, 60000 for minutes, 86400000 for days. */
  readonly precisionMs: number;
}

const iso =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T _]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|E[SD]T)?$/;
const epoch = /^(\d{8,11})(?:\.(\d{1,9}))?$|^(\d{12,14})$/;
/** RFC 822, as feeds have it: `Sat, 21 Nov 2026 10:00:00 +0900`, and the older API of Twitter. */
const rfc822 = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (\S+)$/;
const twitterApi = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{4}) (\d{4})$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const minuteMs = 60_000;

/**
 * Reads one time. Whole numbers of 8 to 11 digits are seconds, of 12 to 14 milliseconds since 1970; fourteen digits
 * that begin like a year (`20261121103000`, as in GDELT) are a date.
 * @param zoneMinutes east of UTC, for texts that name no zone
 */
export function readTime(text: string, zoneMinutes = 0): ReadTime | undefined {
  if (/^\d{10}$/.test(text)) return { timeUtcMs: Number(text) * 1000, precisionMs: 1000 };
  // No time is longer.
  if (text.length > 64) return undefined;
  const trimmed = text.trim();
  const number = epoch.exec(trimmed);
  if (number !== null && !/^(19|20)\d{12}$/.test(trimmed)) return ofEpoch(number);
  const parts = iso.exec(trimmed);
  if (parts !== null) return ofIso(parts, zoneMinutes);
  return ofNamedMonth(trimmed);
}

/** The point is moved in the text, because multiplying by 1000 would round. */
function ofEpoch([, seconds, fraction, milliseconds]: RegExpExecArray): ReadTime {
  if (milliseconds !== undefined) return { timeUtcMs: Number(milliseconds), precisionMs: 1 };
  if (fraction === undefined) return { timeUtcMs: Number(seconds) * 1000, precisionMs: 1000 };
  return {
    timeUtcMs: Number(`${seconds}.${fraction}e3`),
    precisionMs: Math.max(1, 10 ** (3 - fraction.length)),
  };
}

function ofIso(parts: RegExpExecArray, zoneMinutes: number): ReadTime | undefined {
  const [, year, month, day, hour, minute, second, fraction, zone] = parts;
  const [h, m, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  const utcMs = ofDate(Number(year), Number(month), Number(day), h, m, s);
  if (utcMs === undefined) return undefined;
  const fractionMs = fraction === undefined ? 0 : Number(`0.${fraction}e3`);
  const offset = zone === undefined ? zoneMinutes : zoneOf(zone);
  if (offset === undefined) return undefined;
  const precisionMs =
    hour === undefined
      ? 86_400_000
      : second === undefined
        ? minuteMs
        : fraction === undefined
          ? 1000
          : Math.max(1, 10 ** (3 - fraction.length));
  return { timeUtcMs: utcMs + fractionMs - offset * minuteMs, precisionMs };
}

function ofNamedMonth(text: string): ReadTime | undefined {
  const feed = rfc822.exec(text);
  const parts = feed === null ? reordered(twitterApi.exec(text)) : (feed.slice(1) as (string | undefined)[]);
  if (parts === undefined) return undefined;
  const [day, month, year, hour, minute, second, zone] = parts;
  const offset = zoneOf(zone ?? '');
  const at = months.indexOf(month ?? '');
  const utcMs = ofDate(Number(year), at + 1, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  if (at < 0 || offset === undefined || utcMs === undefined) return undefined;
  return { timeUtcMs: utcMs - offset * minuteMs, precisionMs: second === undefined ? minuteMs : 1000 };
}

function reordered(match: RegExpExecArray | null): string[] | undefined {
  if (match === null) return undefined;
  const [, month, day, hour, minute, second, zone, year] = match;
  return [day, month, year, hour, minute, second, zone];
}

/** Minutes east of UTC; EST and EDT because CrowdTangle writes them. */
function zoneOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  if (zone === 'EST') return -300;
  if (zone === 'EDT') return -240;
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (parts === null) return undefined;
  return (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

/** Midnight and a date that exists; 31 April is refused and not taken for 1 May. */
function ofDate(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1 ? ms : undefined;
}
