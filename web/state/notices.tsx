import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { asProblem } from './query.ts';
import type { Problem } from '../api/client.ts';

/** Something that was done, with the way back; or why it was not. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly problem?: Problem;
  readonly undo?: () => Promise<unknown>;
}

export interface Notices {
  readonly notices: readonly Notice[];
  /** Says what was done; `undo` is offered for a while, by button and by U. */
  readonly tell: (text: string, undo?: () => Promise<unknown>) => void;
  /** Runs a change and says why it failed, where it does. Resolves to whether it was done. */
  readonly attempt: (
    change: () => Promise<unknown>,
    done?: string,
    undo?: () => Promise<unknown>,
  ) => Promise<boolean>;
  readonly undoLast: () => void;
  readonly dismiss: (id: number) => void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);
/** Long enough to read two sentences and reach for a key; what failed stays until it is put away. */
const stayMs = 12_000;

export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const nextId = useRef(1);

  const dismiss = useCallback(
    (id: number) => setNotices((all) => all.filter((notice) => notice.id !== id)),
    [],
  );
  const add = useCallback((notice: Omit<Notice, 'id'>) => {
    const id = nextId.current++;
    setNotices((all) => [...all.slice(-2), { ...notice, id }]);
    return id;
  }, []);
  const tell = useCallback(
    (text: string, undo?: () => Promise<unknown>) => {
      const id = add({ text, undo });
      setTimeout(() => dismiss(id), stayMs);
    },
    [add, dismiss],
  );
  const attempt = useCallback(
    async (change: () => Promise<unknown>, done?: string, undo?: () => Promise<unknown>) => {
      try {
        await change();
        if (done !== undefined) tell(done, undo);
        return true;
      } catch (error) {
        add({ text: '', problem: asProblem(error) });
        return false;
      }
    },
    [add, tell],
  );
  const undoLast = useCallback(() => {
    const last = notices.findLast(({ undo }) => undo !== undefined);
    if (last?.undo === undefined) return;
    dismiss(last.id);
    void attempt(last.undo);
  }, [notices, dismiss, attempt]);

  // A new page starts without the notices of the one before only when it is reloaded: they tell what was done.
  useEffect(() => () => setNotices([]), []);
  const value = useMemo(
    () => ({ notices, tell, attempt, undoLast, dismiss }),
    [notices, tell, attempt, undoLast, dismiss],
  );
  return <NoticesContext.Provider value={value}>{children}</NoticesContext.Provider>;
}

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (notices === undefined) throw new Error('no notices above this component');
  return notices;
}
