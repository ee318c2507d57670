import { describe, expect, it } from 'vitest';
import { Fold, fold, hashOf } from '../../src/coordination/fold.ts';
import { Chance } from '../../src/coordination/ledger.test-support.ts';
import { runReliefWorld } from '../worlds/relief.ts';

describe('three nodes and a partner that are cut off, killed and carry files', () => {
  // 72 hours and more seeds: `npm run nightly -- relief`.
  it('give the same state whether their entries are folded at once or one by one, in any order, gone and back', async () => {
    const { entries, contingency } = await runReliefWorld({ seed: 5, hours: 8, stepsPerHour: 10 });
    const whole = hashOf(fold(entries, contingency));
    for (let seed = 1; seed <= 40; seed++) {
      const chance = new Chance(seed);
      const held = new Fold(contingency);
      const waiting = [...entries];
      const away: typeof waiting = [];
      while (waiting.length > 0) {
        const [entry] = waiting.splice(chance.below(waiting.length), 1);
        held.put(entry);
        // Reading in between is what makes it keep something.
        if (chance.next() < 0.3) held.state();
        if (chance.next() < 0.2) {
          const gone = entries[chance.below(entries.length)];
          held.remove(gone.id);
          if (!waiting.includes(gone)) away.push(gone);
        }
      }
      held.state();
      for (const entry of away) held.put(entry);
      expect(hashOf(held.state()), `seed ${seed}`).toBe(whole);
    }
  });

  it('lose nothing, promise nothing twice, and end with the same state', async () => {
    const outcome = await runReliefWorld({ seed: 3, hours: 12, stepsPerHour: 10 });
    expect(outcome.lost).toEqual([]);
    expect(outcome.leaked).toEqual([]);
    expect(outcome.doubleAllocations).toEqual([]);
    expect(outcome.unlisted).toEqual([]);
    expect(new Set(Object.values(outcome.hashes)).size).toBe(1);
    // Something did happen, and in the way that hurts.
    expect(outcome.written).toBeGreaterThan(60);
    expect(outcome.kills).toBeGreaterThan(0);
    expect(outcome.overrides).toBeGreaterThan(0);
    expect(outcome.filesRefused + outcome.filesDoubled).toBeGreaterThan(0);
  });
});
