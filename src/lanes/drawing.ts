/** Routes as they are drawn: a line that keeps to what was tested, and the passages on it in order. */
import type { GateIndex } from './closures.ts';
import type { Attached, Link, Places } from './ends.ts';
import { GateLines } from './gatecrossing.ts';
import type { Network } from './network.ts';
import { createWay, greatCircle } from './path.ts';
import { wayThrough } from './sight.ts';

export interface Passage {
  readonly gate: string;
  /** The side that is entered: `plus` lies to the left of the gate's line. */
  readonly to: 'plus' | 'minus';
  readonly lonDeg: number;
  readonly latDeg: number;
}

export interface Route {
  /** No way: the rest is empty. */
  readonly severed: false;
  readonly distanceNm: number;
  readonly passages: readonly Passage[];
  /** Longitude, latitude; chunks of at most 0.25°, longitudes running on past ±180°. */
  readonly line: readonly (readonly [number, number])[];
  /** How far the first and the last place of the line lie from what was asked for, nautical miles. */
  readonly snappedNm: readonly [number, number];
}

type Line = [number, number][];

export class Drawing {
  readonly #network: Network;
  readonly #index: GateIndex;
  readonly #lines: GateLines;
  readonly #way = createWay();

  constructor(network: Network, index: GateIndex) {
    this.#network = network;
    this.#index = index;
    this.#lines = new GateLines(index.gates);
  }

  /** From place to place, each in sight of the next. */
  through(start: Attached, end: Attached, { milliNm, places }: Link): Route {
    const line: Line = [];
    for (const [lon, lat] of places) this.#extend(line, lon, lat, false);
    return {
      severed: false,
      distanceNm: milliNm / 1000,
      passages: this.#passagesOf(line),
      line,
      snappedNm: [start.snappedNm, end.snappedNm],
    };
  }

  /** Along the nodes of the network, and from the first and the last of them to the ends. */
  along(start: Attached, end: Attached, nodes: readonly number[]): Route {
    const { lonDeg, latDeg, lengthsMilliNm, gateOfEdge, isChannel, firstSide } = this.#network;
    const first = linkOf(start, nodes[0]);
    const last = linkOf(end, nodes[nodes.length - 1]);
    const line: Line = [];
    for (const [lon, lat] of first.places) this.#extend(line, lon, lat, false);
    this.#extend(line, lonDeg[nodes[0]], latDeg[nodes[0]], false);
    const passages: Passage[] = [];
    let milliNm = first.milliNm + last.milliNm;
    for (let i = 1; i < nodes.length; i++) {
      const node = nodes[i];
      const edge = this.#edgeBetween(nodes[i - 1], node);
      milliNm += lengthsMilliNm[edge];
      if (gateOfEdge[edge] < 0) this.#extend(line, lonDeg[node], latDeg[node], isChannel[edge] === 1);
      else
        passages.push({
          gate: this.#index.gates[gateOfEdge[edge]].id,
          to: (node - firstSide) % 2 === 0 ? 'plus' : 'minus',
          lonDeg: lonDeg[node],
          latDeg: latDeg[node],
        });
    }
    for (const [lon, lat] of last.places.toReversed()) this.#extend(line, lon, lat, false);
    return {
      severed: false,
      distanceNm: milliNm / 1000,
      passages,
      line,
      snappedNm: [start.snappedNm, end.snappedNm],
    };
  }

  #edgeBetween(a: number, b: number): number {
    const { starts, targets, lengthsMilliNm } = this.#network;
    let best = -1;
    for (let e = starts[a]; e < starts[a + 1]; e++)
      if (targets[e] === b && (best < 0 || lengthsMilliNm[e] < lengthsMilliNm[best])) best = e;
    return best;
  }

  /** Continues a line to a place, along the great circle or, in a channel, straight. */
  #extend(line: Line, lon: number, lat: number, straight: boolean): void {
    const last = line[line.length - 1];
    if (last === undefined) {
      line.push([lon, lat]);
      return;
    }
    if (straight) {
      line.push([lon + 360 * Math.round((last[0] - lon) / 360), lat]);
      return;
    }
    const way = greatCircle(this.#way, last[0], last[1], lon, lat);
    for (let i = 1; i < way.count; i++) {
      const turn = 360 * Math.round((last[0] - way.lonDeg[0]) / 360);
      const at: [number, number] = [way.lonDeg[i] + turn, way.latDeg[i]];
      if (at[0] !== line[line.length - 1][0] || at[1] !== line[line.length - 1][1]) line.push(at);
    }
    if (way.count === 2 && line.length > 1 && line[line.length - 1][1] !== lat) line.push([lon, lat]);
  }

  #passagesOf(line: Places): Passage[] {
    const out: Passage[] = [];
    this.#lines.crossings(wayThrough(line), (gate, chunk, t, direction) => {
      const [a, b] = [line[chunk - 1], line[chunk]];
      out.push({
        gate: this.#index.gates[gate].id,
        to: direction > 0 ? 'plus' : 'minus',
        lonDeg: a[0] + (b[0] - a[0]) * t,
        latDeg: a[1] + (b[1] - a[1]) * t,
      });
    });
    return out;
  }
}

function linkOf(end: Attached, node: number): Link {
  return end.linkTo(node) ?? { milliNm: 0, places: [] };
}
