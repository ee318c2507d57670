/**
 * Passages as gate lines: a polyline across a strait, from land to land. A vessel passes when its way crosses the
 * line. Lines and ways are straight in longitude and latitude, which for the lengths between two fixes differs
 * from the geodesic by metres.
 */
import { CommonwatchError } from '../core/errors.ts';
import type { Name } from './features.ts';
import type { LonLat } from './geodesy.ts';

/** A row of data/earth/gates.json. */
export interface Gate {
  readonly id: string;
  readonly name: Name;
  /** At least two places; longitudes may run past 180° so that no edge jumps. */
  readonly line: readonly LonLat[];
  /** The water to the left of the line as drawn, and to the right of it. */
  readonly sidePlus: Name;
  readonly sideMinus: Name;
  readonly source: string;
  /** Whether an end lies on no land but at the limit of shipping (Cape Horn, Good Hope, the Arctic routes). */
  readonly openEnd?: boolean;
}

/** A passage: `direction` +1 ends on the plus side (left of the line), −1 on the minus side. */
export interface Crossing {
  /** Where on the way the line was crossed, 0 at A and 1 at B. */
  readonly t: number;
  readonly direction: 1 | -1;
}

/**
 * Where the way from A to B crosses the gate. What lies exactly on the line counts as a hair north of it (and a hair
 * of a hair east), everywhere alike, so that ways laid end to end count each passage once and a touched vertex none.
 * A way that crosses and comes back within one step does not count.
 */
export function crossing(
  gate: Gate,
  lonA: number,
  latA: number,
  lonB: number,
  latB: number,
): Crossing | undefined {
  const { line } = gate;
  const ax = lonA + turnTowards(line[0][0], lonA);
  const bx = lonB + turnTowards(ax, lonB);
  let net = 0;
  let first = 1;
  for (let i = 1; i < line.length; i++) {
    const [px, py] = line[i - 1];
    const [qx, qy] = line[i];
    const sideA = side(px, py, qx, qy, ax, latA);
    const sideB = side(px, py, qx, qy, bx, latB);
    const leftB = isLeft(sideB, qx - px, qy - py);
    if (isLeft(sideA, qx - px, qy - py) === leftB) continue;
    // The vertices are judged from the way; moving the way north is moving them south, hence the turned signs.
    const leftP = isLeft(side(ax, latA, bx, latB, px, py), ax - bx, latA - latB);
    const leftQ = isLeft(side(ax, latA, bx, latB, qx, qy), ax - bx, latA - latB);
    if (leftP === leftQ) continue;
    net += leftB ? 1 : -1;
    first = Math.min(first, sideA / (sideA - sideB));
  }
  return net === 0 ? undefined : { t: first, direction: net > 0 ? 1 : -1 };
}

/** Twice the area of the triangle p, q, r: positive when r lies to the left of p → q. */
function side(px: number, py: number, qx: number, qy: number, rx: number, ry: number): number {
  return (qx - px) * (ry - py) - (qy - py) * (rx - px);
}

/** Whether a side is the left one, when what lies on the line (dx, dy) is moved by (ε², ε). */
function isLeft(sideOf: number, dx: number, dy: number): boolean {
  if (sideOf !== 0) return sideOf > 0;
  return dx === 0 ? dy < 0 : dx > 0;
}

/** 0 or whole turns: what brings a longitude within half a turn of another. */
function turnTowards(towardsDeg: number, lonDeg: number): number {
  return 360 * Math.round((towardsDeg - lonDeg) / 360);
}

/** All gates, behind one test of bounding boxes that rejects nearly every step of a track. */
export class Gates {
  readonly list: readonly Gate[];
  /** West, south, east, north of each gate. */
  readonly #boxes: Float64Array;
  readonly #byId: ReadonlyMap<string, Gate>;

  constructor(list: readonly Gate[]) {
    for (const gate of list) check(gate);
    this.list = list;
    this.#byId = new Map(list.map((gate) => [gate.id, gate]));
    if (this.#byId.size !== list.length)
      throw new CommonwatchError('earth.invalid-table', 'gates with one id');
    this.#boxes = new Float64Array(list.length * 4);
    list.forEach(({ line }, i) => {
      const lons = line.map(([lon]) => lon);
      const lats = line.map(([, lat]) => lat);
      this.#boxes.set([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], i * 4);
    });
  }

  get(id: string): Gate | undefined {
    return this.#byId.get(id);
  }

  /** Calls back for every gate that the way from A to B crosses, in the order of the list. */
  crossings(
    lonA: number,
    latA: number,
    lonB: number,
    latB: number,
    callback: (gate: Gate, crossing: Crossing) => void,
  ): void {
    const bx = lonB + turnTowards(lonA, lonB);
    const west = Math.min(lonA, bx);
    const east = Math.max(lonA, bx);
    const south = Math.min(latA, latB);
    const north = Math.max(latA, latB);
    const boxes = this.#boxes;
    for (let i = 0; i < this.list.length; i++) {
      if (boxes[i * 4 + 1] > north || boxes[i * 4 + 3] < south) continue;
      const turn = turnTowards((boxes[i * 4] + boxes[i * 4 + 2]) / 2, (west + east) / 2);
      if (boxes[i * 4] > east + turn || boxes[i * 4 + 2] < west + turn) continue;
      const found = crossing(this.list[i], lonA, latA, lonB, latB);
      if (found !== undefined) callback(this.list[i], found);
    }
  }
}

function check({ id, line }: Gate): void {
  const bad =
    line.length < 2 ||
    line.some(
      ([lon, lat], i) => !(Math.abs(lat) <= 90) || (i > 0 && !(Math.abs(lon - line[i - 1][0]) < 180)),
    );
  if (bad) throw new CommonwatchError('earth.invalid-table', `gate ${id}`);
}
