import type { Entry } from '../../src/hub/api.ts';
import type { Move } from '../state/location.ts';

/** The page on which an entry opens. */
export function placeOfEntry({ id, type }: Pick<Entry, 'id' | 'type'>): Move {
  if (type === 'document') return { room: 'programme', item: 'documents', query: { id } };
  if (type === 'statement' || type === 'programme-item')
    return { room: 'programme', item: 'entry', query: { id } };
  if (type === 'stix-object') return { room: 'cti', item: id };
  const page = narrativePages[type];
  if (page !== undefined)
    return { room: 'narratives', item: page, query: { [page === 'list' ? 'c' : 'entry']: id } };
  return type === 'case'
    ? { room: 'cases', item: id }
    : { room: 'sea', query: { select: id, tab: undefined } };
}

/** The pages of the narratives on which its entries open. */
const narrativePages: Readonly<Partial<Record<string, string>>> = {
  'post-collection': 'list',
  'abcde-sheet': 'sheet',
  'explainer-brief': 'brief',
  narrative: 'register',
  'known-narrative': 'register',
};
