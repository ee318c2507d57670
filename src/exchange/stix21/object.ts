/**
 * One object against its shape: what it must have, the form of each property, names of what the specification does
 * not know, extensions and what is embedded. Rules that join several properties are in `musts.ts`.
 */
import type { Json } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import type { Place, Report } from './checks.ts';
import { under } from './checks.ts';
import { isOfForm, testOfForm, typeOfId } from './forms.ts';
import { commonObservable, commonProperties, embeddedNamed, shapeNamed } from './shapes.ts';
import type { ExtensionShape, ObjectShape } from './shapes.ts';

export type Properties = { readonly [name: string]: Json };

const propertyName = /^[a-z][a-z0-9_]{2,249}$/;
/** Names that a later version may use (section 3.1). */
const reservedNames = new Set(['severity', 'action', 'username', 'phone_numbers']);
const extensionTypes = 'enum:new-sdo|new-sco|new-sro|property-extension|toplevel-property-extension';
const strictType = /^x-.+-.+$/;
const laxType = /^x-.+$/;
const strictProperty = /^x_.+_.+$/;
const laxProperty = /^x_.+$/;
const strictExtension = /^x-.+-.+-ext$/;
const laxExtension = /^x-.+-ext$/;

/** The extension types that an object names. */
export function extensionTypesOf(object: Properties): Set<string> {
  const types = new Set<string>();
  if (isRecord(object.extensions))
    for (const extension of Object.values(object.extensions))
      if (isRecord(extension) && typeof extension.extension_type === 'string')
        types.add(extension.extension_type);
  return types;
}

/** The shape of a type that the specification does not know, by what its extension says it is. */
function customShape(object: Properties): ObjectShape {
  const isObservable =
    extensionTypesOf(object).has('new-sco') ||
    (object.created === undefined && object.modified === undefined);
  return isObservable
    ? { category: 'sco', properties: commonObservable }
    : { category: 'sdo', properties: commonProperties };
}

/**
 * @param as20 the object's shape in STIX 2.0, where it is one of these
 * @returns the shape that the object was held against
 */
export function checkShape(
  object: Properties,
  at: Place,
  report: Report,
  as20?: ObjectShape,
): ObjectShape | undefined {
  const { type } = object;
  if (typeof type !== 'string') {
    report.must('required', under(at, 'type'));
    return undefined;
  }
  const known = shapeNamed(type);
  if (known === undefined) checkCustomType(object, type, at, report);
  const shape = as20 ?? known ?? customShape(object);
  if (typeOfId(object.id) !== undefined && typeOfId(object.id) !== type)
    report.must('id-type', under(at, 'id'), object.id);
  checkProperties(object, shape, at, report, known !== undefined);
  if (isRecord(object.extensions)) checkExtensions(object.extensions, shape, at, report);
  return shape;
}

function checkCustomType(object: Properties, type: string, at: Place, report: Report): void {
  const place = under(at, 'type');
  if (type.length < 3 || type.length > 250 || type === 'action') report.must('form', place, type);
  if (report.options.strictTypes === true) report.must('strict-types', place, type);
  const types = extensionTypesOf(object);
  if (!['new-sdo', 'new-sco', 'new-sro'].some((each) => types.has(each)))
    report.should('extensions-use', place, type);
  if (!strictType.test(type)) report.should('custom-prefix', place, type);
  if (!laxType.test(type)) report.should('custom-prefix-lax', place, type);
}

function checkProperties(
  object: Properties,
  shape: ObjectShape,
  at: Place,
  report: Report,
  isKnown: boolean,
): void {
  const isDefined = extensionTypesOf(object).has('toplevel-property-extension');
  for (const [name, value] of Object.entries(object)) {
    const form = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined;
    if (form !== undefined && isPlainlyOfForm(form, value)) continue;
    const place = under(at, name);
    if (form !== undefined) checkForm(form.replace(/!$/, ''), value, place, report);
    else {
      checkCustomValue(name, value, place, report);
      if (reservedNames.has(name)) report.must('unknown-name', place, name);
      // A custom object's own properties are its own business.
      if (isKnown) checkCustomProperty(name, place, report, isDefined);
    }
  }
  checkRequired(object, shape, at, report);
}

/** Tests of forms that look into no object, ready made; undefined for the others. */
const plainForms = new Map<string, ((value: Json) => boolean) | undefined>();

/**
 * Whether a value is, without a doubt, of a form as it stands in a shape. Almost every property of almost every object
 * is: only what is not needs a place to be told of.
 */
function isPlainlyOfForm(declared: string, value: Json): boolean {
  let test = plainForms.get(declared);
  if (test === undefined && !plainForms.has(declared)) {
    test = plainFormOf(declared.replace(/!$/, ''));
    plainForms.set(declared, test);
  }
  return test?.(value) === true;
}

