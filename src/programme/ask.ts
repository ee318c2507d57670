/**
 * One box for questions: words and structure (who, where, when, level, area, kind, money) against the statements and
 * objects of a record. The answer is what sources say, with quotes; contradictions and what is unknown are said.
 */
import { message } from '../core/index.ts';
import type { Language, MessageRef } from '../core/index.ts';
import { programmeWords } from '../words/programme.ts';
import { programmeAskWords } from '../words/programmeask.ts';
import { Speaker } from '../words/catalogue.ts';
import { answersFrom, unknownsOf } from './answers.ts';
import { checks } from './checks.ts';
import type { Check, CheckFinding, CheckName } from './checks.ts';
import { boundsOf } from './context.ts';
import { readQuestion } from './question.ts';
import type { Question } from './question.ts';
import type { ProgrammeRecord, Source, Statement } from './record.ts';
import { conceptsOf, stemsOf, tokenWeight } from './tokens.ts';

export { stemsOf } from './tokens.ts';

export interface Answer {
  readonly answer: string;
  readonly evidence: readonly {
    readonly file: string;
    readonly quote: string;
    readonly start: number;
    readonly end: number;
  }[];
  readonly conflicts: readonly {
    readonly subject: string;
    readonly values: readonly string[];
    readonly evidence: readonly Source[];
  }[];
  readonly unknowns: readonly string[];
}

/** How many pieces of evidence an answer shows. */
const shown = 5;
/** A best hit below this share of what the question's words could score is no answer. */
const leastShare = 0.2;
/** How many of the best by words are weighed by structure too. */
const weighed = 400;
/** In a large record, what more than this share of it holds tells nothing apart, and is left out. */
const commonShare = 0.3;
const largeRecord = 5000;

type Conflict = Omit<CheckFinding, 'check'>;
const speaker = new Speaker([programmeWords, programmeAskWords]);
/** Tokens by number: the words of a field are few, its statements many. */
const vocabulary = new Map<string, number>();
/** Tokens of statements, which live longer than an index of them: a record changes one entry at a time. */
const tokensOf = new WeakMap<Statement, Uint32Array>();

/** A record made ready for questions; made once, asked often. */
export class Asker {
  readonly #record: ProgrammeRecord;
  /** By the token's number, the places of the statements that hold it, in order. */
  readonly #postings: (number[] | undefined)[] = [];
  readonly #found = new Map<CheckName, readonly Conflict[]>();
  /** The record without the texts of its documents: names and quotes are looked for in its statements. */
  readonly #untold: ProgrammeRecord;

  constructor(record: ProgrammeRecord) {
    this.#record = record;
    this.#untold = { ...record, documents: record.documents.map(({ text: _text, ...rest }) => rest) };
    for (const [i, statement] of record.statements.entries())
      for (const token of tokensFor(statement)) {
        const held = this.#postings[token];
        if (held === undefined) this.#postings[token] = [i];
        else held.push(i);
      }
  }

