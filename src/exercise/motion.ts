/**
 * How vessels move: along a polyline with rounded corners, at speeds that change by constant accelerations. Where a
 * vessel is at a time follows from the plan alone, so that any hour can be asked for without the hours before it.
 */
import { nearDistanceNm } from '../earth/index.ts';
import type { LonLat } from '../earth/index.ts';

/** What a hull can do. */
export interface Handling {
  /** Change of speed, knots a minute. */
  readonly accelerationKnPerMin: number;
  readonly turnRadiusNm: number;
}

/** One stretch of a voyage. */
export interface Leg {
  /** Places to sail through, after the end of the leg before. */
  readonly through: readonly LonLat[];
  readonly speedKn: number;
  /** Come to rest at the end, and stay so long, ms. */
  readonly restMs?: number;
  /** The ship lies so slow at the end that it turns on the spot. */
  readonly turnsOnSpot?: boolean;
}

/** Where a vessel is, and how it moves. */
export interface State {
  lonDeg: number;
  latDeg: number;
  sogKn: number;
  cogDeg: number;
}

/** When a leg began, when its speed was reached, and when it ended (before its rest), ms UTC. */
export interface LegTimes {
  readonly beginUtcMs: number;
  readonly steadyUtcMs: number;
  readonly endUtcMs: number;
}

const msPerHour = 3_600_000;
/** Straight in longitude and latitude is as good as a geodesic over this length. */
const stretchNm = 20;
const arcStepRad = 0.2;
const mostTangents = 1.5;

/** A planned voyage. Before it begins and after it ends the vessel rests where it begins and ends. */
export class Voyage {
  readonly legs: readonly LegTimes[];
  readonly #path: Path;
  readonly #pieces: Pieces;
  #piece = 0;
  #edge = 0;

  private constructor(path: Path, pieces: Pieces, legs: readonly LegTimes[]) {
    this.#path = path;
    this.#pieces = pieces;
    this.legs = legs;
  }

  /** A voyage that begins at a time. */
  static plan(start: LonLat, legs: readonly Leg[], handling: Handling, beginUtcMs: number): Voyage {
    const path = roundedPath(start, legs, handling.turnRadiusNm);
    const { pieces, times } = timeline(path.legEndNm, legs, handling, beginUtcMs);
    return new Voyage(path, pieces, times);
  }

  /** A vessel that stays where it is. */
  static rest(place: LonLat): Voyage {
    return Voyage.plan(place, [], { accelerationKnPerMin: 1, turnRadiusNm: 0.1 }, 0);
  }

