import type { Entry } from '../../src/hub/api.ts';
import type { Move } from '../state/location.ts';

/** The page on which an entry opens. */
export function placeOfEntry({ id, type }: Pick<Entry, 'id' | 'type'>): Move {
  return type === 'case'
    ? { room: 'cases', item: id }
    : { room: 'sea', query: { select: id, tab: undefined } };
}
