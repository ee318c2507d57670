/** The programme in a hub: what each viewer has of the record, decisions and their undoing, the planner, the files. */
import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '../../src/core/index.ts';
import type { Entry, EntryDraft, EntryId, Json, Permission, Release } from '../../src/core/index.ts';
import { loadStartingRecord } from '../../src/hub/index.ts';
import type { Hub, HubContext } from '../../src/hub/index.ts';
import { programmeRoom } from '../../src/programme/index.ts';
import type {
  CheckView,
  ItemListView,
  OverviewView,
  PlanView,
  QueueItemView,
  StatementPage,
} from '../../src/programme/api.ts';
import { openTestHub, testParty } from '../leaks/hub.ts';

let hub: Hub;
let close: () => Promise<void>;
const partner = 'partner';
const minuteMs = 60_000;

beforeAll(async () => {
  ({ hub, close } = await openTestHub());
  const { store } = hub.parts;
  hub.parts.clock.set(Date.UTC(2026, 10, 22), 0);
  const party = {
    id: partner,
    name: { en: 'P', ja: 'P' },
    level: 'other' as const,
    clearances: {},
    caveats: [],
  };
  await store.parties.put(party, 'test');
  await store.groups.put(
    { id: 'friends', name: { en: 'F', ja: 'F' }, versions: [{ from: instant(0), members: [partner] }] },
    'test',
  );
  await loadStartingRecord(store, 'test', instant(hub.parts.clock.nowUtcMs()));
});
afterAll(() => close());

async function contextOf(party: string): Promise<HubContext> {
  const { accounts } = hub.parts;
  const name = `officer.${party}`;
  const account =
    accounts.list().find((each) => each.account === name) ??
    (await accounts.create({ account: name, name: { en: name, ja: name }, party, role: 'desk-officer' }));
  const permissions: readonly Permission[] = ['read', 'programme', 'release'];
  return hub.contextFor({ account, permissions, csrf: undefined });
}

/** Asks a route of the room as a party. */
async function ask<T>(
  party: string,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  { params = {}, query = {}, body }: { params?: Record<string, string>; query?: object; body?: unknown } = {},
): Promise<T> {
  const route = programmeRoom.routes.find((each) => each.method === method && each.path === path);
  const answer = await route?.handle(await contextOf(party), {
    params,
    query: query as Record<string, unknown>,
    body,
  });
  return answer?.for(party) as T;
}

const overview = (party: string) => ask<OverviewView>(party, 'GET', '/overview');
const statements = (party: string, query: object = {}) =>
  ask<StatementPage>(party, 'GET', '/statements', { query: { limit: 500, ...query } });

function draftOf({ created: _created, modified: _modified, ...draft }: Entry): EntryDraft {
  return draft;
}

function tick(): void {
  hub.parts.clock.set(hub.parts.clock.nowUtcMs() + minuteMs, 0);
}

/** Writes an entry's next version under another release, as its owner. */
async function release(id: string, change: Partial<Release>): Promise<void> {
  tick();
  const entry = hub.parts.store.peek(id as EntryId) as Entry;
  await hub.parts.store.append([{ ...draftOf(entry), release: { ...entry.release, ...change } }], {
    account: 'test',
    as: entry.owner,
  });
}

describe('the first screen', () => {
  it('says on top that the ITPP runs out in 2026 and that its successor is unknown', async () => {
    const { due, counts, asOf } = await overview(testParty);
    expect(due[0]).toMatchObject({
      kind: 'instrument',
      due: '2026',
      dueBy: '2026-12-31',
      successor: 'unknown',
    });
    expect(due[0].title).toContain('Individually Tailored Partnership Programme');
    expect(due[0].sources.length).toBeGreaterThan(0);
    expect(counts.statements).toBeGreaterThan(100);
    expect(asOf).not.toBeNull();
  });

  it('shows the traps of the papers, each with its evidence', async () => {
    const checks = await ask<CheckView[]>(testParty, 'GET', '/checks');
    expect(checks).toHaveLength(18);
    for (const check of [
      'statement-conflict',
      'arithmetic',
      'single-source',
      'name-drift',
      'expiring-instrument',
    ]) {
      const found = checks.find((each) => each.check === check);
      expect(found?.count, check).toBeGreaterThan(0);
      expect(found?.findings[0].evidence.length, check).toBeGreaterThan(0);
    }
  });
});

