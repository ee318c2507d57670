/**
 * Values of MISP attributes as STIX: an observable, a pattern that finds it, or a domain object. The table follows
 * MISP's own types; a type that is not here stays a text.
 */
import type { Json } from '../../core/index.ts';
import { observableId } from '../stix21/index.ts';
import type { Properties } from '../stix21/index.ts';

/** What an attribute's value is in STIX; observables refer to each other, the last one stands for the whole. */
export interface MispValue {
  readonly observables: readonly Properties[];
  /** The comparison that finds it, without brackets. */
  readonly comparison: string;
}

export type MispSubject =
  | { readonly kind: 'observable'; readonly value: MispValue }
  /** A whole pattern in another language than STIX's. */
  | { readonly kind: 'pattern'; readonly language: string; readonly pattern: string }
  | { readonly kind: 'object'; readonly type: string; readonly properties: Properties }
  | { readonly kind: 'text' };

/** @returns what the value is; a text where its type has no STIX or the value is not of its type */
export function subjectOf(type: string, text: string): MispSubject {
  const value = text.trim();
  const language = patternLanguages[type];
  if (language !== undefined) return { kind: 'pattern', language, pattern: value };
  const object = objectOf(type, value);
  if (object !== undefined) return { kind: 'object', ...object };
  const found = observableOf(type, value);
  return found === undefined ? { kind: 'text' } : { kind: 'observable', value: found };
}

const patternLanguages: Readonly<Record<string, string | undefined>> = {
  snort: 'snort',
  suricata: 'suricata',
  yara: 'yara',
  sigma: 'sigma',
};

function objectOf(
  type: string,
  value: string,
): { readonly type: string; readonly properties: Properties } | undefined {
  switch (type) {
    case 'vulnerability':
      return {
        type: 'vulnerability',
        properties: {
          name: value,
          ...(/^CVE-\d{4}-\d{4,}$/i.test(value)
            ? { external_references: [{ source_name: 'cve', external_id: value.toUpperCase() }] }
            : {}),
        },
      };
    case 'threat-actor':
      return { type: 'threat-actor', properties: { name: value } };
    case 'campaign-name':
      return { type: 'campaign', properties: { name: value } };
    case 'malware-type':
      return { type: 'malware', properties: { name: value, is_family: true } };
    default:
      return undefined;
  }
}

