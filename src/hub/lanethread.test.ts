import { afterAll, describe, expect, it } from 'vitest';
import { LaneWorker } from '../lanes/index.ts';
import type { Scenario } from '../lanes/index.ts';
import { loadLanes } from './lanes.ts';
import { LaneThread } from './lanethread.ts';

const thread = new LaneThread();
afterAll(() => thread.close());

const days = { from: '2027-01-01', to: '2027-02-01' };
const drawn: Scenario = {
  draws: 100,
  closures: [
    {
      polygon: [
        [39, 11],
        [46, 11],
        [46, 15],
        [39, 15],
      ],
      ...days,
    },
  ],
};

describe('the thread of the lanes', () => {
  it('answers what the same work done here gives, and leaves this thread free', async () => {
    const scenario: Scenario = { draws: 1000, closures: [{ gates: ['hormuz'], ...days }] };
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    const there = await thread.scenario(scenario, []);
    clearInterval(ticking);
    expect(there).toEqual(await new LaneWorker(loadLanes()).scenario(scenario, []));
    expect(turns).toBeGreaterThan(20);
  });

  it('tells what is wrong as it would be told here', async () => {
    const wrong: Scenario = { closures: [{ gates: ['atlantis'], ...days }] };
    const here = await new LaneWorker(loadLanes()).scenario(wrong, []).catch((error: unknown) => error);
    await expect(thread.scenario(wrong, [])).rejects.toThrow((here as Error).message);
  });

  it('shows how far it is, stops when it is told to, and answers others meanwhile', async () => {
    const shown: number[] = [];
    const stopped = thread.scenario(drawn, [], {
      progress: (done, total) => shown.push(done / total),
      cancelled: () => shown.length > 2,
    });
    const route = thread.route({ from: { portId: 'yokohama' }, to: { portId: 'los-angeles' } });
    await expect(stopped).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(shown.every((share, i) => i === 0 || share >= shown[i - 1])).toBe(true);
    expect((await route).severed).toBe(false);
  });
});