describe('what a partner has of the record', () => {
  it('is nothing until its owner releases something, and then exactly that', async () => {
    expect((await overview(partner)).asOf).toBeNull();
    const [first] = (await statements(testParty)).statements;
    await release(first.id, { tlp: 'AMBER', audience: { kind: 'named', parties: [partner], groups: [] } });
    const seen = await statements(partner);
    expect(seen.statements.map(({ id }) => id)).toEqual([first.id]);
    expect(seen.statements[0].mine).toBe(false);
  });

  it('goes when it is taken back', async () => {
    const [first] = (await statements(partner)).statements;
    await release(first.id, { tlp: 'RED', audience: { kind: 'owner' } });
    expect((await statements(partner)).count).toBe(0);
  });

  it('goes with the membership by which it was seen, though no entry changed', async () => {
    const [first] = (await statements(testParty)).statements;
    await release(first.id, { tlp: 'AMBER', audience: { kind: 'named', parties: [], groups: ['friends'] } });
    expect((await statements(partner)).count).toBe(1);
    tick();
    const from = instant(hub.parts.clock.nowUtcMs());
    await hub.parts.store.groups.addVersion('friends', { from, members: [] }, 'test');
    tick();
    expect((await statements(partner)).count).toBe(0);
    expect((await overview(testParty)).counts.statements).toBeGreaterThan(100);
  });

  it('goes when its time is over', async () => {
    const [first] = (await statements(testParty)).statements;
    const expiresAt = instant(hub.parts.clock.nowUtcMs() + 3 * minuteMs);
    const audience = { kind: 'named' as const, parties: [partner], groups: [] };
    await release(first.id, { tlp: 'AMBER', audience, expiresAt });
    expect((await statements(partner)).count).toBe(1);
    for (let i = 0; i < 3; i++) tick();
    expect((await statements(partner)).count).toBe(0);
    await release(first.id, { audience: { kind: 'owner' }, expiresAt: undefined });
  });

  it('holds no quote whose evidence is for others, and shows it when that is released too', async () => {
    const [first] = (await statements(testParty)).statements;
    const entry = hub.parts.store.peek(first.id as EntryId) as Entry;
    const wide: Release = {
      ...entry.release,
      tlp: 'AMBER',
      audience: { kind: 'named', parties: [partner], groups: [] },
    };
    const write = (own: Release) =>
      hub.parts.store.append(
        [
          {
            ...draftOf(entry),
            release: wide,
            evidence: entry.evidence.map((piece) => ({ ...piece, release: own })),
          },
        ],
        { account: 'test' },
      );
    tick();
    await write(entry.release);
    expect((await statements(partner)).statements[0]).toMatchObject({ quote: '', file: '' });
    tick();
    await write(wide);
    expect((await statements(partner)).statements[0].quote).toBe(first.quote);
  });

  it('loses a quote with the membership by which its evidence was seen, though no entry changed', async () => {
    const [first] = (await statements(partner)).statements;
    const entry = hub.parts.store.peek(first.id as EntryId) as Entry;
    const own: Release = { ...entry.release, audience: { kind: 'named', parties: [], groups: ['friends'] } };
    const evidence = entry.evidence.map((piece) => ({ ...piece, release: own }));
    const join = async (members: string[]) => {
      tick();
      const from = instant(hub.parts.clock.nowUtcMs());
      await hub.parts.store.groups.addVersion('friends', { from, members }, 'test');
      tick();
    };
    await join([partner]);
    await hub.parts.store.append([{ ...draftOf(entry), evidence }], { account: 'test' });
    expect((await statements(partner)).statements[0].quote).toBe(first.quote);
    await join([]);
    expect((await statements(partner)).statements[0].quote).toBe('');
  });

  it('is gone when it was erased', async () => {
    const [first] = (await statements(partner)).statements;
    await hub.parts.store.erase(first.id as EntryId, { account: 'test', reason: 'asked for' });
    expect((await statements(partner)).count).toBe(0);
    expect((await statements(testParty)).statements.map(({ id }) => id)).not.toContain(first.id);
  });
});

const paper = `Tokyo, 3 March 2024

On 2 March 2024, Japan and NATO held a cyber defence exercise in Tallinn. Defence Minister Minoru Kihara visited Brussels on 12 February 2024 and met NATO Secretary General Jens Stoltenberg. The ITPP was agreed at Vilnius on 12 July 2023.
`;

