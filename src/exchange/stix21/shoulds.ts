/** What the specification recommends: each under the name of its check. */
import type { Json } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import { under } from './checks.ts';
import type { Place, Report } from './checks.ts';
import { isRegionCode, typeOfId, uuidVersionOf } from './forms.ts';
import type { Properties } from './object.ts';
import { deprecatedProperties, isObservableType, shapeNamed } from './shapes.ts';
import type { ObjectShape } from './shapes.ts';
import {
  commonRelationships,
  hashAlgorithms,
  httpRequestHeaders,
  pdfInformationKeys,
  relationships,
  socketOptions,
  vocabularies,
  vocabularyUses,
} from './vocabularies.ts';

export function checkShoulds(object: Properties, shape: ObjectShape, at: Place, report: Report): void {
  const type = String(object.type);
  checkUuid(object, type, shape, at, report);
  checkVocabularies(object, type, at, report);
  for (const name of deprecatedProperties[type] ?? [])
    if (object[name] !== undefined) report.should('deprecated-properties', under(at, name), name);
  if (shape.category === 'sco') {
    checkHashes(object, at, report);
    checkKeys(object, at, report);
  }
  recommendations[type]?.(object, at, report);
}

function checkUuid(
  object: Properties,
  type: string,
  { category }: ObjectShape,
  at: Place,
  report: Report,
): void {
  if (typeof object.id !== 'string' || typeOfId(object.id) === undefined) return;
  const wanted = category === 'sco' && type !== 'process' ? 5 : 4;
  // Of an observable with nothing to make an id of, the rule of `musts.ts` says 4.
  const idFrom = shapeNamed(type)?.idFrom;
  if (idFrom !== undefined && !idFrom.some((name) => object[name] !== undefined)) return;
  if (uuidVersionOf(object.id) !== wanted) report.should('uuid-check', under(at, 'id'), object.id);
}

function checkVocabularies(object: Properties, type: string, at: Place, report: Report): void {
  for (const [name, check] of Object.entries(vocabularyUses[type] ?? {})) {
    const value = object[name];
    const words = Array.isArray(value) ? value : value === undefined ? [] : [value];
    for (const word of words) {
      if (typeof word !== 'string') continue;
      if (!(vocabularies[check] as readonly string[]).includes(word))
        report.should(check, under(at, name), word);
      if (word !== word.toLowerCase() || !/\p{L}/u.test(word) || /[_ ]/.test(word))
        report.should('open-vocab-format', under(at, name), word);
    }
  }
}

/** Every dictionary of hashes in an observable. */
function hashesIn(value: Json, found: Properties[] = []): Properties[] {
  if (Array.isArray(value)) for (const item of value) hashesIn(item, found);
  else if (isRecord(value))
    for (const [name, inner] of Object.entries(value)) {
      if ((name === 'hashes' || name === 'file_header_hashes') && isRecord(inner)) found.push(inner);
      else hashesIn(inner, found);
    }
  return found;
}

function checkHashes(object: Properties, at: Place, report: Report): void {
  for (const hashes of hashesIn(object))
    for (const name of Object.keys(hashes)) {
      if (!hashAlgorithms.includes(name) && !name.startsWith('x_')) report.should('hash-algo', at, name);
      if (name.length > 30) report.should('hash-length', at, name);
    }
}

/** Dictionaries whose keys are words of other standards. */
const foreignKeys = new Set([
  'hashes',
  'file_header_hashes',
  'exif_tags',
  'ipfix',
  'document_info_dict',
  'request_header',
  'options',
  'environment_variables',
  'startup_info',
  'additional_header_fields',
  'extensions',
]);

function checkKeys(value: Properties, at: Place, report: Report): void {
  for (const [name, inner] of Object.entries(value)) {
    if (/[A-Z]/.test(name)) report.should('observable-dictionary-keys', under(at, name), name);
    if (isRecord(inner) && !foreignKeys.has(name)) checkKeys(inner, under(at, name), report);
  }
}

type Recommendation = (object: Properties, at: Place, report: Report) => void;

