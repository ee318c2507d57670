/**
 * Silences. A vessel not heard for more than `gapHours` between two fixes is a coverage gap. It is a suspected
 * disabling only when all four conditions of Welch et al. hold (Science Advances 8, eabq2109, 2022): at least 12 h;
 * beginning at least 50 nm offshore; where vessels are received more than 10 times a day; after at least 14 satellite
 * positions in the 12 h before. How well vessels are received is learnt from the data: fixes a vessel-day, by cells
 * of one degree, before the silence itself is counted.
 *
 * A silence says something only where reports were usual: a coverage gap needs ten fixes in the segment before and to
 * last five times as long as the mean interval between them. A ship that is silent at its berth is no finding, nor is
 * a silence in which nobody at all was heard although many were before: then the feed was silent.
 *
 * Reports that arrive after the silence was judged cut it: what remains is revised, or withdrawn.
 */
import { reception } from '../ais/index.ts';
import { message } from '../core/index.ts';
import type { MessageRef } from '../core/index.ts';
import type { Bench, Method, SeaDetector } from './detect.ts';
import { cellOf, findingId, hourMs } from './detect.ts';
import type { FixColumns, Trail } from './fixes.ts';
import { addFix, rowsOf, trail } from './fixes.ts';
import type { Step } from './tracks.ts';

const method: Method = {
  name: 'gap',
  version: '1',
  source: 'Welch et al. 2022 (suspected disabling); Global Fishing Watch, pipe-gaps (coverage gap)',
};

const expectedFixes = 10;
const expectedIntervals = 5;
/** A berth: an anchorage point within this distance of both ends, and the ends this near each other. */
const berthKm = 3;
const berthNm = 1;
/** Longer intervals say nothing more about reception. */
const longestIntervalMs = 24 * hourMs;
/** How long a judged silence can still be cut by late reports. */
const rememberedMs = 10 * 24 * hourMs;
/** So many tracks make a feed of which one vessel's silence can be told from its own. */
const outageTracks = 10;
const rememberedHours = 24 * 30;
const dayMs = 24 * hourMs;

/** A silence as it was judged, kept so that late reports can cut it. */
interface Silence {
  readonly track: number;
  readonly vessel: number;
  readonly startUtcMs: number;
  endUtcMs: number;
  readonly lonDeg: number;
  readonly latDeg: number;
  endLonDeg: number;
  endLatDeg: number;
  readonly coastNm: number;
  readonly receptionPerDay: number;
  readonly satelliteFixes: number;
  /** Fixes that led up to it. */
  readonly before: Trail;
  after: Trail;
  reported: boolean;
  openEnded: boolean;
}

interface State {
  /** Fixes and vessel-milliseconds by cell of one degree. */
  readonly fixes: Float64Array;
  readonly vesselMs: Float64Array;
  /** Newest satellite fixes of a track. */
  readonly satellite: Map<number, Trail>;
  /** How many tracks were heard in an hour, by hours since 1970. */
  readonly heardInHour: Map<number, number>;
  /** Judged silences by vessel, oldest first. */
  readonly silences: Map<number, Silence[]>;
}

