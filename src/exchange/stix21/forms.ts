/**
 * The forms that property values take, each as a test. A form that looks into objects reports what it finds through
 * the report it is handed; others only say whether the value is of the form.
 */
import { isRecord } from '../release.ts';
import { isCharacterSet } from './charsets.ts';

export const idPattern =
  /^([a-z][a-z0-9-]*[a-z0-9])--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/;
const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** The type that an identifier names; undefined for what is no identifier. */
export function typeOfId(value: unknown): string | undefined {
  return typeof value === 'string' ? idPattern.exec(value)?.[1] : undefined;
}

/** The version of an identifier's UUID. */
export function uuidVersionOf(id: string): number {
  return Number(id.at(-22));
}

const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** RFC 3339 in UTC with a day that there is; a second 60 is a leap second. */
export function isTimestamp(value: unknown): value is string {
  if (typeof value !== 'string' || !timestampPattern.test(value)) return false;
  const [year, month, day] = [digits(value, 0, 4), digits(value, 5, 2), digits(value, 8, 2)];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && !isLeap ? 28 : daysOfMonth[month - 1];
  if (month < 1 || month > 12 || day < 1 || day > last) return false;
  return digits(value, 11, 2) < 24 && digits(value, 14, 2) < 60 && digits(value, 17, 2) <= 60;
}

/** A number that is known to stand there. */
function digits(text: string, at: number, length: number): number {
  let number = 0;
  for (let i = at; i < at + length; i++) number = number * 10 + text.charCodeAt(i) - 48;
  return number;
}

/** Compares two timestamps to every digit: fractions have any length. */
export function compareTimestamps(a: string, b: string): number {
  const whole = (text: string) => text.slice(0, 19);
  if (whole(a) !== whole(b)) return whole(a) < whole(b) ? -1 : 1;
  const fraction = (text: string) => (/\.(\d+)Z$/.exec(text)?.[1] ?? '').replace(/0+$/, '');
  const [x, y] = [fraction(a), fraction(b)];
  const length = Math.max(x.length, y.length);
  const [left, right] = [x.padEnd(length, '0'), y.padEnd(length, '0')];
  return left === right ? 0 : left < right ? -1 : 1;
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** ISO 639-2 codes for bibliographic use, which no list of locales holds. */
const bibliographic = new Set(
  'alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel mul und zxx mis qaa'.split(
    ' ',
  ),
);

/** A language tag of RFC 5646 whose language is registered. */
export function isLanguageTag(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 64) return false;
  try {
    const [canonical] = Intl.getCanonicalLocales(value);
    return languageNames.of(canonical.split('-')[0]) !== undefined;
  } catch {
    return false;
  }
}

/** ISO 639-2: three letters. */
export function isLanguageCode3(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^[a-z]{3}$/.test(value) &&
    (bibliographic.has(value) || languageNames.of(value) !== undefined)
  );
}

/** ISO 3166-1 alpha-2. */
export function isRegionCode(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Za-z]{2}$/.test(value)) return false;
  const code = value.toUpperCase();
  return !/^(?:ZZ|XA|XB|EU|EZ|UN|QO|X[C-Z]|Q[M-Z])$/.test(code) && regionNames.of(code) !== undefined;
}

const hashForms: Readonly<Record<string, RegExp>> = {
  MD5: /^[a-fA-F0-9]{32}$/,
  'SHA-1': /^[a-fA-F0-9]{40}$/,
  'SHA-256': /^[a-fA-F0-9]{64}$/,
  'SHA-512': /^[a-fA-F0-9]{128}$/,
  'SHA3-256': /^[a-fA-F0-9]{64}$/,
  'SHA3-512': /^[a-fA-F0-9]{128}$/,
  SSDEEP: /^[a-zA-Z0-9/+:.]{1,128}$/,
  TLSH: /^[a-zA-Z0-9]{70,72}$/,
};

export function isHashes(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(
      ([name, hash]) =>
        /^[a-zA-Z0-9_-]{3,250}$/.test(name) &&
        typeof hash === 'string' &&
        (!Object.hasOwn(hashForms, name) || hashForms[name].test(hash)),
    )
  );
}

