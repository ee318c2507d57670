import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gate } from './gates.ts';
import { crossing, Gates } from './gates.ts';
import type { LonLat } from './geodesy.ts';

const side = { en: 'a sea', ja: '海' };
const gateOf = (line: LonLat[], id = 'gate'): Gate => ({
  id,
  name: { en: id, ja: id },
  line,
  sidePlus: side,
  sideMinus: side,
  source: 'test',
});
/** Number of passages to the plus side less those to the minus side along a way. */
const net = (gate: Gate, way: LonLat[]) =>
  way.slice(1).reduce((sum, b, i) => sum + (crossing(gate, ...way[i], ...b)?.direction ?? 0), 0);

// On a grid of quarters, so that ways often touch vertices and run along edges.
const grid = fc.integer({ min: -12, max: 12 }).map((n) => n / 4);
const onGrid: fc.Arbitrary<LonLat> = fc.tuple(grid, grid);

describe('a gate', () => {
  const straight = gateOf([
    [0, -1],
    [0, 1],
  ]);

  it('is passed to the plus side by a way from right to left of the line as drawn', () => {
    expect(crossing(straight, 1, 0, -1, 0)).toEqual({ t: 0.5, direction: 1 });
    expect(crossing(straight, -1, 0.5, 3, 0.5)).toEqual({ t: 0.25, direction: -1 });
  });

  it('is not passed beside its ends, nor by a way along it', () => {
    expect(crossing(straight, 1, 2, -1, 2)).toBeUndefined();
    expect(crossing(straight, 0, -3, 0, 3)).toBeUndefined();
    expect(crossing(straight, 1, 0, 1, 0)).toBeUndefined();
  });

  it('counts a way that stops on the line and goes on exactly once', () => {
    expect(
      net(straight, [
        [1, 0],
        [0, 0],
        [-1, 0],
      ]),
    ).toBe(1);
    expect(
      net(straight, [
        [-1, 0],
        [0, 0],
        [1, 0],
      ]),
    ).toBe(-1);
    expect(
      net(straight, [
        [1, 0],
        [0, 0],
        [1, 0],
      ]),
    ).toBe(0);
    expect(
      net(straight, [
        [-1, 0],
        [0, 0],
        [-1, 0],
      ]),
    ).toBe(0);
  });

  it('is passed once through a vertex, and not by touching one', () => {
    const bent = gateOf([
      [0, -1],
      [0.5, 0],
      [0, 1],
    ]);
    expect(
      net(bent, [
        [2, 0],
        [-2, 0],
      ]),
    ).toBe(1);
    expect(
      net(bent, [
        [0.5, 2],
        [0.5, -2],
      ]),
    ).toBe(0);
  });

  it('of a line that returns is crossed as often each way: every closed way around no end has net zero', () => {
    const line = fc.uniqueArray(onGrid, { minLength: 2, maxLength: 5, selector: String });
    fc.assert(
      fc.property(line, onGrid, onGrid, onGrid, (places, a, b, c) => {
        // Far around the whole gate there is no end left outside, whichever way is taken.
        const around: LonLat[] = [
          [9, 9],
          [-9, 9],
          [-9, -9],
          [9, -9],
          [9, 9],
        ];
        expect(net(gateOf(places), around)).toBe(0);
        // There and back again crosses as often each way.
        expect(net(gateOf(places), [a, b, c, b, a])).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('gives the same count however finely a straight way is divided', () => {
    // From west to east a straight way has net −1, 0 or 1; a line that turns back could be crossed more often.
    const line = fc
      .uniqueArray(onGrid, { minLength: 2, maxLength: 5, selector: ([x]) => x })
      .map((places) => places.toSorted(([a], [b]) => a - b));
    fc.assert(
      fc.property(line, onGrid, onGrid, fc.constantFrom(2, 4, 8), (places, a, b, n) => {
        const way = Array.from({ length: n + 1 }, (_, i): LonLat => {
          return [a[0] + ((b[0] - a[0]) * i) / n, a[1] + ((b[1] - a[1]) * i) / n];
        });
        expect(net(gateOf(places), way)).toBe(net(gateOf(places), [a, b]));
      }),
      { numRuns: 3000 },
    );
  });

  it('lies across the antimeridian as anywhere else', () => {
    const bering = gateOf([
      [179.5, 66],
      [181, 65],
    ]);
    for (const turn of [-360, 0, 360]) {
      expect(crossing(bering, -179.9 + turn, 65, -179.9 + turn, 66)?.direction).toBe(1);
      expect(crossing(bering, 179.9 + turn, 66, 179.9 + turn, 65)?.direction).toBe(-1);
    }
    expect(crossing(bering, 179.9, 64, -179.9, 67)?.direction).toBe(1);
  });
});

describe('the list of gates', () => {
  it('finds by its boxes exactly what each gate finds itself', () => {
    const shifted = (by: number) => fc.tuple(grid, grid).map(([x, y]): LonLat => [x + by, y]);
    const around = fc.constantFrom(0, 178, -180);
    const world = around.chain((by) =>
      fc.tuple(
        fc.array(fc.uniqueArray(shifted(by), { minLength: 2, maxLength: 4, selector: String }), {
          maxLength: 6,
        }),
        shifted(by),
        shifted(by),
      ),
    );
    fc.assert(
      fc.property(world, ([lines, a, b]) => {
        const list = lines.map((line, i) => gateOf(line, `gate-${i}`));
        const found: string[] = [];
        new Gates(list).crossings(...a, ...b, ({ id }) => found.push(id));
        expect(found).toEqual(
          list.filter((gate) => crossing(gate, ...a, ...b) !== undefined).map(({ id }) => id),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses two gates of one id and a line of one place', () => {
    const good = gateOf([
      [0, 0],
      [1, 1],
    ]);
    expect(() => new Gates([good, good])).toThrow(/one id/);
    expect(() => new Gates([gateOf([[0, 0]])])).toThrow(/gate/);
    expect(
      () =>
        new Gates([
          gateOf([
            [179, 0],
            [-179, 0],
          ]),
        ]),
    ).toThrow(/gate/);
    expect(new Gates([good]).get('gate')).toBe(good);
  });
});
