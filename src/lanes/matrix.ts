/**
 * All ports to all ports under any set of closed gates, without searching: distances that pass no gate are known; the
 * portals whose gates are open form a small matrix which Floyd and Warshall close; a pair is then the better of its way
 * inside one basin and its way over the portals. Equal to Dijkstra on the same network, to the thousandth of a mile.
 */
import type { Network } from './network.ts';
import { pairIndex, unreachable } from './network.ts';
import type { ClosedGates } from './search.ts';

/** Distances with every gate open, and which gates each pair's way uses; made once, when the network is loaded. */
export interface OpenMatrix {
  readonly distanceMilliNm: Int32Array;
  /** Gates 0–31 and 32–63 of the way, as bits, per pair. */
  readonly gatesLow: Int32Array;
  readonly gatesHigh: Int32Array;
}

interface Portals {
  readonly count: number;
  /** Portals that are open, as indices into the network's. */
  readonly ids: Int32Array;
  /** Distances between open portals, and the gates passed in between (their own included). */
  readonly between: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
}

export class DistanceMatrix {
  readonly network: Network;
  readonly open: OpenMatrix;
  readonly #reach: readonly Int32Array[];

  constructor(network: Network) {
    this.network = network;
    this.#reach = portReach(network);
    this.open = this.#openMatrix();
  }

  /** Thousandths of a nautical mile for each pair i < j (see `pairIndex`); `unreachable` where severed. */
  under(closed: ClosedGates): Int32Array {
    const { ports } = this.network;
    const { low, high } = bits(closed);
    const out = this.open.distanceMilliNm.slice();
    const { gatesLow, gatesHigh } = this.open;
    const portals = closedOver(this.network, closed, false);
    const best = new Int32Array(portals.count);
    const exits = this.#exits(portals);
    for (let i = 0; i + 1 < ports; i++) {
      let ready = false;
      const row = pairIndex(i, i + 1, ports);
      for (let j = i + 1; j < ports; j++) {
        const at = row + j - i - 1;
        if ((gatesLow[at] & low) === 0 && (gatesHigh[at] & high) === 0) continue;
        if (!ready) {
          this.#toPortals(exits[i], portals, best);
          ready = true;
        }
        out[at] = overPortals(this.network.portToPort[at], exits[j], best);
      }
    }
    return out;
  }

  /** For each port the open portals of its basin: index among the open ones and distance, in pairs. */
  #exits(portals: Portals): readonly Int32Array[] {
    const rank = new Int32Array(this.network.portals).fill(-1);
    portals.ids.forEach((id, i) => {
      rank[id] = i;
    });
    return this.#reach.map((reach) => {
      const pairs: number[] = [];
      for (let i = 0; i < reach.length; i += 2)
        if (rank[reach[i]] >= 0) pairs.push(rank[reach[i]], reach[i + 1]);
      return Int32Array.from(pairs);
    });
  }

  #toPortals(exits: Int32Array, portals: Portals, best: Int32Array): void {
    best.fill(unreachable);
    const { count, between } = portals;
    for (let e = 0; e < exits.length; e += 2) {
      const from = exits[e] * count;
      const length = exits[e + 1];
      for (let p = 0; p < count; p++) {
        const sum = length + between[from + p];
        if (sum < best[p]) best[p] = sum;
      }
    }
  }

  /** The same, remembering which gates are passed. */
  #openMatrix(): OpenMatrix {
    const { network } = this;
    const { ports } = network;
    const portals = closedOver(network, new Uint8Array(network.gates), true);
    const exits = this.#exits(portals);
    const { count, between } = portals;
    const out: OpenMatrix = {
      distanceMilliNm: network.portToPort.slice(),
      gatesLow: new Int32Array(network.portToPort.length),
      gatesHigh: new Int32Array(network.portToPort.length),
    };
    const best = new Int32Array(count);
    const by = new Int32Array(count);
    for (let i = 0; i + 1 < ports; i++) {
      best.fill(unreachable);
      for (let e = 0; e < exits[i].length; e += 2) {
        const from = exits[i][e] * count;
        for (let p = 0; p < count; p++) {
          const sum = exits[i][e + 1] + between[from + p];
          if (sum < best[p]) {
            best[p] = sum;
            by[p] = from + p;
          }
        }
      }
      for (let j = i + 1; j < ports; j++) {
        const at = pairIndex(i, j, ports);
        for (let e = 0; e < exits[j].length; e += 2) {
          const sum = best[exits[j][e]] + exits[j][e + 1];
          if (sum >= out.distanceMilliNm[at]) continue;
          out.distanceMilliNm[at] = sum;
          out.gatesLow[at] = portals.low[by[exits[j][e]]];
          out.gatesHigh[at] = portals.high[by[exits[j][e]]];
        }
      }
    }
    return out;
  }
}

function overPortals(inside: number, exits: Int32Array, best: Int32Array): number {
  let least = inside;
  for (let e = 0; e < exits.length; e += 2) {
    const sum = best[exits[e]] + exits[e + 1];
    if (sum < least) least = sum;
  }
  return least;
}

/** For each port its portals (either side) and the distance to them inside the basin, in pairs. */
function portReach({ ports, portals, portToSide }: Network): readonly Int32Array[] {
  return Array.from({ length: ports }, (_, port) => {
    const pairs: number[] = [];
    for (let p = 0; p < portals; p++) {
      const at = port * portals * 2 + p * 2;
      const length = Math.min(portToSide[at], portToSide[at + 1]);
      if (length < unreachable) pairs.push(p, length);
    }
    return Int32Array.from(pairs);
  });
}

/** The matrix of the open portals, closed by Floyd and Warshall over its upper half. */
function closedOver(network: Network, closed: ClosedGates, withGates: boolean): Portals {
  const { portals, gateOfPortal, sideToSide } = network;
  const ids = Int32Array.from(gateOfPortal.keys()).filter((p) => closed[gateOfPortal[p]] !== 1);
  const count = ids.length;
  const between = new Int32Array(count * count);
  const low = new Int32Array(withGates ? count * count : 0);
  const high = new Int32Array(withGates ? count * count : 0);
  const sides = portals * 2;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      const a = ids[i] * 2 * sides + ids[j] * 2;
      const b = a + sides;
      between[i * count + j] =
        i === j ? 0 : Math.min(sideToSide[a], sideToSide[a + 1], sideToSide[b], sideToSide[b + 1]);
      if (!withGates) continue;
      const [g, h] = [gateOfPortal[ids[i]], gateOfPortal[ids[j]]];
      low[i * count + j] = lowBit(g) | lowBit(h);
      high[i * count + j] = highBit(g) | highBit(h);
    }
  }
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < count; i++) {
      const first = between[i * count + k];
      if (first >= unreachable || i === k) continue;
      for (let j = 0; j < count; j++) {
        const sum = first + between[k * count + j];
        if (sum >= between[i * count + j]) continue;
        between[i * count + j] = sum;
        if (!withGates) continue;
        low[i * count + j] = low[i * count + k] | low[k * count + j];
        high[i * count + j] = high[i * count + k] | high[k * count + j];
      }
    }
  }
  return { count, ids, between, low, high };
}

function lowBit(gate: number): number {
  return gate < 32 ? 1 << gate : 0;
}

function highBit(gate: number): number {
  return gate < 32 ? 0 : 1 << (gate - 32);
}

function bits(closed: ClosedGates): { low: number; high: number } {
  let low = 0;
  let high = 0;
  closed.forEach((is, gate) => {
    if (is === 1) {
      low |= lowBit(gate);
      high |= highBit(gate);
    }
  });
  return { low, high };
}
