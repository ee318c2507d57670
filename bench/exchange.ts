/**
 * `npm run bench -- exchange [--objects N]` (1,000,000): TAXII over HTTP (inside the process, without a socket): validated
 * adding, then pages of 1,000 and of 100 at growing sizes, for viewers who see most, a tenth and a handful. CPU time of
 * the process is counted, so that other work on the machine does not show. Beside each stands what medallion, the OASIS
 * TAXII server, was measured at with its backend in memory.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { derivedId, ownerOnly } from '../src/core/index.ts';
import type { EntryDraft, Json, Release } from '../src/core/index.ts';
import { judgeObject, stixObjectType } from '../src/cti/index.ts';
import { checkConfig, openHub } from '../src/hub/index.ts';
import type { Hub } from '../src/hub/index.ts';
import { randomOf } from '../test/worlds/gate.ts';

const { values } = parseArgs({ options: { objects: { type: 'string', default: '1000000' } } });
const testParty = 'hub-of-bench';
const wanted = Number(values.objects);
const media = 'application/taxii+json;version=2.1';
const url = '/taxii2/hub/collections/cti/objects/';
const random = randomOf(11);
const tokens: Record<string, string> = {};
const viewers = ['most', 'tenth', 'handful'] as const;

function uuid(): string {
  const hex = () =>
    Math.floor(random() * 0x10000)
      .toString(16)
      .padStart(4, '0');
  return `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-8${hex().slice(1)}-${hex()}${hex()}${hex()}`;
}

const author = `identity--${uuid()}`;
let previous = '';

/** Three in five are indicators, one an address, one a relation of an indicator and the address before it. */
function object(i: number): Record<string, Json> {
  const at = new Date(1_750_000_000_000 + i * 1000).toISOString();
  const versioned = { spec_version: '2.1', created: at, modified: at, created_by_ref: author };
  if (i % 5 === 3) {
    const value = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
    return { type: 'ipv4-addr', spec_version: '2.1', id: derivedId('ipv4-addr', value), value };
  }
  if (i % 5 === 4)
    return {
      type: 'relationship',
      id: `relationship--${uuid()}`,
      ...versioned,
      relationship_type: 'related-to',
      source_ref: previous,
      target_ref: derivedId(
        'ipv4-addr',
        `10.${((i - 1) >> 16) & 255}.${((i - 1) >> 8) & 255}.${(i - 1) & 255}`,
      ),
    };
  previous = `indicator--${uuid()}`;
  return {
    type: 'indicator',
    id: previous,
    ...versioned,
    name: `Beacon ${i} of a loader that asks for its next stage`,
    description: 'Seen in traffic of two ships’ agents; the host answers with the next stage of the loader.',
    indicator_types: ['malicious-activity'],
    pattern: `[domain-name:value = 'host-${i}.example' OR ipv4-addr:value = '198.51.100.${i % 250}']`,
    pattern_type: 'stix',
    valid_from: at,
    labels: ['loader', 'shipping'],
    kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'command-and-control' }],
  };
}

function releaseOf(i: number): Release {
  const parties = [
    'most',
    ...(i % 10 === 0 ? ['tenth'] : []),
    ...(i < 100 && i % 5 === 0 ? ['handful'] : []),
  ];
  return { ...ownerOnly(testParty), tlp: 'GREEN', audience: { kind: 'named', parties, groups: [] } };
}

async function openBench() {
  const data = mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
  const config = checkConfig({
    data,
    party: testParty,
    log: 'silent',
    http: { port: 0, requestsPerMinute: 100_000_000 },
  });
  const hub = await openHub({ config });
  const { store, accounts } = hub.parts;
  hub.setReady();
  for (const id of [...viewers, 'giver', testParty])
    await store.parties.put(
      { id, name: { en: id, ja: id }, level: 'other', clearances: {}, caveats: [] },
      'bench',
    );
  for (const id of [...viewers, 'giver']) {
    const account = await accounts.create({
      account: id,
      name: { en: id, ja: id },
      party: id,
      role: 'desk-officer',
    });
    tokens[id] = accounts.createToken(account, 'bench', ['read', 'import'], 1).token;
  }
  const close = async () => {
    await hub.close();
    rmSync(data, { recursive: true, force: true });
  };
  return { hub, close };
}

async function fill(hub: Hub, from: number, to: number): Promise<void> {
  const giver = { owner: testParty, level: 'other' as const, addressees: { recipient: testParty } };
  for (let first = from; first < to; first += 1000) {
    const drafts: EntryDraft[] = [];
    for (let i = first; i < Math.min(to, first + 1000); i++) {
      const judged = judgeObject(object(i), giver);
      if (judged.kind === 'refused') throw new Error(JSON.stringify(judged.issues));
      drafts.push({ ...judged.draft, release: releaseOf(i) } as unknown as EntryDraft);
    }
    await hub.parts.store.append(drafts, { account: 'bench' });
  }
}

function cpuMs(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** CPU seconds of each thread of this process, by its id, where the system tells (Linux); ticks are 10 ms. */
function threadSeconds(): Map<string, number> {
  const folder = '/proc/self/task';
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder).map((id) => {
      const fields = readFileSync(join(folder, id, 'stat'), 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return [id, (Number(fields[11]) + Number(fields[12])) / 100];
    }),
  );
}

