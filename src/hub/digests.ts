/**
 * Digests by mail: the brief of a subscribed party as a file that any mail system takes (RFC 5322, `.eml`), laid into a
 * folder at its hour. The hub opens no connection to a mail server; whoever keeps it points one at the folder.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../core/index.ts';
import type { Brief, Language, PartyId } from '../core/index.ts';
import { writePrivate } from '../store/index.ts';
import type { SubscriptionDraft, SubscriptionView } from './api.ts';
import type { LocalTables } from './local.ts';

const table = `
  CREATE TABLE IF NOT EXISTS subscription (
    id TEXT PRIMARY KEY, party TEXT NOT NULL, address TEXT NOT NULL, language TEXT NOT NULL,
    every_hours INTEGER NOT NULL, next INTEGER NOT NULL, last INTEGER
  ) STRICT;
`;

const hourMs = 3_600_000;
const columns = ['id', 'party', 'address', 'language', 'every_hours', 'next', 'last'] as const;
interface Row {
  id: string;
  party: string;
  address: string;
  language: string;
  every_hours: number;
  next: number;
  last: number | null;
}

/** What is sent: the brief as text and as a page. */
export interface Mail {
  readonly brief: Brief;
  readonly subject: string;
  readonly text: string;
  readonly pdf: Uint8Array;
}

/** Makes one party's mail, of what it may see since a time. @throws `party.unknown` */
export type MakeMail = (party: PartyId, language: Language, sinceUtcMs: number) => Promise<Mail>;

export class Digests {
  readonly #local: LocalTables;
  readonly #folder: string;
  readonly #now: () => number;

  /** @param folder where mail is laid */
  constructor(local: LocalTables, folder: string, now: () => number) {
    this.#local = local;
    this.#folder = folder;
    this.#now = now;
    local.script(table);
  }

  list(): SubscriptionView[] {
    return this.#rows('ORDER BY party, id').map((row) => ({
      id: row.id,
      party: row.party,
      address: row.address,
      language: row.language as Language,
      everyHours: row.every_hours,
      nextAt: new Date(row.next).toISOString(),
      ...(row.last === null ? {} : { lastAt: new Date(row.last).toISOString() }),
    }));
  }

  /** Adds one; its first digest is due at the next full hour that is asked for (UTC). */
  add({ party, address, language, everyHours, atHourUtc }: SubscriptionDraft): SubscriptionView[] {
    const now = this.#now();
    const today = new Date(now);
    let next = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate(), atHourUtc);
    while (next <= now) next += everyHours * hourMs;
    this.#local.run(
      'INSERT INTO subscription (id, party, address, language, every_hours, next) VALUES (?, ?, ?, ?, ?, ?)',
      [randomBytes(6).toString('hex'), party, address, language, everyHours, next],
    );
    return this.list();
  }

  /** @throws `subscription.not-found` */
  remove(id: string): SubscriptionView[] {
    if (this.#rows('WHERE id = ?', [id]).length === 0)
      throw new CommonwatchError('subscription.not-found', id);
    this.#local.run('DELETE FROM subscription WHERE id = ?', [id]);
    return this.list();
  }

  /** Lays down what is due. What was missed while the hub stood still is one digest, not many. @returns the files */
  async sendDue(make: MakeMail): Promise<string[]> {
    const files: string[] = [];
    const now = this.#now();
    for (const row of this.#rows('WHERE next <= ? ORDER BY next', [now])) {
      const stepMs = row.every_hours * hourMs;
      const next = row.next + Math.ceil((now - row.next + 1) / stepMs) * stepMs;
      const mail = await make(row.party, row.language as Language, row.last ?? now - stepMs);
      files.push(this.#lay(row, mail, now));
      this.#local.run('UPDATE subscription SET next = ?, last = ? WHERE id = ?', [next, now, row.id]);
    }
    return files;
  }

  #lay({ id, party, address }: Row, mail: Mail, now: number): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const stamp = new Date(now).toISOString().slice(0, 16).replace(/[-:]/g, '');
    const file = join(this.#folder, `${stamp}-${party}-${id}.eml`);
    writePrivate(file, emlOf(address, mail, now));
    return file;
  }

  #rows(from: string, values: readonly (string | number)[] = []): Row[] {
    return this.#local.all<Row>(columns, `FROM subscription ${from}`, values);
  }
}

/** A mail with the brief as text, and as a page beside it. */
export function emlOf(address: string, { brief, subject, text, pdf }: Mail, nowUtcMs: number): string {
  const boundary = `cw-${randomBytes(12).toString('hex')}`;
  const part = (headers: readonly string[], bytes: Uint8Array) =>
    [`--${boundary}`, ...headers, 'Content-Transfer-Encoding: base64', '', lines76(bytes)].join('\r\n');
  return [
    'From: Commonwatch <commonwatch@localhost>',
    `To: ${address}`,
    `Subject: ${encoded(subject)}`,
    `Date: ${new Date(nowUtcMs).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomBytes(12).toString('hex')}@commonwatch>`,
    `X-Marking: ${brief.marking}`,
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    part(['Content-Type: text/plain; charset=utf-8'], Buffer.from(text, 'utf8')),
    part(
      [
        'Content-Type: application/pdf',
        `Content-Disposition: attachment; filename="brief-${brief.party}-${brief.at.slice(0, 10)}.pdf"`,
      ],
      pdf,
    ),
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

function lines76(bytes: Uint8Array): string {
  return (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n');
}

/** A header's text as encoded words (RFC 2047), at most 45 bytes each, cut between characters. */
function encoded(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word]
    .map((each) => `=?UTF-8?B?${Buffer.from(each, 'utf8').toString('base64')}?=`)
    .join('\r\n ');
}
