/**
 * The store: one journal, its projections, and the gated windows on it. One process writes to a data folder; others
 * may read it meanwhile.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import {
  CommonwatchError,
  EntryTypes,
  GroupSchema,
  PartySchema,
  instant,
  nextModified,
  publicViewer,
  timedId,
  utcMs,
} from '../core/index.ts';
import type {
  AnyEntryType,
  Entry,
  EntryDraft,
  EntryId,
  Group,
  GroupId,
  Instant,
  Json,
  Language,
  Party,
  PartyId,
  Projection,
  Viewer,
} from '../core/index.ts';
import { Speaker, coreWords } from '../words/index.ts';
import { judgeCopy, takenBack } from './copies.ts';
import type { Copy, CopyOutcome, CopySeal } from './copies.ts';
import { Cursors } from './cursor.ts';
import { makePrivateFolder, openSecret, places, writePrivate } from './files.ts';
import { Kept } from './kept.ts';
import { backupInWorker, verifyInWorker } from './reading.ts';
import type { BackupManifest } from './backup.ts';
import type { Verification, VerifyOptions } from './verify.ts';
import { settleNodeKey } from './keys.ts';
import { changesFor, differing, entriesAt, namersOf, seenBits } from './changes.ts';
import type { Change, Changes, HeldVersions } from './changes.ts';
import { Live } from './live.ts';
import type { SubscribeOptions, Subscription } from './live.ts';
import { bareRelease, projectEntry } from './project.ts';
import type { Projecting } from './project.ts';
import { replayJournal } from './rebuild.ts';
import type { Progress } from './rebuild.ts';
import { readRecords } from './records.ts';
import type { RecordPage } from './records.ts';
import type { Checkpoint, ErasureContent, KeyContent } from './record.ts';
import { storeVersion } from './schema.ts';
import { Sql } from './sql.ts';
import { Timelines } from './timeline.ts';
import type { TimelineSpec } from './timeline.ts';
import { timelineReader } from './timelinereader.ts';
import type { TimelineReader } from './timelinereader.ts';
import { View } from './view.ts';
import type { StoreView } from './view.ts';
import { maxBatch } from './writer.ts';
import type { Placed } from './projector.ts';
import type { Draft } from './writer.ts';
import { Writing } from './writing.ts';
import type { Signed } from './writing.ts';

export interface StoreOptions {
  /** The data folder; made where it is missing, for its owner alone. */
  readonly folder: string;
  /** The party whose hub this is: it owns what is appended here, and holds every copy. */
  readonly party: PartyId;
  readonly types: readonly AnyEntryType[];
  readonly projections?: readonly Projection[];
  /** Says titles, so that search finds them in each language. Default: core's words alone. */
  readonly speaker?: Speaker;
  /** Ms UTC; an exercise has a clock of its own. Default `Date.now`. */
  readonly now?: () => number;
  /** So many random bytes. Default: the system's. */
  readonly random?: (length: number) => Uint8Array;
  readonly nodeKeyPassphrase?: string;
  /** Reads beside a running hub; nothing can be appended. Default false. */
  readonly readOnly?: boolean;
  /** Runs the writer in this thread: for short-lived commands and tests. Default false. */
  readonly inThread?: boolean;
  /** The journal was just restored, by whom and why: a new epoch begins. */
  readonly restored?: { readonly by: string; readonly reason: string };
  /** Told while projections are made again, which happens when their version was raised. */
  readonly onProgress?: Progress;
}

export interface AppendOptions {
  /** Who acts, for the journal. */
  readonly account: string;
  /** The party on whose behalf it acts, which then owns the entries. Default: this hub's. */
  readonly as?: PartyId;
  /** Give back the entry as it stands, instead of a new version, where nothing would change. Default false. */
  readonly skipUnchanged?: boolean;
}

/** Parties and groups: every version is a record of the journal. */
export interface DirectoryAccess<T> {
  /** Newest versions, by id. */
  readonly all: () => readonly T[];
  readonly get: (id: string) => T | undefined;
  /** Appends a version; resolves when it is on disk. */
  readonly put: (value: T, account: string) => Promise<void>;
}

const partyCheck = Compile(PartySchema);
const groupCheck = Compile(GroupSchema);

