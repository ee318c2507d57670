// `npm run nightly -- NAME`: the long runs (fuzzing, kills, leak worlds, seeds), each within 80 minutes, never in
// CI. Each is a script in test/nightly/ that prints what it did and exits non-zero when a case failed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const [name, ...rest] = process.argv.slice(2);
const names = existsSync('test/nightly')
  ? readdirSync('test/nightly')
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3))
  : [];
if (name === undefined || !names.includes(name)) {
  console.log(`npm run nightly -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exit(name === undefined ? 0 : 64);
}
const { status } = spawnSync(process.execPath, ['--import', 'tsx', `test/nightly/${name}.ts`, ...rest], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