function extensionOf(object: Properties, key: string): Properties {
  const extension = isRecord(object.extensions) ? object.extensions[key] : undefined;
  return isRecord(extension) ? extension : {};
}

function keysOf(value: Json | undefined): string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

const mediaType = /^(?:application|audio|font|image|message|model|multipart|text|video)\/[a-zA-Z0-9.+_-]+$/;

const recommendations: Readonly<Record<string, Recommendation | undefined>> = {
  'marking-definition': ({ definition_type }, at, report) => {
    if (definition_type !== undefined && definition_type !== 'statement' && definition_type !== 'tlp')
      report.should('marking-definition-type', under(at, 'definition_type'), definition_type);
  },
  'extension-definition': ({ description, extension_types, extension_properties }, at, report) => {
    if (description === undefined) report.should('extension-description', at);
    const isTopLevel =
      Array.isArray(extension_types) && extension_types.includes('toplevel-property-extension');
    if (isTopLevel && extension_properties === undefined) report.should('extension-properties', at);
  },
  indicator: ({ name, description }, at, report) => {
    if (name === undefined || description === undefined) report.should('indicator-properties', at);
  },
  location: ({ country }, at, report) => {
    if (country !== undefined && !isRegionCode(country))
      report.should('countries', under(at, 'country'), country);
  },
  'malware-analysis': ({ product }, at, report) => {
    if (typeof product === 'string' && !/^[a-z0-9-]+$/.test(product))
      report.should('malware-analysis-product', under(at, 'product'), product);
  },
  relationship: (object, at, report) => checkRelation(object, at, report),
  file: (object, at, report) => {
    const { mime_type } = object;
    if (typeof mime_type === 'string' && !mediaType.test(mime_type))
      report.should('mime-type', under(at, 'mime_type'), mime_type);
    const { pe_type } = extensionOf(object, 'windows-pebinary-ext');
    if (
      pe_type !== undefined &&
      !(vocabularies['windows-pebinary-type'] as readonly Json[]).includes(pe_type)
    )
      report.should('windows-pebinary-type', at, pe_type);
    for (const key of keysOf(extensionOf(object, 'pdf-ext').document_info_dict))
      if (!pdfInformationKeys.has(key)) report.should('pdf-doc-info', at, key);
  },
  process: (object, at, report) => {
    const { priority } = extensionOf(object, 'windows-process-ext');
    if (typeof priority === 'string' && !/._CLASS$/.test(priority))
      report.should('windows-process-priority-format', at, priority);
  },
  'network-traffic': (object, at, report) => {
    if (object.src_port === undefined || object.dst_port === undefined)
      report.should('network-traffic-ports', at);
    for (const protocol of Array.isArray(object.protocols) ? object.protocols : [])
      if (typeof protocol === 'string' && !/^[a-zA-Z0-9-]{1,15}$/.test(protocol))
        report.should('protocols', under(at, 'protocols'), protocol);
    for (const key of keysOf(object.ipfix))
      if (!/^[a-z][a-zA-Z0-9]+$/.test(key)) report.should('ipfix', under(at, 'ipfix'), key);
    for (const key of keysOf(extensionOf(object, 'http-request-ext').request_header))
      if (!httpRequestHeaders.has(key.toLowerCase())) report.should('http-request-headers', at, key);
    for (const key of keysOf(extensionOf(object, 'socket-ext').options))
      if (!socketOptions.has(key)) report.should('socket-options', at, key);
  },
};

function checkRelation(object: Properties, at: Place, report: Report): void {
  const { relationship_type, source_ref, target_ref } = object;
  const [source, target] = [typeOfId(source_ref), typeOfId(target_ref)];
  if (typeof relationship_type !== 'string' || source === undefined || target === undefined) return;
  if (commonRelationships.includes(relationship_type)) return;
  // What joins objects of another's making is that other's business.
  if (shapeNamed(source) === undefined || shapeNamed(target) === undefined) return;
  const targets = relationships[source]?.[relationship_type];
  const fits =
    targets?.includes(target) === true || (targets?.includes('*') === true && isObservableType(target));
  if (!fits) report.should('relationship-types', at, `${source} ${relationship_type} ${target}`);
}
