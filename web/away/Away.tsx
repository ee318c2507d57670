import { useEffect } from 'react';
import { ExerciseBand } from '../frame/ExerciseBand.tsx';
import { OutboxBar } from '../rooms/coordination/OutboxBar.tsx';
import { RequestForm, mayRequest } from '../rooms/coordination/RequestForm.tsx';
import { useRelief } from '../rooms/coordination/words.ts';
import { useWords } from '../state/words.tsx';
import { clockOf } from './card.ts';
import type { AwayCard } from './card.ts';
import { OutboxProvider } from './outbox.tsx';

const askAgainMs = 4_000;

/**
 * The page while the hub cannot be reached, for whoever was signed in here: nothing of the hub's is shown, because
 * nothing of it is kept; what is written waits in this browser.
 */
export function Away({ card, onRetry }: { card: AwayCard; onRetry: () => Promise<void> }) {
  const { name, t } = useWords();
  const { p } = useRelief();
  useEffect(() => {
    const again = () => void onRetry();
    const timer = setInterval(again, askAgainMs);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, [onRetry]);
  return (
    <OutboxProvider account={card.account} hub={undefined}>
      {card.exercise && <ExerciseBand />}
      <main className="page">
        <div className="page-inner">
          <h1>{p('away')}</h1>
          <p>{p('away.what')}</p>
          <p className="dim">
            {name(card.partyName)} · {card.accountName}
          </p>
          <OutboxBar />
          {mayRequest(card.level) && (
            <section className="panel stack" aria-label={p('request.new')}>
              <h2>{p('request.new')}</h2>
              <RequestForm
                contingency={card.contingency}
                viewer={card.party}
                level={card.level}
                nowUtcMs={() => clockOf(card)}
              />
            </section>
          )}
          <p>
            <button type="button" className="button" onClick={() => void onRetry()}>
              {t('retry')}
            </button>
          </p>
        </div>
      </main>
    </OutboxProvider>
  );
}
