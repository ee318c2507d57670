/**
 * Each subject of a contingency folded from its own entry and what hangs on it. What has no effect (an act that came
 * after another, a movement by somebody who is not the custodian, a report older than the newest) stays in the record
 * and is listed as overridden.
 */
import type { Entry, PartyId } from '../core/index.ts';
import { actRules, confirmBehalf, mayActFor } from './acts.ts';
import type { Cast, Orgs } from './acts.ts';
import type {
  ConsignmentView,
  CountView,
  DecisionView,
  DirectiveView,
  LotView,
  OfferView,
  OrganisationView,
  Override,
  PlanView,
  RequestView,
  SiteView,
  Step,
  SubjectBase,
  TaskView,
} from './api.ts';
import type { ActBody, Bodies, Kind, MovementBody } from './bodies.ts';
import { compare, foldLot, holdingsOf, sinksOf } from './ledger.ts';
import type { Movement } from './ledger.ts';
import { isKind } from './types.ts';

export type Of<K extends Kind> = Entry<Bodies[K]>;
type Act = Of<'act'>;
/** What every body but the contingency's carries. */
type Stem = Pick<
  ActBody,
  'contingency' | 'schema' | 'by' | 'atUtcMs' | 'tick' | 'actingFor' | 'source' | 'asOfUtcMs'
>;

/** Entries of one contingency, sorted into what they hang on; taken in and out one by one. */
export class Sorted {
  readonly byId = new Map<string, Entry>();
  readonly #acts = new Map<string, Act[]>();
  readonly #movements = new Map<string, Of<'movement'>[]>();
  readonly #confirmations = new Map<string, Act[]>();
  readonly #inOrder = new Set<string>();

  constructor(entries: Iterable<Entry> = []) {
    for (const entry of entries) this.put(entry);
  }