  /**
   * @param language of the answer's sentences; that of the question when left out
   * @returns evidence best first, at most five; "none found in the record" where that is the truth
   */
  ask(question: string, language?: Language): Answer {
    const asked = readQuestion(question);
    const say = (ref: MessageRef) => speaker.say(language ?? (asked.isJapanese ? 'ja' : 'en'), ref);
    const ranked = this.#ranked(asked);
    const direct = answersFrom(this.#record, asked, ranked.slice(0, 2).map(sourceOf), (name) =>
      this.#findings(name),
    );
    const conflicts = this.#conflictsFor(asked, ranked.slice(0, 3), direct.evidence);
    const open = unknownsOf(this.#record, asked, [...direct.evidence, ...ranked.slice(0, 3).map(sourceOf)]);
    const unknowns = open.sentences;
    const evidence = chosen([...direct.evidence, ...open.evidence], ranked, conflicts);
    const missing = this.#missing(asked, ranked);
    const sentences = [
      ...direct.sentences,
      ...(unknowns.length === 0 ? [] : [message('programme.ask.unknown', { unknowns: [...unknowns] })]),
      ...this.#said(asked, ranked, missing, direct.sentences.length === 0),
      ...(conflicts.length === 0 ? [] : [message('programme.ask.disputed')]),
    ];
    return {
      answer: (sentences.length === 0 ? [message('programme.ask.none')] : sentences).map(say).join(' '),
      evidence,
      conflicts: conflicts.map(({ subject, evidence: sources, sentence }) => ({
        subject,
        values: valuesOf(sentence, say),
        evidence: sources,
      })),
      unknowns: [
        ...unknowns.map(say),
        ...(ranked.length === 0 && direct.sentences.length + unknowns.length === 0 ? [question] : []),
      ],
    };
  }

  /** The statements that hold at least so many of the stems, those with the most first. */
  find(stems: readonly string[], least: number, limit: number): Statement[] {
    const counts = new Map<number, number>();
    for (const stem of new Set(stems))
      for (const i of this.#holders(stem)) counts.set(i, (counts.get(i) ?? 0) + 1);
    return [...counts]
      .filter(([, count]) => count >= least)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([i]) => this.#record.statements[i]);
  }

  #holders(token: string): readonly number[] {
    const number = vocabulary.get(token);
    return (number === undefined ? undefined : this.#postings[number]) ?? [];
  }

  #ranked(asked: Question): Statement[] {
    const { statements } = this.#record;
    const scores = new Float32Array(statements.length);
    let possible = 0;
    for (const token of tokensAsked(asked)) {
      const holders = this.#holders(token);
      const count = holders.length;
      if (statements.length > largeRecord && count > statements.length * commonShare) continue;
      const weight = Math.log(1 + statements.length / (1 + count)) * tokenWeight(token);
      // Pairs of characters find nothing in English quotes: what they miss says nothing.
      if (count > 0 || !/^[\u3040-\u9fff]/.test(token)) possible += Math.min(weight, 6);
      for (const i of holders) scores[i] += weight;
    }
    return best(scores, possible * leastShare)
      .map((i) => ({ i, score: scores[i] + bonus(statements[i], asked) }))
      .sort((a, b) => b.score - a.score || a.i - b.i)
      .slice(0, 50)
      .map(({ i }) => statements[i]);
  }

  /** Names that the question asks about and that nothing found names. */
  #missing({ text, actors }: Question, ranked: readonly Statement[]): string[] {
    const top = ranked.slice(0, shown);
    const unnamed = actors.filter(
      (name) =>
        !['Japan', 'NATO'].includes(name) &&
        this.#holders(`@${name}`).length === 0 &&
        !top.some((it) => it.actors.includes(name)),
    );
    const words = [...text.matchAll(/(?<=[a-z,'] )[A-Z][a-zà-ÿ]{2,}(?: [A-Z][a-zà-ÿ]+)*/g)].map(
      ([word]) => word,
    );
    const unheard = words.filter((word) => stemsOf(word).every((stem) => this.#holders(stem).length === 0));
    return [...new Set([...unnamed, ...unheard])];
  }

  #said(
    asked: Question,
    ranked: readonly Statement[],
    missing: readonly string[],
    isAlone: boolean,
  ): MessageRef[] {
    const [first] = ranked;
    if (first === undefined) return [];
    if (missing.length > 0) return [message('programme.ask.none-about', { names: [...missing] })];
    const matching = asked.asksNumber && asked.kinds.length > 0 ? this.#counted(asked) : [];
    return isAlone || matching.length > 0
      ? [...matching, ...ranked.slice(0, isAlone ? 2 : 1).map((it) => this.#quoted(it))]
      : [];
  }

  /** "How many exercises …": of that kind, level, time and those actors. */
  #counted({ kinds, level, periods, actors }: Question): MessageRef[] {
    const others = actors.filter((name) => !['Japan', 'NATO'].includes(name));
    const n = this.#record.statements.filter(
      (it) =>
        kinds.includes(it.kind) &&
        (level === undefined || it.level === level) &&
        (periods.length === 0 || overlaps(it, periods)) &&
        others.every((name) => it.actors.includes(name)),
    ).length;
    return n === 0 ? [] : [message('programme.ask.counted', { n })];
  }

  #quoted({ file, assertedBy, quote, date, dateBasis }: Statement): MessageRef {
    const author = this.#record.documents.find((it) => it.file === file)?.author;
    const by = assertedBy === undefined || assertedBy === author ? (author ?? file) : assertedBy;
    const said = { by: `${by} (${file})`, quote: quote.replaceAll('\u00a0', ' ') };
    return date === null
      ? message('programme.ask.says', said)
      : message('programme.ask.says-dated', { ...said, date, basis: dateBasis });
  }

  #findings(name: CheckName): readonly Conflict[] {
    const known = this.#found.get(name) ?? (checks[name] as Check)(this.#untold, '');
    this.#found.set(name, known);
    return known;
  }

  #conflictsFor(asked: Question, hits: readonly Statement[], direct: readonly Source[]): Conflict[] {
    const all = (['statement-conflict', 'arithmetic', 'name-drift'] as const).flatMap((name) =>
      this.#findings(name),
    );
    if (asked.topics.has('conflict') && hits.length === 0) return all;
    const stems = new Set(asked.stems);
    const touches = (source: Source) =>
      [...hits.map(sourceOf), ...direct].some((other) => overlap(source, other));
    return all.filter(({ subject, evidence, sentence }) => {
      const shared = stemsOf(`${subject} ${String(sentence.params?.predicate ?? '')}`).filter(
        (stem) => stems.has(stem) && !['nato', 'japan'].includes(stem),
      ).length;
      return evidence.some(touches) && (shared >= 1 || asked.isJapanese || asked.topics.has('conflict'));
    });
  }
}

function tokensAsked({ tokens, periods, level, kinds, topics }: Question): string[] {
  const times = periods.flatMap(([from, to]) =>
    from.slice(0, 7) === to.slice(0, 7)
      ? [`=${from.slice(0, 4)}`, `=${from.slice(0, 7)}`]
      : [`=${from.slice(0, 4)}`],
  );
  return [
    ...new Set([
      ...tokens,
      ...times,
      ...(level === undefined ? [] : [`^${level}`]),
      ...kinds.map((kind) => `%${kind}`),
      ...(topics.has('obstacle') ? ['~obstacle'] : []),
    ]),
  ];
}

function tokensFor(statement: Statement): Uint32Array {
  const known = tokensOf.get(statement);
  if (known !== undefined) return known;
  const { quote, title, actors, areas, places, subject, kind, level, date, assertedBy } = statement;
  const text = `${quote}\n${title}\n${subject ?? ''}\n${assertedBy ?? ''}`;
  const made = Uint32Array.from(
    new Set([
      ...stemsOf(text),
      ...stemsOf(`${actors.join(' ')} ${places.join(' ')} ${kind}`),
      ...conceptsOf(text),
      ...actors.map((name) => `@${name}`),
      ...places.map((name) => `@${name}`),
      ...areas.map((area) => `#${area}`),
      `%${kind}`,
      `^${level}`,
      ...(date === null ? [] : timesOf(date)),
    ]),
    numberOf,
  );
  tokensOf.set(statement, made);
  return made;
}

function numberOf(token: string): number {
  const known = vocabulary.get(token);
  if (known !== undefined) return known;
  vocabulary.set(token, vocabulary.size);
  return vocabulary.size - 1;
}

function timesOf(date: string): string[] {
  return date.split('/').flatMap((part) => [`=${part.slice(0, 4)}`, `=${part.slice(0, 7)}`]);
}

/** The places of the largest scores, unordered, none below `least`. */
function best(scores: Float32Array, least: number): number[] {
  const floor = Math.max(least, Number.MIN_VALUE);
  let places = indexesFrom(scores, floor);
  if (places.length > weighed) {
    const sorted = Float32Array.from(places, (i) => scores[i]).sort();
    places = indexesFrom(scores, sorted[sorted.length - weighed]).slice(0, weighed * 2);
  }
  return places;
}

function indexesFrom(scores: Float32Array, floor: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < scores.length; i++) if (scores[i] >= floor) places.push(i);
  return places;
}

