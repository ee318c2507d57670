/**
 * Collections of posts as the hub keeps them: a key each, sealed in the local tables; batches of posts in columns and
 * sealed handles as files of the data folder; nothing of them in the journal. Reading and working out is done by a
 * thread of its own. Who may see a collection is decided by its entry before anything here is asked.
 */
import { randomBytes, randomUUID, hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { CommonwatchError, instant } from '../core/index.ts';
import type { Entry, EntryId, Json, PartyId } from '../core/index.ts';
import type {
  Analysis,
  AnalysisSettings,
  CollectionBody,
  ErasureRequest,
  FileRow,
  NarrativeCases,
  PreviewReport,
} from '../narratives/index.ts';
import { makePrivateFolder, openSecret, places } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import type { LocalTables } from './local.ts';
import type { CollectionPlace, Quoting, ReadSetup } from './narratives.messages.ts';
import { loadNarrativeTables } from './narrativestables.ts';
import { removeBatch, seal, unseal } from './postbatches.ts';
import { PostThread } from './postthread.ts';

const tables = `CREATE TABLE IF NOT EXISTS post_collection (
  collection TEXT PRIMARY KEY, sealed_key TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS post_batch (
  batch TEXT PRIMARY KEY, collection TEXT NOT NULL, read_at REAL NOT NULL, report TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS post_mapping (
  party TEXT NOT NULL, name TEXT NOT NULL, mapping TEXT NOT NULL, PRIMARY KEY (party, name)
) STRICT;`;

const dayMs = 86_400_000;
/** Analyses that are held here for the routes; the thread holds what further questions need. */
const maxHeld = 6;

interface BatchRow {
  batch: string;
  read_at: number;
  report: string;
}

/** What reading a file needs besides the collection. */
export interface ReadControl {
  readonly progress: (done: number, total: number | undefined) => void;
  readonly onCancel: (stop: () => void) => void;
}

export interface SavedMapping {
  readonly name: string;
  readonly mapping: Json;
}

/** Types of entries that may quote posts. */
const quotingTypes = [
  'finding',
  'narrative',
  'abcde-sheet',
  'explainer-brief',
  'disarm-confirmation',
  'coordination-judgement',
];

export class PostCollections implements NarrativeCases {
  readonly #local: LocalTables;
  readonly #store: Store;
  readonly #folder: string;
  readonly #party: PartyId;
  readonly #now: () => number;
  readonly #thread = new PostThread();
  readonly #readers = new Set<PostThread>();
  readonly #held = new Map<string, Promise<Analysis>>();
  /** Changes of a collection follow each other: an erasure must not miss what is just being read. */
  readonly #changing = new Map<EntryId, Promise<unknown>>();

  constructor(parts: {
    local: LocalTables;
    store: Store;
    folder: string;
    party: PartyId;
    now: () => number;
  }) {
    this.#local = parts.local;
    this.#store = parts.store;
    this.#folder = parts.folder;
    this.#party = parts.party;
    this.#now = parts.now;
    this.#local.script(tables);
  }

  async close(): Promise<void> {
    await Promise.all([this.#thread, ...this.#readers].map((thread) => thread.close()));
  }

  async open(collection: EntryId): Promise<void> {
    makePrivateFolder(this.#place(collection).folder);
    const sealed = seal(this.#secret(), randomBytes(32).toString('hex')).toString('base64');
    this.#local.run('INSERT OR IGNORE INTO post_collection (collection, sealed_key) VALUES (?, ?)', [
      collection,
      sealed,
    ]);
  }

  files(collection: EntryId): readonly FileRow[] {
    return this.#batches(collection).map(({ report }) => JSON.parse(report) as FileRow);
  }

  analysis(
    collection: EntryId,
    settings: AnalysisSettings,
    progress?: (done: number, total: number) => void,
  ): Promise<Analysis> {
    const place = this.#place(collection);
    const key = JSON.stringify([collection, place.batches, settings]);
    const known = this.#held.get(key);
    this.#held.delete(key);
    const found =
      known ??
      this.#thread.ask('analysis', { place, settings }, (done, total) => progress?.(done, total ?? done));
    this.#held.set(key, found);
    if (this.#held.size > maxHeld) this.#held.delete(this.#held.keys().next().value as string);
    // What failed is tried again by the next who asks.
    found.catch(() => this.#held.delete(key));
    return found;
  }

  async posts(collection: EntryId, rows: readonly number[] | 'all', from: number, limit: number) {
    const settings = this.#settings(collection);
    return this.#thread.ask('posts', { place: this.#place(collection), settings, rows, from, limit });
  }

  async cascade(collection: EntryId, narrative: string) {
    const settings = this.#settings(collection);
    return this.#thread.ask('cascade', { place: this.#place(collection), settings, narrative });
  }

  async reidentify(collection: EntryId, pseudonyms: readonly string[], by: string, reason: string) {
    // On record before anything is shown.
    await this.#store.record(
      'decision',
      { narratives: 'reidentify', collection, accounts: [...pseudonyms], reason },
      by,
    );
    return this.#thread.ask('reidentify', {
      place: this.#place(collection),
      sealHex: this.#sealOf(collection),
      pseudonyms,
    });
  }

  /**
   * Erases posts from the columns, their handles, and the entries that quote them: those are erased whole, and may be
   * kept again from what is left.
   */
  erase(collection: EntryId, what: ErasureRequest, by: string, reason: string): Promise<{ posts: number }> {
    return this.#inTurn(collection, async () => {
      const erased = await this.#thread.ask('erase', {
        place: this.#place(collection),
        what,
        sealHex: this.#sealOf(collection),
        quoting: this.#quoting(collection),
      });
      for (const { batch, posts } of erased.left)
        if (posts === 0) this.#local.run('DELETE FROM post_batch WHERE batch = ?', [batch]);
      this.#held.clear();
      // What was erased is not named again where its erasure is recorded.
      await this.#store.record(
        'decision',
        { narratives: 'erase', collection, kind: what.kind, posts: erased.posts, reason },
        by,
      );
      for (const entry of erased.quoting) await this.#store.erase(entry, { account: by, reason });
      return { posts: erased.posts };
    });
  }

  disarm() {
    return loadNarrativeTables().disarm;
  }

  /** Reads a file into a collection: all of it, or nothing when it is cancelled. */
  read(collection: EntryId, setup: ReadSetup, control: ReadControl): Promise<FileRow> {
    return this.#inTurn(collection, async () => {
      const place = this.#place(collection);
      const batch = randomUUID();
      // A thread of its own: cancelling ends it, and nobody else's question with it.
      const thread = new PostThread();
      this.#readers.add(thread);
      control.onCancel(() => void thread.close());
      try {
        const keys = { keyHex: this.#keyOf(collection), sealHex: this.#sealOf(collection) };
        const report = await thread.ask('read', { place, batch, setup, ...keys }, control.progress);
        this.#local.run('INSERT INTO post_batch (batch, collection, read_at, report) VALUES (?, ?, ?, ?)', [
          batch,
          collection,
          this.#now(),
          JSON.stringify(report),
        ]);
        return report;
      } catch (error) {
        removeBatch(place.folder, batch);
        throw error;
      } finally {
        this.#readers.delete(thread);
        await thread.close();
      }
    });
  }

  preview(setup: ReadSetup, isWhole: boolean): Promise<PreviewReport> {
    return this.#thread.ask('preview', { setup, isWhole });
  }

  /** Erases batches that were read longer ago than their collection is kept. @returns how many */
  async expire(): Promise<number> {
    let expired = 0;
    for (const { id, body } of [...this.#own(['post-collection'])] as unknown as Entry<CollectionBody>[]) {
      if (body.retentionDays === 0) continue;
      const until = this.#now() - body.retentionDays * dayMs;
      const due = this.#batches(id).filter(({ read_at }) => read_at < until);
      if (due.length === 0) continue;
      await this.#inTurn(id, async () => {
        // By the thread: it may just be working out what is to go.
        await this.#thread.ask('expire', { place: this.#place(id), batches: due.map(({ batch }) => batch) });
        for (const { batch } of due) this.#local.run('DELETE FROM post_batch WHERE batch = ?', [batch]);
        this.#held.clear();
        await this.#store.record(
          'decision',
          { narratives: 'retention', collection: id, batches: due.length },
          '',
        );
      });
      expired += due.length;
    }
    return expired;
  }

  mappings(party: string): SavedMapping[] {
    return this.#local
      .all<{ name: string; mapping: string }>(
        ['name', 'mapping'],
        'FROM post_mapping WHERE party = ? ORDER BY name',
        [party],
      )
      .map(({ name, mapping }) => ({ name, mapping: JSON.parse(mapping) as Json }));
  }

  saveMapping(party: string, { name, mapping }: SavedMapping): void {
    this.#local.run('INSERT OR REPLACE INTO post_mapping (party, name, mapping) VALUES (?, ?, ?)', [
      party,
      name,
      JSON.stringify(mapping),
    ]);
  }

  removeMapping(party: string, name: string): void {
    this.#local.run('DELETE FROM post_mapping WHERE party = ? AND name = ?', [party, name]);
  }

  #inTurn<T>(collection: EntryId, work: () => Promise<T>): Promise<T> {
    const done = (this.#changing.get(collection) ?? Promise.resolve()).then(work);
    this.#changing.set(
      collection,
      done.catch(() => undefined),
    );
    return done;
  }

  #place(collection: EntryId): CollectionPlace {
    const rows = this.#batches(collection);
    return {
      collection,
      folder: join(places.posts(this.#folder), collection),
      batches: rows.map(({ batch }) => batch),
      files: rows.map(({ report }) => JSON.parse(report) as FileRow),
    };
  }

  #batches(collection: EntryId): BatchRow[] {
    return this.#local.all<BatchRow>(
      ['batch', 'read_at', 'report'],
      'FROM post_batch WHERE collection = ? ORDER BY read_at, batch',
      [collection],
    );
  }

  /** Posts are shown by the settings under which their rows were counted. @throws `entry.not-found` */
  #settings(collection: EntryId): AnalysisSettings {
    const entry = this.#store.peek(collection) as Entry<CollectionBody> | undefined;
    if (entry === undefined) throw new CommonwatchError('entry.not-found', collection);
    return entry.body.settings;
  }

  #secret(): Uint8Array {
    return openSecret(places.handles(this.#folder));
  }

  #keyOf(collection: EntryId): string {
    const [row] = this.#local.all<{ sealed_key: string }>(
      ['sealed_key'],
      'FROM post_collection WHERE collection = ?',
      [collection],
    );
    // A collection that came from elsewhere has no posts and no key here.
    if (row === undefined) throw new CommonwatchError('entry.not-found', collection);
    return unseal(this.#secret(), Buffer.from(row.sealed_key, 'base64'));
  }

  #sealOf(collection: EntryId): string {
    return Buffer.from(hkdfSync('sha256', this.#secret(), collection, 'handles', 32)).toString('hex');
  }

  /** The newest versions of this hub's own entries. */
  *#own(types: readonly string[]): Generator<Entry> {
    const at = instant(this.#now());
    const view = this.#store.view(this.#store.viewer(this.#party, at), { at, language: 'en' });
    let cursor: string | undefined;
    do {
      const page = view.entries({ types, owner: this.#party, limit: 1000, cursor }).for(this.#party);
      yield* page.entries;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }

  #quoting(collection: EntryId): Quoting[] {
    const found: Quoting[] = [];
    for (const entry of this.#own(quotingTypes)) {
      const text = JSON.stringify(entry);
      if (!text.includes(collection)) continue;
      const { body, evidence } = entry;
      found.push({
        entry: entry.id,
        documents: evidence.flatMap((each) => (each.kind === 'document' ? [each.document] : [])),
        texts: textsIn(body),
        accounts: [...new Set(text.match(/acct-[0-9a-f]{20}/g) ?? [])],
      });
    }
    return found;
  }
}

/** Every text of a body, wherever it stands. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
