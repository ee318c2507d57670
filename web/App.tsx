import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Language, Session } from '../src/hub/api.ts';
import { HubClient } from './api/client.ts';
import type { Problem } from './api/client.ts';
import { Away } from './away/Away.tsx';
import { dropCard, leaving, readCard } from './away/card.ts';
import type { AwayCard } from './away/card.ts';
import { OutboxProvider, isAway } from './away/outbox.tsx';
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
  /** The hub cannot be reached; this tab knows who sits here. */
  | { readonly kind: 'away'; readonly card: AwayCard }
  | { readonly kind: 'in'; readonly session: Session };

/** Longer than the hub ever takes to say who is there. */
const patienceMs = 15_000;
const languageName = 'commonwatch.language';

/** The language before anyone is known: what was last used here, or what the browser asks for. */
function guessedLanguage(): Language {
  const kept = localStorage.getItem(languageName);
  if (kept === 'en' || kept === 'ja') return kept;
  return navigator.language.startsWith('ja') ? 'ja' : 'en';
}

/**
 * Who is signed in, as the hub says; or who was, where it cannot be reached. Somebody who signed out while it could not
 * be told is signed out now.
 */
async function standingAs(as: string | undefined): Promise<Standing> {
  try {
    const session = await new HubClient('', as).get<Session>('/session', AbortSignal.timeout(patienceMs));
    if (readCard()?.account !== session.account) dropCard();
    if (!leaving.is()) return { kind: 'in', session };
    await new HubClient(session.csrf).delete('/session');
    leaving.end();
    return { kind: 'nobody' };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status === 401) {
      dropCard();
      leaving.end();
      return { kind: 'nobody' };
    }
    const card = isAway(problem) && !leaving.is() ? readCard() : undefined;
    return card === undefined ? { kind: 'failed', problem } : { kind: 'away', card };
  }
}

export function App() {
  const as = usePlace().query.as;
  const [standing, setStanding] = useState<Standing>({ kind: 'asking' });
  const [guessed, setGuessed] = useState(guessedLanguage);
  const session = standing.kind === 'in' ? standing.session : undefined;
  const known = standing.kind === 'away' ? standing.card : session;
  const language = known?.language ?? guessed;

  const ask = useCallback(() => standingAs(as).then(setStanding), [as]);
  useEffect(() => void ask(), [ask]);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(languageName, language);
  }, [language]);
  usePalette(known?.theme ?? 'system');

  const csrf = session?.csrf;
  const hub = useMemo(() => new HubClient(csrf ?? '', as), [csrf, as]);
  /** Changes go with one's own eyes. */
  const own = useMemo(() => new HubClient(csrf ?? ''), [csrf]);
  const state = useMemo<SessionState | undefined>(() => {
    if (session === undefined) return undefined;
    return {
      session,
      hub,
      prefer: async (preferences) => {
        await own.put('/session/preferences', preferences);
        await ask();
      },
      leave: async () => {
        try {
          await own.delete('/session');
        } catch (error) {
          if (!isAway(asProblem(error))) throw error;
          leaving.begin();
        }
        dropCard();
        setStanding({ kind: 'nobody' });
      },
    };
  }, [session, hub, own, ask]);

  if (standing.kind === 'asking') return <p className="visually-hidden">{wordsIn(language).t('loading')}</p>;
  return (
    <WordsProvider language={language}>
      {standing.kind === 'failed' && (
        <main className="login">
          <ErrorNote problem={standing.problem} onRetry={() => void ask()} />
        </main>
      )}
      {standing.kind === 'away' && <Away card={standing.card} onRetry={ask} />}
      {standing.kind === 'nobody' && <Login onIn={ask} language={language} onLanguage={setGuessed} />}
      {state !== undefined && (
        <SessionContext value={state}>
          <LiveProvider>
            <NoticesProvider>
              <OutboxProvider key={state.session.account} account={state.session.account} hub={own}>
                <Frame />
              </OutboxProvider>
            </NoticesProvider>
          </LiveProvider>
        </SessionContext>
      )}
    </WordsProvider>
  );
}
