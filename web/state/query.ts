import { useCallback, useEffect, useState } from 'react';
import { Problem } from '../api/client.ts';
import { useLive } from './live.tsx';
import { useSession } from './session.tsx';

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly problem: Problem | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * What the hub answers to a path; undefined asks nothing. While it is asked again what was known stays on the screen.
 * `live` asks again when something that we may see has changed, `everyMs` as time goes by.
 */
export function useQuery<T>(
  path: string | undefined,
  {
    live = false,
    everyMs,
    ask,
  }: {
    live?: boolean;
    everyMs?: number;
    /** Asks in another way than by the path alone; a new function asks anew. */
    ask?: (signal: AbortSignal) => Promise<T>;
  } = {},
): Loaded<T> {
  const { hub, session } = useSession();
  const { revision } = useLive();
  const [asked, setAsked] = useState(0);
  const [state, setState] = useState<{ path?: string; data?: T; problem?: Problem }>({});
  const seen = live ? revision : 0;

  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    (ask?.(abort.signal) ?? hub.get<T>(path, abort.signal)).then(
      (data) => setState({ path, data }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const problem = asProblem(error);
        // What is gone is gone from the screen too; what could not be reached stays, with the reason beside it.
        setState((before) =>
          before.path === path && problem.status !== 404 ? { ...before, problem } : { path, problem },
        );
      },
    );
    return () => abort.abort();
  }, [hub, path, seen, asked, ask, session.language]);

  const reload = useCallback(() => setAsked((before) => before + 1), []);
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(reload, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reload]);

  const isAnswered = state.path === path;
  return {
    data: isAnswered ? state.data : undefined,
    problem: isAnswered ? state.problem : undefined,
    loading: path !== undefined && !isAnswered,
    reload,
  };
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem(0, {
        code: 'page.failed',
        message: error instanceof Error ? error.message : String(error),
      });
}
