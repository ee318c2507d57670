// Builds the shipping network: `node --import tsx scripts/lanes/network.ts` (about two minutes of one core).
//   data/earth/{coast,gates,ports}, data/lanes/{channels,principal-ports}.json, npm world-atlas land-50m
//   -> data/lanes/network.bin, data/lanes/ports.json
// The method is described in src/lanes/README.md. The same input gives the same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { decodeCoast } from '../../src/earth/coast.ts';
import { createEarth } from '../../src/earth/index.ts';
import { readEarthTables } from '../../src/feeds/earth.ts';
import { approach, surroundings } from '../../src/lanes/approach.ts';
import { GateLines } from '../../src/lanes/gatecrossing.ts';
import { adjacency, encodeNetwork, unreachable } from '../../src/lanes/network.ts';
import { createWay, greatCircle } from '../../src/lanes/path.ts';
import { Search } from '../../src/lanes/search.ts';
import { SeaMask } from '../../src/lanes/seamask.ts';
import { coastNodes, isletNodes, limitNodes, merged, shoalNodes } from './nodes.ts';
import type { Channel, Shoal, Waypoint } from './nodes.ts';
import { portalCandidates, portalEdges } from './portals.ts';
import type { Portal } from './portals.ts';
import { Edges, edgesOf, Frames, lengthMilliNm } from './visibility.ts';

const portCount = 1000;
const portalLimit = 204;
const portalsPerGate = 7;
const folder = new URL('../../data/lanes/', import.meta.url);
const log = (text: string) =>
  console.log(`${(process.cpuUsage().user / 1e6).toFixed(0).padStart(4)} s  ${text}`);

