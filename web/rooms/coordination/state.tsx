import { createContext, useContext, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import type { StateAnswer, StateView, SubjectView } from '../../../src/coordination/api.ts';
import type { MessageRef } from '../../../src/hub/api.ts';
import type { HubClient } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { writeCard } from '../../away/card.ts';
import { merged } from './merge.ts';
import { useOutbox } from '../../away/outbox.tsx';

export interface Relief extends StateView {
  readonly viewer: string;
  /** An organisation's or a site's name; its short name where it is not known here. */
  readonly nameOf: (id: string) => string;
  readonly subject: (id: string) => SubjectView | undefined;
  /** A sentence of the hub with the names of the organisations in it. */
  readonly say: (message: MessageRef) => string;
  readonly reload: () => void;
}

const ReliefContext = createContext<Relief | undefined>(undefined);

export function subjectsOf({ state }: StateView): SubjectView[] {
  const { requests, offers, tasks, consignments, directives, sites, lots, plans } = state;
  return [...requests, ...offers, ...tasks, ...consignments, ...directives, ...sites, ...lots, ...plans];
}

/** Asks for the whole once, and then for what differs from what came last. */
function asking(hub: HubClient, path: string): (signal: AbortSignal) => Promise<StateView | null> {
  let known: StateView | undefined;
  const whole = (signal: AbortSignal) => hub.get<StateAnswer | null>(path, signal);
  return async (signal) => {
    const before = known;
    const answer = await (before === undefined
      ? whole(signal)
      : hub.get<StateAnswer | null>(`${path}&since=${before.hash}`, signal));
    if (answer === null) return null;
    known = merged(before, answer) ?? merged(undefined, (await whole(signal)) ?? answer);
    return known ?? null;
  };
}

/** The state of one contingency for everything below: asked again when something changes or was sent. */
export function ReliefProvider({
  contingency,
  children,
  fallback,
}: {
  contingency: string;
  children: ReactNode;
  fallback: ReactNode;
}) {
  const { hub, session } = useSession();
  const words = useWords();
  const { taken } = useOutbox();
  const path = `/coordination/state?contingency=${contingency}`;
  const ask = useMemo(() => asking(hub, path), [hub, path]);
  const { data, problem, reload } = useQuery<StateView | null>(path, { live: true, everyMs: 60_000, ask });
  useEffect(() => {
    if (taken > 0) reload();
  }, [taken, reload]);
  const viewer = session.seeingAs?.party ?? session.party;
  useEffect(() => {
    if (session.seeingAs !== undefined || data?.me === undefined) return;
    const { account, accountName, party, partyName, language, theme, exercise, clockRate } = session;
    const clock = { utcMs: data.nowUtcMs, atMs: Date.now(), rate: clockRate };
    const me = { account, accountName, party, partyName, language, theme, exercise };
    if (session.permissions.includes('coordinate'))
      writeCard({ ...me, contingency, level: data.me.level, clock });
  }, [session, data, contingency]);
  const relief = useMemo<Relief | undefined>(() => {
    if (data === undefined || data === null) return undefined;
    const names = new Map([
      ...data.state.organisations.map(({ body }) => [body.party, body.name] as const),
      ...data.state.sites.map(({ id, body }) => [id, body.name] as const),
    ]);
    const nameOf = (id: string) => {
      const found = names.get(id);
      return found === undefined ? id : words.name(found);
    };
    const subjects = new Map(subjectsOf(data).map((subject) => [subject.id, subject]));
    const named = ({ key, params }: MessageRef): MessageRef => ({
      key,
      ...(params === undefined
        ? {}
        : {
            params: Object.fromEntries(
              Object.entries(params).map(([name, value]) => [
                name,
                typeof value === 'string' ? nameOf(value) : value,
              ]),
            ),
          }),
    });
    return {
      ...data,
      viewer,
      nameOf,
      reload,
      subject: (id) => subjects.get(id),
      say: (message) => words.say(named(message)),
    };
  }, [data, viewer, words, reload]);
  if (relief === undefined)
    return problem === undefined ? fallback : <ErrorNote problem={problem} onRetry={reload} />;
  return <ReliefContext.Provider value={relief}>{children}</ReliefContext.Provider>;
}

export function useReliefState(): Relief {
  const relief = useContext(ReliefContext);
  if (relief === undefined) throw new Error('no contingency above this component');
  return relief;
}
