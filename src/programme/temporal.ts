/**
 * The temporal context that a document builds up while it is read (what it was dated, which events it named, who spoke
 * where), and the date it gives to a clause. `context.ts` says what an expression of time means in it.
 */
import type { Clause } from './clauses.ts';
import { asOfDocument, decisive, inherited, resolve, undated } from './context.ts';
import type { FactDate, Surroundings } from './context.ts';
import { isoOf, timesIn } from './dates.ts';
import type { DatePrecision, TimeExpression } from './dates.ts';
import type { Page } from './page.ts';
import type { Sense } from './sense.ts';
import { isJapanese, lower } from './text.ts';
import type { Sentence, Span } from './text.ts';

/** A sentence read: its expressions of time, and the date it was given. */
interface Read {
  readonly sentence: Sentence;
  readonly date: FactDate;
  readonly isDefinite: boolean;
  /** It tells an event of its date, after which a tale may go on. */
  readonly isPast: boolean;
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

export interface Dated {
  readonly folded: string;
  readonly paragraphs: readonly Span[];
  readonly page: Page;
  /** The document's own day, ISO 8601. */
  readonly documentDate: string | undefined;
}

/** From one year to another. */
const changed =
  /\b(?:rose|fell|grew|dropped|increased|decreased|declined|shrank|doubled|climbed)\b.{0,40}\bfrom\b.*\bto\b|年[^。、]{0,16}から.{0,24}(?:低下|減少|増加|上昇|拡大|縮小)/;
/** What was so once, and is told of no date, holds not as of the document. */
const formerly =
  /^(?:Historically|Traditionally|Initially|Originally|Previously|Formerly)\b|^(?:かつて|従来|当初|以前)/;
/** Precisions at which an event is dated. */
const datesEvents: ReadonlySet<DatePrecision> = new Set(['day', 'day-range', 'month', 'year']);
const linked =
  /^(?:It|They|He|She|Both|That|This|The (?:two|sides?|parties|ministers?|leaders?|delegation|delegates|officials|participants|lawmakers|visitors|talks|visit|meeting|exercise|agreement|declaration|document|statement|operation|ships?|crews?)|Its|Their|His|Her)\b/;
const spoke =
  /\b(?:said|told|stressed|noted|warned|added|argued|stated|explained|emphasi[sz]ed|underlined|pledged|promised|welcomed|praised|insisted|replied)\b/;
const simplePast =
  /\b(?:said|told|was|were|had|sent|held|built|made|gave|took|went|came|met|led|put|became|began|brought|bought|sold|saw|won|lost|cut|set|agreed|\w{3,}ed)\b/;
/** Present, perfect and future: what holds today. */
const notPast =
  /\b(?:intends?|plans?|seeks?|aims?|continues?|wants?|needs?|holds?|has|have|is|are|will|would|can|could|should|may|must|remains?|does|do)\b/;
/** What lasted for long, or was so before, is of no one date. */
const lasting =
  /\bfor (?:years|decades|months|centuries)\b|\b(?:until|before|previously|earlier|once|reporters)\b/;
/** Those who met, and what they say together: it is said where they met. */
const joint =
  /^(?:As part of [^,]{3,40}, )?(?:[Tt]he (?:two |three |both )?(?:(?:prime|foreign|defen[cs]e) )?(?:leaders|ministers|presidents|sides)|[Bb]oth (?:leaders|ministers|sides|presidents)) (?:\w+ly |also |further )?(?:re)?(?:affirmed|announced|agreed|acknowledged|committed|confirmed|condemned|decided|discussed|emphasi[sz]ed|expressed|intend|pledged|shared|stressed|underlined|underscored|welcomed)\b|^(?:The|Their|A) (?:joint|resulting) (?:statement|communiqué|declaration)\b|^(?:両首脳|両大臣|両氏|双方)は|^(?:会談後の)?共同(?:声明|発表)(?:で|は|に)/;
/** How many paragraphs after an event those who met there still speak of it. */
const jointReach = 6;
const japanesePast =
  /(?:した|った|いた|れた|えた|んだ|かった|ました)(?:が|ものの|と述べ.{0,3}|と語っ.{0,3})?[。、]?$|と(?:述べ|語っ|強調し|説明し|指摘し)た/;

export class Temporal {
  readonly #folded: string;
  readonly #paragraphs: readonly Span[];
  readonly #page: Page;
  readonly #documentDate: string | undefined;
  readonly #usualYear: number | undefined;
  readonly #isCommunique: boolean;
  /** What dates that which names no date itself and follows no event. */
  readonly #today: FactDate;
  #window: FactDate | undefined;
  #nearDate: string | undefined;
  #nearYear: { year: number; paragraph: number } | undefined;
  #previous: Read | undefined;
  #events: EventMemory[] = [];

