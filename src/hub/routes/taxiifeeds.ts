/** The TAXII servers that this hub polls: their state, what was kept aside, and a poll on demand. For the hub's own party. */
import { Type } from 'typebox';
import type { Exit } from '../exits.ts';
import { assertHolder } from './parts.ts';
import type { HubParts } from './parts.ts';
import { strictObject } from './schemas.ts';

const FeedParams = strictObject({ feed: Type.String({ maxLength: 63 }) });
const shownQuarantined = 200;

export function taxiiFeedRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'taxiifeeds.list',
      method: 'GET',
      path: '/taxii/feeds',
      summary: 'The TAXII collections that are polled, and what was kept aside.',
      permission: 'read',
      handle: (context) => {
        assertHolder(parts, context);
        const { taxii } = parts;
        return context.common({ feeds: taxii.states(), quarantined: taxii.quarantine(shownQuarantined) });
      },
    },
    {
      kind: 'json',
      name: 'taxiifeeds.poll',
      method: 'POST',
      path: '/taxii/feeds/:feed/poll',
      summary: 'Polls a TAXII collection now.',
      permission: 'import',
      params: FeedParams,
      handle: async (context, { params }) => {
        assertHolder(parts, context);
        return context.common(await parts.taxii.poll(params.feed));
      },
    },
  ];
}
