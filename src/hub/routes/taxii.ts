/** TAXII 2.1 under `/taxii2/`: partners' tools read what their party may see, and give their own. */
import { CommonwatchError, combineReleases } from '../../core/index.ts';
import type { Entry, EntryDraft, EntryId, Released } from '../../core/index.ts';
import { isStixObject } from '../../cti/index.ts';
import {
  taxiiError,
  taxiiMediaType,
  isAcceptable,
  isTaxiiBody,
  stixMediaType,
  taxiiQuery,
} from '../../exchange/index.ts';
import { instantOfUs } from '../../store/index.ts';
import type { Store, TimelineReader } from '../../store/index.ts';
import type { HubContext, HubRequest, RawAnswer, RawExit } from '../exits.ts';
import { Statuses, addObjects, again } from '../taxii/adding.ts';
import { collectionsOf } from '../taxii/collections.ts';
import type { Collection, Item } from '../taxii/collections.ts';
import { pageOf, shownVersions, textPageOf } from '../taxii/pages.ts';
import type { WithdrawnVersions } from '../taxii/withdrawn.ts';
import type { HubParts } from './parts.ts';

const root = '/taxii2';
const apiRoot = '/hub/';
const maxContentLength = 16 * 1024 * 1024;
const maxObjects = 10_000;

interface Asked {
  readonly collection: Collection;
  readonly reader: TimelineReader;
  readonly context: HubContext;
  readonly request: HubRequest;
}

export function taxiiRoutes(parts: HubParts): RawExit[] {
  const { withdrawn } = parts;
  const collections = collectionsOf(parts.holder, parts.exchange, withdrawn);
  const statuses = new Statuses(parts.local);
  /** A collection by its id or alias. @throws `taxii.not-found` */
  const asked = (context: HubContext, request: HubRequest): Asked => {
    const { collection: named } = request.params;
    const collection = collections.find(({ id, alias }) => id === named || alias === named);
    if (collection === undefined) throw new CommonwatchError('taxii.not-found');
    const reader = parts.store.timeline(context.viewer.party, collection.spec);
    return { collection, reader, context, request };
  };
  const exit = (
    method: RawExit['method'],
    name: string,
    path: string,
    summary: string,
    handle: RawExit['handle'],
  ): RawExit => ({
    kind: 'raw',
    root,
    maxBodyBytes: maxContentLength,
    name: `taxii.${name}`,
    method,
    path,
    summary,
    permission: method === 'GET' ? 'read' : 'import',
    failed,
    handle: (context, request) => {
      if (!isAcceptable(request.headers.accept)) throw new CommonwatchError('taxii.not-acceptable');
      return handle(context, request);
    },
  });
  const get = (name: string, path: string, summary: string, handle: RawExit['handle']) =>
    exit('GET', name, path, summary, handle);
  const base = `${apiRoot}collections/`;
  return [
    get('discovery', '/', 'TAXII 2.1: what this server offers.', (context, { origin }) =>
      context.common(json(discovery(parts, `${origin}${root}${apiRoot}`))),
    ),
    get('root', apiRoot, 'TAXII 2.1: the API root.', (context) => context.common(json(rootResource(parts)))),
    get(
      'status',
      `${apiRoot}status/:status/`,
      'TAXII 2.1: what became of a request to add objects.',
      (context, { params }) => {
        const content = statuses.get(context.viewer.party, params.status);
        if (content === undefined) throw new CommonwatchError('taxii.not-found');
        return context.common(raw(200, content));
      },
    ),
    get('collections', base, 'TAXII 2.1: the collections.', (context) =>
      context.common(json({ collections: collections.map((each) => resourceOf(each, context)) })),
    ),
    get('collection', `${base}:collection/`, 'TAXII 2.1: one collection.', (context, request) =>
      context.common(json(resourceOf(asked(context, request).collection, context))),
    ),
    get(
      'manifest',
      `${base}:collection/manifest/`,
      'TAXII 2.1: which objects there are.',
      (context, request) => manifest(asked(context, request)),
    ),
    get('objects', `${base}:collection/objects/`, 'TAXII 2.1: objects.', (context, request) =>
      objects(asked(context, request)),
    ),
    exit(
      'POST',
      'add',
      `${base}:collection/objects/`,
      'TAXII 2.1: add objects.',
      async (context, request) => {
        const { collection } = asked(context, request);
        if (!collection.isWritable) throw new CommonwatchError('taxii.read-only');
        const given = envelopeOf(request);
        const giver = {
          owner: context.viewer.party,
          level: context.viewer.level,
          addressees: { recipient: parts.holder },
        };
        const adding = { giver, store: parts.store, withdrawn, append: context.append };
        const added = await addObjects(given, adding);
        return context.common(json(statuses.put(context.viewer.party, context.nowUtcMs, added), 202));
      },
    ),
    get('object', `${base}:collection/objects/:object/`, 'TAXII 2.1: one object.', (context, request) =>
      object(asked(context, request)),
    ),
    exit(
      'DELETE',
      'delete',
      `${base}:collection/objects/:object/`,
      'TAXII 2.1: delete an object.',
      (context, request) => erase(asked(context, request), parts),
    ),
    get(
      'versions',
      `${base}:collection/objects/:object/versions/`,
      'TAXII 2.1: the versions of an object.',
      (context, request) => versions(asked(context, request)),
    ),
  ];
}

