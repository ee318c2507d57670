import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../test/shared.ts';
import { toFixedEven } from './bytewriter.ts';
import {
  armourSentences,
  ByteWriter,
  createDecoder,
  createGpsdProfile,
  createJsonProfile,
  type GpsdOptions,
} from './index.ts';
import { writeBits } from './bits.ts';

/** The lines that the profile writes for some sentences. */
function gpsdLines(sentences: readonly string[], options: GpsdOptions = {}): string[] {
  const out = new ByteWriter();
  const profile = createGpsdProfile(options);
  const decoder = createDecoder({ onMessage: (view) => profile.write(view, out) });
  decoder.push(new TextEncoder().encode(`${sentences.join('\n')}\n`));
  decoder.end();
  return new TextDecoder()
    .decode(out.take())
    .split('\r\n')
    .filter((line) => line !== '');
}

/** A message of a type and length, its bits ones where `fill` is 255. */
function filled(
  type: number,
  bitLength: number,
  fill: number,
  application?: readonly [dac: number, fid: number],
): string[] {
  const bytes = new Uint8Array(bitLength / 8 + 16).fill(fill, 0, bitLength >> 3);
  writeBits(bytes, 0, 6, type);
  if (application !== undefined) {
    const at = type === 6 ? 72 : 40;
    writeBits(bytes, at, 10, application[0]);
    writeBits(bytes, at + 10, 6, application[1]);
  }
  return armourSentences({ bytes, bitLength });
}

