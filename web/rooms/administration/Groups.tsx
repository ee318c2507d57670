import type { FormEvent } from 'react';
import type { GroupView, PartyView } from '../../../src/hub/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { idPattern } from './Parties.tsx';
import { ReadyGroups } from './ReadyGroups.tsx';

/** Who belongs to a group from now on; who belonged on a past day stays known. */
export function Groups({ edits }: { edits: boolean }) {
  const { t, name } = useWords();
  const { data: groups, problem, reload } = useQuery<GroupView[]>('/groups');
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const nameOf = (id: string) => {
    const party = parties?.find((each) => each.id === id);
    return party === undefined ? id : name(party.name);
  };
  return (
    <section className="panel stack">
      <h2>{t('admin.groups')}</h2>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {groups?.length === 0 && <p className="dim">{t('admin.groups.none')}</p>}
      <ul className="lines">
        {(groups ?? []).map((group) => (
          <li key={group.id}>
            <strong>{name(group.name)}</strong> <span className="mono dim">{group.id}</span>
            {group.level !== undefined && <span className="tag">{t(`level.${group.level}`)}</span>}
            <p className="dim">{group.members.map(nameOf).join(', ')}</p>
            {edits && <Members group={group} parties={parties ?? []} onDone={reload} />}
          </li>
        ))}
      </ul>
      {edits && <ReadyGroups onDone={reload} />}
      {edits && <NewGroup onDone={reload} />}
    </section>
  );
}

function Members({
  group,
  parties,
  onDone,
}: {
  group: GroupView;
  parties: readonly PartyView[];
  onDone: () => void;
}) {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const put = (members: readonly string[]) => {
    const { level } = group;
    const change = { name: group.name, members, ...(level === undefined ? {} : { level }) };
    return hub.put(`/groups/${group.id}`, change).then(onDone);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const members = new FormData(event.currentTarget).getAll('member').map(String);
    void attempt(
      () => put(members),
      t('admin.group.changed'),
      () => put(group.members),
    );
  };
  return (
    <details>
      <summary className="small">{t('admin.group.members')}</summary>
      <form className="stack indent" onSubmit={submit}>
        <fieldset>
          <legend>{t('admin.group.from-now')}</legend>
          {parties.map((party) => (
            <label key={party.id} className="choice">
              <input
                type="checkbox"
                name="member"
                value={party.id}
                defaultChecked={group.members.includes(party.id)}
              />
              {name(party.name)}
            </label>
          ))}
        </fieldset>
        <p>
          <button type="submit" className="button">
            {t('save')}
          </button>
        </p>
      </form>
    </details>
  );
}

function NewGroup({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = (name: string) => String(new FormData(form).get(name)).trim();
    const group = { name: { en: field('en'), ja: field('ja') }, members: [] };
    if (await attempt(() => hub.put(`/groups/${field('id')}`, group), t('admin.group.added'))) {
      form.reset();
      onDone();
    }
  };
  return (
    <details>
      <summary>{t('admin.group.add')}</summary>
      <form className="form-grid" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{t('admin.id')}</span>
          <input name="id" required pattern={idPattern} title={t('admin.id.rule')} />
        </label>
        <label className="field">
          <span>{t('admin.name')} (English)</span>
          <input name="en" required maxLength={200} />
        </label>
        <label className="field">
          <span>{t('admin.name')} (日本語)</span>
          <input name="ja" required maxLength={200} lang="ja" />
        </label>
        <button type="submit" className="button">
          {t('admin.group.add')}
        </button>
      </form>
    </details>
  );
}
