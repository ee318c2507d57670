/** What a clause is about: actors, level, areas, places, kind and modality, from one pass of the lexicon. */
import type { Clause } from './clauses.ts';
import { actors as gazetteer, instruments, places as placeNames } from './gazetteer.ts';
import type { Actor } from './gazetteer.ts';
import type { Cue } from './lexicon.ts';
import { areaWords, cueModality, cueWords, kindWords } from './lexicon.ts';
import { Phrases } from './phrases.ts';
import type { Match, Phrase } from './phrases.ts';
import { fold, isJapanese, lower } from './text.ts';
import type { Sentence } from './text.ts';
import type { ActorClass, Area, FactKind, Level, Modality } from './vocabulary.ts';
import { factKinds } from './vocabulary.ts';

export interface Sense {
  readonly kind: FactKind;
  readonly kindWeight: number;
  readonly actors: readonly string[];
  readonly people: readonly string[];
  readonly speaker: string | undefined;
  /** A named actor stands at the beginning. */
  readonly leads: boolean;
  readonly level: Level;
  readonly areas: readonly Area[];
  readonly places: readonly string[];
  readonly instruments: number;
  readonly cues: ReadonlySet<Cue>;
  readonly classes: ReadonlySet<ActorClass>;
  readonly modality: Modality;
}

type Lexeme =
  | { readonly of: 'actor'; readonly actor: Actor }
  | { readonly of: 'capital'; readonly actor: Actor; readonly place: string }
  | { readonly of: 'place'; readonly place: string };
type Word =
  | { readonly of: 'area'; readonly area: Area }
  | { readonly of: 'kind'; readonly kind: FactKind; readonly weight: number }
  | { readonly of: 'cue'; readonly cue: Cue }
  | { readonly of: 'instrument' };

const names = new Phrases<Lexeme>(namePhrases());
const areaPhrases = new Phrases<Word>(
  Object.entries(areaWords).flatMap(([area, text]) => phrasesOf(text, { of: 'area', area: area as Area })),
);
const kindPhrases = new Phrases<Word>(
  Object.entries(kindWords).flatMap(([kind, byWeight]) =>
    Object.entries(byWeight).flatMap(([weight, text]) =>
      phrasesOf(text, { of: 'kind', kind: kind as FactKind, weight: Number(weight) }),
    ),
  ),
);
const cuePhrases = new Phrases<Word>(
  Object.entries(cueWords).flatMap(([cue, text]) => phrasesOf(text, { of: 'cue', cue: cue as Cue })),
);
const instrumentPhrases = new Phrases<Word>(
  instruments.map((text) => ({ text, value: { of: 'instrument' } })),
);

function* namePhrases(): Generator<Phrase<Lexeme>> {
  const capitals = new Set(gazetteer.flatMap((actor) => actor.capitals));
  for (const actor of gazetteer) {
    for (const text of actor.aliases) yield { text, value: { of: 'actor', actor } };
    for (const text of actor.capitals) yield { text, value: { of: 'capital', actor, place: text } };
  }
  for (const [place, ...aliases] of placeNames)
    for (const text of [place, ...aliases])
      if (!capitals.has(text)) yield { text, value: { of: 'place', place } };
}

function phrasesOf(text: string, value: Word): Phrase<Word>[] {
  return text.split('|').map((phrase) => ({ text: phrase, value }));
}

/** @param sentence the whole sentence: who speaks may stand outside the clause */
export function senseOf(
  folded: string,
  lowered: string,
  clause: Clause,
  sentence: Sentence,
  people: Phrases<string>,
): Sense {
  const { start, end } = clause;
  const find = (phrases: Phrases<Word>) =>
    phrases.find(folded, lowered, start, end).map(({ value }) => value);
  const text = folded.slice(start, end);
  const named = names.find(folded, lowered, start, end);
  const { actors, places, classes } = namesIn(folded, named);
  const persons = distinct(people.find(folded, lowered, start, end).map(({ value }) => value));
  const speaker = speakerOf(folded, lowered, clause, sentence, people);
  const cues = new Set(find(cuePhrases).flatMap((word) => (word.of === 'cue' ? [word.cue] : [])));
  const areas = distinct(find(areaPhrases).flatMap((word) => (word.of === 'area' ? [word.area] : [])));
  const kindWordsFound = kindPhrases.find(folded, lowered, start, end);
  const isShared = classes.has('nato') || classes.has('ally');
  const { kind, weight } = kindOf(kindWordsFound, cues, speaker !== undefined, text, isShared);
  const subjectAt = opening.exec(text)?.[0].length ?? 0;
  // The programmes between NATO and a partner are the organisation's, whoever else is named.
  if (partnershipProgramme.test(text)) classes.add('nato');
  const everyone = distinct([...(speaker === undefined ? [] : [speaker]), ...persons, ...actors]);
  return {
    kind,
    kindWeight: weight,
    actors: everyone,
    people: persons,
    speaker,
    leads: named.some(
      (match) =>
        match.value.of !== 'place' &&
        match.start - start >= subjectAt &&
        match.start - start <= subjectAt + leadLength,
    ),
    level: levelOf(lowered.slice(start, end), classes, actors, { kind, cues }),
    areas,
    places,
    instruments: find(instrumentPhrases).length,
    cues,
    classes,
    modality: modalityOf(kind, cues),
  };
}

