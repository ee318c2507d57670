import { describe, expect, it } from 'vitest';
import { parseScenarioFile } from './scenario.ts';
import { replay } from './replay.ts';
import type { ReplayReport } from './replay.ts';
import isolated from '../../../data/coordination/scenarios/isolated.json' with { type: 'json' };
import pull from '../../../data/coordination/scenarios/pull.json' with { type: 'json' };
import push from '../../../data/coordination/scenarios/push.json' with { type: 'json' };

const failing = ({ checks }: ReplayReport) => checks.filter(({ ok }) => !ok);
const flagged = ({ flags }: ReplayReport, kind: string) => flags.filter((flag) => flag.kind === kind);

describe('5,800 requests in 41 days', () => {
  const report = replay(parseScenarioFile(pull));

  it('reconcile to the last item', () => {
    expect(failing(report)).toEqual([]);
    const meals = report.reconciliation.find(({ item }) => item === 'meals');
    expect(meals).toMatchObject({ requested: 26_209_234, sum: 0 });
    expect((meals?.confirmed ?? 0) + (meals?.lost ?? 0)).toBe(26_209_234);
    expect(report.requests.met + report.requests['partly-met']).toBe(5800);
  });

  it('show every short delivery and propose what was entered twice', () => {
    expect(flagged(report, 'short-delivery')).toHaveLength(report.requests['partly-met']);
    expect(flagged(report, 'duplicate').length).toBeGreaterThan(50);
  });
});

describe('900,000 meals pushed, and a hub that chokes', () => {
  const report = replay(parseScenarioFile(push));

  it('flag the wrong assumption when the count that refutes it comes in', () => {
    expect(failing(report)).toEqual([]);
    const [flag] = flagged(report, 'wrong-assumption');
    expect(flag.subject).toBe('push plan');
    expect(flag.raisedAtHours - 26).toBeLessThan(1);
  });

  it('flag the choke long before it has lasted six hours', () => {
    const chokes = flagged(report, 'choke');
    for (const { raisedAtHours, sinceHours } of chokes) expect(raisedAtHours - sinceHours).toBeLessThan(1);
    // The second one lasts most of a day.
    expect(chokes.some(({ raisedAtHours, endedAtHours = 0 }) => endedAtHours - raisedAtHours > 6)).toBe(true);
  });

  it('does not flag an assumption that holds', () => {
    const calm = parseScenarioFile({
      ...push,
      reports: [
        {
          ...push.reports[0],
          totals: [
            [2, 44_400],
            [26, 95_000],
          ],
        },
      ],
      expect: [],
    });
    expect(flagged(replay(calm), 'wrong-assumption')).toEqual([]);
  });
});

describe('24 isolated areas and 1,300 shelters', () => {
  const report = replay(parseScenarioFile(isolated));

  it('flag the areas without an owner until somebody takes them on', () => {
    expect(failing(report)).toEqual([]);
    expect(flagged(report, 'no-owner')).toHaveLength(5);
    expect(report.isolated).toEqual({ areas: 15, people: 490, withoutOwner: 0 });
  });

  it('count who reported, and keep those that did not as unknown', () => {
    expect(report.counted).toEqual([{ measure: 'evacuees', total: 15_133, reported: 1288, silent: 12 }]);
    expect(flagged(report, 'no-report')).toHaveLength(12);
  });
});

describe('a scenario', () => {
  it('is refused where it does not match the schema, with the path', () => {
    expect(() => parseScenarioFile({ schema: 1, name: 'x', hours: -1 })).toThrow(
      expect.objectContaining({ code: 'coordination.scenario-invalid', path: '/hours' }),
    );
  });

  it('is the same again from the same seed, and another from another', () => {
    const short = {
      schema: 1,
      name: 'x',
      hours: 48,
      pull: { requests: 20, days: 1, items: pull.pull.items },
    };
    const hashOf = (seed: number) => replay(parseScenarioFile({ ...short, seed })).hash;
    expect(hashOf(1)).toBe(hashOf(1));
    expect(hashOf(1)).not.toBe(hashOf(2));
  });
});
