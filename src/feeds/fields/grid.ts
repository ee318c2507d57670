/** A grid of vectors as files give it, and how scattered values become one. */
import { CommonwatchError } from '../../core/errors.ts';

/** East and north components in m/s, `[(t · rows + row) · columns + column]`; NaN where there is no value. */
export interface GridVector {
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly timesUtcMs: Float64Array;
  readonly eastMs: Float32Array;
  readonly northMs: Float32Array;
}

const maxValues = 25_000_000;

export function unreadable(detail: string): CommonwatchError {
  return new CommonwatchError('drift.field-unreadable', undefined, { detail });
}

export function checkedSize(columns: number, rows: number, times: number): number {
  const size = columns * rows * times;
  if (!(size > 0 && size <= maxValues)) throw new CommonwatchError('drift.too-large', size);
  return size;
}

/** Distinct values, ascending. */
export function axisOf(values: Iterable<number>): Float64Array {
  return Float64Array.from([...new Set(values)].sort((a, b) => a - b));
}

/** The same grid with ascending latitudes and longitudes. */
export function ascending(grid: GridVector): GridVector {
  const flipLat = grid.latDeg.length > 1 && grid.latDeg[0] > grid.latDeg[1];
  const order = Array.from(grid.lonDeg.keys()).sort((a, b) => grid.lonDeg[a] - grid.lonDeg[b]);
  const inOrder = order.every((at, k) => at === k);
  if (!flipLat && inOrder) return grid;
  const [columns, rows] = [grid.lonDeg.length, grid.latDeg.length];
  const moved = (values: Float32Array) => {
    const out = new Float32Array(values.length);
    for (let t = 0; t < grid.timesUtcMs.length; t++)
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++)
          out[(t * rows + r) * columns + c] =
            values[(t * rows + (flipLat ? rows - 1 - r : r)) * columns + order[c]];
    return out;
  };
  return {
    lonDeg: Float64Array.from(order, (at) => grid.lonDeg[at]),
    latDeg: flipLat ? grid.latDeg.slice().reverse() : grid.latDeg,
    timesUtcMs: grid.timesUtcMs,
    eastMs: moved(grid.eastMs),
    northMs: moved(grid.northMs),
  };
}
