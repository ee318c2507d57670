/** The starting record of the partnership, from the tables that ship with the package (data/programme). */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommonwatchError } from '../core/index.ts';

/** The parsed tables: the record's objects, and the statements of the papers, one a line. @throws `document.unreadable` */
export function readProgrammeTables(): { readonly record: unknown; readonly statements: readonly unknown[] } {
  try {
    const folder = tablesFolder();
    const record: unknown = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8'));
    const lines = readFileSync(join(folder, 'papers.jsonl'), 'utf8').split('\n');
    return {
      record,
      statements: lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line)),
    };
  } catch (cause) {
    throw new CommonwatchError('document.unreadable', 'data/programme', { cause });
  }
}

/** `data/programme` of the package, above this file in src/ or in dist/. */
function tablesFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'data', 'programme', 'record.json')) && dirname(folder) !== folder)
    folder = dirname(folder);
  return join(folder, 'data', 'programme');
}
