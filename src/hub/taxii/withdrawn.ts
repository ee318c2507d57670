/** Versions of objects that their owner deleted one by one: nobody is given them again, unless they are added again. */
import type { EntryId } from '../../core/index.ts';
import type { LocalTables } from '../local.ts';

const table = `
  CREATE TABLE IF NOT EXISTS taxii_withdrawn (
    entry TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (entry, version)
  ) STRICT, WITHOUT ROWID;
`;

const none: ReadonlySet<string> = new Set();

export class WithdrawnVersions {
  readonly #local: LocalTables;
  /** Few, and asked for with every page. */
  readonly #versions = new Map<string, Set<string>>();

  constructor(local: LocalTables) {
    this.#local = local;
    local.script(table);
    for (const { entry, version } of local.all<{ entry: string; version: string }>(
      ['entry', 'version'],
      'FROM taxii_withdrawn',
    ))
      this.#keep(entry, version);
  }

  /** The versions of an entry's object that are not given out. */
  of(entry: EntryId): ReadonlySet<string> {
    return this.#versions.get(entry) ?? none;
  }

  add(entry: EntryId, version: string): void {
    this.#local.run('INSERT OR IGNORE INTO taxii_withdrawn (entry, version) VALUES (?, ?)', [entry, version]);
    this.#keep(entry, version);
  }

  /** It was added again. */
  remove(entry: EntryId, version: string): void {
    if (this.#versions.get(entry)?.delete(version) !== true) return;
    this.#local.run('DELETE FROM taxii_withdrawn WHERE entry = ? AND version = ?', [entry, version]);
  }

  #keep(entry: string, version: string): void {
    const versions = this.#versions.get(entry) ?? new Set<string>();
    this.#versions.set(entry, versions.add(version));
  }
}
