/**
 * Cleaning and segmentation: which fixes are of one hull. Two ships may share an MMSI, and one ship's track may hold
 * stray fixes, so each MMSI has up to twenty open tracks and a fix joins the one that it continues best.
 *
 * Source: Global Fishing Watch, gpsdio-segment (`matcher.py`, `discrepancy.py`): score by discrepancy in nautical
 * miles, the least of the mutual dead-reckoning error, 4 × the distance and 4 × the mean offset from both courses;
 * at most 25 kn over the time between (padded by 0.25 h). Ours differs where a stream asks for it: a fix is judged
 * against the head of a track alone (no looking back), and an ambiguous fix joins the best track, while tracks that
 * never grew beyond a few fixes give way.
 */
import { stationClass } from '../ais/index.ts';
import { addRow, table } from './columns.ts';
import type { Table } from './columns.ts';
import { copyFix, fixColumns } from './fixes.ts';
import type { FixColumns } from './fixes.ts';
import type { Vessels } from './vessels.ts';

/** The published defaults of segmentation. */
export const segmentation = {
  maxHours: 8,
  maxKn: 25,
  bufferHours: 0.25,
  penaltyHours: 4,
  /** Deviations of more than this speed from where the vessel is expected count heavily. */
  penaltyKn: 5,
  shapeFactor: 4,
  shortSegmentFixes: 10,
  classMismatchWeight: 0.1,
  longRangeHours: 1,
  openTracks: 20,
  /** A course of 360 is usual below this speed and a fault above. */
  verySlowKn: 0.35,
  /** Speeds that mean a fault of the transmitter or of a decoder. */
  sogSentinelsKn: [51.2, 63, 102.3],
} as const;

/** Why a fix was not used. Codes are stable: they stand in reports. */
export const fixRefusals = {
  'position-out-of-range': 'The position is nowhere on Earth (91° N, 181° E say "not available").',
  'time-out-of-range': 'The fix has no time, or one before 1970.',
  'time-ahead': 'The time lies hours ahead of every other report: a wrong clock.',
  'time-late': 'The fix came after newer ones of its vessel were judged; it can only shorten a silence.',
  'sog-sentinel': 'The speed is a value that stands for a fault (51.2, 63.0 or 102.3 kn).',
  'course-out-of-range': 'The course is 360° or more at a speed above 0.35 kn.',
  'long-range-shadowed': 'A coarse long-range report (type 27) within an hour of a precise one.',
  doubled: 'The same report again, or another of the same instant.',
  'not-a-vessel': 'A base station, an aid to navigation or a search-and-rescue aircraft.',
} as const;
export type FixRefusal = keyof typeof fixRefusals;

interface TrackColumns extends FixColumns {
  vessel: Int32Array;
  /** Next track of the same vessel; −1 ends the list. */
  next: Int32Array;
  count: Uint32Array;
  /** Fixes and start of the present segment: a silence of more than `maxHours` begins a new one. */
  segmentCount: Uint32Array;
  segmentStartUtcMs: Float64Array;
}

export interface TrackState {
  readonly rows: Table<TrackColumns>;
}

/** A fix about to join its track, with the track's head before it. One value, filled anew for every fix. */
export interface Step {
  track: number;
  vessel: number;
  /** `first` of a track, `next` in a segment, or the first of a new `segment` after a silence. */
  joins: 'first' | 'next' | 'segment';
  /** Head of the track at index `track`: the fix before. Undefined content when `joins` is `first`. */
  before: FixColumns;
  /** The fix at index `row`. */
  fix: FixColumns;
  row: number;
  elapsedMs: number;
  distanceNm: number;
}

const hourMs = 3_600_000;
const radian = Math.PI / 180;
/** Copies of one report reach several receivers within seconds. */
const doubledMs = 10_000;

