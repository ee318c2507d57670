import type { Feature, FeatureCollection, Position } from 'geojson';
import type { AreaView, GateView, TrackView, VesselColumns } from '../../src/sea/api.ts';
import type { AlertBody } from '../../src/alerts/api.ts';
import type { Entry, Evidence, FindingBody } from '../../src/hub/api.ts';
import { shipClasses, vesselFlags } from '../api/vessels.ts';
import { ageText } from '../parts/times.ts';

/** Two fixes further apart than this are joined by dots, not by a line: nobody saw what lies between. */
export const gapMs = 3_600_000;
const fadeSteps = 6;

export const nothing: FeatureCollection = { type: 'FeatureCollection', features: [] };

export function collection(features: readonly Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features: [...features] };
}

interface Points {
  readonly timeUtcMs: readonly number[];
  readonly at: readonly Position[];
}

/**
 * Lines through points in order of time. `fade` goes from 0 (oldest) to 1; a piece over a gap has `gap: true`.
 * Longitudes are continued across the antimeridian, so that no line runs around the world.
 */
export function linesThrough({ timeUtcMs, at }: Points, kind: string): Feature[] {
  if (at.length < 2) return [];
  const points = continued(at);
  const [first, last] = [timeUtcMs[0], timeUtcMs[timeUtcMs.length - 1]];
  const stepOf = (i: number) =>
    Math.min(fadeSteps - 1, Math.floor((fadeSteps * (timeUtcMs[i] - first)) / Math.max(1, last - first)));
  const features: Feature[] = [];
  let run: Position[] = [points[0]];
  let runStep = stepOf(0);
  const close = (gap: boolean) => {
    if (run.length > 1) features.push(line(run, { kind, gap, fade: (runStep + 1) / fadeSteps }));
  };
  for (let i = 1; i < points.length; i++) {
    const isGap = timeUtcMs[i] - timeUtcMs[i - 1] > gapMs;
    if (isGap) {
      close(false);
      run = [points[i - 1], points[i]];
      runStep = stepOf(i);
      close(true);
      run = [points[i]];
      continue;
    }
    run.push(points[i]);
    if (stepOf(i) !== runStep) {
      close(false);
      run = [points[i]];
      runStep = stepOf(i);
    }
  }
  close(false);
  return features;
}

function line(coordinates: Position[], properties: Feature['properties']): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } };
}

function continued(points: readonly Position[]): Position[] {
  let turn = 0;
  return points.map(([lon, lat], i) => {
    if (i > 0) turn -= 360 * Math.round((lon - points[i - 1][0]) / 360);
    return [lon + turn, lat];
  });
}

export function trackShapes(track: TrackView): Feature[] {
  return linesThrough(
    { timeUtcMs: track.timeUtcMs, at: track.lonDeg.map((lon, i) => [lon, track.latDeg[i]]) },
    'track',
  );
}

/** What a finding rests on: its fixes, the lines between them, and the place with its uncertainty as a soft band. */
export function evidenceShapes(entry: Entry<FindingBody>): Feature[] {
  const lines = entry.evidence
    .filter(isFixes)
    .flatMap(({ fixes, mmsi }) => [
      ...linesThrough(
        { timeUtcMs: fixes.map(([time]) => time), at: fixes.map(([, lon, lat]) => [lon, lat]) },
        'evidence',
      ),
      ...fixes.map(([time, lon, lat]): Feature => point([lon, lat], { kind: 'fix', mmsi, time })),
    ]);
  const { place } = entry.body;
  if (place === undefined) return lines;
  const at: Position = [place.lonDeg, place.latDeg];
  const band = place.uncertaintyNm > 0 ? [circle(at, place.uncertaintyNm)] : [];
  return [...band, ...lines, point(at, { kind: 'place' })];
}

/** The areas that an alert names, and the middle of the first. */
export function alertShapes({ infos }: AlertBody): Feature[] {
  const areas = infos[0]?.areas ?? [];
  const properties = { kind: 'uncertainty' };
  return [
    ...areas.flatMap(({ polygons }) =>
      polygons.map(
        (ring): Feature => ({
          type: 'Feature',
          properties,
          geometry: { type: 'Polygon', coordinates: [unbroken(ring)] },
        }),
      ),
    ),
    ...areas.flatMap(({ circles }) =>
      circles.map(({ lonDeg, latDeg, radiusKm }) => circle([lonDeg, latDeg], radiusKm / 1.852)),
    ),
  ];
}

/** Where to look for an alert: the middle of what it draws. */
export function alertPlace(body: AlertBody): { lonDeg: number; latDeg: number } | undefined {
  const [shape] = alertShapes(body);
  if (shape?.geometry.type !== 'Polygon') return undefined;
  const [ring] = shape.geometry.coordinates;
  const middle = (axis: 0 | 1) => {
    const values = ring.map((at) => at[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  return { lonDeg: middle(0), latDeg: middle(1) };
}

/** Over the antimeridian a ring goes on beyond 180°, as the map draws it. */
function unbroken(ring: readonly (readonly [number, number])[]): Position[] {
  const lons = ring.map(([lon]) => lon);
  const crosses = Math.max(...lons) - Math.min(...lons) > 180;
  return ring.map(([lon, lat]): Position => [crosses && lon < 0 ? lon + 360 : lon, lat]);
}

export function isFixes(piece: Evidence): piece is Extract<Evidence, { kind: 'fixes' }> {
  return piece.kind === 'fixes';
}

function point(coordinates: Position, properties: Feature['properties']): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } };
}

/** A circle for drawing, on a sphere of 60 nm a degree. */
export function circle([lon, lat]: Position, radiusNm: number, corners = 64): Feature {
  const shrink = Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  const radiusDeg = radiusNm / 60;
  const ring = Array.from({ length: corners + 1 }, (_, i): Position => {
    const angle = (2 * Math.PI * i) / corners;
    return [lon + (radiusDeg * Math.cos(angle)) / shrink, lat + radiusDeg * Math.sin(angle)];
  });
  return {
    type: 'Feature',
    properties: { kind: 'uncertainty' },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

export function gateShapes(gates: readonly GateView[]): Feature[] {
  return gates.map(({ id, name, line: path }) => line(continued(path), { id, en: name.en, ja: name.ja }));
}

export function areaShapes(areas: readonly AreaView[]): Feature[] {
  return areas.map(({ id, name, rings }) => ({
    type: 'Feature',
    properties: { id, en: name.en, ja: name.ja },
    geometry: { type: 'Polygon', coordinates: rings.map((ring) => continued(ring)) },
  }));
}

/** The ages of vessels not heard of for longer than expected, for their labels. */
export function ageShapes(
  { count, lonDeg, latDeg, ageS, flags, shipClass }: VesselColumns,
  most = 300,
): Feature[] {
  const features: Feature[] = [];
  for (let i = 0; i < count && features.length < most; i++) {
    const isStation = ['aton', 'base'].includes(shipClasses[shipClass[i]]);
    if ((flags[i] & vesselFlags.lost) !== 0 && !isStation)
      features.push(point([lonDeg[i], latDeg[i]], { text: ageText(ageS[i]) }));
  }
  return features;
}
