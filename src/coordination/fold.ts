/**
 * The state of a contingency as a pure fold over its entries, in any order: the same set of entries gives the same
 * state, byte for byte, at every node. What has no effect (an act that came after another, a movement by somebody who
 * is not the custodian, a report older than the newest) stays in the record and is listed as overridden.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
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
  State,
  Step,
  SubjectBase,
  TaskView,
} from './api.ts';
import type { ActBody, Bodies, CountBody, Kind, MovementBody } from './bodies.ts';
import { compare, foldLot, holdingsOf, sinksOf } from './ledger.ts';
import type { Movement } from './ledger.ts';
import { isKind, kindOf } from './types.ts';

type Of<K extends Kind> = Entry<Bodies[K]>;
type Act = Of<'act'>;
/** What every body but the contingency's carries. */
type Stem = Pick<
  ActBody,
  'contingency' | 'schema' | 'by' | 'atUtcMs' | 'tick' | 'actingFor' | 'source' | 'asOfUtcMs'
>;

/** Entries of one contingency, sorted into what they are. */
export interface Sorted {
  readonly subjects: Map<Kind, Entry[]>;
  readonly acts: Map<string, Act[]>;
  readonly movements: Map<string, Of<'movement'>[]>;
  /** Ids of what was entered on behalf and confirmed by the one named. */
  readonly confirmed: ReadonlySet<string>;
}

/** The state of a contingency; undefined when its own entry is not among them. */
export function fold(entries: Iterable<Entry>, contingency: string): State | undefined {
  const mine = entriesOf(entries, contingency);
  const head = mine.find(({ id }) => id === contingency);
  if (head === undefined || !isKind(head, 'contingency')) return undefined;
  const sorted = sort(mine);
  const organisations = organisationsOf(sorted);
  const orgs = orgsOf(organisations);
  const overrides: Override[] = [];
  const context: FoldContext = { sorted, orgs, overrides };
  const consignments = each(sorted, 'consignment', (entry) => foldConsignment(entry, context));
  const deliveries = deliveriesOf(consignments);
  const state: State = {
    contingency: { id: head.id, owner: head.owner, body: withoutBy(head.body) },
    organisations,
    requests: each(sorted, 'request', (entry) => foldRequest(entry, context, deliveries)),
    offers: each(sorted, 'offer', (entry) => foldOffer(entry, context, deliveries)),
    tasks: each(sorted, 'task', (entry) => foldTask(entry, context)),
    consignments,
    directives: each(sorted, 'directive', (entry) => foldDirective(entry, context)),
    sites: each(sorted, 'site', (entry) => foldSite(entry, context)),
    lots: each(sorted, 'lot', (entry) => foldLotView(entry, context)),
    plans: each(sorted, 'plan', (entry) => ({
      kind: 'plan' as const,
      state: 'open' as const,
      body: withoutBy(entry.body),
      ...baseOf(entry, [], context),
    })) as PlanView[],
    counts: countsOf(sorted, overrides),
    decisions: decisionsOf(sorted, context),
    overrides,
  };
  overrides.sort((a, b) => compare(a.subject, b.subject) || compare(a.id, b.id));
  return state;
}

/** SHA-256 of the canonical JSON of a state (keys sorted), hex. */
export function hashOf(state: State | undefined): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(state ?? null))));
}

export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compare(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

export interface FoldContext {
  readonly sorted: Sorted;
  readonly orgs: Orgs;
  readonly overrides: Override[];
}

function entriesOf(entries: Iterable<Entry>, contingency: string): Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    if (kindOf(entry) === undefined) continue;
    const of = (entry.body as unknown as { contingency?: string }).contingency;
    if (of !== contingency && entry.id !== contingency) continue;
    const known = newest.get(entry.id);
    if (known === undefined || known.modified < entry.modified) newest.set(entry.id, entry);
  }
  return [...newest.values()].sort((a, b) => compare(a.id, b.id));
}

export function sort(entries: readonly Entry[]): Sorted {
  const subjects = new Map<Kind, Entry[]>();
  const acts = new Map<string, Act[]>();
  const movements = new Map<string, Of<'movement'>[]>();
  for (const entry of entries) {
    if (isKind(entry, 'act')) push(acts, entry.body.subject, entry as Act);
    else if (isKind(entry, 'movement')) push(movements, entry.body.lot, entry as Of<'movement'>);
    else push(subjects, kindOf(entry) as Kind, entry);
  }
  for (const list of acts.values()) list.sort(actOrder);
  const byId = new Map(entries.map((entry) => [entry.id as string, entry]));
  const confirmed = new Set<string>();
  for (const list of acts.values())
    for (const { owner, body } of list)
      if (body.act === confirmBehalf && actingForOf(byId.get(body.other ?? body.subject)) === owner)
        confirmed.add(body.other ?? body.subject);
  return { subjects, acts, movements, confirmed };
}

