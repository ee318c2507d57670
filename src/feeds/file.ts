import { type Feed, FeedCore, type FeedOptions } from './feed.ts';
import { readUnpacked } from './unpack.ts';

/** A file, packed or not, from its beginning to its end; `-` is standard input. */
export interface FileFeedOptions<Release> extends FeedOptions<Release> {
  readonly path: string;
}

/** A feed that reads a file once. `run` throws `feed.unreadable`, `feed.unpack-failed` and the decoder's errors. */
export function createFileFeed<Release>(options: FileFeedOptions<Release>): Feed {
  const core = new FeedCore(options);
  let isStopped = false;
  return {
    get health() {
      return core.health;
    },
    async run() {
      core.state = 'open';
      try {
        for await (const chunk of readUnpacked(options.path)) {
          if (isStopped) break;
          core.take(chunk);
        }
      } catch (error) {
        core.lastError = String(error);
        core.close('lost');
        throw error;
      }
      core.close(isStopped ? 'stopped' : 'ended');
    },
    async stop() {
      isStopped = true;
    },
  };
}
