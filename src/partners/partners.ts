/** Partners' hubs: who they are, what goes to them and comes from them, and how that stands. */
import { CommonwatchError, instant } from '../core/index.ts';
import type { EntryId, Instant, PartyId } from '../core/index.ts';
import { giverOf } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import type { HubCard, PartnerHubView, ProvenanceView, QuarantineView } from './api.ts';
import { exportBundle, importBundle, inspectBundle } from './bundle.ts';
import type { BundleParts, ExportOptions, InspectedBundle, WrittenBundle } from './bundle.ts';
import { fingerprintOf, isFingerprintOf, makeCard, readCard } from './card.ts';
import { assertSafeUrl } from './client.ts';
import type { Ask } from './client.ts';
import type { Chunk, Cursor } from './format.ts';
import { Inbox } from './inbox.ts';
import type { Acknowledgement } from './inbox.ts';
import { minisignature } from './minisig.ts';
import { Outbox, newStream } from './outbox.ts';
import { PartnerTables } from './tables.ts';
import type { LinkSettings, PartnerRow } from './tables.ts';

export interface PartnerOptions {
  readonly store: Store;
  readonly now: () => number;
  /** How partners are asked; absent where only files are exchanged. */
  readonly ask?: Ask;
  /** Only looks; nothing can be changed. */
  readonly readOnly?: boolean;
}

/** What went over a line in one visit. */
export interface Visit {
  readonly received: number;
  readonly sent: number;
}

export class PartnerHubs {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #ask: Ask | undefined;
  readonly #tables: PartnerTables;
  readonly #outbox: Outbox;
  readonly #inbox: Inbox;
  readonly #turns = new Map<PartyId, Promise<unknown>>();
  /** How the last visit went, by partner: no part of what is kept. */
  readonly #tried = new Map<PartyId, { readonly at: Instant; readonly code?: string }>();

  constructor({ store, now, ask, readOnly = false }: PartnerOptions) {
    this.#store = store;
    this.#now = now;
    this.#ask = ask;
    this.#tables = new PartnerTables(store.local, readOnly);
    this.#outbox = new Outbox(store, this.#tables, now);
    this.#inbox = new Inbox(store, this.#tables, now);
  }

