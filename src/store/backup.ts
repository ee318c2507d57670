/**
 * A backup is one file: the journal's database, copied whole while the hub goes on, with the database of accounts
 * inside it and a manifest that carries a signed checkpoint. Restoring verifies it first, and begins a new epoch
 * that names the head it goes on from.
 */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CommonwatchError, instant } from '../core/index.ts';
import { makePrivateFolder, places, syncFolder } from './files.ts';
import { isGenuine, keyFile, openNodeKey, signCheckpoint } from './keys.ts';
import type { Progress } from './rebuild.ts';
import { hex, sha256 } from './record.ts';
import type { Checkpoint } from './record.ts';
import { Sql } from './sql.ts';
import { openStore, partyOf, takeLock } from './store.ts';
import type { StoreOptions } from './store.ts';
import { verifyJournal } from './verify.ts';
import type { Verification } from './verify.ts';
import { readHead } from './writer.ts';

export interface BackupManifest {
  readonly v: 1;
  /** The journal up to here is in it, signed by the node. */
  readonly checkpoint: Checkpoint;
  /** SHA-256 (hex) of the database of accounts and sessions, where it is part of it. */
  readonly localSha256?: string;
}

export interface BackupRequest {
  readonly journal: string;
  readonly local: string | undefined;
  readonly file: string;
  readonly checkpoint: Checkpoint;
}

/** Signs how far a folder's journal goes, beside a hub that may be at work. @throws `store.missing` */
export function checkpointOf(
  folder: string,
  options: { passphrase?: string; now?: () => number } = {},
): Checkpoint {
  const party = partyOf(folder);
  if (!existsSync(keyFile(folder))) throw new CommonwatchError('journal.key-unreadable');
  const key = openNodeKey(folder, options.passphrase);
  const sql = new Sql(places.journal(folder), { readOnly: true });
  try {
    const { epoch, seq, hash } = readHead(sql);
    const at = instant((options.now ?? Date.now)());
    return signCheckpoint(key, { v: 1, party, epoch, seq, head: hex(hash), at });
  } finally {
    sql.close();
  }
}

/** Backs up a data folder, beside a hub that may be at work. @throws `store.missing`, `store.in-use` */
export function backupFolder(folder: string, file: string, passphrase?: string): BackupManifest {
  const checkpoint = checkpointOf(folder, { passphrase });
  const local = existsSync(places.local(folder)) ? places.local(folder) : undefined;
  return writeBackup({ journal: places.journal(folder), local, file, checkpoint });
}

