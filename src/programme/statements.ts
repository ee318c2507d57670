/** Statements as the page shows them, found by words and structure, and what stands beside one. */
import type { ConflictView, ReviewView, StatementPage, StatementPageView, StatementView } from './api.ts';
import { message } from '../core/index.ts';
import { stemsOf } from './ask.ts';
import { conflictsIn, sourceOf } from './checks.ts';
import { boundsOf } from './context.ts';
import type { HeldStatement, Holdings } from './holdings.ts';
import type { Statement } from './record.ts';
import { sourceView, sourceViews } from './views.ts';

export interface StatementQuery {
  readonly q?: string;
  readonly kind?: string;
  readonly level?: string;
  readonly area?: string;
  readonly actor?: string;
  /** Days, ISO 8601: what overlaps the stretch. */
  readonly from?: string;
  readonly to?: string;
  readonly document?: string;
  readonly limit?: number;
  readonly offset?: number;
}

const usualLimit = 50;

export function statementView(held: HeldStatement, holdings: Holdings, viewer: string): StatementView {
  const { id, owner, modified, confidence, state, statement } = held;
  const { assertedBy, derivedFrom: _derived, retractedAt: _retracted, ...rest } = statement;
  const document = holdings.document(statement.file);
  const says = assertedBy ?? document?.body.author;
  return {
    ...rest,
    id,
    state,
    modified,
    confidence,
    ...(says === undefined ? {} : { says }),
    ...(document === undefined
      ? {}
      : { documentId: document.id, documentTitle: document.body.title ?? document.body.file }),
    mine: owner === viewer,
    also: holdings
      .foldedInto(id)
      .map(({ statement: { file, quote, start, end } }) =>
        sourceView({ document: file, quote, start, end }, holdings),
      ),
  };
}

/** Whether a statement is of what is asked for; words are looked for in title, quote, actors and places. */
export function matcher(query: StatementQuery): (held: HeldStatement) => boolean {
  const { kind, level, area, actor, from, to, document } = query;
  const words = (query.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first, last] = [from ?? '0000', to ?? '9999'];
  return ({ statement: it, bounds, text }) =>
    (kind === undefined || it.kind === kind) &&
    (level === undefined || it.level === level) &&
    (area === undefined || (it.areas as readonly string[]).includes(area)) &&
    (actor === undefined || it.actors.includes(actor)) &&
    (document === undefined || it.file === document) &&
    ((from === undefined && to === undefined) ||
      (bounds !== undefined && bounds[0] <= last && bounds[1] >= first)) &&
    words.every((word) => text.includes(word));
}

/** A page of statements, newest date first; what has no date stands last. */
export function statementPage(
  list: readonly HeldStatement[],
  query: StatementQuery,
  holdings: Holdings,
  viewer: string,
): StatementPage {
  const { limit = usualLimit, offset = 0 } = query;
  const found = list.filter(matcher(query));
  return {
    statements: found.slice(offset, offset + limit).map((held) => statementView(held, holdings, viewer)),
    count: found.length,
  };
}

export function statementPageView(
  held: HeldStatement,
  holdings: Holdings,
  viewer: string,
): StatementPageView {
  const beside = besideOf(held, holdings);
  return {
    statement: statementView(held, holdings, viewer),
    beside: beside.map((each) => statementView(each, holdings, viewer)),
    conflicts: conflictsWith(held, holdings),
    reviews: reviewsOf(held.id, holdings),
  };
}

const besideLimit = 8;

/**
 * What is known beside a statement: the same subject first, then the same actors at the same time, best first. Actors
 * that most statements name say little.
 */
export function besideOf({ id, statement }: HeldStatement, holdings: Holdings): HeldStatement[] {
  const byActor = actorIndex(holdings);
  const scores = new Map<HeldStatement, number>();
  const add = (other: HeldStatement, points: number) => {
    if (other.id !== id) scores.set(other, (scores.get(other) ?? 0) + points);
  };
  if (statement.subject !== undefined)
    for (const other of holdings
      .made('by subject', () => grouped(holdings.accepted, ({ subject }) => subject))
      .get(statement.subject) ?? [])
      add(other, 10);
  for (const actor of statement.actors) {
    const list = byActor.get(actor) ?? [];
    // Of an actor that is everywhere only the newest are looked at.
    for (const other of list.slice(-maxPerActor)) add(other, Math.min(3, 60 / list.length));
  }
  const stems = stemsIn(statement);
  for (const other of holdings.find(stems, Math.ceil(stems.length * 0.4), wordCandidates))
    add(other, 8 * sharedStems(statement, other.statement));
  for (const [other, points] of scores) {
    const { date, kind, file, start, end } = other.statement;
    const sameDate = date !== null && date === statement.date ? 4 : 0;
    const sameKind = kind === statement.kind ? 1 : 0;
    const sameWords = file === statement.file && start < statement.end && end > statement.start ? 5 : 0;
    scores.set(other, points + sameDate + sameKind + sameWords);
  }
  return [...scores]
    .filter(([, points]) => points >= 2)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, besideLimit)
    .map(([other]) => other);
}

