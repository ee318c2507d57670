import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { highsSolver } from '../../hub/highs.ts';
import { allocate } from './allocate.ts';
import type { PrepositioningAnswer, PushAnswer, TransportAnswer } from './api.ts';
import { dockQueue, storagePallets } from './docks.ts';
import { FlowNetwork } from './flow.ts';
import { seededRandom } from './random.ts';

test('a flow costs what the linear program says, and its dual bound is the same', async () => {
  const solver = await highsSolver();
  for (let seed = 0; seed < 60; seed++) {
    const random = seededRandom(seed);
    const [n, m] = [4, 6];
    const supply = Array.from({ length: n }, () => Math.floor(random() * 20));
    const demand = Array.from({ length: m }, () => Math.floor(random() * 10));
    const cost = Array.from({ length: n * m }, () => Math.floor(random() * 30));
    const room = Array.from({ length: n * m }, () => (random() < 0.3 ? Math.floor(random() * 4) : 100));
    const network = new FlowNetwork(n + m + 2);
    supply.forEach((most, i) => network.arc(n + m, i, most, 0));
    demand.forEach((needed, j) => {
      network.arc(n + j, n + m + 1, needed, 0);
      network.arc(n + m, n + j, needed, 1000);
      for (let i = 0; i < n; i++) network.arc(i, n + j, room[i * m + j], cost[i * m + j]);
    });
    const total = demand.reduce((a, b) => a + b, 0);
    const { sent, cost: found } = network.send(n + m, n + m + 1, total);
    expect(sent).toBe(total);
    const x = (i: number, j: number) => `x${i}_${j}`;
    const rows = [
      ...demand.map((needed, j) => `${supply.map((_, i) => x(i, j)).join(' + ')} + u${j} = ${needed}`),
      ...supply.map((most, i) => `${demand.map((_, j) => x(i, j)).join(' + ')} <= ${most}`),
    ];
    const bounds = supply.flatMap((_, i) => demand.map((__, j) => `0 <= ${x(i, j)} <= ${room[i * m + j]}`));
    const objective = [
      ...supply.flatMap((_, i) => demand.map((__, j) => `${cost[i * m + j]} ${x(i, j)}`)),
      ...demand.map((_, j) => `1000 u${j}`),
    ];
    const answer = solver(
      `Minimize\nobj: ${objective.join(' + ')}\nSubject To\n${rows.join('\n')}\nBounds\n${bounds.join('\n')}\nEnd\n`,
      { timeLimitS: 10 },
    );
    expect(found).toBeCloseTo(answer.objective, 6);
    expect(network.bound(n + m, n + m + 1, sent)).toBeCloseTo(found, 6);
  }
}, 30_000);

const transport = {
  problem: 'transport-plan',
  days: 4,
  sources: [{ id: 'S', stock: 200 }],
  hubs: [{ id: 'H', palletsPerDay: 30, storage: 10 }],
  destinations: [
    { id: 'a', perDay: 20 },
    { id: 'b', perDay: [20, 20, 20, 20] },
  ],
  routes: [
    { from: 'S', to: 'H', costPerPallet: 1 },
    { from: 'H', to: 'a', costPerPallet: 1 },
    { from: 'H', to: 'b', costPerPallet: 2, cut: [[1, 1]] },
  ],
};

test('a hub passes no more than its limit, holds no more than its floor, and what is missing is named', () => {
  const answer = allocate(transport) as TransportAnswer;
  for (const { inPallets, heldPallets } of answer.hubs) {
    expect(inPallets).toBeLessThanOrEqual(30 + 1e-6);
    expect(heldPallets).toBeLessThanOrEqual(10 + 1e-6);
  }
  // 160 are needed; on the day of the cut only 20 go to a and 10 more can wait on the floor.
  expect(answer.demandedPallets).toBe(160);
  expect(answer.unmetPallets).toBeCloseTo(40, 6);
  expect(answer.gap).toBeLessThan(1e-9);
  const arrived = answer.movements
    .filter(({ from }) => from === 'H')
    .reduce((sum, { pallets }) => sum + pallets, 0);
  expect(arrived + answer.unmetPallets).toBeCloseTo(160, 6);
  expect(answer.movements.some(({ to, day }) => to === 'b' && day === 1)).toBe(false);
});

test('a late pallet makes up for the day before and costs less than a missing one', () => {
  const answer = allocate({
    ...transport,
    hubs: [{ id: 'H' }],
    routes: [...transport.routes.slice(0, 2), { from: 'H', to: 'b', cut: [[1, 1]] }],
  }) as TransportAnswer;
  expect(answer.unmetPallets).toBe(0);
});

test('a hundred trucks before four docks wait for hours, and the choke is flagged before it has lasted six', () => {
  const arrivals = [0, 5, 12, 18, 20, 20, 15, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const { queueTrucks, chokes } = dockQueue(arrivals, { docks: 4, minutesPerTruck: 30 });
  expect(Math.max(...queueTrucks)).toBe(47);
  expect(chokes).toHaveLength(1);
  const [choke] = chokes;
  expect(choke.toHour - choke.fromHour).toBeGreaterThan(6);
  expect(choke.flaggedHour).toBeLessThan(choke.fromHour + 6);
  expect(dockQueue([4, 4, 4, 4], { docks: 4, minutesPerTruck: 60 }).chokes).toEqual([]);
});

test('trucks are neither lost nor made in a queue', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 72 }),
      fc.integer({ min: 1, max: 10 }),
      (arrivals, docks) => {
        const { queueTrucks, waitHours } = dockQueue(arrivals, {
          docks,
          minutesPerTruck: 60,
          openFromHour: 6,
          openToHour: 22,
        });
        let came = 0;
        queueTrucks.forEach((queue, hour) => {
          came += arrivals[hour];
          expect(queue).toBeGreaterThanOrEqual(0);
          expect(queue).toBeLessThanOrEqual(came);
          expect(waitHours[hour]).toBeGreaterThanOrEqual(0);
        });
      },
    ),
  );
});

