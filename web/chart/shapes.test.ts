import { describe, expect, it } from 'vitest';
import { circle, gapMs, linesThrough } from './shapes.ts';

const minuteMs = 60_000;
const every = (count: number, stepMs: number) => Array.from({ length: count }, (_, i) => i * stepMs);
const eastward = (count: number, fromDeg: number) =>
  Array.from({ length: count }, (_, i) => [fromDeg + i * 0.1, 25]);

describe('lines through fixes', () => {
  it('are nothing for no fix and for one', () => {
    expect(linesThrough({ timeUtcMs: [], at: [] }, 'track')).toEqual([]);
    expect(linesThrough({ timeUtcMs: [0], at: [[1, 2]] }, 'track')).toEqual([]);
  });

  it('join fixes further apart than an hour by a gap and by nothing else', () => {
    const timeUtcMs = [0, minuteMs, minuteMs + gapMs + 1, 2 * minuteMs + gapMs + 1];
    const lines = linesThrough({ timeUtcMs, at: eastward(4, 125) }, 'track');
    const gaps = lines.filter(({ properties }) => properties?.gap === true);
    expect(gaps.map(({ geometry }) => geometry)).toEqual([
      { type: 'LineString', coordinates: eastward(4, 125).slice(1, 3) },
    ]);
  });

  it('fade from old to new and leave no hole between the steps', () => {
    const lines = linesThrough({ timeUtcMs: every(30, minuteMs), at: eastward(30, 125) }, 'track');
    const fades = lines.map(({ properties }) => Number(properties?.fade));
    expect(fades).toEqual(fades.toSorted((a, b) => a - b));
    expect(fades.at(-1)).toBe(1);
    for (const [i, line] of lines.slice(1).entries()) {
      const before = lines[i].geometry as { coordinates: number[][] } & { type: 'LineString' };
      expect((line.geometry as typeof before).coordinates[0]).toEqual(before.coordinates.at(-1));
    }
  });

  it('cross the antimeridian the short way', () => {
    const at = [
      [179.9, 20],
      [-179.9, 20],
      [-179.7, 20],
    ];
    const lines = linesThrough({ timeUtcMs: every(3, minuteMs), at }, 'track');
    const lons = lines.flatMap(({ geometry }) =>
      geometry.type === 'LineString' ? geometry.coordinates.map(([lon]) => lon) : [],
    );
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(1);
  });
});

describe('a circle of uncertainty', () => {
  it('is as wide as its radius in every direction, also far north', () => {
    const { geometry } = circle([30, 70], 60);
    const ring = geometry.type === 'Polygon' ? geometry.coordinates[0] : [];
    for (const [lon, lat] of ring) {
      const eastNm = (lon - 30) * 60 * Math.cos((70 * Math.PI) / 180);
      expect(Math.hypot(eastNm, (lat - 70) * 60)).toBeCloseTo(60, 6);
    }
  });
});
