import { GateLines } from '../src/lanes/gatecrossing.ts';
import type { Lanes } from '../src/lanes/index.ts';
import { createWay, greatCircle } from '../src/lanes/path.ts';

/**
 * Edges of the shipped network that cross a gate, or run over land: none may. Links of portals and channels are left out.
 * @param landEvery every edge is tested against the gates, one in this many against the coast
 */
export function edgeFaults(lanes: Lanes, landEvery: number): string[] {
  const { network, index } = lanes;
  const lines = new GateLines(index.gates);
  const boxes = index.gates.map(({ line }) => boxOf(line));
  const mask = lanes.mask();
  const way = createWay();
  const faults: string[] = [];
  const isSideOf = (node: number, gate: number) =>
    node >= network.firstSide && network.gateOfPortal[(node - network.firstSide) >> 1] === gate;
  for (let a = 0; a < network.nodes; a++)
    for (let e = network.starts[a]; e < network.starts[a + 1]; e++) {
      const b = network.targets[e];
      if (b < a || network.gateOfEdge[e] >= 0 || network.isChannel[e] === 1) continue;
      const [lonA, latA] = [network.lonDeg[a], network.latDeg[a]];
      const [lonB, latB] = [network.lonDeg[b], network.latDeg[b]];
      if (e % landEvery === 0 && !mask.sees(lonA, latA, lonB, latB, 0)) faults.push(`land ${a}–${b}`);
      if (!boxes.some((box) => mayMeet(box, lonA, latA, lonB, latB))) continue;
      const drawn = greatCircle(way, lonA, latA, lonB, latB);
      lines.crossings(drawn, (gate, chunk, t) => {
        const isOwnEnd =
          (isSideOf(a, gate) && chunk === 1 && t < 0.02) ||
          (isSideOf(b, gate) && chunk === drawn.count - 1 && t > 0.98);
        if (!isOwnEnd) faults.push(`${index.gates[gate].id} ${a}–${b}`);
      });
    }
  return faults;
}

type Box = readonly [west: number, south: number, east: number, north: number];

function boxOf(line: readonly (readonly [number, number])[]): Box {
  const lons = line.map(([lon]) => lon);
  const lats = line.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** False only where an arc cannot meet a box: an arc over d° of longitude bows out by less than 0.015 d² below 80°. */
function mayMeet([west, south, east, north]: Box, lonA: number, latA: number, lonB: number, latB: number) {
  const span = ((((lonB - lonA) % 360) + 540) % 360) - 180;
  const bow = 0.015 * span * span + 0.01;
  if (Math.min(latA, latB) - bow > north || Math.max(latA, latB) + bow < south) return false;
  const from = Math.min(lonA, lonA + span);
  const to = Math.max(lonA, lonA + span);
  return [-360, 0, 360].some((turn) => from + turn <= east + 0.01 && to + turn >= west - 0.01);
}
