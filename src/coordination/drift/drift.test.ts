import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { runDrift } from './drift.ts';
import { parseLeewayCsv } from './leeway.ts';
import { parseDrift } from './problem.ts';

const classes = parseLeewayCsv(
  readFileSync(new URL('../../../data/coordination/leeway.csv', import.meta.url), 'utf8'),
);
const run = (problem: object) => runDrift(parseDrift(problem), { classes });
const start = { lonDeg: 140, latDeg: 35, utc: '2026-01-10T00:00:00Z', radiusNm: 3 };
const basic = {
  class: 'PIW-1',
  start,
  durationH: 6,
  wind: { speedMs: 10, fromDeg: 180 },
  current: { eastMs: 0, northMs: 0 },
};

test('the shipped table has its 17 classes, each with a source', () => {
  expect(classes).toHaveLength(17);
  for (const { id, source } of classes)
    expect([id, source]).toEqual([expect.stringMatching(/^[A-Z]/), expect.stringContaining('ADA')]);
});

test('the same seed gives the same answer, byte for byte, and another seed another', () => {
  const text = (seed: number) => JSON.stringify(run({ ...basic, count: 300, seed }));
  expect(text(5)).toBe(text(5));
  expect(text(5)).not.toBe(text(6));
});

test('the probabilities of a map add up to one, whatever drifts', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...classes.map(({ id }) => id)),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 359 }),
      fc.double({ min: 0, max: 25, noNaN: true }),
      fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      (id, count, fromDeg, speedMs, eastMs) => {
        const { maps } = run({
          ...basic,
          class: id,
          count,
          wind: { speedMs, fromDeg },
          current: { eastMs, northMs: 0.2 },
        });
        expect(maps[0].probability.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
      },
    ),
    { numRuns: 40 },
  );
});

test('a symmetric class under a wind from the south gives a map that is its own mirror image', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.constantFrom('PIW-1', 'SKIFF-1', 'FV-DEBRIS'),
      (seed, id) => {
        const { maps } = run({ ...basic, class: id, count: 2000, seed, jibePerHour: 0.1 });
        const [{ columns, rows, probability, westDeg, cellLonDeg }] = maps;
        expect(westDeg + (columns / 2) * cellLonDeg).toBeCloseTo(start.lonDeg, 9);
        for (let r = 0; r < rows; r++)
          for (let c = 0; c < columns; c++)
            expect(probability[r * columns + c]).toBeCloseTo(probability[r * columns + columns - 1 - c], 9);
      },
    ),
    { numRuns: 12 },
  );
});

test('half of the particles begin within the probable error', () => {
  const { positions } = run({ ...basic, count: 20_000, listParticles: true, durationH: 1 });
  const first = positions?.[0];
  if (first === undefined) throw new Error('no positions');
  const near = first.lonDeg.filter(
    (lon, i) =>
      Math.hypot((lon - 140) * Math.cos((35 * Math.PI) / 180) * 60.1, (first.latDeg[i] - 35) * 59.9) < 3,
  );
  expect(near.length / 20_000).toBeCloseTo(0.5, 1);
});

test('a sortie takes the found share off by Bayes, and sorties together never find more than all', () => {
  const area = { lonDeg: 140, latDeg: 35.05, lengthNm: 60, widthNm: 60 };
  const sorties = [1, 2, 3].map((hour) => ({ unit: 'A', utc: `2026-01-10T0${hour}:00Z`, area, pod: 0.5 }));
  const { sorties: results } = run({ ...basic, count: 500, sorties });
  expect(results.map(({ cumulativeSuccess }) => cumulativeSuccess)).toEqual(
    [0.5, 0.75, 0.875].map((x) => expect.closeTo(x, 9)),
  );
  expect(results[2].probabilityOfSuccess).toBeCloseTo(0.5, 9);
});

test('an unsuccessful search of one half moves the probability to the other', () => {
  const east = { west: 140, south: 30, east: 150, north: 40 };
  const { maps } = run({
    ...basic,
    count: 2000,
    sorties: [{ utc: '2026-01-10T05:00Z', area: east, pod: 0.8 }],
  });
  const [{ columns, rows, probability, westDeg, cellLonDeg }] = maps;
  let eastern = 0;
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      if (westDeg + (c + 0.5) * cellLonDeg > 140 + cellLonDeg) eastern += probability[r * columns + c];
  // 0.5 · 0.2 of 0.5 + 0.5 · 0.2, less what is in the middle column.
  expect(eastern).toBeLessThan(0.19);
  expect(eastern).toBeGreaterThan(0.08);
});

test('a plan gives every unit its own area, and its success stays below the bound', () => {
  const units = [
    { id: 'PL', speedKn: 15, hours: 4, sweepWidthNm: 0.8 },
    { id: 'MH', speedKn: 80, hours: 2, sweepWidthNm: 0.5, pattern: 'creeping-line' },
  ];
  const { plan } = run({ ...basic, count: 3000, search: { units } });
  if (plan === undefined) throw new Error('no plan');
  expect(plan.assignments.map(({ unit }) => unit).sort()).toEqual(['MH', 'PL']);
  expect(plan.probabilityOfSuccess).toBeGreaterThan(0.3);
  expect(plan.probabilityOfSuccess).toBeLessThanOrEqual(plan.bound);
  expect(plan.bound).toBeLessThanOrEqual(1);
  for (const { pattern, area } of plan.assignments) {
    expect(pattern.legs.length).toBeGreaterThan(1);
    expect(area.corners).toHaveLength(4);
  }
});

test('what is wrong with a drift is named by its path', () => {
  expect(() => run({ ...basic, class: 'NOT-A-CLASS' })).toThrow(/drift.*|leeway class/);
  expect(() => run({ ...basic, wind: { speedMs: 5 } })).toThrow(/fromDeg/);
  expect(() => run({ ...basic, durationH: undefined })).toThrow(/durationH/);
  expect(() =>
    run({
      ...basic,
      wind: [
        { utc: '2026-01-10T00:00Z', eastMs: 1, northMs: 1 },
        { utc: '2026-01-10T03:00Z', eastMs: 1, northMs: 1 },
      ],
    }),
  ).toThrow(/does not cover/);
});

test('classes come by import as well', () => {
  const own = {
    id: 'BUOY-X',
    downwind: { slopePct: 1, offsetCms: 0, sdCms: 0 },
    right: { slopePct: 0, offsetCms: 0, sdCms: 0 },
    left: { slopePct: 0, offsetCms: 0, sdCms: 0 },
  };
  const { track } = run({
    ...basic,
    class: 'BUOY-X',
    classes: [own],
    start: { ...start, radiusNm: 0 },
    count: 10,
  });
  const last = track[track.length - 1];
  // 1 % of 10 m/s for six hours is 2,160 m to the north.
  expect((last.meanLatDeg - 35) * 110_940).toBeCloseTo(2160, -1);
  expect(last.spreadNm).toBeCloseTo(0, 6);
});
