/**
 * Positions in CSV → the same columns as sentences. Files are read by their header: MarineCadastre (both
 * generations), the Danish Maritime Authority, AISHub and any other that names its columns plainly. Quotes follow
 * RFC 4180. rows = decoded + refused at any time, blank lines and the header aside.
 */
import { CommonwatchError } from '../core/errors.ts';
import {
  positionBatch,
  reception,
  staticBatch,
  stationClass,
  type PositionBatch,
  type StaticBatch,
} from './batch.ts';
import {
  type CsvColumn,
  type CsvShape,
  missingColumns,
  readHeader,
  shipTypeCode,
  statusCode,
} from './csvcolumns.ts';
import { fieldText, parseDecimal, parseTime } from './csvfields.ts';
import { isSatelliteTag } from './decoder.ts';
import { Refusals } from './refusals.ts';
import { slicePositions, sliceStatics } from './slices.ts';
import { StringTable } from './strings.ts';

/** Why a row was refused. Codes are stable. */
export const csvRefusalReasons = {
  'row-fields': 'The row has too few fields to hold a time, an MMSI and a position.',
  'row-too-long': 'The row is longer than 64 KB: a quote was probably not closed.',
  'time-invalid': 'The time is missing, cannot be read, or could be day or month first.',
  'mmsi-invalid': 'The MMSI is not a whole number of 30 bits. Junk identities are no reason: see mmsiKind.',
  'position-missing': 'The row has neither a position nor anything about the ship.',
  'position-invalid': 'The position is not a number of degrees, or nowhere on Earth.',
} as const;

export type CsvRefusalReason = keyof typeof csvRefusalReasons;

/** What a CSV decoder has read so far. `rows` = `decoded` + `refused.total`. */
export interface CsvStats {
  bytes: number;
  rows: number;
  decoded: number;
  positions: number;
  /** Rows which say that they have no position (empty, or longitude 181, latitude 91) but something else. */
  positionsNotAvailable: number;
  statics: number;
  format: CsvShape['format'] | undefined;
  readonly refused: Refusals<CsvRefusalReason>;
}

export interface CsvOptions {
  onPositions?: (batch: PositionBatch) => void;
  onStatics?: (batch: StaticBatch) => void;
  satelliteSource?: (tag: string) => boolean;
  /** Rows a batch, 8192 unless told. */
  batchRows?: number;
}

/** A decoder for one file. */
export interface CsvDecoder {
  push(bytes: Uint8Array): void;
  flush(): void;
  end(): void;
  readonly stats: CsvStats;
}

/** A decoder with no state yet. It throws `ais.csv-columns` when the header has come and lacks a column it needs. */
export function createCsvDecoder(options: CsvOptions = {}): CsvDecoder {
  return new Decoder(options);
}

const maxRowBytes = 65_536;
const quote = 34;
const newline = 10;
const noColumn = -1;

class Decoder implements CsvDecoder {
  readonly stats: CsvStats = {
    bytes: 0,
    rows: 0,
    decoded: 0,
    positions: 0,
    positionsNotAvailable: 0,
    statics: 0,
    format: undefined,
    refused: new Refusals<CsvRefusalReason>(),
  };
  private readonly options: CsvOptions;
  private readonly batchRows: number;
  private shape: CsvShape | undefined;
  private line = 0;
  /** Bytes of a row whose end has not come. */
  private carry: Uint8Array = new Uint8Array(0);
  /** After an endless row: everything up to the next line end is skipped. */
  private skipping = false;

