/** Rules of the specification that join several properties of an object. */
import type { Json } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import { PatternFault, parsePattern, pathsOf } from '../stixpattern/index.ts';
import { under } from './checks.ts';
import type { Place, Report } from './checks.ts';
import { compareTimestamps, isTimestamp, typeOfId, uuidVersionOf } from './forms.ts';
import type { Properties } from './object.ts';
import { shapeNamed, timeOrders } from './shapes.ts';

export function checkMusts(object: Properties, at: Place, report: Report): void {
  checkTimes(object, at, report);
  checkMarkings(object, at, report);
  checkUuid(object, at, report);
  combinations[String(object.type)]?.(object, at, report);
}

function checkTimes(object: Properties, at: Place, report: Report): void {
  const orders = [['modified', '>=', 'created'] as const, ...(timeOrders[String(object.type)] ?? [])];
  for (const [later, sign, earlier] of orders) {
    const [a, b] = [object[later], object[earlier]];
    if (!isTimestamp(a) || !isTimestamp(b)) continue;
    const order = compareTimestamps(a, b);
    if (order < 0 || (order === 0 && sign === '>')) report.must('time-order', under(at, later), a);
  }
}

function checkMarkings(object: Properties, at: Place, report: Report): void {
  const granular = Array.isArray(object.granular_markings) ? object.granular_markings : [];
  const marks = Array.isArray(object.object_marking_refs) ? object.object_marking_refs : [];
  if (object.type === 'marking-definition') {
    if (marks.includes(object.id)) report.must('marking-circular', under(at, 'object_marking_refs'));
    if (granular.some((each) => isRecord(each) && each.marking_ref === object.id))
      report.must('marking-circular', under(at, 'granular_markings'));
  }
  for (const [i, each] of granular.entries()) {
    const selectors = isRecord(each) && Array.isArray(each.selectors) ? each.selectors : [];
    for (const [k, selector] of selectors.entries())
      if (typeof selector === 'string' && !isSelected(object, selector))
        report.must('selector', under(at, 'granular_markings', i, 'selectors', k), selector);
  }
}

/** Whether a selector leads to something in the object. */
function isSelected(object: Properties, selector: string): boolean {
  let value: Json | undefined = object;
  for (const step of selector.split('.')) {
    const index = /^\[(\d+)\]$/.exec(step)?.[1];
    if (index !== undefined) value = Array.isArray(value) ? value[Number(index)] : undefined;
    else value = isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (value === undefined) return false;
  }
  return true;
}

/** An observable whose id nothing contributes to has a random one (section 2.9). */
function checkUuid(object: Properties, at: Place, report: Report): void {
  const { type, id } = object;
  const shape = shapeNamed(String(type));
  if (shape?.idFrom === undefined || typeof id !== 'string' || typeOfId(id) === undefined) return;
  const contributes = shape.idFrom.some((name) => object[name] !== undefined);
  if (!contributes && uuidVersionOf(id) !== 4) report.must('uuid-version', under(at, 'id'), id);
}

type Combination = (object: Properties, at: Place, report: Report) => void;

/** Names of headers that have properties of their own. */
const ownHeaders =
  /^(?:date|received_lines|content_type|from_ref|sender_ref|to_refs|cc_refs|bcc_refs|subject)$/;

