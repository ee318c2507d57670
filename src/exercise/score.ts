/**
 * Scores findings against the truth: one to one, same kind and same vessels, and an overlap in time of half of what
 * both cover together (intersection over union ≥ 0.5, the measure of Everingham et al. 2010). The matching is the
 * largest possible one, so that the order of the lines plays no part.
 *
 * An instant has no length to overlap with: where the truth or the finding is shorter than ten minutes (a passage),
 * both are taken as an hour at least, around their middle. Two instants then match when they lie within 20 minutes.
 */
import { CommonwatchError } from '../core/index.ts';
import { exerciseKinds } from './truth.ts';
import type { ExerciseKind } from './truth.ts';

/** What is compared. Times in ms UTC. */
export interface ScoredEvent {
  readonly kind: string;
  /** Ascending, each once. */
  readonly mmsis: readonly number[];
  readonly startUtcMs: number;
  readonly endUtcMs: number;
}

export interface KindScore {
  readonly kind: ExerciseKind;
  readonly truth: number;
  readonly findings: number;
  readonly matched: number;
  /** Of what happened, how much was found; NaN when nothing happened. */
  readonly recall: number;
  /** Of what was found, how much happened; NaN when nothing was found. */
  readonly precision: number;
  /** 2·matched / (truth + findings); NaN when both are 0. */
  readonly f1: number;
  readonly misses: readonly ScoredEvent[];
  readonly falseAlarms: readonly ScoredEvent[];
}

export interface Score {
  readonly kinds: readonly KindScore[];
  /** Findings of kinds that no exercise plants; they are not scored. */
  readonly otherFindings: number;
  readonly otherTruth: number;
}

const enoughOverlap = 0.5;
const instantMs = 10 * 60_000;
const widenedMs = 60 * 60_000;

/** Scores every kind of the exercise. */
export function score(truth: readonly ScoredEvent[], findings: readonly ScoredEvent[]): Score {
  const isKnown = ({ kind }: ScoredEvent) => (exerciseKinds as readonly string[]).includes(kind);
  return {
    kinds: exerciseKinds.map((kind) =>
      scoreKind(
        kind,
        truth.filter((event) => event.kind === kind),
        findings.filter((event) => event.kind === kind),
      ),
    ),
    otherTruth: truth.filter((event) => !isKnown(event)).length,
    otherFindings: findings.filter((event) => !isKnown(event)).length,
  };
}

function scoreKind(
  kind: ExerciseKind,
  truth: readonly ScoredEvent[],
  findings: readonly ScoredEvent[],
): KindScore {
  const matchOf = matching(truth, findings);
  const used = new Set(matchOf);
  const matched = matchOf.filter((finding) => finding >= 0).length;
  return {
    kind,
    truth: truth.length,
    findings: findings.length,
    matched,
    recall: matched / truth.length,
    precision: matched / findings.length,
    f1: (2 * matched) / (truth.length + findings.length),
    misses: truth.filter((_, i) => matchOf[i] < 0),
    falseAlarms: findings.filter((_, i) => !used.has(i)),
  };
}

/** For every event of the truth the finding it is matched with, or −1: a largest matching, by augmenting paths (Kuhn 1955). */
function matching(truth: readonly ScoredEvent[], findings: readonly ScoredEvent[]): number[] {
  const byVessels = new Map<string, number[]>();
  findings.forEach(({ mmsis }, i) => {
    const key = mmsis.join();
    const same = byVessels.get(key);
    if (same === undefined) byVessels.set(key, [i]);
    else same.push(i);
  });
  const candidates = truth.map((event) =>
    (byVessels.get(event.mmsis.join()) ?? [])
      .map((i) => ({ i, share: overlap(event, findings[i]) }))
      .filter(({ share }) => share >= enoughOverlap)
      // The best one first: it stays unless that costs a match.
      .sort((a, b) => b.share - a.share || a.i - b.i)
      .map(({ i }) => i),
  );
  const truthOf = new Map<number, number>();
  const place = (event: number, tried: Set<number>): boolean => {
    for (const finding of candidates[event]) {
      if (tried.has(finding)) continue;
      tried.add(finding);
      const holder = truthOf.get(finding);
      if (holder === undefined || place(holder, tried)) {
        truthOf.set(finding, event);
        return true;
      }
    }
    return false;
  };
  truth.forEach((_, event) => place(event, new Set()));
  const matchOf = truth.map(() => -1);
  for (const [finding, event] of truthOf) matchOf[event] = finding;
  return matchOf;
}

