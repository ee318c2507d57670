/**
 * Reads alerts of CAP 1.2 (OASIS, 1 July 2010) and holds them to its schema and to the rules that only its text
 * states (section 3.2): what a scope, a reference, a circle or a polygon needs, and which characters an identifier may
 * not have. A reader is told every rule that was broken, with the place.
 */
import { CommonwatchError } from '../core/index.ts';
import { readXml } from './xml.ts';
import type { XmlNode } from './xml.ts';

export interface CapProblem {
  /** `required`, `repeated`, `unknown`, `value` (not one of the list), `time`, `text`, `condition`, `geometry`. */
  readonly code: 'required' | 'repeated' | 'unknown' | 'value' | 'time' | 'text' | 'condition' | 'geometry';
  /** Such as `alert/info[0]/area[1]/polygon`. */
  readonly path: string;
  readonly value: string;
}

export interface CapArea {
  readonly areaDesc: string;
  /** Rings of [longitude, latitude], degrees, closed. */
  readonly polygons: readonly (readonly (readonly [number, number])[])[];
  readonly circles: readonly {
    readonly lonDeg: number;
    readonly latDeg: number;
    readonly radiusKm: number;
  }[];
  readonly geocodes: readonly { readonly list: string; readonly code: string }[];
}

export interface CapInfo {
  readonly language: string;
  readonly categories: readonly string[];
  readonly event: string;
  readonly urgency: string;
  readonly severity: string;
  readonly certainty: string;
  readonly headline?: string;
  readonly description?: string;
  readonly instruction?: string;
  readonly onset?: string;
  readonly expires?: string;
  readonly areas: readonly CapArea[];
}

export interface CapAlert {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: string;
  readonly status: string;
  readonly msgType: string;
  readonly scope: string;
  readonly references: readonly string[];
  readonly infos: readonly CapInfo[];
}

/** An element's content as the schema has it: a name with `?` may be absent, with `*` repeat from none, with `+` from one. */
type Rules = Readonly<Record<string, Rule>>;
interface Rule {
  readonly min: 0 | 1;
  readonly max: 1 | 'many';
  readonly children?: Rules;
  readonly check?: (text: string) => CapProblem['code'] | undefined;
}

const one = (check?: Rule['check']): Rule => ({ min: 1, max: 1, check });
const maybe = (check?: Rule['check']): Rule => ({ min: 0, max: 1, check });
const some = (check?: Rule['check']): Rule => ({ min: 0, max: 'many', check });
const words =
  (...allowed: string[]) =>
  (text: string) =>
    allowed.includes(text) ? undefined : 'value';
const time = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
    ? undefined
    : 'time';
/** "must not include spaces, commas or restricted characters (< and &)", 3.2.1. */
const token = (text: string) => (text !== '' && !/[\s,<&]/.test(text) ? undefined : 'text');
const language = (text: string) => (/^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(text) ? undefined : 'value');
const given = (text: string) => (text.trim() === '' ? 'required' : undefined);
const decimal = (text: string) => (/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text) ? undefined : 'value');
const integer = (text: string) => (/^[-+]?\d+$/.test(text) ? undefined : 'value');
const pairs: Rule = { min: 0, max: 'many', children: { valueName: one(), value: one() } };

const areaRules: Rules = {
  areaDesc: one(),
  polygon: some((text) => (ringOf(text) === undefined ? 'geometry' : undefined)),
  circle: some((text) => (circleOf(text) === undefined ? 'geometry' : undefined)),
  geocode: pairs,
  altitude: maybe(decimal),
  ceiling: maybe(decimal),
};

const infoRules: Rules = {
  language: maybe(language),
  category: {
    min: 1,
    max: 'many',
    check: words(
      'Geo',
      'Met',
      'Safety',
      'Security',
      'Rescue',
      'Fire',
      'Health',
      'Env',
      'Transport',
      'Infra',
      'CBRNE',
      'Other',
    ),
  },
  event: one(given),
  responseType: some(
    words('Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'),
  ),
  urgency: one(words('Immediate', 'Expected', 'Future', 'Past', 'Unknown')),
  severity: one(words('Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown')),
  certainty: one(words('Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown')),
  audience: maybe(),
  eventCode: pairs,
  effective: maybe(time),
  onset: maybe(time),
  expires: maybe(time),
  senderName: maybe(),
  headline: maybe(),
  description: maybe(),
  instruction: maybe(),
  web: maybe(),
  contact: maybe(),
  parameter: pairs,
  resource: {
    min: 0,
    max: 'many',
    children: {
      resourceDesc: one(),
      mimeType: one(),
      size: maybe(integer),
      uri: maybe(),
      derefUri: maybe(),
      digest: maybe(),
    },
  },
  area: { min: 0, max: 'many', children: areaRules },
};

