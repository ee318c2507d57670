/**
 * Where ships can go: the 1:10m coast as a grid of 0.1° cells that are water, land or mixed, and in mixed cells the
 * coast itself. A way is tested exactly against the recorded coast; the grid only saves work.
 */
import type { Coastline } from '../earth/coast.ts';
import { LandTest } from '../earth/coast.ts';
import { southernLimitDeg, northernLimitDeg } from './limits.ts';
import { chunkDeg, GreatCircle } from './path.ts';
import type { Way } from './path.ts';

const cellsPerDeg = 10;
const columns = 360 * cellsPerDeg;
const rows = 180 * cellsPerDeg;
const water = -1;
const land = -2;
/** How far from an edge of the coast its cells reach, degrees: no way closer than this is missed. */
const reachDeg = 0.006;

export class SeaMask {
  readonly #coast: Coastline;
  readonly #land: LandTest;
  /** Water, land, or the index of a mixed cell. */
  readonly #cells = new Int32Array(columns * rows).fill(water);
  #starts = new Uint32Array(0);
  #edges = new Uint32Array(0);
  /** For each tile of 1°: degrees of arc that are free of coast and limits all around. */
  readonly #freeDeg = new Float32Array(360 * 180);
  readonly #circle = new GreatCircle();

  constructor(coast: Coastline) {
    this.#coast = coast;
    this.#land = new LandTest(coast);
    this.#markEdges();
    this.#fill();
    this.#measureFree();
  }

  /** Degrees of arc around a place that are surely free of coast and limits; 0 near a coast. */
  freeAround(lonDeg: number, latDeg: number): number {
    return this.#freeDeg[tileAt(lonDeg, latDeg)];
  }

  isLand(lonDeg: number, latDeg: number): boolean {
    const cell = this.#cells[cellAt(lonDeg, latDeg)];
    return cell >= 0 ? this.#land.isLand(lonDeg, latDeg) : cell === land;
  }

  /** Water within the limits of shipping, and no coast nearer than `clearanceDeg` (at most 0.006°). */
  isClear(lonDeg: number, latDeg: number, clearanceDeg: number): boolean {
    if (latDeg < southernLimitDeg(lonDeg) || latDeg > northernLimitDeg(lonDeg)) return false;
    const cell = this.#cells[cellAt(lonDeg, latDeg)];
    if (cell < 0) return cell === water;
    return (
      !this.#land.isLand(lonDeg, latDeg) &&
      this.#cellIsClear(cell, lonDeg, latDeg, lonDeg, latDeg, clearanceDeg)
    );
  }

