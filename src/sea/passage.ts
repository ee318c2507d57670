/**
 * Passage through a gate: a vessel's way between two real fixes, at most `maxFixGapHours` apart, crosses the gate's
 * line. It is reported once the vessel has not come back for `passageReturnMinutes`; one that comes back sooner has
 * turned back, and neither crossing counts. `start` is the last fix before the line, `end` the first one behind it.
 */
import { message } from '../core/index.ts';
import type { Gate, LonLat } from '../earth/index.ts';
import type { Bench, Method, SeaDetector } from './detect.ts';
import { cellOf, findingId, hourMs, minuteMs } from './detect.ts';
import type { Trail } from './fixes.ts';
import { addFix, rowsOf, trail } from './fixes.ts';
import type { Step } from './tracks.ts';

const method: Method = {
  name: 'passage',
  version: '1',
  source: 'Commonwatch: crossing of a gate line by real fixes (docs/sea.md)',
};

/** A step shorter than this from a cell that is not near a gate crosses none: less than a degree of latitude. */
const reachNm = 59;

/** Marks the cells of one degree from which a short step may reach a gate, a degree around every edge's box. */
function cellsNear(gates: readonly Gate[]): Uint8Array {
  const near = new Uint8Array(360 * 180);
  for (const { line } of gates) for (let i = 1; i < line.length; i++) markAround(near, line[i - 1], line[i]);
  return near;
}

function markAround(near: Uint8Array, a: LonLat, b: LonLat): void {
  const south = Math.max(-90, Math.min(a[1], b[1]) - 1);
  const north = Math.min(90, Math.max(a[1], b[1]) + 1);
  // A degree of latitude is more degrees of longitude towards the poles.
  const widest = Math.max(0.01, Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180));
  const reach = Math.min(180, 1 / widest);
  for (let lat = Math.floor(south); lat <= Math.min(89, Math.floor(north)); lat++)
    for (let lon = Math.floor(Math.min(a[0], b[0]) - reach); lon <= Math.max(a[0], b[0]) + reach; lon++)
      near[cellOf(((((lon + 180) % 360) + 360) % 360) - 180, lat)] = 1;
}

/** A crossing that may still be taken back. */
interface Crossing {
  readonly gate: string;
  readonly track: number;
  readonly direction: number;
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly crossedUtcMs: number;
  readonly startUtcMs: number;
  readonly endUtcMs: number;
  readonly trail: Trail;
}

