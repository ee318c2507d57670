/**
 * `npm run nightly -- reliefpage [REQUESTS]`: a contingency of so many requests (5,800), each with its acts, its
 * consignment and the movements, on one hub. How long the page's state takes when it is first asked for, when nothing
 * changed, and after a write. Times in CPU-milliseconds of the process, so that a loaded machine does not count.
 */
import { instant } from '../../src/core/index.ts';
import type { EntryDraft } from '../../src/core/index.ts';
import { releaseTo } from '../../src/coordination/audience.ts';
import type { StateView } from '../../src/coordination/api.ts';
import { ReplayJournal } from '../../src/coordination/replay/journal.ts';
import { key, openRelief, reliefParties } from '../coordination/relief.ts';
import type { Relief } from '../coordination/relief.ts';

const requests = Number(process.argv[2] ?? 5_800);
const towns = ['town', 'neighbour'] as const;
const barMs = 200;

/** What people would write for so many requests: asked, endorsed, sent, received, counted. */
function journalOf(count: number): ReplayJournal {
  const journal = new ReplayJournal(Date.UTC(2026, 0, 1), 'Quake', 'ministry');
  const levels = { ministry: 'national', prefecture: 'prefecture', town: 'municipality' } as const;
  for (const [party, level] of [...Object.entries(levels), ['neighbour', 'municipality'] as const])
    journal.subject('organisation', 'ministry', 0, {
      party,
      name: { en: party, ja: party },
      level,
      ...(level === 'municipality' ? { parent: 'prefecture' } : {}),
    });
  const lots = Array.from({ length: 40 }, (_, i) => {
    const lot = journal.subject('lot', 'ministry', 0, { item: `item ${i}`, unit: 'pieces' });
    journal.procure('ministry', lot, 0, 1_000_000_000);
    return lot;
  });
  for (let i = 0; i < count; i++) {
    const requester = towns[i % towns.length];
    const [item, lot, hours] = [`item ${i % lots.length}`, lots[i % lots.length], (i / count) * 900];
    const goods = { item, unit: 'pieces', quantity: 10 + i };
    const request = journal.subject('request', requester, hours, { requester, basis: '86-16-1', ...goods });
    journal.act(requester, request, 'submit', hours);
    journal.act('prefecture', request, 'endorse', hours + 1);
    journal.act('prefecture', request, 'escalate', hours + 1);
    const lines = [{ lot, ...goods }];
    const way = {
      from: 'ministry',
      to: requester,
      via: [],
      request,
      mode: 'truck' as const,
      vehicles: 1,
      lines,
    };
    const id = journal.plan('ministry', hours + 3, way);
    if (i % 4 === 3) continue;
    journal.onWay(id, way, 'ministry', 'depart', hours + 5);
    journal.onWay(id, way, requester, 'confirm', hours + 12, [{ lot, quantity: goods.quantity }]);
  }
  return journal;
}

async function write({ hub }: Relief, { recorded }: ReplayJournal): Promise<void> {
  const all = Object.keys(reliefParties).filter((party) => party !== 'third' && party !== 'partner');
  let batch: EntryDraft[] = [];
  const flush = async () => {
    if (batch.length > 0) await hub.parts.store.append(batch, { account: 'test', as: batch[0].owner });
    batch = [];
  };
  for (const { entry } of recorded) {
    const { created: _c, modified: _m, ...draft } = entry;
    if (batch.length >= 2_000 || (batch.length > 0 && batch[0].owner !== draft.owner)) await flush();
    batch.push({ ...draft, release: releaseTo(draft.owner, all) });
  }
  await flush();
}

const relief = await openRelief();
const journal = journalOf(requests);
await write(relief, journal);
const path = `/coordination/state?contingency=${journal.contingency}`;
let bytes = 0;
const timed = async (name: string, work: () => Promise<unknown>) => {
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000;
  console.log(`${name}: ${cpuMs.toFixed(0)} CPU-ms, ${(performance.now() - started).toFixed(0)} ms`);
  return cpuMs;
};
/** The answer as the hub sends it: reading it is the browser's work. */
let hash = '';
const ask = async (since = '') => {
  const { payload } = await relief.hub.app.inject({
    method: 'GET',
    url: `/api${path}${since === '' ? '' : `&since=${since}`}`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${relief.tokens.get('ministry')}` },
  });
  bytes = Buffer.byteLength(payload);
  hash = /"hash":"([0-9a-f]{64})"/.exec(payload)?.[1] ?? '';
  return payload;
};
console.log(`${journal.recorded.length} entries, as of ${instant(journal.utcMs(900))}`);
await timed('first', () => ask());
console.log(`${(bytes / 1e6).toFixed(1)} MB`);
await timed('whole again', () => ask());
await timed('unchanged', () => ask(hash));
const unchanged = await timed('unchanged', () => ask(hash));
console.log(`${(bytes / 1e3).toFixed(1)} kB`);
const { state } = JSON.parse(await ask()) as StateView;
const open = state.requests.find((each) => each.state === 'escalated') ?? state.requests[0];
await timed('the write', () =>
  relief.post(open.body.requester as 'town', '/acts', {
    key: key(),
    subject: open.id,
    act: 'withdraw',
    reason: 'load',
  }),
);
const after = await timed('after a write', () => ask(hash));
console.log(`${(bytes / 1e3).toFixed(1)} kB`);
await relief.close();
process.exit(Math.max(unchanged, after) <= barMs ? 0 : 1);