const maxPerActor = 2000;
const wordCandidates = 40;
const stemsIn = ({ title, quote }: Statement) => [...new Set(stemsOf(quote === '' ? title : quote))];

/** Of the shorter one's stems, the share that both have. */
function sharedStems(a: Statement, b: Statement): number {
  const [mine, theirs] = [stemsIn(a), new Set(stemsIn(b))];
  const shared = mine.filter((stem) => theirs.has(stem)).length;
  return shared / Math.max(1, Math.min(mine.length, theirs.size));
}

export function actorIndex(holdings: Holdings): ReadonlyMap<string, readonly HeldStatement[]> {
  return holdings.made('by actor', () => {
    const index = new Map<string, HeldStatement[]>();
    for (const held of holdings.accepted)
      for (const actor of held.statement.actors) {
        const list = index.get(actor);
        if (list === undefined) index.set(actor, [held]);
        else list.push(held);
      }
    return index;
  });
}

function grouped(
  list: readonly HeldStatement[],
  keyOf: (statement: Statement) => string | undefined,
): ReadonlyMap<string, HeldStatement[]> {
  const groups = new Map<string, HeldStatement[]>();
  for (const held of list) {
    const key = keyOf(held.statement);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [held]);
    else group.push(held);
  }
  return groups;
}

/** What is open speaks against what has happened, and the other way round. */
const isOpen: ReadonlySet<string> = new Set(['proposed', 'requested', 'planned', 'expected']);
const isSettled: ReadonlySet<string> = new Set(['held', 'agreed', 'done']);
/** So much of the words of two passages is the same that they speak of the same. */
const sameMatter = 0.5;

/** Contradictions between a statement and the record, with every passage that bears on them. */
export function conflictsWith(held: HeldStatement, holdings: Holdings): ConflictView[] {
  const { statement } = held;
  return [
    ...claimed(statement, holdings),
    ...besideOf(held, holdings).flatMap((other) => against(statement, other.statement, holdings)),
  ];
}

/** The same subject and predicate, another value. */
function claimed(statement: Statement, holdings: Holdings): ConflictView[] {
  const { subject, predicate } = statement;
  if (subject === undefined) return [];
  const same = holdings.made('by subject', () => grouped(holdings.accepted, (it) => it.subject)).get(subject);
  const all = [
    ...(same ?? []).map((each) => each.statement).filter(({ id }) => id !== statement.id),
    statement,
  ];
  return conflictsIn(all)
    .filter(({ sentence }) => sentence.params?.predicate === predicate)
    .map(({ sentence, evidence }) => ({ sentence, evidence: sourceViews(evidence, holdings) }));
}

/** Two passages of the same matter that date it apart, count it differently, or tell it as open and as settled. */
function against(a: Statement, b: Statement, holdings: Holdings): ConflictView[] {
  if (sharedStems(a, b) < sameMatter) return [];
  const by = (it: Statement) => it.assertedBy ?? holdings.document(it.file)?.body.author ?? it.file;
  const evidence = sourceViews([a, b].map(sourceOf), holdings);
  const tell = (what: 'date' | 'amount' | 'standing', mine: string, theirs: string): ConflictView => ({
    sentence: message(`programme.against.${what}`, { mine, by: by(b), theirs }),
    evidence,
  });
  const [first, second] = [boundsOf(a.date, a.datePrecision), boundsOf(b.date, b.datePrecision)];
  const apart = first !== undefined && second !== undefined && (first[1] < second[0] || second[1] < first[0]);
  const found: ConflictView[] = [];
  if (apart && a.kind === b.kind) found.push(tell('date', a.date ?? '', b.date ?? ''));
  for (const amount of a.amounts) {
    const other = b.amounts.find(({ unit }) => unit === amount.unit);
    if (other !== undefined && other.value !== amount.value && other.toValue === undefined)
      found.push(tell('amount', `${amount.value} ${amount.unit}`, `${other.value} ${other.unit}`));
  }
  const differ =
    (isOpen.has(a.modality) && isSettled.has(b.modality)) ||
    (isSettled.has(a.modality) && isOpen.has(b.modality));
  if (differ) found.push(tell('standing', a.modality, b.modality));
  return found;
}

export function reviewsOf(id: string, holdings: Holdings): ReviewView[] {
  return holdings.reviews
    .filter(({ body }) => body.target === id || body.into === id)
    .map(({ id: reviewId, created, body }) => ({
      id: reviewId,
      decision: body.decision,
      at: created,
      by: body.by,
      ...(body.note === undefined ? {} : { note: body.note }),
      ...(body.undone === undefined ? {} : { undone: body.undone }),
    }));
}
