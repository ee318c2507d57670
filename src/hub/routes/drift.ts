import { Type } from 'typebox';
import { CommonwatchError } from '../../core/index.ts';
import type { Exit } from '../exits.ts';
import { fieldBytes, readUploaded, summaryOf } from '../fields.ts';
import type { HubParts } from './parts.ts';

/** Files of wind and current, for a drift that names one of them. */
export function driftRoutes({ fields }: HubParts): Exit[] {
  return [
    {
      kind: 'json',
      name: 'coordination.field',
      method: 'POST',
      path: '/coordination/drift/fields',
      summary:
        'Reads a file of wind or current (multipart: kind, east?, north?, file: GRIB, NetCDF 3 or CSV).',
      permission: 'coordinate',
      isUpload: true,
      response: Type.Unknown(),
      handle: async (context, request) => {
        const upload = await request.upload();
        const bytes = await fieldBytes(upload.bytes);
        const { kind, east, north } = upload.fields;
        if (kind !== 'wind' && kind !== 'current')
          throw new CommonwatchError('request.invalid', kind, { path: '/kind' });
        const grid = await readUploaded({ bytes, kind, names: { east, north } });
        return context.common(summaryOf(fields.put(context.account, grid), upload.fileName, kind, grid));
      },
    },
  ];
}
