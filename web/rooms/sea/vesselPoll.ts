import { useEffect, useState } from 'react';
import type { VesselColumns } from '../../../src/sea/api.ts';
import { withQuery } from '../../api/client.ts';
import type { Problem } from '../../api/client.ts';
import { readVessels } from '../../api/vessels.ts';
import type { Bounds } from '../../chart/ChartView.ts';
import { asProblem } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';

const everyMs = 3_000;
/** Seen from this far out the whole picture is asked for once instead of a box. */
const wholeDeg = 180;

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

/** A little more than what is seen, so that vessels come in at the edge; '' is everywhere. */
export function boxText([west, south, east, north]: Bounds): string {
  if (east - west >= wholeDeg) return '';
  const margin = 0.1 * (east - west);
  const wrap = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
  const lat = (value: number) => Math.max(-90, Math.min(90, value));
  return [wrap(west - margin), lat(south - margin), wrap(east + margin), lat(north + margin)]
    .map((value) => value.toFixed(3))
    .join(',');
}
