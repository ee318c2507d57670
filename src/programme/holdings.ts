/**
 * The record as one reader has it, held in memory and kept up to date entry by entry: what the pages, the checks and
 * the questions work on. It holds nothing but what it was handed, which has passed the gate.
 */
import type { Entry, EntryId } from '../core/index.ts';
import { Asker } from './ask.ts';
import { runChecks } from './checks.ts';
import { boundsOf } from './context.ts';
import type { CheckFinding, CheckName } from './checks.ts';
import {
  documentOf,
  documentType,
  isDocument,
  isItem,
  isReview,
  isStatement,
  itemOf,
  itemType,
  listOf,
  reviewType,
  statementOf,
  statementType,
} from './entries.ts';
import type { DocumentBody, ItemBody, ItemKind, ReviewBody, ReviewState, StatementBody } from './entries.ts';
import { emptyRecord } from './record.ts';
import type { ProgrammeRecord, Statement } from './record.ts';

/** The entry types that a record is made of. */
export const programmeTypes: readonly string[] = [
  documentType.type,
  statementType.type,
  itemType.type,
  reviewType.type,
];

/** A statement with what its envelope says of it. */
export interface HeldStatement {
  readonly id: EntryId;
  readonly owner: string;
  readonly created: string;
  readonly modified: string;
  readonly confidence: number;
  readonly state: ReviewState;
  readonly statement: Statement;
  /** First and last day of its date; undefined without one. */
  readonly bounds: readonly [string, string] | undefined;
  /** What it is found by, in small letters. */
  readonly text: string;
}

export interface HeldItem {
  readonly id: EntryId;
  readonly entry: Entry<ItemBody>;
}

export class Holdings {
  readonly #statements = new Map<EntryId, HeldStatement>();
  readonly #documents = new Map<EntryId, Entry<DocumentBody>>();
  readonly #items = new Map<EntryId, HeldItem>();
  readonly #reviews = new Map<EntryId, Entry<ReviewBody>>();
  #newestFirst: HeldStatement[] = [];
  #finder: { readonly asker: Asker; readonly revision: number } | undefined;
  /** What is made of the above, until it changes. */
  #made = new Map<string, unknown>();
  /** Grows with every change. */
  revision = 0;

