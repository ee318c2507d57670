import { go } from '../state/location.ts';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';

/** While other eyes are borrowed the whole width says so, in a colour that nothing else has. */
export function EyesBar() {
  const { session } = useSession();
  const { t, name } = useWords();
  if (session.seeingAs === undefined) return null;
  return (
    <div className="eyes" role="status">
      <strong>{t('seeing-as', { party: name(session.seeingAs.partyName) })}</strong>
      <span>{t('seeing-as.note')}</span>
      <button type="button" className="button" onClick={() => go({ query: { as: undefined } })}>
        {t('seeing-as.back')}
      </button>
    </div>
  );
}