function plainFormOf(form: string): ((value: Json) => boolean) | undefined {
  if (form.endsWith('[]')) {
    const item = plainFormOf(form.slice(0, -2));
    return item && ((value) => Array.isArray(value) && value.length > 0 && value.every(item));
  }
  if (embeddedNamed(form) !== undefined || structured[form] !== undefined) return undefined;
  const test = testOfForm(form);
  return test && ((value) => test(value));
}

function checkRequired(object: Properties, shape: ExtensionShape, at: Place, report: Report): void {
  for (const name of requiredOf(shape))
    if (object[name] === undefined) report.must('required', under(at, name));
  for (const names of shape.atLeastOne ?? [])
    if (!names.some((name) => object[name] !== undefined)) report.must('at-least-one', at, names.join(', '));
}

const required = new WeakMap<ExtensionShape, readonly string[]>();

function requiredOf(shape: ExtensionShape): readonly string[] {
  let names = required.get(shape);
  if (names === undefined) {
    names = Object.keys(shape.properties).filter((name) => shape.properties[name].endsWith('!'));
    required.set(shape, names);
  }
  return names;
}

/** The name and value of a property that the specification does not know. */
function checkCustomValue(name: string, value: Json, at: Place, report: Report): void {
  if (!propertyName.test(name)) report.must('unknown-name', at, name);
  if (value === null || (Array.isArray(value) && value.length === 0)) report.must('form', at, value);
  if (name.endsWith('_bin') && isOfForm('binary', value) !== true) report.must('form', at, value);
  if (name.endsWith('_hex') && isOfForm('hex', value) !== true) report.must('form', at, value);
}

function checkCustomProperty(name: string, at: Place, report: Report, isDefined: boolean): void {
  if (report.options.strictProperties === true) report.must('strict-properties', at, name);
  if (!isDefined) report.should('extensions-use', at, name);
  if (!strictProperty.test(name)) report.should('custom-prefix', at, name);
  if (!laxProperty.test(name)) report.should('custom-prefix-lax', at, name);
}

function checkForm(form: string, value: Json, at: Place, report: Report): void {
  if (form.endsWith('[]')) {
    if (!Array.isArray(value) || value.length === 0) report.must('form', at, value);
    else for (const [i, item] of value.entries()) checkForm(form.slice(0, -2), item, under(at, i), report);
    return;
  }
  const inner = embeddedNamed(form);
  if (inner !== undefined) return checkEmbedded(value, inner, at, report);
  const special = structured[form];
  if (special !== undefined) return special(value, at, report);
  if (isOfForm(form, value) !== true) report.must('form', at, value);
}

/** An object inside an observable. */
function checkEmbedded(value: Json, shape: ExtensionShape, at: Place, report: Report): void {
  if (!isRecord(value) || Object.keys(value).length === 0) return report.must('form', at, value);
  for (const [name, inner] of Object.entries(value)) {
    const place = under(at, name);
    if (Object.hasOwn(shape.properties, name))
      checkForm(shape.properties[name].replace(/!$/, ''), inner, place, report);
    else {
      checkCustomValue(name, inner, place, report);
      checkCustomProperty(name, place, report, false);
    }
  }
  checkRequired(value, shape, at, report);
}

function checkExtensions(extensions: Properties, shape: ObjectShape, at: Place, report: Report): void {
  for (const [key, extension] of Object.entries(extensions)) {
    const place = under(at, 'extensions', key);
    const known = shape.extensions !== undefined && Object.hasOwn(shape.extensions, key);
    if (!isRecord(extension) || Object.keys(extension).length === 0) report.must('form', place, extension);
    else if (known) checkEmbedded(extension, (shape.extensions ?? {})[key], place, report);
    else if (typeOfId(key) === 'extension-definition') checkDefined(extension, place, report);
    else checkCustomExtension(key, extension, place, report);
  }
}

function checkDefined(extension: Properties, at: Place, report: Report): void {
  if (isOfForm(extensionTypes, extension.extension_type) !== true)
    report.must('form', under(at, 'extension_type'), extension.extension_type);
  for (const [name, value] of Object.entries(extension))
    checkCustomValue(name, value, under(at, name), report);
}

function checkCustomExtension(key: string, extension: Properties, at: Place, report: Report): void {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*-ext$/.test(key)) report.must('unknown-name', at, key);
  for (const [name, value] of Object.entries(extension))
    checkCustomValue(name, value, under(at, name), report);
  report.should('extensions-use', at, key);
  if (!strictExtension.test(key)) report.should('custom-prefix', at, key);
  if (!laxExtension.test(key)) report.should('custom-prefix-lax', at, key);
}

type Checker = (value: Json, at: Place, report: Report) => void;

const cve = /^CVE-\d{4}-(?:0\d{3}|[1-9]\d{3,})$/;
const capec = /^CAPEC-\d+$/;

