/**
 * Wind or current from GRIB: edition 1 (WMO FM 92-XI) and edition 2 (FM 92-XIV), regular latitudes and longitudes with
 * simple packing. What else a file holds (other fields, levels and packings) is passed over; a file in which nothing fits
 * is refused with what stood in the way.
 */
import type { GridVector } from './grid.ts';
import { ascending, axisOf, checkedSize, unreadable } from './grid.ts';

type Component = 'east' | 'north';

interface Message {
  readonly component: Component;
  readonly utcMs: number;
  /** 10 m for wind, or the surface: messages of other levels give way to these. */
  readonly isWanted: boolean;
  readonly level: string;
  readonly grid: GridShape;
  readonly values: Float32Array;
}

interface GridShape {
  readonly columns: number;
  readonly rows: number;
  readonly lon0: number;
  readonly lat0: number;
  readonly dLon: number;
  readonly dLat: number;
}

/** @throws `drift.field-unreadable`, `drift.too-large` */
export function readGrib(bytes: Uint8Array, kind: 'wind' | 'current'): GridVector {
  const messages: Message[] = [];
  const passed = new Set<string>();
  for (let at = 0; at + 16 <= bytes.length; ) {
    if (String.fromCharCode(...bytes.subarray(at, at + 4)) !== 'GRIB') {
      at++;
      continue;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
    const edition = view.getUint8(7);
    const length = edition === 1 ? view.getUint32(4) >>> 8 : Number(view.getBigUint64(8));
    if (length < 16 || length > view.byteLength) throw unreadable('It is cut short.');
    const message = new DataView(view.buffer, view.byteOffset, length);
    try {
      if (edition === 1) readEdition1(message, kind, messages, passed);
      else if (edition === 2) readEdition2(message, kind, messages, passed);
      else passed.add(`edition ${edition}`);
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw Object.assign(unreadable('A message is damaged.'), { cause });
    }
    at += length;
  }
  return joined(messages, kind, passed);
}

/** East and north by time on one grid. */
function joined(all: readonly Message[], kind: string, passed: ReadonlySet<string>): GridVector {
  const level = (all.find(({ isWanted }) => isWanted) ?? all[0])?.level;
  const messages = all.filter((message) => message.level === level);
  const note = passed.size === 0 ? '' : ` Passed over: ${[...passed].slice(0, 5).join(', ')}.`;
  if (messages.length === 0)
    throw unreadable(`It holds no ${kind} on a regular grid with simple packing.${note}`);
  const { grid } = messages[0];
  const timesUtcMs = axisOf(messages.map(({ utcMs }) => utcMs));
  const layer = grid.columns * grid.rows;
  const size = checkedSize(grid.columns, grid.rows, timesUtcMs.length);
  const out = { east: new Float32Array(size), north: new Float32Array(size) };
  const seen = { east: new Set<number>(), north: new Set<number>() };
  for (const { component, utcMs, grid: own, values } of messages) {
    if (JSON.stringify(own) !== JSON.stringify(grid))
      throw unreadable('Its messages lie on different grids.');
    out[component].set(values, timesUtcMs.indexOf(utcMs) * layer);
    seen[component].add(utcMs);
  }
  for (const time of timesUtcMs)
    if (!seen.east.has(time) || !seen.north.has(time))
      throw unreadable('It holds both components at every time.');
  return ascending({
    lonDeg: Float64Array.from({ length: grid.columns }, (_, i) => grid.lon0 + i * grid.dLon),
    latDeg: Float64Array.from({ length: grid.rows }, (_, j) => grid.lat0 + j * grid.dLat),
    timesUtcMs,
    eastMs: out.east,
    northMs: out.north,
  });
}

/** Numbers with a sign bit, as GRIB has them. */
function signed(view: DataView, at: number, bytes: number): number {
  let value = view.getUint8(at) & 0x7f;
  for (let k = 1; k < bytes; k++) value = value * 256 + view.getUint8(at + k);
  return view.getUint8(at) & 0x80 ? -value : value;
}

const unit1Ms: Readonly<Record<number, number>> = {
  0: 60_000,
  1: 3_600_000,
  2: 86_400_000,
  10: 10_800_000,
  11: 21_600_000,
  12: 43_200_000,
  13: 1000,
  254: 1000,
};

/** Parameters of table 2: 33, 34 wind; 49, 50 current. */
const edition1 = { wind: [33, 34], current: [49, 50] } as const;

function readEdition1(view: DataView, kind: 'wind' | 'current', out: Message[], passed: Set<string>): void {
  const pds = 8;
  const flags = view.getUint8(pds + 7);
  const parameter = view.getUint8(pds + 8);
  const which = edition1[kind].indexOf(parameter as never);
  if (which < 0) return void passed.add(`parameter ${parameter}`);
  if ((flags & 0x80) === 0) return void passed.add('a message without a grid');
  const gds = pds + (view.getUint32(pds) >>> 8);
  if (view.getUint8(gds + 5) !== 0) return void passed.add(`grid ${view.getUint8(gds + 5)}`);
  const mode = view.getUint8(gds + 27);
  const shape = {
    columns: view.getUint16(gds + 6),
    rows: view.getUint16(gds + 8),
    lat0: signed(view, gds + 10, 3) / 1000,
    lon0: signed(view, gds + 13, 3) / 1000,
    lat1: signed(view, gds + 17, 3) / 1000,
    lon1: signed(view, gds + 20, 3) / 1000,
  };
  const afterGrid = gds + (view.getUint32(gds) >>> 8);
  const bms = flags & 0x40 ? afterGrid : -1;
  const bds = bms < 0 ? afterGrid : bms + (view.getUint32(bms) >>> 8);
  const packed = view.getUint8(bds + 3);
  if (packed & 0xf0) return void passed.add('a packing that is not simple');
  const count = shape.columns * shape.rows;
  checkedSize(shape.columns, shape.rows, 1);
  const values = unpack(view, {
    at: bds + 11,
    bits: view.getUint8(bds + 10),
    count,
    reference: ibmFloat(view, bds + 6),
    binary: signed(view, bds + 4, 2),
    decimal: signed(view, pds + 26, 2),
    present: bms < 0 ? -1 : bms + 6,
  });
  const century = view.getUint8(pds + 24);
  const year = (century - 1) * 100 + view.getUint8(pds + 12);
  const reference = Date.UTC(
    year,
    view.getUint8(pds + 13) - 1,
    view.getUint8(pds + 14),
    view.getUint8(pds + 15),
    view.getUint8(pds + 16),
  );
  const unit = unit1Ms[view.getUint8(pds + 17)];
  if (unit === undefined) return void passed.add(`unit of time ${view.getUint8(pds + 17)}`);
  const steps = view.getUint8(pds + 20) === 10 ? view.getUint16(pds + 18) : view.getUint8(pds + 18);
  const [levelType, level] = [view.getUint8(pds + 9), view.getUint16(pds + 10)];
  out.push({
    component: which === 0 ? 'east' : 'north',
    utcMs: reference + steps * unit,
    isWanted: kind === 'wind' ? levelType === 105 && level === 10 : levelType === 1 || level === 0,
    level: `${levelType} ${level}`,
    ...placed(shape, mode, values),
  });
}

/** IBM's single: sign, exponent of 16 in excess of 64, 24 bits. */
function ibmFloat(view: DataView, at: number): number {
  const fraction = (view.getUint32(at) & 0xffffff) / 0x1000000;
  const first = view.getUint8(at);
  return (first & 0x80 ? -1 : 1) * fraction * 16 ** ((first & 0x7f) - 64);
}

interface Packing {
  readonly at: number;
  readonly bits: number;
  readonly count: number;
  readonly reference: number;
  readonly binary: number;
  readonly decimal: number;
  /** Where the bit map begins; −1 without one. */
  readonly present: number;
}

/** (R + X · 2^E) / 10^D. @throws RangeError where the section is shorter than it says */
function unpack(
  view: DataView,
  { at, bits, count, reference, binary, decimal, present }: Packing,
): Float32Array {
  const out = new Float32Array(count);
  const scale = 2 ** binary / 10 ** decimal;
  const base = reference / 10 ** decimal;
  let bit = 0;
  for (let k = 0; k < count; k++) {
    if (present >= 0 && ((view.getUint8(present + (k >> 3)) >> (7 - (k & 7))) & 1) === 0) {
      out[k] = Number.NaN;
      continue;
    }
    let x = 0;
    for (let left = bits; left > 0; ) {
      const room = 8 - (bit & 7);
      const taken = Math.min(room, left);
      x = x * 2 ** taken + ((view.getUint8(at + (bit >> 3)) >> (room - taken)) & ((1 << taken) - 1));
      bit += taken;
      left -= taken;
    }
    out[k] = base + x * scale;
  }
  return out;
}

/** The values in rows from the first latitude on, each from west to east; scanning mode as in both editions. */
function placed(
  shape: { columns: number; rows: number; lat0: number; lon0: number; lat1: number; lon1: number },
  mode: number,
  values: Float32Array,
): { grid: GridShape; values: Float32Array } {
  const { columns, rows } = shape;
  const westward = (mode & 0x80) !== 0;
  const northward = (mode & 0x40) !== 0;
  const span = (((westward ? shape.lon0 - shape.lon1 : shape.lon1 - shape.lon0) % 360) + 360) % 360;
  const dLon = columns > 1 ? (span === 0 ? 360 : span) / (columns - 1) : 1;
  const dLat = rows > 1 ? Math.abs(shape.lat1 - shape.lat0) / (rows - 1) : 1;
  const out = new Float32Array(values.length);
  for (let k = 0; k < values.length; k++) {
    const [i, j] = mode & 0x20 ? [Math.floor(k / rows), k % rows] : [k % columns, Math.floor(k / columns)];
    out[j * columns + (westward ? columns - 1 - i : i)] = values[k];
  }
  return {
    grid: {
      columns,
      rows,
      lon0: westward ? shape.lon1 : shape.lon0,
      lat0: shape.lat0,
      dLon,
      dLat: northward ? dLat : -dLat,
    },
    values: out,
  };
}

const unit2Ms: Readonly<Record<number, number>> = { ...unit1Ms, 13: 1000 };

/** Discipline, category and the numbers of east and north: code table 4.2. */
const edition2 = { wind: [0, 2, 2, 3], current: [10, 1, 2, 3] } as const;

function readEdition2(view: DataView, kind: 'wind' | 'current', out: Message[], passed: Set<string>): void {
  const discipline = view.getUint8(6);
  const at: Partial<Record<number, number>> = {};
  for (let section = 16; section + 5 <= view.byteLength; ) {
    // The message ends with "7777", which is no length.
    if (view.getUint32(section) === 0x37373737) break;
    const length = view.getUint32(section);
    if (length < 5) throw unreadable('A section is damaged.');
    const number = view.getUint8(section + 4);
    at[number] = section;
    if (number === 7) readField2(view, discipline, at, kind, out, passed);
    section += length;
  }
}

function readField2(
  view: DataView,
  discipline: number,
  at: Partial<Record<number, number>>,
  kind: 'wind' | 'current',
  out: Message[],
  passed: Set<string>,
): void {
  const [s1, s3, s4, s5, s6, s7] = [1, 3, 4, 5, 6, 7].map((number) => at[number] ?? -1);
  if (Math.min(s1, s3, s4, s5, s6, s7) < 0) throw unreadable('A message lacks a section.');
  const [wantedDiscipline, category, east, north] = edition2[kind];
  const number = view.getUint8(s4 + 10);
  if (
    discipline !== wantedDiscipline ||
    view.getUint8(s4 + 9) !== category ||
    (number !== east && number !== north)
  )
    return void passed.add(`parameter ${discipline}-${view.getUint8(s4 + 9)}-${number}`);
  if (view.getUint16(s3 + 12) !== 0) return void passed.add(`grid template ${view.getUint16(s3 + 12)}`);
  if (view.getUint16(s5 + 9) !== 0) return void passed.add(`packing template ${view.getUint16(s5 + 9)}`);
  if (view.getUint16(s4 + 7) > 1) return void passed.add(`product template ${view.getUint16(s4 + 7)}`);
  const shape = {
    columns: view.getUint32(s3 + 30),
    rows: view.getUint32(s3 + 34),
    lat0: signed(view, s3 + 46, 4) / 1e6,
    lon0: signed(view, s3 + 50, 4) / 1e6,
    lat1: signed(view, s3 + 55, 4) / 1e6,
    lon1: signed(view, s3 + 59, 4) / 1e6,
  };
  const count = checkedSize(shape.columns, shape.rows, 1);
  const bitmap = view.getUint8(s6 + 5);
  if (bitmap !== 0 && bitmap !== 255) return void passed.add(`bit map ${bitmap}`);
  const values = unpack(view, {
    at: s7 + 5,
    bits: view.getUint8(s5 + 19),
    count,
    reference: view.getFloat32(s5 + 11),
    binary: signed(view, s5 + 15, 2),
    decimal: signed(view, s5 + 17, 2),
    present: bitmap === 0 ? s6 + 6 : -1,
  });
  const reference = Date.UTC(
    view.getUint16(s1 + 12),
    view.getUint8(s1 + 14) - 1,
    view.getUint8(s1 + 15),
    view.getUint8(s1 + 16),
    view.getUint8(s1 + 17),
    view.getUint8(s1 + 18),
  );
  const unit = unit2Ms[view.getUint8(s4 + 17)];
  if (unit === undefined) return void passed.add(`unit of time ${view.getUint8(s4 + 17)}`);
  const levelType = view.getUint8(s4 + 22);
  const level = signed(view, s4 + 24, 4) / 10 ** signed(view, s4 + 23, 1);
  out.push({
    component: number === east ? 'east' : 'north',
    utcMs: reference + signed(view, s4 + 18, 4) * unit,
    isWanted:
      kind === 'wind'
        ? levelType === 103 && level === 10
        : levelType === 1 || levelType === 101 || level === 0,
    level: `${levelType} ${level}`,
    ...placed(shape, view.getUint8(s3 + 71), values),
  });
}
