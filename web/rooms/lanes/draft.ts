/** The scenario on the screen: what is closed, from when to when, and what was computed of it. */
import { useCallback, useEffect, useState } from 'react';
import type {
  Closure,
  LaneFlowLines,
  LaneScenarioBody,
  Polygon,
  ReadyScenario,
  Scenario,
  ScenarioResult,
} from '../../../src/lanes/api.ts';
import type { Entry } from '../../../src/hub/api.ts';
import type { Problem } from '../../api/client.ts';
import { go, usePlace } from '../../state/location.ts';
import { asProblem, useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';

export interface Computed {
  readonly scenario: Scenario;
  readonly result: ScenarioResult;
  readonly lines: readonly LaneFlowLines[];
  /** From the question to the table, ms: what the page says of itself. */
  readonly tookMs: number;
}

export interface Draft {
  readonly scenario: Scenario;
  readonly computed: Computed | undefined;
  readonly isRunning: boolean;
  readonly problem: Problem | undefined;
  readonly change: (next: Scenario) => void;
  /** Another scenario altogether: the address then names none. */
  readonly open: (next: Scenario) => void;
  readonly toggleGate: (gate: string) => void;
  readonly addPolygon: (polygon: Polygon) => void;
}

const dayMs = 86_400_000;
const day = (timeUtcMs: number) => new Date(timeUtcMs).toISOString().slice(0, 10);

/** Nothing closed yet; the first closure is of thirty days from today. */
export function emptyScenario(): Scenario {
  return { closures: [] };
}

export function newClosure(fields: Partial<Closure>): Closure {
  const from = Date.now();
  return { from: day(from), to: day(from + 30 * dayMs), shareLost: 1, ...fields };
}

/** Gates that any closure of the scenario names. */
export function closedGates({ closures }: Scenario): ReadonlySet<string> {
  return new Set(closures.flatMap(({ gates = [] }) => gates));
}

/** Every gate in the closure that is last, so that two clicks close two straits at once over the same days. */
function withGate(scenario: Scenario, gate: string): Scenario {
  const closures = [...scenario.closures];
  const at = closures.findIndex(({ gates = [] }) => gates.includes(gate));
  if (at >= 0) {
    const gates = (closures[at].gates ?? []).filter((each) => each !== gate);
    const { areas = [], ports = [], polygon } = closures[at];
    const isEmpty = gates.length + areas.length + ports.length === 0 && polygon === undefined;
    closures.splice(at, 1, ...(isEmpty ? [] : [{ ...closures[at], gates }]));
    return { ...scenario, closures };
  }
  const last = closures.at(-1);
  if (last === undefined) return { ...scenario, closures: [newClosure({ gates: [gate] })] };
  closures[closures.length - 1] = { ...last, gates: [...(last.gates ?? []), gate] };
  return { ...scenario, closures };
}

/** The scenario of the address: `?ready=` one that ships, `?kept=` an entry; then what the hand changes of it. */
export function useDraft(): Draft {
  const { query } = usePlace();
  const { data: ready } = useQuery<ReadyScenario[]>(
    query.ready === undefined ? undefined : '/lanes/scenarios/ready',
  );
  const { data: kept } = useQuery<{ entry: Entry<LaneScenarioBody> }>(
    query.kept === undefined ? undefined : `/entries/${query.kept}`,
  );
  const from = fromOf(query);
  const [hand, setHand] = useState<{ from: string; scenario: Scenario }>();
  const begun =
    query.kept === undefined
      ? ready?.find(({ id }) => id === query.ready)?.scenario
      : kept?.entry.body.scenario;
  const scenario = hand !== undefined && hand.from === from ? hand.scenario : (begun ?? nothingClosed);
  const change = useCallback((next: Scenario) => setHand({ from, scenario: next }), [from]);
  const open = useCallback((next: Scenario) => {
    setHand({ from: fromOf({}), scenario: next });
    go({ query: { ready: undefined, kept: undefined } });
  }, []);
  const toggleGate = useCallback((gate: string) => change(withGate(scenario, gate)), [change, scenario]);
  const addPolygon = useCallback(
    (polygon: Polygon) => change({ ...scenario, closures: [...scenario.closures, newClosure({ polygon })] }),
    [change, scenario],
  );
  return { scenario, change, open, toggleGate, addPolygon, ...useComputed(scenario) };
}

const nothingClosed = emptyScenario();

/** What a hand's changes belong to. */
const fromOf = ({ ready = '', kept = '' }: { ready?: string; kept?: string }) => `${ready} ${kept}`;

/** What the hub makes of a scenario. What was computed before stays on the screen until the next is there. */
function useComputed(scenario: Scenario): Pick<Draft, 'computed' | 'isRunning' | 'problem'> {
  const { hub } = useSession();
  const [computed, setComputed] = useState<Computed>();
  const [failed, setFailed] = useState<{ scenario: Scenario; problem: Problem }>();
  const isAsked = scenario.closures.length > 0 || (scenario.production ?? []).length > 0;
  useEffect(() => {
    if (!isAsked) return;
    let isStale = false;
    const startedMs = performance.now();
    const run = async () => {
      const result = await hub.post<ScenarioResult>('/lanes/scenarios/run', scenario);
      if (isStale) return;
      const answer = { scenario, result, tookMs: performance.now() - startedMs };
      setComputed({ ...answer, lines: [] });
      // The table is read first; the lines follow.
      const lines = await hub.post<LaneFlowLines[]>('/lanes/scenarios/routes', { scenario });
      if (!isStale) setComputed({ ...answer, lines });
    };
    run().catch((error: unknown) => {
      if (!isStale) setFailed({ scenario, problem: asProblem(error) });
    });
    return () => {
      isStale = true;
    };
  }, [hub, isAsked, scenario]);
  const problem = failed?.scenario === scenario ? failed.problem : undefined;
  return {
    computed: isAsked ? computed : undefined,
    problem,
    isRunning: isAsked && problem === undefined && computed?.scenario !== scenario,
  };
}
