/**
 * The hub's API as the page and other clients see it: types only. Every path is under `/api`; every answer has passed
 * the gate for the session's party (or, with `?as=PARTY` and the permission `release`, exactly what that party sees).
 * Errors are `ApiError` with the codes of docs/errors.md. Times are RFC 3339 in UTC or `…UtcMs`.
 *
 *   GET    /session                      Session (401 session.none)          POST /session {account, password}   DELETE /session
 *   GET    /session/identities           ExerciseIdentity[] (exercise only)  POST /session/identity {account}
 *   PUT    /session/preferences          {language?, theme?}
 *   GET    /parties, /groups             PartyView[], GroupView[]            PUT /parties/:id, PUT /groups/:id (administer)
 *   GET    /accounts (administer)        POST /accounts, PUT /accounts/:id   POST /tokens {label, scopes, days} → token shown once
 *   GET    /entries?types=&kinds=&from=&to=&bbox=&modifiedSince=&limit=&cursor=     EntryPageView
 *   GET    /entries/:id                  EntryView           GET /entries/:id/versions       Entry[]
 *   GET    /entries/:id/neighbours       EntryView[]         GET /count?…                    {count}
 *   GET    /search?q=&limit=             SearchAnswer        GET /histogram?from=&to=&types= Histogram
 *   POST   /entries/:id/judgements       {verdict, reason, confidence?} → EntryView
 *   POST   /entries/:id/release/preview  ReleaseRequest → ReleasePreview
 *   POST   /entries/:id/release          ReleaseRequest → EntryView
 *   GET    /cases                        CaseView[]          POST /cases {title}             CaseView
 *   GET    /cases/:id                    CaseView            PUT  /cases/:id {title?, status?}
 *   POST   /cases/:id/members {entry, note?}    DELETE /cases/:id/members/:entry
 *   POST   /cases/:id/assessments {text, confidence, dissentOf?, shared?}    POST /cases/:id/decisions {text}
 *   GET    /brief?for=&since=&lang=      Brief               GET /brief.pdf?…
 *   POST   /imports (multipart: file, importer?)   JobView   GET /importers ImporterView[]
 *   GET    /jobs, /jobs/:id              JobView             DELETE /jobs/:id   cancels
 *   GET    /live?cursor=                 Server-sent events: LiveEvent
 *   GET    /feeds                        FeedView[]          GET /journal?limit=&cursor=  JournalPage   POST /journal/verify JobView
 *   GET    /exports/:name?types=&kinds=&from=&to=   a file: findings.geojson, findings.stix.json, findings.csv
 *   GET    /health, /metrics, /openapi.json      and /docs, a page to read it
 *   GET    /sea/…                        see src/sea/api.ts
 */
import type {
  Entry,
  Evidence,
  FindingBody,
  JudgementBody,
  Language,
  Permission,
  PartyLevel,
  Release,
  Sanitising,
} from '../core/index.ts';

export type {
  Brief,
  BriefBlock,
  BriefSection,
  BriefSource,
  Entry,
  Evidence,
  FindingBody,
  JudgementBody,
  Language,
  MessageRef,
  PartyLevel,
  Permission,
  Release,
  Sanitising,
} from '../core/index.ts';

export interface ApiError {
  code: string;
  message: string;
  /** Where in the request, such as `/release/audience`. */
  path?: string;
}

export interface Names {
  en: string;
  ja: string;
}

export interface Session {
  account: string;
  accountName: string;
  role: string;
  party: string;
  partyName: Names;
  permissions: Permission[];
  language: Language;
  theme: 'day' | 'night' | 'contrast' | 'system';
  /** Set while looking through another party's eyes. */
  seeingAs?: { party: string; partyName: Names };
  exercise: boolean;
  /** The hub's own party, which owns what is found here. */
  hub: { party: string; name: Names };
  /** The clock that the feeds run on: the scenario's time in an exercise. */
  nowUtcMs: number;
  /** How fast that clock runs against the wall's. */
  clockRate: number;
  /** To be sent back as `x-commonwatch-csrf` with every change. */
  csrf: string;
  version: string;
}

/** One line of the audit: who did what, through whose eyes. */
export interface AuditRow {
  /** ISO 8601, UTC. */
  at: string;
  account: string;
  party: string;
  /** Another party's eyes, where somebody looked through them. */
  seeingAs?: string;
  action: string;
  /** The way out, or the act. */
  exit: string;
  /** Empty where it names an entry that the reader may not see. */
  target: string;
  title?: string;
  detail: string;
}

export interface AuditPage {
  rows: AuditRow[];
  cursor?: string;
}

/** A made-up person of the exercise, offered on the login page. */
export interface ExerciseIdentity {
  account: string;
  name: Names;
  party: string;
  partyName: Names;
  role: Names;
}

export interface PartyView {
  id: string;
  name: Names;
  level: PartyLevel;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  /** Accounts of this party on this hub. */
  people: number;
}

export interface GroupView {
  id: string;
  name: Names;
  level?: PartyLevel;
  members: string[];
}

/** How an entry stands after what people of the owner judged. */
export type Standing = 'open' | 'confirmed' | 'dismissed' | 'withdrawn';