  put(entry: Entry): void {
    this.byId.set(entry.id, entry);
    if (isKind(entry, 'movement')) push(this.#movements, entry.body.lot, entry as Of<'movement'>);
    if (!isKind(entry, 'act')) return;
    const act = entry as Act;
    push(this.#acts, act.body.subject, act);
    this.#inOrder.delete(act.body.subject);
    if (act.body.act === confirmBehalf) push(this.#confirmations, confirmedBy(act), act);
  }

  remove(entry: Entry): void {
    this.byId.delete(entry.id);
    if (isKind(entry, 'movement')) take(this.#movements, entry.body.lot, entry);
    if (!isKind(entry, 'act')) return;
    take(this.#acts, entry.body.subject, entry);
    take(this.#confirmations, confirmedBy(entry as Act), entry);
  }

  /** The acts on a subject in the order in which they count. */
  actsOn(subject: string): readonly Act[] {
    const acts = this.#acts.get(subject);
    if (acts === undefined) return [];
    if (!this.#inOrder.has(subject)) acts.sort(actOrder);
    this.#inOrder.add(subject);
    return acts;
  }

  movementsOf(lot: string): readonly Of<'movement'>[] {
    return this.#movements.get(lot) ?? [];
  }

  /** Whether what was entered on behalf of another was confirmed by the one named. */
  isConfirmed(id: string): boolean {
    const acts = this.#confirmations.get(id);
    if (acts === undefined) return false;
    const actingFor = actingForOf(this.byId.get(id));
    return acts.some(({ owner }) => owner === actingFor);
  }
}

/** What a confirmation confirms: another act, or the subject itself. */
export function confirmedBy({ body }: Act): string {
  return body.other ?? body.subject;
}

export interface FoldContext {
  readonly sorted: Sorted;
  readonly orgs: Orgs;
  readonly overrides: Override[];
}

function actingForOf(entry: Entry | undefined): PartyId | undefined {
  return (entry?.body as Partial<Stem> | undefined)?.actingFor;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function take<K, V extends Entry>(map: Map<K, V[]>, key: K, { id }: Entry): void {
  const list = map.get(key);
  if (list === undefined) return;
  const at = list.findIndex((each) => each.id === id);
  if (at >= 0) list.splice(at, 1);
}

/** What an author had seen comes first (ticks); among those who did not know of each other the clock, then the id. */
function actOrder(a: Act, b: Act): number {
  return a.body.tick - b.body.tick || a.body.atUtcMs - b.body.atUtcMs || compare(a.id, b.id);
}

export function orgsOf(organisations: readonly OrganisationView[]): Orgs {
  return new Map(
    organisations.map(({ body: { party, level, parent } }) => [party, { party, level, parent }]),
  );
}

/** The body as everyone reads it: the account that entered it is its owner's business, and no part of the state. */
export function withoutBy<B extends { by?: string }>(body: B): B {
  const { by: _by, ...rest } = body;
  return rest as B;
}

/** On whose behalf something was done, where its author may act for that one. */
export function actorOf({ owner, body }: Entry<ActBody>, orgs: Orgs): PartyId | undefined {
  const { actingFor } = body;
  if (actingFor === undefined || actingFor === owner) return owner;
  return mayActFor(owner, actingFor, orgs) ? actingFor : undefined;
}

interface Walked {
  readonly state: string;
  readonly steps: Step[];
  /** The acts that had an effect, in order. */
  readonly effective: readonly Act[];
}

/** Goes through the acts on a subject in their order; each counts where its author may and the state allows. */
export function walk(kind: Kind, entry: Entry, start: string, cast: Cast, context: FoldContext): Walked {
  const rules = actRules[kind] ?? {};
  const effective: Act[] = [];
  const steps: Step[] = [];
  let state = start;
  let last: Act | undefined;
  for (const act of context.sorted.actsOn(entry.id)) {
    const { body } = act;
    if (body.act === confirmBehalf) continue;
    const rule = Object.hasOwn(rules, body.act) ? rules[body.act] : undefined;
    const actor = actorOf(act, context.orgs);
    const step: Step = { ...stepOf(act, context) };
    if (rule === undefined || actor === undefined || !rule.may(actor, cast, context.orgs)) {
      step.refused = 'no-authority';
      context.overrides.push({ ...overrideOf(act, entry.id), why: 'no-authority' });
    } else if (!rule.from.includes(state)) {
      step.overriddenBy = last?.id;
      context.overrides.push({
        ...overrideOf(act, entry.id),
        overriddenBy: last?.id,
        winner: last?.owner,
        why: 'came-later',
      });
    } else {
      state = rule.to ?? state;
      last = rule.to === undefined ? last : act;
      effective.push(act);
    }
    steps.push(step);
  }
  return { state, steps, effective };
}

function stepOf(act: Act, { sorted }: FoldContext): Step {
  const { actingFor, atUtcMs, reason } = act.body;
  return {
    id: act.id,
    act: act.body.act,
    by: act.owner,
    ...(actingFor === undefined ? {} : { actingFor }),
    unconfirmed: actingFor !== undefined && !sorted.isConfirmed(act.id),
    atUtcMs,
    ...(reason === undefined ? {} : { reason }),
  };
}

const overrideOf = (act: Act, subject: string) => ({
  subject,
  act: act.body.act,
  id: act.id,
  by: act.owner,
});

/** What every subject has. `waitingOn` is filled in by its kind. */
function baseOf(
  entry: Entry<Stem>,
  steps: Step[],
  { sorted }: FoldContext,
  waitingOn: readonly (PartyId | undefined)[] = [],
): SubjectBase {
  const { body, id, owner } = entry;
  const effective = steps.filter(
    ({ refused, overriddenBy }) => refused === undefined && overriddenBy === undefined,
  );
  const lastUtcMs = effective.at(-1)?.atUtcMs ?? body.atUtcMs;
  return {
    id,
    owner,
    atUtcMs: body.atUtcMs,
    source: body.source ?? owner,
    asOfUtcMs: body.asOfUtcMs ?? body.atUtcMs,
    ...(body.actingFor === undefined ? {} : { actingFor: body.actingFor }),
    unconfirmed: body.actingFor !== undefined && !sorted.isConfirmed(id),
    steps,
    waitingOn: [...new Set(waitingOn.filter((party) => party !== undefined))].sort(compare),
    waitingSinceUtcMs: lastUtcMs,
  };
}

export interface Delivery {
  readonly underWay: number;
  readonly confirmed: number;
}
export const nothing: Delivery = { underWay: 0, confirmed: 0 };

/** What is on its way and what was confirmed at the far end. */
export function deliveryOf(consignments: Iterable<ConsignmentView>): Delivery {
  let { underWay, confirmed } = nothing;
  for (const { body, state, received } of consignments) {
    if (state === 'cancelled') continue;
    underWay += state === 'confirmed' ? 0 : sumOfQuantities(body.lines);
    confirmed += sumOfQuantities(received ?? []);
  }
  return { underWay, confirmed };
}

export function sumOfQuantities(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

function foldRequest(
  entry: Of<'request'>,
  context: FoldContext,
  { underWay, confirmed }: Delivery,
): RequestView {
  const { body } = entry;
  const { requester, askedOf, basis } = body;
  const cast: Cast = { owner: entry.owner, requester, askedOf };
  // What is pushed or asked of a partner has nobody above to ask.
  const start = basis === '86-16-1' ? 'draft' : 'escalated';
  const walked = walk('request', entry, start, cast, context);
  let state = walked.state as RequestView['state'];
  const isOpen = !['met', 'declined', 'withdrawn', 'draft'].includes(state);
  if (isOpen && confirmed >= body.quantity) state = 'met';
  else if (isOpen && confirmed > 0) state = 'partly-met';
  const governor =
    context.orgs.get(requester)?.level === 'prefecture' ? requester : context.orgs.get(requester)?.parent;
  const national = [...context.orgs.values()].find(({ level }) => level === 'national')?.party;
  const waiting = {
    draft: requester,
    submitted: governor,
    endorsed: governor,
    escalated: askedOf ?? national,
    'partly-met': askedOf ?? national,
  }[state as string];
  const same = walked.effective.find(({ body: { act } }) => act === 'same-as');
  return {
    kind: 'request',
    state,
    body: withoutBy(body),
    underWay,
    confirmed,
    ...(same?.body.other === undefined ? {} : { duplicateOf: same.body.other }),
    ...baseOf(entry, walked.steps, context, [waiting]),
  };
}

function foldOffer(entry: Of<'offer'>, context: FoldContext, { underWay, confirmed }: Delivery): OfferView {
  const { body } = entry;
  const cast: Cast = { owner: entry.owner, donor: body.donor, host: body.host };
  const walked = walk('offer', entry, 'proposed', cast, context);
  let state = walked.state as OfferView['state'];
  if ((state === 'accepted' || state === 'committed') && confirmed > 0 && underWay === 0) state = 'delivered';
  const waiting = { proposed: body.host, accepted: body.donor, committed: body.donor }[state as string];
  return {
    kind: 'offer',
    state,
    body: withoutBy(body),
    sent: underWay,
    confirmed,
    ...baseOf(entry, walked.steps, context, [waiting]),
  };
}

function foldTask(entry: Of<'task'>, context: FoldContext): TaskView {
  const { body } = entry;
  const walked = walk('task', entry, 'assigned', { owner: entry.owner, assignee: body.assignee }, context);
  const state = walked.state as TaskView['state'];
  const waiting = state === 'done' ? undefined : state === 'cannot' ? entry.owner : body.assignee;
  return {
    kind: 'task',
    state,
    body: withoutBy(body),
    acknowledgeByUtcMs: body.atUtcMs + body.acknowledgeWithinMinutes * 60_000,
    ...baseOf(entry, walked.steps, context, [waiting]),
  };
}

function foldConsignment(entry: Of<'consignment'>, context: FoldContext): ConsignmentView {
  const { body } = entry;
  const cast: Cast = { owner: entry.owner, from: body.from, to: body.to };
  const walked = walk('consignment', entry, 'planned', cast, context);
  const confirm = walked.effective.find(({ body: { act } }) => act === 'confirm');
  const state = walked.state === 'at-hub' ? hubState(walked.effective.at(-1), context) : walked.state;
  const received = confirm?.body.received?.map(({ lot, quantity }) => ({
    lot,
    quantity,
    sent: sumOfQuantities(body.lines.filter((line) => line.lot === lot)),
  }));
  const waiting = ['planned', 'loaded'].includes(state)
    ? body.from
    : ['confirmed', 'cancelled'].includes(state)
      ? undefined
      : body.to;
  return {
    kind: 'consignment',
    state: state as ConsignmentView['state'],
    body: withoutBy(body),
    stays: staysOf(walked.effective),
    ...(received === undefined ? {} : { received }),
    short: received === undefined ? 0 : sumOfQuantities(body.lines) - sumOfQuantities(received),
    ...baseOf(entry, walked.steps, context, [waiting]),
  };
}

/** A consignment stands at a hub, a local hub or a shelter, after the site where it arrived last. */
function hubState(act: Act | undefined, { sorted }: FoldContext): string {
  const site = sorted.byId.get(act?.body.site ?? '');
  const kind = (site as Of<'site'> | undefined)?.body.kind;
  if (kind === 'shelter' || kind === 'isolated-area' || kind === 'hospital') return 'at-shelter';
  return kind === 'local-hub' ? 'at-local-hub' : 'at-hub';
}

function staysOf(acts: readonly Act[]) {
  const stays: { site: string; arrivedUtcMs: number; leftUtcMs?: number }[] = [];
  for (const { body } of acts) {
    const open = stays.findLast(({ leftUtcMs }) => leftUtcMs === undefined);
    const leaves = body.act === 'leave' || body.act === 'arrive' || body.act === 'confirm';
    if (open !== undefined && leaves) open.leftUtcMs = body.atUtcMs;
    if (body.act === 'arrive' && body.site !== undefined)
      stays.push({ site: body.site, arrivedUtcMs: body.atUtcMs });
  }
  return stays;
}

function foldDirective(entry: Of<'directive'>, context: FoldContext): DirectiveView {
  const { body } = entry;
  const walked = walk('directive', entry, 'issued', { owner: entry.owner, areas: body.areas }, context);
  const areas = body.areas.map((party) => {
    const own = walked.effective.filter((act) => actorOf(act, context.orgs) === party);
    const last = own.at(-1);
    const people = own.findLast(({ body: { act } }) => act === 'reached')?.body.people;
    const state: DirectiveView['state'] =
      last === undefined
        ? 'issued'
        : ((actRules.directive?.[last.body.act].to ?? 'issued') as DirectiveView['state']);
    return {
      party,
      state,
      ...(people === undefined ? {} : { people }),
      ...(last === undefined ? {} : { atUtcMs: last.body.atUtcMs }),
    };
  });
  // Reached only when everyone addressed has said so.
  const state: DirectiveView['state'] = areas.every((area) => area.state === 'reached')
    ? 'reached'
    : walked.state === 'issued'
      ? 'issued'
      : 'relayed';
  const waiting = areas.filter((area) => area.state === 'issued' || area.state === 'relayed');
  return {
    kind: 'directive',
    state,
    body: withoutBy(body),
    areas,
    ...baseOf(
      entry,
      walked.steps,
      context,
      waiting.map(({ party }) => party),
    ),
  };
}

function foldSite(entry: Of<'site'>, context: FoldContext): SiteView {
  const { body } = entry;
  const walked = walk('site', entry, 'open', { owner: entry.owner }, context);
  const taken = walked.effective.findLast(({ body: { act } }) => act === 'take');
  const responsible = (taken === undefined ? undefined : actorOf(taken, context.orgs)) ?? body.responsible;
  return {
    kind: 'site',
    state: walked.state as SiteView['state'],
    body: withoutBy(body),
    ...(responsible === undefined ? {} : { responsible }),
    ...baseOf(entry, walked.steps, context),
  };
}

export function movementOf({ id, owner, body }: Entry<MovementBody>): Movement {
  const { lot, tick, kind, flows, previous } = body;
  return { id, owner, lot, tick, kind, flows, ...(previous === undefined ? {} : { previous }) };
}

function foldLotView(entry: Of<'lot'>, context: FoldContext): LotView {
  const walked = walk('lot', entry, 'open', { owner: entry.owner }, context);
  const movements = context.sorted.movementsOf(entry.id).map(movementOf);
  const resolutions = walked.effective.flatMap(({ owner, body }) =>
    body.act === 'keep-branch' && body.other !== undefined ? [{ owner, keep: body.other }] : [],
  );
  const balance = foldLot(movements, resolutions);
  const owners = new Map(movements.map(({ id, owner }) => [id, owner]));
  const refused = [...balance.refused].map(([movement, why]) => ({
    movement,
    by: owners.get(movement) as PartyId,
    why,
  }));
  for (const { movement, by, why } of refused)
    context.overrides.push({ subject: entry.id, act: 'movement', id: movement, by, why });
  return {
    kind: 'lot',
    state: 'open',
    body: withoutBy(entry.body),
    holdings: holdingsOf(balance),
    accounts: [...balance.balances]
      .filter(([, quantity]) => quantity !== 0)
      .map(([account, quantity]) => ({ account, quantity }))
      .sort((a, b) => compare(a.account, b.account)),
    sinks: sinksOf(balance),
    refused,
    forks: [...balance.forks],
    ...baseOf(entry, walked.steps, context),
  };
}

const asOf = ({ body }: Of<'count'>) => body.asOfUtcMs ?? body.atUtcMs;

/** The newest figure by its own as-of time of all on one thing; what came late stays on record and replaces nothing. */
export function foldCount(all: Iterable<Of<'count'>>, overrides: Override[]): CountView | undefined {
  const inOrder = [...all].sort(
    (a, b) => asOf(a) - asOf(b) || a.body.tick - b.body.tick || compare(a.id, b.id),
  );
  let late = 0;
  for (const [i, entry] of inOrder.entries()) {
    const before = inOrder.at(i - 1);
    if (i === 0 || before === undefined || before.body.atUtcMs <= entry.body.atUtcMs) continue;
    late += 1;
    overrides.push({
      subject: entry.body.about,
      act: `count ${entry.body.measure}`,
      id: before.id,
      by: before.owner,
      overriddenBy: entry.id,
      winner: entry.owner,
      why: 'late-report',
    });
  }
  const newest = inOrder.at(-1);
  if (newest === undefined) return undefined;
  const { id, owner, body } = newest;
  const { measure, about, value, source = owner } = body;
  return { id, measure, about, value, by: owner, source, asOfUtcMs: asOf(newest), late };
}

function foldDecision({ id, owner, body }: Of<'decision'>, { sorted }: FoldContext): DecisionView {
  return {
    id,
    by: owner,
    atUtcMs: body.atUtcMs,
    body: withoutBy(body),
    unconfirmed: body.actingFor !== undefined && !sorted.isConfirmed(id),
  };
}

function foldPlan(entry: Of<'plan'>, context: FoldContext): PlanView {
  return { kind: 'plan', state: 'open', body: withoutBy(entry.body), ...baseOf(entry, [], context) };
}

function foldOrganisation({ id, owner, body }: Of<'organisation'>): OrganisationView {
  return { id, owner, body: withoutBy(body) };
}

/** How each kind is folded from its own entry and what hangs on it. */
export const folds = {
  organisation: foldOrganisation,
  consignment: foldConsignment,
  request: foldRequest,
  offer: foldOffer,
  task: foldTask,
  directive: foldDirective,
  site: foldSite,
  lot: foldLotView,
  plan: foldPlan,
  decision: foldDecision,
} as const;
