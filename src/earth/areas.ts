/**
 * Watched areas: circles and polygons with containment and the distance to their edge. Edges of polygons are
 * straight in longitude and latitude, as RFC 7946 has it; an area may cross the antimeridian.
 */
import { CommonwatchError } from '../core/errors.ts';
import { parseRelease } from '../core/release.ts';
import type { Release } from '../core/release.ts';
import type { Run } from './coast.ts';
import { toChains } from './coast.ts';
import type { Name } from './features.ts';
import type { LonLat } from './geodesy.ts';
import {
  chordToArcM,
  distanceNm,
  gaussianRadiusM,
  lonDifferenceDeg,
  metresPerNm,
  toCartesian,
} from './geodesy.ts';
import type { Nearest } from './tree.ts';
import { ChainTree } from './tree.ts';

/** What an area is called; `id` is stable and used in findings. */
export interface AreaHead {
  readonly id: string;
  readonly name: Name;
  /** Who may know that it is watched; absent: the party of the hub alone. */
  readonly release?: Release;
}

export interface CircleSpec extends AreaHead {
  readonly kind: 'circle';
  readonly centre: LonLat;
  readonly radiusNm: number;
}

/** Rings as in GeoJSON (first the outside, then holes), one list of rings a part. */
export interface PolygonSpec extends AreaHead {
  readonly kind: 'polygon';
  readonly parts: readonly (readonly (readonly LonLat[])[])[];
}

/** An area as plain data: what configuration and GeoJSON hold. */
export type AreaSpec = CircleSpec | PolygonSpec;

/** An area ready for questions. Make it with `createArea`. */
export interface Area extends AreaHead {
  readonly spec: AreaSpec;
  contains(lonDeg: number, latDeg: number): boolean;
  /**
   * Distance to the edge, nautical miles: negative inside, positive outside. It changes by no more than a vessel
   * moves, so that its size is also the way before `contains` could change.
   */
  signedDistanceNm(lonDeg: number, latDeg: number): number;
}

/** The most vertices that one file of areas may hold. */
export const maxAreaVertices = 100_000;
/** The most areas that one file may hold. */
export const maxAreas = 1_000;

/** An area that answers questions; throws `area.invalid` when the data make none. */
export function createArea(spec: AreaSpec): Area {
  return spec.kind === 'circle' ? circle(spec) : polygon(spec);
}

function circle(spec: CircleSpec): Area {
  const { centre, radiusNm, id, name } = spec;
  if (!isLonLat(centre) || !(radiusNm > 0 && radiusNm <= 5400))
    throw invalid(spec.id, centre, 'radius of 0 to 5,400 nm');
  const signedDistanceNm = (lon: number, lat: number) =>
    distanceNm(centre[0], centre[1], lon, lat) - radiusNm;
  return { id, name, spec, signedDistanceNm, contains: (lon, lat) => signedDistanceNm(lon, lat) <= 0 };
}

function polygon(spec: PolygonSpec): Area {
  const rings = spec.parts.flat().map((ring) => continued(ring, spec.id));
  const runs: Run[] = rings.map((ring) => ({ ...ring, from: 0, to: ring.lonDeg.length, group: 0 }));
  const tree = new ChainTree(toChains(runs));
  const found: Nearest = { chain: -1, chordM: 0 };
  const point = new Float64Array(3);
  const contains = (lon: number, lat: number) =>
    rings.reduce((odd, ring) => odd !== crossesOdd(ring, lon, lat), false);
  const signedDistanceNm = (lon: number, lat: number) => {
    toCartesian(lon, lat, point);
    tree.nearest(point[0], point[1], point[2], Number.POSITIVE_INFINITY, found);
    const edgeNm = chordToArcM(found.chordM, gaussianRadiusM(lat)) / metresPerNm;
    return contains(lon, lat) ? -edgeNm : edgeNm;
  };
  return { id: spec.id, name: spec.name, spec, contains, signedDistanceNm };
}

interface Ring {
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
}

/** A closed ring whose longitudes run on across the antimeridian instead of jumping. */
function continued(ring: readonly LonLat[], id: string): Ring {
  const bad = ring.find((place) => !isLonLat(place));
  if (bad !== undefined) throw invalid(id, bad, 'longitude −180 to 180, latitude −90 to 90');
  const [first] = ring;
  const last = ring[ring.length - 1];
  const closed = ring.length > 1 && first[0] === last[0] && first[1] === last[1];
  if (ring.length - (closed ? 1 : 0) < 3) throw invalid(id, ring, 'a ring of at least three places');
  const places = closed ? ring : [...ring, first];
  const lonDeg = new Float64Array(places.length);
  lonDeg[0] = first[0];
  for (let i = 1; i < places.length; i++)
    lonDeg[i] = lonDeg[i - 1] + lonDifferenceDeg(places[i - 1][0], places[i][0]);
  if (Math.abs(lonDeg[places.length - 1] - lonDeg[0]) > 180)
    throw invalid(id, ring[0], 'no ring around a pole');
  return { lonDeg, latDeg: Float64Array.from(places, ([, lat]) => lat) };
}

