/**
 * Writing: a request of the screen becomes entries, checked against what its author may see and do. Everything is
 * checked again by the fold at every node, so that an entry from elsewhere that breaks a rule has no effect there either.
 */
import { CommonwatchError, derivedId } from '../core/index.ts';
import type { ActionContext, Entry, EntryDraft, EntryId, PartyId, Released } from '../core/index.ts';
import { actRules, actsOpenTo, confirmBehalf, mayActFor } from './acts.ts';
import type { ActRule, Cast, Orgs } from './acts.ts';
import type { ActRequest, CountRequest, MovementRequest, SubjectRequest, Written } from './api.ts';
import {
  castOf,
  domesticParties,
  isDomestic,
  readersOfAct,
  readersOfMovement,
  readersOfSubject,
  releaseTo,
} from './audience.ts';
import type { ActBody, Bodies, ConsignmentBody, Kind, LotBody, RequestBody } from './bodies.ts';
import { Sorted, movementOf, walk } from './subjects.ts';
import { account, foldLot, ledgerRules } from './ledger.ts';
import type { Flow } from './ledger.ts';
import { isKind, kindOf, typeOfKind } from './types.ts';
import { entryIfSeen, idFrom, neighboursOf, oneAtATime, orgsIn } from './window.ts';

interface Stem {
  readonly contingency: string;
  readonly atUtcMs?: number;
  readonly actingFor?: PartyId;
  readonly source?: string;
  readonly asOfUtcMs?: number;
  readonly note?: string;
}

/** Drops what is undefined, so that the same content is the same JSON. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

export function idFor(kind: Kind, party: PartyId, key: string): EntryId {
  return derivedId(typeOfKind(kind), party, key);
}

function draft<K extends Kind>(
  kind: K,
  key: string,
  body: Omit<Bodies[K], 'schema' | 'by'>,
  readers: Iterable<PartyId>,
  { viewer, account: by }: ActionContext,
): EntryDraft {
  return {
    id: idFor(kind, viewer.party, key),
    type: typeOfKind(kind),
    owner: viewer.party,
    level: viewer.level,
    confidence: 100,
    release: releaseTo(viewer.party, readers),
    evidence: [],
    body: defined({ schema: 1 as const, by, ...body }),
  };
}

/** Appends what belongs together, unless its first entry was written before under the same key. */
async function write(context: ActionContext, drafts: readonly EntryDraft[]): Promise<Released<Written>> {
  await context.append(drafts);
  return context.entry(drafts[0].id as EntryId).map((entry) => ({ entry, repeated: false }));
}

function repeated(context: ActionContext, id: EntryId): Released<Written> | undefined {
  return entryIfSeen(context, id) === undefined
    ? undefined
    : context.entry(id).map((entry) => ({ entry, repeated: true }));
}

/** @throws `coordination.not-a-member` */
function memberOrgs(context: ActionContext, contingency: string): Orgs {
  const orgs = orgsIn(context, contingency);
  if (!orgs.has(context.viewer.party)) throw new CommonwatchError('coordination.not-a-member');
  return orgs;
}

function refuse(path: string): never {
  throw new CommonwatchError('coordination.no-authority', undefined, { path });
}

/** Who may enter a subject of each kind. */
function assertMayCreate(kind: Kind, body: Record<string, unknown>, me: PartyId, orgs: Orgs): void {
  const level = orgs.get(me)?.level;
  const isOrFor = (party: unknown) =>
    party === me || (typeof party === 'string' && mayActFor(me, party, orgs));
  if (kind === 'request') {
    const { requester, basis } = body as unknown as RequestBody;
    if (basis === '86-16-2' && level !== 'national' && level !== 'prefecture') refuse('/body/basis');
    if (basis === 'partner' && level !== 'national') refuse('/body/basis');
    if (!isOrFor(requester)) refuse('/body/requester');
  }
  if (kind === 'offer' && !isOrFor(body.donor)) refuse('/body/donor');
  if (kind === 'consignment' && body.from !== me) refuse('/body/from');
  if (kind === 'directive' && level !== 'national' && level !== 'prefecture') refuse('/body/kind');
  if ((kind === 'task' || kind === 'plan') && !isDomestic(orgs, me)) refuse('/body/assignee');
}

