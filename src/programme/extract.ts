/**
 * Facts out of a document's text, without any model: sentences, the clauses of them that hold one fact, and for each
 * its date with basis, kind, actors, level, areas, places, amounts. Every fact is an exact quote with offsets.
 * README.md tells the method, its figures and its limits.
 */
import type { Amount } from './amounts.ts';
import { readCandidates } from './candidates.ts';
import type { Candidate } from './candidates.ts';
import { chosenOf } from './chosen.ts';
import type { DatePrecision } from './dates.ts';
import type { Area, DateBasis, FactKind, Level, Modality } from './vocabulary.ts';

/** One fact, as `commonwatch programme extract --json` prints it. Offsets count UTF-16 units. */
export interface Fact {
  readonly file: string;
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly date: string | null;
  readonly datePrecision: DatePrecision;
  readonly dateBasis: DateBasis;
  readonly kind: FactKind;
  readonly title: string;
  readonly actors: readonly string[];
  readonly level: Level;
  readonly areas: readonly Area[];
  readonly places: readonly string[];
  readonly amounts: readonly Amount[];
  readonly modality: Modality;
}

export interface ExtractOptions {
  /** The document's day, where its own text does not say it (ISO 8601). */
  readonly documentDate?: string;
}

/** The facts of one document, in order of the text. */
export function extractFacts(file: string, text: string, options: ExtractOptions = {}): Fact[] {
  const reading = readCandidates(text, options.documentDate);
  return chosenOf(reading).map((candidate) => factOf(file, text, reading.folded, candidate));
}

function factOf(
  file: string,
  text: string,
  folded: string,
  { clause: { start, end }, sense, date, amounts, placesOfDate }: Candidate,
): Fact {
  const { kind, actors, level, areas, modality, speaker } = sense;
  return {
    file,
    quote: text.slice(start, end),
    start,
    end,
    ...date,
    kind,
    title: titleOf(folded.slice(start, end), speaker),
    actors,
    level,
    areas,
    places: sense.places.length > 0 ? sense.places : placesOfDate,
    amounts,
    modality,
  };
}

const titleLength = 90;

/** A line to list a fact by: its own words, shortened; who said it in front. */
function titleOf(text: string, speaker: string | undefined): string {
  const said =
    speaker === undefined || text.includes(speaker.split(' ').at(-1) ?? speaker)
      ? text
      : `${speaker}: ${text}`;
  const plain = said.replace(/\s+/g, ' ').replace(/^["']|["']$/g, '');
  if (plain.length <= titleLength) return plain;
  const cut = plain.slice(0, titleLength);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), titleLength / 2))}…`;
}
