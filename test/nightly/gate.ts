// `npm run nightly -- gate [CASES] [SEED]`: random worlds until CASES (100,000) cases were judged three ways.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareWorld, makeWorld } from '../worlds/gate.ts';

const wanted = Number(process.argv[2] ?? 100_000);
const firstSeed = Number(process.argv[3] ?? Date.now() % 1_000_000_000);
const folder = mkdtempSync(join(tmpdir(), 'commonwatch-gate-'));
let cases = 0;
let seen = 0;
let seed = firstSeed;
for (; cases < wanted; seed++) {
  const file = join(folder, 'world.db');
  const world = makeWorld(file, seed, 10 + (seed % 30), seed % 2 === 0);
  const compared = compareWorld(world);
  world.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  cases += compared.cases;
  seen += compared.seen;
  if (compared.disagreements.length > 0) {
    console.error(`seed ${seed}:`, JSON.stringify(compared.disagreements.slice(0, 3), undefined, 2));
    process.exit(1);
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(
  `${cases} cases in worlds ${firstSeed} to ${seed - 1}: rule, columns and SQL agree on each; seen in ${((seen / cases) * 100).toFixed(1)} %`,
);
