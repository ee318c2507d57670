/** A page that is told only what changed shows what one shows that asks for everything. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry } from '../../src/core/index.ts';
import type { StateView } from '../../src/coordination/api.ts';
import { ReplayJournal } from '../../src/coordination/replay/journal.ts';
import { Contingencies } from '../../src/coordination/views.ts';
import { merged } from '../../web/rooms/coordination/merge.ts';

/** A contingency in which towns ask, goods are sent, and everything stands somewhere else. */
function entries(): { contingency: string; all: Entry[] } {
  const journal = new ReplayJournal(Date.UTC(2026, 0, 1), 'Quake', 'ministry');
  const levels = { ministry: 'national', prefecture: 'prefecture', town: 'municipality' } as const;
  for (const [party, level] of Object.entries(levels))
    journal.subject('organisation', 'ministry', 0, {
      party,
      name: { en: party, ja: party },
      level,
      ...(level === 'municipality' ? { parent: 'prefecture' } : {}),
    });
  const goods = { item: 'meals', unit: 'meals', quantity: 10 };
  const lot = journal.subject('lot', 'ministry', 0, { item: 'meals', unit: 'meals' });
  journal.procure('ministry', lot, 0, 1000);
  for (let i = 0; i < 8; i++) {
    const request = journal.subject('request', 'town', i, { requester: 'town', basis: '86-16-1', ...goods });
    journal.act('town', request, 'submit', i + 0.1);
    if (i % 2 === 0) journal.act('prefecture', request, 'endorse', i + 0.2);
    const lines = [{ lot, ...goods }];
    const way = {
      from: 'ministry',
      to: 'town',
      via: [],
      request,
      mode: 'truck' as const,
      vehicles: 1,
      lines,
    };
    const id = journal.plan('ministry', i + 0.3, way);
    journal.onWay(id, way, 'ministry', 'depart', i + 0.4);
    if (i % 3 === 0) journal.onWay(id, way, 'town', 'confirm', i + 0.5, [{ lot, quantity: 9 }]);
  }
  return { contingency: journal.contingency, all: journal.recorded.map(({ entry }) => entry) };
}

const { contingency, all } = entries();
const head = all.filter(({ type }) => type === 'coordination-contingency');
const rest = all.filter(({ type }) => type !== 'coordination-contingency');
const now = Date.UTC(2026, 0, 2);

it('by any steps in which entries come and go', () => {
  const steps = fc.array(
    fc.record({
      viewer: fc.constantFrom('ministry', 'town'),
      come: fc.array(fc.nat(rest.length - 1), { maxLength: 30 }),
      go: fc.array(fc.nat(rest.length - 1), { maxLength: 3 }),
      asks: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(steps, fc.constantFrom('ministry', 'town', 'prefecture'), (taken, viewer) => {
      const held = new Contingencies();
      held.change([], head);
      let shown: StateView | undefined;
      for (const { come, go, asks } of [...taken, { come: rest.map((_, i) => i), go: [], asks: true }]) {
        held.change(
          go.map((i) => rest[i].id),
          come.map((i) => rest[i]),
        );
        if (!asks) continue;
        const answer = held.stateSince(contingency, viewer, now, shown?.hash);
        if (answer === null) throw new Error('no state');
        shown = merged(shown, answer);
        expect(shown).toEqual(held.stateView(contingency, viewer, now));
      }
    }),
    { numRuns: 150 },
  );
});

it('and says nothing of what has not changed', () => {
  const held = new Contingencies();
  held.change([], all.slice(0, -1));
  const whole = held.stateSince(contingency, 'ministry', now);
  held.change([], all.slice(-1));
  const answer = held.stateSince(contingency, 'ministry', now, whole?.hash);
  expect(JSON.stringify(answer).length).toBeLessThan(JSON.stringify(whole).length / 3);
  const again = held.stateSince(contingency, 'ministry', now, answer?.hash);
  expect(again !== null && 'changes' in again ? again.changes.lists : undefined).toEqual({});
});

it('a state that is no longer known is answered whole', () => {
  const held = new Contingencies();
  held.change([], all);
  expect(held.stateSince(contingency, 'ministry', now, '0'.repeat(64))).toHaveProperty('state');
});
