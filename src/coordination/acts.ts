/**
 * What may be done to each subject, by whom, and where it leads: one table, from which the fold, the screen's buttons
 * and the refusals all work. Source of the request's path: Basic Act on Disaster Management, Article 86-16 (request of
 * a mayor through the governor to the national level; push without a request), and the Civil Protection Act's chain of
 * warnings (national → governor → mayor → residents).
 */
import type { PartyId } from '../core/index.ts';
import type { Kind, OrgLevel } from './bodies.ts';

export const requestStates = [
  'draft',
  'submitted',
  'endorsed',
  'escalated',
  'partly-met',
  'met',
  'declined',
  'withdrawn',
] as const;
export const offerStates = ['proposed', 'accepted', 'committed', 'delivered', 'lapsed', 'declined'] as const;
export const taskStates = ['assigned', 'acknowledged', 'under-way', 'done', 'cannot'] as const;
export const consignmentStates = [
  'planned',
  'loaded',
  'departed',
  'at-hub',
  'at-local-hub',
  'at-shelter',
  'confirmed',
  'cancelled',
] as const;
export const directiveStates = ['issued', 'relayed', 'reached', 'cannot'] as const;

export type RequestState = (typeof requestStates)[number];
export type OfferState = (typeof offerStates)[number];
export type TaskState = (typeof taskStates)[number];
export type ConsignmentState = (typeof consignmentStates)[number];
export type DirectiveState = (typeof directiveStates)[number];

export interface Org {
  readonly party: PartyId;
  readonly level: OrgLevel;
  readonly parent?: PartyId;
}

/** Who is who in a contingency. */
export type Orgs = ReadonlyMap<PartyId, Org>;

/** The parts that a party plays for one subject. */
export interface Cast {
  readonly owner: PartyId;
  readonly requester?: PartyId;
  readonly askedOf?: PartyId;
  readonly donor?: PartyId;
  readonly host?: PartyId;
  readonly assignee?: PartyId;
  readonly from?: PartyId;
  readonly to?: PartyId;
  readonly areas?: readonly PartyId[];
}

type May = (actor: PartyId, cast: Cast, orgs: Orgs) => boolean;

const level = (orgs: Orgs, party: PartyId | undefined) =>
  party === undefined ? undefined : orgs.get(party)?.level;
const isNational: May = (actor, _, orgs) => level(orgs, actor) === 'national';
const isRequester: May = (actor, { requester }) => actor === requester;
const isGovernor: May = (actor, { requester }, orgs) =>
  level(orgs, actor) === 'prefecture' &&
  requester !== undefined &&
  (actor === requester || orgs.get(requester)?.parent === actor);
const isAsked: May = (actor, { askedOf }) => actor === askedOf;
const isDonor: May = (actor, { donor }) => actor === donor;
const isHost: May = (actor, { host }) => actor === host;
const isAssignee: May = (actor, { assignee }) => actor === assignee;
const isOwner: May = (actor, { owner }) => actor === owner;
const isSender: May = (actor, { from }) => actor === from;
const isReceiver: May = (actor, { to }) => actor === to;
const isCarrier: May = (actor, cast, orgs) =>
  isSender(actor, cast, orgs) || isReceiver(actor, cast, orgs) || isOwner(actor, cast, orgs);
/** Anyone of the host's side who sees a consignment at a hub may say so. */
const isOnTheWay: May = (actor, cast, orgs) =>
  isCarrier(actor, cast, orgs) ||
  ['national', 'prefecture', 'municipality', 'institution'].includes(level(orgs, actor) ?? '');
const isAddressee: May = (actor, { areas = [] }, orgs) =>
  areas.some((area) => area === actor || orgs.get(area)?.parent === actor);
const any =
  (...rules: readonly May[]): May =>
  (actor, cast, orgs) =>
    rules.some((rule) => rule(actor, cast, orgs));

export interface ActRule {
  readonly from: readonly string[];
  /** The state that it leads to; the same one where there is none. */
  readonly to?: string;
  readonly may: May;
  readonly needsReason?: boolean;
  readonly needs?: readonly ('other' | 'site' | 'people' | 'received')[];
}

