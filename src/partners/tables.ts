/**
 * What a hub remembers of its exchange with partners' hubs, in the local database: it speaks of this hub's links and is
 * never synchronised itself. What was exchanged stands in the journal.
 */
import { CommonwatchError } from '../core/index.ts';
import type { EntryId, Instant, PartyId } from '../core/index.ts';
import { PublicKey } from '../store/index.ts';
import type { Sql } from '../store/index.ts';
import type { Card } from './card.ts';
import { beginning } from './format.ts';
import type { Cursor } from './format.ts';

const tables = `
CREATE TABLE IF NOT EXISTS partner (
  party TEXT PRIMARY KEY, card TEXT NOT NULL, verified INTEGER NOT NULL, settings TEXT NOT NULL, sent TEXT NOT NULL,
  received TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS partner_key (
  party TEXT NOT NULL, key TEXT NOT NULL, public_key TEXT NOT NULL, PRIMARY KEY (party, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS partner_chunk (
  party TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, hash TEXT NOT NULL, chunk TEXT NOT NULL,
  PRIMARY KEY (party, first)
) STRICT;
CREATE TABLE IF NOT EXISTS partner_held (
  party TEXT NOT NULL, no INTEGER NOT NULL, seq INTEGER NOT NULL, copy TEXT NOT NULL, PRIMARY KEY (party, no)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS partner_onward (
  party TEXT NOT NULL, other TEXT NOT NULL, seen BLOB NOT NULL, PRIMARY KEY (party, other)
) STRICT;
CREATE TABLE IF NOT EXISTS partner_given (
  id TEXT NOT NULL, party TEXT NOT NULL, stream TEXT NOT NULL, PRIMARY KEY (id, party)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS partner_parked (
  party TEXT NOT NULL, stream TEXT NOT NULL, first INTEGER NOT NULL, chunk TEXT NOT NULL, PRIMARY KEY (party, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS partner_quarantine (
  id INTEGER PRIMARY KEY, party TEXT NOT NULL, stream TEXT NOT NULL, n INTEGER NOT NULL, code TEXT NOT NULL,
  at TEXT NOT NULL, entry TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (party, stream, n)
) STRICT;
CREATE TABLE IF NOT EXISTS partner_revoked (
  party TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (party, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS partner_erased (id TEXT PRIMARY KEY, notice TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** How a partner's hub is reached, and what it may pass on. */
export interface LinkSettings {
  /** Where it is asked and sent to, such as `https://hub.example.org`; '' for one that only files reach. */
  readonly url: string;
  /** Our token on its hub; '' where our certificate stands for us. */
  readonly token: string;
  /** The account here that its hub signs in with; '' for none. */
  readonly account: string;
  /** SHA-256 of the certificate that its hub comes with; '' for none. */
  readonly certificate: string;
  /** The parties to which it may pass on what they may see too, and is not under originator control. */
  readonly passesTo: readonly PartyId[];
  /** Parties without a hub of their own whose entries it issues. */
  readonly hosts: readonly PartyId[];
  /** We send to it, and do not wait until it asks. */
  readonly pushes: boolean;
  readonly stopped: boolean;
}

export const noSettings: LinkSettings = {
  url: '',
  token: '',
  account: '',
  certificate: '',
  passesTo: [],
  hosts: [],
  pushes: false,
  stopped: false,
};

/** Our stream to a partner. */
export interface SentState {
  readonly epoch: number;
  readonly run: number;
  readonly stream: string;
  /** The end of the newest chunk. */
  readonly n: number;
  readonly hash: string;
  readonly acked: { readonly n: number; readonly hash: string; readonly at?: Instant };
  /** The end of what was written into files, and of the partner's stream as files told it that we have it. */
  readonly exported: number;
  readonly told: number;
  /** As whom it read when its copies were made: they are compared anew when that changes. */
  readonly readers: string;
  /** The stream replaces an earlier one: its first round ends with `restated`. */
  readonly restates: boolean;
}

