import { describe, expect, it } from 'vitest';
import { FindingBodySchema, EvidenceSchema } from '../core/index.ts';
import { Compile } from 'typebox/compile';
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
  startUtcMs,
  voyage,
  type Row,
} from './scenario.test-support.ts';
import { startWatch } from './watch.ts';

const a = 431_000_001;
const b = 431_000_002;

/** Two ships come together, lie 200 m apart for a time, and part. */
function meeting(minutes: number, at: [number, number] = [135, 30], gapDeg = 0.002) {
  const come = { minutes: 60, sogKn: 10 };
  const lie = { minutes, sogKn: 0.4, cogDeg: 0 };
  return inOrder(
    voyage(a, [at[0], at[1] - 1 / 6], [{ ...come, cogDeg: 0 }, lie, { ...come, cogDeg: 270 }]),
    voyage(b, [at[0] + gapDeg, at[1] + 1 / 6], [{ ...come, cogDeg: 180 }, lie, { ...come, cogDeg: 90 }]),
  );
}

const encountersOf = (rows: Row[], world = openSea(), parameters = {}) =>
  findingsOf(rows, world, { detectors: ['encounter'], ...parameters });

describe('encounter', () => {
  it('is found from 120 minutes on, with its beginning and end to a few minutes', () => {
    const [finding] = encountersOf(meeting(126));
    expect(finding.body.kind).toBe('encounter');
    expect(finding.body.subjects.map(({ id }) => id)).toEqual([String(a), String(b)]);
    expect(Math.abs(finding.body.startUtcMs - (startUtcMs + hour))).toBeLessThan(4 * minute);
    expect(Math.abs(finding.body.endUtcMs - (startUtcMs + hour + 126 * minute))).toBeLessThan(4 * minute);
    expect(finding.body.facts.closestM).toBeLessThan(220);
  });

  it('is silent at 114 minutes', () => {
    expect(kindsOf(encountersOf(meeting(114)))).toEqual([]);
  });

  it('is silent beyond 500 m, and found just within', () => {
    const metresPerDegree = 96_486;
    expect(kindsOf(encountersOf(meeting(150, [135, 30], 530 / metresPerDegree)))).toEqual([]);
    expect(kindsOf(encountersOf(meeting(150, [135, 30], 470 / metresPerDegree)))).toEqual(['encounter']);
  });

  it('is silent near a port unless the port filter is off', () => {
    const rows = meeting(150, [139.93, 30]);
    expect(kindsOf(encountersOf(rows))).toEqual([]);
    expect(kindsOf(encountersOf(rows, openSea(), { portFilterKm: 0 }))).toEqual(['encounter']);
  });

  it('is silent for ships under way in company', () => {
    const together = [{ minutes: 200, sogKn: 9, cogDeg: 200 }];
    expect(
      kindsOf(encountersOf(inOrder(voyage(a, [130, 30], together), voyage(b, [130.002, 30], together)))),
    ).toEqual([]);
  });

  it('crosses the antimeridian and midnight', () => {
    expect(kindsOf(encountersOf(meeting(130, [179.9995, 30])))).toEqual(['encounter']);
    const evening = meeting(130).map((row) => ({ ...row, timeUtcMs: row.timeUtcMs + 19 * hour }));
    expect(kindsOf(encountersOf(evening))).toEqual(['encounter']);
  });

  it('is one finding when the two part for less than four hours', () => {
    const legs = (cogDeg: number) => [
      { minutes: 130, sogKn: 0.2 },
      { minutes: 30, sogKn: 6, cogDeg },
      { minutes: 30, sogKn: 6, cogDeg: cogDeg + 180 },
      { minutes: 130, sogKn: 0.2 },
      { minutes: 30, sogKn: 6, cogDeg },
    ];
    const findings = encountersOf(
      inOrder(voyage(a, [135, 30], legs(90)), voyage(b, [135.001, 30], legs(270))),
    );
    const meetings = findings.filter(({ body }) => body.kind === 'encounter');
    expect(meetings).toHaveLength(1);
    expect(meetings[0].body.facts.durationMs as number).toBeGreaterThan(5 * hour);
  });

  it('meets the fast preset at 31 minutes and not at 28', () => {
    const fast = {
      encounterDistanceM: 250,
      encounterMinutes: 30,
      encounterGridMinutes: 5,
      encounterMedianKn: null,
    };
    expect(kindsOf(encountersOf(meeting(32), openSea(), fast))).toEqual(['encounter']);
    expect(kindsOf(encountersOf(meeting(26), openSea(), fast))).toEqual([]);
  });
});

