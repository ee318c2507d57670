/** What came since an entry: after a merge or simply since one last looked, explained by the state before and after. */
import type { Entry } from '../core/index.ts';
import type { Changes, State, SubjectView } from './api.ts';
import { fold, hashOf, isOf } from './fold.ts';
import { isKind, kindOf, titleRef } from './types.ts';
import { subjectsOf } from './views.ts';

/** So many of what came are told one by one. */
const mostTold = 300;

/**
 * @param entries in the order in which they came here
 * @param after the newest entry that was known then; without it, everything is new
 */
export function changesSince(
  entries: readonly Entry[],
  contingency: string,
  after: string | undefined,
): Changes {
  const mine = entries.filter((entry) => isOf(entry, contingency));
  const at = after === undefined ? -1 : mine.findIndex(({ id }) => id === after);
  const [earlier, later] = [mine.slice(0, at + 1), mine.slice(at + 1)];
  const [before, now] = [fold(earlier, contingency), fold(mine, contingency)];
  const knownForks = new Set(forksOf(before).map(({ fork }) => fork.movements.join()));
  const known = new Set((before?.overrides ?? []).map(({ id }) => id));
  return {
    came: later
      .slice(-mostTold)
      .toReversed()
      .map((entry) => ({
        id: subjectIdOf(entry),
        type: entry.type,
        by: entry.owner,
        title: titleRef(entry),
      })),
    changed: changedBetween(before, now, later),
    overridden: (now?.overrides ?? []).filter(({ id }) => !known.has(id)),
    forks: forksOf(now).filter(({ fork }) => !knownForks.has(fork.movements.join())),
    hashBefore: hashOf(before),
    hashAfter: hashOf(now),
    newest: mine.at(-1)?.id,
  };
}

function subjectIdOf(entry: Entry): string {
  if (isKind(entry, 'act')) return entry.body.subject;
  return isKind(entry, 'movement') ? entry.body.lot : entry.id;
}

function forksOf(state: State | undefined) {
  return (state?.lots ?? []).flatMap((lot) => lot.forks.map((fork) => ({ lot: lot.id, fork })));
}

/** Subjects whose state is another than before, and whose entries made it so. */
function changedBetween(
  before: State | undefined,
  now: State | undefined,
  came: readonly Entry[],
): Changes['changed'] {
  const past = new Map(
    (before === undefined ? [] : subjectsOf(before)).map((subject): [string, SubjectView] => [
      subject.id,
      subject,
    ]),
  );
  const authors = new Map<string, Set<string>>();
  for (const entry of came) {
    if (kindOf(entry) === undefined) continue;
    const id = subjectIdOf(entry);
    authors.set(id, (authors.get(id) ?? new Set()).add(entry.owner));
  }
  return (now === undefined ? [] : subjectsOf(now)).flatMap((subject) => {
    const earlier = past.get(subject.id)?.state;
    if (earlier === subject.state) return [];
    return [
      {
        id: subject.id,
        kind: subject.kind,
        ...(earlier === undefined ? {} : { from: earlier }),
        to: subject.state,
        by: [...(authors.get(subject.id) ?? [])].sort(),
      },
    ];
  });
}