const dictionaryValues: Readonly<Record<string, (value: unknown) => boolean>> = {
  '': (value) => value !== null,
  string: (value) => typeof value === 'string',
  scalar: (value) => typeof value === 'string' || Number.isInteger(value),
  strings: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  header: (value) =>
    typeof value === 'string' ||
    (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')),
};

export function isDictionary(value: unknown, of = ''): boolean {
  return (
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(
      ([key, item]) => /^[a-zA-Z0-9_-]{1,250}$/.test(key) && dictionaryValues[of](item),
    )
  );
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^(?:${octet}\\.){3}${octet}$`);

/** An address or a block in CIDR notation. */
export function isIpv4(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address, prefix, ...rest] = value.split('/');
  return rest.length === 0 && ipv4.test(address) && (prefix === undefined || isPrefix(prefix, 32));
}

export function isIpv6(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address, prefix, ...rest] = value.split('/');
  return rest.length === 0 && isIpv6Address(address) && (prefix === undefined || isPrefix(prefix, 128));
}

function isPrefix(text: string, most: number): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most;
}

function isIpv6Address(text: string): boolean {
  const [unscoped, scope] = text.split('%');
  if (scope === '') return false;
  const halves = unscoped.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  const hex = hasIpv4 ? all.slice(0, -1) : all;
  if (hasIpv4 && (!ipv4.test(last) || groups.at(-1)?.length === 0)) return false;
  if (!hex.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  const length = hex.length + (hasIpv4 ? 2 : 0);
  return halves.length === 2 ? length <= 7 : length === 8;
}

/** RFC 3986: a scheme, and no character that must be escaped. */
export function isUri(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^[a-zA-Z][a-zA-Z0-9+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-fA-F]{2})+$/.test(value)
  );
}

function isHostName(value: unknown): boolean {
  if (typeof value !== 'string' || value.length === 0 || value.length > 253) return false;
  return value
    .replace(/\.$/, '')
    .split('.')
    .every((label) => /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}_])?$/u.test(label));
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isWhole = (value: unknown): value is number => Number.isInteger(value);
const text = (pattern: RegExp) => (value: unknown) => isText(value) && pattern.test(value);

const mediaTypes = '(?:application|audio|font|image|message|model|multipart|text|video)';

/** Forms without an argument. */
const plain: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  boolean: (value) => typeof value === 'boolean',
  object: (value) => isRecord(value),
  type: text(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*-?$/),
  timestamp: isTimestamp,
  // `created` and `modified` have milliseconds at least: versions are compared by them.
  versiontime: (value) => isTimestamp(value) && /\.\d{3,}Z$/.test(value),
  secondtime: (value) => isTimestamp(value) && !value.includes('.'),
  language: isLanguageTag,
  // RFC 5646 in the standard; ISO 639-2 in what was published of it before.
  softwarelanguage: (value) => isLanguageTag(value) || isLanguageCode3(value),
  relationtype: text(/^[a-z0-9-]+$/),
  hashes: isHashes,
  hex: text(/^(?:[a-fA-F0-9]{2})+$/),
  binary: text(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/),
  url: isUri,
  ipv4: isIpv4,
  ipv6: isIpv6,
  mac: text(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/),
  email: text(/^[^\s@]+@[^\s@]+$/),
  domain: isHostName,
  charset: isCharacterSet,
  mediatype: text(new RegExp(`^${mediaTypes}/[a-zA-Z0-9.+_-]+$`)),
  cpe: text(
    /^cpe:2\.3:[aho*-](?::(?:(?:\?*|\*?)(?:[a-zA-Z0-9\-._]|\\[\\*?!"#$%&'()+,/:;<=>@[\]^`{|}~])+(?:\?*|\*?)|[*-])){5}(?::(?:[a-zA-Z]{2,3}(?:-(?:[a-zA-Z]{2}|[0-9]{3}))?|[*-]))(?::(?:(?:\?*|\*?)(?:[a-zA-Z0-9\-._]|\\[\\*?!"#$%&'()+,/:;<=>@[\]^`{|}~])+(?:\?*|\*?)|[*-])){4}$/,
  ),
  // The hives are written in full (section 6.17).
  registrykey: (value) => isText(value) && !/^(?:HKLM|HKCC|HKCR|HKCU|HKU)\b/i.test(value),
  socketoptions: (value) =>
    isDictionary(value) &&
    Object.entries(value as object).every(
      ([name, set]) => /^(?:SO|ICMP6?|IP|IPV6|MCAST|TCP|IRLMP)(?:_[A-Z0-9]+)+$/.test(name) && isWhole(set),
    ),
  observableref: (value) => {
    const type = typeOfId(value);
    return type !== undefined && !nonObservables.has(type);
  },
};

const nonObservables = new Set(
  `attack-pattern campaign course-of-action grouping identity incident indicator infrastructure intrusion-set location
   malware-analysis malware note observed-data opinion report threat-actor tool vulnerability bundle
   marking-definition language-content extension-definition`.split(/\s+/),
);

type Test = (value: unknown) => boolean;

/** Tests by form, each made once: a form is read far oftener than there are forms. */
const tests = new Map<string, Test | undefined>();

/** The test of a form; undefined for a form that looks into objects. */
export function testOfForm(form: string): Test | undefined {
  let test = tests.get(form);
  if (test === undefined && !tests.has(form)) {
    test = makeTest(...splitForm(form));
    tests.set(form, test);
  }
  return test;
}

/** Whether a value is of a form; undefined for a form that looks into objects. */
export function isOfForm(form: string, value: unknown): boolean | undefined {
  return testOfForm(form)?.(value);
}

function makeTest(name: string, argument = ''): Test | undefined {
  const words = argument.split('|');
  switch (name) {
    case 'enum':
      return (value) => isText(value) && words.includes(value);
    case 'id':
      return (value) => {
        const type = typeOfId(value);
        return type !== undefined && (argument === '' || words.includes(type));
      };
    case 'not':
      return (value) => {
        const type = typeOfId(value);
        return type !== undefined && !words.includes(type);
      };
    case 'integer':
      return (value) => isWhole(value) && isWithin(value, argument);
    case 'number':
      return (value) => typeof value === 'number' && Number.isFinite(value) && isWithin(value, argument);
    case 'dictionary':
      return (value) => isDictionary(value, argument);
    case 'never':
      return () => false;
    default:
      return plain[name];
  }
}

function splitForm(form: string): [string, string?] {
  const colon = form.indexOf(':');
  return colon < 0 ? [form] : [form.slice(0, colon), form.slice(colon + 1)];
}

function isWithin(value: number, range: string): boolean {
  if (range === '') return Number.isSafeInteger(value) || !Number.isInteger(value);
  const [low, high] = range.split('..');
  return value >= Number(low) && (high === '' || value <= Number(high));
}
