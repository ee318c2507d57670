import type { ListName, State, StateAnswer, StateView } from '../../../src/coordination/api.ts';

interface Item {
  readonly id: string;
  readonly atUtcMs?: number;
}

const byId = (a: Item, b: Item) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const byTime = (a: Item, b: Item) => (a.atUtcMs ?? 0) - (b.atUtcMs ?? 0) || byId(a, b);

/** The state that an answer makes of the one that the page had; undefined where it was made for another. */
export function merged(before: StateView | undefined, answer: StateAnswer): StateView | undefined {
  if (!('changes' in answer)) return answer;
  if (before === undefined || before.hash !== answer.since) return undefined;
  const { since: _, changes, ...rest } = answer;
  const state: State = { ...before.state, contingency: changes.contingency };
  if (changes.counts !== undefined) state.counts = changes.counts;
  if (changes.overrides !== undefined) state.overrides = changes.overrides;
  const touched = new Set<string>();
  for (const [name, { put, gone }] of Object.entries(changes.lists)) {
    for (const id of [...gone, ...put.map((item) => item.id)]) touched.add(id);
    const list = [...before.state[name as ListName].filter(({ id }) => !touched.has(id)), ...put];
    (state as unknown as Record<string, readonly Item[]>)[name] = (list as Item[]).sort(
      name === 'decisions' ? byTime : byId,
    );
  }
  const open =
    touched.size === 0
      ? before.open
      : {
          ...Object.fromEntries(Object.entries(before.open).filter(([id]) => !touched.has(id))),
          ...changes.open,
        };
  return { ...rest, state, open };
}
