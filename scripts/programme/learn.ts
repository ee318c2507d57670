/**
 * Logistic regression with a quadratic penalty (ridge), by Adam with a fixed number of full passes: no randomness, the
 * same examples give the same weights.
 */
export interface Example {
  readonly features: ReadonlyMap<string, number>;
  readonly isPositive: boolean;
  /** How much it counts. */
  readonly weight: number;
}

const passes = 250;
const firstRate = 0.05;

/** @param penalty how strongly the features are held at zero */
export function learn(
  examples: readonly Example[],
  names: readonly string[],
  penalty: number,
): Map<string, number> {
  const index = new Map(names.map((name, i) => [name, i]));
  const rows = examples.map(({ features, isPositive, weight }) => {
    const held = [...features].filter(([name]) => index.has(name));
    const columns = [0, ...held.map(([name]) => 1 + (index.get(name) ?? 0))];
    return { columns, values: [1, ...held.map(([, value]) => value)], target: isPositive ? 1 : 0, weight };
  });
  const weights = new Float64Array(names.length + 1);
  const mean = new Float64Array(weights.length);
  const square = new Float64Array(weights.length);
  for (let pass = 1; pass <= passes; pass++) {
    const slope = weights.map((weight, i) => (i === 0 ? 0 : penalty * weight));
    for (const { columns, values, target, weight } of rows) {
      let sum = 0;
      for (let i = 0; i < columns.length; i++) sum += weights[columns[i]] * values[i];
      const miss = weight * (1 / (1 + Math.exp(-sum)) - target);
      for (let i = 0; i < columns.length; i++) slope[columns[i]] += miss * values[i];
    }
    const rate = firstRate * (1 - pass / (passes + 20));
    for (let i = 0; i < weights.length; i++) {
      mean[i] = 0.9 * mean[i] + 0.1 * slope[i];
      square[i] = 0.99 * square[i] + 0.01 * slope[i] ** 2;
      const step = mean[i] / (1 - 0.9 ** pass) / (Math.sqrt(square[i] / (1 - 0.99 ** pass)) + 1e-8);
      weights[i] -= rate * step;
    }
  }
  return new Map([['', weights[0]], ...names.map((name, i): [string, number] => [name, weights[i + 1]])]);
}
