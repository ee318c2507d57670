import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { distanceM } from '../../earth/index.ts';
import { Field, uniform } from './fields.ts';
import type { VectorGrid } from './fields.ts';
import type { LeewayClass } from './leeway.ts';
import type { DriftMode } from './particles.ts';
import { givenParticles, Particles, status } from './particles.ts';
import { Draws } from './random.ts';
import { Simulation } from './simulate.ts';
import type { DriftModel } from './simulate.ts';

const component = (slopePct: number, offsetCms = 0, sdCms = 0) => ({ slopePct, offsetCms, sdCms });
const still: LeewayClass = {
  id: 'STILL',
  description: '',
  source: '',
  downwind: component(0),
  right: component(0),
  left: component(0),
};
const lopsided: LeewayClass = {
  ...still,
  downwind: component(3, 2, 4),
  right: component(2, 1, 3),
  left: component(-1, -4, 5),
};
const constant = (eastMs: number, northMs: number) => new Field(uniform([{ utcMs: 0, eastMs, northMs }]), 0);

function drift(
  options: Partial<DriftModel> & {
    leeway?: LeewayClass;
    lonDeg?: number;
    latDeg?: number;
    side?: 'right' | 'left';
    epsilon?: [number, number];
    hours?: number;
  },
): { particles: Particles; simulation: Simulation } {
  const mode = options.mode ?? 'strict';
  const particles = givenParticles(
    [
      {
        lonDeg: options.lonDeg ?? 0,
        latDeg: options.latDeg ?? 0,
        startUtcMs: 0,
        orientation: options.side ?? 'right',
        epsilonDownwindCms: options.epsilon?.[0] ?? 0,
        epsilonCrosswindCms: options.epsilon?.[1] ?? 0,
        jibesUtcMs: [],
      },
    ],
    options.leeway ?? still,
    mode,
  );
  const simulation = new Simulation(
    particles,
    {
      wind: constant(0, 0),
      current: constant(0, 0),
      mode,
      stepS: 600,
      integrator: 'euler',
      jibePerHour: 0,
      diffusivityM2S: 0,
      currentErrorMs: 0,
      draws: new Draws(1),
      ...options,
    },
    0,
  );
  for (let step = 0; step < ((options.hours ?? 24) * 3600) / (options.stepS ?? 600); step++)
    simulation.step();
  return { particles, simulation };
}

test('a day in a steady current is its speed times the time, at any latitude', () => {
  fc.assert(
    fc.property(fc.double({ min: -75, max: 75, noNaN: true }), fc.boolean(), (latDeg, isEast) => {
      const { particles } = drift({ latDeg, current: constant(isEast ? 0.5 : 0, isEast ? 0 : 0.5) });
      const far = distanceM(0, latDeg, particles.lonDeg[0], particles.latDeg[0]);
      // Along a parallel the geodesic is shorter than the way by less than a metre in 43 km below 75°.
      expect(Math.abs(far - 43_200)).toBeLessThan(1.5);
    }),
    { numRuns: 40 },
  );
});

test('leeway is slope times wind plus offset, with ε/20 on the slope and ε/2 on the offset', () => {
  const { particles } = drift({ leeway: lopsided, wind: constant(0, 10), epsilon: [4, 2], hours: 1 });
  // Downwind (3 + 4/20) · 10 + 2 + 2 = 36 cm/s; crosswind to the right (2 + 2/20) · 10 + 1 + 1 = 23 cm/s.
  expect(distanceM(0, 0, 0, particles.latDeg[0])).toBeCloseTo(0.36 * 3600, 0);
  expect(distanceM(0, 0, particles.lonDeg[0], 0)).toBeCloseTo(0.23 * 3600, 0);
  expect(particles.lonDeg[0]).toBeGreaterThan(0);
});

test('the compatible mode takes a positive crosswind component to the left of downwind', () => {
  const strict = drift({ leeway: lopsided, wind: constant(0, 10), hours: 1 }).particles;
  const compatible = drift({
    leeway: lopsided,
    wind: constant(0, 10),
    mode: 'compatible',
    hours: 1,
  }).particles;
  expect(compatible.lonDeg[0]).toBeCloseTo(-strict.lonDeg[0], 12);
  expect(compatible.latDeg[0]).toBe(strict.latDeg[0]);
});