const tables = readEarthTables();
const coast = decodeCoast(tables.coastHeader, tables.coast);
const mask = new SeaMask(coast);
const gates = tables.gates.gates;
const lines = new GateLines(gates);
const grid = (x: number) => Math.round(x * 1e5) / 1e5;
const read = <T>(name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
const channels = read<{ channels: Channel[] }>('channels.json').channels.map((channel) => ({
  ...channel,
  line: dense(channel.line),
}));
/** Gates and shoals together: what an edge may not cross. Shoals come after the gates. */
const shoals = read<{ shoals: Shoal[] }>('shoals.json').shoals;
const shoalLines = new GateLines(shoals);

/** Nodes stay at least this far from every gate: a line through a node would leak. */
const gateMarginDeg = 0.03;

// Waypoints.
const channelNodes: Waypoint[] = channels.flatMap(({ id, line }) =>
  line.map(([lon, lat], i) => {
    const afloat = mask.isClear(lon, lat, 0.002);
    const isEnd = i === 0 || i === line.length - 1;
    return { lon, lat, channel: id, reachDeg: afloat ? (isEnd ? 180 : 15) : 0.01 };
  }),
);
const coastal = coastNodes(mask);
const portRows = choosePorts();
const waypoints = merged([
  ...channelNodes,
  ...coastal,
  ...isletNodes(coast, mask, coastal),
  ...limitNodes(mask),
  ...shoalNodes(shoals, mask),
  ...harbourNodes(),
])
  .map((node) => ({ ...node, lon: grid(wrap(node.lon)), lat: grid(node.lat) }))
  .filter((node) => node.channel !== undefined || offGates(node));
log(`${waypoints.length} waypoints`);

// Ports.
interface PortRow {
  id: string;
  name: string;
  country: string;
  lon: number;
  lat: number;
}
const frames0 = new Frames(waypoints);
const local = new Float64Array(3);
const way = createWay();

// Edges of waypoints; what hangs together with nothing else is no part of the network.
const edges = new Edges();
/** What sees each other across a gate: no edge of the network, but it shows where ways want to pass. */
const across = new Edges();
for (let i = 0; i < waypoints.length; i++) {
  if (i % 4000 === 0) log(`edges of waypoint ${i} of ${waypoints.length}: ${edges.count}`);
  edgesOf(i, i + 1, waypoints.length, frames0, mask, lines, shoalLines, edges, across);
}
const isMain = mainComponent();
log(`${isMain.filter((main) => !main).length} waypoints lie in closed waters`);
waypoints.forEach((node, i) => {
  if (!isMain[i]) node.reachDeg = 0;
});

const ports: (PortRow & { seaLon: number; seaLat: number; channelNode?: number })[] = [];
const noWay: string[] = [];
for (const row of portRows) {
  if (ports.length === portCount) break;
  const channelNode = channelNodeAt(row);
  if (channelNode !== undefined) {
    ports.push({
      ...row,
      seaLon: waypoints[channelNode].lon,
      seaLat: waypoints[channelNode].lat,
      channelNode,
    });
    continue;
  }
  const found = approach(
    mask,
    row.lon,
    row.lat,
    (lon, lat) => offGates({ lon, lat }) && seesWaypoints(lon, lat, 2),
  );
  if (found === undefined) {
    noWay.push(row.id);
    continue;
  }
  const [lon, lat] = found.places[found.places.length - 1];
  ports.push({ ...row, seaLon: grid(wrap(lon)), seaLat: grid(lat) });
}
log(`${ports.length} ports; inland or closed in, left out: ${noWay.join(' ')}`);

// Edges of ports.
const nodes: Waypoint[] = [
  ...waypoints,
  ...ports.map(({ seaLon, seaLat, channelNode }) => ({
    lon: seaLon,
    lat: seaLat,
    reachDeg: channelNode === undefined ? 180 : 0.01,
  })),
];
const frames = new Frames(nodes);
for (let i = waypoints.length; i < nodes.length; i++)
  edgesOf(i, 0, i, frames, mask, lines, shoalLines, edges, across);
const channelFlags: number[] = new Array(edges.count).fill(0);
// A port on a river begins at the river's nearest place.
ports.forEach(({ channelNode }, port) => {
  if (channelNode === undefined) return;
  edges.add(channelNode, waypoints.length + port, 1);
  channelFlags.push(1);
});

// Channels, and the portals where they pass gates.
const portals: (Portal & { forced?: boolean })[] = [];
const indexOf = new Map(waypoints.map((node, i) => [`${node.lon},${node.lat}`, i]));
const channelPasses: { portal: number; a: number; b: number; direction: 1 | -1 }[] = [];
for (const { id, line } of channels) {
  for (let i = 1; i < line.length; i++) {
    const a = indexOf.get(`${line[i - 1][0]},${line[i - 1][1]}`);
    const b = indexOf.get(`${line[i][0]},${line[i][1]}`);
    if (a === undefined || b === undefined) throw new Error(`channel ${id} lost a node`);
    way.count = 2;
    way.lonDeg.set([line[i - 1][0], line[i][0]]);
    way.latDeg.set([line[i - 1][1], line[i][1]]);
    let crossed = false;
    lines.crossings(way, (gate, _chunk, t, direction) => {
      if (crossed) throw new Error(`channel ${id} passes two gates between two places`);
      crossed = true;
      const lon = grid(line[i - 1][0] + (line[i][0] - line[i - 1][0]) * t);
      const lat = grid(line[i - 1][1] + (line[i][1] - line[i - 1][1]) * t);
      const [p, q] = segmentAt(gates[gate].line, lon, lat);
      channelPasses.push({ portal: portals.length, a, b, direction });
      portals.push({
        lon,
        lat,
        gate,
        dx: q[0] - p[0],
        dy: q[1] - p[1],
        stretch: -1,
        reachDeg: 0.01,
        forced: true,
      });
    });
    if (crossed) continue;
    edges.add(a, b, lengthMilliNm(waypoints[a], waypoints[b]));
    channelFlags[edges.count - 1] = 1;
  }
}
log(`${edges.count} edges; ${channelPasses.map(({ portal }) => gates[portals[portal].gate].id).join(' ')}`);

// Portals: many candidates, then the most used.
const firstSide = nodes.length;
for (const candidate of [...wantedPortals(), ...portalCandidates(gates, mask, waypoints)])
  portals.push({ ...candidate, lon: grid(candidate.lon), lat: grid(candidate.lat) });
const withPortals = new Frames([...nodes, ...portals]);
for (const { portal, a, b, direction } of channelPasses) {
  const plus = firstSide + portal * 2;
  const p = portals[portal];
  edges.add(a, direction > 0 ? plus + 1 : plus, lengthMilliNm(nodes[a], p));
  edges.add(b, direction > 0 ? plus : plus + 1, lengthMilliNm(nodes[b], p));
  channelFlags[edges.count - 2] = 1;
  channelFlags[edges.count - 1] = 1;
}
portals.forEach((portal, p) => {
  if (portal.forced) return;
  portalEdges(
    portal,
    firstSide + p,
    withPortals,
    0,
    firstSide + p,
    (j) => (j >= firstSide ? portals[j - firstSide] : undefined),
    (of, plus) => firstSide + portals.indexOf(of) * 2 + (plus ? 0 : 1),
    mask,
    lines,
    shoalLines,
    edges,
  );
});
while (channelFlags.length < edges.count) channelFlags.push(0);
log(`${portals.length} candidate portals, ${edges.count} edges`);

const kept = choosePortals();
const perGate = new Map<string, number>();
for (const p of kept)
  perGate.set(gates[portals[p].gate].id, (perGate.get(gates[portals[p].gate].id) ?? 0) + 1);
log(`${kept.length} portals: ${[...perGate].map(([id, count]) => `${id} ${count}`).join(', ')}`);
for (const { id } of gates) if (!perGate.has(id)) log(`NO PORTAL on ${id}`);
write();

/** Waypoints that hang together with the most others, gates and channels passed. */
function mainComponent(): boolean[] {
  const root = Int32Array.from(waypoints.keys());
  const find = (i: number): number => {
    while (root[i] !== i) i = root[i] = root[root[i]];
    return i;
  };
  const join = (a: number, b: number) => {
    root[find(a)] = find(b);
  };
  for (const { a, b } of [edges, across]) for (let e = 0; e < a.length; e++) join(a[e], b[e]);
  const at = new Map(waypoints.map((node, i) => [`${node.lon},${node.lat}`, i]));
  for (const { line } of channels)
    for (let i = 1; i < line.length; i++)
      join(at.get(`${line[i - 1][0]},${line[i - 1][1]}`) ?? 0, at.get(`${line[i][0]},${line[i][1]}`) ?? 0);
  const sizes = new Int32Array(waypoints.length);
  for (let i = 0; i < waypoints.length; i++) sizes[find(i)]++;
  const main = sizes.indexOf(Math.max(...sizes));
  return waypoints.map((_, i) => find(i) === main);
}

/** What lies before each harbour, so that its ways along the coast go both ways; near edges alone. */
function harbourNodes(): Waypoint[] {
  return portRows.flatMap(({ lon, lat }) =>
    surroundings(mask, lon, lat)
      .flatMap(({ places }) => places.slice(1))
      .map(([x, y]) => ({ lon: x, lat: y, reachDeg: 5 })),
  );
}

/** Places of a channel at most 0.15° apart, so that a port beside it finds one. */
function dense(line: [number, number][]): [number, number][] {
  return line.flatMap(([lon, lat], i) => {
    if (i === 0) return [[lon, lat] as [number, number]];
    const [x, y] = line[i - 1];
    const parts = Math.ceil(Math.hypot(lon - x, lat - y) / 0.15);
    return Array.from({ length: parts }, (_, n): [number, number] => [
      grid(x + ((lon - x) * (n + 1)) / parts),
      grid(y + ((lat - y) * (n + 1)) / parts),
    ]);
  });
}

function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

/** The place of a river within 0.12° of a port that lies on no open water. */
function channelNodeAt({ lon, lat }: PortRow): number | undefined {
  if (mask.isClear(lon, lat, 0)) return undefined;
  let best = { d: 0.12, at: -1 };
  waypoints.forEach((node, at) => {
    if (node.channel === undefined || !isMain[at]) return;
    const d = Math.hypot((node.lon - lon) * Math.cos((lat * Math.PI) / 180), node.lat - lat);
    if (d < best.d) best = { d, at };
  });
  return best.at < 0 ? undefined : best.at;
}

function offGates({ lon, lat }: { lon: number; lat: number }): boolean {
  return gates.every(({ line }) => {
    for (let i = 1; i < line.length; i++) {
      const turn = 360 * Math.round((line[i][0] - lon) / 360);
      const [ax, ay] = [line[i - 1][0] - turn - lon, line[i - 1][1] - lat];
      const [dx, dy] = [line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]];
      const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy)));
      if (Math.hypot(ax + t * dx, ay + t * dy) < gateMarginDeg) return false;
    }
    return true;
  });
}

