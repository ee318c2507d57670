import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file of real data beside the checkout (`../shared/data/…`), or undefined where there is none: a
 * user's clone has no such data, and a test that needs it says so when it skips. `.ci/run` fails if one skipped.
 */
export function sharedData(path: string): string | undefined {
  const full = fileURLToPath(new URL(`../../shared/data/${path}`, import.meta.url));
  return existsSync(full) ? full : undefined;
}
