/**
 * A file that grows, as a receiver writes it. Rotation is told by the inode or by a file that became shorter: the old
 * file is read to its end before the new one is begun.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Feed, FeedCore, type FeedOptions } from './feed.ts';

export interface TailFeedOptions<Release> extends FeedOptions<Release> {
  readonly path: string;
  /** Begin at the start of the file instead of its end. */
  readonly fromStart?: boolean;
  /** How often to look, ms; 500 unless told. Polling works on network file systems, where watching does not. */
  readonly pollMs?: number;
}

const chunkBytes = 1 << 16;

/** A feed that follows a file. It waits for a file that is not there yet. */
export function createTailFeed<Release>(options: TailFeedOptions<Release>): Feed {
  const core = new FeedCore(options, Date.now);
  const buffer = new Uint8Array(chunkBytes);
  let file: FileHandle | undefined;
  let inode = 0;
  let offset = 0;
  let isStopped = false;
  let isFirst = true;
  let wake: (() => void) | undefined;

  const readOn = async (): Promise<void> => {
    while (file !== undefined) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, offset);
      if (bytesRead === 0) return;
      offset += bytesRead;
      core.take(buffer.slice(0, bytesRead));
    }
  };
  const closeFile = async (): Promise<void> => {
    await file?.close();
    file = undefined;
  };
  /** True when the open file is no longer the one at the path, or has become shorter than what was read of it. */
  const isReplaced = async (atPath: { ino: number } | undefined): Promise<boolean> => {
    if (file === undefined) return false;
    if (atPath !== undefined && atPath.ino !== inode) return true;
    return (await file.stat()).size < offset;
  };
  const look = async (): Promise<void> => {
    const found = await stat(options.path).catch(() => undefined);
    // Read first: what the writer added before it rotated is still in the open file.
    await readOn();
    if (await isReplaced(found)) {
      core.cut();
      await closeFile();
    }
    if (file !== undefined || found === undefined) return;
    file = await open(options.path, 'r');
    const opened = await file.stat();
    inode = opened.ino;
    offset = isFirst && options.fromStart !== true ? opened.size : 0;
    isFirst = false;
    core.state = 'open';
    await readOn();
  };

  return {
    get health() {
      return core.health;
    },
    async run() {
      core.state = 'waiting';
      while (!isStopped) {
        await look().catch((error) => {
          core.lastError = String(error);
        });
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, options.pollMs ?? 500);
        });
      }
      await readOn().catch(() => {});
      await closeFile();
      core.close('stopped');
    },
    async stop() {
      isStopped = true;
      wake?.();
    },
  };
}
