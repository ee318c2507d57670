/**
 * The programme's routes as the page sees them, all under `/api/programme`. Times are RFC 3339 UTC; days and shorter
 * dates ISO 8601; no date without its basis.
 *
 *   GET  /overview?at=            OverviewView
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
