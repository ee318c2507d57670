/**
 * `npm run bench -- journal [--entries N]` (1,000,000): acknowledged appends, verify, rebuild, and a gated page beside
 * an ungated one. Seeded; pages are timed in pairs of rounds, the order alternating, and the median ratio is printed.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findingType, judgementType, message, ownerOnly, relationType } from '../src/core/index.ts';
import type { Entry, EntryDraft, Release } from '../src/core/index.ts';
import { openStore, places, verifyJournal } from '../src/store/index.ts';
import type { Store } from '../src/store/index.ts';
import { Sql } from '../src/store/sql.ts';
import { randomOf } from '../test/worlds/gate.ts';
import { bySubject } from '../test/worlds/store.ts';

const { values } = parseArgs({
  options: { entries: { type: 'string', default: '1000000' }, folder: { type: 'string' } },
});
const wanted = Number(values.entries);
const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'commonwatch-bench-'));
const random = randomOf(7);
const account = { account: 'bench' };
const options = {
  folder,
  party: 'us',
  types: [findingType, judgementType, relationType],
  projections: [bySubject],
};

const parties = Array.from({ length: 40 }, (_, i) => `party-${i}`);
const releases: readonly Release[] = Array.from({ length: 200 }, (_, i) => ({
  ...ownerOnly('us'),
  tlp: 'GREEN',
  audience: {
    kind: 'named',
    parties: [parties[i % 40], parties[(i * 7 + 3) % 40]],
    groups: i % 2 === 0 ? ['half'] : ['other-half'],
  },
}));

/** An encounter of two vessels as the sea room tells it, about 1.5 KB of JSON. */
function draft(i: number): EntryDraft {
  const startUtcMs = 1_750_000_000_000 + i * 1000;
  const [lonDeg, latDeg] = [120 + random() * 30, 20 + random() * 20];
  const mmsis = [999_000_000 + Math.floor(random() * 50_000), 999_000_000 + Math.floor(random() * 50_000)];
  const body = {
    schema: 1,
    room: 'sea',
    kind: i % 3 === 0 ? 'loitering' : 'encounter',
    detector: { name: 'encounter', version: '1', parameters: { maxNm: 0.27, minHours: 2 }, source: 'bench' },
    subjects: mmsis.map((mmsi) => ({ kind: 'vessel', id: `${mmsi}`, name: `MARU ${mmsi % 977}` })),
    startUtcMs,
    endUtcMs: startUtcMs + 7_200_000,
    ongoing: false,
    place: { lonDeg, latDeg, uncertaintyNm: 0.5 },
    sentence: message('core.finding.sanitised', {
      kind: 'Encounter',
      startUtcMs,
      endUtcMs: startUtcMs + 7_200_000,
    }),
    against: [message('core.against.sanitised')],
    facts: { distanceNm: 0.2, hours: 2 },
    withdrawn: false,
  };
  const evidence = mmsis.map((mmsi) => ({
    kind: 'fixes' as const,
    feed: 'coast',
    mmsi,
    fromUtcMs: startUtcMs,
    toUtcMs: startUtcMs + 7_200_000,
    count: 40,
    fixes: [[startUtcMs, lonDeg, latDeg, 0.3, null] as const],
    receivers: ['station-3'],
  }));
  return {
    type: 'finding',
    owner: 'us',
    level: 'other',
    confidence: 70,
    release: releases[Math.floor(random() * releases.length)],
    evidence,
    body: body as EntryDraft['body'],
  };
}