const checkExternal: Checker = (value, at, report) => {
  if (!isRecord(value)) return report.must('form', at, value);
  const { source_name, external_id, url, hashes, description } = value;
  for (const [name, item] of Object.entries({ source_name, external_id, description }))
    if (item !== undefined && typeof item !== 'string') report.must('form', under(at, name), item);
  if (source_name === undefined) report.must('required', under(at, 'source_name'));
  if (url !== undefined && isOfForm('url', url) !== true) report.must('form', under(at, 'url'), url);
  if (hashes !== undefined && isOfForm('hashes', hashes) !== true)
    report.must('form', under(at, 'hashes'), hashes);
  const id = String(external_id ?? '');
  const isNumbered = cve.test(id) ? 'cve' : capec.test(id) ? 'capec' : undefined;
  if ((source_name === 'cve' || source_name === 'capec') && isNumbered !== source_name)
    report.must('form', under(at, 'external_id'), external_id ?? '');
  else if (isNumbered !== undefined && isNumbered !== source_name)
    report.must('combination', under(at, 'source_name'), source_name);
  else if (external_id === undefined && description === undefined && url === undefined)
    report.must('at-least-one', at, 'external_id, description, url');
  if (url !== undefined && hashes === undefined) report.should('extref-hashes', at, source_name);
};

const selectorPattern = /^(?:[a-z0-9_-]{3,250}(?:\.(?:\[\d+\]|[a-z0-9_-]{1,250}))*|id)$/;

const checkGranular: Checker = (value, at, report) => {
  if (!isRecord(value)) return report.must('form', at, value);
  const { selectors, marking_ref, lang } = value;
  if (!Array.isArray(selectors) || selectors.length === 0) report.must('required', under(at, 'selectors'));
  else
    for (const [i, selector] of selectors.entries())
      if (typeof selector !== 'string' || !selectorPattern.test(selector))
        report.must('form', under(at, 'selectors', i), selector);
  if (marking_ref === undefined && lang === undefined) report.must('required', under(at, 'marking_ref'));
  if (marking_ref !== undefined && isOfForm('id:marking-definition', marking_ref) !== true)
    report.must('form', under(at, 'marking_ref'), marking_ref);
  if (lang !== undefined && isOfForm('language', lang) !== true) report.must('form', under(at, 'lang'), lang);
};

const isDashed = (text: string) => text === text.toLowerCase() && /[a-z]/.test(text) && !/[_ ]/.test(text);

const checkPhase: Checker = (value, at, report) => {
  if (!isRecord(value)) return report.must('form', at, value);
  for (const name of ['kill_chain_name', 'phase_name']) {
    const text = value[name];
    if (typeof text !== 'string') report.must('required', under(at, name));
    else if (!isDashed(text)) report.should('kill-chain-names', under(at, name), text);
  }
};

const checkContents: Checker = (value, at, report) => {
  if (!isRecord(value) || Object.keys(value).length === 0) return report.must('form', at, value);
  for (const [language, words] of Object.entries(value)) {
    const place = under(at, language);
    if (isOfForm('language', language) !== true) report.must('form', place, language);
    if (!isRecord(words) || Object.keys(words).length === 0) report.must('form', place, words);
    else
      for (const name of Object.keys(words))
        if (!/^[a-z0-9_]{3,250}$/.test(name)) report.must('unknown-name', under(place, name), name);
  }
};

/** Observables inside observed data, under keys of their own: deprecated, and still read. */
const checkObservables: Checker = (value, at, report) => {
  if (!isRecord(value) || Object.keys(value).length === 0) return report.must('form', at, value);
  for (const [key, object] of Object.entries(value)) {
    const place = under(at, key);
    if (!/^\d+$/.test(key)) report.should('observable-object-keys', place, key);
    if (!isRecord(object)) report.must('form', place, object);
    else {
      checkShape('id' in object ? object : { id: anyId(object.type), ...object }, place, report);
      checkLocalRefs(object, value, place, report);
    }
  }
};

/** In this form an observable needs no id of its own: its key names it. */
function anyId(type: Json): Json {
  return `${String(type)}--00000000-0000-4000-8000-000000000000`;
}

function checkLocalRefs(object: Properties, all: Properties, at: Place, report: Report): void {
  for (const [name, value] of Object.entries(object)) {
    const refs = name.endsWith('_ref')
      ? [value]
      : name.endsWith('_refs') && Array.isArray(value)
        ? value
        : [];
    for (const ref of refs)
      if (typeof ref === 'string' && !Object.hasOwn(all, ref) && typeOfId(ref) === undefined)
        report.must('reference', under(at, name), ref);
  }
}

const structured: Readonly<Record<string, Checker | undefined>> = {
  external: checkExternal,
  granular: checkGranular,
  phase: checkPhase,
  contents: checkContents,
  observables: checkObservables,
  extensions: (value, at, report) => {
    if (!isRecord(value) || Object.keys(value).length === 0) report.must('form', at, value);
  },
};
