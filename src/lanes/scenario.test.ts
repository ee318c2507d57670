import { describe, expect, it } from 'vitest';
import { loadLanes } from '../hub/lanes.ts';
import { runScenario } from './scenario.ts';
import { parseScenario } from './schema.ts';
import type { Scenario } from './schema.ts';
import { validate } from './validate.ts';

const lanes = loadLanes();
const closure = (gates: string[], shareLost = 1) => ({
  gates,
  shareLost,
  from: '2026-03-01',
  to: '2026-06-01',
});
const run = (scenario: Partial<Scenario>) =>
  runScenario(lanes, parseScenario({ closures: [closure(['hormuz'])], draws: 500, ...scenario }));

describe('a scenario', () => {
  it('says who is cut off and how long the stocks last', () => {
    const result = run({});
    const crude = result.countries.find((row) => row.country === 'JP' && row.commodity === 'crude');
    expect(crude?.tonnesSevered).toBeGreaterThan(0);
    const [stock] = crude?.stocks ?? [];
    expect(stock.emptyDayIfItGoesOn).toBeGreaterThan(stock.stock.days);
    expect(stock.curve[0].days).toBe(stock.stock.days);
    expect(result.flows.find(({ flow }) => flow === 'jp-crude-sa')?.status).toBe('severed');
  });

  it('keeps both stocks where sources disagree', () => {
    const crude = run({}).countries.find((row) => row.country === 'JP' && row.commodity === 'crude');
    expect(crude?.stocks).toHaveLength(2);
  });

  it('reconciles: what is diverted, waits, is cancelled or bypassed is what was hit', () => {
    for (const gates of [['hormuz'], ['bab-el-mandeb', 'taiwan-strait'], ['malacca', 'singapore']]) {
      const result = run({ closures: [closure(gates, 0.7)] });
      for (const flow of result.flows)
        expect(flow.diverted + flow.waiting + flow.cancelled + flow.bypassed).toBeCloseTo(flow.shareHit, 9);
      for (const row of result.countries)
        expect(
          row.tonnesUnaffected +
            row.tonnesDelayed +
            row.tonnesSevered +
            row.tonnesBypassed +
            row.tonnesLostAtOrigin,
        ).toBeCloseTo(row.tonnes, 3);
      const byFlow = result.flows.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
      expect(byFlow).toBeCloseTo(result.resourceCostUsd, 0);
      expect(result.countries.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBeCloseTo(
        result.resourceCostUsd,
        0,
      );
    }
  });

  it('costs nothing where nothing is closed, or nothing that is used', () => {
    expect(run({ closures: [] }).resourceCostUsd).toBe(0);
    expect(run({ closures: [closure(['kerch'])] }).resourceCostUsd).toBe(0);
  });

  it('draws the same from the same seed, and its median is the point estimate where inputs are certain', () => {
    const certain = { parameters: false, shareLost: [1, 1], duration: [1, 1] } as const;
    const result = run({
      closures: [closure(['suez'])],
      uncertainty: { ...certain, shareLost: [1, 1], duration: [1, 1] },
    });
    expect(result.monteCarlo.resourceCostUsd.p50).toBeCloseTo(result.resourceCostUsd, 3);
    expect(run({ seed: 7 }).monteCarlo).toEqual(run({ seed: 7 }).monteCarlo);
    expect(run({ seed: 7 }).monteCarlo).not.toEqual(run({ seed: 8 }).monteCarlo);
  });

  it('never costs a flow less when more is closed', () => {
    const some = run({ closures: [closure(['suez'])] });
    const more = run({ closures: [closure(['suez', 'malacca', 'taiwan-strait'])] });
    more.flows.forEach((flow, i) => {
      if (flow.costUsd !== null)
        expect(flow.costUsd).toBeGreaterThanOrEqual((some.flows[i].costUsd ?? 0) - 1);
    });
  });

  it('sends most of Europe–Japan by the Cape when Suez is closed, because Panama has few slots left', () => {
    const flow = {
      id: 'cars',
      origin: 'JP',
      originPort: 'yokohama',
      destination: 'DE',
      destinationPort: 'wilhelmshaven',
      commodity: 'cars',
      class: 'car-carrier',
      mode: 'sea' as const,
      tonnes: 1e6,
      valueUsd: 1e10,
      year: 2024,
      source: 'test',
    };
    const usual = run({ closures: [closure(['suez'])], flows: [flow] }).flows[0];
    expect(usual.closedPassages).toContain('good-hope');
    const roomy = run({ closures: [closure(['suez'])], flows: [flow], parameters: { panamaSlotsPerDay: 60 } })
      .flows[0];
    expect(roomy.closedPassages).toContain('panama');
  });

  it('refuses what cannot be', () => {
    const refused = (value: unknown) => expect(() => runScenario(lanes, parseScenario(value)));
    refused({ closures: [{ gates: ['hormuz'], from: '2026-06-01', to: '2026-03-01' }] }).toThrow(
      /dates in order/,
    );
    refused({ closures: [{ gates: ['hormuz'], from: 'yesterday', to: '2026-03-01' }] }).toThrow(
      /dates in order/,
    );
    refused({ closures: [{ ...closure(['hormuz']), shareLost: -0.1 }] }).toThrow(/scenario/);
    refused({ closures: [closure(['atlantis'])] }).toThrow(/gate/);
    refused({ closures: [], parameters: { bunkerUsdPerT: -1 } }).toThrow(/scenario/);
    refused({ closures: [], parameters: { luck: 1 } }).toThrow(/scenario/);
  });
});

describe('validation', () => {
  it('meets the published range or says why not', () => {
    for (const row of validate(lanes)) expect(row.within || row.note !== undefined, row.what).toBe(true);
  });
});
