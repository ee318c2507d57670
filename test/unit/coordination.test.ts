/** The room in a real hub: a town asks, a partner gives, goods arrive short, and each sees its own part of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { key, openRelief } from '../coordination/relief.ts';
import type { Relief } from '../coordination/relief.ts';

let relief: Relief;
beforeAll(async () => {
  relief = await openRelief();
});
afterAll(() => relief.close());

const subject = (kind: string, body: object, more: object = {}) => ({
  key: key(),
  contingency: relief.contingency,
  kind,
  body,
  ...more,
});

describe('a request, from the town to goods that arrive short', () => {
  let request: string;
  let offer: string;
  let lot: string;
  let consignment: string;

  it('is its author’s alone until it is submitted, and then its prefecture’s and the ministry’s', async () => {
    const body = { requester: 'town', basis: '86-16-1', item: 'meals', unit: 'meals', quantity: 1000 };
    request = (await relief.post('town', '/subjects', subject('request', body))).entry.id;
    expect((await relief.state('prefecture')).state.requests).toEqual([]);
    await relief.post('town', '/acts', { key: key(), subject: request, act: 'submit' });
    for (const party of ['prefecture', 'ministry', 'neighbour'] as const)
      expect((await relief.state(party)).state.requests.map(({ state }) => state)).toEqual(['submitted']);
    for (const party of ['elsewhere', 'partner'] as const)
      expect((await relief.state(party)).state.requests).toEqual([]);
  });

  it('is written once, however often it is sent', async () => {
    const act = { key: key(), subject: request, act: 'endorse' };
    const first = await relief.post('prefecture', '/acts', act);
    const second = await relief.post('prefecture', '/acts', act);
    expect([first.repeated, second.repeated, second.entry.id]).toEqual([false, true, first.entry.id]);
  });

  it('takes its steps in order, by whoever has the authority', async () => {
    const act = (name: string, more: object = {}) => ({ key: key(), subject: request, act: name, ...more });
    expect(await relief.refusal('town', '/acts', act('escalate'))).toEqual({
      status: 403,
      code: 'coordination.no-authority',
    });
    expect(await relief.refusal('prefecture', '/acts', act('endorse'))).toEqual({
      status: 409,
      code: 'coordination.wrong-state',
    });
    expect(await relief.refusal('ministry', '/acts', act('decline'))).toEqual({
      status: 400,
      code: 'coordination.reason-needed',
    });
    await relief.post('prefecture', '/acts', act('escalate'));
    const [seen] = (await relief.state('ministry')).state.requests;
    expect([seen.state, seen.waitingOn]).toEqual(['escalated', ['ministry']]);
  });

  it('is not tasked on an offer before the host has accepted it', async () => {
    const body = { donor: 'partner', host: 'ministry', item: 'meals', unit: 'meals', quantity: 800 };
    offer = (await relief.post('partner', '/subjects', subject('offer', body))).entry.id;
    lot = (await relief.post('partner', '/subjects', subject('lot', { item: 'meals', unit: 'meals' }))).entry
      .id;
    await relief.post('partner', '/movements', { key: key(), lot, move: 'procure', quantity: 800 });
    const goods = subject('consignment', {
      from: 'partner',
      to: 'town',
      via: [],
      lines: [{ lot, item: 'meals', unit: 'meals', quantity: 800 }],
      offer,
      mode: 'truck',
      vehicles: 2,
    });
    expect(await relief.refusal('partner', '/subjects', goods)).toEqual({
      status: 409,
      code: 'coordination.offer-not-accepted',
    });
    await relief.post('ministry', '/acts', { key: key(), subject: offer, act: 'accept' });
    consignment = (await relief.post('partner', '/subjects', goods)).entry.id;
  });

  it('has no more goods than there are, whoever asks at the same moment', async () => {
    const again = () =>
      relief.refusal(
        'partner',
        '/subjects',
        subject('consignment', {
          from: 'partner',
          to: 'town',
          via: [],
          lines: [{ lot, item: 'meals', unit: 'meals', quantity: 1 }],
          mode: 'truck',
          vehicles: 1,
        }),
      );
    expect(await again()).toEqual({ status: 409, code: 'coordination.not-enough' });
    const theirs = { key: key(), lot, move: 'consume', quantity: 1 };
    expect((await relief.refusal('ministry', '/movements', theirs)).code).toBe('coordination.not-enough');
  });

  it('arrives short, and everyone concerned sees how much', async () => {
    const act = (name: string, more: object = {}) => ({
      key: key(),
      subject: consignment,
      act: name,
      ...more,
    });
    await relief.post('partner', '/acts', act('depart'));
    await relief.post('town', '/acts', act('confirm', { received: [{ lot, quantity: 750 }] }));
    for (const party of ['town', 'prefecture', 'ministry', 'partner'] as const) {
      const { state } = await relief.state(party);
      expect([party, state.consignments.map((each) => [each.state, each.short])]).toEqual([
        party,
        [['confirmed', 50]],
      ]);
    }
    const [held] = (await relief.state('town')).state.lots;
    expect(held.holdings).toContainEqual(expect.objectContaining({ node: 'town', onHand: 750 }));
    expect(held.sinks).toEqual({ procured: 800, consumed: 0, lost: 50, adjusted: 0 });
    const [given] = (await relief.state('partner')).state.offers;
    expect([given.state, given.confirmed]).toEqual(['delivered', 750]);
  });

  it('is nothing at all to a third party', async () => {
    expect(await relief.get('third', '/coordination/contingencies')).toEqual([]);
    expect(await relief.status('third', `/coordination/state?contingency=${relief.contingency}`)).toBe(404);
  });

  it('has the same state at the host’s nodes that see the same entries', async () => {
    const hashes = await Promise.all(
      (['ministry', 'prefecture', 'town'] as const).map(async (party) => (await relief.state(party)).hash),
    );
    expect(new Set(hashes).size).toBe(1);
  });
});

describe('what one part of a contingency is not for the others', () => {
  const words = { town: 'XTOWNWORDX', ministry: 'XMINISTRYWORDX', partner: 'XPARTNERWORDX' } as const;

  beforeAll(async () => {
    const { post, contingency } = relief;
    const request = { requester: 'town', basis: '86-16-1', item: 'water', unit: 'litres', quantity: 7 };
    await post('town', '/subjects', subject('request', request, { submit: true, note: words.town }));
    await post('ministry', '/decisions', { key: key(), contingency, text: words.ministry, private: true });
    const offer = { donor: 'partner', host: 'ministry', item: 'tents', unit: 'pieces', quantity: 3 };
    await post('partner', '/subjects', subject('offer', offer, { note: words.partner }));
  });

  it.each([
    ['third', []],
    ['partner', ['partner']],
    ['elsewhere', ['partner']],
    ['town', ['town', 'partner']],
    ['ministry', ['town', 'ministry', 'partner']],
  ] as const)('comes out of no exit for %s', async (party, allowed) => {
    const { hub, contingency } = relief;
    const given = `contingency=${contingency}`;
    const rooms = hub.exits.filter(
      ({ name, method }) => name.startsWith('coordination.') && method === 'GET',
    );
    const paths = [
      ...rooms.map(({ path }) => `${path}${/state|reports|changes|files/.test(path) ? `?${given}` : ''}`),
      ...['sitrep.csv', 'decisions.csv', 'timeline.csv', 'places.geojson'].map(
        (name) => `/coordination/files?${given}&name=${name}`,
      ),
      '/entries?limit=1000',
      '/brief',
      ...Object.values(words).map((word) => `/search?q=${word}`),
    ];
    const seen = new Set<string>();
    for (const path of paths) {
      const text = await relief.text(party, path);
      // What was asked for stands in the address alone.
      for (const [whose, word] of Object.entries(words))
        if (text.replaceAll(/"q":"[^"]*"/g, '').includes(word)) seen.add(whose);
    }
    expect(paths.length).toBeGreaterThan(12);
    expect([...seen].toSorted()).toEqual([...allowed].toSorted());
  });
});
