import './programme.css';
import { Link } from '../../parts/Link.tsx';
import { usePlace } from '../../state/location.ts';
import { useWords } from '../../state/words.tsx';
import { Overview } from './Overview.tsx';
import { pageOf, pages } from './pages.ts';
import type { PageName } from './pages.ts';
import { useProgrammeWords } from './words.ts';

const views: Readonly<Record<PageName, () => React.ReactNode>> = {
  overview: Overview,
};

/** The programme: what was agreed, done, promised and is stuck, each with its source. */
export default function Programme() {
  const { t } = useWords();
  const { p } = useProgrammeWords();
  const { item } = usePlace();
  const page = pages.find((name) => name === item) ?? 'overview';
  const View = views[page];
  return (
    <div className="page programme">
      <div className="page-inner">
        <header className="stack no-print">
          <h1>{t('room.programme')}</h1>
          <nav aria-label={p('pages')}>
            <ul className="programme-bar">
              {pages.map((name) => (
                <li key={name}>
                  <Link to={pageOf(name)} aria-current={name === page ? 'page' : undefined}>
                    {p(`page.${name}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <View />
      </div>
    </div>
  );
}
