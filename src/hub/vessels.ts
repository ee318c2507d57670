/**
 * The newest position of every vessel, in columns that the pipeline's thread writes and the main thread reads: one row
 * a vessel, and in it one place a feed, because readers may see different feeds. A read takes, for each vessel, the
 * newest among the feeds that its viewer may see.
 *
 * A read beside a write may mix two fixes of one vessel, a few seconds apart; the next read, a second later, is right.
 */
import { reception, stationClass } from '../ais/index.ts';
import type { PositionBatch } from '../ais/index.ts';
import { shipClasses, vesselFlags } from '../sea/api.ts';
import type { ShipClass } from '../sea/api.ts';
import type { ArchivedFleet } from '../store/index.ts';

export const maxVessels = 65_536;

/** Bytes of one place: time, lon, lat, speed, course, heading, status, station, reception; ship type and when said. */
const placeBytes = 8 + 5 * 4 + 3 + 1 + 8;
const headBytes = 16;
const rowBytes = 4;

export interface Fix {
  readonly feed: number;
  readonly timeUtcMs: number;
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly sogKn: number;
  readonly cogDeg: number;
  readonly headingDeg: number;
  readonly status: number;
  /** Of `stationClass`. */
  readonly station: number;
}

/** West, south, east, north, degrees; west > east crosses the antimeridian. */
export type Bbox = readonly [number, number, number, number];

/** A table's columns up to its last vessel: the vessels' first, then those of their places. */
export interface VesselRows {
  readonly count: number;
  readonly columns: readonly Column[];
}

type Column = Float64Array | Float32Array | Uint32Array | Uint8Array;

export class VesselTable {
  readonly buffer: SharedArrayBuffer;
  readonly feedCount: number;
  readonly #count: Int32Array;
  readonly #mmsi: Uint32Array;
  readonly #timeUtcMs: Float64Array;
  readonly #lonDeg: Float32Array;
  readonly #latDeg: Float32Array;
  readonly #sogKn: Float32Array;
  readonly #cogDeg: Float32Array;
  readonly #headingDeg: Float32Array;
  readonly #status: Uint8Array;
  readonly #station: Uint8Array;
  readonly #reception: Uint8Array;
  readonly #shipType: Uint8Array;
  /** When the vessel last said what it is, ms UTC; 0 for never. */
  readonly #saidUtcMs: Float64Array;
  /** Row by MMSI: each thread keeps its own, and catches up with the count. */
  readonly #rows = new Map<number, number>();
  #known = 0;

  /** @param buffer another thread's table; absent: a new one */
  constructor(feedCount: number, buffer?: SharedArrayBuffer) {
    const places = maxVessels * Math.max(1, feedCount);
    this.feedCount = Math.max(1, feedCount);
    this.buffer =
      buffer ?? new SharedArrayBuffer(headBytes + maxVessels * rowBytes + places * placeBytes + 64);
    let at = headBytes;
    const take = (bytes: number, align: number) => {
      at = Math.ceil(at / align) * align;
      const start = at;
      at += bytes;
      return start;
    };
    this.#count = new Int32Array(this.buffer, 0, 1);
    this.#timeUtcMs = new Float64Array(this.buffer, take(places * 8, 8), places);
    this.#saidUtcMs = new Float64Array(this.buffer, take(places * 8, 8), places);
    this.#mmsi = new Uint32Array(this.buffer, take(maxVessels * 4, 4), maxVessels);
    this.#lonDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#latDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#sogKn = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#cogDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#headingDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#status = new Uint8Array(this.buffer, take(places, 1), places);
    this.#station = new Uint8Array(this.buffer, take(places, 1), places);
    this.#reception = new Uint8Array(this.buffer, take(places, 1), places);
    this.#shipType = new Uint8Array(this.buffer, take(places, 1), places);
  }

