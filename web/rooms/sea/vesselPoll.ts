import { useEffect, useState } from 'react';
import type { VesselColumns } from '../../../src/sea/api.ts';
import { withQuery } from '../../api/client.ts';
import type { Problem } from '../../api/client.ts';
import { readVessels } from '../../api/vessels.ts';
import type { Bounds } from '../../chart/ChartView.ts';
import { boxText } from './box.ts';
import { asProblem } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';

const everyMs = 3_000;
/**
 * The vessels within the bounds, live or at a moment. One answer at a time: a slow hub is not asked faster than it
 * answers, and a hidden page does not ask at all.
 */
export function useVessels(
  bounds: Bounds | undefined,
  atUtcMs: number | undefined,
): { vessels: VesselColumns | undefined; problem: Problem | undefined } {
  const { hub } = useSession();
  const [vessels, setVessels] = useState<VesselColumns>();
  const [problem, setProblem] = useState<Problem>();
  const box = bounds === undefined ? undefined : boxText(bounds);
  useEffect(() => {
    if (box === undefined) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const at = atUtcMs === undefined ? undefined : new Date(atUtcMs).toISOString();
    const ask = async () => {
      try {
        if (!document.hidden) {
          setVessels(
            readVessels(await hub.bytes(withQuery('/sea/vessels', { bbox: box, at }), abort.signal)),
          );
          setProblem(undefined);
        }
      } catch (error) {
        if (abort.signal.aborted) return;
        setProblem(asProblem(error));
      }
      if (at === undefined) timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [hub, box, atUtcMs]);
  return { vessels, problem };
}
