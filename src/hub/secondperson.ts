/** Releases that wait for a second person: who asked, for which entry, and how exactly. Nothing is released by waiting. */
import { randomBytes } from 'node:crypto';
import { CommonwatchError } from '../core/index.ts';
import type { EntryId, Instant, PartyId } from '../core/index.ts';
import type { ReleaseRequest } from './api.ts';
import type { Config } from './config.ts';
import type { LocalTables } from './local.ts';

const table = `
  CREATE TABLE IF NOT EXISTS release_proposal (
    id TEXT PRIMARY KEY, party TEXT NOT NULL, account TEXT NOT NULL, entry TEXT NOT NULL, modified TEXT NOT NULL,
    request TEXT NOT NULL, at TEXT NOT NULL
  ) STRICT;
`;

export interface Proposal {
  readonly id: string;
  readonly party: PartyId;
  readonly account: string;
  readonly entry: EntryId;
  /** The version that was looked at: another one has to be proposed anew. */
  readonly modified: Instant;
  readonly request: ReleaseRequest;
  readonly at: Instant;
}

const columns = ['id', 'party', 'account', 'entry', 'modified', 'request', 'at'] as const;
type Row = Record<(typeof columns)[number], string>;

export class Proposals {
  readonly #local: LocalTables;

  constructor(local: LocalTables) {
    this.#local = local;
    local.script(table);
  }

  /** Those of a party, newest first. */
  of(party: PartyId): Proposal[] {
    return this.#local
      .all<Row>(columns, 'FROM release_proposal WHERE party = ? ORDER BY at DESC, id', [party])
      .map((row) => ({
        ...row,
        entry: row.entry as EntryId,
        request: JSON.parse(row.request) as ReleaseRequest,
      }));
  }

  add(proposal: Omit<Proposal, 'id'>): void {
    const { party, account, entry, modified, request, at } = proposal;
    this.#local.run('INSERT INTO release_proposal VALUES (?, ?, ?, ?, ?, ?, ?)', [
      randomBytes(6).toString('hex'),
      party,
      account,
      entry,
      modified,
      JSON.stringify(request),
      at,
    ]);
  }

  /** @throws `proposal.not-found` */
  get(party: PartyId, id: string): Proposal {
    const found = this.of(party).find((proposal) => proposal.id === id);
    if (found === undefined) throw new CommonwatchError('proposal.not-found', id);
    return found;
  }

  remove(id: string): void {
    this.#local.run('DELETE FROM release_proposal WHERE id = ?', [id]);
  }
}

/** Whether the house's policy asks for a second person. Taking back never needs one. */
export function needsSecondPerson({ release }: Config, request: ReleaseRequest): boolean {
  if (request.audience.kind === 'owner') return false;
  switch (release.secondPerson) {
    case 'always':
      return true;
    case 'sanitised':
      return request.sanitise !== undefined || request.audience.kind === 'public';
    case 'public':
      return request.audience.kind === 'public';
    case 'never':
      return false;
  }
}