  /** Whether the great circle from A to B keeps to the water; `A` and `B` are taken to be water. */
  sees(lonA: number, latA: number, lonB: number, latB: number, clearanceDeg: number): boolean {
    const circle = this.#circle.set(lonA, latA, lonB, latB);
    const { steps } = circle;
    // A way that is blocked is mostly blocked far from its ends: seven glances save most walks.
    for (let i = 1; i < 8 && steps > 8; i++) {
      circle.at((steps * i) >> 3);
      if (this.#cells[cellAt(circle.lonDeg, circle.latDeg)] === land) return false;
    }
    circle.at(0);
    for (let i = 0; i < steps; ) {
      const lon = circle.lonDeg;
      const lat = circle.latDeg;
      const free = Math.floor(this.#freeDeg[tileAt(lon, lat)] / chunkDeg);
      if (free > 0) {
        i = Math.min(steps, i + free);
        circle.at(i);
        continue;
      }
      circle.at(++i);
      const lonNext = circle.lonDeg + 360 * Math.round((lon - circle.lonDeg) / 360);
      if (!this.#chunkIsNavigable(lon, lat, lonNext, circle.latDeg, clearanceDeg)) return false;
    }
    return true;
  }

  /** Whether every chunk of a drawn way keeps to the water and within the limits of shipping. */
  wayIsClear({ lonDeg, latDeg, count }: Way, clearanceDeg: number): boolean {
    for (let i = 1; i < count; i++)
      if (!this.#chunkIsNavigable(lonDeg[i - 1], latDeg[i - 1], lonDeg[i], latDeg[i], clearanceDeg))
        return false;
    return true;
  }

  #chunkIsNavigable(lonA: number, latA: number, lonB: number, latB: number, clearanceDeg: number): boolean {
    if (latA < southernLimitDeg(lonA) || latA > northernLimitDeg(lonA)) return false;
    if (latB < southernLimitDeg(lonB) || latB > northernLimitDeg(lonB)) return false;
    return this.#chunkIsClear(lonA, latA, lonB, latB, clearanceDeg);
  }

  /** Walks the cells of a straight chunk (Amanatides and Woo, 1987). */
  #chunkIsClear(lonA: number, latA: number, lonB: number, latB: number, clearanceDeg: number): boolean {
    const ax = (lonA + 180) * cellsPerDeg;
    const ay = (latA + 90) * cellsPerDeg;
    const dx = (lonB - lonA) * cellsPerDeg;
    const dy = (latB - latA) * cellsPerDeg;
    let x = Math.floor(ax);
    let y = Math.floor(ay);
    const stepX = dx < 0 ? -1 : 1;
    const stepY = dy < 0 ? -1 : 1;
    const perX = dx === 0 ? Number.POSITIVE_INFINITY : Math.abs(1 / dx);
    const perY = dy === 0 ? Number.POSITIVE_INFINITY : Math.abs(1 / dy);
    let nextX = dx === 0 ? Number.POSITIVE_INFINITY : (dx < 0 ? ax - x : x + 1 - ax) * perX;
    let nextY = dy === 0 ? Number.POSITIVE_INFINITY : (dy < 0 ? ay - y : y + 1 - ay) * perY;
    for (;;) {
      const column = x < 0 ? x + columns : x >= columns ? x - columns : x;
      const cell = this.#cells[Math.min(rows - 1, Math.max(0, y)) * columns + (column % columns)];
      if (cell === land) return false;
      if (cell >= 0 && !this.#cellIsClear(cell, lonA, latA, lonB, latB, clearanceDeg)) return false;
      if (nextX < nextY) {
        if (nextX > 1) return true;
        x += stepX;
        nextX += perX;
      } else {
        if (nextY > 1) return true;
        y += stepY;
        nextY += perY;
      }
    }
  }

  #cellIsClear(
    cell: number,
    lonA: number,
    latA: number,
    lonB: number,
    latB: number,
    clearanceDeg: number,
  ): boolean {
    const { lonDeg, latDeg } = this.#coast;
    const shrink = Math.cos((latA * Math.PI) / 180);
    for (let i = this.#starts[cell]; i < this.#starts[cell + 1]; i++) {
      const edge = this.#edges[i];
      const turn = 360 * Math.round((lonA - lonDeg[edge]) / 360);
      const px = (lonDeg[edge] + turn - lonA) * shrink;
      const qx = (lonDeg[edge + 1] + turn - lonA) * shrink;
      const near = segmentsWithin(
        (lonB - lonA) * shrink,
        latB - latA,
        px,
        latDeg[edge] - latA,
        qx,
        latDeg[edge + 1] - latA,
        clearanceDeg,
      );
      if (near) return false;
    }
    return true;
  }

  #markEdges(): void {
    const counts: number[] = [];
    this.#visitEdges((cell) => {
      if (this.#cells[cell] < 0) this.#cells[cell] = counts.push(0) - 1;
      counts[this.#cells[cell]]++;
    });
    this.#starts = new Uint32Array(counts.length + 1);
    for (let i = 0; i < counts.length; i++) this.#starts[i + 1] = this.#starts[i] + counts[i];
    this.#edges = new Uint32Array(this.#starts[counts.length]);
    const next = this.#starts.slice();
    this.#visitEdges((cell, edge) => {
      this.#edges[next[this.#cells[cell]]++] = edge;
    });
  }

  /** Calls back for every cell that an edge comes near to; an edge longer than a cell is cut. */
  #visitEdges(callback: (cell: number, edge: number) => void): void {
    const { lonDeg, latDeg, starts } = this.#coast;
    for (let line = 0; line + 1 < starts.length; line++) {
      for (let edge = starts[line]; edge + 1 < starts[line + 1]; edge++) {
        const dLon = lonDeg[edge + 1] - lonDeg[edge];
        const dLat = latDeg[edge + 1] - latDeg[edge];
        const pieces = Math.ceil(Math.max(Math.abs(dLon), Math.abs(dLat)) * cellsPerDeg) || 1;
        let before = -1;
        for (let p = 0; p < pieces; p++) {
          const west = lonDeg[edge] + (dLon * p) / pieces;
          const south = latDeg[edge] + (dLat * p) / pieces;
          before = visitBox(west, south, west + dLon / pieces, south + dLat / pieces, edge, before, callback);
        }
      }
    }
  }

  /** Cells without coast are as their neighbour without coast; where there is none, the land test says. */
  #fill(): void {
    const cells = this.#cells;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = y * columns + x;
        if (cells[at] >= 0) continue;
        if (x > 0 && cells[at - 1] < 0) cells[at] = cells[at - 1];
        else if (y > 0 && cells[at - columns] < 0) cells[at] = cells[at - columns];
        else {
          const isLand = this.#land.isLand((x + 0.5) / cellsPerDeg - 180, (y + 0.5) / cellsPerDeg - 90);
          cells[at] = isLand ? land : water;
        }
      }
    }
  }

  /**
   * How far one can go from anywhere in a tile of 1° without meeting a tile that holds coast or lies beyond the limits:
   * the largest empty square around it, grown ring by ring.
   */
  #measureFree(): void {
    const blocked = new Uint8Array(360 * 180);
    for (let at = 0; at < columns * rows; at++)
      if (this.#cells[at] !== water)
        blocked[Math.floor(at / columns / cellsPerDeg) * 360 + Math.floor((at % columns) / cellsPerDeg)] = 1;
    for (let y = 0; y < 180; y++)
      for (let x = 0; x < 360; x++)
        if (y - 90 < southernLimitDeg(x - 180) || y - 89 > northernLimitDeg(x - 180))
          blocked[y * 360 + x] = 1;
    // Chessboard distance by relaxing to and fro; the globe closes in longitude, hence twice.
    const rings = blocked.map((value) => (value === 1 ? 0 : 99));
    for (let pass = 0; pass < 4; pass++) {
      const backwards = pass % 2 === 1;
      for (let i = 0; i < 360 * 180; i++) {
        const at = backwards ? 360 * 180 - 1 - i : i;
        const y = Math.floor(at / 360);
        const x = at % 360;
        for (let dy = -1; dy <= 1; dy++)
          for (let dx = -1; dx <= 1; dx++) {
            const other = y + dy < 0 || y + dy > 179 ? 0 : rings[(y + dy) * 360 + ((x + dx + 360) % 360)];
            if (other + 1 < rings[at]) rings[at] = other + 1;
          }
      }
    }
    for (let at = 0; at < rings.length; at++) {
      // From a tile's edge there are `rings − 1` empty tiles; longitude shrinks towards the pole.
      const reach = rings[at] - 1;
      const worstLat = Math.min(90, Math.abs(Math.floor(at / 360) - 89.5) + 1 + reach);
      this.#freeDeg[at] = Math.max(0, reach * Math.cos((worstLat * Math.PI) / 180));
    }
  }
}