/** CPU time of the whole process since it began, ms: what a busy machine does not distort. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function report(what: string, figure: string): void {
  console.log(`${what.padEnd(58)} ${figure}`);
}

function perSecond(count: number, startedMs: number): number {
  return Math.round((count / (performance.now() - startedMs)) * 1000);
}

async function appendOneByOne(store: Store, count: number): Promise<void> {
  const rates: number[] = [];
  const startedCpuMs = cpuMs();
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    for (let i = 0; i < count / 5; i++) await store.append([draft(i)], account);
    rates.push(perSecond(count / 5, started));
  }
  report(`acknowledged one by one, ${count} entries`, spread(rates, 'entries/s'));
  report('  CPU time an entry, both threads', `${(((cpuMs() - startedCpuMs) / count) * 1000).toFixed(0)} µs`);
}

async function appendConcurrently(store: Store, count: number): Promise<void> {
  const started = performance.now();
  const client = async (entries: number) => {
    for (let i = 0; i < entries; i++) await store.append([draft(i)], account);
  };
  await Promise.all(Array.from({ length: 50 }, () => client(count / 50)));
  report(`acknowledged one by one by 50 clients, ${count} entries`, `${perSecond(count, started)} entries/s`);
}

async function appendBatches(store: Store, count: number): Promise<void> {
  const rates: number[] = [];
  const startedCpuMs = cpuMs();
  const rounds = Math.max(5, Math.round(count / 50_000));
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const perRound = Math.ceil(count / rounds / 100);
    let waiting: Promise<readonly Entry[]> = Promise.resolve([]);
    for (let batch = 0; batch < perRound; batch++) {
      const drafts = Array.from({ length: 100 }, (_, i) => draft(batch * 100 + i));
      const next = store.append(drafts, account);
      // One batch is on its way while the next is made, as the pipeline does.
      await waiting;
      waiting = next;
    }
    await waiting;
    rates.push(perSecond(perRound * 100, started));
  }
  report(`acknowledged in batches of 100, ${count} entries`, spread(rates, 'entries/s'));
  report('  CPU time an entry, both threads', `${(((cpuMs() - startedCpuMs) / count) * 1000).toFixed(0)} µs`);
}

function spread(rates: number[], unit: string): string {
  const sorted = rates.slice().sort((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1]} ${unit} (${sorted[0]} to ${sorted[sorted.length - 1]})`;
}

/** Pages of 1,000 in pairs: the same reading and decoding, with the gate and without. */
function pages(store: Store): void {
  const sql = new Sql(places.journal(folder), { readOnly: true });
  let bytes = 0;
  const ungated = () => {
    const rows = sql.all<[number, Uint8Array]>(
      "SELECT seq, content FROM journal WHERE kind = 'entry' ORDER BY seq DESC LIMIT 1000",
    );
    for (const [, content] of rows)
      bytes += JSON.parse(Buffer.from(content).toString('utf8')).entry.id.length;
  };
  for (const [name, party] of [
    ['half of all', 'half-member'],
    ['one in ten', 'party-3'],
    ['all', 'us'],
  ]) {
    const gated = () => {
      const view = store.view(store.viewer(party));
      bytes += view.entries({ limit: 1000 }).for(party).entries[0].id.length;
    };
    const ratios: number[] = [];
    const gatedMs: number[] = [];
    for (let round = 0; round < 60; round++) {
      const first = round % 2 === 0 ? gated : ungated;
      const second = round % 2 === 0 ? ungated : gated;
      const [firstMs, secondMs] = [timed(first), timed(second)];
      if (round < 10) continue;
      const [withGate, without] = round % 2 === 0 ? [firstMs, secondMs] : [secondMs, firstMs];
      ratios.push(withGate / without);
      gatedMs.push(withGate);
    }
    ratios.sort((a, b) => a - b);
    gatedMs.sort((a, b) => a - b);
    const [low, mid, high] = [0.25, 0.5, 0.75].map((share) =>
      ratios[Math.floor(ratios.length * share)].toFixed(2),
    );
    report(
      `page of 1,000, viewer of ${name}, beside an ungated one`,
      `${gatedMs[25].toFixed(1)} ms, ratio ${mid} (quartiles ${low} to ${high})`,
    );
    const countMs = timed(() => {
      bytes += store.view(store.viewer(party)).count({}).for(party);
    });
    report(`exact count, viewer of ${name}`, `${countMs.toFixed(1)} ms`);
  }
  report('(bytes seen, so that nothing is optimised away)', `${bytes}`);
  sql.close();
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

let store = await openStore(options);
const party = (id: string) => ({
  id,
  name: { en: id, ja: id },
  level: 'other' as const,
  clearances: {},
  caveats: [],
});
for (const id of ['us', 'half-member', ...parties]) await store.parties.put(party(id), 'bench');
const versions = [{ from: '2020-01-01T00:00:00Z', members: ['half-member'] }];
await store.groups.put({ id: 'half', name: { en: 'half', ja: 'half' }, versions }, 'bench');
await appendOneByOne(store, 200);
console.log('(warm)');
await appendOneByOne(store, 5000);
await appendConcurrently(store, Math.min(20_000, Math.max(1000, wanted / 10)));
await appendBatches(store, Math.max(1000, wanted - store.view(store.viewer('us')).count({}).for('us')));
await store.close();
report('size on disk', `${(statSync(places.journal(folder)).size / 1e6).toFixed(0)} MB`);

let started = performance.now();
let startedCpuMs = cpuMs();
const verification = verifyJournal(places.journal(folder));
report(`verify, ${verification.records} records, ${verification.problems.length} problems`, elapsed());
started = performance.now();
startedCpuMs = cpuMs();
store = await openStore(options);
report('open', elapsed());
pages(store);
started = performance.now();
startedCpuMs = cpuMs();
const rebuilt = await store.rebuild();
report(
  `rebuild of every table, ${rebuilt} records`,
  `${((performance.now() - started) / 1000).toFixed(1)} s`,
);
report('resident memory at the end', `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
await store.close();
rmSync(folder, { recursive: true, force: true });

/** Wall and CPU time since `started`. */
function elapsed(): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s (${((cpuMs() - startedCpuMs) / 1000).toFixed(1)} CPU-s)`;
}
