/**
 * A MISP event as STIX objects, each with the release that its own node says. An attribute for detection (`to_ids`)
 * becomes an indicator, another one an observable; what STIX has no object for becomes a note on the report that the
 * event is. Tags and galaxies are kept as labels, word for word. The method follows MISP's published mapping to
 * STIX 2.1 where that says something, with our own note in the place of its custom objects.
 */
import type { Json, Release } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import type { Properties } from '../stix21/index.ts';
import { handlingIn, releaseFrom } from './release.ts';
import type { MispHandling, MispReaders } from './release.ts';
import { recordsOf, tagsOf, textOf, timeOf, uuidIn } from './read.ts';
import { fileOf, hashNameOf, subjectOf } from './values.ts';
import type { MispSubject, MispValue } from './values.ts';

export interface MispObject {
  readonly object: Properties;
  readonly release: Release;
}

export interface MispOptions extends MispReaders {
  /** Stands for a time that the file does not say, ms UTC. */
  readonly atUtcMs: number;
}

/** What one node of the file became: an event, an attribute, a reference. */
export type MispTaken =
  | { readonly kind: 'taken'; readonly objects: readonly MispObject[] }
  | { readonly kind: 'refused'; readonly reason: string; readonly sample: string };

/** Attributes of one event; more are refused, not cut in silence. */
const maxAttributes = 200_000;
const maxLabels = 300;
const maxText = 100_000;

/** Every node of an event, its own last: what it became, or why it was refused. */
export function mispObjects(event: Properties, options: MispOptions): MispTaken[] {
  return new EventReader(event, options).all();
}

class EventReader {
  readonly #event: Properties;
  readonly #options: MispOptions;
  readonly #uuid: string;
  readonly #handling: MispHandling;
  readonly #createdUtcMs: number;
  readonly #report: string;
  readonly #author: Properties | undefined;
  readonly #taken: MispTaken[] = [];
  /** What a UUID of the file stands for in STIX. */
  readonly #ids = new Map<string, string>();
  readonly #refs = new Set<string>();
  #attributes = 0;

  constructor(event: Properties, options: MispOptions) {
    this.#event = event;
    this.#options = options;
    const author = isRecord(event.Orgc) ? event.Orgc : isRecord(event.Org) ? event.Org : undefined;
    const name = author === undefined ? '' : textOf(author.name);
    this.#uuid = uuidIn(event, 'event', textOf(event.info), textOf(event.date), name);
    this.#handling = handlingIn(event, undefined, options.groups);
    this.#createdUtcMs = timeOf(event.date) ?? timeOf(event.timestamp) ?? options.atUtcMs;
    this.#report = `report--${this.#uuid}`;
    this.#author = author === undefined || name === '' ? undefined : this.#identity(author, name);
  }

  all(): MispTaken[] {
    const { Attribute, Object: objects, ShadowAttribute } = this.#event;
    for (const attribute of recordsOf(Attribute)) this.#attribute(attribute, this.#handling);
    for (const object of recordsOf(objects)) this.#object(object);
    for (const object of recordsOf(objects))
      for (const reference of recordsOf(object.ObjectReference)) this.#reference(object, reference);
    for (const proposal of recordsOf(ShadowAttribute)) this.#refuse('proposal', textOf(proposal.value));
    this.#reportObject();
    return this.#taken;
  }

