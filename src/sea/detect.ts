/** What the detectors have in common: how they are fed, and how they say what they saw. */
import type { EntryId, FindingBody, FindingDraft, MessageRef, Subject } from '../core/index.ts';
import { derivedId } from '../core/index.ts';
import type { FixColumns, Trail } from './fixes.ts';
import { evidenceOf, rounded } from './fixes.ts';
import type { Parameters } from './parameters.ts';
import type { Step, Tracks } from './tracks.ts';
import type { Vessels } from './vessels.ts';
import type { SeaWorld } from './world.ts';
import { placeWords } from './world.ts';

/**
 * A detector sees every fix once, in the order of time of its vessel, before the fix becomes the head of its track.
 * All that it remembers is in `state`, as plain data.
 */
export interface SeaDetector {
  state: unknown;
  fix(step: Step): void;
  /** A satellite heard the vessel; called for coarse and doubled reports too, which make no step. */
  heard?(track: number, fix: FixColumns, row: number): void;
  /** A fix older than what was judged already. */
  late?(vessel: number, fix: FixColumns, row: number): void;
  /** All fixes before this time have been seen. */
  clock?(timeUtcMs: number): void;
  /** The track's row is about to serve another track. */
  forget?(track: number): void;
  /** No more data. */
  end?(timeUtcMs: number): void;
}

/** What every detector is made with. */
export interface Bench {
  readonly parameters: Parameters;
  readonly world: SeaWorld;
  readonly vessels: Vessels;
  readonly tracks: Tracks;
  readonly report: (observation: Observation) => void;
}

/** A finding as a detector sees it; `compose` puts it into its envelope. */
export interface Observation {
  readonly id: EntryId;
  readonly kind: string;
  readonly method: Method;
  readonly parameters: readonly (keyof Parameters)[];
  readonly vessels: readonly number[];
  readonly others?: readonly Subject[];
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly ongoing: boolean;
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly uncertaintyNm: number;
  readonly sentence: MessageRef;
  readonly against: readonly MessageRef[];
  readonly facts: FindingBody['facts'];
  readonly confidence: number;
  readonly trails: readonly Trail[];
  readonly withdrawnBecause?: MessageRef;
}

/** Name, version and source of a method: a version changes whenever the same input may give other findings. */
export interface Method {
  readonly name: string;
  readonly version: string;
  readonly source: string;
}

/** The id of a finding: of the detector, the vessels in order of MMSI, and the first evidence. */
export function findingId(method: Method, mmsis: readonly number[], firstUtcMs: number, more = ''): EntryId {
  return derivedId('finding', method.name, ...[...mmsis].sort((a, b) => a - b), firstUtcMs, more);
}

/** Puts an observation into the form that leaves the room. */
export function compose(
  seen: Observation,
  { parameters, world, vessels }: Pick<Bench, 'parameters' | 'world' | 'vessels'>,
  feeds: readonly string[],
  receivers: readonly string[],
): FindingDraft {
  const names = seen.vessels.map((vessel) => vessels.subject(vessel));
  const marks = seen.vessels.flatMap((vessel) => vessels.marks(vessel));
  const body: FindingBody = {
    schema: 1,
    room: 'sea',
    kind: seen.kind,
    detector: { ...seen.method, parameters: printed(parameters, seen.parameters) },
    subjects: [...names, ...(seen.others ?? [])],
    startUtcMs: seen.startUtcMs,
    endUtcMs: seen.endUtcMs,
    ongoing: seen.ongoing,
    place: {
      lonDeg: rounded(seen.lonDeg, 1e5),
      latDeg: rounded(seen.latDeg, 1e5),
      uncertaintyNm: rounded(seen.uncertaintyNm, 100),
      words: placeWords(world, seen.lonDeg, seen.latDeg),
    },
    sentence: seen.sentence,
    against: [...seen.against, ...distinct(marks)],
    facts: seen.facts,
    withdrawn: seen.withdrawnBecause !== undefined,
    ...(seen.withdrawnBecause === undefined ? {} : { withdrawnBecause: seen.withdrawnBecause }),
  };
  const evidence = seen.trails.flatMap((trail) => evidenceOf(trail, feeds, receivers));
  return { id: seen.id, confidence: Math.round(Math.max(1, Math.min(99, seen.confidence))), evidence, body };
}

/** Two vessels may carry the same mark: it is said once. */
function distinct(marks: readonly MessageRef[]): MessageRef[] {
  return marks.filter(({ key }, i) => marks.findIndex((mark) => mark.key === key) === i);
}

function printed(
  parameters: Parameters,
  names: readonly (keyof Parameters)[],
): FindingBody['detector']['parameters'] {
  return Object.fromEntries(
    names.map((name) => {
      const value = parameters[name];
      return [name, Array.isArray(value) ? value.join(' ') : value];
    }),
  );
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** Cell of one degree, of 360 × 180; 180° E and 90° N belong to the last ones. */
export function cellOf(lonDeg: number, latDeg: number): number {
  const column = Math.min(359, Math.floor(lonDeg + 180));
  const row = Math.min(179, Math.floor(latDeg + 90));
  return row * 360 + column;
}