export class Tracks {
  state: TrackState;
  readonly #vessels: Vessels;
  /** Called when a track is given up for a new one, so that what hangs on it can be let go. */
  readonly #forget: (track: number) => void;

  constructor(vessels: Vessels, forget: (track: number) => void) {
    this.#vessels = vessels;
    this.#forget = forget;
    this.state = {
      rows: table(1024, (rows) => ({
        ...fixColumns(rows),
        vessel: new Int32Array(rows),
        next: new Int32Array(rows),
        count: new Uint32Array(rows),
        segmentCount: new Uint32Array(rows),
        segmentStartUtcMs: new Float64Array(rows),
      })),
    };
  }

  get columns(): TrackColumns {
    return this.state.rows.columns;
  }

  get count(): number {
    return this.state.rows.size;
  }

  /** Finds the track that a fix continues and fills `step`; a reason when the fix is not used. */
  place(vessel: number, fix: FixColumns, row: number, step: Step): FixRefusal | undefined {
    const first = this.#vessels.state.rows.columns.firstTrack[vessel];
    const lone = first >= 0 && this.columns.next[first] < 0;
    const track = lone && this.#clearlyContinues(first, fix, row) ? first : this.#best(first, fix, row);
    step.vessel = vessel;
    step.fix = fix;
    step.row = row;
    if (track < 0) return this.#open(vessel, first, step);
    const refusal = this.#shadow(track, fix, row);
    if (refusal !== undefined) return refusal;
    const { timeUtcMs, lonDeg, latDeg } = this.columns;
    step.track = track;
    step.before = this.columns;
    step.elapsedMs = fix.timeUtcMs[row] - timeUtcMs[track];
    step.distanceNm = planeNm(lonDeg[track], latDeg[track], fix.lonDeg[row], fix.latDeg[row]);
    step.joins = step.elapsedMs > segmentation.maxHours * hourMs ? 'segment' : 'next';
    return undefined;
  }

  /** Makes the fix of a step the head of its track. */
  advance({ track, joins, fix, row }: Step): void {
    const { columns } = this;
    columns.count[track] += 1;
    if (joins === 'next') columns.segmentCount[track] += 1;
    else {
      columns.segmentCount[track] = 1;
      columns.segmentStartUtcMs[track] = fix.timeUtcMs[row];
    }
    copyFix(fix, row, columns, track);
  }

  /** The newest time at which a vessel was seen, ms UTC; NaN when never. */
  lastSeenUtcMs(vessel: number): number {
    const { next, timeUtcMs } = this.columns;
    let last = Number.NaN;
    for (let k = this.#vessels.state.rows.columns.firstTrack[vessel]; k >= 0; k = next[k])
      if (!(timeUtcMs[k] <= last)) last = timeUtcMs[k];
    return last;
  }

  /** The usual case at the least cost: soon after, near, and of the same class. */
  #clearlyContinues(track: number, fix: FixColumns, row: number): boolean {
    const { timeUtcMs, lonDeg, latDeg } = this.columns;
    const { bufferHours, maxKn, maxHours, shapeFactor } = segmentation;
    return (
      fix.timeUtcMs[row] - timeUtcMs[track] <= maxHours * hourMs &&
      planeNm(lonDeg[track], latDeg[track], fix.lonDeg[row], fix.latDeg[row]) * shapeFactor <=
        bufferHours * maxKn
    );
  }

  /** Track with the best score; −1 when the fix continues none. */
  #best(first: number, fix: FixColumns, row: number): number {
    const { next, timeUtcMs } = this.columns;
    let best = -1;
    let bestScore = 0;
    let dormant = -1;
    for (let k = first; k >= 0; k = next[k]) {
      const hours = (fix.timeUtcMs[row] - timeUtcMs[k]) / hourMs;
      if (hours < 0) continue;
      if (hours > segmentation.maxHours) {
        const sooner = dormant < 0 || timeUtcMs[k] > timeUtcMs[dormant];
        if (sooner && this.#withinReach(k, fix, row, hours)) dormant = k;
        continue;
      }
      const score = this.#score(k, fix, row, hours);
      if (score <= bestScore) continue;
      bestScore = score;
      best = k;
    }
    return best >= 0 ? best : dormant;
  }

