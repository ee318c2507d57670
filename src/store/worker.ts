/**
 * Starts the workers of this package, both from source (tests, benches: through tsx) and from the bundle in dist/,
 * where code splitting moves modules about and a path beside the importing file would not hold.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Starts `src/<name>.worker.ts`, or what it was built into.
 * @param name such as `store/writer`
 */
export function startWorker(name: string, workerData: unknown): Worker {
  const root = packageRoot();
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(pathToFileURL(join(root, 'dist', `${name}.worker.js`)), { workerData });
  // `--import tsx` does not reach into worker threads: the loader is registered there by its own call.
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href;
  const file = pathToFileURL(join(root, 'src', `${name}.worker.ts`)).href;
  const code = `import(${JSON.stringify(loader)})
    .then(({ register }) => { register(); return import(${JSON.stringify(file)}); })`;
  return new Worker(code, { eval: true, workerData, execArgv: [] });
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
