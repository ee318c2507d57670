/** Laws of the cost model, on drawn scenarios. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLanes } from '../hub/lanes.ts';
import { runScenario } from './scenario.ts';
import { parseScenario } from './schema.ts';
import type { Scenario } from './schema.ts';

const lanes = loadLanes();
const gateIds = lanes.index.gates.map(({ id }) => id);
const busy = [
  'suez',
  'bab-el-mandeb',
  'hormuz',
  'malacca',
  'singapore',
  'taiwan-strait',
  'bosporus',
  'panama',
];
const anyGate = fc.oneof(fc.constantFrom(...busy), fc.constantFrom(...gateIds));
const anyDate = fc.integer({ min: 1, max: 27 }).map((day) => `2027-01-${String(day).padStart(2, '0')}`);
const anyClosure = fc.record({
  gates: fc.uniqueArray(anyGate, { minLength: 1, maxLength: 3 }),
  shareLost: fc.constantFrom(0.3, 0.76, 1),
  from: anyDate,
  to: fc.constantFrom('2027-02-10', '2027-04-01'),
});
const anyClosures = fc.array(anyClosure, { minLength: 1, maxLength: 3 });
const run = (scenario: Partial<Scenario>) =>
  runScenario(lanes, parseScenario({ closures: [], draws: 100, ...scenario }));

describe('any scenario', () => {
  it('reconciles with its flows: parts make the whole, by flow, by country and in sum', () => {
    fc.assert(
      fc.property(anyClosures, (closures) => {
        const result = run({ closures });
        for (const row of [...result.countries, ...result.totals]) {
          const parts =
            row.tonnesUnaffected +
            row.tonnesDelayed +
            row.tonnesSevered +
            row.tonnesBypassed +
            row.tonnesLostAtOrigin;
          expect(Math.abs(parts - row.tonnes)).toBeLessThanOrEqual(1e-9 * row.tonnes + 1e-6);
          expect(row.tonnesUnaffected).toBeGreaterThanOrEqual(-1e-6 * row.tonnes - 1e-6);
        }
        const inFlows = result.flows.reduce((sum, { tonnes }) => sum + (tonnes ?? 0), 0);
        const inCountries = result.totals.reduce((sum, { tonnes }) => sum + tonnes, 0);
        expect(Math.abs(inFlows - inCountries)).toBeLessThanOrEqual(1e-9 * inFlows + 1e-6);
        const cost = result.totals.reduce((sum, { costUsd }) => sum + costUsd, 0);
        expect(Math.abs(cost - result.resourceCostUsd)).toBeLessThanOrEqual(1e-9 * cost + 1e-6);
        expect(result.flows).toHaveLength(lanes.starting.flows.length);
      }),
      { numRuns: 10 },
    );
  });

  it('never costs a flow less, nor sends it by a shorter way, when more is closed', () => {
    fc.assert(
      fc.property(anyClosures, anyClosure, (closures, more) => {
        // The same days, so that both scenarios are cut alike.
        const dates = { from: '2027-01-01', to: '2027-03-01' };
        const some = closures.map((closure) => ({ ...closure, ...dates }));
        const before = run({ closures: some });
        const after = run({ closures: [...some, { ...more, ...dates }] });
        after.flows.forEach((flow, i) => {
          const was = before.flows[i];
          const infinite = (x: number | null) => x ?? Number.POSITIVE_INFINITY;
          expect(infinite(flow.closedNm)).toBeGreaterThanOrEqual(infinite(was.closedNm) - 1e-9);
          if (flow.status !== 'no-route' && flow.shareHit > 0)
            expect(infinite(flow.generalisedCostUsdPerT)).toBeGreaterThanOrEqual(
              infinite(was.generalisedCostUsdPerT) * (1 - 1e-9),
            );
        });
      }),
      { numRuns: 12 },
    );
  });

  it('changes nothing by a closure that meets nothing', () => {
    const { exposure } = run({});
    const unused = gateIds.filter(
      (id) => exposure.every(({ gate }) => gate !== id) && !['good-hope', 'lombok', 'sunda'].includes(id),
    );
    expect(unused).toContain('kerch');
    const result = run({ closures: [{ gates: ['kerch'], from: '2027-01-01', to: '2027-02-01' }] });
    expect(result.resourceCostUsd).toBe(0);
    expect(result.flows.every(({ shareHit }) => shareHit === 0)).toBe(true);
    expect(result.monteCarlo.resourceCostUsd).toEqual({ p5: 0, p50: 0, p95: 0 });
  });

  it('draws the same from a seed, and its median is the point estimate where inputs are certain', () => {
    fc.assert(
      fc.property(anyClosures, fc.integer({ min: 0, max: 1000 }), (closures, seed) => {
        const certain = { parameters: false, shareLost: [1, 1], duration: [1, 1] } as Scenario['uncertainty'];
        const one = run({ closures, seed, uncertainty: certain });
        expect(one.monteCarlo.resourceCostUsd.p50).toBeCloseTo(one.resourceCostUsd, 3);
        expect(run({ closures, seed }).monteCarlo).toEqual(run({ closures, seed }).monteCarlo);
      }),
      { numRuns: 4 },
    );
  });
});

describe('dates', () => {
  it('cut the time: two closures one after the other cost as much as each alone', () => {
    const at = (from: string, to: string) => ({ gates: ['suez'], from, to });
    const p = { queueDrainFactor: 1e9 };
    // Where nobody waits the halves add up.
    const whole = run({ closures: [at('2027-01-01', '2027-03-02')], parameters: p });
    const halves = [at('2027-01-01', '2027-01-31'), at('2027-01-31', '2027-03-02')];
    const cut = run({ closures: halves, parameters: p });
    expect(cut.durationDays).toBe(whole.durationDays);
    expect(cut.resourceCostUsd).toBeGreaterThan(0);
    expect(cut.resourceCostUsd).toBeLessThanOrEqual(whole.resourceCostUsd * 1.001);
  });

  it('that no calendar has are refused', () => {
    for (const from of ['2027-02-30', '2027-13-01', 'soon', '2027-1-1'])
      expect(() => run({ closures: [{ gates: ['suez'], from, to: '2027-06-01' }] })).toThrow(/scenario/);
  });
});

describe('closures of other kinds', () => {
  const dates = { from: '2027-01-01', to: '2027-02-01' };

  it('of a sea severs its ports and sends the rest around it', () => {
    const { flows } = run({ closures: [{ areas: ['persian-gulf'], ...dates }] });
    expect(flows.find(({ flow }) => flow === 'jp-crude-sa')?.status).toBe('severed');
    const around = run({ closures: [{ areas: ['red-sea'], ...dates }] }).flows;
    const west = around.find(({ flow }) => flow === 'suez-west');
    expect(west?.status).toBe('delayed');
    expect(west?.closedPassages).toContain('good-hope');
  });

  it('of a drawn ring meets the flows that would sail through it', () => {
    const polygon: [number, number][] = [
      [39, 11],
      [46, 11],
      [46, 15],
      [39, 15],
    ];
    const { flows } = run({ closures: [{ polygon, ...dates }] });
    expect(flows.find(({ flow }) => flow === 'suez-west')?.closedPassages).toContain('good-hope');
    expect(flows.find(({ flow }) => flow === 'jp-lng-au')?.status).toBe('unaffected');
  });

  it('of a flag meet its share of the ships, of a class that class alone', () => {
    const flags = run({ closures: [{ gates: ['suez'], flags: ['LR', 'PA'], ...dates }] });
    expect(flags.flows.find(({ flow }) => flow === 'suez-west')?.shareHit).toBeCloseTo(0.33, 6);
    const tankers = run({ closures: [{ gates: ['suez'], classes: ['vlcc'], ...dates }] });
    expect(tankers.flows.find(({ flow }) => flow === 'suez-west')?.status).toBe('unaffected');
  });

  it('of ports and of production stop what flies too', () => {
    const shut = run({ closures: [{ ports: ['tpe'], ...dates }] });
    expect(shut.flows.find(({ flow }) => flow === 'jp-chips-tw')?.status).toBe('severed');
    const made = run({
      production: [{ country: 'TW', commodity: 'semiconductors', shareLost: 0.8, ...dates }],
    });
    const chips = made.flows.find(({ flow }) => flow === 'jp-chips-tw');
    expect(chips?.status).toBe('production');
    expect(chips?.lostAtOrigin).toBeCloseTo(0.8, 9);
  });

  it('that are not known are refused by name', () => {
    expect(() => run({ closures: [{ areas: ['atlantis'], ...dates }] })).toThrow(/area/);
    expect(() => run({ closures: [{ ports: ['atlantis'], ...dates }] })).toThrow(/port/);
    expect(() => run({ closures: [{ ...dates }] })).toThrow(/scenario/);
  });
});

describe('ready-made scenarios', () => {
  it.each(lanes.ready.map((ready) => [ready.id, ready] as const))(
    '%s hits somebody and names its sources',
    (_, ready) => {
      const result = run({ ...parseScenario(ready.scenario), draws: 100 });
      expect(result.flows.some(({ status }) => status === 'delayed' || status === 'severed')).toBe(true);
      expect(ready.sources.length).toBeGreaterThan(0);
    },
  );
});
