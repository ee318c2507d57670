#!/usr/bin/env node
// The installed command. The program itself is built into dist/ by `npm ci` (the prepare script).
import { existsSync } from 'node:fs';

const main = new URL('../dist/cli/main.js', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write('commonwatch: not built yet; run `npm run build` in the project folder first\n');
  process.exit(70);
}
// A reader that has seen enough, such as `head`, closes the pipe: that is no fault.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const { run } = await import(main.href);
process.exitCode = await run(process.argv.slice(2));