function raw(status: number, content: string, headers: Readonly<Record<string, string>> = {}): RawAnswer {
  return { status, headers: { 'content-type': taxiiMediaType, ...headers }, content };
}

function json(value: unknown, status = 200): RawAnswer {
  return raw(status, JSON.stringify(value));
}

function failed(error: CommonwatchError): RawAnswer {
  const challenge: Readonly<Record<string, string>> =
    error.status === 401 ? { 'www-authenticate': 'Basic realm="TAXII", Bearer realm="TAXII"' } : {};
  return raw(error.status, JSON.stringify(taxiiError(error)), challenge);
}

function discovery({ holder, store, config }: HubParts, url: string) {
  const name = store.parties.get(holder)?.name.en ?? holder;
  return {
    title: config.exercise.enabled ? `${name} – EXERCISE` : name,
    description: 'A Commonwatch hub. What is read here is what the reader’s organisation may see.',
    default: url,
    api_roots: [url],
  };
}

function rootResource({ config }: HubParts) {
  return {
    title: config.exercise.enabled ? 'Commonwatch – EXERCISE' : 'Commonwatch',
    description: 'Findings, and cyber threat intelligence.',
    versions: [taxiiMediaType],
    max_content_length: maxContentLength,
  };
}

function resourceOf({ id, alias, title, description, isWritable }: Collection, { principal }: HubContext) {
  return {
    id,
    title,
    description,
    alias,
    can_read: true,
    can_write: isWritable && principal?.permissions.includes('import') === true,
    media_types: [stixMediaType],
  };
}

/** The objects of an envelope. @throws `taxii.media-type`, `stix.not-supported`, `request.invalid` */
function envelopeOf({ headers, body }: HubRequest): readonly unknown[] {
  if (!isTaxiiBody(headers['content-type']))
    throw new CommonwatchError('taxii.media-type', headers['content-type']);
  let envelope: unknown;
  try {
    envelope = JSON.parse((body as Buffer).toString('utf8'));
  } catch {
    throw new CommonwatchError('request.invalid', undefined, { path: '/' });
  }
  const given =
    typeof envelope === 'object' && envelope !== null
      ? (envelope as { objects?: unknown }).objects
      : undefined;
  if (!Array.isArray(given) || given.length === 0 || given.length > maxObjects)
    throw new CommonwatchError('stix.not-supported', undefined, { path: '/objects' });
  return given;
}

/** The dates of a page's first and last object; none for a page without any. */
function dates(
  firstUtcUs: number | undefined,
  lastUtcUs: number | undefined,
): Readonly<Record<string, string>> {
  if (firstUtcUs === undefined || lastUtcUs === undefined) return {};
  return {
    'x-taxii-date-added-first': instantOfUs(firstUtcUs),
    'x-taxii-date-added-last': instantOfUs(lastUtcUs),
  };
}

function objects({ collection, reader, context, request }: Asked): Released<RawAnswer> {
  const query = taxiiQuery(request.query);
  const fast = textPageOf(query, collection, reader, context);
  if (fast !== undefined)
    return context.common(envelope(fast.texts, dates(fast.first, fast.last), fast.next));
  const { items, next } = pageOf(query, collection, reader, context);
  return context.common(
    envelope(
      items.map(({ text }) => text),
      datesOf(items),
      next,
    ),
  );
}

function envelope(
  texts: readonly string[],
  headers: Readonly<Record<string, string>>,
  next?: string,
): RawAnswer {
  if (texts.length === 0)
    return raw(200, next === undefined ? '{}' : `{"more":true,"next":${JSON.stringify(next)}}`);
  const more = next === undefined ? '"more":false' : `"more":true,"next":${JSON.stringify(next)}`;
  return raw(200, `{${more},"objects":[${texts.join(',')}]}`, headers);
}

