/** The tables of `data/narratives/`, handed in by whoever may open files, checked once. */
import { CommonwatchError } from '../core/index.ts';
import type { Json } from '../core/index.ts';
import type { DisarmTable } from './api.ts';

/** One thing under its names in four languages. */
export interface GlossaryEntity {
  readonly id: string;
  readonly names: readonly string[];
}

export interface NarrativeTables {
  readonly disarm: DisarmTable;
  readonly glossary: readonly GlossaryEntity[];
}

const glossaryLanguages = ['en', 'ja', 'zh', 'ru'] as const;

/** @throws `narratives.table-invalid` */
export function parseTables(disarm: Json, glossary: Json): NarrativeTables {
  return { disarm: parseDisarm(disarm), glossary: parseGlossary(glossary) };
}

function parseDisarm(json: Json): DisarmTable {
  const table = json as unknown as DisarmTable & { ref: string };
  const known = new Set(table?.tactics);
  const isRow = (row: DisarmTable['techniques'][number]) =>
    /^T\d{4}(\.\d{3})?$/.test(row.id) && row.name !== '' && known.has(row.tactic);
  if (table?.killChain !== 'disarm' || !Array.isArray(table.techniques) || !table.techniques.every(isRow))
    throw new CommonwatchError('narratives.table-invalid', 'disarm.json');
  const { source, version, licence, killChain, tactics, ref } = table;
  const techniques = table.techniques.map(({ id, name, tactic }) => ({
    id,
    name,
    tactic,
    ref: `${ref}${id}.md`,
  }));
  return { source, version, licence, killChain, tactics, techniques };
}

function parseGlossary(json: Json): GlossaryEntity[] {
  const rows = (json as { entities?: unknown } | null)?.entities;
  if (!Array.isArray(rows)) throw new CommonwatchError('narratives.table-invalid', 'glossary.json');
  return rows.map((row: Record<string, unknown>) => {
    const names = glossaryLanguages.flatMap((language) => row[language] as string[]);
    if (typeof row.id !== 'string' || !names.every((name) => typeof name === 'string' && name !== ''))
      throw new CommonwatchError('narratives.table-invalid', String(row.id));
    return { id: row.id, names: [...new Set(names)] };
  });
}