function segmentAt(line: readonly (readonly [number, number])[], lon: number, lat: number) {
  let best = { d: Number.POSITIVE_INFINITY, at: 1 };
  for (let i = 1; i < line.length; i++) {
    const [dx, dy] = [line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]];
    const t = Math.max(
      0,
      Math.min(1, ((lon - line[i - 1][0]) * dx + (lat - line[i - 1][1]) * dy) / (dx * dx + dy * dy)),
    );
    const d = Math.hypot(line[i - 1][0] + t * dx - lon, line[i - 1][1] + t * dy - lat);
    if (d < best.d) best = { d, at: i };
  }
  return [line[best.at - 1], line[best.at]];
}

/** Whether a place on the water sees at least so many waypoints (of at most 400 tried) without passing a gate. */
function seesWaypoints(lon: number, lat: number, least: number): boolean {
  const r = Math.PI / 180;
  local.set([
    Math.cos(lat * r) * Math.cos(lon * r),
    Math.cos(lat * r) * Math.sin(lon * r),
    Math.sin(lat * r),
  ]);
  let seen = 0;
  for (let j = 0; j < waypoints.length; j++) {
    if (!isMain[j]) continue;
    const cos =
      local[0] * frames0.at[j * 9] + local[1] * frames0.at[j * 9 + 1] + local[2] * frames0.at[j * 9 + 2];
    if (cos < 0.9986 || cos < frames0.cosReach[j] || waypoints[j].reachDeg < 1) continue;
    if (!mask.sees(lon, lat, waypoints[j].lon, waypoints[j].lat, 0.004)) continue;
    if (lines.any(greatCircle(way, lon, lat, waypoints[j].lon, waypoints[j].lat))) continue;
    if (++seen >= least) return true;
  }
  return false;
}