  /** This hub's own card and its fingerprint. */
  async card(): Promise<HubCard> {
    const card = await makeCard(this.#store, instant(this.#now()));
    return { card, fingerprint: fingerprintOf(card) };
  }

  /**
   * Registers a partner's hub by its card, or takes a new card of one. With the fingerprint as a person compared it, what
   * is on the card holds from now on: an administrator's act goes before any succession of keys.
   * @throws `card.invalid`, `partner.fingerprint`
   */
  async register(value: unknown, fingerprint: string | undefined, account: string): Promise<void> {
    const card = readCard(value);
    if (card.party === this.#store.party) throw new CommonwatchError('card.invalid', card.party);
    if (fingerprint !== undefined && !isFingerprintOf(card, fingerprint))
      throw new CommonwatchError('partner.fingerprint');
    const known = this.#tables.find(card.party);
    // A card that nobody compared replaces none that somebody did.
    if (fingerprint === undefined && known?.verified === true)
      throw new CommonwatchError('partner.fingerprint');
    await this.#record(account, card.party, fingerprint === undefined ? 'registered' : 'verified', {
      fingerprint: fingerprintOf(card),
    });
    const { party, name, level } = card;
    if (this.#store.parties.get(party) === undefined)
      await this.#store.parties.put({ id: party, name, level, clearances: {}, caveats: [] }, account);
    this.#tables.sql.transaction(() => {
      this.#tables.putCard(card, fingerprint !== undefined, known?.sent ?? newStream(0, 0, false));
      this.#tables.setOnlyKey(party, card.publicKey);
    });
  }

  /** Confirms the fingerprint of a partner that was registered without. */
  verify(party: PartyId, fingerprint: string, account: string): Promise<void> {
    return this.register(this.#tables.get(party).card, fingerprint, account);
  }

  /** @throws `partner.unknown`, `partner.address-invalid`, `party.unknown` */
  async change(party: PartyId, change: Partial<LinkSettings>, account: string): Promise<void> {
    const { settings } = this.#tables.get(party);
    const next = { ...settings, ...change };
    if (next.url !== '') assertSafeUrl(next.url);
    for (const other of [...next.passesTo, ...next.hosts])
      if (this.#store.parties.get(other) === undefined) throw new CommonwatchError('party.unknown', other);
    // Secrets and where a hub lies are no business of the journal.
    const { passesTo, hosts, stopped } = next;
    await this.#record(account, party, 'changed', { passesTo, hosts, stopped });
    this.#tables.putSettings(party, next);
  }

  async remove(party: PartyId, account: string): Promise<void> {
    this.#tables.get(party);
    await this.#record(account, party, 'removed', {});
    this.#tables.remove(party);
  }

  /** The partner whose hub an account here stands for; undefined for people. */
  byAccount(account: string): PartyId | undefined {
    return this.#tables.all().find(({ settings }) => account !== '' && settings.account === account)?.party;
  }

  /** The account that stands for the hub which comes with a certificate. @param fingerprint SHA-256, hex */
  accountByCertificate(fingerprint: string): string | undefined {
    const found = this.#tables
      .all()
      .find(({ settings }) => settings.certificate !== '' && settings.certificate === fingerprint);
    return found?.verified === true && found.settings.account !== '' ? found.settings.account : undefined;
  }

  settings(party: PartyId): LinkSettings {
    return this.#tables.get(party).settings;
  }

  /** The chunk after a partner's cursor; undefined where there is nothing more. */
  chunkAfter(party: PartyId, cursor: Cursor): Promise<Chunk | undefined> {
    this.#assertOpen(party);
    return this.#inTurn(party, () => this.#outbox.after(party, cursor));
  }

  /** The chunk that begins at a number, of those that were not acknowledged: to send one again by hand. */
  chunkFrom(party: PartyId, first: number): Promise<Chunk | undefined> {
    this.#assertOpen(party);
    return this.#inTurn(party, () => this.#outbox.from(party, first));
  }

  /** Takes a chunk. @throws `chunk.*` */
  receive(party: PartyId, chunk: unknown): Promise<Acknowledgement> {
    this.#assertOpen(party);
    return this.#inbox.receive(party, chunk);
  }

  /** How far we have a partner's stream. */
  cursor(party: PartyId): Cursor {
    return this.#inbox.cursor(party);
  }

  /**
   * Visits a partner's hub: takes what it has for us and, where it is so set, brings what we have for it.
   * @throws `partner.*`, `chunk.*`
   */
  async visit(party: PartyId): Promise<Visit> {
    const row = this.#assertOpen(party);
    try {
      const received = await this.#pull(row);
      const sent = row.settings.pushes ? await this.#push(row) : 0;
      this.#tried.set(party, { at: instant(this.#now()) });
      return { received, sent };
    } catch (error) {
      const code = error instanceof CommonwatchError ? error.code : 'partner.unreachable';
      this.#tried.set(party, { at: instant(this.#now()), code });
      throw error;
    }
  }

  /** Visits every partner that has an address; what fails is seen in the list and tried again next time. */
  async visitAll(): Promise<void> {
    for (const { party, verified, settings } of this.#tables.all())
      if (verified && !settings.stopped && settings.url !== '')
        await this.visit(party).catch(() => undefined);
  }

  exportBundle(party: PartyId, options: ExportOptions = {}): Promise<WrittenBundle> {
    this.#assertOpen(party);
    return this.#inTurn(party, () => exportBundle(party, this.#bundleParts(), options));
  }

  /** The hub's signature of a file, as minisign verifies it. */
  async minisignature(bytes: Uint8Array): Promise<string> {
    const key = this.#store.keys().at(-1)?.publicKey ?? '';
    return minisignature(bytes, key, async (text) => (await this.#store.sign([text])).signatures[0]);
  }

  importBundle(bytes: Uint8Array): Promise<InspectedBundle> {
    return importBundle(bytes, this.#bundleParts());
  }

  inspectBundle(bytes: Uint8Array): Promise<InspectedBundle> {
    return inspectBundle(bytes, this.#bundleParts());
  }

  /** How every partner's hub stands. */
  list(): PartnerHubView[] {
    const quarantined = this.#tables.quarantined();
    return this.#tables.all().map((row) => this.#viewOf(row, quarantined));
  }

  quarantine(): QuarantineView[] {
    return this.#tables
      .quarantined()
      .map(({ id, party, code, at, entry }) => ({ id, party, code, at, entry }));
  }

  /** Tries an item once more, or throws it away. @throws `quarantine.not-found`, what hinders it still */
  async settle(id: number, how: 'retry' | 'discard', account: string): Promise<void> {
    const row = this.#tables.quarantined().find((each) => each.id === id);
    if (row === undefined) throw new CommonwatchError('quarantine.not-found', id);
    if (how === 'retry') await this.#inbox.retry(id);
    else this.#tables.settle(id);
    await this.#record(account, row.party, `quarantine ${how}`, { entry: row.entry, code: row.code });
  }

  /** Where an entry came from; undefined for one that was issued here. The entry itself is judged by the caller. */
  provenance(id: EntryId): ProvenanceView | undefined {
    const seal = this.#store.sealOf(id);
    if (seal === undefined) return undefined;
    const { path, receivedAt, key, revoked } = seal;
    return {
      path: [...path],
      holder: giverOf(seal),
      receivedAt,
      key,
      ...(revoked === undefined ? {} : { revoked: { by: revoked.by, modified: revoked.modified } }),
    };
  }

  async #pull({ party, settings }: PartnerRow): Promise<number> {
    let received = 0;
    for (;;) {
      const { stream, n, hash } = this.#inbox.cursor(party);
      const query = `stream=${stream}&n=${n}&hash=${hash}`;
      const answer = (await this.#asked(settings, 'GET', `/hubs/outbox?${query}`)) as { chunk?: unknown };
      if (answer.chunk === undefined) return received;
      const { state, cursor } = await this.#inbox.receive(party, answer.chunk);
      // A partner that answers with what we have would be asked for ever.
      if (state !== 'applied') throw new CommonwatchError('chunk.fork', party);
      received += cursor.stream === stream ? cursor.n - n : cursor.n;
    }
  }

  async #push({ party, settings }: PartnerRow): Promise<number> {
    let sent = 0;
    let cursor = (await this.#asked(settings, 'GET', '/hubs/cursor')) as Cursor;
    for (;;) {
      const chunk = await this.chunkAfter(party, cursor);
      if (chunk === undefined) return sent;
      const answer = (await this.#asked(settings, 'POST', '/hubs/chunks', chunk)) as Acknowledgement;
      if (answer.state !== 'applied') throw new CommonwatchError('chunk.fork', party);
      sent += chunk.payloads.length;
      ({ cursor } = answer);
    }
  }

  #asked(
    { url, token }: LinkSettings,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<unknown> {
    if (this.#ask === undefined || url === '') throw new CommonwatchError('partner.unreachable', url);
    return this.#ask({ url, token }, method, path, body);
  }

  /** @throws `partner.unknown`, `partner.unverified` */
  #assertOpen(party: PartyId): PartnerRow {
    const row = this.#tables.verified(party);
    if (row.settings.stopped) throw new CommonwatchError('partner.unverified', party);
    return row;
  }

  /** Chunks for one partner are made one after the other. */
  #inTurn<T>(party: PartyId, work: () => Promise<T>): Promise<T> {
    const mine = (this.#turns.get(party) ?? Promise.resolve()).then(work);
    this.#turns.set(
      party,
      mine.catch(() => undefined),
    );
    return mine;
  }

  #bundleParts(): BundleParts {
    return {
      store: this.#store,
      tables: this.#tables,
      outbox: this.#outbox,
      inbox: this.#inbox,
      now: this.#now,
    };
  }

  #viewOf(row: PartnerRow, quarantined: readonly { readonly party: PartyId }[]): PartnerHubView {
    const { party, card, verified, settings, sent, received } = row;
    const waiting = verified ? this.#outbox.waiting(party) : { changes: 0, unacknowledged: 0 };
    const tried = this.#tried.get(party);
    const { url, passesTo, hosts, pushes, stopped } = settings;
    return {
      party,
      name: card.name,
      fingerprint: fingerprintOf(card),
      verified,
      link: {
        url,
        passesTo: [...passesTo],
        hosts: [...hosts],
        pushes,
        stopped,
        hasToken: settings.token !== '',
        hasCertificate: settings.certificate !== '',
      },
      sent: {
        n: sent.n,
        acknowledged: sent.acked.n,
        exported: sent.exported,
        waiting: waiting.changes,
        ...(sent.acked.at === undefined ? {} : { acknowledgedAt: sent.acked.at }),
      },
      received: {
        n: received.n,
        parked: this.#tables.parked(party).length,
        ...(received.at === undefined ? {} : { at: received.at }),
        ...(received.problem === undefined ? {} : { problem: received.problem }),
      },
      quarantined: quarantined.filter((item) => item.party === party).length,
      revoked: this.#tables.revokedCount(party),
      ...(tried === undefined ? {} : { tried }),
    };
  }

  async #record(account: string, party: PartyId, act: string, more: Record<string, unknown>): Promise<void> {
    await this.#store.record('decision', { partner: party, act, ...more } as never, account);
  }
}
