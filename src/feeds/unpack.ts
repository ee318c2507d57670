/** Files as they lie on disk → plain bytes: gzip and Zstandard are told by their first bytes, not by their name. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { CommonwatchError } from '../core/errors.ts';

const chunkBytes = 1 << 20;

/** How a file is packed. */
export type Packing = 'none' | 'gzip' | 'zstd';

/** The packing of a file by its first four bytes. */
export function packingOf(head: Uint8Array): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const isZstd = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
  return isZstd ? 'zstd' : 'none';
}

/** The unpacked bytes of a file, or of standard input for `-`. Throws `feed.unreadable` and `feed.unpack-failed`. */
export async function* readUnpacked(path: string): AsyncGenerator<Uint8Array> {
  const stream = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: chunkBytes });
  try {
    yield* unpack(stream);
  } catch (error) {
    if (error instanceof CommonwatchError) throw error;
    throw new CommonwatchError('feed.unreadable', path, { cause: error });
  }
}

/** Unpacks a stream of bytes by what it begins with. */
export async function* unpack(stream: Readable): AsyncGenerator<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let head = new Uint8Array(0);
  while (head.length < 4) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const rest = prefixed(head, chunks);
  const packing = packingOf(head);
  if (packing === 'none') yield* rest;
  else if (packing === 'gzip') yield* gunzip(rest);
  else yield* unzstd(rest);
}

async function* prefixed(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzipStream = createGunzip({ chunkSize: chunkBytes });
  const { Readable: Source, pipeline } = await import('node:stream');
  pipeline(Source.from(packed), gunzipStream, () => {});
  try {
    yield* gunzipStream as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new CommonwatchError('feed.unpack-failed', 'gzip', { cause: error });
  }
}

async function* unzstd(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const decompress = new Decompress((chunk) => ready.push(chunk));
  try {
    let last: Uint8Array | undefined;
    for await (const chunk of packed) {
      if (last !== undefined) decompress.push(last, false);
      last = chunk;
      yield* ready.splice(0);
    }
    if (last !== undefined) decompress.push(last, true);
  } catch (error) {
    throw new CommonwatchError('feed.unpack-failed', 'zstd', { cause: error });
  }
  yield* ready.splice(0);
}
