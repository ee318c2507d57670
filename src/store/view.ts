/**
 * A viewer's window: the gate applied by the columns, over newest versions, newest first. Everything that leaves is
 * `Released` to this viewer, without what this viewer may not see, and what is counted, searched, listed or linked is
 * judged by what is left: a word, a row or a link that only a withheld part holds does not exist here.
 */
import { createHash } from 'node:crypto';
import { CommonwatchError, asSeenBy, entryVisible, utcMs, withoutHidden } from '../core/index.ts';
import type {
  Entry,
  EntryId,
  EntryPage,
  EntryQuery,
  Instant,
  Json,
  Language,
  Lookup,
  PartyId,
  ProjectionRow,
  Released,
  RowQuery,
  Viewer,
  ViewerContext,
} from '../core/index.ts';
import { seal } from '../core/seal.ts';
import { compileQuery, isNothing } from './filter.ts';
import type { Filter } from './filter.ts';
import type { Kept } from './kept.ts';
import { rowsOf, textsOf } from './project.ts';
import type { StoredRow } from './project.ts';
import { matchExpression, matches, termsOf, tokensOf } from './tokens.ts';
import type { SearchTerm } from './tokens.ts';

/** How many entries in each bar of time. */
export interface TimeHistogram {
  readonly fromUtcMs: number;
  readonly stepMs: number;
  readonly counts: readonly number[];
}

/** How many entries of each type and kind. */
export interface Facets {
  readonly types: Readonly<Record<string, number>>;
  readonly kinds: Readonly<Record<string, number>>;
}

/** A viewer's window with the counts that the screen needs. */
export interface StoreView extends ViewerContext {
  /** Entries by the start of what they tell of; those before and after are not counted. At most 10,000 bars. */
  readonly histogram: (
    query: EntryQuery,
    bars: { readonly fromUtcMs: number; readonly toUtcMs: number; readonly stepMs: number },
  ) => Released<TimeHistogram>;
  readonly facets: (query: EntryQuery) => Released<Facets>;
  /** Whether the entry is seen; for a list of ids of which only the visible are shown. */
  readonly sees: (id: EntryId) => boolean;
  /** For each key, what a projection has of the entry that was here first of those that are seen. */
  readonly firstOf: (projection: string, keys: readonly string[]) => Released<ReadonlyMap<string, Json>>;
  /** The entries of these ids that are seen, in this order. */
  readonly entriesById: (ids: readonly EntryId[]) => Released<readonly Entry[]>;
  /**
   * What a query finds now, as numbers: for what is kept in memory of what came through the gate.
   * @param before what this viewer's same query found last: what it rests on is asked anew, and only what differs read
   */
  readonly standing: (query: EntryQuery, before?: Standing) => Standing;
  /** The entries of these numbers that are seen, each with its number. */
  readonly entriesOf: (
    seqs: readonly number[],
  ) => Released<readonly { readonly seq: number; readonly entry: Entry }[]>;
}

/**
 * What a viewer sees of a query: two that are equal give the very same entries. For the hub's own work: the numbers
 * count what is hidden too and leave it never.
 */
export interface Standing {
  /** The newest versions that are seen, oldest first. */
  readonly seqs: Int32Array;
  /** Of those in which something may be withheld: the digest of what is shown, by number. */
  readonly shown: ReadonlyMap<number, string>;
  /** What each of these digests rests on, where that is all: which entries it names, and whether they are seen. */
  readonly rests: ReadonlyMap<number, Rest>;
  /** Who saw it: of another clearance or group nothing is taken over. */
  readonly viewer: string;
}

interface Rest {
  /** The numbers of entries named and seen. */
  readonly seen: readonly number[];
  /** The ids named and not seen; among them of entries that may come yet. */
  readonly hidden: readonly EntryId[];
}

/** A page has 100 entries unless told, and 10,000 at most. */
const defaultLimit = 100;
const maxLimit = 10_000;

export class View implements StoreView {
  readonly viewer: Viewer;
  readonly at: Instant;
  readonly holder: PartyId;
  readonly language: Language;
  readonly #kept: Kept;
  readonly #atUtcMs: number;
  readonly #verdicts: Uint8Array;
  readonly #hidden = new Map<EntryId, boolean>();

