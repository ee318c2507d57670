import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareWorld, makeWorld } from '../../test/worlds/gate.ts';

const folder = mkdtempSync(join(tmpdir(), 'commonwatch-gate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the gate', () => {
  it('is one rule: the pure function, the columns and plain SQL agree on each of 20,000 random cases', () => {
    let cases = 0;
    let seen = 0;
    for (let seed = 1; cases < 20_000; seed++) {
      const world = makeWorld(join(folder, `${seed}.db`), seed, 24, seed % 2 === 0);
      const compared = compareWorld(world);
      world.close();
      expect(compared.disagreements.slice(0, 3), `seed ${seed}`).toEqual([]);
      cases += compared.cases;
      seen += compared.seen;
    }
    // Cases in which nobody, or everybody, sees everything would agree about nothing.
    expect(seen / cases).toBeGreaterThan(0.15);
    expect(seen / cases).toBeLessThan(0.6);
  });
});
