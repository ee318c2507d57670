/**
 * A STIX object as an entry. The object's text is kept whole, as it came; what it refers to is kept beside it as ids of
 * entries, so that the gate withholds a reference exactly where it withholds what it leads to. A relation and a
 * sighting hang on their ends.
 *
 * The same STIX id given by two parties is two entries: neither learns of the other's, and no one can write into what
 * is another's.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { derivedId, isInstant, message, utcMs } from '../core/index.ts';
import type {
  Entry,
  EntryDraft,
  EntryId,
  EntryType,
  Json,
  MessageRef,
  PartyId,
  PartyLevel,
  Release,
} from '../core/index.ts';
import {
  isRecord,
  isTlpMarking,
  markingRefsOf,
  remarked,
  shapeNamed,
  shieldedJson,
  shownJson,
  typeOfId,
} from '../exchange/index.ts';
import type { Properties } from '../exchange/index.ts';

const Text = (maxLength: number) => Type.String({ maxLength });

export const StixObjectSchema = Type.Object(
  {
    schema: Type.Literal(1),
    /** Its STIX type. */
    kind: Text(250),
    /** Its STIX id, shielded: the gate would take it for an entry's. */
    stixId: Text(320),
    /** `modified`, or `created`; '' for an observable, which has no versions. */
    stixVersion: Text(40),
    name: Text(500),
    startUtcMs: Type.Number(),
    endUtcMs: Type.Number(),
    /** The entries that it refers to, its ends included. */
    refs: Type.Array(Text(128), { maxItems: 10_000 }),
    /** Which of those are another giver's copies, by the STIX ids that name them, shielded. */
    elsewhere: Type.Optional(
      Type.Array(Type.Object({ ref: Text(320), entry: Text(128) }, { additionalProperties: false }), {
        maxItems: 10_000,
      }),
    ),
    /** How many those are before any is withheld. */
    refCount: Type.Integer({ minimum: 0 }),
    /** Entries without which it is not seen. */
    ends: Type.Array(Text(128), { maxItems: 2 }),
    /** The release was said by our own extension or changed here, so that markings alone do not tell it. */
    stated: Type.Boolean(),
    /** What the markings of the object, as it stands, say of the release. */
    marked: Text(200),
    /** Where it was polled from. */
    source: Type.Optional(Text(200)),
    /** The whole object as JSON, shielded. */
    object: Text(4_000_000),
  },
  { additionalProperties: false },
);
export type StixObjectBody = Static<typeof StixObjectSchema>;

export const stixObjectType: EntryType<StixObjectBody> = {
  type: 'stix-object',
  schema: StixObjectSchema,
  version: 1,
  anchors: ({ ends }) => ends as EntryId[],
  title: ({ body }) => message('cti.object.title', { kind: kindMessage(body.kind), name: body.name }),
  searchTexts: (entry) => [entry.body.name, ...searchable(stixOf(entry))],
  span: ({ startUtcMs, endUtcMs }) => ({ startUtcMs, endUtcMs }),
};

/** A STIX type in words. */
export function kindMessage(kind: string): MessageRef {
  return shapeNamed(kind) === undefined ? message('cti.kind.other', { kind }) : message(`cti.kind.${kind}`);
}

/** Ids that were derived lately: an author or an address is named by many objects, and deriving hashes. */
const derived = new Map<string, EntryId>();
const maxDerived = 50_000;

/** The entry that a party's STIX object is. */
export function entryIdOf(owner: PartyId, stixId: string): EntryId {
  const key = `${owner} ${stixId}`;
  let id = derived.get(key);
  if (id === undefined) {
    id = derivedId('stix-object', owner, stixId);
    if (derived.size >= maxDerived) derived.clear();
    derived.set(key, id);
  }
  return id;
}

/** Objects of bodies that were just made from them: what is given is not parsed a second time to be indexed. */
const parsed = new WeakMap<StixObjectBody, Properties>();

/** The entry that an object means by a reference: another giver's copy, where it was given so, or its owner's own. */
export function entryOfRef({ owner, body }: Entry<StixObjectBody>, ref: string): EntryId {
  const other = body.elsewhere?.find((each) => shownJson(each.ref) === ref);
  return (other?.entry as EntryId | undefined) ?? entryIdOf(owner, ref);
}

