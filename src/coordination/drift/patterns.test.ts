import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { distanceNm } from '../../earth/index.ts';
import { probabilityOfDetection } from './detection.ts';
import { expandingSquare, sector, sweep } from './patterns.ts';
import { inRectangle } from './plane.ts';

const area = { lonDeg: 179.95, latDeg: 35, lengthNm: 20, widthNm: 8, axisDeg: 30 };

test('a sweep stays within its area, and its spacing covers the whole breadth', () => {
  for (const kind of ['parallel-sweep', 'creeping-line'] as const) {
    const { legs, trackSpacingNm, trackLengthNm } = sweep(kind, area, 160);
    for (const { from, to } of legs)
      for (const [lon, lat] of [from, to]) expect(inRectangle(area, lon, lat)).toBe(true);
    expect(trackSpacingNm).toBeCloseTo(1, 6);
    expect(Math.abs(trackLengthNm - 160)).toBeLessThan(9);
  }
});

test('an expanding square goes S, S, 2S, 2S, 3S … and turns to starboard', () => {
  const { legs } = expandingSquare([140, 35], 1, 90, 9);
  expect(legs.map(({ lengthNm }) => Math.round(lengthNm))).toEqual([1, 1, 2, 2, 3]);
  expect(legs.map(({ courseDeg }) => Math.round(courseDeg) % 360)).toEqual([90, 180, 270, 0, 90]);
});

test('a sector search has nine legs of the radius, goes through the datum and ends on it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 10, noNaN: true }),
      fc.integer({ min: 0, max: 359 }),
      (radius, course) => {
        const { legs } = sector([140, 35], radius, course);
        expect(legs).toHaveLength(9);
        for (const { lengthNm } of legs) expect(lengthNm).toBeCloseTo(radius, 2);
        for (const k of [2, 5, 8])
          expect(distanceNm(140, 35, legs[k].to[0], legs[k].to[1])).toBeLessThan(1e-6);
      },
    ),
  );
});

test('detection rises with coverage from nothing towards certainty, and no model beats its coverage', () => {
  for (const model of ['exponential', 'inverse-cube', 'definite-range'] as const) {
    let before = 0;
    for (let coverage = 0; coverage <= 5; coverage += 0.05) {
      const pod = probabilityOfDetection(coverage, model);
      expect(pod).toBeGreaterThanOrEqual(before - 1e-9);
      expect(pod).toBeLessThanOrEqual(Math.min(1, coverage) + 1e-6);
      before = pod;
    }
    expect(before).toBeGreaterThan(0.99);
  }
  // IAMSAR figure N-10: coverage 1 is 63 % in normal and 79 % in ideal conditions.
  expect(probabilityOfDetection(1, 'exponential')).toBeCloseTo(0.632, 3);
  expect(probabilityOfDetection(1, 'inverse-cube')).toBeCloseTo(0.79, 2);
});
