import type { FormEvent } from 'react';
import type { PartyView, SubscriptionView } from '../../../src/hub/api.ts';
import { timeText } from '../../parts/times.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

/** Who is sent its brief by mail, and when the next one is due. */
export function Subscriptions() {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { data: subscriptions, reload } = useQuery<SubscriptionView[]>('/subscriptions');
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const nameOf = (id: string) => {
    const party = parties?.find((each) => each.id === id);
    return party === undefined ? id : name(party.name);
  };
  const end = (id: string) =>
    void attempt(() => hub.delete(`/subscriptions/${id}`), t('digests.ended')).then(reload);
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = (field: string) => String(new FormData(form).get(field)).trim();
    const draft = {
      party: text('party'),
      address: text('address'),
      language: text('language'),
      everyHours: Number(text('everyHours')),
      atHourUtc: Number(text('atHourUtc')),
    };
    if (await attempt(() => hub.post('/subscriptions', draft), t('digests.added'))) {
      form.reset();
      reload();
    }
  };
  return (
    <section className="panel stack">
      <h2>{t('digests.title')}</h2>
      <p className="dim">{t('digests.about')}</p>
      <ul className="lines">
        {(subscriptions ?? []).map(({ id, party, address, nextAt }) => (
          <li key={id} className="row">
            <strong>{nameOf(party)}</strong>
            <span className="mono">{address}</span>
            <span className="dim">{t('digests.next', { time: timeText(nextAt) })}</span>
            <button type="button" className="button quiet" onClick={() => end(id)}>
              {t('digests.end')}
              <span className="visually-hidden"> {address}</span>
            </button>
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('digests.add')}</summary>
        <form className="form-grid" onSubmit={(event) => void add(event)}>
          <label className="field">
            <span>{t('hubs.partner')}</span>
            <select name="party" required>
              {(parties ?? []).map(({ id, name: names }) => (
                <option key={id} value={id}>
                  {name(names)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('digests.address')}</span>
            <input name="address" type="email" required maxLength={300} />
          </label>
          <label className="field">
            <span>{t('digests.language')}</span>
            <select name="language" defaultValue="en">
              <option value="en">English</option>
              <option value="ja">日本語</option>
            </select>
          </label>
          <label className="field">
            <span>{t('digests.every')}</span>
            <input name="everyHours" type="number" min={1} max={168} defaultValue={24} required />
          </label>
          <label className="field">
            <span>{t('digests.at')}</span>
            <input name="atHourUtc" type="number" min={0} max={23} defaultValue={21} required />
          </label>
          <button type="submit" className="button">
            {t('digests.add')}
          </button>
        </form>
      </details>
    </section>
  );
}
