// `npm run nightly -- kills [N]`: N (50) SIGKILLs of a process that appends under load, at random moments.
import { rmSync } from 'node:fs';
import { killOnce } from '../worlds/kills.ts';
import { temporaryFolder } from '../worlds/store.ts';

const rounds = Number(process.argv[2] ?? 50);
const folder = temporaryFolder();
let acknowledged = 0;
let failures = 0;
let slowestOpenMs = 0;
for (let round = 1; round <= rounds; round++) {
  const result = await killOnce(folder, Math.random() * 900);
  acknowledged += result.acknowledged;
  slowestOpenMs = Math.max(slowestOpenMs, result.openMs);
  const bad = result.lost.length + result.problems + result.unprojected > 0;
  if (bad) {
    failures += 1;
    console.error(`round ${round}:`, result);
  }
}
console.log(
  `${rounds} kills, ${acknowledged} acknowledged versions, ${failures} rounds with anything lost, unverified or unprojected; opening took ${slowestOpenMs.toFixed(0)} ms at most`,
);
rmSync(folder, { recursive: true, force: true });
process.exit(failures === 0 ? 0 : 1);
