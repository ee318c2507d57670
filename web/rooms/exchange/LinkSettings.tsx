import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PartyView } from '../../../src/hub/api.ts';
import type { PartnerHubView } from '../../../src/partners/api.ts';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

/** How a partner's hub is reached, and to whom it may pass on. */
export function LinkSettings({ partner, onDone }: { partner: PartnerHubView; onDone: () => void }) {
  const { t, name } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [fingerprint, setFingerprint] = useState('');
  const { party, link } = partner;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => String(form.get(field) ?? '').trim();
    const token = text('token');
    const change = {
      url: text('url'),
      ...(token === '' ? {} : { token }),
      ...(text('certificate') === '' && link.hasCertificate ? {} : { certificate: text('certificate') }),
      passesTo: form.getAll('passesTo').map(String),
      hosts: form.getAll('hosts').map(String),
      pushes: form.get('pushes') !== null,
      stopped: form.get('stopped') !== null,
    };
    void attempt(
      () => hub.put(`/hubs/partners/${party}`, change),
      t('hubs.changed', { party: name(partner.name) }),
    ).then(onDone);
  };
  const verify = () =>
    void attempt(() => hub.post(`/hubs/partners/${party}/verify`, { fingerprint }), t('hubs.add.done')).then(
      onDone,
    );
  return (
    <details>
      <summary className="small">{t('hubs.settings')}</summary>
      <div className="stack indent">
        {!partner.verified && (
          <div className="row">
            <label className="field grow">
              <span>{t('hubs.add.fingerprint')}</span>
              <input value={fingerprint} onChange={({ target }) => setFingerprint(target.value)} />
            </label>
            <button type="button" className="button align-end" onClick={verify}>
              {t('hubs.verified')}
            </button>
          </div>
        )}
        <form className="stack" onSubmit={submit}>
          <label className="field">
            <span>{t('hubs.url')}</span>
            <input name="url" defaultValue={link.url} placeholder="https://hub.example.org" maxLength={500} />
          </label>
          <label className="field">
            <span>{t('hubs.token')}</span>
            <input name="token" type="password" autoComplete="off" maxLength={200} />
          </label>
          <label className="field">
            <span>{t('hubs.certificate')}</span>
            <input name="certificate" className="mono" pattern="([0-9a-f]{64})?" />
          </label>
          <Parties field="passesTo" legend={t('hubs.passes')} chosen={link.passesTo} besides={party} />
          <p className="small dim">{t('hubs.passes.about')}</p>
          <Parties field="hosts" legend={t('hubs.hosts')} chosen={link.hosts} besides={party} />
          <label className="choice">
            <input type="checkbox" name="pushes" defaultChecked={link.pushes} />
            {t('hubs.pushes')}
          </label>
          <label className="choice">
            <input type="checkbox" name="stopped" defaultChecked={link.stopped} />
            {t('hubs.stop')}
          </label>
          <p>
            <button type="submit" className="button">
              {t('save')}
            </button>
          </p>
        </form>
        <TokenFor party={party} />
      </div>
    </details>
  );
}

function Parties({
  field,
  legend,
  chosen,
  besides,
}: {
  field: string;
  legend: string;
  chosen: readonly string[];
  besides: string;
}) {
  const { name } = useWords();
  const { session } = useSession();
  const { data: parties } = useQuery<PartyView[]>('/parties');
  const others = (parties ?? []).filter(({ id }) => id !== besides && id !== session.hub.party);
  return (
    <fieldset>
      <legend>{legend}</legend>
      {others.map(({ id, name: names }) => (
        <label key={id} className="choice">
          <input type="checkbox" name={field} value={id} defaultChecked={chosen.includes(id)} />
          {name(names)}
        </label>
      ))}
    </fieldset>
  );
}

/** The token with which the partner's hub comes here: shown once. */
function TokenFor({ party }: { party: string }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [secret, setSecret] = useState<string>();
  const make = () =>
    void attempt(async () => {
      const { token } = await hub.post<{ token: string }>(`/hubs/partners/${party}/token`, {});
      setSecret(token);
    });
  if (secret === undefined)
    return (
      <p>
        <button type="button" className="button" onClick={make}>
          {t('hubs.token.make')}
        </button>
      </p>
    );
  return (
    <div className="quote stack" role="status">
      <strong>{t('hubs.token.once')}</strong>
      <label className="field">
        <span>{t('token.secret')}</span>
        <input readOnly value={secret} className="mono" onFocus={({ target }) => target.select()} />
      </label>
    </div>
  );
}
