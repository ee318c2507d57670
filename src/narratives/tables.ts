/** The tables of `data/narratives/`, handed in by whoever may open files, checked once. */
import { CommonwatchError } from '../core/index.ts';
import type { Json } from '../core/index.ts';
import type { DisarmTable, DisarmTechnique } from './api.ts';

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

/** The table as it is written: what came to the framework later and what it withdrew since stand apart. */
type WrittenTable = Omit<DisarmTable, 'techniques'> & {
  readonly ref: string;
  readonly techniques: readonly WrittenTechnique[];
  readonly later: {
    readonly version: string;
    readonly techniques: readonly WrittenTechnique[];
    readonly withdrawn: readonly string[];
  };
};
type WrittenTechnique = Pick<DisarmTechnique, 'id' | 'name' | 'tactic'>;

function parseDisarm(json: Json): DisarmTable {
  const table = json as unknown as WrittenTable;
  const isTable =
    table?.killChain === 'disarm' &&
    Array.isArray(table.techniques) &&
    Array.isArray(table.later?.techniques);
  const written = isTable ? [...table.techniques, ...table.later.techniques] : [];
  const known = new Set(table?.tactics);
  const ids = new Set(written.map(({ id }) => id));
  const isRow = (row: WrittenTechnique) =>
    /^T\d{4}(\.\d{3})?$/.test(row.id) && row.name !== '' && known.has(row.tactic);
  if (!isTable || !written.every(isRow) || ids.size < written.length)
    throw new CommonwatchError('narratives.table-invalid', 'disarm.json');
  const { source, version, licence, killChain, tactics, ref, later } = table;
  const withdrawn = new Set(later.withdrawn);
  const techniques = written
    .map(({ id, name, tactic }) => ({
      id,
      name,
      tactic,
      ref: withdrawn.has(id) ? ref.slice(0, ref.indexOf('/blob/')) : `${ref}${id}.md`,
      withdrawn: withdrawn.has(id),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return { source, version: `${version}; ${later.version}`, licence, killChain, tactics, techniques };
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