  /** @param gone what is no longer seen, and what comes in another version in `put` */
  change(gone: readonly EntryId[], put: readonly Entry[]): void {
    const renewed = new Set(put.map(({ id }) => id));
    // A new version keeps its place: statements stand in the order of their documents.
    for (const id of gone)
      if (!renewed.has(id))
        for (const held of [this.#statements, this.#documents, this.#items, this.#reviews]) held.delete(id);
    for (const entry of put) this.#put(entry);
    this.#order(put);
    this.#made = new Map();
    this.revision += 1;
  }

  /** Keeps the order by date: few that are new are put in their places, many are sorted with all. */
  #order(put: readonly Entry[]): void {
    const isKept = (held: HeldStatement) => this.#statements.get(held.id) === held;
    const fresh = put.flatMap(({ id }) => this.#statements.get(id) ?? []);
    const kept = this.#newestFirst.filter(isKept);
    if (fresh.length > maxInserted) this.#newestFirst = [...kept, ...fresh].sort(byDate);
    else {
      for (const held of fresh) kept.splice(placeIn(kept, held), 0, held);
      this.#newestFirst = kept;
    }
  }

  #put(entry: Entry): void {
    const { id, owner, created, modified, confidence } = entry;
    if (isStatement(entry)) {
      const statement = statementOf(entry as Entry<StatementBody>);
      const { date, datePrecision, title, quote, actors, places } = statement;
      this.#statements.set(id, {
        id,
        owner,
        created,
        modified,
        confidence,
        state: entry.body.state,
        statement,
        bounds: boundsOf(date, datePrecision),
        text: `${title} ${quote} ${actors.join(' ')} ${places.join(' ')}`.toLowerCase(),
      });
    } else if (isItem(entry)) this.#items.set(id, { id, entry });
    else if (isDocument(entry)) this.#documents.set(id, entry);
    else if (isReview(entry)) this.#reviews.set(id, entry);
  }

  /** Makes something once for each state of the holdings. */
  made<T>(name: string, make: () => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name) as T;
  }

  get documents(): readonly Entry<DocumentBody>[] {
    return this.made('documents', () => [...this.#documents.values()]);
  }

  get reviews(): readonly Entry<ReviewBody>[] {
    return this.made('reviews', () =>
      [...this.#reviews.values()].toSorted((a, b) => (a.created < b.created ? 1 : -1)),
    );
  }

  statement(id: string): HeldStatement | undefined {
    return this.#statements.get(id as EntryId);
  }

  /** The statement of the record that quotes this passage. */
  statementAt(file: string, start: number, end: number): HeldStatement | undefined {
    const byPlace = this.made(
      'by place',
      () => new Map(this.accepted.map((held) => [placeOf(held.statement), held])),
    );
    return byPlace.get(placeOf({ file, start, end }));
  }

  document(file: string): Entry<DocumentBody> | undefined {
    return this.made('by file', () => new Map(this.documents.map((it) => [it.body.file, it]))).get(file);
  }

  /** Items by kind, and by their keys. */
  items(kind: ItemKind): readonly HeldItem[] {
    return this.made(`items ${kind}`, () =>
      [...this.#items.values()].filter(
        ({ entry: { body } }) => body.kind === kind && body.state === 'accepted',
      ),
    );
  }

  item(id: string): HeldItem | undefined {
    return this.#items.get(id as EntryId);
  }

  /** Ids of items by kind and key, as `instrument ITPP`. */
  get idsByKey(): ReadonlyMap<string, EntryId> {
    return this.made(
      'ids by key',
      () =>
        new Map([...this.#items.values()].map(({ id, entry: { body } }) => [`${body.kind} ${body.key}`, id])),
    );
  }

  /** The entry that a check's subject names: a statement's id, or an item's key. */
  idOfSubject(subject: string): EntryId | undefined {
    if (this.#statements.has(subject as EntryId)) return subject as EntryId;
    const byKey = this.made(
      'ids by bare key',
      () => new Map([...this.#items.values()].map(({ id, entry: { body } }) => [body.key, id])),
    );
    return byKey.get(subject);
  }

  /** When the newest of it was written; null while there is nothing. */
  get newest(): string | null {
    return this.made('newest', () => {
      let newest: string | null = null;
      const all = [
        this.#statements.values(),
        this.#documents.values(),
        [...this.#items.values()].map(({ entry }) => entry),
      ];
      for (const list of all)
        for (const { modified } of list) if (newest === null || modified > newest) newest = modified;
      return newest;
    });
  }

  /** What a merge has folded into another: target → what it is the same as. */
  get merged(): ReadonlyMap<string, string> {
    return this.made('merged', () => {
      const merges = this.reviews.filter(
        ({ body }) => body.decision === 'merge' && body.undone === undefined,
      );
      return new Map(merges.map(({ body }) => [body.target, body.into ?? '']));
    });
  }

  /** The statements that are part of the record: accepted, and not folded into another. */
  get accepted(): readonly HeldStatement[] {
    return this.made('accepted', () => {
      const { merged } = this;
      return [...this.#statements.values()].filter(
        ({ id, state }) => state === 'accepted' && !merged.has(id),
      );
    });
  }

  /** The same, newest date first; what has no date stands last. */
  get newestFirst(): readonly HeldStatement[] {
    return this.made('newest first', () => {
      const { merged } = this;
      return this.#newestFirst.filter(({ id, state }) => state === 'accepted' && !merged.has(id));
    });
  }

  /** What waits for review, in the order of its documents. */
  get waiting(): readonly HeldStatement[] {
    return this.made('waiting', () =>
      [...this.#statements.values()]
        .filter(({ state }) => state === 'proposed')
        .toSorted(({ statement: a }, { statement: b }) => a.file.localeCompare(b.file) || a.start - b.start),
    );
  }

  /** What was folded into a statement, whose passages stand beside its own. */
  foldedInto(id: string): readonly HeldStatement[] {
    return [...this.merged]
      .filter(([, into]) => into === id)
      .flatMap(([target]) => this.statement(target) ?? []);
  }

  /** The record in the form that checks, timeline and questions take. */
  get record(): ProgrammeRecord {
    return this.made('record', () => {
      const lists: Record<string, unknown[]> = {};
      for (const { entry } of this.#items.values()) {
        if (entry.body.state !== 'accepted') continue;
        (lists[listOf[entry.body.kind]] ??= []).push(itemOf(entry));
      }
      return {
        ...emptyRecord,
        ...lists,
        documents: this.documents.map(documentOf),
        statements: this.accepted.map(({ statement }) => statement),
      };
    });
  }

  get asker(): Asker {
    return this.made('asker', () => new Asker(this.record));
  }

  /**
   * Finds statements by words. After a few changes still the one that was made before them: what it finds is looked up
   * here again, so that nothing comes out that is gone or reads differently now.
   */
  find(stems: readonly string[], least: number, limit: number): readonly HeldStatement[] {
    const isStale = this.#finder === undefined || this.revision - this.#finder.revision > maxBehind;
    if (isStale || this.#made.has('asker')) this.#finder = { asker: this.asker, revision: this.revision };
    const found = this.#finder?.asker.find(stems, least, limit) ?? [];
    return found.flatMap((statement) => {
      const held = this.statement(statement.id);
      return held?.state === 'accepted' && held.statement === statement ? [held] : [];
    });
  }

  /** Every check as of a day, made once for each day and state. */
  checks(day: string): readonly { readonly check: CheckName; readonly findings: readonly CheckFinding[] }[] {
    return this.made(`checks ${day}`, () => runChecks(this.record, day));
  }
}

/** A finder of words is made anew after so many changes. */
const maxBehind = 50;
/** More than this are sorted together instead of one by one. */
const maxInserted = 200;

function byDate({ statement: a }: HeldStatement, { statement: b }: HeldStatement): number {
  const [x, y] = [a.date ?? '', b.date ?? ''];
  return x < y ? 1 : x > y ? -1 : 0;
}

/** Where something belongs in a list that is in order: after what is of the same date. */
function placeIn(list: readonly HeldStatement[], held: HeldStatement): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byDate(list[middle], held) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeOf({ file, start, end }: Pick<Statement, 'file' | 'start' | 'end'>): string {
  return `${file} ${start} ${end}`;
}
