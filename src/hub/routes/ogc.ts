import { Type } from 'typebox';
import { CommonwatchError } from '../../core/index.ts';
import type { Entry, EntryQuery, Json, Released } from '../../core/index.ts';
import {
  collectionPage,
  collectionsPage,
  conformance,
  featureCollection,
  htmlPage,
  itemLinks,
  itemsPage,
  landingPage,
  maxFeatures,
  mediaTypes,
  openApi,
} from '../../exchange/index.ts';
import type { Collection, FeatureCollection, Link } from '../../exchange/index.ts';
import type { Exit, FileAnswer, HubContext, HubRequest } from '../exits.ts';
import { bboxOf, timeOf } from '../query.ts';
import { version } from '../version.ts';
import { idFrom } from './parts.ts';
import type { HubParts } from './parts.ts';
import { strictObject } from './schemas.ts';

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const Form = { f: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('html')])) };
const ItemsQuery = strictObject({
  ...Form,
  limit: Type.Optional(Type.Integer({ minimum: 1 })),
  bbox: text(200),
  'bbox-crs': Type.Optional(Type.Literal('http://www.opengis.net/def/crs/OGC/1.3/CRS84')),
  datetime: text(100),
  cursor: text(2000),
  kind: text(60),
  owner: text(63),
});
const CollectionParams = strictObject({ collection: Type.String({ maxLength: 64 }) });
const ItemParams = strictObject({
  collection: Type.String({ maxLength: 64 }),
  id: Type.String({ maxLength: 128 }),
});

interface Document {
  readonly links?: readonly Link[];
  readonly features?: FeatureCollection['features'];
}

/** OGC API – Features under `/api/ogc`: a GIS reads what its user's party may see. */
export function ogcRoutes(parts: HubParts): Exit[] {
  const collections = collectionsOf(parts);
  const base = ({ origin }: HubRequest) => `${origin}/api/ogc`;
  const page = (
    name: string,
    path: string,
    summary: string,
    document: (request: HubRequest) => object,
    params?: Exit['params'],
  ): Exit => ({
    kind: 'file',
    name: `ogc.${name}`,
    method: 'GET',
    path: `/ogc${path}`,
    summary,
    permission: 'read',
    params,
    query: strictObject(Form),
    handle: (context, request) =>
      context.common(written(document(request) as Document, name, context, request, mediaTypes.json)),
  });
  const title = 'Commonwatch';
  return [
    page('landing', '', 'OGC API – Features: the landing page.', (request) =>
      landingPage(base(request), title, 'What the reader’s party may see, as features.'),
    ),
    page('conformance', '/conformance', 'OGC API – Features: conformance classes.', conformance),
    page('collections', '/collections', 'OGC API – Features: the collections.', (request) =>
      collectionsPage(base(request), collections),
    ),
    page(
      'collection',
      '/collections/:collection',
      'OGC API – Features: one collection.',
      (request) => collectionPage(base(request), collectionOf(collections, request)),
      CollectionParams,
    ),
    {
      kind: 'file',
      name: 'ogc.api',
      method: 'GET',
      path: '/ogc/api',
      summary: 'OGC API – Features: its definition, OpenAPI 3.0.',
      permission: 'read',
      query: strictObject(Form),
      handle: (context, request) => {
        const definition = openApi(base(request), title, version, collections);
        if (isHtml(request))
          return context.common(written(landingPage(base(request), title, ''), 'API', context, request, ''));
        return context.common({ mediaType: mediaTypes.openapi, content: JSON.stringify(definition) });
      },
    },
    itemsExit(parts, collections, base),
    itemExit(parts, collections, base),
  ];
}

/** Every type of entry that can have a place, in the order of the rooms. */
function collectionsOf({ types, rooms }: HubParts): Collection[] {
  const shaped = new Set(
    rooms
      .flatMap(({ shapes }) => shapes.filter(({ geojson }) => geojson !== undefined))
      .map(({ type }) => type),
  );
  return types.names
    .filter((name) => types.get(name).place !== undefined || shaped.has(name))
    .map((name) => ({ id: name, title: name, description: `Entries of the type ${name}.` }));
}

/** @throws `route.not-found`, for a collection that is not there */
function collectionOf(collections: readonly Collection[], { params }: HubRequest): Collection {
  const found = collections.find(({ id }) => id === params.collection);
  if (found === undefined) throw new CommonwatchError('route.not-found', params.collection);
  return found;
}

