/**
 * A contingency at three nodes and a partner, each a store of its own with a clock that is off, which exchange by lines
 * and by files that come late, out of order and twice, are cut off from each other for a day and a day again, and are
 * killed in between. Everything is written by the room's own ways; at the end it is compared.
 */
import { cpSync, rmSync } from 'node:fs';
import type { ActionContext, Entry, EntryDraft, EntryId, PartyId } from '../../src/core/index.ts';
import { instant } from '../../src/core/index.ts';
import type { ActRequest, SubjectRequest } from '../../src/coordination/api.ts';
import { fold, hashOf } from '../../src/coordination/fold.ts';
import { Chance } from '../../src/coordination/ledger.test-support.ts';
import { coordinationTypes } from '../../src/coordination/types.ts';
import { stateView } from '../../src/coordination/views.ts';
import { loadAll, organisationRows } from '../../src/coordination/window.ts';
import {
  count,
  createSubject,
  decide,
  move,
  openContingency,
  perform,
} from '../../src/coordination/write.ts';
import { PartnerHubs } from '../../src/partners/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Store } from '../../src/store/index.ts';
import { Speaker, coordinationWords, coreWords } from '../../src/words/index.ts';
import { startUtcMs, temporaryFolder } from './store.ts';

const hourMs = 3_600_000;
export const hosts = ['ministry', 'prefecture', 'town'] as const;
const parties = [...hosts, 'partner'] as const;
type Party = (typeof parties)[number];

/** How far each node's clock is off, ms. */
const offMs: Record<Party, number> = {
  ministry: 0,
  prefecture: 37 * 60_000,
  town: -3 * hourMs,
  partner: 11 * 60_000,
};

/** Who reaches whom, a day after the other: the town alone; the ministry alone and the partner alone; nobody anybody. */
const groups: readonly (readonly (readonly Party[])[])[] = [
  [['ministry', 'prefecture', 'partner'], ['town']],
  [['ministry'], ['prefecture', 'town'], ['partner']],
  [['ministry'], ['prefecture'], ['town'], ['partner']],
];

export interface ReliefWorldOptions {
  readonly seed: number;
  /** Simulated hours; cut three ways in three equal parts. */
  readonly hours: number;
  /** Steps within an hour at which somebody does something. */
  readonly stepsPerHour: number;
}

export interface ReliefOutcome {
  /** Entries that were acknowledged, by their author. */
  readonly written: number;
  readonly kills: number;
  readonly filesDoubled: number;
  readonly filesRefused: number;
  /** Entries that a reader was given and does not have. */
  readonly lost: readonly string[];
  /** Entries that the partner has and was not given. */
  readonly leaked: readonly string[];
  readonly hashes: Readonly<Record<string, string>>;
  /** Goods that were promised twice: movements that counted where they were written and do not count now. */
  readonly doubleAllocations: readonly string[];
  /** Steps without effect that no list of overrides names. */
  readonly unlisted: readonly string[];
  /** What the ministry has in the end, and of which contingency. */
  readonly entries: readonly Entry[];
  readonly contingency: string;
  readonly overrides: number;
  readonly consignments: number;
  readonly states: Readonly<Record<string, number>>;
}

interface Node {
  readonly party: Party;
  folder: string;
  store: Store;
  partners: PartnerHubs;
  /** Acknowledged to whoever wrote them. */
  readonly acknowledged: Set<EntryId>;
}

export async function runReliefWorld(options: ReliefWorldOptions): Promise<ReliefOutcome> {
  const world = new ReliefWorld(options);
  try {
    await world.open();
    await world.run();
    return await world.compare();
  } finally {
    await world.close();
  }
}

class ReliefWorld {
  readonly #options: ReliefWorldOptions;
  readonly #chance: Chance;
  readonly #nodes = new Map<Party, Node>();
  /** Files on sticks, under way from one to the other. */
  readonly #sticks: { from: Party; to: Party; bytes: Uint8Array }[] = [];
  readonly #keep: string[] = [];
  #utcMs = startUtcMs;
  #contingency = '';
  #nextKey = 1;
  #kills = 0;
  #doubled = 0;
  #refused = 0;

