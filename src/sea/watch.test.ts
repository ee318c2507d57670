import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchOf,
  circle,
  findingsOf,
  hour,
  inOrder,
  kindsOf,
  meridianGate,
  minute,
  newest,
  openSea,
  type Row,
  voyage,
} from './scenario.test-support.ts';
import { startWatch } from './watch.ts';

/** A day at sea with something for every detector: two that meet, one that falls silent, one that passes and enters. */
function day(): Row[] {
  return inOrder(
    voyage(
      431_000_001,
      [135, 29.8],
      [
        { minutes: 60, sogKn: 12 },
        { minutes: 150, sogKn: 0.5 },
        { minutes: 60, sogKn: 12 },
      ].map(slow),
    ),
    voyage(
      431_000_002,
      [135.001, 30.2],
      [
        { minutes: 60, sogKn: 12, cogDeg: 180 },
        { minutes: 150, sogKn: 0.5 },
        { minutes: 60, sogKn: 12, cogDeg: 90 },
      ].map(slow),
    ),
    voyage(
      431_000_003,
      [139, 28],
      [
        { minutes: 60, sogKn: 9 },
        { minutes: 400, silent: true },
        { minutes: 30, sogKn: 9 },
      ].map(slow),
    ),
    voyage(431_000_004, [129.5, 30], [{ minutes: 300, sogKn: 14, cogDeg: 90 }].map(slow)),
  );
}

const slow = <T extends object>(leg: T) => ({ everyS: 120, ...leg });
const world = openSea({ gates: [meridianGate(130, 29, 31)] }, [circle([130.3, 30], 6)]);
const rows = day();
const whole = findingsOf(rows, world);
const text = (findings: unknown) => JSON.stringify(findings);

describe('the watch', () => {
  it('sees each kind once in the day of the tests', () => {
    expect(kindsOf(whole)).toEqual([
      'coverage-gap',
      'encounter',
      'loitering',
      'loitering',
      'passage',
      'zone-entry',
    ]);
  });

  it('gives the same findings however the rows are cut into batches', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (batchRows) => {
        expect(text(findingsOf(rows, world, {}, batchRows))).toBe(text(whole));
      }),
      { numRuns: 8 },
    );
  });

  it('gives the same findings in whatever order rows arrive within the lateness', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 13 })), (delays) => {
        const arriving = rows.map((row) => ({
          row,
          at: row.timeUtcMs + (delays.next().value as number) * minute,
        }));
        const shuffled = arriving.sort((a, b) => a.at - b.at).map(({ row }) => row);
        expect(text(findingsOf(shuffled, world))).toBe(text(whole));
      }),
      { numRuns: 8 },
    );
  });

  it('ignores rows that come twice', () => {
    const doubled = rows.flatMap((row) => [row, row]);
    expect(text(findingsOf(doubled, world))).toBe(text(whole));
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: rows.length }), (cut) => {
        const before = startWatch({}, world);
        before.push('positions', batchOf(rows.slice(0, cut)));
        const after = startWatch({}, world);
        after.restore(before.snapshot());
        after.push('positions', batchOf(rows.slice(cut)));
        after.end();
        expect(text(newest(after.take()))).toBe(text(whole));
      }),
      { numRuns: 12 },
    );
  });

  it('shifts with time: the same day 12 hours later gives the same findings 12 hours later', () => {
    const later = findingsOf(
      rows.map((row) => ({ ...row, timeUtcMs: row.timeUtcMs + 12 * hour })),
      world,
    );
    const times = (findings: typeof whole, shift: number) =>
      findings
        .map(
          ({ body }) =>
            `${body.kind} ${body.startUtcMs - shift} ${body.endUtcMs - shift} ${body.subjects[0].id}`,
        )
        .sort();
    expect(times(later, 12 * hour)).toEqual(times(whole, 0));
  });

  it('refuses a state that it does not know', () => {
    expect(() => startWatch({}, world).restore(new Uint8Array(40))).toThrow(/sea watch/);
  });

  it('refuses a parameter that does not exist, or out of range, by name', () => {
    expect(() => startWatch({ gapHour: 3 }, world)).toThrow(/gapHour/);
    expect(() => startWatch({ gapHours: -1 }, world)).toThrow(/gapHours/);
  });

  it('is content with nothing', () => {
    expect(findingsOf([], world)).toEqual([]);
  });
});

describe('what becomes of rows', () => {
  const one = rows[0];
  const report = (list: readonly Row[]) => {
    const watch = startWatch({}, world);
    watch.push('positions', batchOf(list));
    watch.end();
    return watch.report();
  };
  const reasons = (list: readonly Row[]) =>
    Object.fromEntries(report(list).refused.map(({ reason, count }) => [reason, count]));

  it('is accounted for: read = used + refused', () => {
    const { read, used, refused, waiting } = report([...rows, ...rows.slice(0, 50), { ...one, latDeg: 91 }]);
    expect(waiting).toBe(0);
    expect(read).toBe(used + refused.reduce((sum, { count }) => sum + count, 0));
  });

  it('is told by reason', () => {
    const next = { ...one, timeUtcMs: one.timeUtcMs + minute };
    expect(
      reasons([
        { ...one, latDeg: 91 },
        { ...one, lonDeg: 181 },
      ]),
    ).toEqual({ 'position-out-of-range': 2 });
    expect(
      reasons([
        { ...one, sogKn: 63 },
        { ...one, sogKn: 51.2 },
      ]),
    ).toEqual({ 'sog-sentinel': 2 });
    expect(reasons([{ ...one, cogDeg: 360, sogKn: 3 }])).toEqual({ 'course-out-of-range': 1 });
    expect(reasons([one, one, next])).toEqual({ doubled: 1 });
    expect(reasons([{ ...one, timeUtcMs: Number.NaN }])).toEqual({ 'time-out-of-range': 1 });
  });

  it('a wrong clock does not carry all others away', () => {
    const wrong = { ...one, mmsi: 431_000_009, timeUtcMs: one.timeUtcMs + 400 * 24 * hour };
    const spoilt = [...rows.slice(0, 300), wrong, ...rows.slice(300)];
    expect(reasons(spoilt)['time-ahead']).toBe(1);
    expect(text(findingsOf(spoilt, world))).toBe(text(whole));
  });

  it('two ships under one MMSI are two tracks: no jump, no gap', () => {
    const shared = inOrder(
      voyage(431_000_001, [135, 29], [{ minutes: 300, sogKn: 10 }]),
      voyage(431_000_001, [131, 33], [{ minutes: 300, sogKn: 12, cogDeg: 180 }], rows[0].timeUtcMs + 7000),
    );
    expect(kindsOf(findingsOf(shared, openSea()))).toEqual([]);
    expect(reasons(shared)).toEqual({});
  });
});
