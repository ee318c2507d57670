import type { FieldSummary, SearchAssignment } from '../../../../src/coordination/api.ts';

/** Wind or current: the same everywhere as typed in, or a file. Texts are as they stand in the fields. */
export interface Flow {
  readonly way: 'typed' | 'file';
  readonly speedKn: string;
  readonly deg: string;
  readonly field?: FieldSummary;
}

export const patterns = ['parallel-sweep', 'creeping-line', 'expanding-square', 'sector'] as const;

/** A craft or team that can search next. */
export interface Unit {
  readonly key: string;
  readonly id: string;
  readonly speedKn: string;
  readonly hours: string;
  readonly sweepWidthNm: string;
  readonly pattern: (typeof patterns)[number];
}

/** A search that found nothing: it makes what it covered less likely. */
export interface Sortie {
  readonly key: string;
  readonly unit: string;
  readonly utc: string;
  readonly latDeg: number;
  readonly lonDeg: number;
  readonly lengthNm: number;
  readonly widthNm: number;
  readonly axisDeg: number;
  readonly sweepWidthNm: number;
  readonly trackNm: number;
}

export const models = ['exponential', 'inverse-cube'] as const;

export interface DriftDraft {
  readonly kind: string;
  readonly lat: string;
  readonly lon: string;
  readonly startUtc: string;
  readonly radiusNm: string;
  readonly ahead: string;
  readonly wind: Flow;
  readonly current: Flow;
  readonly model: (typeof models)[number];
  readonly units: readonly Unit[];
  readonly sorties: readonly Sortie[];
}

export interface Start {
  readonly lonDeg: number;
  readonly latDeg: number;
  readonly utc: string;
}

/** `2026-11-28T05:10Z` */
export const minuteUtc = (utcMs: number): string => `${new Date(utcMs).toISOString().slice(0, 16)}Z`;

let made = 0;
export const newKey = (): string => String(++made);

export function emptyDraft(nowUtcMs: number, unit: string): DriftDraft {
  return {
    kind: 'PIW-1',
    lat: '',
    lon: '',
    startUtc: minuteUtc(nowUtcMs - 3 * 3_600_000),
    radiusNm: '1',
    ahead: '6',
    wind: { way: 'typed', speedKn: '15', deg: '270' },
    current: { way: 'typed', speedKn: '0.5', deg: '45' },
    model: 'exponential',
    units: [
      {
        key: newKey(),
        id: unit,
        speedKn: '12',
        hours: '4',
        sweepWidthNm: '0.5',
        pattern: 'parallel-sweep',
      },
    ],
    sorties: [],
  };
}

/** The problem that the hub and `commonwatch coordination drift` take. */
export function problemOf(draft: DriftDraft, from: Start | undefined, nowUtcMs: number) {
  const startUtc = from?.utc ?? draft.startUtc;
  const endMs = nowUtcMs + Number(draft.ahead) * 3_600_000;
  return {
    class: draft.kind,
    start: {
      lonDeg: draft.lon === '' ? from?.lonDeg : Number(draft.lon),
      latDeg: draft.lat === '' ? from?.latDeg : Number(draft.lat),
      utc: startUtc,
      radiusNm: Number(draft.radiusNm),
    },
    count: 5000,
    endUtc: minuteUtc(endMs),
    wind: flowOf(draft.wind, 'fromDeg'),
    current: flowOf(draft.current, 'towardsDeg'),
    sorties: draft.sorties.map(
      ({ key, unit, utc, sweepWidthNm, trackNm, lonDeg, latDeg, lengthNm, widthNm, axisDeg }) => ({
        id: key,
        unit,
        utc,
        area: { lonDeg, latDeg, lengthNm, widthNm, axisDeg },
        sweepWidthNm,
        trackNm,
        model: draft.model,
      }),
    ),
    ...(draft.units.length === 0
      ? {}
      : {
          search: {
            model: draft.model,
            units: draft.units.map(({ id, speedKn, hours, sweepWidthNm, pattern }) => ({
              id,
              speedKn: Number(speedKn),
              hours: Number(hours),
              sweepWidthNm: Number(sweepWidthNm),
              pattern,
            })),
          },
        }),
  };
}

function flowOf({ way, speedKn, deg, field }: Flow, direction: 'fromDeg' | 'towardsDeg') {
  if (way === 'file' && field !== undefined) return { file: field.id };
  return { speedKn: Number(speedKn), [direction]: Number(deg) };
}

/** A planned search as one that was flown and found nothing. */
export function flown(assignment: SearchAssignment, utc: string): Sortie {
  const { unit, area, areaNm2, coverage, sweepWidthNm } = assignment;
  const { lonDeg, latDeg, lengthNm, widthNm, axisDeg } = area;
  return {
    key: newKey(),
    unit,
    utc,
    lonDeg,
    latDeg,
    lengthNm,
    widthNm,
    axisDeg,
    sweepWidthNm,
    trackNm: sweepWidthNm > 0 ? (coverage * areaNm2) / sweepWidthNm : 0,
  };
}
