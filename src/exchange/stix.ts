/**
 * STIX 2.1 (OASIS Standard, 10 June 2021). An entry becomes one or more STIX objects, the first of which stands for
 * it; every object carries markings and, in our extension, the whole release and the entry it came from. STIX ids are
 * version 5 UUIDs of the entry's id, so the same entries give the same bundle, byte for byte.
 *
 * A shape may leave out what is the same for all (`id`, `spec_version`, `created`, `modified`, `created_by_ref`,
 * markings) and may refer to entries by their own ids: references are mapped to what those entries became, and a
 * reference to anything that is not in the bundle is dropped, with the object if it cannot stand without.
 */
import { derivedId, idsIn, isEntryId } from '../core/index.ts';
import type { Entry, EntryId, Json, Language, PartyId, Release, Released } from '../core/index.ts';
import { extensionDefinitions, projectIdentity, releaseExtension } from './extensions.ts';
import { markingsOf, tlpMarkings } from './markings.ts';
import { isRecord, parseStixRelease, writeRelease } from './release.ts';
import { genericShape } from './stixshapes.ts';
import { deliveryOf, shapeOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';

export type StixObject = { readonly [property: string]: Json };

export interface StixBundle {
  readonly type: 'bundle';
  readonly id: string;
  /** Absent when nothing was released: STIX allows no empty list. */
  readonly objects?: readonly StixObject[];
}

/** @throws `released.foreign-viewer`, `released.forged` */
export function stixBundle(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): StixBundle {
  const delivery = deliveryOf(released, viewer, language);
  const objects = resolved(delivery.entries.flatMap((entry) => objectsOf(entry, delivery, options)));
  const versions = objects.map(({ id, modified }) => `${String(id)} ${String(modified)}`);
  const id = derivedId('bundle', viewer, ...versions);
  return objects.length === 0 ? { type: 'bundle', id } : { type: 'bundle', id, objects };
}

/**
 * The objects of entries, one by one, for a protocol that gives objects and no bundles. References lead to what the
 * named entries became, too, and to nothing else. What all objects have in common is told by `commonObjects`.
 * @throws `released.foreign-viewer`, `released.forged`
 */
export function stixObjects(
  released: Released<readonly Entry[]>,
  named: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): StixObject[] {
  const delivery = deliveryOf(released, viewer, language);
  const own = new Set(delivery.entries.map(({ id }) => id));
  const others = named.for(viewer).filter(({ id }) => !own.has(id));
  const drafts = [...delivery.entries, ...others].flatMap((entry) => objectsOf(entry, delivery, options));
  return resolved(drafts).filter((object) => {
    const id = readEntryId(object);
    return id !== undefined && own.has(id);
  });
}

/** What objects of a release refer to: who owns them, every TLP and their other markings, and our extensions. */
export function commonObjects(release: Release, language: Language, options: ExchangeOptions): StixObject[] {
  const owner = identityOf(release.owner, language, options);
  const markings = [...tlpMarkings, ...markingsOf(release, options.exercise)];
  return [projectIdentity, ...extensionDefinitions, owner, ...markings];
}

/** The release that an object of ours carries; undefined when it carries none, which means its owner alone. */
export function readRelease(object: unknown): Release | undefined {
  const extension = extensionOf(object);
  return extension?.release === undefined ? undefined : parseStixRelease(extension.release);
}

/** The entry that an object of ours came from. */
export function readEntryId(object: unknown): EntryId | undefined {
  const id = extensionOf(object)?.entry;
  return isEntryId(id) ? id : undefined;
}

function extensionOf(object: unknown): StixObject | undefined {
  if (!isRecord(object) || !isRecord(object.extensions)) return undefined;
  const extension = object.extensions[releaseExtension];
  return isRecord(extension) ? extension : undefined;
}

/** An object before its references are resolved: which entry it stands for, where it is the first of its entry. */
interface Draft {
  readonly object: StixObject;
  readonly standsFor?: EntryId;
  /** As somebody else wrote it: its references are its own. */
  readonly isWhole?: boolean;
}

function objectsOf(entry: Entry, delivery: Delivery, options: ExchangeOptions): Draft[] {
  const shape = shapeOf(entry, options.shapes, 'stix')?.stix;
  const bare = shape === undefined ? genericShape(entry, delivery, options) : shape(entry);
  if (shapeOf(entry, options.shapes, 'stix')?.stixIsWhole === true)
    return bare.filter(isRecord).map((object) => ({ object, standsFor: entry.id, isWhole: true }));
  const owner = identityOf(entry.owner, delivery.language, options);
  const own = bare.filter(isRecord).map((object, i): Draft => {
    const finished = finish(object, i, entry, owner, options);
    return i === 0 ? { object: finished, standsFor: entry.id } : { object: finished };
  });
  const markings = own.flatMap(({ object }) => {
    const release = readRelease(object);
    return release === undefined ? [] : markingsOf(release, options.exercise);
  });
  const common = [projectIdentity, ...extensionDefinitions, owner, ...markings];
  return [...common.map((object) => ({ object })), ...own];
}

function identityOf(party: PartyId, language: Language, { partyName }: ExchangeOptions): StixObject {
  const name = partyName(party)[language];
  return {
    type: 'identity',
    spec_version: '2.1',
    id: derivedId('identity', party, name),
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name,
    identity_class: 'organization',
    external_references: [{ source_name: 'commonwatch', external_id: party }],
  };
}

/** Observables have no times and no creator of their own (STIX 2.1, section 3.2). */
function isObservable(object: StixObject): boolean {
  return (
    isRecord(object.extensions) &&
    Object.values(object.extensions).some(
      (extension) => isRecord(extension) && extension.extension_type === 'new-sco',
    )
  );
}

/** Fills in what all objects of an entry have in common. A shape that sets a narrower release keeps it. */
function finish(
  object: StixObject,
  index: number,
  entry: Entry,
  owner: StixObject,
  { exercise }: ExchangeOptions,
): StixObject {
  const type = String(object.type);
  const release = readRelease(object) ?? entry.release;
  const { extensions, type: _type, id, ...rest } = object;
  const base: StixObject = {
    type,
    spec_version: '2.1',
    id: typeof id === 'string' ? id : derivedId(type, entry.id, index),
  };
  const history: StixObject = isObservable(object)
    ? {}
    : {
        created_by_ref: owner.id,
        created: entry.created,
        modified: entry.modified,
        confidence: entry.confidence,
        ...(exercise ? { labels: ['exercise'] } : {}),
      };
  return {
    ...base,
    ...history,
    ...rest,
    object_marking_refs: markingsOf(release, exercise).map((marking) => marking.id),
    extensions: {
      ...(isRecord(extensions) ? extensions : {}),
      [releaseExtension]: {
        extension_type: 'property-extension',
        entry: entry.id,
        release: writeRelease(release),
      },
    },
  };
}

/** References mapped to what entries became, dangling ones dropped until none is left, doubles dropped. */
function resolved(drafts: readonly Draft[]): StixObject[] {
  const roots = new Map<string, string>();
  for (const { object, standsFor } of drafts)
    if (standsFor !== undefined) roots.set(standsFor, String(object.id));
  const unique = new Map(drafts.map(({ object }) => [String(object.id), object]));
  const whole = new Set(drafts.flatMap(({ object, isWhole }) => (isWhole === true ? [object] : [])));
  let objects = [...unique.values()];
  for (;;) {
    const present = new Set(objects.map(({ id }) => String(id)));
    const kept = objects
      .map((object) =>
        whole.has(object)
          ? object
          : withReferences(object, (ref) => (present.has(ref) ? ref : found(roots.get(ref), present))),
      )
      .filter((object) => object !== undefined);
    if (kept.length === objects.length) return withoutIdle(kept, whole);
    objects = kept;
  }
}

function found(id: string | undefined, present: ReadonlySet<string>): string | undefined {
  return id !== undefined && present.has(id) ? id : undefined;
}

/** An object with each reference mapped; undefined when one that it cannot stand without is gone. */
function withReferences(
  object: StixObject,
  map: (ref: string) => string | undefined,
): StixObject | undefined {
  const next: Record<string, Json> = {};
  for (const [name, value] of Object.entries(object)) {
    if (name.endsWith('_refs') && Array.isArray(value)) {
      const refs = [...new Set(value.map((ref) => map(String(ref))).filter((ref) => ref !== undefined))];
      if (refs.length > 0) next[name] = refs;
      // A case whose members are all hidden is still a case: it groups nothing but its owner.
      else if (object.type === 'grouping') next[name] = [object.created_by_ref];
      else return undefined;
    } else if (name.endsWith('_ref') && typeof value === 'string') {
      const ref = map(value);
      if (ref === undefined) return undefined;
      next[name] = ref;
    } else next[name] = value;
  }
  return isRelationBetweenRelations(next) ? undefined : next;
}

/** A STIX relationship joins domain objects and observables only (section 5.1). */
function isRelationBetweenRelations({ type, source_ref, target_ref }: StixObject): boolean {
  const isRelation = (ref: Json) => /^(relationship|sighting|marking-definition)--/.test(String(ref));
  return type === 'relationship' && (isRelation(source_ref) || isRelation(target_ref));
}

/** Without the markings, identities and definitions that nothing kept refers to, directly or through another. */
function withoutIdle(objects: readonly StixObject[], whole: ReadonlySet<StixObject>): StixObject[] {
  const named = new Set<string>();
  let waiting = objects.filter((object) => whole.has(object) || readEntryId(object) !== undefined);
  for (const { id } of waiting) named.add(String(id));
  while (waiting.length > 0) {
    const found = new Set(waiting.flatMap((object) => [String(object.id), ...idsIn(JSON.stringify(object))]));
    waiting = objects.filter(({ id }) => found.has(String(id)) && !named.has(String(id)));
    for (const { id } of waiting) named.add(String(id));
  }
  return objects.filter(({ id }) => named.has(String(id)));
}
