/** Starts the transports of the configured feeds. */
import type { PositionBatch, StaticBatch } from '../ais/index.ts';
import { CommonwatchError } from '../core/index.ts';
import { createFileFeed, createTailFeed, createTcpFeed, createUdpFeed } from '../feeds/index.ts';
import type { Feed, FeedOptions } from '../feeds/index.ts';
import type { FeedView } from './api.ts';
import type { FeedConfig } from './config.ts';
import { feedView } from './feedviews.ts';

export interface FeedRunner {
  readonly view: () => FeedView;
  readonly stop: () => Promise<void>;
}

export function runFeeds(
  configs: readonly FeedConfig[],
  onPositions: (feed: number, batch: PositionBatch) => void,
  onStatics: (feed: number, batch: StaticBatch) => void,
): FeedRunner[] {
  return configs.map((config, i) => {
    const feed = openFeed(config, {
      id: config.id,
      label: config.label.en,
      release: config.release,
      onPositions: (batch) => onPositions(i, batch),
      onStatics: (batch) => onStatics(i, batch),
    });
    // Its state of health tells what became of it; one feed's end is not the hub's.
    feed.run().catch(() => {});
    return {
      view: () => {
        const { state, lastMessageUtcMs, lastError, counts } = feed.health;
        return feedView(config, state, counts, lastMessageUtcMs, Date.now(), lastError);
      },
      stop: () => feed.stop(),
    };
  });
}

/** @throws `config.invalid` when the transport lacks its address */
function openFeed(config: FeedConfig, options: FeedOptions): Feed {
  const { kind, path, host = '127.0.0.1', port } = config;
  if ((kind === 'file' || kind === 'tail') && path !== undefined)
    return kind === 'file' ? createFileFeed({ ...options, path }) : createTailFeed({ ...options, path });
  if (kind === 'tcp' && port !== undefined) return createTcpFeed({ ...options, host, port });
  if (kind === 'udp' && port !== undefined) return createUdpFeed({ ...options, address: host, port });
  throw new CommonwatchError('config.invalid', config.id, { path: '/feeds' });
}
