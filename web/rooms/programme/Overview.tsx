import type { DueView, OverviewView } from '../../../src/programme/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useQuery } from '../../state/query.ts';
import { Link } from '../../parts/Link.tsx';
import { Check } from './Check.tsx';
import { entryPage, pageOf } from './pages.ts';
import { Sources } from './Sources.tsx';
import { useProgrammeWords } from './words.ts';

/** The first screen: what falls due, and what the checks find. */
export function Overview() {
  const { p } = useProgrammeWords();
  const { data, problem, reload } = useQuery<OverviewView>('/programme/overview', { live: true });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  const { at, due, checks, asOf } = data;
  const { statements, waiting, documents } = data.counts;
  if (asOf === null) return <Empty>{p('empty')}</Empty>;
  return (
    <>
      <p className="dim">
        {p('counts', { statements, waiting, documents })} · {p('as-of', { asOf, at })}
      </p>
      <section className="stack" aria-labelledby="programme-due">
        <h2 id="programme-due">{p('due')}</h2>
        {due.length === 0 && <p className="dim">{p('due.none')}</p>}
        <ul className="programme-due">
          {due.map((each) => (
            <li key={each.id} className="panel">
              <Due due={each} />
            </li>
          ))}
        </ul>
      </section>
      <section className="stack" aria-labelledby="programme-found">
        <h2 id="programme-found">{p('checks.found')}</h2>
        <ul className="stack">
          {checks
            .filter(({ count }) => count > 0)
            .map((check) => (
              <li key={check.check} className="panel stack">
                <Check check={check} />
              </li>
            ))}
        </ul>
        <p>
          <Link to={pageOf('checks')}>{p('checks.all')}</Link>
        </p>
      </section>
    </>
  );
}

/** One thing that falls due. */
export function Due({ due }: { due: DueView }) {
  const { p } = useProgrammeWords();
  const { kind, title, daysLeft, successor, by, sources } = due;
  const isPast = daysLeft < 0;
  return (
    <article className="stack">
      <header>
        <p className={isPast || daysLeft < 60 ? 'alarm programme-days' : 'programme-days'}>
          {p(kind === 'instrument' ? 'due.ends' : 'due.promised')} <strong>{due.due}</strong>
          {' · '}
          {p(isPast ? 'due.past' : 'due.in', { days: Math.abs(daysLeft) })}
        </p>
        <h3 className="programme-title">
          <Link to={entryPage(due.id)}>{title}</Link>
        </h3>
        <p className="small dim">{p('due.last-day', { due: due.due, day: due.dueBy })}</p>
      </header>
      <dl className="facts">
        {successor !== undefined && (
          <>
            <dt>{p('due.successor')}</dt>
            <dd>{successor === 'unknown' ? <strong>{p('unknown')}</strong> : successor}</dd>
          </>
        )}
        {by !== undefined && (
          <>
            <dt>{p('due.by')}</dt>
            <dd>{by}</dd>
          </>
        )}
      </dl>
      <Sources sources={sources} />
    </article>
  );
}
