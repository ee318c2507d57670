// `npm run bench -- NAME`: one side-by-side benchmark (bench/NAME.ts). Without a name, lists them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const [name, ...rest] = process.argv.slice(2);
const names = readdirSync('bench')
  .filter((file) => /^[a-z-]+\.ts$/.test(file))
  .map((file) => file.slice(0, -3));
if (name === undefined || !existsSync(`bench/${name}.ts`)) {
  console.log(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exit(name === undefined ? 0 : 64);
}
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', '--expose-gc', `bench/${name}.ts`, ...rest],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
