/** How a feed is, in the words of the page. */
import type { IngestStats } from '../ais/index.ts';
import type { FeedState } from '../feeds/index.ts';
import type { FeedView } from './api.ts';
import type { FeedConfig } from './config.ts';

/** A busy feed that says nothing for so long is late; for longer it is silent. */
const lateMs = 3 * 60_000;
const silentMs = 15 * 60_000;

export function feedView(
  { id, label }: FeedConfig,
  state: FeedState,
  stats: IngestStats,
  lastMessageUtcMs: number | undefined,
  nowUtcMs: number,
  note?: string,
): FeedView {
  return {
    id,
    label,
    state: shownState(state, lastMessageUtcMs, nowUtcMs),
    messages: stats.decoded,
    refused: stats.refused,
    refusedByReason: Object.entries(stats.refusedByReason).flatMap(([reason, refused]) =>
      refused === undefined
        ? []
        : [{ reason, count: refused.count, samples: refused.samples.map(({ text }) => text) }],
    ),
    ...(lastMessageUtcMs === undefined || lastMessageUtcMs === 0 ? {} : { lastMessageUtcMs }),
    ...(note === undefined ? {} : { note }),
  };
}

function shownState(state: FeedState, lastUtcMs: number | undefined, nowUtcMs: number): FeedView['state'] {
  if (state === 'lost') return 'failed';
  if (state === 'stopped' || state === 'ended') return 'stopped';
  const quietMs = nowUtcMs - (lastUtcMs ?? 0);
  if (quietMs <= lateMs) return 'live';
  return quietMs <= silentMs ? 'late' : 'silent';
}
