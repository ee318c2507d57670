import { useState } from 'react';
import type { FeedView } from '../../src/hub/api.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { FeedTable } from '../parts/FeedTable.tsx';
import { useLive } from '../state/live.tsx';
import { useQuery } from '../state/query.ts';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';

const everyMs = 10_000;

/** The health of all feeds in one dot, by colour and by shape; the table behind it. */
export function FeedHealth() {
  const { session } = useSession();
  const { t } = useWords();
  const { connected } = useLive();
  const [open, setOpen] = useState(false);
  const own = session.party === session.hub.party && session.seeingAs === undefined;
  const { data: feeds } = useQuery<FeedView[]>(own ? '/feeds' : undefined, { everyMs });
  const late = (feeds ?? []).filter(({ state }) => state !== 'live' && state !== 'stopped');
  const bad = !connected || (feeds ?? []).some(({ state }) => state === 'failed');
  const text = !connected
    ? t('feeds.disconnected')
    : feeds === undefined
      ? t('feeds.connected')
      : late.length === 0
        ? t('feeds.count', { count: feeds.length })
        : t('feeds.count-late', { count: feeds.length, late: late.length });
  const dot = <span className={`dot ${bad ? 'bad' : late.length > 0 ? 'late' : ''}`} aria-hidden="true" />;
  if (!own)
    return (
      <span className="row small" role="status">
        {dot} <span className="wide-only">{text}</span>
      </span>
    );
  return (
    <>
      <button
        type="button"
        className="button quiet"
        onClick={() => setOpen(true)}
        aria-label={text}
        title={text}
      >
        {dot} <span className="wide-only">{text}</span>
      </button>
      {open && (
        <Dialog wide title={t('feeds.title')} onClose={() => setOpen(false)}>
          <FeedTable feeds={feeds ?? []} />
        </Dialog>
      )}
    </>
  );
}
