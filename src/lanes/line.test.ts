import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAtAntimeridian, thinned } from './line.ts';
import type { LonLat } from './line.ts';

describe('a line for the map', () => {
  it('is cut at the antimeridian, both pieces meeting there', () => {
    expect(
      splitAtAntimeridian([
        [170, 10],
        [190, 20],
      ]),
    ).toEqual([
      [
        [170, 10],
        [180, 15],
      ],
      [
        [-180, 15],
        [-170, 20],
      ],
    ]);
    expect(
      splitAtAntimeridian([
        [-170, 0],
        [-190, 0],
      ]),
    ).toEqual([
      [
        [-170, 0],
        [-180, 0],
      ],
      [
        [180, 0],
        [170, 0],
      ],
    ]);
    expect(splitAtAntimeridian([])).toEqual([]);
  });

  it('lies within ±180° wherever it goes, and loses no end', () => {
    const at = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -80, max: 80 }));
    fc.assert(
      fc.property(fc.array(at, { minLength: 2, maxLength: 8 }), (line) => {
        const pieces = splitAtAntimeridian(line as LonLat[]);
        for (const [lon] of pieces.flat()) expect(Math.abs(lon)).toBeLessThanOrEqual(180);
        expect(pieces.at(-1)?.at(-1)?.[1]).toBe(line[line.length - 1][1]);
      }),
    );
  });

  it('keeps its ends and its bends when it is thinned', () => {
    const line = Array.from({ length: 41 }, (_, i): LonLat => [i / 4, i < 20 ? 0 : (i - 20) / 4]);
    const thin = thinned(line);
    expect(thin[0]).toEqual(line[0]);
    expect(thin.at(-1)).toEqual(line.at(-1));
    expect(thin.length).toBeLessThan(line.length);
    expect(thin.some(([lon, lat]) => lon >= 4.75 && lon <= 5 && lat === 0)).toBe(true);
  });
});
