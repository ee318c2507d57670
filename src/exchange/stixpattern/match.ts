/**
 * Whether observations match a STIX 2.1 pattern (OASIS Standard, section 9). An observation expression is matched by one
 * observation in which one object satisfies every comparison that is joined by AND; operators and qualifiers then choose
 * among observations. What a pattern costs is bounded: beyond that it is refused, not guessed.
 */
import type { Json } from '../../core/index.ts';
import { isRecord } from '../release.ts';
import { hexOfBase64 } from './lexer.ts';
import type { Literal } from './lexer.ts';
import type { Comparison, ObjectPath, Observation, Qualifier } from './parser.ts';

export type ObservedObject = { readonly [name: string]: Json };

/** Observed data: when, and which objects. */
export interface Observed {
  readonly firstUtcMs: number;
  readonly lastUtcMs: number;
  /** Its objects by id; those that they refer to are found here too. */
  readonly objects: ReadonlyMap<string, ObservedObject>;
  /** The ids of those that were observed themselves; all of `objects` when absent. */
  readonly roots?: readonly string[];
}

/** A pattern that asks for more combinations than are tried. */
export class PatternTooComplex extends Error {}

const maxBindings = 10_000;

/** Numbers of observations, ascending, that match together. */
type Binding = readonly number[];

/**
 * @returns the observations of one match, ascending, or undefined
 * @throws PatternTooComplex
 */
export function matchPattern(pattern: Observation, observed: readonly Observed[]): Binding | undefined {
  const bindings = bindingsOf(pattern, observed);
  return bindings[0];
}

function bindingsOf(pattern: Observation, observed: readonly Observed[]): Binding[] {
  switch (pattern.kind) {
    case 'observation':
      return observed.flatMap((each, i) => (matchingObjects(pattern.comparison, each).size > 0 ? [[i]] : []));
    case 'qualified':
      return qualified(pattern.qualifier, bindingsOf(pattern.part, observed), observed);
    case 'or':
      return distinct([...bindingsOf(pattern.left, observed), ...bindingsOf(pattern.right, observed)]);
    default:
      return joined(
        pattern.kind,
        bindingsOf(pattern.left, observed),
        bindingsOf(pattern.right, observed),
        observed,
      );
  }
}

/** Both sides, on different observations; of `followed-by` the right ones not before the left ones. */
function joined(
  kind: 'and' | 'followed-by',
  left: readonly Binding[],
  right: readonly Binding[],
  observed: readonly Observed[],
): Binding[] {
  const found: Binding[] = [];
  let tried = 0;
  for (const a of left) {
    const end = Math.max(...a.map((i) => observed[i].lastUtcMs));
    for (const b of right) {
      tried += 1;
      if (tried > 100 * maxBindings) throw new PatternTooComplex();
      if (b.some((i) => a.includes(i))) continue;
      if (kind === 'followed-by' && b.some((i) => observed[i].firstUtcMs < end)) continue;
      found.push(union(a, b));
      if (found.length > maxBindings) throw new PatternTooComplex();
    }
  }
  return distinct(found);
}

function qualified(
  qualifier: Qualifier,
  bindings: readonly Binding[],
  observed: readonly Observed[],
): Binding[] {
  switch (qualifier.kind) {
    case 'within': {
      const longestMs = qualifier.seconds * 1000;
      return bindings.filter(
        (binding) => lastOf(binding, observed) - firstOf(binding, observed) <= longestMs,
      );
    }
    case 'between':
      return bindings.filter(
        (binding) =>
          firstOf(binding, observed) >= qualifier.startUtcMs &&
          lastOf(binding, observed) < qualifier.stopUtcMs,
      );
    case 'repeats':
      return repeated(bindings, qualifier.times);
  }
}

function firstOf(binding: Binding, observed: readonly Observed[]): number {
  return Math.min(...binding.map((i) => observed[i].firstUtcMs));
}

function lastOf(binding: Binding, observed: readonly Observed[]): number {
  return Math.max(...binding.map((i) => observed[i].lastUtcMs));
}

