import { describe, expect, it } from 'vitest';
import { runExercise } from '../../src/cli/exerciserun.ts';
import { createArea } from '../../src/earth/index.ts';
import { scenario, score } from '../../src/exercise/index.ts';
import { loadEarth } from '../../src/feeds/earth.ts';

const enough = 0.95;

/** Two of the many: the nightly run plays twenty others, at full size. */
describe.each([
  { seed: 101, vessels: 220 },
  { seed: 102, vessels: 180 },
])('the exercise of seed $seed, sentence by sentence through the sea room', ({ seed, vessels }) => {
  it('is found by every detector: recall and precision of 0.95 and more', () => {
    const earth = loadEarth();
    const exercise = scenario(seed, { vessels }, earth);
    const { kinds } = score(exercise.truth, runExercise(exercise, earth, exercise.areas.map(createArea)));
    for (const { kind, truth, recall, precision, misses, falseAlarms } of kinds) {
      const cases = JSON.stringify({ misses, falseAlarms });
      expect(truth, kind).toBeGreaterThanOrEqual(10);
      expect(recall, `${kind} ${cases}`).toBeGreaterThanOrEqual(enough);
      expect(precision, `${kind} ${cases}`).toBeGreaterThanOrEqual(enough);
    }
  });
});
