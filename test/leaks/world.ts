/**
 * Random worlds for the walk through the exits: parties and groups that change, entries of every kind under random
 * releases, judgements, relations, cases, derivatives, erasures. Each piece of content holds a word of its own (a
 * canary), and the model beside the hub knows, by the pure rule alone, who may ever read which.
 */
import { entryVisible, instant, membersAt, publicViewer, sanitised, viewerAt, visible } from './rule.ts';
import type { Entry, EntryDraft, EntryId, Evidence, Group, Party, Release, Viewer } from './rule.ts';
import type { Hub } from '../../src/hub/index.ts';
import { stixDraft } from '../../src/cti/index.ts';
import { markedAs } from '../../src/exchange/index.ts';
import { loadLanes } from '../../src/hub/lanes.ts';
import { runScenario } from '../../src/lanes/index.ts';
import { Chance } from './random.ts';

/** The STIX ids of entries that are STIX objects. */
export const stixIds = new Map<EntryId, string>();

const levels = ['organisation', 'member-state', 'minilateral', 'domestic', 'other'] as const;
const caveats = ['MERIDIA ONLY', 'CREW NAMES'];
const minuteMs = 60_000;

/** One version of an entry as it was written, with its words. */
interface Version {
  readonly entry: Entry;
  /** The word of the envelope's body: read by whoever sees this version. */
  readonly word: string;
}

export class World {
  readonly chance: Chance;
  readonly parties: Party[] = [];
  readonly groups: Group[] = [];
  readonly versions = new Map<EntryId, Version[]>();
  readonly erased = new Set<EntryId>();
  readonly #hub: Hub;
  readonly #tag: string;

  constructor(hub: Hub, seed: number) {
    this.#hub = hub;
    this.chance = new Chance(seed);
    this.#tag = `w${seed}`;
  }

  get holder(): string {
    return this.#hub.parts.holder;
  }

