/** The room's routes; what each answers is typed in api.ts. */
import { Type } from 'typebox';
import type { Route } from '../core/index.ts';
import { graphAround, objectList, objectPage } from './reading.ts';
import type { ListQuery } from './reading.ts';
import { SightingRequestSchema, sight } from './sighting.ts';
import type { SightingRequest } from './sighting.ts';

const strict = { additionalProperties: false };
const IdParams = Type.Object({ id: Type.String({ maxLength: 128 }) });
const response = Type.Unknown();

export const ctiRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/objects',
    summary: 'STIX objects that the viewer may see, by words and kind; newest first.',
    permission: 'read',
    query: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 500 })),
        kind: Type.Optional(Type.String({ maxLength: 250 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
        cursor: Type.Optional(Type.String({ maxLength: 2000 })),
      },
      strict,
    ),
    response,
    handle: (context, { query }) => objectList(context, query as ListQuery),
  },
  {
    method: 'GET',
    path: '/objects/:id',
    summary: 'One STIX object, its sightings, and what an indicator’s pattern matches.',
    permission: 'read',
    params: IdParams,
    response,
    handle: (context, { params }) => objectPage(context, params.id),
  },
  {
    method: 'GET',
    path: '/objects/:id/graph',
    summary: 'What hangs together with a STIX object.',
    permission: 'read',
    params: IdParams,
    query: Type.Object({ depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 3 })) }, strict),
    response,
    handle: (context, { params, query }) =>
      graphAround(context, params.id, (query.depth as number | undefined) ?? 2),
  },
  {
    method: 'POST',
    path: '/objects/:id/sightings',
    summary: 'Notes that what a STIX object tells of was seen here.',
    permission: 'watch',
    params: IdParams,
    body: SightingRequestSchema,
    response,
    handle: (context, { params, body }) => sight(context, params.id, body as SightingRequest),
  },
];
