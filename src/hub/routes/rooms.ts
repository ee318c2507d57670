import type { Exit } from '../exits.ts';
import type { HubParts } from './parts.ts';

/** The rooms' own routes under `/api/<room>/`, registered as exits like the hub's. */
export function roomRoutes({ rooms }: HubParts): Exit[] {
  return rooms.flatMap((room) =>
    room.routes.map(
      ({ method, path, summary, permission, params, query, body, response, handle }): Exit => ({
        kind: 'json',
        name: `${room.name}.${method.toLowerCase()} ${path}`,
        method,
        path: `/${room.name}${path}`,
        summary,
        permission,
        params,
        query,
        body,
        response,
        handle,
      }),
    ),
  );
}
