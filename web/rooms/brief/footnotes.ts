import type { Brief, BriefBlock, BriefSource } from '../../../src/hub/api.ts';
import { timeText } from '../../parts/times.ts';
import type { Words } from '../../state/words.tsx';

export interface Footnotes {
  readonly texts: readonly string[];
  /** From 1, in the order in which the page names them. */
  readonly numberOf: (source: BriefSource) => number;
}

/** Numbers the sources of a page; what two sentences share stands once. */
export function footnotes(
  { lead, sections }: Pick<Brief, 'lead' | 'sections'>,
  words: Pick<Words, 'say' | 't'>,
): Footnotes {
  const textOf = (source: BriefSource) =>
    words.t('brief.source', { source: words.say(source.text), time: timeText(source.asOf) });
  const blocks: readonly BriefBlock[] = [...lead, ...sections.flatMap((section) => section.blocks)];
  const texts = [...new Set(blocks.flatMap((block) => block.sources.map(textOf)))];
  return { texts, numberOf: (source) => texts.indexOf(textOf(source)) + 1 };
}
