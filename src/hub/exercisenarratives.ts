/**
 * The exercise's collection of posts: read from an export as any other, looked at, and told of. Everything is done by
 * the routes that people use, as the people who would do it.
 */
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionContext, Entry, EntryId, Route } from '../core/index.ts';
import { exercisePosts, postSettings } from '../exercise/index.ts';
import { defaultSettings, narrativesRoom } from '../narratives/index.ts';
import type {
  AbcdeBody,
  Analysis,
  AnalysisSettings,
  ExplainerBody,
  GroupRow,
  NarrativeRow,
} from '../narratives/index.ts';
import type { ReleaseRequest } from './api.ts';
import type { HubContext } from './exits.ts';
import type { Hub } from './hub.ts';

type Window = (account: string) => () => HubContext;
type Give = (id: EntryId, request: ReleaseRequest) => Promise<void>;

const dayMs = 86_400_000;

/** @param seed draws the posts @param give releases an entry as the releasing officer does */
export async function tellNarratives(hub: Hub, seed: number, window: Window, give: Give): Promise<void> {
  const story = new NarrativesStory(hub, window, give);
  await story.collect(seed);
  await story.judge();
  await story.explain();
}

class NarrativesStory {
  readonly #hub: Hub;
  readonly #window: Window;
  readonly #give: Give;
  #collection = '' as EntryId;
  #settings: AnalysisSettings = defaultSettings;

  constructor(hub: Hub, window: Window, give: Give) {
    this.#hub = hub;
    this.#window = window;
    this.#give = give;
  }