/** A partner's stream to us. */
export interface ReceivedState extends Cursor {
  readonly epoch: number;
  readonly run: number;
  readonly at?: Instant;
  /** Why the last chunk was not taken. */
  readonly problem?: { readonly code: string; readonly at: Instant };
}

export interface PartnerRow {
  readonly party: PartyId;
  readonly card: Card;
  readonly verified: boolean;
  readonly settings: LinkSettings;
  readonly sent: SentState;
  readonly received: ReceivedState;
}

export interface QuarantineRow {
  readonly id: number;
  readonly party: PartyId;
  readonly code: string;
  readonly at: Instant;
  readonly entry: string;
  readonly body: string;
}

/** A chunk that was sent and not yet acknowledged. */
export interface ChunkRow {
  readonly first: number;
  readonly last: number;
  readonly hash: string;
  /** As `outbox.ts` keeps it. */
  readonly chunk: string;
}

export class PartnerTables {
  readonly sql: Sql;
  readonly #isEmpty: boolean;

  constructor(sql: Sql, isReadOnly = false) {
    this.sql = sql;
    // Where only is looked and nothing was ever exchanged, there are no tables to look at.
    this.#isEmpty =
      isReadOnly && sql.all("SELECT 1 FROM sqlite_master WHERE name = 'partner_erased'").length === 0;
    if (isReadOnly) return;
    // What was quarantined and then erased leaves no trace on the disk.
    sql.exec('PRAGMA secure_delete = ON');
    sql.exec(tables);
  }

