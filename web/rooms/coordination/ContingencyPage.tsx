import { useEffect, useRef } from 'react';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { usePlace } from '../../state/location.ts';
import { useMay } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { Board } from './Board.tsx';
import { OutboxBar } from './OutboxBar.tsx';
import { SubjectPage } from './SubjectPage.tsx';
import { ReliefProvider, useReliefState } from './state.tsx';
import { tabs } from './tabs.tsx';
import { useRelief } from './words.ts';

export function ContingencyPage({ id }: { id: string }) {
  const { t } = useWords();
  return (
    <div className="page">
      <div className="page-inner relief">
        <p className="no-print">
          <Link to={{ item: '', query: { select: undefined, tab: undefined } }}>
            ← {t('room.coordination')}
          </Link>
        </p>
        <ReliefProvider contingency={id} fallback={<p className="empty">{t('loading')}</p>}>
          <Contingency />
        </ReliefProvider>
      </div>
    </div>
  );
}

function Contingency() {
  const { query } = usePlace();
  const relief = useReliefState();
  const selected = query.select === undefined ? undefined : relief.subject(query.select);
  const tab = tabs.find(({ name }) => name === query.tab);
  const Tab = tab?.Page ?? Board;
  return (
    <>
      <Head />
      <OutboxBar />
      {selected === undefined ? <Tab /> : <SubjectPage key={selected.id} subject={selected} />}
    </>
  );
}

function Head() {
  const { p, term, name } = useRelief();
  const { query } = usePlace();
  const may = useMay()('coordinate');
  const { state, me, nameOf, viewer, nowUtcMs, hash, entries } = useReliefState();
  const { body } = state.contingency;
  const list = useRef<HTMLElement>(null);
  const current = query.tab ?? 'board';
  // On a narrow screen the list of tabs scrolls: where one is must be in sight.
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (list.current !== null && here !== null && here !== undefined)
      list.current.scrollLeft = here.offsetLeft - list.current.offsetLeft - 24;
  }, [current]);
  const shown = tabs.filter(({ writes }) => writes !== true || may);
  return (
    <header className="stack">
      <div className="row spread">
        <div>
          <h1>{name(body.name)}</h1>
          <p className="dim small">
            {term('kind', body.kind)} · {p('since', { time: timeText(body.startedUtcMs) })} ·{' '}
            {p('as-of', { time: timeText(nowUtcMs) })}
          </p>
        </div>
        <p className="small dim">
          {me === undefined ? nameOf(viewer) : `${nameOf(viewer)} · ${term('level', me.level)}`}
          <br />
          <span title={hash}>{p('hash', { hash: hash.slice(0, 8), entries })}</span>
        </p>
      </div>
      <nav className="relief-tabs no-print" aria-label={p('tabs')} ref={list}>
        {shown.map(({ name: tab }) => (
          <Link
            key={tab}
            to={{ query: { tab: tab === 'board' ? undefined : tab, select: undefined } }}
            aria-current={current === tab && query.select === undefined ? 'page' : undefined}
          >
            {p(`tab.${tab}`)}
          </Link>
        ))}
      </nav>
    </header>
  );
}
