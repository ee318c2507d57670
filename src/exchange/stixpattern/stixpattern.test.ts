import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatternFault, PatternTooComplex, matchPattern, parsePattern } from './index.ts';
import type { Observation, Observed, ObservedObject } from './index.ts';

const second = 1000;

function seen(atS: number, ...objects: ObservedObject[]): Observed {
  const named = objects.map((object, i) => [String(object.id ?? i), object] as const);
  return { firstUtcMs: atS * second, lastUtcMs: atS * second, objects: new Map(named) };
}

const matches = (pattern: string, ...observed: Observed[]) => matchPattern(parsePattern(pattern), observed);
const file = (more: ObservedObject): ObservedObject => ({ type: 'file', ...more });

describe('a STIX pattern', () => {
  it('is refused with the place where it is none', () => {
    for (const bad of [
      '',
      '[]',
      '[file:name]',
      "[file:name = 'x'",
      "file:name = 'x'",
      '[file:name = "x"]',
      "[file:hashes.SHA-256 = 'x']",
      "[file:name = 'x'] FOLLOWEDBY",
      '[file:name LIKE 3]',
      "[file:name = 'x'] WITHIN 0 SECONDS",
      "[file:name = 'x'] REPEATS 1.5 TIMES",
      "[file:name = 'x'] START t'2026-01-02T00:00:00Z' STOP t'2026-01-01T00:00:00Z'",
      "[file:x_bin = b'!']",
      "[file:x_hex = h'abc']",
      '[file:size > true]',
    ])
      expect(() => parsePattern(bad), bad).toThrow(PatternFault);
  });

  it('is refused where it is nested or long beyond measure, without overflowing', () => {
    expect(() => parsePattern(`${'('.repeat(100_000)}`)).toThrow(PatternFault);
    expect(() => parsePattern(`[${'('.repeat(5000)}file:name = 'x'`)).toThrow(PatternFault);
    expect(() => parsePattern(`[file:size IN (${Array(5000).fill('1').join()})]`)).toThrow(PatternFault);
    expect(() => parsePattern(`[file:size = ${'9'.repeat(400)}]`)).toThrow(PatternFault);
  });

  it('compares by the kinds of its values', () => {
    const one = seen(
      0,
      file({ name: 'a.exe', size: 10, magic_number_hex: 'FFD8', payload_bin: '/9g=', flag: true }),
    );
    for (const [text, expected] of [
      ["file:name = 'a.exe'", true],
      ["file:name != 'a.exe'", false],
      ["file:name NOT = 'b.exe'", true],
      ["file:name LIKE 'a%'", true],
      ["file:name LIKE '_.ex'", false],
      ["file:name MATCHES '^a[.]'", true],
      ["file:name IN ('x', 'a.exe')", true],
      ['file:size >= 10 AND file:size < 10.5', true],
      ["file:size = '10'", false],
      ["file:size != '10'", true],
      ["file:magic_number_hex = h'ffd8'", true],
      ["file:payload_bin = b'/9g='", true],
      ["file:payload_bin = h'ffd8'", true],
      ['file:flag = true', true],
      ['EXISTS file:name', true],
      ['NOT EXISTS file:nothing', true],
      ["file:nothing != 'x'", false],
      ["file:nothing NOT = 'x'", false],
    ] as const)
      expect(matches(`[${text}]`, one) !== undefined, text).toBe(expected);
  });

  it('joins comparisons on one object, and objects by what they refer to', () => {
    const two = seen(0, file({ id: 'f1', name: 'a', size: 1 }), file({ id: 'f2', name: 'b', size: 2 }));
    expect(matches("[file:name = 'a' AND file:size = 2]", two)).toBeUndefined();
    expect(matches("[file:name = 'a' OR file:size = 3]", two)).toEqual([0]);
    const linked = seen(
      0,
      { type: 'network-traffic', id: 'n', src_ref: 'ip', protocols: ['ipv4', 'tcp'] },
      { type: 'ipv4-addr', id: 'ip', value: '198.51.100.7' },
    );
    expect(matches("[network-traffic:src_ref.value ISSUBSET '198.51.100.0/24']", linked)).toEqual([0]);
    expect(matches("[network-traffic:protocols[*] = 'tcp']", linked)).toEqual([0]);
    expect(matches("[network-traffic:protocols[1] = 'ipv4']", linked)).toBeUndefined();
    expect(matches("[ipv4-addr:value ISSUPERSET '198.51.100.7/32']", linked)).toEqual([0]);
  });

  it('chooses among observations by operators and qualifiers', () => {
    const [a, b, late] = [
      seen(0, file({ name: 'a' })),
      seen(5, file({ name: 'b' })),
      seen(100, file({ name: 'a' })),
    ];
    const [is, then] = ["[file:name = 'a']", "[file:name = 'b']"];
    expect(matches(`${is} FOLLOWEDBY ${then}`, a, b)).toEqual([0, 1]);
    expect(matches(`${then} FOLLOWEDBY ${is}`, a, b)).toBeUndefined();
    expect(matches(`${is} AND ${is}`, a, b)).toBeUndefined();
    expect(matches(`${is} REPEATS 2 TIMES`, a, b, late)).toEqual([0, 2]);
    expect(matches(`${is} REPEATS 2 TIMES WITHIN 50 SECONDS`, a, b, late)).toBeUndefined();
    expect(matches(`(${is} AND ${then}) WITHIN 5 SECONDS`, a, b)).toEqual([0, 1]);
    expect(matches(`${is} START t'1970-01-01T00:01:00Z' STOP t'1970-01-01T01:00:00Z'`, a, late)).toEqual([1]);
  });

  it('gives up on an expression that may never end', () => {
    const one = seen(0, file({ name: 'a'.repeat(40) }));
    expect(() => matches("[file:name MATCHES '(a+)+b']", one)).toThrow(PatternTooComplex);
  });
});

