/**
 * `npm run bench -- coordination`: published instances of p-median and capacitated location beside their optima, the
 * municipalities of Japan, and the drift in particle-steps. CPU-seconds, because a machine is seldom alone. The instances
 * lie beside the checkout (../shared/data/coordination); `--dir FOLDER` names another folder of OR-Library files.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { allocate, parseLeewayCsv, problemFromText } from '../src/coordination/index.ts';
import type { LocationAnswer } from '../src/coordination/index.ts';
import { Field } from '../src/coordination/drift/fields.ts';
import type { VectorGrid } from '../src/coordination/drift/fields.ts';
import { leewayClass } from '../src/coordination/drift/leeway.ts';
import { drawnParticles } from '../src/coordination/drift/particles.ts';
import { Draws } from '../src/coordination/drift/random.ts';
import { Simulation } from '../src/coordination/drift/simulate.ts';
import { leewayTable } from '../src/feeds/fields/index.ts';
import { highsSolver } from '../src/hub/highs.ts';
import { sharedData } from '../test/shared.ts';

const { values } = parseArgs({ options: { dir: { type: 'string' }, only: { type: 'string' } } });
const folder = values.dir ?? sharedData('coordination/orlib');
const solver = await highsSolver();
const wanted = (what: string) => values.only === undefined || values.only === what;

/** Best known values for rl1304, distances cut to whole numbers. */
const rl1304: readonly (readonly [number, number])[] = [
  [5, 3099073],
  [10, 2134295],
  [20, 1412108],
  [50, 795012],
  [100, 491639],
  [200, 268573],
  [300, 177326],
  [400, 128332],
  [500, 97024],
];

function cpuSeconds<T>(work: () => T): [T, number] {
  const from = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(from);
  return [result, (user + system) / 1e6];
}

function row(what: string, answer: LocationAnswer, optimum: number | undefined, seconds: number): void {
  const off =
    optimum === undefined ? '' : `${((answer.objective / optimum - 1) * 100).toFixed(4)} % off ${optimum}`;
  console.log(
    `${what.padEnd(22)} ${answer.objective.toFixed(2).padStart(14)}  ${off.padEnd(26)} gap ${(answer.gap * 100).toFixed(3)} % (${answer.provedBy}, ${answer.status})  ${seconds.toFixed(2)} CPU-s`,
  );
}

/** Optima by name from the files of OR-Library. */
function optima(file: string): Map<string, number> {
  const path = folder === undefined ? '' : join(folder, file);
  if (!existsSync(path)) return new Map();
  const text = readFileSync(path, 'utf8');
  return new Map(
    [...text.matchAll(/^(\w+\d+)\s+([\d.]+)\s*$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
}

function published(): void {
  if (folder === undefined) return console.log('no instances beside the checkout');
  const known = new Map([...optima('pmedopt.txt'), ...optima('capopt.txt')]);
  const files = readdirSync(folder)
    .filter((name) => /^(pmed|cap)\d+\.txt$/.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  for (const file of files) {
    const name = file.replace('.txt', '');
    const problem = problemFromText(readFileSync(join(folder, file), 'utf8'));
    const [answer, seconds] = cpuSeconds(() => allocate(problem, { solver }) as LocationAnswer);
    row(name, answer, known.get(name), seconds);
  }
  const tsp = join(folder, 'rl1304.tsp');
  if (!existsSync(tsp)) return;
  for (const [p, optimum] of rl1304) {
    const problem = problemFromText(readFileSync(tsp, 'utf8'), { p });
    const [answer, seconds] = cpuSeconds(() => allocate(problem, { solver }) as LocationAnswer);
    row(`rl1304, p = ${p}`, answer, optimum, seconds);
  }
}

/** The municipalities of Japan without the wards of large cities. */
function japan(): void {
  const path = sharedData('coordination/jp/localgovjp.json');
  if (path === undefined) return console.log('no municipalities beside the checkout');
  const all: { city: string; lat: string; lng: string; lgcode: string }[] = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  const customers = all
    .filter(({ city }) => !/市 .*区$/.test(city))
    .map(({ lgcode, lat, lng }) => ({ id: lgcode, latDeg: Number(lat), lonDeg: Number(lng) }));
  for (const p of [8, 20, 47]) {
    const [answer, seconds] = cpuSeconds(
      () => allocate({ problem: 'p-median', p, customers }, { solver }) as LocationAnswer,
    );
    row(`${customers.length} places, p = ${p}`, answer, undefined, seconds);
    console.log(
      `${''.padEnd(22)} mean ${answer.meanCost?.toFixed(2)} km, bound ${answer.bound.toFixed(0)} km`,
    );
  }
}

const start = Date.UTC(2026, 0, 1);

function waves(side: number, times: number, amplitude: number): VectorGrid {
  const east = new Float32Array(side * side * times);
  const north = new Float32Array(side * side * times);
  for (let k = 0; k < east.length; k++) {
    const [column, line, hour] = [k % side, Math.floor(k / side) % side, Math.floor(k / side / side)];
    east[k] = amplitude * Math.cos(line / 20 + hour / 10);
    north[k] = amplitude * Math.sin(column / 15 + hour / 7);
  }
  const axis = (from: number) => Float64Array.from({ length: side }, (_, i) => from + (i * 6) / side);
  return {
    lonDeg: axis(138),
    latDeg: axis(34),
    timesUtcMs: Array.from({ length: times }, (_, t) => start + t * 3_600_000),
    eastMs: east,
    northMs: north,
  };
}

function drift(): void {
  const leeway = leewayClass(parseLeewayCsv(leewayTable()), 'PIW-1');
  const [count, steps] = [50_000, 144];
  const rates: number[] = [];
  let checksum = 0;
  for (let round = 0; round < 5; round++) {
    const draws = new Draws(round);
    const particles = drawnParticles(
      count,
      { lonDeg: 141, latDeg: 37, startUtcMs: start, radiusNm: 5 },
      leeway,
      'strict',
      draws,
      0,
    );
    const simulation = new Simulation(
      particles,
      {
        wind: new Field(waves(100, 25, 8), 141),
        current: new Field(waves(200, 25, 0.5), 141),
        mode: 'strict',
        stepS: 600,
        integrator: 'euler',
        jibePerHour: 0.04,
        diffusivityM2S: 0,
        currentErrorMs: 0,
        draws,
      },
      start,
    );
    const [, seconds] = cpuSeconds(() => {
      for (let step = 0; step < steps; step++) simulation.step();
    });
    rates.push((count * steps) / seconds / 1e6);
    checksum += particles.lonDeg[17];
  }
  rates.sort((a, b) => a - b);
  console.log(
    `drift, wind and current on grids: ${rates[2].toFixed(1)} M particle-steps a CPU-second (${rates[0].toFixed(1)}–${rates[4].toFixed(1)}), checksum ${checksum.toFixed(6)}`,
  );
}

if (wanted('location')) published();
if (wanted('japan')) japan();
if (wanted('drift')) drift();