/** Whether a ray to the north crosses the ring an odd number of times. */
function crossesOdd({ lonDeg, latDeg }: Ring, lon: number, lat: number): boolean {
  let odd = false;
  for (let i = 1; i < lonDeg.length; i++) {
    const turn = 360 * Math.round((lonDeg[i] - lon) / 360);
    const x = lon + turn;
    const a = lonDeg[i - 1];
    const b = lonDeg[i];
    if (a <= x === b <= x) continue;
    if (latDeg[i - 1] + ((latDeg[i] - latDeg[i - 1]) * (x - a)) / (b - a) > lat) odd = !odd;
  }
  return odd;
}

function isLonLat(place: unknown): place is LonLat {
  if (!Array.isArray(place)) return false;
  const [lon, lat] = place as unknown[];
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

/**
 * Areas out of GeoJSON (a FeatureCollection, one Feature or a bare geometry): Polygon, MultiPolygon, and Point with
 * a property `radiusNm`. `properties.id` (or the feature's `id`), `name` (a text, or `{en, ja}`) and `release` are
 * kept; a missing id becomes `area-1`, `area-2` … Throws `area.invalid` naming the feature, `area.too-large`, and
 * what `parseRelease` throws.
 */
export function areasFromGeoJson(json: unknown): AreaSpec[] {
  const features = featuresOf(json);
  if (features.length > maxAreas) throw new CommonwatchError('area.too-large', features.length);
  const ids = new Set<string>();
  let vertices = 0;
  return features.map((feature, i) => {
    const spec = specOf(feature, i);
    if (ids.has(spec.id)) throw invalid(spec.id, spec.id, 'ids that differ');
    ids.add(spec.id);
    if (spec.kind === 'polygon') vertices += spec.parts.flat().reduce((sum, ring) => sum + ring.length, 0);
    if (vertices > maxAreaVertices) throw new CommonwatchError('area.too-large', vertices);
    createArea(spec);
    return spec;
  });
}

type Json = Readonly<Record<string, unknown>>;

function featuresOf(json: unknown): Json[] {
  if (!isObject(json)) throw invalid('/', json, 'a GeoJSON object');
  if (json.type === 'FeatureCollection' && Array.isArray(json.features)) {
    return json.features.map((feature: unknown) => {
      if (!isObject(feature)) throw invalid('/features', feature, 'features that are objects');
      return feature;
    });
  }
  return [json.type === 'Feature' ? json : { type: 'Feature', properties: {}, geometry: json }];
}

function specOf(feature: Json, index: number): AreaSpec {
  const properties = isObject(feature.properties) ? feature.properties : {};
  const id = String(properties.id ?? feature.id ?? `area-${index + 1}`);
  const release = properties.release === undefined ? {} : { release: parseRelease(properties.release) };
  const head = { id, name: nameOf(properties.name, id), ...release };
  const { geometry } = feature;
  if (!isObject(geometry)) throw invalid(id, geometry, 'a geometry');
  const { type, coordinates } = geometry;
  if (type === 'Point') {
    const radiusNm = Number(properties.radiusNm);
    return { ...head, kind: 'circle', centre: coordinates as LonLat, radiusNm };
  }
  if (type !== 'Polygon' && type !== 'MultiPolygon')
    throw invalid(id, type, 'a Polygon, MultiPolygon or Point');
  const parts = type === 'Polygon' ? [coordinates] : coordinates;
  if (!isNested(parts)) throw invalid(id, coordinates, 'rings of places');
  return { ...head, kind: 'polygon', parts };
}

/** A list, not empty, of lists, not empty, of rings; `continued` looks at the places. */
function isNested(parts: unknown): parts is LonLat[][][] {
  const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 0;
  return isList(parts) && parts.every((part) => isList(part) && part.every(isList));
}

function nameOf(value: unknown, id: string): Name {
  if (typeof value === 'string') return { en: value, ja: value };
  if (!isObject(value)) return { en: id, ja: id };
  const en = String(value.en ?? value.ja ?? id);
  return { en, ja: String(value.ja ?? en) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(id: string, value: unknown, wanted: string): CommonwatchError {
  return new CommonwatchError('area.invalid', value, { path: id, detail: `Area ${id} needs ${wanted}.` });
}
