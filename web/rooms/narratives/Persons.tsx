import { useState } from 'react';
import type { FormEvent } from 'react';
import type { ErasureRequest } from '../../../src/narratives/api.ts';
import { useNotices } from '../../state/notices.tsx';
import { useMay, useSession } from '../../state/session.tsx';
import { pathOf } from './pages.ts';
import type { CollectionEntry } from './pages.ts';
import { useNarrativesWords } from './words.ts';

const kinds = ['account', 'post', 'before'] as const;
/** As short as the hub takes it. */
const leastReason = 10;

/** Pseudonyms, and what an administrator may do about them: each with a reason that goes on record. */
export function Persons({ collection }: { collection: CollectionEntry }) {
  const { n } = useNarrativesWords();
  const may = useMay();
  const { retentionDays } = collection.body;
  return (
    <section className="panel stack">
      <h2>{n('privacy')}</h2>
      <p className="small">
        {retentionDays === 0 ? n('privacy.kept') : n('privacy.about', { days: retentionDays })}
      </p>
      {may('administer') ? (
        <div className="narratives-two">
          <Reidentify collection={collection.id} />
          <Erase collection={collection.id} />
        </div>
      ) : (
        <p className="small dim">{n('privacy.role')}</p>
      )}
    </section>
  );
}

function Reidentify({ collection }: { collection: string }) {
  const { n } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [told, setTold] = useState<{ account: string; handle: string | undefined }>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const account = String(form.get('account')).trim();
    void attempt(async () => {
      const handles = await hub.post<Record<string, string>>(`${pathOf(collection)}/reidentify`, {
        accounts: [account],
        reason: String(form.get('reason')),
      });
      setTold({ account, handle: handles[account] });
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <label className="field">
        <span>{n('privacy.account')}</span>
        <input name="account" required pattern="acct-[0-9a-f]{20}" className="mono" />
      </label>
      <label className="field">
        <span>{n('privacy.reason')}</span>
        <input name="reason" required minLength={leastReason} maxLength={2000} />
      </label>
      <p>
        <button type="submit" className="button">
          {n('privacy.open')}
        </button>
      </p>
      {told !== undefined && (
        <p role="status" className="mono">
          {told.handle === undefined
            ? n('privacy.unknown')
            : n('privacy.opened', { account: told.account, handle: told.handle })}
        </p>
      )}
    </form>
  );
}

function Erase({ collection }: { collection: string }) {
  const { n } = useNarrativesWords();
  const { hub } = useSession();
  const { attempt, tell } = useNotices();
  const [kind, setKind] = useState<(typeof kinds)[number]>('account');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const which = String(form.get('which')).trim();
    const what: ErasureRequest =
      kind === 'account'
        ? { kind, account: which }
        : kind === 'post'
          ? { kind, post: which }
          : { kind, utcMs: Date.parse(which) };
    void attempt(async () => {
      const { posts } = await hub.post<{ posts: number }>(`${pathOf(collection)}/erase`, {
        what,
        reason: String(form.get('reason')),
      });
      tell(n('privacy.erased', { posts }));
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <label className="field">
        <span>{n('privacy.what')}</span>
        <select value={kind} onChange={({ target }) => setKind(target.value as typeof kind)}>
          {kinds.map((each) => (
            <option key={each} value={each}>
              {n(`privacy.what.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{n('privacy.which')}</span>
        <input name="which" required type={kind === 'before' ? 'date' : 'text'} />
      </label>
      <label className="field">
        <span>{n('privacy.reason')}</span>
        <input name="reason" required minLength={leastReason} maxLength={2000} />
      </label>
      <p>
        <button type="submit" className="button">
          {n('privacy.erase')}
        </button>
      </p>
    </form>
  );
}
