/** Files of the data folder: written whole or not at all, and readable by their owner alone. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Where things lie in a data folder. */
export const places = {
  journal: (folder: string) => join(folder, 'commonwatch.db'),
  local: (folder: string) => join(folder, 'local.db'),
  lock: (folder: string) => join(folder, 'writer.lock'),
  secret: (folder: string) => join(folder, 'cursor.secret'),
  /** Seals what names people behind pseudonyms; in no backup, so that a backup alone names nobody. */
  handles: (folder: string) => join(folder, 'handles.secret'),
  posts: (folder: string) => join(folder, 'posts'),
  checkpoint: (folder: string) => join(folder, 'checkpoint.json'),
};

/** Makes the folder where it is missing, for its owner alone. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Writes a file of mode 0600 and replaces the old one only when the new one is on disk. */
export function writePrivate(file: string, content: string | Uint8Array): void {
  const fresh = `${file}.${randomBytes(4).toString('hex')}.new`;
  const handle = openSync(fresh, 'wx', 0o600);
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
  syncFolder(dirname(file));
}

/** Makes a rename in a folder last through a power cut. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A secret of 32 bytes, made when first asked for. */
export function openSecret(file: string): Uint8Array {
  if (!existsSync(file)) writePrivate(file, randomBytes(32));
  return readFileSync(file);
}