function datesOf(items: readonly Item[]): Readonly<Record<string, string>> {
  return dates(items[0]?.addedUtcUs, items.at(-1)?.addedUtcUs);
}

/** What has neither `modified` nor `created` has the date of its adding as its version. */
function versionText({ version, addedUtcUs }: Item): string {
  return version === '' ? instantOfUs(addedUtcUs) : version;
}

function manifest({ collection, reader, context, request }: Asked): Released<RawAnswer> {
  const { items, next } = pageOf(taxiiQuery(request.query), collection, reader, context);
  const records = items.map((item) => ({
    id: item.id,
    date_added: instantOfUs(item.addedUtcUs),
    version: versionText(item),
    media_type: stixMediaType,
  }));
  return context.common(raw(200, JSON.stringify(listed('objects', records, next)), datesOf(items)));
}

function listed(name: string, records: readonly unknown[], next: string | undefined) {
  return {
    ...(next === undefined ? {} : { more: true, next }),
    ...(records.length === 0 ? {} : { [name]: records }),
  };
}

/** All that is asked for of one object. @throws `taxii.not-found` where the caller sees none of it */
function itemsOfOne({ collection, reader, context, request }: Asked, allVersions: boolean) {
  const query = taxiiQuery({
    ...(allVersions ? { 'match[version]': 'all' } : {}),
    ...request.query,
    'match[id]': request.params.object,
  });
  const any = pageOf(
    { filters: { ids: query.filters.ids, versions: ['all'] }, limit: 1 },
    collection,
    reader,
    context,
  );
  if (any.items.length === 0) throw new CommonwatchError('taxii.not-found');
  return pageOf(query, collection, reader, context);
}

function object(asked: Asked): Released<RawAnswer> {
  const { items, next } = itemsOfOne(asked, false);
  return asked.context.common(
    envelope(
      items.map(({ text }) => text),
      datesOf(items),
      next,
    ),
  );
}

function versions(asked: Asked): Released<RawAnswer> {
  const { items, next } = itemsOfOne(asked, true);
  const page = listed(
    'versions',
    items.map((item) => versionText(item)),
    next,
  );
  return asked.context.common(raw(200, JSON.stringify(page), datesOf(items)));
}

/** Deletes what is the caller's own; what it only sees is refused, and what it does not see is not there. */
async function erase(asked: Asked, { store, withdrawn }: HubParts): Promise<Released<RawAnswer>> {
  const { collection, reader, context, request } = asked;
  if (!collection.isWritable) throw new CommonwatchError('taxii.read-only');
  const { items } = itemsOfOne(asked, true);
  const seen = collection.entriesOf(request.params.object, reader, context);
  const own = seen.filter((id) => store.peek(id)?.owner === context.viewer.party);
  if (own.length === 0) throw new CommonwatchError('taxii.read-only');
  if (items.length === 0) throw new CommonwatchError('taxii.not-found');
  const { account } = context;
  for (const id of own) {
    const left = versionsLeft(id, items, asked);
    if (left.length > 0) await withdraw(id, items, left[left.length - 1], asked, store, withdrawn);
    else await store.erase(id, { account, reason: 'Deleted by its owner through TAXII.' });
  }
  return context.common(json({}));
}

/** What stays of an object when some of its versions go, oldest first. */
function versionsLeft(id: EntryId, going: readonly Item[], { collection, reader, context }: Asked): Item[] {
  const gone = new Set(going.map(({ version }) => version));
  return shownVersions(id, collection, reader, context).filter(({ version }) => !gone.has(version));
}

/**
 * Takes versions away from everybody. Where the newest is among them, the one before becomes the newest again: for its
 * readers of then who may read the newest now too.
 */
async function withdraw(
  id: EntryId,
  going: readonly Item[],
  newestLeft: Item,
  { reader, context }: Asked,
  store: Store,
  withdrawn: WithdrawnVersions,
): Promise<void> {
  const newest = store.peek(id);
  const before = reader.entries([newestLeft.seq]).for(context.viewer.party).get(newestLeft.seq);
  if (newest === undefined || before === undefined) throw new CommonwatchError('taxii.not-found');
  const isNewestGoing = going.some(({ version }) => version === versionOfEntry(newest));
  if (isNewestGoing) {
    const release = combineReleases(before.owner, [before.release, newest.release], (party, group) =>
      store.viewer(party).groups.has(group),
    );
    await context.append([{ ...(again(before) as EntryDraft), release }]);
  }
  for (const { version } of going) withdrawn.add(id, version);
}

function versionOfEntry(entry: Entry): string {
  return isStixObject(entry) ? entry.body.stixVersion : '';
}