  get count(): number {
    return Atomics.load(this.#count, 0);
  }

  /** Takes a feed's positions; an older one than a vessel's newest changes nothing. */
  put(feed: number, batch: PositionBatch): void {
    for (let i = 0; i < batch.length; i++) {
      const row = this.#rowFor(batch.mmsi[i]);
      if (row < 0) continue;
      const place = row * this.feedCount + feed;
      if (batch.timeUtcMs[i] < this.#timeUtcMs[place]) continue;
      this.#timeUtcMs[place] = batch.timeUtcMs[i];
      this.#lonDeg[place] = batch.lonDeg[i];
      this.#latDeg[place] = batch.latDeg[i];
      this.#sogKn[place] = batch.sogKn[i];
      this.#cogDeg[place] = batch.cogDeg[i];
      this.#headingDeg[place] = batch.headingDeg[i];
      this.#status[place] = batch.status[i];
      this.#station[place] = batch.stationClass[i];
      this.#reception[place] = batch.reception[i];
    }
  }

  /** A copy of what is known, for `restore`. */
  snapshot(): VesselRows {
    const count = this.count;
    return { count, columns: this.#columns().map(({ column, width }) => column.slice(0, count * width)) };
  }

  /** Puts a copy into an empty table of as many feeds. */
  restore({ count, columns }: VesselRows): void {
    for (const [i, { column }] of this.#columns().entries()) column.set(columns[i]);
    Atomics.store(this.#count, 0, count);
  }

  /** With how many values a vessel has in each. */
  #columns(): { column: Column; width: number }[] {
    const places = [
      this.#timeUtcMs,
      this.#lonDeg,
      this.#latDeg,
      this.#sogKn,
      this.#cogDeg,
      this.#headingDeg,
      this.#status,
      this.#station,
      this.#reception,
      this.#shipType,
      this.#saidUtcMs,
    ];
    return [{ column: this.#mmsi, width: 1 }, ...places.map((column) => ({ column, width: this.feedCount }))];
  }

  /** Takes what a vessel says that it is on one feed: readers of other feeds need not know it. */
  setShipType(feed: number, mmsi: number, shipType: number, saidUtcMs: number): void {
    // Many say what they are before they say where: their row waits for the place.
    const row = this.#rowFor(mmsi);
    if (row < 0) return;
    const place = row * this.feedCount + feed;
    this.#shipType[place] = shipType;
    this.#saidUtcMs[place] = saidUtcMs;
  }

  /** A vessel's newest fix among some feeds, with the feeds that ever had it. */
  latest(mmsi: number, feeds: readonly number[]): (Fix & { readonly feeds: readonly number[] }) | undefined {
    const row = this.#rowOf(mmsi);
    if (row < 0) return undefined;
    const place = this.#newestPlace(row, feeds);
    if (place < 0) return undefined;
    return {
      feed: place % this.feedCount,
      timeUtcMs: this.#timeUtcMs[place],
      lonDeg: this.#lonDeg[place],
      latDeg: this.#latDeg[place],
      sogKn: this.#sogKn[place],
      cogDeg: this.#cogDeg[place],
      headingDeg: this.#headingDeg[place],
      status: this.#status[place],
      station: this.#station[place],
      feeds: feeds.filter((feed) => this.#timeUtcMs[row * this.feedCount + feed] > 0),
    };
  }

  /**
   * All vessels as the page takes them (`VesselColumns`, little-endian).
   * @param bbox west, south, east, north; west > east crosses the antimeridian
   */
  encode(feeds: readonly number[], asOfUtcMs: number, bbox?: Bbox): Uint8Array {
    const count = this.count;
    const places = new Int32Array(count);
    let n = 0;
    for (let row = 0; row < count; row++) {
      const place = this.#newestPlace(row, feeds);
      if (place >= 0 && (bbox === undefined || isIn(this.#lonDeg[place], this.#latDeg[place], bbox)))
        places[n++] = place;
    }
    return this.#written(places.subarray(0, n), feeds, asOfUtcMs);
  }

  #written(places: Int32Array, feeds: readonly number[], asOfUtcMs: number): Uint8Array {
    const out = new VesselColumnsWriter(places.length, asOfUtcMs);
    for (let i = 0; i < places.length; i++) {
      const place = places[i];
      const row = Math.floor(place / this.feedCount);
      const ageS = Math.max(0, (asOfUtcMs - this.#timeUtcMs[place]) / 1000);
      out.mmsi[i] = this.#mmsi[row];
      out.lonDeg[i] = this.#lonDeg[place];
      out.latDeg[i] = this.#latDeg[place];
      out.sogKn[i] = this.#sogKn[place];
      out.cogDeg[i] = this.#cogDeg[place];
      out.headingDeg[i] = this.#headingDeg[place];
      out.ageS[i] = ageS;
      out.shipClass[i] = shipClasses.indexOf(classOf(this.#shipTypeOf(row, feeds), this.#station[place]));
      out.flags[i] =
        flagsOf(this.#status[place], this.#sogKn[place], ageS) |
        (this.#reception[place] === reception.satellite ? vesselFlags.satellite : 0);
    }
    return out.bytes;
  }

  #newestPlace(row: number, feeds: readonly number[]): number {
    let newest = -1;
    let newestUtcMs = 0;
    for (const feed of feeds) {
      const place = row * this.feedCount + feed;
      if (this.#timeUtcMs[place] > newestUtcMs) {
        newest = place;
        newestUtcMs = this.#timeUtcMs[place];
      }
    }
    return newest;
  }

  /** The newest word among some feeds; a type of 0 says nothing. */
  #shipTypeOf(row: number, feeds: readonly number[]): number {
    let shipType = 0;
    let newestUtcMs = 0;
    for (const feed of feeds) {
      const place = row * this.feedCount + feed;
      if (this.#shipType[place] === 0 || this.#saidUtcMs[place] < newestUtcMs) continue;
      shipType = this.#shipType[place];
      newestUtcMs = this.#saidUtcMs[place];
    }
    return shipType;
  }

  #rowOf(mmsi: number): number {
    const count = this.count;
    for (; this.#known < count; this.#known++) this.#rows.set(this.#mmsi[this.#known], this.#known);
    return this.#rows.get(mmsi) ?? -1;
  }

  /** The row of a vessel, made when it is new; −1 when the table is full. */
  #rowFor(mmsi: number): number {
    const known = this.#rowOf(mmsi);
    if (known >= 0) return known;
    const row = this.count;
    if (row >= maxVessels) return -1;
    this.#mmsi[row] = mmsi;
    Atomics.store(this.#count, 0, row + 1);
    return this.#rowOf(mmsi);
  }
}

/** How a vessel is drawn: from its station, and its type by ITU-R M.1371-5, table 53. */
export function classOf(shipType: number, station: number): ShipClass {
  if (station === stationClass.aton) return 'aton';
  if (station === stationClass.base) return 'base';
  if (shipType === 30) return 'fishing';
  if (shipType === 36 || shipType === 37) return 'pleasure';
  if (shipType >= 60 && shipType <= 69) return 'passenger';
  if (shipType >= 70 && shipType <= 79) return 'cargo';
  if (shipType >= 80 && shipType <= 89) return 'tanker';
  if ((shipType >= 31 && shipType <= 35) || (shipType >= 50 && shipType <= 59)) return 'special';
  return 'other';
}

/** The binary of `GET /api/sea/vessels`, column by column; see `VesselColumns`. */
class VesselColumnsWriter {
  readonly bytes: Uint8Array;
  readonly mmsi: Uint32Array;
  readonly lonDeg: Float32Array;
  readonly latDeg: Float32Array;
  readonly sogKn: Float32Array;
  readonly cogDeg: Float32Array;
  readonly headingDeg: Float32Array;
  readonly ageS: Float32Array;
  readonly shipClass: Uint8Array;
  readonly flags: Uint8Array;

  constructor(count: number, asOfUtcMs: number) {
    const wide = Math.ceil((4 * count) / 8) * 8;
    const narrow = Math.ceil(count / 8) * 8;
    const buffer = new ArrayBuffer(16 + 7 * wide + 2 * narrow);
    this.bytes = new Uint8Array(buffer);
    this.bytes.set(new TextEncoder().encode('CWV1'));
    const head = new DataView(buffer);
    head.setUint32(4, count, true);
    head.setFloat64(8, asOfUtcMs, true);
    const floats = (column: number) => new Float32Array(buffer, 16 + column * wide, count);
    this.mmsi = new Uint32Array(buffer, 16, count);
    this.lonDeg = floats(1);
    this.latDeg = floats(2);
    this.sogKn = floats(3);
    this.cogDeg = floats(4);
    this.headingDeg = floats(5);
    this.ageS = floats(6);
    this.shipClass = new Uint8Array(buffer, 16 + 7 * wide, count);
    this.flags = new Uint8Array(buffer, 16 + 7 * wide + narrow, count);
  }
}

/** Vessels of the archive as the page takes them. @param typeOf a vessel's ship type, 0 when unknown */
export function encodeFleet(
  fleet: ArchivedFleet,
  typeOf: (mmsi: number) => number,
  asOfUtcMs: number,
  bbox?: Bbox,
): Uint8Array {
  const rows = Array.from(fleet.mmsi.keys()).filter(
    (row) => bbox === undefined || isIn(fleet.lonDeg[row], fleet.latDeg[row], bbox),
  );
  const out = new VesselColumnsWriter(rows.length, asOfUtcMs);
  for (const [i, row] of rows.entries()) {
    const ageS = Math.max(0, (asOfUtcMs - fleet.timeUtcMs[row]) / 1000);
    out.mmsi[i] = fleet.mmsi[row];
    out.lonDeg[i] = fleet.lonDeg[row];
    out.latDeg[i] = fleet.latDeg[row];
    out.sogKn[i] = fleet.sogKn[row];
    out.cogDeg[i] = fleet.cogDeg[row];
    out.headingDeg[i] = Number.NaN;
    out.ageS[i] = ageS;
    out.shipClass[i] = shipClasses.indexOf(classOf(typeOf(fleet.mmsi[row]), stationClass.unknown));
    out.flags[i] = flagsOf(fleet.status[row], fleet.sogKn[row], ageS);
  }
  return out.bytes;
}

function flagsOf(status: number, sogKn: number, ageS: number): number {
  const isMoored = status === 1 || status === 5 || sogKn < 0.3;
  // M.1371-5: every 3 min at anchor (A) or moored (B), at most every 10 s to 3 min under way. Several times that
  // without a word is not reception at its usual edge.
  const expectedS = isMoored ? 1800 : 900;
  return (isMoored ? vesselFlags.moored : 0) | (ageS > expectedS ? vesselFlags.lost : 0);
}

function isIn(lonDeg: number, latDeg: number, [west, south, east, north]: Bbox): boolean {
  const within = west <= east ? lonDeg >= west && lonDeg <= east : lonDeg >= west || lonDeg <= east;
  return within && latDeg >= south && latDeg <= north;
}
