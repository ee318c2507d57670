// Builds dist/: the server and command line by esbuild, the page by Vite. `--if-stale` does nothing when
// dist/ is newer than every source, so that `npm start` after `npm ci` is immediate.
import { readdirSync, statSync, existsSync, mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');

function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let max = 0;
  for (const name of readdirSync(path)) max = Math.max(max, newest(join(path, name)));
  return max;
}

function stale() {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return ['src', 'web', 'data', 'package-lock.json', 'scripts/build.mjs', 'vite.config.ts'].some(
    (path) => newest(join(root, path)) > built,
  );
}

function workerEntries(folder) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...workerEntries(path));
    else if (entry.name.endsWith('.worker.ts')) found.push(path);
  }
  return found;
}

if (!process.argv.includes('--if-stale') || stale()) {
  const started = Date.now();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'), { recursive: true });
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts', ...workerEntries(join(root, 'src'))],
    outdir: 'dist',
    outbase: 'src',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  const nodeMs = Date.now() - started;
  if (existsSync(join(root, 'web', 'index.html'))) {
    const vite = await import('vite');
    await vite.build({ root: join(root, 'web'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  }
  writeFileSync(stamp, `${new Date().toISOString()}\n`);
  console.log(`built: server ${nodeMs} ms, page ${Date.now() - started - nodeMs} ms`);
}
