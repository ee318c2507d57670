/**
 * STIX 2.1 as STIX 2.0 (OASIS Committee Specification 01), for readers that know nothing newer. Objects and properties
 * that 2.0 does not have are left out and told of; observables go into the observed data that refers to them. Markings
 * may only narrow: TLP 2.0 becomes the built-in TLP that is no wider.
 */
import { derivedId } from '../../core/index.ts';
import type { Json } from '../../core/index.ts';
import { nativeMarking } from '../markings.ts';
import { isRecord } from '../release.ts';
import { typeOfId } from './forms.ts';
import { extensionTypesOf } from './object.ts';
import type { Properties } from './object.ts';
import { markedTlp } from './released.ts';
import { isObservableType, shapeNamed } from './shapes.ts';
import { identityClasses20, labelsFrom, newIn21, types20 } from './shapes20.ts';

export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

export interface Downgraded {
  readonly value: Json;
  readonly left: readonly LeftOut[];
}

/** @param value a bundle or an object of STIX 2.1 */
export function toStix20(value: unknown): Downgraded {
  const left: LeftOut[] = [];
  if (!isRecord(value)) return { value: value as Json, left: [{ path: '/', reason: 'no object' }] };
  const given = value.type === 'bundle' ? (Array.isArray(value.objects) ? value.objects : []) : [value];
  const held = new Map<string, Properties>();
  for (const object of given)
    if (isRecord(object) && typeof object.id === 'string') held.set(object.id, object);
  const written = new Map<string, Json>();
  for (const [i, object] of given.entries()) {
    if (!isRecord(object)) continue;
    const made = downgraded(object, `/objects/${i}`, held, left);
    if (made !== undefined) written.set(String(made.id), made);
  }
  // TLP markings of 2.0 stand under the same ids as those that 2.1 has built in.
  for (const object of written.values())
    if (isRecord(object))
      for (const ref of markingRefs(object)) {
        const marking = nativeMarking(String(ref));
        if (marking !== undefined && !written.has(marking.id))
          written.set(marking.id, without(marking, ['name', 'spec_version']));
      }
  const kept = withoutDangling([...written.values()] as Properties[], held, left);
  const id =
    typeof value.id === 'string' && value.type === 'bundle'
      ? value.id
      : derivedId('bundle', ...kept.map((each) => String(each.id)));
  return {
    value: withIds20({
      type: 'bundle',
      id,
      spec_version: '2.0',
      ...(kept.length === 0 ? {} : { objects: kept }),
    }),
    left,
  };
}

function downgraded(
  object: Properties,
  path: string,
  held: ReadonlyMap<string, Properties>,
  left: LeftOut[],
): Properties | undefined {
  const type = String(object.type);
  if (isObservable(object)) return undefined;
  const isCustom = shapeNamed(type) === undefined;
  if (!types20.has(type) && !isCustom) {
    left.push({ path, reason: `${type} is no type of STIX 2.0` });
    return undefined;
  }
  if (type === 'indicator' && object.pattern_type !== undefined && object.pattern_type !== 'stix') {
    left.push({ path, reason: 'STIX 2.0 knows STIX patterns only' });
    return undefined;
  }
  if (type === 'marking-definition' && object.definition === undefined) return undefined;
  const gone = [...newIn21['*'], ...(newIn21[type] ?? [])];
  for (const name of gone)
    if (object[name] !== undefined && !/^(?:spec_version|pattern_type|.*_types)$/.test(name))
      left.push({ path: `${path}/${name}`, reason: 'no property of STIX 2.0' });
  return { ...without(object, gone), ...changes(object, type, path, held, left) };
}

function changes(
  object: Properties,
  type: string,
  path: string,
  held: ReadonlyMap<string, Properties>,
  left: LeftOut[],
): Properties {
  const changed: Record<string, Json> = {};
  const words = labelsFrom[type] === undefined ? [] : object[labelsFrom[type]];
  const labels = [
    ...(Array.isArray(words) ? words : []),
    ...(Array.isArray(object.labels) ? object.labels : []),
  ];
  if (labels.length > 0) changed.labels = [...new Set(labels)];
  else if (labelsFrom[type] !== undefined) changed.labels = ['unknown'];
  if (type === 'identity' && !identityClasses20.has(String(object.identity_class)))
    changed.identity_class = 'unknown';
  if (type === 'malware' && object.name === undefined) changed.name = String(object.id);
  if (type === 'observed-data' && object.objects === undefined)
    changed.objects = observables(object, path, held, left);
  if (type !== 'marking-definition' && object.object_marking_refs !== undefined)
    changed.object_marking_refs = narrowMarkings(object);
  return changed;
}