  /** Fields of the row in hand, in `source`. */
  private source: Uint8Array = new Uint8Array(0);
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);
  private fieldCount = 0;
  private decimalPoint = 46;

  private positions: PositionBatch;
  private statics: StaticBatch;
  private readonly receivers = new StringTable();
  private readonly texts = new StringTable();
  /** Hash of the last static fields of each ship: files repeat them in every row. */
  private readonly lastStatic = new Map<number, number>();
  private readonly statusCodes = new Map<string, number>();
  private readonly shipTypeCodes = new Map<string, number>();

  constructor(options: CsvOptions) {
    this.options = options;
    this.batchRows = options.batchRows ?? 8192;
    this.positions = positionBatch(this.batchRows);
    this.statics = staticBatch(this.batchRows);
  }

  push(bytes: Uint8Array): void {
    this.stats.bytes += bytes.length;
    this.read(joined(this.carry, bytes), false);
  }

  end(): void {
    this.read(this.carry, true);
    this.carry = new Uint8Array(0);
    this.flush();
  }

  flush(): void {
    this.flushPositions();
    this.flushStatics();
  }

  /** Takes all rows that end in `bytes` and keeps the rest. */
  private read(bytes: Uint8Array, isEnd: boolean): void {
    let start = 0;
    while (start < bytes.length) {
      if (this.skipping) {
        const next = bytes.indexOf(newline, start);
        if (next < 0) return this.keep(bytes, bytes.length);
        this.skipping = false;
        start = next + 1;
        continue;
      }
      const end = rowEnd(bytes, start, Math.min(bytes.length, start + maxRowBytes), isEnd);
      const isLast = end === bytes.length;
      if (end - start >= maxRowBytes) {
        this.refuse('row-too-long', bytes, start, end);
        this.stats.rows += 1;
        this.skipping = true;
      } else if (isLast && !isEnd) {
        return this.keep(bytes, start);
      } else {
        this.row(bytes, start, end);
        start = end + 1;
      }
    }
    this.keep(bytes, bytes.length);
  }

  private keep(bytes: Uint8Array, start: number): void {
    this.carry = start === bytes.length ? new Uint8Array(0) : bytes.slice(start);
  }

  private row(bytes: Uint8Array, start: number, rowStop: number): void {
    this.line += 1;
    let end = rowStop;
    while (end > start && bytes[end - 1] <= 32 && bytes[end - 1] !== 9) end -= 1;
    if (end === start) return;
    if (this.shape === undefined) return this.header(bytes, start, end);
    this.stats.rows += 1;
    this.split(bytes, start, end, this.shape.delimiter);
    const refusal = this.decode(this.shape);
    if (refusal === undefined) this.stats.decoded += 1;
    else this.refuse(refusal, bytes, start, end);
  }

  private header(bytes: Uint8Array, start: number, end: number): void {
    const shape = readHeader(fieldText(bytes, start, end));
    const missing = missingColumns(shape);
    if (missing.length > 0)
      throw new CommonwatchError('ais.csv-columns', fieldText(bytes, start, Math.min(end, start + 100)), {
        detail: `Missing: ${missing.join(', ')}.`,
      });
    this.shape = shape;
    this.stats.format = shape.format;
    this.decimalPoint = shape.delimiter === 59 ? 44 : 46;
  }

  private refuse(reason: CsvRefusalReason, bytes: Uint8Array, start: number, end: number): void {
    this.stats.refused.add(reason, this.line, bytes, start, end);
  }

  /** Finds the fields of a row. A quoted field is copied without its quotes only if it has doubled ones. */
  private split(bytes: Uint8Array, start: number, end: number, delimiter: number): void {
    this.source = bytes;
    this.fieldCount = 0;
    let at = start;
    while (at <= end) {
      let stop = at;
      if (bytes[at] === quote && at < end) {
        stop = closingQuote(bytes, at + 1, end);
        this.addField(at + 1, stop);
        while (stop < end && bytes[stop] !== delimiter) stop += 1;
      } else {
        while (stop < end && bytes[stop] !== delimiter) stop += 1;
        this.addField(at, stop);
      }
      at = stop + 1;
    }
  }

  private addField(start: number, end: number): void {
    if (this.fieldCount === this.starts.length) {
      this.starts = grown(this.starts);
      this.ends = grown(this.ends);
    }
    this.starts[this.fieldCount] = start;
    this.ends[this.fieldCount] = end;
    this.fieldCount += 1;
  }

  private index(column: CsvColumn): number {
    const index = this.shape?.columns[column] ?? noColumn;
    return index < this.fieldCount ? index : noColumn;
  }

  private number(column: CsvColumn): number {
    const index = this.index(column);
    if (index === noColumn) return NaN;
    const value = parseDecimal(this.source, this.starts[index], this.ends[index], this.decimalPoint);
    // A semicolon file may still write decimals with a point.
    return Number.isNaN(value) && this.decimalPoint !== 46
      ? parseDecimal(this.source, this.starts[index], this.ends[index])
      : value;
  }

  private isEmpty(column: CsvColumn): boolean {
    const index = this.index(column);
    if (index === noColumn) return true;
    const length = this.ends[index] - this.starts[index];
    return (
      length === 0 ||
      (length === 2 && this.source[this.starts[index]] === 78 && this.source[this.starts[index] + 1] === 65)
    );
  }

  private text(column: CsvColumn): string {
    const index = this.index(column);
    return index === noColumn || this.isEmpty(column)
      ? ''
      : fieldText(this.source, this.starts[index], this.ends[index]);
  }

  private decode(shape: CsvShape): CsvRefusalReason | undefined {
    const { columns } = shape;
    if (this.fieldCount <= Math.max(columns.time ?? 0, columns.mmsi ?? 0, columns.lon ?? 0, columns.lat ?? 0))
      return 'row-fields';
    const timeIndex = this.index('time');
    const timeUtcMs = parseTime(
      this.source,
      this.starts[timeIndex],
      this.ends[timeIndex],
      shape.format === 'csv-danish' ? 'day-first' : 'unknown',
    );
    if (Number.isNaN(timeUtcMs)) return 'time-invalid';
    const mmsi = this.number('mmsi');
    if (!(mmsi >= 0 && mmsi < 2 ** 30 && Number.isInteger(mmsi))) return 'mmsi-invalid';
    const raw = shape.aisHub && isDigits(this.source, this.starts[timeIndex], this.ends[timeIndex]);
    const refusal = this.position(timeUtcMs, mmsi, raw);
    if (refusal === 'position-invalid') return refusal;
    const told = this.static(timeUtcMs, mmsi, raw);
    if (refusal === undefined) return undefined;
    if (!told) return refusal;
    this.stats.positionsNotAvailable += 1;
    return undefined;
  }

  /** Writes the position of the row; `raw` numbers are in AISHub's units. */
  private position(timeUtcMs: number, mmsi: number, raw: boolean): CsvRefusalReason | undefined {
    if (this.isEmpty('lon') && this.isEmpty('lat')) return 'position-missing';
    const degrees = raw ? 600_000 : 1;
    const lonDeg = this.number('lon') / degrees;
    const latDeg = this.number('lat') / degrees;
    if (lonDeg === 181 || latDeg === 91) return 'position-missing';
    if (!(Math.abs(lonDeg) <= 180 && Math.abs(latDeg) <= 90)) return 'position-invalid';
    if (this.positions.length === this.batchRows) this.flushPositions();
    const batch = this.positions;
    const row = batch.length;
    batch.timeUtcMs[row] = timeUtcMs;
    batch.mmsi[row] = mmsi;
    batch.lonDeg[row] = lonDeg;
    batch.latDeg[row] = latDeg;
    this.motion(batch, row, raw ? 10 : 1);
    this.origin(batch, row);
    batch.length = row + 1;
    this.stats.positions += 1;
    return undefined;
  }

  private motion(batch: PositionBatch, row: number, per: number): void {
    const sogKn = this.number('sog') / per;
    const cog = this.number('cog') / per;
    // MarineCadastre stored courses in a signed field: −204.8° stands for 204.8°.
    const cogDeg = cog < 0 ? cog + 409.6 : cog;
    const headingDeg = this.number('heading');
    batch.sogKn[row] = sogKn >= 0 && sogKn < 102.25 ? sogKn : NaN;
    batch.cogDeg[row] = cogDeg < 360 ? cogDeg : NaN;
    batch.headingDeg[row] = headingDeg >= 0 && headingDeg < 360 ? headingDeg : NaN;
    batch.status[row] = this.isEmpty('status') ? 15 : this.coded('status', this.statusCodes, statusCode);
  }

  private coded(column: CsvColumn, known: Map<string, number>, code: (text: string) => number): number {
    const text = this.text(column);
    let value = known.get(text);
    if (value === undefined) {
      value = code(text);
      if (known.size < 1000) known.set(text, value);
    }
    return value;
  }

  private origin(batch: PositionBatch, row: number): void {
    const type = this.number('messageType');
    batch.messageType[row] = type >= 1 && type <= 27 ? type : 0;
    batch.stationClass[row] = this.station(batch.messageType[row]);
    const index = this.index('receiver');
    const receiver =
      index === noColumn ? 0 : this.receivers.intern(this.source, this.starts[index], this.ends[index]);
    const isSatellite = this.options.satelliteSource ?? isSatelliteTag;
    batch.receiver[row] = receiver;
    if (type === 27) batch.reception[row] = reception.satellite;
    else if (receiver === 0) batch.reception[row] = reception.unknown;
    else
      batch.reception[row] = isSatellite(this.receivers.strings[receiver])
        ? reception.satellite
        : reception.terrestrial;
  }

  private station(messageType: number): number {
    const text = this.text('class').toUpperCase();
    if (text === 'A' || text === 'CLASS A') return stationClass.a;
    if (text === 'B' || text === 'CLASS B') return stationClass.b;
    if (text.startsWith('BASE')) return stationClass.base;
    if (text.startsWith('ATON')) return stationClass.aton;
    if (text.startsWith('SAR')) return stationClass.sar;
    if ((messageType >= 1 && messageType <= 3) || messageType === 27) return stationClass.a;
    if (messageType === 18 || messageType === 19) return stationClass.b;
    return stationClass.unknown;
  }

  /** Writes what the row says about the ship, if it differs from the last row. Returns whether it says anything. */
  private static(timeUtcMs: number, mmsi: number, raw: boolean): boolean {
    const hash = this.staticHash();
    if (hash === 0) return false;
    if (this.lastStatic.get(mmsi) === hash) return true;
    this.lastStatic.set(mmsi, hash);
    if (this.statics.length === this.batchRows) this.flushStatics();
    const batch = this.statics;
    const row = batch.length;
    batch.timeUtcMs[row] = timeUtcMs;
    batch.mmsi[row] = mmsi;
    batch.imo[row] = Number(/\d{7,}/.exec(this.text('imo'))?.[0] ?? 0);
    batch.shipType[row] = this.isEmpty('shipType')
      ? 255
      : this.coded('shipType', this.shipTypeCodes, shipTypeCode);
    batch.draughtM[row] = this.number('draught') / (raw ? 10 : 1);
    batch.name[row] = this.interned('name');
    batch.callSign[row] = this.interned('callSign');
    batch.destination[row] = this.interned('destination');
    this.dimensions(batch, row);
    batch.length = row + 1;
    this.stats.statics += 1;
    return true;
  }

  /** A length without a reference point is told as M.1371 tells it: nothing to the bow, all to the stern. */
  private dimensions(batch: StaticBatch, row: number): void {
    const [bow, stern] = [this.number('toBow'), this.number('toStern')];
    const [port, starboard] = [this.number('toPort'), this.number('toStarboard')];
    const lengthM = this.number('length');
    const widthM = this.number('width');
    const hasPoint = bow + stern > 0;
    const hasSide = port + starboard > 0;
    batch.toBowM[row] = hasPoint ? bow : lengthM >= 0 ? 0 : NaN;
    batch.toSternM[row] = hasPoint ? stern : lengthM;
    batch.toPortM[row] = hasSide ? port : widthM >= 0 ? 0 : NaN;
    batch.toStarboardM[row] = hasSide ? starboard : widthM;
  }

  private interned(column: CsvColumn): number {
    const index = this.index(column);
    if (index === noColumn || this.isEmpty(column)) return 0;
    let [start, end] = [this.starts[index], this.ends[index]];
    while (start < end && this.source[start] <= 32) start += 1;
    while (end > start && this.source[end - 1] <= 32) end -= 1;
    return this.texts.intern(this.source, start, end);
  }

  /** FNV-1a over the static fields; 0 if all of them are empty. */
  private staticHash(): number {
    let hash = 0x811c9dc5;
    let isEmpty = true;
    for (const column of staticColumns) {
      const index = this.index(column);
      hash = Math.imul(hash ^ 31, 0x01000193);
      if (index === noColumn || this.isEmpty(column)) continue;
      isEmpty = false;
      for (let at = this.starts[index]; at < this.ends[index]; at += 1)
        hash = Math.imul(hash ^ this.source[at], 0x01000193);
    }
    return isEmpty ? 0 : hash === 0 ? 1 : hash;
  }

  private flushPositions(): void {
    if (this.positions.length === 0) return;
    const batch = slicePositions(this.positions);
    batch.strings = this.receivers.strings;
    this.receivers.reset();
    this.positions.length = 0;
    this.options.onPositions?.(batch);
  }

  private flushStatics(): void {
    if (this.statics.length === 0) return;
    const batch = sliceStatics(this.statics);
    batch.strings = this.texts.strings;
    this.texts.reset();
    this.statics.length = 0;
    this.options.onStatics?.(batch);
  }
}