test('a jibe takes the coefficients of the other side in strict mode and negates the slope alone in compatible mode', () => {
  const crossAfter = (mode: DriftMode) => {
    const particles = givenParticles(
      [
        {
          lonDeg: 0,
          latDeg: 0,
          startUtcMs: 0,
          orientation: 'right',
          epsilonDownwindCms: 0,
          epsilonCrosswindCms: 3,
          jibesUtcMs: [],
        },
      ],
      lopsided,
      mode,
    );
    particles.jibe(0);
    return [particles.crossSlope[0] * 100, particles.crossOffset[0] * 100, particles.side[0]];
  };
  // One standard deviation outwards on the right is one outwards on the left: ε = −5.
  expect(crossAfter('strict')).toEqual([expect.closeTo(-1 - 0.25), expect.closeTo(-4 - 2.5), 1]);
  expect(crossAfter('compatible')).toEqual([expect.closeTo(-2 + 0.15), expect.closeTo(1 + 1.5), 1]);
});

test('two jibes leave a particle as it was, in both modes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<DriftMode>('strict', 'compatible'),
      fc.constantFrom<'right' | 'left'>('right', 'left'),
      fc.double({ min: -10, max: 10, noNaN: true }),
      (mode, orientation, epsilonCrosswindCms) => {
        const particles = givenParticles(
          [
            {
              lonDeg: 0,
              latDeg: 0,
              startUtcMs: 0,
              orientation,
              epsilonDownwindCms: 0,
              epsilonCrosswindCms,
              jibesUtcMs: [],
            },
          ],
          lopsided,
          mode,
        );
        const before = [particles.crossSlope[0], particles.crossOffset[0], particles.side[0]];
        particles.jibe(0);
        particles.jibe(0);
        const after = [particles.crossSlope[0], particles.crossOffset[0], particles.side[0]];
        before.forEach((value, k) => expect(after[k]).toBeCloseTo(value, 12));
      },
    ),
  );
});

/** A current that turns like a solid body about 0° N 0° E, once in `hours`. */
function vortex(hours: number): VectorGrid {
  const axis = Float64Array.from({ length: 41 }, (_, k) => (k - 20) * 0.05);
  const speed = (2 * Math.PI) / (hours * 3600);
  const values = (of: (east: number, north: number) => number) =>
    Float64Array.from(
      Array.from(axis).flatMap((lat) => Array.from(axis, (lon) => of(lon * 111_319.5, lat * 110_574.3))),
    );
  return {
    lonDeg: axis,
    latDeg: axis,
    timesUtcMs: [0],
    eastMs: values((_, north) => -speed * north),
    northMs: values((east) => speed * east),
  };
}

test('in a current that turns like a solid body a particle comes back, late by (ωΔt)³/6 a step, as theory has it', () => {
  for (const stepS of [600, 300]) {
    const { particles } = drift({
      lonDeg: 0.5,
      current: new Field(vortex(24), 0),
      integrator: 'midpoint',
      stepS,
    });
    const lateRad = (((2 * Math.PI * stepS) / 86_400) ** 3 / 6) * (86_400 / stepS);
    const missedM = distanceM(0.5, 0, particles.lonDeg[0], particles.latDeg[0]);
    expect(Math.abs(missedM - lateRad * 55_660)).toBeLessThan(10);
  }
});

test('steps of Euler spiral outwards by (1 + ω²Δt²)^½ each, as theory has it', () => {
  const { particles } = drift({ lonDeg: 0.5, current: new Field(vortex(24), 0) });
  const growth = (1 + ((2 * Math.PI * 600) / 86_400) ** 2) ** 72;
  expect(particles.lonDeg[0] / 0.5).toBeCloseTo(growth, 2);
});

