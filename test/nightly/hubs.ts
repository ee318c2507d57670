/**
 * `npm run nightly -- hubs [ENTRIES] [BREAKS] [--seed N] [--by line|files|both]`: three hubs, the third behind a cut line;
 * 100,000 entries through 200 breaks unless told, by line and then by files. Exits with 1 when a hub shows anything else
 * than the pure rule says, or holds anything twice.
 */
import { parseArgs } from 'node:util';
import { runWorld } from '../worlds/exchange.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, by: { type: 'string', default: 'both' } },
});
const entries = Number(positionals[0] ?? 100_000);
const breaks = Number(positionals[1] ?? 200);
let failures = 0;
for (const by of ['line', 'files'] as const) {
  if (values.by !== 'both' && values.by !== by) continue;
  const startedMs = Date.now();
  const before = process.cpuUsage();
  const result = await runWorld({
    seed: Number(values.seed),
    entries,
    breaks,
    by,
    onProgress: (round) => {
      if (round % 20 === 0) console.log(`${by}: round ${round}, ${seconds(Date.now() - startedMs)} s`);
    },
  });
  const { user, system } = process.cpuUsage(before);
  for (const wrong of result.wrong.slice(0, 10)) console.error(wrong);
  console.log(
    `${by}: ${result.entries} entries at rest, breaks ${JSON.stringify(result.breaks)}, seen ${JSON.stringify(result.seen)}, ` +
      `${result.quarantined} quarantined, ${result.wrong.length} wrong; ${seconds((user + system) / 1000)} CPU-s, ${seconds(Date.now() - startedMs)} s`,
  );
  failures += result.wrong.length + result.quarantined;
}
process.exit(failures === 0 ? 0 : 1);

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
