import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Problem } from '../../api/client.ts';
import { asProblem } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';

/** A change that is on its way to the hub. Its key makes it safe to send again: the hub writes it once. */
export interface Waiting {
  readonly key: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What it does, in the words of the button that was pressed. */
  readonly label: string;
  readonly refused?: { readonly code: string; readonly message: string };
}

interface Outbox {
  readonly waiting: readonly Waiting[];
  /** Whether the last attempt reached the hub. */
  readonly reached: boolean;
  /** Grows with every change that the hub has taken. */
  readonly taken: number;
  readonly send: (path: string, body: Readonly<Record<string, unknown>>, label: string) => string;
  readonly retry: (key: string) => void;
  readonly discard: (key: string) => void;
}

const OutboxContext = createContext<Outbox | undefined>(undefined);
const retryMs = 4_000;

/** The changes of one account in this browser; they outlive the page. */
function readKept(name: string): readonly Waiting[] {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as Waiting[]) : [];
  } catch {
    return [];
  }
}

function newKey(): string {
  return crypto.randomUUID?.() ?? `k-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
}

/** Keeps what is written until the hub has it: the network may be away for a while. */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const { hub, session } = useSession();
  const name = `commonwatch.coordination.outbox.${session.account}`;
  const [waiting, setWaiting] = useState(() => readKept(name));
  const [reached, setReached] = useState(true);
  const [taken, setTaken] = useState(0);
  const list = useRef(waiting);
  const isSending = useRef(false);

  const change = useCallback(
    (make: (before: readonly Waiting[]) => readonly Waiting[]) => {
      list.current = make(list.current);
      localStorage.setItem(name, JSON.stringify(list.current));
      setWaiting(list.current);
    },
    [name],
  );

  const flush = useCallback(async () => {
    if (isSending.current) return;
    isSending.current = true;
    try {
      // In the order in which they were written: an act may rest on the one before it.
      for (
        let next = list.current.find(({ refused }) => refused === undefined);
        next !== undefined;
        next = list.current.find(({ refused }) => refused === undefined)
      ) {
        const { key, path, body } = next;
        try {
          await hub.post(path, { ...body, key });
          setReached(true);
          setTaken((before) => before + 1);
          change((before) => before.filter((each) => each.key !== key));
        } catch (error) {
          const problem = asProblem(error);
          if (isPassing(problem)) {
            setReached(false);
            return;
          }
          setReached(true);
          const refused = { code: problem.code, message: problem.message };
          change((before) => before.map((each) => (each.key === key ? { ...each, refused } : each)));
        }
      }
    } finally {
      isSending.current = false;
    }
  }, [hub, change]);

  const flushNow = useCallback(() => void flush(), [flush]);
  useEffect(() => {
    flushNow();
    addEventListener('online', flushNow);
    return () => removeEventListener('online', flushNow);
  }, [flushNow]);
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
        change((before) => [...before, { key, path, body, label }]);
        flushNow();
        return key;
      },
      retry: (key) => {
        change((before) =>
          before.map(({ refused: _refused, ...each }) =>
            each.key === key ? each : { ...each, ...(_refused === undefined ? {} : { refused: _refused }) },
          ),
        );
        flushNow();
      },
      discard: (key) => change((before) => before.filter((each) => each.key !== key)),
    }),
    [waiting, reached, taken, change, flushNow],
  );
  return <OutboxContext.Provider value={outbox}>{children}</OutboxContext.Provider>;
}

/** The hub was not reached, or is busy for a moment: the change waits. Anything else is an answer. */
function isPassing({ status }: Problem): boolean {
  return status === 0 || status === 429 || status === 502 || status === 503 || status === 504;
}

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (outbox === undefined) throw new Error('no outbox above this component');
  return outbox;
}
