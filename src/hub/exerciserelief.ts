/**
 * The exercise's contingency: an earthquake on Minna. By the time the exercise opens a town has asked, its prefecture
 * has endorsed, a partner has offered; goods are on their way and some came short; one village is cut off and nobody has
 * taken it on. Everything is written by the ways that people use.
 */
import { count, createSubject, decide, openContingency, perform } from '../coordination/index.ts';
import type { Written } from '../coordination/index.ts';
import type { Released } from '../core/index.ts';
import { cast, hubParty } from '../exercise/index.ts';
import type { HubContext } from './exits.ts';

type Window = (account: string) => HubContext;
type Names = { en: string; ja: string };
type Body = Record<string, unknown>;

const hourMs = 3_600_000;
const ministry = 'meridia-relief';
const prefecture = 'minna-prefecture';
const town = 'kirimi-town';
const village = 'hatsuura-village';
const partner = 'aurelia';

const nameOf = (party: string): Names =>
  cast.parties.find(({ id }) => id === party)?.name ?? { en: party, ja: party };

export async function tellRelief(window: Window): Promise<void> {
  const story = new ReliefStory(window);
  await story.open();
  await story.places();
  await story.requests();
  await story.goods();
  await story.reports();
}

class ReliefStory {
  readonly #window: Window;
  #contingency = '';
  #next = 1;
  readonly #ids = new Map<string, string>();

  constructor(window: Window) {
    this.#window = window;
  }

