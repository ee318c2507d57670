/** Adding objects to a collection, and what became of each: the status resource of TAXII 2.1, section 4.3. */
import { randomUUID } from 'node:crypto';
import { CommonwatchError, instant } from '../../core/index.ts';
import type { Entry, EntryDraft, EntryId, PartyId } from '../../core/index.ts';
import {
  entryIdOf,
  inVersionOrder,
  isStixObject,
  judgeObject,
  reasonOf,
  referringTo,
} from '../../cti/index.ts';
import type { Giver, Judged } from '../../cti/index.ts';
import { compareTimestamps, isRecord, isTimestamp } from '../../exchange/index.ts';
import type { TaxiiOutcome, TaxiiStatus } from '../../exchange/index.ts';
import type { Store } from '../../store/index.ts';
import type { LocalTables } from '../local.ts';
import type { WithdrawnVersions } from './withdrawn.ts';

type Taken = Extract<Judged, { kind: 'taken' }>;

/** What is to be written of an object: after an older version the newest once more, so that it stays the newest. */
interface Fresh extends Taken {
  readonly newest?: EntryDraft;
}

export interface Added {
  readonly successes: readonly TaxiiOutcome[];
  readonly failures: readonly TaxiiOutcome[];
}

/** Where objects are added, and on whose behalf. */
export interface Adding {
  readonly giver: Giver;
  readonly store: Store;
  readonly withdrawn: WithdrawnVersions;
  readonly append: (drafts: readonly EntryDraft[]) => Promise<unknown>;
}

/** While one share of a request is being written, the next is validated. */
const share = 250;
const maxUnderWay = 3;

/** Adds objects as entries of their giver; one that is refused hinders no other. Resolves when they are on disk. */
export async function addObjects(objects: readonly unknown[], adding: Adding): Promise<Added> {
  const ordered = inVersionOrder(objects);
  const given = new Set(ordered.map((object) => (isRecord(object) ? object.id : undefined)));
  const shares: Promise<Added>[] = [];
  for (let from = 0; from < ordered.length; from += share) {
    const adds = addShare(ordered.slice(from, from + share), given, adding);
    // Whichever fails first is told; the others have been waited for by somebody too.
    adds.catch(() => {});
    shares.push(adds);
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
  given: ReadonlySet<unknown>,
  adding: Adding,
): Promise<Added> {
  const { giver, store, withdrawn } = adding;
  const successes: TaxiiOutcome[] = [];
  const failures: TaxiiOutcome[] = [];
  const writing: Promise<Added>[] = [];
  const fresh = new Map<string, Fresh>();
  const judged = objects.map((object) => judgeObject(object, giver));
  const taken = judged.filter((each) => each.kind === 'taken');
  const known = store.known([
    ...new Set(taken.flatMap(({ draft }) => [draft.id as EntryId, ...(draft.body.refs as EntryId[])])),
  ]);
  const elsewhere = foundElsewhere(taken, known, given, adding);
  const write = () => {
    if (fresh.size > 0) writing.push(appendEach([...fresh.values()], adding.append));
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
    const id = each.draft.id as EntryId;
    const isKnown = isSecond || writing.length > 0 || known.has(id);
    const standing = isKnown ? standingOf(each, giver.owner, adding) : 'new';
    if (isKnown) withdrawn.remove(id, each.version);
    if (standing === 'same') {
      successes.push({ ...outcome, message: 'This version is here already.' });
      continue;
    }
    const draft = referringTo(each.draft, only(each.refs, elsewhere));
    const newest = standing === 'older' ? again(store.peek(id)) : undefined;
    fresh.set(each.id, { ...each, draft, ...(newest === undefined ? {} : { newest }) });
  }
  write();
  for (const { successes: done, failures: refused } of await Promise.all(writing)) {
    successes.push(...done);
    failures.push(...refused);
  }
  return { successes, failures };
}

/** Of what is referred to and is neither the giver's own nor given with it: the copies of others that the giver sees. */
function foundElsewhere(
  taken: readonly Taken[],
  known: ReadonlySet<EntryId>,
  given: ReadonlySet<unknown>,
  { giver, store }: Adding,
): ReadonlyMap<string, EntryId> {
  const missing = new Set(
    taken
      .flatMap(({ refs }) => refs)
      .filter((ref) => !given.has(ref) && !known.has(entryIdOf(giver.owner, ref))),
  );
  if (missing.size === 0) return new Map();
  const view = store.view(store.viewer(giver.owner));
  return view.firstOf('cti-stix-id', [...missing]).for(giver.owner) as ReadonlyMap<string, EntryId>;
}

function only(refs: readonly string[], elsewhere: ReadonlyMap<string, EntryId>): Map<string, EntryId> {
  const found = new Map<string, EntryId>();
  for (const ref of refs) {
    const entry = elsewhere.get(ref);
    if (entry !== undefined) found.set(ref, entry);
  }
  return found;
}

/** The newest version as a draft of itself. */
export function again(entry: Entry | undefined): EntryDraft | undefined {
  if (entry === undefined) return undefined;
  const { created: _, modified: __, ...draft } = entry;
  return draft;
}

/** How an object stands to what its giver gave before. Others' are no concern of this. */
function standingOf(
  { id, version, draft }: Taken,
  owner: PartyId,
  { store, withdrawn }: Adding,
): 'new' | 'same' | 'older' {
  const entryId = entryIdOf(owner, id);
  const entry = store.peek(entryId);
  if (entry === undefined || !isStixObject(entry)) return 'new';
  const held = entry.body.stixVersion;
  if (!isTimestamp(held) || !isTimestamp(version))
    return entry.body.object === draft.body.object ? 'same' : 'new';
  const order = compareTimestamps(version, held);
  if (order >= 0) return order > 0 ? 'new' : 'same';
  const isHere = store
    .history(entryId)
    .some(
      (each) =>
        isStixObject(each) &&
        isTimestamp(each.body.stixVersion) &&
        compareTimestamps(each.body.stixVersion, version) === 0,
    );
  return isHere && !withdrawn.of(entryId).has(version) ? 'same' : 'older';
}

async function appendEach(
  taken: readonly Fresh[],
  append: (drafts: readonly EntryDraft[]) => Promise<unknown>,
): Promise<Added> {
  const outcome = ({ id, version }: Taken) => ({ id, version });
  if (taken.length === 0) return { successes: [], failures: [] };
  try {
    await append(
      taken.flatMap(({ draft, newest }) => [
        draft as unknown as EntryDraft,
        ...(newest === undefined ? [] : [newest]),
      ]),
    );
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
