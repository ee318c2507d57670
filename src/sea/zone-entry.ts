/**
 * Entry into a watched area. A vessel that was seen outside is seen inside, with at least `zoneMinFixes` fixes, or
 * fixes `zoneMinMinutes` apart, deeper inside than the edge is uncertain. The finding runs from the first fix inside
 * to the last; the vessel has left when a fix lies outside by more than the uncertainty.
 *
 * A vessel that was inside when it was first seen has not been seen to enter, and is not reported.
 */
import { message } from '../core/index.ts';
import type { MessageRef } from '../core/index.ts';
import type { Bench, Method, SeaDetector } from './detect.ts';
import { findingId, minuteMs } from './detect.ts';
import type { Trail } from './fixes.ts';
import { addFix, trail } from './fixes.ts';
import type { Step } from './tracks.ts';
import type { WatchedArea } from './world.ts';

const method: Method = {
  name: 'zone-entry',
  version: '1',
  source: 'Commonwatch: watched areas with uncertain edges (docs/sea.md)',
};

/** A vessel inside an area. */
interface Visit {
  readonly area: number;
  readonly track: number;
  /** Whether it was seen outside before. */
  readonly entered: boolean;
  readonly startUtcMs: number;
  readonly lonDeg: number;
  readonly latDeg: number;
  lastInsideUtcMs: number;
  /** Fixes deeper inside than the edge is uncertain, and when the first was. */
  deepFixes: number;
  firstDeepUtcMs: number;
  deepestNm: number;
  confirmed: boolean;
  readonly trail: Trail;
}

interface State {
  /** By track: how far it may go before an answer could change; negative: ask again. */
  marginNm: Float32Array;
  /** By track: 1 once the track has been asked about. */
  asked: Uint8Array;
  readonly visits: Map<string, Visit>;
  /** Visits of a track, so that a vessel inside is asked at every fix. */
  readonly areasOf: Map<number, number[]>;
}

export class ZoneEntryDetector implements SeaDetector {
  state: State = {
    marginNm: new Float32Array(1024),
    asked: new Uint8Array(1024),
    visits: new Map(),
    areasOf: new Map(),
  };
  readonly #bench: Bench;
  readonly #areas: readonly WatchedArea[];

  constructor(bench: Bench) {
    this.#bench = bench;
    this.#areas = bench.world.areas;
  }

  fix(step: Step): void {
    if (this.#areas.length === 0) return;
    const { state } = this;
    const { track } = step;
    this.#grow(track);
    if (step.joins === 'first') {
      state.asked[track] = 0;
      state.marginNm[track] = -1;
    }
    // The plane distance of a step may fall short of the geodesic by less than one per cent.
    state.marginNm[track] -= step.distanceNm * 1.01;
    if (state.marginNm[track] > 0 && !state.areasOf.has(track)) return;
    this.#ask(step);
    state.asked[track] = 1;
  }

  #ask(step: Step): void {
    const { fix, row, track } = step;
    let marginNm = Number.POSITIVE_INFINITY;
    for (let area = 0; area < this.#areas.length; area++) {
      const depthNm = -this.#areas[area].signedDistanceNm(fix.lonDeg[row], fix.latDeg[row]);
      marginNm = Math.min(marginNm, Math.abs(depthNm));
      if (depthNm >= 0) this.#inside(step, area, depthNm);
      else if (this.state.visits.has(`${area} ${track}`)) this.#outside(area, track, -depthNm);
    }
    this.state.marginNm[track] = marginNm;
  }

