import { CommonwatchError } from '../core/index.ts';
import type { Brief, BriefBlock, BriefSource, MessageRef } from '../core/index.ts';

/** The sources of a brief, numbered in the order of reading; the same source as of the same time has one number. */
export class Footnotes {
  readonly #numbers = new Map<string, number>();
  readonly sources: BriefSource[] = [];

  /** @throws `brief.unsourced` when a sentence, table or curve says nothing about where it comes from */
  constructor(brief: Brief) {
    for (const block of [...brief.lead, ...brief.sections.flatMap(({ blocks }) => blocks)]) {
      if (block.sources.length === 0) throw new CommonwatchError('brief.unsourced', named(block).key);
      for (const source of block.sources) this.#number(source);
    }
  }

  /** The numbers of a block's sources, ascending, each once. */
  marks(block: BriefBlock): number[] {
    return [...new Set(block.sources.map((source) => this.#number(source)))].sort((a, b) => a - b);
  }

  /** The marks as printed: `1,4–9`. */
  markText(block: BriefBlock): string {
    const stretches: [first: number, last: number][] = [];
    for (const mark of this.marks(block)) {
      const stretch = stretches.at(-1);
      if (stretch !== undefined && stretch[1] === mark - 1) stretch[1] = mark;
      else stretches.push([mark, mark]);
    }
    return stretches
      .map(([first, last]) => {
        if (first === last) return String(first);
        return last === first + 1 ? `${first},${last}` : `${first}–${last}`;
      })
      .join(',');
  }

  #number(source: BriefSource): number {
    const key = JSON.stringify([source.entry, source.text, source.asOf]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.sources.push(source);
    this.#numbers.set(key, this.sources.length);
    return this.sources.length;
  }
}

/** By what a person would find the block that lacks its sources. */
function named(block: BriefBlock): MessageRef {
  if (block.kind === 'sentence') return block.text;
  return block.kind === 'table' ? (block.columns[0] ?? { key: 'table' }) : block.title;
}
