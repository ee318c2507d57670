/**
 * `npm run nightly -- relief [SEEDS] [HOURS]`: three nodes and a partner over real stores and bundles, 72 simulated
 * hours cut three ways with kills, reordered and doubled files and clocks that are off.
 */
import { runReliefWorld } from '../worlds/relief.ts';

const seeds = Number(process.argv[2] ?? 20);
const hours = Number(process.argv[3] ?? 72);
let failed = 0;
for (let seed = 1; seed <= seeds; seed++) {
  const outcome = await runReliefWorld({ seed, hours, stepsPerHour: 12 });
  const { lost, leaked, hashes, doubleAllocations, unlisted, entries, contingency: _, ...rest } = outcome;
  const isGood =
    lost.length + leaked.length + doubleAllocations.length + unlisted.length === 0 &&
    new Set(Object.values(hashes)).size === 1;
  if (!isGood) failed += 1;
  console.log(
    `seed ${seed} ${isGood ? 'ok' : 'FAILED'} ${JSON.stringify({ ...rest, entries: entries.length })} ${isGood ? Object.values(hashes)[0].slice(0, 12) : JSON.stringify({ lost: lost.slice(0, 5), leaked: leaked.slice(0, 5), hashes, doubleAllocations: doubleAllocations.slice(0, 5), unlisted })}`,
  );
}
const { user, system } = process.cpuUsage();
console.log(
  `${seeds} worlds of ${hours} h, ${failed} failed, ${((user + system) / 1e6).toFixed(1)} CPU-seconds`,
);
process.exit(failed === 0 ? 0 : 1);
