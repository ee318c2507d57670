import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommonwatchError } from '../core/errors.ts';
import { ownerOnly } from '../core/release.ts';
import { areasFromGeoJson, createArea, maxAreas } from './areas.ts';
import type { LonLat } from './geodesy.ts';
import { destination, distanceNm, wrapLonDeg } from './geodesy.ts';

const name = { en: 'an area', ja: '海域' };
const box = (west: number, south: number, east: number, north: number): LonLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];
const polygon = (...rings: LonLat[][]) => createArea({ id: 'a', name, kind: 'polygon', parts: [rings] });
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error instanceof CommonwatchError ? error.code : error;
  }
  return undefined;
};

describe('a circle', () => {
  it('reaches as far as its radius, over the antimeridian too', () => {
    const circle = createArea({ id: 'c', name, kind: 'circle', centre: [179.9, 10], radiusNm: 30 });
    expect(circle.contains(-179.9, 10)).toBe(true);
    expect(circle.contains(-179, 10)).toBe(false);
    expect(circle.signedDistanceNm(179.9, 10)).toBe(-30);
    expect(circle.signedDistanceNm(179.9, 11)).toBeCloseTo(distanceNm(0, 10, 0, 11) - 30, 6);
  });
});

describe('a polygon', () => {
  it('knows inside, outside and its holes, with the distance to the edge', () => {
    const ring = polygon(box(120, 20, 124, 24), box(121, 21, 123, 23));
    expect(ring.contains(120.5, 22)).toBe(true);
    expect(ring.contains(122, 22)).toBe(false);
    expect(ring.contains(125, 22)).toBe(false);
    expect(ring.signedDistanceNm(120.25, 22)).toBeCloseTo(-distanceNm(120, 22, 120.25, 22), 2);
    expect(ring.signedDistanceNm(122, 22)).toBeGreaterThan(0);
    expect(ring.signedDistanceNm(119, 22)).toBeCloseTo(distanceNm(119, 22, 120, 22), 1);
  });

  it('is the same area wherever the antimeridian falls', () => {
    const at = fc.tuple(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
    );
    const plain = polygon(box(-1, -1, 1, 1));
    const split = polygon(box(-1, -1, 1, 1).map(([lon, lat]): LonLat => [wrapLonDeg(lon + 180), lat]));
    fc.assert(
      fc.property(at, ([lon, lat]) => {
        fc.pre(Math.abs(plain.signedDistanceNm(lon, lat)) > 0.01);
        expect(split.contains(wrapLonDeg(lon + 180), lat)).toBe(plain.contains(lon, lat));
        const there = split.signedDistanceNm(wrapLonDeg(lon + 180), lat);
        expect(there).toBeCloseTo(plain.signedDistanceNm(lon, lat), 2);
      }),
    );
  });

  it('keeps its answer for any way shorter than the distance to its edge', () => {
    const area = polygon([
      [120, 20],
      [124, 21],
      [122, 22],
      [123, 25],
      [119, 23],
    ]);
    const start = fc.tuple(
      fc.double({ min: 117, max: 126, noNaN: true }),
      fc.double({ min: 18, max: 27, noNaN: true }),
    );
    const way = fc.tuple(
      fc.double({ min: 0, max: 360, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(start, way, ([lon, lat], [course, share]) => {
        const marginM = Math.abs(area.signedDistanceNm(lon, lat)) * 1852;
        const moved = destination(lon, lat, course, Math.max(0, marginM - 10) * share);
        expect(area.contains(...moved)).toBe(area.contains(lon, lat));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('areas from GeoJSON', () => {
  const feature = (geometry: unknown, properties: unknown = {}) => ({
    type: 'Feature',
    properties,
    geometry,
  });
  const square = { type: 'Polygon', coordinates: [[...box(0, 0, 1, 1), [0, 0]]] };

  it('takes polygons, parts of polygons and points with a radius', () => {
    const areas = areasFromGeoJson({
      type: 'FeatureCollection',
      features: [
        feature(square, { id: 'box', name: { en: 'Box', ja: '箱' } }),
        feature({ type: 'MultiPolygon', coordinates: [square.coordinates] }, { name: 'Parts' }),
        feature({ type: 'Point', coordinates: [140, 35] }, { radiusNm: 5 }),
      ],
    });
    expect(areas.map(({ id, kind, name: { ja } }) => [id, kind, ja])).toEqual([
      ['box', 'polygon', '箱'],
      ['area-2', 'polygon', 'Parts'],
      ['area-3', 'circle', 'area-3'],
    ]);
    expect(createArea(areas[0]).contains(0.5, 0.5)).toBe(true);
    expect(areasFromGeoJson(square)).toHaveLength(1);
  });

  it('keeps who may know of an area, and refuses a release that is none', () => {
    const release = ownerOnly('p');
    expect(areasFromGeoJson(feature(square, { release }))[0].release).toEqual(release);
    expect(areasFromGeoJson(feature(square, {}))[0].release).toBeUndefined();
    expect(() => areasFromGeoJson(feature(square, { release: 'all' }))).toThrow(/release/i);
  });

  it('refuses whatever is no area, by its code', () => {
    const bad: unknown[] = [
      undefined,
      null,
      7,
      'text',
      [],
      {},
      { type: 'FeatureCollection', features: [3] },
      feature(null),
      feature({ type: 'LineString', coordinates: [[0, 0]] }),
      feature({ type: 'Polygon', coordinates: [] }),
      feature({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      }),
      feature({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 95],
            [2, 2],
          ],
        ],
      }),
      feature({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            ['1', 1],
            [2, 2],
          ],
        ],
      }),
      feature({ type: 'Polygon', coordinates: [['a', 'b', 'c']] }),
      feature({
        type: 'Polygon',
        coordinates: [
          [
            [-170, 80],
            [-50, 80],
            [70, 80],
            [179, 80],
          ],
        ],
      }),
      feature({ type: 'Point', coordinates: [0, 0] }),
      feature({ type: 'Point', coordinates: 'here' }, { radiusNm: 3 }),
      feature({ type: 'Point', coordinates: [0, 0] }, { radiusNm: -1 }),
      { type: 'FeatureCollection', features: [feature(square, { id: 1 }), feature(square, { id: '1' })] },
    ];
    for (const json of bad)
      expect([json, codeOf(() => areasFromGeoJson(json))]).toEqual([json, 'area.invalid']);
  });

  it('refuses more than it can carry', () => {
    const features = Array.from({ length: maxAreas + 1 }, () => feature(square));
    expect(codeOf(() => areasFromGeoJson({ type: 'FeatureCollection', features }))).toBe('area.too-large');
    const huge = Array.from({ length: 100_001 }, (_, i) => [Math.sin(i), Math.cos(i)]);
    expect(codeOf(() => areasFromGeoJson({ type: 'Polygon', coordinates: [huge] }))).toBe('area.too-large');
  });

  it('throws nothing but coded errors, for any JSON', () => {
    const geometry = fc.record({
      type: fc.constantFrom('Polygon', 'MultiPolygon', 'Point', 'GeometryCollection'),
      coordinates: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), geometry), (json) => {
        expect([undefined, 'area.invalid', 'area.too-large']).toContain(codeOf(() => areasFromGeoJson(json)));
      }),
      { numRuns: 1000 },
    );
  });
});
