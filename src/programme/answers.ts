/**
 * What the objects of a record answer by themselves, before any passage is looked for: instruments, goals without an
 * activity, commitments, proposals, positions, memberships, documents; and what of it nobody knows.
 */
import { message } from '../core/index.ts';
import type { MessageRef } from '../core/index.ts';
import type { CheckFinding, CheckName } from './checks.ts';
import { statesOf } from './question.ts';
import type { Question } from './question.ts';
import type { Instrument, ProgrammeRecord, Proposal, RecordDocument, Source } from './record.ts';
import { stateOf } from './sense.ts';
import { conceptsOf, stemsOf } from './tokens.ts';
import type { FactKind } from './vocabulary.ts';

export interface DirectAnswer {
  readonly sentences: readonly MessageRef[];
  readonly evidence: readonly Source[];
}

/** What a check finds in the record; worked out once. */
export type Findings = (name: CheckName) => readonly Omit<CheckFinding, 'check'>[];

type Answerer = (
  record: ProgrammeRecord,
  asked: Question,
  hits: readonly Source[],
  findings: Findings,
) => DirectAnswer | undefined;

/** In this order; what several know is said after one another. */
const answerers: readonly Answerer[] = [
  basisFor,
  forcesInstruments,
  noneOfThatKind,
  goalsWithoutActivity,
  goalsListed,
  blockedProposals,
  positionsOn,
  membershipOf,
  findingsOn,
  documentsAsked,
  instrumentsAsked,
  proposalsAsked,
];

/** @param hits the passages that fit the question best: what rests on one of them is asked about */
export function answersFrom(
  record: ProgrammeRecord,
  asked: Question,
  hits: readonly Source[],
  findings: Findings,
): DirectAnswer {
  const found = answerers.flatMap((answer) => answer(record, asked, hits, findings) ?? []);
  return {
    sentences: found.flatMap(({ sentences }) => sentences),
    evidence: found.flatMap(({ evidence }) => evidence),
  };
}

/** Whether an agreement on visiting forces is in the record: "none found" is never "not allowed". */
function basisFor({ instruments }: ProgrammeRecord, asked: Question): DirectAnswer | undefined {
  if (!asked.asksBasis) return undefined;
  const states = statesOf(asked.actors);
  const [host, visitor = 'Japan'] = states
    .filter((name) => name !== 'Japan')
    .concat(states.includes('Japan') ? ['Japan'] : []);
  if (host === undefined) return undefined;
  const forces = instruments.filter(isForces);
  const between = forces.filter(({ parties }) => parties.includes(host) && parties.includes(visitor));
  if (between.length > 0) return listed(between);
  const others = forces.filter(({ parties }) => parties.includes(visitor));
  const none = message('programme.ask.none-forces', { visitor, host });
  if (others.length === 0) return { sentences: [none], evidence: [] };
  return {
    sentences: [none, message('programme.ask.forces-of', { visitor, instruments: others.map(described) })],
    evidence: others.flatMap(({ sources }) => sources),
  };
}

function forcesInstruments({ instruments }: ProgrammeRecord, asked: Question): DirectAnswer | undefined {
  if (asked.asksBasis || !asked.topics.has('forces')) return undefined;
  const others = statesOf(asked.actors).filter((name) => name !== 'Japan');
  const found = instruments.filter((it) => isForces(it) && others.every((name) => it.parties.includes(name)));
  if (found.length > 0) return listed(found);
  const [host] = others;
  return host === undefined
    ? undefined
    : { sentences: [message('programme.ask.none-forces', { visitor: 'Japan', host })], evidence: [] };
}

