import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Permission } from '../../../src/hub/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

interface TokenView {
  readonly id: string;
  readonly label: string;
  readonly scopes: readonly Permission[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt?: string;
}

/** Tokens for one's machines: never more than one's own permissions, shown once, and ended here. */
export function Tokens() {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: tokens, problem, reload } = useQuery<TokenView[]>('/tokens');
  const revoke = (id: string) =>
    void attempt(() => hub.delete(`/tokens/${id}`).then(reload), t('token.revoked'));
  return (
    <section className="panel stack">
      <h2>{t('token.title')}</h2>
      <p className="dim">{t('token.about')}</p>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {tokens?.length === 0 && <p className="dim">{t('token.none')}</p>}
      {tokens !== undefined && tokens.length > 0 && (
        <ScrollBox label={t('token.title')} plain>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('token.label')}</th>
                <th scope="col">{t('token.scopes')}</th>
                <th scope="col">{t('token.expires')}</th>
                <th scope="col">{t('token.used')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('token.revoke')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.map(({ id, label, scopes, expiresAt, lastUsedAt }) => (
                <tr key={id}>
                  <td>{label}</td>
                  <td>{scopes.join(', ')}</td>
                  <td>{timeText(expiresAt)}</td>
                  <td>{lastUsedAt === undefined ? '—' : timeText(lastUsedAt)}</td>
                  <td>
                    <button type="button" className="button" onClick={() => revoke(id)}>
                      {t('token.revoke')}
                      <span className="visually-hidden"> {label}</span>
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      <NewToken onDone={reload} />
    </section>
  );
}

function NewToken({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { session, hub } = useSession();
  const { attempt, tell } = useNotices();
  const [secret, setSecret] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const asked = {
      label: String(form.get('label')).trim(),
      scopes: form.getAll('scope').map(String),
      days: Number(form.get('days')),
    };
    void attempt(async () => {
      const { token } = await hub.post<{ token: string }>('/tokens', asked);
      setSecret(token);
      onDone();
    });
  };
  return (
    <>
      <form className="form-grid" onSubmit={submit}>
        <label className="field">
          <span>{t('token.label')}</span>
          <input name="label" required maxLength={200} placeholder={t('token.label.example')} />
        </label>
        <label className="field">
          <span>{t('token.days')}</span>
          <input name="days" type="number" required min={1} max={366} defaultValue={30} />
        </label>
        <fieldset>
          <legend>{t('token.scopes')}</legend>
          <div className="row">
            {session.permissions.map((permission) => (
              <label key={permission} className="choice">
                <input
                  type="checkbox"
                  name="scope"
                  value={permission}
                  defaultChecked={permission === 'read'}
                />
                {permission}
              </label>
            ))}
          </div>
        </fieldset>
        <button type="submit" className="button">
          {t('token.make')}
        </button>
      </form>
      {secret !== undefined && (
        <div className="quote stack" role="status">
          <strong>{t('token.once')}</strong>
          <label className="field">
            <span>{t('token.secret')}</span>
            <input readOnly value={secret} className="mono" onFocus={({ target }) => target.select()} />
          </label>
          <p className="row">
            <button
              type="button"
              className="button"
              onClick={() => void navigator.clipboard.writeText(secret).then(() => tell(t('token.copied')))}
            >
              {t('token.copy')}
            </button>
            <button type="button" className="button quiet" onClick={() => setSecret(undefined)}>
              {t('token.hide')}
            </button>
          </p>
        </div>
      )}
    </>
  );
}