function visitBox(
  lonA: number,
  latA: number,
  lonB: number,
  latB: number,
  edge: number,
  before: number,
  callback: (cell: number, edge: number) => void,
): number {
  // Away from the equator a degree of longitude is shorter, so the reach is wider in degrees.
  const reachLon = reachDeg / Math.max(0.05, Math.cos((latA * Math.PI) / 180));
  const x0 = Math.floor((Math.min(lonA, lonB) - reachLon + 180) * cellsPerDeg);
  const x1 = Math.floor((Math.max(lonA, lonB) + reachLon + 180) * cellsPerDeg);
  const y0 = Math.max(0, Math.floor((Math.min(latA, latB) - reachDeg + 90) * cellsPerDeg));
  const y1 = Math.min(rows - 1, Math.floor((Math.max(latA, latB) + reachDeg + 90) * cellsPerDeg));
  let last = before;
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      last = y * columns + (((x % columns) + columns) % columns);
      if (last !== before) callback(last, edge);
    }
  }
  return x0 === x1 && y0 === y1 ? last : -1;
}

function cellAt(lonDeg: number, latDeg: number): number {
  const x = Math.floor((lonDeg + 180) * cellsPerDeg);
  const y = Math.min(rows - 1, Math.max(0, Math.floor((latDeg + 90) * cellsPerDeg)));
  return y * columns + (((x % columns) + columns) % columns);
}

function tileAt(lonDeg: number, latDeg: number): number {
  const x = Math.floor(lonDeg + 180);
  const y = Math.min(179, Math.max(0, Math.floor(latDeg + 90)));
  return y * 360 + (((x % 360) + 360) % 360);
}

/** Whether the segment from the origin to B and the segment PQ cross or come closer than `within`. */
function segmentsWithin(
  bx: number,
  by: number,
  px: number,
  py: number,
  qx: number,
  qy: number,
  within: number,
): boolean {
  const dx = qx - px;
  const dy = qy - py;
  const p = bx * py - by * px;
  const q = bx * qy - by * qx;
  const o = dx * -py - dy * -px;
  const b = dx * (by - py) - dy * (bx - px);
  if (((p > 0 && q <= 0) || (p <= 0 && q > 0)) && ((o > 0 && b <= 0) || (o <= 0 && b > 0))) return true;
  if (within === 0) return false;
  const w2 = within * within;
  return (
    distance2(0, 0, px, py, dx, dy) < w2 ||
    distance2(bx, by, px, py, dx, dy) < w2 ||
    distance2(px, py, 0, 0, bx, by) < w2 ||
    distance2(qx, qy, 0, 0, bx, by) < w2
  );
}

/** Square of the distance of X from the segment that starts at P and runs along D. */
function distance2(x: number, y: number, px: number, py: number, dx: number, dy: number): number {
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / length2));
  const ex = px + t * dx - x;
  const ey = py + t * dy - y;
  return ex * ex + ey * ey;
}
