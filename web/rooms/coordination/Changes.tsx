import { useState } from 'react';
import type { Changes as ChangesAnswer } from '../../../src/coordination/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { StateTag } from './parts.tsx';
import { SubjectTitle } from './SubjectPage.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

/** What came since I last said that I had seen it: by a merge or by others; what it changed, whom it overrode. */
export function Changes() {
  const { p, term } = useRelief();
  const { session } = useSession();
  const relief = useReliefState();
  const { state, nameOf, say, subject } = relief;
  const kept = `commonwatch.coordination.seen.${session.account}.${state.contingency.id}`;
  const [after, setAfter] = useState(() => localStorage.getItem(kept) ?? '');
  const path = `/coordination/changes?contingency=${state.contingency.id}${after === '' ? '' : `&after=${after}`}`;
  const { data, problem, reload } = useQuery<ChangesAnswer>(path, { live: true });
  const seen = () => {
    if (data?.newest === undefined) return;
    localStorage.setItem(kept, data.newest);
    setAfter(data.newest);
  };
  return (
    <section className="stack" aria-label={p('tab.changes')}>
      <div className="row spread">
        <h2>{p('tab.changes')}</h2>
        <button
          type="button"
          className="button"
          onClick={seen}
          disabled={data === undefined || data.came.length === 0}
        >
          {p('changes.seen')}
        </button>
      </div>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data?.came.length === 0 && <Empty>{p('changes.none')}</Empty>}
      {data !== undefined && data.came.length > 0 && (
        <>
          <p className="small dim">
            {p('changes.hash', { before: data.hashBefore.slice(0, 8), after: data.hashAfter.slice(0, 8) })}
          </p>
          {data.forks.map(({ lot, fork }) => (
            <p key={fork.movements.join()} className="quote dissent">
              <Link to={{ query: { select: lot } }}>{p('changes.fork', { owner: nameOf(fork.owner) })}</Link>
            </p>
          ))}
          <section className="stack">
            <h3>{p('changes.overridden')}</h3>
            {data.overridden.length === 0 && <p className="dim">{p('changes.overridden.none')}</p>}
            <ul className="lines">
              {data.overridden.map((each) => (
                <li key={each.id}>
                  {p(each.winner === undefined ? 'changes.override.alone' : 'changes.override', {
                    by: nameOf(each.by),
                    act: term('act', each.act),
                    why: term('why', each.why),
                    winner: nameOf(each.winner ?? ''),
                  })}
                </li>
              ))}
            </ul>
          </section>
          <section className="stack">
            <h3>{p('changes.changed')}</h3>
            <ul className="lines">
              {data.changed.map((each) => {
                const found = subject(each.id);
                return (
                  <li key={each.id} className="row">
                    {each.from !== undefined && (
                      <>
                        <StateTag state={each.from} /> →
                      </>
                    )}
                    <StateTag state={each.to} />
                    <Link to={{ query: { select: each.id } }}>
                      {found === undefined ? term('subject', each.kind) : <SubjectTitle subject={found} />}
                    </Link>
                    <span className="small dim">{each.by.map(nameOf).join(', ')}</span>
                  </li>
                );
              })}
            </ul>
          </section>
          <section className="stack">
            <h3>{p('changes.came', { count: data.came.length })}</h3>
            <ul className="lines small">
              {data.came.slice(0, 60).map((each, i) => (
                // oxlint-disable-next-line react/no-array-index-key -- the list is drawn whole or not at all
                <li key={i}>
                  {nameOf(each.by)} · {say(each.title)}
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
    </section>
  );
}
