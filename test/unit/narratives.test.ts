/** The narratives room in a hub: from posts to a kept group, a sheet, a signed brief, and out again, under the gate. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionContext, Entry, FindingBody, SectionContext } from '../../src/core/index.ts';
import { assertDistinct, instant, Released } from '../../src/core/index.ts';
import { loadNarrativeTables } from '../../src/hub/narrativestables.ts';
import { stixBundle } from '../../src/exchange/index.ts';
import { rooms } from '../../src/hub/rooms.ts';
import type {
  AbcdeBody,
  Analysis,
  CollectionBody,
  ExplainerBody,
  FileRow,
  NarrativeCases,
  PostPage,
} from '../../src/narratives/index.ts';
import {
  analyse,
  cascadeView,
  caseDisguise,
  defaultSettings,
  narrativesRoom,
  openctiShapes,
  postImporter,
  postPage,
} from '../../src/narratives/index.ts';
import type { PostBatch, WorkedOut } from '../../src/narratives/index.ts';
import { coreWords, Speaker } from '../../src/words/index.ts';
import { narrativesWords } from '../../src/words/narratives.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

const caseKey = '5a'.repeat(32);
const speaker = new Speaker([coreWords, narrativesWords]);

/** Six accounts that post the same sentences in two languages, with one address, among a hundred others. */
function exportOf(): string {
  const lines = ['id,author,created_at,text,url,lang,platform'];
  const said = [
    [
      'Japan and Taiwan will close the Okinawa base, says the secret paper',
      '日本と台湾は沖縄の基地を閉鎖すると秘密文書',
    ],
    [
      'The treated water of Fukushima was found in Tokyo wells at night',
      '福島の処理水が東京の井戸で夜間に検出された',
    ],
    [
      'NATO ships were seen laying a submarine cable to Taipei by stealth',
      '北大西洋条約機構の艦が台北へ海底ケーブルを敷設',
    ],
    [
      'The election ballots of Hokkaido were printed in Moscow last week',
      '北海道の選挙の投票用紙は先週モスクワで印刷',
    ],
  ];
  said.forEach((pair, item) =>
    pair.forEach((text, l) => {
      for (let account = 0; account < 6; account++)
        lines.push(
          `p${item}${l}${account},@Handle_${account},2026-11-0${item + 1}T${10 + l}:0${account}:00Z,"${text} @Victim_1",https://pages.example/${item},${l === 0 ? 'en' : 'ja'},made-up`,
        );
    }),
  );
  for (let i = 0; i < 300; i++)
    lines.push(
      `q${i},other_${i % 100},2026-11-0${1 + (i % 6)}T12:00:00Z,"${[7919, 104_729, 1_299_709, 15_485_863].map((prime) => ((i + 1) * prime).toString(36)).join(' ')}",,en,made-up`,
    );
  return lines.join('\n');
}

function importPosts(): PostBatch {
  let batch: PostBatch | undefined;
  const open = postImporter.open(
    { batch: (_name, value) => (batch = value), entry: () => undefined },
    { caseKey, fileName: 'export.csv' },
  );
  open.push(new TextEncoder().encode(exportOf()));
  open.end();
  return batch as PostBatch;
}

/** The service as a hub provides it, over posts in memory. */
function casesOf({ posts, handles, report }: PostBatch): NarrativeCases & { readonly log: string[] } {
  let worked: WorkedOut | undefined;
  const log: string[] = [];
  const files: FileRow[] = [{ file: 'export.csv', ...report }];
  const work = (settings: CollectionBody['settings']) =>
    (worked ??= analyse(posts, settings, loadNarrativeTables(), files));
  return {
    log,
    open: () => Promise.resolve(),
    files: () => files,
    analysis: (_collection, settings) => Promise.resolve(work(settings).analysis),
    posts: (_collection, rows, from, limit) =>
      Promise.resolve(postPage(worked?.posts ?? posts, rows, from, limit)),
    cascade: (_collection, narrative) => {
      const found = worked?.narratives.get(narrative);
      if (found === undefined) throw new Error(narrative);
      return Promise.resolve(cascadeView(worked?.posts ?? posts, found));
    },
    reidentify: (_collection, pseudonyms, by, reason) => {
      log.push(`${by}: ${reason}`);
      return Promise.resolve(Object.fromEntries(pseudonyms.map((name) => [name, handles.get(name) ?? ''])));
    },
    erase: () => Promise.resolve({ posts: 0 }),
    disarm: () => loadNarrativeTables().disarm,
  };
}