/** So many bindings that have no observation in common, as one. */
function repeated(bindings: readonly Binding[], times: number): Binding[] {
  let found: Binding[] = [[]];
  let starts = [0];
  for (let n = 0; n < times; n++) {
    const longer: Binding[] = [];
    const next: number[] = [];
    for (const [k, binding] of found.entries())
      for (let i = starts[k]; i < bindings.length; i++) {
        if (bindings[i].some((each) => binding.includes(each))) continue;
        longer.push(union(binding, bindings[i]));
        next.push(i + 1);
        if (longer.length > maxBindings) throw new PatternTooComplex();
      }
    found = longer;
    starts = next;
    if (found.length === 0) return [];
  }
  return distinct(found);
}

function union(a: Binding, b: Binding): Binding {
  return [...a, ...b].sort((x, y) => x - y);
}

function distinct(bindings: readonly Binding[]): Binding[] {
  return [...new Map(bindings.map((binding) => [binding.join(), binding])).values()];
}

/** The ids of the observation's objects that satisfy a comparison. */
function matchingObjects(comparison: Comparison, observed: Observed): ReadonlySet<string> {
  switch (comparison.kind) {
    case 'or':
      return new Set(comparison.parts.flatMap((part) => [...matchingObjects(part, observed)]));
    case 'and': {
      const [first, ...rest] = comparison.parts;
      let left = matchingObjects(first, observed);
      for (const part of rest) {
        if (left.size === 0) return left;
        const right = matchingObjects(part, observed);
        left = new Set([...left].filter((id) => right.has(id)));
      }
      return left;
    }
    default:
      return new Set(
        rootsOf(observed).filter((id) => {
          const object = observed.objects.get(id);
          return object?.type === comparison.path.type && satisfies(comparison, object, observed);
        }),
      );
  }
}

function rootsOf({ roots, objects }: Observed): readonly string[] {
  return roots ?? [...objects.keys()];
}

function satisfies(
  test: Exclude<Comparison, { kind: 'and' | 'or' }>,
  object: ObservedObject,
  { objects }: Observed,
): boolean {
  const values = valuesAt(object, test.path, objects);
  if (test.kind === 'exists') return values.length > 0 !== test.negated;
  // Without a value nothing is compared, negated or not.
  return values.some((found) => isTrue(test.comparator, found, test.literals) !== test.negated);
}

interface Found {
  readonly value: Json;
  /** The name of the property: `_hex` and `_bin` hold bytes. */
  readonly name: string;
}

/** Every value that a path leads to; `_ref` properties lead on into the object that they refer to. */
export function valuesAt(
  object: ObservedObject,
  { steps, isIndex }: ObjectPath,
  objects: ReadonlyMap<string, ObservedObject>,
): Found[] {
  let found: Found[] = [{ value: object, name: '' }];
  for (const [i, step] of steps.entries()) {
    found = found.flatMap(({ value, name }) => {
      const target = !isIndex[i] && /_refs?$/.test(name) ? objects.get(String(value)) : value;
      if (isIndex[i]) return indexed(target, step, name);
      return isRecord(target) && Object.hasOwn(target, String(step))
        ? [{ value: target[String(step)], name: String(step) }]
        : [];
    });
    if (found.length > maxBindings) throw new PatternTooComplex();
  }
  return found;
}

function indexed(list: Json | undefined, step: string | number, name: string): Found[] {
  if (!Array.isArray(list)) return [];
  if (step === '*') return list.map((value: Json) => ({ value, name }));
  const value = list[Number(step)] as Json | undefined;
  return value === undefined ? [] : [{ value, name }];
}

function isTrue(comparator: string, found: Found, literals: readonly Literal[]): boolean {
  const [literal] = literals;
  switch (comparator) {
    case 'IN':
      return literals.some((each) => compare(found, each) === 0);
    case 'LIKE':
    case 'MATCHES':
      return (
        typeof found.value === 'string' &&
        matcher(comparator, String(literal.value)).test(String(found.value).normalize('NFC'))
      );
    case 'ISSUBSET':
      return isSubset(found.value, String(literal.value));
    case 'ISSUPERSET':
      return isSubset(literal.value, String(found.value));
    default: {
      const order = compare(found, literal);
      // Values of different kinds are unequal, and have no order.
      if (order === undefined) return comparator === '!=';
      return (
        (comparator === '=' && order === 0) ||
        (comparator === '!=' && order !== 0) ||
        (comparator === '<' && order < 0) ||
        (comparator === '<=' && order <= 0) ||
        (comparator === '>' && order > 0) ||
        (comparator === '>=' && order >= 0)
      );
    }
  }
}