function itemsExit(
  parts: HubParts,
  collections: readonly Collection[],
  baseOf: (request: HubRequest) => string,
): Exit {
  return {
    kind: 'file',
    name: 'ogc.items',
    method: 'GET',
    path: '/ogc/collections/:collection/items',
    summary: 'OGC API – Features: the features of a collection.',
    permission: 'read',
    params: CollectionParams,
    query: ItemsQuery,
    handle: (context, request) => {
      const collection = collectionOf(collections, request);
      const base = baseOf(request);
      const query = itemsQuery(collection, request);
      const page = context.entries(query);
      const count = context.count({ ...query, cursor: undefined, limit: undefined });
      const address = (cursor?: string) => addressOf(base, collection, request, cursor);
      return page.with(count).map(([{ cursor }, matched]) => {
        const entries: Released<readonly Entry[]> = page.map((each) => each.entries);
        const document = itemsPage(entries, context.viewer.party, context.language, parts.exchange, {
          base,
          collection,
          self: address(request.query.cursor as string | undefined),
          next: cursor === undefined ? undefined : address(cursor),
          matched,
        });
        return written(document, collection.title, context, request, mediaTypes.geojson);
      });
    },
  };
}

/** @throws `request.invalid`, `time.invalid` */
function itemsQuery({ id }: Collection, { query }: HubRequest): EntryQuery {
  const { bbox, datetime, cursor, kind, owner, limit } = query as Record<string, string | undefined>;
  return {
    types: [id],
    // More than the most is no error (17-069r4, 7.15.2): the page is as long as it may be.
    limit: Math.min(maxFeatures, Number(limit ?? 100)),
    ...(bbox === undefined ? {} : { bbox: flatBox(bbox) }),
    ...(datetime === undefined ? {} : spanOf(datetime)),
    ...(cursor === undefined ? {} : { cursor }),
    ...(kind === undefined ? {} : { kinds: [kind] }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Four numbers, or six with heights, which nothing here has. */
function flatBox(value: string): [number, number, number, number] {
  const parts = value.split(',');
  return bboxOf(parts.length === 6 ? [parts[0], parts[1], parts[3], parts[4]].join(',') : value);
}

/** An instant, or an interval of which one end may be open: `../2026-11-21T00:00:00Z`. */
function spanOf(value: string): EntryQuery {
  const ends = value.split('/');
  if (ends.length > 2) throw new CommonwatchError('request.invalid', value, { path: '/datetime' });
  const [from, to] = ends.length === 1 ? [value, value] : ends;
  const isOpen = (end: string) => end === '' || end === '..';
  return {
    ...(isOpen(from) ? {} : { fromUtcMs: timeOf(from) }),
    ...(isOpen(to) ? {} : { toUtcMs: timeOf(to) }),
  };
}

function addressOf(base: string, { id }: Collection, { query }: HubRequest, cursor?: string): string {
  const kept = Object.entries({ ...query, cursor }).filter(
    ([name, value]) => value !== undefined && name !== 'f' && name !== 'as',
  );
  const words = new URLSearchParams(
    kept.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return `${base}/collections/${id}/items${words === '' ? '' : `?${words}`}`;
}

function itemExit(
  parts: HubParts,
  collections: readonly Collection[],
  baseOf: (request: HubRequest) => string,
): Exit {
  return {
    kind: 'file',
    name: 'ogc.item',
    method: 'GET',
    path: '/ogc/collections/:collection/items/:id',
    summary: 'OGC API – Features: one feature.',
    permission: 'read',
    params: ItemParams,
    query: strictObject(Form),
    handle: (context, request) => {
      const collection = collectionOf(collections, request);
      const entry = context.entry(idFrom(request.params.id));
      // An entry of another collection is none of this one.
      if (entry.for(context.viewer.party).type !== collection.id)
        throw new CommonwatchError('entry.not-found', request.params.id);
      const one = entry.map((each): readonly Entry[] => [each]);
      return one.map(() => {
        const { features } = featureCollection(one, context.viewer.party, context.language, parts.exchange);
        const links = itemLinks(baseOf(request), collection, request.params.id);
        const document = isHtml(request) ? { links, features } : { ...features[0], links };
        return written(document, collection.title, context, request, mediaTypes.geojson);
      });
    },
  };
}

function isHtml({ query, accepts }: HubRequest): boolean {
  return query.f === undefined
    ? accepts('application/json', 'application/geo+json', 'text/html') === 'text/html'
    : query.f === 'html';
}

function written(
  document: Document,
  title: string,
  { language }: HubContext,
  request: HubRequest,
  mediaType: string,
): FileAnswer {
  if (isHtml(request)) return { mediaType: mediaTypes.html, content: htmlPage(title, language, document) };
  return { mediaType, content: JSON.stringify(document as unknown as Json) };
}