/** Reads a paper as the hub's import thread does. */
async function drop(fileName: string, text: string, passages: Json = []): Promise<EntryId[]> {
  const sha256 = createHash('sha256').update(text).digest('hex');
  const drafts: EntryDraft[] = [];
  const importer = programmeRoom.importers.find(({ detect }) =>
    detect(fileName, new TextEncoder().encode(text)),
  );
  const open = importer?.open(
    { batch: () => {}, entry: (draft) => drafts.push(draft) },
    {
      fileName,
      format: 'text',
      sha256,
      party: testParty,
      at: instant(hub.parts.clock.nowUtcMs()),
      passages,
    },
  );
  open?.push(new TextEncoder().encode(text));
  expect(open?.end().taken).toBe(drafts.length - (importer?.name === 'programme-document' ? 1 : 0));
  const written = await hub.parts.store.append(drafts, { account: 'test' });
  return written.map(({ id }) => id);
}

describe('a paper that is read', () => {
  it('waits as facts whose quotes stand in it, and is no part of the record yet', async () => {
    const before = (await overview(testParty)).counts;
    await drop('paper.txt', paper);
    const queue = await ask<StatementPage>(testParty, 'GET', '/queue');
    expect(queue.count).toBeGreaterThanOrEqual(3);
    for (const { quote, start, end, date, dateBasis } of queue.statements) {
      expect(paper.slice(start, end)).toBe(quote);
      if (date !== null) expect(dateBasis).not.toBe('none');
    }
    const after = (await overview(testParty)).counts;
    expect(after.statements).toBe(before.statements);
    expect(after.waiting).toBe(queue.count);
  });

  it('takes what a model proposes into the same queue, where our own reading passed it over', async () => {
    const text = 'The weather was mild. Cooperation is a state of mind, he thought.\n';
    await drop('thought.txt', text, [{ start: 22, end: text.length - 1 }]);
    const { statements: waiting } = await ask<StatementPage>(testParty, 'GET', '/queue');
    const proposed = waiting.filter(({ file }) => file === 'thought.txt');
    expect(proposed).toMatchObject([
      { quote: text.slice(22, -1), date: null, dateBasis: 'none', state: 'proposed' },
    ]);
    await decide({ target: proposed[0].id, decision: 'reject' });
  });

  it('is shown beside what is known, with its surroundings', async () => {
    const { statements: waiting } = await ask<StatementPage>(testParty, 'GET', '/queue');
    const id = waiting.find(({ quote }) => quote.includes('Vilnius'))?.id ?? '';
    const item = await ask<QueueItemView>(testParty, 'GET', '/queue/:id', { params: { id } });
    expect(item.before).toBeDefined();
    expect(item.beside.length).toBeGreaterThan(0);
  });
});

interface Made {
  readonly id: string;
}
const decide = (body: object) => ask<Made>(testParty, 'POST', '/reviews', { body });
const takeBack = (id: string) => ask<Made>(testParty, 'POST', '/reviews/:id/undo', { params: { id } });
const waitingIds = async () =>
  (await ask<StatementPage>(testParty, 'GET', '/queue')).statements.map(({ id }) => id);

describe('a decision', () => {
  it('puts a fact into the record, and taken back it waits again as it was', async () => {
    const [target] = await waitingIds();
    const before = hub.parts.store.peek(target as EntryId) as Entry;
    const { id } = await decide({ target, decision: 'accept' });
    expect(await waitingIds()).not.toContain(target);
    expect((await statements(testParty)).statements.map((each) => each.id)).toContain(target);
    tick();
    await takeBack(id);
    expect(await waitingIds()).toContain(target);
    const after = hub.parts.store.peek(target as EntryId) as Entry;
    expect([after.body, after.level, after.confidence]).toEqual([
      before.body,
      before.level,
      before.confidence,
    ]);
    await expect(takeBack(id)).rejects.toThrow(/taken back once/);
  });

  it('edits, and an earlier one is not taken back before it', async () => {
    const [target] = await waitingIds();
    const first = await decide({ target, decision: 'accept' });
    tick();
    const edit = await decide({ target, decision: 'edit', changes: { title: 'As edited' } });
    const edited = (await statements(testParty)).statements.find(({ id }) => id === target);
    expect(edited?.title).toBe('As edited');
    tick();
    await expect(takeBack(first.id)).rejects.toThrow(/before those/);
    await takeBack(edit.id);
    await takeBack(first.id);
    expect(await waitingIds()).toContain(target);
  });

  it('merges: one statement with both passages; taken back there are two again', async () => {
    const [target, into] = await waitingIds();
    tick();
    await decide({ target: into, decision: 'accept' });
    const { id } = await decide({ target, decision: 'merge', into });
    const merged = (await statements(testParty)).statements;
    expect(merged.map((each) => each.id)).not.toContain(target);
    const kept = merged.find((each) => each.id === into);
    expect(kept?.also).toHaveLength(1);
    tick();
    await takeBack(id);
    expect(await waitingIds()).toContain(target);
    expect((await statements(testParty)).statements.find((each) => each.id === into)?.also).toEqual([]);
  });

  it('is its owner’s alone: nobody decides on what is another’s, or hidden', async () => {
    const [target] = await waitingIds();
    const asPartner = ask(partner, 'POST', '/reviews', { body: { target, decision: 'reject' } });
    await expect(asPartner).rejects.toThrow(/There is no such entry/);
  });
});