  async collect(seed: number): Promise<void> {
    const { nowUtcMs } = this.#window('hana')();
    const dayOf = (utcMs: number) => new Date(utcMs).toISOString().slice(0, 10);
    this.#settings = {
      ...defaultSettings,
      ...postSettings,
      calendar: [
        {
          name: 'Vote on the harbour of Minna / ミンナ港住民投票',
          kind: 'election',
          from: dayOf(nowUtcMs - 3 * dayMs),
          to: dayOf(nowUtcMs - 3 * dayMs),
        },
        {
          name: 'Sea drill of the Northern Compact / 北方協約海上訓練',
          kind: 'exercise',
          from: dayOf(nowUtcMs - 6 * dayMs),
          to: dayOf(nowUtcMs - 5 * dayMs),
        },
      ],
    };
    const collection = await this.#do<Entry>('hana', 'POST', '/collections', {
      title: 'Minna after the earthquake / 地震後のミンナ',
      zoneMinutes: 540,
      retentionDays: 90,
      settings: this.#settings,
      note: 'Search for Minna, Kirimi and the harbour on two platforms.',
    });
    this.#collection = collection.id;
    const { collections, importFolder } = this.#hub.parts;
    const path = join(importFolder, 'exercise-posts');
    writeFileSync(path, exercisePosts(seed, nowUtcMs), { mode: 0o600 });
    try {
      const setup = { path, fileName: 'minna-search.ndjson', zoneMinutes: 540 };
      await collections.read(collection.id, setup, { progress: () => {}, onCancel: () => {} });
    } finally {
      await rm(path, { force: true });
    }
    await this.#do('hana', 'POST', '/register', {
      title: 'Relief is withheld on purpose / 救援の意図的な停止',
      claim: 'Goods for Minna are held back by the Coast Watch.',
      objective: 'Said by the Ministry of Relief: to turn the islands against those who help them.',
      targetRelation: 'Meridia–Northern Compact',
      audience: ['Minna', 'Kirimi'],
      diaspora: ['Minna families in Lumen'],
      languages: ['ja', 'en', 'zh', 'ru'],
      firstSeen: dayOf(nowUtcMs - 40 * dayMs),
      examples: [
        'Relief goods for Minna sit locked in the Coast Watch’s own stores while Kirimi waits in the dark',
      ],
      terms: [['救援物資', '倉庫']],
      domains: ['minna-voice.example'],
      sources: ['Weekly review of the Ministry of Relief, no. 44'],
    });
  }

  async judge(): Promise<void> {
    const { groups, narratives } = await this.#analysis();
    const group = groups.find(isCoordinated);
    const narrative = narratives.find((each) => each.groups.length > 0 && !each.debunk);
    if (group === undefined || narrative === undefined) return;
    const finding = await this.#do<Entry>(
      'hana',
      'POST',
      '/collections/:id/groups/:thing/keep',
      undefined,
      group.id,
    );
    const kept = await this.#do<Entry>(
      'hana',
      'POST',
      '/collections/:id/narratives/:thing/keep',
      { title: 'The harbour was promised away / 港の約束', note: '' },
      narrative.id,
    );
    await this.#confirm(group);
    await this.#sheet(group);
    // What rests on a collection goes no further than the collection itself, which is pseudonyms throughout.
    for (const id of [this.#collection, finding.id, kept.id])
      await this.#give(id, {
        tlp: 'AMBER',
        audience: { kind: 'named', parties: ['lumen', 'aurelia'], groups: [] },
      });
  }

  async #confirm({ id, disarm }: GroupRow): Promise<void> {
    const [technique] = disarm;
    if (technique === undefined) return;
    await this.#do('hana', 'POST', '/disarm', {
      collection: this.#collection,
      about: id,
      technique: technique.technique,
      verdict: 'confirmed',
      reason: 'Posts opened one by one: the same pages within minutes, wave after wave.',
    });
  }

  async #sheet({ id }: GroupRow): Promise<void> {
    const { schema: _schema, ...draft } = await this.#do<AbcdeBody>(
      'hana',
      'GET',
      '/collections/:id/abcde/:thing',
      undefined,
      id,
    );
    const { actor, behaviour } = draft.parts;
    await this.#do('hana', 'POST', '/abcde', {
      ...draft,
      title: 'Accounts around one site / 一つのサイトを囲むアカウント群',
      parts: {
        ...draft.parts,
        actor: {
          ...actor,
          text: 'Not known. Nothing in the posts says who runs the site.',
          confidence: 20,
          alternatives: ['Residents who are angry and organised', 'A single operator of several accounts'],
        },
        behaviour: {
          ...behaviour,
          text: 'Posts the pages of one site in waves of a quarter of an hour.',
          confidence: 80,
          alternatives: ['A share button on the site that many press at once'],
        },
      },
    });
  }

  async explain(): Promise<void> {
    const { narratives } = await this.#analysis();
    const [first, second] = narratives.filter((each) => each.groups.length > 0 && !each.debunk);
    if (first === undefined || second === undefined) return;
    const signed = await this.#brief(first, {
      title: 'The harbour of Minna: what was decided, and by whom',
      facts: [
        {
          text: 'The harbour belongs to Minna Prefecture; its use is decided by the prefectural assembly.',
          source: 'Harbour Act of Meridia, art. 4',
        },
        {
          text: 'No agreement gives any foreign fleet a berth. Visits are announced thirty days before.',
          source: 'Register of port agreements, 14 November 2026',
        },
      ],
      warning:
        'Some posts say that the harbour was given away before the vote. They are wrong about who decides.',
      technique: 'Pages of one site were posted by the same accounts within minutes, in two languages.',
      audience: 'Residents of Minna; editors of local papers',
    });
    await this.#do('taro', 'POST', '/explainers/:id/sign', undefined, undefined, signed);
    await this.#give(signed, {
      tlp: 'GREEN',
      audience: { kind: 'named', parties: [], groups: ['watch-partners'] },
    });
    await this.#brief(second, {
      title: 'Where the relief goods are',
      facts: [
        {
          text: 'Forty-one lorries left the depot between Friday noon and Saturday night.',
          source: 'Ledger of the depot, 20–21 November 2026',
        },
      ],
      warning: 'Some posts say that goods are kept back. The ledger shows otherwise.',
      technique: 'The same pages were posted in waves by accounts that act together.',
      audience: 'Residents of Kirimi',
    });
  }

  /** A brief that waits for its second signature. @returns its id */
  async #brief(
    { id }: NarrativeRow,
    written: Pick<ExplainerBody, 'title' | 'facts' | 'warning' | 'technique' | 'audience'>,
  ): Promise<EntryId> {
    const {
      schema: _schema,
      techniques: _techniques,
      ...draft
    } = await this.#do<ExplainerBody & { techniques: unknown }>(
      'hana',
      'GET',
      '/collections/:id/explainer/:thing',
      undefined,
      id,
    );
    const brief = await this.#do<Entry>('hana', 'POST', '/explainers', { ...draft, ...written });
    await this.#do('hana', 'POST', '/explainers/:id/ready', undefined, undefined, brief.id);
    return brief.id;
  }

  #analysis(): Promise<Analysis> {
    return this.#do<Analysis>('hana', 'GET', '/collections/:id/analysis');
  }

  async #do<T>(
    account: string,
    method: Route['method'],
    path: string,
    body?: unknown,
    thing = '',
    id: string = this.#collection,
  ): Promise<T> {
    const route = narrativesRoom.routes.find((each) => each.method === method && each.path === path);
    if (route === undefined) throw new Error(`${method} ${path} is no route of the narratives`);
    const context: ActionContext = this.#window(account)();
    const answer = await route.handle(context, { params: { id, thing }, query: {}, body });
    return answer.for(context.viewer.party) as T;
  }
}

function isCoordinated({ verdict }: GroupRow): boolean {
  return verdict === 'coordinated';
}
