/**
 * Our side of a stream. Nothing is queued: when a partner asks (or is sent to), what it should hold is compared with
 * what it holds, and the difference becomes the next chunk. Numbers are dense, so a gap means a loss and nothing else.
 * A chunk is kept until it is acknowledged, without any content: content is made again from what may be seen then, and
 * what may no longer be seen is left out.
 */
import { randomBytes } from 'node:crypto';
import { instant } from '../core/index.ts';
import type { EntryId, PartyId } from '../core/index.ts';
import type { Store } from '../store/index.ts';
import { textFor } from './copying.ts';
import type { Copying } from './copying.ts';
import { Held, differenceFor } from './difference.ts';
import type { Difference } from './difference.ts';
import { base64url, chunkBytes, itemBody, maxItems, noHash, payloadDigest, sha256Hex } from './format.ts';
import type { Chunk, ChunkHead, Cursor, Item, Payload, SentSeal, Succession } from './format.ts';
import type { ChunkRow, PartnerRow, PartnerTables, SentState } from './tables.ts';

/** An item as it is kept until it is acknowledged: an entry by name, never its content. */
type KeptItem =
  | { readonly salt: string; readonly id: EntryId; readonly seal: SentSeal }
  | { readonly salt: string; readonly body: string };

/** In place of a held version's seq: no version has it, and it is not 0, which is nothing. */
const noVersion = Number.MAX_SAFE_INTEGER;

interface KeptChunk {
  readonly head: string;
  readonly key: string;
  readonly signature: string;
  readonly items: readonly KeptItem[];
}

/** @param run higher than that of any stream before */
export function newStream(epoch: number, run: number, restates: boolean): SentState {
  return {
    epoch,
    run,
    stream: randomBytes(16).toString('hex'),
    n: 0,
    hash: noHash,
    acked: { n: 0, hash: noHash },
    exported: 0,
    told: 0,
    readers: '',
    restates,
  };
}

export class Outbox {
  readonly #store: Store;
  readonly #tables: PartnerTables;
  readonly #now: () => number;
  readonly #held = new Map<PartyId, Held>();

  constructor(store: Store, tables: PartnerTables, now: () => number) {
    this.#store = store;
    this.#tables = tables;
    this.#now = now;
  }

  /**
   * The chunk after a cursor, which acknowledges everything up to it. A cursor that is not one of ours means that one
   * of the two has lost its place: everything is then said anew in a new stream.
   * @returns undefined when there is nothing more @throws `partner.unknown`, `partner.unverified`
   */
  async after(party: PartyId, cursor: Cursor): Promise<Chunk | undefined> {
    await this.#begin(party);
    if (!this.#acknowledge(party, cursor)) this.#restart(party);
    const { acked } = this.#tables.verified(party).sent;
    return this.#chunkFrom(party, acked.n + 1);
  }

  /** The chunk that begins at a number of the present stream, cut now where it was not before. */
  async from(party: PartyId, first: number): Promise<Chunk | undefined> {
    await this.#begin(party);
    return this.#chunkFrom(party, first);
  }

  /** Takes an acknowledgement. @returns whether it fits our stream */
  acknowledge(party: PartyId, cursor: Cursor): boolean {
    return this.#acknowledge(party, cursor);
  }

  /** How many changes wait, as far as they are counted (`maxItems`), and how many items are not acknowledged. */
  waiting(party: PartyId): { readonly changes: number; readonly unacknowledged: number } {
    const { sent } = this.#tables.get(party);
    const { gone, put } = this.#store.changesFor(party, this.#heldBy(party), maxItems);
    return { changes: gone.length + put.length, unacknowledged: sent.n - sent.acked.n };
  }

  /** A new stream where there is none, or where the journal was restored since. */
  async #begin(party: PartyId): Promise<void> {
    const { sent } = this.#tables.verified(party);
    const { epoch } = await this.#store.describe();
    if (sent.epoch !== epoch)
      this.#replaceStream(party, newStream(epoch, this.#runAfter(sent), sent.epoch > 0));
  }

