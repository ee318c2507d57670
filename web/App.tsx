import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Language, Session } from '../src/hub/api.ts';
import { HubClient } from './api/client.ts';
import type { Problem } from './api/client.ts';
import { Frame } from './frame/Frame.tsx';
import { Login } from './frame/Login.tsx';
import { ErrorNote } from './parts/ErrorNote.tsx';
import { LiveProvider } from './state/live.tsx';
import { usePlace } from './state/location.ts';
import { NoticesProvider } from './state/notices.tsx';
import { asProblem } from './state/query.ts';
import { SessionContext } from './state/session.tsx';
import type { SessionState } from './state/session.tsx';
import { usePalette } from './state/theme.ts';
import { WordsProvider, wordsIn } from './state/words.tsx';

type Standing =
  | { readonly kind: 'asking' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'in'; readonly session: Session };

const languageName = 'commonwatch.language';

/** The language before anyone is known: what was last used here, or what the browser asks for. */
function guessedLanguage(): Language {
  const kept = localStorage.getItem(languageName);
  if (kept === 'en' || kept === 'ja') return kept;
  return navigator.language.startsWith('ja') ? 'ja' : 'en';
}

export function App() {
  const as = usePlace().query.as;
  const [standing, setStanding] = useState<Standing>({ kind: 'asking' });
  const [guessed, setGuessed] = useState(guessedLanguage);
  const session = standing.kind === 'in' ? standing.session : undefined;
  const language = session?.language ?? guessed;

  const ask = useCallback(
    () =>
      new HubClient('', as).get<Session>('/session').then(
        (answer) => setStanding({ kind: 'in', session: answer }),
        (error: unknown) => {
          const problem = asProblem(error);
          setStanding(problem.status === 401 ? { kind: 'nobody' } : { kind: 'failed', problem });
        },
      ),
    [as],
  );
  useEffect(() => void ask(), [ask]);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(languageName, language);
  }, [language]);
  usePalette(session?.theme ?? 'system');

  const csrf = session?.csrf;
  const hub = useMemo(() => new HubClient(csrf ?? '', as), [csrf, as]);
  const state = useMemo<SessionState | undefined>(() => {
    if (session === undefined) return undefined;
    const own = new HubClient(session.csrf);
    return {
      session,
      hub,
      prefer: async (preferences) => {
        await own.put('/session/preferences', preferences);
        await ask();
      },
      leave: async () => {
        await own.delete('/session');
        setStanding({ kind: 'nobody' });
      },
    };
  }, [session, hub, ask]);

  if (standing.kind === 'asking') return <p className="visually-hidden">{wordsIn(language).t('loading')}</p>;
  return (
    <WordsProvider language={language}>
      {standing.kind === 'failed' && (
        <main className="login">
          <ErrorNote problem={standing.problem} onRetry={() => void ask()} />
        </main>
      )}
      {standing.kind === 'nobody' && <Login onIn={ask} language={language} onLanguage={setGuessed} />}
      {state !== undefined && (
        <SessionContext value={state}>
          <LiveProvider>
            <NoticesProvider>
              <Frame />
            </NoticesProvider>
          </LiveProvider>
        </SessionContext>
      )}
    </WordsProvider>
  );
}
