/** Documents with their facts, and what waits for review with what is known beside it. */
import type { DocumentPageView, DocumentView, QueueItemView, SourceView } from './api.ts';
import type { HeldStatement, Holdings } from './holdings.ts';
import { isQuoted } from './read.ts';
import { besideOf, conflictsWith, statementView } from './statements.ts';
import type { Entry } from '../core/index.ts';
import type { DocumentBody } from './entries.ts';

const aroundLength = 280;

export function documentViews(holdings: Holdings, viewer: string): DocumentView[] {
  return holdings.documents
    .map((document) => documentView(document, holdings, viewer))
    .toSorted((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : a.file < b.file ? -1 : 1));
}

function documentView(entry: Entry<DocumentBody>, holdings: Holdings, viewer: string): DocumentView {
  const { schema: _schema, text, quotes: _quotes, format: _format, ...body } = entry.body;
  const accepted = holdings.made('accepted by document', () => countsByFile(holdings.accepted));
  const waiting = holdings.made('waiting by document', () => countsByFile(holdings.waiting));
  return {
    ...body,
    id: entry.id,
    created: entry.created,
    statements: accepted.get(body.file) ?? 0,
    waiting: waiting.get(body.file) ?? 0,
    hasText: text !== undefined,
    mine: entry.owner === viewer,
  };
}

function countsByFile(list: readonly HeldStatement[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { statement } of list) counts.set(statement.file, (counts.get(statement.file) ?? 0) + 1);
  return counts;
}

export function documentPage(
  entry: Entry<DocumentBody>,
  holdings: Holdings,
  viewer: string,
): DocumentPageView {
  const { file, text } = entry.body;
  const facts = [...holdings.accepted, ...holdings.waiting]
    .filter(({ statement }) => statement.file === file)
    .toSorted(({ statement: a }, { statement: b }) => a.start - b.start);
  return {
    ...documentView(entry, holdings, viewer),
    ...(text === undefined ? {} : { text }),
    facts: facts.map(({ id, state, statement }) => ({
      id,
      state,
      start: statement.start,
      end: statement.end,
      title: statement.title,
      stands: text === undefined || isQuoted(text, statement),
    })),
  };
}

export function queueItem(held: HeldStatement, holdings: Holdings, viewer: string): QueueItemView {
  const { statement } = held;
  const text = holdings.document(statement.file)?.body.text;
  const { start, end } = statement;
  const conflicts = conflictsWith(held, holdings);
  const named = new Set(conflicts.flatMap(({ evidence }) => evidence.map(placeOf)));
  return {
    statement: statementView(held, holdings, viewer),
    beside: besideOf(held, holdings).map((other) => {
      const { file: document, start, end } = other.statement;
      return {
        ...statementView(other, holdings, viewer),
        differs: named.has(placeOf({ document, start, end })),
      };
    }),
    conflicts,
    ...(text === undefined
      ? {}
      : {
          before: text.slice(Math.max(0, start - aroundLength), start),
          after: text.slice(end, end + aroundLength),
        }),
  };
}

function placeOf({ document, start, end }: SourceView): string {
  return `${document} ${start} ${end}`;
}
