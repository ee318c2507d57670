// Builds dist/: the server and command line by esbuild, the page by Vite, and the exercise's opening by playing it.
// `--if-stale` does nothing when dist/ is newer than every source, so that `npm start` after `npm ci` is immediate.
// The opening takes half a minute and is made again only when what it is made by has changed; without one (set
// COMMONWATCH_NO_OPENING=1) the exercise plays its earlier hours at every start.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, existsSync, mkdirSync, writeFileSync, rmSync } from 'node:fs';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const opening = join(dist, 'exercise');
const openingStamp = join(dist, '.opening');

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

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** The digest of everything by which an opening is made: programs and the tables that they read. */
function openingDigest() {
  const hash = createHash('sha256');
  const made = [
    'core',
    'words',
    'earth',
    'ais',
    'sea',
    'narratives',
    'programme',
    'coordination',
    'exercise',
    'feeds',
    'store',
    'hub',
  ];
  for (const path of [
    ...made.map((folder) => join('src', folder)),
    join('data', 'earth'),
    join('data', 'narratives'),
    join('data', 'programme'),
  ])
    for (const file of existsSync(join(root, path)) ? filesUnder(join(root, path)) : [])
      if (!/(\.test\.ts|\.md|words.web\.ts)$/.test(file))
        hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

async function prepareOpening() {
  const digest = openingDigest();
  if (existsSync(opening) && existsSync(openingStamp) && readFileSync(openingStamp, 'utf8') === digest)
    return;
  rmSync(opening, { recursive: true, force: true });
  if (process.env.COMMONWATCH_NO_OPENING === '1') return;
  const started = Date.now();
  try {
    const { makeOpening } = await import('../dist/cli/opening.js');
    await makeOpening(opening);
  } catch (error) {
    console.warn(
      'The exercise has no prepared opening: it will play its earlier hours at every start.',
      error,
    );
    return;
  }
  writeFileSync(openingStamp, digest);
  console.log(`prepared: the exercise's opening, ${Date.now() - started} ms`);
}

if (!process.argv.includes('--if-stale') || stale()) {
  const started = Date.now();
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist))
    if (name !== 'exercise' && name !== '.opening')
      rmSync(join(dist, name), { recursive: true, force: true });
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts', 'src/cli/opening.ts', ...workerEntries(join(root, 'src'))],
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
  await prepareOpening();
  writeFileSync(stamp, `${new Date().toISOString()}\n`);
  console.log(`built: server ${nodeMs} ms, page ${Date.now() - started - nodeMs} ms`);
}