/** What is tasked or sent on an offer waits for the host's acceptance. @throws `coordination.offer-not-accepted` */
function assertAccepted(context: ActionContext, offer: string | undefined, orgs: Orgs): void {
  if (offer === undefined) return;
  const entry = context.entry(idFrom(offer)).for(context.viewer.party);
  if (!isKind(entry, 'offer')) throw new CommonwatchError('entry.not-found', offer);
  const { state } = standingOf(context, entry, orgs);
  if (!['accepted', 'committed', 'delivered'].includes(state))
    throw new CommonwatchError('coordination.offer-not-accepted');
}

export const starts: { readonly [K in Kind]?: string } = {
  offer: 'proposed',
  task: 'assigned',
  consignment: 'planned',
  directive: 'issued',
  site: 'open',
  lot: 'open',
};

export function startOf(entry: Entry): string {
  if (isKind(entry, 'request')) return entry.body.basis === '86-16-1' ? 'draft' : 'escalated';
  return starts[kindOf(entry) as Kind] ?? 'open';
}

interface Standing {
  readonly kind: Kind;
  readonly state: string;
  readonly cast: Cast;
  readonly acts: readonly Entry<ActBody>[];
}

/** Where a subject stands, from the acts on it that are seen here. */
function standingOf(context: ActionContext, entry: Entry, orgs: Orgs): Standing {
  const kind = kindOf(entry) as Kind;
  const around = neighboursOf(context, entry.id);
  const acts = around.filter((other) => isKind(other, 'act') && other.body.subject === entry.id);
  const cast = castOf(kind, entry.owner, entry.body as never);
  const sorted = new Sorted([entry, ...acts]);
  const { state } = walk(kind, entry, startOf(entry), cast, { sorted, orgs, overrides: [] });
  return { kind, state, cast, acts: acts as unknown as Entry<ActBody>[] };
}

/** @throws `coordination.not-a-member`, `coordination.no-authority`, `coordination.offer-not-accepted` */
export async function createSubject(
  context: ActionContext,
  asked: SubjectRequest,
): Promise<Released<Written>> {
  const { kind, key, contingency } = asked;
  const me = context.viewer.party;
  const id = idFor(kind, me, key);
  return oneAtATime([id, ...lotsOf(asked)], async () => {
    const before = repeated(context, id);
    if (before !== undefined) return before;
    await context.append([]);
    const orgs = memberOrgs(context, contingency);
    assertMayCreate(kind, asked.body, me, orgs);
    assertAccepted(context, asked.body.offer as string | undefined, orgs);
    if (kind === 'organisation') return addOrganisation(context, asked, orgs);
    const body = {
      ...stemOf(asked, context),
      ...asked.body,
      ...(kind === 'request' && asked.body.requester !== me && asked.body.basis === '86-16-1'
        ? { actingFor: asked.body.requester as PartyId }
        : {}),
    } as unknown as Bodies[typeof kind];
    const submits = kind === 'request' && asked.submit === true;
    const isDraft = kind === 'request' && asked.body.basis === '86-16-1' && !submits;
    const { actingFor } = body as { actingFor?: PartyId };
    const readers = isDraft
      ? [actingFor ?? me]
      : [...readersOfSubject(kind, me, body as never, orgs), ...(asked.share ?? [])];
    const drafts = [draft(kind, key, body as never, readers, context)];
    if (kind === 'lot' && asked.stock !== undefined) drafts.push(stockDraft(asked, drafts[0], orgs, context));
    if (submits) drafts.push(submitDraft(key, drafts[0], readers, context));
    if (kind === 'consignment') drafts.push(...reserveDrafts(context, key, drafts[0], orgs, readers));
    return write(context, drafts);
  });
}

function lotsOf({ kind, body }: SubjectRequest): string[] {
  return kind === 'consignment' && Array.isArray(body.lines)
    ? (body.lines as { lot: string }[]).map(({ lot }) => lot)
    : [];
}

