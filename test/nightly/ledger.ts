/**
 * `npm run nightly -- ledger [HISTORIES]`: random histories of the coordination room's ledger, 100,000 unless told
 * otherwise, half of them with nodes that are restored from backups. Without the custodian rule a promise must break.
 */
import { custodianRule, ledgerRules } from '../../src/coordination/ledger.ts';
import { firstBroken } from '../../src/coordination/ledger.test-support.ts';

const histories = Number(process.argv[2] ?? 100_000);
const started = process.cpuUsage();
const half = Math.ceil(histories / 2);
let failed = false;
for (const withForks of [false, true]) {
  const { broken, movements, forked } = firstBroken(ledgerRules, withForks, half, 1_000_000);
  console.log(
    `${half} histories ${withForks ? 'with' : 'without'} restored nodes: ${movements} movements, ${forked} forked; ${broken ?? 'every law held'}`,
  );
  failed ||= broken !== undefined;
}
const without = firstBroken(
  ledgerRules.filter((rule) => rule !== custodianRule),
  false,
  half,
);
console.log(`without the custodian rule: ${without.broken ?? 'NOTHING BROKE'}`);
const { user, system } = process.cpuUsage(started);
console.log(`${((user + system) / 1e6).toFixed(1)} CPU-seconds`);
process.exit(failed || without.broken === undefined ? 1 : 0);