export class PassageDetector implements SeaDetector {
  /** Crossings that wait, by gate and track, in the order in which they were seen. */
  state: { readonly open: Map<string, Crossing> } = { open: new Map() };
  readonly #bench: Bench;
  /** By cell of one degree: whether a gate lies within a degree of it. */
  readonly #near: Uint8Array;
  #step: Step | undefined;
  readonly #crossed = (gate: Gate, { t, direction }: { t: number; direction: number }) =>
    this.#cross(this.#step as Step, gate.id, t, direction);

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#near = cellsNear(bench.world.earth.gates.list);
  }

  fix(step: Step): void {
    const { parameters, world } = this.#bench;
    if (step.joins !== 'next' || step.distanceNm === 0) return;
    const { before, track, fix, row } = step;
    const isNear = this.#near[cellOf(before.lonDeg[track], before.latDeg[track])] === 1;
    if (!isNear && step.distanceNm < reachNm) return;
    if (step.elapsedMs > parameters.maxFixGapHours * hourMs) return;
    this.#step = step;
    world.earth.gates.crossings(
      before.lonDeg[track],
      before.latDeg[track],
      fix.lonDeg[row],
      fix.latDeg[row],
      this.#crossed,
    );
  }

  #cross({ track, vessel, before, fix, row }: Step, gate: string, t: number, direction: number): void {
    const { open } = this.state;
    const key = `${gate} ${track}`;
    const waiting = open.get(key);
    const startUtcMs = before.timeUtcMs[track];
    if (waiting !== undefined && waiting.direction !== direction) {
      open.delete(key);
      if (startUtcMs - waiting.crossedUtcMs <= this.#bench.parameters.passageReturnMinutes * minuteMs) return;
      this.#report(waiting, false);
    }
    const evidence = trail(this.#bench.vessels.mmsi(vessel));
    addFix(evidence, before, track);
    addFix(evidence, fix, row);
    const endUtcMs = fix.timeUtcMs[row];
    const lonStep = ((fix.lonDeg[row] - before.lonDeg[track] + 540) % 360) - 180;
    const lonDeg = ((before.lonDeg[track] + t * lonStep + 540) % 360) - 180;
    open.set(key, {
      gate,
      track,
      direction,
      lonDeg,
      latDeg: before.latDeg[track] + t * (fix.latDeg[row] - before.latDeg[track]),
      crossedUtcMs: Math.round(startUtcMs + t * (endUtcMs - startUtcMs)),
      startUtcMs,
      endUtcMs,
      trail: evidence,
    });
  }

  clock(timeUtcMs: number): void {
    const waitMs = this.#bench.parameters.passageReturnMinutes * minuteMs;
    for (const [key, crossing] of this.state.open) {
      if (crossing.crossedUtcMs + waitMs >= timeUtcMs) continue;
      this.state.open.delete(key);
      this.#report(crossing, false);
    }
  }

  forget(track: number): void {
    for (const [key, crossing] of this.state.open) {
      if (crossing.track !== track) continue;
      this.state.open.delete(key);
      this.#report(crossing, false);
    }
  }

  end(): void {
    for (const crossing of this.state.open.values()) this.#report(crossing, true);
    this.state.open.clear();
  }

  #report(crossing: Crossing, mayReturn: boolean): void {
    const { vessels, world, tracks, report } = this.#bench;
    const { gate: id, track, startUtcMs, endUtcMs, crossedUtcMs, direction, trail: evidence } = crossing;
    const gate = world.earth.gates.get(id);
    if (gate === undefined) return;
    const vessel = tracks.columns.vessel[track];
    const [before, after] = rowsOf(evidence);
    const stepNm = ((endUtcMs - startUtcMs) / hourMs) * Math.max(before[3] || 0, after[3] || 0);
    report({
      id: findingId(method, [vessels.mmsi(vessel)], startUtcMs, id),
      kind: 'passage',
      method,
      parameters: ['passageReturnMinutes', 'maxFixGapHours'],
      vessels: [vessel],
      others: [{ kind: 'gate', id, name: gate.name.en, facts: { nameJa: gate.name.ja } }],
      startUtcMs,
      endUtcMs,
      ongoing: false,
      lonDeg: crossing.lonDeg,
      latDeg: crossing.latDeg,
      uncertaintyNm: Math.max(0.05, stepNm / 2),
      sentence: message('sea.passage', {
        vessel: vessels.words(vessel),
        gate: gate.name,
        to: direction > 0 ? gate.sidePlus : gate.sideMinus,
        crossedUtcMs,
      }),
      against: [
        message('sea.against.ordinary-passage'),
        ...(endUtcMs - startUtcMs > 10 * minuteMs
          ? [message('sea.against.fixes-apart', { apartMs: endUtcMs - startUtcMs })]
          : []),
        ...(mayReturn ? [message('sea.against.may-return')] : []),
      ],
      facts: {
        crossedUtcMs,
        direction: direction > 0 ? 'plus' : 'minus',
        toEn: direction > 0 ? gate.sidePlus.en : gate.sideMinus.en,
        sogKn: Number.isNaN(after[3]) ? null : Math.round(after[3] * 10) / 10,
      },
      confidence: endUtcMs - startUtcMs > 10 * minuteMs ? 80 : 95,
      trails: [evidence],
    });
  }
}
