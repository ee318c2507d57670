import type { ImportReportView } from '../../src/hub/api.ts';
import { useWords } from '../state/words.tsx';
import { RefusedLines } from './RefusedLines.tsx';

/** What a file brought: read = taken + refused, and each refusal with its reason. */
export function ImportReport({ report }: { report: ImportReportView }) {
  const { t } = useWords();
  const refused = report.refused.reduce((sum, { count }) => sum + count, 0);
  const whole = (value: number) => value.toLocaleString('en-US');
  return (
    <div className="stack">
      <dl className="facts">
        <dt>{t('import.file')}</dt>
        <dd>{report.file}</dd>
        <dt>{t('import.read')}</dt>
        <dd>{whole(report.read)}</dd>
        <dt>{t('import.taken')}</dt>
        <dd>{whole(report.taken)}</dd>
        <dt>{t('import.refused')}</dt>
        <dd>
          <RefusedLines total={refused} reasons={report.refused} />
        </dd>
        <dt>{t('import.vessels')}</dt>
        <dd>{whole(report.vessels)}</dd>
        <dt>{t('import.findings')}</dt>
        <dd>{whole(report.findings)}</dd>
      </dl>
      {report.notes.map((note) => (
        <p key={note} className="small dim">
          {note}
        </p>
      ))}
    </div>
  );
}