/** "Did Japan sign a treaty with Canada?": nothing of that kind with that party is none found, whatever else names it. */
function noneOfThatKind(
  { statements, instruments, activities }: ProgrammeRecord,
  asked: Question,
): DirectAnswer | undefined {
  const kinds = asked.kinds.filter((kind) => isDeed.has(kind));
  const others = asked.actors.filter((name) => !['Japan', 'NATO'].includes(stateOf(name)));
  if (kinds.length === 0 || others.length === 0 || asked.asksBasis || asked.topics.has('forces'))
    return undefined;
  const all = (names: readonly string[], text = '') =>
    others.every((name) => names.some((it) => stateOf(it) === name) || text.includes(name));
  const isHeld =
    statements.some((it) => kinds.includes(it.kind) && all(it.actors, it.quote)) ||
    (kinds.includes('agreement') && instruments.some(({ parties }) => all(parties))) ||
    activities.some(
      ({ kind, participants, host }) =>
        (kinds as readonly string[]).includes(kind) && all([...participants, host ?? '']),
    );
  return isHeld
    ? undefined
    : {
        sentences: [
          message('programme.ask.none-of-kind', {
            kinds: kinds.map((kind) => message(`programme.ask.kind.${kind}`)),
            names: others,
          }),
        ],
        evidence: [],
      };
}

/** Kinds of what is done, held or signed; a statement or proposal may come in any words. */
const isDeed: ReadonlySet<FactKind> = new Set([
  'agreement',
  'exercise',
  'visit',
  'procurement',
  'deployment',
]);

function isForces({ type }: Instrument): boolean {
  return type === 'raa' || type === 'sofa';
}

function listed(instruments: readonly Instrument[]): DirectAnswer {
  return {
    sentences: [message('programme.ask.instruments', { instruments: instruments.map(described) })],
    evidence: instruments.flatMap(({ sources }) => sources),
  };
}

function described({ title, signed, inForce, expiry }: Instrument): MessageRef | string {
  const facts = [
    ...(signed === undefined ? [] : [message('programme.ask.signed', { date: signed })]),
    ...(inForce === undefined ? [] : [message('programme.ask.in-force', { date: inForce })]),
    ...(expiry === undefined ? [] : [message('programme.ask.ends', { date: expiry })]),
  ];
  return facts.length === 0 ? title : message('programme.ask.instrument', { title, facts });
}

/** Goals and areas that no activity of the record serves, ever (`never`) or in the last year (the check's matter). */
function goalsWithoutActivity(
  { goals, activities }: ProgrammeRecord,
  { topics }: Question,
): DirectAnswer | undefined {
  if (!topics.has('no-activity')) return undefined;
  const idle = goals.filter(
    ({ area, rank = 'goal' }) =>
      (rank === 'goal' || rank === 'area') && !activities.some((activity) => activity.area === area),
  );
  return idle.length === 0
    ? undefined
    : {
        sentences: [message('programme.ask.no-activity', { goals: idle.map(({ title }) => title) })],
        evidence: idle.flatMap(({ sources }) => sources),
      };
}

function goalsListed({ goals, instruments }: ProgrammeRecord, asked: Question): DirectAnswer | undefined {
  if (!asked.topics.has('goals') || asked.topics.has('no-activity')) return undefined;
  const rank = /objective|戦略目標/i.test(asked.text)
    ? 'objective'
    : /issue|優先課題/i.test(asked.text)
      ? 'issue'
      : undefined;
  const found = goals.filter((goal) => rank === undefined || goal.rank === rank);
  if (found.length === 0) return undefined;
  const named = new Set(found.map(({ instrument }) => instrument));
  return {
    sentences: [message('programme.ask.goals', { goals: found.map(({ title }) => title) })],
    evidence: instruments
      .filter(({ id }) => named.has(id))
      .flatMap(({ sources }) => sources)
      .filter(({ quote }) => quote !== undefined),
  };
}

function blockedProposals(
  { proposals, obstacles }: ProgrammeRecord,
  asked: Question,
): DirectAnswer | undefined {
  if (!asked.topics.has('blocked')) return undefined;
  const open = new Map(obstacles.filter(({ status }) => status === 'open').map((it) => [it.id, it]));
  const found = proposals.flatMap(({ title, blockedBy = [] }) => {
    const by = blockedBy.flatMap((id) => open.get(id) ?? []);
    return by.length === 0 ? [] : [{ title, by }];
  });
  return found.length === 0
    ? undefined
    : {
        sentences: found.map(({ title, by }) =>
          message('programme.ask.blocked-by', { title, obstacles: by.map((it) => it.title) }),
        ),
        evidence: found.flatMap(({ by }) => by.flatMap(({ sources }) => sources.slice(0, 1))),
      };
}