function stemOf(
  { contingency, atUtcMs, actingFor, source, asOfUtcMs, note }: Stem,
  { nowUtcMs }: ActionContext,
) {
  return { contingency, atUtcMs: atUtcMs ?? nowUtcMs, tick: 0, actingFor, source, asOfUtcMs, note };
}

/** A new lot with what there is of it: nobody else can have moved any. */
function stockDraft(
  { key, contingency, stock = 0, source }: SubjectRequest,
  lot: EntryDraft,
  orgs: Orgs,
  context: ActionContext,
) {
  const me = context.viewer.party;
  const flows = [flowOf({ move: 'procure', quantity: stock }, me)];
  const body = {
    contingency,
    lot: lot.id as string,
    kind: 'procure',
    flows,
    source,
    atUtcMs: context.nowUtcMs,
    tick: 1,
  };
  return draft('movement', `${key}/stock`, body, readersOfMovement(flows, [], orgs), context);
}

function submitDraft(key: string, subject: EntryDraft, readers: readonly PartyId[], context: ActionContext) {
  const { contingency, actingFor, atUtcMs } = subject.body as unknown as RequestBody;
  const body = {
    contingency,
    actingFor,
    subject: subject.id as string,
    act: 'submit',
    atUtcMs,
    tick: 1,
    follows: [],
  };
  return draft('act', `${key}/submit`, body, readers, context);
}

/** Opens a contingency, with its opener as the first organisation in it. */
export async function openContingency(
  context: ActionContext,
  asked: {
    key: string;
    name: { en: string; ja: string };
    kind: Bodies['contingency']['kind'];
    note?: string;
    startedUtcMs?: number;
    me: { name: { en: string; ja: string }; level: Bodies['organisation']['level']; code?: string };
  },
): Promise<Released<Written>> {
  const id = idFor('contingency', context.viewer.party, asked.key);
  const before = repeated(context, id);
  if (before !== undefined) return before;
  const { name, kind, note, me, startedUtcMs = context.nowUtcMs } = asked;
  const head = draft('contingency', asked.key, { name, kind, note, startedUtcMs }, [], context);
  const own = draft(
    'organisation',
    `${asked.key}/me`,
    { ...stemOf({ contingency: id }, context), party: context.viewer.party, ...me },
    [],
    context,
  );
  return write(context, [head, own]);
}

/**
 * Puts an organisation into the contingency. The contingency and the host's organisations become visible to it; of
 * partners it learns only where it is one of the host's side.
 */
async function addOrganisation(context: ActionContext, asked: SubjectRequest, known: Orgs) {
  const me = context.viewer.party;
  const head = context.entry(idFrom(asked.contingency)).for(me);
  if (head.owner !== me) refuse('/contingency');
  const body = { ...stemOf(asked, context), ...asked.body } as unknown as Bodies['organisation'];
  const orgs = new Map([
    ...known,
    [body.party, { party: body.party, level: body.level, parent: body.parent }],
  ]);
  const readersOf = (party: PartyId) =>
    isDomestic(orgs, party) ? [...orgs.keys()] : [...domesticParties(orgs), party];
  const added = draft('organisation', asked.key, body, readersOf(body.party), context);
  const others = neighboursOf(context, head.id)
    .filter((entry) => isKind(entry, 'organisation') && entry.owner === me)
    .map((entry) => rereleased(entry, readersOf((entry.body as unknown as Bodies['organisation']).party)));
  return write(context, [added, rereleased(head, orgs.keys()), ...others]);
}

function rereleased({ created: _c, modified: _m, ...entry }: Entry, readers: Iterable<PartyId>): EntryDraft {
  return { ...entry, release: releaseTo(entry.owner, readers) };
}

