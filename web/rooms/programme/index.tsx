import './programme.css';
import { Link } from '../../parts/Link.tsx';
import { usePlace } from '../../state/location.ts';
import { useWords } from '../../state/words.tsx';
import { lazy, Suspense } from 'react';
import { Ask } from './Ask.tsx';
import { Calendar } from './Calendar.tsx';
import { Checks } from './Checks.tsx';
import { Coverage } from './Coverage.tsx';
import { Documents } from './Documents.tsx';
import { EntryPage } from './EntryPage.tsx';
import { Items } from './Items.tsx';
import { Overview } from './Overview.tsx';
import { Planner } from './Planner.tsx';
import { Report } from './Report.tsx';
import { Review } from './Review.tsx';
import { Timeline } from './Timeline.tsx';
import { pageOf, pages } from './pages.ts';
import type { PageName } from './pages.ts';
import { useProgrammeWords } from './words.ts';

const views: Readonly<Record<PageName, React.ComponentType>> = {
  overview: Overview,
  timeline: Timeline,
  coverage: Coverage,
  items: Items,
  checks: Checks,
  ask: Ask,
  review: Review,
  documents: Documents,
  calendar: Calendar,
  planner: Planner,
  // The drawing of graphs is loaded by who looks at one.
  network: lazy(async () => ({ default: (await import('./Network.tsx')).Network })),
  report: Report,
};

/** The programme: what was agreed, done, promised and is stuck, each with its source. */
export default function Programme() {
  const { t } = useWords();
  const { p } = useProgrammeWords();
  const { item } = usePlace();
  const page = pages.find((name) => name === item) ?? 'overview';
  const View = item === 'entry' ? EntryPage : views[page];
  return (
    <div className="page programme">
      <div className="page-inner">
        <header className="stack no-print">
          <h1>{t('room.programme')}</h1>
          <nav aria-label={p('pages')}>
            <ul className="page-bar">
              {pages.map((name) => (
                <li key={name}>
                  <Link
                    to={pageOf(name)}
                    aria-current={name === page && item !== 'entry' ? 'page' : undefined}
                  >
                    {p(`page.${name}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <Suspense fallback={<p className="dim">{t('loading')}</p>}>
          <View />
        </Suspense>
      </div>
    </div>
  );
}
