/**
 * OGC API – Features – Part 1: Core (OGC 17-069r4): the documents of the API, as plain values. Conformance classes are
 * those that the tests hold: core, GeoJSON, HTML and OpenAPI 3.0.
 */
import type { Entry, Json, Language, PartyId, Released } from '../core/index.ts';
import { featureCollection } from './geojson.ts';
import type { FeatureCollection } from './geojson.ts';
import type { ExchangeOptions } from './writer.ts';

export const conformanceClasses = [
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
] as const;

export const mediaTypes = {
  json: 'application/json',
  geojson: 'application/geo+json',
  html: 'text/html; charset=utf-8',
  openapi: 'application/vnd.oai.openapi+json;version=3.0',
} as const;

/** The most features a page holds. It is declared in the API's definition, because clients ask for no more. */
export const maxFeatures = 1000;
export const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

export interface Link {
  readonly href: string;
  readonly rel: string;
  readonly type: string;
  readonly title?: string;
}

/** A collection: the entries of one type that can have a place. */
export interface Collection {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export interface FeatureFilter {
  readonly name: string;
  readonly description: string;
}

/** Property filters that every collection has, besides bbox and datetime. */
export const propertyFilters: readonly FeatureFilter[] = [
  { name: 'kind', description: 'The kind of finding, such as encounter.' },
  { name: 'owner', description: 'The party that issued it.' },
];

/** The same address in the other form, for `f`. */
const both = (href: string, rel: string, type: 'json' | 'geojson', title: string): Link[] => [
  { href: withForm(href, 'json'), rel, type: mediaTypes[type], title },
  { href: withForm(href, 'html'), rel: rel === 'self' ? 'alternate' : rel, type: 'text/html', title },
];

export function withForm(href: string, form: 'json' | 'html'): string {
  return `${href}${href.includes('?') ? '&' : '?'}f=${form}`;
}

/** @param base the API's address without a slash at its end */
export function landingPage(base: string, title: string, description: string) {
  return {
    title,
    description,
    links: [
      ...both(base, 'self', 'json', title),
      { href: `${base}/api`, rel: 'service-desc', type: mediaTypes.openapi, title: 'OpenAPI 3.0' },
      { href: `${base}/api?f=html`, rel: 'service-doc', type: 'text/html', title: 'API' },
      { href: `${base}/conformance`, rel: 'conformance', type: mediaTypes.json, title: 'Conformance' },
      { href: `${base}/collections`, rel: 'data', type: mediaTypes.json, title: 'Collections' },
    ],
  };
}

export function conformance() {
  return { conformsTo: [...conformanceClasses] };
}

export function collectionsPage(base: string, collections: readonly Collection[]) {
  return {
    links: both(`${base}/collections`, 'self', 'json', 'Collections'),
    collections: collections.map((each) => collectionPage(base, each)),
  };
}

/** No extent by data: the box around what others may see would tell of it. */
export function collectionPage(base: string, { id, title, description }: Collection) {
  const href = `${base}/collections/${id}`;
  return {
    id,
    title,
    description,
    itemType: 'feature',
    extent: {
      spatial: { bbox: [[-180, -90, 180, 90]], crs: crs84 },
      temporal: { interval: [[null, null]] },
    },
    crs: [crs84],
    links: [
      ...both(href, 'self', 'json', title),
      { href: `${href}/items`, rel: 'items', type: mediaTypes.geojson, title },
      { href: withForm(`${href}/items`, 'html'), rel: 'items', type: 'text/html', title },
    ],
  };
}

export interface ItemsPage extends FeatureCollection {
  readonly links: readonly Link[];
  readonly timeStamp: string;
  readonly numberMatched: number;
  readonly numberReturned: number;
}

/**
 * One page of features.
 * @param self this page's address; @param next the next one's, where there is one
 * @param matched how many the reader may see in all
 * @throws `released.foreign-viewer`, `released.forged`
 */
export function itemsPage(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
  { base, collection, self, next, matched }: ItemsAddress,
): ItemsPage {
  const collected = featureCollection(released, viewer, language, options);
  return {
    ...collected,
    timeStamp: collected.asOf,
    numberMatched: matched,
    numberReturned: collected.features.length,
    links: [
      ...both(self, 'self', 'geojson', collection.title),
      { href: `${base}/collections/${collection.id}`, rel: 'collection', type: mediaTypes.json },
      ...(next === undefined ? [] : [{ href: next, rel: 'next', type: mediaTypes.geojson }]),
    ],
  };
}

export interface ItemsAddress {
  readonly base: string;
  readonly collection: Collection;
  readonly self: string;
  readonly next?: string;
  readonly matched: number;
}

/** The links of a single feature. */
export function itemLinks(base: string, collection: Collection, id: string): Link[] {
  const href = `${base}/collections/${collection.id}/items/${id}`;
  return [
    ...both(href, 'self', 'geojson', collection.title),
    { href: `${base}/collections/${collection.id}`, rel: 'collection', type: mediaTypes.json },
  ];
}

/** The API's definition, OpenAPI 3.0.3. */
export function openApi(
  base: string,
  title: string,
  version: string,
  collections: readonly Collection[],
): Json {
  const form = parameter('f', { type: 'string', enum: ['json', 'html'] }, 'The form of the answer.');
  const answer = (description: string, type: string, schema: Json): Json => ({
    '200': { description, content: { [type]: { schema }, 'text/html': { schema: { type: 'string' } } } },
    default: {
      description: 'An error: code and message.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/exception' } } },
    },
  });
  const read = (
    operationId: string,
    description: string,
    more: Json[],
    type: string,
    schema: string,
  ): Json => ({
    get: {
      operationId,
      summary: description,
      parameters: [...more, form],
      responses: answer(description, type, { $ref: `#/components/schemas/${schema}` }),
    },
  });
  const items = (collection: Collection): [string, Json][] => [
    [
      `/collections/${collection.id}/items`,
      read(
        `items.${collection.id}`,
        collection.description,
        ['limit', 'bbox', 'datetime', 'cursor', ...propertyFilters.map(({ name }) => name)].map((name) => ({
          $ref: `#/components/parameters/${name}`,
        })),
        mediaTypes.geojson,
        'featureCollection',
      ),
    ],
    [
      `/collections/${collection.id}/items/{featureId}`,
      read(
        `item.${collection.id}`,
        collection.description,
        [{ $ref: '#/components/parameters/featureId' }],
        mediaTypes.geojson,
        'feature',
      ),
    ],
  ];
  return {
    openapi: '3.0.3',
    info: { title, version, license: { name: 'By the marking of each feature' } },
    servers: [{ url: base }],
    security: [{ token: [] }],
    paths: {
      '/': read('landing', 'The landing page.', [], mediaTypes.json, 'object'),
      '/conformance': read('conformance', 'Conformance classes.', [], mediaTypes.json, 'object'),
      '/collections': read('collections', 'The collections.', [], mediaTypes.json, 'object'),
      ...Object.fromEntries(
        collections.map(({ id, description }) => [
          `/collections/${id}`,
          read(`collection.${id}`, description, [], mediaTypes.json, 'object'),
        ]),
      ),
      ...Object.fromEntries(collections.flatMap(items)),
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      parameters: {
        limit: parameter(
          'limit',
          { type: 'integer', minimum: 1, maximum: maxFeatures, default: 100 },
          'The most features of a page.',
        ),
        bbox: {
          ...parameter(
            'bbox',
            { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } },
            'West, south, east, north in degrees; west > east crosses the antimeridian.',
          ),
          style: 'form',
          explode: false,
        },
        datetime: parameter('datetime', { type: 'string' }, 'An instant, or an interval with `/` and `..`.'),
        cursor: parameter('cursor', { type: 'string' }, 'Opaque, from the link to the next page.'),
        ...Object.fromEntries(
          propertyFilters.map(({ name, description }) => [
            name,
            parameter(name, { type: 'string' }, description),
          ]),
        ),
        featureId: { name: 'featureId', in: 'path', required: true, schema: { type: 'string' } },
      },
      schemas: {
        object: { type: 'object' },
        exception: {
          type: 'object',
          required: ['code'],
          properties: { code: { type: 'string' }, message: { type: 'string' } },
        },
        feature: {
          type: 'object',
          required: ['type', 'geometry', 'properties'],
          properties: {
            type: { type: 'string', enum: ['Feature'] },
            id: { type: 'string' },
            geometry: { type: 'object', nullable: true },
            properties: { type: 'object', nullable: true },
          },
        },
        featureCollection: {
          type: 'object',
          required: ['type', 'features'],
          properties: {
            type: { type: 'string', enum: ['FeatureCollection'] },
            features: { type: 'array', items: { $ref: '#/components/schemas/feature' } },
            numberMatched: { type: 'integer' },
            numberReturned: { type: 'integer' },
          },
        },
      },
    },
  };
}

