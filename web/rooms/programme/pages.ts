import type { Move } from '../../state/location.ts';

/** The pages of the room, in the order of its bar. */
export const pages = [
  'overview',
  'timeline',
  'coverage',
  'items',
  'checks',
  'ask',
  'review',
  'documents',
  'calendar',
  'planner',
  'network',
  'report',
] as const;
export type PageName = (typeof pages)[number];

/** What pages of this room keep in the address; going to another page leaves them behind. */
const kept = ['id', 'kind', 'q', 'from', 'to', 'area', 'level', 'actor', 'document', 'at'] as const;

/** The address of a page of this room; `id` is an entry's. */
export function pageOf(page: PageName | 'entry', query: Readonly<Record<string, string>> = {}): Move {
  const without = Object.fromEntries(kept.map((name) => [name, undefined]));
  return { room: 'programme', item: page === 'overview' ? '' : page, query: { ...without, ...query } };
}

/** The page of an entry of this room, by its id. */
export function entryPage(id: string): Move {
  return id.startsWith('document--') ? pageOf('documents', { id }) : pageOf('entry', { id });
}
