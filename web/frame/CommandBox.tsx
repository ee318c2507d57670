import { useEffect, useId, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { SearchAnswer } from '../../src/hub/api.ts';
import { withQuery } from '../api/client.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { useKeySheet } from '../state/keys.ts';
import { go } from '../state/location.ts';
import { useQuery } from '../state/query.ts';
import { useWords } from '../state/words.tsx';
import { placeOfEntry } from '../findings/places.ts';

interface Offer {
  readonly id: string;
  readonly group: string;
  readonly text: string;
  readonly hint?: string;
  readonly run: () => void;
}

const pauseMs = 180;
const portZoom = 10;

/** A vessel, a port, a finding, a page, an action: type, arrows, Enter. */
export function CommandBox({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState('');
  const [picked, setPicked] = useState(0);
  const listId = useId();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [words]);
  const { data, loading } = useQuery<SearchAnswer>(
    asked === '' ? undefined : withQuery('/search', { q: asked, limit: 12 }),
  );
  const actions = useActionOffers(words);
  const found = useFoundOffers(asked === '' ? undefined : data);
  const offers = useMemo(() => [...actions, ...found], [actions, found]);
  const at = Math.min(picked, offers.length - 1);

  const choose = (offer: Offer | undefined) => {
    if (offer === undefined) return;
    onClose();
    // The dialog gives the focus back when it closes; only then may the action move it.
    setTimeout(offer.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setPicked(Math.max(0, Math.min(offers.length - 1, at + step)));
    else if (event.key === 'Enter') choose(offers[at]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);
  return (
    <Dialog title={t('command.title')} onClose={onClose}>
      <input
        type="search"
        role="combobox"
        aria-label={t('command.hint')}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={offers.length > 0 ? `${listId}-${at}` : undefined}
        placeholder={t('command.hint')}
        value={words}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the box was opened to be typed into
        autoFocus
        onChange={({ target }) => {
          setWords(target.value);
          setPicked(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={t('command.offers')} className="command-list">
        {offers.map((offer, i) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are on the input
          <div
            key={offer.id}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === at}
            tabIndex={-1}
            onClick={() => choose(offer)}
          >
            <span>
              <span className="tag">{offer.group}</span> {offer.text}
            </span>
            {offer.hint !== undefined && <kbd>{offer.hint}</kbd>}
          </div>
        ))}
      </div>
      {offers.length === 0 && !loading && asked !== '' && (
        <p className="dim">{t('command.nothing', { words: asked })}</p>
      )}
    </Dialog>
  );
}

/** Pages and actions are what the keys do: one list, not two. */
function useActionOffers(words: string): Offer[] {
  const { t } = useWords();
  const sheet = useKeySheet();
  return useMemo(() => {
    const wanted = words.trim().toLocaleLowerCase();
    const seen = new Set<string>(['keys.command']);
    return sheet
      .filter(({ word }) => !seen.has(word) && seen.add(word))
      .map(({ key, word, run }) => ({
        id: `action ${key}`,
        group: word.startsWith('room.') ? t('command.page') : t('command.action'),
        text: t(word),
        hint: key,
        run,
      }))
      .filter(({ text }) => text.toLocaleLowerCase().includes(wanted));
  }, [sheet, words, t]);
}

function useFoundOffers(data: SearchAnswer | undefined): Offer[] {
  const { t } = useWords();
  return useMemo(() => {
    if (data === undefined) return [];
    const vessels = data.vessels.map(({ mmsi, name }) => ({
      id: `vessel ${mmsi}`,
      group: t('command.vessel'),
      text: name === '' ? String(mmsi) : `${name} · ${mmsi}`,
      run: () => go({ room: 'sea', query: { select: `vessel:${mmsi}` } }),
    }));
    const entries = data.entries.map(({ entry, title }) => ({
      id: entry.id,
      group: entry.type === 'case' ? t('command.case') : t('command.finding'),
      text: title,
      run: () => go(placeOfEntry(entry)),
    }));
    const ports = data.ports.map(({ name, lonDeg, latDeg }) => ({
      id: `port ${name} ${lonDeg} ${latDeg}`,
      group: t('command.port'),
      text: name,
      run: () => go({ room: 'sea', query: { look: `${lonDeg},${latDeg},${portZoom}` } }),
    }));
    return [...vessels, ...entries, ...ports];
  }, [data, t]);
}