describe('a paper that contradicts the record', () => {
  it('is shown with the passage that it contradicts, day against day', async () => {
    const [target] = (await ask<StatementPage>(testParty, 'GET', '/queue')).statements.filter(({ quote }) =>
      quote.includes('Tallinn'),
    );
    await decide({ target: target.id, decision: 'accept' });
    await drop('later.txt', 'Japan and NATO held a cyber defence exercise in Tallinn on 9 March 2024.\n');
    const waiting = (await ask<StatementPage>(testParty, 'GET', '/queue')).statements;
    const id = waiting.find(({ file }) => file === 'later.txt')?.id ?? '';
    const item = await ask<QueueItemView>(testParty, 'GET', '/queue/:id', { params: { id } });
    expect(item.conflicts.map(({ sentence }) => sentence.key)).toContain('programme.against.date');
    expect(item.beside.find((each) => each.id === target.id)?.differs).toBe(true);
  });

  it('has the date that it states, and none where it states none', async () => {
    const documents = await ask<{ file: string; date: string | null; dateBasis: string }[]>(
      testParty,
      'GET',
      '/documents',
    );
    const of = (file: string) => documents.find((each) => each.file === file);
    expect(of('paper.txt')).toMatchObject({ date: '2024-03-03', dateBasis: 'explicit' });
    expect(of('later.txt')).toMatchObject({ date: null, dateBasis: 'none' });
  });
});

describe('the planner', () => {
  const plan = {
    title: 'Joint landing',
    kind: 'exercise',
    area: 'maritime',
    level: 'member-state',
    forces: true,
  };
  const planned = (more: object) => ask<PlanView>(testParty, 'POST', '/plan', { body: { ...plan, ...more } });
  const access = ({ instruments }: PlanView) =>
    instruments.filter(({ fields }) => fields.type === 'raa').map(({ standing }) => standing);
  const forces = ({ checks }: PlanView) => checks.find(({ check }) => check === 'visiting-forces')?.count;

  it('says that none is found where no agreement is in the record, and what stands in the way', async () => {
    const view = await planned({ host: 'France', participants: ['Japan', 'France'], start: '2026-12-05' });
    expect(forces(view)).toBe(1);
    expect(view.instruments).toEqual([]);
    expect(view.obstacles.map(({ title }) => title).join()).toContain('Article 9');
  });

  it('is silent on the twin whose agreement is in force, and tells signed from in force', async () => {
    const visit = { host: 'Japan', participants: ['Japan', 'United Kingdom'] };
    const after = await planned({ ...visit, start: '2024-02-01' });
    expect(forces(after)).toBe(0);
    expect(access(after)).toEqual(['in-force']);
    const between = await planned({ ...visit, start: '2023-05-01' });
    expect(forces(between)).toBe(1);
    expect(access(between)).toEqual(['signed']);
  });
});

describe('an item', () => {
  it('needs a source, and fields of its kind', async () => {
    const write = (body: object) => ask<Entry>(testParty, 'POST', '/items', { body });
    const item = {
      title: 'Rare earth magnets',
      item: 'Rare earth magnets',
      year: 2024,
      shares: { China: 0.9, Japan: 0.1 },
      stockDays: 60,
    };
    await write({ kind: 'dependency', item, sources: [{ address: 'https://example.org/magnets' }] });
    const all = await ask<ItemListView[]>(testParty, 'GET', '/items', { query: { kind: 'dependency' } });
    const dependency = all.find(({ title }) => title === item.title);
    const page = await ask<{ hhi?: number; findings: unknown[] }>(testParty, 'GET', '/items/:id', {
      params: { id: dependency?.id ?? '' },
    });
    expect(page.hhi).toBeCloseTo(0.82);
    expect(page.findings).toHaveLength(1);
    await expect(write({ kind: 'obstacle', item, sources: [{ address: 'x' }] })).rejects.toThrow(/item/);
  });
});

