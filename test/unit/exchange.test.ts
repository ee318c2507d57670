import { describe, expect, it } from 'vitest';
import { runWorld } from '../worlds/exchange.ts';

describe('three hubs, one of them behind a cut line', () => {
  it.each([1, 2, 3])('show what the rule says after every break of world %i', async (seed) => {
    const result = await runWorld({ seed, entries: 400, breaks: 24, by: 'line' });
    expect(result).toMatchObject({ wrong: [], quarantined: 0 });
    expect(Math.min(...Object.values(result.seen))).toBeGreaterThan(50);
    expect(Object.keys(result.breaks).length).toBeGreaterThan(3);
  });

  it.each([4, 5])(
    'show the same by files alone, and refuse a file out of its turn (world %i)',
    async (seed) => {
      const result = await runWorld({ seed, entries: 300, breaks: 12, by: 'files' });
      expect(result).toMatchObject({ wrong: [], quarantined: 0 });
      expect(result.breaks['bundle.replay']).toBeGreaterThan(3);
      expect(result.breaks['bundle.gap']).toBeGreaterThan(0);
    },
  );
});
