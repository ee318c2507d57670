import { useState } from 'react';
import type { FieldSummary } from '../../../../src/coordination/api.ts';
import type { Problem } from '../../../api/client.ts';
import { Choice } from '../../../parts/Choice.tsx';
import { ErrorNote } from '../../../parts/ErrorNote.tsx';
import { timeText } from '../../../parts/times.ts';
import { asProblem } from '../../../state/query.ts';
import { useMay, useSession } from '../../../state/session.tsx';
import { useWords } from '../../../state/words.tsx';
import { Field } from '../parts.tsx';
import { useRelief } from '../words.ts';
import type { Flow } from './draft.ts';

/** Wind or current: typed in, or from a file of a weather service (GRIB, NetCDF, CSV). */
export function FlowField({
  kind,
  flow,
  onChange,
}: {
  kind: 'wind' | 'current';
  flow: Flow;
  onChange: (flow: Flow) => void;
}) {
  const { p } = useRelief();
  const may = useMay()('coordinate');
  return (
    <fieldset className="form-grid wide">
      <legend>{p(kind === 'wind' ? 'drift.wind.legend' : 'drift.current.legend')}</legend>
      {may && (
        <Choice
          label={p('drift.way')}
          value={flow.way}
          onChange={(way) => onChange({ ...flow, way: way === 'file' ? 'file' : 'typed' })}
          options={(['typed', 'file'] as const).map((way) => [way, p(`drift.way.${way}`)])}
        />
      )}
      {flow.way === 'typed' ? (
        <>
          <Field
            label={p(kind === 'wind' ? 'drift.wind' : 'drift.current')}
            value={flow.speedKn}
            onChange={(speedKn) => onChange({ ...flow, speedKn })}
          />
          <Field
            label={p(kind === 'wind' ? 'drift.wind-from' : 'drift.current-to')}
            value={flow.deg}
            onChange={(deg) => onChange({ ...flow, deg })}
          />
        </>
      ) : (
        <FileOfField kind={kind} field={flow.field} onField={(field) => onChange({ ...flow, field })} />
      )}
    </fieldset>
  );
}

interface Sending {
  readonly file: string;
  readonly share: number;
  readonly abort: AbortController;
}

function FileOfField({
  kind,
  field,
  onField,
}: {
  kind: 'wind' | 'current';
  field: FieldSummary | undefined;
  onField: (field: FieldSummary | undefined) => void;
}) {
  const { p } = useRelief();
  const { t } = useWords();
  const { hub } = useSession();
  const [sending, setSending] = useState<Sending>();
  const [problem, setProblem] = useState<Problem>();
  const send = async (file: File) => {
    const abort = new AbortController();
    const progress = (share: number) => setSending({ file: file.name, share, abort });
    progress(0);
    setProblem(undefined);
    try {
      onField(
        await hub.upload<FieldSummary>('/coordination/drift/fields', file, progress, abort.signal, { kind }),
      );
    } catch (error) {
      if (!abort.signal.aborted) setProblem(asProblem(error));
    } finally {
      setSending(undefined);
    }
  };
  return (
    <div className="stack">
      <label className="field">
        <span>{p('drift.file')}</span>
        <input
          type="file"
          required={field === undefined}
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file !== undefined) void send(file);
          }}
        />
      </label>
      {sending !== undefined && (
        <div className="row" role="status">
          <progress
            max={1}
            value={sending.share < 1 ? sending.share : undefined}
            aria-label={t('import.uploading', { file: sending.file })}
          />
          <span>
            {sending.share < 1 ? t('import.uploading', { file: sending.file }) : p('drift.file.reading')}
          </span>
          <button type="button" className="button" onClick={() => sending.abort.abort()}>
            {t('cancel')}
          </button>
        </div>
      )}
      {problem !== undefined && <ErrorNote problem={problem} />}
      {field !== undefined && (
        <p className="small" aria-live="polite">
          {p('drift.file.read', {
            name: field.name,
            from: timeText(field.fromUtcMs),
            to: timeText(field.toUtcMs),
            southwest: [field.westDeg, field.southDeg],
            northeast: [field.eastDeg, field.northDeg],
            columns: field.columns,
            rows: field.rows,
            times: field.times,
            fastest: field.fastestMs,
          })}
        </p>
      )}
    </div>
  );
}