const openRequest = ['draft', 'submitted', 'endorsed', 'escalated', 'partly-met'];
const moving = ['departed', 'at-hub', 'at-local-hub', 'at-shelter'];

/** By kind of subject, then by act. */
export const actRules: { readonly [K in Kind]?: Readonly<Record<string, ActRule>> } = {
  request: {
    submit: { from: ['draft'], to: 'submitted', may: isRequester },
    endorse: { from: ['submitted'], to: 'endorsed', may: isGovernor },
    escalate: { from: ['endorsed'], to: 'escalated', may: isGovernor },
    decline: {
      from: ['submitted', 'endorsed', 'escalated', 'partly-met'],
      to: 'declined',
      may: any(isGovernor, isNational, isAsked),
      needsReason: true,
    },
    withdraw: { from: openRequest, to: 'withdrawn', may: isRequester, needsReason: true },
    close: { from: openRequest.slice(1), to: 'met', may: isRequester, needsReason: true },
    'same-as': {
      from: openRequest,
      to: 'withdrawn',
      may: any(isRequester, isGovernor, isNational),
      needs: ['other'],
    },
    'not-same': { from: openRequest, may: any(isRequester, isGovernor, isNational), needs: ['other'] },
  },
  offer: {
    accept: { from: ['proposed'], to: 'accepted', may: isHost },
    decline: { from: ['proposed', 'accepted'], to: 'declined', may: isHost, needsReason: true },
    commit: { from: ['accepted'], to: 'committed', may: isDonor },
    lapse: { from: ['proposed', 'accepted', 'committed'], to: 'lapsed', may: isDonor, needsReason: true },
  },
  task: {
    acknowledge: { from: ['assigned'], to: 'acknowledged', may: isAssignee },
    start: { from: ['assigned', 'acknowledged'], to: 'under-way', may: isAssignee },
    done: { from: ['acknowledged', 'under-way'], to: 'done', may: isAssignee },
    cannot: {
      from: ['assigned', 'acknowledged', 'under-way'],
      to: 'cannot',
      may: isAssignee,
      needsReason: true,
    },
  },
  consignment: {
    load: { from: ['planned'], to: 'loaded', may: isSender },
    depart: { from: ['planned', 'loaded'], to: 'departed', may: isSender },
    arrive: { from: moving, to: 'at-hub', may: isOnTheWay, needs: ['site'] },
    leave: { from: moving, to: 'departed', may: isOnTheWay, needs: ['site'] },
    confirm: { from: moving, to: 'confirmed', may: isReceiver, needs: ['received'] },
    cancel: { from: ['planned', 'loaded'], to: 'cancelled', may: isSender, needsReason: true },
  },
  directive: {
    relay: { from: ['issued', 'relayed'], to: 'relayed', may: isAddressee },
    reached: { from: ['issued', 'relayed', 'reached'], to: 'reached', may: isAddressee, needs: ['people'] },
    cannot: { from: ['issued', 'relayed'], to: 'cannot', may: isAddressee, needsReason: true },
  },
  site: {
    take: { from: ['open'], may: isOnTheWay },
    close: { from: ['open'], to: 'closed', may: isOwner, needsReason: true },
  },
  lot: {
    'keep-branch': { from: ['open'], may: () => true, needs: ['other'] },
    'ask-quota-back': { from: ['open'], may: () => true },
  },
};

/** Confirms what was entered on one's behalf; every kind of subject and act knows it. */
export const confirmBehalf = 'confirm-behalf';

/** Who may enter something for another: those above it. */
export function mayActFor(actor: PartyId, other: PartyId, orgs: Orgs): boolean {
  for (
    let at = orgs.get(other)?.parent, hops = 0;
    at !== undefined && hops < 8;
    at = orgs.get(at)?.parent, hops++
  )
    if (at === actor) return true;
  return orgs.get(actor)?.level === 'national' && orgs.has(other);
}

/** What a party may do to a subject now. */
export function actsOpenTo(kind: Kind, state: string, actor: PartyId, cast: Cast, orgs: Orgs): string[] {
  return Object.entries(actRules[kind] ?? {})
    .filter(([, rule]) => rule.from.includes(state) && rule.may(actor, cast, orgs))
    .map(([act]) => act);
}
