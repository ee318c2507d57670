import type { QuarantineView } from '../../../src/partners/api.ts';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

/** What partners' hubs gave and could not be taken: a person tries it again or throws it away. */
export function Quarantine({ items, onDone }: { items: readonly QuarantineView[]; onDone: () => void }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const settle = (id: number, how: 'retry' | 'discard') =>
    void attempt(
      () => hub.post(`/hubs/quarantine/${id}`, { how }),
      t(how === 'retry' ? 'hubs.quarantine.taken' : 'hubs.quarantine.gone'),
    ).then(onDone);
  return (
    <section className="panel stack">
      <h2>{t('hubs.quarantine')}</h2>
      {items.length === 0 && <p className="dim">{t('hubs.quarantine.none')}</p>}
      {items.length > 0 && (
        <div className="scroll-x">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('hubs.partner')}</th>
                <th scope="col">{t('hubs.quarantine.entry')}</th>
                <th scope="col">{t('hubs.quarantine.reason')}</th>
                <th scope="col">{t('hubs.quarantine.at')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('hubs.quarantine.retry')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, party, entry, code, at }) => (
                <tr key={id}>
                  <td>{party}</td>
                  <td className="mono small">{entry === '' ? '—' : entry}</td>
                  <td className="mono">{code}</td>
                  <td>{timeText(at)}</td>
                  <td className="no-wrap">
                    <button type="button" className="button" onClick={() => settle(id, 'retry')}>
                      {t('hubs.quarantine.retry')}
                    </button>{' '}
                    <button type="button" className="button quiet" onClick={() => settle(id, 'discard')}>
                      {t('hubs.quarantine.discard')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
