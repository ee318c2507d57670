/**
 * The list of an archive's sealed files: one JSON line each, appended and on disk before a file counts. A file that the
 * list does not name was cut off while being written and is removed.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../core/index.ts';

/** What a sealed file holds. Its digest belongs into the journal. */
export interface Seal {
  /** Beside the list, such as `positions-2026-11-21-3.parquet`. */
  readonly file: string;
  readonly table: 'positions' | 'statics';
  /** UTC day, such as `2026-11-21`. */
  readonly day: string;
  readonly rows: number;
  /** Lower-case hex of the file's SHA-256. */
  readonly sha256: string;
  /** Files whose rows this one took over; they are gone. */
  readonly replaces: readonly string[];
}

const listName = 'seals.jsonl';

export class Seals {
  readonly folder: string;
  readonly #seals = new Map<string, Seal>();
  #next = 1;

  /** @throws `archive.damaged` when a sealed file is gone or the list cannot be read */
  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const seal of readList(join(folder, listName))) this.#take(seal);
    for (const { file } of this.#seals.values())
      if (!existsSync(join(folder, file))) throw new CommonwatchError('archive.damaged', file);
    for (const file of readdirSync(folder))
      if (/\.(parquet|writing)$/.test(file) && !this.#seals.has(file)) rmSync(join(folder, file));
  }

  get all(): readonly Seal[] {
    return [...this.#seals.values()];
  }

  /** Paths of a table's files that may hold rows of the days, both included. */
  paths(table: Seal['table'], fromDay: string, toDay: string): string[] {
    return this.all
      .filter((seal) => seal.table === table && seal.day >= fromDay && seal.day <= toDay)
      .map(({ file }) => join(this.folder, file));
  }

  /** Where the next file is to be written, before it is sealed. */
  nextFile(table: Seal['table'], day: string): { readonly file: string; readonly writing: string } {
    const file = `${table}-${day}-${this.#next++}.parquet`;
    return { file, writing: join(this.folder, `${file}.writing`) };
  }

  /** Makes a written file count: on disk, named, listed; then what it replaces is removed. */
  async seal(written: Omit<Seal, 'sha256'>, writing: string): Promise<Seal> {
    const sha256 = await digestOf(writing);
    sync(writing);
    renameSync(writing, join(this.folder, written.file));
    const seal: Seal = { ...written, sha256 };
    appendLine(join(this.folder, listName), JSON.stringify(seal));
    sync(this.folder);
    this.#take(seal);
    for (const file of seal.replaces) rmSync(join(this.folder, file), { force: true });
    return seal;
  }

  /** The files whose bytes are not those that were sealed. */
  async verify(): Promise<Seal[]> {
    const damaged: Seal[] = [];
    for (const seal of this.all) {
      const path = join(this.folder, seal.file);
      if (!existsSync(path) || (await digestOf(path)) !== seal.sha256) damaged.push(seal);
    }
    return damaged;
  }

  #take(seal: Seal): void {
    for (const file of seal.replaces) this.#seals.delete(file);
    this.#seals.set(seal.file, seal);
    this.#next = Math.max(this.#next, Number(/-(\d+)\.parquet$/.exec(seal.file)?.[1] ?? 0) + 1);
  }
}

function readList(path: string): Seal[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // A last line without its end was being written when the power went: its file does not count yet.
  return lines.slice(0, -1).map((line) => {
    try {
      return JSON.parse(line) as Seal;
    } catch (cause) {
      throw new CommonwatchError('archive.damaged', line.slice(0, 80), { cause, path });
    }
  });
}

function appendLine(path: string, line: string): void {
  const file = openSync(path, 'a');
  try {
    writeSync(file, `${line}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
