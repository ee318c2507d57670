import { useState } from 'react';
import type { FormEvent } from 'react';
import type { CaseView } from '../../../src/hub/api.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { go, usePlace } from '../../state/location.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { CasePage } from './CasePage.tsx';

/** Cases: what belongs together, what is thought of it, what was decided, and when. */
export default function Cases() {
  const { item } = usePlace();
  return item === '' ? <CaseList /> : <CasePage key={item} id={item} />;
}

function CaseList() {
  const { t } = useWords();
  const may = useMay()('watch');
  const { data: cases, problem, reload } = useQuery<CaseView[]>('/cases', { live: true });
  return (
    <div className="page">
      <div className="page-inner">
        <h1>{t('room.cases')}</h1>
        {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
        {cases?.length === 0 && (
          <Empty action={<Link to={{ room: 'sea' }}>{t('cases.to-sea')}</Link>}>{t('cases.none')}</Empty>
        )}
        {cases !== undefined && cases.length > 0 && (
          <div className="panel scroll-x">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('case.title')}</th>
                  <th scope="col">{t('case.status')}</th>
                  <th scope="col" className="number">
                    {t('case.members')}
                  </th>
                  <th scope="col">{t('case.marking')}</th>
                  <th scope="col">{t('case.changed')}</th>
                </tr>
              </thead>
              <tbody>
                {cases.map(({ entry, members }) => (
                  <tr key={entry.id}>
                    <td>
                      <Link to={{ room: 'cases', item: entry.id }}>{entry.body.title}</Link>
                    </td>
                    <td>{t(`case.status.${entry.body.status}`)}</td>
                    <td className="number">{members.length}</td>
                    <td>TLP:{entry.release.tlp}</td>
                    <td>{timeText(entry.modified)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {may && <NewCase />}
      </div>
    </div>
  );
}

function NewCase() {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [title, setTitle] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await attempt(async () => {
      const made = await hub.post<CaseView>('/cases', { title: title.trim() });
      go({ item: made.entry.id });
    });
  };
  return (
    <form className="panel row" onSubmit={(event) => void submit(event)}>
      <label className="field grow">
        <span>{t('case.new')}</span>
        <input required maxLength={300} value={title} onChange={({ target }) => setTitle(target.value)} />
      </label>
      <button type="submit" className="button align-end" disabled={title.trim() === ''}>
        {t('case.open')}
      </button>
    </form>
  );
}
