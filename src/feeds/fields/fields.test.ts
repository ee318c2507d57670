import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { readField } from './index.ts';

/** Big-endian bytes. */
class Bytes {
  readonly #bytes: number[] = [];
  u(value: number, bytes: number): this {
    for (let k = bytes - 1; k >= 0; k--) this.#bytes.push(Math.floor(value / 256 ** k) % 256);
    return this;
  }
  /** Sign and magnitude, as GRIB has it. */
  s(value: number, bytes: number): this {
    return this.u(Math.abs(value) + (value < 0 ? 2 ** (8 * bytes - 1) : 0), bytes);
  }
  f64(value: number): this {
    return this.add(new Uint8Array(new Float64Array([value]).buffer).reverse());
  }
  f32(value: number): this {
    return this.add(new Uint8Array(new Float32Array([value]).buffer).reverse());
  }
  text(text: string): this {
    return this.add(new TextEncoder().encode(text));
  }
  add(bytes: Iterable<number>): this {
    this.#bytes.push(...bytes);
    return this;
  }
  get length(): number {
    return this.#bytes.length;
  }
  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

interface Written {
  readonly parameter: number;
  /** Rows from north to south; undefined where there is no value. */
  readonly values: readonly (number | undefined)[];
  readonly hour: number;
  readonly columns: number;
  readonly rows: number;
  readonly southward?: boolean;
}

/** Hundredths, 16 bits a value: what the tests need of simple packing. */
const packed = (values: readonly (number | undefined)[]) => {
  const present = values.filter((value): value is number => value !== undefined);
  const least = Math.round(Math.min(...present) * 100);
  return { least, codes: present.map((value) => Math.round(value * 100) - least) };
};

function bitmap(values: readonly (number | undefined)[]): number[] {
  const bytes = new Array<number>(Math.ceil(values.length / 8)).fill(0);
  values.forEach((value, k) => {
    if (value !== undefined) bytes[k >> 3] |= 128 >> (k & 7);
  });
  return bytes;
}

/** 30° to 31° N by half degrees, from 140° E on. */
function grib1({ parameter, values, hour, columns, rows, southward = true }: Written): Uint8Array {
  const { least, codes } = packed(values);
  const hasMap = values.includes(undefined);
  const lat = (row: number) => (southward ? 30_000 + 500 * (rows - 1 - row) : 30_000 + 500 * row);
  const product = new Bytes()
    .u(28, 3)
    .add([2, 7, 96, 255, hasMap ? 0xc0 : 0x80, parameter, 105])
    .u(10, 2);
  product.add([26, 1, 10, 0, 0, 1, hour, 0, 0]).u(0, 2).u(0, 1).u(21, 1).u(0, 1).s(2, 2);
  const grid = new Bytes().u(32, 3).add([0, 255, 0]).u(columns, 2).u(rows, 2);
  grid
    .s(lat(0), 3)
    .s(140_000, 3)
    .u(0x80, 1)
    .s(lat(rows - 1), 3)
    .s(140_000 + 500 * (columns - 1), 3);
  grid
    .u(500, 2)
    .u(500, 2)
    .u(southward ? 0 : 0x40, 1)
    .u(0, 4);
  const map = new Bytes();
  if (hasMap)
    map
      .u(6 + bitmap(values).length, 3)
      .u(0, 1)
      .u(0, 2)
      .add(bitmap(values));
  // IBM's single of a whole number below 2²⁴: exponent 6.
  const data = new Bytes()
    .u(11 + 2 * codes.length, 3)
    .u(0, 1)
    .s(0, 2)
    .u((least < 0 ? 128 : 0) + 70, 1)
    .u(Math.abs(least), 3)
    .u(16, 1);
  for (const code of codes) data.u(code, 2);
  const length = 8 + product.length + grid.length + map.length + data.length + 4;
  const head = new Bytes().text('GRIB').u(length, 3).u(1, 1);
  return head.add(product.done()).add(grid.done()).add(map.done()).add(data.done()).text('7777').done();
}

function grib2({ parameter, values, hour, columns, rows, southward = true }: Written): Uint8Array {
  const { least, codes } = packed(values);
  const hasMap = values.includes(undefined);
  const lat = (row: number) => 1e6 * (southward ? 30 + 0.5 * (rows - 1 - row) : 30 + 0.5 * row);
  const section = (number: number, body: Bytes) =>
    new Bytes()
      .u(body.length + 5, 4)
      .u(number, 1)
      .add(body.done())
      .done();
  const body = new Bytes();
  body.add(section(1, new Bytes().u(7, 2).u(0, 2).add([2, 0, 1]).u(2026, 2).add([1, 10, 0, 0, 0, 0, 1])));
  const grid = new Bytes()
    .u(0, 1)
    .u(columns * rows, 4)
    .add([0, 0])
    .u(0, 2)
    .u(6, 1)
    .u(0, 1)
    .u(0, 4)
    .u(0, 1)
    .u(0, 4)
    .u(0, 1)
    .u(0, 4);
  grid.u(columns, 4).u(rows, 4).u(0, 4).u(0xffffffff, 4).s(lat(0), 4).s(140e6, 4).u(48, 1);
  grid
    .s(lat(rows - 1), 4)
    .s(140e6 + 5e5 * (columns - 1), 4)
    .u(5e5, 4)
    .u(5e5, 4)
    .u(southward ? 0 : 0x40, 1);
  body.add(section(3, grid));
  const product = new Bytes()
    .u(0, 2)
    .u(0, 2)
    .add([2, parameter, 2, 0, 96])
    .u(0, 2)
    .u(0, 1)
    .u(1, 1)
    .u(hour, 4);
  product.u(103, 1).s(0, 1).u(10, 4).u(255, 1).u(0, 1).u(0, 4);
  body.add(section(4, product));
  body.add(section(5, new Bytes().u(codes.length, 4).u(0, 2).f32(least).s(0, 2).s(2, 2).u(16, 1).u(0, 1)));
  body.add(section(6, hasMap ? new Bytes().u(0, 1).add(bitmap(values)) : new Bytes().u(255, 1)));
  const data = new Bytes();
  for (const code of codes) data.u(code, 2);
  body.add(section(7, data));
  return new Bytes()
    .text('GRIB')
    .u(0, 2)
    .u(0, 1)
    .u(2, 1)
    .u(16 + body.length + 4, 8)
    .add(body.done())
    .text('7777')
    .done();
}

const concat = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const editions = [
  ['edition 1', grib1, 33, 34],
  ['edition 2', grib2, 2, 3],
] as const;

test.each(editions)(
  'GRIB %s gives back the values that were packed, from south to north, whichever way it scans',
  (_, write, east, north) => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -3000, max: 3000 }), { nil: undefined, freq: 5 }), {
          minLength: 12,
          maxLength: 12,
        }),
        fc.boolean(),
        (codes, southward) => {
          const values = codes.map((code) => (code === undefined ? undefined : code / 100));
          values[0] ??= 1;
          const shape = { columns: 4, rows: 3, southward };
          const plain = values.map(() => 0.5);
          const file = concat([
            write({ ...shape, parameter: east, values, hour: 0 }),
            write({ ...shape, parameter: north, values: plain, hour: 0 }),
            write({ ...shape, parameter: east, values: plain, hour: 6 }),
            write({ ...shape, parameter: north, values, hour: 6 }),
          ]);
          const grid = readField(file, 'wind');
          expect(Array.from(grid.latDeg)).toEqual([30, 30.5, 31]);
          expect(Array.from(grid.lonDeg)).toEqual([140, 140.5, 141, 141.5]);
          expect(Array.from(grid.timesUtcMs)).toEqual([Date.UTC(2026, 0, 10), Date.UTC(2026, 0, 10, 6)]);
          const rows = [0, 1, 2].map((row) => values.slice(4 * row, 4 * row + 4));
          const expected = (southward ? rows.reverse() : rows).flat();
          expected.forEach((value, k) => {
            if (value === undefined) expect(grid.eastMs[k]).toBeNaN();
            else expect(grid.eastMs[k]).toBeCloseTo(value, 4);
            if (value !== undefined) expect(grid.northMs[12 + k]).toBeCloseTo(value, 4);
          });
        },
      ),
      { numRuns: 50 },
    );
  },
);