/**
 * A draft that refers to other givers' copies.
 * @param elsewhere those copies by STIX ids
 */
export function referringTo(
  draft: EntryDraft<StixObjectBody>,
  elsewhere: ReadonlyMap<string, EntryId>,
): EntryDraft<StixObjectBody> {
  if (elsewhere.size === 0) return draft;
  const byOwn = new Map([...elsewhere].map(([ref, entry]) => [entryIdOf(draft.owner, ref) as string, entry]));
  const other = (id: string): string => byOwn.get(id) ?? id;
  const body: StixObjectBody = {
    ...draft.body,
    refs: draft.body.refs.map(other),
    ends: draft.body.ends.map(other),
    elsewhere: [...elsewhere].map(([ref, entry]) => ({ ref: shieldedJson(ref), entry })),
  };
  const object = parsed.get(draft.body);
  if (object !== undefined) parsed.set(body, object);
  return { ...draft, body };
}

/** The object of an entry, as whoever passed the gate may read it. */
export function stixOf({ body }: Entry<StixObjectBody>): Properties {
  return parsed.get(body) ?? (JSON.parse(shownJson(body.object)) as Properties);
}

export function isStixObject(entry: Entry): entry is Entry<StixObjectBody> {
  return entry.type === stixObjectType.type;
}

function searchable(properties: Properties): string[] {
  // Its id is found by a projection: words that no two objects share would be most of the index.
  const texts: string[] = [];
  for (const name of ['description', 'value', 'pattern', 'key', 'path', 'abstract', 'content', 'subject'])
    if (typeof properties[name] === 'string') texts.push(properties[name].slice(0, 2000));
  for (const name of ['aliases', 'labels', 'indicator_types', 'malware_types', 'hashes'])
    if (isRecord(properties[name]) || Array.isArray(properties[name]))
      for (const value of Object.values(properties[name])) if (typeof value === 'string') texts.push(value);
  return texts;
}

export interface IntakeOptions {
  readonly owner: PartyId;
  readonly level: PartyLevel;
  readonly release: Release;
  readonly stated: boolean;
  readonly marked: string;
  readonly source?: string;
}

/** An object that has been validated, as a draft of its owner's entry. */
export function draftOf(object: Properties, options: IntakeOptions): EntryDraft<StixObjectBody> {
  const stixId = String(object.id);
  const refs = refsOf(object).map((ref) => entryIdOf(options.owner, ref));
  const ends = endsOf(object).map((ref) => entryIdOf(options.owner, ref));
  const [startUtcMs, endUtcMs] = spanOf(object);
  const body: StixObjectBody = {
    schema: 1,
    kind: String(object.type),
    stixId: shieldedJson(stixId),
    stixVersion: versionOf(object),
    name: nameOf(object),
    startUtcMs,
    endUtcMs,
    refs,
    refCount: refs.length,
    ends: [...new Set(ends)],
    stated: options.stated,
    marked: options.marked,
    ...(options.source === undefined ? {} : { source: options.source }),
    object: shieldedJson(JSON.stringify(object)),
  };
  parsed.set(body, object);
  return {
    id: entryIdOf(options.owner, stixId),
    type: stixObjectType.type,
    owner: options.owner,
    level: options.level,
    release: options.release,
    confidence: typeof object.confidence === 'number' ? object.confidence : 50,
    evidence: [],
    body,
  };
}

/** By what versions of an object are told apart (TAXII 2.1, section 3.5). */
export function versionOf({ modified, created }: Properties): string {
  return typeof modified === 'string' ? modified : typeof created === 'string' ? created : '';
}

/** A line a person knows it by. */
export function nameOf(object: Properties): string {
  for (const name of [
    'name',
    'value',
    'abstract',
    'key',
    'path',
    'subject',
    'user_id',
    'account_login',
    'pattern',
  ])
    if (typeof object[name] === 'string' && object[name] !== '') return clean(object[name]);
  if (object.type === 'relationship')
    return clean(
      `${String(typeOfId(object.source_ref))} ${String(object.relationship_type)} ${String(typeOfId(object.target_ref))}`,
    );
  if (object.type === 'sighting') return clean(`sighting of ${String(typeOfId(object.sighting_of_ref))}`);
  if (typeof object.content === 'string') return clean(object.content);
  return clean(String(object.id));
}