function actingForOf(entry: Entry | undefined): PartyId | undefined {
  return (entry?.body as Partial<Stem> | undefined)?.actingFor;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** What an author had seen comes first (ticks); among those who did not know of each other the clock, then the id. */
function actOrder(a: Act, b: Act): number {
  return a.body.tick - b.body.tick || a.body.atUtcMs - b.body.atUtcMs || compare(a.id, b.id);
}

function each<K extends Kind, V>({ subjects }: Sorted, kind: K, make: (entry: Of<K>) => V): V[] {
  return ((subjects.get(kind) ?? []) as unknown as Of<K>[]).map(make);
}

function organisationsOf(sorted: Sorted): OrganisationView[] {
  return each(sorted, 'organisation', ({ id, owner, body }) => ({ id, owner, body: withoutBy(body) }));
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
  for (const act of context.sorted.acts.get(entry.id) ?? []) {
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
    unconfirmed: actingFor !== undefined && !sorted.confirmed.has(act.id),
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
    unconfirmed: body.actingFor !== undefined && !sorted.confirmed.has(id),
    steps,
    waitingOn: [...new Set(waitingOn.filter((party) => party !== undefined))].sort(compare),
    waitingSinceUtcMs: lastUtcMs,
  };
}

interface Delivery {
  readonly underWay: number;
  readonly confirmed: number;
}
const nothing: Delivery = { underWay: 0, confirmed: 0 };

/** By request and by offer: what is on its way and what was confirmed at the far end. */
function deliveriesOf(consignments: readonly ConsignmentView[]): ReadonlyMap<string, Delivery> {
  const found = new Map<string, Delivery>();
  for (const { body, state, received } of consignments) {
    if (state === 'cancelled') continue;
    const sent = state === 'confirmed' ? 0 : sumOfQuantities(body.lines);
    const got = sumOfQuantities(received ?? []);
    for (const id of [body.request, body.offer]) {
      if (id === undefined) continue;
      const { underWay, confirmed } = found.get(id) ?? nothing;
      found.set(id, { underWay: underWay + sent, confirmed: confirmed + got });
    }
  }
  return found;
}

export function sumOfQuantities(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

function foldRequest(
  entry: Of<'request'>,
  context: FoldContext,
  deliveries: ReadonlyMap<string, Delivery>,
): RequestView {
  const { body } = entry;
  const { requester, askedOf, basis } = body;
  const cast: Cast = { owner: entry.owner, requester, askedOf };
  // What is pushed or asked of a partner has nobody above to ask.
  const start = basis === '86-16-1' ? 'draft' : 'escalated';
  const walked = walk('request', entry, start, cast, context);
  const { underWay, confirmed } = deliveries.get(entry.id) ?? nothing;
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

function foldOffer(
  entry: Of<'offer'>,
  context: FoldContext,
  deliveries: ReadonlyMap<string, Delivery>,
): OfferView {
  const { body } = entry;
  const cast: Cast = { owner: entry.owner, donor: body.donor, host: body.host };
  const walked = walk('offer', entry, 'proposed', cast, context);
  const { underWay, confirmed } = deliveries.get(entry.id) ?? nothing;
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
  const site = (sorted.subjects.get('site') ?? []).find(({ id }) => id === act?.body.site);
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
  const movements = (context.sorted.movements.get(entry.id) ?? []).map(movementOf);
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

/** The newest figure by its own as-of time; what came late stays on record and replaces nothing. */
function countsOf(sorted: Sorted, overrides: Override[]): CountView[] {
  const newest = new Map<string, { entry: Entry<CountBody>; late: number }>();
  const all = (sorted.subjects.get('count') ?? []) as unknown as Entry<CountBody>[];
  const asOf = ({ body }: Entry<CountBody>) => body.asOfUtcMs ?? body.atUtcMs;
  const inOrder = all.toSorted(
    (a, b) => asOf(a) - asOf(b) || a.body.tick - b.body.tick || compare(a.id, b.id),
  );
  for (const entry of inOrder) {
    const key = `${entry.body.measure} ${entry.body.about}`;
    const before = newest.get(key);
    const enteredLate = before !== undefined && before.entry.body.atUtcMs > entry.body.atUtcMs;
    newest.set(key, { entry, late: (before?.late ?? 0) + (enteredLate ? 1 : 0) });
    if (before !== undefined && enteredLate)
      overrides.push({
        subject: entry.body.about,
        act: `count ${entry.body.measure}`,
        id: before.entry.id,
        by: before.entry.owner,
        overriddenBy: entry.id,
        winner: entry.owner,
        why: 'late-report',
      });
  }
  return [...newest.values()]
    .map(({ entry, late }) => ({
      id: entry.id,
      measure: entry.body.measure,
      about: entry.body.about,
      value: entry.body.value,
      by: entry.owner,
      source: entry.body.source ?? entry.owner,
      asOfUtcMs: asOf(entry),
      late,
    }))
    .sort((a, b) => compare(a.measure, b.measure) || compare(a.about, b.about));
}

function decisionsOf(sorted: Sorted, { sorted: { confirmed } }: FoldContext): DecisionView[] {
  return each(sorted, 'decision', ({ id, owner, body }) => ({
    id,
    by: owner,
    atUtcMs: body.atUtcMs,
    body: withoutBy(body),
    unconfirmed: body.actingFor !== undefined && !confirmed.has(id),
  })).sort((a, b) => a.atUtcMs - b.atUtcMs || compare(a.id, b.id));
}
