import { useCallback, useEffect, useState } from 'react';
import { useLatest } from '../../state/latest.ts';
import { useLive } from '../../state/live.tsx';
import { go, usePlace } from '../../state/location.ts';

/** Seconds of the sea a second of ours. */
export const rates = [60, 300, 900, 3600] as const;
export type Rate = (typeof rates)[number];
const tickMs = 1_000;
const minuteMs = 60_000;

export interface Playback {
  /** Undefined: live. */
  readonly atUtcMs: number | undefined;
  readonly playing: 1 | -1 | undefined;
  readonly rate: Rate;
  readonly seek: (atUtcMs: number | undefined) => void;
  readonly play: (direction: 1 | -1 | undefined) => void;
  readonly setRate: (rate: Rate) => void;
}

/** The time that the chart shows; the address holds it, so that a link opens the same moment. */
export function usePlayback(): Playback {
  const { nowUtcMs } = useLive();
  const { query } = usePlace();
  const parsed = Date.parse(query.at ?? '');
  const atUtcMs = Number.isNaN(parsed) ? undefined : parsed;
  const [playing, setPlaying] = useState<1 | -1>();
  const [rate, setRate] = useState<Rate>(300);

  const seek = useCallback(
    (time: number | undefined) => {
      const isLive = time === undefined || time >= nowUtcMs();
      if (isLive) setPlaying(undefined);
      // To the whole second: shorter links, and the hub may answer from its cache.
      const at = isLive
        ? undefined
        : new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000Z', 'Z');
      go({ query: { at } }, { replace: true });
    },
    [nowUtcMs],
  );
  const play = useCallback(
    (direction: 1 | -1 | undefined) => {
      // Playing needs a moment to start from: live becomes the minute before.
      if (direction !== undefined && atUtcMs === undefined) seek(nowUtcMs() - minuteMs);
      setPlaying(direction);
    },
    [atUtcMs, nowUtcMs, seek],
  );
  const latest = useLatest(atUtcMs);
  useEffect(() => {
    if (playing === undefined) return;
    const timer = setInterval(() => {
      if (latest.current !== undefined) seek(latest.current + playing * rate * tickMs);
    }, tickMs);
    return () => clearInterval(timer);
  }, [playing, rate, seek, latest]);
  return { atUtcMs, playing, rate, seek, play, setRate };
}
