/** Tables of typed arrays that grow: a row is an index, and nothing is allocated a row. */

export type Column =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Uint8Array;

/** Columns of one length (or a fixed multiple of it, for rings a row), and how many rows are in use. */
export interface Table<C> {
  size: number;
  capacity: number;
  readonly columns: C;
}

/** @param make makes the columns for a number of rows */
export function table<C>(capacity: number, make: (rows: number) => C): Table<C> {
  return { size: 0, capacity, columns: make(capacity) };
}

/** Adds a row of zeros and returns its index. Growth replaces the arrays: read `columns` again afterwards. */
export function addRow<C extends object>(rows: Table<C>): number {
  if (rows.size === rows.capacity) grow(rows);
  return rows.size++;
}

function grow<C extends object>(rows: Table<C>): void {
  const capacity = Math.ceil(rows.capacity * 1.5) + 16;
  const columns = rows.columns as Record<string, Column>;
  for (const [name, column] of Object.entries(columns)) {
    const Kind = column.constructor as new (length: number) => Column;
    const larger = new Kind((column.length / rows.capacity) * capacity);
    larger.set(column);
    columns[name] = larger;
  }
  rows.capacity = capacity;
}
