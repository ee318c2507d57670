// `npm run nightly -- lanes [ROUTES] [SEED]`: every edge of the network against coast and gates, then random routes
// (10,000): none may run over land or past a closed gate.
import { loadLanes } from '../../src/hub/lanes.ts';
import { GateLines } from '../../src/lanes/gatecrossing.ts';
import { seeded } from '../../src/lanes/random.ts';
import { edgeFaults } from '../lanesedges.ts';
import { overLand } from '../overland.ts';

const wanted = Number(process.argv[2] ?? 10_000);
const random = seeded(Number(process.argv[3] ?? 5));
const lanes = loadLanes();
const mask = lanes.mask();
const lines = new GateLines(lanes.index.gates);
const place = (): { lonDeg: number; latDeg: number } => {
  for (;;) {
    const at = { lonDeg: random() * 360 - 180, latDeg: random() * 118 - 48 };
    if (mask.isClear(at.lonDeg, at.latDeg, 0)) return at;
  }
};
let [routes, severed, closedSea, nm] = [0, 0, 0, 0];
const bad: string[] = edgeFaults(lanes, 1).map((fault) => `edge ${fault}`);
while (routes < wanted) {
  const [from, to] = [place(), place()];
  const close = lanes.index.gates.filter(() => random() < 0.05).map(({ id }) => id);
  routes++;
  try {
    const route = lanes.router.route({ from, to, close });
    if (route.severed) {
      severed++;
      continue;
    }
    nm += route.distanceNm;
    bad.push(...overLand(lanes, route).map((piece) => `land ${piece}`));
    const closed = lanes.index.closed(close);
    lines.crossings(
      {
        count: route.line.length,
        lonDeg: Float64Array.from(route.line, ([lon]) => lon),
        latDeg: Float64Array.from(route.line, ([, lat]) => lat),
      },
      (gate) => {
        if (closed[gate] === 1) bad.push(`gate ${lanes.index.gates[gate].id}`);
      },
    );
  } catch (error) {
    if (!String(error).includes('lies at sea')) throw error;
    closedSea++;
  }
}
const { user } = process.cpuUsage();
console.log(
  `${routes} routes, ${(nm / 1e6).toFixed(1)} million nm: ${bad.length} edges or pieces over land or past a closed gate; ${severed} severed, ${closedSea} from closed seas; ${(user / 1e6).toFixed(0)} CPU-s`,
);
for (const piece of [...new Set(bad)].slice(0, 20)) console.error(piece);
process.exit(bad.length === 0 ? 0 : 1);