test('whatever is cut off or changed in a file, it is read or refused, never a crash', () => {
  const shape = { columns: 4, rows: 3, values: new Array<number>(12).fill(2), hour: 0 };
  const gribs = editions.map(([, write, east, north]) =>
    concat([write({ ...shape, parameter: east }), write({ ...shape, parameter: north })]),
  );
  for (const whole of [...gribs, netcdf()]) {
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.nat(whole.length),
        fc.integer({ min: 0, max: 255 }),
        (at, length, value) => {
          const broken = whole.slice(0, Math.max(4, length));
          if (at > 3 && at < broken.length) broken[at] = value;
          try {
            readField(broken, whole === gribs[0] || whole === gribs[1] ? 'wind' : 'current');
          } catch (error) {
            expect((error as { code?: string }).code).toMatch(/^drift\.(field-unreadable|too-large)$/);
          }
        },
      ),
      { numRuns: 400 },
    );
  }
});

/** A NetCDF 3 file of one field: time (unlimited or not), latitude from north to south, longitude. */
function netcdf(): Uint8Array {
  const name = (text: string) =>
    new Bytes()
      .u(text.length, 4)
      .text(text.padEnd(Math.ceil(text.length / 4) * 4, '\0'))
      .done();
  const attribute = (key: string, value: string) => [
    ...name(key),
    ...new Bytes().u(2, 4).done(),
    ...name(value),
  ];
  const number = (key: string, value: number) => [
    ...name(key),
    ...new Bytes().u(6, 4).u(1, 4).f64(value).done(),
  ];
  const list = (tag: number, count: number) =>
    new Bytes()
      .u(count === 0 ? 0 : tag, 4)
      .u(count, 4)
      .done();
  const dimensions = [
    ['time', 2],
    ['lat', 2],
    ['lon', 3],
  ] as const;
  const variables = [
    {
      name: 'time',
      on: [0],
      attributes: [attribute('units', 'hours since 2026-01-10 00:00:00')],
      values: [0, 6],
    },
    { name: 'lat', on: [1], attributes: [attribute('units', 'degrees_north')], values: [31, 30] },
    { name: 'lon', on: [2], attributes: [attribute('units', 'degrees_east')], values: [140, 141, 142] },
    {
      name: 'uo',
      on: [0, 1, 2],
      attributes: [number('scale_factor', 0.01), number('_FillValue', -999)],
      values: [1, 2, 3, 4, 5, -999, 7, 8, 9, 10, 11, 12],
    },
    {
      name: 'vo',
      on: [0, 1, 2],
      attributes: [number('scale_factor', 0.01), number('_FillValue', -999)],
      values: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50],
    },
  ];
  const header = (begin: number) => {
    const out = new Bytes().text('CDF').u(1, 1).u(0, 4).add(list(10, 3));
    for (const [key, size] of dimensions) out.add(name(key)).u(size, 4);
    out.add(list(12, 0)).add(list(11, variables.length));
    let at = begin;
    for (const one of variables) {
      out.add(name(one.name)).u(one.on.length, 4);
      for (const id of one.on) out.u(id, 4);
      out.add(list(12, one.attributes.length));
      for (const bytes of one.attributes) out.add(bytes);
      out
        .u(6, 4)
        .u(8 * one.values.length, 4)
        .u(at, 4);
      at += 8 * one.values.length;
    }
    return out;
  };
  const file = header(header(0).length);
  for (const { values } of variables) for (const value of values) file.f64(value);
  return file.done();
}