  constructor(options: ReliefWorldOptions) {
    this.#options = options;
    this.#chance = new Chance(options.seed);
  }

  async open(): Promise<void> {
    for (const party of parties) {
      const folder = temporaryFolder();
      this.#nodes.set(party, {
        party,
        folder,
        ...(await this.#start(party, folder)),
        acknowledged: new Set(),
      });
    }
    for (const a of parties)
      for (const b of parties)
        if (a !== b) {
          const { card, fingerprint } = await this.#node(a).partners.card();
          await this.#node(b).partners.register(card, fingerprint, 'admin');
        }
    // Each may pass on to the others what they may see too: what hangs on another's entry is judged at one's own hub.
    for (const a of parties)
      for (const b of parties)
        if (a !== b) {
          const passesTo = parties.filter((party) => party !== a && party !== b);
          await this.#node(a).partners.change(b, { passesTo }, 'admin');
        }
    const context = this.#context('ministry');
    const opened = await openContingency(context, {
      key: this.#key(),
      name: { en: 'Quake', ja: '地震' },
      kind: 'earthquake',
      me: { name: { en: 'Ministry', ja: '省' }, level: 'national' },
    });
    this.#contingency = opened.for('ministry').entry.id;
    for (const [party, level, parent] of [
      ['prefecture', 'prefecture', 'ministry'],
      ['town', 'municipality', 'prefecture'],
      ['partner', 'partner', undefined],
    ])
      await this.#subject('ministry', 'organisation', {
        party,
        name: { en: party, ja: party },
        level,
        ...(parent === undefined ? {} : { parent }),
      });
    // The others hear of the contingency before they enter what they have.
    await this.#exchangeAll();
    for (const party of parties) await this.#stock(party);
    await this.#exchangeAll();
  }

  async run(): Promise<void> {
    const { hours, stepsPerHour } = this.#options;
    for (let step = 0; step < hours * stepsPerHour; step++) {
      this.#utcMs += hourMs / stepsPerHour;
      const together = groups[Math.min(2, Math.floor((3 * step) / (hours * stepsPerHour)))];
      await this.#somebodyActs();
      if (this.#chance.next() < 0.25) await this.#exchangeWithin(this.#chance.pick(together));
      if (this.#chance.next() < 0.2) await this.#carryStick();
      if (this.#chance.next() < 0.02) await this.#kill(this.#chance.pick(parties));
    }
  }

  async compare(): Promise<ReliefOutcome> {
    await this.#exchangeAll();
    const entries = new Map(parties.map((party) => [party, this.#entriesOf(party)]));
    const { lost, leaked } = this.#lostAndLeaked(entries);
    const state = fold(entries.get('ministry') ?? [], this.#contingency);
    if (state === undefined) throw new Error('the contingency is gone');
    const steps = [...state.requests, ...state.offers, ...state.tasks, ...state.consignments].flatMap(
      (subject) => subject.steps,
    );
    const listed = new Set(state.overrides.map(({ id }) => id));
    const tally: Record<string, number> = {};
    for (const each of [...state.requests, ...state.offers, ...state.consignments])
      tally[`${each.kind} ${each.state}`] = (tally[`${each.kind} ${each.state}`] ?? 0) + 1;
    return {
      written: [...this.#nodes.values()].reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
      kills: this.#kills,
      filesDoubled: this.#doubled,
      filesRefused: this.#refused,
      lost,
      leaked,
      hashes: Object.fromEntries(
        hosts.map((party) => [party, hashOf(fold(entries.get(party) ?? [], this.#contingency))]),
      ),
      doubleAllocations: state.lots.flatMap((lot) =>
        lot.refused.map(({ movement, why }) => `${movement} ${why}`),
      ),
      unlisted: steps
        .filter(({ refused, overriddenBy }) => refused !== undefined || overriddenBy !== undefined)
        .map(({ id }) => id)
        .filter((id) => !listed.has(id)),
      entries: entries.get('ministry') ?? [],
      contingency: this.#contingency,
      overrides: state.overrides.length,
      consignments: state.consignments.length,
      states: tally,
    };
  }

  async close(): Promise<void> {
    for (const { store, folder } of this.#nodes.values()) {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
    for (const folder of this.#keep) rmSync(folder, { recursive: true, force: true });
  }

  #node(party: Party): Node {
    return this.#nodes.get(party) as Node;
  }

  async #start(party: Party, folder: string): Promise<{ store: Store; partners: PartnerHubs }> {
    const now = () => this.#utcMs + offMs[party];
    const store = await openStore({
      folder,
      party,
      types: coordinationTypes,
      projections: [organisationRows],
      speaker: new Speaker([coreWords, coordinationWords]),
      now,
      inThread: true,
    });
    if (store.parties.get(party) === undefined)
      await store.parties.put(
        { id: party, name: { en: party, ja: party }, level: 'domestic', clearances: {}, caveats: [] },
        'admin',
      );
    return { store, partners: new PartnerHubs({ store, now }) };
  }

  /** The power goes in the middle of a write: what is on disk at that moment is all that comes back. */
  async #kill(party: Party): Promise<void> {
    const node = this.#node(party);
    const image = temporaryFolder();
    const unfinished = this.#act(party).catch(() => undefined);
    cpSync(node.folder, image, { recursive: true });
    await unfinished;
    await node.store.close();
    this.#keep.push(node.folder);
    node.folder = image;
    Object.assign(node, await this.#start(party, image));
    // What was answered after the image was taken never reached its author.
    for (const id of node.acknowledged) if (node.store.peek(id) === undefined) node.acknowledged.delete(id);
    this.#kills += 1;
  }

  async #exchangeWithin(group: readonly Party[]): Promise<void> {
    if (group.length < 2) return;
    const [a, b] = [this.#chance.pick(group), this.#chance.pick(group)];
    if (a !== b) await this.#carry(a, b);
  }

  async #carry(a: Party, b: Party): Promise<void> {
    const [from, to] = [this.#node(a), this.#node(b)];
    for (;;) {
      const chunk = await from.partners.chunkAfter(b, to.partners.cursor(a));
      if (chunk === undefined) return;
      await to.partners.receive(a, structuredClone(chunk));
      // A line that breaks sends the same again.
      if (this.#chance.next() < 0.1)
        await to.partners.receive(a, structuredClone(chunk)).catch(() => undefined);
    }
  }

  /** Somebody drives with a stick: written now, read later, perhaps in another order, perhaps twice. */
  async #carryStick(): Promise<void> {
    const [from, to] = [this.#chance.pick(parties), this.#chance.pick(parties)];
    if (from !== to && this.#chance.next() < 0.5) {
      const written = await this.#node(from)
        .partners.exportBundle(to)
        .catch(() => undefined);
      if (written !== undefined) this.#sticks.push({ from, to, bytes: written.bytes });
    }
    if (this.#sticks.length === 0 || this.#chance.next() < 0.4) return;
    const stick = this.#chance.pick(this.#sticks);
    const isDoubled = this.#chance.next() < 0.3;
    if (!isDoubled) this.#sticks.splice(this.#sticks.indexOf(stick), 1);
    else this.#doubled += 1;
    // One that comes before its turn or a second time is refused as a whole; the lines close the gap later.
    await this.#node(stick.to)
      .partners.importBundle(stick.bytes)
      .catch(() => {
        this.#refused += 1;
      });
  }

  /** All lines are whole again: until nobody has news for anybody. */
  async #exchangeAll(): Promise<void> {
    for (let round = 0; round < 3; round++)
      for (const a of parties) for (const b of parties) if (a !== b) await this.#carry(a, b);
  }

  async #somebodyActs(): Promise<void> {
    const party = this.#chance.pick(parties);
    await this.#act(party).catch((error: unknown) => {
      const code = (error as { code?: string }).code ?? '';
      // What one may not or cannot do is refused at once, at one's own node.
      if (!code.startsWith('coordination.') && code !== 'entry.not-found') throw error;
    });
  }

  async #act(party: Party): Promise<void> {
    const context = this.#context(party);
    const view = stateView(loadAll(context).for(party), this.#contingency, party, context.nowUtcMs);
    if (view === null || view.me === undefined) return;
    const { state, open } = view;
    const roll = this.#chance.next();
    if (roll < 0.5) {
      const subjects = Object.entries(open).filter(([id]) => !id.startsWith('coordination-lot'));
      if (subjects.length === 0) return;
      const [subject, acts] = this.#chance.pick(subjects);
      const act = this.#chance.pick(acts);
      if (['decline', 'withdraw', 'lapse', 'cancel', 'close', 'same-as', 'not-same'].includes(act))
        if (this.#chance.next() < 0.85) return;
      const consignment = state.consignments.find(({ id }) => id === subject);
      const request: ActRequest = {
        key: this.#key(),
        subject,
        act,
        reason: 'test',
        site: state.sites[0]?.id ?? subject,
        people: 10,
        other: subject,
        ...(act === 'confirm'
          ? {
              received: consignment?.body.lines.map(({ lot, quantity }) => ({
                lot,
                quantity: Math.max(0, quantity - this.#chance.below(3)),
              })),
            }
          : {}),
      };
      return this.#done(party, perform(context, request));
    }
    if (roll < 0.62 && party !== 'partner')
      return this.#subject(party, 'request', {
        requester: party === 'ministry' ? 'prefecture' : party,
        basis: party === 'ministry' ? '86-16-2' : '86-16-1',
        item: 'meals',
        unit: 'meals',
        quantity: 1 + this.#chance.below(40),
      });
    if (roll < 0.68 && party === 'partner')
      return this.#subject(party, 'offer', {
        donor: 'partner',
        host: 'ministry',
        item: 'meals',
        unit: 'meals',
        quantity: 1 + this.#chance.below(40),
      });
    if (roll < 0.85) return this.#send(party, state.lots, state.offers, state.requests);
    if (roll < 0.9) return this.#quota(party, state.lots);
    if (roll < 0.97)
      return this.#done(
        party,
        count(context, {
          key: this.#key(),
          contingency: this.#contingency,
          measure: 'evacuees',
          about: 'town',
          value: this.#chance.below(1000),
          source: 'roll call',
          // Some reports are hours old when they are entered.
          asOfUtcMs: context.nowUtcMs - this.#chance.below(12) * hourMs,
        }),
      );
    return this.#done(
      party,
      decide(context, {
        key: this.#key(),
        contingency: this.#contingency,
        text: 'Go on.',
        private: party === 'partner',
      }),
    );
  }

  async #send(
    party: Party,
    lots: readonly {
      id: string;
      body: { item: string; unit: string };
      holdings: readonly { node: string; onHand: number }[];
    }[],
    offers: readonly { id: string; state: string; body: { donor: string } }[],
    requests: readonly { id: string; state: string; body: { requester: string } }[],
  ): Promise<void> {
    const mine = lots.filter((lot) => lot.holdings.some(({ node, onHand }) => node === party && onHand > 0));
    if (mine.length === 0) return;
    const { id: lot, body, holdings } = this.#chance.pick(mine);
    const there = holdings.find(({ node }) => node === party)?.onHand ?? 1;
    const to = this.#chance.pick(hosts.filter((other) => other !== party));
    const offer = offers.find((each) => each.body.donor === party && each.state === 'accepted');
    const request = requests.find((each) => each.body.requester === to && each.state === 'escalated');
    await this.#subject(party, 'consignment', {
      from: party,
      to,
      via: [],
      lines: [{ lot, item: body.item, unit: body.unit, quantity: 1 + this.#chance.below(there) }],
      mode: 'truck',
      vehicles: 1,
      ...(offer === undefined ? {} : { offer: offer.id }),
      ...(request === undefined ? {} : { request: request.id }),
    });
  }

  /** Set aside for one that may be cut off, drawn, or given back. */
  async #quota(
    party: Party,
    lots: readonly { id: string; accounts: readonly { account: string; quantity: number }[] }[],
  ) {
    for (const { id: lot, accounts } of lots)
      for (const { account, quantity } of accounts) {
        const [kind, node, to] = account.split(':');
        const isMine = kind === 'quota' && to === party;
        if (isMine)
          return this.#done(
            party,
            move(this.#context(party), {
              key: this.#key(),
              lot,
              move: this.#chance.next() < 0.7 ? 'draw' : 'return-quota',
              party: node,
              quantity: 1 + this.#chance.below(quantity),
            }),
          );
        if (kind === 'on-hand' && node === party && this.#chance.next() < 0.3)
          return this.#done(
            party,
            move(this.#context(party), {
              key: this.#key(),
              lot,
              move: 'grant',
              party: this.#chance.pick(hosts.filter((host) => host !== party)),
              quantity: 1 + this.#chance.below(quantity),
            }),
          );
      }
  }

  /** Meals in bulk, and one generator, which can only be at one place. */
  async #stock(party: Party): Promise<void> {
    await this.#subject(party, 'lot', { item: 'meals', unit: 'meals' }, { stock: 400 });
    await this.#subject(
      party,
      'lot',
      { item: 'generators', unit: 'pieces', asset: `G-${party}` },
      { stock: 1 },
    );
  }

  async #subject(
    party: Party,
    kind: SubjectRequest['kind'],
    body: Record<string, unknown>,
    more: { stock?: number } = {},
  ): Promise<void> {
    const request = { key: this.#key(), contingency: this.#contingency, kind, body, ...more };
    await this.#done(
      party,
      createSubject(this.#context(party), { ...request, ...(kind === 'request' ? { submit: true } : {}) }),
    );
  }

  async #done(party: Party, written: ReturnType<typeof perform>): Promise<void> {
    const { entry } = (await written).for(party);
    this.#node(party).acknowledged.add(entry.id);
  }

  #key(): string {
    return `world-${this.#options.seed}-${String(this.#nextKey++).padStart(6, '0')}`;
  }

  #entriesOf(party: Party): readonly Entry[] {
    return loadAll(this.#context(party)).for(party);
  }

  #lostAndLeaked(entries: ReadonlyMap<Party, readonly Entry[]>) {
    const lost: string[] = [];
    const leaked: string[] = [];
    const has = new Map(parties.map((party) => [party, new Set(entries.get(party)?.map(({ id }) => id))]));
    for (const { party, store, acknowledged } of this.#nodes.values()) {
      for (const id of acknowledged)
        if (store.peek(id) === undefined) lost.push(`${party} lost its own ${id}`);
      const own = (entries.get(party) ?? []).filter(({ owner }) => owner === party);
      for (const reader of parties) {
        if (reader === party) continue;
        const view = store.view(store.viewer(reader));
        for (const { id } of own) {
          const isGiven = view.sees(id);
          const isThere = has.get(reader)?.has(id) ?? false;
          if (isGiven && !isThere) lost.push(`${reader} was given ${id} by ${party}`);
          if (!isGiven && isThere) leaked.push(`${reader} has ${id} of ${party}`);
        }
      }
    }
    return { lost, leaked };
  }

  /** A window as the hub makes it, over one node's store. */
  #context(party: Party): ActionContext {
    const { store } = this.#node(party);
    const now = () => this.#utcMs + offMs[party];
    const open = () => store.view(store.viewer(party), { at: instant(now()), language: 'en' });
    let view = open();
    return {
      get viewer() {
        return view.viewer;
      },
      get at() {
        return view.at;
      },
      holder: party,
      language: 'en',
      account: party,
      nowUtcMs: now(),
      entry: (id) => view.entry(id),
      entries: (query) => view.entries(query),
      count: (query) => view.count(query),
      search: (words, query) => view.search(words, query),
      rows: (projection, query) => view.rows(projection, query),
      neighbours: (id) => view.neighbours(id),
      versions: (id) => view.versions(id),
      common: (value) => view.common(value),
      append: async (drafts: readonly EntryDraft[]) => {
        const written = await store.append(drafts, { account: party, as: party as PartyId });
        view = open();
        return written;
      },
      service: () => {
        throw new Error('no services in this world');
      },
    };
  }
}
