/** A hub without feeds on a folder of its own, with the clock held: the ground that worlds are built on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig, openHub } from '../../src/hub/index.ts';
import type { Room } from '../../src/core/index.ts';
import type { Hub } from '../../src/hub/index.ts';

export const testParty = 'hub-of-tests';
const startUtcMs = Date.UTC(2026, 0, 2, 6);

export async function openTestHub(
  settings: Record<string, unknown> = {},
  rooms?: readonly Room[],
): Promise<{
  hub: Hub;
  close: () => Promise<void>;
}> {
  const data = mkdtempSync(join(tmpdir(), 'commonwatch-hub-'));
  const config = checkConfig({
    data,
    party: testParty,
    log: 'silent',
    http: { port: 0, requestsPerMinute: 100_000_000 },
    ...settings,
  });
  const hub = await openHub({ config, inThread: true, rooms });
  hub.parts.clock.set(startUtcMs, 0);
  await hub.parts.store.parties.put(
    { id: testParty, name: { en: 'Hub', ja: 'ハブ' }, level: 'other', clearances: {}, caveats: [] },
    'test',
  );
  hub.setReady();
  return {
    hub,
    close: async () => {
      await hub.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