describe('the record as files', () => {
  const written = async (name: string): Promise<string> => {
    const context = await contextOf(testParty);
    const found = programmeRoom.exports.find((each) => each.name === name);
    const entries = context.entries({ types: found?.types, limit: 10_000 }).map((page) => page.entries);
    expect(() => found?.write(entries, 'somebody-else', 'en')).toThrow(/refuses what was released/);
    return String(found?.write(entries, testParty, 'en', { exercise: true }));
  };

  it('come back from JSON without loss', async () => {
    const text = await written('programme.json');
    const file = JSON.parse(text) as { entries: Entry[] };
    const fresh = await openTestHub();
    try {
      const drafts: EntryDraft[] = [];
      const [importer] = programmeRoom.importers.filter(({ detect }) =>
        detect('x.json', new TextEncoder().encode(text)),
      );
      const open = importer.open(
        { batch: () => {}, entry: (draft) => drafts.push(draft) },
        { party: testParty },
      );
      open.push(new TextEncoder().encode(text));
      expect(open.end().taken).toBe(file.entries.length);
      const back = await fresh.hub.parts.store.append(drafts, { account: 'test' });
      const bare = ({ id, type, level, confidence, evidence, body }: Entry) => ({
        id,
        type,
        level,
        confidence,
        evidence: evidence.map(({ release: _release, ...piece }) => piece),
        body,
      });
      expect(back.map(bare)).toEqual(file.entries.map(bare));
    } finally {
      await fresh.close();
    }
  });

  it('are rows with their provenance, a line a statement', async () => {
    const [head, ...rows] = (await written('programme.csv')).trimEnd().split('\r\n');
    expect(head.split(',')).toEqual(
      expect.arrayContaining(['date_basis', 'quote', 'document', 'start', 'exercise']),
    );
    const { entries } = (await contextOf(testParty))
      .entries({ types: ['statement'], limit: 10_000 })
      .for(testParty);
    expect(rows.length).toBeGreaterThanOrEqual(entries.length);
  });

  it('are FollowTheMoney entities whose references are among them', async () => {
    const entities = (await written('programme.ftm.json'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; properties: Record<string, string[]> });
    const ids = new Set(entities.map(({ id }) => id));
    const named = entities.flatMap(({ properties }) => [
      ...(properties.involved ?? []),
      ...(properties.proof ?? []),
    ]);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  it('are well-formed IATI activities with what the standard must have', async () => {
    const text = await written('programme.iati.xml');
    expect(text).toContain('EXERCISE');
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(text) as {
      'iati-activities': { 'iati-activity': Record<string, unknown>[] };
    };
    const activities = parsed['iati-activities']['iati-activity'];
    expect(activities.length).toBeGreaterThanOrEqual(11);
    for (const activity of activities)
      expect(Object.keys(activity)).toEqual(
        expect.arrayContaining([
          'iati-identifier',
          'reporting-org',
          'title',
          'description',
          'participating-org',
          'activity-status',
        ]),
      );
  });

  it('are a calendar with lines of at most 75 octets, the ITPP’s last day in it', async () => {
    const lines = (await written('programme.ics')).split('\r\n');
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    const text = lines.join('\n').replaceAll('\n ', '');
    expect(text).toMatch(
      /DTSTART;VALUE=DATE:20261231\nDTEND;VALUE=DATE:20270101\nSUMMARY:EXERCISE: Individually/,
    );
  });
});

describe('the programme’s part of a brief', () => {
  it('says what runs out, to whoever may see it', async () => {
    const context = await contextOf(testParty);
    const build = (party: string, from: HubContext) =>
      programmeRoom.sections[0].build({
        viewer: party,
        language: 'en',
        since: instant(0),
        at: from.at,
        entries: from.entries({}).map(({ entries }) => entries),
        named: from.entriesById([]),
        standing: (query) => from.entries(query).map(({ entries }) => entries),
      });
    const keys = build(testParty, context)?.blocks.map((block) =>
      block.kind === 'sentence' ? block.text.key : '',
    );
    expect(keys).toContain('programme.section.ends');
    expect(build(partner, await contextOf(partner))).toBeUndefined();
  });
});
