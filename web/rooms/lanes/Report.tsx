import type { LaneScenarioBody } from '../../../src/lanes/api.ts';
import type { Entry } from '../../../src/hub/api.ts';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useLanesWords } from './words.ts';

/** Kept scenarios: each opens on the map, prints as a report of two pages, and is released like any entry. */
export function Report() {
  const { money, p, language } = useLanesWords();
  const { hub } = useSession();
  const { query } = usePlace();
  const { data: kept } = useQuery<Entry<LaneScenarioBody>[]>('/lanes/scenarios', { live: true });
  return (
    <section className="panel stack">
      <h2>{p('report')}</h2>
      <p className="dim small">{p('report.about')}</p>
      {kept?.length === 0 && <p className="empty">{p('report.none')}</p>}
      <ul className="stack">
        {(kept ?? []).map(({ id, modified, release, body }) => (
          <li key={id} className={`row spread ${query.kept === id ? 'is-current' : ''}`}>
            <span>
              <strong>{body.name}</strong>{' '}
              <span className="small dim">
                {timeText(modified)} · {money(body.result.monteCarlo.resourceCostUsd.p50)} · TLP:{release.tlp}
              </span>
            </span>
            <span className="row">
              <button
                type="button"
                className="button"
                onClick={() => go({ item: '', query: { kept: id, ready: undefined } })}
              >
                {p('report.open')}
              </button>
              <a className="button" href={hub.url(`/lanes/scenarios/${id}/report.pdf`, { lang: language })}>
                PDF
              </a>
              <Link className="button" to={{ room: 'sea', query: { select: id, tab: 'release' } }}>
                {p('report.release')}
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