function positionsOn({ positions, proposals }: ProgrammeRecord, asked: Question): DirectAnswer | undefined {
  const asks =
    /\b(?:oppos|against|support|favou?r|position|stance|want|block|veto|who)\b|oppos|block|反対|賛成|立場|支持/i;
  if (!asks.test(asked.text)) return undefined;
  const titles = new Map(proposals.map(({ id, title }) => [id, title]));
  const found = positions.filter(({ title, actor, proposal }) =>
    isAbout(asked, `${title} ${actor} ${titles.get(proposal) ?? ''}`, 3),
  );
  return found.length === 0
    ? undefined
    : {
        sentences: found.map(({ actor, stance, proposal }) =>
          message('programme.ask.position', {
            actor,
            stance: message(`programme.ask.stance.${stance}`),
            proposal: titles.get(proposal) ?? proposal,
          }),
        ),
        evidence: found.flatMap(({ sources }) => sources),
      };
}

function membershipOf({ bodies }: ProgrammeRecord, asked: Question): DirectAnswer | undefined {
  if (!asked.topics.has('membership')) return undefined;
  const asksAll = /\bbod(?:y|ies)\b|機関/i.test(asked.text);
  const found = bodies.filter(({ id, title }) => asksAll || isAbout(asked, `${id} ${title}`, 2));
  const open = found.flatMap(({ title, eligible, joined }) =>
    eligible.filter((actor) => !joined.includes(actor)).map((actor) => ({ actor, body: title })),
  );
  return open.length === 0
    ? undefined
    : {
        sentences: open.map((it) => message('programme.ask.membership', it)),
        evidence: found.flatMap(({ sources }) => sources),
      };
}

/** What the checks find on a matter that the question is about. */
function findingsOn(
  _record: ProgrammeRecord,
  asked: Question,
  _hits: readonly Source[],
  findings: Findings,
): DirectAnswer | undefined {
  const { topics } = asked;
  const found = [
    ...(topics.has('arithmetic') ? findings('arithmetic') : []),
    ...(topics.has('conflict') ? findings('statement-conflict') : []),
    ...(topics.has('name') ? findings('name-drift') : []),
    ...(topics.has('voice')
      ? findings('single-source').filter(({ sentence }) => Number(sentence.params?.documents) > 1)
      : []),
  ].filter(
    ({ sentence, evidence }) =>
      topics.has('voice') ||
      /which|what|where|list|どの|どこ/i.test(asked.text.slice(0, 12)) ||
      isAbout(
        asked,
        `${Object.values(sentence.params ?? {})
          .flat()
          .join(' ')} ${evidence.map(({ quote }) => quote ?? '').join(' ')}`,
        2,
      ),
  );
  return found.length === 0
    ? undefined
    : {
        sentences: found.slice(0, 3).map(({ sentence }) => sentence),
        evidence: found.slice(0, 3).flatMap(({ evidence }) => evidence),
      };
}

function documentsAsked({ documents }: ProgrammeRecord, asked: Question): DirectAnswer | undefined {
  if (!asked.topics.has('document-date') && !asked.topics.has('author')) return undefined;
  const found = documents.filter((it) => isAsked(it, asked));
  return found.length === 0
    ? undefined
    : {
        sentences: found.map(({ file, title = file, author = '?', date, dateBasis }) =>
          date === null
            ? message('programme.ask.document-undated', { file, title, author })
            : message('programme.ask.document', { file, title, author, date, basis: dateBasis }),
        ),
        evidence: [],
      };
}

function isAsked({ file, title = '', author = '' }: RecordDocument, asked: Question): boolean {
  return asked.paper === undefined ? isAbout(asked, `${title} ${author}`, 3) : file.startsWith(asked.paper);
}

/** Instruments named by the question, with their dates. */
function instrumentsAsked({ instruments }: ProgrammeRecord, asked: Question): DirectAnswer | undefined {
  if (asked.asksBasis || asked.topics.has('forces')) return undefined;
  const stems = new Set(asked.stems);
  const named = instruments.filter(({ id, title, parties }) => {
    const [short = ''] = id.toLowerCase().split('-');
    const others = parties.filter((name) => name !== 'Japan' && name !== 'NATO');
    const isOurs = others.length === 0 || others.some((name) => asked.actors.includes(name));
    return isOurs && (stems.has(short.slice(0, 6)) || sharedStems(asked, title) >= 3);
  });
  return named.length === 0
    ? undefined
    : {
        sentences: [message('programme.ask.instruments', { instruments: named.map(described) })],
        // What an instrument's sources are quoted for is its date; passages say the rest better.
        evidence: asked.topics.has('expiry') ? named.flatMap(({ sources }) => sources.toReversed()) : [],
      };
}

