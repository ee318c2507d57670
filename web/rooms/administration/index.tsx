import { useSession } from '../../state/session.tsx';
import type { WebWord } from '../../state/words.tsx';
import { useWords } from '../../state/words.tsx';
import { Accounts } from './Accounts.tsx';
import { Audit } from './Audit.tsx';
import { Groups } from './Groups.tsx';
import { Parties } from './Parties.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { Sessions } from './Sessions.tsx';
import { Tokens } from './Tokens.tsx';

/** One's own tokens for everybody; organisations, groups and accounts for whoever keeps them. */
export default function Administration() {
  const { t } = useWords();
  const { session } = useSession();
  const administers = session.permissions.includes('administer');
  return (
    <div className="page">
      <div className="page-inner">
        <header>
          <h1>{t('room.administration')}</h1>
          <p className="dim">
            {session.accountName} · {t(`role.${session.role}` as WebWord)} · Commonwatch {session.version} ·{' '}
            <a href="/docs">{t('admin.api')}</a>
          </p>
        </header>
        <Parties edits={administers} />
        <Groups edits={administers} />
        {administers && <Accounts />}
        <SecondFactor />
        <Sessions />
        <Tokens />
        <Audit />
      </div>
    </div>
  );
}
