import { useState } from 'react';
import type { CaseView, EntryView } from '../../../src/hub/api.ts';
import { ReleaseDialog } from '../../findings/ReleaseDialog.tsx';
import { ReleaseTab } from '../../findings/ReleaseTab.tsx';
import { StandingTag } from '../../findings/StandingTag.tsx';
import { placeOfEntry } from '../../findings/places.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { Link } from '../../parts/Link.tsx';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { Assessments } from './Assessments.tsx';
import { WordForm } from './WordForm.tsx';

export function CasePage({ id }: { id: string }) {
  const { t } = useWords();
  const { data: view, problem, reload } = useQuery<CaseView>(`/cases/${id}`, { live: true });
  return (
    <div className="page">
      <div className="page-inner">
        <p>
          <Link to={{ item: '' }}>← {t('room.cases')}</Link>
        </p>
        {problem !== undefined && view === undefined && <ErrorNote problem={problem} onRetry={reload} />}
        {view !== undefined && <Case view={view} reload={reload} />}
      </div>
    </div>
  );
}

function Case({ view, reload }: { view: CaseView; reload: () => void }) {
  const { t } = useWords();
  const may = useMay();
  const writes = view.mine && may('watch');
  const { body } = view.entry;
  return (
    <>
      <CaseHead view={view} reload={reload} writes={writes} />
      <div className="two-columns">
        <div className="stack">
          <Members view={view} reload={reload} writes={writes} />
          <Assessments view={view} reload={reload} writes={writes} />
        </div>
        <div className="stack">
          <section className="panel stack">
            <h2>{t('case.decisions')}</h2>
            {body.decisions.length === 0 && <p className="dim">{t('case.decisions.none')}</p>}
            <ol className="history">
              {body.decisions.map(({ id, at, by, text }) => (
                <li key={id}>
                  <p className="small dim">
                    {timeText(at)} · {by}
                  </p>
                  <p>{text}</p>
                </li>
              ))}
            </ol>
            {writes && (
              <WordForm
                path={`/cases/${view.entry.id}/decisions`}
                label={t('case.decide')}
                button={t('case.decide.button')}
                onDone={reload}
              />
            )}
          </section>
          <CaseRelease view={view} reload={reload} />
        </div>
      </div>
    </>
  );
}

function CaseHead({ view, reload, writes }: { view: CaseView; reload: () => void; writes: boolean }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { id, body, modified } = view.entry;
  const setStatus = (status: 'open' | 'closed') => hub.put(`/cases/${id}`, { status }).then(reload);
  const other = body.status === 'open' ? 'closed' : 'open';
  return (
    <header className="row spread">
      <div>
        <h1>{body.title}</h1>
        <p className="dim">
          {t(`case.status.${body.status}`)} · {t('as-of', { time: timeText(modified) })}
        </p>
      </div>
      {writes && (
        <button
          type="button"
          className="button"
          onClick={() =>
            void attempt(
              () => setStatus(other),
              t(`case.status.${other}`),
              () => setStatus(body.status),
            )
          }
        >
          {t(other === 'closed' ? 'case.close' : 'case.reopen')}
        </button>
      )}
    </header>
  );
}

function Members({ view, reload, writes }: { view: CaseView; reload: () => void; writes: boolean }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { id, body } = view.entry;
  const remove = (entry: string, note: string | undefined) =>
    void attempt(
      () => hub.delete(`/cases/${id}/members/${entry}`).then(reload),
      t('case.removed'),
      () => hub.post(`/cases/${id}/members`, { entry, note }).then(reload),
    );
  return (
    <section className="panel stack">
      <h2>{t('case.members.title')}</h2>
      {view.members.length === 0 && (
        <Empty action={<Link to={{ room: 'sea' }}>{t('cases.to-sea')}</Link>}>{t('case.members.none')}</Empty>
      )}
      <ul className="lines">
        {view.members.map((member) => {
          const note = body.members.find(({ entry }) => entry === member.entry.id)?.note;
          return (
            <li key={member.entry.id} className="row spread nowrap">
              <div>
                <Link to={placeOfEntry(member.entry)}>{member.title}</Link>{' '}
                <StandingTag standing={member.standing} />
                {note !== undefined && <p className="dim">{note}</p>}
              </div>
              {writes && (
                <button type="button" className="button quiet" onClick={() => remove(member.entry.id, note)}>
                  {t('case.remove')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <p className="small dim">{t('case.never-widens')}</p>
    </section>
  );
}

function CaseRelease({ view, reload }: { view: CaseView; reload: () => void }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const asEntry: EntryView = {
    entry: view.entry,
    title: view.entry.body.title,
    standing: 'open',
    judgements: [],
    mine: view.mine,
  };
  return (
    <section className="panel stack">
      <h2>{t('tab.release')}</h2>
      <ReleaseTab view={asEntry} onRelease={() => setOpen(true)} />
      {open && (
        <ReleaseDialog
          view={asEntry}
          onClose={() => setOpen(false)}
          onReleased={() => {
            setOpen(false);
            reload();
          }}
        />
      )}
    </section>
  );
}
