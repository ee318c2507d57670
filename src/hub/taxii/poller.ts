/**
 * TAXII 2.1 client: collections of partners' servers are polled on a schedule. Where a poll broke off, the next one goes
 * on; what does not validate is kept aside with its reason; nothing that was taken is taken twice.
 */
import { readFileSync } from 'node:fs';
import { CommonwatchError, instant } from '../../core/index.ts';
import type { EntryDraft, PartyId, PartyLevel } from '../../core/index.ts';
import { isRecord, isTimestamp, taxiiMediaType } from '../../exchange/index.ts';
import type { Store } from '../../store/index.ts';
import type { TaxiiFeedsView } from '../api.ts';
import type { TaxiiFeedConfig } from '../config.ts';
import type { LocalTables } from '../local.ts';
import { addObjects } from './adding.ts';
import type { WithdrawnVersions } from './withdrawn.ts';

/** One request; the poller opens no socket by itself, so that a test can stand in for the network. */
export type TaxiiAsk = (
  url: string,
  headers: Readonly<Record<string, string>>,
) => Promise<{ status: number; headers: Readonly<Record<string, string>>; text: string }>;

export type TaxiiFeedState = TaxiiFeedsView['feeds'][number];
export type Quarantined = TaxiiFeedsView['quarantined'][number];

export interface PollResult {
  readonly taken: number;
  readonly quarantined: number;
}

interface PollerParts {
  readonly feeds: readonly TaxiiFeedConfig[];
  readonly store: Store;
  readonly local: LocalTables;
  readonly holder: PartyId;
  readonly withdrawn: WithdrawnVersions;
  readonly level: () => PartyLevel;
  readonly now: () => number;
  readonly ask?: TaxiiAsk;
}

const tables = `
  CREATE TABLE IF NOT EXISTS taxii_feed (
    id TEXT PRIMARY KEY, added_after TEXT NOT NULL, next TEXT NOT NULL, polled INTEGER NOT NULL, taken INTEGER NOT NULL,
    quarantined INTEGER NOT NULL, failure TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS taxii_quarantine (
    n INTEGER PRIMARY KEY, feed TEXT NOT NULL, time INTEGER NOT NULL, object TEXT NOT NULL, version TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT;
`;
const columns = ['id', 'added_after', 'next', 'polled', 'taken', 'quarantined', 'failure'] as const;
type Row = Record<(typeof columns)[number], string | number>;

const pageSize = 1000;
const maxPages = 10_000;
const maxBytes = 64 * 1024 * 1024;
const timeoutMs = 60_000;
const keepQuarantined = 10_000;

export class TaxiiPoller {
  readonly #parts: PollerParts;
  readonly #ask: TaxiiAsk;
  readonly #running = new Map<string, Promise<PollResult>>();
  #timers: NodeJS.Timeout[] = [];
  #closed = false;

  constructor(parts: PollerParts) {
    this.#parts = parts;
    this.#ask = parts.ask ?? askOverHttp;
    parts.local.script(tables);
  }

  /** Polls each feed now and then again, until closed. */
  start(): void {
    for (const feed of this.#parts.feeds) {
      const poll = () => void this.poll(feed.id).catch(() => {});
      this.#timers.push(setInterval(poll, feed.everyMinutes * 60_000).unref());
      poll();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    await Promise.allSettled(this.#running.values());
  }

  states(): TaxiiFeedState[] {
    return this.#parts.feeds.map((feed) => {
      const { polled, taken, quarantined, failure } = this.#row(feed.id);
      return {
        id: feed.id,
        url: feed.url,
        everyMinutes: feed.everyMinutes,
        ...(Number(polled) > 0 ? { polledAt: instant(Number(polled)) } : {}),
        taken: Number(taken),
        quarantined: Number(quarantined),
        ...(failure === '' ? {} : { failure: String(failure) }),
      };
    });
  }

  /** What was kept aside, newest first. */
  quarantine(limit: number): Quarantined[] {
    return this.#parts.local
      .all<{ feed: string; time: number; object: string; version: string; reason: string }>(
        ['feed', 'time', 'object', 'version', 'reason'],
        'FROM taxii_quarantine ORDER BY n DESC LIMIT ?',
        [limit],
      )
      .map(({ time, ...rest }) => ({ ...rest, at: instant(time) }));
  }

  /** Polls one feed to its end; a second call while it runs waits for the same. @throws `taxii.not-found`, `taxii.poll-failed` */
  async poll(id: string): Promise<PollResult> {
    const feed = this.#parts.feeds.find((each) => each.id === id);
    if (feed === undefined) throw new CommonwatchError('taxii.not-found', id);
    const running = this.#running.get(id);
    if (running !== undefined) return running;
    const polling = this.#pollAll(feed).finally(() => this.#running.delete(id));
    this.#running.set(id, polling);
    return polling;
  }

