/**
 * `npm run bench -- journal [--entries N]` (1,000,000): acknowledged appends, verify, rebuild, and a gated page beside
 * an ungated one, each figure beside its bar. Seeded and warmed; medians of rounds with their spread. The two ways of
 * appending take turns, and pages are timed in pairs, the order alternating, so that a busy moment falls on both alike.
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
const batchSize = 100;
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

/** Rates of rounds, with the CPU time of both threads. */
class Rates {
  readonly #perSecond: number[] = [];
  readonly #cpuUs: number[] = [];

  async round(entries: number, work: () => Promise<void>): Promise<void> {
    const [started, startedCpuMs] = [performance.now(), cpuMs()];
    await work();
    this.#perSecond.push(perSecond(entries, started));
    this.#cpuUs.push(Math.round(((cpuMs() - startedCpuMs) / entries) * 1000));
  }

  print(what: string, barPerSecond: number): void {
    report(what, `${spread(this.#perSecond, 'entries/s')}, bar ≥ ${barPerSecond}`);
    report('  CPU time an entry, both threads', spread(this.#cpuUs, 'µs'));
  }
}

async function appendOneByOne(store: Store, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await store.append([draft(i)], account);
}

async function appendConcurrently(store: Store, count: number): Promise<void> {
  const started = performance.now();
  const client = async (entries: number) => {
    for (let i = 0; i < entries; i++) await store.append([draft(i)], account);
  };
  await Promise.all(Array.from({ length: 50 }, () => client(count / 50)));
  report(`acknowledged one by one by 50 clients, ${count} entries`, `${perSecond(count, started)} entries/s`);
}

/** One batch is on its way while the next is made, as the pipeline does. */
async function appendBatches(store: Store, count: number): Promise<void> {
  let waiting: Promise<readonly Entry[]> = Promise.resolve([]);
  for (let from = 0; from < count; from += batchSize) {
    const drafts = Array.from({ length: batchSize }, (_, i) => draft(from + i));
    const next = store.append(drafts, account);
    await waiting;
    waiting = next;
  }
  await waiting;
}

/** Fills the store, in rounds of both ways by turns. */
async function appendAll(store: Store, count: number): Promise<void> {
  const rounds = 20;
  const onePerRound = Math.min(500, Math.ceil(count / 10 / rounds));
  const perRound = Math.max(1, Math.round(count / rounds / batchSize)) * batchSize;
  const [one, batches] = [new Rates(), new Rates()];
  for (let round = 0; round < rounds; round++) {
    await one.round(onePerRound, () => appendOneByOne(store, onePerRound));
    await batches.round(perRound, () => appendBatches(store, perRound));
  }
  one.print(`acknowledged one by one, ${rounds} rounds of ${onePerRound}`, 1000);
  batches.print(`acknowledged in batches of ${batchSize}, ${rounds} rounds of ${perRound}`, 5000);
}

/** The median and the quartiles. */
function spread(figures: readonly number[], unit: string): string {
  const sorted = figures.slice().sort((a, b) => a - b);
  const [low, mid, high] = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(sorted.length * share)]);
  return `${mid} ${unit} (quartiles ${low} to ${high})`;
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
      `${gatedMs[25].toFixed(1)} ms, ratio ${mid} (quartiles ${low} to ${high}), bar ≤ 1.1`,
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
await appendOneByOne(store, 300);
await appendBatches(store, 5000);
console.log('(warm)');
await appendConcurrently(store, Math.min(20_000, Math.max(1000, wanted / 10)));
await appendAll(store, Math.max(2000, wanted - store.view(store.viewer('us')).count({}).for('us')));
await store.close();
report('size on disk', `${(statSync(places.journal(folder)).size / 1e6).toFixed(0)} MB`);

let started = performance.now();
let startedCpuMs = cpuMs();
const verification = verifyJournal(places.journal(folder));
report(
  `verify, ${verification.records} records, ${verification.problems.length} problems`,
  `${elapsed(verification.records)}, bar ≤ 30 s a million`,
);
started = performance.now();
startedCpuMs = cpuMs();
store = await openStore(options);
report('open', elapsed(verification.records));
pages(store);
started = performance.now();
startedCpuMs = cpuMs();
const rebuilt = await store.rebuild();
report(`rebuild of every table, ${rebuilt} records`, `${elapsed(rebuilt)}, bar ≤ 120 s a million`);
report('resident memory at the end', `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
await store.close();
rmSync(folder, { recursive: true, force: true });

/** Wall and CPU time since `started`, and what a million records would take at this pace. */
function elapsed(records: number): string {
  const [wallS, cpuS] = [(performance.now() - started) / 1000, (cpuMs() - startedCpuMs) / 1000];
  const million = ((wallS / records) * 1e6).toFixed(0);
  return `${wallS.toFixed(1)} s (${cpuS.toFixed(1)} CPU-s; ${million} s a million)`;
}
