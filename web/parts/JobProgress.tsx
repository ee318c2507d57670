import { useEffect, useState } from 'react';
import type { JobView } from '../../src/hub/api.ts';
import { useLive } from '../state/live.tsx';
import { useLatest } from '../state/latest.ts';
import { useNotices } from '../state/notices.tsx';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { ImportReport } from './ImportReport.tsx';
import { Problem } from '../api/client.ts';

const everyMs = 1_000;

/** A long job: how far, how fast, how long yet, and Cancel. */
export function JobProgress({ start, onDone }: { start: JobView; onDone?: (job: JobView) => void }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { listen } = useLive();
  const [job, setJob] = useState(start);
  const isOver = job.state !== 'waiting' && job.state !== 'running';
  useEffect(
    () =>
      listen((event) => {
        if (event.kind === 'job' && event.job.id === start.id) setJob(event.job);
      }),
    [listen, start.id],
  );
  // Also asked for: an event that was lost on the way must not leave a job running for ever on the screen.
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(
      () => void hub.get<JobView>(`/jobs/${start.id}`).then(setJob, () => undefined),
      everyMs,
    );
    return () => clearInterval(timer);
  }, [hub, start.id, isOver]);
  const done = useLatest(onDone);
  useEffect(() => {
    if (job.state === 'done') done.current?.(job);
  }, [job, done]);
  return (
    <section className="stack" aria-label={job.label}>
      <p>
        {job.label} · <strong>{t(`job.${job.state}`)}</strong>
      </p>
      {!isOver && (
        <>
          <progress
            value={job.total === undefined ? undefined : job.done}
            max={job.total}
            aria-label={job.label}
          />
          <p className="small dim">{progressText(job, t)}</p>
          <p>
            <button
              type="button"
              className="button"
              onClick={() => void attempt(() => hub.delete(`/jobs/${job.id}`))}
            >
              {t('cancel')}
            </button>
          </p>
        </>
      )}
      {job.error !== undefined && <ErrorNote problem={new Problem(400, job.error)} />}
      {job.report !== undefined && <ImportReport report={job.report} />}
    </section>
  );
}

/** `1,200,000 of 4,000,000 lines · 350,000/s · 8 s left` */
function progressText(job: JobView, t: ReturnType<typeof useWords>['t']): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en-US');
  const parts = [
    job.total === undefined
      ? `${whole(job.done)} ${job.unit}`
      : t('job.of', { done: whole(job.done), total: whole(job.total), unit: job.unit }),
  ];
  if (job.ratePerSecond !== undefined)
    parts.push(t('job.rate', { rate: whole(job.ratePerSecond), unit: job.unit }));
  if (job.remainingMs !== undefined)
    parts.push(t('job.left', { seconds: Math.ceil(job.remainingMs / 1000) }));
  return parts.join(' · ');
}