function namesIn(folded: string, matches: readonly Match<Lexeme>[]) {
  const actors: string[] = [];
  const places: string[] = [];
  const classes = new Set<ActorClass>();
  for (const { start, value } of matches) {
    const isWhere = /\b(?:in|at|to|from|near|around|off|across|within|toward) (?:the )?$/i.test(
      folded.slice(Math.max(0, start - 12), start),
    );
    if (value.of === 'place') {
      places.push(value.place);
      if (value.place === 'NATO HQ') classes.add('nato');
    } else if (value.of === 'capital' && isWhere) places.push(value.place);
    else {
      actors.push(value.actor.name);
      classes.add(value.actor.actorClass);
      if (isWhere && value.actor.actorClass !== 'nato' && /^[A-Z]/.test(folded[start]))
        places.push(value.actor.name);
    }
  }
  return { actors: distinct(actors), places: distinct(places), classes };
}

/** Who is said to speak: in the attribution that was cut off, or in front of a verb of saying. */
function speakerOf(
  folded: string,
  lowered: string,
  { start, end, attribution }: Clause,
  sentence: Sentence,
  people: Phrases<string>,
): string | undefined {
  const from = attribution ?? { start: sentence.start, end: Math.min(sentence.end, end) };
  const [first] = people.find(folded, lowered, from.start, from.end);
  if (first === undefined) return undefined;
  if (attribution !== undefined) return first.value;
  if (/\b[Aa]ccording to (?:\w+ ){0,3}$/.test(folded.slice(Math.max(0, first.start - 60), first.start)))
    return first.value;
  const after = folded.slice(first.end, first.end + 160);
  return speaking.test(after) && first.start - start < 120 ? first.value : undefined;
}

const speaking =
  /\b(?:said|says|noted|stressed|stated|emphasi[sz]ed|underlined|argued|warned|signal[l]?ed|voiced|expressed|highlighted|welcomed|told|described|writes)\b|^(?:首相|外相|防衛相|大臣|事務総長|大統領|長官|大使|教授|氏).{0,60}(?:述べ|強調|表明|指摘|語っ|警告)|述べ|強調し|表明し|指摘し/;

/** "At the organisational level, ": the subject stands behind it. */
const opening =
  /^(?:At|On|In|For|With|Under|Within|Among|Amid|Since|By|During|After|Before|Through|Following|Throughout|Across|Over|From) [^,]{3,60}, /;
/** How far into a clause its subject may stand, in UTF-16 units: "The Kishida government's" is 24. */
const leadLength = 24;
const partnershipProgramme =
  /\bITPP\b|\bIPCP\b|Partnership Programme|Partnership and Cooperation Programme|Locked Shields|Cyber Coalition|Steadfast |under NATO command|Northwood|Indo-Pacific partners|パートナーシップ(?:協力)?計画/;

