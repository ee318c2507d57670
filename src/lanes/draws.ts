/** Seeded draws of every uncertain input: quantiles of the cost, and which input it hangs on. */
import type { GateIndex } from './closures.ts';
import { freightRatio, panamaShareOf, tonnesPerYear } from './cost.ts';
import type { ClosureFactors, LegCosts } from './cost.ts';
import { parameterTable } from './parameters.ts';
import type { ParameterId, Parameters } from './parameters.ts';
import { drawn, seeded } from './random.ts';
import type { Scenario } from './schema.ts';

export interface Range {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** One bar of the tornado: the cost with one input at its P5 and P95 and all others at their central values. */
export interface Contribution {
  /** A parameter's id, `shareLost` or `duration` (factors on the closures). */
  readonly input: string;
  /** Share of the variance of the cost that goes with the input: squared correlation, normalised. */
  readonly share: number;
  readonly lowValue: number;
  readonly highValue: number;
  readonly lowUsd: number;
  readonly highUsd: number;
}

export interface MonteCarlo {
  readonly seed: number;
  readonly draws: number;
  readonly resourceCostUsd: Range;
  readonly freightRatio: Range | null;
  /** Widest first. */
  readonly contributions: readonly Contribution[];
}

export interface Drawn {
  readonly monteCarlo: MonteCarlo;
  /** By country. */
  readonly costUsd: ReadonlyMap<string, Range>;
  /** The closures' factors in the first draws, for curves. */
  readonly samples: readonly { readonly factors: ClosureFactors; readonly parameters: Parameters }[];
}

/** Factors on the closures that are drawn, where the scenario says nothing. */
const usualShareLost: readonly [number, number] = [0.85, 1];
const usualDuration: readonly [number, number] = [0.7, 1.6];
const sampleCount = 60;

export function draw(legs: LegCosts, index: GateIndex, scenario: Scenario, central: Parameters): Drawn {
  const { seed = 1, draws = 10_000, uncertainty = {}, parameters = {} } = scenario;
  const random = seeded(seed);
  // What a scenario sets itself is certain: it was somebody's decision.
  const free = parameterTable.filter(
    ({ id, low, high }) => low < high && parameters[id] === undefined && uncertainty.parameters !== false,
  );
  const [lossLow, lossHigh] = uncertainty.shareLost ?? usualShareLost;
  const [timeLow, timeHigh] = uncertainty.duration ?? usualDuration;
  const inputs = ['shareLost', 'duration', ...free.map(({ id }) => id)];
  const values = inputs.map(() => new Float64Array(draws));
  const costs = new Float64Array(draws);
  const freights = new Float64Array(draws);
  const quantified = legs.facts.flatMap(({ routed }, i) =>
    Number.isNaN(tonnesPerYear(routed.flow, central)) ? [] : [{ i, country: routed.flow.destination }],
  );
  const countries = [...new Set(quantified.map(({ country }) => country))];
  const byCountry = countries.map(() => new Float64Array(draws));
  const columns = quantified.map(({ i, country }) => ({ i, column: byCountry[countries.indexOf(country)] }));
  const samples = [];
  const p = { ...central } as Record<ParameterId, number>;
  for (let n = 0; n < draws; n++) {
    const factors = {
      shareLost: (values[0][n] = drawn(random(), lossLow, 1, lossHigh)),
      duration: (values[1][n] = drawn(random(), timeLow, 1, timeHigh)),
    };
    for (let k = 0; k < free.length; k++) {
      const { id, low, value, high } = free[k];
      p[id] = values[k + 2][n] = drawn(random(), low, value, high);
    }
    const panama = panamaShareOf(p);
    for (const { i, column } of columns) {
      const usd = legs.costUsd(i, p, factors, panama);
      column[n] += usd;
      costs[n] += usd;
    }
    freights[n] = freightRatio(legs, index, p, factors) ?? Number.NaN;
    if (n < sampleCount) samples.push({ factors, parameters: { ...p } });
  }
  const at = (input: string, value: number): number => {
    const q = { ...central, [input]: value };
    const factors = { shareLost: 1, duration: 1, [input]: value };
    const panama = panamaShareOf(q);
    return quantified.reduce((sum, { i }) => sum + legs.costUsd(i, q, factors, panama), 0);
  };
  return {
    monteCarlo: {
      seed,
      draws,
      resourceCostUsd: rangeOf(costs),
      freightRatio: Number.isNaN(freights[0]) ? null : rangeOf(freights),
      contributions: contributions(inputs, values, costs, at),
    },
    costUsd: new Map(countries.map((country, i) => [country, rangeOf(byCountry[i])])),
    samples,
  };
}

function contributions(
  inputs: readonly string[],
  values: readonly Float64Array[],
  costs: Float64Array,
  at: (input: string, value: number) => number,
): Contribution[] {
  const squared = values.map((column) => correlation(column, costs) ** 2);
  const sum = squared.reduce((total, r2) => total + r2, 0);
  return inputs
    .map((input, i) => {
      const { p5, p95 } = rangeOf(values[i]);
      return {
        input,
        share: sum === 0 ? 0 : squared[i] / sum,
        lowValue: p5,
        highValue: p95,
        lowUsd: at(input, p5),
        highUsd: at(input, p95),
      };
    })
    .filter(({ lowUsd, highUsd, share }) => share > 0.001 && lowUsd !== highUsd)
    .sort((a, b) => Math.abs(b.highUsd - b.lowUsd) - Math.abs(a.highUsd - a.lowUsd));
}

export function rangeOf(values: Float64Array): Range {
  const sorted = values.slice().sort();
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.round(q * (sorted.length - 1)))];
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
}

function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  let [mx, my] = [0, 0];
  for (let i = 0; i < n; i++) {
    mx += x[i] / n;
    my += y[i] / n;
  }
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
