/**
 * A partner's stream to us. A chunk is checked, put into its place and applied: first to the journal, then the cursor
 * moves on, so that a break in between is mended by applying it again, which changes nothing. A chunk that comes before
 * its turn waits; an entry that cannot be taken goes into quarantine, where a person sees it, and the stream goes on.
 */
import { CommonwatchError, instant, isEntryId, isInstant } from '../core/index.ts';
import type { Entry, EntryId, PartyId } from '../core/index.ts';
import { PublicKey, giverOf, successionBytes } from '../store/index.ts';
import type { Copy, Store } from '../store/index.ts';
import { assertOwnersWord } from './copying.ts';
import { chunkBytes, copyBytes, erasureBytes, noHash, readChunk, readItem, sha256Hex } from './format.ts';
import type { Chunk, ChunkHead, Cursor, Item, SentSeal } from './format.ts';
import type { PartnerTables, ReceivedState } from './tables.ts';

/** What became of a chunk, and where its sender should go on. */
export interface Acknowledgement {
  readonly state: 'applied' | 'known' | 'parked';
  readonly cursor: Cursor;
}

/** So many chunks of a partner wait for one before them. */
const maxParked = 64;

type Put = Extract<Item, { kind: 'put' }>;

export class Inbox {
  readonly #store: Store;
  readonly #tables: PartnerTables;
  readonly #now: () => number;
  /** One at a time: what is judged must not change until it is written. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store, tables: PartnerTables, now: () => number) {
    this.#store = store;
    this.#tables = tables;
    this.#now = now;
  }

  /**
   * Takes a chunk of a partner, in any order and as often as it comes.
   * @throws `chunk.*`, `partner.unknown`, `partner.unverified`; the first is kept to be shown
   */
  receive(party: PartyId, value: unknown): Promise<Acknowledgement> {
    return this.#inTurn(async () => {
      const { received } = this.#tables.verified(party);
      try {
        const acknowledgement = await this.#receive(party, value);
        if (received.problem !== undefined) this.#setProblem(party, undefined);
        return acknowledgement;
      } catch (error) {
        if (error instanceof CommonwatchError && error.code.startsWith('chunk.'))
          this.#setProblem(party, error.code);
        throw error;
      }
    });
  }

  /** Where a partner's sender should go on. */
  cursor(party: PartyId): Cursor {
    const { stream, n, hash } = this.#tables.verified(party).received;
    return { stream, n, hash };
  }

  /** Checks a chunk without taking it. @throws `chunk.*` */
  check(party: PartyId, value: unknown): { readonly chunk: Chunk; readonly head: ChunkHead } {
    const { chunk, head } = readChunk(value);
    if (head.from !== party) throw new CommonwatchError('chunk.forged', head.from);
    if (head.to !== this.#store.party) throw new CommonwatchError('chunk.wrong-recipient', head.to);
    this.learnKeys(party, chunk.keys ?? []);
    this.assertSigned(party, chunk.key, chunkBytes(chunk.head), chunk.signature);
    return { chunk, head };
  }

  /** @throws `chunk.forged` */
  assertSigned(party: PartyId, key: string, bytes: Uint8Array, signature: string): void {
    if (this.#tables.key(party, key)?.checks(bytes, Buffer.from(signature, 'base64url')) !== true)
      throw new CommonwatchError('chunk.forged', key);
  }

  /** Follows a partner's change of keys as far as each is vouched for by one that is known. */
  learnKeys(party: PartyId, keys: NonNullable<Chunk['keys']>): void {
    for (const { publicKey, previous } of keys) {
      const next = new PublicKey(publicKey);
      if (this.#tables.key(party, next.id) !== undefined) continue;
      const old = this.#tables.key(party, previous.key);
      if (old?.checks(successionBytes(publicKey), Buffer.from(previous.signature, 'base64url')) === true)
        this.#tables.addKey(party, publicKey);
    }
  }

  /** Tries once more what is in quarantine. @throws what hinders it still */
  retry(id: number): Promise<void> {
    return this.#inTurn(async () => {
      const row = this.#tables.quarantined().find((each) => each.id === id);
      if (row === undefined) throw new CommonwatchError('quarantine.not-found', id);
      const { received } = this.#tables.verified(row.party);
      const item = readItem(row.body);
      if (item.kind !== 'put') throw new CommonwatchError('quarantine.not-found', id);
      const [outcome] = await this.#store.take([this.copyOf(row.party, item)], { account: 'exchange' });
      if (outcome.kind === 'refused') throw outcome.error;
      this.#tables.putGiven(row.entry as EntryId, row.party, received.stream);
      this.#tables.settle(id);
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  #setProblem(party: PartyId, code: string | undefined): void {
    const { problem: _before, ...received } = this.#tables.verified(party).received;
    const problem = code === undefined ? {} : { problem: { code, at: instant(this.#now()) } };
    this.#tables.putReceived(party, { ...received, ...problem });
  }

  async #receive(party: PartyId, value: unknown): Promise<Acknowledgement> {
    const { chunk, head } = this.check(party, value);
    const received = this.#follow(party, head);
    if (head.stream !== received.stream || head.last <= received.n) {
      this.#assertKnown(party, chunk, head, received);
      return { state: 'known', cursor: cursorOf(received) };
    }
    if (head.first > received.n + 1) {
      this.#park(party, chunk, head);
      return { state: 'parked', cursor: this.cursor(party) };
    }
    await this.#apply(party, chunk, head, received);
    await this.#applyParked(party);
    return { state: 'applied', cursor: this.cursor(party) };
  }

  /** A new stream replaces the one before where its sender began it later. */
  #follow(party: PartyId, head: ChunkHead): ReceivedState {
    const { received } = this.#tables.verified(party);
    if (head.stream === received.stream || !isLaterStream(head, received)) return received;
    const { stream, epoch, run } = head;
    return { stream, n: 0, hash: noHash, epoch, run };
  }

  /** What came before is the very same. @throws `chunk.fork` */
  #assertKnown(party: PartyId, chunk: Chunk, head: ChunkHead, received: ReceivedState): void {
    if (head.stream !== received.stream) return;
    if (head.last === received.n && sha256Hex(chunk.head) !== received.hash)
      throw new CommonwatchError('chunk.fork', party);
  }

  #park(party: PartyId, chunk: Chunk, { stream, first }: ChunkHead): void {
    if (this.#tables.parked(party).length >= maxParked)
      throw new CommonwatchError('chunk.too-far-ahead', first);
    this.#tables.park(party, stream, first, JSON.stringify(chunk));
  }

  /** Applies what waited for this, as far as it now follows. */
  async #applyParked(party: PartyId): Promise<void> {
    for (;;) {
      const { received } = this.#tables.verified(party);
      const text = this.#tables.parkedChunk(party, received.n + 1);
      if (text === undefined) return;
      const { chunk, head } = readChunk(JSON.parse(text));
      await this.#apply(party, chunk, head, received);
    }
  }

  async #apply(party: PartyId, chunk: Chunk, head: ChunkHead, received: ReceivedState): Promise<void> {
    if (head.first !== received.n + 1 || head.prev !== received.hash)
      throw new CommonwatchError('chunk.fork', party);
    const applying = new Applying(this, this.#store, this.#tables, party, head, instant(this.#now()));
    await applying.run(chunk);
    const { epoch, stream, last } = head;
    this.#tables.sql.transaction(() => {
      applying.remember();
      this.#tables.putReceived(party, {
        stream,
        n: last,
        hash: sha256Hex(chunk.head),
        epoch,
        run: head.run,
        at: instant(this.#now()),
      });
      this.#tables.unpark(party, last, stream);
    });
  }

  /** The copy that an item holds, its owner's signature checked. @throws `copy.*`, `chunk.invalid` */
  copyOf(party: PartyId, { text, seal }: Put): Copy {
    let entry: Entry;
    try {
      entry = JSON.parse(text) as Entry;
    } catch (cause) {
      throw new CommonwatchError('chunk.invalid', undefined, { cause });
    }
    this.#assertPath(party, entry, seal);
    if (this.#tables.erased(entry.id) !== undefined) throw new CommonwatchError('entry.erased', entry.id);
    const copy = sha256Hex(text);
    const { owner } = entry;
    const bytes = copyBytes(owner, seal.version, copy);
    assertOwnersWord(owner, this.#tables.keyFor(owner, seal.key, seal.path[0]), bytes, seal.signature);
    return { entry, seal: { ...seal, copy, receivedAt: instant(this.#now()) } };
  }

  /** Ours are never taken from others; what is passed on says truly who gave it. @throws `copy.not-theirs` */
  #assertPath(party: PartyId, { owner }: Entry, { path }: SentSeal): void {
    const isOurs = owner === this.#store.party || path.includes(this.#store.party);
    if (isOurs || path[path.length - 1] !== party) throw new CommonwatchError('copy.not-theirs', owner);
  }
}

/** Whether a stream was begun after the one that is received. */
export function isLaterStream(
  { epoch, run }: Pick<ChunkHead, 'epoch' | 'run'>,
  received: Pick<ReceivedState, 'epoch' | 'run'>,
): boolean {
  return epoch > received.epoch || (epoch === received.epoch && run > received.run);
}

function cursorOf({ stream, n, hash }: ReceivedState): Cursor {
  return { stream, n, hash };
}

/** One chunk's items, in order; entries that follow each other are written together. */
class Applying {
  readonly #inbox: Inbox;
  readonly #store: Store;
  readonly #tables: PartnerTables;
  readonly #party: PartyId;
  readonly #head: ChunkHead;
  readonly #at: string;
  /** What is remembered with the cursor: whom an entry came from. */
  readonly #given = new Map<EntryId, boolean>();
  readonly #revoked = new Map<EntryId, boolean>();
  #puts: { readonly n: number; readonly body: string; readonly copy: Copy }[] = [];

  constructor(
    inbox: Inbox,
    store: Store,
    tables: PartnerTables,
    party: PartyId,
    head: ChunkHead,
    at: string,
  ) {
    this.#inbox = inbox;
    this.#store = store;
    this.#tables = tables;
    this.#party = party;
    this.#head = head;
    this.#at = at;
  }

  async run(chunk: Chunk): Promise<void> {
    // Nothing there: it was taken back before it reached us.
    for (const [i, payload] of chunk.payloads.entries())
      if (payload !== null) await this.#applyItem(this.#head.first + i, payload.body);
    await this.#flush();
  }

  remember(): void {
    for (const [id, isGiven] of this.#given)
      if (isGiven) this.#tables.putGiven(id, this.#party, this.#head.stream);
      else this.#tables.dropGiven(id, this.#party);
    for (const [id, isRevoked] of this.#revoked) this.#tables.noteRevoked(id, this.#party, isRevoked);
  }

  async #applyItem(n: number, body: string): Promise<void> {
    let item: Item;
    try {
      item = readItem(body);
      if (item.kind === 'put') {
        this.#puts.push({ n, body, copy: this.#inbox.copyOf(this.#party, item) });
        return;
      }
    } catch (error) {
      this.#quarantine(n, body, error);
      return;
    }
    await this.#flush();
    if (item.kind === 'revoke') await this.#revoke(item.id, item.modified);
    if (item.kind === 'erase') await this.#erase(n, body, item);
    if (item.kind === 'restated') await this.#revokeUnsaid();
  }

  async #flush(): Promise<void> {
    const puts = this.#puts;
    this.#puts = [];
    if (puts.length === 0) return;
    const outcomes = await this.#store.take(
      puts.map(({ copy }) => copy),
      { account: 'exchange' },
    );
    for (const [i, outcome] of outcomes.entries()) {
      const { n, body, copy } = puts[i];
      if (outcome.kind === 'refused') this.#quarantine(n, body, outcome.error, copy.entry.id);
      else this.#note(copy.entry.id, true);
    }
  }

  #note(id: EntryId, isGiven: boolean): void {
    this.#given.set(id, isGiven);
    this.#revoked.set(id, !isGiven);
  }

  /** A copy is taken back when its owner says so, or when nobody else gives it. */
  async #revoke(id: EntryId, modified: string): Promise<void> {
    if (!isEntryId(id) || !isInstant(modified)) return;
    this.#note(id, false);
    const seal = this.#store.sealOf(id);
    const standing = this.#store.peek(id);
    if (seal === undefined || standing === undefined) return;
    const others = this.#tables.giversOf(id).filter((giver) => giver !== this.#party);
    if (standing.owner !== this.#party && others.length > 0) return;
    if (standing.owner !== this.#party && giverOf(seal) !== this.#party) return;
    await this.#store.takeBack(id, { by: this.#party, modified }, { account: 'exchange' });
  }

  async #erase(n: number, body: string, { id, notice }: Extract<Item, { kind: 'erase' }>): Promise<void> {
    if (!isEntryId(id)) return;
    const standing = this.#store.peek(id);
    const { owner, key, signature } = notice;
    if (standing === undefined && this.#tables.keyFor(owner, key, owner) === undefined) return;
    try {
      if (standing !== undefined && standing.owner !== owner)
        throw new CommonwatchError('copy.not-theirs', owner);
      const seal = standing === undefined ? undefined : this.#store.sealOf(id);
      const known = this.#tables.keyFor(owner, key, seal?.path[0] ?? owner);
      assertOwnersWord(owner, known, erasureBytes(owner, id), signature);
    } catch (error) {
      this.#quarantine(n, body, error, id);
      return;
    }
    this.#given.set(id, false);
    // Before the erasure itself: whoever held it here is told by the same notice.
    this.#tables.putErased(id, JSON.stringify(notice));
    this.#tables.settleEntry(id);
    if (standing !== undefined)
      await this.#store.erase(id, { account: 'exchange', reason: `erased by its owner, ${owner}` });
  }

  async #revokeUnsaid(): Promise<void> {
    for (const id of this.#tables.givenBefore(this.#party, this.#head.stream)) {
      if (this.#given.get(id) === true) continue;
      const modified = this.#store.peek(id)?.modified;
      if (modified === undefined) this.#given.set(id, false);
      else await this.#revoke(id, modified);
    }
  }

  #quarantine(n: number, body: string, error: unknown, entry = ''): void {
    if (!(error instanceof CommonwatchError)) throw error;
    // What its owner erased is kept nowhere, not even to be looked at.
    if (error.code === 'entry.erased') return;
    const { stream } = this.#head;
    this.#tables.quarantine({
      party: this.#party,
      stream,
      n,
      code: error.code,
      at: this.#at,
      entry: entry === '' ? idIn(body) : entry,
      body,
    });
  }
}

/** The id that an item is about, as far as it can be read. */
function idIn(body: string): string {
  try {
    const { id } = JSON.parse(body.slice(body.indexOf('\n') + 1)) as { id?: unknown };
    return isEntryId(id) ? id : '';
  } catch {
    return '';
  }
}
