/**
 * `npm run nightly -- reliefload [SECONDS] [CLIENTS] [WRITES]`: clients (200) that together write so many times a second
 * (200) for so long (600 s) on one hub over HTTP. No write may be lost, and 95 of 100 are answered within 300 ms.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTestHub } from '../leaks/hub.ts';
import { key, prepareRelief } from '../coordination/relief.ts';

const [seconds, clients, writesPerSecond] = [600, 200, 200].map((value, i) =>
  Number(process.argv[2 + i] ?? value),
);
const bar = 300;

/** The hub is a process of its own: its clients must not slow it down by sharing its thread. */
if (process.argv[2] === 'serve') await serve();
else await load();

async function serve(): Promise<void> {
  const { hub } = await openTestHub({
    http: { port: Number(process.argv[3]), requestsPerMinute: 100_000_000 },
  });
  const { tokens, contingency } = await prepareRelief(hub);
  await hub.listen();
  process.send?.({ tokens: Object.fromEntries(tokens), contingency });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({
      cpuS: (user + system) / 1e6,
      records: hub.parts.store.records({ limit: 1 }).records[0].seq,
    });
  });
}

interface Ready {
  readonly tokens: Record<string, string>;
  readonly contingency: string;
}

async function load(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'commonwatch-load-'));
  const port = 9360;
  const hub = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(import.meta.url), 'serve', String(port)],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, TMPDIR: folder } },
  );
  const told = <T>() => new Promise<T>((resolve) => hub.once('message', (message) => resolve(message as T)));
  const { tokens, contingency } = await told<Ready>();
  const url = `http://127.0.0.1:${port}/api/coordination`;
  const parties = ['town', 'neighbour', 'prefecture', 'ministry'];
  const written = new Set<string>();
  const times: number[] = [];
  let refused = 0;
  const post = async (party: string, path: string, body: object) => {
    const started = performance.now();
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens[party]}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json = (await answer.json()) as { entry?: { id: string } };
    times.push(performance.now() - started);
    if (json.entry === undefined) refused += 1;
    else written.add(json.entry.id);
    return json.entry?.id;
  };
  const last = new Map<number, string>();
  const writeOnce = async (client: number, n: number) => {
    const party = parties[client % parties.length];
    const request = last.get(client);
    // A mix as in a real day: requests, their steps, counts.
    if (n % 3 === 1 && request !== undefined) {
      last.delete(client);
      await post(party, '/acts', { key: key(), subject: request, act: 'withdraw', reason: 'load' });
    } else if (n % 3 === 2)
      await post(party, '/counts', {
        key: key(),
        contingency,
        measure: 'evacuees',
        about: `${party}-${client}`,
        value: n,
        source: 'load',
        asOfUtcMs: Date.UTC(2026, 0, 2) + n,
      });
    else {
      const body = {
        requester: party,
        basis: party === 'ministry' ? '86-16-2' : '86-16-1',
        item: 'meals',
        unit: 'meals',
        quantity: 1 + n,
      };
      const id = await post(party, '/subjects', {
        key: key(),
        contingency,
        kind: 'request',
        body,
        submit: true,
      });
      if (id !== undefined) last.set(client, id);
    }
  };
  const started = performance.now();
  const everyMs = (1000 * clients) / writesPerSecond;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = 0; ; n++) {
        const due = started + (n + client / clients) * everyMs;
        if (due - started > seconds * 1000) return;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        await writeOnce(client, n);
      }
    }),
  );
  const tookS = (performance.now() - started) / 1000;
  const lost = await lostOf(written, tokens, url);
  hub.send('how much');
  const { cpuS, records } = await told<{ cpuS: number; records: number }>();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(0);
  console.log(
    `${clients} clients, ${times.length} writes in ${tookS.toFixed(1)} s (${(times.length / tookS).toFixed(0)}/s), ${refused} refused, ${lost} lost, ${records} records`,
  );
  console.log(
    `ms: p50 ${at(0.5)}, p95 ${at(0.95)} (bar ${bar}), p99 ${at(0.99)}, max ${at(1)}; hub ${cpuS.toFixed(1)} CPU-seconds`,
  );
  hub.kill('SIGKILL');
  await new Promise((resolve) => hub.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
  process.exit(lost === 0 && refused === 0 && Number(at(0.95)) <= bar ? 0 : 1);
}

/** What was acknowledged and is not there: everything is asked for again, page by page. */
async function lostOf(
  written: ReadonlySet<string>,
  tokens: Record<string, string>,
  url: string,
): Promise<number> {
  const found = new Set<string>();
  for (const token of Object.values(tokens)) {
    let cursor = '';
    do {
      const answer = await fetch(
        `${url.replace('/coordination', '')}/entries?limit=1000${cursor === '' ? '' : `&cursor=${cursor}`}`,
        { headers: { authorization: `Bearer ${token}` } },
      );
      const page = (await answer.json()) as { entries: { entry: { id: string } }[]; cursor?: string };
      for (const { entry } of page.entries) found.add(entry.id);
      cursor = page.cursor ?? '';
    } while (cursor !== '');
  }
  return [...written].filter((id) => !found.has(id)).length;
}
