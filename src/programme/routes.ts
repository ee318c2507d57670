/** The programme's routes; what each answers is typed in api.ts. */
import { Type } from 'typebox';
import type { ActionContext, Released, Route } from '../core/index.ts';
import type { Holdings } from './holdings.ts';
import { overview } from './views.ts';

/** The hub holds the record in memory, as this viewer may see it now. */
const holdingsOf = (context: ActionContext): Released<Holdings> =>
  context.service<Released<Holdings>>('programme');
/** The types in api.ts say what an answer holds. */
const anything = Type.Unknown();
const Day = Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }));

/** The day asked about: today by the hub's clock where none is named. */
function dayOf(context: ActionContext, query: Readonly<Record<string, unknown>>): string {
  return (query.at as string | undefined) ?? new Date(context.nowUtcMs).toISOString().slice(0, 10);
}

export const programmeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/overview',
    summary: 'What falls due, what the checks find, and how much there is.',
    permission: 'read',
    query: Type.Object({ at: Day }),
    response: anything,
    handle: (context, { query }) =>
      holdingsOf(context).map((holdings) => overview(holdings, dayOf(context, query))),
  },
];