  constructor(kept: Kept, viewer: Viewer, at: Instant, language: Language) {
    this.#kept = kept;
    this.viewer = viewer;
    this.at = at;
    this.holder = kept.party;
    this.language = language;
    this.#atUtcMs = utcMs(at);
    this.#verdicts = kept.columns.verdicts(viewer).byAudience;
  }

  common = <T>(value: T): Released<T> => this.#seal(value);

  entry = (id: EntryId): Released<Entry> => this.#seal(this.#shown(this.#visibleSeq(id)));

  sees = (id: EntryId): boolean => !this.#isHidden(id);

  entriesById = (ids: readonly EntryId[]): Released<readonly Entry[]> =>
    this.#seal(this.#shownAll(ids.filter((id) => this.sees(id)).map((id) => this.#visibleSeq(id))));

  entries = (query: EntryQuery): Released<EntryPage> => {
    const bound = this.#bound('entries', query);
    const limit = limitOf(query.limit);
    const filter = compileQuery(this.#kept.columns, query);
    const seqs: number[] = [];
    for (let seq = this.#from(bound, query.cursor); seq > 0 && seqs.length <= limit; seq--)
      if (this.#passes(seq, filter)) seqs.push(seq);
    return this.#page(bound, seqs, limit);
  };

  count = (query: EntryQuery): Released<number> => {
    let count = 0;
    this.#each(query, () => {
      count += 1;
    });
    return this.#seal(count);
  };

  facets = (query: EntryQuery): Released<Facets> => {
    const { columns } = this.#kept;
    const types = new Uint32Array(columns.types.names.length);
    const kinds = new Uint32Array(columns.kinds.names.length);
    this.#each(query, (seq) => {
      types[columns.type[seq]] += 1;
      kinds[columns.kind[seq]] += 1;
    });
    return this.#seal({
      types: countsByName(columns.types.names, types),
      kinds: countsByName(columns.kinds.names, kinds),
    });
  };

  standing = (query: EntryQuery, before?: Standing): Standing => {
    const { strip } = this.#kept.columns;
    const viewer = keyOf(this.viewer);
    const known = before?.viewer === viewer ? before : undefined;
    const seqs: number[] = [];
    const shown = new Map<number, string>();
    const rests = new Map<number, Rest>();
    this.#each(query, (seq) => {
      seqs.push(seq);
      if (strip[seq] === 0) return;
      const rest = known?.rests.get(seq);
      const digest = rest !== undefined && this.#holds(rest) ? known?.shown.get(seq) : undefined;
      if (rest === undefined || digest === undefined) this.#digest(seq, shown, rests);
      else {
        shown.set(seq, digest);
        rests.set(seq, rest);
      }
    });
    return { seqs: Int32Array.from(seqs).reverse(), shown, rests, viewer };
  };

  #holds({ seen, hidden }: Rest): boolean {
    return seen.every((no) => this.#sees(no)) && hidden.every((id) => this.#isHidden(id));
  }

  #digest(seq: number, shown: Map<number, string>, rests: Map<number, Rest>): void {
    const entry = this.#kept.read(seq);
    const [seen, hidden] = [new Set<number>(), new Set<EntryId>()];
    const isHidden = (id: EntryId) => {
      const answer = this.#isHidden(id);
      if (answer) hidden.add(id);
      else seen.add(this.#kept.noOf(id));
      return answer;
    };
    const type = this.#kept.types.get(entry.type);
    shown.set(seq, digestOf(withoutHidden(entry, type, this.viewer, isHidden, this)));
    // A piece of evidence with a release of its own may run out; it is looked at every time.
    if (entry.evidence.every(({ release }) => release === undefined))
      rests.set(seq, { seen: [...seen], hidden: [...hidden] });
  }

  entriesOf: StoreView['entriesOf'] = (seqs) => {
    const { columns } = this.#kept;
    const isSeen = (seq: number) =>
      columns.latest[columns.no[seq]] === seq && columns.seesSeq(this.#verdicts, this.#atUtcMs, seq);
    return this.#seal(this.#kept.readAll(seqs.filter(isSeen)).map((read) => this.#shownOf(read)));
  };

  /** Versions, older ones too: of each the newest is seen, and its own release allows it. */
  versionsAt = (
    seqs: readonly number[],
  ): Released<readonly { readonly seq: number; readonly entry: Entry }[]> => {
    const { columns, types } = this.#kept;
    const lookup = this.#lookup;
    const read = this.#kept.readAll(seqs.filter((seq) => this.#sees(columns.no[seq])));
    const isShown = (seq: number, entry: Entry) =>
      columns.latest[columns.no[seq]] === seq ||
      entryVisible(this.viewer, entry, types.get(entry.type), lookup, this);
    return this.#seal(
      read.filter(({ seq, entry }) => isShown(seq, entry)).map((each) => this.#shownOf(each)),
    );
  };

  histogram: StoreView['histogram'] = (query, { fromUtcMs, toUtcMs, stepMs }) => {
    const bars = Math.ceil((toUtcMs - fromUtcMs) / stepMs);
    if (!(stepMs > 0) || !(bars >= 1 && bars <= 10_000))
      throw new CommonwatchError('query.invalid', stepMs, { path: '/stepMs' });
    const counts = new Array<number>(bars).fill(0);
    const { start } = this.#kept.columns;
    this.#each(query, (seq) => {
      const bar = Math.floor((start[seq] - fromUtcMs) / stepMs);
      if (bar >= 0 && bar < bars) counts[bar] += 1;
    });
    return this.#seal({ fromUtcMs, stepMs, counts });
  };

  search = (words: string, query: EntryQuery = {}): Released<EntryPage> => {
    const bound = this.#bound(`search ${words}`, query);
    const limit = limitOf(query.limit);
    const terms = termsOf(words);
    const seqs: number[] = [];
    if (terms.length > 0)
      this.#eachHit(
        terms,
        this.#from(bound, query.cursor),
        compileQuery(this.#kept.columns, query),
        (seq) => {
          seqs.push(seq);
          return seqs.length <= limit;
        },
      );
    return this.#page(bound, seqs, limit);
  };

  rows = (projection: string, query: RowQuery): Released<readonly ProjectionRow[]> => {
    const limit = limitOf(query.limit ?? maxLimit);
    const rows: ProjectionRow[] = [];
    const shown = new Map<number, StoredRow[] | undefined>();
    for (const page of this.#rowPages(projection, query))
      for (const [key, order, no, , value] of page) {
        if (rows.length >= limit) return this.#seal(rows);
        if (!this.#sees(no)) continue;
        const row = this.#shownRow(shown, projection, { key, order, no, value });
        if (row !== undefined) rows.push({ key, order, value: JSON.parse(row) });
      }
    return this.#seal(rows);
  };

  firstOf = (projection: string, keys: readonly string[]): Released<ReadonlyMap<string, Json>> => {
    const rows = this.#kept.sql.all<[string, number, number, string]>(
      `SELECT key, ord, no, value FROM projection_row
       WHERE projection = ? AND key IN (SELECT value FROM json_each(?)) ORDER BY no, n`,
      projection,
      JSON.stringify(keys),
    );
    const first = new Map<string, Json>();
    const shown = new Map<number, StoredRow[] | undefined>();
    for (const [key, order, no, value] of rows) {
      if (first.has(key) || !this.#sees(no)) continue;
      const row = this.#shownRow(shown, projection, { key, order, no, value });
      if (row !== undefined) first.set(key, JSON.parse(row) as Json);
    }
    return this.#seal(first);
  };

  neighbours = (id: EntryId): Released<readonly Entry[]> => {
    this.#visibleSeq(id);
    const { sql, columns } = this.#kept;
    const seqs = sql
      .all<[number]>('SELECT source FROM ref WHERE target = ?', id)
      .filter(([no]) => this.#sees(no))
      .map(([no]) => columns.latest[no])
      .sort((a, b) => b - a);
    // Where the mention stood in a part that this viewer does not get, there is no link.
    return this.#seal(this.#shownAll(seqs).filter((entry) => JSON.stringify(entry).includes(id)));
  };

  versions = (id: EntryId): Released<readonly Entry[]> => {
    const latest = this.#visibleSeq(id);
    const { sql, columns, types } = this.#kept;
    const lookup = this.#lookup;
    const seqs = sql
      .all<[number]>('SELECT seq FROM version WHERE no = ? ORDER BY seq DESC', columns.no[latest])
      .map(([seq]) => seq);
    const seen = this.#kept
      .readAll(seqs)
      .filter(({ entry }) => entryVisible(this.viewer, entry, types.get(entry.type), lookup, this));
    return this.#seal(seen.map(({ entry }) => this.#without(entry)));
  };

  #lookup: Lookup = (other) => {
    const entry = this.#kept.newest(other);
    return entry === undefined ? undefined : { entry, type: this.#kept.types.get(entry.type) };
  };

  #seal<T>(value: T): Released<T> {
    return seal(value, this.viewer.party, this.at);
  }

  /** The newest version of an entry that is seen. @throws `entry.not-found` */
  #visibleSeq(id: EntryId): number {
    const { columns } = this.#kept;
    const no = this.#kept.noOf(id);
    if (!this.#sees(no)) throw new CommonwatchError('entry.not-found', id);
    return columns.latest[no];
  }

  #sees(no: number): boolean {
    return this.#kept.columns.sees(this.#verdicts, this.#atUtcMs, no);
  }

  #isHidden = (id: EntryId): boolean => {
    let hidden = this.#hidden.get(id);
    if (hidden === undefined) {
      hidden = !this.#sees(this.#kept.noOf(id));
      this.#hidden.set(id, hidden);
    }
    return hidden;
  };

  #passes(seq: number, filter: Filter): boolean {
    return this.#kept.columns.seesSeq(this.#verdicts, this.#atUtcMs, seq) && filter(seq);
  }

  #each(query: EntryQuery, visit: (seq: number) => void): void {
    const { columns } = this.#kept;
    const filter = compileQuery(columns, query);
    if (isNothing(filter)) return;
    for (let seq = columns.end - 1; seq > 0; seq--) if (this.#passes(seq, filter)) visit(seq);
  }

  /** Visits hits, newest first, until told to stop. */
  #eachHit(
    terms: readonly SearchTerm[],
    from: number,
    filter: Filter,
    visit: (seq: number) => boolean,
  ): void {
    const expression = matchExpression(terms);
    for (let below = from + 1; ; ) {
      const hits = this.#kept.sql.all<[number]>(
        'SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT 500',
        expression,
        below,
      );
      for (const [seq] of hits)
        if (this.#passes(seq, filter) && this.#stillMatches(seq, terms) && !visit(seq)) return;
      if (hits.length < 500) return;
      below = hits[hits.length - 1][0];
    }
  }

  /** Whether the words stand in what this viewer gets of the entry. */
  #stillMatches(seq: number, terms: readonly SearchTerm[]): boolean {
    if (this.#kept.columns.strip[seq] === 0) return true;
    const whole = this.#kept.read(seq);
    const shown = this.#without(whole);
    return isSame(shown, whole) || matches(tokensOf(textsOf(shown, this.#kept)), terms);
  }

  #shown(seq: number): Entry {
    return this.#shownOf({ seq, entry: this.#kept.read(seq) }).entry;
  }

  #shownAll(seqs: readonly number[]): Entry[] {
    return this.#kept.readAll(seqs).map((read) => this.#shownOf(read).entry);
  }

  #shownOf({ seq, entry }: { seq: number; entry: Entry }): { seq: number; entry: Entry } {
    const isWhole = this.#kept.columns.strip[seq] === 0;
    return { seq, entry: isWhole ? this.#bare(entry) : this.#without(entry) };
  }

  /** Nothing in it can be hidden but whom else it was given to. */
  #bare(entry: Entry): Entry {
    const release = asSeenBy(this.viewer, entry.release);
    return release === entry.release ? entry : { ...entry, release };
  }

  #without(entry: Entry): Entry {
    return withoutHidden(entry, this.#kept.types.get(entry.type), this.viewer, this.#isHidden, this);
  }

  /** A page and, only where more is seen, the cursor to it. */
  #page(bound: string, seqs: number[], limit: number): Released<EntryPage> {
    const page = seqs.slice(0, limit);
    const entries = this.#shownAll(page);
    if (seqs.length <= limit) return this.#seal({ entries });
    return this.#seal({ entries, cursor: this.#kept.cursors.seal(bound, [page[page.length - 1]]) });
  }

  /** The seq to begin at. @throws `cursor.invalid` */
  #from(bound: string, cursor: string | undefined): number {
    return cursor === undefined ? this.#kept.columns.end - 1 : this.#kept.cursors.open(bound, cursor)[0] - 1;
  }

  /** What a cursor is good for: this viewer and this question, however many are asked for at a time. */
  #bound(name: string, query: EntryQuery): string {
    const asked = Object.entries(query)
      .filter(([key, value]) => key !== 'cursor' && key !== 'limit' && value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return createHash('sha256')
      .update(JSON.stringify([name, this.viewer.party, asked]))
      .digest('hex');
  }

  *#rowPages(projection: string, query: RowQuery): Generator<[string, number, number, number, string][]> {
    const { key, from, to } = query;
    const fixed = [projection, key ?? '', from ?? -Number.MAX_VALUE, to ?? Number.MAX_VALUE] as const;
    let last: [string, number, number, number] = ['', -Number.MAX_VALUE, 0, -1];
    for (;;) {
      const page = this.#kept.sql.all<[string, number, number, number, string]>(
        `SELECT key, ord, no, n, value FROM projection_row
         WHERE projection = ? AND ${key === undefined ? "'' = ?" : 'key = ?'} AND ord BETWEEN ? AND ?
           AND (key, ord, no, n) > (?, ?, ?, ?)
         ORDER BY key, ord, no, n LIMIT 1000`,
        ...fixed,
        ...last,
      );
      yield page;
      if (page.length < 1000) return;
      last = page[page.length - 1].slice(0, 4) as [string, number, number, number];
    }
  }

  /** A row's value; of an entry with withheld parts only what the rest gives, made anew from it. */
  #shownRow(
    shown: Map<number, StoredRow[] | undefined>,
    projection: string,
    row: { key: string; order: number; no: number; value: string },
  ): string | undefined {
    if (!shown.has(row.no)) shown.set(row.no, this.#rowsOfShown(row.no, projection));
    const rest = shown.get(row.no);
    if (rest === undefined) return row.value;
    const found = rest.findIndex(({ key, order }) => key === row.key && order === row.order);
    return found < 0 ? undefined : rest.splice(found, 1)[0].value;
  }

  /** The rows of what is left of an entry; undefined where nothing is withheld. */
  #rowsOfShown(no: number, projection: string): StoredRow[] | undefined {
    const { columns, projections } = this.#kept;
    const seq = columns.latest[no];
    if (columns.strip[seq] === 0) return undefined;
    const whole = this.#kept.read(seq);
    const shown = this.#without(whole);
    if (isSame(shown, whole)) return undefined;
    return rowsOf(
      shown,
      undefined,
      projections.filter(({ name }) => name === projection),
    );
  }
}

/** Whether nothing was withheld: the parts are the same objects. */
function isSame(shown: Entry, whole: Entry): boolean {
  return shown.body === whole.body && shown.evidence === whole.evidence && shown.release === whole.release;
}

/** All that decides what a viewer sees. */
function keyOf(viewer: Viewer): string {
  return JSON.stringify(viewer, (_, value) =>
    value instanceof Set || value instanceof Map ? [...value] : value,
  );
}

function digestOf(entry: Entry): string {
  return createHash('sha256').update(JSON.stringify(entry)).digest('base64');
}

function limitOf(limit: number | undefined): number {
  if (limit === undefined) return defaultLimit;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit)
    throw new CommonwatchError('query.invalid', limit, { path: '/limit' });
  return limit;
}

function countsByName(names: readonly string[], counts: Uint32Array): Record<string, number> {
  const found: [string, number][] = [];
  for (const [code, count] of counts.entries())
    if (count > 0 && names[code] !== '') found.push([names[code], count]);
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}
