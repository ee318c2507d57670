/**
 * The state of a contingency as a pure fold over its entries, in any order: the same set of entries gives the same
 * state, byte for byte, at every node. A fold is kept and changed: what an entry touches is folded again, the rest stays.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Entry } from '../core/index.ts';
import type { Orgs } from './acts.ts';
import type { ConsignmentView, CountView, Override, State } from './api.ts';
import type { Kind } from './bodies.ts';
import { compare } from './ledger.ts';
import { Sorted, confirmedBy, deliveryOf, foldCount, folds, nothing, orgsOf, withoutBy } from './subjects.ts';
import type { Delivery, FoldContext, Of } from './subjects.ts';
import { isKind, kindOf } from './types.ts';

/** The lists of a state, by the kind of what is in them. */
const lists = {
  organisation: 'organisations',
  consignment: 'consignments',
  request: 'requests',
  offer: 'offers',
  task: 'tasks',
  directive: 'directives',
  site: 'sites',
  lot: 'lots',
  plan: 'plans',
  decision: 'decisions',
} as const satisfies { readonly [K in Kind]?: keyof State };
type Listed = keyof typeof lists;
/** Organisations come first, because authority follows from them; consignments before what they deliver on. */
const inTurn = Object.keys(lists) as readonly Listed[];

const isListed = (kind: Kind | undefined): kind is Listed => kind !== undefined && Object.hasOwn(lists, kind);

interface Folded {
  readonly view: { readonly id: string; readonly atUtcMs?: number };
  readonly overrides: readonly Override[];
}

type FoldOne = (entry: Entry, context: FoldContext, delivery: Delivery) => Folded['view'];

/** The state of a contingency; undefined when its own entry is not among them. */
export function fold(entries: Iterable<Entry>, contingency: string): State | undefined {
  const all = new Fold(contingency);
  for (const entry of entries) all.put(entry);
  return all.state();
}

export class Fold {
  readonly #contingency: string;
  readonly #sorted = new Sorted();
  readonly #folded = new Map<Listed, Map<string, Folded>>(inTurn.map((kind) => [kind, new Map()]));
  readonly #stale = new Map<Listed, Set<string>>(inTurn.map((kind) => [kind, new Set()]));
  readonly #lists = new Map<Listed, readonly Folded['view'][]>();
  /** Consignments by the request or offer that they deliver on, and by the sites they were at. */
  readonly #consignmentsOf = new Map<string, Set<string>>();
  readonly #counts = new Map<string, Map<string, Of<'count'>>>();
  readonly #newest = new Map<string, { view: CountView; overrides: readonly Override[] }>();
  readonly #staleCounts = new Set<string>();
  #orgs: Orgs = new Map();
  #state: State | undefined;

  constructor(contingency: string) {
    this.#contingency = contingency;
  }

  /** How many entries of the contingency it holds. */
  get size(): number {
    return this.#sorted.byId.size;
  }

  get orgs(): Orgs {
    return this.#orgs;
  }

