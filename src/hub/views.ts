/** Entries as the page shows them: with a title, a standing, and the judgements that the viewer may see. */
import type { Entry, EntryTypes, JudgementBody, Released, ViewerContext } from '../core/index.ts';
import type { Speaker } from '../words/index.ts';
import type { EntryPageView, EntryView, Standing } from './api.ts';

export interface Viewing {
  readonly types: EntryTypes;
  readonly speaker: Speaker;
}

/** One line to read aloud, in the viewer's language. */
export function titleOf(entry: Entry, context: ViewerContext, { types, speaker }: Viewing): string {
  return speaker.say(context.language, types.get(entry.type).title(entry));
}

/** How an entry stands: what people of its owner judged last, as far as the viewer sees it. */
export function standingOf(entry: Entry, judgements: readonly Entry<JudgementBody>[]): Standing {
  if ((entry.body as { withdrawn?: boolean }).withdrawn === true) return 'withdrawn';
  const newest = judgements.find(
    ({ owner, body }) => owner === entry.owner && body.target === entry.id && body.verdict !== 'dissent',
  );
  const verdict = newest?.body.verdict;
  return verdict === 'confirmed' || verdict === 'dismissed' ? verdict : 'open';
}

/** What was judged of an entry, newest first. */
export function judgementsOf(entry: Entry, neighbours: readonly Entry[]): Entry<JudgementBody>[] {
  const judged = neighbours.filter(
    (other) => other.type === 'judgement' && (other as Entry<JudgementBody>).body.target === entry.id,
  ) as Entry<JudgementBody>[];
  return judged.toSorted((a, b) => (a.modified < b.modified ? 1 : a.modified > b.modified ? -1 : 0));
}

export function viewWith(
  entry: Entry,
  judgements: Entry<JudgementBody>[],
  context: ViewerContext,
  viewing: Viewing,
): EntryView {
  return {
    entry,
    title: titleOf(entry, context, viewing),
    standing: standingOf(entry, judgements),
    judgements,
    mine: entry.owner === context.viewer.party,
  };
}

/** The view of an entry that came through the gate, with the judgements that come through it too. */
export function viewOf(entry: Entry, context: ViewerContext, viewing: Viewing): EntryView {
  const neighbours = context.neighbours(entry.id).for(context.viewer.party);
  return viewWith(entry, judgementsOf(entry, neighbours), context, viewing);
}

export function pageView(
  page: Released<{ entries: readonly Entry[]; cursor?: string }>,
  context: ViewerContext,
  viewing: Viewing,
): Released<EntryPageView> {
  return page.map(({ entries, cursor }) => ({
    entries: entries.map((entry) => viewOf(entry, context, viewing)),
    ...(cursor === undefined ? {} : { cursor }),
  }));
}
