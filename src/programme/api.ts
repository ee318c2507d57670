/**
 * The programme's routes as the page sees them, all under `/api/programme`. Times are RFC 3339 UTC; days and shorter
 * dates ISO 8601; no date without its basis.
 *
 *   GET  /overview?at=                         OverviewView
 *   GET  /checks?at=                           CheckView[]
 *   GET  /statements?q=&kind=&level=&area=&actor=&from=&to=&document=&state=&limit=&offset=   StatementPage
 *   GET  /statements/:id                       StatementPageView
 *   GET  /timeline                             TimelineColumns      GET /timeline/items?from=&to=&level=&limit=  StatementPage
 *   GET  /coverage?level=                      CoverageView
 *   GET  /items?kind=                          ItemListView[]       GET /items/:id     ItemPageView
 *   POST /items {kind, key?, item, sources}    ItemPageView         (programme)
 *   GET  /network                              NetworkView
 *   GET  /calendar?from=&to=                   CalendarView
 *   POST /plan ActivityPlan                    PlanView
 *   GET  /ask?q=                               AnswerView
 *   GET  /documents                            DocumentView[]       GET /documents/:id  DocumentPageView
 *   PUT  /documents/:id {title?, date?, author?, publisher?, address?}                  (programme)
 *   GET  /queue?document=&limit=&offset=       StatementPage        GET /queue/:id     QueueItemView
 *   POST /reviews ReviewRequest                {id}                 POST /reviews/:id/undo  {id}   (programme)
 *   GET  /report?from=&to=&area=&at=           ReportView
 * A paper is dropped at POST /imports with the importer `programme-document`.
 */
import type { MessageRef } from '../core/index.ts';
import type { Amount } from './amounts.ts';
import type { CheckName } from './checks.ts';
import type { ItemKind, ReviewState } from './entries.ts';
import type { DateBasis, Level } from './vocabulary.ts';

export type { Amount, CheckName, DateBasis, ItemKind, Level, MessageRef, ReviewState };

/** Where something is written, with who says so. */
export interface SourceView {
  /** Name of the document, and its title and author as far as the reader has the document. */
  readonly document?: string;
  readonly title?: string;
  readonly author?: string;
  readonly quote?: string;
  readonly start?: number;
  readonly end?: number;
  readonly address?: string;
  readonly note?: string;
}

/** One thing that falls due, soonest first. */
export interface DueView {
  readonly id: string;
  readonly kind: 'instrument' | 'commitment';
  readonly title: string;
  /** As the source has it, such as `2026`; `dueBy` is the last day that it covers. */
  readonly due: string;
  readonly dueBy: string;
  /** Negative when it has passed. */
  readonly daysLeft: number;
  /** Of an instrument: `unknown` where nobody has said what follows. */
  readonly successor?: string;
  readonly by?: string;
  readonly outcome?: string;
  readonly sources: readonly SourceView[];
}

export interface CheckView {
  readonly check: CheckName;
  /** Nothing here reads "none found in the record". */
  readonly findings: readonly {
    /** The entry that it is about, where there is one. */
    readonly id?: string;
    readonly sentence: MessageRef;
    readonly evidence: readonly SourceView[];
  }[];
  /** How many there are in all. */
  readonly count: number;
}

export interface OverviewView {
  /** The day as of which it is told. */
  readonly at: string;
  readonly due: readonly DueView[];
  readonly checks: readonly CheckView[];
  readonly counts: {
    readonly statements: number;
    readonly waiting: number;
    readonly documents: number;
    readonly items: Readonly<Partial<Record<ItemKind, number>>>;
  };
  /** The newest version among what was counted. */
  readonly asOf: string | null;
}

/** What a document says, in its words. */
export interface StatementView {
  readonly id: string;
  readonly title: string;
  /** Empty where the evidence is withheld. */
  readonly quote: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** Who says it: the document's author, or whom it quotes. */
  readonly says?: string;
  readonly documentTitle?: string;
  readonly documentId?: string;
  readonly date: string | null;
  readonly datePrecision: string;
  readonly dateBasis: DateBasis;
  readonly kind: string;
  readonly level: Level;
  readonly areas: readonly string[];
  readonly actors: readonly string[];
  readonly places: readonly string[];
  readonly amounts: readonly Amount[];
  readonly modality: string;
  readonly subject?: string;
  readonly predicate?: string;
  readonly object?: string | number;
  readonly state: ReviewState;
  readonly recordedAt?: string;
  readonly modified: string;
  /** 0–100 */
  readonly confidence: number;
  readonly tlp?: string;
  readonly mine: boolean;
  /** Passages that were merged into it. */
  readonly also: readonly SourceView[];
}

export interface StatementPage {
  readonly statements: readonly StatementView[];
  /** How many there are in all. */
  readonly count: number;
}

export interface ReviewView {
  readonly id: string;
  readonly decision: 'accept' | 'edit' | 'merge' | 'reject';
  readonly at: string;
  /** Empty for whoever does not own it. */
  readonly by: string;
  readonly note?: string;
  readonly undone?: { readonly by: string; readonly at: string };
}

export interface StatementPageView {
  readonly statement: StatementView;
  /** Statements of the same subject, or of the same actors at the same time. */
  readonly beside: readonly StatementView[];
  readonly conflicts: readonly ConflictView[];
  readonly reviews: readonly ReviewView[];
}

export interface ConflictView {
  readonly sentence: MessageRef;
  readonly evidence: readonly SourceView[];
}

