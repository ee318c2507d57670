/**
 * The shipping network as it is shipped: data/lanes/network.bin, built by scripts/lanes/network.ts.
 *
 * Nodes are waypoints, then ports, then portals. A portal is a place on the line of a gate, held as two nodes (plus
 * side, minus side) that only a link of length zero joins. No other edge crosses a gate, so closing a gate is leaving
 * out its links, and nothing can slip past. Lengths are whole thousandths of a nautical mile: sums are exact, and two
 * ways of computing a distance agree to the last digit.
 */
import { CommonwatchError } from '../core/errors.ts';

/** No way. Twice this still fits into 31 bits. */
export const unreachable = 0x3fffffff;
const magic = 0x4c4e5431;
const headerWords = 8;

export interface Network {
  readonly nodes: number;
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  /** Unit vectors along the coast to both sides of a corner, four numbers a node (east, north; 127 = 1); 0 where none. */
  readonly coast: Int8Array;
  /** Longest edge from a node, degrees of arc: how far away its corner of the coast can matter. */
  readonly reachDeg: Uint8Array;
  readonly ports: number;
  readonly firstPort: number;
  readonly portals: number;
  /** The plus side of portal p is node `firstSide + 2p`, the minus side the one after. */
  readonly firstSide: number;
  /** Index of the gate of each portal. */
  readonly gateOfPortal: Uint8Array;
  readonly gates: number;
  /** Edges of node i are `starts[i]` up to `starts[i + 1]`; each edge stands at both of its nodes. */
  readonly starts: Uint32Array;
  readonly targets: Uint16Array;
  readonly lengthsMilliNm: Int32Array;
  /** For each edge the gate that it passes, or −1. */
  readonly gateOfEdge: Int8Array;
  /** 1 where an edge follows a channel and is drawn straight. */
  readonly isChannel: Uint8Array;
  /** Distances that pass no gate at all: between sides, from ports to sides, between ports (upper triangle). */
  readonly sideToSide: Int32Array;
  readonly portToSide: Int32Array;
  readonly portToPort: Int32Array;
}

export interface NetworkParts {
  readonly lonDeg: ArrayLike<number>;
  readonly latDeg: ArrayLike<number>;
  readonly coast: Int8Array;
  readonly reachDeg: ArrayLike<number>;
  readonly ports: number;
  readonly gates: number;
  readonly gateOfPortal: ArrayLike<number>;
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly lengthMilliNm: ArrayLike<number>;
  readonly isChannel: ArrayLike<number>;
  readonly sideToSide: Int32Array;
  readonly portToSide: Int32Array;
  readonly portToPort: Int32Array;
}

const gridDeg = 1e-5;
const channelBit = 0x80000000;

/** Index of a pair of ports i < j in the upper triangle of n ports. */
export function pairIndex(i: number, j: number, n: number): number {
  return i < j ? i * n - (i * (i + 1)) / 2 + j - i - 1 : pairIndex(j, i, n);
}

/** Little-endian: eight words of header, then the columns in the order of `decodeNetwork`. */
export function encodeNetwork(parts: NetworkParts): Uint8Array {
  const nodes = parts.lonDeg.length;
  const edges = parts.a.length;
  const portals = parts.gateOfPortal.length;
  const words = new Int32Array([
    magic,
    1,
    nodes,
    parts.ports,
    portals,
    edges,
    parts.gates,
    0,
    ...Array.from(parts.lonDeg, (lon) => Math.round(lon / gridDeg)),
    ...Array.from(parts.latDeg, (lat) => Math.round(lat / gridDeg)),
  ]);
  const pairs = new Int32Array(edges);
  const lengths = new Int32Array(edges);
  for (let i = 0; i < edges; i++) {
    pairs[i] = parts.a[i] | (parts.b[i] << 16);
    lengths[i] = parts.lengthMilliNm[i] | (parts.isChannel[i] === 1 ? channelBit : 0);
  }
  const columns = [
    words,
    new Int32Array(parts.coast.buffer.slice(0)),
    Int32Array.from(parts.reachDeg),
    pairs,
    lengths,
    Int32Array.from(parts.gateOfPortal),
    parts.sideToSide,
    parts.portToSide,
    parts.portToPort,
  ];
  const out = new Int32Array(columns.reduce((sum, column) => sum + column.length, 0));
  let at = 0;
  for (const column of columns) {
    out.set(column, at);
    at += column.length;
  }
  return new Uint8Array(out.buffer);
}

