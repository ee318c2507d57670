/**
 * `npm run bench -- earth`: what one question about a place costs, on the shipped tables, beside kdbush with
 * geokdbush over the same coast cut into points a nautical mile apart.
 */
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import { decodeCoast } from '../src/earth/coast.ts';
import { createEarth, distanceM, haversineM, nearDistanceM, wrapLonDeg } from '../src/earth/index.ts';
import { readEarthTables } from '../src/feeds/earth.ts';

const rounds = 5;
const queries = 20_000;

/** Numerical Recipes' generator: the same places at every run. */
function places(seed: number, west: number, south: number, east: number, north: number): Float64Array {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float64Array.from({ length: queries * 2 }, (_, i) =>
    i % 2 === 0 ? west + next() * (east - west) : south + next() * (north - south),
  );
}

const tables = readEarthTables();
const started = performance.now();
const earth = createEarth(tables);
console.log(`indexes built in ${(performance.now() - started).toFixed(0)} ms`);

const points = coastPoints();
const startedPoints = performance.now();
const index = new KDBush(points.length / 2);
for (let i = 0; i < points.length; i += 2) index.add(points[i], points[i + 1]);
index.finish();
console.log(
  `kdbush of ${points.length / 2} points built in ${(performance.now() - startedPoints).toFixed(0)} ms\n`,
);

/** The coast as points no more than a nautical mile apart. */
function coastPoints(): number[] {
  const { lonDeg, latDeg, starts } = decodeCoast(tables.coastHeader, tables.coast);
  const out: number[] = [];
  for (let line = 0; line + 1 < starts.length; line++) {
    for (let i = starts[line]; i + 1 < starts[line + 1]; i++) {
      const steps = Math.ceil(nearDistanceM(lonDeg[i], latDeg[i], lonDeg[i + 1], latDeg[i + 1]) / 1852) || 1;
      for (let s = 0; s < steps; s++) {
        const t = s / steps;
        // A run of coast goes on past ±180°, which kdbush would take for elsewhere.
        const lon = wrapLonDeg(lonDeg[i] + (lonDeg[i + 1] - lonDeg[i]) * t);
        out.push(lon, latDeg[i] + (latDeg[i + 1] - latDeg[i]) * t);
      }
    }
  }
  return out;
}

const pointDistance = (lon: number, lat: number) => {
  const [nearest] = around(index, lon, lat, 1);
  return haversineM(lon, lat, points[nearest * 2], points[nearest * 2 + 1]);
};
const questions: Record<string, (lon: number, lat: number) => number> = {
  'distance to the coast': (lon, lat) => earth.distanceToCoastNm(lon, lat),
  '  the same by kdbush and geokdbush': pointDistance,
  zone: (lon, lat) => earth.zoneAt(lon, lat).marginNm,
  'land or water': (lon, lat) => Number(earth.isLand(lon, lat)),
  'distance to a port': (lon, lat) => earth.distanceToPortKm(lon, lat),
  'gates of a step of 1 nm': (lon, lat) => {
    let passed = 0;
    earth.gates.crossings(lon, lat, lon + 0.01, lat + 0.01, () => passed++);
    return passed;
  },
  geodesic: (lon, lat) => distanceM(139, 35, lon, lat),
  'geodesic, nearby (plane)': (lon, lat) => nearDistanceM(139, 35, lon, lat),
};

const regions = {
  'around Japan': places(1, 118, 18, 148, 46),
  'the whole globe': places(2, -180, -75, 180, 80),
};
for (const [region, at] of Object.entries(regions)) {
  console.log(`${region}: µs a question, median of ${rounds} rounds of ${queries} (min–max), checksum`);
  for (const [name, ask] of Object.entries(questions)) {
    let sum = 0;
    const times: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const from = performance.now();
      for (let i = 0; i < at.length; i += 2) sum += ask(at[i], at[i + 1]);
      // The first round warms up.
      if (round >= 0) times.push(((performance.now() - from) / queries) * 1000);
    }
    times.sort((a, b) => a - b);
    const figures = `${times[rounds >> 1].toFixed(2)} (${times[0].toFixed(2)}–${times[rounds - 1].toFixed(2)})`;
    console.log(`  ${name.padEnd(36)}${figures.padStart(24)}  ${sum.toExponential(6)}`);
  }
}
