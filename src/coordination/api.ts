/**
 * What the room tells the screen. All of it is folded from the entries that its reader may see; nothing is kept beside
 * the journal.
 *
 *   GET  /coordination/contingencies                       ContingencyLine[]
 *   POST /coordination/contingencies                       {key, name, kind, note?} → ContingencyLine
 *   GET  /coordination/state?contingency=&since=           StateAnswer
 *   POST /coordination/subjects                            SubjectRequest → Written
 *   POST /coordination/acts                                ActRequest → Written
 *   POST /coordination/movements                           MovementRequest → Written
 *   POST /coordination/counts, /coordination/decisions     → Written
 *   GET  /coordination/reports/sitrep|who-what-where|decisions|timeline?contingency=
 *   GET  /coordination/changes?contingency=&after=         Changes
 *   GET  /coordination/files?contingency=&name=            CoordinationFile: HXL CSV, GeoJSON, CAP
 *   GET  /coordination/municipalities?words=               Municipality[]
 *
 * Every write carries a `key` made by its author: sent twice it is written once.
 */
import type { Entry, MessageRef, PartyId } from '../core/index.ts';
import type { ConsignmentState, DirectiveState, OfferState, RequestState, TaskState } from './acts.ts';
import type {
  ConsignmentBody,
  ContingencyBody,
  CountBody,
  DecisionBody,
  DirectiveBody,
  Kind,
  LotBody,
  Measure,
  OfferBody,
  OrganisationBody,
  PlanBody,
  RequestBody,
  SiteBody,
  TaskBody,
} from './bodies.ts';
import type { Fork, Holding, Refusal, Sink } from './ledger.ts';

export type { Entry, MessageRef } from '../core/index.ts';
export type * from './acts.ts';
export type * from './bodies.ts';
export type {
  DriftAnswer,
  FieldSummary,
  ProbabilityMap,
  SearchAssignment,
  SearchPlan,
  SortieResult,
} from './drift/api.ts';
export type { Fork, Holding, Refusal, Sink } from './ledger.ts';
export type { LocationAnswer, PrepositioningAnswer, PushAnswer } from './siting/api.ts';

export interface ContingencyLine {
  id: string;
  name: { en: string; ja: string };
  kind: ContingencyBody['kind'];
  startedUtcMs: number;
  owner: PartyId;
  /** The reader's own place in it, where it has one. */
  mine?: OrganisationBody;
}

/** One thing that was done to a subject, in the order in which it counts. */
export interface Step {
  id: string;
  act: string;
  by: PartyId;
  actingFor?: PartyId;
  /** Entered on behalf and not confirmed by the one named. */
  unconfirmed: boolean;
  atUtcMs: number;
  reason?: string;
  /** Without effect: somebody else's act came before it. */
  overriddenBy?: string;
  /** Without effect: its author had no say in this. */
  refused?: 'no-authority';
}

/** What every subject has. */
export interface SubjectBase {
  id: string;
  owner: PartyId;
  atUtcMs: number;
  source: string;
  asOfUtcMs: number;
  actingFor?: PartyId;
  unconfirmed: boolean;
  steps: Step[];
  /** Whose move it is, and since when. */
  waitingOn: PartyId[];
  waitingSinceUtcMs: number;
}

export interface RequestView extends SubjectBase {
  kind: 'request';
  state: RequestState;
  body: RequestBody;
  /** Planned or on its way. */
  underWay: number;
  confirmed: number;
  duplicateOf?: string;
}
export interface OfferView extends SubjectBase {
  kind: 'offer';
  state: OfferState;
  body: OfferBody;
  sent: number;
  confirmed: number;
}
export interface TaskView extends SubjectBase {
  kind: 'task';
  state: TaskState;
  body: TaskBody;
  acknowledgeByUtcMs: number;
}
export interface SiteStay {
  site: string;
  arrivedUtcMs: number;
  leftUtcMs?: number;
}
export interface ConsignmentView extends SubjectBase {
  kind: 'consignment';
  state: ConsignmentState;
  body: ConsignmentBody;
  stays: SiteStay[];
  received?: { lot: string; quantity: number; sent: number }[];
  short: number;
}
export interface DirectiveView extends SubjectBase {
  kind: 'directive';
  state: DirectiveState;
  body: DirectiveBody;
  areas: { party: PartyId; state: DirectiveState; people?: number; atUtcMs?: number }[];
}
export interface SiteView extends SubjectBase {
  kind: 'site';
  state: 'open' | 'closed';
  body: SiteBody;
  responsible?: PartyId;
}
export interface LotView extends SubjectBase {
  kind: 'lot';
  state: 'open';
  body: LotBody;
  holdings: Holding[];
  accounts: { account: string; quantity: number }[];
  sinks: Record<Sink, number>;
  refused: { movement: string; by: PartyId; why: Refusal }[];
  forks: Fork[];
}
export interface PlanView extends SubjectBase {
  kind: 'plan';
  state: 'open';
  body: PlanBody;
}
export type SubjectView =
  | RequestView
  | OfferView
  | TaskView
  | ConsignmentView
  | DirectiveView
  | SiteView
  | LotView
  | PlanView;

/** A figure with where it comes from and as of when. Late reports stand in `superseded`, they replace nothing newer. */
export interface CountView {
  id: string;
  measure: Measure;
  about: string;
  value: number;
  by: PartyId;
  source: string;
  asOfUtcMs: number;
  late: number;
}

export interface DecisionView {
  id: string;
  by: PartyId;
  atUtcMs: number;
  body: DecisionBody;
  unconfirmed: boolean;
}

export interface OrganisationView {
  id: string;
  owner: PartyId;
  body: OrganisationBody;
}