/** @throws `coordination.unknown-act`, `coordination.no-authority`, `coordination.wrong-state`, `coordination.reason-needed` */
export async function perform(context: ActionContext, asked: ActRequest): Promise<Released<Written>> {
  const subjectId = idFrom(asked.subject);
  const me = context.viewer.party;
  const id = idFor('act', me, asked.key);
  const seen = context.entry(subjectId).for(me);
  return oneAtATime([subjectId, ...linesOf(seen).map(({ lot }) => lot)], async () => {
    const before = repeated(context, id);
    if (before !== undefined) return before;
    await context.append([]);
    const subject = context.entry(subjectId).for(me);
    const kind = kindOf(subject);
    if (kind === undefined || kind === 'contingency') throw new CommonwatchError('coordination.unknown-act');
    const { contingency } = subject.body as unknown as Stem;
    const orgs = memberOrgs(context, contingency);
    const standing = standingOf(context, subject, orgs);
    assertMayAct(asked, subject, standing, me, orgs);
    const further = furtherReaders(context, subject);
    const readers = [
      ...readersOfSubject(kind, subject.owner, subject.body as never, orgs),
      ...readersOfAct(me, standing.cast, further, orgs),
      ...(asked.share ?? []),
    ];
    const act = draft('act', asked.key, actBody(asked, contingency, standing, context), readers, context);
    return write(context, [act, ...effects(context, asked, subject, orgs, readers)]);
  });
}

function linesOf(entry: Entry): ConsignmentBody['lines'] {
  return isKind(entry, 'consignment') ? entry.body.lines : [];
}

/** Whoever has a part through what a subject names: the donor of the offer, the requester, who runs a site. */
function furtherReaders(context: ActionContext, subject: Entry): PartyId[] {
  const { request, offer, destination } = subject.body as {
    request?: string;
    offer?: string;
    destination?: string;
  };
  return [request, offer, destination].flatMap((id) => {
    const entry = id === undefined ? undefined : entryIfSeen(context, id as EntryId);
    if (entry === undefined) return [];
    const { requester, donor, responsible } = entry.body as Partial<
      Record<'requester' | 'donor' | 'responsible', PartyId>
    >;
    return [requester, donor, responsible].filter((party) => party !== undefined);
  });
}

function assertMayAct(
  asked: ActRequest,
  subject: Entry,
  { kind, state, cast }: Standing,
  me: PartyId,
  orgs: Orgs,
) {
  if (asked.act === confirmBehalf) return;
  const rules = actRules[kind] ?? {};
  if (!Object.hasOwn(rules, asked.act)) throw new CommonwatchError('coordination.unknown-act', asked.act);
  const rule: ActRule = rules[asked.act];
  const actor = asked.actingFor ?? me;
  if (actor !== me && !mayActFor(me, actor, orgs)) refuse('/actingFor');
  if (!rule.may(actor, cast, orgs)) refuse('/act');
  if (!rule.from.includes(state))
    throw new CommonwatchError('coordination.wrong-state', asked.act, {
      detail: `It is ${state}; open to you: ${actsOpenTo(kind, state, actor, cast, orgs).join(', ') || 'nothing'}.`,
    });
  if (rule.needsReason === true && (asked.reason ?? '').trim() === '')
    throw new CommonwatchError('coordination.reason-needed', asked.act, { path: '/reason' });
  for (const field of rule.needs ?? [])
    if (asked[field] === undefined)
      throw new CommonwatchError('request.invalid', field, { path: `/${field}` });
  for (const { lot } of asked.received ?? [])
    if (!linesOf(subject).some((line) => line.lot === lot))
      throw new CommonwatchError('request.invalid', lot, { path: '/received' });
}

function actBody(asked: ActRequest, contingency: string, { acts }: Standing, context: ActionContext) {
  const { key: _key, share: _share, atUtcMs, ...rest } = asked;
  const followed = new Set(acts.flatMap(({ body }) => body.follows));
  return {
    ...rest,
    contingency,
    atUtcMs: atUtcMs ?? context.nowUtcMs,
    tick: 1 + Math.max(0, ...acts.map(({ body }) => body.tick)),
    follows: acts
      .map(({ id }) => id as string)
      .filter((id) => !followed.has(id))
      .slice(0, 20),
  };
}

