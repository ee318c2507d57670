/** What a screen is told of a drift and of the search for what drifts. */
import type { Pattern } from './patterns.ts';

export type { Leg, Pattern, PatternKind } from './patterns.ts';

/** Probabilities by cells; they add up to one. */
export interface ProbabilityMap {
  readonly utc: string;
  /** Outer corner of the first cell. */
  readonly westDeg: number;
  readonly southDeg: number;
  readonly cellLonDeg: number;
  readonly cellLatDeg: number;
  readonly cellNm: number;
  readonly columns: number;
  readonly rows: number;
  /** By rows from the south, each from the west. */
  readonly probability: readonly number[];
  /** Share that has grounded, and share that left the area of the fields; both are in the map where they stopped. */
  readonly aground: number;
  readonly leftField: number;
  /** Smallest areas that hold half and nine tenths. */
  readonly containment: { readonly halfNm2: number; readonly ninetyPctNm2: number };
}

/** All particles at a time; `orientation` 0 is right of downwind, 1 left; `status` names stand in `statusNames`. */
export interface ParticlePositions {
  readonly utc: string;
  readonly lonDeg: readonly number[];
  readonly latDeg: readonly number[];
  readonly status: readonly number[];
  readonly orientation: readonly number[];
}

/** An uploaded field of wind or current, as whoever brought it checks it. */
export interface FieldSummary {
  /** By which a drift names it as its `file`. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'wind' | 'current';
  readonly westDeg: number;
  readonly eastDeg: number;
  readonly southDeg: number;
  readonly northDeg: number;
  readonly columns: number;
  readonly rows: number;
  readonly times: number;
  readonly fromUtcMs: number;
  readonly toUtcMs: number;
  readonly fastestMs: number;
}

/** The middle of the particles at a time. */
export interface DriftPoint {
  readonly utc: string;
  readonly meanLonDeg: number;
  readonly meanLatDeg: number;
  /** Root mean square distance from the middle. */
  readonly spreadNm: number;
}

export interface SortieResult {
  readonly id: string;
  readonly unit: string;
  readonly utc: string;
  readonly coverage: number | null;
  /** That the object was in the area, given that it had not been found. */
  readonly probabilityOfContainment: number;
  readonly probabilityOfDetection: number;
  readonly probabilityOfSuccess: number;
  /** That this sortie or one before it would have found the object. */
  readonly cumulativeSuccess: number;
}

export interface SearchAssignment {
  readonly unit: string;
  readonly area: {
    readonly lonDeg: number;
    readonly latDeg: number;
    readonly lengthNm: number;
    readonly widthNm: number;
    readonly axisDeg: number;
    readonly corners: readonly (readonly [number, number])[];
  };
  readonly areaNm2: number;
  readonly sweepWidthNm: number;
  readonly coverage: number;
  readonly probabilityOfContainment: number;
  readonly probabilityOfDetection: number;
  readonly probabilityOfSuccess: number;
  readonly pattern: Pattern;
  readonly hours: number;
}

/** Who searches what; `bound` is what the same effort could reach at most. */
export interface SearchPlan {
  readonly model: 'exponential' | 'inverse-cube' | 'definite-range';
  readonly assignments: readonly SearchAssignment[];
  readonly probabilityOfSuccess: number;
  readonly bound: number;
  readonly gap: number;
}

export interface DriftAnswer {
  readonly mode: 'strict' | 'compatible';
  readonly class: string;
  readonly source: string;
  readonly count: number;
  readonly seed: number;
  readonly stepS: number;
  readonly startUtc: string;
  readonly endUtc: string;
  readonly track: readonly DriftPoint[];
  readonly maps: readonly ProbabilityMap[];
  readonly positions?: readonly ParticlePositions[];
  readonly statusNames: readonly string[];
  readonly sorties: readonly SortieResult[];
  readonly plan?: SearchPlan;
  /** Assumptions that were made, as keys of the words. */
  readonly assumptions: readonly {
    readonly key: string;
    readonly params?: Readonly<Record<string, string | number>>;
  }[];
}
