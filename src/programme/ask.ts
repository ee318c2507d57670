/**
 * One box for questions: words and structure (who, where, when, level, area, kind, money) against the statements and
 * instruments of a record. The answer is what sources say, with quotes; contradictions and what is unknown are said.
 */
import { amountsIn } from './amounts.ts';
import { conflictsIn } from './checks.ts';
import { namesOf, stateOf } from './sense.ts';
import type { Instrument, ProgrammeRecord, Source, Statement } from './record.ts';
import { fold, lower } from './text.ts';

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
const leastShare = 0.22;

const stopWords = new Set(
  'the a an of to in on at by for with from and or is are was were be been has have had do does did it its this that these those what which who whom whose when where why how may can could should would will there any some as under about between into than then not only record according s most'.split(
    ' ',
  ),
);

/** Stems of a text: words without common endings, cut to six letters; pairs of characters for Japanese. */
export function stemsOf(text: string): string[] {
  const plain = lower(fold(text));
  const stems: string[] = [];
  for (const [word] of plain.matchAll(/[a-zà-ÿ0-9][a-zà-ÿ0-9-]*/g)) {
    if (stopWords.has(word)) continue;
    stems.push(
      word
        .replace(/'s$/, '')
        .replace(/(?:ations?|ments?|ings?|ied|ies|ed|es|s)$/, (end) =>
          word.length - end.length >= 3 ? '' : end,
        )
        .slice(0, 6),
    );
  }
  for (const [run] of plain.matchAll(/[\u3040-\u30ff\u4e00-\u9fff]+/g))
    for (let i = 0; i + 2 <= run.length; i++) stems.push(run.slice(i, i + 2));
  return stems;
}

/** A record made ready for questions; made once, asked often. */
export class Asker {
  readonly #record: ProgrammeRecord;
  readonly #postings = new Map<string, number[]>();
  readonly #conflicts: ReturnType<typeof conflictsIn>;

  constructor(record: ProgrammeRecord) {
    this.#record = record;
    this.#conflicts = conflictsIn(record.statements);
    for (const [i, statement] of record.statements.entries())
      for (const stem of new Set(stemsOf(textOf(statement)))) {
        const held = this.#postings.get(stem);
        if (held === undefined) this.#postings.set(stem, [i]);
        else held.push(i);
      }
  }

  /** @returns evidence best first, at most five; "none found in the record" where that is the truth */
  ask(question: string): Answer {
    const asked = readQuestion(question);
    const basis = asked.asksBasis ? this.#basisFor(asked) : undefined;
    // What bears on such a question is what is said of agreements on visiting forces.
    const stems = asked.asksBasis
      ? [...asked.stems, ...stemsOf('reciprocal access agreement RAA signed')]
      : asked.stems;
    const ranked = this.#ranked({ ...asked, stems });
    const evidence = ranked
      .slice(0, shown)
      .map(({ file, quote, start, end }) => ({ file, quote, start, end }));
    const conflicts = this.#conflictsFor(asked, ranked.slice(0, shown));
    const unknowns = this.#unknownsFor(asked);
    const unknown = unknowns.length === 0 ? undefined : `Unknown in the record: ${unknowns.join('; ')}.`;
    const answer = basis ?? unknown ?? this.#sentence(asked, ranked, conflicts.length);
    return {
      answer,
      evidence,
      conflicts,
      unknowns: ranked.length === 0 && basis === undefined ? [...unknowns, question] : unknowns,
    };
  }

  /** The statements that hold at least so many of the stems, those with the most first. */
  find(stems: readonly string[], least: number, limit: number): Statement[] {
    const counts = new Map<number, number>();
    for (const stem of new Set(stems))
      for (const i of this.#postings.get(stem) ?? []) counts.set(i, (counts.get(i) ?? 0) + 1);
    return [...counts]
      .filter(([, count]) => count >= least)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, limit)
      .map(([i]) => this.#record.statements[i]);
  }

  #ranked(asked: Question): Statement[] {
    const { statements } = this.#record;
    const scores = new Map<number, number>();
    let possible = 0;
    for (const stem of asked.stems) {
      const holders = this.#postings.get(stem) ?? [];
      const weight = Math.log(1 + statements.length / (1 + holders.length));
      possible += weight;
      for (const i of holders) scores.set(i, (scores.get(i) ?? 0) + weight);
    }
    return [...scores]
      .filter(([, score]) => score >= possible * leastShare)
      .map(([i, score]) => ({ i, score: score + bonus(statements[i], asked) }))
      .sort((a, b) => b.score - a.score || a.i - b.i)
      .slice(0, 50)
      .map(({ i }) => statements[i]);
  }

  /** Whether an agreement on visiting forces is in the record: "none found" is never "not allowed". */
  #basisFor({ actors }: Question): string | undefined {
    const states = actors.map(stateOf).filter((name) => name !== 'NATO');
    const [host, visitor = 'Japan'] = states
      .filter((name) => name !== 'Japan')
      .concat(states.includes('Japan') ? ['Japan'] : []);
    if (host === undefined) return undefined;
    const forces = this.#record.instruments.filter(({ type }) => type === 'raa' || type === 'sofa');
    const between = forces.filter(({ parties }) => parties.includes(host) && parties.includes(visitor));
    const others = forces.filter(({ parties }) => parties.includes(visitor) && !parties.includes(host));
    if (between.length > 0) return `In the record: ${between.map(described).join('; ')}.`;
    const rest =
      others.length === 0 ? '' : ` In the record for ${visitor}: ${others.map(described).join('; ')}.`;
    return `None found in the record: no reciprocal access or status of forces agreement between ${visitor} and ${host}. That does not mean that it is not allowed.${rest}`;
  }

  #conflictsFor(asked: Question, hits: readonly Statement[]): Answer['conflicts'] {
    const ids = new Set(hits.map((it) => `${it.file}:${it.start}`));
    const stems = new Set(asked.stems);
    return this.#conflicts
      .filter(({ subject, evidence }) => {
        const touched = evidence.some(({ document, start }) => ids.has(`${document}:${start}`));
        return touched || stemsOf(subject).filter((stem) => stems.has(stem)).length >= 2;
      })
      .map(({ subject, evidence, sentence }) => ({
        subject,
        values: (sentence.params?.values ?? []) as readonly string[],
        evidence,
      }));
  }

  #unknownsFor({ stems }: Question): string[] {
    const asks = new Set(stems);
    return this.#record.instruments
      .filter(
        ({ successor, title, id }) =>
          successor === 'unknown' &&
          ['succes', 'after', 'follow', 'next', 'expire', 'expir', '2026', '後継'].some((stem) =>
            asks.has(stem),
          ) &&
          [...stemsOf(title), ...stemsOf(id.replaceAll('-', ' '))].some((stem) => asks.has(stem)),
      )
      .map(({ title, expiry }) => `${title}: ends ${expiry ?? '?'}, successor unknown in the record`);
  }

  #sentence(asked: Question, ranked: readonly Statement[], conflicts: number): string {
    const [best] = ranked;
    if (best === undefined) return 'None found in the record.';
    const instruments = this.#instrumentsFor(asked).map(described);
    const when = best.date === null ? '' : ` (${best.date}; ${best.dateBasis})`;
    const disputed = conflicts > 0 ? ' Sources disagree: see the conflicts.' : '';
    const about = instruments.length === 0 ? '' : ` Instruments: ${instruments.join('; ')}.`;
    return `${best.file} says: “${best.quote}”${when}.${disputed}${about}`;
  }

  #instrumentsFor({ stems }: Question): Instrument[] {
    const asks = new Set(stems);
    return this.#record.instruments.filter(({ title, id }) => {
      const named = stemsOf(id.replaceAll('-', ' ')).some(
        (stem) => stem.length > 2 && !/^\d/.test(stem) && asks.has(stem),
      );
      return (
        named ||
        stemsOf(title).filter((stem) => asks.has(stem) && !['nato', 'japan'].includes(stem)).length >= 3
      );
    });
  }
}

