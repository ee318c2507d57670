import { describe, expect, it } from 'vitest';
import { Kept } from './kept.ts';
import type { Waiting } from './kept.ts';

/** As much of a browser's storage as is used; `room` bounds how many names it takes. */
function storage(room = Number.POSITIVE_INFINITY): Storage {
  const held = new Map<string, string>();
  return {
    get length() {
      return held.size;
    },
    key: (i: number) => [...held.keys()][i] ?? null,
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (!held.has(name) && held.size >= room) throw new Error('QuotaExceededError');
      held.set(name, value);
    },
    removeItem: (name: string) => void held.delete(name),
    clear: () => held.clear(),
  };
}

const change = (key: string, atMs: number): Waiting => ({ key, path: '/x', body: {}, label: key, atMs });
const keysOf = (kept: Kept) => kept.all().map(({ key }) => key);

describe('changes that wait', () => {
  it('come in the order in which they were written', () => {
    const kept = new Kept('mayor', storage());
    for (const [key, atMs] of [
      ['b', 2],
      ['a', 3],
      ['c', 1],
    ] as const)
      kept.put(change(key, atMs));
    expect(keysOf(kept)).toEqual(['c', 'b', 'a']);
  });

  it('of two pages of one browser lose nothing to one another', () => {
    const store = storage();
    const [one, other] = [new Kept('mayor', store), new Kept('mayor', store)];
    one.put(change('a', 1));
    other.put(change('b', 2));
    one.drop('a');
    expect(keysOf(one)).toEqual(['b']);
    expect(keysOf(other)).toEqual(['b']);
  });

  it('are each account’s own, and go when it signs out', () => {
    const store = storage();
    const [mayor, guest] = [new Kept('mayor', store), new Kept('mayor-2', store)];
    mayor.put(change('a', 1));
    guest.put(change('b', 2));
    expect(keysOf(guest)).toEqual(['b']);
    mayor.clear();
    expect(keysOf(mayor)).toEqual([]);
    expect(keysOf(guest)).toEqual(['b']);
  });

  it('are held as long as the page is open where the browser has no room for them', () => {
    const kept = new Kept('mayor', storage(1));
    kept.put(change('a', 1));
    kept.put(change('b', 2));
    expect(keysOf(kept)).toEqual(['a', 'b']);
    kept.drop('b');
    expect(keysOf(kept)).toEqual(['a']);
  });
});
