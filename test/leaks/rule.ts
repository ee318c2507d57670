/** The pure rule, and nothing of the store: the walk compares what comes out with this alone. */
export {
  entryVisible,
  instant,
  membersAt,
  publicViewer,
  sanitised,
  viewerAt,
  visible,
} from '../../src/core/index.ts';
export type {
  Entry,
  EntryDraft,
  EntryId,
  Evidence,
  Group,
  Party,
  Release,
  Viewer,
} from '../../src/core/index.ts';
