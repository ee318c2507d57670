import { useSyncExternalStore } from 'react';
import { moved, readPlace, writePlace } from './place.ts';
import type { Move, Place } from './place.ts';

export type { Move, Place } from './place.ts';

let current = readPlace(location.pathname, location.search);
const listeners = new Set<() => void>();

function tell(): void {
  current = readPlace(location.pathname, location.search);
  for (const listener of listeners) listener();
}

addEventListener('popstate', tell);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, () => current);
}

/** Goes there; `replace` leaves no step in the history (for what follows the hand, like the time bar). */
export function go(move: Move, { replace = false }: { replace?: boolean } = {}): void {
  const address = writePlace(moved(current, move));
  if (address === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  tell();
}

/** The address of a move from here, for links that a middle click opens elsewhere. */
export function addressOf(move: Move): string {
  return writePlace(moved(current, move));
}
