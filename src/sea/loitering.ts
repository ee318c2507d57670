/**
 * Loitering: at least `loiteringHours` at an implied speed below `loiteringKn`, on average at least
 * `loiteringOffshoreNm` from the coast (Global Fishing Watch, pipe-loitering).
 *
 * The published method takes clock hours, so that the same drift is found or missed as the stroke of the hour falls.
 * Here the hour slides: a run begins with the first slow step, goes on as long as the way made good in the last hour
 * stays below the limit, and ends with the last slow step before that. Implied speed is way over time between real
 * fixes; fixes more than `maxFixGapHours` apart end a run.
 */
import { message } from '../core/index.ts';
import type { MessageRef } from '../core/index.ts';
import { addRow, table } from './columns.ts';
import type { Table } from './columns.ts';
import type { Bench, Method, SeaDetector } from './detect.ts';
import { findingId, hourMs, minuteMs } from './detect.ts';
import type { Trail } from './fixes.ts';
import { addFix, addNumbers, trail } from './fixes.ts';
import type { Step } from './tracks.ts';

const method: Method = {
  name: 'loitering',
  version: '1',
  source: 'Global Fishing Watch, pipe-loitering, on a sliding hour (docs/sea.md)',
};

const slots = 12;
const slotMs = hourMs / slots;
/** A run is looked at more closely from here on: ships that stop for a moment cost nothing. */
const noticedMs = 30 * minuteMs;
const sampleMs = 30 * minuteMs;

interface RunColumns {
  /** When the run began and where; NaN when there is none. */
  startUtcMs: Float64Array;
  startLonDeg: Float64Array;
  startLatDeg: Float64Array;
  /** End of the last slow step. */
  lastSlowUtcMs: Float64Array;
  /** Way made good by slot of five minutes, a ring of an hour, and the number of the newest slot. */
  wayNm: Float32Array;
  slot: Int32Array;
  /** 1 while the run has been set aside as too near the coast. */
  inshore: Uint8Array;
}

/** A run that lasted long enough to be worth a trail. */
interface Run {
  readonly trail: Trail;
  coastSumNm: number;
  coastSamples: number;
  nearestCoastNm: number;
  nextSampleUtcMs: number;
  wayNm: number;
  anchoredFixes: number;
  fishingFixes: number;
  reported: boolean;
}

export class LoiteringDetector implements SeaDetector {
  state: { readonly rows: Table<RunColumns>; readonly runs: Map<number, Run> } = {
    rows: table(1024, (rows) => ({
      startUtcMs: new Float64Array(rows),
      startLonDeg: new Float64Array(rows),
      startLatDeg: new Float64Array(rows),
      lastSlowUtcMs: new Float64Array(rows),
      wayNm: new Float32Array(rows * slots),
      slot: new Int32Array(rows),
      inshore: new Uint8Array(rows),
    })),
    runs: new Map(),
  };
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  fix(step: Step): void {
    const { track, elapsedMs } = step;
    while (track >= this.state.rows.size)
      this.state.rows.columns.startUtcMs[addRow(this.state.rows)] = Number.NaN;
    const { startUtcMs } = this.state.rows.columns;
    const { loiteringKn, maxFixGapHours } = this.#bench.parameters;
    const running = !Number.isNaN(startUtcMs[track]);
    if (step.joins !== 'next' || elapsedMs > maxFixGapHours * hourMs) {
      if (running) this.#finish(track);
      return;
    }
    const slow = step.distanceNm * hourMs < loiteringKn * elapsedMs;
    if (!running && !slow) return;
    if (!running) this.#begin(step);
    if (this.#wayOfLastHour(step) >= loiteringKn) this.#finish(track);
    else this.#continue(step, slow);
  }

  #begin({ track, before }: Step): void {
    const { columns } = this.state.rows;
    columns.startUtcMs[track] = before.timeUtcMs[track];
    columns.startLonDeg[track] = before.lonDeg[track];
    columns.startLatDeg[track] = before.latDeg[track];
    columns.lastSlowUtcMs[track] = before.timeUtcMs[track];
    columns.wayNm.fill(0, track * slots, (track + 1) * slots);
    columns.slot[track] = Math.floor(before.timeUtcMs[track] / slotMs) | 0;
    columns.inshore[track] = 0;
  }

