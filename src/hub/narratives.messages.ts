/** What the hub and the thread that has the posts say to each other. */
import type { EntryId } from '../core/index.ts';
import type {
  Analysis,
  AnalysisSettings,
  CascadeView,
  ErasureRequest,
  FieldPlaces,
  FileRow,
  PostPage,
  PreviewReport,
} from '../narratives/index.ts';

/** A collection's place and what of it is needed; keys go to the thread with a call and stay in no file. */
export interface CollectionPlace {
  readonly collection: EntryId;
  readonly folder: string;
  /** Names of the batches, oldest first. */
  readonly batches: readonly string[];
  /** What was read and refused, for the summary. */
  readonly files: readonly FileRow[];
}

export interface ReadSetup {
  readonly path: string;
  readonly fileName: string;
  readonly zoneMinutes: number;
  readonly mapping?: FieldPlaces;
  readonly encoding?: string;
}

/** An entry that may quote what is being erased: the words by which that is seen. */
export interface Quoting {
  readonly entry: EntryId;
  /** Such as `post-collection--… p12`. */
  readonly documents: readonly string[];
  readonly texts: readonly string[];
  readonly accounts: readonly string[];
}

export interface Erased {
  readonly posts: number;
  /** How many posts each batch still has. */
  readonly left: readonly { readonly batch: string; readonly posts: number }[];
  /** Entries that quote what was erased. */
  readonly quoting: readonly EntryId[];
}

/** Questions by name, with what they take and give. */
export interface PostCalls {
  analysis: [{ place: CollectionPlace; settings: AnalysisSettings }, Analysis];
  posts: [
    {
      place: CollectionPlace;
      settings: AnalysisSettings;
      rows: readonly number[] | 'all';
      from: number;
      limit: number;
    },
    PostPage,
  ];
  cascade: [{ place: CollectionPlace; settings: AnalysisSettings; narrative: string }, CascadeView];
  read: [
    { place: CollectionPlace; batch: string; setup: ReadSetup; keyHex: string; sealHex: string },
    FileRow,
  ];
  preview: [{ setup: ReadSetup; isWhole: boolean }, PreviewReport];
  erase: [
    { place: CollectionPlace; what: ErasureRequest; sealHex: string; quoting: readonly Quoting[] },
    Erased,
  ];
  /** Removes whole batches, and what was worked out of them. */
  expire: [{ place: CollectionPlace; batches: readonly string[] }, void];
  reidentify: [
    { place: CollectionPlace; sealHex: string; pseudonyms: readonly string[] },
    Readonly<Record<string, string>>,
  ];
}
export type PostCall = keyof PostCalls;
