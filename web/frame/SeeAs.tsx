import type { PartyView } from '../../src/hub/api.ts';
import { go } from '../state/location.ts';
import { useQuery } from '../state/query.ts';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';

/** Borrow another party's eyes: exactly what that party sees, to check a release before and after. */
export function SeeAs() {
  const { session } = useSession();
  const { t, name } = useWords();
  const may = session.permissions.includes('release') && session.party === session.hub.party;
  const { data: parties } = useQuery<PartyView[]>(may ? '/parties' : undefined);
  if (!may || session.seeingAs !== undefined) return null;
  return (
    <label className="tablet-up">
      <span className="visually-hidden">{t('see-as')}</span>
      <select value="" onChange={({ target }) => go({ query: { as: target.value, select: undefined } })}>
        <option value="">{t('see-as')}…</option>
        {(parties ?? [])
          .filter(({ id }) => id !== session.party)
          .map((party) => (
            <option key={party.id} value={party.id}>
              {name(party.name)}
            </option>
          ))}
      </select>
    </label>
  );
}
