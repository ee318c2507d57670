/**
 * Findings as an overlay in the manner of NVG 2.0.2 (the data format, as samples and public notes show it; not tested
 * against its schema, which is not public). Symbols are APP-6 with the identity "unknown" or, for what is at sea by
 * itself, "neutral": the hub knows nobody's allegiance. Single events only: no tracks of third parties leave this way.
 */
import { instant } from '../core/index.ts';
import type { Entry, Language, PartyId, Released } from '../core/index.ts';
import { featureOf } from './geojson.ts';
import type { Geometry, Position } from './antimeridian.ts';
import { asFinding, deliveryOf, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';
import { writeXml } from './xml.ts';
import type { Xml } from './xml.ts';

const metresPerNm = 1852;
/** APP-6(B) sea surface symbols by function; the second letter is the identity, U for unknown. */
const vesselSymbol = 'app6b:SUSP------*****';
/** A point of interest without a unit. */
const pointSymbol = 'app6b:GUGPGPP-----X**';

/** @throws `released.foreign-viewer`, `released.forged` */
export function nvg(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): string {
  const delivery = deliveryOf(released, viewer, language);
  const items = delivery.entries.map((entry) => itemsOf(entry, delivery, options));
  const named = (name: 'point' | 'polyline' | 'polygon' | 'circle') =>
    items.flatMap((each) => each.filter(([kind]) => kind === name).map(([, item]) => item));
  return writeXml({
    'nvg:nvg': {
      '@xmlns:nvg': 'https://tide.act.nato.int/schemas/2012/10/nvg',
      '@version': '2.0.2',
      '@classification': strictest(delivery),
      'nvg:point': named('point'),
      'nvg:polyline': named('polyline'),
      'nvg:polygon': named('polygon'),
      'nvg:circle': named('circle'),
    },
  });
}

/** One line for the whole overlay, as most viewers show only that. */
function strictest({ entries }: Delivery): string {
  const order = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'];
  const ranks = entries.map(({ release }) => order.indexOf(release.tlp));
  return `TLP:${order[Math.max(0, ...ranks)]}`;
}

type Item = [kind: 'point' | 'polyline' | 'polygon' | 'circle', item: Xml];

function itemsOf(entry: Entry, delivery: Delivery, options: ExchangeOptions): Item[] {
  const { geometry } = featureOf(entry, delivery, options);
  if (geometry === null) return [];
  const common = commonOf(entry, delivery, options);
  const place = asFinding(entry)?.body.place;
  const shapes = shapesOf(geometry, 0).map(([kind, shape], i): Item => {
    const uri = i === 0 ? `urn:commonwatch:${entry.id}` : `urn:commonwatch:${entry.id}:${i}`;
    return [kind, { '@uri': uri, ...common, ...shape }];
  });
  if (place === undefined || place.uncertaintyNm <= 0) return shapes;
  const circle = {
    '@uri': `urn:commonwatch:${entry.id}:uncertainty`,
    '@label': common['@label'],
    '@cx': place.lonDeg,
    '@cy': place.latDeg,
    '@r': Math.round(place.uncertaintyNm * metresPerNm),
    '@style': 'stroke-width:1;fill:none;stroke-opacity:0.6;',
  };
  return [...shapes, ['circle', circle]];
}

function commonOf(entry: Entry, delivery: Delivery, options: ExchangeOptions) {
  const finding = asFinding(entry);
  const title = titleOf(entry, options, delivery.language);
  const isVessel = finding?.body.subjects.some(({ kind }) => kind === 'vessel') === true;
  return {
    '@label': `${options.exercise ? 'EXERCISE ' : ''}${title}`.slice(0, 200),
    '@symbol': isVessel ? vesselSymbol : pointSymbol,
    '@timestamp': finding === undefined ? entry.modified : instant(finding.body.endUtcMs),
    'nvg:textInfo': [
      title,
      `TLP:${entry.release.tlp}`,
      `${options.partyName(entry.owner)[delivery.language]}, ${delivery.asOf}`,
      ...(options.exercise ? ['EXERCISE — EXERCISE — EXERCISE'] : []),
    ].join('\n'),
  } as const;
}

const point = ([lon, lat]: Position) => `${lon},${lat}`;
const points = (line: readonly Position[]) => ({ '@points': line.map(point).join(' ') });
type Shape = { readonly [name: string]: Xml };

/** The parts of a geometry as NVG has them; a polygon's holes are left out, because few viewers draw them. */
function shapesOf(geometry: Geometry, depth: number): [Exclude<Item[0], 'circle'>, Shape][] {
  switch (geometry.type) {
    case 'Point':
      return [['point', { '@x': geometry.coordinates[0], '@y': geometry.coordinates[1] }]];
    case 'MultiPoint':
      return geometry.coordinates.map(([x, y]) => ['point', { '@x': x, '@y': y }]);
    case 'LineString':
      return [['polyline', points(geometry.coordinates)]];
    case 'MultiLineString':
      return geometry.coordinates.map((line) => ['polyline', points(line)]);
    case 'Polygon':
      return [['polygon', points(geometry.coordinates[0])]];
    case 'MultiPolygon':
      return geometry.coordinates.map(([outer]) => ['polygon', points(outer)]);
    case 'GeometryCollection':
      return depth > 4 ? [] : geometry.geometries.flatMap((each) => shapesOf(each, depth + 1));
  }
}