test('a floor holds what its area and its load both allow', () => {
  const floor = { areaM2: 1000, palletKg: 1000, palletM2: 1.21, aisleShare: 0.4, stacked: 2 };
  expect(storagePallets({ ...floor, loadKnM2: 50 })).toBe(990);
  expect(storagePallets({ ...floor, loadKnM2: 5 })).toBe(305);
});

/** The whole problem as one program, with every scenario written out. */
function extensive(problem: ReturnType<typeof randomPrepositioning>): string {
  const { sites, customers, costs, scenarios, unmetPenalty, p } = problem;
  const objective = sites.flatMap(({ fixedCost, stockCost }, i) => [
    `${fixedCost} y${i}`,
    `${stockCost} s${i}`,
  ]);
  const rows = sites.map(({ capacity }, i) => `s${i} - ${capacity} y${i} <= 0`);
  rows.push(`${sites.map((_, i) => `y${i}`).join(' + ')} <= ${p}`);
  scenarios.forEach(({ probability, needs, cuts, damage }, k) => {
    sites.forEach(({ id }, i) => {
      const left = 1 - (damage.find(({ site }) => site === id)?.shareLost ?? 0);
      rows.push(`${customers.map((_, u) => `f${k}_${i}_${u}`).join(' + ')} - ${left} s${i} <= 0`);
    });
    customers.forEach(({ id }, u) => {
      const needed = needs.find(({ customer }) => customer === id)?.amount ?? 0;
      rows.push(`${sites.map((_, i) => `f${k}_${i}_${u}`).join(' + ')} + m${k}_${u} = ${needed}`);
      objective.push(`${probability * unmetPenalty} m${k}_${u}`);
      sites.forEach((site, i) => {
        objective.push(`${probability * costs[u][i]} f${k}_${i}_${u}`);
        if (cuts.some((cut) => cut.site === site.id && cut.customer === id)) rows.push(`f${k}_${i}_${u} = 0`);
      });
    });
  });
  return `Minimize\nobj: ${objective.join('\n + ')}\nSubject To\n${rows.join('\n')}\nBinary\n${sites.map((_, i) => `y${i}`).join(' ')}\nEnd\n`;
}

function randomPrepositioning(seed: number) {
  const random = seededRandom(seed);
  const whole = (most: number) => 1 + Math.floor(random() * most);
  const sites = Array.from({ length: 4 }, (_, i) => ({
    id: `S${i}`,
    capacity: 20 + whole(20),
    fixedCost: whole(50),
    stockCost: whole(3),
  }));
  const customers = Array.from({ length: 5 }, (_, u) => ({ id: `c${u}` }));
  return {
    problem: 'pre-positioning',
    sites,
    customers,
    costs: customers.map(() => sites.map(() => whole(20))),
    scenarios: [0.5, 0.3, 0.2].map((probability) => ({
      probability,
      needs: customers.map(({ id }) => ({ customer: id, amount: whole(12) })),
      cuts: [{ site: sites[whole(4) - 1].id, customer: customers[whole(5) - 1].id }],
      damage: [{ site: sites[whole(4) - 1].id, shareLost: 0.5 }],
    })),
    unmetPenalty: 60,
    p: 2,
  };
}

test('pre-positioning by cuts costs what the program with every scenario written out does', async () => {
  const solver = await highsSolver();
  for (let seed = 0; seed < 15; seed++) {
    const problem = randomPrepositioning(seed);
    const answer = allocate(problem, { solver }) as PrepositioningAnswer;
    const whole = solver(extensive(problem), { timeLimitS: 20 });
    expect(whole.status).toBe('optimal');
    expect(answer.objective / whole.objective).toBeCloseTo(1, 5);
    expect(answer.bound).toBeLessThanOrEqual(whole.objective * (1 + 1e-6));
    expect(answer.gap).toBeLessThanOrEqual(1e-6);
  }
}, 60_000);

test('a push plan is people × days × norm, and a later count says which assumption was wrong and since when', () => {
  const answer = allocate({
    problem: 'push',
    places: [{ id: 'Kumamoto', people: 90_000, source: 'prefecture', asOf: '2016-04-16' }],
    days: 3,
    items: ['meals'],
    margin: 0.11,
    observed: [
      { place: 'Kumamoto', people: 95_000, asOf: '2016-04-16T12:00Z' },
      { place: 'Kumamoto', people: 183_882, asOf: '2016-04-17T00:00Z' },
    ],
  }) as PushAnswer;
  expect(answer.totals).toMatchObject([{ item: 'meals', quantity: 899_100, pallets: 900 }]);
  expect(answer.trucks).toBe(57);
  expect(answer.wrong).toMatchObject([
    { place: 'Kumamoto', assumedPeople: 90_000, observedPeople: 183_882, sinceAsOf: '2016-04-17T00:00Z' },
  ]);
  expect(answer.assumptions.map(({ key }) => key)).toContain('siting.assume.per-person-day');
});