/** The principal ports, then the named ports and anchorages with the most recorded places, one within 0.2°. */
function choosePorts(): PortRow[] {
  const { rows } = JSON.parse(readFileSync(new URL('principal-ports.json', folder), 'utf8')) as {
    rows: [string, string, string, number, number][];
  };
  const out: PortRow[] = rows.map(([id, name, country, lon, lat]) => ({ id, name, country, lon, lat }));
  const taken = [...out];
  const { names, rows: deltas, unitDeg } = tables.ports;
  const places = new Map<string, [number, number][]>();
  let [name, lon, lat] = [0, 0, 0];
  for (let i = 0; i < deltas.length; i += 3) {
    name += deltas[i];
    lon += deltas[i + 1];
    lat += deltas[i + 2];
    // Unnamed places carry codes such as CHN-501.
    if (names[name] === '' || /^[A-Z]{3}-\d+$/i.test(names[name])) continue;
    const list = places.get(names[name]) ?? [];
    list.push([lon * unitDeg, lat * unitDeg]);
    places.set(names[name], list);
  }
  const earth = createEarth(tables);
  const ids = new Set(out.map(({ id }) => id));
  for (const [label, list] of [...places].sort(
    (a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1),
  )) {
    if (out.length >= portCount + 300) break;
    const [midLon, midLat] = list.sort((a, b) => a[0] - b[0])[list.length >> 1];
    if (
      taken.some((p) => Math.abs(p.lat - midLat) < 0.2 && Math.abs(p.lon - midLon) < 0.2) ||
      Math.abs(midLat) > 71
    )
      continue;
    const [country = ''] = earth.nearestCoast(midLon, midLat).feature.administeredBy;
    let id = label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    while (ids.has(id)) id += '-2';
    ids.add(id);
    const row = { id, name: label, country, lon: midLon, lat: midLat };
    out.push(row);
    taken.push(row);
  }
  return out;
}

