/** Area × partner: what happened when, and what never did as far as the record goes. */
import type { CoverageCell, CoverageView } from './api.ts';
import type { Holdings } from './holdings.ts';
import type { Statement } from './record.ts';
import { areas } from './vocabulary.ts';

/** Only what took place or stands counts; what was said, planned or proposed covers nothing. */
const happened: ReadonlySet<string> = new Set(['held', 'agreed', 'done', 'ongoing']);
const maxPartners = 12;
/** Whose programme it is: every statement is about it. */
const home = 'Japan';

type Cells = Map<string, CoverageCell>;

export function coverage(holdings: Holdings, level: string | undefined): CoverageView {
  return holdings.made(`coverage ${level ?? ''}`, () => {
    const cells: Cells = new Map();
    const partners = new Map<string, number>();
    for (const { statement } of holdings.accepted)
      if (happened.has(statement.modality) && (level === undefined || statement.level === level))
        count(statement, cells, partners);
    for (const activity of holdings.record.activities)
      if (level === undefined || activity.level === level)
        for (const partner of activity.participants) {
          const id = holdings.idsByKey.get(`activity ${activity.id}`) ?? '';
          add(cells, partners, activity.area, partner, {
            latest: activity.end ?? activity.start,
            dateBasis: 'explicit',
            title: activity.title,
            id,
          });
        }
    const shown = [...partners]
      .filter(([name]) => name !== home)
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, maxPartners)
      .map(([name]) => name);
    return { partners: shown, rows: rowsOf(holdings, cells, shown), asOf: holdings.newest };
  });
}

function rowsOf(holdings: Holdings, cells: Cells, partners: readonly string[]): CoverageView['rows'] {
  const goals = new Map(holdings.record.goals.map(({ area, title }) => [area as string, title]));
  const named = areas.filter(
    (area) => goals.has(area) || partners.some((each) => cells.has(`${area} ${each}`)),
  );
  // The programme's own areas stand first: there an empty row says most.
  return named
    .toSorted((a, b) => Number(goals.has(b)) - Number(goals.has(a)))
    .map((area) => {
      const goal = goals.get(area);
      return {
        area,
        ...(goal === undefined ? {} : { goal }),
        cells: partners.map((partner) => cells.get(`${area} ${partner}`) ?? null),
      };
    });
}

function count(statement: Statement, cells: Cells, partners: Map<string, number>): void {
  const { areas: touched, actors, date, dateBasis, title, id } = statement;
  for (const area of touched)
    for (const partner of actors) add(cells, partners, area, partner, { latest: date, dateBasis, title, id });
}

function add(
  cells: Cells,
  partners: Map<string, number>,
  area: string,
  partner: string,
  what: Omit<CoverageCell, 'count'>,
): void {
  partners.set(partner, (partners.get(partner) ?? 0) + 1);
  const key = `${area} ${partner}`;
  const before = cells.get(key);
  if (before === undefined) cells.set(key, { ...what, count: 1 });
  else if ((what.latest ?? '') > (before.latest ?? '')) cells.set(key, { ...what, count: before.count + 1 });
  else cells.set(key, { ...before, count: before.count + 1 });
}
