import { useState } from 'react';
import type { FormEvent } from 'react';
import { useLive } from '../../state/live.tsx';
import { useNotices } from '../../state/notices.tsx';
import { useSession } from '../../state/session.tsx';
import { useCtiWords } from './words.ts';

/** `2026-11-21T17:22`, UTC, as the field of a form has it. */
const minute = (timeUtcMs: number) => new Date(timeUtcMs).toISOString().slice(0, 16);

/** Notes that this was seen here. */
export function SightForm({ id, onDone }: { id: string; onDone: () => void }) {
  const { c } = useCtiWords();
  const { hub } = useSession();
  const { attempt } = useNotices();
  const { nowUtcMs } = useLive();
  const [count, setCount] = useState('1');
  const [first, setFirst] = useState(() => minute(nowUtcMs() - 3_600_000));
  const [last, setLast] = useState(() => minute(nowUtcMs()));
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { count: Number(count), firstSeen: `${first}:00Z`, lastSeen: `${last}:00Z`, note };
    void attempt(() => hub.post(`/cti/objects/${id}/sightings`, body), c('sight.done')).then(onDone);
  };
  return (
    <details>
      <summary>{c('sight')}</summary>
      <form className="stack" onSubmit={submit}>
        <div className="row">
          <label className="field">
            <span>{c('sight.count')}</span>
            <input
              type="number"
              min={1}
              max={999999999}
              required
              value={count}
              onChange={({ target }) => setCount(target.value)}
            />
          </label>
          <label className="field">
            <span>{c('sight.first')}</span>
            <input
              type="datetime-local"
              required
              value={first}
              onChange={({ target }) => setFirst(target.value)}
            />
          </label>
          <label className="field">
            <span>{c('sight.last')}</span>
            <input
              type="datetime-local"
              required
              value={last}
              onChange={({ target }) => setLast(target.value)}
            />
          </label>
        </div>
        <label className="field">
          <span>{c('sight.note')}</span>
          <input maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
        <p className="dim small">{c('sight.alone')}</p>
        <button type="submit" className="button primary">
          {c('sight.go')}
        </button>
      </form>
    </details>
  );
}
