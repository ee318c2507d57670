/** The clauses of a document that may be facts, in order, each with what it is about, its date and its amounts. */
import { amountsIn } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { clausesOf } from './clauses.ts';
import type { Clause } from './clauses.ts';
import type { FactDate } from './context.ts';
import { timesIn } from './dates.ts';
import { readPage, repeatedSentences } from './page.ts';
import type { Page } from './page.ts';
import { People } from './people.ts';
import { senseOf } from './sense.ts';
import type { Sense } from './sense.ts';
import { Temporal } from './temporal.ts';
import { fold, isJapanese, lower, paragraphsOf, sentencesOf } from './text.ts';
import type { Sentence, Span } from './text.ts';
import type { Level } from './vocabulary.ts';

export interface Candidate {
  readonly clause: Clause;
  readonly sentence: Sentence;
  readonly sense: Sense;
  readonly date: FactDate;
  readonly amounts: readonly Amount[];
  /** Where the event of its date took place, as far as that was told before. */
  readonly placesOfDate: readonly string[];
  /** Into how many clauses its sentence was parted, and which of them it is, from 0 on. */
  readonly pieces: number;
  readonly piece: number;
  /** The next sentence gives an example of it. */
  readonly isIntroduction: boolean;
  readonly isFootnote: boolean;
}

export interface Reading {
  readonly folded: string;
  readonly lowered: string;
  readonly documentDate: string | undefined;
  readonly candidates: readonly Candidate[];
}

/** @param documentDate the document's day, ISO 8601, where its own text does not say it */
export function readCandidates(text: string, documentDate: string | undefined): Reading {
  return new Reader(text, documentDate).read();
}

class Reader {
  readonly #folded: string;
  readonly #lowered: string;
  readonly #page: Page;
  readonly #documentDate: string | undefined;
  readonly #sentences: readonly Sentence[];
  readonly #people: People;
  readonly #temporal: Temporal;
  /** Who spoke last, and in which paragraph. */
  #speech: { readonly attribution: Span; readonly paragraph: number } | undefined;
  #subject: { sense: Sense; paragraph: number } | undefined;
  /** The level of the delegation whose visit a document reports. */
  #visitors: Level | undefined;

  constructor(text: string, documentDate: string | undefined) {
    this.#folded = fold(text);
    this.#lowered = lower(this.#folded);
    const paragraphs = paragraphsOf(this.#folded);
    this.#page = readPage(this.#folded, paragraphs);
    this.#documentDate = this.#page.documentDate ?? documentDate;
    this.#sentences = sentencesOf(this.#folded, paragraphs);
    this.#people = new People(this.#folded);
    this.#temporal = new Temporal({
      folded: this.#folded,
      paragraphs,
      page: this.#page,
      documentDate: this.#documentDate,
    });
  }

  read(): Reading {
    const repeated = repeatedSentences(this.#lowered, this.#sentences);
    const candidates: Candidate[] = [];
    for (const [i, sentence] of this.#sentences.entries()) {
      const role = this.#page.roles[sentence.paragraph];
      if ((role !== 'body' && role !== 'footnote') || repeated.has(i)) continue;
      candidates.push(...this.#sentenceCandidates(sentence, this.#sentences[i + 1]));
    }
    return {
      folded: this.#folded,
      lowered: this.#lowered,
      documentDate: this.#documentDate,
      candidates,
    };
  }

  #sentenceCandidates(sentence: Sentence, next: Sentence | undefined): Candidate[] {
    const times = timesIn(this.#folded, sentence.start, sentence.end);
    this.#temporal.noteYear(times, sentence.paragraph);
    const isIntroduction =
      next !== undefined && example.test(this.#folded.slice(next.start, next.start + 20));
    const isFootnote = this.#page.roles[sentence.paragraph] === 'footnote';
    const candidates: Candidate[] = [];
    const clauses = clausesOf(this.#folded, sentence, times);
    for (const [piece, part] of clauses.entries()) {
      const clause = this.#spoken(part, sentence);
      const sense = this.#takenFrom(
        senseOf(this.#folded, this.#lowered, clause, sentence, this.#people.phrases),
        clause,
        sentence,
      );
      const date = this.#temporal.dateOf(clause, sentence, sense);
      const amounts = amountsIn(this.#folded.slice(clause.start, clause.end));
      this.#temporal.remember(clause, sentence, sense, date);
      if (this.#isMereCitation(sentence, sense)) continue;
      const placesOfDate = date.dateBasis === 'inherited' ? this.#temporal.placesAt(date) : [];
      const parted = { pieces: clauses.length, piece };
      candidates.push({
        clause,
        sentence,
        sense,
        date,
        amounts,
        placesOfDate,
        ...parted,
        isIntroduction,
        isFootnote,
      });
    }
    return candidates;
  }

  /** A quote that goes on where the sentence before named its speaker is said by the same. */
  #spoken(clause: Clause, sentence: Sentence): Clause {
    const before = this.#speech;
    if (clause.attribution !== undefined)
      this.#speech = { attribution: clause.attribution, paragraph: sentence.paragraph };
    const goesOn =
      clause.attribution === undefined &&
      before?.paragraph === sentence.paragraph &&
      /^["「]/.test(this.#folded.slice(sentence.start, sentence.start + 1));
    return goesOn ? { ...clause, attribution: before.attribution } : clause;
  }

  /** A footnote that only names a source is evidence, no fact; one that names an instrument with its day is both. */
  #isMereCitation(sentence: Sentence, sense: Sense): boolean {
    if (this.#page.roles[sentence.paragraph] !== 'footnote') return false;
    const text = this.#folded.slice(sentence.start, sentence.end);
    // `NATO, "Title," 5 June 2023`: a publisher and a title.
    if (/^[\d\s.]*[A-Z][^"]{1,60}, ?"/.test(text)) return true;
    return (
      sense.instruments === 0 &&
      (/"/.test(text.slice(0, 60)) ||
        !/ (?:has|have|is|are|was|were|\w{3,}ed) |[たる](?:。|$)|ている/.test(text))
    );
  }

  /** "It", "the two", "the request": what names nobody is about whom the sentence before named. */
  #takenFrom(sense: Sense, clause: Clause, sentence: Sentence): Sense {
    const before = this.#subject;
    this.#subject = sense.actors.length > 0 ? { sense, paragraph: sentence.paragraph } : before;
    const opening = this.#folded.slice(clause.start, clause.start + 60);
    if (this.#visitors !== undefined && /\b(?:the|The) delegation\b|^代表団/.test(opening))
      return { ...sense, level: this.#visitors };
    if (/\bdelegation\b|代表団/.test(opening) && sense.kind === 'visit') this.#visitors ??= sense.level;
    if (sense.actors.length > 0 || before === undefined || sentence.paragraph - before.paragraph > 2)
      return sense;
    const reach = isJapanese(opening) ? 12 : 40;
    const goesOn = before.paragraph === sentence.paragraph && clause.start > sentence.start + reach;
    if (!goesOn && !takesUp.test(opening)) return sense;
    const { actors, level } = before.sense;
    return { ...sense, actors, level: sense.level === 'other' ? level : sense.level };
  }
}

const example = /^(?:For example|Specifically|In particular|For instance)\b|^(?:例えば|具体的には)/;
const takesUp =
  /^(?:The|It|They|He|She|This|These|Both|We|In \d{4},? (?:it|they)|in \d{4},? (?:it|they)|同|両|双方)|\bthe two\b/;