/** @throws `lanes.invalid-table` when the bytes are no network */
export function decodeNetwork(bytes: ArrayBuffer): Network {
  const words = new Int32Array(bytes, 0, Math.floor(bytes.byteLength / 4));
  const [tag, version, nodes, ports, portals, edges, gates] = words;
  const sides = portals * 2;
  const length =
    headerWords + 4 * nodes + 2 * edges + portals + sides * sides + ports * sides + (ports * (ports - 1)) / 2;
  if (tag !== magic || version !== 1 || words.length !== length)
    throw new CommonwatchError('lanes.invalid-table', `network.bin, ${bytes.byteLength} bytes`);
  let at = headerWords;
  const take = (count: number) => words.subarray(at, (at += count));
  const lonDeg = Float64Array.from(take(nodes), (x) => x * gridDeg);
  const latDeg = Float64Array.from(take(nodes), (x) => x * gridDeg);
  const coast = new Int8Array(bytes, at * 4, nodes * 4);
  at += nodes;
  const reachDeg = Uint8Array.from(take(nodes));
  const pairs = take(edges);
  const lengths = take(edges);
  const gateOfPortal = Uint8Array.from(take(portals));
  const firstSide = nodes - sides;
  return {
    nodes,
    lonDeg,
    latDeg,
    coast,
    reachDeg,
    ports,
    firstPort: firstSide - ports,
    portals,
    firstSide,
    gateOfPortal,
    gates,
    ...adjacency(nodes, firstSide, pairs, lengths, gateOfPortal),
    sideToSide: take(sides * sides),
    portToSide: take(ports * sides),
    portToPort: take((ports * (ports - 1)) / 2),
  };
}

/** Each edge at both of its nodes, and the links of the portals. */
export function adjacency(
  nodes: number,
  firstSide: number,
  pairs: Int32Array,
  lengths: Int32Array,
  gateOfPortal: Uint8Array,
): Pick<Network, 'starts' | 'targets' | 'lengthsMilliNm' | 'gateOfEdge' | 'isChannel'> {
  const starts = new Uint32Array(nodes + 1);
  for (const pair of pairs) {
    starts[(pair & 0xffff) + 1]++;
    starts[(pair >>> 16) + 1]++;
  }
  for (let side = firstSide; side < nodes; side++) starts[side + 1]++;
  for (let i = 0; i < nodes; i++) starts[i + 1] += starts[i];
  const total = starts[nodes];
  const targets = new Uint16Array(total);
  const lengthsMilliNm = new Int32Array(total);
  const gateOfEdge = new Int8Array(total).fill(-1);
  const isChannel = new Uint8Array(total);
  const next = starts.slice();
  const put = (from: number, to: number, length: number, gate: number, channel: number) => {
    const at = next[from]++;
    targets[at] = to;
    lengthsMilliNm[at] = length;
    gateOfEdge[at] = gate;
    isChannel[at] = channel;
  };
  for (let i = 0; i < pairs.length; i++) {
    const a = pairs[i] & 0xffff;
    const b = pairs[i] >>> 16;
    const length = lengths[i] & 0x7fffffff;
    const channel = lengths[i] < 0 ? 1 : 0;
    put(a, b, length, -1, channel);
    put(b, a, length, -1, channel);
  }
  for (let portal = 0; portal < gateOfPortal.length; portal++) {
    const plus = firstSide + 2 * portal;
    put(plus, plus + 1, 0, gateOfPortal[portal], 1);
    put(plus + 1, plus, 0, gateOfPortal[portal], 1);
  }
  return { starts, targets, lengthsMilliNm, gateOfEdge, isChannel };
}
