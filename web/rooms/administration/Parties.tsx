import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PartyLevel, PartyView } from '../../../src/hub/api.ts';
import { ErrorNote } from '../../parts/ErrorNote.tsx';
import { ScrollBox } from '../../parts/ScrollBox.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useQuery } from '../../state/query.ts';
import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';

export const levels = [
  'organisation',
  'member-state',
  'minilateral',
  'domestic',
  'parliamentary',
  'other',
] as const satisfies readonly PartyLevel[];

/** Ids as the hub takes them. */
export const idPattern = '[a-z0-9][a-z0-9-]{0,62}';

export function Parties({ edits }: { edits: boolean }) {
  const { t, name, language } = useWords();
  const regions = new Intl.DisplayNames([language], { type: 'region' });
  const { data: parties, problem, reload } = useQuery<PartyView[]>('/parties');
  return (
    <section className="panel stack">
      <h2>{t('admin.parties')}</h2>
      {problem !== undefined && <ErrorNote problem={problem} onRetry={reload} />}
      <ScrollBox label={t('admin.parties')} plain>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('admin.name')}</th>
              <th scope="col">{t('admin.id')}</th>
              <th scope="col">{t('admin.level')}</th>
              <th scope="col">{t('admin.country')}</th>
              <th scope="col" className="number">
                {t('admin.people')}
              </th>
            </tr>
          </thead>
          <tbody>
            {(parties ?? []).map((party) => (
              <tr key={party.id}>
                <td>{name(party.name)}</td>
                <td className="mono">{party.id}</td>
                <td>{t(`level.${party.level}`)}</td>
                <td>
                  {party.country === undefined
                    ? '—'
                    : `${regions.of(party.country) ?? party.country} (${party.country})`}
                </td>
                <td className="number">{party.people}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {edits && <NewParty onDone={reload} />}
    </section>
  );
}

function NewParty({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const [level, setLevel] = useState<PartyLevel>('member-state');
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = (name: string) => String(new FormData(form).get(name)).trim();
    const id = field('id');
    const code = field('country').toUpperCase();
    const country = code === '' ? {} : { country: code };
    const name = { en: field('en'), ja: field('ja') };
    const party = { id, name, level, ...country, clearances: {}, caveats: [] };
    if (await attempt(() => hub.put(`/parties/${id}`, party), t('admin.party.added'))) {
      form.reset();
      onDone();
    }
  };
  return (
    <details>
      <summary>{t('admin.party.add')}</summary>
      <form className="form-grid" onSubmit={(event) => void submit(event)}>
        <label className="field">
          <span>{t('admin.id')}</span>
          <input name="id" required pattern={idPattern} title={t('admin.id.rule')} />
        </label>
        <label className="field">
          <span>{t('admin.name')} (English)</span>
          <input name="en" required maxLength={200} />
        </label>
        <label className="field">
          <span>{t('admin.name')} (日本語)</span>
          <input name="ja" required maxLength={200} lang="ja" />
        </label>
        <label className="field">
          <span>{t('admin.level')}</span>
          <select value={level} onChange={({ target }) => setLevel(target.value as PartyLevel)}>
            {levels.map((each) => (
              <option key={each} value={each}>
                {t(`level.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('admin.country')}</span>
          <input name="country" pattern="[A-Za-z]{2}" maxLength={2} title={t('admin.country.rule')} />
        </label>
        <button type="submit" className="button">
          {t('admin.party.add')}
        </button>
      </form>
    </details>
  );
}
