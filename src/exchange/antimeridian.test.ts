import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bboxOf, cutAtAntimeridian } from './antimeridian.ts';
import type { Geometry, Position } from './antimeridian.ts';

const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

/** Twice the signed area, square degrees. */
function area(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return sum;
}

function polygonsOf(geometry: Geometry): readonly (readonly (readonly Position[])[])[] {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
}

describe('cutting at the antimeridian', () => {
  it('leaves alone what does not cross', () => {
    const line: Geometry = {
      type: 'LineString',
      coordinates: [
        [126, 26],
        [127, 27],
      ],
    };
    expect(cutAtAntimeridian(line)).toEqual(line);
    const polygon: Geometry = { type: 'Polygon', coordinates: [box(120, 20, 130, 30)] };
    expect(cutAtAntimeridian(polygon)).toEqual(polygon);
  });

  it('brings longitudes beyond 180 back', () => {
    expect(cutAtAntimeridian({ type: 'Point', coordinates: [190, 5] })).toEqual({
      type: 'Point',
      coordinates: [-170, 5],
    });
  });

  it('cuts a line where it crosses, eastward and westward', () => {
    expect(
      cutAtAntimeridian({
        type: 'LineString',
        coordinates: [
          [179, 0],
          [-179, 2],
        ],
      }),
    ).toEqual({
      type: 'MultiLineString',
      coordinates: [
        [
          [179, 0],
          [180, 1],
        ],
        [
          [-180, 1],
          [-179, 2],
        ],
      ],
    });
    expect(
      cutAtAntimeridian({
        type: 'LineString',
        coordinates: [
          [-179, 0],
          [179, 2],
        ],
      }),
    ).toEqual({
      type: 'MultiLineString',
      coordinates: [
        [
          [-179, 0],
          [-180, 1],
        ],
        [
          [180, 1],
          [179, 2],
        ],
      ],
    });
  });

  it('cuts a polygon in two and winds both parts counter-clockwise', () => {
    const cut = cutAtAntimeridian({ type: 'Polygon', coordinates: [box(170, 0, 190, 10).toReversed()] });
    const parts = polygonsOf(cut);
    expect(parts).toHaveLength(2);
    for (const [ring] of parts) expect(area(ring)).toBeCloseTo(200);
  });

  it('keeps a hole on its side of the cut, clockwise', () => {
    const cut = cutAtAntimeridian({
      type: 'Polygon',
      coordinates: [box(170, 0, -170, 10), box(-178, 2, -174, 4)],
    });
    const [east, west] = polygonsOf(cut);
    expect(east).toHaveLength(1);
    expect(area(west[1])).toBeCloseTo(-16);
  });

  it('conserves area, stays in range and closes rings for any box', () => {
    const side = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(
        fc.integer({ min: -180, max: 180 }),
        fc.integer({ min: -80, max: 70 }),
        side,
        (west, south, width) => {
          const ring = box(west, south, west + width, south + 10);
          const parts = polygonsOf(cutAtAntimeridian({ type: 'Polygon', coordinates: [ring] }));
          let total = 0;
          for (const [part] of parts) {
            total += area(part);
            expect(part[0]).toEqual(part.at(-1));
            for (const [lon] of part) expect(Math.abs(lon)).toBeLessThanOrEqual(180);
          }
          expect(total).toBeCloseTo(2 * width * 10);
        },
      ),
    );
  });
});

describe('a bounding box', () => {
  it('crosses the antimeridian where that is shorter', () => {
    const cut = cutAtAntimeridian({
      type: 'LineString',
      coordinates: [
        [179, 0],
        [-179, 2],
      ],
    });
    expect(bboxOf([cut])).toEqual([179, 0, -179, 2]);
    expect(
      bboxOf([
        { type: 'Point', coordinates: [170, 1] },
        { type: 'Point', coordinates: [-160, 3] },
      ]),
    ).toEqual([170, 1, -160, 3]);
  });

  it('is the plain one elsewhere, and absent for nothing', () => {
    expect(
      bboxOf([
        { type: 'Point', coordinates: [-10, 1] },
        { type: 'Point', coordinates: [20, 3] },
      ]),
    ).toEqual([-10, 1, 20, 3]);
    expect(bboxOf([])).toBeUndefined();
  });
});
