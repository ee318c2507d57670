/**
 * `npm run bench -- programme-hub` (and the end of `-- programme`): the programme's routes in a hub whose record holds
 * 100,000 statements, asked over HTTP's own handlers (no socket), the first time and warm, and after each decision of a
 * reviewer. CPU time, because others use the machine too; wall time beside it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { loadStartingRecord } from '../src/hub/index.ts';
import { factsOfDocument, recordDrafts, emptyRecord, statementsOf } from '../src/programme/index.ts';
import type { Statement } from '../src/programme/index.ts';
import { openTestHub, testParty } from '../test/leaks/hub.ts';

const count = 100_000;
const rounds = 12;
const at = '2026-01-01T00:00:00.000Z';

const folder = new URL('../src/programme/fresh/', import.meta.url);
const facts = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .flatMap((name) =>
    statementsOf(factsOfDocument(name, readFileSync(new URL(name, folder), 'utf8'), 'text')),
  );

/** The fresh texts' facts again and again, on other days of 36 years. */
function statement(i: number): Statement {
  const fact = facts[i % facts.length];
  const date = `${1990 + ((i * 7) % 36)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`;
  const dated = fact.date === null ? {} : { date, datePrecision: 'day' as const };
  return { ...fact, ...dated, id: `bench ${i}`, file: `${Math.floor(i / 100)}/${fact.file}` };
}

const { hub, close } = await openTestHub();
const { store, accounts } = hub.parts;
await loadStartingRecord(store, 'bench');
const ids: string[] = [];
for (let first = 0; first < count; first += 5000) {
  const statements = Array.from({ length: 5000 }, (_, i) => statement(first + i));
  const drafts = recordDrafts({ ...emptyRecord, statements }, { party: testParty, at });
  for (const { id } of await store.append(drafts, { account: 'bench' })) ids.push(id);
}
const officer = await accounts.create({
  account: 'officer',
  name: { en: 'Officer', ja: '担当' },
  party: testParty,
  role: 'desk-officer',
});
const { token } = accounts.createToken(officer, 'bench', ['read', 'programme'], 1);

interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

async function ask(path: string, payload?: object): Promise<Cost> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const { statusCode, body } = await hub.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url: `/api/programme${path}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });
  if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${body.slice(0, 200)}`);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, wallMs: performance.now() - wall };
}

const { body: instruments } = await hub.app.inject({
  url: '/api/programme/items?kind=instrument',
  headers: { host: '127.0.0.1', authorization: `Bearer ${token}` },
});
const [instrument] = JSON.parse(instruments) as { id: string }[];
const plan = {
  title: 'Landing',
  kind: 'exercise',
  area: 'maritime',
  level: 'member-state',
  host: 'France',
  participants: ['Japan', 'France'],
  forces: true,
  start: '2026-06-01',
};
const q = encodeURIComponent;
const pages: readonly (readonly [path: string, payload?: object])[] = [
  ['/overview'],
  ['/checks'],
  ['/statements'],
  ['/statements?q=defence&level=organisation'],
  [`/statements/${ids[77]}`],
  ['/timeline'],
  ['/timeline/items?from=2020-01-01&to=2020-03-01'],
  ['/coverage'],
  ['/items'],
  [`/items/${instrument.id}`],
  ['/network'],
  ['/calendar'],
  ['/documents'],
  ['/queue'],
  [`/queue/${ids[5]}`],
  ['/report?from=2020-01-01&to=2021-01-01'],
  ['/plan', plan],
  [`/ask?q=${q('Which exercises were held in the Baltic Sea in 2024?')}`],
  [`/ask?q=${q('How much of its crude oil does Japan import from the Middle East?')}`],
  [`/ask?q=${q('防衛費は2027年度までにどうなるか')}`],
];

console.log(`${count.toLocaleString('en-US')} statements; CPU ms (wall ms)`);
console.log(
  `${'page'.padEnd(52)}${'first'.padStart(14)}${'warm p95'.padStart(16)}${'after a change'.padStart(18)}`,
);
const warm: Cost[] = [];
const changed: Cost[] = [];
let decided = 200;
for (const [path, payload] of pages) {
  const first = await ask(path, payload);
  const mine: Cost[] = [];
  for (let i = 0; i < rounds; i++) mine.push(await ask(path, payload));
  await ask('/reviews', { target: ids[decided++], decision: 'reject' });
  const after = await ask(path, payload);
  warm.push(...mine);
  changed.push(after);
  const name = decodeURIComponent(path).slice(0, 50).padEnd(52);
  console.log(`${name}${shown(first, 14)}${shown(p95(mine), 16)}${shown(after, 18)}`);
}
console.log(
  `all pages and questions, 95th percentile: warm ${shown(p95(warm), 0)}, right after a change ${shown(p95(changed), 0)} (bar: 200 ms)`,
);
console.log(`resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
await close();

function shown({ cpuMs, wallMs }: Cost, width: number): string {
  return `${cpuMs.toFixed(0)} (${wallMs.toFixed(0)})`.padStart(width);
}

function p95(costs: readonly Cost[]): Cost {
  const at95 = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
  return { cpuMs: at95(costs.map(({ cpuMs }) => cpuMs)), wallMs: at95(costs.map(({ wallMs }) => wallMs)) };
}
