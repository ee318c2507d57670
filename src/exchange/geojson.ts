import { instant } from '../core/index.ts';
import type { Entry, FindingBody, Json, Language, PartyId, Release, Released } from '../core/index.ts';
import { bboxOf, cutAtAntimeridian } from './antimeridian.ts';
import type { Geometry } from './antimeridian.ts';
import { handlingOf } from './markings.ts';
import { isRecord } from './release.ts';
import { asFinding, deliveryOf, shapeOf, titleOf } from './writer.ts';
import type { Delivery, ExchangeOptions } from './writer.ts';

type Properties = { readonly [property: string]: Json };

export interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly properties: Properties;
}

export interface FeatureCollection {
  readonly type: 'FeatureCollection';
  readonly bbox?: readonly number[];
  readonly features: readonly Feature[];
  /** Foreign members (RFC 7946, section 6.1): from whom, to whom, as of when. */
  readonly source: string;
  readonly releasedTo: string;
  readonly asOf: string;
  readonly exercise: boolean;
}

/**
 * Entries as GeoJSON (RFC 7946): WGS 84, nothing crosses the antimeridian. Each feature repeats source, as-of and
 * marking in its properties, because most readers keep nothing else.
 * @throws `released.foreign-viewer`, `released.forged`
 */
export function featureCollection(
  released: Released<readonly Entry[]>,
  viewer: PartyId,
  language: Language,
  options: ExchangeOptions,
): FeatureCollection {
  const delivery = deliveryOf(released, viewer, language);
  const features = delivery.entries.map((entry) => featureOf(entry, delivery, options));
  const bbox = bboxOf(features.map(({ geometry }) => geometry).filter((geometry) => geometry !== null));
  return {
    type: 'FeatureCollection',
    ...(bbox === undefined ? {} : { bbox }),
    source: options.source,
    releasedTo: viewer,
    asOf: delivery.asOf,
    exercise: options.exercise,
    features,
  };
}

/** One entry as a feature, by its room's shape where it has one. */
export function featureOf(entry: Entry, delivery: Delivery, options: ExchangeOptions): Feature {
  const shaped = shapeOf(entry, options.shapes, 'geojson')?.geojson?.(entry);
  const own = isRecord(shaped) && shaped.type === 'Feature' ? shaped : undefined;
  const geometry = own === undefined ? (shaped ?? placeOf(entry, options)) : own.geometry;
  return {
    type: 'Feature',
    id: entry.id,
    geometry: isRecord(geometry) ? cutAtAntimeridian(geometry as unknown as Geometry) : null,
    properties: {
      ...(isRecord(own?.properties) ? own.properties : findingProperties(entry)),
      ...envelopeProperties(entry, delivery, options),
    },
  };
}

function placeOf(entry: Entry, { types }: ExchangeOptions): Json {
  const place = types.get(entry.type).place?.(entry.body);
  return place === undefined ? null : { type: 'Point', coordinates: [place.lonDeg, place.latDeg] };
}

function findingProperties(entry: Entry): Properties {
  const finding = asFinding(entry);
  return finding === undefined ? {} : bodyProperties(finding.body);
}

function bodyProperties(body: FindingBody): Properties {
  return {
    room: body.room,
    kind: body.kind,
    start: instant(body.startUtcMs),
    end: instant(body.endUtcMs),
    ongoing: body.ongoing,
    withdrawn: body.withdrawn,
    uncertaintyNm: body.place?.uncertaintyNm ?? null,
    subjects: body.subjects.map(({ kind, id, name }) => ({ kind, id, name: name ?? null })),
    detector: `${body.detector.name} ${body.detector.version}`,
    facts: body.facts,
  };
}

/** What every feature says of itself, whatever its room adds. */
function envelopeProperties(entry: Entry, delivery: Delivery, options: ExchangeOptions): Properties {
  return {
    type: entry.type,
    title: titleOf(entry, options, delivery.language),
    confidence: entry.confidence,
    owner: entry.owner,
    created: entry.created,
    modified: entry.modified,
    ...markingProperties(entry.release),
    source: options.partyName(entry.owner)[delivery.language],
    asOf: delivery.asOf,
    exercise: options.exercise,
  };
}

function markingProperties(release: Release): Properties {
  return {
    marking: `TLP:${release.tlp}`,
    handling: handlingOf(release) ?? null,
    audience: release.audience.kind,
    expiresAt: release.expiresAt ?? null,
  };
}