/** An act that had no effect, and which one came before it. */
export interface Override {
  subject: string;
  act: string;
  id: string;
  by: PartyId;
  overriddenBy?: string;
  winner?: PartyId;
  why: 'came-later' | 'no-authority' | 'late-report' | Refusal;
}

/** The state of one contingency, as far as its reader may see. The same entries give the same state. */
export interface State {
  contingency: { id: string; owner: PartyId; body: ContingencyBody };
  organisations: OrganisationView[];
  requests: RequestView[];
  offers: OfferView[];
  tasks: TaskView[];
  consignments: ConsignmentView[];
  directives: DirectiveView[];
  sites: SiteView[];
  lots: LotView[];
  plans: PlanView[];
  counts: CountView[];
  decisions: DecisionView[];
  overrides: Override[];
}

export const flagKinds = [
  'no-report',
  'unacknowledged',
  'choke',
  'long-dwell',
  'no-owner',
  'wrong-assumption',
  'duplicate',
  'fork',
  'short-delivery',
  'not-accepted',
  'unconfirmed',
] as const;
export type FlagKind = (typeof flagKinds)[number];

/** Something that somebody has to look at. A finding, with what it rests on; never a verdict. */
export interface Flag {
  kind: FlagKind;
  subject: string;
  /** Whose it is to settle. */
  party?: PartyId;
  sinceUtcMs: number;
  text: MessageRef;
}

/** The state as one reader sees it now. */
export interface StateView {
  state: State;
  /** SHA-256 of the state, hex: equal at every node that has the same entries. */
  hash: string;
  flags: Flag[];
  /** What the reader may do, by subject. */
  open: Record<string, string[]>;
  me?: OrganisationBody;
  nowUtcMs: number;
  /** The newest entry here: to ask later what changed since. */
  newest?: string;
  entries: number;
}

/** The lists of a state whose items have ids. */
export type ListName = Exclude<keyof State, 'contingency' | 'counts' | 'overrides'>;

/** What makes one state of another: items that are new or read differently, and ids that are gone, by list. */
export interface StateChanges {
  contingency: State['contingency'];
  lists: { [K in ListName]?: { put: State[K]; gone: string[] } };
  /** Whole, where something in them differs. */
  counts?: State['counts'];
  overrides?: State['overrides'];
  /** What the reader may do with what is put; nothing where a subject is absent. */
  open: Record<string, string[]>;
}

/** The answer to a reader who has the state of the hash `since`. */
export interface StateUpdate extends Omit<StateView, 'state' | 'open'> {
  since: string;
  changes: StateChanges;
}
export type StateAnswer = StateView | StateUpdate;

export interface Written {
  entry: Entry;
  /** It had been written before, under the same key. */
  repeated: boolean;
}

export interface SubjectRequest {
  key: string;
  contingency: string;
  kind: Exclude<Kind, 'contingency' | 'act' | 'movement' | 'count' | 'decision'>;
  body: Record<string, unknown>;
  actingFor?: PartyId;
  source?: string;
  asOfUtcMs?: number;
  note?: string;
  /** When it happened, where that is not now (a paper form). */
  atUtcMs?: number;
  /** Requests: hand it in at once. */
  submit?: boolean;
  /** Lots: how much there is of it. */
  stock?: number;
  /** Further readers. */
  share?: PartyId[];
}

export interface ActRequest {
  key: string;
  subject: string;
  act: string;
  actingFor?: PartyId;
  reason?: string;
  other?: string;
  site?: string;
  people?: number;
  received?: { lot: string; quantity: number }[];
  etaUtcMs?: number;
  atUtcMs?: number;
  note?: string;
  share?: PartyId[];
}

export interface MovementRequest {
  key: string;
  lot: string;
  move: 'procure' | 'adjust-up' | 'adjust-down' | 'consume' | 'lose' | 'grant' | 'return-quota' | 'draw';
  quantity: number;
  /** For quotas: to whom, or whose. */
  party?: PartyId;
  note?: string;
  source?: string;
  share?: PartyId[];
}

export interface CountRequest {
  key: string;
  contingency: string;
  measure: Measure;
  about: string;
  value: number;
  source: string;
  asOfUtcMs: number;
  actingFor?: PartyId;
  note?: string;
}
export type CountOfBody = CountBody;

/** One figure or word of a report; a figure has its source and as-of time. */
export interface ReportCell {
  text: MessageRef;
  value?: number;
  source?: string;
  asOfUtcMs?: number;
  timeUtcMs?: number;
  /** An organisation or a place, whose name its reader's screen knows. */
  party?: string;
  subject?: string;
}
export interface ReportTable {
  title: MessageRef;
  /** With the HXL hashtag of each column. */
  columns: { title: MessageRef; hxl: string }[];
  rows: ReportCell[][];
}
export interface Report {
  name: 'sitrep' | 'who-what-where' | 'decisions' | 'timeline';
  contingency: { en: string; ja: string };
  asOfUtcMs: number;
  tables: ReportTable[];
}

/** What a merge or the time since one last looked has brought. */
export interface Changes {
  came: { id: string; type: string; by: PartyId; title: MessageRef }[];
  changed: { id: string; kind: Kind; from?: string; to: string; by: PartyId[] }[];
  overridden: Override[];
  forks: { lot: string; fork: Fork }[];
  hashBefore: string;
  hashAfter: string;
  newest?: string;
}

export interface CoordinationFile {
  fileName: string;
  mediaType: string;
  content: string;
}

export interface Municipality {
  code: string;
  name: { en?: string; ja: string };
  prefecture: string;
  lonDeg: number;
  latDeg: number;
}
