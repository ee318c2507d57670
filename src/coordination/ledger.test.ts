import { describe, expect, it } from 'vitest';
import { account, custodianRule, foldLot, holdingsOf, ledgerRules, sinksOf, sumOf } from './ledger.ts';
import type { Movement } from './ledger.ts';
import { firstBroken } from './ledger.test-support.ts';

/** `npm run nightly -- ledger` goes through 100,000. */
const histories = 2000;

function movement(
  id: string,
  owner: string,
  tick: number,
  flows: Movement['flows'],
  previous?: string,
): Movement {
  return {
    id,
    owner,
    lot: 'lot',
    tick,
    kind: 'test',
    flows,
    ...(previous === undefined ? {} : { previous }),
  };
}
const procure = movement('a', 'ministry', 1, [
  { from: 'procured', to: account.onHand('ministry'), quantity: 10 },
]);

describe('the ledger of a lot, in random histories of nodes that work alone', () => {
  it(`sums to zero, never overdraws, and keeps every promise (${histories / 2} histories)`, () => {
    expect(firstBroken(ledgerRules, false, histories / 2).broken).toBeUndefined();
  });

  it(`sums to zero and never overdraws when nodes are restored from backups (${histories / 2} histories)`, () => {
    expect(firstBroken(ledgerRules, true, histories / 2).broken).toBeUndefined();
  });

  it('goes through histories in which something happens', () => {
    const { movements, forked, exchanged } = firstBroken(ledgerRules, true, histories / 2);
    expect(movements).toBeGreaterThan(histories * 3);
    expect(forked).toBeGreaterThan(histories / 50);
    expect(exchanged).toBeGreaterThan(histories / 2);
  });

  it('would give the same goods twice without the custodian rule', () => {
    const without = ledgerRules.filter((rule) => rule !== custodianRule);
    expect(firstBroken(without, false, histories).broken).toMatch(/given twice/);
  });
});

describe('custody', () => {
  const reserve = movement(
    'b',
    'ministry',
    2,
    [{ from: account.onHand('ministry'), to: account.reserved('ministry', 'c1'), quantity: 6 }],
    'a',
  );
  const depart = movement(
    'c',
    'ministry',
    3,
    [
      {
        from: account.reserved('ministry', 'c1'),
        to: account.transit('ministry', 'town', 'c1'),
        quantity: 6,
      },
    ],
    'b',
  );

  it('moves in two phases: on the way the goods are nobody’s to promise', () => {
    const holdings = holdingsOf(foldLot([procure, reserve, depart]));
    expect(holdings.find(({ node }) => node === 'ministry')).toMatchObject({ onHand: 4, inTransitOut: 6 });
    expect(holdings.find(({ node }) => node === 'town')).toMatchObject({ onHand: 0, inTransitIn: 6 });
    const back = movement(
      'd',
      'ministry',
      4,
      [{ from: account.transit('ministry', 'town', 'c1'), to: account.onHand('ministry'), quantity: 6 }],
      'c',
    );
    expect(foldLot([procure, reserve, depart, back]).refused.get('d')).toBe('not-allowed');
  });

  it('is taken over by the receiver with what was short', () => {
    const confirm = movement('e', 'town', 4, [
      { from: account.transit('ministry', 'town', 'c1'), to: account.onHand('town'), quantity: 5 },
      { from: account.transit('ministry', 'town', 'c1'), to: 'lost', quantity: 1 },
    ]);
    const balance = foldLot([confirm, depart, reserve, procure]);
    expect(holdingsOf(balance).find(({ node }) => node === 'town')?.onHand).toBe(5);
    expect([sinksOf(balance).lost, sumOf(balance)]).toEqual([1, 0]);
  });

  it('parks what rests on a movement that has not arrived', () => {
    const confirm = movement('e', 'town', 4, [
      { from: account.transit('ministry', 'town', 'c1'), to: account.onHand('town'), quantity: 6 },
    ]);
    expect(foldLot([procure, confirm]).refused.get('e')).toBe('not-enough');
    expect(foldLot([confirm, procure, depart, reserve]).refused.size).toBe(0);
  });
});

describe('a quota', () => {
  const grant = movement(
    'q1',
    'ministry',
    2,
    [{ from: account.onHand('ministry'), to: account.quota('ministry', 'prefecture'), quantity: 4 }],
    'a',
  );

  it('is debited where it was granted, and drawn without asking', () => {
    const draw = movement('q2', 'prefecture', 3, [
      { from: account.quota('ministry', 'prefecture'), to: account.onHand('prefecture'), quantity: 3 },
    ]);
    const holdings = holdingsOf(foldLot([procure, grant, draw]));
    expect(holdings.find(({ node }) => node === 'ministry')).toMatchObject({ onHand: 6, quotaGranted: 1 });
    expect(holdings.find(({ node }) => node === 'prefecture')).toMatchObject({ onHand: 3, quotaReceived: 1 });
  });

  it('comes back only by the hand of whom it was granted to', () => {
    const flows = [
      { from: account.quota('ministry', 'prefecture'), to: account.onHand('ministry'), quantity: 4 },
    ];
    const taken = movement('q3', 'ministry', 3, flows, 'q1');
    expect(foldLot([procure, grant, taken]).refused.get('q3')).toBe('not-custodian');
    const given = movement('q4', 'prefecture', 3, flows);
    expect(holdingsOf(foldLot([procure, grant, given]))[0]).toMatchObject({ node: 'ministry', onHand: 10 });
  });
});

describe('a fork', () => {
  const to = (id: string, receiver: string) =>
    movement(
      id,
      'ministry',
      2,
      [{ from: account.onHand('ministry'), to: account.reserved('ministry', receiver), quantity: 10 }],
      'a',
    );
  const [left, right] = [to('x', 'town'), to('y', 'village')];

  it('holds both branches: what they take is taken, nothing is given', () => {
    const balance = foldLot([procure, left, right]);
    expect(balance.forks).toEqual([{ owner: 'ministry', movements: ['x', 'y'] }]);
    expect(holdingsOf(balance)).toEqual([
      expect.objectContaining({ node: 'ministry', onHand: 0, reserved: 0, held: 10 }),
    ]);
    expect(sumOf(balance)).toBe(0);
  });

  it('ends when the custodian says which one stands', () => {
    const balance = foldLot([procure, left, right], [{ owner: 'ministry', keep: 'y' }]);
    expect(balance.balances.get(account.reserved('ministry', 'village'))).toBe(10);
    expect(balance.refused.get('x')).toBe('overridden');
    expect(foldLot([procure, left, right], [{ owner: 'town', keep: 'y' }]).forks[0].kept).toBeUndefined();
  });
});
