/** An essay comes back to what it told: one fact per event, not per mention. */

/** Fewer words than this tell too little to compare. */
const fewestWords = 5;
/** A word that more facts hold tells nothing apart, and would make a long document slow. */
const mostHolders = 12;

/** A passage in lower case, and where its sentence begins. */
export interface Passage {
  readonly text: string;
  readonly of: number;
}

/** For each of the passages, the largest share of its words that one of another sentence before it holds. */
export function likeness(passages: readonly Passage[]): number[] {
  const byWord = new Map<string, number[]>();
  return passages.map(({ text, of }, at) => {
    const words = stemsOf(text);
    const shared = new Map<number, number>();
    for (const word of words) {
      const holders = byWord.get(word) ?? [];
      for (const holder of holders)
        if (passages[holder].of !== of) shared.set(holder, (shared.get(holder) ?? 0) + 1);
      if (holders.length < mostHolders) holders.push(at);
      byWord.set(word, holders);
    }
    return words.size < fewestWords ? 0 : Math.max(0, ...shared.values()) / words.size;
  });
}

/** Words of four letters and more without their endings; pairs of Chinese characters. */
function stemsOf(lowered: string): Set<string> {
  const words = lowered.match(/[a-z]{4,}|[\u4e00-\u9fff]{2}|[\u30a1-\u30ffー]{3,}/g) ?? [];
  return new Set(words.map((word) => word.slice(0, 6)));
}