  /** Takes an entry in; an older version than the one it holds, and what is not of this contingency, is passed over. */
  put(entry: Entry): void {
    if (!isOf(entry, this.#contingency)) return;
    const known = this.#sorted.byId.get(entry.id);
    if (known !== undefined && known.modified >= entry.modified) return;
    if (known !== undefined) this.remove(known.id);
    this.#sorted.put(entry);
    this.#touch(entry);
    if (isKind(entry, 'consignment'))
      for (const id of [entry.body.request, entry.body.offer]) if (id !== undefined) this.#link(id, entry.id);
    if (isKind(entry, 'act') && entry.body.site !== undefined)
      this.#link(entry.body.site, entry.body.subject);
    if (isKind(entry, 'count')) {
      const key = countKey(entry.body);
      this.#counts.set(key, (this.#counts.get(key) ?? new Map()).set(entry.id, entry as Of<'count'>));
    }
  }

  remove(id: string): void {
    const entry = this.#sorted.byId.get(id);
    if (entry === undefined) return;
    this.#touch(entry);
    this.#sorted.remove(entry);
    const kind = kindOf(entry);
    if (isListed(kind)) this.#folded.get(kind)?.delete(id);
    if (isKind(entry, 'count')) this.#counts.get(countKey(entry.body))?.delete(id);
    if (isKind(entry, 'consignment'))
      for (const of of [entry.body.request, entry.body.offer])
        if (of !== undefined) this.#consignmentsOf.get(of)?.delete(id);
  }

  /** The state now. What has not changed since the last time is the same object. */
  state(): State | undefined {
    const head = this.#sorted.byId.get(this.#contingency);
    if (head === undefined || !isKind(head, 'contingency')) return undefined;
    if (this.#state !== undefined) return this.#state;
    const contingency = { id: head.id, owner: head.owner, body: withoutBy(head.body) };
    const views = {} as Record<string, unknown>;
    for (const kind of inTurn) views[lists[kind]] = this.#listOf(kind);
    const counts = this.#countsNow();
    const overrides = [...this.#folded.values()]
      .flatMap((folded) => [...folded.values()].flatMap((each) => each.overrides))
      .concat([...this.#newest.values()].flatMap((each) => each.overrides))
      .sort((a, b) => compare(a.subject, b.subject) || compare(a.id, b.id));
    this.#state = { contingency, ...views, counts, overrides } as State;
    return this.#state;
  }

  /** Marks what is folded from an entry as to be folded again. */
  #touch(entry: Entry): void {
    this.#state = undefined;
    if (isKind(entry, 'act')) {
      this.#touchId(entry.body.subject);
      // A confirmation may be of an act on another subject, or of one that is still to come.
      const confirmed = this.#sorted.byId.get(confirmedBy(entry as Of<'act'>));
      if (confirmed !== undefined)
        this.#touchId(isKind(confirmed, 'act') ? confirmed.body.subject : confirmed.id);
    } else if (isKind(entry, 'movement')) this.#touchId(entry.body.lot);
    else if (isKind(entry, 'count')) this.#staleCounts.add(countKey(entry.body));
    else if (isKind(entry, 'organisation')) this.#touchAll(entry.id);
    else {
      const kind = kindOf(entry);
      if (isListed(kind)) this.#stale.get(kind)?.add(entry.id);
      if (isKind(entry, 'site')) for (const id of this.#consignmentsOf.get(entry.id) ?? []) this.#touchId(id);
      if (isKind(entry, 'consignment')) this.#touchDelivered(entry as Of<'consignment'>);
    }
  }

  #touchId(id: string): void {
    const entry = this.#sorted.byId.get(id);
    const kind = entry === undefined ? undefined : kindOf(entry);
    if (!isListed(kind)) return;
    this.#stale.get(kind)?.add(id);
    if (kind === 'consignment') this.#touchDelivered(entry as unknown as Of<'consignment'>);
  }

  /** What a consignment delivers on stands as its consignments do. */
  #touchDelivered({ body }: Of<'consignment'>): void {
    for (const id of [body.request, body.offer]) if (id !== undefined) this.#touchId(id);
  }

  /** Authority follows from the organisations: with them everything may read differently. */
  #touchAll(organisation: string): void {
    this.#stale.get('organisation')?.add(organisation);
    for (const [kind, folded] of this.#folded) for (const id of folded.keys()) this.#stale.get(kind)?.add(id);
  }

  #link(to: string, consignment: string): void {
    this.#consignmentsOf.set(to, (this.#consignmentsOf.get(to) ?? new Set()).add(consignment));
  }

  #listOf(kind: Listed): readonly unknown[] {
    const folded = this.#folded.get(kind) as Map<string, Folded>;
    const stale = this.#stale.get(kind) as Set<string>;
    const before = this.#lists.get(kind);
    if (before !== undefined && stale.size === 0) return before;
    for (const id of stale) {
      const entry = this.#sorted.byId.get(id);
      if (entry === undefined) folded.delete(id);
      else folded.set(id, this.#foldOne(kind, entry));
    }
    stale.clear();
    const views = [...folded.values()].map(({ view }) => view);
    const made = kind === 'decision' ? views.sort(byTime) : views.sort((a, b) => compare(a.id, b.id));
    this.#lists.set(kind, made);
    if (kind === 'organisation') this.#orgs = orgsOf(made as State['organisations']);
    return made;
  }

  #foldOne(kind: Listed, entry: Entry): Folded {
    const overrides: Override[] = [];
    const context = { sorted: this.#sorted, orgs: this.#orgs, overrides };
    const make = folds[kind] as unknown as FoldOne;
    return { view: make(entry, context, this.#deliveryOn(entry.id)), overrides };
  }

  #deliveryOn(id: string): Delivery {
    const ids = this.#consignmentsOf.get(id);
    if (ids === undefined) return nothing;
    const folded = this.#folded.get('consignment');
    return deliveryOf(
      [...ids].flatMap((each) => {
        const view = folded?.get(each)?.view as ConsignmentView | undefined;
        return view !== undefined && [view.body.request, view.body.offer].includes(id) ? [view] : [];
      }),
    );
  }

  #countsNow(): CountView[] {
    for (const key of this.#staleCounts) {
      const overrides: Override[] = [];
      const view = foldCount(this.#counts.get(key)?.values() ?? [], overrides);
      if (view === undefined) this.#newest.delete(key);
      else this.#newest.set(key, { view, overrides });
    }
    this.#staleCounts.clear();
    return [...this.#newest.values()]
      .map(({ view }) => view)
      .sort((a, b) => compare(a.measure, b.measure) || compare(a.about, b.about));
  }
}

export function isOf(entry: Entry, contingency: string): boolean {
  return (
    kindOf(entry) !== undefined &&
    (entry.id === contingency ||
      (entry.body as unknown as { contingency?: string }).contingency === contingency)
  );
}

const countKey = ({ measure, about }: Of<'count'>['body']) => `${measure} ${about}`;
const byTime = (a: Folded['view'], b: Folded['view']) =>
  (a.atUtcMs ?? 0) - (b.atUtcMs ?? 0) || compare(a.id, b.id);

/**
 * SHA-256 of a state, hex: over the digests of its parts by name, each the SHA-256 of its canonical JSON (keys sorted),
 * a list's over those of its items. What has not changed is not digested again.
 */
export function hashOf(state: State | undefined): string {
  if (state === undefined) return digestOf('null');
  const parts = Object.entries(state).sort(([a], [b]) => compare(a, b));
  return digestOf(parts.map(([name, part]) => `${name} ${partDigest(part)}`).join('\n'));
}

const digests = new WeakMap<object, string>();

function partDigest(part: object): string {
  const known = digests.get(part);
  if (known !== undefined) return known;
  const made = digestOf(Array.isArray(part) ? part.map(partDigest).join('\n') : canonical(part));
  digests.set(part, made);
  return made;
}

const digestOf = (text: string) => bytesToHex(sha256(utf8ToBytes(text)));

export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => compare(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
