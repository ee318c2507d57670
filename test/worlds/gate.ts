/**
 * Random worlds for the gate: parties, versioned groups, releases of every marking (also ones that no writer would
 * take), versions, expiries and relations, written through the store's own writer, and judged three ways: by core's
 * pure rule, by the columns, and by plain SQL. Seeded: a case that differs can be made again from its numbers.
 */
import { entryVisible, instant, viewerAt } from '../../src/core/index.ts';
import {
  EntryTypes,
  classifications,
  findingType,
  judgementType,
  ownerOnly,
  publicViewer,
  relationType,
  timedId,
  tlps,
} from '../../src/core/index.ts';
import type { Entry, EntryId, Group, Instant, Lookup, Party, Release } from '../../src/core/index.ts';
import { Kept } from '../../src/store/kept.ts';
import { Cursors } from '../../src/store/cursor.ts';
import { projectEntry } from '../../src/store/project.ts';
import type { NodeKey } from '../../src/store/keys.ts';
import { referenceVisibleSeqs } from '../../src/store/reference.ts';
import { Sql } from '../../src/store/sql.ts';
import { Writer } from '../../src/store/writer.ts';
import type { Draft } from '../../src/store/writer.ts';
import { Speaker, coreWords } from '../../src/words/index.ts';

/** A small seeded generator (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const types = new EntryTypes([findingType, judgementType, relationType]);
const parties = ['meridia', 'astoria', 'borealia', 'caldera'];
const groups = ['watch', 'staffs', 'gone'];
const policies = ['OPEN', 'NATO', 'constructor'];
const words = [...classifications, 'COSMIC', 'NONE'];
const epochUtcMs = Date.UTC(2026, 0, 1);

/** The times of a world: on the edges of expiries and group versions, and between them. */
const times = [-500, 0, 250, 500, 1000, 1500, 3000].map((ms) => instant(epochUtcMs + ms));
/** The same instants as others write them. */
const writtenTimes = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.5Z',
  '2026-01-01T00:00:01.000Z',
  '2026-01-01T00:00:01.500000Z',
];

class Dice {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomOf(seed);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  of<T>(values: readonly T[]): T {
    return values[Math.floor(this.next() * values.length)];
  }

  some<T>(values: readonly T[], share = 0.4): T[] {
    return values.filter(() => this.chance(share));
  }
}

function randomParty(id: string, dice: Dice): Party {
  return {
    id,
    name: { en: id, ja: id },
    level: dice.of(['member-state', 'organisation', 'other'] as const),
    clearances: Object.fromEntries(dice.some(policies).map((policy) => [policy, dice.of(words)])),
    caveats: dice.some(['REL-A', 'REL-B'], 0.6),
  };
}

function randomGroup(id: string, dice: Dice): Group {
  const versions = dice.some(writtenTimes, 0.6).map((from) => ({ from, members: dice.some(parties, 0.5) }));
  return {
    id,
    name: { en: id, ja: id },
    level: dice.chance(0.3) ? dice.of(['member-state', 'organisation'] as const) : undefined,
    versions: dice.chance(0.3) ? versions.reverse() : versions,
  };
}

function randomRelease(dice: Dice): Release {
  const owner = dice.of(parties);
  const audience = dice.of([
    { kind: 'owner' as const },
    { kind: 'public' as const },
    { kind: 'named' as const, parties: dice.some(parties), groups: dice.some(groups) },
    { kind: 'named' as const, parties: dice.some(parties), groups: dice.some([...groups, 'nobody']) },
    { kind: 'named' as const, parties: dice.some(parties, 0.7), groups: dice.some(groups) },
    { kind: 'named' as const, parties: dice.some(parties), groups: dice.some(groups, 0.7) },
    { kind: 'named' as const, parties: [], groups: [] },
    { kind: 'everybody' } as unknown as Release['audience'],
    null as unknown as Release['audience'],
  ]);
  const release: Release = {
    ...ownerOnly(owner),
    policy: dice.of(policies),
    classification: (dice.chance(0.75) ? 'UNCLASSIFIED' : dice.of(words)) as Release['classification'],
    tlp: dice.of([...tlps, 'CLEAR']) as Release['tlp'],
    audience,
    caveats: dice.chance(0.8) ? [] : dice.some(['REL-A', 'REL-B', 'REL-C']),
    orcon: dice.chance(0.2),
  };
  return dice.chance(0.3) ? { ...release, expiresAt: dice.of(writtenTimes) } : release;
}

/** One world, open for questions. */
export interface World {
  readonly sql: Sql;
  readonly kept: Kept;
  readonly entries: ReadonlyMap<EntryId, Entry>;
  readonly seqs: ReadonlyMap<EntryId, number>;
  readonly parties: readonly Party[];
  readonly groups: readonly Group[];
  readonly close: () => void;
}

/** A key that signs nothing: the gate asks for no signatures. */
const unsigned: NodeKey = { id: 'none', publicKey: '', sign: () => new Uint8Array(64) };

/**
 * Makes a world of about `size` entries in a database file.
 * @param reload read the columns from the tables, as after a restart, instead of following the appends
 */