test('a field is blended in time and in space', () => {
  const grid: VectorGrid = {
    lonDeg: [0, 1],
    latDeg: [0, 1],
    timesUtcMs: [0, 7_200_000],
    eastMs: Float64Array.of(0, 0, 0, 0, 2, 2, 2, 2),
    northMs: Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0),
  };
  // The mean of a speed that rises from 0 to 2 m/s is 1 m/s; Euler reads it at the start of each step.
  const { particles } = drift({
    latDeg: 0.5,
    lonDeg: 0.1,
    current: new Field(grid, 0),
    hours: 2,
    integrator: 'midpoint',
  });
  expect(distanceM(0.1, 0.5, particles.lonDeg[0], 0.5)).toBeCloseTo(7200, 0);
});

test('a particle crosses the antimeridian and a seam at 0° of a field around the earth', () => {
  const columns = 360;
  const grid: VectorGrid = {
    lonDeg: Float64Array.from({ length: columns }, (_, k) => k),
    latDeg: [-10, 10],
    timesUtcMs: [0],
    eastMs: new Float64Array(columns * 2).fill(1),
    northMs: new Float64Array(columns * 2),
  };
  for (const lonDeg of [179.9, -0.1]) {
    const { particles } = drift({ lonDeg, current: new Field(grid, lonDeg) });
    expect(particles.status[0]).toBe(status.adrift);
    expect(distanceM(lonDeg, 0, particles.lonDeg[0], 0)).toBeCloseTo(86_400, 0);
  }
});

test('what leaves the field stops there and is counted', () => {
  const { particles } = drift({
    lonDeg: 0.9,
    current: new Field(vortex(2400), 0),
    wind: constant(20, 0),
    leeway: lopsided,
  });
  expect(particles.status[0]).toBe(status.leftField);
  expect(Math.abs(particles.lonDeg[0])).toBeLessThan(1.2);
});

test('what would be on land grounds at the shore, and stays', () => {
  const isLand = (lonDeg: number) => lonDeg > 0.2;
  const { particles } = drift({ current: constant(1, 0), isLand });
  expect(particles.status[0]).toBe(status.aground);
  expect(particles.lonDeg[0]).toBeLessThanOrEqual(0.2);
  expect(distanceM(particles.lonDeg[0], 0, 0.2, 0)).toBeLessThan(1);
});

test('a share of 1 − (1 − p)^t jibes within t hours, whatever the step', () => {
  for (const stepS of [600, 3600]) {
    const particles = new Particles(40_000, lopsided, 'strict');
    for (let i = 0; i < particles.count; i++) {
      particles.set(i, 0, 0, 0);
      particles.setCrosswind(i, 0, 0);
    }
    const model: DriftModel = {
      wind: constant(0, 0),
      current: constant(0, 0),
      mode: 'strict',
      stepS,
      integrator: 'euler',
      jibePerHour: 0.04,
      diffusivityM2S: 0,
      currentErrorMs: 0,
      draws: new Draws(7),
    };
    const simulation = new Simulation(particles, model, 0);
    for (let step = 0; step < 3600 / stepS; step++) simulation.step();
    const share = particles.side.reduce((sum, side) => sum + side, 0) / particles.count;
    expect(Math.abs(share - 0.04)).toBeLessThan(0.005);
  }
});

test('diffusion spreads with the root of twice diffusivity times time', () => {
  const particles = new Particles(20_000, still, 'strict');
  const simulation = new Simulation(
    particles,
    {
      wind: constant(0, 0),
      current: constant(0, 0),
      mode: 'strict',
      stepS: 600,
      integrator: 'euler',
      jibePerHour: 0,
      diffusivityM2S: 10,
      currentErrorMs: 0,
      draws: new Draws(3),
    },
    0,
  );
  for (let step = 0; step < 36; step++) simulation.step();
  const metres = Array.from(particles.lonDeg, (lon) => lon * 111_319.5);
  const sd = Math.sqrt(metres.reduce((sum, x) => sum + x * x, 0) / metres.length);
  expect(sd / Math.sqrt(2 * 10 * 21_600)).toBeCloseTo(1, 1);
});
