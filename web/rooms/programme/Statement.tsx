import type { Amount, DateBasis, StatementView } from '../../../src/programme/api.ts';
import { Link } from '../../parts/Link.tsx';
import { entryPage } from './pages.ts';
import { Sources } from './Sources.tsx';
import { useProgrammeWords } from './words.ts';

/** A date as its source has it, with its basis: one is never shown without the other. */
export function DateText({
  date,
  precision,
  basis,
}: {
  date: string | null;
  precision: string;
  basis: DateBasis;
}) {
  const { p, named } = useProgrammeWords();
  if (date === null) return <span className="dim">{p('date.none')}</span>;
  const shown = date.replace('/', ' – ');
  const marked =
    precision === 'as-of' || precision === 'fiscal-year' || precision === 'decade' || precision === 'deadline'
      ? p(`date.mark.${precision}`, { date: shown })
      : shown;
  return (
    <span className="programme-date">
      {marked} <span className="dim small">({named('basis', basis)})</span>
    </span>
  );
}

/** One statement in a list: who says it, in which words, of when. */
export function StatementRow({ statement, note }: { statement: StatementView; note?: string }) {
  const { p, named } = useProgrammeWords();
  const { id, title, quote, says, date, datePrecision, dateBasis, kind, level, areas, state } = statement;
  return (
    <article className="programme-statement">
      <p className="row small">
        <DateText date={date} precision={datePrecision} basis={dateBasis} />
        <span className="tag">{named('level', level)}</span>
        <span className="tag">{named('fact', kind)}</span>
        {state === 'proposed' && <span className="tag strong">{p('documents.waiting')}</span>}
        {note !== undefined && <span className="tag warn">{note}</span>}
      </p>
      <p>
        {says !== undefined && <span className="dim">{p('source.says', { by: says })} </span>}
        {quote === '' ? (
          <>
            {title} <span className="dim small">{p('statement.withheld')}</span>
          </>
        ) : (
          <q>{quote}</q>
        )}
      </p>
      <p className="small dim">
        <Link to={entryPage(id)}>{statement.documentTitle ?? statement.file}</Link>
        {statement.quote === '' ? '' : ` · ${statement.start}–${statement.end}`}
        {areas.length > 0 && ` · ${areas.map((area) => named('area', area)).join(' · ')}`}
      </p>
      {statement.also.length > 0 && (
        <div className="small">
          <h4 className="small dim">{p('statement.also')}</h4>
          <Sources sources={statement.also} />
        </div>
      )}
    </article>
  );
}

export function StatementList({ statements }: { statements: readonly StatementView[] }) {
  const { p } = useProgrammeWords();
  if (statements.length === 0) return <p className="dim">{p('statements.none')}</p>;
  return (
    <ul className="lines">
      {statements.map((statement) => (
        <li key={statement.id}>
          <StatementRow statement={statement} />
        </li>
      ))}
    </ul>
  );
}

export function amountText({ value, toValue, op, unit }: Amount): string {
  const whole = (number: number) => number.toLocaleString('en-US');
  const sign = op === undefined ? '' : { '>': '> ', '<': '< ', '~': '≈ ' }[op];
  return `${sign}${whole(value)}${toValue === undefined ? '' : `–${whole(toValue)}`} ${unit}`;
}

/** Everything that a statement holds, as a list of facts. */
export function StatementFacts({ statement }: { statement: StatementView }) {
  const { p, named } = useProgrammeWords();
  const { date, datePrecision, dateBasis, level, kind, modality, areas, actors, places, amounts } = statement;
  const { subject, predicate, object, recordedAt, confidence, tlp } = statement;
  const rows: [string, React.ReactNode][] = [
    [p('statement.date'), <DateText key="d" date={date} precision={datePrecision} basis={dateBasis} />],
    [p('statement.level'), named('level', level)],
    [p('statement.kind'), `${named('fact', kind)} · ${named('modality', modality)}`],
    [p('statement.areas'), areas.map((area) => named('area', area)).join(' · ')],
    [p('statement.actors'), actors.join(' · ')],
    [p('statement.places'), places.join(' · ')],
    [p('statement.amounts'), amounts.map(amountText).join(' · ')],
    [p('statement.claim'), subject === undefined ? '' : `${subject} · ${predicate ?? ''} · ${object ?? ''}`],
    [p('statement.recorded'), recordedAt?.slice(0, 10) ?? ''],
    [p('statement.confidence'), `${confidence} / 100`],
    [p('statement.marking'), tlp === undefined ? '' : `TLP:${tlp}`],
  ];
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
