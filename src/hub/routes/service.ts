import { version } from '../version.ts';
import type { Exit } from '../exits.ts';
import { assertHolder } from './parts.ts';
import type { HubParts } from './parts.ts';

/** Whether the hub is well, and figures for whoever runs it. */
export function serviceRoutes(parts: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'service.health',
      method: 'GET',
      path: '/health',
      summary: 'Whether the hub is ready.',
      permission: 'anyone',
      handle: (context) => context.common({ status: parts.isReady() ? 'ready' : 'starting', version }),
    },
    {
      kind: 'file',
      name: 'service.metrics',
      method: 'GET',
      path: '/metrics',
      summary: 'Figures in Prometheus’ text format.',
      permission: 'administer',
      handle: (context) => {
        assertHolder(parts, context);
        return context.common({
          mediaType: 'text/plain; version=0.0.4; charset=utf-8',
          fileName: 'metrics.txt',
          content: parts.metrics.text(),
        });
      },
    },
    {
      kind: 'json',
      name: 'service.openapi',
      method: 'GET',
      path: '/openapi.json',
      summary: 'This description, as OpenAPI 3.1.',
      permission: 'anyone',
      handle: (context) => context.common(parts.openapi()),
    },
  ];
}