function proposalsAsked(
  { proposals, obstacles }: ProgrammeRecord,
  asked: Question,
  hits: readonly Source[],
): DirectAnswer | undefined {
  const sourcesIn = (states: Proposal['states']) => states.map(({ source }) => source);
  const found = proposals.filter(({ title, states }) =>
    isAbout(asked, title, isTouched(sourcesIn(states), hits) ? 1 : 3),
  );
  if (found.length === 0) return undefined;
  const titles = new Map(obstacles.map(({ id, title }) => [id, title]));
  return {
    sentences: found.slice(0, 2).flatMap(({ title, states, blockedBy = [] }) => [
      message('programme.ask.proposal', {
        title,
        states: states.map(({ state, at }) => (at === null ? state : `${state} ${at}`)),
      }),
      ...(blockedBy.length === 0
        ? []
        : [
            message('programme.ask.blocked', {
              obstacles: blockedBy.map((id) => titles.get(id) ?? id),
            }),
          ]),
    ]),
    evidence: [],
  };
}

/** What the record's objects leave open of what is asked. */
export function unknownsOf(
  { instruments, commitments, dependencies, documents }: ProgrammeRecord,
  asked: Question,
  hits: readonly Source[],
): DirectAnswer {
  const { topics } = asked;
  const touched = (sources: readonly Source[]) => isTouched(sources, hits);
  const open = commitments.filter(
    ({ outcome, title, sources, target = '' }) =>
      outcome === 'unknown' &&
      (/commitment|promise|約束|公約/i.test(asked.text) ||
        isAbout(asked, `${title} ${target}`, touched(sources) ? 1 : 2)) &&
      (touched(sources) || topics.has('commitment')),
  );
  const sentences = [
    ...instruments
      .filter(
        ({ successor, title, id }) =>
          successor === 'unknown' &&
          topics.has('expiry') &&
          isAbout(asked, `${title} ${id.replaceAll('-', ' ')}`, 1),
      )
      .map(({ title, expiry = '?' }) => message('programme.ask.unknown-successor', { title, expiry })),
    ...open.map(({ title, by, due }) => message('programme.ask.unknown-outcome', { title, by, due })),
    ...dependencies
      .filter(
        ({ shares, item }) =>
          Object.keys(shares).length === 0 &&
          (asked.asksMoney || asked.asksNumber || /supplier|\bHHI\b|concentrat|供給/i.test(asked.text)) &&
          isAbout(asked, item, 1),
      )
      .map(({ item }) => message('programme.ask.unknown-shares', { item })),
    ...documents
      .filter(({ date }) => date === null && topics.has('document-date'))
      .filter((it) => isAsked(it, asked))
      .map(({ file, title = file }) => message('programme.ask.unknown-date', { file, title })),
  ];
  return { sentences, evidence: open.flatMap(({ sources }) => sources) };
}

function isTouched(sources: readonly Source[], hits: readonly Source[]): boolean {
  return sources.some((source) =>
    hits.some(
      (hit) =>
        hit.document !== undefined &&
        hit.document === source.document &&
        (hit.start ?? 0) < (source.end ?? 0) &&
        (source.start ?? 0) < (hit.end ?? 0),
    ),
  );
}

/** Whether a text shares at least so many telling stems with the question. */
function isAbout(asked: Question, text: string, least: number): boolean {
  return sharedStems(asked, text) >= least;
}

const everywhere = new Set(['nato', 'japan', 'partne', 'progra', 'cooper', 'betwee', '@NATO', '@Japan']);

function sharedStems({ stems, tokens, isJapanese }: Question, text: string): number {
  // A question in Japanese meets an English text in what both stand for.
  const asks = new Set(isJapanese ? tokens : stems);
  const holds = isJapanese ? [...stemsOf(text), ...conceptsOf(text)] : stemsOf(text);
  return new Set(holds.filter((token) => asks.has(token) && !everywhere.has(token))).size;
}
