/**
 * How far it is at least from a node to an end, known from far away: distances from a dozen landmarks by the network,
 * and the triangle they make (ALT; Goldberg and Harrelson, 2005). A great circle knows nothing of continents; these do.
 * Closures only lengthen ways, so what holds with little closed holds with more.
 */
import type { Network } from './network.ts';
import { unreachable } from './network.ts';
import type { ClosedGates, Search } from './search.ts';

const landmarks = 12;

/** A node near an end, and how far it is from there. */
export interface Anchor {
  readonly node: number;
  readonly milliNm: number;
}

export class Landmarks {
  /** Which gates were closed when distances were measured. */
  readonly #closed: ClosedGates;
  /** From each landmark to each node, the landmarks of a node together. */
  readonly #distances: Int32Array;

  /** Measured from places that lie far from each other: each the farthest from those before it. */
  constructor(network: Network, search: Search, closed: ClosedGates) {
    this.#closed = closed;
    this.#distances = new Int32Array(network.nodes * landmarks).fill(unreachable);
    const nearest = new Int32Array(network.nodes).fill(unreachable);
    let at = network.firstPort;
    for (let n = 0; n < landmarks; n++) {
      search.run([at, 0], closed);
      let farthest = 0;
      for (let node = 0; node < network.nodes; node++) {
        const distance = search.distance[node];
        this.#distances[node * landmarks + n] = distance;
        if (distance < nearest[node]) nearest[node] = distance;
        if (nearest[node] >= unreachable || nearest[node] <= farthest) continue;
        farthest = nearest[node];
        at = node;
      }
    }
  }

  /** Whether they say something about ways under these closures. */
  holdUnder(closed: ClosedGates): boolean {
    return this.#closed.every((isClosed, gate) => isClosed === 0 || closed[gate] === 1);
  }

  /** Never more than the way from a node to the end that the anchor stands for. */
  leastMilliNm(node: number, { node: anchor, milliNm }: Anchor): number {
    const d = this.#distances;
    let least = 0;
    for (let n = 0; n < landmarks; n++) {
      const [a, b] = [d[node * landmarks + n], d[anchor * landmarks + n]];
      if (a >= unreachable || b >= unreachable) continue;
      const apart = a > b ? a - b : b - a;
      if (apart > least) least = apart;
    }
    return least - milliNm;
  }
}
