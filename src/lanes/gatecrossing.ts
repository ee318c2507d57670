/** Where a drawn way crosses the lines of the gates. */
import type { Gate } from '../earth/gates.ts';
import type { Way } from './path.ts';

/** All gates' (or shoals') lines as segments, for one question: which of them does this way touch? */
export class GateLines {
  readonly #gates: readonly Pick<Gate, 'line'>[];
  /** West, south, east, north of each gate. */
  readonly #boxes: Float64Array;

  constructor(gates: readonly Pick<Gate, 'line'>[]) {
    this.#gates = gates;
    this.#boxes = new Float64Array(gates.length * 4);
    gates.forEach(({ line }, i) => {
      const lons = line.map(([lon]) => lon);
      const lats = line.map(([, lat]) => lat);
      this.#boxes.set([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], i * 4);
    });
  }

  /**
   * Calls back for every crossing of a way with a gate's line, in the order of the chunks: the gate's index, the chunk,
   * how far on it (0 to 1), and +1 when the way goes over to the plus side (the left of the line). A way that only
   * touches counts.
   */
  crossings(way: Way, callback: (gate: number, chunk: number, t: number, direction: 1 | -1) => void): void {
    const { lonDeg, latDeg, count } = way;
    const boxes = this.#boxes;
    let south = 90;
    let north = -90;
    for (let i = 0; i < count; i++) {
      if (latDeg[i] < south) south = latDeg[i];
      if (latDeg[i] > north) north = latDeg[i];
    }
    const near: number[] = [];
    for (let g = 0; g < this.#gates.length; g++)
      if (boxes[g * 4 + 1] <= north && boxes[g * 4 + 3] >= south) near.push(g);
    if (near.length === 0) return;
    for (let i = 1; i < count; i++) {
      for (const g of near) {
        const turn = 360 * Math.round((lonDeg[i] - (boxes[g * 4] + boxes[g * 4 + 2]) / 2) / 360);
        const ax = lonDeg[i - 1] - turn;
        const bx = lonDeg[i] - turn;
        const ay = latDeg[i - 1];
        const by = latDeg[i];
        if (Math.max(ax, bx) < boxes[g * 4] || Math.min(ax, bx) > boxes[g * 4 + 2]) continue;
        if (Math.max(ay, by) < boxes[g * 4 + 1] || Math.min(ay, by) > boxes[g * 4 + 3]) continue;
        this.#chunk(g, ax, ay, bx, by, (t, direction) => callback(g, i, t, direction));
      }
    }
  }

  /** Whether a way crosses or touches any gate. */
  any(way: Way): boolean {
    let found = false;
    this.crossings(way, () => {
      found = true;
    });
    return found;
  }

  #chunk(
    gate: number,
    ax: number,
    ay: number,
    bx: number,
    by: number,
    callback: (t: number, direction: 1 | -1) => void,
  ): void {
    const { line } = this.#gates[gate];
    for (let i = 1; i < line.length; i++) {
      const [px, py] = line[i - 1];
      const [qx, qy] = line[i];
      const a = (qx - px) * (ay - py) - (qy - py) * (ax - px);
      const b = (qx - px) * (by - py) - (qy - py) * (bx - px);
      if ((a > 0 && b > 0) || (a < 0 && b < 0) || a === b) continue;
      const p = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
      const q = (bx - ax) * (qy - ay) - (by - ay) * (qx - ax);
      if ((p > 0 && q > 0) || (p < 0 && q < 0)) continue;
      callback(a / (a - b), b > a ? 1 : -1);
    }
  }
}
