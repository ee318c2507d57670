/**
 * `npm run bench -- lanes`: the matrix of all ports under fresh closures beside Dijkstra on the same network, one
 * displayed route, a whole scenario. One core; seeded; medians with their range.
 */
import { loadLanes } from '../src/cli/lanestables.ts';
import { pairIndex, parseScenario, runScenario, Search, unreachable } from '../src/lanes/index.ts';
import { seeded } from '../src/lanes/random.ts';

const rounds = 20;
const lanes = loadLanes();
const { network, index, router } = lanes;
const random = seeded(20);
const ms = (work: () => void): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
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
row(`${network.ports} × ${network.ports} under a fresh set of closures`, times.slice(3), `checksum ${sum}`);

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
row('one displayed route, port to port', routes.slice(20));
lanes.mask();
const places = Array.from({ length: 60 }, () => {
  const [a, b] = [lanes.ports[port()], lanes.ports[port()]];
  return ms(() => {
    try {
      router.route({ from: a, to: b });
    } catch {
      // A port on a river that the network does not know: counted as the time of finding that out.
    }
  });
});
row('one displayed route, any place to any place', places.slice(10));

const scenario = parseScenario({
  closures: [
    { gates: ['bab-el-mandeb'], shareLost: 0.7, from: '2026-01-01', to: '2026-07-01' },
    { gates: ['taiwan-strait'], from: '2026-01-01', to: '2026-07-01' },
  ],
  draws: 10_000,
});
row(
  'a scenario with 10,000 draws',
  Array.from({ length: 8 }, () => ms(() => runScenario(lanes, scenario))).slice(2),
);
