/** What one viewer sees of the room: lists, an object with its sightings, and the graph around it. */
import type { ActionContext, Entry, EntryId, Json, Released } from '../core/index.ts';
import { CommonwatchError, entryId, message } from '../core/index.ts';
import { isRecord, shownJson, typeOfId } from '../exchange/index.ts';
import type { Properties } from '../exchange/index.ts';
import type { GraphAnswer, GraphEdge, ObjectLine, ObjectList, ObjectPage, SightingLine } from './api.ts';
import { matchesOf } from './matching.ts';
import { entryOfRef, isStixObject, kindMessage, stixObjectType } from './stixobject.ts';
import type { StixObjectBody } from './stixobject.ts';
import { shownObject } from './write.ts';

export type StixEntry = Entry<StixObjectBody>;

export function lineOf(entry: StixEntry, context: ActionContext): ObjectLine {
  const { id, body, owner, release, modified } = entry;
  const name = nameFor(entry, context);
  return {
    id,
    stixId: shownJson(body.stixId),
    kind: body.kind,
    title: message('cti.object.title', { kind: kindMessage(body.kind), name }),
    name,
    owner,
    tlp: release.tlp,
    modified,
  };
}

/** What has no name of its own goes by the names of what it joins, sights or holds, as far as the viewer sees those. */
function nameFor(entry: StixEntry, context: ActionContext): string {
  const { kind, name, ends } = entry.body;
  const named = (ids: readonly string[]) =>
    ids.flatMap((id) => seen(id as EntryId, context).filter(isStixObject)).map(({ body }) => body.name);
  if (kind === 'relationship') {
    const { source_ref, relationship_type, target_ref } = shownObject(entry);
    const of = [source_ref, target_ref].map((ref) => entryOfRef(entry, String(ref)));
    const [from, to] = of.map((id) => named([id])[0]);
    return from === undefined || to === undefined ? name : `${from} — ${String(relationship_type)} — ${to}`;
  }
  if (kind === 'sighting') return named(ends)[0] ?? name;
  if (kind !== 'observed-data') return name;
  const { object_refs } = shownObject(entry);
  const refs = Array.isArray(object_refs) ? object_refs.map(String) : [];
  const held = named(refs.slice(0, 3).map((ref) => entryOfRef(entry, ref)));
  return held.length === 0 ? name : `${held.join(', ')}${refs.length > 3 ? ` +${refs.length - 3}` : ''}`;
}

/** One object's entry. @throws `entry.not-found` for what is hidden, is none, or never was */
export function objectEntry(context: ActionContext, id: string): Released<StixEntry> {
  let known: EntryId;
  try {
    known = entryId(id);
  } catch {
    throw new CommonwatchError('entry.not-found', id);
  }
  return context.entry(known).map((entry) => {
    if (!isStixObject(entry)) throw new CommonwatchError('entry.not-found', id);
    return entry;
  });
}

