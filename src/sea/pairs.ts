/** Pairs of places close to each other, by a uniform grid whose cells are as wide as the distance everywhere. */
import { nearDistanceM } from '../earth/index.ts';

/** Shorter than any degree of latitude on the ellipsoid, so that a cell is never narrower than the distance. */
const metresPerDegree = 110_500;
const radian = Math.PI / 180;

/**
 * Calls back once for every pair of the first `count` places that lie at most `limitM` apart, with the distance.
 * The antimeridian and the poles are ordinary places.
 */
export function closePairs(
  lonDeg: Float64Array,
  latDeg: Float64Array,
  count: number,
  limitM: number,
  callback: (i: number, j: number, metres: number) => void,
): void {
  const rowDeg = limitM / metresPerDegree;
  const mask = 2 ** Math.ceil(Math.log2(Math.max(16, count * 2))) - 1;
  const heads = new Int32Array(mask + 1).fill(-1);
  const next = new Int32Array(count);
  const rows = new Int32Array(count);
  const columns = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const row = Math.floor((latDeg[i] + 90) / rowDeg);
    const wide = columnsOf(row, rowDeg);
    const column = columnAt(lonDeg[i], wide);
    rows[i] = row;
    columns[i] = column;
    for (let r = row - 1; r <= row + 1; r++) visit(i, r);
    const bucket = hash(row, column) & mask;
    next[i] = heads[bucket];
    heads[bucket] = i;
  }

  /** Looks at the cells of a row that may hold neighbours of place i. */
  function visit(i: number, row: number): void {
    const wide = columnsOf(row, rowDeg);
    const centre = columnAt(lonDeg[i], wide);
    const span = Math.min(wide, 3);
    for (let k = 0; k < span; k++) {
      const column = (centre - 1 + k + wide) % wide;
      for (let j = heads[hash(row, column) & mask]; j >= 0; j = next[j]) {
        if (rows[j] !== row || columns[j] !== column) continue;
        const metres = nearDistanceM(lonDeg[i], latDeg[i], lonDeg[j], latDeg[j]);
        if (metres <= limitM) callback(j, i, metres);
      }
    }
  }
}

/** Cells around the earth in a row: as many as keep the narrowest edge of the row no shorter than the distance. */
function columnsOf(row: number, rowDeg: number): number {
  const south = Math.abs(row * rowDeg - 90);
  const north = Math.abs((row + 1) * rowDeg - 90);
  // One row farther towards the pole, because neighbours are looked for there too.
  const cosine = Math.cos(Math.min(90, Math.max(south, north) + rowDeg) * radian);
  return Math.max(1, Math.floor((360 * cosine) / rowDeg));
}

function columnAt(lonDeg: number, wide: number): number {
  return Math.min(wide - 1, Math.floor(((lonDeg + 180) / 360) * wide));
}

function hash(row: number, column: number): number {
  return Math.imul(row, 0x9e3779b1) ^ Math.imul(column, 0x85ebca6b);
}