describe('loitering', () => {
  const drift = (minutes: number, lonDeg = 135) =>
    voyage(
      a,
      [lonDeg, 30],
      [
        { minutes: 60, sogKn: 12, cogDeg: 0 },
        { minutes, sogKn: 0.8, cogDeg: 45 },
        { minutes: 60, sogKn: 12, cogDeg: 0 },
      ],
    );

  it('is found from two hours on, wherever the stroke of the hour falls', () => {
    for (const shift of [0, 13, 29, 41]) {
      const rows = drift(127).map((row) => ({ ...row, timeUtcMs: row.timeUtcMs + shift * minute }));
      const [finding] = findingsOf(rows);
      expect(finding.body.kind).toBe('loitering');
      expect(Math.abs(finding.body.startUtcMs - (startUtcMs + (60 + shift) * minute))).toBeLessThan(
        2 * minute,
      );
    }
  });

  it('is silent at 114 minutes', () => {
    expect(kindsOf(findingsOf(drift(114)))).toEqual([]);
  });

  it('is silent nearer than 20 nm to the coast', () => {
    expect(kindsOf(findingsOf(drift(180, 140 - 18.5 / 52)))).toEqual([]);
    expect(kindsOf(findingsOf(drift(180, 140 - 22 / 52)))).toEqual(['loitering']);
  });

  it('is silent at 2.2 knots', () => {
    const trawl = voyage(a, [135, 30], [{ minutes: 300, sogKn: 2.2, cogDeg: 10 }]);
    expect(kindsOf(findingsOf(trawl))).toEqual([]);
  });
});

describe('gap', () => {
  const silence = (hours: number, { lonDeg = 135, satellites = 16 } = {}) =>
    voyage(
      a,
      [lonDeg, 30],
      [
        { minutes: 11 * 60, sogKn: 4, cogDeg: 180, everyS: (11 * 3600) / satellites, satellite: true },
        { minutes: 1, sogKn: 4, cogDeg: 180, satellite: false },
        { minutes: hours * 60, sogKn: 4, cogDeg: 180, silent: true },
        { minutes: 60, sogKn: 4, cogDeg: 180 },
      ],
    );

  it('is a coverage gap from six hours on and no finding below', () => {
    const dense = (hours: number) =>
      voyage(
        a,
        [139, 30],
        [
          { minutes: 60, sogKn: 8 },
          { minutes: hours * 60, sogKn: 8, silent: true },
          { minutes: 30, sogKn: 8 },
        ],
      );
    expect(kindsOf(findingsOf(dense(6.3)))).toEqual(['coverage-gap']);
    expect(kindsOf(findingsOf(dense(5.7)))).toEqual([]);
  });

  it('is a suspected disabling when all four conditions hold', () => {
    const [finding] = findingsOf(silence(12.6));
    expect(finding.body.kind).toBe('suspected-disabling');
    expect(finding.body.facts.satelliteFixes).toBe(16);
  });

  it('is no more than a coverage gap when any one of them fails', () => {
    expect(kindsOf(findingsOf(silence(11.4)))).toEqual(['coverage-gap']);
    expect(kindsOf(findingsOf(silence(13, { lonDeg: 140 - 47 / 52 })))).toEqual(['coverage-gap']);
    expect(kindsOf(findingsOf(silence(13, { satellites: 12 })))).toEqual(['coverage-gap']);
  });

  it('is withdrawn when a report from the middle arrives late, under the id of before', () => {
    const rows = silence(13);
    const watch = startWatch({}, openSea());
    watch.push('positions', batchOf(rows));
    watch.push(
      'positions',
      batchOf(voyage(b, [130, 30], [{ minutes: 60, sogKn: 9 }], rows[rows.length - 1].timeUtcMs)),
    );
    const [found] = watch.take();
    expect(found.body.kind).toBe('suspected-disabling');
    const middle = rows[rows.length - 1].timeUtcMs - 60 * minute - 6.6 * hour;
    watch.push('positions', batchOf([{ ...rows[0], timeUtcMs: middle, latDeg: 28.8 }]));
    const revised = watch.take();
    expect(revised.find(({ id }) => id === found.id)?.body.kind).toBe('coverage-gap');
    const later = [1, 2, 3].map((i) => ({ ...rows[0], timeUtcMs: middle - i * 90 * minute, latDeg: 28.8 }));
    watch.push('positions', batchOf(later));
    const last = newest(watch.take()).find(({ id }) => id === found.id);
    expect(last?.body.withdrawn).toBe(true);
    expect(last?.body.withdrawnBecause?.key).toBe('sea.withdrawn.late');
  });

  it('is not told of ships when it was the feed that fell silent', () => {
    const legs = [
      { minutes: 60, sogKn: 8 },
      { minutes: 480, sogKn: 8, silent: true },
      { minutes: 30, sogKn: 8 },
    ];
    const fleet = Array.from({ length: 12 }, (_, i) => voyage(a + i, [130 + i / 2, 25], legs));
    expect(kindsOf(findingsOf(inOrder(...fleet)))).toEqual([]);
    const heard = voyage(b + 50, [120, 20], [{ minutes: 600, sogKn: 8 }]);
    expect(kindsOf(findingsOf(inOrder(fleet[0], ...fleet.slice(1), heard)))).toHaveLength(12);
  });

  it('is not told of a ship that is silent at its berth', () => {
    const berth = voyage(a, [140, 30], [{ minutes: 60 }, { minutes: 600, silent: true }, { minutes: 30 }]);
    expect(kindsOf(findingsOf(berth))).toEqual([]);
  });
});

