/**
 * One seed, one exercise: who plays, which ships move how, what happens, and every sentence that the feeds deliver.
 * Planning takes a second or two; playing needs no memory that grows.
 */
import type { AreaSpec } from '../earth/index.ts';
import { CommonwatchError } from '../core/index.ts';
import { accounts, areaRelease, feeds, groups, hubParty, parties, states } from './cast.ts';
import { plantEncounters } from './encounters.ts';
import { plantLoitering } from './loitering.ts';
import { passagesOf, plantPassages } from './passages.ts';
import { watchedAreas } from './places.ts';
import { Player } from './player.ts';
import type { Chunk } from './player.ts';
import { plantCoverageGaps, plantDisablings } from './silences.ts';
import { Theatre, hourMs } from './theatre.ts';
import type { ExerciseEarth } from './theatre.ts';
import { addStations, addTraffic } from './traffic.ts';
import { byStart } from './truth.ts';
import type { ExerciseKind, SilentTwin, TruthEvent } from './truth.ts';
import type { Vessel } from './vessel.ts';
import { plantZoneEntries, staysInAreas } from './zoneentry.ts';

export interface ScenarioOptions {
  /** When it begins, ms UTC; rounded down to the hour. 2026-11-20T09:00Z unless told: hour 36 is six in the morning in Japan. */
  readonly startUtcMs?: number;
  /** How long it plays, hours: 48 unless told, and at least that for every planted event to fit. */
  readonly hours?: number;
  /** Ships, planted ones included: 420 unless told, and 180 at least. */
  readonly vessels?: number;
  /** Planted events of each kind, and as many twins: 10 unless told. */
  readonly eventsPerKind?: number;
}

/** An exercise, ready to be played. */
export interface Scenario {
  readonly seed: number;
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly cast: typeof cast;
  readonly areas: readonly AreaSpec[];
  readonly vessels: readonly Vessel[];
  /** Everything that is an event by definition, in order of time. */
  readonly truth: readonly TruthEvent[];
  /** What looks like one and is none. */
  readonly twins: readonly SilentTwin[];
  /**
   * Delivers what the feeds deliver from one time up to another (ms UTC, the second excluded), in order of delivery.
   * Any pieces of time give the same bytes; going on where the last call ended is cheapest.
   * @param stepMs how much time one chunk of a feed covers at most; 30 s unless told
   */
  readonly play: (fromUtcMs: number, toUtcMs: number, emit: (chunk: Chunk) => void, stepMs?: number) => void;
}

export const cast = { states, hubParty, parties, groups, accounts, feeds } as const;
export const defaultStartUtcMs = Date.UTC(2026, 10, 20, 9);
/** The hour at which the hub opens when it is started with an exercise. */
export const openingHour = 36;
const fewestVessels = 180;
const fewestHours = 48;

/** Plans an exercise. @throws `exercise.invalid` for a seed or option outside what it names */
export function scenario(seed: number, options: ScenarioOptions, earth: ExerciseEarth): Scenario {
  const { hours = fewestHours, vessels = 420, eventsPerKind = 10 } = options;
  checked('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  checked('hours', hours, fewestHours, 24 * 14);
  checked('eventsPerKind', eventsPerKind, 1, 40);
  checked('vessels', vessels, Math.ceil((fewestVessels / 10) * eventsPerKind), 5_000);
  const startUtcMs = Math.floor((options.startUtcMs ?? defaultStartUtcMs) / hourMs) * hourMs;
  const endUtcMs = startUtcMs + hours * hourMs;
  const theatre = new Theatre(seed, earth, startUtcMs, endUtcMs);
  plant(theatre, eventsPerKind);
  addTraffic(theatre, vessels - theatre.fleet.vessels.length);
  addStations(theatre);
  const player = new Player(theatre.fleet.vessels, seed, startUtcMs, endUtcMs);
  return {
    seed,
    startUtcMs,
    endUtcMs,
    cast,
    areas: watchedAreas.map(({ spec }) => ({ ...spec, release: areaRelease })),
    vessels: theatre.fleet.vessels,
    truth: [...theatre.truth, ...measured(theatre)].sort(byStart),
    twins: theatre.twins.sort(byStart),
    play: (from, to, emit, stepMs) => player.play(from, to, emit, stepMs),
  };
}

function checked(name: string, value: number, low: number, high: number): void {
  if (!Number.isSafeInteger(value) || value < low || value > high)
    throw new CommonwatchError('exercise.invalid', value, {
      path: `/${name}`,
      detail: `${name} is a whole number from ${low} to ${high}.`,
    });
}

function plant(theatre: Theatre, count: number): void {
  plantDisablings(theatre, count);
  plantCoverageGaps(theatre, count);
  plantEncounters(theatre, count);
  plantLoitering(theatre, count);
  plantPassages(theatre, count);
  plantZoneEntries(theatre, count);
}

/** Passages and stays in areas are measured over every ship: whoever passes has passed, planted or not. */
function measured(theatre: Theatre): TruthEvent[] {
  const { startUtcMs, endUtcMs } = theatre;
  return theatre.fleet.vessels.flatMap(({ mmsi, voyage }): TruthEvent[] => {
    const mmsis = [mmsi];
    const why = (kind: ExerciseKind, where: string): Pick<TruthEvent, 'cause' | 'magnitude'> => {
      const magnitude = theatre.plantedAt(kind, mmsi, where);
      return magnitude === undefined ? { cause: 'traffic' } : { cause: 'planted', magnitude };
    };
    const passages = passagesOf(theatre, voyage).map(
      ({ gate, timeUtcMs: at }): TruthEvent => ({
        kind: 'passage',
        mmsis,
        startUtcMs: at,
        endUtcMs: at,
        gate,
        ...why('passage', gate),
      }),
    );
    const stays = staysInAreas(voyage, startUtcMs, endUtcMs).map(
      (stay): TruthEvent => ({ kind: 'zone-entry', mmsis, ...stay, ...why('zone-entry', stay.area) }),
    );
    return [...passages, ...stays];
  });
}