  get at(): string {
    return instant(this.#hub.parts.clock.nowUtcMs());
  }

  /** Every id that was ever made here, erased ones too. */
  get ids(): EntryId[] {
    return [...this.versions.keys()];
  }

  async build(afterStep: () => Promise<void>): Promise<void> {
    await this.#makeParties();
    await this.#makeGroups();
    await afterStep();
    const count = 5 + this.chance.below(5);
    for (let i = 0; i < count; i++) {
      await this.#step();
      await afterStep();
    }
  }

  /** The newest version of what was not erased. */
  newest(id: EntryId): Entry | undefined {
    return this.erased.has(id) ? undefined : this.versions.get(id)?.at(-1)?.entry;
  }

  viewerOf(party: string): Viewer {
    if (party === '') return publicViewer;
    const found = [...this.parties, ...this.#hub.parts.store.parties.all()].find(({ id }) => id === party);
    return viewerAt(found as Party, this.groups, this.at);
  }

  sees(party: string, id: EntryId): boolean {
    return this.#sees(this.viewerOf(party), id);
  }

  #sees(viewer: Viewer, id: EntryId): boolean {
    const entry = this.newest(id) ?? this.#hub.parts.store.peek(id);
    if (entry === undefined || this.erased.has(id)) return false;
    const lookup = (other: EntryId) => {
      const found = this.newest(other);
      return found === undefined ? undefined : { entry: found, type: this.#hub.parts.types.get(found.type) };
    };
    return entryVisible(viewer, entry, this.#hub.parts.types.get(entry.type), lookup, this.#context());
  }

  #context() {
    return { at: this.at, holder: this.holder };
  }

  /** Every word and id that a party may read somewhere, now. */
  allowed(party: string): Set<string> {
    const viewer = this.viewerOf(party);
    const words = new Set<string>();
    for (const [id, versions] of this.versions) {
      if (!this.#sees(viewer, id)) continue;
      words.add(id);
      for (const version of versions)
        if (visible(viewer, version.entry.release, this.#context()))
          this.#allowVersion(viewer, version, words);
    }
    return words;
  }

  #allowVersion(viewer: Viewer, { entry, word }: Version, words: Set<string>): void {
    const isOwner = viewer.party === entry.owner;
    if (isOwner || !workingWords(entry).has(word)) words.add(word);
    for (const piece of entry.evidence) {
      const isSeen = piece.release === undefined || visible(viewer, piece.release, this.#context());
      const hangsOnHidden = piece.kind === 'entry' && !this.#sees(viewer, piece.id);
      if (isSeen && !hangsOnHidden) for (const found of wordsIn(piece)) words.add(found);
    }
    const { members = [] } = entry.body as { members?: { entry: EntryId }[] };
    for (const member of isOwner ? members : [])
      if (this.#sees(viewer, member.entry)) for (const found of wordsIn(member)) words.add(found);
  }

  /** Every word that was ever written here. */
  allWords(): Set<string> {
    const words = new Set<string>();
    for (const [id, versions] of this.versions) {
      words.add(id);
      for (const { entry } of versions) for (const word of wordsIn(entry)) words.add(word);
    }
    return words;
  }

  /** Parties that a viewer may read of: itself, the hub, who owns what it sees, and who shares its groups. */
  namedTo(party: string): Set<string> {
    const named = new Set([party, this.holder]);
    for (const id of this.ids) {
      if (!this.sees(party, id)) continue;
      const { owner } = this.newest(id) as Entry;
      named.add(owner);
      // An owner knows whom it gave its own entries to, now and before.
      if (owner !== party) continue;
      for (const { entry } of this.versions.get(id) ?? [])
        for (const reader of readersOf(entry)) named.add(reader);
    }
    for (const group of this.groups)
      if (this.viewerOf(party).groups.has(group.id))
        for (const member of membersAt(group, this.at)) named.add(member);
    return named;
  }

  async #makeParties(): Promise<void> {
    const count = 3 + this.chance.below(2);
    for (let i = 0; i < count; i++) {
      const id = `${this.#tag}-p${i}`;
      const party: Party = {
        id,
        name: { en: `Party ${id}`, ja: `機関 ${id}` },
        level: this.chance.pick(levels),
        clearances: this.chance.is(0.4)
          ? { OPEN: this.chance.pick(['RESTRICTED', 'SECRET', 'NONSENSE']) }
          : {},
        caveats: this.chance.some(caveats, 0.4),
      };
      await this.#hub.parts.store.parties.put(party, 'world');
      this.parties.push(party);
    }
  }

  async #makeGroups(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      const level = this.chance.is(0.3) ? this.chance.pick(levels) : undefined;
      const id = `${this.#tag}-g${i}`;
      const group: Group = {
        id,
        name: { en: id, ja: id },
        ...(level === undefined ? {} : { level }),
        versions: [{ from: this.at, members: this.#someParties(0.6) }],
      };
      await this.#hub.parts.store.groups.put(group, 'world');
      this.groups.push(group);
    }
  }

  #someParties(share: number): string[] {
    return this.chance.some(
      this.parties.map(({ id }) => id),
      share,
    );
  }

  async #step(): Promise<void> {
    this.#hub.parts.clock.set(this.#hub.parts.clock.nowUtcMs() + minuteMs, 0);
    const roll = this.chance.next();
    const ids = this.ids.filter((id) => this.newest(id) !== undefined);
    if (ids.length < 2 || roll < 0.18) await this.#append(this.#finding());
    else if (roll < 0.3) await this.#append(this.#programme(ids));
    else if (roll < 0.37) await this.#append(this.#lane());
    else if (roll < 0.46) await this.#append(this.#relation(ids));
    else if (roll < 0.58) await this.#append(this.#judgement(ids));
    else if (roll < 0.66) await this.#append(this.#case(ids));
    else if (roll < 0.74) await this.#append(this.#stix(ids));
    else if (roll < 0.84) await this.#rerelease(ids);
    else if (roll < 0.89) await this.#derive(ids);
    else if (roll < 0.94) await this.#regroup();
    else await this.#erase(ids);
  }

  #owner(): string {
    return this.chance.is(0.6) ? this.holder : this.chance.pick(this.parties).id;
  }

  #release(owner: string): Release {
    const { chance } = this;
    const base = {
      owner,
      policy: 'OPEN',
      classification: (chance.is(0.85) ? 'UNCLASSIFIED' : 'SECRET') as Release['classification'],
      caveats: chance.is(0.15) ? [chance.pick(caveats)] : [],
      orcon: chance.is(0.1),
      ...(chance.is(0.15)
        ? { expiresAt: instant(Date.parse(this.at) + chance.pick([-1, 3]) * minuteMs) }
        : {}),
      redactions: [],
      labelVersion: 1 as const,
    } satisfies Partial<Release>;
    const roll = chance.next();
    if (roll < 0.15) return { ...base, tlp: 'RED', audience: { kind: 'owner' } };
    if (roll < 0.25)
      return {
        ...base,
        classification: 'UNCLASSIFIED',
        caveats: [],
        tlp: 'CLEAR',
        audience: { kind: 'public' },
      };
    if (roll < 0.4)
      return {
        ...base,
        tlp: 'RED',
        audience: { kind: 'named', parties: this.#someParties(0.4), groups: [] },
      };
    const groups = chance.some(
      this.groups.map(({ id }) => id),
      0.4,
    );
    const tlp = chance.pick(['GREEN', 'AMBER', 'AMBER+STRICT'] as const);
    return { ...base, tlp, audience: { kind: 'named', parties: this.#someParties(0.3), groups } };
  }

  #envelope(type: string, owner: string): Omit<EntryDraft, 'body'> {
    return {
      type,
      owner,
      level: 'other',
      confidence: this.chance.below(101),
      release: this.#release(owner),
      evidence: [],
    };
  }

  #finding(): EntryDraft {
    const owner = this.#owner();
    const startUtcMs = Date.parse(this.at) - this.chance.below(600) * minuteMs;
    return {
      ...this.#envelope('finding', owner),
      evidence: Array.from({ length: this.chance.below(4) }, () => this.#evidence(owner)),
      body: {
        schema: 1,
        room: 'sea',
        kind: this.chance.pick(['encounter', 'loitering', 'zone-entry']),
        detector: { name: 'world', version: '1', parameters: {}, source: 'test' },
        subjects: [
          { kind: 'vessel', id: String(200_000_000 + this.chance.below(1e8)), name: this.chance.canary() },
        ],
        startUtcMs,
        endUtcMs: startUtcMs + minuteMs,
        ongoing: false,
        place: {
          lonDeg: 120 + this.chance.next() * 20,
          latDeg: 20 + this.chance.next() * 10,
          uncertaintyNm: 1,
        },
        sentence: { key: 'core.relation', params: { kind: 'seen', note: this.chance.canary() } },
        against: [],
        facts: {},
        withdrawn: this.chance.is(0.1),
      },
    } as EntryDraft;
  }

  /** A STIX object as a tool gives it: malware, or a report or relation of what the same owner gave before. */
  #stix(ids: readonly EntryId[]): EntryDraft {
    const owner = this.#owner();
    const own = ids.filter((id) => stixIds.has(id) && this.newest(id)?.owner === owner);
    const at = { spec_version: '2.1', created: this.at, modified: this.at };
    const name = `Loader ${this.chance.canary()}`;
    const others = own.map((id) => stixIds.get(id) as string);
    const type = own.length < 2 ? 'malware' : this.chance.pick(['malware', 'report', 'relationship']);
    const id = `${type}--${this.#uuid()}`;
    const object =
      type === 'malware'
        ? { type, id, ...at, name, is_family: true }
        : type === 'report'
          ? { type, id, ...at, name, published: this.at, object_refs: others }
          : {
              type,
              id,
              ...at,
              description: name,
              relationship_type: 'related-to',
              source_ref: others[0],
              target_ref: others[1],
            };
    const release = this.#release(owner);
    const marked = this.chance.is(0.5) ? markedAs(release) : '';
    const draft = stixDraft(object, { owner, level: 'other', release, stated: false, marked });
    stixIds.set(draft.id as EntryId, id);
    return draft as unknown as EntryDraft;
  }

  #uuid(): string {
    const hex = (length: number) => Array.from({ length }, () => this.chance.below(16).toString(16)).join('');
    return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  }

  #evidence(owner: string): Evidence {
    const release = this.chance.is(0.5) ? { release: this.#release(owner) } : {};
    const others = this.ids;
    if (others.length > 0 && this.chance.is(0.4))
      return { kind: 'entry', id: this.chance.pick(others), note: this.chance.canary(), ...release };
    return { kind: 'judgement', by: 'somebody', at: this.at, text: this.chance.canary(), ...release };
  }

  /** A table of flows, or a scenario that was computed and kept. */
  #lane(): EntryDraft {
    const owner = this.#owner();
    const flow = {
      id: 'one',
      origin: 'SA',
      originPort: 'ras-tanura',
      destination: 'JP',
      destinationPort: 'chiba',
      commodity: this.chance.canary(),
      class: 'vlcc',
      mode: 'sea' as const,
      tonnes: 1000,
      valueUsd: 1000,
      year: 2024,
      source: this.chance.canary(),
    };
    const name = this.chance.canary();
    if (this.chance.is(0.5)) {
      const report = { note: this.chance.canary() };
      const body = { schema: 1, name, source: this.chance.canary(), format: 'own', report, flows: [flow] };
      return { ...this.#envelope('lane-flows', owner), body } as unknown as EntryDraft;
    }
    const scenario = {
      name,
      draws: 100,
      flows: [flow],
      stocks: [],
      closures: [
        {
          gates: [this.chance.pick(['hormuz', 'malacca'])],
          from: '2026-01-01',
          to: '2026-02-01',
          note: this.chance.canary(),
        },
      ],
    };
    const result = runScenario(loadLanes(), scenario);
    const body = { schema: 1, name, scenario, result };
    return { ...this.#envelope('lane-scenario', owner), body } as unknown as EntryDraft;
  }

  /** Something of the programme's record: a statement, a document, an item, or what was decided of a statement. */
  #programme(ids: readonly EntryId[]): EntryDraft {
    const owner = this.#owner();
    const statements = ids.filter((id) => id.startsWith('statement--'));
    const roll = this.chance.next();
    if (statements.length > 0 && roll < 0.3) return this.#review(owner, statements);
    if (roll < 0.5) return this.#document(owner);
    return roll < 0.7 ? this.#item(owner) : this.#statement(owner);
  }

  #statement(owner: string): EntryDraft {
    const release = this.chance.is(0.5) ? { release: this.#release(owner) } : {};
    const quote = this.chance.canary();
    return {
      ...this.#envelope('statement', owner),
      evidence: [
        {
          kind: 'document',
          document: 'paper.txt',
          sha256: 'a'.repeat(64),
          quote,
          start: 0,
          end: quote.length,
          ...release,
        },
      ],
      body: {
        schema: 1,
        state: this.chance.pick(['accepted', 'accepted', 'proposed', 'rejected']),
        date: this.chance.pick(['2023-07-12', '2022', null]),
        datePrecision: 'day',
        dateBasis: 'explicit',
        kind: this.chance.pick(['agreement', 'exercise']),
        title: this.chance.canary(),
        actors: ['Japan', this.chance.canary()],
        areas: ['maritime'],
        places: [],
        amounts: [],
        modality: 'held',
        subject: 'one subject',
        predicate: 'status',
        object: this.chance.canary(),
      },
    } as EntryDraft;
  }

  #document(owner: string): EntryDraft {
    return {
      ...this.#envelope('document', owner),
      body: {
        schema: 1,
        file: this.chance.pick(['paper.txt', 'other.txt']),
        title: this.chance.canary(),
        date: null,
        dateBasis: 'none',
        author: this.chance.canary(),
        text: this.chance.canary(),
      },
    } as EntryDraft;
  }