export function makeWorld(file: string, seed: number, size: number, reload: boolean): World {
  const dice = new Dice(seed);
  const holder = dice.of(parties);
  const writer = new Writer(file, unsigned, holder);
  const sql = new Sql(file, { readOnly: true });
  const parts = {
    party: holder,
    sql,
    types,
    projections: [],
    speaker: new Speaker([coreWords]),
    cursors: new Cursors(new Uint8Array(32)),
  };
  const following = new Kept(parts);
  const entries = new Map<EntryId, Entry>();
  const seqs = new Map<EntryId, number>();
  const drafts: Draft[] = [];
  const append = (draft: Omit<Draft, 'timeUtcMs' | 'salt'>) =>
    drafts.push({ ...draft, timeUtcMs: epochUtcMs, salt: new Uint8Array(16) });
  const everyParty = parties.map((id) => randomParty(id, dice));
  const everyGroup = groups.map((id) => randomGroup(id, dice));
  for (const party of everyParty)
    append({ kind: 'party', name: party.id, content: JSON.stringify({ by: 'x', party }) });
  for (const group of everyGroup)
    append({ kind: 'group', name: group.id, content: JSON.stringify({ by: 'x', group }) });
  const ids = Array.from({ length: size }, (_, i) => randomId(dice, i));
  for (let i = 0; i < size * 1.4; i++) {
    const entry = randomEntry(dice, dice.of(ids), ids, entries);
    const content = JSON.stringify({ by: 'x', entry });
    append({ kind: 'entry', content, row: projectEntry(entry, undefined, parts, content) });
    entries.set(entry.id, entry);
  }
  for (const [i, placed] of writer.append(drafts).entries()) {
    const { row } = drafts[i];
    if (row === undefined) following.columns.skip(placed.seq);
    else {
      following.put(placed, row);
      seqs.set(row.id, placed.seq);
    }
  }
  writer.close();
  let kept = following;
  if (reload) {
    kept = new Kept(parts);
    kept.load();
  }
  return { sql, kept, entries, seqs, parties: everyParty, groups: everyGroup, close: () => sql.close() };
}

function randomId(dice: Dice, i: number): EntryId {
  const type = dice.of(['finding', 'finding', 'judgement', 'relation']);
  return timedId(type, epochUtcMs + i, new Uint8Array(10).fill(Math.floor(dice.next() * 256)));
}

/** A new entry or a new version; anchors may point at itself, at what comes later and at what never comes. */
function randomEntry(
  dice: Dice,
  id: EntryId,
  ids: readonly EntryId[],
  entries: ReadonlyMap<EntryId, Entry>,
): Entry {
  const previous = entries.get(id);
  const type = id.slice(0, id.indexOf('--'));
  const fresh = randomRelease(dice);
  const release = previous === undefined ? fresh : { ...fresh, owner: previous.owner };
  const at = instant(epochUtcMs + entries.size);
  return {
    id,
    type,
    owner: release.owner,
    created: previous?.created ?? at,
    modified: at,
    level: 'other',
    release,
    confidence: 50,
    evidence: [],
    body: bodyOf(type, dice, ids) as Entry['body'],
  };
}

function bodyOf(type: string, dice: Dice, ids: readonly EntryId[]): object {
  if (type === 'judgement')
    return { schema: 1, target: dice.of(ids), targetModified: '', verdict: 'confirmed', reason: '', by: 'x' };
  if (type === 'relation')
    return { schema: 1, source: dice.of(ids), target: dice.of(ids), kind: 'related-to' };
  return {
    schema: 1,
    room: 'sea',
    kind: 'encounter',
    detector: { name: 'x', version: '1', parameters: {}, source: 'x' },
    subjects: [],
    startUtcMs: epochUtcMs,
    endUtcMs: epochUtcMs,
    ongoing: false,
    sentence: { key: 'core.relation', params: { kind: 'x', note: 'y' } },
    against: [],
    facts: {},
    withdrawn: false,
  };
}

/** A case in which the three do not agree. */
export interface Disagreement {
  readonly entry: Entry;
  readonly party: string;
  readonly at: Instant;
  readonly rule: boolean;
  readonly columns: boolean;
  readonly sql: boolean;
}

/** Judges every entry for every party and the public at every time. */
export function compareWorld(world: World): { cases: number; seen: number; disagreements: Disagreement[] } {
  const { kept, sql, entries, seqs } = world;
  const lookup: Lookup = (id) => {
    const entry = entries.get(id);
    return entry === undefined ? undefined : { entry, type: types.get(entry.type) };
  };
  const disagreements: Disagreement[] = [];
  let cases = 0;
  let seen = 0;
  for (const at of times)
    for (const party of ['', ...parties]) {
      const known = world.parties.find(({ id }) => id === party);
      const viewer = known === undefined ? publicViewer : viewerAt(known, world.groups, at);
      const { byAudience } = kept.columns.verdicts(viewer);
      const bySql = new Set(referenceVisibleSeqs(sql, party, Date.parse(at), kept.party));
      for (const [id, entry] of entries) {
        const rule = entryVisible(viewer, entry, types.get(entry.type), lookup, { at, holder: kept.party });
        const columns = kept.columns.sees(byAudience, Date.parse(at), kept.noOf(id));
        const inSql = bySql.has(seqs.get(id) as number);
        cases += 1;
        if (rule) seen += 1;
        if (rule !== columns || rule !== inSql)
          disagreements.push({ entry, party, at, rule, columns, sql: inSql });
      }
    }
  return { cases, seen, disagreements };
}