describe('the narratives room in a hub', () => {
  let open: Awaited<ReturnType<typeof openTestHub>>;
  const cases = casesOf(importPosts());
  const contextOf = (account: string): ActionContext => {
    const context = open.hub.contextFor({
      account: open.hub.parts.accounts.get(account),
      permissions: ['read', 'watch', 'import', 'release', 'administer'],
      csrf: undefined,
    });
    // The hub's own context, with the service that a hub gives the room when it mounts it.
    return Object.create(context, { service: { value: () => cases } }) as ActionContext;
  };
  const call = async <T>(account: string, method: string, path: string, body?: unknown, query = {}) => {
    const parts = path.split('/');
    const route = narrativesRoom.routes.find(
      (candidate) =>
        candidate.method === method &&
        candidate.path.split('/').length === parts.length &&
        candidate.path.split('/').every((part, i) => part.startsWith(':') || part === parts[i]),
    );
    if (route === undefined) throw new Error(`${method} ${path}`);
    const params = Object.fromEntries(
      route.path.split('/').flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), parts[i]]] : [])),
    );
    const answer = await route.handle(contextOf(account), { params, query, body });
    expect(Released.is(answer)).toBe(true);
    return answer.for(testParty) as T;
  };
  let collection = '';
  let analysis: Analysis;

  beforeAll(async () => {
    open = await openTestHub({}, [...rooms.filter(({ name }) => name !== 'narratives'), narrativesRoom]);
    for (const account of ['analyst', 'second'])
      await open.hub.parts.accounts.create({
        account,
        name: { en: account, ja: account },
        party: testParty,
        role: 'watch-officer',
      });
    const entry = await call<Entry>('analyst', 'POST', '/collections', {
      title: 'Okinawa, November',
      zoneMinutes: 0,
      retentionDays: 90,
      settings: { ...defaultSettings, homeLanguages: ['ja'] },
      note: 'from a friend',
    });
    collection = entry.id;
    analysis = await call<Analysis>('analyst', 'GET', `/collections/${collection}/analysis`);
  });
  afterAll(() => open.close());

  it('has names that differ from those of the other rooms', () => {
    expect(() =>
      assertDistinct([...rooms.filter(({ name }) => name !== 'narratives'), narrativesRoom]),
    ).not.toThrow();
  });

  it('shows the group, its narratives in both languages as one story, and domestic beside international', () => {
    const [group] = analysis.groups;
    expect([analysis.groups.length, group.verdict, group.members.length]).toEqual([1, 'coordinated', 6]);
    expect(group.persistence).toMatchObject({ active: 4 });
    expect(group.disarm.map(({ technique }) => technique)).toContain('T0084.001');
    expect(analysis.narratives.map(({ posts }) => posts)).toEqual(Array.from({ length: 8 }, () => 6));
    expect(analysis.stories).toHaveLength(4);
    for (const story of analysis.stories) {
      expect([story.domestic.length, story.international.length]).toEqual([1, 1]);
      expect(story.languages.map(({ name, lagMs }) => [name, lagMs])).toEqual([
        ['en', 0],
        ['ja', 3_600_000],
      ]);
    }
    const links = analysis.narratives.flatMap((row) => row.links.map(({ by }) => by));
    expect(new Set(links)).toEqual(new Set(['url', 'domain', 'entities']));
  });

  it('opens the posts behind an edge, a group and a narrative', async () => {
    const [edge] = analysis.edges;
    const of = (query: Record<string, string>) =>
      call<PostPage>('analyst', 'GET', `/collections/${collection}/posts`, undefined, query);
    const behind = await of({ edge: edge.id });
    expect(new Set(behind.posts.map(({ account }) => account))).toEqual(new Set([edge.from, edge.to]));
    expect((await of({ group: analysis.groups[0].id })).total).toBe(48);
    expect((await of({ narrative: analysis.narratives[0].id })).total).toBe(6);
  });

  it('keeps a group as a finding that says what speaks against it, and keeping it again makes a version', async () => {
    const path = `/collections/${collection}/groups/${analysis.groups[0].id}/keep`;
    const finding = await call<Entry<FindingBody>>('analyst', 'POST', path);
    expect(finding.body.against.map(({ key }) => key)).toContain('narratives.against.intent');
    expect(speaker.say('en', finding.body.sentence)).toMatch(/^6 accounts acted together more often/);
    expect(speaker.say('ja', finding.body.sentence)).toMatch(/^6アカウント/);
    expect((await call<Entry>('analyst', 'POST', path)).id).toBe(finding.id);
  });

  it('matches a new narrative against the register by its terms, in either language', async () => {
    await call('analyst', 'POST', '/register', {
      title: 'Poisoned water',
      claim: 'That treated water reaches wells',
      objective: '',
      targetRelation: 'Japan and its neighbours',
      audience: [],
      diaspora: [],
      languages: ['en', 'ja'],
      firstSeen: '2023-08-24',
      examples: [],
      terms: [['fukushima'], ['treated-water']],
      domains: [],
      sources: [],
    });
    const { narratives } = await call<Analysis>('analyst', 'GET', `/collections/${collection}/analysis`);
    const matched = narratives.filter(({ register }) => register.length > 0);
    expect(matched.map(({ language }) => language).sort()).toEqual(['en', 'ja']);
    expect(matched[0].register[0]).toMatchObject({ title: 'Poisoned water', by: 'terms', score: 1 });
  });

  it('lets nobody sign a brief of their own, nor one without facts, and a change takes the signature back', async () => {
    const { techniques, ...draft } = await call<ExplainerBody & { techniques: unknown[] }>(
      'analyst',
      'GET',
      `/collections/${collection}/explainer/${analysis.groups[0].id}`,
    );
    expect([draft.doNotAmplify, techniques.length > 0]).toEqual([true, true]);
    const { schema: _schema, ...asked } = draft;
    const { id } = await call<Entry>('analyst', 'POST', '/explainers', { ...asked, title: 'Wells' });
    await expect(call('analyst', 'POST', `/explainers/${id}/ready`)).rejects.toMatchObject({
      code: 'narratives.brief-not-ready',
    });
    const whole = {
      ...asked,
      title: 'Wells',
      facts: [{ text: 'Wells of Tokyo are tested weekly.', source: 'Waterworks' }],
      warning: 'A false report is about.',
      technique: 'The same words from six accounts.',
      audience: 'Readers in Japan',
    };
    await call('analyst', 'PUT', `/explainers/${id}`, whole);
    await call('analyst', 'POST', `/explainers/${id}/ready`);
    await expect(call('analyst', 'POST', `/explainers/${id}/sign`)).rejects.toMatchObject({
      code: 'narratives.sign-own',
    });
    const signed = await call<Entry<ExplainerBody>>('second', 'POST', `/explainers/${id}/sign`);
    expect(signed.body).toMatchObject({ state: 'signed', writtenBy: 'analyst', signedBy: 'second' });
    const changed = await call<Entry<ExplainerBody>>('second', 'PUT', `/explainers/${id}`, whole);
    expect([changed.body.state, changed.body.signedBy]).toEqual(['draft', undefined]);
    await call('second', 'POST', `/explainers/${id}/ready`);
    await call('analyst', 'POST', `/explainers/${id}/sign`);
  });

  it('keeps a sheet, a confirmed technique and a judgement, each as somebody’s word', async () => {
    const { schema: _schema, ...sheet } = await call<AbcdeBody>(
      'analyst',
      'GET',
      `/collections/${collection}/abcde/${analysis.groups[0].id}`,
    );
    for (const part of Object.values(sheet.parts))
      for (const ref of part.observed) expect(speaker.has(ref.key), ref.key).toBe(true);
    await call('analyst', 'POST', '/abcde', sheet);
    const technique = {
      about: analysis.groups[0].id,
      technique: 'T0084.001',
      verdict: 'confirmed',
      reason: '',
    };
    const confirmed = await call<Entry>('analyst', 'POST', '/disarm', technique);
    expect(confirmed.body).toMatchObject({
      techniqueName: 'Use Copypasta',
      tactic: 'Develop Content',
      by: 'analyst',
    });
    await expect(
      call('analyst', 'POST', '/disarm', { ...technique, technique: 'T9999' }),
    ).rejects.toMatchObject({ code: 'narratives.technique' });
    const judgement = {
      about: analysis.groups[0].id,
      judgement: 'attributed',
      to: '',
      reason: 'x',
      alternatives: [],
    };
    await expect(call('analyst', 'POST', '/judgements', judgement)).rejects.toMatchObject({
      code: 'request.invalid',
    });
  });

  it('says its part of the brief with sources, and leaves in STIX with the kill chain named disarm', async () => {
    await call('analyst', 'POST', `/collections/${collection}/narratives/${analysis.narratives[0].id}/keep`, {
      title: 'A kept narrative',
      note: 'for us only',
    });
    const context = open.hub.contextFor({
      account: open.hub.parts.accounts.get('analyst'),
      permissions: ['read'],
      csrf: undefined,
    });
    const entries = context.entries({ limit: 100 }).map((page) => page.entries);
    const given: SectionContext = {
      viewer: testParty,
      language: 'en',
      since: instant(0),
      at: context.at,
      entries,
      named: context.entriesById([]),
      standing: (query) => context.entries(query).map((page) => page.entries),
    };
    const section = narrativesRoom.sections[0].build(given);
    expect(section?.blocks.map((block) => block.kind === 'sentence' && block.text.key)).toEqual([
      'narratives.finding.group',
      'narratives.section.narrative',
      'narratives.section.brief-quiet',
    ]);
    const options = { ...open.hub.parts.exchange, speaker };
    for (const shapes of [narrativesRoom.shapes, openctiShapes]) {
      const { objects = [] } = stixBundle(entries, testParty, 'en', { ...options, shapes });
      const types = new Set(objects.map(({ type }) => type));
      expect(types.has('attack-pattern') && types.has('report')).toBe(true);
      expect(types.has('narrative')).toBe(shapes === openctiShapes);
      expect(JSON.stringify(objects)).toContain('"kill_chain_name":"disarm","phase_name":"develop-content"');
    }
  });

  it('names no handle in any answer, entry or error; going back takes a reason and is logged', async () => {
    const handles = /handle_\d|victim_1|other_\d/i;
    const answers = [
      analysis,
      await call('analyst', 'GET', `/collections/${collection}`),
      await call('analyst', 'GET', `/collections/${collection}/posts`, undefined, { limit: 500 }),
      await call('analyst', 'GET', `/collections/${collection}/cascade/${analysis.narratives[0].id}`),
      contextOf('analyst').entries({ limit: 100 }).for(testParty),
    ];
    for (const answer of answers) expect(JSON.stringify(answer)).not.toMatch(handles);
    const accounts = [analysis.groups[0].members[0]];
    const back = await call<Record<string, string>>(
      'second',
      'POST',
      `/collections/${collection}/reidentify`,
      {
        accounts,
        reason: 'asked for by the court, file 12',
      },
    );
    expect(back[accounts[0]]).toMatch(handles);
    expect(cases.log).toEqual(['second: asked for by the court, file 12']);
  });

  it('gives a handle the same name in a text as its account has', () => {
    const disguise = caseDisguise(new Uint8Array(32).fill(0x5a));
    expect(disguise.text('x', 'hi @Ann')).toBe(`hi @${disguise.account('x', 'ann')}`);
  });
});