  async #pollAll(feed: TaxiiFeedConfig): Promise<PollResult> {
    const total = { taken: 0, quarantined: 0 };
    try {
      for (let page = 0; page < maxPages && !this.#closed; page++) {
        const { taken, quarantined, more } = await this.#page(feed);
        total.taken += taken;
        total.quarantined += quarantined;
        if (!more) break;
      }
      this.#save(feed.id, { polled: this.#parts.now(), failure: '' });
      return total;
    } catch (error) {
      const told =
        error instanceof CommonwatchError
          ? error
          : new CommonwatchError('taxii.poll-failed', feed.id, {
              cause: error,
              detail: 'The server could not be reached.',
            });
      this.#save(feed.id, { failure: told.message });
      throw told;
    }
  }

  /** One page: taken, and only then remembered as taken. */
  async #page(feed: TaxiiFeedConfig): Promise<PollResult & { more: boolean }> {
    const { added_after, next } = this.#row(feed.id);
    const query = new URLSearchParams({ limit: String(pageSize) });
    if (added_after !== '') query.set('added_after', String(added_after));
    if (next !== '') query.set('next', String(next));
    const answer = await this.#ask(
      `${feed.url.replace(/\/*$/, '/')}objects/?${query.toString()}`,
      headersOf(feed),
    );
    // A token that is no longer taken: from the last date on again; what is here already is taken once only.
    if (next !== '' && answer.status === 400) {
      this.#save(feed.id, { next: '' });
      return { taken: 0, quarantined: 0, more: true };
    }
    const envelope = envelopeOf(feed.id, answer);
    const outcome = await this.#take(feed, envelope.objects);
    const last = answer.headers['x-taxii-date-added-last'];
    const isMore = envelope.more && envelope.next !== undefined;
    this.#save(feed.id, {
      next: isMore ? envelope.next : '',
      // While pages go on, the token knows where; the date moves with the last of them.
      ...(isTimestamp(last) && !isMore ? { added_after: last } : {}),
      taken: Number(this.#row(feed.id).taken) + outcome.taken,
      quarantined: Number(this.#row(feed.id).quarantined) + outcome.quarantined,
    });
    return { ...outcome, more: isMore };
  }

  async #take(feed: TaxiiFeedConfig, objects: readonly unknown[]): Promise<PollResult> {
    const { store, holder, level, withdrawn } = this.#parts;
    const giver = {
      owner: holder,
      level: level(),
      source: feed.id,
      addressees: { recipient: holder, green: feed.green, amber: feed.amber },
    };
    const append = (drafts: readonly EntryDraft[]) => store.append(drafts, { account: `taxii.${feed.id}` });
    const { successes, failures } = await addObjects(objects, { giver, store, append, withdrawn });
    for (const { id, version, message } of failures) this.#keepAside(feed.id, id, version, message ?? '');
    return {
      taken: successes.filter(({ message }) => message === undefined).length,
      quarantined: failures.length,
    };
  }

  #keepAside(feed: string, object: string, version: string, reason: string): void {
    const { local, now } = this.#parts;
    const clean = (text: string) => text.replaceAll('\0', '').slice(0, 1000);
    local.run('INSERT INTO taxii_quarantine (feed, time, object, version, reason) VALUES (?, ?, ?, ?, ?)', [
      feed,
      now(),
      clean(object),
      clean(version),
      clean(reason),
    ]);
    local.run('DELETE FROM taxii_quarantine WHERE n <= (SELECT max(n) FROM taxii_quarantine) - ?', [
      keepQuarantined,
    ]);
  }

  #row(id: string): Row {
    const [row] = this.#parts.local.all<Row>(columns, 'FROM taxii_feed WHERE id = ?', [id]);
    return row ?? { id, added_after: '', next: '', polled: 0, taken: 0, quarantined: 0, failure: '' };
  }

  #save(id: string, change: Partial<Row>): void {
    const row = { ...this.#row(id), ...change, id };
    this.#parts.local.run(
      `INSERT OR REPLACE INTO taxii_feed (${columns.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      columns.map((column) => row[column]),
    );
  }
}

interface Envelope {
  readonly objects: readonly unknown[];
  readonly more: boolean;
  readonly next?: string;
}

/** @throws `taxii.poll-failed` */
function envelopeOf(feed: string, { status, headers, text }: Awaited<ReturnType<TaxiiAsk>>): Envelope {
  const fail = (detail: string) => new CommonwatchError('taxii.poll-failed', feed, { detail });
  if (status !== 200) throw fail(`The server answers ${status}.`);
  if (!(headers['content-type'] ?? '').startsWith('application/taxii+json'))
    throw fail('The answer is not TAXII 2.1.');
  let envelope: unknown;
  try {
    envelope = JSON.parse(text);
  } catch {
    throw fail('The answer is no JSON.');
  }
  const { objects = [], more, next } = isRecord(envelope) ? envelope : {};
  if (!Array.isArray(objects)) throw fail('The answer holds no list of objects.');
  return { objects, more: more === true, ...(typeof next === 'string' ? { next } : {}) };
}

function headersOf({ user, token, tokenFile }: TaxiiFeedConfig): Record<string, string> {
  const secret = tokenFile === undefined ? token : readFileSync(tokenFile, 'utf8').trim();
  if (secret === undefined || secret === '') return { accept: taxiiMediaType };
  const authorization =
    user === undefined ? `Bearer ${secret}` : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  return { accept: taxiiMediaType, authorization };
}

const askOverHttp: TaxiiAsk = async (url, headers) => {
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += (chunk as Uint8Array).length;
    if (length > maxBytes)
      throw new CommonwatchError('taxii.poll-failed', undefined, { detail: 'The answer is too large.' });
    chunks.push(chunk as Uint8Array);
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: Buffer.concat(chunks).toString('utf8'),
  };
};
