/** The timeline as columns: a lane for each level, in order of the first day that a date covers. */
import { partyLevels } from '../core/index.ts';
import type { TimelineColumns, TimelineItemView } from './api.ts';
import type { Holdings } from './holdings.ts';
import { timelineOf } from './timeline.ts';
import type { TimelineItem } from './timeline.ts';
import { factKinds } from './vocabulary.ts';

const dayMs = 86_400_000;

interface Made {
  readonly items: readonly TimelineItem[];
  readonly columns: TimelineColumns;
}

function madeOf(holdings: Holdings): Made {
  return holdings.made('timeline', () => {
    const all = timelineOf(holdings.record);
    const items = all.filter(({ from }) => from !== null);
    const day = (date: string | null) => Math.round(Date.parse(date ?? '') / dayMs);
    return {
      items,
      columns: {
        levels: partyLevels,
        kinds: factKinds,
        from: items.map(({ from }) => day(from)),
        to: items.map(({ to }) => day(to)),
        level: items.map(({ level }) => partyLevels.indexOf(level)),
        kind: items.map(({ kind }) => (factKinds as readonly string[]).indexOf(kind)),
        undated: all.length - items.length,
      },
    };
  });
}

export function timelineColumns(holdings: Holdings): TimelineColumns {
  return madeOf(holdings).columns;
}

export interface TimelineWindow {
  /** Days, ISO 8601. */
  readonly from?: string;
  readonly to?: string;
  readonly level?: string;
  readonly limit?: number;
}

/** What overlaps a stretch of days, earliest first. */
export function timelineItems(
  holdings: Holdings,
  { from = '0001-01-01', to = '9999-12-31', level, limit = 100 }: TimelineWindow,
): { items: TimelineItemView[]; count: number } {
  const { items, columns } = madeOf(holdings);
  const [first, last] = [Date.parse(from) / dayMs, Date.parse(to) / dayMs];
  const wanted = level === undefined ? -1 : (partyLevels as readonly string[]).indexOf(level);
  const found: number[] = [];
  for (let i = 0; i < items.length && columns.from[i] <= last; i++)
    if (columns.to[i] >= first && (wanted < 0 || columns.level[i] === wanted)) found.push(i);
  return {
    items: found.slice(0, limit).map((i) => itemView(items[i], holdings)),
    count: found.length,
  };
}

function itemView(item: TimelineItem, holdings: Holdings): TimelineItemView {
  const { id, title, kind, level, date, dateBasis, datePrecision, sources } = item;
  const held = holdings.statement(id);
  const [source] = sources;
  const author = source?.document === undefined ? undefined : holdings.document(source.document)?.body.author;
  const says = held?.statement.assertedBy ?? author;
  return {
    id: held?.id ?? holdings.idsByKey.get(`instrument ${id.split(':')[0]}`) ?? '',
    title,
    ...(says === undefined ? {} : { says }),
    kind,
    level,
    date: date ?? '',
    dateBasis,
    datePrecision,
  };
}
