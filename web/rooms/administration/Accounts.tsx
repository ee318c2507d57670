import type { FormEvent } from 'react';
import type { Names, PartyView } from '../../../src/hub/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import type { WebWord } from '../../state/words.tsx';
import { useWords } from '../../state/words.tsx';

interface AccountView {
  readonly account: string;
  readonly name: Names;
  readonly party: string;
  readonly role: string;
  readonly disabled: boolean;
}

const roles = [
  'watch-officer',
  'analyst',
  'desk-officer',
  'crisis-manager',
  'coordinator',
  'administrator',
  'exercise-director',
  'partner-reader',
] as const;

export function Accounts() {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: accounts, problem, reload } = useQuery<AccountView[]>('/accounts');
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const setDisabled = (account: string, disabled: boolean) =>
    hub.put(`/accounts/${account}`, { disabled }).then(reload);
  return (
    <section className="panel stack">
      <h2>{t('admin.accounts')}</h2>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      <ScrollBox label={t('admin.accounts')} plain>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('admin.name')}</th>
              <th scope="col">{t('login.account')}</th>
              <th scope="col">{t('admin.party')}</th>
              <th scope="col">{t('admin.role')}</th>
              <th scope="col">{t('admin.state')}</th>
            </tr>
          </thead>
          <tbody>
            {(accounts ?? []).map(({ account, name: names, party, role, disabled }) => (
              <tr key={account}>
                <td>{name(names)}</td>
                <td className="mono">{account}</td>
                <td>{party}</td>
                <td>{t(`role.${role}` as WebWord)}</td>
                <td>
                  <button
                    type="button"
                    className="button"
                    onClick={() =>
                      void attempt(
                        () => setDisabled(account, !disabled),
                        t(disabled ? 'admin.account.enabled' : 'admin.account.disabled', { account }),
                        () => setDisabled(account, disabled),
                      )
                    }
                  >
                    {t(disabled ? 'admin.account.enable' : 'admin.account.disable')}
                    <span className="visually-hidden"> {account}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <NewAccount parties={parties ?? []} onDone={reload} />
    </section>
  );
}

function NewAccount({ parties, onDone }: { parties: readonly PartyView[]; onDone: () => void }) {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = (each: string) => String(new FormData(form).get(each)).trim();
    const account = {
      account: field('account'),
      name: { en: field('en'), ja: field('ja') },
      party: field('party'),
      role: field('role'),
      password: String(new FormData(form).get('password')),
    };
    if (await attempt(() => hub.post('/accounts', account), t('admin.account.added'))) {
      form.reset();
      onDone();
    }
  };
  return (
    <details>
      <summary>{t('admin.account.add')}</summary>
      <form className="form-grid" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{t('login.account')}</span>
          <input name="account" required maxLength={63} autoComplete="off" />
        </label>
        <label className="field">
          <span>{t('admin.name')} (English)</span>
          <input name="en" required maxLength={200} />
        </label>
        <label className="field">
          <span>{t('admin.name')} (日本語)</span>
          <input name="ja" required maxLength={200} lang="ja" />
        </label>
        <label className="field">
          <span>{t('admin.party')}</span>
          <select name="party" required>
            {parties.map((party) => (
              <option key={party.id} value={party.id}>
                {name(party.name)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('admin.role')}</span>
          <select name="role" required>
            {roles.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}` as WebWord)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('login.password')}</span>
          <input name="password" type="password" required minLength={12} autoComplete="new-password" />
        </label>
        <button type="submit" className="button">
          {t('admin.account.add')}
        </button>
      </form>
    </details>
  );
}