/** Counts how often shortest ways use each candidate, with all open and with each gate closed, and keeps the best. */
function choosePortals(): number[] {
  const graph = graphOf(portals.map((_, i) => i));
  const search = new Search(graph);
  const used = new Float64Array(portals.length);
  const firstPort = waypoints.length;
  const count = (port: number, closed: Uint8Array, weight: number) => {
    search.run([firstPort + port, 0], closed);
    for (let to = 0; to < ports.length; to++) {
      let seen = -1;
      for (let at = firstPort + to; at >= 0; at = search.before[at]) {
        if (at < firstSide) continue;
        const portal = (at - firstSide) >> 1;
        if (portal === seen) used[portal] += weight;
        seen = portal;
      }
    }
  };
  for (let port = 0; port < ports.length; port += 16) count(port, new Uint8Array(gates.length), 1);
  gates.forEach((_, gate) => {
    const closed = new Uint8Array(gates.length);
    closed[gate] = 1;
    for (let port = gate % 50; port < ports.length; port += 90) count(port, closed, 0.5);
  });
  // Every stretch of water keeps its best, and every channel its own.
  const keep = new Set<number>();
  const connected = (p: number) =>
    [0, 1].every((s) => graph.starts[firstSide + 2 * p + s + 1] - graph.starts[firstSide + 2 * p + s] > 1);
  const stretches = new Map<string, number>();
  portals.forEach((portal, p) => {
    if (!connected(p)) return;
    if (portal.forced) keep.add(p);
    if (portal.stretch === -2) return;
    const key = `${portal.gate}:${portal.stretch}`;
    const best = stretches.get(key);
    if (best === undefined || used[p] > used[best]) stretches.set(key, p);
  });
  for (const p of stretches.values()) keep.add(p);
  const onGate = new Map<number, number>();
  for (const p of keep) onGate.set(portals[p].gate, (onGate.get(portals[p].gate) ?? 0) + 1);
  for (const p of [...used.keys()].filter(connected).sort((a, b) => used[b] - used[a] || a - b)) {
    const so = onGate.get(portals[p].gate) ?? 0;
    if (keep.size >= portalLimit || used[p] === 0) break;
    if (so >= portalsPerGate || keep.has(p)) continue;
    keep.add(p);
    onGate.set(portals[p].gate, so + 1);
  }
  return [...keep].sort((a, b) => portals[a].gate - portals[b].gate || a - b);
}

/** Where shortest ways cross the gates if nothing holds them to portals: the most used places of each gate. */
function wantedPortals(): Portal[] {
  const search = new Search(freeGraph());
  const firstPort = waypoints.length;
  const found = new Map<string, Portal & { uses: number }>();
  for (let port = 0; port < ports.length; port += 8) {
    search.run([firstPort + port, 0], new Uint8Array(gates.length));
    for (let to = 3; to < ports.length; to += 5) {
      for (let at = firstPort + to; at >= 0 && search.before[at] >= 0; at = search.before[at]) {
        const [p, q] = [nodes[at], nodes[search.before[at]]];
        const drawn = greatCircle(way, p.lon, p.lat, q.lon, q.lat);
        lines.crossings(drawn, (gate, chunk, t) => {
          const lon = grid(
            wrap(drawn.lonDeg[chunk - 1] + (drawn.lonDeg[chunk] - drawn.lonDeg[chunk - 1]) * t),
          );
          const lat = grid(drawn.latDeg[chunk - 1] + (drawn.latDeg[chunk] - drawn.latDeg[chunk - 1]) * t);
          const key = `${gate}:${Math.round(lon * 20)}:${Math.round(lat * 20)}`;
          const known = found.get(key);
          if (known !== undefined) known.uses++;
          else if (mask.isClear(lon, lat, 0.004)) {
            const [a, b] = segmentAt(gates[gate].line, lon, lat);
            found.set(key, {
              lon,
              lat,
              gate,
              dx: b[0] - a[0],
              dy: b[1] - a[1],
              stretch: -2,
              reachDeg: 180,
              uses: 1,
            });
          }
        });
      }
    }
  }
  const perGate = new Map<number, number>();
  return [...found.values()]
    .sort((a, b) => b.uses - a.uses)
    .filter(({ gate }) => {
      perGate.set(gate, (perGate.get(gate) ?? 0) + 1);
      return (perGate.get(gate) ?? 0) <= 12;
    });
}

/** Waypoints and ports with what sees each other across gates, no portals. */
function freeGraph() {
  const a = [...edges.a, ...across.a];
  const b = [...edges.b, ...across.b];
  const length = [...edges.lengthMilliNm, ...across.lengthMilliNm];
  const pairs = Int32Array.from(a, (x, i) => x | (b[i] << 16));
  return {
    nodes: nodes.length,
    ...adjacency(nodes.length, nodes.length, pairs, Int32Array.from(length), new Uint8Array(0)),
  };
}

