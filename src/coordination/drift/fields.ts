/**
 * Wind and current over time: a value that is typed in, a series of values, or a grid. All become one grid with regular
 * longitudes and latitudes, which is blended in time once a step, so that a particle costs one bilinear look-up.
 */
import { CommonwatchError } from '../../core/errors.ts';

/** Largest number of values of one component. */
export const maxFieldValues = 25_000_000;

/** East and north components in m/s, `[(t · rows + row) · columns + column]`; NaN where there is no value (land). */
export interface VectorGrid {
  /** Ascending, degrees; may run beyond 180. */
  readonly lonDeg: ArrayLike<number>;
  /** Ascending, degrees. */
  readonly latDeg: ArrayLike<number>;
  /** Ascending. One time: the field is steady. */
  readonly timesUtcMs: ArrayLike<number>;
  readonly eastMs: Float32Array | Float64Array;
  readonly northMs: Float32Array | Float64Array;
}

/** A field as the steps of a drift read it. */
export class Field {
  /** East and north of each node, interleaved, at the time of the last `at`. */
  readonly now: Float64Array;
  readonly columns: number;
  readonly rows: number;
  readonly west: number;
  readonly south: number;
  /** Columns and rows a degree. */
  readonly perLon: number;
  readonly perLat: number;
  readonly #times: Float64Array;
  readonly #layers: Float32Array[];
  #blended = Number.NaN;

  /**
   * @param nearLonDeg where the drift begins: the grid is turned by whole circles, and one around the earth is cut on
   * the far side of it
   * @throws `drift.field-invalid`, `drift.too-large`
   */
  constructor(grid: VectorGrid, nearLonDeg: number) {
    check(grid);
    const turned = aroundStart(evenly(grid), nearLonDeg);
    this.columns = turned.lonDeg.length;
    this.rows = turned.latDeg.length;
    this.west = turned.lonDeg[0];
    this.south = turned.latDeg[0];
    this.perLon = (this.columns - 1) / (turned.lonDeg[this.columns - 1] - this.west);
    this.perLat = (this.rows - 1) / (turned.latDeg[this.rows - 1] - this.south);
    this.#times = Float64Array.from(turned.timesUtcMs);
    const size = this.columns * this.rows;
    this.#layers = Array.from(this.#times, (_, t) => layer(turned, t, this.columns, this.rows));
    this.now = new Float64Array(size * 2);
  }

