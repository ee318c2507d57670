import type { ReportView } from '../../../src/programme/api.ts';
import { withQuery } from '../../api/client.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { Check } from './Check.tsx';
import { ItemDates } from './ItemPage.tsx';
import { Due } from './Overview.tsx';
import { pageOf } from './pages.ts';
import { Choice } from '../../parts/Choice.tsx';
import { Field } from '../../parts/Field.tsx';
import { Sources } from './Sources.tsx';
import { StatementList } from './Statement.tsx';
import { areas, useProgrammeWords } from './words.ts';

const files = [
  ['programme.csv', 'CSV'],
  ['programme.json', 'JSON'],
  ['programme.ftm.json', 'FollowTheMoney'],
  ['programme.iati.xml', 'IATI'],
  ['programme.ics', 'iCalendar'],
] as const;
/** The hub's own writer, of this room's entries. */
const stixTypes = 'document,statement,programme-item';

/** A period or an area on paper, for one reader: it holds what that reader may see. */
export function Report() {
  const { p, named } = useProgrammeWords();
  const { session, hub } = useSession();
  const { from, to, area = '' } = usePlace().query;
  const { data, problem, reload } = useQuery<ReportView>(withQuery('/programme/report', { from, to, area }));
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  const change = (changed: Readonly<Record<string, string>>) =>
    go(pageOf('report', { from: data.from, to: data.to, area, ...changed }), { replace: true });
  return (
    <>
      <div className="form-grid no-print">
        <Field
          label={p('from')}
          type="date"
          value={data.from}
          onChange={(day) => day !== '' && change({ from: day })}
        />
        <Field
          label={p('to')}
          type="date"
          value={data.to}
          onChange={(day) => day !== '' && change({ to: day })}
        />
        <Choice
          label={p('field.area')}
          value={area}
          onChange={(chosen) => change({ area: chosen })}
          options={[['', p('all')], ...areas.map((each) => [each, named('area', each)] as const)]}
        />
        <div className="row">
          <button type="button" className="button primary" onClick={() => print()}>
            {p('report.print')}
          </button>
          <details className="menu">
            <summary className="button">{p('report.export')}</summary>
            <ul className="menu-list panel">
              {files.map(([name, label]) => (
                <li key={name}>
                  <a href={hub.url(`/exports/${name}`)} download={name}>
                    {label}
                  </a>
                </li>
              ))}
              <li>
                <a
                  href={hub.url('/exports/findings.stix.json', { types: stixTypes })}
                  download="programme.stix.json"
                >
                  STIX 2.1
                </a>
              </li>
            </ul>
          </details>
        </div>
      </div>
      <article className="programme-report stack">
        <header>
          <h2>{p('report.title')}</h2>
          <p>
            {p('report.period', { from: data.from, to: data.to })}
            {area !== '' && ` · ${named('area', area)}`}
          </p>
          <p className="small dim">
            {data.asOf === null ? '' : p('as-of', { asOf: data.asOf, at: data.at })} ·{' '}
            {timeText(session.nowUtcMs)}
          </p>
        </header>
        <section className="stack">
          <h3>{p('due')}</h3>
          {data.due.length === 0 && <p className="dim">{p('due.none')}</p>}
          {data.due.map((due) => (
            <Due key={due.id} due={due} />
          ))}
        </section>
        <section className="stack">
          <h3>{p('report.instruments')}</h3>
          <ul className="lines">
            {data.instruments.map((item) => (
              <li key={item.id}>
                <p>
                  {item.title} <ItemDates item={item} />
                </p>
                <Sources sources={item.sources} />
              </li>
            ))}
          </ul>
        </section>
        <section className="stack">
          <h3>{p('report.statements')}</h3>
          <p className="small dim">
            {p('statements.shown', { shown: data.statements.length, count: data.count })}
          </p>
          <StatementList statements={data.statements} />
        </section>
        <section className="stack">
          <h3>{p('report.checks')}</h3>
          {data.checks
            .filter(({ count }) => count > 0)
            .map((check) => (
              <div key={check.check} className="stack">
                <Check check={{ ...check, findings: check.findings.slice(0, 5) }} />
              </div>
            ))}
        </section>
      </article>
    </>
  );
}
