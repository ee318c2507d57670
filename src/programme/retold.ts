/** An essay comes back to what it told: one fact per event, not per mention. */

/** From this share of its words on, a clause without a date of its own only tells again what was told. */
const retoldShare = 0.6;
/** Fewer words than this tell too little to compare. */
const fewestWords = 5;
/** A word that more facts hold tells nothing apart, and would make a long document slow. */
const mostHolders = 12;

/** The words of the facts of one document, to know again what was told. */
export class Told {
  readonly #byWord = new Map<string, number[]>();
  #facts = 0;

  /** @param lowered the clause in lower case */
  isRetold(lowered: string): boolean {
    const words = stemsOf(lowered);
    if (words.size < fewestWords) return false;
    const shared = new Map<number, number>();
    for (const word of words)
      for (const fact of this.#byWord.get(word) ?? []) shared.set(fact, (shared.get(fact) ?? 0) + 1);
    for (const count of shared.values()) if (count / words.size >= retoldShare) return true;
    return false;
  }

  add(lowered: string): void {
    const fact = this.#facts++;
    for (const word of stemsOf(lowered)) {
      const facts = this.#byWord.get(word) ?? [];
      if (facts.length < mostHolders) facts.push(fact);
      this.#byWord.set(word, facts);
    }
  }
}

/** Words of four letters and more without their endings; pairs of Chinese characters. */
function stemsOf(lowered: string): Set<string> {
  const words = lowered.match(/[a-z]{4,}|[\u4e00-\u9fff]{2}|[\u30a1-\u30ffー]{3,}/g) ?? [];
  return new Set(words.map((word) => word.slice(0, 6)));
}
