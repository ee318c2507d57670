import { connect, type Socket } from 'node:net';
import { type Feed, FeedCore, type FeedOptions } from './feed.ts';

export interface TcpFeedOptions<Release> extends FeedOptions<Release> {
  readonly host: string;
  readonly port: number;
  /** First and longest pause before another attempt, ms; 500 and 60,000 unless told. Doubled each time. */
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
  /** A connection that says nothing for so long is taken for dead, ms; 120,000 unless told. */
  readonly silenceMs?: number;
}

/** A feed from a TCP server, which it connects to again and again until it is stopped. */
export function createTcpFeed<Release>(options: TcpFeedOptions<Release>): Feed {
  const core = new FeedCore(options, Date.now);
  const { firstPauseMs = 500, longestPauseMs = 60_000, silenceMs = 120_000 } = options;
  let isStopped = false;
  let socket: Socket | undefined;
  let wake: (() => void) | undefined;

  /** One connection, from its attempt to its end. Returns whether anything was heard. */
  const connection = (): Promise<boolean> =>
    new Promise((resolve) => {
      let heard = false;
      socket = connect({ host: options.host, port: options.port });
      socket.setTimeout(silenceMs, () => socket?.destroy(new Error(`silent for ${silenceMs} ms`)));
      socket.on('connect', () => {
        core.state = 'open';
        core.lastError = undefined;
      });
      socket.on('data', (bytes) => {
        heard = true;
        try {
          core.take(bytes);
        } catch (error) {
          socket?.destroy(error instanceof Error ? error : new Error(String(error)));
        }
      });
      socket.on('error', (error) => {
        core.lastError = error.message;
      });
      socket.on('close', () => {
        core.cut();
        core.state = 'waiting';
        resolve(heard);
      });
    });

  /** A random part keeps many hubs from calling a server at the same moment after it was away. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms * (0.75 + Math.random() / 2));
    });

  return {
    get health() {
      return core.health;
    },
    async run() {
      core.state = 'waiting';
      let pauseMs = firstPauseMs;
      while (!isStopped) {
        const heard = await connection();
        if (isStopped) break;
        pauseMs = heard ? firstPauseMs : Math.min(longestPauseMs, pauseMs * 2);
        await pause(pauseMs);
        core.reconnects += 1;
      }
      core.close('stopped');
    },
    async stop() {
      isStopped = true;
      socket?.destroy();
      wake?.();
    },
  };
}
