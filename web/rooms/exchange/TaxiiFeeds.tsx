import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useMay, useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import type { TaxiiFeedsView } from '../../../src/hub/api.ts';

const everyMs = 10_000;

/** TAXII: where partners' tools read and write here, which collections are polled, and what was kept aside. */
export function TaxiiFeeds() {
  const { say } = useWords();
  const c = (word: string, params?: Record<string, string | number>) =>
    say({ key: `cti.taxii.${word}`, params });
  const { hub } = useSession();
  const may = useMay();
  const { attempt } = useNotices();
  const { data, problem, reload } = useQuery<TaxiiFeedsView>('/taxii/feeds', { everyMs });
  const poll = (feed: string) =>
    void attempt(() => hub.post(`/taxii/feeds/${feed}/poll`), c('polled')).then(reload);
  return (
    <section className="panel stack">
      <h2>{c('title')}</h2>
      <p>
        {c('address')} <code>{`${location.origin}/taxii2/`}</code>
      </p>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      {data?.feeds.length === 0 && <p className="dim">{c('none')}</p>}
      {data !== undefined && data.feeds.length > 0 && (
        <div className="scroll-x">
          <table>
            <thead>
              <tr>
                {['feed', 'polledAt', 'taken', 'aside', 'state'].map((word) => (
                  <th key={word} scope="col">
                    {c(word)}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">{c('poll')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.feeds.map(({ id, url, polledAt, taken, quarantined, failure }) => (
                <tr key={id}>
                  <td>
                    {id}
                    <br />
                    <span className="small dim mono">{url}</span>
                  </td>
                  <td className="no-wrap">{polledAt === undefined ? '—' : timeText(polledAt)}</td>
                  <td>{taken}</td>
                  <td>{quarantined}</td>
                  <td>{failure ?? c('well')}</td>
                  <td>
                    {may('import') && (
                      <button type="button" className="button" onClick={() => poll(id)}>
                        {c('poll')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data !== undefined && data.quarantined.length > 0 && (
        <details>
          <summary>{c('quarantined', { n: data.quarantined.length })}</summary>
          <ul className="lines small">
            {data.quarantined.map(({ feed, at, object, reason }, i) => (
              <li key={`${at} ${object} ${i}`}>
                {timeText(at)} · {feed} · <span className="mono">{object}</span> · {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