  /** Whether the vessel could have come here in the time: the bond across a silence. */
  #withinReach(track: number, fix: FixColumns, row: number, hours: number): boolean {
    const { lonDeg, latDeg } = this.columns;
    const nm = planeNm(lonDeg[track], latDeg[track], fix.lonDeg[row], fix.latDeg[row]);
    return nm <= segmentation.maxKn * (hours + segmentation.bufferHours);
  }

  #score(track: number, fix: FixColumns, row: number, hours: number): number {
    const { maxKn, bufferHours, penaltyKn, shortSegmentFixes, classMismatchWeight } = segmentation;
    const paddedHours = Math.hypot(hours, bufferHours);
    const allowedNm = paddedHours * maxKn;
    const nm = discrepancyNm(this.columns, track, fix, row, hours);
    if (nm > allowedNm) return 0;
    const alpha = ((maxKn / penaltyKn) * nm) / allowedNm;
    const a = this.columns.count[track] / shortSegmentFixes;
    // A score of zero means "no match", so the exponential must not underflow to it.
    const score = (Math.exp(-alpha * alpha) / paddedHours) * (a / Math.sqrt(1 + a * a)) + 1e-300;
    return sameClass(this.columns.stationClass[track], fix.stationClass[row])
      ? score
      : score * classMismatchWeight;
  }

  #open(vessel: number, first: number, step: Step): undefined {
    const track = this.#vacant(first);
    const { columns } = this;
    const { firstTrack } = this.#vessels.state.rows.columns;
    if (columns.count[track] > 0) {
      this.#forget(track);
      columns.count[track] = 0;
    } else {
      columns.vessel[track] = vessel;
      columns.next[track] = firstTrack[vessel];
      firstTrack[vessel] = track;
    }
    step.track = track;
    step.before = columns;
    step.joins = 'first';
    step.elapsedMs = 0;
    step.distanceNm = 0;
    return undefined;
  }

  /** A new row, or, when the vessel has its full number of tracks, the one that was silent for the longest. */
  #vacant(first: number): number {
    const { next, timeUtcMs } = this.columns;
    let open = 0;
    let oldest = first;
    for (let k = first; k >= 0; k = next[k]) {
      open += 1;
      if (timeUtcMs[k] < timeUtcMs[oldest]) oldest = k;
    }
    return open < segmentation.openTracks ? addRow(this.state.rows) : oldest;
  }

  /** Reports that add nothing to a track: copies, and coarse ones beside precise ones. */
  #shadow(track: number, fix: FixColumns, row: number): FixRefusal | undefined {
    const { columns } = this;
    const elapsedMs = fix.timeUtcMs[row] - columns.timeUtcMs[track];
    const sameContent =
      columns.lonDeg[track] === fix.lonDeg[row] &&
      columns.latDeg[track] === fix.latDeg[row] &&
      Object.is(columns.sogKn[track], fix.sogKn[row]) &&
      Object.is(columns.cogDeg[track], fix.cogDeg[row]);
    if (elapsedMs === 0 || (sameContent && elapsedMs <= doubledMs)) return 'doubled';
    const coarse = fix.messageType[row] === 27 && columns.messageType[track] !== 27;
    return coarse && elapsedMs < segmentation.longRangeHours * hourMs ? 'long-range-shadowed' : undefined;
  }
}