  /** Whether the field says something from one time to another; a steady field always does. */
  covers(fromUtcMs: number, toUtcMs: number): boolean {
    const last = this.#times.length - 1;
    return last === 0 || (this.#times[0] <= fromUtcMs && this.#times[last] >= toUtcMs);
  }

  /** Blends to a time, within the box of degrees that particles lie in. */
  at(utcMs: number, box: { west: number; east: number; south: number; north: number }): void {
    const times = this.#times;
    if (times.length === 1) {
      if (Number.isNaN(this.#blended)) this.now.set(this.#layers[0]);
      this.#blended = 0;
      return;
    }
    let t = times.length - 2;
    while (t > 0 && times[t] > utcMs) t--;
    const share = Math.min(1, Math.max(0, (utcMs - times[t]) / (times[t + 1] - times[t])));
    const [before, after] = [this.#layers[t], this.#layers[t + 1]];
    const within = (x: number, most: number) => Math.min(most, Math.max(0, x));
    const c0 = within(Math.floor((box.west - this.west) * this.perLon) - 1, this.columns - 1);
    const c1 = within(Math.ceil((box.east - this.west) * this.perLon) + 1, this.columns - 1);
    const r0 = within(Math.floor((box.south - this.south) * this.perLat) - 1, this.rows - 1);
    const r1 = within(Math.ceil((box.north - this.south) * this.perLat) + 1, this.rows - 1);
    for (let r = r0; r <= r1; r++)
      for (let k = 2 * (r * this.columns + c0); k <= 2 * (r * this.columns + c1) + 1; k++)
        this.now[k] = before[k] + share * (after[k] - before[k]);
  }
}

/** A field that is the same everywhere. */
export function uniform(
  values: readonly { readonly utcMs: number; readonly eastMs: number; readonly northMs: number }[],
): VectorGrid {
  const spread = (component: 'eastMs' | 'northMs') =>
    Float64Array.from(values.flatMap((value) => Array.from({ length: 4 }, () => value[component])));
  return {
    // Wider than any drift, so that no particle leaves it.
    lonDeg: [-1080, 1080],
    latDeg: [-90, 90],
    timesUtcMs: values.map(({ utcMs }) => utcMs),
    eastMs: spread('eastMs'),
    northMs: spread('northMs'),
  };
}

function check({ lonDeg, latDeg, timesUtcMs, eastMs, northMs }: VectorGrid): void {
  const size = lonDeg.length * latDeg.length * timesUtcMs.length;
  if (size > maxFieldValues) throw new CommonwatchError('drift.too-large', size);
  for (const [name, axis, least] of [
    ['lonDeg', lonDeg, 2],
    ['latDeg', latDeg, 2],
    ['timesUtcMs', timesUtcMs, 1],
  ] as const) {
    if (axis.length < least) throw invalid(`/${name}`, `has at least ${least} values`);
    for (let i = 0; i < axis.length; i++)
      if (!Number.isFinite(axis[i]) || (i > 0 && axis[i] <= axis[i - 1]))
        throw invalid(`/${name}/${i}`, 'ascends');
  }
  if (latDeg[0] < -90 - 1e-6 || latDeg[latDeg.length - 1] > 90 + 1e-6)
    throw invalid('/latDeg', 'lies between −90 and 90');
  if (eastMs.length !== size || northMs.length !== size)
    throw invalid('/eastMs', `has ${size} values, as has northMs`);
}

function invalid(path: string, detail: string): CommonwatchError {
  return new CommonwatchError('drift.field-invalid', undefined, { path, detail: `${path} ${detail}.` });
}

/** A grid with uneven steps is read at as many even ones. */
function evenly(grid: VectorGrid): VectorGrid {
  const { lonDeg, latDeg } = grid;
  if (isEven(lonDeg) && isEven(latDeg)) return grid;
  const lons = evenAxis(lonDeg);
  const lats = evenAxis(latDeg);
  const [n, m] = [lons.length, lats.length];
  const resample = (values: ArrayLike<number>) => {
    const out = new Float64Array(n * m * grid.timesUtcMs.length);
    for (let t = 0; t < grid.timesUtcMs.length; t++)
      for (let r = 0; r < m; r++)
        for (let c = 0; c < n; c++) {
          const [c0, fx] = place(lonDeg, lons[c]);
          const [r0, fy] = place(latDeg, lats[r]);
          const at = (dr: number, dc: number) => values[(t * m + r0 + dr) * n + c0 + dc];
          out[(t * m + r) * n + c] =
            (1 - fy) * ((1 - fx) * at(0, 0) + fx * at(0, 1)) + fy * ((1 - fx) * at(1, 0) + fx * at(1, 1));
        }
    return out;
  };
  return {
    ...grid,
    lonDeg: lons,
    latDeg: lats,
    eastMs: resample(grid.eastMs),
    northMs: resample(grid.northMs),
  };
}

function isEven(axis: ArrayLike<number>): boolean {
  const step = (axis[axis.length - 1] - axis[0]) / (axis.length - 1);
  for (let i = 1; i < axis.length; i++)
    if (Math.abs(axis[i] - axis[0] - i * step) > 0.01 * step) return false;
  return true;
}

function evenAxis(axis: ArrayLike<number>): Float64Array {
  const step = (axis[axis.length - 1] - axis[0]) / (axis.length - 1);
  return Float64Array.from({ length: axis.length }, (_, i) => axis[0] + i * step);
}

function place(axis: ArrayLike<number>, x: number): [index: number, share: number] {
  let i = 0;
  while (i < axis.length - 2 && axis[i + 1] < x) i++;
  return [i, Math.min(1, Math.max(0, (x - axis[i]) / (axis[i + 1] - axis[i])))];
}

/** The grid turned by whole circles to lie around the start; one that goes around the earth is cut opposite to it. */
function aroundStart(grid: VectorGrid, nearLonDeg: number): VectorGrid {
  const n = grid.lonDeg.length;
  const step = (grid.lonDeg[n - 1] - grid.lonDeg[0]) / (n - 1);
  const isGlobal = Math.abs(step * n - 360) < 0.01 * step;
  const middle = (grid.lonDeg[0] + grid.lonDeg[n - 1]) / 2;
  if (!isGlobal) {
    if (grid.lonDeg[n - 1] - grid.lonDeg[0] >= 720) return grid;
    const turn = 360 * Math.round((nearLonDeg - middle) / 360);
    return turn === 0 ? grid : { ...grid, lonDeg: Float64Array.from(grid.lonDeg, (lon) => lon + turn) };
  }
  const first = Math.round((nearLonDeg - 180 - grid.lonDeg[0]) / step);
  const source = (c: number) => (((first + c) % n) + n) % n;
  const columns = n + 1;
  const turned = (values: ArrayLike<number>) => {
    const rows = values.length / n;
    const out = new Float64Array(rows * columns);
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) out[r * columns + c] = values[r * n + source(c)];
    return out;
  };
  return {
    ...grid,
    lonDeg: Float64Array.from({ length: columns }, (_, c) => grid.lonDeg[0] + (first + c) * step),
    eastMs: turned(grid.eastMs),
    northMs: turned(grid.northMs),
  };
}

/** One time, interleaved; nodes without a value take that of the nearest node with one, so that the shore has a current. */
function layer(grid: VectorGrid, t: number, columns: number, rows: number): Float32Array {
  const size = columns * rows;
  const out = new Float32Array(size * 2);
  let queue: number[] = [];
  for (let k = 0; k < size; k++) {
    out[2 * k] = grid.eastMs[t * size + k];
    out[2 * k + 1] = grid.northMs[t * size + k];
    if (Number.isNaN(out[2 * k]) || Number.isNaN(out[2 * k + 1])) out[2 * k] = Number.NaN;
    else queue.push(k);
  }
  if (queue.length === 0) throw invalid('/eastMs', 'has a value somewhere at every time');
  if (queue.length === size) return out;
  while (queue.length > 0) {
    const next: number[] = [];
    for (const k of queue) {
      const c = k % columns;
      for (const other of [c > 0 ? k - 1 : -1, c < columns - 1 ? k + 1 : -1, k - columns, k + columns]) {
        if (other < 0 || other >= size || !Number.isNaN(out[2 * other])) continue;
        out[2 * other] = out[2 * k];
        out[2 * other + 1] = out[2 * k + 1];
        next.push(other);
      }
    }
    queue = next;
  }
  return out;
}
