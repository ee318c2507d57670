import { useSession } from '../../state/session.tsx';
import { useWords } from '../../state/words.tsx';
import { Hubs } from './Hubs.tsx';
import { Proposals } from './Proposals.tsx';
import { Subscriptions } from './Subscriptions.tsx';
import { TaxiiFeeds } from './TaxiiFeeds.tsx';

/** What goes out and comes in: releases that wait for a second person, partners' hubs, TAXII, briefs by mail. */
export default function Exchange() {
  const { t } = useWords();
  const { session } = useSession();
  const isOwn = session.party === session.hub.party;
  return (
    <div className="page">
      <div className="page-inner">
        <header>
          <h1>{t('room.exchange')}</h1>
          <p className="dim">
            <a href="/api/public/page">{t('exchange.public')}</a> · <a href="/api/public/feed.atom">Atom</a>
          </p>
        </header>
        {session.permissions.includes('release') && <Proposals />}
        {isOwn && session.permissions.includes('administer') && (
          <>
            <Hubs />
            <TaxiiFeeds />
            <Subscriptions />
          </>
        )}
      </div>
    </div>
  );
}