export class GapDetector implements SeaDetector {
  state: State = {
    fixes: new Float64Array(360 * 180),
    vesselMs: new Float64Array(360 * 180),
    satellite: new Map(),
    heardInHour: new Map(),
    silences: new Map(),
  };
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  heard(track: number, fix: FixColumns, row: number): void {
    const { disablingSatelliteFixes } = this.#bench.parameters;
    if (disablingSatelliteFixes === 0) return;
    const known = this.state.satellite.get(track);
    const heard = known ?? trail(this.#bench.vessels.mmsi(this.#bench.tracks.columns.vessel[track]), 400);
    if (known === undefined) this.state.satellite.set(track, heard);
    if (heard.newest[0] === fix.timeUtcMs[row]) return;
    addFix(heard, fix, row);
    // Twice as many as are asked for: enough to judge, and to show how many more there were.
    if (heard.kept.length > 2 * disablingSatelliteFixes * 7) heard.kept.splice(0, 7);
  }

  fix(step: Step): void {
    const { fix, row, track } = step;
    if (step.joins !== 'first') {
      if (step.elapsedMs > this.#bench.parameters.gapHours * hourMs) this.#judge(step);
      const cell = cellOf(step.before.lonDeg[track], step.before.latDeg[track]);
      this.state.vesselMs[cell] += Math.min(step.elapsedMs, longestIntervalMs);
    }
    this.state.fixes[cellOf(fix.lonDeg[row], fix.latDeg[row])] += 1;
    this.#countHour(step);
    if (fix.reception[row] === reception.satellite) this.heard(track, fix, row);
  }

  #countHour({ joins, fix, row, track, before }: Step): void {
    const hour = Math.floor(fix.timeUtcMs[row] / hourMs);
    if (joins !== 'first' && Math.floor(before.timeUtcMs[track] / hourMs) === hour) return;
    const { heardInHour } = this.state;
    heardInHour.set(hour, (heardInHour.get(hour) ?? 0) + 1);
    if (heardInHour.size > rememberedHours) heardInHour.delete(heardInHour.keys().next().value as number);
  }

  /** Whether the feed fell silent and not the vessel: many were heard before, and in most of the hours nobody was. */
  #isOutage({ startUtcMs, endUtcMs }: Silence): boolean {
    const { heardInHour } = this.state;
    const first = Math.floor(startUtcMs / hourMs);
    if ((heardInHour.get(first) ?? 0) < outageTracks) return false;
    let silent = 0;
    let hours = 0;
    for (let hour = first + 1; hour < Math.floor(endUtcMs / hourMs); hour++, hours++)
      if (!heardInHour.has(hour)) silent += 1;
    return 2 * silent > hours;
  }

  forget(track: number): void {
    this.state.satellite.delete(track);
  }

  #judge({ track, vessel, fix, row }: Step): void {
    const after = trail(this.#bench.vessels.mmsi(vessel));
    addFix(after, fix, row);
    const silence = this.#silence(track, vessel, fix.timeUtcMs[row], after);
    silence.endLonDeg = fix.lonDeg[row];
    silence.endLatDeg = fix.latDeg[row];
    if (this.#atBerth(silence) || this.#isOutage(silence) || !this.#isTelling(silence)) return;
    this.#remember(silence);
    this.#report(silence);
  }

  /** The silence that begins at the head of a track. */
  #silence(track: number, vessel: number, endUtcMs: number, after: Trail): Silence {
    const { vessels, tracks, world } = this.#bench;
    const { timeUtcMs, lonDeg, latDeg } = tracks.columns;
    const startUtcMs = timeUtcMs[track];
    const satellite = this.#satelliteFixes(track, startUtcMs);
    const before = trail(vessels.mmsi(vessel));
    for (const fix of satellite) addTo(before, fix);
    if (satellite.at(-1)?.[0] !== startUtcMs) addFix(before, tracks.columns, track);
    const cell = cellOf(lonDeg[track], latDeg[track]);
    return {
      track,
      vessel,
      startUtcMs,
      endUtcMs,
      lonDeg: lonDeg[track],
      latDeg: latDeg[track],
      endLonDeg: lonDeg[track],
      endLatDeg: latDeg[track],
      coastNm: world.earth.distanceToCoastNm(lonDeg[track], latDeg[track]),
      receptionPerDay: (this.state.fixes[cell] * dayMs) / Math.max(this.state.vesselMs[cell], hourMs),
      satelliteFixes: satellite.length,
      before,
      after,
      reported: false,
      openEnded: false,
    };
  }

