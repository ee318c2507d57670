/** What differs between two states, so that a page with thousands of requests is not sent again for one of them. */
import type { ListName, State, StateChanges } from './api.ts';

const listNames = [
  'organisations',
  'requests',
  'offers',
  'tasks',
  'consignments',
  'directives',
  'sites',
  'lots',
  'plans',
  'decisions',
] as const satisfies readonly ListName[];

/**
 * @param before a state of the same fold: what has not changed is the same object in both
 * @param open what the reader may do, by subject, as it is now
 */
export function changesBetween(
  before: State,
  after: State,
  open: Readonly<Record<string, string[]>>,
): StateChanges {
  const changes: StateChanges = { contingency: after.contingency, lists: {}, open: {} };
  for (const name of listNames) {
    const list = differenceOf(before[name], after[name]);
    if (list === undefined) continue;
    (changes.lists as Record<ListName, unknown>)[name] = list;
    for (const { id } of list.put) if (open[id] !== undefined) changes.open[id] = open[id];
  }
  if (!isSameList(before.counts, after.counts)) changes.counts = after.counts;
  if (!isSameList(before.overrides, after.overrides)) changes.overrides = after.overrides;
  return changes;
}

function differenceOf(before: readonly { id: string }[], after: readonly { id: string }[]) {
  if (before === after) return undefined;
  const known = new Set<object>(before);
  const put = after.filter((item) => !known.has(item));
  const ids = new Set(after.map(({ id }) => id));
  const gone = before.flatMap(({ id }) => (ids.has(id) ? [] : [id]));
  return put.length + gone.length === 0 ? undefined : { put, gone };
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, i) => item === b[i]);
