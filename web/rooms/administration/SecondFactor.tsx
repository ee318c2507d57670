import { useState } from 'react';
import type { FormEvent } from 'react';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

interface FactorView {
  readonly state: 'none' | 'pending' | 'on';
  readonly recoveryCodesLeft: number;
  readonly required: boolean;
}

/** One's own second factor: set up by a code, taken off by a code; recovery codes are shown once. */
export function SecondFactor() {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: factor, reload } = useQuery<FactorView>('/session/second-factor');
  const [begun, setBegun] = useState<{ secret: string; uri: string }>();
  const [codes, setCodes] = useState<readonly string[]>();
  const begin = () =>
    void attempt(async () =>
      setBegun(await hub.post<{ secret: string; uri: string }>('/session/second-factor')),
    );
  const confirm = (code: string) =>
    void attempt(async () => {
      const made = await hub.put<{ recoveryCodes: string[] }>('/session/second-factor', { code });
      setCodes(made.recoveryCodes);
      setBegun(undefined);
      reload();
    }, t('factor.on'));
  const remove = (code: string) =>
    void attempt(async () => {
      await hub.post('/session/second-factor/remove', { code });
      setCodes(undefined);
      reload();
    }, t('factor.off'));
  return (
    <section className="panel stack">
      <h2>{t('factor.title')}</h2>
      <p className="dim">{t('factor.about')}</p>
      {factor?.required === true && factor.state !== 'on' && (
        <p className="warning">{t('factor.required')}</p>
      )}
      {factor?.state === 'on' ? (
        <>
          <p>{t('factor.is-on', { left: factor.recoveryCodesLeft })}</p>
          <CodeForm label={t('factor.remove')} onCode={remove} />
        </>
      ) : begun === undefined ? (
        <p>
          <button type="button" className="button" onClick={begin}>
            {t('factor.begin')}
          </button>
        </p>
      ) : (
        <>
          <p>{t('factor.enter')}</p>
          <label className="field">
            <span>{t('factor.secret')}</span>
            <input readOnly value={begun.secret} className="mono" onFocus={({ target }) => target.select()} />
          </label>
          <p>
            <a href={begun.uri}>{t('factor.open')}</a>
          </p>
          <CodeForm label={t('factor.confirm')} onCode={confirm} />
        </>
      )}
      {codes !== undefined && (
        <div className="quote stack" role="status">
          <strong>{t('factor.recovery')}</strong>
          <ul className="mono">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
          <p>
            <button type="button" className="button quiet" onClick={() => setCodes(undefined)}>
              {t('token.hide')}
            </button>
          </p>
        </div>
      )}
    </section>
  );
}

function CodeForm({ label, onCode }: { label: string; onCode: (code: string) => void }) {
  const { t } = useWords();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onCode(String(new FormData(event.currentTarget).get('code')).trim());
    event.currentTarget.reset();
  };
  return (
    <form className="form-grid" onSubmit={submit}>
      <label className="field">
        <span>{t('login.code')}</span>
        <input name="code" required autoComplete="one-time-code" inputMode="numeric" maxLength={40} />
      </label>
      <button type="submit" className="button">
        {label}
      </button>
    </form>
  );
}
