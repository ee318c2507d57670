/** Adding objects to a collection, and what became of each: the status resource of TAXII 2.1, section 4.3. */
import { randomUUID } from 'node:crypto';
import { CommonwatchError, instant } from '../../core/index.ts';
import type { EntryDraft, EntryId, PartyId } from '../../core/index.ts';
import { entryIdOf, inVersionOrder, isStixObject, judgeObject, reasonOf } from '../../cti/index.ts';
import type { Giver, Judged, StixObjectBody } from '../../cti/index.ts';
import { compareTimestamps, isTimestamp } from '../../exchange/index.ts';
import type { TaxiiOutcome, TaxiiStatus } from '../../exchange/index.ts';
import type { Store } from '../../store/index.ts';
import type { LocalTables } from '../local.ts';

type Taken = Extract<Judged, { kind: 'taken' }>;

export interface Added {
  readonly successes: readonly TaxiiOutcome[];
  readonly failures: readonly TaxiiOutcome[];
}

/** While one share of a request is being written, the next is validated. */
const share = 250;
const maxUnderWay = 3;

/** Adds objects as entries of their giver; one that is refused hinders no other. Resolves when they are on disk. */
export async function addObjects(
  objects: readonly unknown[],
  giver: Giver,
  store: Store,
  append: (drafts: readonly EntryDraft[]) => Promise<unknown>,
): Promise<Added> {
  const ordered = inVersionOrder(objects);
  const shares: Promise<Added>[] = [];
  for (let from = 0; from < ordered.length; from += share) {
    shares.push(addShare(ordered.slice(from, from + share), giver, store, append));
    await shares[shares.length - maxUnderWay];
  }
  const added = await Promise.all(shares);
  return {
    successes: added.flatMap(({ successes }) => successes),
    failures: added.flatMap(({ failures }) => failures),
  };
}

/** Everything up to the writing happens at once, so that a later share finds what this one gives. */
async function addShare(
  objects: readonly unknown[],
  giver: Giver,
  store: Store,
  append: (drafts: readonly EntryDraft[]) => Promise<unknown>,
): Promise<Added> {
  const successes: TaxiiOutcome[] = [];
  const failures: TaxiiOutcome[] = [];
  const writing: Promise<Added>[] = [];
  const fresh = new Map<string, Taken>();
  const judged = objects.map((object) => judgeObject(object, giver));
  const known = store.known(judged.flatMap((each) => (each.kind === 'taken' ? (each.draft.id ?? []) : [])));
  const write = () => {
    if (fresh.size > 0) writing.push(appendEach([...fresh.values()], append));
    fresh.clear();
  };
  for (const each of judged) {
    const outcome = { id: each.id, version: each.version };
    if (each.kind === 'refused') {
      failures.push({ ...outcome, message: reasonOf(each.issues) });
      continue;
    }
    // A second version of the same object is written after the first.
    const isSecond = fresh.has(each.id);
    if (isSecond) write();
    const isKnown = isSecond || writing.length > 0 || known.has(each.draft.id as EntryId);
    const standing = isKnown ? standingOf(each, giver.owner, store) : 'new';
    if (standing === 'same') successes.push({ ...outcome, message: 'This version is here already.' });
    else if (standing === 'newer') failures.push({ ...outcome, message: 'A newer version is here already.' });
    else fresh.set(each.id, each);
  }
  write();
  for (const { successes: done, failures: refused } of await Promise.all(writing)) {
    successes.push(...done);
    failures.push(...refused);
  }
  return { successes, failures };
}

/** How an object stands to the giver's own newest version of it. Others' are no concern of this. */
function standingOf({ id, version, draft }: Taken, owner: PartyId, store: Store): 'new' | 'same' | 'newer' {
  const entry = store.peek(entryIdOf(owner, id));
  if (entry === undefined || !isStixObject(entry)) return 'new';
  const held = entry.body.stixVersion;
  if (!isTimestamp(held) || !isTimestamp(version))
    return entry.body.object === (draft.body as StixObjectBody).object ? 'same' : 'new';
  const order = compareTimestamps(version, held);
  return order > 0 ? 'new' : order === 0 ? 'same' : 'newer';
}

async function appendEach(
  taken: readonly Taken[],
  append: (drafts: readonly EntryDraft[]) => Promise<unknown>,
): Promise<Added> {
  const outcome = ({ id, version }: Taken) => ({ id, version });
  if (taken.length === 0) return { successes: [], failures: [] };
  try {
    await append(taken.map(({ draft }) => draft as unknown as EntryDraft));
    return { successes: taken.map(outcome), failures: [] };
  } catch (error) {
    if (!(error instanceof CommonwatchError) || error.status >= 500) throw error;
    // One of them is refused (it was erased here): the others are written one by one.
    if (taken.length === 1)
      return { successes: [], failures: [{ ...outcome(taken[0]), message: error.message }] };
  }
  const each = { successes: [] as TaxiiOutcome[], failures: [] as TaxiiOutcome[] };
  for (const one of taken) {
    const { successes, failures } = await appendEach([one], append);
    each.successes.push(...successes);
    each.failures.push(...failures);
  }
  return each;
}

const table = `
  CREATE TABLE IF NOT EXISTS taxii_status (
    id TEXT PRIMARY KEY, party TEXT NOT NULL, time INTEGER NOT NULL, content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS taxii_status_time ON taxii_status (time);
`;
const keepMs = 7 * 24 * 3_600_000;

/** Statuses by id, each for the party that asked. */
export class Statuses {
  readonly #local: LocalTables;

  constructor(local: LocalTables) {
    this.#local = local;
    local.script(table);
  }

  put(party: PartyId, atUtcMs: number, { successes, failures }: Added): TaxiiStatus {
    const status: TaxiiStatus = {
      id: randomUUID(),
      status: 'complete',
      request_timestamp: instant(atUtcMs),
      total_count: successes.length + failures.length,
      success_count: successes.length,
      successes,
      failure_count: failures.length,
      failures,
      pending_count: 0,
      pendings: [],
    };
    this.#local.run('DELETE FROM taxii_status WHERE time < ?', [atUtcMs - keepMs]);
    const content = JSON.stringify(status).replaceAll('\0', '');
    this.#local.run('INSERT INTO taxii_status (id, party, time, content) VALUES (?, ?, ?, ?)', [
      status.id,
      party,
      atUtcMs,
      content,
    ]);
    return status;
  }

  /** The status as JSON; undefined for one that is another's or never was. */
  get(party: PartyId, id: string): string | undefined {
    const [row] = this.#local.all<{ content: string }>(
      ['content'],
      'FROM taxii_status WHERE id = ? AND party = ?',
      [id, party],
    );
    return row?.content;
  }
}
