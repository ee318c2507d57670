import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import type { ExerciseIdentity, Language, Session } from '../../src/hub/api.ts';
import { HubClient } from '../api/client.ts';
import type { Problem } from '../api/client.ts';
import { leaving } from '../away/card.ts';
import { ErrorNote } from '../parts/ErrorNote.tsx';
import { asProblem } from '../state/query.ts';
import { useWords } from '../state/words.tsx';
import { ExerciseBand } from './ExerciseBand.tsx';

const hub = new HubClient('');
const askAgainMs = 1_000;

/** Who is there: in an exercise one of its made-up people, otherwise an account and its password. */
export function Login({
  onIn,
  language,
  onLanguage,
}: {
  onIn: () => Promise<void>;
  language: Language;
  onLanguage: (language: Language) => void;
}) {
  const { t } = useWords();
  const [identities, setIdentities] = useState<readonly ExerciseIdentity[]>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const { status } = await hub.get<{ status: string }>('/health');
        if (status === 'ready') setIdentities(await hub.get<ExerciseIdentity[]>('/session/identities'));
        else timer = setTimeout(() => void ask(), askAgainMs);
        setProblem(undefined);
      } catch (error) {
        setProblem(asProblem(error));
      }
    };
    void ask();
    return () => clearTimeout(timer);
  }, []);
  const enter = async (path: string, body: object) => {
    setProblem(undefined);
    try {
      await hub.post<Session | undefined>(path, body);
      leaving.end();
      await onIn();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const exercise = identities !== undefined && identities.length > 0;
  return (
    <>
      {exercise && <ExerciseBand />}
      <main className="login">
        <div className="row spread">
          <h1>Commonwatch</h1>
          <button
            type="button"
            className="button"
            lang={language === 'en' ? 'ja' : 'en'}
            onClick={() => onLanguage(language === 'en' ? 'ja' : 'en')}
          >
            {language === 'en' ? '日本語' : 'English'}
          </button>
        </div>
        {problem !== undefined && <ErrorNote problem={problem} />}
        {identities === undefined && problem === undefined && (
          <div className="stack" role="status">
            <p>{t('login.preparing')}</p>
            <progress aria-label={t('login.preparing')} />
          </div>
        )}
        {exercise && (
          <>
            <div className="stack">
              <h2>{t('login.choose')}</h2>
              <p className="dim">{t('login.exercise')}</p>
            </div>
            <Identities
              identities={identities}
              language={language}
              onChoose={(account) => void enter('/session/identity', { account })}
            />
          </>
        )}
        {identities?.length === 0 && (
          <>
            <PasswordForm
              asksForCode={problem?.code === 'login.second-factor'}
              onEnter={(who) => void enter('/session', who)}
            />
            <OtherWays onCertificate={() => void enter('/session/certificate', {})} />
          </>
        )}
      </main>
    </>
  );
}

function Identities({
  identities,
  language,
  onChoose,
}: {
  identities: readonly ExerciseIdentity[];
  language: Language;
  onChoose: (account: string) => void;
}) {
  return (
    <ul className="identities">
      {identities.map(({ account, name, partyName, role }) => (
        <li key={account}>
          <button type="button" className="identity panel" onClick={() => onChoose(account)}>
            <strong>{name[language]}</strong>
            <span>{role[language]}</span>
            <span className="dim">{partyName[language]}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface Ways {
  readonly oidc?: { readonly label: string };
  readonly certificate: boolean;
}

/** An OpenID provider, and the certificate of this browser, where the hub takes them. */
function OtherWays({ onCertificate }: { onCertificate: () => void }) {
  const { t } = useWords();
  const [ways, setWays] = useState<Ways>();
  useEffect(() => {
    // Without an answer the password is the only way that is offered.
    hub.get<Ways>('/session/ways').then(setWays, () => setWays(undefined));
  }, []);
  if (ways === undefined || (ways.oidc === undefined && !ways.certificate)) return null;
  return (
    <div className="row">
      {ways.oidc !== undefined && (
        <a className="button" href="/api/session/oidc">
          {t('login.by', { label: ways.oidc.label })}
        </a>
      )}
      {ways.certificate && (
        <button type="button" className="button" onClick={onCertificate}>
          {t('login.certificate')}
        </button>
      )}
    </div>
  );
}

function PasswordForm({
  asksForCode,
  onEnter,
}: {
  asksForCode: boolean;
  onEnter: (who: { account: string; password: string; code?: string }) => void;
}) {
  const { t } = useWords();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const code = String(form.get('code') ?? '').trim();
    onEnter({
      account: String(form.get('account')),
      password: String(form.get('password')),
      ...(code === '' ? {} : { code }),
    });
  };
  return (
    <form className="panel stack login-form" onSubmit={submit}>
      <label className="field">
        <span>{t('login.account')}</span>
        <input name="account" autoComplete="username" required />
      </label>
      <label className="field">
        <span>{t('login.password')}</span>
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      {asksForCode && (
        <label className="field">
          <span>{t('login.code')}</span>
          <input name="code" autoComplete="one-time-code" inputMode="numeric" required />
        </label>
      )}
      <button type="submit" className="button primary">
        {t('login.enter')}
      </button>
      <p className="small dim">{t('login.forgotten')}</p>
    </form>
  );
}
