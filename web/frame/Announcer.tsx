import { useEffect, useRef, useState } from 'react';
import { useLive } from '../state/live.tsx';
import { useWords } from '../state/words.tsx';

/** No more than one announcement in this time: constant alerts amount to none. */
const pauseMs = 30_000;

/** Reads out new findings, politely and few: one by its sentence, several by their number. */
export function Announcer() {
  const { listen } = useLive();
  const { t } = useWords();
  const [text, setText] = useState('');
  const waiting = useRef(new Map<string, string>());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const speak = () => {
      timer = undefined;
      const titles = [...waiting.current.values()];
      waiting.current.clear();
      setText(titles.length === 1 ? titles[0] : t('announce.several', { count: titles.length }));
    };
    const stop = listen((event) => {
      if (event.kind !== 'put' || event.entry.entry.type !== 'finding') return;
      if (event.entry.entry.created !== event.entry.entry.modified) return;
      waiting.current.set(event.entry.entry.id, event.entry.title);
      timer ??= setTimeout(speak, pauseMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [listen, t]);
  return (
    <p className="visually-hidden" aria-live="polite" role="status">
      {text}
    </p>
  );
}
