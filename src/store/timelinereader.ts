/** One viewer's reading of a timeline: brought up to date, judged now, and sealed to that viewer. */
import type { Entry, EntryId, Released } from '../core/index.ts';
import { seal } from '../core/seal.ts';
import type { Kept } from './kept.ts';
import type { Texts } from './texts.ts';
import type { Placed, Timeline, TimelineQuery } from './timeline.ts';
import type { View } from './view.ts';

export interface TimelineReader {
  /** Places in order, one more than the limit where there is more. */
  readonly page: (query: TimelineQuery) => Released<readonly Placed[]>;
  /** Where an entry stands: its newest version, or all that are shown, oldest first. */
  readonly placesOf: (id: EntryId, allVersions: boolean) => Released<readonly Placed[]>;
  /** The texts of newest versions, in this order; undefined for what is not shown. */
  readonly texts: (texts: Texts, seqs: readonly number[]) => Released<readonly (string | undefined)[]>;
  /** Versions, older ones too, that are shown, by their seq. */
  readonly entries: (seqs: readonly number[]) => Released<ReadonlyMap<number, Entry>>;
  /** A text that only this hub reads again, and only for this party. */
  readonly sealNext: (text: string) => string;
  /** @throws `cursor.invalid` */
  readonly openNext: (next: string) => string;
}

export function timelineReader(kept: Kept, view: View, timeline: Timeline): TimelineReader {
  const { party } = view.viewer;
  const sealed = <T>(value: T): Released<T> => seal(value, party, view.at);
  const bound = JSON.stringify(['timeline', party]);
  return {
    page: (query) => sealed(timeline.page(view, query)),
    placesOf: (id, allVersions) => sealed(timeline.placesOf(view, id, allVersions)),
    texts: (texts, seqs) => sealed(texts.of(kept, view, seqs)),
    entries: (seqs) =>
      view.versionsAt(seqs).map((read) => new Map(read.map(({ seq, entry }) => [seq, entry]))),
    sealNext: (text) => kept.cursors.sealText(bound, text),
    openNext: (next) => kept.cursors.openText(bound, next),
  };
}
