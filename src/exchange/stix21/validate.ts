/**
 * Validation of STIX 2.1 content beyond its schemas (OASIS Standard, 10 June 2021): what an object must be, and, by
 * named checks, what it should be. A bundle is checked object by object. Pure, bounded, and without recursion over
 * what has not been measured before.
 */
import { depthOf, maxDepth } from '../../core/index.ts';
import type { Json } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import { Report, under, unknownChecks } from './checks.ts';
import type { Issue, Place, ValidationOptions } from './checks.ts';
import { isOfForm, typeOfId, uuidVersionOf } from './forms.ts';
import { checkMusts } from './musts.ts';
import { checkShape } from './object.ts';
import type { Properties } from './object.ts';
import type { ObjectShape } from './shapes.ts';
import { shape20Named } from './shapes20.ts';
import { checkShoulds } from './shoulds.ts';

export interface Validation {
  readonly valid: boolean;
  readonly issues: readonly Issue[];
  /** How many more issues there were than are listed. */
  readonly more: number;
}

/** @param value parsed JSON: an object or a bundle of them */
export function validateStix(value: unknown, options: ValidationOptions = {}): Validation {
  const report = new Report(options);
  for (const name of unknownChecks(options)) report.must('unknown-check', { path: '' }, name);
  if (depthOf(value) > maxDepth) report.must('too-deep', { path: '' });
  else checkAny(value as Json, { path: '' }, report);
  const counts = (issue: Issue) => issue.level === 'must' || options.strict === true;
  return { valid: !report.issues.some(counts), issues: report.issues, more: report.more };
}

function checkAny(value: Json, at: Place, report: Report): void {
  if (!isRecord(value)) report.must('form', at, value);
  else if (value.type === 'bundle') checkBundle(value, at, report);
  else checkObject(value, at, report);
}

/** @param as20 the object's shape in 2.0, where it is one of these */
function checkObject(object: Properties, at: Place, report: Report, as20?: ObjectShape): void {
  const place: Place = typeof object.id === 'string' ? { id: object.id.slice(0, 300), path: at.path } : at;
  const shape = checkShape(object, place, report, as20);
  if (shape === undefined) return;
  checkMusts(object, place, report);
  checkShoulds(object, shape, place, report);
}

/** The shape in STIX 2.0 of an object that is implied to be one; undefined for one of 2.1. */
function impliedShape20({ type, spec_version, created }: Properties): ObjectShape | undefined {
  return spec_version === undefined && created !== undefined ? shape20Named(String(type)) : undefined;
}

function checkBundled(object: Properties, at: Place, report: Report): void {
  const as20 = impliedShape20(object);
  if (as20 !== undefined && uuidVersionOf(String(object.id)) !== 4)
    report.must('uuid-version', under(at, 'id'), object.id);
  checkObject(object, at, report, as20);
}

const bundleProperties = new Set(['type', 'id', 'objects', 'spec_version']);

function checkBundle(bundle: Properties, at: Place, report: Report): void {
  const { id, objects } = bundle;
  if (isOfForm('id:bundle', id) !== true) report.must('form', under(at, 'id'), id ?? '');
  else if (uuidVersionOf(String(id)) !== 4) report.should('uuid-check', under(at, 'id'), id);
  for (const name of Object.keys(bundle))
    if (!bundleProperties.has(name)) report.should('extensions-use', under(at, name), name);
  if (objects === undefined) return;
  if (!Array.isArray(objects) || objects.length === 0)
    return report.must('form', under(at, 'objects'), objects);
  for (const [i, object] of objects.entries()) {
    const place = under(at, 'objects', i);
    if (!isRecord(object) || object.type === 'bundle') report.must('form', place, object);
    else checkBundled(object, place, report);
  }
  checkDuplicates(objects, at, report);
  if (report.options.enforceRefs === true) checkReferences(objects, at, report);
}

function checkDuplicates(objects: readonly Json[], at: Place, report: Report): void {
  const versions = new Set<string>();
  for (const [i, object] of objects.entries()) {
    if (!isRecord(object) || typeof object.id !== 'string' || object.modified === undefined) continue;
    const version = `${object.id} ${String(object.modified)}`;
    if (versions.has(version)) report.should('duplicate-ids', under(at, 'objects', i), object.id);
    versions.add(version);
  }
}

function checkReferences(objects: readonly Json[], at: Place, report: Report): void {
  const held = new Set(objects.map((object) => (isRecord(object) ? object.id : undefined)));
  for (const [i, object] of objects.entries()) {
    if (!isRecord(object) || object.type !== 'relationship') continue;
    for (const name of ['source_ref', 'target_ref'])
      if (typeOfId(object[name]) !== undefined && !held.has(object[name]))
        report.must('unresolved', under(at, 'objects', i, name), object[name]);
  }
}
