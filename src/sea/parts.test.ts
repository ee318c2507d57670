import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearDistanceM } from '../earth/index.ts';
import { closePairs } from './pairs.ts';
import { decodeState, encodeState } from './state.ts';
import { flagName } from './flags.ts';
import { identityMarks } from './vessels.ts';

describe('close pairs', () => {
  const found = (places: readonly (readonly [number, number])[], limitM: number) => {
    const pairs: string[] = [];
    const lon = Float64Array.from(places, ([x]) => x);
    const lat = Float64Array.from(places, ([, y]) => y);
    closePairs(lon, lat, places.length, limitM, (i, j) => pairs.push(`${Math.min(i, j)} ${Math.max(i, j)}`));
    return pairs.sort();
  };
  const compared = (places: readonly (readonly [number, number])[], limitM: number) => {
    const pairs: string[] = [];
    for (let i = 0; i < places.length; i++)
      for (let j = i + 1; j < places.length; j++)
        if (nearDistanceM(...places[i], ...places[j]) <= limitM) pairs.push(`${i} ${j}`);
    return pairs.sort();
  };

  it('are those that comparing every two finds, at any latitude and across the antimeridian', () => {
    const centre = fc.tuple(
      fc.constantFrom(-179.999, -60, 0, 139, 179.999),
      fc.constantFrom(-75, -30, 0, 35, 70, 80),
    );
    const offsets = fc.array(
      fc.tuple(
        fc.double({ min: -0.03, max: 0.03, noNaN: true }),
        fc.double({ min: -0.01, max: 0.01, noNaN: true }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(centre, offsets, fc.constantFrom(100, 250, 500, 1500), ([lon, lat], steps, limitM) => {
        const places = steps.map(([x, y]) => [((lon + x + 540) % 360) - 180, lat + y] as const);
        expect(found(places, limitM)).toEqual(compared(places, limitM));
      }),
      { numRuns: 150 },
    );
  });

  it('are none for none, and found at the same place', () => {
    expect(found([], 500)).toEqual([]);
    expect(found([[0, 0]], 500)).toEqual([]);
    expect(
      found(
        [
          [180, 90],
          [-180, 90],
          [0, -90],
        ],
        500,
      ),
    ).toEqual(['0 1']);
  });
});

describe('remembered state', () => {
  it('comes back as it was', () => {
    const value = {
      nothing: null,
      missing: undefined,
      numbers: [0, -0, Number.NaN, Number.NEGATIVE_INFINITY, 1e300],
      text: '尖閣 ⚓',
      map: new Map<number | string, unknown>([
        [1, { a: [true, false] }],
        ['b', new Set([1, 2])],
      ]),
      columns: {
        a: new Float64Array([1.5, Number.NaN]),
        b: new Uint8Array(3),
        c: new Int32Array([-1]),
        d: new Uint16Array(0),
      },
    };
    expect(decodeState(encodeState(value))).toEqual(value);
  });

  it('is refused when it was cut anywhere', () => {
    const bytes = encodeState({ a: [1, 'text', new Map([[1, new Float32Array(4)]])] });
    for (let length = 0; length < bytes.length; length++)
      expect(() => decodeState(bytes.slice(0, length))).toThrow(/sea watch/);
  });
});

describe('identities', () => {
  it('are marked, not judged', () => {
    expect(identityMarks(431_000_001)).toEqual([]);
    expect(identityMarks(123_456_789)).toEqual(['junk-identity']);
    expect(identityMarks(240_000_000)).toEqual(['junk-identity']);
    expect(identityMarks(982_310_001)).toEqual(['auxiliary-craft']);
    expect(identityMarks(17)).toEqual(['invalid-mid']);
  });

  it('have the names of countries and economies', () => {
    expect(flagName(416)).toEqual({ en: 'Taiwan', ja: '台湾' });
    expect(flagName(431).ja).toBe('日本');
    expect(flagName(undefined)).toEqual({ en: '', ja: '' });
  });
});