/** What the busiest threads spent since, s: with a core for each, the first alone bounds the throughput. */
function busiest(since: ReadonlyMap<string, number>): string {
  const spent = [...threadSeconds()].map(([id, seconds]) => seconds - (since.get(id) ?? 0));
  return spent
    .sort((a, b) => b - a)
    .slice(0, 4)
    .map((seconds) => seconds.toFixed(2))
    .join(', ');
}

async function get(hub: Hub, who: string, query: string) {
  const answer = await hub.app.inject({
    url: `${url}${query}`,
    headers: { host: '127.0.0.1', accept: media, authorization: `Bearer ${tokens[who]}` },
  });
  if (answer.statusCode !== 200) throw new Error(answer.payload);
  const bytes = answer.rawPayload;
  return { bytes, next: /"next":"([^"]+)"/.exec(bytes.toString('latin1', 0, 2000))?.[1] };
}

interface Read {
  readonly objects: number;
  readonly pages: number;
  readonly cpuMs: number;
}

/** Reads pages from the start on, and from the start again where there are fewer. */
async function read(hub: Hub, who: string, limit: number, pages: number): Promise<Read> {
  const read: Buffer[] = [];
  let next: string | undefined;
  const before = process.cpuUsage();
  do {
    const page = await get(hub, who, `?limit=${limit}${next === undefined ? '' : `&next=${next}`}`);
    read.push(page.bytes);
    next = page.next;
  } while (read.length < pages);
  const spentMs = cpuMs(before);
  const objects = read.reduce((sum, bytes) => sum + bytes.toString('latin1').split('"type":"').length - 1, 0);
  return { objects, pages: read.length, cpuMs: spentMs };
}

/** The lowest of rounds: what else runs only ever adds. */
async function best(hub: Hub, who: string, limit: number, pages: number): Promise<Read> {
  let lowest: Read | undefined;
  for (let round = 0; round < 3; round++) {
    const measured = await read(hub, who, limit, pages);
    if (lowest === undefined || measured.cpuMs / measured.objects < lowest.cpuMs / lowest.objects)
      lowest = measured;
  }
  return lowest as Read;
}

async function addMany(hub: Hub, count: number): Promise<void> {
  const requests = Array.from({ length: count / 1000 }, (_, k) =>
    JSON.stringify({ objects: Array.from({ length: 1000 }, (_v, i) => object(20_000_000 + k * 1000 + i)) }),
  );
  const wall = performance.now();
  const before = process.cpuUsage();
  const threads = threadSeconds();
  for (const payload of requests) {
    const answer = await hub.app.inject({
      method: 'POST',
      url,
      payload,
      headers: {
        host: '127.0.0.1',
        accept: media,
        'content-type': media,
        authorization: `Bearer ${tokens.giver}`,
      },
    });
    const { success_count } = answer.json() as { success_count: number };
    if (success_count !== 1000) throw new Error(answer.payload.slice(0, 1000));
  }
  const [seconds, cpu] = [(performance.now() - wall) / 1000, cpuMs(before) / 1000];
  console.log(
    `added over TAXII, validated and acknowledged: ${Math.round(count / seconds)} objects/s, ${Math.round(count / cpu)} a CPU-second (bar 5,000/s; medallion 5,077 objects/s, falling to 1,238 as it grows); CPU seconds of the busiest threads: ${busiest(threads)}`,
  );
}

/** What choosing and judging the places of a page costs beside the whole page. */
async function gateShare(hub: Hub): Promise<number> {
  const { store } = hub.parts;
  const spec = { name: 'taxii-cti', types: (type: string) => type === stixObjectType.type, strideUs: 1 };
  const pages = 200;
  const time = async (work: () => unknown) => {
    const before = process.cpuUsage();
    for (let i = 0; i < pages; i++) await work();
    return cpuMs(before);
  };
  const gate = await time(() => store.timeline('most', spec).page({ limit: 1000 }));
  const whole = await time(() => get(hub, 'most', '?limit=1000'));
  return gate / whole;
}

const { hub, close } = await openBench();
try {
  await addMany(hub, 10_000);
  const sizes = [...new Set([10_000, 100_000, wanted])].filter((size) => size <= wanted);
  const cost = new Map<string, number>();
  let filled = 0;
  for (const size of sizes) {
    await fill(hub, filled, size);
    filled = size;
    for (const who of viewers) {
      const first = process.cpuUsage();
      await get(hub, who, '?limit=1');
      const sync = cpuMs(first);
      const large = await best(hub, who, 1000, 40);
      const small = await best(hub, who, 100, 40);
      const perPage = large.cpuMs / large.pages;
      const base = cost.get(who) ?? perPage / Math.max(1, large.objects / large.pages);
      const perObject = perPage / Math.max(1, large.objects / large.pages);
      if (!cost.has(who)) cost.set(who, perObject);
      console.log(
        `${size} objects, viewer of ${who}: ${Math.round((large.objects / large.cpuMs) * 1000)} objects a CPU-second at limit 1,000 (bar 60,000), ${perPage.toFixed(2)} CPU-ms a page, ${(perObject / base).toFixed(2)} x the smallest size (bar 1.3); limit 100: ${(small.cpuMs / small.pages).toFixed(2)} CPU-ms a page (medallion 6,800 with 1,000 stored); first look ${Math.round(sync)} CPU-ms`,
      );
    }
  }
  console.log(`choosing and judging a page: ${(100 * (await gateShare(hub))).toFixed(1)} % of it (bar 10)`);
} finally {
  await close();
}
