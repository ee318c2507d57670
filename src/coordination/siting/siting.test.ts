import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { sharedData } from '../../../test/shared.ts';
import { highsSolver } from '../../hub/highs.ts';
import { Assigner } from './assignment.ts';
import type { CapacitatedProblem } from './assignment.ts';
import { solveCapacitated } from './capacitated.ts';
import { costTable, shortestWays } from './costs.ts';
import { problemFromText } from './files.ts';
import { solveLocation } from './location.ts';
import { parsePMed } from './orlib.ts';
import { solvePMedian } from './pmedian.ts';
import { parseLocation } from './problem.ts';
import { seededRandom } from './random.ts';
import { SwapState } from './swap.ts';

const subsets = (n: number, p: number): number[][] =>
  p === 0
    ? [[]]
    : n < p
      ? []
      : [...subsets(n - 1, p), ...subsets(n - 1, p - 1).map((rest) => [...rest, n - 1])];

function randomTable(customers: number, sites: number, seed: number, whole = true) {
  const random = seededRandom(seed);
  const costs = Float64Array.from({ length: customers * sites }, () => random() * 40);
  // Few distinct costs: ties are where a swap search goes wrong.
  return costTable(customers, sites, whole ? costs.map(Math.floor) : costs);
}

const costOf = (table: ReturnType<typeof randomTable>, open: readonly number[]) => {
  let sum = 0;
  for (let u = 0; u < table.customers; u++)
    sum += Math.min(...open.map((i) => table.bySite[i * table.customers + u]));
  return sum;
};

test('the swap structure says of every swap exactly what it saves, through any history of swaps', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 2, max: 5 }),
      fc.boolean(),
      (seed, p, whole) => {
        const table = randomTable(12, 9, seed, whole);
        const random = seededRandom(seed + 1);
        const state = new SwapState(
          table,
          Array.from({ length: p }, (_, i) => i),
        );
        for (let round = 0; round < 12; round++) {
          const best = state.bestSwap();
          if (best === undefined) throw new Error('no swap');
          const open = Array.from(state.open);
          let most = Number.NEGATIVE_INFINITY;
          for (let site = 0; site < 9; site++)
            for (let slot = 0; slot < p; slot++)
              if (!open.includes(site)) {
                const after = open.map((x, at) => (at === slot ? site : x));
                most = Math.max(most, costOf(table, open) - costOf(table, after));
              }
          expect(best.profit).toBeCloseTo(most, 8);
          const closed = Array.from({ length: 9 }, (_, i) => i).filter((i) => !open.includes(i));
          state.swap(closed[Math.floor(random() * closed.length)], Math.floor(random() * p));
          expect(state.cost).toBeCloseTo(costOf(table, Array.from(state.open)), 8);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('the p-median found is the best of all subsets, and the bound never lies above it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (seed, p, whole) => {
        const table = randomTable(14, 9, seed, whole);
        const best = Math.min(...subsets(9, p).map((open) => costOf(table, open)));
        const found = solvePMedian(table, p, { seed: 1, work: 3e6 });
        expect(found.cost).toBeCloseTo(best, 8);
        expect(found.lower).toBeLessThanOrEqual(best + 1e-6);
      },
    ),
    { numRuns: 60 },
  );
});

test('sites that must be open are, and the rest is best around them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const table = randomTable(14, 9, seed);
      const locked = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0, 1);
      const best = Math.min(
        ...subsets(9, 4)
          .filter((open) => open.includes(3) && open.includes(8))
          .map((open) => costOf(table, open)),
      );
      const found = solvePMedian(table, 4, { seed: 1, work: 3e6, locked });
      expect(found.open).toEqual(expect.arrayContaining([3, 8]));
      expect(found.cost).toBe(best);
      expect(found.lower).toBeLessThanOrEqual(best + 1e-6);
    }),
    { numRuns: 40 },
  );
});

function randomCapacitated(seed: number, customers = 8, sites = 5): CapacitatedProblem {
  const random = seededRandom(seed);
  const whole = (most: number) => 1 + Math.floor(random() * most);
  return {
    customers,
    sites,
    capacities: Float64Array.from({ length: sites }, () => 10 + whole(15)),
    fixedCosts: Float64Array.from({ length: sites }, () => whole(60)),
    demands: Float64Array.from({ length: customers }, () => whole(5)),
    costs: Float64Array.from({ length: customers * sites }, () => whole(50)),
  };
}