/** How a value stands to a literal; undefined where they cannot be compared. */
function compare({ value, name }: Found, literal: Literal): number | undefined {
  if (literal.kind === 'integer' || literal.kind === 'float')
    return typeof value === 'number' ? value - literal.value : undefined;
  if (literal.kind === 'boolean')
    return typeof value === 'boolean' ? Number(value) - Number(literal.value) : undefined;
  if (typeof value !== 'string') return undefined;
  if (literal.kind === 'timestamp') {
    const time = Date.parse(value);
    return Number.isNaN(time) ? undefined : time - literal.timeUtcMs;
  }
  if (literal.kind === 'hex' || literal.kind === 'binary') return order(bytesOf(value, name), literal.value);
  return order(value.normalize('NFC'), String(literal.value).normalize('NFC'));
}

/** A string that holds bytes, as lower-case hexadecimal. */
function bytesOf(value: string, name: string): string {
  if (!name.endsWith('_bin')) return value.toLowerCase();
  try {
    return hexOfBase64(value);
  } catch {
    return '';
  }
}

/** By code points, as the specification has it (section 9.6.1). */
function order(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++)
    if (x[i] !== y[i]) return (x[i].codePointAt(0) as number) - (y[i].codePointAt(0) as number);
  return x.length - y.length;
}

const compiled = new Map<string, RegExp>();

/** `%` is any text and `_` any one character; a regular expression is searched for anywhere. */
function matcher(comparator: 'LIKE' | 'MATCHES', text: string): RegExp {
  const key = `${comparator} ${text}`;
  let pattern = compiled.get(key);
  if (pattern === undefined) {
    if (compiled.size >= 1000) compiled.clear();
    pattern = comparator === 'LIKE' ? likePattern(text) : regularExpression(text);
    compiled.set(key, pattern);
  }
  return pattern;
}

function likePattern(text: string): RegExp {
  const source = text
    .normalize('NFC')
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/%+/g, '[\\s\\S]*')
    .replaceAll('_', '[\\s\\S]');
  return new RegExp(`^${source}$`, 'u');
}

/** Repetition inside repetition may take for ever on a text that nearly matches: it is refused. */
const nested = /\([^)]*[*+}][^)]*\)[*+{]|\\\d/;

function regularExpression(text: string): RegExp {
  if (text.length > 1000 || nested.test(text)) throw new PatternTooComplex();
  try {
    return new RegExp(text, 'u');
  } catch {
    try {
      return new RegExp(text);
    } catch {
      throw new PatternTooComplex();
    }
  }
}

/** Whether an address or block lies within a block, both of IPv4 or both of IPv6. */
function isSubset(inner: Json, outer: string): boolean {
  const [a, b] = [blockOf(String(inner)), blockOf(outer)];
  if (a === undefined || b === undefined || a.bits.length !== b.bits.length) return false;
  return a.prefix >= b.prefix && a.bits.slice(0, b.prefix) === b.bits.slice(0, b.prefix);
}

interface Block {
  /** The address as 32 or 128 digits of 0 and 1. */
  readonly bits: string;
  readonly prefix: number;
}

function blockOf(text: string): Block | undefined {
  const [address, length, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  const bits = address.includes(':') ? bitsOfIpv6(address) : bitsOfIpv4(address);
  if (bits === undefined) return undefined;
  const prefix = length === undefined ? bits.length : Number(length);
  return Number.isInteger(prefix) && prefix >= 0 && prefix <= bits.length ? { bits, prefix } : undefined;
}

function bitsOfIpv4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOfIpv6(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - groups.flat().length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all =
    halves.length === 1 ? groups[0] : [...groups[0], ...Array<string>(missing).fill('0'), ...groups[1]];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
