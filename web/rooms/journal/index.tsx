import { useEffect, useState } from 'react';
import type { JobView, JournalPage, JournalRecordView } from '../../../src/hub/api.ts';
import { withQuery } from '../../api/client.ts';
import type { Problem } from '../../api/client.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { JobProgress } from '../../parts/JobProgress.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useLive } from '../../state/live.tsx';
import { useNotices } from '../../state/notices.tsx';
import { asProblem } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

const pageSize = 50;

/** The journal: what was recorded, when, by whom, and the proof that nothing was changed since. */
export default function Journal() {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [job, setJob] = useState<JobView>();
  const { records, head, problem, more } = useJournal();
  const verify = () => attempt(async () => setJob(await hub.post<JobView>('/journal/verify')));
  return (
    <div className="page">
      <div className="page-inner">
        <header className="row spread">
          <div>
            <h1>{t('room.journal')}</h1>
            {head !== undefined && (
              <p className="dim">
                {t('journal.head', { epoch: head.epoch, seq: head.seq.toLocaleString('en-US') })}{' '}
                <code className="mono">{head.digest.slice(0, 16)}…</code>
              </p>
            )}
          </div>
          <button type="button" className="button" onClick={() => void verify()}>
            {t('journal.verify')}
          </button>
        </header>
        <p className="dim">{t('journal.about')}</p>
        {job !== undefined && (
          <div className="panel">
            <JobProgress key={job.id} start={job} />
          </div>
        )}
        {problem !== undefined && <ErrorNote problem={problem} />}
        {records !== undefined && records.length === 0 && <Empty>{t('journal.none')}</Empty>}
        {records !== undefined && records.length > 0 && <Records records={records} />}
        {more !== undefined && (
          <p>
            <button type="button" className="button" onClick={more}>
              {t('more')}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

/** The newest records, and older ones page by page. */
function useJournal() {
  const { hub } = useSession();
  const { revision } = useLive();
  const [records, setRecords] = useState<readonly JournalRecordView[]>();
  const [page, setPage] = useState<JournalPage>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    const abort = new AbortController();
    hub.get<JournalPage>(withQuery('/journal', { limit: pageSize }), abort.signal).then(
      (newest) => {
        setRecords(newest.records);
        setPage(newest);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(asProblem(error));
      },
    );
    return () => abort.abort();
  }, [hub, revision]);
  const older = async (cursor: string) => {
    try {
      const next = await hub.get<JournalPage>(withQuery('/journal', { limit: pageSize, cursor }));
      setRecords((before) => [...(before ?? []), ...next.records]);
      setPage((before) => ({ ...next, head: before?.head ?? next.head }));
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const cursor = page?.cursor;
  return {
    records,
    head: page?.head,
    problem,
    more: cursor === undefined ? undefined : () => void older(cursor),
  };
}

function Records({ records }: { records: readonly JournalRecordView[] }) {
  const { t } = useWords();
  return (
    <div className="panel scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('journal.seq')}
            </th>
            <th scope="col">{t('journal.time')}</th>
            <th scope="col">{t('journal.kind')}</th>
            <th scope="col">{t('journal.what')}</th>
            <th scope="col">{t('journal.account')}</th>
            <th scope="col">{t('journal.digest')}</th>
          </tr>
        </thead>
        <tbody>
          {records.map(({ epoch, seq, at, kind, account, digest, title, entry }) => (
            <tr key={`${epoch} ${seq}`}>
              <td className="number">{seq.toLocaleString('en-US')}</td>
              <td className="no-wrap">{timeText(at)}</td>
              <td>{kind}</td>
              <td>{entry === undefined ? title : <EntryLink id={entry} title={title ?? entry} />}</td>
              <td>{account}</td>
              <td className="mono no-wrap" title={digest}>
                {digest.slice(0, 12)}…
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function EntryLink({ id, title }: { id: string; title: string }) {
  if (id.startsWith('case--')) return <Link to={{ room: 'cases', item: id }}>{title}</Link>;
  if (id.startsWith('finding--')) return <Link to={{ room: 'sea', query: { select: id } }}>{title}</Link>;
  return <>{title}</>;
}
