/** What the handlers read: the room's entries through the gate, and the rows by which a write is checked. */
import { CommonwatchError, isEntryId } from '../core/index.ts';
import type { Entry, EntryId, Projection, Released, ViewerContext } from '../core/index.ts';
import type { Org, Orgs } from './acts.ts';
import { coordinationTypeNames, isKind } from './types.ts';

const pageSize = 10_000;

/** Every entry of the room that the viewer may see, in the order in which they came here. */
export function loadAll(context: ViewerContext): Released<readonly Entry[]> {
  const page = (cursor?: string) =>
    context.entries({ types: coordinationTypeNames, limit: pageSize, cursor });
  let answer = page();
  let all = answer.map(({ entries }) => entries);
  for (;;) {
    const { cursor } = answer.for(context.viewer.party);
    if (cursor === undefined) return all.map((entries) => entries.toReversed());
    answer = page(cursor);
    all = all.with(answer).map(([before, { entries }]) => [...before, ...entries]);
  }
}

export const organisationRows: Projection = {
  name: 'coordination-organisations',
  version: 1,
  rows: (entry) => {
    if (!isKind(entry, 'organisation')) return [];
    const { contingency, party, level, parent } = entry.body;
    return [
      { key: contingency, order: 0, value: { party, level, ...(parent === undefined ? {} : { parent }) } },
    ];
  },
};

/** Who is who in a contingency, as far as the viewer may see. */
export function orgsIn(context: ViewerContext, contingency: string): Orgs {
  const rows = context.rows(organisationRows.name, { key: contingency }).for(context.viewer.party);
  return new Map(rows.map(({ value }) => [(value as unknown as Org).party, value as unknown as Org]));
}

/** An entry that may not be here; undefined for what is hidden and for what never was. */
export function entryIfSeen(context: ViewerContext, id: EntryId): Entry | undefined {
  try {
    return context.entry(id).for(context.viewer.party);
  } catch {
    return undefined;
  }
}

export function neighboursOf(context: ViewerContext, id: EntryId): readonly Entry[] {
  return context.neighbours(id).for(context.viewer.party);
}

/** @throws `entry.not-found`: a malformed id is answered as a thing that does not exist */
export function idFrom(value: string): EntryId {
  if (!isEntryId(value)) throw new CommonwatchError('entry.not-found', value);
  return value;
}

const queues = new Map<string, Promise<unknown>>();

/**
 * Runs work on one subject after the other. Two people of one organisation at one hub must not both find the same
 * goods free; between hubs it is the custodian rule that keeps them apart.
 */
export async function oneAtATime<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
  const [key, ...rest] = [...new Set(keys)].sort();
  if (key === undefined) return work();
  const before = queues.get(key) ?? Promise.resolve();
  const mine = before.then(() => oneAtATime(rest, work));
  const settled = mine.catch(() => undefined);
  queues.set(key, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(key) === settled) queues.delete(key);
  }
}