/** Markings that 2.0 can read, no wider: what it cannot read is RED. */
function narrowMarkings(object: Properties): Json[] {
  const tlp = markedTlp({ object_marking_refs: object.object_marking_refs });
  const native = nativeMarking(tlp ?? 'RED');
  const others = markingRefs(object).filter(
    (ref) => nativeMarking(String(ref)) === undefined && !isTlp2(String(ref)),
  );
  return [...(native === undefined ? [] : [native.id]), ...others];
}

function isTlp2(ref: string): boolean {
  return markedTlp({ object_marking_refs: [ref] }) !== undefined;
}

function markingRefs(object: Properties): readonly Json[] {
  return Array.isArray(object.object_marking_refs) ? object.object_marking_refs : [];
}

/**
 * In 2.0 the UUID of an id must be of version 4 (section 2.7): one of another version gets that digit, wherever it
 * stands, so that one object has one id in every conversion.
 */
function withIds20(value: Json, name = ''): Json {
  if (Array.isArray(value)) return value.map((item) => withIds20(item, name));
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIds20(inner, key)]));
  const isId = name === 'id' || name.endsWith('_ref') || name.endsWith('_refs');
  if (!isId || typeof value !== 'string' || typeOfId(value) === undefined) return value;
  return `${value.slice(0, -22)}4${value.slice(-21)}`;
}

/** The observables that observed data refers to, and what those refer to, under keys of their own. */
function observables(
  object: Properties,
  path: string,
  held: ReadonlyMap<string, Properties>,
  left: LeftOut[],
): Properties {
  const keys = new Map<string, string>();
  const waiting = (Array.isArray(object.object_refs) ? object.object_refs : []).map(String);
  for (const id of waiting) {
    const found = held.get(id);
    if (keys.has(id)) continue;
    if (found === undefined || !isObservable(found)) {
      left.push({ path: `${path}/object_refs`, reason: `${id} is no observable of this bundle` });
      continue;
    }
    keys.set(id, String(keys.size));
    for (const [name, value] of Object.entries(found))
      if (not20.has(name)) continue;
      else if (name.endsWith('_ref') && typeOfId(value) !== undefined) waiting.push(String(value));
      else if (name.endsWith('_refs') && Array.isArray(value)) waiting.push(...value.map(String));
  }
  const objects: Record<string, Json> = {};
  for (const [id, key] of keys) objects[key] = observable20(held.get(id) as Properties, keys);
  return objects;
}

/** Of a type of somebody's own: what an extension defines as one, or what has no times, as observables have none. */
function isObservable(object: Properties): boolean {
  const type = String(object.type);
  if (shapeNamed(type) !== undefined) return isObservableType(type);
  return (
    extensionTypesOf(object).has('new-sco') || (object.created === undefined && object.modified === undefined)
  );
}

const not20 = new Set(['id', 'spec_version', 'defanged', 'object_marking_refs', 'granular_markings']);

function observable20(object: Properties, keys: ReadonlyMap<string, string>): Properties {
  const made: Record<string, Json> = {};
  for (const [name, value] of Object.entries(object)) {
    if (not20.has(name)) continue;
    if (name.endsWith('_ref')) {
      const key = keys.get(String(value));
      if (key !== undefined) made[name] = key;
    } else if (name.endsWith('_refs') && Array.isArray(value)) {
      const refs = value.map((ref) => keys.get(String(ref))).filter((key) => key !== undefined);
      if (refs.length > 0) made[name] = refs;
    } else if (name === 'extensions' && isRecord(value)) {
      const known = Object.entries(value).filter(([key]) => typeOfId(key) !== 'extension-definition');
      if (known.length > 0) made[name] = Object.fromEntries(known);
    } else made[name] = value;
  }
  return made;
}

function without(object: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** Without references to objects that 2.0 has no place for, and relations that lost an end. */
function withoutDangling(
  objects: readonly Properties[],
  held: ReadonlyMap<string, Properties>,
  left: LeftOut[],
): Properties[] {
  const present = new Set(objects.map(({ id }) => String(id)));
  // What was never in the bundle is somewhere else; what was in it and is gone is nowhere.
  const isGone = (ref: Json) => held.has(String(ref)) && !present.has(String(ref));
  return objects.flatMap((object) => {
    const made: Record<string, Json> = {};
    for (const [name, value] of Object.entries(object)) {
      if (name === 'object_refs' && object.type === 'observed-data') continue;
      if (name.endsWith('_ref') && isGone(value)) {
        if (name !== 'created_by_ref') {
          left.push({ path: `/${String(object.id)}/${name}`, reason: `${String(value)} was left out` });
          return [];
        }
      } else if (name.endsWith('_refs') && Array.isArray(value)) {
        const refs = value.filter((ref) => !isGone(ref));
        if (refs.length > 0) made[name] = refs;
      } else made[name] = value;
    }
    return [made];
  });
}