interface Question {
  readonly stems: readonly string[];
  readonly actors: readonly string[];
  readonly years: readonly string[];
  readonly asksMoney: boolean;
  readonly asksBasis: boolean;
  readonly level: string | undefined;
}

function readQuestion(question: string): Question {
  const folded = fold(question);
  const isBasis =
    /\b(?:may|allowed|can|permitted|legal)\b.*\b(?:territory|soil|waters|under an agreement|host|land)\b|(?:領土|領域).*(?:でき|可能)/i;
  return {
    stems: [...new Set(stemsOf(question))],
    actors: namesOf(question),
    years: folded.match(/\b(?:19|20)\d\d\b/g) ?? [],
    asksMoney:
      /how much|budget|spend|cost|per cent|percent|%|billion|予算|いくら/i.test(folded) ||
      amountsIn(folded).length > 0,
    asksBasis: isBasis.test(folded),
    level: /member[- ]state/i.test(folded)
      ? 'member-state'
      : /parliament/i.test(folded)
        ? 'parliamentary'
        : undefined,
  };
}

/** Structure counts beside words: who, when, money, level. */
function bonus(statement: Statement, { actors, years, asksMoney, level }: Question): number {
  const shared = statement.actors.filter((name) => actors.includes(name)).length;
  const isDated = years.some((year) => statement.date?.includes(year) === true);
  const hasMoney = asksMoney && statement.amounts.length > 0;
  return (
    0.4 * Math.min(3, shared) + (isDated ? 2 : 0) + (hasMoney ? 1.5 : 0) + (statement.level === level ? 1 : 0)
  );
}

function textOf({ quote, title, actors, areas, places, subject, kind }: Statement): string {
  return [quote, title, actors.join(' '), areas.join(' '), places.join(' '), subject ?? '', kind].join(' ');
}

function described({ title, signed, inForce, expiry }: Instrument): string {
  const parts = [
    ...(signed === undefined ? [] : [`signed ${signed}`]),
    ...(inForce === undefined ? [] : [`in force ${inForce}`]),
    ...(expiry === undefined ? [] : [`ends ${expiry}`]),
  ];
  return parts.length === 0 ? title : `${title} (${parts.join(', ')})`;
}