  #identity(author: Properties, name: string): Properties {
    const id = `identity--${uuidIn(author, 'organisation', name)}`;
    return this.#dated({ type: 'identity', id, name, identity_class: 'organization' }, undefined);
  }

  #attribute(attribute: Properties, parent: MispHandling): void {
    const reason = this.#unreadable(attribute);
    if (reason !== undefined) return this.#refuse(reason, sampleOf(attribute));
    const type = textOf(attribute.type);
    const value = textOf(attribute.value);
    const subject = subjectOf(type, value);
    const uuid = this.#uuidOf(attribute, type, value);
    const objects = this.#objectsOf(subject, attribute, uuid);
    this.#take(uuid, objects, this.#releaseOf(attribute, parent));
  }

  /** Why an attribute is not taken. */
  #unreadable(attribute: Properties): string | undefined {
    this.#attributes += 1;
    if (this.#attributes > maxAttributes) return 'too-many';
    if (attribute.deleted === true || textOf(attribute.deleted) === '1') return 'deleted';
    if (textOf(attribute.type) === '') return 'no-type';
    if (textOf(attribute.value).trim() === '') return 'no-value';
    return textOf(attribute.value).length > maxText ? 'too-long' : undefined;
  }

  #objectsOf(subject: MispSubject, attribute: Properties, uuid: string): Properties[] {
    const type = textOf(attribute.type);
    const value = textOf(attribute.value).trim();
    switch (subject.kind) {
      case 'observable':
        return isForDetection(attribute)
          ? [this.#indicator(attribute, uuid, 'stix', `[${subject.value.comparison}]`)]
          : [...subject.value.observables];
      case 'pattern':
        return [this.#indicator(attribute, uuid, subject.language, subject.pattern)];
      case 'object': {
        const id = `${subject.type}--${uuid}`;
        const named = { type: subject.type, id, ...subject.properties, ...described(attribute) };
        return [this.#dated(named, attribute)];
      }
      case 'text':
        return [this.#note(uuid, `MISP ${type}`, withComment(value, attribute), attribute)];
    }
  }

  #indicator(node: Properties, uuid: string, pattern_type: string, pattern: string): Properties {
    const value = textOf(node.value).trim();
    return this.#dated(
      {
        type: 'indicator',
        id: `indicator--${uuid}`,
        name: (value === '' ? pattern : value).slice(0, 300),
        ...described(node),
        indicator_types: ['unknown'],
        pattern,
        pattern_type,
        ...(pattern_type === 'stix' ? { pattern_version: '2.1' } : {}),
        valid_from: stixTime(timeOf(node.first_seen) ?? timeOf(node.timestamp) ?? this.#createdUtcMs),
      },
      node,
    );
  }

  #note(uuid: string, abstract: string, content: string, node: Properties): Properties {
    return this.#dated(
      { type: 'note', id: `note--${uuid}`, abstract, content, object_refs: [this.#report] },
      node,
    );
  }

  /** A file and a place are one object of STIX; of others each attribute is taken as it is. */
  #object(object: Properties): void {
    const attributes = recordsOf(object.Attribute);
    const name = textOf(object.name);
    const uuid = this.#uuidOf(object, 'object', name, String(this.#taken.length));
    const handling = this.#handlingOf(object, this.#handling);
    const whole = name === 'file' ? fileIn(attributes) : undefined;
    const place = name === 'geolocation' ? placeIn(attributes) : undefined;
    // One object has one release: parts of their own are taken one by one.
    const isOne = attributes.every((each) => {
      const { group, tlp, isHeld } = this.#handlingOf(each, handling);
      const isSame = group === handling.group && tlp === handling.tlp && isHeld === handling.isHeld;
      return isSame && tagsOf(each).length === 0;
    });
    if (whole !== undefined && isOne) {
      const { value, used } = whole;
      const objects = [...used].some(isForDetection)
        ? [this.#indicator(object, uuid, 'stix', `[${value.comparison}]`)]
        : value.observables;
      return this.#whole(objects, attributes, used, uuid, handling);
    }
    if (place !== undefined && isOne) {
      const { properties, used } = place;
      const location = this.#dated({ type: 'location', id: `location--${uuid}`, ...properties }, object);
      return this.#whole([location], attributes, used, uuid, handling);
    }
    for (const attribute of attributes) {
      const relation = textOf(attribute.object_relation);
      const comment = [name, relation].filter((word) => word !== '').join(': ');
      const said = textOf(attribute.comment);
      this.#attribute({ ...attribute, comment: said === '' ? comment : `${comment}. ${said}` }, handling);
    }
    const first = attributes.map((each) => this.#ids.get(textOf(each.uuid).toLowerCase())).find(Boolean);
    if (first !== undefined) this.#ids.set(uuid, first);
  }

  /** Several attributes that are one object of STIX: each is counted, and all stand in it. */
  #whole(
    objects: readonly Properties[],
    attributes: readonly Properties[],
    used: ReadonlySet<Properties>,
    uuid: string,
    handling: MispHandling,
  ): void {
    this.#take(uuid, objects, releaseFrom(handling, this.#options.owner));
    for (let others = used.size - 1; others > 0; others--) this.#taken.push({ kind: 'taken', objects: [] });
    for (const attribute of attributes) if (!used.has(attribute)) this.#attribute(attribute, handling);
  }

  #reference(object: Properties, reference: Properties): void {
    const from = this.#ids.get(textOf(object.uuid).toLowerCase());
    const to = this.#ids.get(textOf(reference.referenced_uuid).toLowerCase());
    const kind = textOf(reference.relationship_type)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
    if (from === undefined || to === undefined || kind === '')
      return this.#refuse('reference', textOf(reference.referenced_uuid));
    const uuid = this.#uuidOf(reference, 'reference', from, to, kind);
    const relationship = this.#dated(
      {
        type: 'relationship',
        id: `relationship--${uuid}`,
        relationship_type: kind,
        source_ref: from,
        target_ref: to,
      },
      reference,
    );
    this.#take(
      uuid,
      [relationship],
      releaseFrom(this.#handlingOf(object, this.#handling), this.#options.owner),
    );
  }

  /** The event itself: a report on all of it. A part that is narrower is left out where it is not seen. */
  #reportObject(): void {
    const { info, publish_timestamp } = this.#event;
    const release = releaseFrom(this.#handling, this.#options.owner);
    const refs = [...this.#refs];
    if (refs.length === 0 && this.#author === undefined) return this.#refuse('empty-event', textOf(info));
    const report = this.#dated(
      {
        type: 'report',
        id: this.#report,
        name: (textOf(info) || 'MISP event').slice(0, 2000),
        published: stixTime(timeOf(publish_timestamp) ?? this.#createdUtcMs),
        object_refs: refs.length > 0 ? refs : [String(this.#author?.id)],
      },
      this.#event,
    );
    const author = this.#author === undefined ? [] : [this.#author];
    this.#taken.push({
      kind: 'taken',
      objects: [...author, report].map((object) => ({ object, release })),
    });
  }

  #take(uuid: string, objects: readonly Properties[], release: Release): void {
    for (const { id, type } of objects) if (type !== 'note') this.#refs.add(String(id));
    const last = objects[objects.length - 1];
    this.#ids.set(uuid, String(last.id));
    this.#taken.push({ kind: 'taken', objects: objects.map((object) => ({ object, release })) });
  }

  #refuse(reason: string, sample: string): void {
    this.#taken.push({ kind: 'refused', reason, sample });
  }

  #uuidOf(node: Properties, ...parts: readonly string[]): string {
    return uuidIn(node, this.#uuid, ...parts);
  }

  #handlingOf(node: Properties, parent: MispHandling): MispHandling {
    return handlingIn(node, parent, this.#options.groups);
  }

  #releaseOf(node: Properties, parent: MispHandling): Release {
    return releaseFrom(this.#handlingOf(node, parent), this.#options.owner);
  }

  /** With what all domain objects have in common. */
  #dated(object: Properties, node: Properties | undefined): Properties {
    const { type, id, ...rest } = object;
    const own = node === undefined ? undefined : timeOf(node.timestamp);
    const created = Math.min(this.#createdUtcMs, own ?? Number.POSITIVE_INFINITY);
    const labels = node === undefined ? [] : labelsOf(node);
    return {
      type,
      spec_version: '2.1',
      id,
      ...(this.#author === undefined || node === undefined ? {} : { created_by_ref: this.#author.id }),
      created: stixTime(created),
      modified: stixTime(Math.max(own ?? created, created)),
      ...rest,
      ...(labels.length === 0 ? {} : { labels }),
    };
  }
}