const combinations: Readonly<Record<string, Combination | undefined>> = {
  indicator: (object, at, report) => checkPattern(object, at, report),
  location: ({ latitude, longitude, precision }, at, report) => {
    if ((latitude === undefined) !== (longitude === undefined))
      report.must('combination', at, 'latitude, longitude');
    if (precision !== undefined && latitude === undefined)
      report.must('combination', under(at, 'precision'), precision);
  },
  malware: ({ is_family, name }, at, report) => {
    if (is_family === true && name === undefined) report.must('required', under(at, 'name'));
  },
  'network-traffic': ({ is_active, end }, at, report) => {
    if (is_active === true && end !== undefined) report.must('combination', under(at, 'end'), end);
  },
  'email-message': (object, at, report) => {
    if (object.is_multipart === true && object.body !== undefined)
      report.must('combination', under(at, 'body'));
    if (object.is_multipart === false && object.body_multipart !== undefined)
      report.must('combination', under(at, 'body_multipart'));
    for (const name of Object.keys(
      isRecord(object.additional_header_fields) ? object.additional_header_fields : {},
    ))
      if (ownHeaders.test(name.toLowerCase()))
        report.must('unknown-name', under(at, 'additional_header_fields', name), name);
  },
  artifact: (object, at, report) => {
    if (object.payload_bin !== undefined && object.url !== undefined)
      report.must('combination', at, 'payload_bin, url');
    if (object.url !== undefined && object.hashes === undefined) report.must('required', under(at, 'hashes'));
    if (object.decryption_key !== undefined && object.encryption_algorithm === undefined)
      report.must('combination', under(at, 'decryption_key'));
  },
  'observed-data': ({ objects, object_refs }, at, report) => {
    if ((objects === undefined) === (object_refs === undefined))
      report.must('combination', at, 'objects, object_refs');
  },
  'extension-definition': ({ extension_types, extension_properties }, at, report) => {
    const isTopLevel =
      Array.isArray(extension_types) && extension_types.includes('toplevel-property-extension');
    if (extension_properties !== undefined && !isTopLevel)
      report.must('combination', under(at, 'extension_properties'));
  },
  'marking-definition': (object, at, report) => checkMarkingDefinition(object, at, report),
};

/** The four TLP markings that STIX 2.1 has built in; there are no others of that type. */
const builtIn: Readonly<Record<string, string>> = {
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'white',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
};

const builtInProperties = new Set('type spec_version id created name definition_type definition'.split(' '));

function checkMarkingDefinition(object: Properties, at: Place, report: Report): void {
  const { definition_type, definition, extensions } = object;
  if (extensions === undefined)
    for (const name of ['definition_type', 'definition'])
      if (object[name] === undefined) report.must('required', under(at, name));
  if (
    definition_type === 'statement' &&
    typeof (isRecord(definition) ? definition.statement : undefined) !== 'string'
  )
    report.must('required', under(at, 'definition', 'statement'));
  if (definition_type !== 'tlp') return;
  const tlp = builtIn[String(object.id)];
  const isExact =
    tlp !== undefined &&
    isRecord(definition) &&
    definition.tlp === tlp &&
    // In 2.0 a marking has no name.
    (object.name === `TLP:${tlp.toUpperCase()}` || (object.spec_version ?? object.name) === undefined) &&
    object.created === '2017-01-20T00:00:00.000Z' &&
    Object.keys(object).every((name) => builtInProperties.has(name));
  if (!isExact) report.must('combination', under(at, 'definition'), definition ?? '');
}

const patternType = /^-?[a-z0-9]+(?:-[a-z0-9]+)*-?$/;

/** The syntax of a STIX pattern, and the names that it uses. */
function checkPattern(object: Properties, at: Place, report: Report): void {
  const { pattern, pattern_type } = object;
  if (pattern_type !== 'stix' || typeof pattern !== 'string') return;
  const place = under(at, 'pattern');
  try {
    for (const { type, steps } of pathsOf(parsePattern(pattern))) {
      checkPatternType(type, place, report);
      checkPatternProperty(type, String(steps[0]), place, report);
    }
  } catch (error) {
    if (!(error instanceof PatternFault)) throw error;
    report.must('pattern', place, `${error.message}: ${pattern.slice(0, 80)}`);
  }
}

function checkPatternType(type: string, at: Place, report: Report): void {
  if (shapeNamed(type)?.category === 'sco') return;
  if (!patternType.test(type) || type.length < 3 || type.length > 250)
    return report.must('pattern', at, type);
  if (report.options.strictTypes === true) report.must('strict-types', at, type);
  if (!/^x-.+-.+$/.test(type)) report.should('custom-prefix', at, type);
  if (!/^x-.+$/.test(type)) report.should('custom-prefix-lax', at, type);
}

function checkPatternProperty(type: string, name: string, at: Place, report: Report): void {
  const shape = shapeNamed(type);
  if (shape !== undefined && Object.hasOwn(shape.properties, name)) return;
  if (!/^[a-z0-9_]{3,250}$/.test(name)) return report.must('pattern', at, name);
  // A custom object's properties need no prefix.
  if (shape === undefined) return;
  if (report.options.strictProperties === true) report.must('strict-properties', at, name);
  if (!/^x_.+_.+$/.test(name)) report.should('custom-prefix', at, name);
  if (!/^x_.+$/.test(name)) report.should('custom-prefix-lax', at, name);
}
