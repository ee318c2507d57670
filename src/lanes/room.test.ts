import { describe, expect, it } from 'vitest';
import { loadLanes } from '../hub/lanes.ts';
import { instant } from '../core/index.ts';
import type { ActionContext, EntryDraft, Released } from '../core/index.ts';
import { seal } from '../core/seal.ts';
import type {
  LaneComparison,
  LaneFlowLines,
  LaneGate,
  LaneImportPreview,
  LaneRouteAnswer,
  ScenarioResult,
  StatusBoard,
} from './api.ts';
import { lanesRoom } from './room.ts';
import { LaneWorker } from './work.ts';

const lanes = loadLanes();
const work = new LaneWorker(lanes);
const party = 'party-jp' as ActionContext['viewer']['party'];
const at = instant(Date.UTC(2026, 10, 28));
const appended: EntryDraft[] = [];
const passage = {
  id: 'finding--1',
  type: 'finding',
  body: {
    kind: 'passage',
    subjects: [
      { kind: 'vessel', id: '1' },
      { kind: 'gate', id: 'hormuz' },
    ],
    endUtcMs: Date.UTC(2026, 10, 27, 12),
    facts: { direction: 'plus' },
  },
};

/** A viewer's window as the hub gives it, with one passage to see. */
const context = {
  viewer: { party, level: 'member-state' },
  nowUtcMs: Date.UTC(2026, 10, 28),
  service: (name: string) => (name === 'lane-work' ? work : lanes),
  common: (value: unknown) => seal(value, party, at),
  entries: ({ types = [] }: { types?: readonly string[] }) =>
    seal({ entries: types.includes('finding') ? [passage] : [] }, party, at),
  entry: (id: string) => seal({ id }, party, at),
  append: async (drafts: readonly EntryDraft[]) => {
    appended.push(...drafts);
    return drafts.map((draft) => ({ ...draft, id: 'lane-scenario--1' }));
  },
} as unknown as ActionContext;

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const route = lanesRoom.routes.find((row) => row.method === method && row.path === path);
  if (route === undefined) throw new Error(`no route ${method} ${path}`);
  const answer = (await route.handle(context, { params: {}, query: {}, body })) as Released<T>;
  // What travels is JSON: nothing in it may be infinite or NaN.
  return JSON.parse(JSON.stringify(answer.for(party))) as T;
}

const scenario = {
  draws: 100,
  closures: [
    { gates: ['bab-el-mandeb', 'taiwan-strait'], shareLost: 0.8, from: '2027-01-01', to: '2027-02-01' },
  ],
};

describe('the routes of the lanes', () => {
  it('give the tables', async () => {
    expect((await ask<LaneGate[]>('GET', '/gates')).map(({ id }) => id)).toContain('suez');
    for (const path of [
      '/areas',
      '/ports',
      '/airports',
      '/classes',
      '/parameters',
      '/validation',
      '/scenarios/ready',
    ])
      expect((await ask<unknown[]>('GET', path)).length, path).toBeGreaterThan(3);
  });

  it('give a route across the antimeridian in pieces', async () => {
    const { routes } = await ask<LaneRouteAnswer>('POST', '/routes', {
      from: { portId: 'yokohama' },
      to: { portId: 'los-angeles' },
      shipClass: 'container',
      alternatives: 2,
    });
    expect(routes[0].line.length).toBe(2);
    expect(routes[0].days).toBeCloseTo(routes[0].distanceNm / (24 * 18), 6);
  });

  it('compute a scenario, its lines and its likes beside it', async () => {
    const result = await ask<ScenarioResult>('POST', '/scenarios/run', scenario);
    expect(result.flows.some(({ status }) => status === 'delayed')).toBe(true);
    expect(result.totals.length).toBeGreaterThan(30);
    const lines = await ask<LaneFlowLines[]>('POST', '/scenarios/routes', { scenario });
    expect(lines.find(({ flow }) => flow === 'suez-west')?.after).not.toEqual(
      lines.find(({ flow }) => flow === 'suez-west')?.before,
    );
    const beside = await ask<LaneComparison>('POST', '/scenarios/compare', {
      scenarios: [scenario, { ...scenario, closures: [] }],
    });
    expect(beside.scenarios[1].resourceCostUsd).toBe(0);
  });

  it('keep a scenario for its owner alone', async () => {
    await ask('POST', '/scenarios', { name: 'Two at once', scenario });
    expect(appended.at(-1)).toMatchObject({ type: 'lane-scenario', body: { name: 'Two at once' } });
    expect(appended.at(-1)?.release.audience).toMatchObject({ kind: 'owner' });
  });

  it('show what an import would take before it is kept', async () => {
    const request = { format: 'baci', text: 't,i,j,k,v,q\n2023,682,392,270900,1,-1\n', source: 'test' };
    const preview = await ask<LaneImportPreview>('POST', '/imports/preview', request);
    expect(preview.report.rejected).toEqual([{ line: 2, reason: 'negative', value: '-1' }]);
  });

  it('count the passages that one may see, gate by gate', async () => {
    const board = await ask<StatusBoard>('GET', '/status');
    const hormuz = board.gates.find(({ gate }) => gate === 'hormuz');
    expect(hormuz).toMatchObject({ passages: 1, toPlus: 1, vessels: 1 });
    expect(hormuz?.perDay.reduce((sum, { passages }) => sum + passages, 0)).toBe(1);
  });
});

describe('the job for drawn areas', () => {
  it('shows its progress and can be cancelled', async () => {
    const [job] = lanesRoom.jobs;
    const polygon = [
      [39, 11],
      [46, 11],
      [46, 15],
      [39, 15],
    ];
    const input = { draws: 100, closures: [{ polygon, from: '2027-01-01', to: '2027-02-01' }] };
    const progress: number[] = [];
    const control = {
      progress: (done: number) => progress.push(done),
      cancelled: () => false,
      breathe: async () => undefined,
    };
    const done = (await job.run(context, input, control)).for(party) as ScenarioResult;
    expect(done.flows.find(({ flow }) => flow === 'suez-west')?.status).toBe('delayed');
    expect(progress.length).toBeGreaterThan(10);
    const other = polygon.map(([lon, lat]) => [lon, lat - 1]);
    const stopped = job.run(
      context,
      { ...input, closures: [{ ...input.closures[0], polygon: other }] },
      { ...control, cancelled: () => true },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'job.cancelled' });
  });
});
