/**
 * Facts out of a document's text, without any model: sentences, the clauses of them that hold one fact, and for each
 * its date with basis, kind, actors, level, areas, places, amounts. Every fact is an exact quote with offsets.
 * README.md tells the method, its figures and its limits.
 */
import { amountsIn } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { clausesOf } from './clauses.ts';
import type { Clause } from './clauses.ts';
import type { FactDate } from './context.ts';
import { timesIn } from './dates.ts';
import type { DatePrecision } from './dates.ts';
import { readPage, repeatedSentences } from './page.ts';
import type { Page } from './page.ts';
import { People } from './people.ts';
import { Told } from './retold.ts';
import { senseOf } from './sense.ts';
import type { Sense } from './sense.ts';
import { Temporal } from './temporal.ts';
import { fold, isJapanese, lower, paragraphsOf, sentencesOf } from './text.ts';
import type { Sentence, Span } from './text.ts';
import type { Area, DateBasis, FactKind, Level, Modality } from './vocabulary.ts';
import { worthOf, worthLimit } from './worth.ts';

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
  const reader = new Reader(file, text, options);
  return reader.facts();
}

class Reader {
  readonly #file: string;
  readonly #text: string;
  readonly #folded: string;
  readonly #lowered: string;
  readonly #page: Page;
  readonly #sentences: readonly Sentence[];
  readonly #people: People;
  readonly #temporal: Temporal;
  readonly #told = new Told();
  /** Who spoke last, and in which paragraph. */
  #speech: { readonly attribution: Span; readonly paragraph: number } | undefined;
  #subject: { sense: Sense; paragraph: number } | undefined;
  /** The level of the delegation whose visit a document reports. */
  #visitors: Level | undefined;

  constructor(file: string, text: string, { documentDate }: ExtractOptions) {
    this.#file = file;
    this.#text = text;
    this.#folded = fold(text);
    this.#lowered = lower(this.#folded);
    const paragraphs = paragraphsOf(this.#folded);
    this.#page = readPage(this.#folded, paragraphs);
    this.#sentences = sentencesOf(this.#folded, paragraphs);
    this.#people = new People(this.#folded);
    this.#temporal = new Temporal({
      folded: this.#folded,
      paragraphs,
      page: this.#page,
      documentDate: this.#page.documentDate ?? documentDate,
    });
  }

  facts(): Fact[] {
    const repeated = repeatedSentences(this.#lowered, this.#sentences);
    const facts: Fact[] = [];
    for (const [i, sentence] of this.#sentences.entries()) {
      const role = this.#page.roles[sentence.paragraph];
      if ((role !== 'body' && role !== 'footnote') || repeated.has(i)) continue;
      facts.push(...this.#sentenceFacts(sentence, this.#sentences[i + 1]));
    }
    return facts;
  }

  #sentenceFacts(sentence: Sentence, next: Sentence | undefined): Fact[] {
    const times = timesIn(this.#folded, sentence.start, sentence.end);
    this.#temporal.noteYear(times, sentence.paragraph);
    const clauses = clausesOf(this.#folded, sentence, times);
    const followed =
      next !== undefined &&
      /^(?:For example|Specifically|In particular|For instance)\b|^(?:例えば|具体的には)/.test(
        this.#folded.slice(next.start, next.start + 20),
      );
    const facts: Fact[] = [];
    for (const part of clauses) {
      const clause = this.#spoken(part, sentence);
      const sense = this.#takenFrom(
        senseOf(this.#folded, this.#lowered, clause, sentence, this.#people.phrases),
        clause,
        sentence,
      );
      const date = this.#temporal.dateOf(clause, sentence, sense);
      const amounts = amountsIn(this.#folded.slice(clause.start, clause.end));
      const worth = worthOf({
        text: this.#folded.slice(clause.start, clause.end),
        sense,
        clause,
        amounts,
        isIntroduction: followed,
        isInherited: date.dateBasis === 'inherited',
        isCited: /\[\d{1,3}\]/.test(this.#folded.slice(clause.start, sentence.end)),
      });
      this.#temporal.remember(clause, sentence, sense, date);
      if (this.#isMereCitation(sentence, sense)) continue;
      if (worth < worthLimit) continue;
      const words = this.#lowered.slice(clause.start, clause.end);
      if (clause.times.length === 0 && this.#told.isRetold(words)) continue;
      this.#told.add(words);
      facts.push(this.#fact(clause, sense, date, amounts));
    }
    return facts;
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

  #fact({ start, end }: Clause, sense: Sense, date: FactDate, amounts: readonly Amount[]): Fact {
    const { kind, actors, level, areas, modality, speaker } = sense;
    const places =
      sense.places.length > 0 || date.dateBasis !== 'inherited'
        ? sense.places
        : this.#temporal.placesAt(date);
    return {
      file: this.#file,
      quote: this.#text.slice(start, end),
      start,
      end,
      ...date,
      kind,
      title: titleOf(this.#folded.slice(start, end), speaker),
      actors,
      level,
      areas,
      places,
      amounts,
      modality,
    };
  }
}

const takesUp =
  /^(?:The|It|They|He|She|This|These|Both|We|In \d{4},? (?:it|they)|in \d{4},? (?:it|they)|同|両|双方)|\bthe two\b/;
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