/** Why a fix is refused for what it says of itself. */
export function refusalOf(fix: FixColumns, i: number): FixRefusal | undefined {
  const { sogKn, cogDeg, stationClass: kind } = fix;
  if (!(fix.timeUtcMs[i] >= 0)) return 'time-out-of-range';
  if (!(Math.abs(fix.lonDeg[i]) <= 180 && Math.abs(fix.latDeg[i]) <= 90)) return 'position-out-of-range';
  if (kind[i] === stationClass.base || kind[i] === stationClass.aton || kind[i] === stationClass.sar)
    return 'not-a-vessel';
  if (sogKn[i] > 51 && isSentinel(sogKn[i])) return 'sog-sentinel';
  if (cogDeg[i] >= 360 && sogKn[i] > segmentation.verySlowKn) return 'course-out-of-range';
  return undefined;
}

function isSentinel(sogKn: number): boolean {
  return segmentation.sogSentinelsKn.some((sentinel) => Math.abs(sogKn - sentinel) < 0.05);
}

function sameClass(a: number, b: number): boolean {
  return a === b || a === stationClass.unknown || b === stationClass.unknown;
}

/** Degrees of longitude by the shorter way, −180 ≤ Δλ < 180. */
function lonStep(from: number, to: number): number {
  const step = to - from;
  return step >= 180 ? step - 360 : step < -180 ? step + 360 : step;
}

/** Distance on the plane at the mean latitude, nm: 0.6 % of the geodesic at the distances between two fixes. */
function planeNm(lonA: number, latA: number, lonB: number, latB: number): number {
  const north = latB - latA;
  const east = lonStep(lonA, lonB) * Math.cos((latA + latB) * 0.5 * radian);
  return 60 * Math.sqrt(north * north + east * east);
}

/** How far, in nautical miles, a fix lies from where a track's head would put it (GFW, see above). */
function discrepancyNm(heads: FixColumns, k: number, fix: FixColumns, i: number, hours: number): number {
  const { penaltyHours, shapeFactor } = segmentation;
  // Ships go straight for a few hours, not for many: the longer, the less of the time counts.
  const h = hours / (1 + Math.sqrt(Math.max(hours, 0) / penaltyHours));
  const east =
    60 * lonStep(heads.lonDeg[k], fix.lonDeg[i]) * Math.cos((heads.latDeg[k] + fix.latDeg[i]) * 0.5 * radian);
  const north = 60 * (fix.latDeg[i] - heads.latDeg[k]);
  const distance = Math.hypot(east, north);
  const a = motion(heads, k);
  const b = motion(fix, i);
  const ahead = Math.hypot(east - a.east * h, north - a.north * h);
  const back = Math.hypot(east - b.east * h, north - b.north * h);
  const unknown = !a.known || !b.known;
  // Without a course there is nothing to reckon from, so standing still is as good a guess as any.
  const still = unknown ? distance : distance * shapeFactor;
  const offset = 0.5 * (offCourse(a, east, north, h) + offCourse(b, east, north, h)) * shapeFactor;
  return Math.min(0.5 * (ahead + back), still, offset);
}

interface Motion {
  known: boolean;
  sogKn: number;
  east: number;
  north: number;
}

function motion(fixes: FixColumns, i: number): Motion {
  const sogKn = fixes.sogKn[i];
  const cog = fixes.cogDeg[i];
  if (!(sogKn >= 0)) return { known: false, sogKn: 0, east: 0, north: 0 };
  if (!(cog < 360)) return { known: sogKn <= segmentation.verySlowKn, sogKn: 0, east: 0, north: 0 };
  return { known: true, sogKn, east: sogKn * Math.sin(cog * radian), north: sogKn * Math.cos(cog * radian) };
}

/** Distance beside a course on which the way lies; infinite where it lies behind or beyond. */
function offCourse({ sogKn, east: u, north: v }: Motion, east: number, north: number, hours: number): number {
  if (sogKn <= 0) return Number.POSITIVE_INFINITY;
  const along = (east * u + north * v) / sogKn;
  if (!(along > 0 && along <= sogKn * hours)) return Number.POSITIVE_INFINITY;
  return Math.abs(east * v - north * u) / sogKn;
}
