/** Tracks for tests: ships that sail, wait and fall silent, as position batches. */
import type { PositionBatch } from '../ais/index.ts';
import { positionBatch, reception, stationClass } from '../ais/index.ts';
import type { FindingDraft } from '../core/index.ts';
import type { Gate } from '../earth/index.ts';
import { createArea, destination, distanceNm, Gates, wrapLonDeg } from '../earth/index.ts';
import type { SeaEarth, SeaWorld, WatchedArea } from './world.ts';
import { startWatch } from './watch.ts';

export const startUtcMs = Date.UTC(2026, 10, 21, 3, 7, 11);
export const minute = 60_000;
export const hour = 60 * minute;

export interface Row {
  readonly mmsi: number;
  readonly timeUtcMs: number;
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly sogKn: number;
  readonly cogDeg: number;
  readonly satellite?: boolean;
}

/** One leg of a voyage: a course held at a speed for a time, with reports at an interval; or a silence. */
export interface Leg {
  readonly minutes: number;
  readonly sogKn?: number;
  readonly cogDeg?: number;
  readonly everyS?: number;
  readonly silent?: boolean;
  readonly satellite?: boolean;
}

/** The reports of a vessel that sails the legs one after the other. */
export function voyage(
  mmsi: number,
  from: readonly [number, number],
  legs: readonly Leg[],
  beginUtcMs = startUtcMs,
): Row[] {
  const rows: Row[] = [];
  let lonDeg = wrapLonDeg(from[0]);
  let latDeg = from[1];
  let timeUtcMs = beginUtcMs;
  for (const { minutes, sogKn = 0, cogDeg = 0, everyS = 30, silent = false, satellite } of legs) {
    const endUtcMs = timeUtcMs + minutes * minute;
    for (; timeUtcMs < endUtcMs; timeUtcMs += everyS * 1000) {
      if (!silent) rows.push({ mmsi, timeUtcMs, lonDeg, latDeg, sogKn, cogDeg, satellite });
      [lonDeg, latDeg] = destination(lonDeg, latDeg, cogDeg, (sogKn * 1852 * everyS) / 3600);
    }
  }
  return rows;
}

export function inOrder(...tracks: readonly (readonly Row[])[]): Row[] {
  return tracks.flat().sort((a, b) => a.timeUtcMs - b.timeUtcMs || a.mmsi - b.mmsi);
}

export function batchOf(rows: readonly Row[]): PositionBatch {
  const batch = positionBatch(rows.length);
  batch.length = rows.length;
  rows.forEach((row, i) => {
    batch.timeUtcMs[i] = row.timeUtcMs;
    batch.mmsi[i] = row.mmsi;
    batch.lonDeg[i] = row.lonDeg;
    batch.latDeg[i] = row.latDeg;
    batch.sogKn[i] = row.sogKn;
    batch.cogDeg[i] = row.cogDeg;
    batch.status[i] = 0;
    batch.messageType[i] = 1;
    batch.stationClass[i] = stationClass.a;
    batch.reception[i] = row.satellite === true ? reception.satellite : reception.terrestrial;
  });
  return batch;
}

/**
 * An open sea with one straight coast: land lies up to five degrees east of `coastLonDeg`, one port at the place given, and the gates
 * given. Distances are geodesic; everything is as simple as can be, so that a threshold can be met exactly.
 */
export function openSea(
  {
    coastLonDeg = 140,
    port = [140, 30],
    gates = [],
  }: { coastLonDeg?: number; port?: [number, number]; gates?: Gate[] } = {},
  areas: readonly WatchedArea[] = [],
): SeaWorld {
  const earth: SeaEarth = {
    distanceToCoastNm: (lon, lat) => distanceNm(lon, lat, coastLonDeg, lat),
    nearestCoast: (lon, lat) => ({ distanceNm: distanceNm(lon, lat, coastLonDeg, lat), feature: coast }),
    isLand: (lon) => lon > coastLonDeg && lon < coastLonDeg + 5,
    distanceToPortKm: (lon, lat) => distanceNm(lon, lat, ...port) * 1.852,
    nearestPort: (lon, lat) => ({
      name: 'Port',
      lonDeg: port[0],
      latDeg: port[1],
      distanceKm: distanceNm(lon, lat, ...port) * 1.852,
    }),
    gates: new Gates(gates),
    label: (feature, language) => feature.name[language],
  };
  return { earth, areas };
}

const coast = {
  id: 'coast',
  name: { en: 'Coast', ja: '海岸' },
  featureStatus: 'coast',
  administeredBy: [],
  claimedBy: [],
  uncertaintyNm: 1,
  sources: [],
} as const;

/** A gate along a meridian, from south to north; the plus side is in the west. */
export function meridianGate(lonDeg: number, southDeg: number, northDeg: number, id = 'gate'): Gate {
  return {
    id,
    name: { en: id, ja: id },
    line: [
      [lonDeg, southDeg],
      [lonDeg, northDeg],
    ],
    sidePlus: { en: 'west', ja: '西' },
    sideMinus: { en: 'east', ja: '東' },
    source: 'test',
  };
}

export function circle(centre: [number, number], radiusNm: number, id = 'area'): WatchedArea {
  return createArea({ kind: 'circle', id, name: { en: id, ja: id }, centre, radiusNm });
}

/** Findings of rows handed over in the order given, in batches of a size. */
export function findingsOf(
  rows: readonly Row[],
  world: SeaWorld = openSea(),
  parameters: Readonly<Record<string, unknown>> = {},
  batchRows = 1000,
): FindingDraft[] {
  const watch = startWatch(parameters, world);
  for (let at = 0; at < rows.length; at += batchRows)
    watch.push('positions', batchOf(rows.slice(at, at + batchRows)));
  watch.end();
  return newest(watch.take());
}

/** In an order that does not depend on when they were made. */
export function newest(findings: readonly FindingDraft[]): FindingDraft[] {
  return [...findings].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function kindsOf(findings: readonly FindingDraft[]): string[] {
  return findings
    .filter(({ body }) => !body.withdrawn)
    .map(({ body }) => body.kind)
    .sort();
}