/** The graph with only some of the portals, their sides renumbered. */
function graphOf(keep: readonly number[]) {
  const rank = new Int32Array(portals.length).fill(-1);
  keep.forEach((p, i) => {
    rank[p] = i;
  });
  const node = (i: number) =>
    i < firstSide
      ? i
      : rank[(i - firstSide) >> 1] < 0
        ? -1
        : firstSide + rank[(i - firstSide) >> 1] * 2 + ((i - firstSide) & 1);
  const a: number[] = [];
  const b: number[] = [];
  const length: number[] = [];
  const channel: number[] = [];
  for (let e = 0; e < edges.count; e++) {
    const [from, to] = [node(edges.a[e]), node(edges.b[e])];
    if (from < 0 || to < 0) continue;
    a.push(from);
    b.push(to);
    length.push(edges.lengthMilliNm[e]);
    channel.push(channelFlags[e]);
  }
  const count = firstSide + keep.length * 2;
  const pairs = Int32Array.from(a, (x, i) => x | (b[i] << 16));
  const gateOfPortal = Uint8Array.from(keep, (p) => portals[p].gate);
  return {
    nodes: count,
    a,
    b,
    length,
    channel,
    gateOfPortal,
    ...adjacency(count, firstSide, pairs, Int32Array.from(length), gateOfPortal),
  };
}

function write(): void {
  const graph = graphOf(kept);
  if (graph.nodes > 65535) throw new Error('too many nodes for 16 bits');
  const search = new Search(graph);
  const allClosed = new Uint8Array(gates.length).fill(1);
  const sides = kept.length * 2;
  const firstPort = waypoints.length;
  const sideToSide = new Int32Array(sides * sides);
  const portToSide = new Int32Array(ports.length * sides);
  const portToPort = new Int32Array((ports.length * (ports.length - 1)) / 2);
  for (let side = 0; side < sides; side++) {
    search.run([firstSide + side, 0], allClosed);
    sideToSide.set(search.distance.subarray(firstSide, firstSide + sides), side * sides);
  }
  let at = 0;
  for (let port = 0; port < ports.length; port++) {
    search.run([firstPort + port, 0], allClosed);
    portToSide.set(search.distance.subarray(firstSide, firstSide + sides), port * sides);
    for (let to = port + 1; to < ports.length; to++) portToPort[at++] = search.distance[firstPort + to];
  }
  const all = [...nodes, ...kept.flatMap((p) => [portals[p], portals[p]])];
  const tangents = new Int8Array(all.length * 4);
  all.forEach((node, i) => {
    if ('coast' in node && node.coast !== undefined)
      tangents.set(
        node.coast.map((x) => Math.round(x * 127)),
        i * 4,
      );
  });
  const bytes = encodeNetwork({
    lonDeg: all.map(({ lon }) => lon),
    latDeg: all.map(({ lat }) => lat),
    coast: tangents,
    reachDeg: all.map(({ reachDeg }, i) => (i >= firstSide ? 0 : Math.round(reachDeg))),
    ports: ports.length,
    gates: gates.length,
    gateOfPortal: graph.gateOfPortal,
    a: graph.a,
    b: graph.b,
    lengthMilliNm: graph.length,
    isChannel: graph.channel,
    sideToSide,
    portToSide,
    portToPort,
  });
  writeFileSync(new URL('network.bin', folder), bytes);
  writeFileSync(
    new URL('ports.json', folder),
    `{"about":"Ports of the network, in its order. Positions as in the sources; the network's own node lies on the water nearby.",\n"source":"principal-ports.json (own) and data/earth/ports.json (Global Fishing Watch pipe-anchorages, Apache-2.0; World Port Index, public domain); country by the nearest coast","licence":"Apache-2.0",\n"columns":["id","name","country","lon","lat"],"rows":[\n${ports
      .map(({ id, name, country, lon, lat }) => JSON.stringify([id, name, country, grid(lon), grid(lat)]))
      .join(',\n')}\n]}\n`,
  );
  const severed = portToPort.filter((d) => d >= unreachable).length;
  log(
    `${graph.nodes} nodes, ${graph.a.length} edges, ${bytes.length} bytes; ${severed} pairs of ports lie in different basins`,
  );
}