  async open(): Promise<void> {
    const context = this.#window('relief');
    this.#contingency = await this.#done(
      context,
      openContingency(context, {
        key: 'exercise-contingency',
        name: { en: 'Minna earthquake', ja: 'ミンナ地震' },
        kind: 'earthquake',
        startedUtcMs: context.nowUtcMs - 30 * hourMs,
        me: { name: nameOf(ministry), level: 'national' },
      }),
    );
    const organisations: Body[] = [
      {
        party: prefecture,
        level: 'prefecture',
        parent: ministry,
        reportsEveryHours: 12,
        place: at(125.33, 24.8),
      },
      {
        party: town,
        level: 'municipality',
        parent: prefecture,
        reportsEveryHours: 12,
        place: at(125.42, 24.73),
      },
      {
        party: village,
        level: 'municipality',
        parent: prefecture,
        reportsEveryHours: 6,
        place: at(125.18, 24.83),
      },
      // The coast watch searches at sea: its people see what the host's side shares.
      { party: hubParty, level: 'institution', parent: ministry },
      { party: partner, level: 'partner' },
    ];
    for (const body of organisations)
      await this.#subject('relief', 'organisation', { ...body, name: nameOf(body.party as string) });
  }

  async places(): Promise<void> {
    const site = (name: string, names: Names, body: Body) =>
      this.#subject('minna', 'site', { name: names, ...body }, { name });
    await site(
      'hub',
      { en: 'Harbour warehouse', ja: '港湾倉庫' },
      { kind: 'hub', place: at(125.28, 24.8), responsible: prefecture, trucksPerHour: 4, palletsPerDay: 180 },
    );
    await site(
      'shelter',
      { en: 'Kirimi school', ja: 'キリミ小学校' },
      { kind: 'shelter', place: at(125.43, 24.72), responsible: town, people: 640, reportsEveryHours: 12 },
    );
    await site(
      'area',
      { en: 'North shore hamlets', ja: '北岸集落' },
      { kind: 'isolated-area', place: at(125.24, 24.91), people: 180 },
    );
  }

  async requests(): Promise<void> {
    const ask = (name: string, body: Body, hoursAgo: number) =>
      this.#subject(
        'kirimi',
        'request',
        { requester: town, basis: '86-16-1', deliverTo: 'Kirimi school', ...body },
        { name, hoursAgo, submit: true, source: 'Town headquarters, count at the shelters' },
      );
    await ask('meals', { item: 'meals', unit: 'meals', quantity: 1920, people: 640 }, 26);
    await ask('blankets', { item: 'blankets', unit: 'pieces', quantity: 600 }, 25);
    await ask('water', { item: 'water', unit: 'litres', quantity: 4000 }, 9);
    await ask('again', { item: 'water', unit: 'litres', quantity: 4000 }, 5);
    await ask('generators', { item: 'generators', unit: 'pieces', quantity: 2 }, 4);
    for (const [name, hoursAgo] of [
      ['meals', 25],
      ['blankets', 24],
    ] as const)
      for (const act of ['endorse', 'escalate']) await this.#act('minna', name, act, hoursAgo);
    await this.#act('minna', 'water', 'endorse', 8);
    await this.#subject(
      'minna',
      'request',
      { requester: village, basis: '86-16-1', item: 'medical-kits', unit: 'pieces', quantity: 12 },
      { name: 'kits', hoursAgo: 6, submit: true, source: 'By radio from the village' },
    );
    await this.#subject(
      'relief',
      'request',
      {
        requester: ministry,
        basis: 'partner',
        askedOf: partner,
        item: 'tents',
        unit: 'pieces',
        quantity: 60,
      },
      { name: 'tents', hoursAgo: 20 },
    );
  }

  async goods(): Promise<void> {
    await this.#subject('relief', 'lot', { item: 'meals', unit: 'meals' }, { name: 'ration', stock: 12_000 });
    await this.#subject(
      'minna',
      'lot',
      { item: 'blankets', unit: 'pieces' },
      { name: 'blanket', stock: 900 },
    );
    await this.#send('relief', 'first', ministry, 'meals', 'ration', 1920);
    await this.#act('relief', 'first', 'depart', 18);
    await this.#act('minna', 'first', 'arrive', 12, { site: this.#id('hub') });
    await this.#act('minna', 'first', 'leave', 9, { site: this.#id('hub') });
    await this.#act('kirimi', 'first', 'confirm', 7, {
      received: [{ lot: this.#id('ration'), quantity: 1800 }],
      note: 'One pallet was wet and left at the quay.',
    });
    await this.#send('minna', 'second', prefecture, 'blankets', 'blanket', 600);
    await this.#act('minna', 'second', 'depart', 5);
    await this.#subject(
      'aurelia',
      'offer',
      {
        donor: partner,
        host: ministry,
        answers: this.#id('tents'),
        item: 'tents',
        unit: 'pieces',
        quantity: 60,
      },
      { name: 'offer', hoursAgo: 16 },
    );
    await this.#act('relief', 'offer', 'accept', 14);
    await this.#subject(
      'aurelia',
      'offer',
      { donor: partner, host: ministry, item: 'generators', unit: 'pieces', quantity: 4 },
      { hoursAgo: 3 },
    );
    await this.#subject(
      'minna',
      'task',
      { title: 'Clear the shore road to the hamlets', assignee: town, acknowledgeWithinMinutes: 120 },
      { hoursAgo: 7 },
    );
    await this.#subject(
      'relief',
      'task',
      {
        title: 'Search for the boat of the north shore hamlets',
        assignee: hubParty,
        acknowledgeWithinMinutes: 60,
      },
      { name: 'search', hoursAgo: 6 },
    );
    await this.#act('hana', 'search', 'acknowledge', 5.5);
  }

  async reports(): Promise<void> {
    await this.#subject(
      'relief',
      'plan',
      {
        name: 'Push for three days',
        assumptions: [
          {
            measure: 'evacuees',
            value: 500,
            source: 'Damage estimate of the first night',
            asOfUtcMs: this.#hoursAgo('relief', 28),
          },
        ],
        lines: [{ item: 'meals', unit: 'meals', quantity: 4500 }],
      },
      { hoursAgo: 28 },
    );
    const report = async (
      account: string,
      about: string,
      value: number,
      hoursAgo: number,
      source: string,
    ) => {
      const context = this.#window(account);
      await this.#done(
        context,
        count(context, {
          key: `exercise-count-${about.slice(-8)}-${hoursAgo}`,
          contingency: this.#contingency,
          measure: 'evacuees',
          about,
          value,
          source,
          asOfUtcMs: context.nowUtcMs - hoursAgo * hourMs,
        }),
      );
    };
    await report('kirimi', this.#id('shelter'), 640, 3, 'Roll call at the school');
    await report('kirimi', town, 710, 3, 'All shelters of the town');
    await report('minna', prefecture, 60, 2, 'Prefectural gymnasium');
    const context = this.#window('relief');
    await this.#done(
      context,
      decide(context, {
        key: 'exercise-decision',
        contingency: this.#contingency,
        text: 'Meals go to Kirimi at once from the national ration, without waiting for the count.',
        reason: 'The town’s own stock lasts until tonight.',
      }),
    );
  }

  #id(name: string): string {
    return this.#ids.get(name) as string;
  }

  #hoursAgo(account: string, hours: number): number {
    return this.#window(account).nowUtcMs - hours * hourMs;
  }

  #key(): string {
    return `exercise-${String(this.#next++).padStart(4, '0')}`;
  }

  async #done(context: HubContext, written: Promise<Released<Written>>): Promise<string> {
    return (await written).for(context.viewer.party).entry.id;
  }

  async #subject(
    account: string,
    kind: Parameters<typeof createSubject>[1]['kind'],
    body: Body,
    more: { name?: string; hoursAgo?: number; submit?: boolean; stock?: number; source?: string } = {},
  ): Promise<void> {
    const context = this.#window(account);
    const { name, hoursAgo = 29, ...rest } = more;
    const atUtcMs = context.nowUtcMs - hoursAgo * hourMs;
    const asked = { key: this.#key(), contingency: this.#contingency, kind, body, atUtcMs, ...rest };
    const id = await this.#done(context, createSubject(context, asked));
    if (name !== undefined) this.#ids.set(name, id);
  }

  async #act(account: string, name: string, act: string, hoursAgo: number, more: Body = {}): Promise<void> {
    const context = this.#window(account);
    const atUtcMs = context.nowUtcMs - hoursAgo * hourMs;
    await this.#done(
      context,
      perform(context, { key: this.#key(), subject: this.#id(name), act, atUtcMs, ...more }),
    );
  }

  #send(account: string, name: string, from: string, request: string, lot: string, quantity: number) {
    const unit = lot === 'ration' ? 'meals' : 'pieces';
    return this.#subject(
      account,
      'consignment',
      {
        from,
        to: town,
        via: [this.#id('hub')],
        destination: this.#id('shelter'),
        lines: [{ lot: this.#id(lot), item: request, unit, quantity }],
        request: this.#id(request),
        mode: 'truck',
        vehicles: 2,
      },
      { name, hoursAgo: 19 },
    );
  }
}

const at = (lonDeg: number, latDeg: number) => ({ lonDeg, latDeg });
