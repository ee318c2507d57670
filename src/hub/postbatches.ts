/** Batches of a collection as files: posts in columns, and the handles behind their pseudonyms, sealed beside them. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommonwatchError } from '../core/index.ts';
import { PostBuilder, fieldsOf } from '../narratives/index.ts';
import type { PostFields, Posts } from '../narratives/index.ts';
import { readTable, writePrivate, writeTable } from '../store/index.ts';
import type { Cell, TableColumn } from '../store/index.ts';

/** Every field of a post with the kind of its column. */
const kinds = {
  post: 'text',
  account: 'text',
  timeUtcMs: 'number',
  precisionMs: 'number',
  text: 'text',
  repostOf: 'text',
  replyTo: 'text',
  language: 'text',
  platform: 'text',
  country: 'text',
  urls: 'texts',
  tags: 'texts',
  media: 'texts',
  object: 'text',
  declaredAutomated: 'number',
  engagement: 'number',
  source: 'text',
} as const satisfies Record<keyof PostFields, TableColumn['kind']>;
const names = Object.keys(kinds) as (keyof typeof kinds)[];
/** `object` and `text` are words of SQL: columns are called what they hold. */
const columns: readonly TableColumn[] = names.map((name) => ({ name: `post_${name}`, kind: kinds[name] }));

export const batchFile = (folder: string, batch: string) => join(folder, `${batch}.parquet`);
const handleFile = (folder: string, batch: string) => join(folder, `${batch}.handles`);

export function writePosts(file: string, posts: Posts): Promise<void> {
  return writeTable(file, columns, posts.length, (row) => {
    const fields = fieldsOf(posts, row);
    return names.map((name) => cellOf(fields[name]));
  });
}

function cellOf(value: PostFields[keyof PostFields]): Cell {
  if (value === undefined) return null;
  return typeof value === 'boolean' ? Number(value) : value;
}

/** Adds a batch's posts, which bear pseudonyms already, to a builder. */
export async function addPosts(file: string, builder: PostBuilder): Promise<void> {
  await readTable(file, columns, (cells) => {
    const read = Object.fromEntries(names.map((name, i) => [name, cells[i]])) as Record<string, Cell>;
    const { engagement, declaredAutomated, ...fields } = read;
    builder.add({
      ...(fields as unknown as PostFields),
      declaredAutomated: declaredAutomated === 1,
      engagement: engagement === null ? undefined : (engagement as number),
    });
  });
}

export async function readPosts(folder: string, batches: readonly string[]): Promise<Posts> {
  const builder = new PostBuilder();
  for (const batch of batches) await addPosts(batchFile(folder, batch), builder);
  return builder.done();
}

export function removeBatch(folder: string, batch: string): void {
  rmSync(batchFile(folder, batch), { force: true });
  rmSync(handleFile(folder, batch), { force: true });
}

// --- handles ---------------------------------------------------------------------------------------------------

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM: nonce, tag, what is sealed. */
export function seal(key: Uint8Array, text: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws `narratives.sealed-invalid` under another key, or where a byte was changed */
export function unseal(key: Uint8Array, sealed: Uint8Array): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const opened = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return opened.toString('utf8');
  } catch (cause) {
    throw new CommonwatchError('narratives.sealed-invalid', undefined, { cause });
  }
}

/** Handles by pseudonym. */
export function writeHandles(
  folder: string,
  batch: string,
  sealHex: string,
  handles: Iterable<readonly [string, string]>,
): void {
  writePrivate(handleFile(folder, batch), seal(Buffer.from(sealHex, 'hex'), JSON.stringify([...handles])));
}

/** @throws `narratives.sealed-invalid` */
export function readHandles(folder: string, batch: string, sealHex: string): Map<string, string> {
  const file = handleFile(folder, batch);
  if (!existsSync(file)) return new Map();
  return new Map(JSON.parse(unseal(Buffer.from(sealHex, 'hex'), readFileSync(file))) as [string, string][]);
}

const pseudonyms = /acct-[0-9a-f]{20}/g;

/** Whoever is still named by some posts: their authors, and those whom texts and addresses mention. */
export function namedIn(posts: Posts): Set<string> {
  const named = new Set<string>(posts.accounts);
  const look = (text: string) => {
    for (const [found] of text.matchAll(pseudonyms)) named.add(found);
  };
  for (const text of posts.names) look(text);
  for (const text of posts.text) look(text);
  return named;
}
