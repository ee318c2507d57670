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

export const maxVessels = 65_536;

/** Bytes of one place: time, lon, lat, speed, course, heading, status, station, reception. */
const placeBytes = 8 + 5 * 4 + 3;
const headBytes = 16;
const rowBytes = 4 + 1;

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

export class VesselTable {
  readonly buffer: SharedArrayBuffer;
  readonly feedCount: number;
  readonly #count: Int32Array;
  readonly #mmsi: Uint32Array;
  readonly #shipType: Uint8Array;
  readonly #timeUtcMs: Float64Array;
  readonly #lonDeg: Float32Array;
  readonly #latDeg: Float32Array;
  readonly #sogKn: Float32Array;
  readonly #cogDeg: Float32Array;
  readonly #headingDeg: Float32Array;
  readonly #status: Uint8Array;
  readonly #station: Uint8Array;
  readonly #reception: Uint8Array;
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
    this.#mmsi = new Uint32Array(this.buffer, take(maxVessels * 4, 4), maxVessels);
    this.#lonDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#latDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#sogKn = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#cogDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#headingDeg = new Float32Array(this.buffer, take(places * 4, 4), places);
    this.#shipType = new Uint8Array(this.buffer, take(maxVessels, 1), maxVessels);
    this.#status = new Uint8Array(this.buffer, take(places, 1), places);
    this.#station = new Uint8Array(this.buffer, take(places, 1), places);
    this.#reception = new Uint8Array(this.buffer, take(places, 1), places);
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

  setShipType(mmsi: number, shipType: number): void {
    const row = this.#rowOf(mmsi);
    if (row >= 0) this.#shipType[row] = shipType;
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
  encode(
    feeds: readonly number[],
    asOfUtcMs: number,
    bbox?: readonly [number, number, number, number],
  ): Uint8Array {
    const count = this.count;
    const places = new Int32Array(count);
    let n = 0;
    for (let row = 0; row < count; row++) {
      const place = this.#newestPlace(row, feeds);
      if (place >= 0 && (bbox === undefined || this.#isIn(place, bbox))) places[n++] = place;
    }
    return this.#written(places.subarray(0, n), asOfUtcMs);
  }

  #written(places: Int32Array, asOfUtcMs: number): Uint8Array {
    const n = places.length;
    const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
    const bytes = new Uint8Array(16 + 7 * padded(4 * n) + 2 * padded(n));
    const head = new DataView(bytes.buffer);
    bytes.set([0x43, 0x57, 0x56, 0x31]);
    head.setUint32(4, n, true);
    head.setFloat64(8, asOfUtcMs, true);
    let at = 16;
    const column = <T>(
      make: new (buffer: ArrayBuffer, offset: number, length: number) => T,
      size: number,
    ) => {
      const view = new make(bytes.buffer, at, n);
      at += padded(size * n);
      return view;
    };
    const mmsi = column(Uint32Array, 4);
    const [lon, lat, sog, cog, heading, age] = Array.from({ length: 6 }, () => column(Float32Array, 4));
    const shipClass = column(Uint8Array, 1);
    const flags = column(Uint8Array, 1);
    for (let i = 0; i < n; i++) {
      const place = places[i];
      const row = Math.floor(place / this.feedCount);
      const ageS = Math.max(0, (asOfUtcMs - this.#timeUtcMs[place]) / 1000);
      mmsi[i] = this.#mmsi[row];
      lon[i] = this.#lonDeg[place];
      lat[i] = this.#latDeg[place];
      sog[i] = this.#sogKn[place];
      cog[i] = this.#cogDeg[place];
      heading[i] = this.#headingDeg[place];
      age[i] = ageS;
      shipClass[i] = shipClasses.indexOf(classOf(this.#shipType[row], this.#station[place]));
      flags[i] = this.#flags(place, ageS);
    }
    return bytes;
  }

  #flags(place: number, ageS: number): number {
    const status = this.#status[place];
    const isMoored = status === 1 || status === 5 || this.#sogKn[place] < 0.3;
    // M.1371-5: every 3 min at anchor (A) or moored (B), at most every 10 s to 3 min under way. Several times that
    // without a word is not reception at its usual edge.
    const expectedS = isMoored ? 1800 : 900;
    return (
      (isMoored ? vesselFlags.moored : 0) |
      (ageS > expectedS ? vesselFlags.lost : 0) |
      (this.#reception[place] === reception.satellite ? vesselFlags.satellite : 0)
    );
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

  #isIn(place: number, [west, south, east, north]: readonly [number, number, number, number]): boolean {
    const [lon, lat] = [this.#lonDeg[place], this.#latDeg[place]];
    const within = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
    return within && lat >= south && lat <= north;
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
    this.#shipType[row] = 0;
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