  #inside(step: Step, area: number, depthNm: number): void {
    const { track, fix, row } = step;
    const key = `${area} ${track}`;
    const visit = this.state.visits.get(key) ?? this.#begin(key, step, area);
    visit.lastInsideUtcMs = fix.timeUtcMs[row];
    visit.deepestNm = Math.max(visit.deepestNm, depthNm);
    if (visit.entered) addFix(visit.trail, fix, row);
    if (depthNm >= this.#uncertaintyNm(area)) {
      if (visit.deepFixes++ === 0) visit.firstDeepUtcMs = fix.timeUtcMs[row];
    }
    if (!visit.confirmed && this.#isEntry(visit)) {
      visit.confirmed = true;
      this.#report(visit, true);
    }
  }

  #begin(key: string, { track, vessel, fix, row }: Step, area: number): Visit {
    const visit: Visit = {
      area,
      track,
      entered: this.state.asked[track] === 1 && this.#isWatched(vessel),
      startUtcMs: fix.timeUtcMs[row],
      lonDeg: fix.lonDeg[row],
      latDeg: fix.latDeg[row],
      lastInsideUtcMs: fix.timeUtcMs[row],
      deepFixes: 0,
      firstDeepUtcMs: 0,
      deepestNm: 0,
      confirmed: false,
      trail: trail(this.#bench.vessels.mmsi(vessel), 190),
    };
    this.state.visits.set(key, visit);
    this.state.areasOf.set(track, [...(this.state.areasOf.get(track) ?? []), area]);
    return visit;
  }

  #outside(area: number, track: number, beyondNm: number): void {
    if (beyondNm < this.#uncertaintyNm(area)) return;
    this.#leave(this.state.visits.get(`${area} ${track}`) as Visit);
  }

  #leave(visit: Visit): void {
    const { visits, areasOf } = this.state;
    visits.delete(`${visit.area} ${visit.track}`);
    const others = (areasOf.get(visit.track) ?? []).filter((area) => area !== visit.area);
    if (others.length === 0) areasOf.delete(visit.track);
    else areasOf.set(visit.track, others);
    if (visit.confirmed) this.#report(visit, false);
  }

  forget(track: number): void {
    for (const area of this.state.areasOf.get(track) ?? [])
      this.#leave(this.state.visits.get(`${area} ${track}`) as Visit);
  }

  end(): void {
    for (const visit of this.state.visits.values()) if (visit.confirmed) this.#report(visit, true);
  }

  #isEntry(visit: Visit): boolean {
    const { zoneMinFixes, zoneMinMinutes } = this.#bench.parameters;
    if (!visit.entered || visit.deepFixes === 0) return false;
    const longEnough =
      visit.deepFixes > 1 && visit.lastInsideUtcMs - visit.firstDeepUtcMs >= zoneMinMinutes * minuteMs;
    return visit.deepFixes >= zoneMinFixes || longEnough;
  }

  #isWatched(vessel: number): boolean {
    const { parameters, vessels } = this.#bench;
    const { zoneFlags, zoneShipTypes } = parameters;
    const flag = Math.floor(vessels.mmsi(vessel) / 1_000_000);
    return (
      (zoneFlags.length === 0 || zoneFlags.includes(flag)) &&
      (zoneShipTypes.length === 0 || zoneShipTypes.includes(vessels.shipType(vessel)))
    );
  }

  #uncertaintyNm(area: number): number {
    return this.#areas[area].uncertaintyNm ?? this.#bench.parameters.zoneUncertaintyNm;
  }

  #grow(track: number): void {
    const { state } = this;
    if (track < state.asked.length) return;
    const length = Math.ceil(track * 1.5) + 16;
    const marginNm = new Float32Array(length);
    const asked = new Uint8Array(length);
    marginNm.set(state.marginNm);
    asked.set(state.asked);
    state.marginNm = marginNm;
    state.asked = asked;
  }

  #report(visit: Visit, ongoing: boolean): void {
    const { vessels, tracks, report } = this.#bench;
    const area = this.#areas[visit.area];
    const vessel = tracks.columns.vessel[visit.track];
    const startUtcMs = visit.startUtcMs;
    const endUtcMs = visit.lastInsideUtcMs;
    const uncertaintyNm = this.#uncertaintyNm(visit.area);
    report({
      id: findingId(method, [vessels.mmsi(vessel)], startUtcMs, area.id),
      kind: 'zone-entry',
      method,
      parameters: ['zoneMinFixes', 'zoneMinMinutes', 'zoneUncertaintyNm', 'zoneFlags', 'zoneShipTypes'],
      vessels: [vessel],
      others: [{ kind: 'area', id: area.id, name: area.name.en, facts: { nameJa: area.name.ja } }],
      startUtcMs,
      endUtcMs,
      ongoing,
      lonDeg: visit.lonDeg,
      latDeg: visit.latDeg,
      uncertaintyNm: Math.max(0.05, uncertaintyNm),
      sentence: message(ongoing ? 'sea.zone-entry.ongoing' : 'sea.zone-entry', {
        vessel: vessels.words(vessel),
        area: area.name,
        startUtcMs,
        durationMs: endUtcMs - startUtcMs,
        deepestNm: visit.deepestNm,
      }),
      against: this.#against(visit, uncertaintyNm),
      facts: {
        durationMs: endUtcMs - startUtcMs,
        deepestNm: Math.round(visit.deepestNm * 100) / 100,
        uncertaintyNm,
        fixesInside: visit.trail.seen,
      },
      confidence: visit.deepestNm < 2 * uncertaintyNm ? 60 : visit.deepFixes < 5 ? 75 : 90,
      trails: [visit.trail],
    });
  }

  #against(visit: Visit, uncertaintyNm: number): MessageRef[] {
    const against = [message('sea.against.passage-right')];
    if (visit.deepestNm < 2 * uncertaintyNm)
      against.push(message('sea.against.near-boundary', { depthNm: visit.deepestNm, uncertaintyNm }));
    if (visit.deepFixes < 5) against.push(message('sea.against.few-fixes', { count: visit.deepFixes }));
    return against;
  }
}
