import { useEffect, useState } from 'react';
import type { VesselView } from '../../../src/sea/api.ts';
import { ageText } from '../../parts/times.ts';
import { useLive } from '../../state/live.tsx';
import { useQuery } from '../../state/query.ts';
import { useWords } from '../../state/words.tsx';

/** A pointer that only passes asks nothing. */
const restMs = 150;

/** Which vessel the pointer rests on. */
export function HoverCard({ mmsi, x, y }: { mmsi: number; x: number; y: number }) {
  const { t } = useWords();
  const { nowUtcMs } = useLive();
  const [asked, setAsked] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(mmsi), restMs);
    return () => clearTimeout(timer);
  }, [mmsi]);
  const { data } = useQuery<VesselView>(asked === mmsi ? `/sea/vessels/${mmsi}` : undefined);
  return (
    <div className="hover-card panel" style={{ left: x + 14, top: y + 14 }} aria-hidden="true">
      <strong>{data?.name || mmsi}</strong>
      {data !== undefined && (
        <p className="small dim">
          {t(`class.${data.shipClass}`)} · {data.sogKn?.toFixed(1) ?? '—'} kn ·{' '}
          {ageText(Math.max(0, (nowUtcMs() - data.lastReportUtcMs) / 1000))}
        </p>
      )}
    </div>
  );
}