  #item(owner: string): EntryDraft {
    const title = this.chance.canary();
    const sources = [{ kind: 'dataset', source: this.chance.canary(), asOf: this.at }];
    const kinds = {
      instrument: { type: 'treaty', level: 'other', parties: ['Japan', 'NATO'], expiry: '2026' },
      obstacle: { status: 'open' },
      commitment: { by: 'Japan', due: '2025', outcome: 'unknown' },
      goal: { area: 'maritime', instrument: 'one' },
    };
    const kind = this.chance.pick(Object.keys(kinds)) as keyof typeof kinds;
    return {
      ...this.#envelope('programme-item', owner),
      evidence: sources,
      body: { schema: 1, kind, key: title, state: 'accepted', item: { title, ...kinds[kind] } },
    } as unknown as EntryDraft;
  }

  #review(owner: string, statements: readonly EntryId[]): EntryDraft {
    return {
      ...this.#envelope('review', owner),
      body: {
        schema: 1,
        target: this.chance.pick(statements),
        decision: 'merge',
        into: this.chance.pick(statements),
        by: 'somebody',
        note: this.chance.canary(),
        before: { title: this.chance.canary() },
      },
    } as EntryDraft;
  }

  #relation(ids: readonly EntryId[]): EntryDraft {
    const body = {
      schema: 1,
      source: this.chance.pick(ids),
      target: this.chance.pick(ids),
      kind: 'related-to',
    };
    return {
      ...this.#envelope('relation', this.#owner()),
      body: { ...body, note: this.chance.canary() },
    } as EntryDraft;
  }

  #judgement(ids: readonly EntryId[]): EntryDraft {
    const target = this.chance.pick(ids);
    return {
      ...this.#envelope('judgement', this.#owner()),
      body: {
        schema: 1,
        target,
        targetModified: this.at,
        verdict: this.chance.pick(['confirmed', 'dismissed', 'dissent']),
        reason: this.chance.canary(),
        by: 'somebody',
      },
    } as EntryDraft;
  }

  #case(ids: readonly EntryId[]): EntryDraft {
    const joined = this.chance.some(ids, 0.5);
    const members = joined.map((entry) => ({ entry, at: this.at, by: 'b', note: this.chance.canary() }));
    const mention = this.chance.pick(ids);
    return {
      ...this.#envelope('case', this.#owner()),
      body: {
        schema: 1,
        title: this.chance.canary(),
        status: 'open',
        members,
        assessments: [
          {
            id: 'a',
            at: this.at,
            by: 'b',
            text: `compare ${mention} with ${this.chance.canary()}`,
            confidence: 50,
            shared: true,
          },
          { id: 'b', at: this.at, by: 'b', text: `not shared: ${this.chance.canary()}`, confidence: 50 },
        ],
        decisions: [{ id: 'd', at: this.at, by: 'b', text: `share with ${this.chance.canary()}` }],
      },
    } as EntryDraft;
  }

  async #rerelease(ids: readonly EntryId[]): Promise<void> {
    const entry = this.newest(this.chance.pick(ids)) as Entry;
    const { created: _created, modified: _modified, ...draft } = entry;
    await this.#append({ ...draft, release: this.#release(entry.owner) });
  }

  async #derive(ids: readonly EntryId[]): Promise<void> {
    const findings = ids.filter((id) => id.startsWith('finding--'));
    if (findings.length === 0) return;
    const source = this.newest(this.chance.pick(findings)) as Entry;
    const how = { withoutEvidence: true, withoutSubjects: true, placeGridDeg: 1 };
    const draft = sanitised(source, this.#release(source.owner), how);
    const facts = { mark: this.chance.canary() };
    await this.#append({ ...draft, body: { ...draft.body, facts } } as EntryDraft);
  }

  async #regroup(): Promise<void> {
    const i = this.chance.below(this.groups.length);
    const group = this.groups[i];
    const versions = [...group.versions, { from: this.at, members: this.#someParties(0.5) }];
    this.groups[i] = { ...group, versions };
    await this.#hub.parts.store.groups.put(this.groups[i], 'world');
  }

  async #erase(ids: readonly EntryId[]): Promise<void> {
    const id = this.chance.pick(ids);
    this.erased.add(id);
    await this.#hub.parts.store.erase(id, { account: 'world', reason: 'asked for' });
  }

  async #append(draft: EntryDraft): Promise<void> {
    const [entry] = await this.#hub.parts.store.append([draft], { account: 'world', as: draft.owner });
    const words = wordsIn({ body: { ...entry.body, members: [] } });
    const known = this.versions.get(entry.id) ?? [];
    this.versions.set(entry.id, [...known, ...[...words].map((word) => ({ entry, word }))]);
  }
}

function readersOf(entry: Entry): string[] {
  const releases = [entry.release, ...entry.evidence.map(({ release }) => release)];
  return releases.flatMap((release) => (release?.audience.kind === 'named' ? release.audience.parties : []));
}

/** What an owner keeps to itself: a case's decisions and what it did not share, why a review was decided. */
function workingWords({ type, body }: Entry): Set<string> {
  if (type === 'review') return wordsIn(body);
  const { assessments = [], decisions = [] } = body as {
    assessments?: { shared?: boolean }[];
    decisions?: unknown[];
  };
  return wordsIn([decisions, assessments.filter(({ shared }) => shared !== true)]);
}

const wordPattern = /zq[a-z]{14}/g;

/** The canaries in a text or value. */
export function wordsIn(value: unknown): Set<string> {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new Set(text.match(wordPattern) ?? []);
}

/** The ids in a text. */
export function idsIn(text: string): Set<string> {
  return new Set(text.match(/[a-z][a-z-]*--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []);
}
