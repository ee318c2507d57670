import type { CalendarEntry, CalendarView } from '../../../src/programme/api.ts';
import { withQuery } from '../../api/client.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { go, usePlace } from '../../state/location.ts';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { entryPage, pageOf } from './pages.ts';
import { Field } from '../../parts/Field.tsx';
import { DateText } from './Statement.tsx';
import { useProgrammeWords } from './words.ts';

/** Dated events month by month, with the exercises that overlap. */
export function Calendar() {
  const { p } = useProgrammeWords();
  const { hub } = useSession();
  const { from, to } = usePlace().query;
  const { data, problem, reload } = useQuery<CalendarView>(withQuery('/programme/calendar', { from, to }), {
    live: true,
  });
  if (problem !== undefined) return <ErrorNote problem={problem} onRetry={reload} />;
  if (data === undefined) return null;
  const change = (change: { from?: string; to?: string }) =>
    go(pageOf('calendar', { from: data.from, to: data.to, ...change }), { replace: true });
  return (
    <>
      <p className="dim">{p('calendar.about')}</p>
      <div className="form-grid">
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
        <a className="button" href={hub.url('/exports/programme.ics')} download="programme.ics">
          {p('calendar.download')}
        </a>
      </div>
      <Clashes view={data} />
      {data.entries.length === 0 && <Empty>{p('calendar.none')}</Empty>}
      {byMonth(data.entries).map(([month, entries]) => (
        <section key={month} className="panel stack" aria-labelledby={`month-${month}`}>
          <h3 id={`month-${month}`} className="programme-title">
            {month}
          </h3>
          <ul className="lines">
            {entries.map((entry, i) => (
              <li key={`${entry.id} ${i}`}>
                <CalendarRow entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Clashes({ view: { clashes, entries } }: { view: CalendarView }) {
  const { p } = useProgrammeWords();
  const titles = new Map(entries.map(({ id, title }) => [id, title]));
  return (
    <section className="panel stack">
      <h2>{p('calendar.clashes')}</h2>
      {clashes.length === 0 && <p className="dim">{p('calendar.clashes.none')}</p>}
      <ul className="lines">
        {clashes.map(({ a, b, shared, from, to }) => (
          <li key={`${a} ${b}`}>
            {p('calendar.clash', { a: titles.get(a) ?? '', b: titles.get(b) ?? '', shared, from, to })}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CalendarRow({ entry }: { entry: CalendarEntry }) {
  const { named } = useProgrammeWords();
  const { id, title, kind, level, date, dateBasis, actors, places } = entry;
  return (
    <>
      <p className="row small">
        <DateText date={date} precision="day" basis={dateBasis} />
        <span className="tag">{named('level', level)}</span>
        <span className="tag">{named('fact', kind)}</span>
      </p>
      <p>
        <Link to={entryPage(id)}>{title}</Link>
      </p>
      <p className="small dim">{[...actors, ...places].join(' · ')}</p>
    </>
  );
}

function byMonth(entries: readonly CalendarEntry[]): [string, CalendarEntry[]][] {
  const months = new Map<string, CalendarEntry[]>();
  for (const entry of entries) {
    const month = entry.from.slice(0, 7);
    const list = months.get(month);
    if (list === undefined) months.set(month, [entry]);
    else list.push(entry);
  }
  return [...months];
}