/** What an act carries with it: a submitted request is shown to those above, a consignment moves its goods. */
function effects(
  context: ActionContext,
  asked: ActRequest,
  subject: Entry,
  orgs: Orgs,
  readers: readonly PartyId[],
): EntryDraft[] {
  const me = context.viewer.party;
  if (isKind(subject, 'request') && asked.act === 'submit' && subject.owner === me) {
    const body = subject.body as unknown as RequestBody;
    return [rereleased(subject, [...readersOfSubject('request', me, body, orgs), ...(asked.share ?? [])])];
  }
  if (!isKind(subject, 'consignment')) return [];
  const body = subject.body as unknown as ConsignmentBody;
  const flowsOf = flowsOfAct(asked, subject.id, body);
  if (flowsOf === undefined) return [];
  return body.lines.flatMap((line) => {
    const flows = flowsOf(line);
    return flows.length === 0
      ? []
      : [
          movementDraft(
            context,
            {
              key: `${asked.key}/${line.lot}`,
              lot: line.lot,
              kind: asked.act,
              flows,
              consignment: subject.id,
              further: readers,
            },
            orgs,
          ),
        ];
  });
}

type FlowsOfLine = (line: ConsignmentBody['lines'][number]) => Flow[];

export function flowsOfAct(
  asked: Pick<ActRequest, 'act' | 'received'>,
  id: string,
  body: ConsignmentBody,
): FlowsOfLine | undefined {
  const { from, to } = body;
  const reserved = account.reserved(from, id);
  const transit = account.transit(from, to, id);
  if (asked.act === 'depart') return ({ quantity }) => [{ from: reserved, to: transit, quantity }];
  if (asked.act === 'cancel')
    return ({ quantity }) => [{ from: reserved, to: account.onHand(from), quantity }];
  if (asked.act !== 'confirm') return undefined;
  return ({ lot, quantity }) => {
    const got = asked.received?.find((each) => each.lot === lot)?.quantity ?? 0;
    // What is short was lost on the way; what is over is found by the receiver's own count.
    return [
      { from: transit, to: account.onHand(to), quantity: Math.min(got, quantity) },
      { from: transit, to: 'lost', quantity: quantity - got },
      { from: 'adjusted', to: account.onHand(to), quantity: got - quantity },
    ].filter((flow) => flow.quantity > 0);
  };
}

function reserveDrafts(
  context: ActionContext,
  key: string,
  consignment: EntryDraft,
  orgs: Orgs,
  further: readonly PartyId[],
): EntryDraft[] {
  const { from, lines } = consignment.body as unknown as ConsignmentBody;
  const id = consignment.id as string;
  return lines.map(({ lot, quantity }) => {
    const flows = [{ from: account.onHand(from), to: account.reserved(from, id), quantity }];
    return movementDraft(
      context,
      { key: `${key}/${lot}`, lot, kind: 'reserve', flows, consignment: id, further },
      orgs,
    );
  });
}

interface MovementPlan {
  readonly key: string;
  readonly lot: string;
  readonly kind: string;
  readonly flows: Flow[];
  readonly consignment?: string;
  readonly further: readonly PartyId[];
  readonly note?: string;
  readonly source?: string;
}

