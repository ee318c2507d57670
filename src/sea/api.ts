/**
 * The sea room's part of the API: types only, for the page.
 *
 *   GET /api/sea/vessels?bbox=&at=         VesselColumns as one binary (see below)
 *   GET /api/sea/vessels/:mmsi             VesselView
 *   GET /api/sea/vessels/:mmsi/track?from=&to=   TrackView
 *   GET /api/sea/episodes?from=&to=        Episode[]: findings that belong together, newest first
 *   GET /api/sea/silence/:mmsi?from=&to=   SilenceView: why a vessel raised nothing
 *   GET /api/sea/gates                     GateView[]       GET /api/sea/areas   AreaView[]
 */
import type { Language, MessageRef } from '../core/index.ts';

export type { Language, MessageRef };

/** How a vessel is drawn; from ship type and station. */
export const shipClasses = [
  'other',
  'cargo',
  'tanker',
  'fishing',
  'passenger',
  'special',
  'pleasure',
  'aton',
  'base',
] as const;
export type ShipClass = (typeof shipClasses)[number];

/**
 * `GET /api/sea/vessels`: little-endian binary, so that 20,000 vessels are one small answer without JSON.
 * Bytes 0–3 "CWV1"; uint32 count n; float64 asOfUtcMs; then columns of n, each padded to 8 bytes, in this order:
 * mmsi uint32 · lon float32 · lat float32 · sogKn float32 (NaN unknown) · cogDeg float32 (NaN) · headingDeg float32
 * (NaN) · ageS float32 (seconds since its last report) · shipClass uint8 (index into shipClasses) · flags uint8
 * (1 moored or anchored, 2 lost: no report for longer than expected, 4 satellite only).
 */
export interface VesselColumns {
  count: number;
  asOfUtcMs: number;
  mmsi: Uint32Array;
  lonDeg: Float32Array;
  latDeg: Float32Array;
  sogKn: Float32Array;
  cogDeg: Float32Array;
  headingDeg: Float32Array;
  ageS: Float32Array;
  shipClass: Uint8Array;
  flags: Uint8Array;
}

export const vesselFlags = { moored: 1, lost: 2, satellite: 4 } as const;

export interface VesselView {
  mmsi: number;
  name: string;
  callSign: string;
  imo: number;
  shipType: number;
  shipClass: ShipClass;
  lengthM: number | null;
  beamM: number | null;
  draughtM: number | null;
  destination: string;
  /** The country or economy of the MMSI's maritime identification digits; '' when invalid, which is a mark and no verdict. */
  flag: { en: string; ja: string };
  lonDeg: number;
  latDeg: number;
  sogKn: number | null;
  cogDeg: number | null;
  headingDeg: number | null;
  status: number;
  lastReportUtcMs: number;
  feeds: string[];
  marks: MessageRef[];
}

/** A track in columns; a gap of more than an hour splits it (drawn dotted). */
export interface TrackView {
  mmsi: number;
  timeUtcMs: number[];
  lonDeg: number[];
  latDeg: number[];
  sogKn: (number | null)[];
  /** Indexes at which a new stretch begins. */
  starts: number[];
  source: string;
  asOfUtcMs: number;
}

/** Findings of one kind and the same vessels or area that follow each other closely, as one line. */
export interface Episode {
  id: string;
  kind: string;
  /** Ids of findings, newest first. */
  findings: string[];
  title: string;
  startUtcMs: number;
  endUtcMs: number;
  ongoing: boolean;
  standing: 'open' | 'confirmed' | 'dismissed' | 'withdrawn';
  confidence: number;
  lonDeg: number | null;
  latDeg: number | null;
}

/** Why a vessel raised nothing: each detector's nearest approach to its threshold. */
export interface SilenceView {
  mmsi: number;
  lines: MessageRef[];
}

export interface GateView {
  id: string;
  name: { en: string; ja: string };
  line: [number, number][];
}

export interface AreaView {
  id: string;
  name: { en: string; ja: string };
  /** Closed rings for drawing. */
  rings: [number, number][][];
}
