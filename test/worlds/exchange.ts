/**
 * Three hubs and what goes wrong between them: answers that are lost, chunks that come twice or before their turn, a
 * hub that is killed between the journal and the cursor, a line that is cut for good. The model beside it knows every entry
 * and release, and nothing of how they travel; in the end each hub must show what the pure rule says.
 */
import { entryVisible, relationType, findingType, viewerAt } from '../../src/core/index.ts';
import type { Entry, EntryDraft, EntryId, Group, PartyId, Release } from '../../src/core/index.ts';
import type { Chunk } from '../../src/partners/index.ts';
import { Sql, places } from '../../src/store/index.ts';
import { Chance } from '../leaks/random.ts';
import { WorldClock, findingFor, link, openTestHubOf, release, seenBy, settle } from './hubs.ts';
import type { TestHub } from './hubs.ts';
import { relation, temporaryFolder } from './store.ts';

export const parties = ['astoria', 'borealia', 'cantor'] as const;
type Name = (typeof parties)[number];

export interface WorldOptions {
  readonly seed: number;
  readonly entries: number;
  /** Breaks, and so many rounds of writing and exchanging. */
  readonly breaks: number;
  readonly by: 'line' | 'files';
  readonly onProgress?: (round: number) => void;
}

export interface WorldResult {
  /** What a hub shows and should not, or should and does not, or holds twice. */
  readonly wrong: readonly string[];
  readonly entries: number;
  readonly breaks: Readonly<Record<string, number>>;
  /** Entries that each hub's own party sees in the end. */
  readonly seen: Readonly<Record<string, number>>;
  readonly quarantined: number;
}

const types = new Map<string, { anchors?: unknown }>([
  ['finding', findingType],
  ['relation', relationType],
]);

export async function runWorld(options: WorldOptions): Promise<WorldResult> {
  const world = new ExchangeWorld(options);
  try {
    return await world.run();
  } finally {
    await world.close();
  }
}

