/**
 * Encounter: two vessels at most `encounterDistanceM` apart for at least `encounterMinutes`, on average at least
 * `portFilterKm` from a port and off land, with a median implied speed below `encounterMedianKn`; meetings of the
 * same two less than `encounterMergeHours` apart are one.
 *
 * Sources: Global Fishing Watch, pipe-encounters (the preset `gfw`), and Skylight's rendezvous (`fast`). Positions
 * are compared at instants `encounterGridMinutes` apart, interpolated between real fixes less than `maxFixGapHours`
 * apart. GFW's batches of a day lose short encounters around midnight; this is a stream. So that an event does not
 * depend on where the grid falls, its first and last instant are then refined by steps of a minute.
 */
import { message } from '../core/index.ts';
import type { EntryId, MessageRef } from '../core/index.ts';
import { nearDistanceM } from '../earth/index.ts';
import type { Bench, Method, SeaDetector } from './detect.ts';
import { findingId, hourMs, minuteMs } from './detect.ts';
import type { Trail } from './fixes.ts';
import { addNumbers, trail } from './fixes.ts';
import { closePairs } from './pairs.ts';
import type { Step } from './tracks.ts';

const method: Method = {
  name: 'encounter',
  version: '1',
  source: 'Global Fishing Watch, pipe-encounters; Skylight, rendezvous (preset fast)',
};

/** The last fixes of each track, at least `spacingMs` apart, in a ring. */
interface RingColumns {
  timeUtcMs: Float64Array;
  /** Degrees × 10⁷. */
  lonE7: Int32Array;
  latE7: Int32Array;
  /** Tenths of a knot and of a degree; 0xffff unknown. */
  sog: Uint16Array;
  cog: Uint16Array;
  feed: Uint8Array;
  receiver: Uint16Array;
  /** By track: how many fixes were ever put into the ring. */
  written: Uint32Array;
}

/** Two vessels close to each other, instant after instant. */
interface Run {
  readonly a: number;
  readonly b: number;
  startUtcMs: number;
  firstGridMs: number;
  lastGridMs: number;
  instants: number;
  /** Sums of the midpoint's offset from the first, degrees. */
  readonly lonDeg: number;
  readonly latDeg: number;
  lonSum: number;
  latSum: number;
  closestM: number;
  /** Implied speeds by quarter knots, the last bin open. */
  readonly speeds: number[];
  readonly trails: readonly [Trail, Trail];
  id: EntryId | undefined;
  /** The encounter of the same two that this one continues. */
  prior: Past | undefined;
}

/** A finished encounter that a later one may continue. */
interface Past {
  readonly id: EntryId;
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly closestM: number;
  readonly trails: readonly Trail[];
}

interface State {
  /** Rings of `blockTracks` tracks each: blocks grow without copying what is there. */
  readonly rings: RingColumns[];
  readonly runs: Map<number, Run>;
  readonly past: Map<string, Past>;
  nextGridMs: number;
}

/** 48 fixes at least two minutes apart: the wait for a later fix, a grid step, and the lateness of reports. */
const ringFixes = 48;
const spacingMs = 2 * minuteMs;
const blockBits = 10;
const blockTracks = 2 ** blockBits;

function ringBlock(): RingColumns {
  const length = blockTracks * ringFixes;
  return {
    timeUtcMs: new Float64Array(length),
    lonE7: new Int32Array(length),
    latE7: new Int32Array(length),
    sog: new Uint16Array(length),
    cog: new Uint16Array(length),
    feed: new Uint8Array(length),
    receiver: new Uint16Array(length),
    written: new Uint32Array(blockTracks),
  };
}

/** First slot of a track within its block. */
function firstSlot(track: number): number {
  return (track & (blockTracks - 1)) * ringFixes;
}
const unknown16 = 0xffff;
const speedBins = 33;
const dayMs = 24 * hourMs;
const binKn = 0.25;

