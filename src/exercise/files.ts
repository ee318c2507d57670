/** The files of an exercise, as text. */
import type { Scenario } from './scenario.ts';

/** `truth.jsonl`: one event a line, in order of time. */
export function truthLines({ truth }: Pick<Scenario, 'truth'>): string {
  return truth.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** `areas.geojson`: the watched areas, for `commonwatch watch --areas`. Circles are points with `radiusNm`. */
export function areasGeoJson({ areas }: Pick<Scenario, 'areas'>): string {
  const features = areas.map((spec) => ({
    type: 'Feature',
    id: spec.id,
    // The exercise defines these edges itself: they are as sure as a fix.
    properties: {
      id: spec.id,
      name: spec.name,
      uncertaintyNm: 0,
      ...(spec.kind === 'circle' ? { radiusNm: spec.radiusNm } : {}),
    },
    geometry:
      spec.kind === 'circle'
        ? { type: 'Point', coordinates: spec.centre }
        : { type: 'MultiPolygon', coordinates: spec.parts },
  }));
  return `${JSON.stringify({ type: 'FeatureCollection', features }, undefined, 1)}\n`;
}

/** `scenario.json`: who plays, what ships there are, and the near misses. */
export function describe(scenario: Scenario): string {
  const { seed, startUtcMs, endUtcMs, cast, vessels, twins } = scenario;
  const ships = vessels.map(
    ({ mmsi, name, callSign, imo, shipType, station, lengthM, role, destination }) => ({
      mmsi,
      name,
      callSign,
      imo,
      shipType,
      station,
      lengthM,
      role,
      destination,
    }),
  );
  return `${JSON.stringify({ exercise: true, seed, startUtcMs, endUtcMs, ...cast, vessels: ships, twins }, undefined, 1)}\n`;
}
