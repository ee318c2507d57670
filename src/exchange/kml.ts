/** Entries as KML 2.3 (OGC 12-007r2), for Google Earth, GIS and plotters. */
import { instant } from '../core/index.ts';
import type { Entry, Language, PartyId, Released } from '../core/index.ts';
import type { Geometry, Position } from './antimeridian.ts';
import { featureOf } from './geojson.ts';
import type { Feature } from './geojson.ts';
import { asFinding, deliveryOf } from './writer.ts';
import type { ExchangeOptions } from './writer.ts';
import { writeXml } from './xml.ts';
import type { Xml } from './xml.ts';

/**
 * One document, a placemark an entry. Every placemark carries source, as-of and marking as data of its own; an entry
 * without a place is there without a geometry.
 * @param nextHref where the next page of the list is: viewers follow it as a network link
 * @throws `released.foreign-viewer`, `released.forged`
 */
export function kml(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
  nextHref?: string,
): string {
  const delivery = deliveryOf(released, viewer, language);
  return document({
    name: `${options.partyName(options.source)[language]} · ${delivery.asOf}${options.exercise ? ' · EXERCISE' : ''}`,
    Placemark: delivery.entries.map((entry) => placemark(entry, featureOf(entry, delivery, options))),
    NetworkLink: nextHref === undefined ? undefined : { name: '…', Link: { href: nextHref } },
  });
}

/** A document that does nothing but fetch another again and again. */
export function kmlNetworkLink(name: string, href: string, refreshSeconds: number): string {
  return document({
    name,
    NetworkLink: {
      name,
      Link: { href, refreshMode: 'onInterval', refreshInterval: refreshSeconds },
    },
  });
}

function document(content: { readonly [name: string]: Xml }): string {
  return writeXml({ kml: { '@xmlns': 'http://www.opengis.net/kml/2.2', Document: content } });
}

function placemark(entry: Entry, { geometry, properties }: Feature): Xml {
  const { title, ...rest } = properties;
  return {
    '@id': entry.id,
    name: String(title),
    ...timeOf(entry),
    ExtendedData: {
      Data: Object.entries(rest)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => ({
          '@name': name,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        })),
    },
    ...(geometry === null ? {} : geometryOf(geometry)),
  };
}

function timeOf(entry: Entry): { readonly [name: string]: Xml } {
  const finding = asFinding(entry);
  if (finding === undefined) return { TimeStamp: { when: entry.modified } };
  const { startUtcMs, endUtcMs, ongoing } = finding.body;
  return {
    TimeSpan: { begin: instant(startUtcMs), end: ongoing ? undefined : instant(endUtcMs) },
  };
}

const tuple = ([lon, lat]: Position) => `${lon},${lat}`;
const tuples = (line: readonly Position[]) => line.map(tuple).join(' ');
const ring = (line: readonly Position[]): Xml => ({ LinearRing: { coordinates: tuples(line) } });
const polygon = ([outer, ...holes]: readonly (readonly Position[])[]): Xml => ({
  outerBoundaryIs: ring(outer),
  innerBoundaryIs: holes.map(ring),
});

function geometryOf(geometry: Geometry): { readonly [name: string]: Xml } {
  switch (geometry.type) {
    case 'Point':
      return { Point: { coordinates: tuple(geometry.coordinates) } };
    case 'MultiPoint':
      return { MultiGeometry: { Point: geometry.coordinates.map((at) => ({ coordinates: tuple(at) })) } };
    case 'LineString':
      return { LineString: { coordinates: tuples(geometry.coordinates) } };
    case 'MultiLineString':
      return {
        MultiGeometry: {
          LineString: geometry.coordinates.map((line) => ({ coordinates: tuples(line) })),
        },
      };
    case 'Polygon':
      return { Polygon: polygon(geometry.coordinates) };
    case 'MultiPolygon':
      return { MultiGeometry: { Polygon: geometry.coordinates.map(polygon) } };
    case 'GeometryCollection':
      return { MultiGeometry: collected(geometry.geometries) };
  }
}

/** Members of a collection by element name, because elements of one name stand together. */
function collected(geometries: readonly Geometry[]): { readonly [name: string]: Xml } {
  const members: Record<string, Xml[]> = {};
  for (const [name, member] of geometries.flatMap((each) => Object.entries(geometryOf(each)))) {
    members[name] ??= [];
    members[name].push(member);
  }
  return members;
}