  #restart(party: PartyId): void {
    const { sent } = this.#tables.verified(party);
    this.#replaceStream(party, newStream(sent.epoch, this.#runAfter(sent), true));
  }

  /** Told apart from a stream of the same hub that is no longer remembered here by the time. */
  #runAfter({ run }: SentState): number {
    return Math.max(run + 1, Math.floor(this.#now()));
  }

  #replaceStream(party: PartyId, sent: SentState): void {
    this.#tables.sql.transaction(() => {
      this.#tables.forgetSent(party);
      this.#tables.putSent(party, sent);
    });
    this.#held.delete(party);
  }

  #acknowledge(party: PartyId, { stream, n, hash }: Cursor): boolean {
    const { sent } = this.#tables.verified(party);
    const { acked } = sent;
    const isNew = sent.n === 0 || acked.n === 0;
    if (stream !== sent.stream) return isNew;
    if (n === acked.n) return hash === acked.hash;
    if (n < acked.n || this.#tables.hashAt(party, n) !== hash) return false;
    this.#tables.sql.transaction(() => {
      this.#tables.dropChunks(party, n);
      const at = instant(this.#now());
      this.#tables.putSent(party, { ...sent, acked: { n, hash, at } });
    });
    return true;
  }

  async #chunkFrom(party: PartyId, first: number): Promise<Chunk | undefined> {
    const row = this.#tables.verified(party);
    const kept = this.#tables.chunkFrom(party, first);
    const copying = this.#copyingFor(row);
    if (kept !== undefined) return this.#again(party, JSON.parse(kept.chunk) as KeptChunk, copying);
    return first === row.sent.n + 1 ? this.#cut(row, copying) : undefined;
  }

  /** A kept chunk with what may still be seen of it. */
  #again(party: PartyId, { head, key, signature, items }: KeptChunk, copying: Copying): Chunk {
    const { digests } = JSON.parse(head) as ChunkHead;
    const leftOut: EntryId[] = [];
    const payloads = items.map((item, i): Payload => {
      if ('body' in item) return item;
      const text = textFor(item.id, copying);
      const body = text === undefined ? '' : itemBody({ kind: 'put', seal: item.seal, text });
      if (payloadDigest(item.salt, body) === digests[i]) return { salt: item.salt, body };
      leftOut.push(item.id);
      return null;
    });
    this.#forgetCopies(party, leftOut);
    return this.#withKeys({ head, key, signature, payloads });
  }

  /**
   * Whether a chunk that is asked for again had come the first time is not known here. What is now left out of it counts
   * as held in no version that there is: it is taken back where it may not be seen, and said anew where it may.
   */
  #forgetCopies(party: PartyId, ids: readonly EntryId[]): void {
    const held = this.#heldBy(party);
    const nos = ids.map((id) => this.#store.noOf(id)).filter((no) => held.get(no) > 0);
    if (nos.length === 0) return;
    this.#tables.sql.transaction(() => {
      for (const no of nos) this.#tables.putHeld(party, no, noVersion, '');
    });
    for (const no of nos) held.set(no, noVersion);
  }

  /** Signs the next chunk and remembers it, in this order: what was not remembered was never sent. */
  async #cut(row: PartnerRow, copying: Copying): Promise<Chunk | undefined> {
    const { party } = row;
    const difference = await differenceFor(row, this.#heldBy(party), copying, this.#tables);
    const { items, readers } = difference;
    if (items.length === 0) {
      this.#rememberReaders(row, difference);
      return undefined;
    }
    const payloads = items.map((item) => ({ salt: randomBytes(16).toString('hex'), body: itemBody(item) }));
    const head = this.#headOf(row, payloads);
    const { key, signatures } = await this.#store.sign([chunkBytes(head)]);
    const signed = { head, key, signature: base64url(signatures[0]) };
    const kept: KeptChunk = { ...signed, items: items.map((item, i) => keptItem(item, payloads[i])) };
    const last = row.sent.n + items.length;
    const chunk: ChunkRow = {
      first: row.sent.n + 1,
      last,
      hash: sha256Hex(head),
      chunk: JSON.stringify(kept),
    };
    const restates = row.sent.restates && items.at(-1)?.kind !== 'restated';
    const sent = { ...row.sent, n: last, hash: chunk.hash, readers, restates };
    this.#remember(party, chunk, difference, sent);
    return this.#withKeys({ ...signed, payloads });
  }

  #rememberReaders({ party, sent }: PartnerRow, { readers, onward }: Difference): void {
    const tables = this.#tables;
    if (readers === sent.readers && onward.size === 0) return;
    tables.sql.transaction(() => {
      tables.putSent(party, { ...tables.get(party).sent, readers });
      for (const [other, seen] of onward) tables.putOnward(party, other, seen);
    });
  }

  #remember(party: PartyId, chunk: ChunkRow, { held, onward }: Difference, sent: SentState): void {
    const tables = this.#tables;
    tables.sql.transaction(() => {
      // An acknowledgement may have come in while the chunk was made.
      tables.putSent(party, { ...sent, acked: tables.get(party).sent.acked });
      tables.putChunk(party, chunk);
      for (const { no, seq, copy } of held)
        if (seq === 0) tables.dropHeld(party, no);
        else tables.putHeld(party, no, seq, copy);
      for (const [other, seen] of onward) tables.putOnward(party, other, seen);
    });
    for (const { no, seq } of held) this.#heldBy(party).set(no, seq);
  }

  #headOf({ party, sent }: PartnerRow, payloads: readonly { salt: string; body: string }[]): string {
    const head: ChunkHead = {
      v: 1,
      from: this.#store.party,
      to: party,
      epoch: sent.epoch,
      run: sent.run,
      stream: sent.stream,
      first: sent.n + 1,
      last: sent.n + payloads.length,
      prev: sent.hash,
      at: instant(this.#now()),
      digests: payloads.map(({ salt, body }) => payloadDigest(salt, body)),
    };
    return JSON.stringify(head);
  }

  #copyingFor({ party, settings }: PartnerRow): Copying {
    const store = this.#store;
    const known = settings.passesTo.filter((other) => store.parties.get(other) !== undefined);
    return {
      store,
      view: store.view(store.viewer(party)),
      onward: known.map((other) => store.view(store.viewer(other))),
      keyOf: (owner, key, host) => this.#tables.keyFor(owner, key, host),
    };
  }

  #heldBy(party: PartyId): Held {
    let held = this.#held.get(party);
    if (held === undefined) {
      held = new Held(this.#tables.held(party));
      this.#held.set(party, held);
    }
    return held;
  }

  /** With our newer keys, so that a partner that missed a change of key can follow it. */
  #withKeys(chunk: Omit<Chunk, 'keys'>): Chunk {
    const keys = this.#store
      .keys()
      .flatMap(({ publicKey, previous }): Succession[] =>
        previous === undefined ? [] : [{ publicKey, previous }],
      );
    return keys.length === 0 ? chunk : { ...chunk, keys };
  }
}

function keptItem(item: Item, { salt, body }: { salt: string; body: string }): KeptItem {
  return item.kind === 'put' ? { salt, id: idOfText(item.text), seal: item.seal } : { salt, body };
}

function idOfText(text: string): EntryId {
  return (JSON.parse(text) as { id: EntryId }).id;
}
