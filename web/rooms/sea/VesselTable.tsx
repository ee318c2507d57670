import { useMemo } from 'react';
import type { VesselColumns } from '../../../src/sea/api.ts';
import { position } from '../../../src/words/index.ts';
import { shipClasses, vesselFlags } from '../../api/vessels.ts';
import { Empty } from '../../parts/Empty.tsx';
import { Link } from '../../parts/Link.tsx';
import { ageText } from '../../parts/times.ts';
import { usePlace } from '../../state/location.ts';
import { useWords } from '../../state/words.tsx';

/** More rows than this nobody reads; the line below says how many there are. */
const mostRows = 200;

/** The chart as a list: the vessels in view, for whoever cannot see or point. */
export function VesselTable({ vessels }: { vessels: VesselColumns | undefined }) {
  const { t } = useWords();
  const { query } = usePlace();
  const rows = useMemo(() => indexesByAge(vessels), [vessels]);
  if (vessels === undefined || vessels.count === 0) return <Empty>{t('vessels.none')}</Empty>;
  return (
    <>
      <p className="small dim findings-head">
        {t('vessels.count', { count: vessels.count.toLocaleString('en-US'), shown: rows.length })}
      </p>
      <div className="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">MMSI</th>
              <th scope="col">{t('vessel.class')}</th>
              <th scope="col" className="number">
                kn
              </th>
              <th scope="col" className="number">
                {t('vessel.age')}
              </th>
              <th scope="col">{t('what.place')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => (
              <tr key={vessels.mmsi[i]}>
                <td>
                  <Link
                    to={{ query: { select: `vessel:${vessels.mmsi[i]}` } }}
                    aria-current={query.select === `vessel:${vessels.mmsi[i]}` ? 'true' : undefined}
                  >
                    {vessels.mmsi[i]}
                  </Link>
                </td>
                <td>
                  {t(`class.${shipClasses[vessels.shipClass[i]] ?? 'other'}`)}
                  {(vessels.flags[i] & vesselFlags.moored) !== 0 && ` · ${t('vessel.moored')}`}
                  {(vessels.flags[i] & vesselFlags.lost) !== 0 && ` · ${t('vessel.lost')}`}
                </td>
                <td className="number">
                  {Number.isNaN(vessels.sogKn[i]) ? '—' : vessels.sogKn[i].toFixed(1)}
                </td>
                <td className="number">{ageText(vessels.ageS[i])}</td>
                <td>{position(vessels.lonDeg[i], vessels.latDeg[i])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function indexesByAge(vessels: VesselColumns | undefined): number[] {
  if (vessels === undefined) return [];
  return Array.from({ length: vessels.count }, (_, i) => i)
    .sort((a, b) => vessels.ageS[a] - vessels.ageS[b])
    .slice(0, mostRows);
}