/** Opens a store, making it where there is none. @throws `store.locked`, `store.missing`, `journal.key-mismatch` */
export async function openStore(options: StoreOptions): Promise<Store> {
  const readOnly = options.readOnly ?? false;
  if (readOnly && !existsSync(places.journal(options.folder)))
    throw new CommonwatchError('store.missing', options.folder);
  makePrivateFolder(options.folder);
  const lock = readOnly ? undefined : takeLock(options.folder);
  try {
    const store = new Store(options, readOnly ? undefined : startWriting(options), lock);
    await store.begin();
    return store;
  } catch (error) {
    lock?.close();
    throw error;
  }
}

/** Holds a lock that the system lets go of when the process ends, however it ends. @throws `store.locked` */
export function takeLock(folder: string): Sql {
  const lock = new Sql(places.lock(folder), { busyMs: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    throw new CommonwatchError('store.locked', undefined, { cause });
  }
}

function startWriting({ folder, party, nodeKeyPassphrase, inThread = false }: StoreOptions): Writing {
  if (existsSync(places.journal(folder))) {
    const sql = new Sql(places.journal(folder));
    const current = newestKey(sql);
    sql.close();
    if (current !== undefined) settleNodeKey(folder, current.key);
  }
  const journal = places.journal(folder);
  return Writing.open({ folder, journal, party, passphrase: nodeKeyPassphrase }, inThread);
}

/** The key that a journal ends with. */
export function newestKey(sql: Sql): KeyContent | undefined {
  const [table] = sql.all("SELECT name FROM sqlite_master WHERE name = 'journal'");
  if (table === undefined) return undefined;
  const row = sql.get<[Uint8Array]>(
    "SELECT content FROM journal WHERE kind = 'key' AND kind <> 'entry' ORDER BY seq DESC LIMIT 1",
  );
  return row === undefined ? undefined : (JSON.parse(Buffer.from(row[0]).toString('utf8')) as KeyContent);
}

export class Store {
  readonly party: PartyId;
  readonly folder: string;
  readonly types: EntryTypes;
  readonly parties: DirectoryAccess<Party>;
  readonly groups: DirectoryAccess<Group> & {
    /** Adds a version to a group: its members from an instant on. @throws `group.history`, `group.unknown` */
    readonly addVersion: (id: GroupId, version: Group['versions'][number], account: string) => Promise<void>;
  };
  readonly #options: StoreOptions;
  readonly #writing: Writing | undefined;
  readonly #lock: Sql | undefined;
  readonly #now: () => number;
  readonly #random: (length: number) => Uint8Array;
  readonly #speaker: Speaker;
  readonly #pending = new Map<EntryId, Entry>();
  readonly #erasing = new Set<EntryId>();
  #kept!: Kept;
  #live!: Live;
  #timelines: Timelines | undefined;
  #local: Sql | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #closed = false;

  /** Use `openStore`. */
  constructor(options: StoreOptions, writing: Writing | undefined, lock: Sql | undefined) {
    this.#options = options;
    this.#writing = writing;
    this.#lock = lock;
    this.party = options.party;
    this.folder = options.folder;
    this.types = new EntryTypes(options.types);
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? pooledRandom();
    this.#speaker = options.speaker ?? new Speaker([coreWords]);
    this.parties = {
      all: () => this.#kept.directory.parties(),
      get: (id) => this.#kept.directory.party(id),
      put: (party, account) => this.#putParty(party, account),
    };
    this.groups = {
      all: () => this.#kept.directory.groups(),
      get: (id) => this.#kept.directory.group(id),
      put: (group, account) => this.#putGroup(group, account),
      addVersion: (id, version, account) => this.#addGroupVersion(id, version, account),
    };
  }

  /** Called once by `openStore`. */
  async begin(): Promise<void> {
    if (this.#writing !== undefined) await this.#settle(this.#writing);
    this.#load();
    if (this.#writing === undefined) return;
    this.#ticking = setInterval(() => this.#live.changed([]), 1000).unref();
  }

  /** A viewer's window at an instant (default: now). */
  view(viewer: Viewer, options: { at?: Instant; language?: Language } = {}): StoreView {
    return new View(this.#kept, viewer, options.at ?? instant(this.#now()), options.language ?? 'en');
  }

  /** The viewer that a party is at an instant (default: now); '' is the public. @throws `party.unknown` */
  viewer(party: PartyId, at: Instant = instant(this.#now())): Viewer {
    return party === '' ? publicViewer : this.#kept.directory.viewer(party, at);
  }

  /**
   * Appends entries, or new versions of entries, owned by `as`; resolves when they are on disk. Up to 500 are one
   * transaction. @throws `entry.*`, `release.*`, `store.write-failed`
   */
  append(drafts: readonly EntryDraft[], options: AppendOptions): Promise<readonly Entry[]> {
    const known = this.known(drafts.flatMap(({ id }) => id ?? []));
    return this.#appendAll(options.account, drafts.length, (i, written) =>
      this.#complete(drafts[i], options, written, known),
    );
  }

  /**
   * Takes in whole entries of other owners, as a partner's hub issued them. What is here already in the same version
   * is given back as it stands. @throws `entry.not-owner`, `entry.not-newer`
   */
  receive(entries: readonly Entry[], { account }: { account: string }): Promise<readonly Entry[]> {
    return this.#appendAll(account, entries.length, (i, written) => this.#received(entries[i], written));
  }

  /**
   * Takes in copies that another hub gave, in order; resolves when they are on disk. One that is refused hinders no
   * other. Not to be called again before it has answered.
   */
  async take(copies: readonly Copy[], { account }: { account: string }): Promise<readonly CopyOutcome[]> {
    const standing = new Map<EntryId, Copy>();
    const house = { types: this.types, wasErased: (id: EntryId) => this.#isErased(id) };
    const outcomes = copies.map((copy) => {
      const outcome = judgeCopy(
        copy,
        standing.get(copy.entry.id) ?? this.#standingCopy(copy.entry.id),
        house,
      );
      if (outcome.kind === 'written') standing.set(copy.entry.id, copy);
      return outcome;
    });
    const made = copies.filter((_, i) => outcomes[i].kind === 'written');
    await this.#appendCopies(made, account);
    return outcomes;
  }

  /**
   * Takes back what another hub had given: nobody here but the owner sees it from now on.
   * @returns whether there was such a copy, no newer than `modified`
   */
  async takeBack(
    id: EntryId,
    revoked: { readonly by: PartyId; readonly modified: Instant },
    { account }: { account: string },
  ): Promise<boolean> {
    const standing = this.#standingCopy(id);
    if (standing?.seal === undefined || standing.seal.revoked !== undefined) return false;
    if (utcMs(standing.entry.modified) > utcMs(revoked.modified)) return false;
    await this.#appendCopies([takenBack(standing as Copy, revoked)], account);
    return true;
  }

  /** What came with the newest copy of an entry; undefined for what was issued here, past the gate. */
  sealOf(id: EntryId): CopySeal | undefined {
    return this.#kept.sealOf(id);
  }

  /** The number of an entry, as changes name it; 0 for one that is not here. */
  noOf(id: EntryId): number {
    return this.#kept.noOf(id);
  }

  /** What a party's hub should hold, against what it holds. */
  changesFor(party: PartyId, held: HeldVersions, limit: number): Changes {
    return changesFor(this.#kept, this.viewer(party), this.#now(), held, limit);
  }

  /** Entries that name one of these, as numbers with their newest versions. */
  namersOf(ids: readonly EntryId[]): Change[] {
    return namersOf(this.#kept, ids);
  }

  /** What a party sees and does not own, one bit an entry. */
  seenBits(party: PartyId): Uint8Array {
    return seenBits(this.#kept, this.viewer(party), this.#now());
  }

  /** Entries in which two such sets differ. */
  differing(a: Uint8Array, b: Uint8Array): Change[] {
    return differing(this.#kept, a, b);
  }

  /** Entries by their numbers. */
  entriesAt(nos: readonly number[]): Change[] {
    return entriesAt(this.#kept, nos);
  }

  /** The digests under which the journal holds versions, by seq. */
  digestsOf(seqs: readonly number[]): ReadonlyMap<number, string> {
    return this.#kept.digestsOf(seqs);
  }

  /** The node's signatures over texts. */
  sign(texts: readonly Uint8Array[]): Promise<Signed> {
    return this.#ask({ op: 'sign', texts });
  }

  /** Every key that signed here, oldest first, with the word of the one before for each. */
  keys(): readonly KeyContent[] {
    return this.#kept.sql
      .all<[Uint8Array]>("SELECT content FROM journal WHERE kind = 'key' AND kind <> 'entry' ORDER BY seq")
      .map(([content]) => JSON.parse(Buffer.from(content).toString('utf8')) as KeyContent);
  }

  /**
   * Erases an entry lawfully: content and salts of every version go, and who and why is appended. Those who could
   * see it are told `gone`. @throws `entry.not-found`
   */
  async erase(id: EntryId, { account, reason }: { account: string; reason: string }): Promise<void> {
    if (this.peek(id) === undefined) throw new CommonwatchError('entry.not-found', id);
    // From here on no version is taken; those under way are waited for, or their content would stay.
    this.#erasing.add(id);
    try {
      while (this.#pending.has(id)) await this.#ask({ op: 'describe' });
      await this.#eraseSettled(id, account, reason);
    } finally {
      this.#erasing.delete(id);
    }
  }

  /** Appends a record that is no entry: a decision, or what is known of a feed. Resolves with its seq. */
  async record(kind: 'decision' | 'feed', content: Json, account: string): Promise<number> {
    const [placed] = await this.#write([this.#draft(kind, { by: account, content })]);
    return placed.seq;
  }

  /**
   * The newest version of an entry, past the gate: for the hub's own work, never for a way out.
   */
  peek(id: EntryId): Entry | undefined {
    return this.#pending.get(id) ?? this.#kept.newest(id);
  }

  /** Every version of an entry that is here, oldest first, past the gate. */
  history(id: EntryId): readonly Entry[] {
    return this.#kept.history(id);
  }

  /** Which of these entries are here or on their way, past the gate: one question where `peek` would be many. */
  known(ids: readonly EntryId[]): ReadonlySet<EntryId> {
    const known = this.#kept.among(ids);
    for (const id of ids) if (this.#pending.has(id)) known.add(id);
    return known;
  }

  /** Records of the journal, newest first, past the gate: for the hub's own party only. */
  records(query: { limit?: number; before?: number; kind?: string } = {}): RecordPage {
    return readRecords(this.#kept, query);
  }

  /** Live events for a party's viewer. @throws `cursor.invalid`, `party.unknown` */
  subscribe(options: SubscribeOptions): Subscription {
    return this.#live.subscribe(options);
  }

  /**
   * One party's timeline of some types, brought up to date. @throws `party.unknown`
   */
  timeline(party: PartyId, spec: TimelineSpec): TimelineReader {
    const nowUtcMs = this.#now();
    this.#timelines ??= new Timelines(this.#kept, this.local);
    const viewer = this.viewer(party, instant(nowUtcMs));
    const timeline = this.#timelines.of(party, spec);
    timeline.sync(viewer, nowUtcMs);
    return timelineReader(this.#kept, new View(this.#kept, viewer, instant(nowUtcMs), 'en'), timeline);
  }

  /** Tells subscribers at once what has changed by now, instead of a few milliseconds later. */
  flushLive(): void {
    this.#live.flush();
  }

  /** A signed statement of how far the journal goes; kept in the data folder too. */
  async checkpoint(): Promise<Checkpoint> {
    const checkpoint = await this.#ask({ op: 'checkpoint', at: instant(this.#now()) });
    writePrivate(places.checkpoint(this.folder), `${JSON.stringify(checkpoint, undefined, 2)}\n`);
    return checkpoint;
  }

  /** Checks the journal from end to end, in a worker. */
  verify(options: VerifyOptions = {}): Promise<Verification> {
    return verifyInWorker(places.journal(this.folder), options);
  }

  /**
   * Writes the whole store (journal, projections, accounts) into one new file with a signed manifest, while the hub
   * goes on. The bulk archives are not in it. @throws `store.in-use` when the file exists
   */
  async backup(file: string): Promise<BackupManifest> {
    const checkpoint = await this.checkpoint();
    return backupInWorker({
      journal: places.journal(this.folder),
      local: existsSync(places.local(this.folder)) ? places.local(this.folder) : undefined,
      file,
      checkpoint,
    });
  }

  /** Makes a new signing key; the old one vouches for it. */
  async rotateKey(): Promise<void> {
    await this.#rotate();
  }

  /** Makes every projection again from the journal. */
  async rebuild(onProgress?: Progress): Promise<number> {
    const rebuilt = await this.#replay(this.#writing as Writing, onProgress);
    this.#kept.sql.close();
    this.#load();
    return rebuilt;
  }

  /** A database beside the journal for what is no part of it: sessions, secrets, jobs, the access log. */
  get local(): Sql {
    if (this.#local === undefined) {
      this.#local = new Sql(places.local(this.folder), { readOnly: this.#options.readOnly });
      if (this.#options.readOnly !== true) this.#local.get('PRAGMA journal_mode = WAL');
    }
    return this.#local;
  }

  /** How far the journal goes, and who signs it. */
  async describe(): Promise<{ epoch: number; seq: number; head: string; key: string }> {
    const { epoch, seq, hash, key } = await this.#ask({ op: 'describe' });
    return { epoch, seq, head: Buffer.from(hash).toString('hex'), key };
  }

  /** Waits for what is being written, signs a checkpoint and lets go of the folder. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticking);
    this.#live.close();
    if (this.#writing !== undefined) {
      await this.checkpoint();
      await this.#writing.close();
    }
    // What was acknowledged while closing has been taken in by now.
    this.#kept.sql.close();
    this.#local?.close();
    this.#lock?.close();
  }

  #load(): void {
    const sql = new Sql(places.journal(this.folder), { readOnly: true });
    const cursors = new Cursors(openSecret(places.secret(this.folder)));
    this.#kept = new Kept({ ...this.#projecting(), party: this.party, sql, cursors });
    this.#kept.load();
    this.#timelines = undefined;
    this.#live = new Live(this.#kept, this.#now, (party, atUtcMs, asOfSeq) =>
      party === '' ? publicViewer : this.#kept.directory.viewer(party, instant(atUtcMs), asOfSeq),
    );
  }

  #projecting(): Projecting {
    return { types: this.types, projections: this.#options.projections ?? [], speaker: this.#speaker };
  }

  /** The first key, or the right one; and projections of the present version. */
  async #settle(writing: Writing): Promise<void> {
    const { seq, key } = await writing.ask({ op: 'describe' });
    if (seq === 0) await this.#rotate();
    const sql = new Sql(places.journal(this.folder), { readOnly: true });
    try {
      if (seq > 0) await this.#resume(writing, key, newestKey(sql)?.key ?? '');
      const [projected] =
        sql.get<[string]>("SELECT value FROM meta WHERE key = 'projected'") ??
        (seq === 0 ? [this.#fingerprint()] : ['']);
      if (projected !== this.#fingerprint()) await this.#replay(writing, this.#options.onProgress);
      else if (seq === 0) await writing.ask({ op: 'replay-end', fingerprint: projected });
    } finally {
      sql.close();
    }
  }

  /** The next epoch of a restored journal. @throws `journal.key-mismatch` where nothing was restored */
  async #resume(writing: Writing, key: string, currentKey: string): Promise<void> {
    const act = this.#options.restored;
    if (act === undefined && key !== currentKey) throw new CommonwatchError('journal.key-mismatch', key);
    if (act === undefined) return;
    const timeUtcMs = this.#now();
    const salts = [this.#random(16), this.#random(16)] as const;
    await writing.ask({ op: 'restored', at: instant(timeUtcMs), timeUtcMs, salts, act, currentKey });
  }

  #replay(writing: Writing, onProgress: Progress | undefined): Promise<number> {
    return replayJournal(
      places.journal(this.folder),
      writing,
      this.#projecting(),
      this.#fingerprint(),
      onProgress,
    );
  }

  /** What the projections were made by: they are made again when this changes. */
  #fingerprint(): string {
    const { types } = this.#options;
    return JSON.stringify([
      storeVersion,
      (types as readonly { type: string; version: number }[]).map(({ type, version }) => [type, version]),
      (this.#options.projections ?? []).map(({ name, version }) => [name, version]),
    ]);
  }

  #ask: Writing['ask'] = (request) => {
    if (this.#writing === undefined) return Promise.reject(new CommonwatchError('store.read-only'));
    return this.#writing.ask(request);
  };

  async #rotate(): Promise<void> {
    const timeUtcMs = this.#now();
    const salt = this.#random(16);
    await (this.#writing as Writing).ask({ op: 'rotate', at: instant(timeUtcMs), timeUtcMs, salt });
  }

  #draft(kind: Draft['kind'], content: unknown, rest: Partial<Draft> = {}): Draft {
    return {
      kind,
      timeUtcMs: this.#now(),
      content: JSON.stringify(content),
      salt: this.#random(16),
      ...rest,
    };
  }

  async #write(drafts: readonly Draft[]): Promise<Placed[]> {
    const placed = await this.#ask({ op: 'append', drafts });
    for (const [i, { row, kind, name, content }] of drafts.entries()) {
      if (row !== undefined) this.#kept.put(placed[i], row);
      else this.#kept.columns.skip(placed[i].seq);
      if (name !== undefined) this.#kept.putDirectory(placed[i].seq, kind, content);
    }
    this.#live.changed(placed.filter(({ no }) => no > 0).map(({ no }) => no));
    return placed;
  }

  /** Makes every entry first, so that a bad one refuses them all; then writes those that are new. */
  async #appendAll(
    account: string,
    count: number,
    make: (i: number, written: ReadonlyMap<EntryId, Entry>) => Made,
  ): Promise<readonly Entry[]> {
    if (this.#closed) throw new CommonwatchError('store.closed');
    if (this.#writing === undefined) throw new CommonwatchError('store.read-only');
    const written = new Map<EntryId, Entry>();
    const drafts: Draft[] = [];
    const entries: Entry[] = [];
    for (let i = 0; i < count; i++) {
      const { entry, previous, isNew, seal } = make(i, written);
      entries.push(entry);
      if (!isNew) continue;
      written.set(entry.id, entry);
      const draft = this.#draft('entry', { by: account, entry, seal });
      drafts.push({ ...draft, row: projectEntry(entry, previous, this.#projecting(), draft.content) });
    }
    for (const [id, entry] of written) this.#pending.set(id, entry);
    try {
      const batches: Promise<Placed[]>[] = [];
      for (let from = 0; from < drafts.length; from += maxBatch)
        batches.push(this.#write(drafts.slice(from, from + maxBatch)));
      await Promise.all(batches);
    } finally {
      for (const [id, entry] of written) if (this.#pending.get(id) === entry) this.#pending.delete(id);
    }
    return entries;
  }

  #complete(
    draft: EntryDraft,
    { as = this.party, skipUnchanged = false }: AppendOptions,
    written: ReadonlyMap<EntryId, Entry>,
    known: ReadonlySet<EntryId>,
  ): Made {
    if (draft.owner !== as) throw new CommonwatchError('entry.not-owner', draft.owner);
    const nowUtcMs = this.#now();
    const id = draft.id ?? timedId(draft.type, nowUtcMs, this.#random(10));
    const previous = draft.id === undefined ? undefined : this.#standing(id, draft.owner, written, known);
    // What another hub gave has its hand over there: a version made here would be a second one.
    if (previous !== undefined && as !== this.party && this.#kept.sealOf(id) !== undefined)
      throw new CommonwatchError('entry.not-owner', id);
    if (skipUnchanged && previous !== undefined && sameContent(draft, previous))
      return { entry: previous, previous, isNew: false };
    const modified = nextModified(nowUtcMs, previous?.modified);
    const entry = this.types.check({ ...draft, id, created: previous?.created ?? modified, modified });
    return { entry, previous, isNew: true };
  }

  #received(received: Entry, written: ReadonlyMap<EntryId, Entry>): Made {
    const entry = this.types.check(received);
    const previous = this.#standing(entry.id, entry.owner, written);
    if (previous === undefined) return { entry, previous, isNew: true };
    if (entry.modified === previous.modified && sameContent(entry, previous))
      return { entry: previous, previous, isNew: false };
    if (utcMs(entry.modified) <= utcMs(previous.modified))
      throw new CommonwatchError('entry.not-newer', entry.modified);
    return { entry, previous, isNew: true };
  }

  #appendCopies(copies: readonly Copy[], account: string): Promise<readonly Entry[]> {
    return this.#appendAll(account, copies.length, (i, written) => {
      const { entry, seal } = copies[i];
      return { entry, seal, previous: written.get(entry.id) ?? this.peek(entry.id), isNew: true };
    });
  }

  #standingCopy(id: EntryId): { readonly entry: Entry; readonly seal?: CopySeal } | undefined {
    const entry = this.peek(id);
    return entry === undefined ? undefined : { entry, seal: this.#kept.sealOf(id) };
  }

  #isErased(id: EntryId): boolean {
    return this.#erasing.has(id) || this.#kept.wasErased(id);
  }

  /** The newest version that a new one follows. @throws `entry.not-owner`, `entry.erased` */
  #standing(
    id: EntryId,
    owner: PartyId,
    written: ReadonlyMap<EntryId, Entry>,
    known?: ReadonlySet<EntryId>,
  ): Entry | undefined {
    const previous = written.get(id) ?? (known?.has(id) === false ? undefined : this.peek(id));
    if (this.#erasing.has(id) || (previous === undefined && this.#kept.wasErased(id)))
      throw new CommonwatchError('entry.erased', id);
    if (previous !== undefined && previous.owner !== owner)
      throw new CommonwatchError('entry.not-owner', owner);
    return previous;
  }

  async #eraseSettled(id: EntryId, account: string, reason: string): Promise<void> {
    const no = this.#kept.noOf(id);
    if (no === 0) throw new CommonwatchError('entry.not-found', id);
    const erasure = this.#erasureOf(id, no, account, reason);
    await this.#write([this.#draft('erasure', erasure, { erasure })]);
    this.#kept.erase(id, no);
    await this.#ask({ op: 'scrub' });
    this.#live.changed([no]);
  }

  #erasureOf(id: EntryId, no: number, by: string, reason: string): ErasureContent {
    const seqs = this.#kept.sql.all<[number]>('SELECT seq FROM version WHERE no = ? ORDER BY seq', no);
    const versions = this.#kept.readAll(seqs.map(([seq]) => seq)).map(({ seq, entry }) => ({
      seq,
      release: { ...bareRelease(entry.release), expiresAt: entry.release.expiresAt },
      anchors: this.types.get(entry.type).anchors?.(entry.body as never) ?? [],
    }));
    return { by, reason, entry: id, versions };
  }

  async #putParty(party: Party, account: string): Promise<void> {
    if (!partyCheck.Check(party)) throw invalid('party.invalid', partyCheck.Errors(party)[0]);
    await this.#write([this.#draft('party', { by: account, party }, { name: party.id })]);
  }

  async #putGroup(group: Group, account: string): Promise<void> {
    if (!groupCheck.Check(group)) throw invalid('group.invalid', groupCheck.Errors(group)[0]);
    for (const { from } of group.versions) utcMs(from);
    const past = this.#kept.directory.group(group.id)?.versions ?? [];
    if (JSON.stringify(group.versions.slice(0, past.length)) !== JSON.stringify(past))
      throw new CommonwatchError('group.history', group.id);
    await this.#write([this.#draft('group', { by: account, group }, { name: group.id })]);
  }

  #addGroupVersion(id: GroupId, version: Group['versions'][number], account: string): Promise<void> {
    const group = this.#kept.directory.group(id);
    if (group === undefined) return Promise.reject(new CommonwatchError('group.unknown', id));
    return this.#putGroup({ ...group, versions: [...group.versions, version] }, account);
  }
}

/** Random bytes of the system, asked for many at a time: each asking costs more than the bytes. */
function pooledRandom(): (length: number) => Uint8Array {
  let pool = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (used + length > pool.length) {
      pool = randomBytes(Math.max(4096, length));
      used = 0;
    }
    used += length;
    return pool.slice(used - length, used);
  };
}

interface Made {
  readonly entry: Entry;
  readonly previous: Entry | undefined;
  /** Whether it is to be written, or stands here already. */
  readonly isNew: boolean;
  readonly seal?: CopySeal;
}

/** Whether a draft says what the version before says, in everything but its times. */
function sameContent(draft: EntryDraft, previous: Entry): boolean {
  const content = ({ type, owner, level, release, confidence, evidence, body }: EntryDraft | Entry) =>
    JSON.stringify([type, owner, level, release, confidence, evidence, body]);
  return content(draft) === content(previous);
}

function invalid(
  code: 'party.invalid' | 'group.invalid',
  error: { instancePath?: string; message?: string } | undefined,
): CommonwatchError {
  return new CommonwatchError(code, error?.instancePath, {
    path: error?.instancePath,
    detail: error?.message,
  });
}

/** The party whose journal a data folder holds. @throws `store.missing` */
export function partyOf(folder: string): PartyId {
  if (!existsSync(places.journal(folder))) throw new CommonwatchError('store.missing', folder);
  const sql = new Sql(places.journal(folder), { readOnly: true });
  try {
    const party = sql.get<[string]>("SELECT value FROM meta WHERE key = 'party'")?.[0];
    if (party === undefined) throw new CommonwatchError('store.missing', folder);
    return party;
  } finally {
    sql.close();
  }
}