/** Intersection over union of two times, 0 to 1; instants are widened first. */
export function overlap(a: ScoredEvent, b: ScoredEvent): number {
  const isInstant = Math.min(a.endUtcMs - a.startUtcMs, b.endUtcMs - b.startUtcMs) < instantMs;
  const [fromA, toA] = isInstant ? widened(a) : [a.startUtcMs, a.endUtcMs];
  const [fromB, toB] = isInstant ? widened(b) : [b.startUtcMs, b.endUtcMs];
  const shared = Math.min(toA, toB) - Math.max(fromA, fromB);
  return Math.max(0, shared) / (toA - fromA + (toB - fromB) - Math.max(0, shared));
}

function widened({ startUtcMs, endUtcMs }: ScoredEvent): readonly [number, number] {
  const middle = (startUtcMs + endUtcMs) / 2;
  const half = Math.max(widenedMs, endUtcMs - startUtcMs) / 2;
  return [middle - half, middle + half];
}

/**
 * Reads JSON lines: `{kind, mmsis, startUtcMs, endUtcMs}` with any further fields, or entries of the hub (findings in
 * their envelope). Of several versions of one `id` the last line counts; what is withdrawn does not.
 * @throws `exercise.invalid-line` naming the line
 */
export function scoredEvents(text: string, name: string): ScoredEvent[] {
  const byId = new Map<string, ScoredEvent | undefined>();
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const value = parsed(line, `${name}:${i + 1}`);
    const { id } = value;
    byId.set(typeof id === 'string' ? id : `line ${i}`, eventOf(value, `${name}:${i + 1}`));
  });
  return [...byId.values()].filter((event) => event !== undefined);
}

type Json = Readonly<Record<string, unknown>>;

function parsed(line: string, path: string): Json {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch (cause) {
    throw new CommonwatchError('exercise.invalid-line', line.slice(0, 80), { path, cause });
  }
  throw new CommonwatchError('exercise.invalid-line', line.slice(0, 80), { path });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function eventOf(value: Json, path: string): ScoredEvent | undefined {
  const body = isObject(value.body) ? value.body : value;
  if (body.withdrawn === true) return undefined;
  const { kind, startUtcMs, endUtcMs } = body;
  const mmsis = vesselsOf(body);
  const isTimed =
    Number.isFinite(startUtcMs) && Number.isFinite(endUtcMs) && Number(startUtcMs) <= Number(endUtcMs);
  if (typeof kind !== 'string' || !isTimed || mmsis === undefined || mmsis.length === 0)
    throw new CommonwatchError('exercise.invalid-line', JSON.stringify(value).slice(0, 80), { path });
  return { kind, mmsis, startUtcMs: Number(startUtcMs), endUtcMs: Number(endUtcMs) };
}

function vesselsOf({ mmsis, subjects }: Json): readonly number[] | undefined {
  const given = Array.isArray(mmsis)
    ? mmsis
    : Array.isArray(subjects)
      ? subjects.filter(isObject).flatMap(({ kind, id }) => (kind === 'vessel' ? [id] : []))
      : undefined;
  const numbers = given?.map(Number);
  if (numbers === undefined || numbers.some((mmsi) => !Number.isSafeInteger(mmsi))) return undefined;
  return [...new Set(numbers)].sort((a, b) => a - b);
}