const alertRules: Rules = {
  identifier: one(token),
  sender: one(token),
  sent: one(time),
  status: one(words('Actual', 'Exercise', 'System', 'Test', 'Draft')),
  msgType: one(words('Alert', 'Update', 'Cancel', 'Ack', 'Error')),
  source: maybe(),
  scope: one(words('Public', 'Restricted', 'Private')),
  restriction: maybe(),
  addresses: maybe(),
  code: some(),
  note: maybe(),
  references: maybe(),
  incidents: maybe(),
  info: { min: 0, max: 'many', children: infoRules },
  // A signature is allowed and not checked here.
  Signature: some(),
};

/**
 * The first alert.
 * @returns the alert and what is wrong with it; one with problems is not to be passed on as it is
 * @throws `xml.*` for what is no XML, `cap.invalid` where there is no alert at all
 */
export function readCap(text: string): ReadCap {
  return readCaps(text)[0];
}

export interface ReadCap {
  readonly alert: CapAlert;
  readonly problems: readonly CapProblem[];
}

/** UTF-16 units of a file. */
export const maxCapLength = 4_194_304;

/**
 * One alert, or those that the entries of an Atom feed hold whole: at least one.
 * @throws `xml.*` for what is no XML, `cap.invalid` where there is no alert at all
 */
export function readCaps(text: string): ReadCap[] {
  const document = readXml(text, { maxLength: maxCapLength, maxDepth: 16 });
  const roots = [
    ...nodesOf(document.alert),
    ...nodesOf(document.feed)
      .flatMap(({ entry }) => nodesOf(entry))
      .flatMap(({ content }) => nodesOf(content))
      .flatMap(({ alert }) => nodesOf(alert)),
  ];
  if (roots.length === 0) throw new CommonwatchError('cap.invalid', Object.keys(document).join(' '));
  const namespaces = namespacesOf(text);
  return roots.map((root) => readAlert(root, namespaces));
}

function readAlert(root: XmlNode, namespaces: readonly string[]): ReadCap {
  const problems: CapProblem[] = [];
  if (!namespaces.includes('urn:oasis:names:tc:emergency:cap:1.2'))
    problems.push({ code: 'value', path: 'alert/@xmlns', value: namespaces.join(' ').slice(0, 200) });
  checkElement(root, alertRules, 'alert', problems);
  problems.push(...conditionsOf(root));
  return { alert: alertOf(root), problems };
}

function namespacesOf(text: string): string[] {
  return [...text.slice(0, 4096).matchAll(/xmlns(?::[\w.-]+)?\s*=\s*["']([^"']*)["']/g)].map(
    ([, uri]) => uri,
  );
}

function checkElement(node: XmlNode, rules: Rules, path: string, problems: CapProblem[]): void {
  for (const name of Object.keys(node))
    if (!name.startsWith('@') && name !== '#text' && rules[name] === undefined)
      problems.push({ code: 'unknown', path: `${path}/${name}`, value: name });
  for (const [name, rule] of Object.entries(rules)) {
    const found = (node[name] as unknown[] | undefined) ?? [];
    if (found.length < rule.min) problems.push({ code: 'required', path: `${path}/${name}`, value: '' });
    if (rule.max === 1 && found.length > 1)
      problems.push({ code: 'repeated', path: `${path}/${name}`, value: String(found.length) });
    found.forEach((child, i) => {
      const at = rule.max === 1 ? `${path}/${name}` : `${path}/${name}[${i}]`;
      if (rule.children !== undefined)
        checkElement(typeof child === 'object' ? (child as XmlNode) : {}, rule.children, at, problems);
      const value = textOf(child);
      const code = rule.check?.(value);
      if (code !== undefined) problems.push({ code, path: at, value: value.slice(0, 200) });
    });
  }
}