const staticColumns: readonly CsvColumn[] = [
  'imo',
  'callSign',
  'name',
  'shipType',
  'draught',
  'destination',
  'length',
  'width',
  'toBow',
  'toStern',
  'toPort',
  'toStarboard',
];

/** The line end of the row that begins at `start`, or `stop`; line ends inside quotes do not count. */
function rowEnd(bytes: Uint8Array, start: number, stop: number, isEnd: boolean): number {
  const next = bytes.indexOf(newline, start);
  const end = next < 0 || next > stop ? stop : next;
  let isQuoted = false;
  for (let at = start; at < end; at += 1) if (bytes[at] === quote) isQuoted = !isQuoted;
  if (!isQuoted) return end;
  for (let at = end; at < stop; at += 1) {
    if (bytes[at] === quote) isQuoted = !isQuoted;
    else if (bytes[at] === newline && !isQuoted) return at;
  }
  // A quote that never closes belongs to this line alone.
  return isEnd || stop - start >= maxRowBytes ? end : stop;
}

/** The quote which closes a field: a doubled one does not. */
function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    if (bytes[at] === quote) {
      if (bytes[at + 1] !== quote || at + 1 >= end) return at;
      at += 1;
    }
    at += 1;
  }
  return end;
}

function isDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] < 48 || bytes[at] > 57) return false;
  return end > start;
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(values.length * 2);
  more.set(values);
  return more;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
