/**
 * The fast path: from a payload straight into columns. Bit positions stand here as numbers, because looking
 * them up in the table of layouts would cost more than the reading; a property test holds both together.
 */
import { reception, stationClass, type PositionBatch, type StaticBatch } from './batch.ts';
import { readInt, readText, readUint } from './bits.ts';
import type { MessageView } from './message.ts';
import type { StringTable } from './strings.ts';

/** What became of a position report. */
export const positionOutcome = { stored: 0, noPosition: 1, outOfRange: 2, notPosition: 3 } as const;

/** Latitude 91 and longitude 181 say "not available" (M.1371-5, table 45), at the resolution of the message. */
const fine = { perDeg: 600_000, noLon: 108_600_000, noLat: 54_600_000 };
const coarse = { perDeg: 600, noLon: 108_600, noLat: 54_600 };

/** Writes longitude and latitude of row `row`; says whether there is a position to write. */
function putPosition(batch: PositionBatch, row: number, lon: number, lat: number, unit: typeof fine): number {
  if (lon === unit.noLon || lat === unit.noLat) return positionOutcome.noPosition;
  const lonDeg = lon / unit.perDeg;
  const latDeg = lat / unit.perDeg;
  if (lonDeg < -180 || lonDeg > 180 || latDeg < -90 || latDeg > 90) return positionOutcome.outOfRange;
  batch.lonDeg[row] = lonDeg;
  batch.latDeg[row] = latDeg;
  return positionOutcome.stored;
}

function putMotion(batch: PositionBatch, row: number, sogKn: number, cog: number, heading: number): void {
  batch.sogKn[row] = sogKn;
  batch.cogDeg[row] = cog >= 3600 ? NaN : cog / 10;
  batch.headingDeg[row] = heading > 359 ? NaN : heading;
}

/**
 * Writes a position report into row `row` of `batch`, save for its time and receiver. Returns a code of
 * {@link positionOutcome}; the row counts only when it is `stored`. Fields behind the end of a short message are
 * not available.
 */
export function putPositionRow(batch: PositionBatch, row: number, view: MessageView): number {
  const bytes = view.bytes;
  batch.status[row] = 15;
  batch.reception[row] = reception.unknown;
  switch (view.type) {
    case 1:
    case 2:
    case 3:
      batch.status[row] = readUint(bytes, 38, 4);
      batch.stationClass[row] = stationClass.a;
      putMotion(
        batch,
        row,
        deciknots(readUint(bytes, 50, 10)),
        readUint(bytes, 116, 12),
        readUint(bytes, 128, 9),
      );
      return putPosition(batch, row, readInt(bytes, 61, 28), readInt(bytes, 89, 27), fine);
    case 4:
    case 11:
      batch.stationClass[row] = view.type === 4 ? stationClass.base : stationClass.unknown;
      putMotion(batch, row, NaN, 3600, 511);
      return putPosition(batch, row, readInt(bytes, 79, 28), readInt(bytes, 107, 27), fine);
    case 9: {
      const speed = readUint(bytes, 50, 10);
      batch.stationClass[row] = stationClass.sar;
      putMotion(batch, row, speed === 1023 ? NaN : speed, readUint(bytes, 116, 12), 511);
      return putPosition(batch, row, readInt(bytes, 61, 28), readInt(bytes, 89, 27), fine);
    }
    case 18:
    case 19:
      batch.stationClass[row] = stationClass.b;
      putMotion(
        batch,
        row,
        deciknots(readUint(bytes, 46, 10)),
        readUint(bytes, 112, 12),
        readUint(bytes, 124, 9),
      );
      return putPosition(batch, row, readInt(bytes, 57, 28), readInt(bytes, 85, 27), fine);
    case 21:
      batch.stationClass[row] = stationClass.aton;
      putMotion(batch, row, NaN, 3600, 511);
      return putPosition(batch, row, readInt(bytes, 164, 28), readInt(bytes, 192, 27), fine);
    case 27:
      return putLongRange(batch, row, bytes);
    default:
      return positionOutcome.notPosition;
  }
}