function kindOf(
  matches: readonly Match<Word>[],
  cues: ReadonlySet<Cue>,
  isSpoken: boolean,
  text: string,
  isShared: boolean,
): { kind: FactKind; weight: number } {
  const weights = new Map<FactKind, number>();
  const add = (kind: FactKind, weight: number) => weights.set(kind, (weights.get(kind) ?? 0) + weight);
  // English puts the verb that decides in front, Japanese at the end.
  const ordered = isJapanese(text) ? [...matches].reverse() : matches;
  for (const [i, { value: word }] of ordered.entries())
    if (word.of === 'kind') add(word.kind, word.weight + (i === 0 ? 0.9 : 0));
  if (isSpoken || /^["「]/.test(text)) add('statement', 4);
  if (cues.has('proposal') && !isSpoken) add('proposal', 3);
  let best: FactKind =
    weights.size === 0 && !cues.has('speech') && (cues.has('state') || cues.has('event'))
      ? isShared || cues.has('event') || /%|per ?cent|割/.test(text)
        ? 'programme'
        : 'policy'
      : 'statement';
  for (const kind of factKinds)
    if (outweighs(weights.get(kind) ?? 0, weights.get(best) ?? 0, best)) best = kind;
  return { kind: best, weight: weights.get(best) ?? 0 };
}

/** A bare statement gives way to any other kind that weighs as much. */
function outweighs(weight: number, bestWeight: number, best: FactKind): boolean {
  return weight > bestWeight || (weight === bestWeight && weight > 0 && best === 'statement');
}

const parliament =
  /parliament(?! (?:has )?(?:passed|adopted|approved|ratified))|national assembly|nordic council|\bcongress\b|\bsenate\b|\bmps\b|lawmaker|legislator|\bdiet\b|議員|(?<!評)議会|国会/;
const minilateral =
  /trilateral|minilateral|quadrilateral|\bquad\b|aukus|gcap|global combat air|three countries|three partners|camp david|seoul-tokyo-washington|日米韓|日米豪|日英伊|(?:3|三|３)か国|クアッド/;
const memberState =
  /member[- ]state|individual nato member|nato members|member countr|bilateral|加盟国|二国間|日英|日米(?!韓|豪)|日仏|日独|日伊/;
const organisational = /organi[sz]ation(?:al)?[- ]level|on an organi[sz]ational/;

const classOf = new Map(gazetteer.map(({ name, actorClass }) => [name, actorClass]));
const isState = (name: string) =>
  name !== 'NATO member states' && ['ally', 'state', 'japan'].includes(classOf.get(name) ?? '');
/** `Japan, the United Kingdom and Italy agreed`: three states in front act together. */
const threeInFront = /^(?:the )?[\w' ]{3,22}, (?:the )?[\w' ]{3,22},? and (?:the )?\w/;

/** Whose level a clause is at; the words of the text go before what its actors suggest. */
function levelOf(
  text: string,
  classes: ReadonlySet<ActorClass>,
  actors: readonly string[],
  { kind, cues }: { readonly kind: FactKind; readonly cues: ReadonlySet<Cue> },
): Level {
  if (classes.has('parliament') || parliament.test(text)) return 'parliamentary';
  if (organisational.test(text)) return 'organisation';
  if (minilateral.test(text)) return 'minilateral';
  if (!classes.has('nato') && threeInFront.test(text) && actors.slice(0, 3).filter(isState).length === 3)
    return 'minilateral';
  const first = classOf.get(actors[0] ?? '');
  const isPosition = cues.has('obstacle') || cues.has('speech');
  // What an ally says or opposes is its own position, be it about the Alliance.
  if (first === 'ally' && isPosition && kind === 'statement') return 'member-state';
  if (first === 'state' && isPosition && kind === 'statement' && actors[0] !== 'South Korea') return 'other';
  if (first === 'japan' && (kind === 'budget' || (kind === 'policy' && !classes.has('nato'))))
    return 'domestic';
  if (memberState.test(text) && !/member and partner/.test(text)) return 'member-state';
  if (classes.has('nato') || actors.includes('AP4')) return 'organisation';
  if (classes.has('ally')) return 'member-state';
  if (classes.has('japan') && !classes.has('state') && !classes.has('grouping') && !classes.has('body'))
    return 'domestic';
  return 'other';
}

const byKind: Readonly<Partial<Record<FactKind, Modality>>> = {
  meeting: 'held',
  visit: 'held',
  exercise: 'held',
  agreement: 'agreed',
  statement: 'said',
  proposal: 'proposed',
  programme: 'ongoing',
  policy: 'ongoing',
  budget: 'requested',
};

function modalityOf(kind: FactKind, cues: ReadonlySet<Cue>): Modality {
  if (kind === 'statement') return 'said';
  for (const cue of ['request', 'plan', 'proposal', 'forecast'] as const) {
    const modality = cueModality[cue];
    if (modality !== undefined && cues.has(cue) && !(cues.has('event') && cue !== 'request')) return modality;
  }
  return byKind[kind] ?? (cues.has('state') ? 'ongoing' : 'done');
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** The actors of the gazetteer that a text names, in order. */
export function namesOf(text: string): string[] {
  const folded = fold(text);
  return namesIn(folded, names.find(folded, lower(folded), 0, folded.length)).actors;
}

const ofJapan = new Set(gazetteer.filter(({ actorClass }) => actorClass === 'japan').map(({ name }) => name));

/** The state to which an actor belongs, as far as the gazetteer says; otherwise the actor. */
export function stateOf(actor: string): string {
  return ofJapan.has(actor) ? 'Japan' : actor;
}
