import type { HubCard } from '../../../src/partners/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { useQuery } from '../../state/query.ts';
import { useWords } from '../../state/words.tsx';
import { save } from '../../parts/save.ts';

/** This hub's own card, to be handed over, and what to read out of it. */
export function OwnCard() {
  const { t } = useWords();
  const { data, problem, reload } = useQuery<HubCard>('/hubs/card');
  return (
    <section className="panel stack">
      <h2>{t('hubs.own')}</h2>
      <p className="dim">{t('hubs.own.about')}</p>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data !== undefined && (
        <>
          <dl className="facts">
            <dt>{t('hubs.fingerprint')}</dt>
            <dd className="mono">{data.fingerprint}</dd>
          </dl>
          <p>
            <button
              type="button"
              className="button"
              onClick={() =>
                save(
                  new Blob([`${JSON.stringify(data.card, undefined, 2)}\n`]),
                  `${cardName(data)}.card.json`,
                )
              }
            >
              {t('hubs.own.save')}
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function cardName({ card }: HubCard): string {
  const { party } = card as { party?: unknown };
  return typeof party === 'string' ? party : 'hub';
}
