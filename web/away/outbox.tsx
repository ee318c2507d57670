import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { HubClient, Problem } from '../api/client.ts';
import { asProblem } from '../state/query.ts';
import { Kept } from './kept.ts';
import type { Waiting } from './kept.ts';

interface Outbox {
  readonly waiting: readonly Waiting[];
  /** Whether the last attempt reached the hub. */
  readonly reached: boolean;
  /** Grows with every change that the hub has taken. */
  readonly taken: number;
  readonly send: (path: string, body: Readonly<Record<string, unknown>>, label: string) => string;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
  /** Forgets all that waits. */
  readonly clear: () => void;
}

const OutboxContext = createContext<Outbox | undefined>(undefined);
const retryMs = 4_000;

function newKey(): string {
  return crypto.randomUUID?.() ?? `k-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
}

/**
 * Keeps what an account writes until the hub has it: the network may be away for a while, and the page may be closed.
 *
 * @param hub undefined while nobody is signed in: what is written waits
 */
export function OutboxProvider({
  account,
  hub,
  children,
}: {
  account: string;
  hub: HubClient | undefined;
  children: ReactNode;
}) {
  const kept = useMemo(() => new Kept(account), [account]);
  const [waiting, setWaiting] = useState(() => kept.all());
  const [reached, setReached] = useState(hub !== undefined);
  const [taken, setTaken] = useState(0);
  const isSending = useRef(false);
  const refresh = useCallback(() => setWaiting(kept.all()), [kept]);

  const flush = useCallback(async () => {
    if (isSending.current || hub === undefined) return;
    isSending.current = true;
    try {
      // In the order in which they were written: an act may rest on the one before it.
      for (
        let next = kept.all().find(({ refused }) => refused === undefined);
        next !== undefined;
        next = kept.all().find(({ refused }) => refused === undefined)
      ) {
        const { key, path, body } = next;
        try {
          await hub.post(path, { ...body, key });
          kept.drop(key);
          setReached(true);
          setTaken((before) => before + 1);
        } catch (error) {
          const problem = asProblem(error);
          setReached(!isAway(problem));
          if (isPassing(problem)) return;
          kept.put({ ...next, refused: { code: problem.code, message: problem.message } });
        }
        refresh();
      }
    } finally {
      isSending.current = false;
    }
  }, [hub, kept, refresh]);

  const flushNow = useCallback(() => void flush(), [flush]);
  useEffect(() => {
    flushNow();
    const changedElsewhere = (event: StorageEvent) => {
      if (kept.concerns(event)) refresh();
    };
    addEventListener('online', flushNow);
    addEventListener('storage', changedElsewhere);
    return () => {
      removeEventListener('online', flushNow);
      removeEventListener('storage', changedElsewhere);
    };
  }, [flushNow, kept, refresh]);
  const isWaiting = waiting.some(({ refused }) => refused === undefined);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(flushNow, retryMs);
    return () => clearInterval(timer);
  }, [isWaiting, flushNow]);

  const outbox = useMemo<Outbox>(
    () => ({
      waiting,
      reached,
      taken,
      send: (path, body, label) => {
        const key = newKey();
        kept.put({ key, path, body, label, atMs: Date.now() });
        refresh();
        flushNow();
        return key;
      },
      retry: (key) => {
        const found = waiting.find((each) => each.key === key);
        if (found === undefined) return;
        const { refused: _refused, ...again } = found;
        kept.put(again);
        refresh();
        flushNow();
      },
      discard: (key) => {
        kept.drop(key);
        refresh();
      },
      clear: () => {
        kept.clear();
        refresh();
      },
    }),
    [waiting, reached, taken, kept, refresh, flushNow],
  );
  return <OutboxContext.Provider value={outbox}>{children}</OutboxContext.Provider>;
}

/** The hub was not reached, or a proxy says so in its place. */
export function isAway({ status }: Problem): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}

/** The change waits: for the hub, for a moment, or until somebody has signed in again. Anything else is an answer. */
function isPassing(problem: Problem): boolean {
  return isAway(problem) || problem.status === 429 || problem.status === 401;
}

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (outbox === undefined) throw new Error('no outbox above this component');
  return outbox;
}