  /** Adds the step to the ring and returns the way made good within the last hour, nm: also its mean speed in knots. */
  #wayOfLastHour({ track, fix, row, distanceNm }: Step): number {
    const { wayNm, slot } = this.state.rows.columns;
    const now = Math.floor(fix.timeUtcMs[row] / slotMs) | 0;
    const first = track * slots;
    for (let s = Math.max(slot[track] + 1, now - slots + 1); s <= now; s++) wayNm[first + (s % slots)] = 0;
    slot[track] = now;
    wayNm[first + (now % slots)] += distanceNm;
    let sum = 0;
    for (let s = first; s < first + slots; s++) sum += wayNm[s];
    return sum;
  }

  #continue(step: Step, slow: boolean): void {
    const { track, fix, row } = step;
    const { columns } = this.state.rows;
    const now = fix.timeUtcMs[row];
    if (slow) columns.lastSlowUtcMs[track] = now;
    if (columns.inshore[track] === 1 || now - columns.startUtcMs[track] < noticedMs) return;
    const run = this.state.runs.get(track) ?? this.#notice(step);
    if (run === undefined) return;
    run.wayNm += step.distanceNm;
    if (slow) this.#add(run, step);
    const longEnough =
      columns.lastSlowUtcMs[track] - columns.startUtcMs[track] >=
      this.#bench.parameters.loiteringHours * hourMs;
    if (longEnough && !run.reported && this.#isOffshore(run)) {
      run.reported = true;
      this.#report(track, run, true);
    }
  }

  #add(run: Run, { fix, row }: Step): void {
    const now = fix.timeUtcMs[row];
    addFix(run.trail, fix, row);
    if (fix.status[row] === 1 || fix.status[row] === 5) run.anchoredFixes += 1;
    if (fix.status[row] === 7) run.fishingFixes += 1;
    if (now < run.nextSampleUtcMs) return;
    run.nextSampleUtcMs = now + sampleMs;
    const coastNm = this.#bench.world.earth.distanceToCoastNm(fix.lonDeg[row], fix.latDeg[row]);
    run.coastSumNm += coastNm;
    run.coastSamples += 1;
    run.nearestCoastNm = Math.min(run.nearestCoastNm, coastNm);
  }

  /** Opens a run for a track, unless it lies so near the coast that its mean will not reach the limit. */
  #notice({ track, vessel, fix, row, before }: Step): Run | undefined {
    const { columns } = this.state.rows;
    const coastNm = this.#bench.world.earth.distanceToCoastNm(fix.lonDeg[row], fix.latDeg[row]);
    if (coastNm < this.#bench.parameters.loiteringOffshoreNm / 2) {
      columns.inshore[track] = 1;
      return undefined;
    }
    const evidence = trail(this.#bench.vessels.mmsi(vessel), 190);
    const unknown = Number.NaN;
    const { startUtcMs, startLonDeg, startLatDeg } = columns;
    addNumbers(evidence, [
      startUtcMs[track],
      startLonDeg[track],
      startLatDeg[track],
      unknown,
      unknown,
      before.feed[track],
      before.receiver[track],
    ]);
    const run: Run = {
      trail: evidence,
      coastSumNm: 0,
      coastSamples: 0,
      nearestCoastNm: Number.POSITIVE_INFINITY,
      nextSampleUtcMs: 0,
      wayNm: 0,
      anchoredFixes: 0,
      fishingFixes: 0,
      reported: false,
    };
    this.state.runs.set(track, run);
    return run;
  }

  #isOffshore(run: Run): boolean {
    const { loiteringOffshoreNm } = this.#bench.parameters;
    return run.coastSamples > 0 && run.coastSumNm / run.coastSamples >= loiteringOffshoreNm;
  }

  #finish(track: number): void {
    const { startUtcMs, lastSlowUtcMs } = this.state.rows.columns;
    const run = this.state.runs.get(track);
    const hours = (lastSlowUtcMs[track] - startUtcMs[track]) / hourMs;
    if (run !== undefined) {
      this.state.runs.delete(track);
      const holds = hours >= this.#bench.parameters.loiteringHours && this.#isOffshore(run);
      if (holds || run.reported) this.#report(track, run, false, !holds);
    }
    startUtcMs[track] = Number.NaN;
  }

  forget(track: number): void {
    if (track < this.state.rows.size && !Number.isNaN(this.state.rows.columns.startUtcMs[track]))
      this.#finish(track);
  }

  end(): void {
    for (const [track, run] of this.state.runs) {
      const { startUtcMs, lastSlowUtcMs } = this.state.rows.columns;
      const hours = (lastSlowUtcMs[track] - startUtcMs[track]) / hourMs;
      const holds = hours >= this.#bench.parameters.loiteringHours && this.#isOffshore(run);
      if (holds || run.reported) this.#report(track, run, true, !holds);
    }
  }

  #report(track: number, run: Run, ongoing: boolean, withdrawn = false): void {
    const { vessels, tracks, report } = this.#bench;
    const { startUtcMs: starts, startLonDeg, startLatDeg, lastSlowUtcMs } = this.state.rows.columns;
    const vessel = tracks.columns.vessel[track];
    const startUtcMs = starts[track];
    const endUtcMs = lastSlowUtcMs[track];
    const durationMs = endUtcMs - startUtcMs;
    const meanCoastNm = run.coastSumNm / run.coastSamples;
    const meanKn = (run.wayNm * hourMs) / Math.max(1, endUtcMs - startUtcMs - noticedMs);
    report({
      id: findingId(method, [vessels.mmsi(vessel)], startUtcMs),
      kind: 'loitering',
      method,
      parameters: ['loiteringKn', 'loiteringHours', 'loiteringOffshoreNm', 'maxFixGapHours'],
      vessels: [vessel],
      startUtcMs,
      endUtcMs,
      ongoing,
      lonDeg: startLonDeg[track],
      latDeg: startLatDeg[track],
      uncertaintyNm: Math.max(0.1, run.wayNm),
      sentence: message(ongoing ? 'sea.loitering.ongoing' : 'sea.loitering', {
        vessel: vessels.words(vessel),
        durationMs,
        startUtcMs,
        meanCoastNm,
      }),
      against: against(run, vessels.shipType(vessel)),
      facts: {
        durationMs,
        meanCoastNm: Math.round(meanCoastNm * 10) / 10,
        nearestCoastNm: Math.round(run.nearestCoastNm * 10) / 10,
        meanKn: Math.round(meanKn * 100) / 100,
        anchoredShare: Math.round((100 * run.anchoredFixes) / run.trail.seen) / 100,
      },
      confidence: run.anchoredFixes * 2 > run.trail.seen ? 60 : 80,
      trails: [run.trail],
      ...(withdrawn ? { withdrawnBecause: message('sea.withdrawn.loitering') } : {}),
    });
  }
}

function against(run: Run, shipType: number): MessageRef[] {
  const reasons = [message('sea.against.weather')];
  if (run.anchoredFixes * 2 > run.trail.seen) reasons.push(message('sea.against.says-anchored'));
  if (run.fishingFixes > 0 || shipType === 30) reasons.push(message('sea.against.fishing'));
  if (shipType >= 31 && shipType <= 35) reasons.push(message('sea.against.working-vessel'));
  return reasons;
}