  #satelliteFixes(track: number, startUtcMs: number): number[][] {
    const heard = this.state.satellite.get(track);
    if (heard === undefined) return [];
    return rowsOf(heard).filter(([time]) => time <= startUtcMs && time >= startUtcMs - 12 * hourMs);
  }

  /** Whether reports were usual before: see above. */
  #isTelling(silence: Silence): boolean {
    if (this.#isDisabling(silence)) return true;
    const { segmentCount, segmentStartUtcMs } = this.#bench.tracks.columns;
    const count = segmentCount[silence.track];
    if (count < expectedFixes) return false;
    const meanMs = (silence.startUtcMs - segmentStartUtcMs[silence.track]) / (count - 1);
    return silence.endUtcMs - silence.startUtcMs >= expectedIntervals * meanMs;
  }

  #atBerth({ lonDeg, latDeg, endLonDeg, endLatDeg }: Silence): boolean {
    const movedNm =
      60 * Math.hypot(endLatDeg - latDeg, (endLonDeg - lonDeg) * Math.cos((latDeg * Math.PI) / 180));
    return movedNm <= berthNm && this.#bench.world.earth.distanceToPortKm(lonDeg, latDeg) <= berthKm;
  }

  #isDisabling({ startUtcMs, endUtcMs, coastNm, receptionPerDay, satelliteFixes }: Silence): boolean {
    const { parameters } = this.#bench;
    return (
      endUtcMs - startUtcMs >= parameters.disablingHours * hourMs &&
      coastNm >= parameters.disablingOffshoreNm &&
      receptionPerDay > parameters.disablingReceptionPerDay &&
      satelliteFixes >= parameters.disablingSatelliteFixes
    );
  }

  #remember(silence: Silence): void {
    const known = this.state.silences.get(silence.vessel) ?? [];
    const kept = known.filter(({ endUtcMs }) => endUtcMs >= silence.startUtcMs - rememberedMs);
    this.state.silences.set(silence.vessel, [...kept, silence]);
  }

  /** A late report inside a silence cuts it in two: the part before keeps the finding, the part after is a new one. */
  late(vessel: number, fix: FixColumns, row: number): void {
    const time = fix.timeUtcMs[row];
    const silences = this.state.silences.get(vessel);
    const silence = silences?.find(({ startUtcMs, endUtcMs }) => startUtcMs < time && time < endUtcMs);
    if (silences === undefined || silence === undefined || !this.#mayBelong(silence, fix, row)) return;
    const mmsi = this.#bench.vessels.mmsi(vessel);
    const cut = trail(mmsi);
    addFix(cut, fix, row);
    const rest: Silence = {
      ...silence,
      startUtcMs: time,
      lonDeg: fix.lonDeg[row],
      latDeg: fix.latDeg[row],
      coastNm: this.#bench.world.earth.distanceToCoastNm(fix.lonDeg[row], fix.latDeg[row]),
      before: { ...cut, kept: [...cut.kept], countOfFeed: [...cut.countOfFeed] },
      satelliteFixes: fix.reception[row] === reception.satellite ? 1 : 0,
      reported: false,
    };
    silence.endUtcMs = time;
    silence.endLonDeg = fix.lonDeg[row];
    silence.endLatDeg = fix.latDeg[row];
    silence.after = cut;
    this.state.silences.set(vessel, [...silences, rest]);
    this.#report(silence);
    this.#report(rest);
  }

  /** A stray fix on the other side of the world does not fill a silence. */
  #mayBelong(silence: Silence, fix: FixColumns, row: number): boolean {
    const hours = (fix.timeUtcMs[row] - silence.startUtcMs) / hourMs;
    const nm =
      60 *
      Math.hypot(
        fix.latDeg[row] - silence.latDeg,
        (((fix.lonDeg[row] - silence.lonDeg + 540) % 360) - 180) * Math.cos((silence.latDeg * Math.PI) / 180),
      );
    return nm <= 25 * (hours + 0.25);
  }

  end(timeUtcMs: number): void {
    if (!this.#bench.parameters.openGaps) return;
    const { tracks, parameters } = this.#bench;
    for (let track = 0; track < tracks.count; track++) {
      if (timeUtcMs - tracks.columns.timeUtcMs[track] <= parameters.gapHours * hourMs) continue;
      const vessel = tracks.columns.vessel[track];
      const silence = this.#silence(track, vessel, timeUtcMs, trail(this.#bench.vessels.mmsi(vessel)));
      silence.openEnded = true;
      if (!this.#atBerth(silence) && this.#isTelling(silence)) this.#report(silence);
    }
  }

  #report(silence: Silence): void {
    const { parameters, vessels, report } = this.#bench;
    const { vessel, startUtcMs, endUtcMs, coastNm, receptionPerDay, satelliteFixes } = silence;
    const durationMs = endUtcMs - startUtcMs;
    const holds = durationMs > parameters.gapHours * hourMs;
    if (!holds && !silence.reported) return;
    silence.reported = true;
    const disabling = this.#isDisabling(silence);
    const kind = disabling ? 'suspected-disabling' : 'coverage-gap';
    report({
      id: findingId(method, [vessels.mmsi(vessel)], startUtcMs),
      kind,
      method,
      parameters: [
        'gapHours',
        'disablingHours',
        'disablingOffshoreNm',
        'disablingReceptionPerDay',
        'disablingSatelliteFixes',
      ],
      vessels: [vessel],
      startUtcMs,
      endUtcMs,
      ongoing: silence.openEnded,
      lonDeg: silence.lonDeg,
      latDeg: silence.latDeg,
      uncertaintyNm: (durationMs / hourMs) * 12,
      sentence: message(`sea.${kind}${silence.openEnded ? '.ongoing' : ''}`, {
        vessel: vessels.words(vessel),
        durationMs,
        startUtcMs,
        coastNm,
        receptionPerDay,
        satelliteFixes,
      }),
      against: disabling ? this.#againstDisabling() : this.#againstGap(silence),
      facts: {
        durationMs,
        coastNm: Math.round(coastNm * 10) / 10,
        receptionPerDay: Math.round(receptionPerDay * 10) / 10,
        satelliteFixes,
        endLonDeg: Math.round(silence.endLonDeg * 1e5) / 1e5,
        endLatDeg: Math.round(silence.endLatDeg * 1e5) / 1e5,
      },
      confidence: disabling
        ? Math.min(85, 60 + (durationMs / hourMs - 12) * 2 + (satelliteFixes > 20 ? 5 : 0))
        : 50,
      trails: silence.after.seen > 0 ? [silence.before, silence.after] : [silence.before],
      ...(holds
        ? {}
        : { withdrawnBecause: message('sea.withdrawn.late', { vessel: vessels.words(vessel) }) }),
    });
  }

  #againstDisabling(): MessageRef[] {
    return [
      message('sea.against.power-failure'),
      message('sea.against.piracy-area'),
      message('sea.against.late-data'),
    ];
  }

  /** Which of Welch's conditions fail: why this is no more than a coverage gap. */
  #againstGap(silence: Silence): MessageRef[] {
    const { parameters } = this.#bench;
    const reasons = [message('sea.against.coverage')];
    const hours = (silence.endUtcMs - silence.startUtcMs) / hourMs;
    if (hours < parameters.disablingHours)
      reasons.push(message('sea.against.gap-short', { hours: parameters.disablingHours }));
    if (silence.coastNm < parameters.disablingOffshoreNm)
      reasons.push(
        message('sea.against.gap-inshore', {
          limitNm: parameters.disablingOffshoreNm,
          coastNm: silence.coastNm,
        }),
      );
    if (silence.receptionPerDay <= parameters.disablingReceptionPerDay)
      reasons.push(message('sea.against.gap-reception', { perDay: silence.receptionPerDay }));
    if ((this.state.heardInHour.get(Math.floor(silence.startUtcMs / hourMs)) ?? 0) < outageTracks)
      reasons.push(message('sea.against.few-vessels'));
    if (silence.satelliteFixes < parameters.disablingSatelliteFixes)
      reasons.push(message('sea.against.gap-satellite', { count: silence.satelliteFixes }));
    return reasons;
  }
}

function addTo(to: Trail, fix: number[]): void {
  to.kept.push(...fix);
  to.newest = fix;
  to.seen += 1;
  to.countOfFeed[fix[5]] = (to.countOfFeed[fix[5]] ?? 0) + 1;
}
