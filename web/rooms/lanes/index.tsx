import './lanes.css';
import type { LaneArea, LaneGate, LanePort, LaneShipClass, ReadyScenario } from '../../../src/lanes/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { Closures } from './Closures.tsx';
import { Compare } from './Compare.tsx';
import { useDraft } from './draft.ts';
import { Imports } from './Imports.tsx';
import { LanesMap } from './LanesMap.tsx';
import { Model } from './Model.tsx';
import { Report } from './Report.tsx';
import { Results } from './Results.tsx';
import { RoutePlanner } from './RoutePlanner.tsx';
import { Status } from './Status.tsx';
import { useLanesWords } from './words.ts';

const pages = ['', 'route', 'compare', 'report', 'status', 'imports', 'model'] as const;
type PageName = (typeof pages)[number];

/** Sea lanes: what a closed strait costs, to whom, for how long. */
export default function Lanes() {
  const { t, p } = useLanesWords();
  const { item } = usePlace();
  const page: PageName = pages.find((name) => name === item) ?? '';
  const draft = useDraft();
  const { data: gates, problem, reload } = useQuery<LaneGate[]>('/lanes/gates');
  const { data: areas } = useQuery<LaneArea[]>('/lanes/areas');
  const { data: classes } = useQuery<LaneShipClass[]>('/lanes/classes');
  const { data: ready } = useQuery<ReadyScenario[]>('/lanes/scenarios/ready');
  const { data: ports } = useQuery<LanePort[]>(page === 'route' ? '/lanes/ports' : undefined);
  const known = { gates: gates ?? [], areas: areas ?? [], classes: classes ?? [], ready: ready ?? [] };
  return (
    <div className={`page lanes ${page === '' ? 'is-map' : ''}`}>
      <header className="lanes-head">
        <h1>{t('room.lanes')}</h1>
        <nav aria-label={p('pages')}>
          <ul className="page-bar">
            {pages.map((name) => (
              <li key={name}>
                <Link to={{ room: 'lanes', item: name }} aria-current={name === page ? 'page' : undefined}>
                  {p(name === '' ? 'page.map' : `page.${name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {page === '' ? (
        <div className="lanes-floor">
          <LanesMap draft={draft} gates={known.gates} areas={known.areas} />
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key */}
          <div className="lanes-side stack" tabIndex={0}>
            <Closures draft={draft} {...known} />
            <Results draft={draft} gates={known.gates} classes={known.classes} />
          </div>
        </div>
      ) : (
        <div className="page-inner">
          {page === 'route' && (
            <RoutePlanner ports={ports ?? []} gates={known.gates} classes={known.classes} />
          )}
          {page === 'compare' && <Compare ready={known.ready} />}
          {page === 'report' && <Report />}
          {page === 'status' && <Status gates={known.gates} />}
          {page === 'imports' && <Imports />}
          {page === 'model' && <Model draft={draft} />}
        </div>
      )}
    </div>
  );
}