/** Every dated statement and event of an instrument, as columns in order of `from`. Days since 1970-01-01. */
export interface TimelineColumns {
  readonly levels: readonly Level[];
  readonly kinds: readonly string[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Index into `levels`. */
  readonly level: readonly number[];
  /** Index into `kinds`. */
  readonly kind: readonly number[];
  /** Statements without a date: they stand in no lane. */
  readonly undated: number;
}

export interface TimelineItemView {
  readonly id: string;
  readonly title: string;
  readonly says?: string;
  readonly kind: string;
  readonly level: Level;
  readonly date: string;
  readonly dateBasis: DateBasis;
  readonly datePrecision: string;
}

export interface CoverageCell {
  readonly count: number;
  /** The newest date of it, as its source has it. */
  readonly latest: string | null;
  readonly dateBasis: DateBasis;
  readonly title: string;
  readonly id: string;
}

export interface CoverageView {
  readonly partners: readonly string[];
  readonly rows: readonly {
    readonly area: string;
    /** The programme's goal for the area, where the record has one. */
    readonly goal?: string;
    /** One for each partner; null: nothing in the record. */
    readonly cells: readonly (CoverageCell | null)[];
  }[];
  readonly asOf: string | null;
}

export interface ItemListView {
  readonly id: string;
  readonly kind: ItemKind;
  readonly key: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sources: readonly SourceView[];
  readonly modified: string;
}

export interface ItemPageView extends ItemListView {
  readonly mine: boolean;
  /** Items that it names or that name it, by the name of the link (a field of theirs or of its own). */
  readonly linked: readonly { readonly link: string; readonly items: readonly ItemListView[] }[];
  readonly statements: readonly StatementView[];
  readonly findings: readonly ConflictView[];
  /** Of a dependency: the Herfindahl–Hirschman index of its shares, 0 to 1. */
  readonly hhi?: number;
}

export interface NetworkView {
  readonly nodes: readonly { readonly name: string; readonly class: string; readonly count: number }[];
  /** Pairs that stand together in statements; indices into `nodes`. */
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    readonly kinds: readonly string[];
  }[];
}

export interface CalendarEntry {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly level: Level;
  readonly from: string;
  readonly to: string;
  readonly date: string;
  readonly dateBasis: DateBasis;
  readonly actors: readonly string[];
  readonly places: readonly string[];
  readonly sources: readonly SourceView[];
}

export interface CalendarView {
  readonly from: string;
  readonly to: string;
  readonly entries: readonly CalendarEntry[];
  /** Exercises and activities that overlap in time and share a participant or a place. */
  readonly clashes: readonly {
    readonly a: string;
    readonly b: string;
    readonly shared: readonly string[];
    readonly from: string;
    readonly to: string;
  }[];
}

export interface ActivityPlan {
  readonly title: string;
  readonly kind: string;
  readonly area: string;
  readonly level: Level;
  readonly host?: string;
  readonly place?: string;
  readonly participants: readonly string[];
  readonly forces: boolean;
  readonly start: string;
  readonly end?: string;
  readonly legalBasis?: string;
}

export interface PlanView {
  readonly checks: readonly CheckView[];
  /** Instruments between those who take part and the host, and how they stand on the day. */
  readonly instruments: readonly (ItemListView & {
    readonly standing: 'in-force' | 'signed' | 'ended' | 'unknown';
  })[];
  readonly obstacles: readonly ItemListView[];
  readonly precedents: readonly StatementView[];
  readonly clashes: readonly CalendarEntry[];
}

export interface AnswerView {
  readonly question: string;
  readonly answer: string;
  /** Best first: a statement of the record, or a passage or page that an item of it rests on. */
  readonly evidence: readonly { readonly statement?: StatementView; readonly source: SourceView }[];
  readonly conflicts: readonly {
    readonly subject: string;
    readonly values: readonly string[];
    readonly evidence: readonly SourceView[];
  }[];
  readonly unknowns: readonly string[];
}

export interface DocumentView {
  readonly id: string;
  readonly file: string;
  readonly title?: string;
  readonly date: string | null;
  readonly dateBasis: DateBasis;
  readonly author?: string;
  readonly publisher?: string;
  readonly address?: string;
  readonly sha256?: string;
  readonly created: string;
  readonly statements: number;
  readonly waiting: number;
  readonly hasText: boolean;
  readonly mine: boolean;
}

export interface DocumentPageView extends DocumentView {
  /** As it was read; absent where only quotes are kept. */
  readonly text?: string;
  readonly facts: readonly {
    readonly id: string;
    readonly start: number;
    readonly end: number;
    readonly title: string;
    readonly state: ReviewState;
    /** Whether the quote still stands at its place. */
    readonly stands: boolean;
  }[];
}

export interface QueueItemView {
  readonly statement: StatementView;
  readonly beside: readonly (StatementView & {
    /** It says something else of the same. */
    readonly differs: boolean;
  })[];
  readonly conflicts: readonly ConflictView[];
  /** The text around the quote, where the document is here. */
  readonly before?: string;
  readonly after?: string;
}

export interface ReportView {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly area?: string;
  readonly due: readonly DueView[];
  readonly instruments: readonly ItemListView[];
  readonly statements: readonly StatementView[];
  /** How many statements the period holds; the newest are printed. */
  readonly count: number;
  readonly checks: readonly CheckView[];
  readonly asOf: string | null;
}
