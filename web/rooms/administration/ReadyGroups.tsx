import type { ReadyGroup } from '../../../src/hub/api.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

/** Groups that come with the program: taken over with those members that are organisations on this hub. */
export function ReadyGroups({ onDone }: { onDone: () => void }) {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: groups, reload } = useQuery<ReadyGroup[]>('/groups/ready-made');
  const take = (id: string) =>
    void attempt(() => hub.post(`/groups/ready-made/${id}`), t('admin.group.added')).then(() => {
      reload();
      onDone();
    });
  return (
    <details>
      <summary>{t('admin.group.ready')}</summary>
      <ul className="lines indent">
        {(groups ?? []).map((group) => (
          <li key={group.id} className="stack">
            <p className="row">
              <strong>{name(group.name)}</strong>
              <span className="mono dim">{group.id}</span>
              <button type="button" className="button" onClick={() => take(group.id)}>
                {t(group.isTaken ? 'admin.group.renew' : 'admin.group.take')}
                <span className="visually-hidden"> {name(group.name)}</span>
              </button>
            </p>
            <p className="dim">
              {t('admin.group.ready.here', {
                here: group.members.filter(({ isHere }) => isHere).length,
                all: group.members.length,
              })}
              {' · '}
              {group.source}
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
