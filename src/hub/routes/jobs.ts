import { CommonwatchError } from '../../core/index.ts';
import { principalOf } from '../exits.ts';
import type { Exit } from '../exits.ts';
import { importerViews, startImport } from '../imports.ts';
import type { HubParts } from './parts.ts';
import { IdParams } from './schemas.ts';

/** Uploads and long work. A job is seen by the party that started it. */
export function jobRoutes(parts: HubParts): Exit[] {
  const { jobs } = parts;
  return [
    {
      kind: 'json',
      name: 'imports.start',
      method: 'POST',
      path: '/imports',
      summary: 'Uploads a file (multipart: file, importer?) and starts reading it.',
      permission: 'import',
      isUpload: true,
      handle: async (context, request) => context.common(await startImport(context, request, parts)),
    },
    {
      kind: 'json',
      name: 'importers.list',
      method: 'GET',
      path: '/importers',
      summary: 'What kinds of files can be read.',
      permission: 'read',
      handle: (context) => context.common(importerViews(context, parts)),
    },
    {
      kind: 'json',
      name: 'jobs.list',
      method: 'GET',
      path: '/jobs',
      summary: 'Jobs of the viewer’s party, newest first.',
      permission: 'read',
      handle: (context) => context.common(jobs.list(context.viewer.party)),
    },
    {
      kind: 'json',
      name: 'jobs.get',
      method: 'GET',
      path: '/jobs/:id',
      summary: 'One job.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) => context.common(jobs.get(params.id, context.viewer.party)),
    },
    {
      kind: 'json',
      name: 'jobs.cancel',
      method: 'DELETE',
      path: '/jobs/:id',
      summary:
        'Cancels a job: one’s own, or any of one’s party by who may import. What it stored before stays.',
      permission: 'read',
      params: IdParams,
      handle: (context, { params }) => {
        const { party } = context.viewer;
        const { account, permissions } = principalOf(context);
        if (jobs.startedBy(params.id, party) !== account.account && !permissions.includes('import'))
          throw new CommonwatchError('permission.missing', 'import');
        return context.common(jobs.cancel(params.id, party));
      },
    },
  ];
}