/** @throws `coordination.not-custodian`, `coordination.not-enough` */
function movementDraft(context: ActionContext, plan: MovementPlan, orgs: Orgs): EntryDraft {
  const me = context.viewer.party;
  const lot = context.entry(idFrom(plan.lot)).for(me);
  if (!isKind(lot, 'lot')) throw new CommonwatchError('entry.not-found', plan.lot);
  const around = neighboursOf(context, lot.id);
  const movements = around.filter((entry) => isKind(entry, 'movement') && entry.body.lot === lot.id);
  const known = movements.map((entry) => movementOf(entry as never));
  const resolutions = around.flatMap((entry) =>
    isKind(entry, 'act') && entry.body.act === 'keep-branch' && entry.body.other !== undefined
      ? [{ owner: entry.owner, keep: entry.body.other }]
      : [],
  );
  const tick = 1 + Math.max(0, ...known.map((each) => each.tick));
  const mine = known.filter(({ owner }) => owner === me).sort((a, b) => a.tick - b.tick);
  const { contingency } = lot.body as unknown as LotBody;
  const { key, kind, flows, consignment, note, source } = plan;
  const body = {
    contingency,
    lot: lot.id as string,
    previous: mine.at(-1)?.id,
    kind,
    flows,
    consignment,
    note,
    source,
    atUtcMs: context.nowUtcMs,
    tick,
  };
  const made = draft('movement', key, body, readersOfMovement(flows, plan.further, orgs), context);
  const trial = {
    id: made.id as string,
    owner: me,
    lot: lot.id,
    tick,
    kind,
    flows,
    ...(body.previous === undefined ? {} : { previous: body.previous }),
  };
  const refusal = foldLot([...known, trial], resolutions, ledgerRules).refused.get(trial.id);
  if (refusal === 'not-custodian' || refusal === 'not-allowed')
    throw new CommonwatchError('coordination.not-custodian', kind);
  if (refusal !== undefined) throw new CommonwatchError('coordination.not-enough', kind, { detail: refusal });
  return made;
}

/** Stock comes in, is used, counted, or set aside as a quota. @throws as `movementDraft` */
export async function move(context: ActionContext, asked: MovementRequest): Promise<Released<Written>> {
  const me = context.viewer.party;
  const lotId = idFrom(asked.lot);
  return oneAtATime([lotId], async () => {
    const before = repeated(context, idFor('movement', me, asked.key));
    if (before !== undefined) return before;
    await context.append([]);
    const lot = context.entry(lotId).for(me);
    const { contingency } = lot.body as unknown as Stem;
    const orgs = memberOrgs(context, contingency);
    const flows = [flowOf(asked, me)];
    const { key, move: kind, note, source, share = [] } = asked;
    return write(context, [
      movementDraft(context, { key, lot: asked.lot, kind, flows, further: share, note, source }, orgs),
    ]);
  });
}

export function flowOf(
  { move: kind, party = '', quantity }: Pick<MovementRequest, 'move' | 'party' | 'quantity'>,
  me: PartyId,
): Flow {
  const mine = account.onHand(me);
  const ends: Record<MovementRequest['move'], readonly [string, string]> = {
    procure: ['procured', mine],
    'adjust-up': ['adjusted', mine],
    'adjust-down': [mine, 'adjusted'],
    consume: [mine, 'consumed'],
    lose: [mine, 'lost'],
    grant: [mine, account.quota(me, party)],
    'return-quota': [account.quota(party, me), account.onHand(party)],
    draw: [account.quota(party, me), mine],
  };
  const [from, to] = ends[kind];
  return { from, to, quantity };
}

export async function count(context: ActionContext, asked: CountRequest): Promise<Released<Written>> {
  const me = context.viewer.party;
  const id = idFor('count', me, asked.key);
  const before = repeated(context, id);
  if (before !== undefined) return before;
  const orgs = memberOrgs(context, asked.contingency);
  const { key, ...body } = asked;
  const readers = [...domesticParties(orgs), ...readersOfAct(me, { owner: me }, [asked.actingFor], orgs)];
  return write(context, [
    draft('count', key, { ...body, atUtcMs: context.nowUtcMs, tick: 0 }, readers, context),
  ]);
}

export async function decide(
  context: ActionContext,
  asked: {
    key: string;
    contingency: string;
    text: string;
    reason?: string;
    about?: string;
    actingFor?: PartyId;
    share?: PartyId[];
    private?: boolean;
  },
): Promise<Released<Written>> {
  const me = context.viewer.party;
  const before = repeated(context, idFor('decision', me, asked.key));
  if (before !== undefined) return before;
  const orgs = memberOrgs(context, asked.contingency);
  const { key, share = [], private: keepsIt = false, ...body } = asked;
  const readers = keepsIt ? [] : [...domesticParties(orgs), me, ...share];
  return write(context, [
    draft('decision', key, { ...body, atUtcMs: context.nowUtcMs, tick: 0 }, readers, context),
  ]);
}
