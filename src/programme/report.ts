/** A report of a period or an area, to print: what stands, what happened, what falls due, what the checks find. */
import type { ReportView } from './api.ts';
import type { Holdings } from './holdings.ts';
import { itemList } from './items.ts';
import { matcher, statementView } from './statements.ts';
import { checkViews, dueViews } from './views.ts';

const printed = 200;

export interface ReportQuery {
  readonly from: string;
  readonly to: string;
  readonly area?: string;
}

export function report(holdings: Holdings, query: ReportQuery, viewer: string, at: string): ReportView {
  const { from, to, area } = query;
  const found = holdings.newestFirst.filter(matcher(query));
  return {
    at,
    from,
    to,
    ...(area === undefined ? {} : { area }),
    due: dueViews(holdings, at),
    instruments: holdings
      .items('instrument')
      .filter(({ entry }) => stoodWithin(entry.body.item, from, to))
      .map((held) => itemList(held, holdings)),
    statements: found.slice(0, printed).map((held) => statementView(held, holdings, viewer)),
    count: found.length,
    checks: checkViews(holdings, at),
    asOf: holdings.newest,
  };
}

/** Whether an instrument stood at some time of a period. An open end is normal; what nobody signed does not stand. */
function stoodWithin(item: Readonly<Record<string, unknown>>, from: string, to: string): boolean {
  const begins = (item.signed ?? item.inForce) as string | undefined;
  const ends = item.expiry as string | undefined;
  return begins !== undefined && begins <= to && (ends === undefined || ends >= from.slice(0, ends.length));
}
