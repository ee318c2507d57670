/** Positions and statics as one viewer may see them: what the sea's routes, the map and search read. */
import type { ArchivedFleet } from '../store/index.ts';
import type { TrackView, VesselView } from '../sea/api.ts';
import type { SearchAnswer } from './api.ts';
import type { TrackColumns } from './pipeline.messages.ts';
import type { PortNames } from './ports.ts';
import type { Statics, VesselStatic } from './statics.ts';
import { classOf, encodeFleet } from './vessels.ts';
import type { Bbox, VesselTable } from './vessels.ts';

export interface PositionsParts {
  /** Indexes of the feeds that the viewer may see. */
  readonly feeds: readonly number[];
  readonly feedIds: readonly string[];
  readonly table: VesselTable;
  readonly statics: readonly Statics[];
  readonly ports: PortNames;
  readonly nowUtcMs: () => number;
  readonly track: (mmsi: number, fromUtcMs: number, toUtcMs: number) => Promise<TrackColumns>;
  readonly fleet: (atUtcMs: number) => Promise<ArchivedFleet>;
}

/** A vessel's newest report and what it says of itself. */
export type LatestVessel = Omit<VesselView, 'flag' | 'marks'>;

export interface Positions {
  /** The binary that the chart reads; see `VesselColumns`. */
  readonly columns: (bbox?: Bbox) => Uint8Array;
  /** The same as it was at a time, from the archive. */
  readonly columnsAt: (atUtcMs: number, bbox?: Bbox) => Promise<Uint8Array>;
  readonly latest: (mmsi: number) => LatestVessel | undefined;
  readonly track: (mmsi: number, fromUtcMs: number, toUtcMs: number) => Promise<TrackView>;
  readonly vessels: (words: string, limit: number) => SearchAnswer['vessels'];
  readonly ports: (words: string, limit: number) => SearchAnswer['ports'];
}

/** A track is drawn anew after a silence of so long: an hour's dotted line says nothing of the way between. */
const gapMs = 3_600_000;

export function positionsFor(parts: PositionsParts): Positions {
  return {
    columns: (bbox) => parts.table.encode(parts.feeds, parts.nowUtcMs(), bbox),
    columnsAt: async (atUtcMs, bbox) => {
      const typeOf = (mmsi: number) => staticOf(mmsi, parts)?.shipType ?? 0;
      return encodeFleet(await parts.fleet(atUtcMs), typeOf, atUtcMs, bbox);
    },
    latest: (mmsi) => latestOf(mmsi, parts),
    track: async (mmsi, fromUtcMs, toUtcMs) =>
      trackView(mmsi, await parts.track(mmsi, fromUtcMs, toUtcMs), parts),
    vessels: (words, limit) => vesselsNamed(words, limit, parts),
    ports: (words, limit) => parts.ports.named(words, limit),
  };
}

function latestOf(mmsi: number, parts: PositionsParts): LatestVessel | undefined {
  const fix = parts.table.latest(mmsi, parts.feeds);
  if (fix === undefined) return undefined;
  const said = staticOf(mmsi, parts);
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    mmsi,
    name: said?.name ?? '',
    callSign: said?.callSign ?? '',
    imo: said?.imo ?? 0,
    shipType: said?.shipType ?? 0,
    shipClass: classOf(said?.shipType ?? 0, fix.station),
    lengthM: said?.lengthM ?? null,
    beamM: said?.beamM ?? null,
    draughtM: said?.draughtM ?? null,
    destination: said?.destination ?? '',
    lonDeg: fix.lonDeg,
    latDeg: fix.latDeg,
    sogKn: known(fix.sogKn),
    cogDeg: known(fix.cogDeg),
    headingDeg: known(fix.headingDeg),
    status: fix.status,
    lastReportUtcMs: fix.timeUtcMs,
    feeds: fix.feeds.map((feed) => parts.feedIds[feed]),
  };
}

/** The newest among the feeds that the viewer may see. */
function staticOf(mmsi: number, { feeds, statics }: PositionsParts): VesselStatic | undefined {
  let newest: VesselStatic | undefined;
  for (const feed of feeds) {
    const said = statics[feed].get(mmsi);
    if (said !== undefined && said.timeUtcMs >= (newest?.timeUtcMs ?? 0)) newest = said;
  }
  return newest;
}

function trackView(
  mmsi: number,
  track: TrackColumns,
  { feeds, feedIds, nowUtcMs }: PositionsParts,
): TrackView {
  const times = Array.from(track.timeUtcMs);
  const starts = times.flatMap((time, i) => (i === 0 || time - times[i - 1] > gapMs ? [i] : []));
  return {
    mmsi,
    timeUtcMs: times,
    lonDeg: Array.from(track.lonDeg),
    latDeg: Array.from(track.latDeg),
    sogKn: Array.from(track.sogKn, (speed) => (Number.isNaN(speed) ? null : speed)),
    starts,
    source: feeds.map((feed) => feedIds[feed]).join(', '),
    asOfUtcMs: nowUtcMs(),
  };
}

/** By name, call sign, or the beginning of an MMSI or IMO number; names that begin so come first. */
function vesselsNamed(words: string, limit: number, parts: PositionsParts): SearchAnswer['vessels'] {
  const wanted = words.trim().toUpperCase();
  if (wanted === '') return [];
  const found = new Map<number, { said: VesselStatic; rank: number }>();
  for (const feed of parts.feeds)
    for (const said of parts.statics[feed].all) {
      const rank = rankOf(said, wanted);
      if (rank > 0) found.set(said.mmsi, { said, rank });
    }
  return [...found.values()]
    .toSorted((a, b) => b.rank - a.rank || (a.said.name < b.said.name ? -1 : 1))
    .slice(0, limit)
    .map(({ said: { mmsi, name, shipType } }) => ({ mmsi, name, shipClass: classOf(shipType, 0) }));
}

function rankOf({ name, callSign, mmsi, imo }: VesselStatic, wanted: string): number {
  if (name.toUpperCase().startsWith(wanted)) return 3;
  if (String(mmsi).startsWith(wanted) || (imo > 0 && String(imo).startsWith(wanted))) return 2;
  return name.toUpperCase().includes(wanted) || callSign.toUpperCase() === wanted ? 1 : 0;
}