describe('passage', () => {
  const world = openSea({ gates: [meridianGate(130, 29, 31)] });
  const through = [{ minutes: 120, sogKn: 12, cogDeg: 90 }];

  it('is one finding with its direction, between the fixes on both sides of the line', () => {
    const [finding, ...more] = findingsOf(voyage(a, [129.8, 30], through), world);
    expect(more).toEqual([]);
    expect(finding.body.kind).toBe('passage');
    expect(finding.body.facts.direction).toBe('minus');
    expect(finding.body.endUtcMs - finding.body.startUtcMs).toBe(30_000);
    expect(finding.evidence[0]).toMatchObject({ kind: 'fixes', count: 2 });
  });

  it('is silent for a vessel that turns back before the line', () => {
    const rows = voyage(
      a,
      [129.8, 30],
      [
        { minutes: 50, sogKn: 11, cogDeg: 90 },
        { minutes: 50, sogKn: 11, cogDeg: 270 },
      ],
    );
    expect(kindsOf(findingsOf(rows, world))).toEqual([]);
  });

  it('is silent for a vessel that drifts to and fro across the line', () => {
    const to = { minutes: 3, sogKn: 2, cogDeg: 90 };
    const fro = { minutes: 3, sogKn: 2, cogDeg: 270 };
    const rows = voyage(
      a,
      [129.9995, 30],
      [to, fro, to, fro, to, fro, { minutes: 30, sogKn: 2, cogDeg: 270 }],
    );
    expect(kindsOf(findingsOf(rows, world))).toEqual([]);
  });

  it('is never read out of a long silence', () => {
    const rows = voyage(
      a,
      [129.8, 30],
      [
        { minutes: 20, sogKn: 12, cogDeg: 90 },
        { minutes: 90, sogKn: 12, cogDeg: 90, silent: true },
        { minutes: 20, sogKn: 12, cogDeg: 90 },
      ],
    );
    expect(kindsOf(findingsOf(rows, world))).toEqual([]);
  });

  it('crosses a gate on the antimeridian', () => {
    const gates = [meridianGate(180, 29, 31)];
    expect(
      kindsOf(findingsOf(voyage(a, [179.9, 30], through), openSea({ coastLonDeg: 100, gates }))),
    ).toEqual(['passage']);
  });
});

describe('zone entry', () => {
  const world = openSea({}, [circle([130, 30], 12)]);
  const past = (latDeg: number) => voyage(a, [129, latDeg], [{ minutes: 600, sogKn: 12, cogDeg: 90 }]);

  it('runs from the first fix inside to the last', () => {
    const [finding] = findingsOf(past(30), world);
    expect(finding.body.kind).toBe('zone-entry');
    expect(Math.abs(finding.body.endUtcMs - finding.body.startUtcMs - 2 * hour)).toBeLessThan(2 * minute);
    expect(finding.body.ongoing).toBe(false);
  });

  it('is silent for a vessel that passes outside, or inside by less than the edge is uncertain', () => {
    expect(kindsOf(findingsOf(past(30 + 12.5 / 60), world))).toEqual([]);
    expect(kindsOf(findingsOf(past(30 + 11.99 / 60), world))).toEqual([]);
  });

  it('is silent for a vessel that was inside when it was first seen', () => {
    expect(
      kindsOf(findingsOf(voyage(a, [130, 30], [{ minutes: 300, sogKn: 12, cogDeg: 90 }]), world)),
    ).toEqual([]);
  });

  it('is ongoing while the vessel is inside', () => {
    const [finding] = findingsOf(voyage(a, [129, 30], [{ minutes: 260, sogKn: 12, cogDeg: 90 }]), world);
    expect(finding.body.ongoing).toBe(true);
  });

  it('can be asked of some flags only', () => {
    expect(kindsOf(findingsOf(past(30), world, { zoneFlags: [412] }))).toEqual([]);
    expect(kindsOf(findingsOf(past(30), world, { zoneFlags: [431] }))).toEqual(['zone-entry']);
  });
});

describe('every finding', () => {
  const bodies = Compile(FindingBodySchema);
  const pieces = Compile(EvidenceSchema);
  it('matches the schema of core, rests on real fixes, and says what speaks against it', () => {
    const world = openSea({ gates: [meridianGate(135, 29, 30.3)] }, [circle([135, 30], 5)]);
    const findings = findingsOf(meeting(150), world);
    expect(kindsOf(findings)).toEqual([
      'encounter',
      'loitering',
      'loitering',
      'passage',
      'zone-entry',
      'zone-entry',
    ]);
    for (const { body, evidence, confidence } of findings) {
      expect(bodies.Check(body)).toBe(true);
      expect(evidence.length).toBeGreaterThan(0);
      for (const piece of evidence) expect(pieces.Check(piece)).toBe(true);
      expect(Number.isInteger(confidence)).toBe(true);
      expect(body.against.length).toBeGreaterThan(0);
    }
  });
});
