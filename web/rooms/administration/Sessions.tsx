import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

interface SessionView {
  readonly id: string;
  readonly openedAt: string;
  readonly seenAt: string;
  readonly isThis: boolean;
}

/** Where one is signed in, and the way to end what one does not know. */
export function Sessions() {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: sessions, problem, reload } = useQuery<SessionView[]>('/sessions');
  return (
    <section className="panel stack">
      <h2>{t('sessions.title')}</h2>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      <ul className="stack">
        {(sessions ?? []).map(({ id, openedAt, seenAt, isThis }) => (
          <li key={id} className="row spread">
            <span>
              {t('sessions.line', { openedAt, seenAt })}{' '}
              {isThis && <span className="tag">{t('sessions.this')}</span>}
            </span>
            {!isThis && (
              <button
                type="button"
                className="button"
                onClick={() =>
                  void attempt(() => hub.delete(`/sessions/${id}`).then(reload), t('sessions.ended'))
                }
              >
                {t('sessions.end')}
                <span className="visually-hidden"> {timeText(openedAt)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