describe('the gpsd profile', () => {
  for (const name of ['kystverket', 'noaadata', 'go-ais', 'gfw-mixed']) {
    const path = sharedData(`ais/oracle-${name}.jsonl`);
    it.skipIf(path === undefined)(
      `equals gpsdecode 3.22 in every field, value and order on ${name} (needs the data beside the checkout)`,
      () => {
        const records = readFileSync(path as string, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        expect(records.length).toBeGreaterThan(90);
        for (const { sentences, scaled, unscaled } of records) {
          expect(gpsdLines(sentences).map((line) => JSON.stringify(JSON.parse(line)))).toEqual([
            JSON.stringify(scaled),
          ]);
          expect(
            gpsdLines(sentences, { scaled: false }).map((line) => JSON.stringify(JSON.parse(line))),
          ).toEqual([JSON.stringify(unscaled)]);
        }
      },
    );
  }

  const applications: [number, number, number, number][] = [
    [6, 248, 200, 21],
    [6, 232, 200, 22],
    [6, 168, 200, 55],
    [6, 136, 235, 10],
    [6, 360, 1, 12],
    [6, 190, 1, 14],
    [6, 72 + 16, 1, 15],
    [6, 224, 1, 16],
    [6, 360, 1, 18],
    [6, 360, 1, 20],
    [6, 134, 1, 25],
    [6, 320, 1, 28],
    [6, 200, 1, 30],
    [6, 273, 1, 32],
    [8, 352, 1, 11],
    [8, 472, 1, 13],
    [8, 72, 1, 15],
    [8, 128, 1, 16],
    [8, 300, 1, 17],
    [8, 360, 1, 19],
    [8, 337, 1, 27],
    [8, 200, 1, 29],
    [8, 360, 1, 31],
    [8, 168, 200, 10],
    [8, 256, 200, 23],
    [8, 168, 200, 24],
    [8, 168, 200, 40],
    [8, 111, 366, 56],
  ];
  it.each(applications)(
    'writes valid JSON for type %i of %i bits, DAC %i, FI %i, whatever its bits',
    (type, bits, dac, fid) => {
      for (const fill of [0, 255, 170, 85])
        for (const scaled of [true, false]) {
          const [line] = gpsdLines(filled(type, bits, fill, [dac, fid]), { scaled });
          expect(JSON.parse(line)).toMatchObject({ dac, fid, scaled });
        }
    },
  );

  it('prints numbers as gpsd does where they mean something else', () => {
    const [line] = gpsdLines(filled(9, 168, 255));
    expect(JSON.parse(line)).toMatchObject({ alt: 'nan', speed: 'nan' });
    expect(JSON.parse(gpsdLines(filled(1, 168, 255))[0])).toMatchObject({
      turn: 0,
      speed: 'nan',
      status_text: 'Not defined',
    });
    expect(JSON.parse(gpsdLines(filled(27, 96, 0))[0])).toMatchObject({ status: 'Under way using engine' });
  });

  it('joins both parts of type 24 unless it is told to split them', () => {
    const part = (number: number, bits: number): string => {
      const bytes = new Uint8Array(40);
      writeBits(bytes, 0, 6, 24);
      writeBits(bytes, 8, 30, 338331188);
      writeBits(bytes, 38, 2, number);
      writeBits(bytes, 40, 12, 0b000001_000010);
      return armourSentences({ bytes, bitLength: bits })[0];
    };
    const parts = [part(1, 168), part(0, 160), part(1, 168), part(1, 168)];
    expect(gpsdLines(parts).map((line) => JSON.parse(line).shipname)).toEqual(['AB']);
    expect(gpsdLines(parts, { splitParts: true }).map((line) => JSON.parse(line).part)).toEqual([
      'B',
      'A',
      undefined,
      'B',
    ]);
  });

  it('prints nothing for what gpsd refuses', () => {
    expect(gpsdLines(filled(1, 162, 0))).toEqual([]);
    expect(gpsdLines(filled(27, 100, 0))).toEqual([]);
    expect(gpsdLines(filled(24, 158, 0), { splitParts: true })).toEqual([]);
  });
});

describe('our own profile', () => {
  it('writes the same fields and values as the view gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 27 }),
        fc.uint8Array({ minLength: 54, maxLength: 54 }),
        fc.integer({ min: 40, max: 424 }),
        (type, noise, bitLength) => {
          noise[0] = (type << 2) | (noise[0] & 3);
          const out = new ByteWriter();
          const profile = createJsonProfile();
          let fields: Record<string, unknown> = {};
          const decoder = createDecoder({
            onMessage: (view) => {
              fields = view.fields();
              profile.write(view, out);
            },
          });
          decoder.push(
            new TextEncoder().encode(
              `${armourSentences({ bytes: Uint8Array.from([...noise, ...new Uint8Array(8)]), bitLength }).join('\n')}\n`,
            ),
          );
          decoder.end();
          const text = new TextDecoder().decode(out.take());
          expect(text === '').toBe(decoder.stats.messages === 0);
          if (text === '') return;
          const written = JSON.parse(text);
          expect(
            Object.keys(written).filter((key) => !['timeUtc', 'timeBasis', 'channel'].includes(key)),
          ).toEqual(Object.keys(fields));
          for (const [key, value] of Object.entries(fields))
            if (typeof value === 'number') expect(Math.abs(written[key] - value)).toBeLessThanOrEqual(0.0501);
            else expect(written[key]).toBe(value);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('numbers as printf writes them', () => {
  it.each([
    [0.25, 1, '0.2'],
    [0.75, 1, '0.8'],
    [-0.25, 1, '-0.2'],
    [0.03125, 4, '0.0312'],
    [0.05, 1, '0.1'],
    [2.5, 0, '2'],
    [181, 1, '181.0'],
    [-0.0017, 1, '-0.0'],
  ])('%d with %i decimals is %s', (value, decimals, text) => {
    expect(toFixedEven(value, decimals)).toBe(text);
  });

  it('are written in all sizes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
        (whole, units) => {
          const out = new ByteWriter(4);
          out.uint(whole);
          out.byte(32);
          out.decimal(units, 6);
          expect(new TextDecoder().decode(out.take())).toBe(
            `${whole} ${units < 0 ? '-' : ''}${(Math.abs(units) / 1e6).toFixed(6)}`,
          );
        },
      ),
    );
  });
});
