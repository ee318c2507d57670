import type { Entry, EntryView, FindingBody } from '../../src/hub/api.ts';
import { timeText } from '../parts/times.ts';
import { useWords } from '../state/words.tsx';

/** What would explain it innocently, what is missing, and who sees it differently. */
export function AgainstTab({ view }: { view: EntryView }) {
  const { t, say } = useWords();
  const { against } = (view.entry as Entry<FindingBody>).body;
  const dissents = view.judgements.filter(({ body }) => body.verdict === 'dissent');
  return (
    <div className="stack">
      <h3>{t('against.title')}</h3>
      {against.length === 0 ? (
        <p className="dim">{t('against.none')}</p>
      ) : (
        <ul className="stack">
          {against.map((message, i) => (
            <li key={`${message.key} ${i}`} className="quote">
              {say(message)}
            </li>
          ))}
        </ul>
      )}
      {dissents.length > 0 && (
        <>
          <h3>{t('against.dissent')}</h3>
          <ul className="stack">
            {dissents.map((judgement) => (
              <li key={judgement.id} className="quote">
                {t('evidence.says', { by: judgement.body.by, text: judgement.body.reason })}
                <p className="small dim">{timeText(judgement.created)}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
