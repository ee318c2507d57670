import { Type } from 'typebox';
import { CommonwatchError } from '../../core/index.ts';
import type { Exit } from '../exits.ts';
import type { Positions } from '../positions.ts';
import { bboxOf, timeOf } from '../query.ts';
import { strictObject } from './schemas.ts';

/** Positions in bulk, which only the hub holds: the chart's vessels and a vessel's track. */
export function positionRoutes(): Exit[] {
  return [
    {
      kind: 'file',
      name: 'positions.vessels',
      method: 'GET',
      path: '/sea/vessels',
      summary: 'Every vessel’s newest position from the feeds that the viewer may see, as binary columns.',
      permission: 'read',
      query: strictObject({
        bbox: Type.Optional(Type.String({ maxLength: 200 })),
        at: Type.Optional(Type.String({ maxLength: 40 })),
      }),
      handle: async (context, { query }) => {
        const bbox = query.bbox === undefined ? undefined : bboxOf(query.bbox as string);
        const positions = context.service<Positions>('positions');
        const content =
          query.at === undefined
            ? positions.columns(bbox)
            : await positions.columnsAt(timeOf(query.at as string), bbox);
        return context.common({ mediaType: 'application/octet-stream', fileName: 'vessels.bin', content });
      },
    },
    {
      kind: 'json',
      name: 'positions.track',
      method: 'GET',
      path: '/sea/vessels/:mmsi/track',
      summary: 'One vessel’s way, from the feeds that the viewer may see.',
      permission: 'read',
      params: strictObject({ mmsi: Type.Integer({ minimum: 0, maximum: 1_073_741_823 }) }),
      query: strictObject({
        from: Type.Optional(Type.String({ maxLength: 40 })),
        to: Type.Optional(Type.String({ maxLength: 40 })),
      }),
      handle: async (context, { params, query }) => {
        const toUtcMs = query.to === undefined ? context.nowUtcMs : timeOf(query.to as string);
        const fromUtcMs = query.from === undefined ? toUtcMs - dayMs : timeOf(query.from as string);
        if (fromUtcMs > toUtcMs) throw new CommonwatchError('request.invalid', query.from, { path: '/from' });
        const positions = context.service<Positions>('positions');
        return context.common(await positions.track(Number(params.mmsi), fromUtcMs, toUtcMs));
      },
    },
  ];
}

const dayMs = 24 * 3_600_000;