/** The relaxed or single-source assignment to fixed open sites, by the mixed-integer solver. */
test('capacitated location agrees with the mixed-integer program on its own, for one and for several sources', async () => {
  const solver = await highsSolver();
  for (let seed = 0; seed < 25; seed++) {
    const problem = randomCapacitated(seed);
    for (const singleSource of [false, true]) {
      const sets = Array.from({ length: 31 }, (_, bits) =>
        [0, 1, 2, 3, 4].filter((i) => ((bits + 1) >> i) & 1),
      );
      const exact = Math.min(
        ...sets.map((open) => {
          const lines: string[] = [];
          const x = (u: number, i: number) => `x${u}_${i}`;
          for (let u = 0; u < problem.customers; u++)
            lines.push(`${open.map((i) => x(u, i)).join(' + ')} = 1`);
          for (const i of open)
            lines.push(
              `${Array.from(problem.demands, (d, u) => `${d} ${x(u, i)}`).join(' + ')} <= ${problem.capacities[i]}`,
            );
          const names = Array.from(problem.demands.keys()).flatMap((u) => open.map((i) => [u, i] as const));
          const cost = names
            .map(([u, i]) => `${problem.costs[u * problem.sites + i]} ${x(u, i)}`)
            .join(' + ');
          const text = `Minimize\nobj: ${cost}\nSubject To\n${lines.join('\n')}\n${singleSource ? `Binary\n${names.map(([u, i]) => x(u, i)).join(' ')}\n` : ''}End\n`;
          const answer = solver(text, { timeLimitS: 10 });
          return answer.status === 'optimal'
            ? answer.objective + open.reduce((sum, i) => sum + problem.fixedCosts[i], 0)
            : Number.POSITIVE_INFINITY;
        }),
      );
      const found = solveCapacitated(problem, { seed: 1, work: 2e7, singleSource, solver });
      expect(found.cost).toBeCloseTo(exact, 5);
      expect(found.isOptimal).toBe(true);
      const bare = solveCapacitated(problem, { seed: 1, work: 2e7, singleSource });
      expect(bare.lower).toBeLessThanOrEqual(exact + 1e-6);
    }
  }
}, 60_000);

test('no site is sent more than it holds, and everybody is served whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const problem = randomCapacitated(seed, 20, 6);
      const assigner = new Assigner(problem);
      const cost = assigner.cost([0, 1, 2, 3, 4, 5]);
      if (cost === Number.POSITIVE_INFINITY) return;
      const loads = new Float64Array(6);
      const served = new Float64Array(20);
      for (const { customer, site, amount } of assigner.shipments()) {
        expect(amount).toBeGreaterThan(0);
        loads[site] += amount;
        served[customer] += amount;
      }
      loads.forEach((load, i) => expect(load).toBeLessThanOrEqual(problem.capacities[i] + 1e-6));
      served.forEach((amount, u) => expect(amount).toBeCloseTo(problem.demands[u], 8));
    }),
    { numRuns: 100 },
  );
});

test('of edges that are named twice the later one counts', () => {
  const { vertices, edges, p } = parsePMed('3 4 1\n1 2 5\n2 3 4\n2 1 9\n1 3 20\n');
  expect(p).toBe(1);
  expect(Array.from(shortestWays(vertices, edges))).toEqual([0, 9, 13, 9, 0, 4, 13, 4, 0]);
});

test('covering counts what lies within the radius, and the answer has what is left out', () => {
  const answer = solveLocation(
    parseLocation({
      type: 'mclp',
      p: 1,
      radiusKm: 10,
      demandPoints: [
        { id: 'a', lon: 140, lat: 35, population: 100 },
        { id: 'b', lon: 140.05, lat: 35, population: 50 },
        { id: 'c', lon: 142, lat: 35, population: 120 },
      ],
    }),
  );
  expect(answer).toMatchObject({ objective: 150, bound: 150, gap: 0, status: 'optimal', unserved: ['c'] });
});

test('a closed site and a cut road are answered as what-if, and nobody who is cut off is called served', () => {
  const answer = solveLocation(
    parseLocation({
      problem: 'p-median',
      p: 1,
      customers: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
      sites: [{ id: 'X' }, { id: 'Y' }],
      costs: [
        [1, 5],
        [2, 5],
        [3, 5],
      ],
      whatIf: [
        { name: 'X down', closed: ['X'] },
        {
          name: 'road to c cut',
          cuts: [
            { site: 'X', customer: 'c' },
            { site: 'Y', customer: 'c' },
          ],
        },
        { name: 'both down', closed: ['X', 'Y'] },
      ],
    }),
  );
  expect(answer).toMatchObject({ objective: 6, open: ['X'] });
  expect(answer.whatIf).toMatchObject([
    { objective: 15, open: ['Y'], unserved: [] },
    { open: ['X'], unserved: ['c'] },
    { status: 'infeasible' },
  ]);
});

test('what is wrong with a problem is named by its path', () => {
  expect(() => parseLocation({ problem: 'p-median', customers: [] })).toThrow(/customers/);
  expect(() =>
    solveLocation(parseLocation({ problem: 'p-median', customers: [{ lat: 1, lon: 1 }] })),
  ).toThrow(/\/p/);
  expect(() => problemFromText('no problem at all')).toThrow(/OR-Library/);
  expect(() =>
    solveLocation(
      parseLocation({ problem: 'cap', customers: [{ demand: 5 }], sites: [{ capacity: 4 }], costs: [[1]] }),
    ),
  ).toThrow(/demand is 5/);
});

const orlib = sharedData('coordination/orlib/pmedopt.txt');
test.skipIf(orlib === undefined)(
  'published p-median and capacitated instances are solved to their optima (data beside the checkout)',
  async () => {
    const solver = await highsSolver();
    const solve = (name: string) =>
      solveLocation(
        parseLocation(
          problemFromText(readFileSync(sharedData(`coordination/orlib/${name}.txt`) as string, 'utf8')),
        ),
        { solver },
      );
    for (const [name, optimum] of [
      ['pmed1', 5819],
      ['pmed5', 1355],
      ['pmed15', 1729],
      ['pmed20', 1789],
      ['cap41', 1040444.375],
      ['cap64', 1045650.25],
      ['cap101', 796648.4375],
      ['cap134', 928941.75],
    ] as const) {
      const { objective, status } = solve(name);
      expect([name, objective, status]).toEqual([name, expect.closeTo(optimum, 2), 'optimal']);
    }
  },
);
