import type { Analysis, CollectionBody } from '../../../src/narratives/api.ts';
import type { Entry } from '../../../src/hub/api.ts';
import { usePlace } from '../../state/location.ts';
import type { Move } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';

/** The pages of the room, in the order of its bar. */
export const pages = ['collections', 'list', 'groups', 'sources', 'register', 'sheets', 'briefs'] as const;
export type PageName = (typeof pages)[number];
export type PlaceName = PageName | 'narrative' | 'group' | 'sheet' | 'brief';

/** What pages of this room keep in the address; the collection is kept from page to page. */
const kept = ['thing', 'entry', 'edge', 'from', 'q', 'lang', 'coordinated', 'layer', 'sort'] as const;

export function pageOf(page: PlaceName, query: Readonly<Record<string, string>> = {}): Move {
  const without = Object.fromEntries(kept.map((name) => [name, undefined]));
  return { room: 'narratives', item: page === 'collections' ? '' : page, query: { ...without, ...query } };
}

export type CollectionEntry = Entry<CollectionBody>;

/** The collection that the address names; the newest where it names none. */
export function useCollection() {
  const { query } = usePlace();
  const { data, problem, reload } = useQuery<CollectionEntry[]>('/narratives/collections', { live: true });
  const collection = data?.find(({ id }) => id === query.c) ?? data?.[0];
  return { collections: data, collection, problem, reload };
}

export const pathOf = (collection: string) => `/narratives/collections/${collection}`;

export function useAnalysis(collection: string | undefined) {
  return useQuery<Analysis>(collection === undefined ? undefined : `${pathOf(collection)}/analysis`);
}
