import { Suspense, useEffect, useMemo, useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Link } from '../parts/Link.tsx';
import { rooms } from '../rooms/index.ts';
import { useKeys } from '../state/keys.ts';
import { go, usePlace } from '../state/location.ts';
import { useNotices } from '../state/notices.tsx';
import { useSession } from '../state/session.tsx';
import { useWords } from '../state/words.tsx';
import { Announcer } from './Announcer.tsx';
import { CommandBox } from './CommandBox.tsx';
import { ExerciseBand } from './ExerciseBand.tsx';
import { EyesBar } from './EyesBar.tsx';
import { KeySheet } from './KeySheet.tsx';
import { NoticeStack } from './NoticeStack.tsx';
import { Rail, visibleRooms } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';

/** What surrounds every room: the rail, the top bar, the bands, the keys, the notices. */
export function Frame() {
  const { session } = useSession();
  const place = usePlace();
  const words = useWords();
  const { undoLast } = useNotices();
  const [open, setOpen] = useState<'command' | 'keys'>();
  const shown = visibleRooms(session);
  const here = shown.find((name) => name === place.room);

  // The first page is the watch floor; a link to an entry of no particular page opens there too.
  useEffect(() => {
    if (place.room === '') go({ room: 'sea', query: place.query }, { replace: true });
  }, [place]);
  useEffect(() => {
    const page = here === undefined ? words.t('error.no-page') : words.t(rooms[here].word);
    document.title = `${session.exercise ? `${words.t('exercise')} · ` : ''}${page} · Commonwatch`;
  }, [here, words, session.exercise]);

  const keys = useMemo(
    () => [
      { key: 'Ctrl+K', word: 'keys.command' as const, run: () => setOpen('command') },
      { key: '/', word: 'keys.command' as const, run: () => setOpen('command') },
      { key: '?', word: 'keys.sheet' as const, run: () => setOpen('keys') },
      { key: 'u', word: 'keys.undo' as const, run: undoLast },
      ...shown.slice(0, 9).map((name, i) => ({
        key: String(i + 1),
        word: rooms[name].word,
        run: () => go({ room: name }),
      })),
    ],
    [shown, undoLast],
  );
  useKeys(keys);
  const Page = here === undefined ? undefined : rooms[here].Page;
  return (
    <div className="frame">
      <a className="skip button" href="#main">
        {words.t('skip')}
      </a>
      <TopBar onCommand={() => setOpen('command')} onKeys={() => setOpen('keys')} />
      {session.exercise && <ExerciseBand />}
      <EyesBar />
      <Rail rooms={shown} />
      <main id="main" className="main" tabIndex={-1}>
        <Suspense fallback={<p className="empty">{words.t('loading')}</p>}>
          {Page !== undefined ? (
            <Page />
          ) : place.room === '' ? null : (
            <Empty action={<Link to={{ room: 'sea' }}>{words.t('room.sea')}</Link>}>
              {words.t('error.no-page')}
            </Empty>
          )}
        </Suspense>
      </main>
      <NoticeStack />
      <Announcer />
      {open === 'command' && <CommandBox onClose={() => setOpen(undefined)} />}
      {open === 'keys' && <KeySheet onClose={() => setOpen(undefined)} />}
    </div>
  );
}