test('NetCDF 3 is read by the CF conventions: units of time, packing, missing values, latitudes from the north', () => {
  const grid = readField(netcdf(), 'current');
  expect(Array.from(grid.latDeg)).toEqual([30, 31]);
  expect(Array.from(grid.timesUtcMs)).toEqual([Date.UTC(2026, 0, 10), Date.UTC(2026, 0, 10, 6)]);
  expect(Array.from(grid.eastMs.slice(0, 6), (x) => Math.round(x * 1000) / 1000)).toEqual([
    0.04,
    0.05,
    Number.NaN,
    0.01,
    0.02,
    0.03,
  ]);
  expect(grid.northMs[8]).toBeCloseTo(0.5, 6);
});

test('CSV is read as a grid, and as one value for each time', () => {
  const grid = readField(
    new TextEncoder().encode(
      'time,lon,lat,u,v\n2026-01-10T00:00Z,140,30,1,2\n2026-01-10T00:00Z,141,30,3,4\n2026-01-10T00:00Z,140,31,5,6\n2026-01-10T00:00Z,141,31,,\n',
    ),
    'wind',
  );
  expect(Array.from(grid.eastMs)).toEqual([1, 3, 5, Number.NaN]);
  const series = readField(
    new TextEncoder().encode('utc,east,north\n2026-01-10 00:00,1,2\n2026-01-10 06:00,3,4\n'),
    'wind',
  );
  expect(Array.from(series.timesUtcMs)).toEqual([Date.UTC(2026, 0, 10), Date.UTC(2026, 0, 10, 6)]);
  expect(Array.from(series.northMs)).toEqual([2, 2, 2, 2, 4, 4, 4, 4]);
});

test('what is no field is refused with what was expected', () => {
  expect(() => readField(new TextEncoder().encode('a,b\n1,2\n'), 'wind')).toThrow(/time, east and north/);
  expect(() => readField(Uint8Array.of(0x89, 0x48, 0x44, 0x46, 1, 2), 'wind')).toThrow(/nccopy/);
  expect(() => readField(netcdf(), 'wind')).toThrow(/variable/);
});
