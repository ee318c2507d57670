/** What the screen is given: the folded state with what its reader may do, what needs attention, and a hash. */
import type { Entry, PartyId } from '../core/index.ts';
import { actsOpenTo } from './acts.ts';
import type { ContingencyLine, State, StateView, SubjectView } from './api.ts';
import { castOf } from './audience.ts';
import { flagsOf } from './flags.ts';
import { fold, hashOf, orgsOf } from './fold.ts';
import { isKind, kindOf } from './types.ts';

export function subjectsOf(state: State): SubjectView[] {
  const { requests, offers, tasks, consignments, directives, sites, lots, plans } = state;
  return [...requests, ...offers, ...tasks, ...consignments, ...directives, ...sites, ...lots, ...plans];
}

/** @param entries in the order in which they came here */
export function stateView(
  entries: readonly Entry[],
  contingency: string,
  viewer: PartyId,
  nowUtcMs: number,
): StateView | null {
  const state = fold(entries, contingency);
  if (state === undefined) return null;
  const orgs = orgsOf(state.organisations);
  const open: Record<string, string[]> = {};
  for (const subject of subjectsOf(state)) {
    const cast = castOf(subject.kind, subject.owner, subject.body as never);
    const acts = actsOpenTo(subject.kind, subject.state, viewer, cast, orgs);
    const mayConfirm = subject.unconfirmed && subject.actingFor === viewer;
    if (acts.length > 0 || mayConfirm) open[subject.id] = mayConfirm ? [...acts, 'confirm-behalf'] : acts;
  }
  const mine = entries.filter((entry) => isOf(entry, contingency));
  return {
    state,
    hash: hashOf(state),
    flags: flagsOf(state, nowUtcMs),
    open,
    me: state.organisations.find(({ body }) => body.party === viewer)?.body,
    nowUtcMs,
    newest: mine.at(-1)?.id,
    entries: mine.length,
  };
}

export function isOf(entry: Entry, contingency: string): boolean {
  return (
    kindOf(entry) !== undefined &&
    (entry.id === contingency ||
      (entry.body as unknown as { contingency?: string }).contingency === contingency)
  );
}

export function contingencyLines(entries: readonly Entry[], viewer: PartyId): ContingencyLine[] {
  const organisations = entries.filter((entry) => isKind(entry, 'organisation'));
  return entries
    .filter((entry) => isKind(entry, 'contingency'))
    .map(({ id, owner, body }) => {
      const mine = organisations.find(
        (entry) => entry.body.contingency === id && entry.body.party === viewer,
      )?.body;
      const { name, kind, startedUtcMs } = body;
      return { id, name, kind, startedUtcMs, owner, ...(mine === undefined ? {} : { mine }) };
    })
    .toReversed();
}
