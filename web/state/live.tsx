import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { LiveEvent } from '../../src/hub/api.ts';
import { useSession } from './session.tsx';

export interface Live {
  /** Grows when something that we may see changed; at most once in a while, so that lists do not flicker. */
  readonly revision: number;
  readonly connected: boolean;
  /** The clock that the feeds run on, ms UTC. */
  readonly nowUtcMs: () => number;
  readonly clockRate: number;
  readonly listen: (listener: (event: LiveEvent) => void) => () => void;
}

const LiveContext = createContext<Live | undefined>(undefined);
const settleMs = 1_500;
const kinds = ['put', 'gone', 'job', 'clock'] as const;

interface ClockBase {
  readonly utcMs: number;
  readonly atMs: number;
  readonly rate: number;
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const { session, hub } = useSession();
  const [revision, setRevision] = useState(0);
  const [connected, setConnected] = useState(true);
  const [clock, setClock] = useState<ClockBase>(() => clockBase(session.nowUtcMs, session.clockRate));
  const listeners = useRef(new Set<(event: LiveEvent) => void>());

  useEffect(() => {
    const source = new EventSource(hub.url('/live'));
    let settling: ReturnType<typeof setTimeout> | undefined;
    const receive = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as LiveEvent;
      if (event.kind === 'clock') setClock(clockBase(event.nowUtcMs, event.clockRate));
      if (event.kind === 'put' || event.kind === 'gone')
        settling ??= setTimeout(() => {
          settling = undefined;
          setRevision((before) => before + 1);
        }, settleMs);
      for (const listener of listeners.current) listener(event);
    };
    source.onmessage = receive;
    for (const kind of kinds) source.addEventListener(kind, receive);
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    return () => {
      clearTimeout(settling);
      source.close();
    };
  }, [hub]);

  const live = useMemo<Live>(
    () => ({
      revision,
      connected,
      clockRate: clock.rate,
      nowUtcMs: () => clock.utcMs + (performance.now() - clock.atMs) * clock.rate,
      listen: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [revision, connected, clock],
  );
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

function clockBase(utcMs: number, rate: number): ClockBase {
  return { utcMs, atMs: performance.now(), rate };
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error('no live events above this component');
  return live;
}
