import type { Voyage } from './motion.ts';

/** A transmitter of the exercise: a ship, a base station or an aid to navigation. */
export interface Vessel {
  readonly mmsi: number;
  readonly name: string;
  readonly callSign: string;
  /** 0: none. */
  readonly imo: number;
  /** M.1371-5 table 53. */
  readonly shipType: number;
  readonly station: 'a' | 'b' | 'base' | 'aton';
  readonly lengthM: number;
  readonly beamM: number;
  readonly draughtM: number;
  readonly destination: string;
  /** Navigational status while moving, and at rest: 0 under way, 1 at anchor, 5 moored, 7 fishing. */
  readonly movingStatus: number;
  readonly restStatus: number;
  /** What it does in the exercise, such as `cargo`; for the director. */
  readonly role: string;
  readonly voyage: Voyage;
  /** When its transmitter is off: from, until, ms UTC, ascending. */
  readonly silences: readonly (readonly [number, number])[];
}

export function isSilent({ silences }: Vessel, timeUtcMs: number): boolean {
  if (silences.length === 0) return false;
  return silences.some(([from, until]) => timeUtcMs >= from && timeUtcMs < until);
}