/** What the text of the standard asks beyond its schema. */
function conditionsOf(root: XmlNode): CapProblem[] {
  const value = (name: string) => textsOf(root[name])[0];
  const missing = (name: string, when: boolean): CapProblem[] =>
    when && (value(name) ?? '') === '' ? [{ code: 'condition', path: `alert/${name}`, value: '' }] : [];
  const references = (value('references') ?? '').split(/\s+/).filter((each) => each !== '');
  return [
    ...missing('restriction', value('scope') === 'Restricted'),
    ...missing('addresses', value('scope') === 'Private'),
    ...missing('references', ['Update', 'Cancel', 'Ack', 'Error'].includes(value('msgType') ?? '')),
    ...missing('note', value('msgType') === 'Error'),
    ...references
      .filter((each) => each.split(',').length !== 3 || time(each.split(',')[2]) !== undefined)
      .map((each): CapProblem => ({ code: 'text', path: 'alert/references', value: each.slice(0, 200) })),
  ];
}

function alertOf(root: XmlNode): CapAlert {
  const value = (name: string) => textsOf(root[name])[0] ?? '';
  return {
    identifier: value('identifier'),
    sender: value('sender'),
    sent: value('sent'),
    status: value('status'),
    msgType: value('msgType'),
    scope: value('scope'),
    references: value('references')
      .split(/\s+/)
      .filter((each) => each !== ''),
    infos: nodesOf(root.info).map(infoOf),
  };
}

function infoOf(node: XmlNode): CapInfo {
  const value = (name: string) => textsOf(node[name])[0];
  return {
    // The standard's default.
    language: value('language') ?? 'en-US',
    categories: textsOf(node.category),
    event: value('event') ?? '',
    urgency: value('urgency') ?? '',
    severity: value('severity') ?? '',
    certainty: value('certainty') ?? '',
    headline: value('headline'),
    description: value('description'),
    instruction: value('instruction'),
    onset: value('onset'),
    expires: value('expires'),
    areas: nodesOf(node.area).map(areaOf),
  };
}

function areaOf(node: XmlNode): CapArea {
  const isThere = <T>(value: T | undefined): value is T => value !== undefined;
  return {
    areaDesc: textsOf(node.areaDesc)[0] ?? '',
    polygons: textsOf(node.polygon).map(ringOf).filter(isThere),
    circles: textsOf(node.circle).map(circleOf).filter(isThere),
    geocodes: nodesOf(node.geocode).map((pair) => ({
      list: textsOf(pair.valueName)[0] ?? '',
      code: textsOf(pair.value)[0] ?? '',
    })),
  };
}

/** "latitude,longitude", WGS 84. */
function pointOf(text: string): readonly [number, number] | undefined {
  const match = /^([-+]?\d+(?:\.\d+)?),([-+]?\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) return undefined;
  const [latDeg, lonDeg] = [Number(match[1]), Number(match[2])];
  return Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180 ? [lonDeg, latDeg] : undefined;
}

/** At least four points, the last one the first again. */
function ringOf(text: string): (readonly [number, number])[] | undefined {
  const points = text.trim().split(/\s+/).map(pointOf);
  if (points.length < 4 || points.some((at) => at === undefined)) return undefined;
  const ring = points as (readonly [number, number])[];
  const last = ring[ring.length - 1];
  return ring[0][0] === last[0] && ring[0][1] === last[1] ? ring : undefined;
}

function circleOf(text: string): CapArea['circles'][number] | undefined {
  const [centre, radius, ...rest] = text.trim().split(/\s+/);
  const at = pointOf(centre);
  const radiusKm = Number(radius);
  if (at === undefined || rest.length > 0 || !/^\d+(\.\d+)?$/.test(radius ?? '')) return undefined;
  return { lonDeg: at[0], latDeg: at[1], radiusKm };
}

function nodesOf(value: unknown): XmlNode[] {
  return Array.isArray(value) ? value.map((node) => (typeof node === 'object' ? node : {}) as XmlNode) : [];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function textOf(node: unknown): string {
  if (typeof node !== 'object' || node === null) return String(node ?? '');
  return String((node as XmlNode)['#text'] ?? '');
}
