/** Reads the tables of `data/narratives/` that are shipped with the package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../core/errors.ts';
import { earthFolder } from '../feeds/earth.ts';
import { parseTables } from '../narratives/index.ts';
import type { NarrativeTables } from '../narratives/index.ts';

let loaded: NarrativeTables | undefined;

/** The tables of this thread, read at the first call and kept. @throws `narratives.table-invalid` */
export function loadNarrativeTables(): NarrativeTables {
  loaded ??= readTables(join(earthFolder(), '..', 'narratives'));
  return loaded;
}

function readTables(folder: string): NarrativeTables {
  const json = (name: string) => {
    try {
      return JSON.parse(readFileSync(join(folder, name), 'utf8'));
    } catch (cause) {
      throw new CommonwatchError('narratives.table-invalid', name, { cause });
    }
  };
  return parseTables(json('disarm.json'), json('glossary.json'));
}