const hashNames: Readonly<Record<string, string | undefined>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  'sha3-256': 'SHA3-256',
  'sha3-512': 'SHA3-512',
  ssdeep: 'SSDEEP',
  tlsh: 'TLSH',
};
/** Forms that hold a value to its type before it is written as one. */
const forms: Readonly<Record<string, RegExp>> = {
  MD5: /^[0-9a-f]{32}$/i,
  'SHA-1': /^[0-9a-f]{40}$/i,
  'SHA-224': /^[0-9a-f]{56}$/i,
  'SHA-256': /^[0-9a-f]{64}$/i,
  'SHA-384': /^[0-9a-f]{96}$/i,
  'SHA-512': /^[0-9a-f]{128}$/i,
  'SHA3-256': /^[0-9a-f]{64}$/i,
  'SHA3-512': /^[0-9a-f]{128}$/i,
  SSDEEP: /^[a-zA-Z0-9/+:.]{1,128}$/,
  TLSH: /^[a-zA-Z0-9]{70,72}$/,
};
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\/(?:3[0-2]|[12]?\d))?$/;
const ipv6 = /^(?=.*:)[0-9a-f:.]{2,45}(?:\/\d{1,3})?$/i;
const domain = /^(?=.{1,253}\.?$)[\p{L}\p{N}_*](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?\.?$/u;
const address = /^(?:[a-z][a-z0-9+.-]*:)?[^\s<>"{}|\\^`]+$/i;
const mailbox = /^[^@\s]+@[^@\s]+$/;

function observableOf(type: string, value: string): MispValue | undefined {
  const hash = hashNames[type];
  if (hash !== undefined) return fileOf({ [hash]: value });
  const [kind, second] = type.split('|');
  if (second !== undefined) return pairOf(kind, second, value);
  switch (type) {
    case 'ip-src':
    case 'ip-dst':
      return addressOf(value);
    case 'domain':
    case 'hostname':
      return domain.test(value) ? plain('domain-name', 'value', value) : undefined;
    case 'url':
    case 'uri':
      return address.test(value) ? plain('url', 'value', value) : undefined;
    case 'email':
    case 'email-src':
    case 'email-dst':
      return mailbox.test(value) ? plain('email-addr', 'value', value) : undefined;
    case 'email-subject':
      return one({ type: 'email-message', is_multipart: false, subject: value }, 'subject');
    case 'filename':
      return value === '' ? undefined : plain('file', 'name', value);
    case 'mutex':
      return plain('mutex', 'name', value);
    case 'regkey':
      return plain('windows-registry-key', 'key', value);
    case 'mac-address':
      return /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(value)
        ? plain('mac-addr', 'value', value.toLowerCase().replaceAll('-', ':'))
        : undefined;
    case 'AS':
      return systemOf(value);
    default:
      return undefined;
  }
}

/** Two values in one, divided by `|`. */
function pairOf(kind: string, second: string, value: string): MispValue | undefined {
  const at = value.lastIndexOf('|');
  if (at < 0) return undefined;
  const [first, rest] = [value.slice(0, at), value.slice(at + 1)];
  if (kind === 'filename' || kind === 'malware-sample') {
    const hash = hashNames[kind === 'malware-sample' ? 'md5' : second];
    return hash === undefined ? undefined : fileOf({ [hash]: rest }, first);
  }
  if (kind === 'domain' && second === 'ip') return resolved(first, rest);
  if (kind === 'regkey' && second === 'value')
    return first === ''
      ? undefined
      : one({ type: 'windows-registry-key', key: first, values: [{ data: rest }] }, 'key');
  if (second === 'port') return endpointOf(observableOf(kind, first), rest, kind);
  return undefined;
}

/** A file by what is known of it. */
export function fileOf(
  hashes: Readonly<Record<string, string>>,
  name?: string,
  sizeBytes?: number,
): MispValue | undefined {
  const kept = Object.entries(hashes);
  if (kept.some(([hash, value]) => !forms[hash].test(value))) return undefined;
  if (kept.length === 0 && (name ?? '') === '') return undefined;
  const file = {
    type: 'file',
    ...(kept.length === 0 ? {} : { hashes }),
    ...(name === undefined || name === '' ? {} : { name }),
    ...(sizeBytes === undefined ? {} : { size: sizeBytes }),
  };
  const terms = kept.map(([hash, value]) => `file:hashes.'${hash}' = ${quoted(value)}`);
  if (name !== undefined && name !== '') terms.push(`file:name = ${quoted(name)}`);
  return { observables: [identified(file)], comparison: terms.join(' AND ') };
}

/** The name under which a hash goes in STIX, by its MISP type. */
export function hashNameOf(type: string): string | undefined {
  return Object.hasOwn(hashNames, type) ? hashNames[type] : undefined;
}

function addressOf(value: string): MispValue | undefined {
  if (ipv4.test(value)) return plain('ipv4-addr', 'value', value);
  return ipv6.test(value) ? plain('ipv6-addr', 'value', value.toLowerCase()) : undefined;
}

function resolved(name: string, address: string): MispValue | undefined {
  const target = addressOf(address);
  if (target === undefined || !domain.test(name)) return undefined;
  const [found] = target.observables;
  const host = identified({ type: 'domain-name', value: name, resolves_to_refs: [found.id] });
  const comparison = `domain-name:value = ${quoted(name)} AND domain-name:resolves_to_refs[*].value = ${quoted(String(found.value))}`;
  return { observables: [found, host], comparison };
}

function endpointOf(host: MispValue | undefined, port: string, kind: string): MispValue | undefined {
  if (host === undefined || !/^\d{1,5}$/.test(port) || Number(port) > 65_535) return undefined;
  const side = kind === 'ip-src' ? 'src' : 'dst';
  const [target] = host.observables;
  const traffic = {
    type: 'network-traffic',
    [`${side}_ref`]: target.id,
    [`${side}_port`]: Number(port),
    // The attribute does not say over what.
    protocols: ['ip'],
  };
  const comparison = `network-traffic:${side}_ref.value = ${quoted(String(target.value))} AND network-traffic:${side}_port = ${Number(port)}`;
  return { observables: [target, identified(traffic)], comparison };
}

function systemOf(value: string): MispValue | undefined {
  const number = /^(?:AS)?(\d{1,10})$/i.exec(value)?.[1];
  if (number === undefined) return undefined;
  const observable = identified({ type: 'autonomous-system', number: Number(number) });
  return { observables: [observable], comparison: `autonomous-system:number = ${Number(number)}` };
}

function plain(type: string, property: string, value: string): MispValue | undefined {
  return value === '' ? undefined : one({ type, [property]: value }, property);
}

function one(object: Properties, property: string): MispValue {
  return {
    observables: [identified(object)],
    comparison: `${String(object.type)}:${property} = ${quoted(String(object[property]))}`,
  };
}

function identified(object: Properties): Properties {
  const { type, ...rest } = object;
  return { type, spec_version: '2.1', id: observableId(object) as Json, ...rest };
}

/** A string of STIX's pattern language. */
function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