function isForDetection({ to_ids }: Properties): boolean {
  return to_ids === true || textOf(to_ids) === '1';
}

function sampleOf({ type, value }: Properties): string {
  return `${textOf(type)} ${textOf(value)}`;
}

function described({ comment }: Properties): Properties {
  const text = textOf(comment);
  return text === '' ? {} : { description: text.slice(0, maxText) };
}

function withComment(value: string, { comment }: Properties): string {
  const text = textOf(comment);
  return (text === '' ? value : `${value}\n${text}`).slice(0, maxText);
}

/** Tags and galaxies word for word, and the node's own category. */
function labelsOf(node: Properties): string[] {
  const category = textOf(node.category);
  const own = category === '' ? [] : [`misp:category="${category}"`];
  return [...tagsOf(node), ...own].slice(0, maxLabels).map((label) => label.slice(0, 1000));
}

interface WholeFile {
  readonly value: MispValue;
  readonly used: ReadonlySet<Properties>;
}

/** Hashes, a name and a size of one file. */
function fileIn(attributes: readonly Properties[]): WholeFile | undefined {
  const hashes: Record<string, string> = {};
  const used = new Set<Properties>();
  let name: string | undefined;
  let sizeBytes: number | undefined;
  for (const attribute of attributes) {
    if (attribute.deleted === true) continue;
    const type = textOf(attribute.type);
    const value = textOf(attribute.value).trim();
    const hash = hashNameOf(type);
    if (hash !== undefined && hashes[hash] === undefined) hashes[hash] = value;
    else if (type === 'filename' && name === undefined && value !== '') name = value;
    else if (type === 'size-in-bytes' && sizeBytes === undefined && /^\d{1,15}$/.test(value))
      sizeBytes = Number(value);
    else continue;
    used.add(attribute);
  }
  const value = fileOf(hashes, name, sizeBytes);
  return value === undefined ? undefined : { value, used };
}

interface WholePlace {
  readonly properties: Properties;
  readonly used: ReadonlySet<Properties>;
}

/** The template `geolocation`: its accuracy is a radius in kilometres, STIX's precision one in metres. */
function placeIn(attributes: readonly Properties[]): WholePlace | undefined {
  const used = new Set<Properties>();
  const read = (relation: string): string => {
    const found = attributes.find((each) => textOf(each.object_relation) === relation);
    if (found === undefined) return '';
    used.add(found);
    return textOf(found.value).trim();
  };
  const number = (relation: string, limit: number): number | undefined => {
    const text = read(relation);
    const value = Number(text);
    return text !== '' && Math.abs(value) <= limit ? value : undefined;
  };
  const latitude = number('latitude', 90);
  const longitude = number('longitude', 180);
  if (latitude === undefined || longitude === undefined) return undefined;
  const radiusKm = number('accuracy-radius', 20_000);
  const properties: Record<string, Json> = { latitude, longitude };
  if (radiusKm !== undefined && radiusKm > 0) properties.precision = radiusKm * 1000;
  return { properties, used };
}

function stixTime(timeUtcMs: number): string {
  return new Date(timeUtcMs).toISOString();
}
