/** An indicator's pattern against what the hub holds and the viewer may see: observed data, and observables by themselves. */
import type { ActionContext, Entry } from '../core/index.ts';
import {
  PatternFault,
  PatternTooComplex,
  matchPattern,
  isObservableType,
  parsePattern,
  pathsOf,
  shownJson,
} from '../exchange/index.ts';
import type { Observation, Observed, ObservedObject, Properties } from '../exchange/index.ts';
import type { MatchAnswer } from './api.ts';
import { lineOf } from './reading.ts';
import { isStixObject, stixObjectType } from './stixobject.ts';
import type { StixObjectBody } from './stixobject.ts';
import { shownObject } from './write.ts';

type StixEntry = Entry<StixObjectBody>;

/** So many observables and observed data at most are looked at for one indicator. */
const maxLooked = 20_000;
const page = 1000;

interface Held {
  readonly observed: readonly Observed[];
  /** What each observation is, by its number. */
  readonly entries: readonly StixEntry[];
  readonly isCut: boolean;
}

export function matchesOf(indicator: Properties, context: ActionContext): MatchAnswer {
  const nothing = { looked: 0, isCut: false, matches: [] };
  if (indicator.pattern_type !== 'stix' || typeof indicator.pattern !== 'string')
    return { ...nothing, failure: 'not-stix' };
  try {
    const pattern = parsePattern(indicator.pattern);
    const held = heldFor(pattern, context);
    const numbers = matchingNumbers(pattern, held.observed);
    return {
      looked: held.observed.length,
      isCut: held.isCut,
      matches: numbers.map((i) => lineOf(held.entries[i], context)),
    };
  } catch (error) {
    if (error instanceof PatternTooComplex) return { ...nothing, failure: 'too-complex' };
    if (error instanceof PatternFault) return { ...nothing, failure: 'not-stix' };
    throw error;
  }
}

const maxMatches = 100;

/** Of a single observation expression every match; of a pattern that joins several the first whole one. */
function matchingNumbers(pattern: Observation, observed: readonly Observed[]): readonly number[] {
  if (pattern.kind !== 'observation') return matchPattern(pattern, observed) ?? [];
  const found: number[] = [];
  for (let i = 0; i < observed.length && found.length < maxMatches; i++)
    if (matchPattern(pattern, [observed[i]]) !== undefined) found.push(i);
  return found;
}

/** Observed data, and observables that no observed data holds, of the types that a pattern looks at. */
function heldFor(pattern: Observation, context: ActionContext): Held {
  const types = [...new Set(pathsOf(pattern).map(({ type }) => type))];
  const kinds = ['observed-data', ...types];
  const entries: StixEntry[] = [];
  let isCut = false;
  let cursor: string | undefined;
  do {
    const { entries: some, cursor: next } = context
      .entries({ types: [stixObjectType.type], kinds, limit: page, cursor })
      .for(context.viewer.party);
    entries.push(...some.filter(isStixObject));
    cursor = next;
    isCut = cursor !== undefined && entries.length >= maxLooked;
  } while (cursor !== undefined && !isCut);
  const objects = new Map(entries.map((entry) => [shownJson(entry.body.stixId), shownObject(entry)]));
  const observed = entries.map((entry) => observationOf(entry, objects));
  return { observed, entries, isCut };
}

function observationOf(entry: StixEntry, held: ReadonlyMap<string, Properties>): Observed {
  const { startUtcMs, endUtcMs, kind } = entry.body;
  const own = shownObject(entry);
  const objects = new Map<string, ObservedObject>();
  const take = (id: string) => {
    const object = held.get(id);
    if (object === undefined || objects.has(id) || !isObservable(object)) return;
    objects.set(id, object);
    for (const ref of refsIn(object)) take(ref);
  };
  if (kind !== 'observed-data') {
    take(String(own.id));
    return { firstUtcMs: startUtcMs, lastUtcMs: endUtcMs, objects, roots: [String(own.id)] };
  }
  const roots = Array.isArray(own.object_refs) ? own.object_refs.map(String) : [];
  for (const id of roots) take(id);
  // Observables inside observed data, in the form that is deprecated.
  if (own.objects !== undefined && typeof own.objects === 'object' && own.objects !== null)
    for (const [key, object] of Object.entries(own.objects)) objects.set(key, object as ObservedObject);
  return { firstUtcMs: startUtcMs, lastUtcMs: endUtcMs, objects, roots: [...objects.keys()] };
}

function isObservable({ type }: Properties): boolean {
  return isObservableType(String(type)) || String(type).startsWith('x-');
}

function refsIn(object: Properties): string[] {
  return Object.entries(object).flatMap(([name, value]) =>
    name.endsWith('_ref')
      ? [String(value)]
      : name.endsWith('_refs') && Array.isArray(value)
        ? value.map(String)
        : [],
  );
}
