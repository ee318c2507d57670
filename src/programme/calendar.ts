/** What takes place on which days, and which exercises and activities get in each other's way. */
import { boundsOf } from './context.ts';
import type { CalendarEntry, CalendarView } from './api.ts';
import type { Holdings } from './holdings.ts';
import { sourceOf } from './checks.ts';
import { sourceViews } from './views.ts';

/** A date that covers more days than this does not say when something took place. */
const longestDays = 62;
/** Kinds whose forces, rooms and people are needed at one place at a time. */
const clashing: ReadonlySet<string> = new Set(['exercise', 'deployment', 'activity']);
const maxEntries = 500;
const dayMs = 86_400_000;

export function calendar(holdings: Holdings, from: string, to: string): CalendarView {
  const entries = allEntries(holdings)
    .filter((entry) => entry.from <= to && entry.to >= from)
    .slice(0, maxEntries);
  return { from, to, entries, clashes: clashesIn(entries) };
}

/** Everything with a definite place in the calendar, in order. */
export function allEntries(holdings: Holdings): readonly CalendarEntry[] {
  return holdings.made('calendar', () =>
    [...statementEntries(holdings), ...activityEntries(holdings), ...instrumentEntries(holdings)].toSorted(
      (a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0),
    ),
  );
}

function statementEntries(holdings: Holdings): CalendarEntry[] {
  return holdings.accepted.flatMap(({ id, statement, bounds }) => {
    const { date, datePrecision, dateBasis, kind, level, title, actors, places, modality } = statement;
    if (date === null || modality === 'said' || datePrecision === 'as-of') return [];
    if (bounds === undefined || Date.parse(bounds[1]) - Date.parse(bounds[0]) > longestDays * dayMs)
      return [];
    const [from, to] = bounds;
    const sources = sourceViews([sourceOf(statement)], holdings);
    return [{ id, title, kind, level, from, to, date, dateBasis, actors, places, sources }];
  });
}

function activityEntries(holdings: Holdings): CalendarEntry[] {
  return holdings.record.activities.map((activity) => {
    const { id, title, level, start, end = start, participants, place, host, sources } = activity;
    return {
      id: holdings.idsByKey.get(`activity ${id}`) ?? '',
      title,
      kind: activity.kind === 'exercise' ? 'exercise' : 'activity',
      level,
      from: boundsOf(start, 'day')?.[0] ?? start,
      to: boundsOf(end, 'day')?.[1] ?? end,
      date: end === start ? start : `${start}/${end}`,
      dateBasis: 'explicit',
      actors: participants,
      places: [place, host].filter((name) => name !== undefined),
      sources: sourceViews(sources, holdings),
    };
  });
}

function instrumentEntries(holdings: Holdings): CalendarEntry[] {
  return holdings.record.instruments.flatMap(
    ({ id, title, level, parties, signed, inForce, expiry, sources }) =>
      [signed, inForce, expiry].flatMap((date): CalendarEntry[] => {
        const bounds = date === undefined ? undefined : boundsOf(date, 'day');
        if (date === undefined || bounds === undefined) return [];
        // A year alone says when it ends at the latest: its last day.
        const [from, to] = date.length === 4 ? [bounds[1], bounds[1]] : bounds;
        return [
          {
            id: holdings.idsByKey.get(`instrument ${id}`) ?? '',
            title,
            kind: 'agreement',
            level,
            from,
            to,
            date,
            dateBasis: 'explicit',
            actors: parties,
            places: [],
            sources: sourceViews(sources, holdings),
          },
        ];
      }),
  );
}

export function clashesIn(entries: readonly CalendarEntry[]): CalendarView['clashes'] {
  const busy = entries.filter(({ kind }) => clashing.has(kind));
  return busy.flatMap((a, i) =>
    busy
      .slice(i + 1)
      .filter((b) => b.from <= a.to && b.to >= a.from && b.id !== a.id)
      .flatMap((b) => {
        const shared = [...a.actors, ...a.places].filter(
          (name) => b.actors.includes(name) || b.places.includes(name),
        );
        if (shared.length === 0) return [];
        return [
          {
            a: a.id,
            b: b.id,
            shared: [...new Set(shared)],
            from: a.from > b.from ? a.from : b.from,
            to: a.to < b.to ? a.to : b.to,
          },
        ];
      }),
  );
}