/** The plain evaluator: every set of observations is tried. */
function plainly(pattern: Observation, observed: readonly Observed[]): boolean {
  const all = Array.from({ length: 1 << observed.length }, (_, mask) =>
    observed.map((_each, i) => i).filter((i) => mask & (1 << i)),
  );
  return all.some((set) => holds(pattern, set, observed));
}

/** Whether exactly these observations match. */
function holds(pattern: Observation, set: readonly number[], observed: readonly Observed[]): boolean {
  const first = () => Math.min(...set.map((i) => observed[i].firstUtcMs));
  const last = () => Math.max(...set.map((i) => observed[i].lastUtcMs));
  switch (pattern.kind) {
    case 'observation':
      return set.length === 1 && matchPattern(pattern, [observed[set[0]]]) !== undefined;
    case 'or':
      return holds(pattern.left, set, observed) || holds(pattern.right, set, observed);
    case 'and':
    case 'followed-by':
      return splits(set, 2).some(
        ([left, right]) =>
          holds(pattern.left, left, observed) &&
          holds(pattern.right, right, observed) &&
          (pattern.kind === 'and' ||
            Math.min(...right.map((i) => observed[i].firstUtcMs)) >=
              Math.max(...left.map((i) => observed[i].lastUtcMs))),
      );
    case 'qualified': {
      const { qualifier, part } = pattern;
      if (set.length === 0) return false;
      if (qualifier.kind === 'within')
        return last() - first() <= qualifier.seconds * second && holds(part, set, observed);
      if (qualifier.kind === 'between')
        return first() >= qualifier.startUtcMs && last() < qualifier.stopUtcMs && holds(part, set, observed);
      return splits(set, qualifier.times).some((parts) => parts.every((each) => holds(part, each, observed)));
    }
  }
}

/** Every way to deal a set out to so many. */
function splits(set: readonly number[], parts: number): number[][][] {
  return set.reduce<number[][][]>(
    (dealt, i) =>
      dealt.flatMap((hands) => hands.map((_, k) => hands.map((hand, j) => (j === k ? [...hand, i] : hand)))),
    [Array.from({ length: parts }, () => [])],
  );
}

const test_ = fc.constantFrom("[file:name = 'a']", "[file:name = 'b' OR file:size > 2]", '[file:size <= 1]');
const { pattern: anyPattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test_,
    fc
      .tuple(tie('pattern'), fc.constantFrom('AND', 'OR', 'FOLLOWEDBY'), tie('pattern'))
      .map(([a, word, b]) => `(${a} ${word} ${b})`),
    fc
      .tuple(
        tie('pattern'),
        fc.constantFrom(
          'WITHIN 2 SECONDS',
          'REPEATS 2 TIMES',
          "START t'1970-01-01T00:00:01Z' STOP t'1970-01-01T00:00:04Z'",
        ),
      )
      .map(([a, qualifier]) => `(${a}) ${qualifier}`),
  ),
}));

describe('the matcher', () => {
  it('agrees with trying every set of observations', () => {
    const observation = fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 3 }))
      .map(([at, name, size]) => seen(at, file({ name, size })));
    fc.assert(
      fc.property(anyPattern, fc.array(observation, { maxLength: 5 }), (text, observed) => {
        const pattern = parsePattern(text);
        expect(matchPattern(pattern, observed) !== undefined).toBe(plainly(pattern, observed));
      }),
      { numRuns: 400 },
    );
  });

  it('never fails on any text but by its own error', () => {
    const words = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      'file',
      ':',
      'name',
      '=',
      "'x'",
      'AND',
      '1',
      "t'x'",
      'NOT',
      '.',
      '*',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words, { maxLength: 30 }).map((list) => list.join(' ')),
        ),
        (text) => {
          try {
            parsePattern(text);
          } catch (error) {
            expect(error).toBeInstanceOf(PatternFault);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
