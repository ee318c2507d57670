/**
 * The sealed table of a case: handles by pseudonym, encrypted to an age recipient while posts are read, so that whoever
 * reads posts cannot go back. Going back takes the identity and a reason, which is written down before anything is shown.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { userInfo } from 'node:os';
import { Decrypter, Encrypter } from 'age-encryption';
import { CommonwatchError } from '../core/index.ts';
import type { HandleTable } from '../narratives/index.ts';

/** @throws `narratives.sealed-invalid` for what is no recipient, `cli.unwritable` */
export async function sealHandles(path: string, handles: HandleTable, recipient: string): Promise<void> {
  let sealed: Uint8Array;
  try {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    sealed = await encrypter.encrypt(JSON.stringify([...handles].sort(([a], [b]) => (a < b ? -1 : 1))));
  } catch (cause) {
    throw new CommonwatchError('narratives.sealed-invalid', recipient, { cause });
  }
  try {
    writeFileSync(path, sealed, { mode: 0o600 });
  } catch (cause) {
    throw new CommonwatchError('cli.unwritable', path, { cause });
  }
}

export interface Reidentification {
  readonly table: string;
  readonly identity: string;
  readonly accounts: readonly string[];
  readonly reason: string;
}

/**
 * Handles of some accounts. Who asked, for which accounts and why stands in `reidentifications.jsonl` beside the table
 * before they are returned. @throws `narratives.sealed-invalid`, `cli.unwritable`
 */
export async function openHandles(request: Reidentification, nowUtcMs: number): Promise<Map<string, string>> {
  const { table, identity, accounts, reason } = request;
  let handles: Map<string, string>;
  try {
    const decrypter = new Decrypter();
    const lines = readFileSync(identity, 'utf8').split(/\r?\n/);
    decrypter.addIdentity(lines.find((line) => line.startsWith('AGE-SECRET-KEY-')) ?? '');
    handles = new Map(JSON.parse(await decrypter.decrypt(readFileSync(table), 'text')) as [string, string][]);
  } catch (cause) {
    throw new CommonwatchError('narratives.sealed-invalid', undefined, { cause });
  }
  const log = join(dirname(table), 'reidentifications.jsonl');
  const entry = { at: new Date(nowUtcMs).toISOString(), by: userInfo().username, accounts, reason };
  try {
    appendFileSync(log, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new CommonwatchError('cli.unwritable', log, { cause });
  }
  return new Map(accounts.flatMap((name) => (handles.has(name) ? [[name, handles.get(name) ?? '']] : [])));
}