/** Writes a backup. The copy may hold later records than the checkpoint signs. @throws `store.in-use` */
export function writeBackup({ journal, local, file, checkpoint }: BackupRequest): BackupManifest {
  const target = resolve(file);
  if (existsSync(target)) throw new CommonwatchError('store.in-use', file);
  const folder = mkdtempSync(join(dirname(target), '.backup-'));
  try {
    const copy = join(folder, 'copy.db');
    vacuumInto(journal, copy);
    const localBytes = local === undefined ? undefined : copiedBytes(local, join(folder, 'local.db'));
    const manifest: BackupManifest = {
      v: 1,
      checkpoint,
      localSha256: localBytes === undefined ? undefined : hex(sha256(localBytes)),
    };
    attach(copy, manifest, localBytes);
    publish(copy, target);
    return manifest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts the finished file in its place, on disk before it has its name. */
function publish(copy: string, target: string): void {
  chmodSync(copy, 0o600);
  const handle = openSync(copy, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(copy, target);
  syncFolder(dirname(target));
}

function vacuumInto(from: string, to: string): void {
  const sql = new Sql(from);
  try {
    sql.run('VACUUM INTO ?', to);
  } finally {
    sql.close();
  }
}

function copiedBytes(from: string, to: string): Uint8Array {
  vacuumInto(from, to);
  return readFileSync(to);
}

function attach(copy: string, manifest: BackupManifest, local: Uint8Array | undefined): void {
  const sql = new Sql(copy);
  try {
    sql.exec('CREATE TABLE backup_part (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT');
    sql.run('INSERT INTO backup_part VALUES (?, ?)', 'manifest', Buffer.from(JSON.stringify(manifest)));
    if (local !== undefined) sql.run('INSERT INTO backup_part VALUES (?, ?)', 'local', local);
  } finally {
    sql.close();
  }
}

export interface RestoreOptions
  extends Pick<StoreOptions, 'folder' | 'nodeKeyPassphrase' | 'types' | 'projections' | 'speaker' | 'now'> {
  readonly file: string;
  /** Who restores, for the journal. */
  readonly account: string;
  readonly reason: string;
  /** Set the journal aside that the folder holds already (it is kept, renamed). Default false. */
  readonly replace?: boolean;
  readonly onProgress?: Progress;
}

/**
 * Restores a backup into a data folder: verifies it against its own signed checkpoint, puts it in place, and begins a
 * new epoch. Without the node's old key in the folder, a new one signs from here on, by the act of who restores.
 * @throws `backup.invalid`, `journal.damaged`, `store.in-use`, `store.locked`
 */
export async function restoreBackup(options: RestoreOptions): Promise<Verification> {
  const { folder, file } = options;
  makePrivateFolder(folder);
  const lock = takeLock(folder);
  let verification: Verification;
  let manifest: BackupManifest;
  try {
    if (existsSync(places.journal(folder)) && options.replace !== true)
      throw new CommonwatchError('store.in-use', folder);
    const fresh = join(folder, 'restoring.db');
    removeDatabase(fresh);
    copyFileSync(file, fresh);
    manifest = takeOut(fresh, join(folder, 'restoring-local.db'));
    verification = verifyJournal(fresh, { checkpoint: manifest.checkpoint, onProgress: options.onProgress });
    if (verification.problems.length > 0)
      throw new CommonwatchError('journal.damaged', verification.problems[0]);
    putInPlace(folder, options.now ?? Date.now);
  } finally {
    lock.close();
  }
  await beginEpoch(options, manifest.checkpoint);
  return verification;
}

/** Takes the manifest and the accounts out of the copy. @throws `backup.invalid` */
function takeOut(copy: string, localFile: string): BackupManifest {
  const sql = openCopy(copy);
  try {
    const part = (name: string) =>
      sql.get<[Uint8Array]>('SELECT content FROM backup_part WHERE name = ?', name)?.[0];
    const manifest = JSON.parse(Buffer.from(part('manifest') ?? '').toString('utf8')) as BackupManifest;
    const local = part('local');
    if (manifest.v !== 1 || !isGenuine(manifest.checkpoint)) throw new Error('the manifest is not genuine');
    if (manifest.localSha256 !== (local && hex(sha256(local)))) throw new Error('the accounts were changed');
    removeDatabase(localFile);
    if (local !== undefined) {
      writeFileSync(localFile, local, { mode: 0o600 });
      endAccess(localFile);
    }
    sql.exec('DROP TABLE backup_part');
    return manifest;
  } catch (cause) {
    throw new CommonwatchError('backup.invalid', undefined, { cause });
  } finally {
    sql.close();
  }
}

/** What lets somebody in who need not say a password: one that was revoked since must not come to life again. */
const waysIn = ['session', 'token'];

function endAccess(localFile: string): void {
  const sql = new Sql(localFile);
  try {
    for (const table of waysIn)
      if (sql.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", table) !== undefined)
        sql.run(`DELETE FROM ${table}`);
  } finally {
    sql.close();
  }
}

function openCopy(copy: string): Sql {
  try {
    return new Sql(copy);
  } catch (cause) {
    throw new CommonwatchError('backup.invalid', undefined, { cause });
  }
}

function putInPlace(folder: string, now: () => number): void {
  const stamp = new Date(now()).toISOString().replaceAll(':', '');
  const pairs = [
    ['restoring.db', places.journal(folder)],
    ['restoring-local.db', places.local(folder)],
  ];
  for (const [fresh, place] of pairs) {
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(place + end)) renameSync(place + end, `${place}.before-${stamp}${end}`);
    if (existsSync(join(folder, fresh))) renameSync(join(folder, fresh), place);
  }
  syncFolder(folder);
}

/** The first record after a restore names the head it goes on from, and who vouches for the key if it is new. */
async function beginEpoch(options: RestoreOptions, { party, at }: Checkpoint): Promise<void> {
  const restored = { by: options.account, reason: `${options.reason} (backup of ${at})` };
  const store = await openStore({ ...options, party, inThread: true, restored });
  await store.close();
}

function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}
