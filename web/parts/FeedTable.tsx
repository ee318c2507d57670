import type { FeedView } from '../../src/hub/api.ts';
import { useWords } from '../state/words.tsx';
import { RefusedLines } from './RefusedLines.tsx';
import { timeText } from './times.ts';

export function FeedTable({ feeds }: { feeds: readonly FeedView[] }) {
  const { t, name } = useWords();
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('feeds.feed')}</th>
            <th scope="col">{t('feeds.state')}</th>
            <th scope="col">{t('feeds.last')}</th>
            <th scope="col" className="number">
              {t('feeds.messages')}
            </th>
            <th scope="col">{t('feeds.refused')}</th>
          </tr>
        </thead>
        <tbody>
          {feeds.map((feed) => (
            <tr key={feed.id}>
              <th scope="row">
                {name(feed.label)}
                {feed.note !== undefined && <p className="dim">{feed.note}</p>}
              </th>
              <td>
                <FeedState state={feed.state} />
              </td>
              <td>{feed.lastMessageUtcMs === undefined ? '—' : timeText(feed.lastMessageUtcMs)}</td>
              <td className="number">{feed.messages.toLocaleString('en-US')}</td>
              <td>
                <RefusedLines total={feed.refused} reasons={feed.refusedByReason} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FeedState({ state }: { state: FeedView['state'] }) {
  const { t } = useWords();
  const look = state === 'live' ? '' : state === 'failed' || state === 'silent' ? 'bad' : 'late';
  return (
    <span className="row">
      <span className={`dot ${look}`} aria-hidden="true" />
      {t(`feeds.state.${state}`)}
    </span>
  );
}