  all(): PartnerRow[] {
    if (this.#isEmpty) return [];
    return this.sql
      .all<[string, string, number, string, string, string]>(
        'SELECT party, card, verified, settings, sent, received FROM partner ORDER BY party',
      )
      .map(([party, card, verified, settings, sent, received]) => ({
        party,
        card: JSON.parse(card),
        verified: verified === 1,
        settings: { ...noSettings, ...JSON.parse(settings) },
        sent: JSON.parse(sent),
        received: JSON.parse(received),
      }));
  }

  find(party: PartyId): PartnerRow | undefined {
    return this.all().find((row) => row.party === party);
  }

  /** @throws `partner.unknown` */
  get(party: PartyId): PartnerRow {
    const row = this.find(party);
    if (row === undefined) throw new CommonwatchError('partner.unknown', party);
    return row;
  }

  /** @throws `partner.unknown`, `partner.unverified` */
  verified(party: PartyId): PartnerRow {
    const row = this.get(party);
    if (!row.verified) throw new CommonwatchError('partner.unverified', party);
    return row;
  }

  /** Adds a partner, or changes its card; its streams stay. */
  putCard(card: Card, isVerified: boolean, sent: SentState): void {
    this.sql.run(
      `INSERT INTO partner VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (party) DO UPDATE SET card = excluded.card, verified = excluded.verified`,
      card.party,
      JSON.stringify(card),
      isVerified ? 1 : 0,
      JSON.stringify(noSettings),
      JSON.stringify(sent),
      JSON.stringify({ ...beginning, epoch: 0, run: 0 } satisfies ReceivedState),
    );
  }

  putSettings(party: PartyId, settings: LinkSettings): void {
    this.sql.run('UPDATE partner SET settings = ? WHERE party = ?', JSON.stringify(settings), party);
  }

  putSent(party: PartyId, sent: SentState): void {
    this.sql.run('UPDATE partner SET sent = ? WHERE party = ?', JSON.stringify(sent), party);
  }

  putReceived(party: PartyId, received: ReceivedState): void {
    this.sql.run('UPDATE partner SET received = ? WHERE party = ?', JSON.stringify(received), party);
  }

  /** Forgets a partner's hub and all that is remembered of the exchange with it. */
  remove(party: PartyId): void {
    this.sql.transaction(() => {
      for (const table of [
        'partner',
        'partner_key',
        'partner_chunk',
        'partner_held',
        'partner_onward',
        'partner_parked',
      ])
        this.sql.run(`DELETE FROM ${table} WHERE party = ?`, party);
    });
  }

  /** The key of a party by its id, where it is known. */
  key(party: PartyId, id: string): PublicKey | undefined {
    const row = this.sql.get<[string]>(
      'SELECT public_key FROM partner_key WHERE party = ? AND key = ?',
      party,
      id,
    );
    return row === undefined ? undefined : new PublicKey(row[0]);
  }

  /**
   * The key that speaks for an owner: its own hub's or, for a party that has none here, that of a hub which was said to
   * issue its entries.
   */
  keyFor(owner: PartyId, key: string, host: PartyId): PublicKey | undefined {
    if (owner === host || this.find(owner) !== undefined) return this.key(owner, key);
    return this.find(host)?.settings.hosts.includes(owner) ? this.key(host, key) : undefined;
  }

  addKey(party: PartyId, publicKey: string): void {
    this.sql.run(
      'INSERT INTO partner_key VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      party,
      new PublicKey(publicKey).id,
      publicKey,
    );
  }

  /** From here on this key alone speaks for a party. */
  setOnlyKey(party: PartyId, publicKey: string): void {
    this.sql.run('DELETE FROM partner_key WHERE party = ?', party);
    this.addKey(party, publicKey);
  }

  /** By entry number: the seq of the version that a partner holds. */
  held(party: PartyId): [no: number, seq: number][] {
    return this.sql.all<[number, number]>('SELECT no, seq FROM partner_held WHERE party = ?', party);
  }

  /** The digest of the copy that a partner holds. */
  heldCopy(party: PartyId, no: number): string | undefined {
    return this.sql.get<[string]>('SELECT copy FROM partner_held WHERE party = ? AND no = ?', party, no)?.[0];
  }

  putHeld(party: PartyId, no: number, seq: number, copy: string): void {
    this.sql.run(
      `INSERT INTO partner_held VALUES (?, ?, ?, ?)
       ON CONFLICT (party, no) DO UPDATE SET seq = excluded.seq, copy = excluded.copy`,
      party,
      no,
      seq,
      copy,
    );
  }

  dropHeld(party: PartyId, no: number): void {
    this.sql.run('DELETE FROM partner_held WHERE party = ? AND no = ?', party, no);
  }

  /** What a party to whom a partner passes on could see, one bit an entry. */
  onward(party: PartyId, other: PartyId): Uint8Array | undefined {
    return this.sql.get<[Uint8Array]>(
      'SELECT seen FROM partner_onward WHERE party = ? AND other = ?',
      party,
      other,
    )?.[0];
  }

  putOnward(party: PartyId, other: PartyId, seen: Uint8Array): void {
    this.sql.run(
      `INSERT INTO partner_onward VALUES (?, ?, ?) ON CONFLICT (party, other) DO UPDATE SET seen = excluded.seen`,
      party,
      other,
      seen,
    );
  }

  chunkFrom(party: PartyId, first: number): ChunkRow | undefined {
    const row = this.sql.get<[number, string, string]>(
      'SELECT last, hash, chunk FROM partner_chunk WHERE party = ? AND first = ?',
      party,
      first,
    );
    return row === undefined ? undefined : { first, last: row[0], hash: row[1], chunk: row[2] };
  }

  /** The chunk that ends at a number. */
  hashAt(party: PartyId, last: number): string | undefined {
    return this.sql.get<[string]>(
      'SELECT hash FROM partner_chunk WHERE party = ? AND last = ?',
      party,
      last,
    )?.[0];
  }

  putChunk(party: PartyId, { first, last, hash, chunk }: ChunkRow): void {
    this.sql.run('INSERT INTO partner_chunk VALUES (?, ?, ?, ?, ?)', party, first, last, hash, chunk);
  }

  dropChunks(party: PartyId, upTo: number): void {
    this.sql.run('DELETE FROM partner_chunk WHERE party = ? AND last <= ?', party, upTo);
  }

  /** Forgets what a partner was sent: its next stream begins anew. */
  forgetSent(party: PartyId): void {
    this.sql.run('DELETE FROM partner_chunk WHERE party = ?', party);
    this.sql.run('DELETE FROM partner_held WHERE party = ?', party);
    this.sql.run('DELETE FROM partner_onward WHERE party = ?', party);
  }

  giversOf(id: EntryId): PartyId[] {
    return this.sql
      .all<[string]>('SELECT party FROM partner_given WHERE id = ? ORDER BY party', id)
      .map(([party]) => party);
  }

  putGiven(id: EntryId, party: PartyId, stream: string): void {
    this.sql.run(
      `INSERT INTO partner_given VALUES (?, ?, ?) ON CONFLICT (id, party) DO UPDATE SET stream = excluded.stream`,
      id,
      party,
      stream,
    );
  }

  dropGiven(id: EntryId, party: PartyId): void {
    this.sql.run('DELETE FROM partner_given WHERE id = ? AND party = ?', id, party);
  }

  noteRevoked(id: EntryId, party: PartyId, isRevoked: boolean): void {
    if (isRevoked)
      this.sql.run('INSERT INTO partner_revoked VALUES (?, ?) ON CONFLICT DO NOTHING', party, id);
    else this.sql.run('DELETE FROM partner_revoked WHERE party = ? AND id = ?', party, id);
  }

  /** How many entries a partner gave and took back. */
  revokedCount(party: PartyId): number {
    return this.sql.get<[number]>('SELECT count(*) FROM partner_revoked WHERE party = ?', party)?.[0] ?? 0;
  }

  /** What a partner gave in earlier streams and has not said again. */
  givenBefore(party: PartyId, stream: string): EntryId[] {
    return this.sql
      .all<[string]>('SELECT id FROM partner_given WHERE party = ? AND stream <> ?', party, stream)
      .map(([id]) => id as EntryId);
  }

  park(party: PartyId, stream: string, first: number, chunk: string): void {
    this.sql.run(
      'INSERT INTO partner_parked VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      party,
      stream,
      first,
      chunk,
    );
  }

  parked(party: PartyId): { readonly first: number; readonly stream: string }[] {
    return this.sql
      .all<[number, string]>('SELECT first, stream FROM partner_parked WHERE party = ? ORDER BY first', party)
      .map(([first, stream]) => ({ first, stream }));
  }

  parkedChunk(party: PartyId, first: number): string | undefined {
    return this.sql.get<[string]>(
      'SELECT chunk FROM partner_parked WHERE party = ? AND first = ?',
      party,
      first,
    )?.[0];
  }

  /** Takes parked chunks out that are not needed any longer. */
  unpark(party: PartyId, upTo: number, stream: string): void {
    this.sql.run(
      'DELETE FROM partner_parked WHERE party = ? AND (first <= ? OR stream <> ?)',
      party,
      upTo,
      stream,
    );
  }

  quarantine(row: Omit<QuarantineRow, 'id'> & { readonly stream: string; readonly n: number }): void {
    this.sql.run(
      `INSERT INTO partner_quarantine (party, stream, n, code, at, entry, body) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      row.party,
      row.stream,
      row.n,
      row.code,
      row.at,
      row.entry,
      row.body,
    );
  }

  quarantined(): QuarantineRow[] {
    if (this.#isEmpty) return [];
    return this.sql
      .all<[number, string, string, string, string, string]>(
        'SELECT id, party, code, at, entry, body FROM partner_quarantine ORDER BY id DESC LIMIT 1000',
      )
      .map(([id, party, code, at, entry, body]) => ({ id, party, code, at, entry, body }));
  }

  settle(id: number): void {
    this.sql.run('DELETE FROM partner_quarantine WHERE id = ?', id);
  }

  /** What waits of an entry goes when it is erased. */
  settleEntry(id: EntryId): void {
    this.sql.run('DELETE FROM partner_quarantine WHERE entry = ?', id);
  }

  /** The owner's word on an erasure, to be passed on. */
  putErased(id: EntryId, notice: string): void {
    this.sql.run('INSERT INTO partner_erased VALUES (?, ?) ON CONFLICT DO NOTHING', id, notice);
  }

  erased(id: EntryId): string | undefined {
    return this.sql.get<[string]>('SELECT notice FROM partner_erased WHERE id = ?', id)?.[0];
  }
}