export interface EntryView {
  entry: Entry;
  /** One line to read aloud, in the session's language. */
  title: string;
  standing: Standing;
  /** Newest first; those the viewer may see. */
  judgements: Entry<JudgementBody>[];
  /** The viewer's party is the owner and may judge and release. */
  mine: boolean;
}

export interface EntryPageView {
  entries: EntryView[];
  cursor?: string;
}

export interface SearchAnswer {
  entries: EntryView[];
  vessels: { mmsi: number; name: string; shipClass: string }[];
  ports: { name: string; lonDeg: number; latDeg: number }[];
}

export interface Histogram {
  fromUtcMs: number;
  stepMs: number;
  counts: number[];
}

export interface ReleaseRequest {
  tlp: Release['tlp'];
  audience: Release['audience'];
  caveats?: string[];
  orcon?: boolean;
  expiresAt?: string;
  /** Issue a sanitised derivative instead of widening the entry itself. */
  sanitise?: Sanitising;
}

/** A release that waits for a second person. */
export interface ProposalView {
  id: string;
  /** The account that proposed it. */
  by: string;
  at: string;
  request: ReleaseRequest;
  entry: EntryView;
}

/** A group that comes with the program. */
export interface ReadyGroup {
  readonly id: string;
  readonly name: Names;
  readonly level?: PartyLevel;
  readonly source: string;
  readonly members: readonly { readonly id: string; readonly isHere: boolean }[];
  readonly isTaken: boolean;
}

/** A party's brief by mail, at an hour (UTC). */
export interface SubscriptionDraft {
  readonly party: string;
  readonly address: string;
  readonly language: Language;
  readonly everyHours: number;
  readonly atHourUtc: number;
}

export interface SubscriptionView {
  readonly id: string;
  readonly party: string;
  readonly address: string;
  readonly language: Language;
  readonly everyHours: number;
  readonly nextAt: string;
  readonly lastAt?: string;
}

export interface ReleasePreview {
  organisations: { party: string; name: Names; people: number }[];
  people: number;
  /** The entry exactly as the recipients will see it. */
  seen: EntryView;
  /** What is left out, a sentence each. */
  leftOut: string[];
  /** Nothing here: it may be released as asked. */
  problems: ApiError[];
}

export interface CaseBody {
  schema: 1;
  title: string;
  status: 'open' | 'closed';
  members: { entry: string; at: string; by: string; note?: string }[];
  /** Readers other than the owner get those that were shared, and no decision, note or name of a member's. */
  assessments: {
    id: string;
    at: string;
    by: string;
    text: string;
    confidence: number;
    dissentOf?: string;
    shared?: boolean;
  }[];
  decisions: { id: string; at: string; by: string; text: string }[];
}

export interface CaseView {
  entry: Entry<CaseBody>;
  /** The members that the viewer may see, in the case's order. */
  members: EntryView[];
  mine: boolean;
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

export interface JobView {
  id: string;
  name: string;
  label: string;
  state: JobState;
  done: number;
  total?: number;
  unit: string;
  ratePerSecond?: number;
  remainingMs?: number;
  startedAt: string;
  endedAt?: string;
  error?: ApiError;
  /** For an import: what was read, taken and refused. */
  report?: ImportReportView;
}

export interface ImporterView {
  name: string;
  label: string;
}

export interface ImportReportView {
  file: string;
  read: number;
  taken: number;
  refused: { reason: string; count: number; samples: string[] }[];
  vessels: number;
  findings: number;
  notes: string[];
}

export interface FeedView {
  id: string;
  label: Names;
  state: 'live' | 'late' | 'silent' | 'stopped' | 'failed';
  lastMessageUtcMs?: number;
  messages: number;
  refused: number;
  refusedByReason: { reason: string; count: number; samples: string[] }[];
  note?: string;
}

export interface JournalRecordView {
  epoch: number;
  seq: number;
  at: string;
  kind: string;
  account?: string;
  /** Hex, shortened by the screen. */
  digest: string;
  /** One line, where the viewer may see what the record holds. */
  title?: string;
  entry?: string;
}

export interface JournalPage {
  records: JournalRecordView[];
  cursor?: string;
  head: { epoch: number; seq: number; digest: string };
}

export type LiveEvent =
  | { kind: 'put'; cursor: string; entry: EntryView }
  | { kind: 'gone'; cursor: string; id: string }
  | { kind: 'job'; cursor: string; job: JobView }
  | { kind: 'clock'; cursor: string; nowUtcMs: number; clockRate: number };

export type EvidenceView = Evidence;
export type FindingEntry = Entry<FindingBody>;

/** The TAXII collections that this hub polls, and what was kept aside, newest first. */
export interface TaxiiFeedsView {
  readonly feeds: readonly {
    readonly id: string;
    readonly url: string;
    readonly everyMinutes: number;
    /** When it was last polled to the end. */
    readonly polledAt?: string;
    readonly taken: number;
    readonly quarantined: number;
    /** Why the last poll ended early. */
    readonly failure?: string;
  }[];
  readonly quarantined: readonly {
    readonly feed: string;
    readonly at: string;
    readonly object: string;
    readonly version: string;
    readonly reason: string;
  }[];
}
