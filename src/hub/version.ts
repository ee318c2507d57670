import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../store/worker.ts';

/** The version of package.json. */
export const version = (
  JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
).version;
