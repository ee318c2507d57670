/**
 * What flows from feeds to rooms and archives: position reports and static reports in columns. No object and no
 * string a message; strings are interned once in `strings` and referred to by index (0 is always '').
 */

/** Where a reception was made. Type 27 and sources tagged as satellites are `satellite`. */
export const reception = { unknown: 0, terrestrial: 1, satellite: 2 } as const;

/** AIS transponder class: `A` (types 1–3, 5, 27), `B` (18, 19, 24), or another station. */
export const stationClass = { unknown: 0, a: 1, b: 2, base: 3, aton: 4, sar: 5 } as const;

/**
 * Position reports, row i of every column belonging together; rows are in order of arrival, not of time.
 * Unknown numbers are NaN; `status` 15 is "not defined" (ITU-R M.1371-5, table 45).
 */
export interface PositionBatch {
  length: number;
  /** Time of reception or of the report, ms since 1970 UTC. */
  timeUtcMs: Float64Array;
  mmsi: Uint32Array;
  lonDeg: Float64Array;
  latDeg: Float64Array;
  /** Speed over ground, knots; NaN when not available (raw 1023). */
  sogKn: Float32Array;
  /** Course over ground, degrees true; NaN when not available (raw 3600 and above). */
  cogDeg: Float32Array;
  /** True heading, degrees; NaN when not available (511). */
  headingDeg: Float32Array;
  /** Navigational status 0–15. */
  status: Uint8Array;
  /** M.1371 message type; 0 when the source is no AIS message (CSV). */
  messageType: Uint8Array;
  stationClass: Uint8Array;
  reception: Uint8Array;
  /** Index into `strings`: the receiving station or source tag, 0 when unknown. */
  receiver: Uint32Array;
  strings: readonly string[];
}

/** Static and voyage reports (types 5, 19, 24, 21, or columns of a CSV). A field that a report lacks is 0, '' or NaN. */
export interface StaticBatch {
  length: number;
  timeUtcMs: Float64Array;
  mmsi: Uint32Array;
  /** IMO number, 0 when not available. */
  imo: Uint32Array;
  /** Ship and cargo type 0–99 (M.1371-5 table 53); 255 when the report does not carry it. */
  shipType: Uint8Array;
  /** Metres from the reference point; NaN when the report does not carry it. */
  toBowM: Float32Array;
  toSternM: Float32Array;
  toPortM: Float32Array;
  toStarboardM: Float32Array;
  draughtM: Float32Array;
  /** Indexes into `strings`, 0 when the report does not carry it. */
  name: Uint32Array;
  callSign: Uint32Array;
  destination: Uint32Array;
  strings: readonly string[];
}

/** An empty position batch with room for `capacity` rows. */
export function positionBatch(capacity: number): PositionBatch {
  return {
    length: 0,
    timeUtcMs: new Float64Array(capacity),
    mmsi: new Uint32Array(capacity),
    lonDeg: new Float64Array(capacity),
    latDeg: new Float64Array(capacity),
    sogKn: new Float32Array(capacity),
    cogDeg: new Float32Array(capacity),
    headingDeg: new Float32Array(capacity),
    status: new Uint8Array(capacity),
    messageType: new Uint8Array(capacity),
    stationClass: new Uint8Array(capacity),
    reception: new Uint8Array(capacity),
    receiver: new Uint32Array(capacity),
    strings: [''],
  };
}

/** An empty static batch with room for `capacity` rows. */
export function staticBatch(capacity: number): StaticBatch {
  return {
    length: 0,
    timeUtcMs: new Float64Array(capacity),
    mmsi: new Uint32Array(capacity),
    imo: new Uint32Array(capacity),
    shipType: new Uint8Array(capacity),
    toBowM: new Float32Array(capacity),
    toSternM: new Float32Array(capacity),
    toPortM: new Float32Array(capacity),
    toStarboardM: new Float32Array(capacity),
    draughtM: new Float32Array(capacity),
    name: new Uint32Array(capacity),
    callSign: new Uint32Array(capacity),
    destination: new Uint32Array(capacity),
    strings: [''],
  };
}
