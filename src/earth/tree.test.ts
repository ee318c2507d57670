import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Chains, Nearest } from './tree.ts';
import { ChainTree } from './tree.ts';

type Point = [number, number, number];
interface Chain {
  group: number;
  points: Point[];
}

const coordinate = fc.integer({ min: -50, max: 50 });
const point: fc.Arbitrary<Point> = fc.tuple(coordinate, coordinate, coordinate);
const chain = fc.record({ group: fc.nat(4), points: fc.array(point, { minLength: 1, maxLength: 6 }) });
const somewhere = fc.array(chain, { maxLength: 60 });

function pack(list: Chain[]): Chains {
  const starts = [0];
  for (const { points } of list) starts.push(starts[starts.length - 1] + points.length);
  return {
    vertices: Float32Array.from(list.flatMap(({ points }) => points.flat())),
    starts: Uint32Array.from(starts),
    groups: Uint16Array.from(list, ({ group }) => group),
  };
}

/** The plain version: distance to a segment by sampling its projection. */
function toSegment(p: Point, a: Point, b: Point): number {
  const ab = b.map((v, i) => v - a[i]);
  const length = ab.reduce((sum, v) => sum + v * v, 0);
  const dot = ab.reduce((sum, v, i) => sum + v * (p[i] - a[i]), 0);
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, dot / length));
  return Math.hypot(...p.map((v, i) => v - a[i] - t * ab[i]));
}

function toChain(p: Point, { points }: Chain): number {
  if (points.length === 1) return toSegment(p, points[0], points[0]);
  return Math.min(...points.slice(1).map((b, i) => toSegment(p, points[i], b)));
}

describe('the tree of chains', () => {
  it('finds what a search of every chain finds', () => {
    fc.assert(
      fc.property(somewhere, point, fc.integer({ min: 1, max: 120 }), (list, p, limit) => {
        const found: Nearest = { chain: 0, chordM: 0 };
        new ChainTree(pack(list)).nearest(...p, limit, found);
        const best = Math.min(Number.POSITIVE_INFINITY, ...list.map((c) => toChain(p, c)));
        if (best > limit + 1e-9) expect(found.chain).toBe(-1);
        if (best < limit - 1e-9) {
          expect(found.chordM).toBeCloseTo(best, 6);
          expect(toChain(p, list[found.chain])).toBeCloseTo(best, 6);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('finds the nearest of every group', () => {
    const chainOf = new Int32Array(5);
    const chordOfM = new Float64Array(5);
    fc.assert(
      fc.property(somewhere, point, fc.integer({ min: 1, max: 120 }), (list, p, limit) => {
        new ChainTree(pack(list)).nearestOfGroups(...p, limit, chainOf, chordOfM);
        for (let group = 0; group < 5; group++) {
          const best = Math.min(
            Number.POSITIVE_INFINITY,
            ...list.filter((c) => c.group === group).map((c) => toChain(p, c)),
          );
          if (best > limit + 1e-9) expect(chordOfM[group]).toBe(Number.POSITIVE_INFINITY);
          if (best < limit - 1e-9) {
            expect(chordOfM[group]).toBeCloseTo(best, 6);
            expect(list[chainOf[group]].group).toBe(group);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('of nothing finds nothing', () => {
    const found: Nearest = { chain: 0, chordM: 0 };
    const tree = new ChainTree(pack([]));
    tree.nearest(0, 0, 0, 100, found);
    expect(found).toEqual({ chain: -1, chordM: Number.POSITIVE_INFINITY });
    expect(tree.size).toBe(0);
  });

  it('bears many equal places', () => {
    const same = Array.from({ length: 500 }, (): Chain => ({ group: 0, points: [[1, 2, 3]] }));
    const found: Nearest = { chain: 0, chordM: 0 };
    new ChainTree(pack(same)).nearest(1, 2, 4, 10, found);
    expect(found.chordM).toBe(1);
  });
});
