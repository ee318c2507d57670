/** What the next chunk for a partner says: the difference between what it should hold and what it holds. */
import { setImmediate } from 'node:timers/promises';
import type { EntryId, PartyId } from '../core/index.ts';
import type { Change, HeldVersions, Store } from '../store/index.ts';
import { makeCopies } from './copying.ts';
import type { Copying, Made } from './copying.ts';
import { base64url, erasureBytes, maxChunkCharacters, maxItems, sha256Hex } from './format.ts';
import type { ErasureNotice, Item } from './format.ts';
import type { PartnerRow, PartnerTables } from './tables.ts';

/** What a partner then holds of an entry; `seq` 0 for nothing. */
export interface HeldChange {
  readonly no: number;
  readonly seq: number;
  readonly copy: string;
}

export interface Difference {
  readonly items: readonly Item[];
  readonly held: readonly HeldChange[];
  /** As whom the partner reads now, where everything was said; as before otherwise. */
  readonly readers: string;
  /** What those to whom the partner passes on could see when its copies were looked through, where that changed. */
  readonly onward: ReadonlyMap<PartyId, Uint8Array>;
}

/** What a partner holds, at hand: the seq of each entry's version, negative for one that cannot be passed on. */
export class Held implements HeldVersions {
  readonly #seqs = new Map<number, number>();

  constructor(rows: readonly (readonly [no: number, seq: number])[]) {
    for (const [no, seq] of rows) this.#seqs.set(no, seq);
  }

  get = (no: number): number => this.#seqs.get(no) ?? 0;

  set(no: number, seq: number): void {
    if (seq === 0) this.#seqs.delete(no);
    else this.#seqs.set(no, seq);
  }

  get nos(): number[] {
    return [...this.#seqs].filter(([, seq]) => seq > 0).map(([no]) => no);
  }
}

/** So many copies are made before other work has its turn. */
const sliceSize = 500;

export async function differenceFor(
  row: PartnerRow,
  held: Held,
  copying: Copying,
  tables: PartnerTables,
): Promise<Difference> {
  return new Differing(row, held, copying, tables).run();
}

class Differing {
  readonly #row: PartnerRow;
  readonly #held: Held;
  readonly #copying: Copying;
  readonly #tables: PartnerTables;
  readonly #store: Store;
  readonly #items: Item[] = [];
  readonly #changes: HeldChange[] = [];
  readonly #said = new Set<number>();
  #characters = 0;

  constructor(row: PartnerRow, held: Held, copying: Copying, tables: PartnerTables) {
    this.#row = row;
    this.#held = held;
    this.#copying = copying;
    this.#tables = tables;
    this.#store = copying.store;
  }

  async run(): Promise<Difference> {
    const { sent, party } = this.#row;
    const { gone, put, complete } = this.#store.changesFor(party, this.#held, maxItems - 1);
    const readers = readersOf(this.#copying);
    const onward = this.#seenOnward();
    // First what reads differently by what comes or goes: were it cut off, the cause would be gone when it is its turn.
    const isLookedThrough = await this.#put(this.#readDifferently(gone, put, readers, onward.changed));
    const whole = isLookedThrough && (await this.#takeBack(gone)) && (await this.#put(put)) && complete;
    if (sent.restates && whole) this.#items.push({ kind: 'restated' });
    return {
      items: this.#items,
      held: this.#changes,
      readers: whole ? readers : sent.readers,
      onward: isLookedThrough ? onward.now : new Map(),
    };
  }

  /**
   * What the partner holds and would now get in another copy: whatever names an entry that comes or goes; everything,
   * when those for whom copies are made have changed (a clearance, a group, whom it passes to).
   */
  #readDifferently(
    gone: readonly Change[],
    put: readonly Change[],
    readers: string,
    onward: readonly Change[],
  ): Change[] {
    const { sent } = this.#row;
    const going = new Set(gone.map(({ no }) => no));
    const held = this.#held;
    const stays = ({ no }: Change) => held.get(no) > 0 && !going.has(no);
    if (sent.n > 0 && readers !== sent.readers) return this.#store.entriesAt(held.nos).filter(stays);
    const news = put.filter(({ no }) => held.get(no) <= 0);
    const named = this.#store.namersOf([...gone, ...news, ...onward].map(({ id }) => id));
    return [...onward, ...named].filter(stays);
  }

  /** What those to whom the partner passes on see now, and what came or went for them since. */
  #seenOnward(): { readonly now: ReadonlyMap<PartyId, Uint8Array>; readonly changed: readonly Change[] } {
    const now = new Map<PartyId, Uint8Array>();
    const changed: Change[] = [];
    for (const { viewer } of this.#copying.onward) {
      const before = this.#tables.onward(this.#row.party, viewer.party) ?? new Uint8Array(0);
      const bits = this.#store.seenBits(viewer.party);
      const differing = this.#store.differing(before, bits);
      if (differing.length > 0) now.set(viewer.party, bits);
      changed.push(...differing);
    }
    return { now, changed };
  }

