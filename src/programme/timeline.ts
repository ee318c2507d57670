/** What happened when, in order, with a lane for each level. What has no date is listed last, and said to have none. */
import { boundsOf } from './context.ts';
import type { DatePrecision } from './dates.ts';
import type { ProgrammeRecord, Source } from './record.ts';
import { sourceOf } from './checks.ts';
import type { DateBasis, Level } from './vocabulary.ts';

export interface TimelineItem {
  readonly id: string;
  readonly level: Level;
  readonly kind: string;
  readonly title: string;
  readonly date: string | null;
  readonly datePrecision: DatePrecision;
  readonly dateBasis: DateBasis;
  /** First and last day that the date covers; null where it is unknown. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sources: readonly Source[];
}

export function timelineOf({ statements, instruments }: ProgrammeRecord): TimelineItem[] {
  const told = statements.map((it): TimelineItem => {
    const { id, level, kind, title, date, datePrecision, dateBasis } = it;
    return {
      id,
      level,
      kind,
      title,
      date,
      datePrecision,
      dateBasis,
      ...stretch(date, datePrecision),
      sources: [sourceOf(it)],
    };
  });
  const agreed = instruments.flatMap(({ id, level, title, signed, inForce, expiry, sources }) =>
    (
      [
        ['signed', signed],
        ['in force', inForce],
        ['ends', expiry],
      ] as const
    ).flatMap(([what, date]): TimelineItem[] => {
      if (date === undefined) return [];
      const datePrecision = precisionOf(date);
      return [
        {
          id: `${id}:${what}`,
          level,
          kind: 'agreement',
          title: `${title}: ${what}`,
          date,
          datePrecision,
          dateBasis: 'explicit',
          ...stretch(date, datePrecision),
          sources,
        },
      ];
    }),
  );
  return [...told, ...agreed].sort((a, b) => order(a.from ?? '9999', b.from ?? '9999') || order(a.id, b.id));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stretch(date: string | null, precision: DatePrecision): { from: string | null; to: string | null } {
  const [from, to] = boundsOf(date, precision) ?? [null, null];
  return { from, to };
}

function precisionOf(date: string): DatePrecision {
  return date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day';
}
