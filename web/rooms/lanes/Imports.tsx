import { useState } from 'react';
import type { FormEvent } from 'react';
import type { ImportFormat, LaneImportPreview } from '../../../src/lanes/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import type { Problem } from '../../api/client.ts';
import { useNotices } from '../../state/notices.tsx';
import { asProblem } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { mass, useLanesWords } from './words.ts';

const formats = ['own', 'comtrade', 'baci', 'portwatch'] as const satisfies readonly ImportFormat[];

/** A table of one's own: what would be taken and what not is seen before anything is kept. */
export function Imports() {
  const { money, p, country, commodity } = useLanesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [request, setRequest] = useState<{
    format: ImportFormat;
    text: string;
    source: string;
    name: string;
  }>();
  const [preview, setPreview] = useState<LaneImportPreview>();
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get('file') as File;
    const asked = {
      format: String(form.get('format')) as ImportFormat,
      text: await file.text(),
      source: String(form.get('source')).trim() || file.name,
      name: file.name,
    };
    setRequest(asked);
    setProblem(undefined);
    const { name: _name, ...body } = asked;
    hub.post<LaneImportPreview>('/lanes/imports/preview', body).then(setPreview, (error: unknown) => {
      setPreview(undefined);
      setProblem(asProblem(error));
    });
  };
  const keep = () =>
    void attempt(async () => {
      await hub.post('/lanes/imports', request);
      setPreview(undefined);
    }, p('import.kept'));
  return (
    <section className="panel stack">
      <h2>{p('import')}</h2>
      <p className="dim small">{p('import.about')}</p>
      <form className="form-grid" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{p('import.format')}</span>
          <select name="format">
            {formats.map((format) => (
              <option key={format} value={format}>
                {p(`import.format.${format}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{p('import.file')}</span>
          <input name="file" type="file" accept=".csv,text/csv" required />
        </label>
        <label className="field">
          <span>{p('source.short')}</span>
          <input name="source" maxLength={500} placeholder={p('import.source.example')} />
        </label>
        <button type="submit" className="button">
          {p('import.look')}
        </button>
      </form>
      {problem !== undefined && <ErrorNote problem={problem} />}
      {preview !== undefined && (
        <div className="stack" role="status">
          <p>
            {p('import.report', {
              read: preview.report.read,
              taken: preview.report.taken,
              refused: preview.report.refused,
            })}{' '}
            {preview.flowCount > 0 &&
              p('import.totals', {
                mass: mass(preview.totals.tonnes),
                money: money(preview.totals.valueUsd),
              })}
          </p>
          {preview.report.reasons.length > 0 && (
            <ul className="small">
              {preview.report.reasons.map(({ reason, count }) => (
                <li key={reason}>
                  {p(`import.reason.${reason}`)}: {count}
                </li>
              ))}
            </ul>
          )}
          {preview.flows.length > 0 && (
            <div className="scroll-x">
              <table className="small">
                <tbody>
                  {preview.flows.slice(0, 10).map((flow) => (
                    <tr key={flow.id}>
                      <td>
                        {country(flow.origin)} → {country(flow.destination)}
                      </td>
                      <td>{commodity(flow.commodity)}</td>
                      <td>{flow.tonnes === null ? '—' : mass(flow.tonnes)}</td>
                      <td>{flow.valueUsd === null ? '—' : money(flow.valueUsd)}</td>
                      <td>{flow.year}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <p>
            <button
              type="button"
              className="button primary"
              disabled={preview.report.taken === 0}
              onClick={keep}
            >
              {p('import.keep', { taken: preview.report.taken })}
            </button>
          </p>
        </div>
      )}
    </section>
  );
}