class ExchangeWorld {
  readonly #options: WorldOptions;
  readonly #chance: Chance;
  readonly #clock = new WorldClock();
  readonly #hubs = new Map<Name, TestHub>();
  /** The newest version of everything that was not erased, by its owner's own word. */
  readonly #model = new Map<EntryId, Entry>();
  readonly #ids = new Map<Name, EntryId[]>(parties.map((party) => [party, []]));
  readonly #groups = new Map<Name, Group>();
  readonly #breaks: Record<string, number> = {};
  readonly #wrong: string[] = [];
  /** Files on their way, by line. */
  readonly #files = new Map<string, Uint8Array[]>();
  #isCut = true;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#chance = new Chance(options.seed);
  }

  async run(): Promise<WorldResult> {
    await this.#begin();
    const { entries, breaks, by, onProgress } = this.#options;
    for (let round = 0; round < breaks; round++) {
      for (const party of parties) await this.#write(party, Math.ceil((entries * shares[party]) / breaks));
      this.#clock.utcMs += 60_000;
      if (by === 'line') await this.#breakOnce();
      else await this.#carryFiles();
      onProgress?.(round + 1);
    }
    await this.#settleAll();
    this.#compare('with the line between Astoria and Cantor cut');
    this.#isCut = false;
    await this.#settleAll();
    this.#compare('with every line');
    for (const party of parties) this.#nothingTwice(party);
    return {
      wrong: this.#wrong,
      entries: this.#model.size,
      breaks: this.#breaks,
      seen: Object.fromEntries(parties.map((party) => [party, seenBy(this.#hub(party), party).length])),
      quarantined: parties.reduce((sum, party) => sum + this.#hub(party).partners.quarantine().length, 0),
    };
  }

  async close(): Promise<void> {
    for (const hub of this.#hubs.values()) await hub.close();
  }

  #hub(party: Name): TestHub {
    return this.#hubs.get(party) as TestHub;
  }

  async #begin(): Promise<void> {
    for (const party of parties)
      this.#hubs.set(party, await openTestHubOf(party, this.#clock, temporaryFolder()));
    const [a, b, c] = parties.map((party) => this.#hub(party));
    await link(a, b);
    await link(b, c);
    await link(a, c);
    await settle(a, 'borealia', { passesTo: ['cantor'] });
    for (const party of parties) await this.#regroup(party);
  }

  /** A group of each hub, of the same name everywhere and with members of its own everywhere. */
  async #regroup(party: Name): Promise<void> {
    const before = this.#groups.get(party);
    const members = this.#chance.some(parties, 0.6);
    const version = { from: new Date(this.#clock.utcMs).toISOString(), members };
    const versions = [...(before?.versions ?? []), version];
    const group: Group = { id: 'watch', name: { en: 'Watch', ja: '監視' }, versions };
    this.#groups.set(party, group);
    await this.#hub(party).store.groups.put(group, 'world');
  }

  #release(owner: Name): Release {
    const { chance } = this;
    if (chance.is(0.1)) return release(owner, []);
    if (chance.is(0.08)) return release(owner, [], { tlp: 'CLEAR', audience: { kind: 'public' } });
    const named = chance.some(
      parties.filter((party) => party !== owner),
      0.6,
    );
    const groups = chance.is(0.3) ? ['watch'] : [];
    const audience = { kind: 'named' as const, parties: named, groups };
    const expiresAt = new Date(this.#clock.utcMs + 60_000 * chance.below(50)).toISOString();
    return release(owner, [], {
      audience,
      orcon: chance.is(0.1),
      ...(chance.is(0.05) ? { expiresAt } : {}),
    });
  }

  get chance(): Chance {
    return this.#chance;
  }

  async #write(party: Name, count: number): Promise<void> {
    const { store } = this.#hub(party);
    const known = this.#ids.get(party) as EntryId[];
    const drafts: EntryDraft[] = [];
    const changed = new Set<EntryId>();
    for (let i = 0; i < count; i++) {
      const roll = this.#chance.next();
      const id = known.length > 0 ? this.#chance.pick(known) : undefined;
      const old = id === undefined || changed.has(id) ? undefined : this.#model.get(id);
      if (old !== undefined && roll < 0.12) {
        changed.add(old.id);
        const { created: _created, modified: _modified, ...draft } = old;
        drafts.push({ ...draft, release: this.#release(party) });
      } else if (old !== undefined && roll < 0.2) {
        const other = this.#chance.pick(known);
        drafts.push({ ...relation(old.id, other, this.#release(party)), owner: party });
      } else drafts.push(findingFor(`${party} ${this.#chance.canary()}`, this.#release(party)));
    }
    for (const entry of await store.append(drafts, { account: 'world' })) {
      if (!this.#model.has(entry.id)) known.push(entry.id);
      this.#model.set(entry.id, entry);
    }
    if (this.#chance.is(0.1)) await this.#regroup(party);
    if (known.length > 0 && this.#chance.is(0.3)) await this.#erase(party, this.#chance.pick(known));
  }

  async #erase(party: Name, id: EntryId): Promise<void> {
    if (!this.#model.delete(id)) return;
    await this.#hub(party).store.erase(id, { account: 'world', reason: 'asked for' });
  }

  get #lines(): (readonly [Name, Name])[] {
    const [a, b, c] = parties;
    const open: (readonly [Name, Name])[] = [
      [a, b],
      [b, a],
      [b, c],
      [c, b],
    ];
    return this.#isCut ? open : [...open, [a, c], [c, a]];
  }

  #next(from: Name, to: Name): Promise<Chunk | undefined> {
    return this.#hub(from).partners.chunkAfter(to, this.#hub(to).partners.cursor(from));
  }

  /** One way in which it goes wrong; some of what waits arrives all the same. */
  async #breakOnce(): Promise<void> {
    const [from, to] = this.#chance.pick(this.#lines);
    const how = this.#chance.pick([
      'lost',
      'twice',
      'reordered',
      'killed receiver',
      'killed sender',
      'restarted',
    ] as const);
    this.#breaks[how] = (this.#breaks[how] ?? 0) + 1;
    if (how === 'restarted') await this.#restart(this.#chance.pick([from, to]));
    else if (how === 'killed sender') await this.#kill(from, () => this.#next(from, to));
    else if (how === 'reordered') await this.#reorder(from, to);
    else {
      const chunk = await this.#next(from, to);
      if (chunk === undefined || how === 'lost') return;
      const deliver = () => this.#hub(to).partners.receive(from, structuredClone(chunk));
      if (how === 'killed receiver') await this.#kill(to, deliver);
      else for (let i = 0; i < 2; i++) await deliver();
    }
    for (const [source, target] of this.#lines)
      if (this.#chance.is(0.5)) await this.#carry(source, target, 3);
  }

  /** What is on disk is there; what was to be written next is not, and nothing of the process is left. */
  async #kill(party: Name, work: () => Promise<unknown>): Promise<void> {
    const { local } = this.#hub(party).store;
    const killed = new Error('killed');
    Object.assign(local, {
      transaction: () => {
        throw killed;
      },
    });
    await work().catch((error: unknown) => {
      if (error !== killed) throw error;
    });
    await this.#restart(party);
  }

  async #restart(party: Name): Promise<void> {
    const { store, folder } = this.#hub(party);
    await store.close();
    this.#hubs.set(party, await openTestHubOf(party, this.#clock, folder));
  }

  /** Several chunks come in the wrong order. */
  async #reorder(from: Name, to: Name): Promise<void> {
    const { n } = this.#hub(to).partners.cursor(from);
    await this.#next(from, to);
    const chunks: Chunk[] = [];
    for (let first = this.#hub(to).partners.cursor(from).n + 1; chunks.length < 4; ) {
      const chunk = await this.#hub(from).partners.chunkFrom(to, first);
      if (chunk === undefined) break;
      chunks.push(chunk);
      first += chunk.payloads.length;
      await this.#write(from, 3);
    }
    for (const chunk of chunks.reverse()) await this.#hub(to).partners.receive(from, structuredClone(chunk));
    if (chunks.length > 0 && this.#hub(to).partners.cursor(from).n < n)
      this.#wrong.push('a cursor went back');
  }

  async #carry(from: Name, to: Name, most: number): Promise<number> {
    let chunks = 0;
    for (; chunks < most; chunks++) {
      const chunk = await this.#next(from, to);
      if (chunk === undefined) break;
      await this.#hub(to).partners.receive(from, structuredClone(chunk));
    }
    return chunks;
  }

  /** Files are written, wait in heaps, and are tried in any order: the one whose turn it is is taken, others are not. */
  async #carryFiles(): Promise<void> {
    for (const [from, to] of this.#lines) {
      const heap = this.#heap(from, to);
      if (this.#chance.is(0.7)) {
        const written = await this.#export(from, to);
        if (written !== undefined) heap.push(written);
      }
      if (heap.length > 0 && this.#chance.is(0.5)) await this.#importHeap(from, to);
    }
  }

  #heap(from: Name, to: Name): Uint8Array[] {
    const key = `${from} ${to}`;
    const heap = this.#files.get(key) ?? [];
    this.#files.set(key, heap);
    return heap;
  }

  async #export(from: Name, to: Name): Promise<Uint8Array | undefined> {
    try {
      return (await this.#hub(from).partners.exportBundle(to)).bytes;
    } catch (error) {
      if ((error as { code?: string }).code === 'bundle.nothing-new') return undefined;
      throw error;
    }
  }

  async #importHeap(from: Name, to: Name): Promise<void> {
    const heap = this.#heap(from, to);
    const due = 0;
    for (let tries = 0; tries < 3; tries++) {
      const at = this.#chance.below(heap.length);
      if (at !== due) await this.#mustBeRefused(to, heap[at], 'bundle.gap');
    }
    const next = heap.shift() as Uint8Array;
    const { manifest } = await this.#hub(to).partners.importBundle(next);
    if (manifest.last >= manifest.first) await this.#mustBeRefused(to, next, 'bundle.replay');
  }

  async #mustBeRefused(to: Name, bytes: Uint8Array, code: string): Promise<void> {
    this.#breaks[code] = (this.#breaks[code] ?? 0) + 1;
    const { manifest, refusal } = await this.#hub(to).partners.inspectBundle(bytes);
    if (manifest.last >= manifest.first && refusal?.code !== code)
      this.#wrong.push(`a file out of its turn: ${refusal?.code ?? 'taken'} instead of ${code}`);
  }

  /** Everything arrives, until nothing more is to be said. */
  async #settleAll(): Promise<void> {
    for (let moved = 1; moved > 0; ) {
      moved = 0;
      for (const [from, to] of this.#lines)
        moved +=
          this.#options.by === 'line'
            ? await this.#carry(from, to, 10_000)
            : await this.#bringFiles(from, to);
    }
  }

  async #bringFiles(from: Name, to: Name): Promise<number> {
    for (let files = 0; ; files++) {
      const heap = this.#heap(from, to);
      const written = await this.#export(from, to);
      if (written !== undefined) heap.push(written);
      if (heap.length === 0) return files;
      let isNews = false;
      while (heap.length > 0) {
        const { manifest } = await this.#hub(to).partners.importBundle(heap.shift() as Uint8Array);
        isNews ||= manifest.last >= manifest.first;
      }
      if (!isNews) return files;
    }
  }

  #compare(when: string): void {
    for (const party of parties) {
      const shown = new Set(seenBy(this.#hub(party), party));
      const due = new Set(
        [...this.#model.values()].filter((entry) => this.#isDue(party, entry)).map(({ id }) => id),
      );
      const missing = [...due].filter((id) => !shown.has(id));
      const extra = [...shown].filter((id) => !due.has(id));
      if (missing.length > 0)
        this.#wrong.push(`${when}, ${party} misses ${missing.length}: ${this.#show(missing[0])}`);
      if (extra.length > 0)
        this.#wrong.push(`${when}, ${party} shows ${extra.length} more: ${this.#show(extra[0])}`);
      this.#sameContent(
        party,
        [...due].filter((id) => shown.has(id)),
        when,
      );
    }
  }

  #show(id: EntryId): string {
    return JSON.stringify(this.#model.get(id)?.release ?? id);
  }

  #sameContent(party: Name, ids: readonly EntryId[], when: string): void {
    for (const id of ids) {
      const copy = this.#hub(party).store.peek(id) as Entry;
      const entry = this.#model.get(id) as Entry;
      const said = ({ modified, created, owner, body }: Entry) =>
        JSON.stringify([modified, created, owner, body]);
      if (said(copy) !== said(entry)) this.#wrong.push(`${when}, ${party} has another ${id}`);
    }
  }

  /** The rule alone: on the owner's hub, and where the line is cut on the way through Borealia too. */
  #isDue(party: Name, entry: Entry): boolean {
    const owner = entry.owner as Name;
    if (owner === party) return this.#ruleSees(party, entry);
    if (!this.#ruleSees(party, entry)) return false;
    const isBehindTheCut = this.#isCut && [owner, party].every((each) => each !== 'borealia');
    if (!isBehindTheCut) return true;
    // Cantor's entries are passed to nobody; Astoria's by Borealia to Cantor, except under originator control.
    if (owner === 'cantor') return entry.release.audience.kind === 'public' && this.#goesThrough(entry);
    return this.#goesThrough(entry);
  }

  /** A relation needs its ends there, and where an end is a relation that one's ends too. */
  #goesThrough(entry: Entry): boolean {
    const anchors = entry.type === 'relation' ? endsOf(entry) : [];
    const isPassedOn =
      !entry.release.orcon &&
      this.#ruleSees('borealia', entry) &&
      (entry.owner === 'astoria' || entry.release.audience.kind === 'public');
    return (
      isPassedOn &&
      anchors.every((id) => {
        const end = this.#model.get(id);
        return end !== undefined && this.#goesThrough(end);
      })
    );
  }

  #ruleSees(party: PartyId, entry: Entry): boolean {
    const at = new Date(this.#clock.utcMs).toISOString();
    const group = this.#groups.get(entry.owner as Name) as Group;
    const level = 'member-state' as const;
    const viewer = viewerAt(
      { id: party, name: { en: '', ja: '' }, level, clearances: {}, caveats: [] },
      [group],
      at,
    );
    const lookup = (id: EntryId) => {
      const found = this.#model.get(id);
      return found === undefined ? undefined : { entry: found, type: types.get(found.type) as never };
    };
    return entryVisible(viewer, entry, types.get(entry.type) as never, lookup, { at, holder: entry.owner });
  }

  /** No copy was written again that stood there already. */
  #nothingTwice(party: Name): void {
    const sql = new Sql(places.journal(this.#hub(party).folder), { readOnly: true });
    const last = new Map<string, string>();
    for (let after = 0; ; ) {
      const rows = sql.all<[number, Uint8Array | null]>(
        "SELECT seq, content FROM journal WHERE kind = 'entry' AND seq > ? ORDER BY seq LIMIT 5000",
        after,
      );
      if (rows.length === 0) break;
      after = rows[rows.length - 1][0];
      for (const [, content] of rows) {
        if (content === null) continue;
        const { entry, seal } = JSON.parse(Buffer.from(content).toString('utf8')) as {
          entry: Entry;
          seal?: { copy: string; revoked?: unknown };
        };
        const said = `${entry.modified} ${seal?.copy} ${seal?.revoked === undefined}`;
        if (seal !== undefined && last.get(entry.id) === said)
          this.#wrong.push(`${party} wrote ${entry.id} twice`);
        last.set(entry.id, said);
      }
    }
    sql.close();
  }
}

function endsOf({ body }: Entry): EntryId[] {
  const { source, target } = body as unknown as { source: EntryId; target: EntryId };
  return [source, target];
}

/** Who writes how much. */
const shares: Record<Name, number> = { astoria: 0.6, borealia: 0.3, cantor: 0.1 };
