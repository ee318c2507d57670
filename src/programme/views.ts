/** How holdings are shown: sources with their documents' authors, what falls due, the checks. */
import { boundsOf } from './context.ts';
import type { CheckView, DueView, OverviewView, SourceView } from './api.ts';
import { itemKinds } from './entries.ts';
import type { Holdings } from './holdings.ts';
import type { Commitment, Instrument, Source } from './record.ts';

const dayMs = 86_400_000;
/** What ends or ended within so many days of the day asked about is told of on the first screen. */
const dueWithinDays = 400;
/** Findings of one check that an answer shows; `count` says how many there are. */
const shownFindings = 200;

/** The last day that a shortened date covers. */
export function lastDay(date: string): string {
  return boundsOf(date, 'day')?.[1] ?? date;
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

export function sourceView(source: Source, holdings: Holdings): SourceView {
  const document = source.document === undefined ? undefined : holdings.document(source.document)?.body;
  return {
    ...source,
    ...(document?.title === undefined ? {} : { title: document.title }),
    ...(document?.author === undefined ? {} : { author: document.author }),
  };
}

export function sourceViews(sources: readonly Source[], holdings: Holdings): SourceView[] {
  return sources.map((source) => sourceView(source, holdings));
}

export function dueViews(holdings: Holdings, at: string): DueView[] {
  const { instruments, commitments } = holdings.record;
  const ids = holdings.idsByKey;
  const ends = instruments.flatMap((it) => instrumentDue(it, instruments, ids, holdings, at));
  const promised = commitments.flatMap((it) => commitmentDue(it, ids, holdings, at));
  // What is still to come stands first, the nearest on top; then what has passed, the latest on top.
  const order = ({ daysLeft }: DueView) => (daysLeft >= 0 ? daysLeft : 1e6 - daysLeft);
  return [...ends, ...promised].toSorted((a, b) => order(a) - order(b));
}

type Ids = ReadonlyMap<string, string>;

function instrumentDue(
  { id, title, expiry, successor, sources }: Instrument,
  all: readonly Instrument[],
  ids: Ids,
  holdings: Holdings,
  at: string,
): DueView[] {
  if (expiry === undefined) return [];
  const dueBy = lastDay(expiry);
  const daysLeft = daysBetween(at, dueBy);
  const follower = all.find(({ supersedes }) => supersedes === id)?.title;
  if (Math.abs(daysLeft) > dueWithinDays || follower !== undefined) return [];
  return [
    {
      id: ids.get(`instrument ${id}`) ?? '',
      kind: 'instrument',
      title,
      due: expiry,
      dueBy,
      daysLeft,
      successor: successor ?? 'unknown',
      sources: sourceViews(sources, holdings),
    },
  ];
}

function commitmentDue(
  { id, title, by, due, outcome, sources }: Commitment,
  ids: Ids,
  holdings: Holdings,
  at: string,
): DueView[] {
  if (outcome !== 'unknown') return [];
  const dueBy = lastDay(due);
  const daysLeft = daysBetween(at, dueBy);
  if (daysLeft > dueWithinDays) return [];
  return [
    {
      id: ids.get(`commitment ${id}`) ?? '',
      kind: 'commitment',
      title,
      due,
      dueBy,
      daysLeft,
      by,
      outcome,
      sources: sourceViews(sources, holdings),
    },
  ];
}

export function checkViews(holdings: Holdings, at: string): CheckView[] {
  return holdings.made(`check views ${at}`, () =>
    holdings.checks(at).map(({ check, findings }) => ({
      check,
      findings: findings.slice(0, shownFindings).map(({ subject, sentence, evidence }) => {
        const id = holdings.idOfSubject(subject);
        return {
          ...(id === undefined ? {} : { id }),
          sentence,
          evidence: sourceViews(evidence, holdings),
        };
      }),
      count: findings.length,
    })),
  );
}

export function overview(holdings: Holdings, at: string): OverviewView {
  return holdings.made(`overview ${at}`, () => ({
    at,
    due: dueViews(holdings, at),
    checks: checkViews(holdings, at).map((view) => ({ ...view, findings: view.findings.slice(0, 3) })),
    counts: {
      statements: holdings.accepted.length,
      waiting: holdings.waiting.length,
      documents: holdings.documents.length,
      items: Object.fromEntries(itemKinds.map((kind) => [kind, holdings.items(kind).length])),
    },
    asOf: holdings.newest,
  }));
}
