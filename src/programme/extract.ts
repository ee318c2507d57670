/**
 * Facts out of a document's text, without any model: sentences, the clauses of them that hold one fact, and for each
 * its date with basis, kind, actors, level, areas, places, amounts. Every fact is an exact quote with offsets.
 * README.md tells the method, its figures and its limits.
 */
import { amountsIn } from './amounts.ts';
import type { Amount } from './amounts.ts';
import { clausesOf } from './clauses.ts';
import type { Clause } from './clauses.ts';
import { asOfDocument, decisive, inherited, resolve } from './context.ts';
import type { FactDate, Surroundings } from './context.ts';
import { timesIn } from './dates.ts';
import type { DatePrecision, TimeExpression } from './dates.ts';
import { readPage, repeatedSentences } from './page.ts';
import type { Page } from './page.ts';
import { People } from './people.ts';
import { senseOf } from './sense.ts';
import type { Sense } from './sense.ts';
import { fold, lower, paragraphsOf, sentencesOf } from './text.ts';
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

/** A sentence read: its expressions of time, and the date it was given. */
interface Read {
  readonly sentence: Sentence;
  readonly date: FactDate;
  readonly isDefinite: boolean;
}

/** An event named with its date, that later sentences may take up. */
interface EventMemory {
  readonly date: FactDate;
  readonly places: readonly string[];
  readonly people: ReadonlySet<string>;
  readonly nouns: ReadonlySet<string>;
  readonly paragraph: number;
}

/** Words by which a later sentence takes up an event; one word of a group may stand for another. */
const eventNouns: readonly (readonly string[])[] = [
  [
    'meeting',
    'summit',
    'conference',
    'talks',
    'dialogue',
    'session',
    'workshop',
    'seminar',
    'symposium',
    'forum',
    '研究会',
    'シンポジウム',
    'セミナー',
    'consultation',
    ' met ',
    '会談',
    '会合',
    '会議',
    '対話',
    '協議',
  ],
  ['visit', 'trip', 'delegation', '訪問', '来日', '訪日'],
  ['exercise', 'drill', '演習', '訓練'],
  ['declaration', '宣言', '声明'],
  ['agreement', '協定', '合意'],
  ['request', '要求'],
];
/** A document that reports an event of one day is dated at most this many days after it. */
const reportDays = 21;
/** How many paragraphs later a speaker still speaks at the event at which he was introduced. */
const speakerReach = 4;

class Reader {
  readonly #file: string;
  readonly #text: string;
  readonly #folded: string;
  readonly #lowered: string;
  readonly #paragraphs: readonly Span[];
  readonly #page: Page;
  readonly #sentences: readonly Sentence[];
  readonly #people: People;
  readonly #documentDate: string | undefined;
  readonly #usualYear: number | undefined;
  readonly #isCommunique: boolean;
  #window: FactDate | undefined;
  #nearDate: string | undefined;
  #nearYear: { year: number; paragraph: number } | undefined;
  #previous: Read | undefined;
  /** Who spoke last, and in which paragraph. */
  #speech: { readonly attribution: Span; readonly paragraph: number } | undefined;
  #subject: { sense: Sense; paragraph: number } | undefined;
  /** The level of the delegation whose visit a document reports. */
  #visitors: Level | undefined;
  #events: EventMemory[] = [];

