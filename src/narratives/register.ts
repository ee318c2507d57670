/**
 * New narratives against the register of known ones: by text (containment of character n-grams in an example), by
 * terms (each list of a known narrative is a thing under several names; all lists must be met), by site.
 */
import type { KnownNarrative, NarrativeRow, RegisterMatch } from './api.ts';
import { jaccard, shingles } from './nearduplicates.ts';
import { normalise } from './normalise.ts';

/** Below it, texts of one claim in other words and unrelated ones overlap (unrelated p99 is 0.29). */
const leastText = 0.4;
/** Share of the lists of terms that must be met, and how many at least. */
const leastTerms = 0.75;
const leastLists = 2;
const leastDomainShare = 0.5;

/** Best first; one row a known narrative. */
export function registerMatches(
  narrative: Pick<NarrativeRow, 'text' | 'entities' | 'domains'>,
  known: readonly KnownNarrative[],
): RegisterMatch[] {
  const text = normalise(narrative.text);
  // The list of n-grams is the function's own: it is copied, because examples are cut up beside it.
  const grams = shingles(text).slice();
  return known
    .flatMap(({ id, body }): RegisterMatch[] => {
      const found = [
        { by: 'text' as const, score: textScore(grams, body.examples), least: leastText },
        { by: 'terms' as const, score: termScore(text, narrative.entities, body.terms), least: leastTerms },
        {
          by: 'address' as const,
          score: domainScore(narrative.domains, body.domains),
          least: leastDomainShare,
        },
      ].filter(({ score, least }) => score >= least);
      const [best] = found.sort((a, b) => b.score - a.score);
      return best === undefined ? [] : [{ entry: id, title: body.title, by: best.by, score: best.score }];
    })
    .sort((a, b) => b.score - a.score || (a.entry < b.entry ? -1 : 1));
}

function textScore(grams: Int32Array, examples: readonly string[]): number {
  return examples.reduce((best, example) => Math.max(best, jaccard(grams, shingles(normalise(example)))), 0);
}

/** Each list is one thing: its words stand in the text, or an entity of the glossary has its name. */
function termScore(text: string, entities: readonly string[], lists: readonly (readonly string[])[]): number {
  if (lists.length < leastLists) return 0;
  const met = lists.filter((list) =>
    list.some((term) => entities.includes(term) || stands(normalise(term), text)),
  );
  return met.length < leastLists ? 0 : met.length / lists.length;
}

function stands(term: string, text: string): boolean {
  return term !== '' && text.includes(term);
}

function domainScore(domains: NarrativeRow['domains'], known: readonly string[]): number {
  const all = domains.reduce((sum, { posts }) => sum + posts, 0);
  const listed = domains.reduce((sum, { domain, posts }) => sum + (known.includes(domain) ? posts : 0), 0);
  return all === 0 ? 0 : listed / all;
}
