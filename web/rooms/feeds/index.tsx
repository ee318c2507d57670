import type { FeedView, JobView } from '../../../src/hub/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { FeedTable } from '../../parts/FeedTable.tsx';
import { JobProgress } from '../../parts/JobProgress.tsx';
import { useLive } from '../../state/live.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { timeText } from '../../parts/times.ts';

const everyMs = 5_000;

/** Where the data comes from, how it is, what was refused; and the jobs that brought files in. */
export default function Feeds() {
  const { t } = useWords();
  const { session } = useSession();
  const { nowUtcMs, clockRate } = useLive();
  const { data: feeds, problem, reload } = useQuery<FeedView[]>('/feeds', { everyMs });
  const { data: jobs } = useQuery<JobView[]>('/jobs', { everyMs });
  return (
    <div className="page">
      <div className="page-inner">
        <h1>{t('room.feeds')}</h1>
        {session.exercise && (
          <p className="dim">
            {t(clockRate === 0 ? 'feeds.exercise-ended' : 'feeds.exercise', {
              time: timeText(nowUtcMs()),
              rate: clockRate,
            })}
          </p>
        )}
        {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
        {feeds !== undefined && feeds.length === 0 && <Empty>{t('feeds.none')}</Empty>}
        {feeds !== undefined && feeds.length > 0 && (
          <div className="panel">
            <FeedTable feeds={feeds} />
          </div>
        )}
        <section className="stack">
          <h2>{t('jobs.title')}</h2>
          {jobs?.length === 0 && <Empty>{t('jobs.none')}</Empty>}
          {jobs?.map((job) => (
            <div key={`${job.id} ${job.state}`} className="panel">
              <p className="small dim">{timeText(job.startedAt)}</p>
              <JobProgress start={job} />
            </div>
          ))}
        </section>
      </div>
    </div>
  );
}