  constructor({ folded, paragraphs, page, documentDate }: Dated) {
    this.#folded = folded;
    this.#paragraphs = paragraphs;
    this.#page = page;
    this.#documentDate = documentDate;
    this.#usualYear = usualYear(folded);
    this.#isCommunique = paragraphs
      .slice(0, headLines)
      .some(({ start, end }) => end - start < longestTitle && communique.test(folded.slice(start, end)));
    this.#today = asOfDocument(documentDate);
    const meeting = documentDate === undefined && this.#isCommunique ? this.#lastDayInHead() : undefined;
    if (meeting !== undefined) this.#today = { ...asOfDocument(meeting), dateBasis: 'document-context' };
  }

  /** The last day that an undated communiqué names in front is that of its meeting, or near to it. */
  #lastDayInHead(): string | undefined {
    const end = this.#paragraphs[communiqueHead]?.end ?? this.#folded.length;
    const days = timesIn(this.#folded, 0, end).flatMap(({ precision, from, to }) =>
      (precision === 'day' || precision === 'day-range') && from !== undefined
        ? [isoOf({ ...from, ...to, year: to?.year ?? from.year })]
        : [],
    );
    return days
      .filter((day) => day !== undefined)
      .sort()
      .at(-1);
  }

  /** The year named last in a paragraph completes the months after it. */
  noteYear(times: readonly TimeExpression[], paragraph: number): void {
    const isOfName = ({ start, precision }: TimeExpression) =>
      precision === 'year' && /\b(?:[Tt]he|[Aa]n?|its|their|his|her|\w's) $/.test(this.#before(start));
    const isAhead = ({ precision, from }: TimeExpression) =>
      precision === 'deadline' || String(from?.year) > (this.#documentDate ?? '9').slice(0, 4);
    const year = times.find((time) => time.from?.year !== undefined && !isOfName(time) && !isAhead(time))
      ?.from?.year;
    if (year !== undefined) this.#nearYear = { year, paragraph };
    else if (this.#nearYear !== undefined && this.#nearYear.paragraph !== paragraph)
      this.#nearYear = undefined;
  }

  #before(at: number): string {
    return this.#folded.slice(Math.max(0, at - 8), at);
  }

  #around(): Surroundings {
    return {
      documentDate: this.#documentDate,
      usualYear: this.#usualYear,
      nearYear: this.#nearYear?.year,
      nearDate: this.#nearDate,
    };
  }

  dateOf(clause: Clause, sentence: Sentence, sense: Sense): FactDate {
    const time = this.#decisive(clause);
    if (time !== undefined && !(time.precision === 'vague' && this.#footnoteDate(clause) !== undefined))
      return resolve(time, { ...this.#around(), isAhead: this.#isAhead(clause) });
    return (
      this.#footnoteDate(clause) ??
      this.#visitors(clause) ??
      this.#takenUp(sentence) ??
      this.#speakersEvent(sentence, sense) ??
      this.#jointly(clause, sentence) ??
      this.#goesOn(clause, sentence, sense) ??
      this.#reportedWindow(clause) ??
      (formerly.test(this.#folded.slice(sentence.start, sentence.end)) ? undated : this.#today)
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
    const known = times.filter((time) => !this.#isFarAhead(time));
    // "From 90 per cent in 2010 to 60 in 2023" is told of the end of the change.
    const last = known.at(-1);
    if (
      last?.from?.year !== undefined &&
      known.length > 1 &&
      changed.test(this.#folded.slice(start, last.end + 24))
    )
      return last;
    const best = decisive(known);
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
  #footnoteDate(clause: Clause): FactDate | undefined {
    const marks = this.#folded.slice(clause.start, clause.to).matchAll(/\[(\d{1,3})\]/g);
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
      const before = lower(this.#folded.slice(previous.sentence.start, previous.sentence.end));
      const isToday = /^[^.]{0,60}?\b(?:is|are|has|have|remains?)\b/.test(text);
      if (!isToday && before.includes(taken.slice(0, Math.max(4, taken.length - 2))))
        return inherited(previous.date);
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

  /** What goes on in the simple past right after a dated event, in the same paragraph, is of that date. */
  #goesOn(clause: Clause, sentence: Sentence, { cues }: Sense): FactDate | undefined {
    const previous = this.#previous;
    if (previous?.isPast !== true || previous.sentence.paragraph !== sentence.paragraph) return undefined;
    const text = this.#folded.slice(clause.start, clause.end);
    if (isJapanese(text)) return japanesePast.test(text) ? inherited(previous.date) : undefined;
    const said = this.#folded.slice(clause.start, clause.attribution?.end ?? clause.end);
    const isLinked =
      previous.sentence.start === sentence.start ||
      linked.test(text) ||
      (cues.has('speech') && spoke.test(said)) ||
      (text.startsWith('"') && spoke.test(this.#folded.slice(clause.end, sentence.end)));
    const past = said.search(simplePast);
    const today = said.search(notPast);
    const isPast = past >= 0 && (today < 0 || past < today) && !lasting.test(said);
    return isLinked && isPast ? inherited(previous.date) : undefined;
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

  /** What those who met said together is of the day on which they met. */
  #jointly({ start, end }: Clause, { paragraph }: Sentence): FactDate | undefined {
    const text = this.#folded.slice(start, end);
    if (!joint.test(text)) return undefined;
    const event = text.startsWith('会談後')
      ? this.#events.findLast(({ nouns }) => nouns.has('会談'))
      : this.#events.at(-1);
    const isNear = event !== undefined && paragraph - event.paragraph <= jointReach;
    return isNear && event.date.date !== null ? inherited(event.date) : undefined;
  }

  /** What the visitors themselves did, saw and heard is of the days of their visit. */
  #visitors(clause: Clause): FactDate | undefined {
    if (this.#window?.datePrecision !== 'day-range' || this.#isCommunique) return undefined;
    const text = this.#folded.slice(clause.start, clause.attribution?.end ?? clause.end);
    const isTheirs =
      /^(?:[A-Z][\w' ]{2,40}, )?(?:The|the) (?:\w+ )?(?:delegation|committee|members|visitors|interlocutors|hosts|lawmakers|mission|group)\b|\bthe (?:delegation|committee) (?:heard|learned|was told)\b|^代表団/.test(
        text,
      );
    return isTheirs && !/\b(?:is|are|will|has|have) /.test(text.slice(0, 60))
      ? inherited(this.#window)
      : undefined;
  }

  /** A report of a visit tells in the past tense what happened on those days. */
  #reportedWindow(clause: Clause): FactDate | undefined {
    if (this.#window === undefined) return undefined;
    if (this.#isCommunique) return inherited(this.#window);
    const text = this.#folded.slice(clause.start, clause.attribution?.end ?? clause.end);
    const past = text.search(simplePast);
    const today = text.search(notPast);
    const isPast =
      this.#window.datePrecision === 'day-range' && past >= 0 && past < 70 && (today < 0 || past < today);
    if (!reporting.test(text) && !isPast) return undefined;
    return this.#window.datePrecision === 'day-range' || together.test(text)
      ? inherited(this.#window)
      : undefined;
  }

  remember(clause: Clause, sentence: Sentence, sense: Sense, date: FactDate): void {
    const time = decisive(clause.times);
    const isDefinite = time !== undefined && date.date !== null && time.precision !== 'vague';
    const isInherited = date.dateBasis === 'inherited';
    const isPast = isInherited
      ? this.#previous?.isPast === true || joint.test(this.#folded.slice(clause.start, clause.end))
      : isDefinite && this.#isPastEvent(clause, time, date);
    this.#previous = { sentence, date, isDefinite: isDefinite || isInherited, isPast };
    if (!isDefinite) return;
    const text = lower(this.#folded.slice(clause.start, clause.end));
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

  /** An event that took place on its date: nothing that lasts since then, and nothing to come. */
  #isPastEvent({ start, end }: Clause, time: TimeExpression, date: FactDate): boolean {
    if (!datesEvents.has(date.datePrecision) || time.inName === true) return false;
    if (this.#documentDate !== undefined && (date.date ?? '') > this.#documentDate) return false;
    const before = this.#folded.slice(Math.max(start, time.start - 24), time.start + 8);
    if (date.datePrecision !== 'day-range' && /\b(?:since|until|from|between|before|after)\b/i.test(before))
      return false;
    const text = this.#folded.slice(start, end);
    // A day inside of what somebody said is not the day on which he said it.
    if (
      /\b(?:said|noted|told|recalled|stated|stressed|warned|argued|explained|learned)\b.* that\b/.test(
        this.#folded.slice(start, time.start),
      )
    )
      return false;
    if (isJapanese(text)) return !/以来|以降|までに|予定|見込み|方針/.test(text);
    return !/\b(?:will|would|due to|set to|expected to|plans? to|has been|have been)\b/.test(text);
  }

  /** A report is written within weeks of what it reports. */
  #isNearDocument(date: string | null): boolean {
    if (date === null || this.#documentDate === undefined) return false;
    const days = (Date.parse(this.#documentDate) - Date.parse(date)) / 86_400_000;
    return days >= 0 && days <= reportDays;
  }

  /** Where the event of a date took place, as far as it was told. */
  placesAt(date: FactDate): readonly string[] {
    return this.#events.findLast((event) => event.date.date === date.date)?.places ?? [];
  }
}

const reporting =
  /\b(?:visited|met|told|described|presented|warned|urged|toured|asked|voiced|noted|stressed|said|welcomed|underlined|underscored|underlines|heard|learned|raised|discussed|kicked off|denounced|condemned|argued|emphasi[sz]ed|received|briefed|agreed|decided|consisted|included|provided|considered|featured|stated|explained|highlighted|reaffirmed|reiterated|confirmed|recalled|affirmed|exchanged|thanked|pledged|announced|expressed|shared|concurred|called|was the meeting|according to)\b|述べ|示され|示した|示しました|説明を受け|強調|指摘|視察|会談|意見交換|意見を交換|説明|一致|確認|歓迎|表明|合意|議論|共有|出席|参加|開催/;
/** Who took part together in the event that a document reports. */
const together =
  /^(?:\d+\.? ?)?(?:The|Both|Two) (?:two |foreign |defen[cs]e |prime )*(?:ministers?|leaders?|sides?|two|parties|delegations?|countries|participants|heads|officials|talks|meeting|summit|session)\b|^They\b|^(?:双方|両者|両国|両大臣|両首脳|両氏|参加者|[^、。]{2,12}側)|\b(?:during|at|in) (?:the|their) (?:meeting|talks|visit|session|summit|dialogue)\b/i;
/** Where a text calls itself a communiqué; an essay may name one in its first sentence. */
const headLines = 3;
const longestTitle = 130;
/** How many paragraphs of a communiqué are looked through for its day. */
const communiqueHead = 3;
/** A text that its parties agreed word by word: all that it says is said on its day. */
const communique =
  /joint (?:statement|communiqu[eé]|declaration|press release)|communiqu[eé]|共同声明|共同宣言|共同発表|コミュニケ/i;

/**
 * The year that a text speaks of: named more than once, and most often of the last few that it names; of equals the latest. What is
 * to be done "by 2030" says nothing of when it was written.
 */
function usualYear(folded: string): number | undefined {
  const counts = new Map<number, number>();
  for (const [, before, name] of folded.matchAll(
    /(\b(?:by|until|before|to) (?:the end of )?)?\b((?:19|20)\d\d)\b/g,
  ))
    if (before === undefined) counts.set(Number(name), (counts.get(Number(name)) ?? 0) + 1);
  const latest = Math.max(...counts.keys());
  const [best] = [...counts]
    .filter(([year, count]) => count > 1 && year > latest - lastFewYears)
    .sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return best?.[0];
}

const lastFewYears = 4;
