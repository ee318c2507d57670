import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arcToChordM,
  bearingDeg,
  chordToArcM,
  crossTrack,
  destination,
  direct,
  distanceM,
  distanceNm,
  gaussianRadiusM,
  haversineM,
  inverse,
  lonDifferenceDeg,
  nearDistanceM,
  toCartesian,
  wrapLonDeg,
} from './geodesy.ts';

const lon = fc.double({ min: -180, max: 180, noNaN: true });
const lat = fc.double({ min: -90, max: 90, noNaN: true });
const place = fc.tuple(lon, lat);
const dms = (degrees: number, minutes: number, seconds: number) => degrees + minutes / 60 + seconds / 3600;

describe('the geodesic', () => {
  it('equals the line Flinders Peak to Buninyong of the Australian datum manual', () => {
    const line = inverse(
      dms(144, 25, 29.5244),
      -dms(37, 57, 3.7203),
      dms(143, 55, 35.3839),
      -dms(37, 39, 10.1561),
    );
    expect(line.distanceM).toBeCloseTo(54972.271, 2);
    expect(line.initialBearingDeg).toBeCloseTo(dms(306, 52, 5.37), 5);
    expect(line.finalBearingDeg).toBeCloseTo(dms(307, 10, 25.07), 5);
  });

  it('equals Karney’s example of nearly antipodal places', () => {
    const line = inverse(0, -30, 179.8, 29.9);
    expect(line.distanceM).toBeCloseTo(19989832.8276, 2);
    expect(line.initialBearingDeg).toBeCloseTo(161.890524736, 4);
    expect(line.finalBearingDeg).toBeCloseTo(18.090737246, 4);
  });

  it('leaves the equator for its antipode over the pole', () => {
    expect(distanceM(0, 0, 180, 0)).toBeCloseTo(20003931.4586, 2);
    expect(distanceM(0, 0, 90, 0)).toBeCloseTo((Math.PI / 2) * 6378137, 3);
  });

  it('measures a quarter meridian and a place from itself', () => {
    expect(distanceM(139, 0, 139, 90)).toBeCloseTo(10001965.7293, 3);
    expect(distanceM(139, 35, 139, 35)).toBe(0);
    expect(distanceNm(139, 35, 139, 36)).toBeCloseTo(59.9, 1);
  });

  it('is the same both ways, for any two places', () => {
    fc.assert(
      fc.property(place, place, ([lonA, latA], [lonB, latB]) => {
        expect(Math.abs(distanceM(lonA, latA, lonB, latB) - distanceM(lonB, latB, lonA, latA))).toBeLessThan(
          0.002,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is no longer than the way over a third place', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        const direct = distanceM(...a, ...c);
        expect(direct).toBeLessThanOrEqual(distanceM(...a, ...b) + distanceM(...b, ...c) + 0.005);
      }),
      { numRuns: 2000 },
    );
  });

  it('ends where it was aimed: direct and inverse undo each other', () => {
    const metres = fc.double({ min: 1, max: 1.9e7, noNaN: true });
    const bearing = fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        lon,
        fc.double({ min: -89, max: 89, noNaN: true }),
        bearing,
        metres,
        (lonA, latA, course, length) => {
          const [lonB, latB] = destination(lonA, latA, course, length);
          const back = inverse(lonA, latA, lonB, latB);
          expect(Math.abs(back.distanceM - length)).toBeLessThan(0.01);
          const [lonC, latC] = destination(lonA, latA, back.initialBearingDeg, back.distanceM);
          expect(distanceM(lonB, latB, lonC, latC)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('does not care how a longitude is written', () => {
    fc.assert(
      fc.property(place, place, fc.integer({ min: -2, max: 2 }), ([lonA, latA], [lonB, latB], turns) => {
        const plain = distanceM(lonA, latA, lonB, latB);
        expect(Math.abs(distanceM(lonA + 360 * turns, latA, lonB, latB) - plain)).toBeLessThan(0.001);
      }),
    );
  });

  it('crosses the antimeridian and the pole by the short way', () => {
    expect(distanceNm(179.5, 0, -179.5, 0)).toBeCloseTo(60.1, 1);
    expect(bearingDeg(179.5, 0, -179.5, 0)).toBeCloseTo(90, 6);
    expect(distanceNm(0, 89, 180, 89)).toBeCloseTo(120.6, 1);
    expect(wrapLonDeg(180)).toBe(-180);
    expect(wrapLonDeg(541)).toBe(-179);
    expect(lonDifferenceDeg(170, -170)).toBe(20);
  });
});

describe('the fast helpers', () => {
  const near = fc.tuple(
    lon,
    fc.double({ min: -75, max: 75, noNaN: true }),
    fc.double({ min: 0, max: 360, noNaN: true }),
  );

  it('keep the errors that they state', () => {
    fc.assert(
      fc.property(near, fc.double({ min: 10, max: 20_000, noNaN: true }), ([lonA, latA, course], metres) => {
        const [lonB, latB] = destination(lonA, latA, course, metres);
        expect(Math.abs(nearDistanceM(lonA, latA, lonB, latB) - metres)).toBeLessThan(metres * 1e-4);
        expect(Math.abs(nearDistanceM(lonB, latB, lonA, latA) - metres)).toBeLessThan(metres * 1e-4);
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(
        near,
        fc.double({ min: 20_000, max: 200_000, noNaN: true }),
        ([lonA, latA, course], metres) => {
          const [lonB, latB] = destination(lonA, latA, course, metres);
          expect(Math.abs(nearDistanceM(lonA, latA, lonB, latB) - metres)).toBeLessThan(metres * 2e-3);
          expect(Math.abs(haversineM(lonA, latA, lonB, latB) - metres)).toBeLessThan(metres * 6e-3);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('turn a chord into the geodesic within 1 m up to 200 nm, and 0.4 % anywhere', () => {
    const a = new Float64Array(3);
    const b = new Float64Array(3);
    const chord = (lonA: number, latA: number, lonB: number, latB: number) => {
      toCartesian(lonA, latA, a);
      toCartesian(lonB, latB, b);
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    };
    const bearing = fc.double({ min: 0, max: 360, noNaN: true });
    fc.assert(
      fc.property(
        place,
        bearing,
        fc.double({ min: 1, max: 370_400, noNaN: true }),
        ([lonA, latA], course, metres) => {
          const [lonB, latB] = destination(lonA, latA, course, metres);
          expect(
            Math.abs(chordToArcM(chord(lonA, latA, lonB, latB), gaussianRadiusM(latA)) - metres),
          ).toBeLessThan(1);
        },
      ),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(place, place, ([lonA, latA], [lonB, latB]) => {
        const metres = distanceM(lonA, latA, lonB, latB);
        fc.pre(metres < 1.5e7);
        const arc = chordToArcM(chord(lonA, latA, lonB, latB), gaussianRadiusM(latA));
        expect(Math.abs(arc - metres)).toBeLessThanOrEqual(metres * 0.004 + 0.01);
      }),
      { numRuns: 2000 },
    );
    expect(chordToArcM(arcToChordM(370_400, 6.37e6), 6.37e6)).toBeCloseTo(370_400, 3);
  });
});

describe('the cross track', () => {
  it('finds the foot from which a place lies abeam', () => {
    const offset = fc.double({ min: -300_000, max: 300_000, noNaN: true });
    const along = fc.double({ min: -500_000, max: 2_000_000, noNaN: true });
    const start = fc.tuple(lon, fc.double({ min: -70, max: 70, noNaN: true }));
    fc.assert(
      fc.property(
        start,
        fc.double({ min: 0, max: 360, noNaN: true }),
        along,
        offset,
        (a, course, alongM, offsetM) => {
          fc.pre(Math.abs(offsetM) > 10);
          const b = destination(...a, course, 1_000_000);
          const bearing = bearingDeg(...a, ...b);
          const foot = direct(...a, bearing, alongM);
          const p = destination(...foot.place, foot.finalBearingDeg + 90, offsetM);
          const found = crossTrack(p, a, b);
          expect(found.crossNm * 1852).toBeCloseTo(offsetM, 0);
          expect(Math.abs(found.alongNm * 1852 - alongM)).toBeLessThan(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
