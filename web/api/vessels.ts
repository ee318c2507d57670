import type { ShipClass, VesselColumns } from '../../src/sea/api.ts';

/** The order of `shipClass` in the columns; a test holds it against the sea room's own list. */
export const shipClasses = [
  'other',
  'cargo',
  'tanker',
  'fishing',
  'passenger',
  'special',
  'pleasure',
  'aton',
  'base',
] as const satisfies readonly ShipClass[];

export const vesselFlags = { moored: 1, lost: 2, satellite: 4 } as const;

const magic = 0x31565743; // "CWV1", little-endian
const headerBytes = 16;

/**
 * Reads `GET /api/sea/vessels` (the layout stands in src/sea/api.ts) as views on the bytes: nothing is copied.
 * @throws {RangeError} when the bytes are no such answer or end early
 */
export function readVessels(bytes: ArrayBuffer): VesselColumns {
  if (bytes.byteLength < headerBytes) throw new RangeError(`vessels: ${bytes.byteLength} bytes`);
  const view = new DataView(bytes);
  if (view.getUint32(0, true) !== magic) throw new RangeError('vessels: not CWV1');
  const count = view.getUint32(4, true);
  let offset = headerBytes;
  const take = (bytesEach: number): number => {
    const start = offset;
    offset = start + Math.ceil((count * bytesEach) / 8) * 8;
    if (start + count * bytesEach > bytes.byteLength) throw new RangeError(`vessels: cut at ${start}`);
    return start;
  };
  const floats = () => new Float32Array(bytes, take(4), count);
  return {
    count,
    asOfUtcMs: view.getFloat64(8, true),
    mmsi: new Uint32Array(bytes, take(4), count),
    lonDeg: floats(),
    latDeg: floats(),
    sogKn: floats(),
    cogDeg: floats(),
    headingDeg: floats(),
    ageS: floats(),
    shipClass: new Uint8Array(bytes, take(1), count),
    flags: new Uint8Array(bytes, take(1), count),
  };
}
