/** How alerts leave again: as alerts of whoever holds them, saying whose words they are; and as areas on a map. */
import { message } from '../core/index.ts';
import type { CapCategory, CapContent, Entry, Json, MessageRef, Shape } from '../core/index.ts';
import { alertType, inBoth } from './alert.ts';
import type { AlertBody, AlertInfo } from './alert.ts';

const kmPerNm = 1.852;

export const alertShapes: readonly Shape[] = [
  {
    type: alertType.type,
    cap: (entry) => contentOf(entry as Entry<AlertBody>),
    geojson: (entry) => featureOf(entry as Entry<AlertBody>),
  },
];

/** What the sender sent, in the terms of CAP; a test or an exercise of the sender's stays one. */
function contentOf(entry: Entry<AlertBody>): CapContent {
  const { body } = entry;
  const [info] = body.infos;
  const said = (textOf: (each: AlertInfo) => string): MessageRef =>
    message('alerts.words', { words: inBoth(body.infos, textOf) });
  const instruction = info?.instruction ?? '';
  return {
    category: (info?.categories[0] ?? 'Other') as CapCategory,
    event: said(({ event }) => event),
    headline: alertType.title(entry),
    description: [alertType.title(entry), said(({ description }) => description)],
    urgency: (info?.urgency ?? 'Unknown') as CapContent['urgency'],
    severity: (info?.severity ?? 'Unknown') as CapContent['severity'],
    certainty: (info?.certainty ?? 'Unknown') as CapContent['certainty'],
    status: body.status as CapContent['status'],
    cancelled: body.msgType === 'Cancel',
    ...(instruction === '' ? {} : { instruction: said((each) => each.instruction) }),
    ...(info?.onsetUtcMs === undefined ? {} : { onsetUtcMs: info.onsetUtcMs }),
    ...(info?.expiresUtcMs === undefined ? {} : { expiresUtcMs: info.expiresUtcMs }),
    ...areaOf(body.infos),
  };
}

/** CAP lets an area have many rings and circles; ours has one circle, and the rings of all areas. */
function areaOf(infos: readonly AlertInfo[]): Pick<CapContent, 'area'> {
  const areas = infos[0]?.areas ?? [];
  if (areas.length === 0) return {};
  const [circle] = areas.flatMap(({ circles }) => circles);
  const polygons = areas.flatMap((area) => area.polygons);
  const names = inBoth(infos, (info) => info.areas.map(({ description }) => description).join('; '));
  return {
    area: {
      description: message('alerts.words', { words: names }),
      ...(polygons.length === 0 ? {} : { polygons }),
      ...(circle === undefined
        ? {}
        : {
            circle: { lonDeg: circle.lonDeg, latDeg: circle.latDeg, radiusNm: circle.radiusKm / kmPerNm },
          }),
      codes: areas.flatMap(({ codes }) => codes),
    },
  };
}

function featureOf({ body }: Entry<AlertBody>): Json {
  const areas = body.infos[0]?.areas ?? [];
  const polygons = areas.flatMap((area) => area.polygons);
  const [circle] = areas.flatMap(({ circles }) => circles);
  const geometry: Json =
    polygons.length > 0
      ? { type: 'MultiPolygon', coordinates: polygons.map((ring) => [ring]) }
      : circle === undefined
        ? null
        : { type: 'Point', coordinates: [circle.lonDeg, circle.latDeg] };
  const { sender, identifier, status, msgType, sentUtcMs, infos } = body;
  const { event = '', urgency = '', severity = '', certainty = '' } = infos[0] ?? {};
  return {
    type: 'Feature',
    geometry,
    properties: {
      sender,
      identifier,
      status,
      msgType,
      sent: new Date(sentUtcMs).toISOString(),
      event,
      urgency,
      severity,
      certainty,
      radiusKm: circle?.radiusKm ?? null,
    },
  };
}