  constructor(file: string, text: string, { documentDate }: ExtractOptions) {
    this.#file = file;
    this.#text = text;
    this.#folded = fold(text);
    this.#lowered = lower(this.#folded);
    this.#paragraphs = paragraphsOf(this.#folded);
    this.#page = readPage(this.#folded, this.#paragraphs);
    this.#sentences = sentencesOf(this.#folded, this.#paragraphs);
    this.#people = new People(this.#folded);
    this.#documentDate = this.#page.documentDate ?? documentDate;
    this.#usualYear = usualYear(this.#folded);
    this.#isCommunique = communique.test(this.#folded.slice(0, this.#paragraphs[2]?.end ?? 0));
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
    this.#noteYear(times, sentence.paragraph);
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
      const date = this.#dateOf(clause, sentence, sense);
      const amounts = amountsIn(this.#folded.slice(clause.start, clause.end));
      const worth = worthOf({
        text: this.#folded.slice(clause.start, clause.end),
        sense,
        clause,
        amounts,
        isIntroduction: followed,
        isCited: /\[\d{1,3}\]/.test(this.#folded.slice(clause.start, sentence.end)),
      });
      this.#remember(clause, sentence, sense, date);
      if (this.#isMereCitation(sentence, sense)) continue;
      if (worth >= worthLimit) facts.push(this.#fact(clause, sense, date, amounts));
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
    return (
      sense.instruments === 0 &&
      (/"/.test(text.slice(0, 60)) || !/ (?:has|have|is|are|was|were) |[たる](?:。|$)|ている/.test(text))
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
    const goesOn = before.paragraph === sentence.paragraph && clause.start > sentence.start + 40;
    if (!goesOn && !takesUp.test(opening)) return sense;
    const { actors, level } = before.sense;
    return { ...sense, actors, level };
  }

  #noteYear(times: readonly TimeExpression[], paragraph: number): void {
    const year = times.find(({ from }) => from?.year !== undefined)?.from?.year;
    if (year !== undefined) this.#nearYear = { year, paragraph };
    else if (this.#nearYear !== undefined && this.#nearYear.paragraph !== paragraph)
      this.#nearYear = undefined;
  }

  #around(): Surroundings {
    return {
      documentDate: this.#documentDate,
      usualYear: this.#usualYear,
      nearYear: this.#nearYear?.year,
      nearDate: this.#nearDate,
    };
  }

  #dateOf(clause: Clause, sentence: Sentence, sense: Sense): FactDate {
    const time = this.#decisive(clause);
    if (time !== undefined && !(time.precision === 'vague' && this.#footnoteDate(sentence) !== undefined))
      return resolve(time, { ...this.#around(), isAhead: this.#isAhead(clause) });
    return (
      this.#footnoteDate(sentence) ??
      this.#takenUp(sentence) ??
      this.#speakersEvent(sentence, sense) ??
      this.#reportedWindow(clause) ??
      asOfDocument(this.#documentDate)
    );
  }

  /** "Our jets begin to retire in the mid-2030s" is said today: a decade to come dates nothing. */
  #isFarAhead({ precision, from }: TimeExpression): boolean {
    const year = this.#documentDate?.slice(0, 4);
    return precision === 'decade' && year !== undefined && (from?.year ?? 0) > Number(year);
  }

  #isAhead({ start, end }: Clause): boolean {
    return /\bwill\b|\bplan(?:s|ned)? to\b|\bscheduled\b|\bis (?:set|due) to\b|予定|見通し|見込み|方針/.test(
      this.#folded.slice(start, end),
    );
  }

  /** "In 2022, the government set 43 trillion yen from fiscal 2023": the frame at the beginning dates the sentence. */
  #decisive({ start, times }: Clause): TimeExpression | undefined {
    const best = decisive(times.filter((time) => !this.#isFarAhead(time)));
    if (best?.precision !== 'fiscal-year') return best;
    const frame = times.find(
      (time) =>
        time.start < best.start &&
        time.from?.year !== undefined &&
        time.inName !== true &&
        (time.start - start <= 12 || /^(?:、|は|に|,)/.test(this.#folded.slice(time.end, time.end + 1))),
    );
    return frame ?? best;
  }

  /** The date in the footnote that a sentence refers to. */
  #footnoteDate(sentence: Sentence): FactDate | undefined {
    const marks = this.#folded.slice(sentence.start, sentence.end).matchAll(/\[(\d{1,3})\]/g);
    for (const [, mark] of marks) {
      const paragraph = this.#page.footnotes.get(mark);
      if (paragraph === undefined) continue;
      const spans = this.#paragraphs[paragraph];
      const time = decisive(timesIn(this.#folded, spans.start, spans.end));
      if (time?.from?.year === undefined) continue;
      return { ...resolve(time, this.#around()), dateBasis: 'footnote' };
    }
    return undefined;
  }

  /** "For example, …" goes on with the sentence before; "The request …" takes up what that one named. */
  #takenUp(sentence: Sentence): FactDate | undefined {
    const text = this.#folded.slice(sentence.start, sentence.end);
    const previous = this.#previous;
    const isNear = previous !== undefined && sentence.paragraph - previous.sentence.paragraph <= 1;
    if (
      isNear &&
      /^(?:For example|For instance|Specifically|In particular|例えば|具体的には)/.test(text) &&
      previous.date.datePrecision !== 'as-of'
    )
      return { ...previous.date, dateBasis: previous.date.date === null ? 'none' : 'inherited' };
    const taken =
      /^(?:The|This|That) ([a-z]{4,})/.exec(text)?.[1] ??
      /^(?:この|その|同)([\u4e00-\u9fff]{2})/.exec(text)?.[1];
    if (isNear && taken !== undefined && previous.isDefinite) {
      const before = this.#lowered.slice(previous.sentence.start, previous.sentence.end);
      if (before.includes(taken.slice(0, Math.max(4, taken.length - 2)))) return inherited(previous.date);
    }
    if (isNear && previous.isDefinite && /^(?:Since then|その後|以来)/.test(text))
      return inherited(previous.date);
    const opening = /^(会談|会合|訪問|演習|会議|対話|協議)(?:では|で|の場|の中)/.exec(text)?.[1];
    const noun =
      opening ??
      /(?:at|during|after|before|in) (?:the|their|this) (summit|visit|meeting|exercise|conference|talks|dialogue|session)\b/i.exec(
        text,
      )?.[1] ??
      /^同(会談|会合|訪問|演習|会議|対話)/.exec(text)?.[1];
    if (noun === undefined) return undefined;
    const group = eventNouns.find((nouns) => nouns.includes(noun)) ?? [noun];
    const event =
      this.#events.findLast(({ nouns }) => nouns.has(noun)) ??
      this.#events.findLast(({ nouns }) => group.some((other) => nouns.has(other)));
    return event === undefined ? undefined : inherited(event.date);
  }

  /** Who was introduced at a dated event is taken to speak there, for the next few paragraphs. */
  #speakersEvent(sentence: Sentence, sense: Sense): FactDate | undefined {
    const who = sense.speaker ?? sense.people[0];
    if (who === undefined) return undefined;
    const event = this.#events.findLast(
      (held) => held.people.has(who) && sentence.paragraph - held.paragraph <= speakerReach,
    );
    if (event === undefined) return undefined;
    const elsewhere =
      sense.places.length > 0 &&
      event.places.length > 0 &&
      !sense.places.some((place) => event.places.includes(place));
    return elsewhere ? undefined : inherited(event.date);
  }

  /** A report of a visit tells in the past tense what happened on those days. */
  #reportedWindow(clause: Clause): FactDate | undefined {
    if (this.#window === undefined) return undefined;
    if (this.#isCommunique) return inherited(this.#window);
    const text = this.#folded.slice(clause.start, clause.attribution?.end ?? clause.end);
    if (!reporting.test(text)) return undefined;
    return this.#window.datePrecision === 'day-range' || together.test(text)
      ? inherited(this.#window)
      : undefined;
  }

  #remember(clause: Clause, sentence: Sentence, sense: Sense, date: FactDate): void {
    const time = decisive(clause.times);
    const isDefinite = time !== undefined && date.date !== null && time.precision !== 'vague';
    this.#previous = { sentence, date, isDefinite: isDefinite || date.dateBasis === 'inherited' };
    if (!isDefinite) return;
    const text = this.#lowered.slice(clause.start, clause.end);
    this.#nearDate = date.date ?? undefined;
    const nouns = new Set(eventNouns.flat().filter((noun) => text.includes(noun)));
    if (nouns.size > 0)
      this.#events.push({
        date,
        places: sense.places,
        people: new Set(sense.people),
        nouns,
        paragraph: sentence.paragraph,
      });
    const isEarly = sentence.paragraph < 12 && sentence.start < 2500;
    const isReported =
      date.datePrecision === 'day-range' || (date.datePrecision === 'day' && this.#isNearDocument(date.date));
    if (this.#window === undefined && isEarly && isReported && nouns.size > 0) this.#window = date;
  }

  /** A report is written within weeks of what it reports. */
  #isNearDocument(date: string | null): boolean {
    if (date === null || this.#documentDate === undefined) return false;
    const days = (Date.parse(this.#documentDate) - Date.parse(date)) / 86_400_000;
    return days >= 0 && days <= reportDays;
  }

  #fact({ start, end }: Clause, sense: Sense, date: FactDate, amounts: readonly Amount[]): Fact {
    const { kind, actors, level, areas, modality, speaker } = sense;
    const places =
      sense.places.length > 0 || date.dateBasis !== 'inherited' ? sense.places : this.#placesAt(date);
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

  #placesAt(date: FactDate): readonly string[] {
    return this.#events.findLast((event) => event.date.date === date.date)?.places ?? [];
  }
}

const takesUp =
  /^(?:The|It|They|He|She|This|These|Both|We|In \d{4},? (?:it|they)|in \d{4},? (?:it|they)|同|両|双方)|\bthe two\b/;
const reporting =
  /\b(?:visited|met|told|noted|stressed|said|welcomed|underlined|underscored|underlines|heard|learned|raised|discussed|kicked off|denounced|condemned|argued|emphasi[sz]ed|received|briefed|agreed|decided|consisted|included|provided|considered|featured|stated|explained|highlighted|reaffirmed|reiterated|confirmed|recalled|affirmed|exchanged|thanked|pledged|announced|expressed|shared|concurred|called|was the meeting|according to)\b|述べ|示され|示した|示しました|説明を受け|強調|指摘|視察|会談|意見交換|意見を交換|説明|一致|確認|歓迎|表明|合意|議論|共有|出席|参加|開催/;
/** Who took part together in the event that a document reports. */
const together =
  /^(?:\d+\.? ?)?(?:The|Both|Two) (?:two |foreign |defen[cs]e |prime )*(?:ministers?|leaders?|sides?|two|parties|delegations?|countries|participants|heads|officials|talks|meeting|summit|session)\b|^They\b|^(?:双方|両者|両国|両大臣|両首脳|両氏|参加者|[^、。]{2,12}側)|\b(?:during|at|in) (?:the|their) (?:meeting|talks|visit|session|summit|dialogue)\b/i;
/** A text that its parties agreed word by word: all that it says is said on its day. */
const communique =
  /joint (?:statement|communiqu[eé]|declaration|press release)|communiqu[eé]|共同声明|共同宣言|共同発表|コミュニケ/i;

/** The year that a text names most often, the latest of equals. */
function usualYear(folded: string): number | undefined {
  const counts = new Map<number, number>();
  for (const [year] of folded.matchAll(/\b(?:19|20)\d\d\b/g))
    counts.set(Number(year), (counts.get(Number(year)) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return best?.[0];
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
