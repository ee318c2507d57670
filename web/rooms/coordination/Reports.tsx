import { Choice } from '../../parts/Choice.tsx';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { CoordinationFile, Report, ReportCell } from '../../../src/coordination/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Figure } from '../../parts/Figure.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useOutbox } from '../../away/outbox.tsx';
import { Field, Wide } from './parts.tsx';
import { useReliefState } from './state.tsx';
import { useRelief } from './words.ts';

const names = ['sitrep', 'who-what-where', 'decisions', 'timeline'] as const;

/** What people read, made from the ledger as it stands: to look at, to print, to save. */
export function Reports() {
  const { p, name } = useRelief();
  const { query } = usePlace();
  const { state } = useReliefState();
  const may = useMay()('coordinate');
  const chosen = names.find((each) => each === query.report) ?? 'sitrep';
  const { data, problem, reload } = useQuery<Report | null>(
    `/coordination/reports/${chosen}?contingency=${state.contingency.id}`,
    { live: true },
  );
  return (
    <section className="stack" aria-label={p('tab.reports')}>
      <div className="row spread no-print">
        <Choice
          label={p('report')}
          value={chosen}
          onChange={(report) => go({ query: { report } })}
          options={names.map((each) => [each, p(`report.${each}`)])}
        />
        <div className="row align-end">
          <button type="button" className="button" onClick={() => print()}>
            {p('print')}
          </button>
          <SaveButton file={`${chosen}.csv`} label="CSV (HXL)" />
          <SaveButton file="places.geojson" label="GeoJSON" />
        </div>
      </div>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {chosen === 'decisions' && may && <NewDecision />}
      {data !== undefined && data !== null && (
        <>
          <h2>
            {p(`report.${chosen}`)} · {name(data.contingency)}
          </h2>
          <p className="small dim">{p('as-of', { time: timeText(data.asOfUtcMs) })}</p>
          {data.tables.map((table, i) => (
            // oxlint-disable-next-line react/no-array-index-key -- the tables of a report do not change places
            <ReportTable key={i} table={table} />
          ))}
        </>
      )}
    </section>
  );
}

function ReportTable({ table }: { table: Report['tables'][number] }) {
  const { p } = useRelief();
  const { say } = useReliefState();
  return (
    <Wide>
      <h3>{say(table.title)}</h3>
      {table.rows.length === 0 ? (
        <p className="dim">{p('report.none')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {table.columns.map((column, at) => (
                <th
                  key={column.hxl}
                  scope="col"
                  title={column.hxl}
                  className={table.rows.some((row) => row[at].value !== undefined) ? 'number' : undefined}
                >
                  {say(column.title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- a report is drawn whole or not at all
              <tr key={i}>
                {row.map((cell, at) => (
                  <td key={table.columns[at].hxl} className={cell.value === undefined ? undefined : 'number'}>
                    <Cell cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Wide>
  );
}

function Cell({ cell }: { cell: ReportCell }) {
  const { p } = useRelief();
  const { say, nameOf } = useReliefState();
  if (cell.value !== undefined) {
    const text = cell.value.toLocaleString('en-US');
    const source = p('source', {
      source: cell.source === undefined ? '' : cell.source === 'ledger' ? p('ledger') : nameOf(cell.source),
      time: timeText(cell.asOfUtcMs ?? 0),
    });
    return <Figure source={source}>{text}</Figure>;
  }
  if (cell.subject !== undefined)
    return <Link to={{ query: { select: cell.subject } }}>{say(cell.text)}</Link>;
  return <>{cell.party === undefined ? say(cell.text) : nameOf(cell.party)}</>;
}

/** Saves what the hub wrote: a blob of this page, so that it passes the same gate as the screen. */
function SaveButton({ file, label }: { file: string; label: string }) {
  const { hub, session } = useSession();
  const { attempt } = useNotices();
  const { state } = useReliefState();
  const save = async () => {
    const path = `/coordination/files?contingency=${state.contingency.id}&name=${file}&lang=${session.language}`;
    const answer = await hub.get<CoordinationFile>(path);
    const url = URL.createObjectURL(new Blob([answer.content], { type: answer.mediaType }));
    const link = document.createElement('a');
    link.href = url;
    link.download = answer.fileName;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <button type="button" className="button" onClick={() => void attempt(save)}>
      {label}
    </button>
  );
}

function NewDecision() {
  const { p } = useRelief();
  const { state, me } = useReliefState();
  const { send } = useOutbox();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [keeps, setKeeps] = useState(false);
  if (me === undefined) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(
      '/coordination/decisions',
      {
        contingency: state.contingency.id,
        text: text.trim(),
        private: keeps,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      },
      `${p('decision.new')}: ${text}`,
    );
    setText('');
    setReason('');
  };
  return (
    <details className="panel no-print">
      <summary>{p('decision.new')}</summary>
      <form className="stack" onSubmit={submit}>
        <Field label={p('decision.text')} value={text} onChange={setText} />
        <Field label={p('reason')} value={reason} onChange={setReason} optional />
        <label className="choice">
          <input type="checkbox" checked={keeps} onChange={({ target }) => setKeeps(target.checked)} />
          <span>{p('decision.private')}</span>
        </label>
        <p>
          <button type="submit" className="button primary">
            {p('decision.send')}
          </button>
        </p>
      </form>
    </details>
  );
}