/** One line, in which nothing reads as an id. */
function clean(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('\0', '').replaceAll('--', '–').trim().slice(0, 300);
}

function spanOf(object: Properties): [number, number] {
  const at = (...names: readonly string[]) => {
    for (const name of names) {
      const value = object[name];
      if (isInstant(value)) return utcMs(value);
    }
    return undefined;
  };
  const start = at('first_observed', 'first_seen', 'valid_from', 'published', 'start', 'created') ?? 0;
  const end = at('last_observed', 'last_seen', 'valid_until', 'end', 'modified') ?? start;
  return [start, Math.max(start, end)];
}

/** The two ends of a relation, the object of a sighting. */
function endsOf(object: Properties): string[] {
  const ends =
    object.type === 'relationship'
      ? [object.source_ref, object.target_ref]
      : object.type === 'sighting'
        ? [object.sighting_of_ref]
        : [];
  return ends.filter((ref) => typeOfId(ref) !== undefined).map(String);
}

/** Marks say how an object is handled: they are replaced by a narrower one, and never left out. */
const neverWithheld = new Set(['object_marking_refs', 'marking_ref', 'granular_markings']);

/** Every other object that an object refers to, at any depth: markings other than TLP too, extension definitions not. */
export function refsOf(object: Properties): string[] {
  const found = new Set<string>();
  collectRefs(object, found);
  for (const ref of markingRefsOf(object)) if (!isTlpMarking(ref)) found.add(ref);
  found.delete(String(object.id));
  return [...found];
}

function collectRefs(value: Json, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectRefs(item, found);
    return;
  }
  if (!isRecord(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    if (neverWithheld.has(name)) continue;
    if (name.endsWith('_ref') && typeOfId(inner) !== undefined) found.add(String(inner));
    else if (name.endsWith('_refs') && Array.isArray(inner)) {
      for (const ref of inner) if (typeOfId(ref) !== undefined) found.add(String(ref));
    } else collectRefs(inner, found);
  }
}

/**
 * The object without the references that are withheld. Of a marking whose definition is withheld it says TLP:RED
 * instead: nobody is left with a mark that leads nowhere, and nothing is handled more freely than it was marked.
 */
export function withoutRefs(object: Properties, isKept: (ref: string) => boolean): Properties {
  return remarked(stripped(object, isKept) as Properties, (ref) => isTlpMarking(ref) || isKept(ref));
}

function stripped(value: Json, isKept: (ref: string) => boolean): Json {
  // A part of a list that names what is withheld goes with it: it would say what is no more than half of it.
  if (Array.isArray(value))
    return value.filter((item) => !namesWithheld(item, isKept)).map((item) => stripped(item, isKept));
  if (!isRecord(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (neverWithheld.has(name)) kept[name] = inner;
    else if (name.endsWith('_ref') && typeOfId(inner) !== undefined) {
      if (isKept(String(inner))) kept[name] = inner;
    } else if (name.endsWith('_refs') && Array.isArray(inner)) {
      const left = inner.filter((ref) => typeOfId(ref) === undefined || isKept(String(ref)));
      if (left.length > 0) kept[name] = left;
    } else {
      const left = stripped(inner, isKept);
      if (!isEmptied(inner, left)) kept[name] = left;
    }
  }
  return kept;
}

function namesWithheld(value: Json, isKept: (ref: string) => boolean): boolean {
  return (
    isRecord(value) &&
    Object.entries(value).some(
      ([name, inner]) => name.endsWith('_ref') && typeOfId(inner) !== undefined && !isKept(String(inner)),
    )
  );
}

/** STIX has neither empty lists nor empty objects. */
function isEmptied(before: Json, after: Json): boolean {
  if (Array.isArray(after)) return after.length === 0 && (before as readonly Json[]).length > 0;
  return isRecord(after) && Object.keys(after).length === 0 && Object.keys(before as Properties).length > 0;
}
