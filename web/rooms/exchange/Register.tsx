import type { FormEvent } from 'react';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

/** Takes a partner's card; with the fingerprint that a person there read out, it holds at once. */
export function Register({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const fingerprint = String(given.get('fingerprint')).trim();
    const register = async () => {
      const card = parsed(await (given.get('card') as File).text());
      await hub.post('/hubs/partners', { card, ...(fingerprint === '' ? {} : { fingerprint }) });
    };
    if (await attempt(register, t(fingerprint === '' ? 'hubs.add.waiting' : 'hubs.add.done'))) {
      form.reset();
      onDone();
    }
  };
  return (
    <details>
      <summary>{t('hubs.add')}</summary>
      <form className="form-grid" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{t('hubs.add.card')}</span>
          <input name="card" type="file" accept=".json,application/json" required />
        </label>
        <label className="field">
          <span>{t('hubs.add.fingerprint')}</span>
          <input name="fingerprint" className="mono" maxLength={200} autoComplete="off" />
        </label>
        <button type="submit" className="button">
          {t('hubs.add.do')}
        </button>
      </form>
    </details>
  );
}

/** What is no JSON is sent as the text that it is: the hub says why it is no card. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text.slice(0, 1000);
  }
}