/** Structure counts beside words: who, when, money, level, kind. */
function bonus(statement: Statement, asked: Question): number {
  const { actors, periods, asksMoney, asksNumber, level, kinds } = asked;
  const { amounts } = statement;
  const shared = statement.actors.filter(
    (name) => actors.includes(name) && name !== 'Japan' && name !== 'NATO',
  ).length;
  const hasMoney = asksMoney && amounts.some(({ unit }) => /^[A-Z]{3}$|^%$/.test(unit));
  return (
    0.5 * Math.min(3, shared) +
    (periods.length > 0 && overlaps(statement, periods) ? 2.5 : 0) +
    (hasMoney ? 2 : 0) +
    (asksNumber && amounts.length > 0 ? 1.5 : 0) +
    (level !== undefined && statement.level === level ? 2 : 0) +
    (kinds.includes(statement.kind) ? 1.5 : 0) +
    (asked.asksAreas ? Math.min(3, statement.areas.length) : 0) +
    (level !== undefined && statement.level === level && kinds.includes(statement.kind) ? 2 : 0) +
    (asked.paper !== undefined && statement.file.startsWith(asked.paper) ? 4 : 0)
  );
}

function overlaps({ date, datePrecision }: Statement, periods: Question['periods']): boolean {
  const bounds = boundsOf(date, datePrecision);
  return bounds !== undefined && periods.some(([from, to]) => bounds[0] <= to && from <= bounds[1]);
}

type Evidence = Answer['evidence'][number];

/** What answers directly, then what was found, with the other side of a conflict: five passages, none twice. */
function chosen(
  direct: readonly Source[],
  ranked: readonly Statement[],
  conflicts: readonly Conflict[],
): Evidence[] {
  const found = ranked.map(sourceOf);
  const opposed = conflicts.slice(0, 1).flatMap(({ evidence }) => evidence);
  const queue = [
    ...direct.slice(0, 3),
    ...found.slice(0, 2),
    ...opposed,
    ...found.slice(2),
    ...direct.slice(3),
  ];
  const taken: Evidence[] = [];
  for (const source of queue) {
    const piece = pieceOf(source);
    if (piece === undefined || taken.length >= shown) continue;
    if (!taken.some((other) => overlap(sourceOf(other), source))) taken.push(piece);
  }
  return taken;
}

function pieceOf({ document, quote, start, end }: Source): Evidence | undefined {
  if (document === undefined || quote === undefined || start === undefined || end === undefined)
    return undefined;
  return { file: document, quote, start, end };
}

function sourceOf({ file, quote, start, end }: Evidence): Source {
  return { document: file, quote, start, end };
}

function overlap(a: Source, b: Source): boolean {
  return (
    a.document !== undefined &&
    a.document === b.document &&
    (a.start ?? 0) < (b.end ?? 0) &&
    (b.start ?? 0) < (a.end ?? 0)
  );
}

function valuesOf(sentence: MessageRef, say: (ref: MessageRef) => string): string[] {
  const { values, names } = sentence.params ?? {};
  const list = values ?? names;
  return Array.isArray(list) ? list.map(String) : [say(sentence)];
}
