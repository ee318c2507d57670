import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { killOnce } from '../worlds/kills.ts';
import { temporaryFolder } from '../worlds/store.ts';

describe('a hub that is killed while it writes', () => {
  it('loses nothing that it acknowledged, verifies, and needs no repair: 5 times', async () => {
    const folder = temporaryFolder();
    let acknowledged = 0;
    for (let round = 0; round < 5; round++) {
      const result = await killOnce(folder, 60 + 70 * round);
      expect(result, `round ${round}`).toMatchObject({ lost: [], problems: 0, unprojected: 0 });
      acknowledged += result.acknowledged;
    }
    expect(acknowledged).toBeGreaterThan(50);
    rmSync(folder, { recursive: true, force: true });
  });
});
