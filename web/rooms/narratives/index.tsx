import './narratives.css';
import { lazy, Suspense } from 'react';
import { Link } from '../../parts/Link.tsx';
import { usePlace } from '../../state/location.ts';
import { BriefPage, Briefs } from './Briefs.tsx';
import { Collections } from './Collections.tsx';
import { GroupPage } from './GroupPage.tsx';
import { NarrativeList } from './NarrativeList.tsx';
import { NarrativePage } from './NarrativePage.tsx';
import { pageOf, pages } from './pages.ts';
import type { PageName, PlaceName } from './pages.ts';
import { Register } from './Register.tsx';
import { SheetPage, Sheets } from './Sheets.tsx';
import { Sources } from './Sources.tsx';
import { useNarrativesWords } from './words.ts';

const views: Readonly<Record<PlaceName, React.ComponentType>> = {
  collections: Collections,
  list: NarrativeList,
  narrative: NarrativePage,
  // The drawing of graphs is loaded by who looks at one.
  groups: lazy(async () => ({ default: (await import('./Groups.tsx')).Groups })),
  group: GroupPage,
  sources: Sources,
  register: Register,
  sheets: Sheets,
  sheet: SheetPage,
  briefs: Briefs,
  brief: BriefPage,
};
/** Under which name of the bar a page stands. */
const under: Readonly<Record<string, PageName>> = {
  narrative: 'list',
  group: 'groups',
  sheet: 'sheets',
  brief: 'briefs',
};

/** Narratives: what is pushed, by whom together, from where, and what to say. */
export default function Narratives() {
  const { t, n } = useNarrativesWords();
  const { item } = usePlace();
  const place = (Object.keys(views) as PlaceName[]).find((name) => name === item) ?? 'collections';
  const View = views[place];
  const current = under[place] ?? place;
  return (
    <div className="page narratives">
      <div className="page-inner">
        <header className="stack no-print">
          <h1>{t('room.narratives')}</h1>
          <nav aria-label={n('pages')}>
            <ul className="page-bar">
              {pages.map((name) => (
                <li key={name}>
                  <Link to={pageOf(name)} aria-current={name === current ? 'page' : undefined}>
                    {n(`page.${name}`)}
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
