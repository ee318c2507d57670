/**
 * Starts the workers of this package, both from source (tests, benches) and from the bundle in dist/,
 * where code splitting moves modules about and a path beside the importing file would not hold.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Starts `src/<name>.worker.ts`, or what it was built into.
 * @param name such as `store/writer`
 */
export function startWorker(name: string, workerData: unknown): Worker {
  const root = packageRoot();
  const isBuilt = import.meta.url.startsWith(pathToFileURL(join(root, 'dist')).href);
  const file = isBuilt ? join(root, 'dist', `${name}.worker.js`) : buildSource(`src/${name}.worker.ts`);
  // What loads TypeScript into this thread does not reach into workers, and they need none of it.
  return new Worker(pathToFileURL(file), { workerData, execArgv: [] });
}

/**
 * Builds a module from source as `scripts/build.mjs` does, into one file that plain Node runs; the same source is
 * built once. @param entry relative to the package
 */
export function buildSource(entry: string): string {
  const root = packageRoot();
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
  });
  const folder = join(root, 'node_modules', '.cache', 'commonwatch');
  const digest = createHash('sha256').update(outputFiles[0].contents).digest('hex').slice(0, 16);
  const file = join(folder, `${basename(entry, '.ts')}-${digest}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, outputFiles[0].contents);
  renameSync(fresh, file);
  return file;
}

/** The folder of this package: the nearest one above whose package.json has its name. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackageRoot(folder)) {
    const above = dirname(folder);
    if (above === folder) throw new Error('the package folder of commonwatch was not found');
    folder = above;
  }
  return folder;
}

function isPackageRoot(folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  return (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'commonwatch';
}