function parameter(name: string, schema: Json, description: string): { readonly [key: string]: Json } {
  return { name, in: 'query', required: false, description, schema };
}

/**
 * A plain page of a document of this API: its links, and its features as a table. A person looks in here, and so does
 * a search for what a partner could see.
 */
export function htmlPage(
  title: string,
  language: Language,
  document: { readonly links?: readonly Link[]; readonly features?: FeatureCollection['features'] },
): string {
  const links = (document.links ?? []).map(
    ({ href, rel, title: text }) =>
      `<li>${escaped(rel)}: <a href="${escaped(href)}">${escaped(text ?? href)}</a></li>`,
  );
  const rows = (document.features ?? []).map(({ id, properties, geometry }) => {
    const cells = [properties.title, properties.marking, properties.modified, geometry?.type ?? '–', id];
    return `<tr>${cells.map((cell) => `<td>${escaped(String(cell ?? ''))}</td>`).join('')}</tr>`;
  });
  const head = ['title', 'marking', 'modified', 'geometry', 'id'].map(
    (name) => `<th scope="col">${name}</th>`,
  );
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title>`,
    '<meta name="viewport" content="width=device-width"></head><body>',
    `<h1>${escaped(title)}</h1><ul>${links.join('')}</ul>`,
    rows.length === 0
      ? ''
      : `<table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
    '</body></html>',
  ].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
