// `npm test`: types, lint, layers, then every unit, property, whole-process and browser test. Closes with one
// line `N passed, N failed, N skipped`. Under CI a skipped test is a failure: the data is there.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function step(name, command, args) {
  const started = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: false });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return status === 0;
}

const results = join(mkdtempSync(join(tmpdir(), 'commonwatch-test-')), 'results.json');
const checks = [
  step('build', 'node', ['scripts/build.mjs', '--if-stale']),
  step('types', 'npm', ['run', '--silent', 'types']),
  step('lint, format, layers', 'npm', ['run', '--silent', 'lint']),
];
const testsPassed = step('tests', 'npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
  ...process.argv.slice(2),
]);
let passed = 0;
let failed = checks.filter((ok) => !ok).length;
let skipped = 0;
try {
  const report = JSON.parse(readFileSync(results, 'utf8'));
  passed = report.numPassedTests;
  failed += report.numFailedTests + (report.numFailedTests === 0 && !testsPassed ? 1 : 0);
  skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0)
    for (const file of report.testResults)
      for (const test of file.assertionResults)
        if (test.status !== 'passed' && test.status !== 'failed') console.log(`skipped: ${test.fullName}`);
} catch (error) {
  failed += 1;
  console.error(`no test report was written: ${error.message}`);
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || !testsPassed || (process.env.CI === 'true' && skipped > 0) ? 1 : 0);
