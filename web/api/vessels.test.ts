import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as sea from '../../src/sea/api.ts';
import { readVessels, shipClasses, vesselFlags } from './vessels.ts';

interface Vessel {
  mmsi: number;
  numbers: number[];
  shipClass: number;
  flags: number;
}

/** Writes the layout of src/sea/api.ts, independently of the reader. */
function written(vessels: readonly Vessel[], asOfUtcMs: number): ArrayBuffer {
  const padded = (bytes: number) => Math.ceil(bytes / 8) * 8;
  const count = vessels.length;
  const bytes = new ArrayBuffer(16 + 7 * padded(4 * count) + 2 * padded(count));
  const view = new DataView(bytes);
  for (const [i, letter] of [...'CWV1'].entries()) view.setUint8(i, letter.charCodeAt(0));
  view.setUint32(4, count, true);
  view.setFloat64(8, asOfUtcMs, true);
  let offset = 16;
  vessels.forEach(({ mmsi }, i) => view.setUint32(offset + 4 * i, mmsi, true));
  for (let column = 0; column < 6; column++) {
    offset += padded(4 * count);
    vessels.forEach(({ numbers }, i) => view.setFloat32(offset + 4 * i, numbers[column], true));
  }
  offset += padded(4 * count);
  vessels.forEach(({ shipClass }, i) => view.setUint8(offset + i, shipClass));
  offset += padded(count);
  vessels.forEach(({ flags }, i) => view.setUint8(offset + i, flags));
  return bytes;
}

const vessel = fc.record({
  mmsi: fc.integer({ min: 0, max: 0xffffffff }),
  numbers: fc.array(fc.float(), { minLength: 6, maxLength: 6 }),
  shipClass: fc.integer({ min: 0, max: 8 }),
  flags: fc.integer({ min: 0, max: 7 }),
});

describe('the columns of vessels', () => {
  it('reads back whatever was written, for any number of vessels', () => {
    fc.assert(
      fc.property(fc.array(vessel, { maxLength: 40 }), fc.integer({ min: 0, max: 4e12 }), (vessels, asOf) => {
        const read = readVessels(written(vessels, asOf));
        expect(read.count).toBe(vessels.length);
        expect(read.asOfUtcMs).toBe(asOf);
        vessels.forEach(({ mmsi, numbers, shipClass, flags }, i) => {
          const columns = [read.lonDeg, read.latDeg, read.sogKn, read.cogDeg, read.headingDeg, read.ageS];
          expect([read.mmsi[i], read.shipClass[i], read.flags[i]]).toEqual([mmsi, shipClass, flags]);
          expect(columns.map((column) => column[i])).toEqual(numbers);
        });
      }),
    );
  });

  it('refuses what is no such answer, and one that ends early', () => {
    const bytes = written([{ mmsi: 1, numbers: [1, 2, 3, 4, 5, 6], shipClass: 1, flags: 0 }], 0);
    expect(() => readVessels(bytes.slice(0, bytes.byteLength - 9))).toThrow(RangeError);
    expect(() => readVessels(new ArrayBuffer(4))).toThrow(RangeError);
    expect(() => readVessels(new ArrayBuffer(32))).toThrow('not CWV1');
  });

  it('names classes and flags as the sea room does', () => {
    expect(shipClasses).toEqual(sea.shipClasses);
    expect(vesselFlags).toEqual(sea.vesselFlags);
  });
});
