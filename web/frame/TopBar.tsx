import { useEffect, useState } from 'react';
import type { Session } from '../../src/hub/api.ts';
import { useOutbox } from '../away/outbox.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { useLive } from '../state/live.tsx';
import { useNotices } from '../state/notices.tsx';
import { useSession } from '../state/session.tsx';
import { themes } from '../state/theme.ts';
import { useWords } from '../state/words.tsx';
import { clockText, localClockText } from '../parts/times.ts';
import { FeedHealth } from './FeedHealth.tsx';
import { Icon } from './Icon.tsx';
import { SeeAs } from './SeeAs.tsx';

export function TopBar({ onCommand, onKeys }: { onCommand: () => void; onKeys: () => void }) {
  const { session } = useSession();
  const { t, name } = useWords();
  return (
    <header className="top">
      <span className="brand">Commonwatch</span>
      <span className="whose wide-only">
        {name(session.partyName)} · {session.accountName}
      </span>
      <button
        type="button"
        className="button command-button"
        onClick={onCommand}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <span className="tablet-up">{t('command.hint')}</span>
        <span className="phone-only">
          <span aria-hidden="true">⌕</span>
          <span className="visually-hidden">{t('command.open')}</span>
        </span>
        <span className="tablet-up">
          <kbd>Ctrl</kbd> <kbd>K</kbd>
        </span>
      </button>
      <div className="top-end">
        <SeeAs />
        <FeedHealth />
        <Clock />
        <Preferences />
        <button
          type="button"
          className="button quiet icon tablet-up"
          onClick={onKeys}
          aria-label={t('keys.sheet')}
        >
          <kbd>?</kbd>
        </button>
        <LeaveButton />
      </div>
    </header>
  );
}

/** The feeds' time in UTC, and what the wall says here. */
function Clock() {
  const { nowUtcMs } = useLive();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  const now = nowUtcMs();
  return (
    <time className="row tablet-up" dateTime={new Date(now).toISOString()}>
      <span>{clockText(now)}</span>
      {new Date(now).getTimezoneOffset() !== 0 && (
        <span className="dim wide-only">{localClockText(now)}</span>
      )}
    </time>
  );
}

function Preferences() {
  const { session, prefer } = useSession();
  const { t } = useWords();
  const { attempt } = useNotices();
  const change = (preferences: Parameters<typeof prefer>[0]) => void attempt(() => prefer(preferences));
  return (
    <>
      <button
        type="button"
        className="button quiet icon"
        lang={session.language === 'en' ? 'ja' : 'en'}
        onClick={() => change({ language: session.language === 'en' ? 'ja' : 'en' })}
      >
        {session.language === 'en' ? '日本語' : 'EN'}
      </button>
      <label>
        <span className="visually-hidden">{t('theme')}</span>
        <select
          value={session.theme}
          onChange={({ target }) => change({ theme: target.value as Session['theme'] })}
        >
          {themes.map((theme) => (
            <option key={theme} value={theme}>
              {t(`theme.${theme}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

/** Signs out; what the hub does not have yet would be lost by it, so that it asks then. */
function LeaveButton() {
  const { leave, session } = useSession();
  const { t } = useWords();
  const { attempt } = useNotices();
  const { waiting, clear } = useOutbox();
  const [asks, setAsks] = useState(false);
  const go = () => {
    clear();
    void attempt(leave);
  };
  return (
    <>
      <button
        type="button"
        className="button quiet icon"
        onClick={() => (waiting.length > 0 ? setAsks(true) : go())}
        aria-label={t('leave', { account: session.accountName })}
        title={t('leave', { account: session.accountName })}
      >
        <Icon name="leave" />
      </button>
      {asks && (
        <Dialog
          title={t('leave.waiting')}
          onClose={() => setAsks(false)}
          foot={
            <>
              <button type="button" className="button primary" onClick={() => setAsks(false)}>
                {t('leave.stay')}
              </button>
              <button type="button" className="button" onClick={go}>
                {t('leave.discard')}
              </button>
            </>
          }
        >
          <p>{t('leave.waiting.what', { count: waiting.length })}</p>
          <ul>
            {waiting.map(({ key, label }) => (
              <li key={key}>{label}</li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}
