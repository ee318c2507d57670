import { describe, expect, it } from 'vitest';
import { runReliefWorld } from '../worlds/relief.ts';

describe('three nodes and a partner that are cut off, killed and carry files', () => {
  // 72 hours and more seeds: `npm run nightly -- relief`.
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