  get #isFull(): boolean {
    return this.#items.length >= maxItems - 1 || this.#characters > maxChunkCharacters;
  }

  /** @returns whether all of it found room */
  async #takeBack(gone: readonly Change[]): Promise<boolean> {
    for (const change of gone) {
      if (this.#isFull) return false;
      await this.#say(change);
    }
    return true;
  }

  /** @returns whether all of it found room */
  async #put(changes: readonly Change[]): Promise<boolean> {
    for (let from = 0; from < changes.length; from += sliceSize) {
      const slice = changes.slice(from, from + sliceSize);
      const copies = await this.#copiesOf(slice);
      for (const change of slice) {
        if (this.#said.has(change.no)) continue;
        if (this.#isFull) return false;
        this.#said.add(change.no);
        await this.#putOne(change, copies.get(change.id));
      }
      if (from > 0) await setImmediate();
    }
    return true;
  }

  #copiesOf(changes: readonly Change[]): Promise<ReadonlyMap<EntryId, Made>> {
    const digests = this.#store.digestsOf(changes.map(({ seq }) => seq));
    const nos = new Map(changes.map(({ id, no }) => [id, no]));
    return makeCopies(
      changes.map(({ id }) => id),
      new Map(changes.map(({ id, seq }) => [id, digests.get(seq) ?? ''])),
      this.#copying,
      (id, copy) => this.#holds(nos.get(id) ?? 0, copy),
    );
  }

  #holds(no: number, copy: string): boolean {
    return this.#held.get(no) > 0 && this.#tables.heldCopy(this.#row.party, no) === copy;
  }

  async #putOne(change: Change, made: Made | undefined): Promise<void> {
    const { no, seq } = change;
    if (made === undefined) {
      // What cannot be passed on as it is now is not left with the partner as it was.
      if (this.#held.get(no) > 0) await this.#say(change);
      else this.#held.set(no, -seq);
      return;
    }
    if (made === 'same') {
      this.#held.set(no, seq);
      return;
    }
    this.#characters += made.text.length;
    this.#items.push({ kind: 'put', seal: made.seal, text: made.text });
    this.#changes.push({ no, seq, copy: made.copy });
  }

  /** Says that an entry is gone: erased by its owner, or no longer for this partner. */
  async #say({ no, id, seq, owner }: Change): Promise<void> {
    const notice = seq === 0 ? await this.#erasureOf(id, owner) : undefined;
    this.#items.push(
      notice === undefined
        ? { kind: 'revoke', id, modified: this.#store.peek(id)?.modified ?? this.#copying.view.at }
        : { kind: 'erase', id, notice },
    );
    this.#changes.push({ no, seq: 0, copy: '' });
  }

  /** The owner's word on an erasure: ours, or what it told us; undefined where only the copy here was erased. */
  async #erasureOf(id: EntryId, owner: PartyId): Promise<ErasureNotice | undefined> {
    const told = this.#tables.erased(id);
    if (told !== undefined) return JSON.parse(told) as ErasureNotice;
    if (owner !== this.#store.party) return undefined;
    const { key, signatures } = await this.#store.sign([erasureBytes(owner, id)]);
    return { owner, key, signature: base64url(signatures[0]) };
  }
}

/** All that the rule asks of those for whom copies are made, as a key. */
function readersOf({ view, onward }: Copying): string {
  const said = [view, ...onward].map(({ viewer }) => [
    viewer.party,
    viewer.level,
    [...viewer.groups].sort(),
    Object.entries(viewer.clearances).sort(),
    [...viewer.caveats].sort(),
  ]);
  return sha256Hex(JSON.stringify(said));
}