export interface ListQuery {
  readonly q?: string;
  readonly kind?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export function objectList(
  context: ActionContext,
  { q, kind, limit = 50, cursor }: ListQuery,
): Released<ObjectList> {
  const query = {
    types: [stixObjectType.type],
    limit,
    cursor,
    ...(kind === undefined ? {} : { kinds: [kind] }),
  };
  const page = q === undefined || q.trim() === '' ? context.entries(query) : context.search(q, query);
  return page.map(({ entries, cursor: next }) => ({
    objects: entries.filter(isStixObject).map((entry) => lineOf(entry, context)),
    ...(next === undefined ? {} : { cursor: next }),
  }));
}

export function objectPage(context: ActionContext, id: string): Released<ObjectPage> {
  const entry = objectEntry(context, id).for(context.viewer.party);
  const around = context.neighbours(entry.id).for(context.viewer.party).filter(isStixObject);
  const sightings = around
    .filter(({ body }) => body.kind === 'sighting')
    .map((each) => sightingOf(each, context));
  const isIndicator = entry.body.kind === 'indicator';
  return context.common({
    line: lineOf(entry, context),
    json: JSON.stringify(shownObject(entry), undefined, 2),
    sightings,
    ...(isIndicator ? { matches: matchesOf(shownObject(entry), context) } : {}),
  });
}

function sightingOf(entry: StixEntry, context: ActionContext): SightingLine {
  const { count, first_seen, last_seen, description } = shownObject(entry);
  return {
    line: lineOf(entry, context),
    count: typeof count === 'number' ? count : 1,
    ...(typeof first_seen === 'string' ? { firstSeen: first_seen } : {}),
    ...(typeof last_seen === 'string' ? { lastSeen: last_seen } : {}),
    ...(typeof description === 'string' ? { note: description } : {}),
  };
}

const maxNodes = 150;
const maxDepth = 3;

/** What hangs together with an object, step by step, as far as the viewer sees it. */
export function graphAround(context: ActionContext, id: string, depth: number): Released<GraphAnswer> {
  const start = objectEntry(context, id).for(context.viewer.party);
  const found = new Map<EntryId, { entry: StixEntry; distance: number }>([
    [start.id, { entry: start, distance: 0 }],
  ]);
  let isCut = false;
  let front = [start];
  for (let distance = 1; distance <= Math.min(depth, maxDepth) && front.length > 0; distance++) {
    const next: StixEntry[] = [];
    for (const entry of front.flatMap((each) => aroundOf(each, context))) {
      if (found.has(entry.id)) continue;
      if (found.size >= maxNodes) {
        isCut = true;
        break;
      }
      // A relation is a line, not a point: what it leads to is as near as it is.
      found.set(entry.id, { entry, distance });
      next.push(entry);
      if (isLine(entry))
        for (const end of aroundOf(entry, context))
          if (!found.has(end.id) && found.size < maxNodes) {
            found.set(end.id, { entry: end, distance });
            next.push(end);
          }
    }
    front = next;
  }
  const all = [...found.values()].map(({ entry }) => entry);
  return context.common({
    nodes: [...found.values()]
      .filter(({ entry }) => !isLine(entry))
      .map(({ entry, distance }) => ({ line: lineOf(entry, context), distance })),
    edges: all.flatMap((entry) => edgesOf(entry, found)),
    isCut,
  });
}

function isLine({ body }: StixEntry): boolean {
  return body.kind === 'relationship';
}

/** What an object refers to, and what refers to it. */
function aroundOf(entry: StixEntry, context: ActionContext): StixEntry[] {
  const { party } = context.viewer;
  const named = (entry.body.refs as EntryId[]).flatMap((id) => seen(id, context));
  return [...named, ...context.neighbours(entry.id).for(party)]
    .filter(isStixObject)
    .filter(({ body }) => body.kind !== 'marking-definition');
}

/** An entry, where the viewer sees it. */
function seen(id: EntryId, context: ActionContext): Entry[] {
  try {
    return [context.entry(id).for(context.viewer.party)];
  } catch (error) {
    if (error instanceof CommonwatchError && error.code === 'entry.not-found') return [];
    throw error;
  }
}

function edgesOf(entry: StixEntry, found: ReadonlyMap<EntryId, unknown>): GraphEdge[] {
  const object = shownObject(entry);
  const to = (ref: Json) => entryOfRef(entry, String(ref));
  if (isLine(entry)) {
    const [from, end] = [to(object.source_ref), to(object.target_ref)];
    if (!found.has(from) || !found.has(end)) return [];
    return [{ from, to: end, label: String(object.relationship_type), entry: entry.id }];
  }
  // What was seen may be another owner's.
  if (entry.body.kind === 'sighting')
    return (entry.body.ends as EntryId[])
      .filter((end) => found.has(end))
      .map((end) => ({ from: entry.id, to: end, label: 'sighting of' }));
  return namedIn(object)
    .map(([label, ref]) => ({ from: entry.id, to: to(ref), label }))
    .filter((edge) => found.has(edge.to));
}

/** References of an object itself, with the properties that hold them. */
function namedIn(object: Properties): [string, Json][] {
  return Object.entries(object).flatMap(([name, value]): [string, Json][] => {
    if (name === 'object_marking_refs') return [];
    const label = name.replace(/_refs?$/, '').replaceAll('_', ' ');
    if (name.endsWith('_ref') && typeOfId(value) !== undefined) return [[label, value]];
    if (!name.endsWith('_refs') || !Array.isArray(value)) return [];
    return value.filter((ref) => !isRecord(ref) && typeOfId(ref) !== undefined).map((ref) => [label, ref]);
  });
}
