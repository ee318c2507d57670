/** What the screen is given: the folded state with what its reader may do, what needs attention, and a hash. */
import type { Entry, EntryId, PartyId } from '../core/index.ts';
import { actsOpenTo } from './acts.ts';
import type { Orgs } from './acts.ts';
import type { ContingencyLine, State, StateAnswer, StateView, SubjectView } from './api.ts';
import { castOf } from './audience.ts';
import { flagsOf } from './flags.ts';
import { Fold, hashOf } from './fold.ts';
import { isKind } from './types.ts';
import { changesBetween } from './updates.ts';

/** Several pages of one organisation ask in turn, each with what it has. */
const mostTold = 8;

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
  const held = new Contingencies();
  held.change([], entries);
  return held.stateView(contingency, viewer, nowUtcMs);
}

/**
 * The contingencies of one viewer, kept and changed: what is held came through the gate, and whoever holds it says what
 * came and what is seen no more.
 */
export class Contingencies {
  readonly #entries = new Map<EntryId, Entry>();
  readonly #folds = new Map<string, Fold>();
  readonly #newest = new Map<string, string>();
  /** States that a page may still show, newest last, by contingency. */
  readonly #told = new Map<string, { readonly hash: string; readonly state: State }[]>();
  #open: Opened = { orgs: undefined, acts: new WeakMap() };

  /** @param entries in the order in which they came here */
  change(gone: readonly EntryId[], entries: readonly Entry[]): void {
    for (const id of gone) {
      this.#entries.delete(id);
      this.#folds.delete(id);
      for (const fold of this.#folds.values()) fold.remove(id);
    }
    for (const entry of entries) if (isKind(entry, 'contingency')) this.#begin(entry.id);
    for (const entry of entries) {
      this.#entries.delete(entry.id);
      this.#entries.set(entry.id, entry);
      const of = contingencyOf(entry);
      this.#folds.get(of)?.put(entry);
      this.#newest.set(of, entry.id);
    }
  }

  /** In the order in which they came here. */
  get entries(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  get lastOpened(): string | undefined {
    return [...this.#folds.keys()].at(-1);
  }

  state(contingency: string): State | undefined {
    return this.#folds.get(contingency)?.state();
  }

  stateView(contingency: string, viewer: PartyId, nowUtcMs: number): StateView | null {
    const fold = this.#folds.get(contingency);
    const state = fold?.state();
    if (fold === undefined || state === undefined) return null;
    return {
      state,
      hash: hashOf(state),
      flags: flagsOf(state, nowUtcMs),
      open: this.#openTo(state, fold.orgs, viewer),
      me: state.organisations.find(({ body }) => body.party === viewer)?.body,
      nowUtcMs,
      newest: this.#newest.get(contingency),
      entries: fold.size,
    };
  }

  /** The same for a page that has the state of the hash `since`: only what differs, where that one is still known. */
  stateSince(contingency: string, viewer: PartyId, nowUtcMs: number, since?: string): StateAnswer | null {
    const view = this.stateView(contingency, viewer, nowUtcMs);
    if (view === null) return null;
    const told = this.#told.get(contingency) ?? [];
    const before = since === undefined ? undefined : told.find(({ hash }) => hash === since);
    const others = told.filter(({ hash }) => hash !== view.hash);
    this.#told.set(contingency, [...others.slice(1 - mostTold), { hash: view.hash, state: view.state }]);
    if (before === undefined) return view;
    const { state, open, ...rest } = view;
    return { ...rest, since: before.hash, changes: changesBetween(before.state, state, open) };
  }

  /** A contingency that comes into sight may have been written of before. */
  #begin(contingency: string): void {
    if (this.#folds.has(contingency)) return;
    const fold = new Fold(contingency);
    for (const entry of this.#entries.values()) fold.put(entry);
    this.#folds.set(contingency, fold);
  }

  /** What the viewer may do, by subject; worked out again where a subject or the organisations changed. */
  #openTo(state: State, orgs: Orgs, viewer: PartyId): Record<string, string[]> {
    if (this.#open.orgs !== orgs || this.#open.viewer !== viewer)
      this.#open = { orgs, viewer, acts: new WeakMap() };
    const { acts: known } = this.#open;
    const open: Record<string, string[]> = {};
    for (const subject of subjectsOf(state)) {
      let acts = known.get(subject);
      if (acts === undefined) known.set(subject, (acts = actsOn(subject, viewer, orgs)));
      if (acts.length > 0) open[subject.id] = acts;
    }
    return open;
  }
}

interface Opened {
  readonly orgs: Orgs | undefined;
  readonly viewer?: PartyId;
  readonly acts: WeakMap<SubjectView, string[]>;
}

function actsOn(subject: SubjectView, viewer: PartyId, orgs: Orgs): string[] {
  const cast = castOf(subject.kind, subject.owner, subject.body as never);
  const acts = actsOpenTo(subject.kind, subject.state, viewer, cast, orgs);
  const mayConfirm = subject.unconfirmed && subject.actingFor === viewer;
  return mayConfirm ? [...acts, 'confirm-behalf'] : acts;
}

function contingencyOf(entry: Entry): string {
  return (entry.body as unknown as { contingency?: string }).contingency ?? entry.id;
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
