/**
 * Passages through a gate line. The threshold is the line: the ship comes from ten miles before it and goes 1.05 to 3
 * times as far; its twin turns back after 0.7 to 0.95 of the way.
 */
import type { Gate, LonLat } from '../earth/index.ts';
import { errand, firstSiteLeg, sailed } from './errand.ts';
import { bearingRad, hulls, offset } from './fleet.ts';
import type { Hull } from './fleet.ts';
import type { Leg, Voyage } from './motion.ts';
import { theatre as box } from './places.ts';
import { rangeShare, spread } from './theatre.ts';
import type { Theatre } from './theatre.ts';

const approachNm = 10;
/** Within reach of a station, with room to turn, and clear of the line's bends. */
const place = { withinRange: 0.75, coastNm: 7 } as const;
const asideNm = 1.5;
const kinds: readonly Hull[] = [hulls.cargo, hulls.tanker, hulls.trawler];

/** Plants `count` passages and as many ships that turn back. The truth of passages is measured over all ships. */
export function plantPassages(theatre: Theatre, count: number): void {
  for (const magnitude of spread(theatre.random, count, [1.05, 3])) {
    const { mmsis, gate } = approach(theatre, magnitude);
    theatre.planted('passage', mmsis[0], gate, magnitude);
  }
  for (const magnitude of spread(theatre.random, count, [0.7, 0.95]))
    theatre.twins.push({ twinOf: 'passage', ...approach(theatre, magnitude), magnitude });
}

function approach(theatre: Theatre, magnitude: number) {
  const { random } = theatre;
  for (let tries = 0; tries < 500; tries++) {
    const line = crossingPlace(theatre);
    if (line === undefined) continue;
    const { gate, at, bearing } = line;
    const from = offset(at, bearing, -approachNm);
    const to = offset(at, bearing, (magnitude - 1) * approachNm);
    const aside = offset(to, bearing + Math.PI / 2, asideNm);
    const turn = magnitude < 1 ? [to, aside] : [to];
    const isFree = [from, to, aside].every(([lon, lat]) => theatre.clearanceNm(lon, lat) > 4);
    const crossings = theatre.gatesCrossed([from, ...turn]);
    if (!isFree || !theatre.isOpen(from, to) || crossings.length !== (magnitude < 1 ? 0 : 1)) continue;
    const sailing = attempt(theatre, random.pick(kinds), gate.id, from, turn, magnitude < 1);
    if (sailing !== undefined) return sailing;
  }
  throw new RangeError('no gate line within reach of the stations');
}

function attempt(
  theatre: Theatre,
  hull: Hull,
  gate: string,
  from: LonLat,
  turn: readonly LonLat[],
  isTwin: boolean,
) {
  const speedKn = theatre.random.between(...hull.speedKn);
  const last = turn[turn.length - 1];
  // Neither the way there nor the way on crosses the line: the leg between them does, once or not at all.
  const plan = quietly(() => errand(theatre, from, last, gate));
  if (plan === undefined) return undefined;
  const site: Leg[] = [{ through: turn, speedKn }];
  const sailing = sailed(plan, hull, speedKn, site);
  const leg = sailing.legs[firstSiteLeg];
  const startUtcMs = theatre.random.between(theatre.at(3), theatre.at(45));
  const voyage = sailing.shifted(startUtcMs - leg.beginUtcMs);
  if (isTwin && passagesOf(theatre, voyage).some((passage) => passage.gate === gate)) return undefined;
  const { mmsi } = theatre.fleet.launch({ hull, voyage, destination: plan.destination });
  return { mmsis: [mmsi], startUtcMs, endUtcMs: startUtcMs + leg.endUtcMs - leg.beginUtcMs, gate };
}

/** The result, or undefined where there is no way. */
function quietly<T>(plan: () => T): T | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A place on a gate line and a direction across it. */
function crossingPlace(theatre: Theatre): { gate: Gate; at: LonLat; bearing: number } | undefined {
  const { random } = theatre;
  const gate = random.pick(gatesOf(theatre));
  const edge = random.below(gate.line.length - 1);
  const [a, b] = [gate.line[edge], gate.line[edge + 1]];
  const share = random.between(0.08, 0.92);
  const at: LonLat = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
  const reachable = theatre.clearanceNm(at[0], at[1]) > place.coastNm && rangeShare(at) < place.withinRange;
  const bearing = bearingRad(a, b) + (random.below(2) === 0 ? 1 : -1) * (Math.PI / 2);
  return reachable ? { gate, at, bearing } : undefined;
}

/** The gates that lie within the theatre. */
function gatesOf({ earth }: Theatre): readonly Gate[] {
  const [west, south, east, north] = box;
  return earth.gates.list.filter(({ line }) =>
    line.every(([lon, lat]) => lon > west - 1 && lon < east && lat > south && lat < north),
  );
}

/** How far a ship goes at most between two looks: the size of a step, kept from jumping over a gate's end. */
const lookMs = 120_000;
const precisionMs = 200;

/** Every passage of a voyage within the time of the exercise, to a fifth of a second. */
export function passagesOf(
  { earth, startUtcMs, endUtcMs }: Pick<Theatre, 'earth' | 'startUtcMs' | 'endUtcMs'>,
  voyage: Voyage,
): { readonly gate: string; readonly timeUtcMs: number }[] {
  const passages: { gate: string; timeUtcMs: number }[] = [];
  const state = { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 };
  const from = Math.max(startUtcMs, voyage.beginUtcMs);
  // In the last minute no report might follow from the other side.
  const to = Math.min(endUtcMs - lookMs, voyage.endUtcMs);
  voyage.at(from, state);
  let [lon, lat] = [state.lonDeg, state.latDeg];
  for (let at = from; at < to; at += lookMs) {
    const until = Math.min(at + lookMs, to);
    voyage.at(until, state);
    earth.gates.crossings(lon, lat, state.lonDeg, state.latDeg, ({ id }) => {
      passages.push({ gate: id, timeUtcMs: crossedAt(earth, voyage, id, at, until) });
    });
    [lon, lat] = [state.lonDeg, state.latDeg];
  }
  return passages;
}

function crossedAt(earth: Theatre['earth'], voyage: Voyage, gate: string, from: number, to: number): number {
  const a = { lonDeg: 0, latDeg: 0, sogKn: 0, cogDeg: 0 };
  const b = { ...a };
  let [low, high] = [from, to];
  while (high - low > precisionMs) {
    const middle = (low + high) / 2;
    voyage.at(low, a);
    voyage.at(middle, b);
    let crossed = false;
    earth.gates.crossings(a.lonDeg, a.latDeg, b.lonDeg, b.latDeg, ({ id }) => {
      crossed ||= id === gate;
    });
    if (crossed) high = middle;
    else low = middle;
  }
  return Math.round(high);
}

/** A ship that comes back over a line within this time only grazes it. */
const grazeMs = 45 * 60_000;

/** Whether a voyage crosses a gate line and comes back at once: nobody could say whether that is a passage. */
export function grazesGate(
  theatre: Pick<Theatre, 'earth' | 'startUtcMs' | 'endUtcMs'>,
  voyage: Voyage,
): boolean {
  const last = new Map<string, number>();
  return passagesOf(theatre, voyage).some(({ gate, timeUtcMs }) => {
    const before = last.get(gate);
    last.set(gate, timeUtcMs);
    return before !== undefined && timeUtcMs - before < grazeMs;
  });
}