  /** The same voyage, later by so many ms (earlier when negative). */
  shifted(byMs: number): Voyage {
    const { atUtcMs } = this.#pieces;
    const legs = this.legs.map((leg) => ({
      beginUtcMs: leg.beginUtcMs + byMs,
      steadyUtcMs: leg.steadyUtcMs + byMs,
      endUtcMs: leg.endUtcMs + byMs,
    }));
    return new Voyage(this.#path, { ...this.#pieces, atUtcMs: atUtcMs.map((at) => at + byMs) }, legs);
  }

  get beginUtcMs(): number {
    return this.#pieces.atUtcMs[0];
  }

  get endUtcMs(): number {
    return this.#pieces.atUtcMs[this.#pieces.atUtcMs.length - 1];
  }

  /** Where the vessel is at a time; fills and returns `out`. */
  at(timeUtcMs: number, out: State): State {
    const { atUtcMs, fromNm, fromKn, knPerHour } = this.#pieces;
    this.#piece = found(atUtcMs, timeUtcMs, this.#piece);
    const hours = Math.max(0, (timeUtcMs - atUtcMs[this.#piece]) / msPerHour);
    const acceleration = knPerHour[this.#piece];
    const speed = fromKn[this.#piece];
    this.#place(fromNm[this.#piece] + hours * (speed + (acceleration * hours) / 2), out);
    out.sogKn = Math.max(0, speed + acceleration * hours);
    return out;
  }

  #place(alongNm: number, out: State): void {
    const { lonDeg, latDeg, cumulativeNm, courseDeg } = this.#path;
    if (cumulativeNm.length === 1) {
      out.lonDeg = lonDeg[0];
      out.latDeg = latDeg[0];
      out.cogDeg = 0;
      return;
    }
    const edge = Math.min(found(cumulativeNm, alongNm, this.#edge), cumulativeNm.length - 2);
    this.#edge = edge;
    const length = cumulativeNm[edge + 1] - cumulativeNm[edge];
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, (alongNm - cumulativeNm[edge]) / length));
    out.lonDeg = lonDeg[edge] + share * (lonDeg[edge + 1] - lonDeg[edge]);
    out.latDeg = latDeg[edge] + share * (latDeg[edge + 1] - latDeg[edge]);
    out.cogDeg = courseDeg[edge];
  }
}

/** The last index whose value is not above `wanted` (0 at least), looked for from a hint. */
function found(values: Float64Array, wanted: number, hint: number): number {
  if (values[hint] <= wanted) {
    if (hint + 1 >= values.length || wanted < values[hint + 1]) return hint;
    if (hint + 2 >= values.length || wanted < values[hint + 2]) return hint + 1;
  }
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle] <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Path {
  readonly lonDeg: Float64Array;
  readonly latDeg: Float64Array;
  readonly cumulativeNm: Float64Array;
  readonly courseDeg: Float64Array;
  /** How far along the path each leg ends. */
  readonly legEndNm: readonly number[];
}

function roundedPath(start: LonLat, legs: readonly Leg[], radiusNm: number): Path {
  const corners: LonLat[] = [start];
  const legEndCorner: number[] = [];
  for (const leg of legs) {
    for (const place of leg.through) corners.push(place);
    legEndCorner.push(corners.length - 1);
  }
  const sharpCorners = new Set(
    legEndCorner.filter((_, l) => legs[l].restMs !== undefined || legs[l].turnsOnSpot === true),
  );
  const points: LonLat[] = [start];
  const endPoint = new Map<number, number>();
  corners.forEach((corner, i) => {
    if (i > 0) {
      const isSharp = i === corners.length - 1 || sharpCorners.has(i);
      const rounded = isSharp ? [corner] : arc(corners[i - 1], corner, corners[i + 1], radiusNm);
      stretch(points, rounded[0]);
      // The turn itself belongs to the leg that follows.
      endPoint.set(i, points.length - 1);
      for (const place of rounded.slice(1)) points.push(place);
    }
  });
  return measured(
    points,
    legEndCorner.map((corner) => endPoint.get(corner) ?? 0),
  );
}

/** Adds a place, with places between so that no stretch is long. */
function stretch(points: LonLat[], [lon, lat]: LonLat): void {
  const [fromLon, fromLat] = points[points.length - 1];
  const count = Math.max(1, Math.ceil(nearDistanceNm(fromLon, fromLat, lon, lat) / stretchNm));
  for (let i = 1; i <= count; i++)
    points.push([fromLon + ((lon - fromLon) * i) / count, fromLat + ((lat - fromLat) * i) / count]);
}

function measured(points: readonly LonLat[], legEnd: readonly number[]): Path {
  const cumulativeNm = new Float64Array(points.length);
  const courseDeg = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    cumulativeNm[i] = cumulativeNm[i - 1] + nearDistanceNm(a[0], a[1], b[0], b[1]);
    const { x, y } = plane(a, b);
    courseDeg[i - 1] = ((Math.atan2(x, y) * 180) / Math.PI + 360) % 360;
  }
  return {
    lonDeg: Float64Array.from(points, ([lon]) => lon),
    latDeg: Float64Array.from(points, ([, lat]) => lat),
    cumulativeNm,
    courseDeg,
    legEndNm: legEnd.map((point) => cumulativeNm[point]),
  };
}

/** East and north of `a`, nautical miles, on a plane that is right to a thousandth over tens of miles. */
function plane(a: LonLat, b: LonLat): { x: number; y: number } {
  return { x: (b[0] - a[0]) * 60 * Math.cos((a[1] * Math.PI) / 180), y: (b[1] - a[1]) * 60 };
}

/** The corner at `b` as an arc of the turning circle; a tighter one where the legs are too short for it. */
function arc(a: LonLat, b: LonLat, c: LonLat, radiusNm: number): LonLat[] {
  const before = plane(b, a);
  const after = plane(b, c);
  const lengthBefore = Math.hypot(before.x, before.y);
  const lengthAfter = Math.hypot(after.x, after.y);
  const turn = angleBetween(-before.x, -before.y, after.x, after.y);
  if (Math.abs(turn) < 0.02 || lengthBefore === 0 || lengthAfter === 0) return [b];
  const tan = Math.tan(Math.abs(turn) / 2);
  // A sharp turn is a hard one: the circle gets tighter rather than the corner cut far.
  const tangent = Math.min(radiusNm * tan, mostTangents * radiusNm, 0.48 * lengthBefore, 0.48 * lengthAfter);
  const radius = tangent / tan;
  const heading = Math.atan2(-before.x, -before.y);
  const side = Math.sign(turn);
  const entry = { x: (before.x / lengthBefore) * tangent, y: (before.y / lengthBefore) * tangent };
  const centre = {
    x: entry.x + side * radius * Math.cos(heading),
    y: entry.y - side * radius * Math.sin(heading),
  };
  const steps = Math.max(1, Math.ceil(Math.abs(turn) / arcStepRad));
  const metre = 60 * Math.cos((b[1] * Math.PI) / 180);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const at = heading + (turn * i) / steps;
    const x = centre.x - side * radius * Math.cos(at);
    const y = centre.y + side * radius * Math.sin(at);
    return [b[0] + x / metre, b[1] + y / 60] as const;
  });
}

/** From one direction to another, radians, clockwise positive, −π to π. */
function angleBetween(ax: number, ay: number, bx: number, by: number): number {
  return Math.atan2(ay * bx - ax * by, ax * bx + ay * by);
}

interface Pieces {
  readonly atUtcMs: Float64Array;
  readonly fromNm: Float64Array;
  readonly fromKn: Float64Array;
  readonly knPerHour: Float64Array;
}

/** Turns legs into pieces of constant acceleration. */
class Timeline {
  readonly #rows: [number, number, number, number][] = [];
  timeMs: number;
  alongNm = 0;
  speedKn = 0;

  constructor(beginUtcMs: number) {
    this.timeMs = beginUtcMs;
  }

  /** Changes speed within a way: ends at the wanted speed, or at what the way allows. */
  change(toKn: number, knPerHour: number, withinNm: number): void {
    const sign = Math.sign(toKn - this.speedKn);
    if (sign === 0 || withinNm <= 0) return;
    const wayNm = Math.abs(toKn ** 2 - this.speedKn ** 2) / (2 * knPerHour);
    const reached =
      wayNm <= withinNm ? toKn : Math.sqrt(Math.max(0, this.speedKn ** 2 + sign * 2 * knPerHour * withinNm));
    this.#row(sign * knPerHour);
    this.timeMs += (Math.abs(reached - this.speedKn) / knPerHour) * msPerHour;
    this.alongNm += Math.min(wayNm, withinNm);
    this.speedKn = reached;
  }

  /** Keeps the speed up to a place on the way. */
  keep(untilNm: number): void {
    if (untilNm <= this.alongNm || this.speedKn <= 0) return;
    this.#row(0);
    this.timeMs += ((untilNm - this.alongNm) / this.speedKn) * msPerHour;
    this.alongNm = untilNm;
  }

  rest(durationMs: number): void {
    this.speedKn = 0;
    this.#row(0);
    this.timeMs += durationMs;
  }

  #row(knPerHour: number): void {
    this.#rows.push([this.timeMs, this.alongNm, this.speedKn, knPerHour]);
  }

  pieces(): Pieces {
    this.rest(0);
    const column = (index: number) => Float64Array.from(this.#rows, (row) => row[index]);
    return { atUtcMs: column(0), fromNm: column(1), fromKn: column(2), knPerHour: column(3) };
  }
}

function timeline(
  legEndNm: readonly number[],
  legs: readonly Leg[],
  handling: Handling,
  beginUtcMs: number,
): { pieces: Pieces; times: LegTimes[] } {
  const knPerHour = handling.accelerationKnPerMin * 60;
  const line = new Timeline(beginUtcMs);
  const times = legs.map((leg, i) => {
    const stops = leg.restMs !== undefined || i === legs.length - 1;
    const endNm = legEndNm[i];
    const begin = line.timeMs;
    line.change(
      cruise(leg.speedKn, endNm - line.alongNm, line.speedKn, knPerHour, stops),
      knPerHour,
      endNm - line.alongNm,
    );
    const steady = line.timeMs;
    line.keep(stops ? endNm - line.speedKn ** 2 / (2 * knPerHour) : endNm);
    if (stops) line.change(0, knPerHour, endNm - line.alongNm);
    const end = line.timeMs;
    if (stops) {
      line.alongNm = endNm;
      line.rest(leg.restMs ?? 0);
    }
    return { beginUtcMs: begin, steadyUtcMs: steady, endUtcMs: end };
  });
  return { pieces: line.pieces(), times };
}

/** The wanted speed, or less where the way is too short to reach it and stop again. */
function cruise(wantedKn: number, wayNm: number, fromKn: number, knPerHour: number, stops: boolean): number {
  if (!stops) return wantedKn;
  return Math.min(wantedKn, Math.sqrt(Math.max(0, (2 * knPerHour * wayNm + fromKn ** 2) / 2)));
}
