import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { overlap, score, scoredEvents } from './score.ts';
import type { ScoredEvent } from './score.ts';

const hourMs = 3_600_000;
const event = (
  startH: number,
  endH: number,
  mmsis: readonly number[] = [1],
  kind = 'encounter',
): ScoredEvent => ({
  kind,
  mmsis,
  startUtcMs: startH * hourMs,
  endUtcMs: endH * hourMs,
});
const of = (kind: string, truth: ScoredEvent[], findings: ScoredEvent[]) =>
  score(truth, findings).kinds.find((each) => each.kind === kind);

describe('scoring', () => {
  it('matches the same kind, the same vessels and half of the joint time, and nothing less', () => {
    expect(of('encounter', [event(0, 3)], [event(0, 3)])).toMatchObject({
      matched: 1,
      recall: 1,
      precision: 1,
      f1: 1,
    });
    expect(of('encounter', [event(0, 3)], [event(0, 3, [2])])).toMatchObject({ matched: 0, recall: 0 });
    expect(of('encounter', [event(0, 3, [1, 2])], [event(0, 3, [1])])).toMatchObject({ matched: 0 });
    expect(of('encounter', [event(0, 4)], [event(2, 4)])).toMatchObject({ matched: 1 });
    expect(of('encounter', [event(0, 4)], [event(2.1, 4)])).toMatchObject({ matched: 0 });
    expect(of('encounter', [event(0, 4)], [event(0, 4, [1], 'loitering')])).toMatchObject({
      matched: 0,
      findings: 0,
    });
  });

  it('counts a finding once, though it would fit two events', () => {
    const result = of('encounter', [event(0, 4), event(1, 5)], [event(0.5, 4.5)]);
    expect(result).toMatchObject({ truth: 2, matched: 1, recall: 0.5, precision: 1 });
    expect(result?.misses).toHaveLength(1);
  });

  it('finds the largest matching where taking the best pair first would lose one', () => {
    const truth = [event(0, 10), event(4, 14)];
    const [both, firstOnly] = [event(1, 11), event(-2, 7)];
    expect(overlap(truth[0], both)).toBeGreaterThan(overlap(truth[0], firstOnly));
    expect(overlap(truth[1], both)).toBeGreaterThanOrEqual(0.5);
    expect(overlap(truth[1], firstOnly)).toBeLessThan(0.5);
    expect(of('encounter', truth, [both, firstOnly])).toMatchObject({ matched: 2 });
  });

  it('compares instants within twenty minutes', () => {
    const passage = (minute: number) => event(minute / 60, minute / 60, [1], 'passage');
    expect(of('passage', [passage(0)], [passage(20)])).toMatchObject({ matched: 1 });
    expect(of('passage', [passage(0)], [passage(21)])).toMatchObject({ matched: 0 });
    expect(of('passage', [passage(0)], [event(-0.2, 0.2, [1], 'passage')])).toMatchObject({ matched: 1 });
  });

  it('says neither recall nor precision of what neither happened nor was found', () => {
    const empty = of('loitering', [], []);
    expect(empty?.recall).toBeNaN();
    expect(empty?.precision).toBeNaN();
  });

  it('does not depend on the order of lines, never matches more than there is, and is symmetric', () => {
    const events = fc.array(
      fc
        .record({
          start: fc.integer({ min: 0, max: 20 }),
          length: fc.integer({ min: 1, max: 8 }),
          mmsi: fc.integer({ min: 1, max: 2 }),
        })
        .map(({ start, length, mmsi }) => event(start, start + length, [mmsi])),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(events, events, (truth, findings) => {
        const matched = of('encounter', truth, findings)?.matched ?? 0;
        expect(matched).toBeLessThanOrEqual(Math.min(truth.length, findings.length));
        expect(of('encounter', [...truth].reverse(), [...findings].reverse())?.matched).toBe(matched);
        expect(of('encounter', findings, truth)?.matched).toBe(matched);
      }),
    );
  });
});

describe('reading truth and findings', () => {
  it('takes lines with further fields, entries in their envelope, and the last version of an id', () => {
    const flat = { kind: 'passage', mmsis: [3, 2], startUtcMs: 1, endUtcMs: 2, gate: 'osumi' };
    const body = {
      kind: 'loitering',
      subjects: [
        { kind: 'vessel', id: '9' },
        { kind: 'area', id: 'x' },
      ],
      startUtcMs: 1,
      endUtcMs: 5,
    };
    const lines = [flat, { id: 'finding--1', body }, { id: 'finding--1', body: { ...body, endUtcMs: 7 } }];
    expect(scoredEvents(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`, 'f')).toEqual([
      { kind: 'passage', mmsis: [2, 3], startUtcMs: 1, endUtcMs: 2 },
      { kind: 'loitering', mmsis: [9], startUtcMs: 1, endUtcMs: 7 },
    ]);
  });

  it('leaves out what was withdrawn, even when it stood before', () => {
    const line = { id: 'a', kind: 'passage', mmsis: [1], startUtcMs: 1, endUtcMs: 2 };
    expect(
      scoredEvents(`${JSON.stringify(line)}\n${JSON.stringify({ ...line, withdrawn: true })}`, 'f'),
    ).toEqual([]);
  });

  it('names the line that cannot be read', () => {
    const refused = (text: string) =>
      expect(() => scoredEvents(text, 'truth.jsonl')).toThrow(
        expect.objectContaining({ code: 'exercise.invalid-line', path: 'truth.jsonl:1' }),
      );
    refused('not json');
    refused('[1]');
    refused('{"kind":"passage","mmsis":[],"startUtcMs":1,"endUtcMs":2}');
    refused('{"kind":"passage","mmsis":[1],"startUtcMs":3,"endUtcMs":2}');
    refused('{"kind":"passage","mmsis":["x"],"startUtcMs":1,"endUtcMs":2}');
  });
});
