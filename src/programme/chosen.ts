/**
 * Which clauses of a document are facts. The features of a clause, weighed, give the odds that a person would take it;
 * the weights (`weights.ts`) are those of a logistic regression on texts in which people read the facts
 * (`scripts/programme/train.ts`). A person takes of every text a share that varies less than the odds do: the limit leans towards
 * the odds at which that share is reached.
 */
import type { Candidate, Reading } from './candidates.ts';
import { featuresOf } from './features.ts';
import type { Features } from './features.ts';
import { limit, weights } from './weights.ts';

/** The share of its clauses that a person is apt to take, and how far the limit leans towards it. */
const usualShare = 0.5;
const lean = 0.5;
/** Of fewer clauses no share can be told. */
const fewClauses = 12;

export function chosenOf(reading: Reading): Candidate[] {
  const scores = featuresOf(reading).map((features) => scoreOf(features, weights));
  return chosenBy(reading.candidates, scores, limit);
}

/** The logarithm of the odds that a person would take the clause as a fact; what was told before is none. */
export function scoreOf(features: Features, by: ReadonlyMap<string, number>): number {
  if (features.has('retold')) return -Infinity;
  let score = by.get('') ?? 0;
  for (const [name, value] of features) score += (by.get(name) ?? 0) * value;
  return score;
}

/** The candidates to be taken, by their scores, in order. */
export function chosenBy<C>(candidates: readonly C[], scores: readonly number[], from: number): C[] {
  const ranked = scores.filter(Number.isFinite).sort((a, b) => b - a);
  const usual = ranked.at(Math.min(ranked.length - 1, Math.floor(usualShare * ranked.length))) ?? 0;
  const leaning = lean * Math.min(1, ranked.length / fewClauses);
  const least = (1 - leaning) * from + leaning * usual;
  return candidates.filter((_, i) => scores[i] >= least);
}