export class EncounterDetector implements SeaDetector {
  state: State = {
    rings: [],
    runs: new Map(),
    past: new Map(),
    nextGridMs: Number.NaN,
  };
  readonly #bench: Bench;
  readonly #gridMs: number;
  readonly #waitMs: number;
  /** Positions of one instant, filled anew each time. */
  #tracks = new Int32Array(1024);
  #lonDeg = new Float64Array(1024);
  #latDeg = new Float64Array(1024);
  /** Answer of `#at`. */
  readonly #spot = { lonDeg: 0, latDeg: 0 };
  /** By track: distance to the nearest port where it was last asked, and where; 0 never. A cache that may be lost. */
  #portKm = new Float32Array(1024);
  #portLonDeg = new Float64Array(1024);
  #portLatDeg = new Float64Array(1024);

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#gridMs = bench.parameters.encounterGridMinutes * minuteMs;
    this.#waitMs = bench.parameters.maxFixGapHours * hourMs;
  }

  fix({ track, fix, row, joins }: Step): void {
    const { rings } = this.state;
    while (track >> blockBits >= rings.length) rings.push(ringBlock());
    const columns = rings[track >> blockBits];
    const own = track & (blockTracks - 1);
    const time = fix.timeUtcMs[row];
    if (joins === 'first') columns.written[own] = 0;
    const written = columns.written[own];
    const last = firstSlot(track) + ((written + ringFixes - 1) % ringFixes);
    if (written > 0 && time - columns.timeUtcMs[last] < spacingMs) return;
    const slot = firstSlot(track) + (written % ringFixes);
    columns.written[own] = written + 1;
    columns.timeUtcMs[slot] = time;
    columns.lonE7[slot] = Math.round(fix.lonDeg[row] * 1e7);
    columns.latE7[slot] = Math.round(fix.latDeg[row] * 1e7);
    columns.sog[slot] = Number.isNaN(fix.sogKn[row]) ? unknown16 : Math.round(fix.sogKn[row] * 10);
    columns.cog[slot] = Number.isNaN(fix.cogDeg[row]) ? unknown16 : Math.round(fix.cogDeg[row] * 10);
    columns.feed[slot] = fix.feed[row];
    columns.receiver[slot] = Math.min(unknown16, fix.receiver[row]);
    if (Number.isNaN(this.state.nextGridMs))
      this.state.nextGridMs = Math.floor(time / this.#gridMs) * this.#gridMs;
  }

  clock(timeUtcMs: number): void {
    this.#advance(timeUtcMs - this.#waitMs, timeUtcMs);
  }

  /** Looks at every instant that can hold no more fixes. */
  #advance(untilUtcMs: number, nowUtcMs: number): void {
    const { state } = this;
    if (Number.isNaN(state.nextGridMs)) return;
    const oldest = nowUtcMs - ringFixes * spacingMs + this.#gridMs;
    if (state.nextGridMs < oldest) {
      // The rings reach no farther back: nothing was heard in between.
      state.nextGridMs = Math.ceil(oldest / this.#gridMs) * this.#gridMs;
      this.#closeBefore(state.nextGridMs);
    }
    while (state.nextGridMs <= untilUtcMs) {
      this.#instant(state.nextGridMs);
      state.nextGridMs += this.#gridMs;
    }
  }

  end(timeUtcMs: number): void {
    this.#advance(timeUtcMs, timeUtcMs);
    for (const [key, run] of this.state.runs) {
      this.state.runs.delete(key);
      this.#close(run, timeUtcMs - run.lastGridMs <= 2 * this.#gridMs);
    }
  }

  forget(track: number): void {
    for (const [key, run] of this.state.runs) {
      if (run.a !== track && run.b !== track) continue;
      this.state.runs.delete(key);
      this.#close(run, false);
    }
    if (track < this.#portKm.length) this.#portKm[track] = 0;
  }

  #instant(gridMs: number): void {
    const count = this.#positionsAt(gridMs);
    const { encounterDistanceM } = this.#bench.parameters;
    closePairs(this.#lonDeg, this.#latDeg, count, encounterDistanceM, (i, j, metres) =>
      this.#pairSeen(i, j, metres, gridMs),
    );
    this.#closeBefore(gridMs);
  }

  /** Fills the columns of the instant; how many tracks have a position then. */
  #positionsAt(gridMs: number): number {
    const size = Math.min(this.#bench.tracks.count, this.state.rings.length * blockTracks);
    if (this.#tracks.length < size) {
      this.#tracks = new Int32Array(size * 2);
      this.#lonDeg = new Float64Array(size * 2);
      this.#latDeg = new Float64Array(size * 2);
    }
    let count = 0;
    for (let track = 0; track < size; track++) {
      if (!this.#at(track, gridMs)) continue;
      // Where a vessel lies deep in port, its mean position will too; half the distance leaves room for drift.
      if (this.#isInPort(track, this.#spot.lonDeg, this.#spot.latDeg)) continue;
      this.#tracks[count] = track;
      this.#lonDeg[count] = this.#spot.lonDeg;
      this.#latDeg[count] = this.#spot.latDeg;
      count += 1;
    }
    return count;
  }

  /** Position of a track at an instant, between the real fixes on both sides of it. */
  #at(track: number, timeUtcMs: number): boolean {
    const { timeUtcMs: times, lonE7, latE7, written } = this.state.rings[track >> blockBits];
    const before = this.#before(track, timeUtcMs);
    if (before < 0) return false;
    const first = firstSlot(track);
    const slot = first + (before % ringFixes);
    const exact = times[slot] === timeUtcMs;
    if (!exact && before + 1 >= written[track & (blockTracks - 1)]) return false;
    const after = exact ? slot : first + ((before + 1) % ringFixes);
    const spanMs = times[after] - times[slot];
    if (spanMs > this.#waitMs) return false;
    const share = exact ? 0 : (timeUtcMs - times[slot]) / spanMs;
    const step = ((lonE7[after] - lonE7[slot] + 5.4e9) % 3.6e9) - 1.8e9;
    const lonDeg = (lonE7[slot] + share * step) / 1e7;
    this.#spot.lonDeg = lonDeg >= 180 ? lonDeg - 360 : lonDeg < -180 ? lonDeg + 360 : lonDeg;
    this.#spot.latDeg = (latE7[slot] + share * (latE7[after] - latE7[slot])) / 1e7;
    return true;
  }

  /** Number of the newest fix at or before an instant, counted as they were written; −1 when the ring has none. */
  #before(track: number, timeUtcMs: number): number {
    const { timeUtcMs: times, written } = this.state.rings[track >> blockBits];
    const count = written[track & (blockTracks - 1)];
    const first = firstSlot(track);
    let low = Math.max(0, count - ringFixes) - 1;
    let high = count - 1;
    const none = low;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[first + (middle % ringFixes)] <= timeUtcMs) low = middle;
      else high = middle - 1;
    }
    return low === none ? -1 : low;
  }

  #pairSeen(i: number, j: number, metres: number, gridMs: number): void {
    const a = Math.min(this.#tracks[i], this.#tracks[j]);
    const b = Math.max(this.#tracks[i], this.#tracks[j]);
    const { vessel } = this.#bench.tracks.columns;
    if (vessel[a] === vessel[b]) return;
    const lonDeg = this.#lonDeg[i];
    const latDeg = this.#latDeg[i];
    const key = a * 0x4000000 + b;
    let run = this.state.runs.get(key);
    if (run === undefined) {
      run = this.#begin(a, b, lonDeg, latDeg, gridMs);
      this.state.runs.set(key, run);
    }
    this.#extend(run, lonDeg, latDeg, metres, gridMs);
  }

  #isInPort(track: number, lonDeg: number, latDeg: number): boolean {
    const { portFilterKm } = this.#bench.parameters;
    if (portFilterKm === 0) return false;
    const limitKm = portFilterKm / 2;
    if (track >= this.#portKm.length) this.#growPorts(track);
    const knownKm = this.#portKm[track];
    if (knownKm > 0) {
      const movedKm = nearDistanceM(this.#portLonDeg[track], this.#portLatDeg[track], lonDeg, latDeg) / 1000;
      if (movedKm * 1.01 < Math.abs(knownKm - limitKm)) return knownKm < limitKm;
    }
    const km = this.#bench.world.earth.distanceToPortKm(lonDeg, latDeg);
    this.#portKm[track] = km;
    this.#portLonDeg[track] = lonDeg;
    this.#portLatDeg[track] = latDeg;
    return km < limitKm;
  }

  #growPorts(track: number): void {
    const length = Math.ceil(track * 1.5) + 16;
    this.#portKm = grown(this.#portKm, length);
    this.#portLonDeg = grown(this.#portLonDeg, length);
    this.#portLatDeg = grown(this.#portLatDeg, length);
  }

  #begin(a: number, b: number, lonDeg: number, latDeg: number, gridMs: number): Run {
    const { vessels, tracks } = this.#bench;
    const { vessel } = tracks.columns;
    const run: Run = {
      a,
      b,
      startUtcMs: this.#edge(a, b, gridMs, -1),
      firstGridMs: gridMs,
      lastGridMs: gridMs,
      instants: 0,
      lonDeg,
      latDeg,
      lonSum: 0,
      latSum: 0,
      closestM: Number.POSITIVE_INFINITY,
      speeds: new Array<number>(speedBins).fill(0),
      trails: [trail(vessels.mmsi(vessel[a])), trail(vessels.mmsi(vessel[b]))],
      id: undefined,
      prior: undefined,
    };
    return run;
  }

  #extend(run: Run, lonDeg: number, latDeg: number, metres: number, gridMs: number): void {
    run.lastGridMs = gridMs;
    run.instants += 1;
    run.lonSum += ((lonDeg - run.lonDeg + 540) % 360) - 180;
    run.latSum += latDeg - run.latDeg;
    run.closestM = Math.min(run.closestM, metres);
    for (const [side, track] of [run.a, run.b].entries()) {
      if (run.instants > 1) this.#speed(run, track, gridMs);
      this.#keep(run.trails[side], track, gridMs);
    }
    const { encounterMinutes } = this.#bench.parameters;
    if (
      run.id === undefined &&
      gridMs - run.startUtcMs >= encounterMinutes * minuteMs &&
      this.#qualifies(run)
    )
      this.#report(run, gridMs, true);
  }

  /** The mean speed since the instant before, into the histogram. */
  #speed(run: Run, track: number, gridMs: number): void {
    if (!this.#at(track, gridMs - this.#gridMs)) return;
    const { lonDeg, latDeg } = this.#spot;
    if (!this.#at(track, gridMs)) return;
    const metres = nearDistanceM(lonDeg, latDeg, this.#spot.lonDeg, this.#spot.latDeg);
    const kn = (metres / 1852) * (hourMs / this.#gridMs);
    run.speeds[Math.min(speedBins - 1, Math.floor(kn / binKn))] += 1;
  }

  /** The real fix at or before the instant goes into the evidence. */
  #keep(to: Trail, track: number, gridMs: number): void {
    const before = this.#before(track, gridMs);
    if (before < 0) return;
    const slot = firstSlot(track) + (before % ringFixes);
    const { timeUtcMs, lonE7, latE7, sog, cog, feed, receiver } = this.state.rings[track >> blockBits];
    const time = timeUtcMs[slot];
    if (to.newest[0] === time) return;
    addNumbers(to, [
      time,
      lonE7[slot] / 1e7,
      latE7[slot] / 1e7,
      sog[slot] === unknown16 ? Number.NaN : sog[slot] / 10,
      cog[slot] === unknown16 ? Number.NaN : cog[slot] / 10,
      feed[slot],
      receiver[slot],
    ]);
  }

  /** The farthest minute, up to one grid step from an instant, until which the two were close without a break. */
  #edge(a: number, b: number, gridMs: number, direction: 1 | -1): number {
    let edge = gridMs;
    for (
      let time = gridMs + direction * minuteMs;
      Math.abs(time - gridMs) < this.#gridMs;
      time += direction * minuteMs
    ) {
      if (!(this.#apartM(a, b, time) <= this.#bench.parameters.encounterDistanceM)) break;
      edge = time;
    }
    return edge;
  }

  #apartM(a: number, b: number, timeUtcMs: number): number {
    if (!this.#at(a, timeUtcMs)) return Number.NaN;
    const { lonDeg, latDeg } = this.#spot;
    if (!this.#at(b, timeUtcMs)) return Number.NaN;
    return nearDistanceM(lonDeg, latDeg, this.#spot.lonDeg, this.#spot.latDeg);
  }

  #closeBefore(gridMs: number): void {
    for (const [key, run] of this.state.runs) {
      if (run.lastGridMs >= gridMs) continue;
      this.state.runs.delete(key);
      this.#close(run, false);
    }
    for (const [key, { endUtcMs }] of this.state.past)
      if (gridMs - endUtcMs > this.#bench.parameters.encounterMergeHours * hourMs + dayMs)
        this.state.past.delete(key);
  }

  #close(run: Run, ongoing: boolean): void {
    const endUtcMs = this.#edge(run.a, run.b, run.lastGridMs, 1);
    const longEnough = endUtcMs - run.startUtcMs >= this.#bench.parameters.encounterMinutes * minuteMs;
    if (longEnough && this.#qualifies(run)) {
      this.#report(run, endUtcMs, ongoing);
      this.state.past.set(this.#pairKey(run), { ...whole(run, endUtcMs), id: run.id as EntryId, endUtcMs });
    } else if (run.prior !== undefined) {
      this.#say(run, run.prior.endUtcMs, false);
      this.state.past.set(this.#pairKey(run), run.prior);
    } else if (run.id !== undefined) this.#say(run, endUtcMs, false, true);
  }

  /** The conditions besides distance and duration. */
  #qualifies(run: Run): boolean {
    const { encounterMedianKn, portFilterKm } = this.#bench.parameters;
    if (encounterMedianKn !== null && !(medianKn(run.speeds) < encounterMedianKn)) return false;
    if (portFilterKm === 0) return true;
    const { lonDeg, latDeg } = mean(run);
    const { earth } = this.#bench.world;
    return earth.distanceToPortKm(lonDeg, latDeg) >= portFilterKm && !earth.isLand(lonDeg, latDeg);
  }

  /** Says what is seen so far; the first time, it is settled whether this continues an encounter of before. */
  #report(run: Run, endUtcMs: number, ongoing: boolean): void {
    const { vessels, parameters } = this.#bench;
    const key = this.#pairKey(run);
    const past = this.state.past.get(key);
    if (run.id === undefined && past !== undefined) {
      this.state.past.delete(key);
      if (run.startUtcMs - past.endUtcMs < parameters.encounterMergeHours * hourMs) run.prior = past;
    }
    const mmsis = this.#pair(run).map((vessel) => vessels.mmsi(vessel));
    run.id ??= run.prior?.id ?? findingId(method, mmsis, run.startUtcMs);
    this.#say(run, endUtcMs, ongoing);
  }

  /** The two vessels in the order of their MMSIs. */
  #pair({ a, b }: Run): number[] {
    const { vessels, tracks } = this.#bench;
    const { vessel } = tracks.columns;
    return [vessel[a], vessel[b]].sort((x, y) => vessels.mmsi(x) - vessels.mmsi(y));
  }

  #pairKey(run: Run): string {
    return this.#pair(run).join(' ');
  }

  #say(run: Run, endUtcMs: number, ongoing: boolean, withdrawn = false): void {
    const { vessels, world, report } = this.#bench;
    const pair = this.#pair(run);
    const { startUtcMs, closestM, trails } = whole(run, endUtcMs);
    const { lonDeg, latDeg } = mean(run);
    const portKm = world.earth.distanceToPortKm(lonDeg, latDeg);
    const durationMs = endUtcMs - startUtcMs;
    const median = medianKn(run.speeds);
    report({
      id: run.id as EntryId,
      kind: 'encounter',
      method,
      parameters: [
        'encounterDistanceM',
        'encounterMinutes',
        'encounterGridMinutes',
        'encounterMedianKn',
        'encounterMergeHours',
        'portFilterKm',
        'maxFixGapHours',
      ],
      vessels: pair,
      startUtcMs,
      endUtcMs,
      ongoing,
      lonDeg,
      latDeg,
      uncertaintyNm: 0.3,
      sentence: message(ongoing ? 'sea.encounter.ongoing' : 'sea.encounter', {
        a: vessels.words(pair[0]),
        b: vessels.words(pair[1]),
        closestM,
        durationMs,
        startUtcMs,
      }),
      against: this.#against(pair, portKm, median),
      facts: {
        durationMs,
        closestM: Math.round(closestM),
        medianKn: Number.isNaN(median) ? null : Math.round(median * 100) / 100,
        portKm: Math.round(portKm * 10) / 10,
        instants: run.instants,
      },
      confidence: durationMs >= 2 * this.#bench.parameters.encounterMinutes * minuteMs ? 85 : 70,
      trails,
      ...(withdrawn ? { withdrawnBecause: message('sea.withdrawn.encounter') } : {}),
    });
  }

  #against(pair: readonly number[], portKm: number, median: number): MessageRef[] {
    const types = pair.map((vessel) => this.#bench.vessels.shipType(vessel));
    const reasons = [message('sea.against.distance-only')];
    if (types.some((type) => type >= 80 && type <= 89)) reasons.push(message('sea.against.bunkering'));
    if (types.some((type) => type === 31 || type === 32 || type === 52 || type === 50))
      reasons.push(message('sea.against.tug-or-pilot'));
    if (types.every((type) => type === 30)) reasons.push(message('sea.against.fishing-pair'));
    if (types.every((type) => type === 255)) reasons.push(message('sea.against.types-unknown'));
    if (portKm < 20) reasons.push(message('sea.against.near-port', { portKm }));
    if (median >= 5) reasons.push(message('sea.against.in-company', { medianKn: median }));
    return reasons;
  }
}

function grown<T extends Float32Array | Float64Array>(column: T, length: number): T {
  const larger = new (column.constructor as new (n: number) => T)(length);
  larger.set(column);
  return larger;
}

/** A run together with what it continues. */
function whole({ prior, startUtcMs, closestM, trails }: Run, endUtcMs: number): Omit<Past, 'id'> {
  if (prior === undefined) return { startUtcMs, endUtcMs, closestM, trails };
  return {
    startUtcMs: prior.startUtcMs,
    endUtcMs,
    closestM: Math.min(prior.closestM, closestM),
    trails: [...prior.trails, ...trails],
  };
}

function mean({ lonDeg, latDeg, lonSum, latSum, instants }: Run): { lonDeg: number; latDeg: number } {
  const n = Math.max(1, instants);
  return { lonDeg: ((lonDeg + lonSum / n + 540) % 360) - 180, latDeg: latDeg + latSum / n };
}

/** Upper edge of the bin that holds the median, interpolated; NaN when nothing was measured. */
function medianKn(speeds: readonly number[]): number {
  const total = speeds.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of speeds.entries()) {
    if (count > 0 && below + count >= total / 2) return (bin + (total / 2 - below) / count) * binKn;
    below += count;
  }
  return Number.NaN;
}
