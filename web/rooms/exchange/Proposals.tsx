import type { ProposalView } from '../../../src/hub/api.ts';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

/** Releases that somebody proposed and a second person has to agree to. */
export function Proposals() {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: proposals, reload } = useQuery<ProposalView[]>('/proposals', { live: true, everyMs: 30_000 });
  const settle = (id: string, agree: boolean) =>
    void attempt(
      () => hub.post(`/proposals/${id}`, { agree }),
      t(agree ? 'proposals.agreed' : 'proposals.refused'),
    ).then(reload);
  return (
    <section className="panel stack">
      <h2>{t('proposals.title')}</h2>
      {proposals?.length === 0 && <p className="dim">{t('proposals.none')}</p>}
      <ul className="lines">
        {(proposals ?? []).map(({ id, by, at, request, entry }) => (
          <li key={id} className="stack">
            <p>
              <strong>{entry.title}</strong>
            </p>
            <p className="dim">
              {t('proposals.by', { by, time: timeText(at) })} · TLP:{request.tlp} · <Readers {...request} />
              {request.sanitise !== undefined && <> · {t('proposals.sanitised')}</>}
            </p>
            <p className="row">
              <button type="button" className="button primary" onClick={() => settle(id, true)}>
                {t('proposals.agree')}
              </button>
              <button type="button" className="button quiet" onClick={() => settle(id, false)}>
                {t('proposals.refuse')}
              </button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Readers({ audience }: ProposalView['request']) {
  const { t } = useWords();
  if (audience.kind === 'public') return <>{t('proposals.everyone')}</>;
  return <>{audience.kind === 'named' ? [...audience.parties, ...audience.groups].join(', ') : '—'}</>;
}