/** Type 27: whole knots and degrees, a tenth of a minute, always by satellite. */
function putLongRange(batch: PositionBatch, row: number, bytes: Uint8Array): number {
  const speed = readUint(bytes, 79, 6);
  const course = readUint(bytes, 85, 9);
  batch.status[row] = readUint(bytes, 40, 4);
  batch.stationClass[row] = stationClass.a;
  batch.reception[row] = reception.satellite;
  putMotion(batch, row, speed === 63 ? NaN : speed, course >= 360 ? 3600 : course * 10, 511);
  return putPosition(batch, row, readInt(bytes, 44, 18), readInt(bytes, 62, 17), coarse);
}

/** Speed over ground in knots from tenths; 1023 is not available. */
function deciknots(raw: number): number {
  return raw === 1023 ? NaN : raw / 10;
}

const scratch = new Uint8Array(64);

function putDimensions(batch: StaticBatch, row: number, bytes: Uint8Array, start: number): void {
  batch.toBowM[row] = readUint(bytes, start, 9);
  batch.toSternM[row] = readUint(bytes, start + 9, 9);
  batch.toPortM[row] = readUint(bytes, start + 18, 6);
  batch.toStarboardM[row] = readUint(bytes, start + 24, 6);
}

function clearStaticRow(batch: StaticBatch, row: number): void {
  batch.imo[row] = 0;
  batch.shipType[row] = 255;
  batch.toBowM[row] = NaN;
  batch.toSternM[row] = NaN;
  batch.toPortM[row] = NaN;
  batch.toStarboardM[row] = NaN;
  batch.draughtM[row] = NaN;
  batch.name[row] = 0;
  batch.callSign[row] = 0;
  batch.destination[row] = 0;
}

/** Interns six-bit text; characters behind the end of the message are not read. */
function internText(table: StringTable, view: MessageView, start: number, characters: number): number {
  const there = Math.min(characters, Math.floor((view.bitLength - start) / 6));
  return there <= 0 ? 0 : table.intern(scratch, 0, readText(view.bytes, start, there, scratch));
}

/** Writes a static report into row `row` of `batch`, save for its time. Returns false for any other message. */
export function putStaticRow(
  batch: StaticBatch,
  row: number,
  view: MessageView,
  table: StringTable,
): boolean {
  const bytes = view.bytes;
  clearStaticRow(batch, row);
  switch (view.type) {
    case 5:
      batch.imo[row] = readUint(bytes, 40, 30);
      batch.callSign[row] = internText(table, view, 70, 7);
      batch.name[row] = internText(table, view, 112, 20);
      batch.shipType[row] = readUint(bytes, 232, 8);
      putDimensions(batch, row, bytes, 240);
      batch.draughtM[row] = readUint(bytes, 294, 8) / 10;
      batch.destination[row] = internText(table, view, 302, 20);
      return true;
    case 19:
      batch.name[row] = internText(table, view, 143, 20);
      batch.shipType[row] = readUint(bytes, 263, 8);
      putDimensions(batch, row, bytes, 271);
      return true;
    case 21:
      batch.name[row] = internAidName(table, view);
      putDimensions(batch, row, bytes, 219);
      return true;
    case 24:
      return putStaticPart(batch, row, view, table);
    default:
      return false;
  }
}

function putStaticPart(batch: StaticBatch, row: number, view: MessageView, table: StringTable): boolean {
  const bytes = view.bytes;
  if (readUint(bytes, 38, 2) === 0) {
    batch.name[row] = internText(table, view, 40, 20);
    return true;
  }
  batch.shipType[row] = readUint(bytes, 40, 8);
  batch.callSign[row] = internText(table, view, 90, 7);
  // An auxiliary craft sends its mother ship's MMSI where others send their dimensions.
  if (Math.floor(view.mmsi / 10_000_000) !== 98 && view.bitLength >= 162)
    putDimensions(batch, row, bytes, 132);
  return true;
}

/** The name of an aid to navigation goes on behind the message when it fills its 20 characters. */
function internAidName(table: StringTable, view: MessageView): number {
  const length = readText(view.bytes, 43, 20, scratch);
  const more = Math.min(14, Math.floor((view.bitLength - 272) / 6));
  if (length < 20 || more <= 0) return table.intern(scratch, 0, length);
  const tail = readText(view.bytes, 272, more, extension);
  scratch.set(extension.subarray(0, tail), length);
  return table.intern(scratch, 0, length + tail);
}

const extension = new Uint8Array(16);
