/** What the main thread and the thread that reads an upload say to each other. */
import type {
  EntryDraft,
  FindingDraft,
  GroupId,
  Instant,
  MessageRef,
  PartyId,
  PartyLevel,
} from '../core/index.ts';
import type { ModelSettings } from '../feeds/model.ts';
import type { AreaSpec } from '../earth/index.ts';
import type { ImportReportView } from './api.ts';

export interface ImportSetup {
  readonly path: string;
  /** As the sender named it: it chooses the importer, and stands in the report. */
  readonly fileName: string;
  /** The feed of the evidence: unlike the file's name it tells nothing. */
  readonly feed: string;
  /** Absent: the first that recognises the file. */
  readonly importer?: string;
  readonly areas: readonly AreaSpec[];
  /** Whose entries an importer makes, and when. */
  readonly party: PartyId;
  readonly level: PartyLevel;
  /** Groups that a file may name as its readers: none where whoever imports may not release. */
  readonly mayNameGroups: readonly GroupId[];
  readonly at: Instant;
  /** Asked for passages of a document that our own reading passed over. */
  readonly model?: ModelSettings;
}

export type FromImport =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number | undefined }
  | { readonly kind: 'findings'; readonly drafts: readonly FindingDraft[] }
  | { readonly kind: 'entries'; readonly drafts: readonly EntryDraft[] }
  | { readonly kind: 'done'; readonly report: ReadReport }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** The reader's part of the report; the main thread counts what it stored. */
export type ReadReport = Omit<ImportReportView, 'findings' | 'notes'> & {
  readonly notes: readonly MessageRef[];
};
